"""English words people drop into a Chinese sentence, put into Chinese: "我的 open deal", "deadline 下周一", "没 resolve"."""

import re

_ENGLISH = {
    "call": "电话", "calls": "电话", "meeting": "会", "meetings": "会议", "min": "分钟", "mins": "分钟", "minutes": "分钟", "note": "备注", "notes": "备注",
    "lead": "线索", "leads": "线索", "deal": "商机", "deals": "商机", "opportunity": "商机", "forecast": "预测", "schedule": "日程", "calendar": "日程",
    "budget": "预算", "approve": "批准", "approved": "批准", "owner": "负责人", "pipeline": "管道", "case": "工单", "ticket": "工单", "tickets": "工单",
    "task": "任务", "tasks": "任务", "todo": "待办", "contact": "联系人", "contacts": "联系人", "account": "客户", "accounts": "客户", "stage": "阶段",
    "amount": "金额", "quote": "报价", "customer": "客户", "title": "职务", "update": "更新", "email": "邮件", "demo": "演示", "seats": "席位", "seat": "席位",
    "close date": "预计成交日期", "next step": "下一步", "next monday": "下周一", "next tuesday": "下周二", "next wednesday": "下周三", "next thursday": "下周四",
    "next friday": "下周五", "next week": "下周", "this week": "这周", "follow-up": "跟进", "follow up": "跟进", "win rate": "赢单率", "open": "进行中",
    "won": "赢单", "lost": "输单", "target": "目标", "quota": "目标", "competitor": "竞争对手", "phone": "电话", "discount": "折扣", "priority": "优先级",
    "renewal": "续约", "remind": "提醒", "review": "查看", "reminder": "提醒", "today": "今天", "tomorrow": "明天", "yesterday": "昨天", "last week": "上周",
    "last month": "上个月", "next month": "下个月", "this month": "这个月", "this quarter": "本季度", "last quarter": "上季度", "next quarter": "下季度",
    "deadline": "截止日期", "due date": "截止日期", "overdue": "逾期", "resolve": "解决", "resolved": "已解决", "closed": "已关闭", "close": "关闭", "assign": "分配",
    "assigned": "已分配", "campaign": "营销活动", "campaigns": "营销活动", "forecast category": "预测类别", "weighted": "加权", "import": "导入", "export": "导出",
    "action items": "待办", "action item": "待办", "risk": "风险", "feedback": "反馈", "status": "状态", "source": "来源", "channel": "渠道", "industry": "行业",
    "level": "级别", "team": "团队", "region": "区域", "report": "报告", "dashboard": "看板", "proposal": "方案", "contract": "合同", "decision maker": "决策人",
    "pending": "待处理", "urgent": "紧急", "high priority": "高优先级", "commit": "承诺", "best case": "最佳情况", "product": "产品", "price": "价格", "list": "列表",
    "cancel": "取消", "delete": "删除", "undo": "撤销", "convert": "转化", "transfer": "转给", "mobile": "手机", "e-mail": "邮件", "mail": "邮件", "visit": "拜访",
    "monday": "周一", "tuesday": "周二", "wednesday": "周三", "thursday": "周四", "friday": "周五",
}  # fmt: skip
"""Small words, each alone between Chinese characters."""

_MIXED = re.compile(
    r"(?:(?<=[\u3400-\u9fff]) )?(?<![A-Za-z0-9@.'’_/-])(?<![A-Za-z0-9] )("
    + "|".join(re.escape(w) for w in sorted(_ENGLISH, key=len, reverse=True))
    + r")(?![A-Za-z0-9@.'’_/-])(?! [A-Za-z0-9])(?: (?=[\u3400-\u9fff]))?",
    re.IGNORECASE,
)
_MET = re.compile(r"(?P<with>[和跟与同][^，,。；;]{1,14}?)会(?=[，,。]|$| ?\d)")
"""跟李娜 meeting，40分钟: the word stands for having met."""

_RANG = re.compile(r"(?P<before>^|[我刚才,，。 ])电话(?:了|过)(?:一下)?\s?(?=[\u3400-\u9fffA-Z])")
"""刚 call 了 Sara."""


def in_chinese(text: str) -> str:
    """The text with its small English words in Chinese; names, addresses and phrases of several words stay."""
    plain = _MIXED.sub(lambda m: _ENGLISH[m[1].casefold()], text)
    if plain != text:
        plain = _RANG.sub(r"\g<before>打了电话给", _MET.sub(r"\g<with>开会", plain))
    return plain
