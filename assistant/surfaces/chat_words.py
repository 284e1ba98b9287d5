"""What the chat itself says, in English and Chinese: names of steps, and sentences for what went wrong."""

from collections.abc import Mapping

from assistant.blocks import Language
from assistant.recognise.text import language

TOO_LONG = 200_000
"""Bytes of text in one message that are still read; the page's own guard (public/parley.js) holds the same number."""

_STEPS: Mapping[str, tuple[str, str]] = {
    "find_records": ("Looked up records", "查找记录"),
    "show_record": ("Opened a record", "查看记录"),
    "recall_notes": ("Searched notes", "检索笔记"),
    "my_day": ("Looked at the day", "查看今日安排"),
    "pipeline_summary": ("Summed up the pipeline", "汇总销售管道"),
    "pipeline_bridge": ("Compared the pipeline over time", "对比管道变动"),
    "forecast": ("Worked out the forecast", "计算预测"),
    "deals_at_risk": ("Looked for deals at risk", "查找风险商机"),
    "next_action": ("Thought about next steps", "梳理下一步"),
    "win_loss": ("Compared won and lost deals", "分析赢单与输单"),
    "score_leads": ("Scored leads", "为线索评分"),
    "team_report": ("Put the report together", "汇总团队报告"),
    "schedule_report": ("Looked after scheduled reports", "处理定时报告"),
    "define_field": ("Prepared a field", "准备字段"),
    "retention": ("Looked up how long things are kept", "查看保留期限"),
    "price": ("Worked out what goods cost", "计算产品价格"),
    "tags": ("Looked through the tags", "查看标签"),
    "saved_view": ("Opened the saved views", "打开视图"),
    "dashboard": ("Opened the dashboard", "打开看板"),
    "compare": ("Compared two sides", "对比两方"),
    "stage_flow": ("Looked at how deals move", "分析阶段推进"),
    "team_activity": ("Counted activities", "统计活动"),
    "heat_map": ("Counted by two things", "按两个维度统计"),
    "attainment": ("Compared bookings with targets", "对比目标完成情况"),
    "brief": ("Read what is on record", "梳理记录"),
    "qualify": ("Filled in the sheet", "填写资格表"),
    "contradictions": ("Compared what the notes say", "比对说法"),
    "handover": ("Wrote hand-over notes", "整理交接说明"),
    "draft_message": ("Drafted a message", "起草消息"),
    "earlier_in_chat": ("Looked back in this conversation", "回看本次对话"),
    "whats_new": ("Looked for what is new", "查看新变化"),
    "explain_access": ("Looked up who sees it", "查看访问权限"),
    "share_record": ("Prepared the sharing", "准备共享"),
    "stand_in": ("Prepared the standing in", "准备代理"),
    "set_role": ("Prepared the role", "准备角色设置"),
    "find_duplicates": ("Looked for duplicates", "查找重复"),
    "merge_records": ("Prepared the merge", "准备合并"),
    "recycle_bin": ("Looked into the recycle bin", "查看回收站"),
    "export_person": ("Gathered a person's data", "汇总个人数据"),
    "erase_person": ("Prepared the erasure", "准备抹除"),
    "log_interaction": ("Prepared a log entry", "准备记录"),
    "propose_change": ("Prepared a change", "准备更改"),
    "create_task": ("Prepared a task", "准备任务"),
    "open_ticket": ("Prepared a ticket", "准备工单"),
    "history": ("Read the history", "查看变更历史"),
    "undo": ("Took a change back", "撤销更改"),
    "import_file": ("Read the file", "读取文件"),
    "help": ("Looked up what it can do", "查看可用功能"),
}

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "empty": (
        "Your message is empty. Type a question, or tell me what happened.",
        "消息是空的。请输入问题，或告诉我发生了什么。",
    ),
    "too_long": (
        "That message is too long for one turn (more than 200 KB). Nothing was lost or changed: send the part that matters, or attach it as a CSV file.",
        "这条消息过长（超过 200 KB），未做任何处理。请只发送关键部分，或以 CSV 文件添加。",
    ),
    "signed_out": (
        "You are signed out. Reload the page and sign in again; nothing was changed.",
        "您已退出登录。请刷新页面重新登录，未做任何更改。",
    ),
    "stopped": ("Stopped. Nothing was changed.", "已停止，未做任何更改。"),
    "surprise": (
        "Something went wrong on my side and nothing more was done. Please try again; if it happens again, tell your administrator the number {id}.",
        "我这边出了点问题，后续操作没有进行。请重试；如果再次发生，请把编号 {id} 告诉管理员。",
    ),
    "no_source": ("There is no such source of yours.", "没有您的这条来源。"),
    "source_gone": (
        "The record these words were read in is no longer there, or not shown to you any more.",
        "这段话所在的记录已不存在，或不再对您可见。",
    ),
    "source_changed": (
        "The record was changed since: these words no longer stand in it.",
        "该记录后来有改动，其中已没有这段话。",
    ),
    "no_drawing": ("There is no such table or chart of yours.", "没有您的这个表格或图表。"),
    "no_card": (
        "This card can no longer be used. Ask again and I will show a fresh one.",
        "这张卡片已不能使用。请重新提出，我会给出最新预览。",
    ),
}


def language_of(text: str, otherwise: str = "en") -> Language:
    """The language a message will be answered in, names apart; `otherwise` when it has no words to tell by."""
    return language(text, "zh" if otherwise.lower().startswith("zh") else "en")


def sentence(key: str, language: str, **values: str) -> str:
    """One of the chat's own sentences."""
    en, zh = _SENTENCES[key]
    return (zh if language.startswith("zh") else en).format(**values)


def step_name(tool: str, language: str) -> str:
    """What a tool did, as a person would say it."""
    en, zh = _STEPS.get(tool, (tool.replace("_", " ").capitalize(), tool.replace("_", " ")))
    return zh if language.startswith("zh") else en
