"""Wishes Parley does not fulfil: each gets one honest sentence that says so and what can be had instead; nothing is written."""

import re
from typing import NamedTuple

from assistant.brains.offline.chair.chair import chair
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks, core, leads


class _Wish(NamedTuple):
    """How a wish is worded, and the sentence it gets in English and Chinese; `opens` when it must stand first."""

    pattern: re.Pattern[str]
    en: str
    zh: str
    opens: bool = False


def _words(en: str, zh: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{en})(?![a-z])|{zh}")


_PAPERS = (
    "handover(?: note| document| summary| doc)?s?|hand-over(?: note)?s?|slides?|slide decks?|decks?|presentations?|powerpoints?|reports?|business case|battle ?cards?|blog(?: post)?s?"
    "|posts?|speech|scripts?|rfp(?: answer| response)?|contracts?|statement of work|sow|press release|white ?paper|one-pager|letters?|pitch|talking points|quotes?|quotations?|proposals?|offers?"
)
_BARE_PAPERS = "hand-?over (?:note|document|summary|doc)s?|slides?|slide decks?|decks?|presentations?|powerpoints?|business case|battle ?cards?|blog posts?|press release|white ?paper|one-pager|talking points|cover letter|speech|sales pitch"
_PAPERS_ZH = "交接(?:说明|文档|单|记录|清单|备注|材料)?|报告|周报|月报|ppt|演讲稿?|讲稿|合同|报价[单书]?|话术|文案|方案书?|标书|新闻稿|总结报告|战报|可研|策划案?|朋友圈|海报|推文"

_WISHES: tuple[_Wish, ...] = (
    _Wish(
        _words(
            r"(?:export|download|print|dump)(?: (?:all|my|our|the|these|those|this|that|them|it|a|every|open|won|lost|list|deals?|accounts?|contacts?|leads?|tasks?|tickets?|customers?|of))*"
            r"|(?:an? |the |my |one )?(?:excel|csv|pdf|xlsx|spreadsheet|word|powerpoint)(?: (?:file|list|sheet|export|report|table|document))? (?:with|of|for|containing|listing|showing|that)"
            r"|.{0,80} (?:(?:to|into|as|in) (?:an? |the )?(?:microsoft )?(?:excel|csv|pdf|xlsx?|spreadsheet|google sheets?|word (?:file|document)|powerpoint|pptx?)(?: file| sheet)?|(?:excel|csv|pdf|xlsx) (?:file|export|list|sheet|please))",
            r"^.{0,40}(?:导出|下载|导成|打印)(?!功能|失败|报错|不了|坏|有问题|出错)|.{0,40}(?:做成|生成|整理成|转成|存成|保存为|发我|输出|整理到|放到|弄成|做一?[个份张]|给我)一?[个份张]?\s?(?:excel|表格|csv|pdf|ppt|电子表格)",
        ),
        "I cannot put a file into the chat, but any list can be saved: ask for it, such as “my open deals”, and press CSV or Excel under its table in the browser. In a terminal `parley export` writes CSV or JSON.",
        "我不能在对话里生成文件，但任何列表都能保存：先问列表，例如“我的进行中商机”，再点浏览器里表格下方的 CSV 或 Excel。命令行可用 parley export 导出 CSV 或 JSON。",
        True,
    ),
    _Wish(
        _words(
            r".{0,60}(?:what (?:if|would|happens to|does|will)|how (?:would|does|will))(?: (?:my|our|the))? ?(?:quarter|forecast|pipeline|target|year|month|number|numbers|commit|total|q[1-4])?.{0,60} (?:if (?:i|we|[a-z]+) (?:\w+ ){0,3}?(?:slips?|moves?|closes?|falls?|drops?|takes?|leaves?|loses?|lose|takes? out|removes?|leave|win|wins|signs?|goes|does|pushes|postpones?)(?![a-z]).*)",
            r".{0,20}(?:如果|要是|假如|假设)(?:.{2,24})(?:推迟|延期|丢了|赢了|签了|没签|去掉|不算|推到|滑到|黄了).{0,20}(?:会怎么样|怎么样|会是?多少|还有多少|还剩多少|还能.{1,8}吗|有什么影响|影响多大)",
        ),
        "I do not play through what would be if. I can say how it stands (“forecast this quarter”, “pipeline without Proposal”), or change it on a card you need not save.",
        "我不做假设推演。可以说明目前的情况（“本季度预测”“不含方案报价的管道”），或先把更改放在卡片上，不保存即可。",
    ),
    _Wish(
        _words(
            r"(?:who|which (?:accounts?|customers?|clients?|companies)) (?:is|are) most likely to|(?:this|that) deal .{0,30}(?:chance|odds|likely|likelihood|probability)|(?:chance|odds|likelihood|probability) (?:of|that) (?:this|that) (?:deal|one)",
            r"(?:这|那|该)(?:一)?(?:单|个单子|个商机).{0,8}(?:把握|可能性|概率|机会)(?:有)?(?:多大|多高|多少)|(?:哪些|哪个|谁)(?:客户|公司)?最有可能(?:买|签|下单|续约)",
        ),
        "I give no odds for a single deal or customer on its own. I can estimate a period with each deal’s chance and reasons (“forecast for this quarter”) or say what speaks against a deal (“what next on Globex?”).",
        "我不单独预测某一单或某个客户的概率。可以估计一个时间段，并列出每单的概率和原因（“本季度的预测”），或说明某一单的风险（“Globex 下一步该怎么推进？”）。",
    ),
    _Wish(
        _words(r"(?:fill|complete|do|update|give me|show|run|apply|score|check)?(?: \w+){0,3} ?(?:meddicc?|meddpicc|bant|spin selling|champ scorecard)", r"meddicc?|meddpicc|(?<![a-z])bant(?![a-z])|三力评估"),
        "I cannot fill in a qualification sheet such as MEDDICC. I can show what is on record: “decision maker at Acme”, “competitor of the Acme renewal”, “what did Acme say about budget?”.",
        "我不能填写 MEDDICC 之类的资格表。可以查看已有记录：“Acme 的决策人是谁”“Acme 续约的竞争对手”“Acme 对预算怎么说”。",
    ),
    _Wish(
        _words(
            r"(?:who|which (?:of )?(?:my |our |the )?(?:customers?|accounts?|clients?|companies|leads?)|whom)(?: \w+){0,3} (?:could|would|might|should|can)(?: \w+)? (?:be an? (?:\w+ )?(?:fit|match|candidate)|suit|fit|take|buy|want|need|use|be interested|pitch|sell|offer|target|upgrade)|(?:cross|up)-?sell(?:ing)? (?:opportunit\w+|candidates?|potential|ideas?|to)|recommend\w* (?:\w+ ){0,4}(?:products?|next|to|for)|suggest (?:an? |some )?(?:products?|upsells?)|next best offer|white ?space|(?:where|whom|who)(?: else)? (?:could|can|should|might|would) (?:i|we) (?:\w+ )?(?:sell|pitch|offer|place|position|push|upsell|market)",
            r"(?:哪些|哪个|谁|什么)(?:客户|公司)?.{0,6}(?:适合|可能会?|可以|应该|会)(?:买|推|卖|上|用|采购|购买|推荐)|交叉销售|向上销售|推荐(?:一下|什么|哪)|给.{1,12}推荐|(?:可以|能|适合|应该|还能)(?:再)?(?:卖|推|推销|推荐|介绍)给(?:哪|谁|什么)",
        ),
        "I cannot recommend who might buy what. I can show what a customer has bought (“what has Acme bought?”) or list customers by trade, place or last activity.",
        "我不能推荐谁可能买什么。可以查看客户买过什么（“Acme 买过什么”），或按行业、地区、最近跟进列出客户。",
    ),
    _Wish(
        _words(
            r"(?:build|create|make|save|set up|define|add) (?:me )?(?:an? |the )?(?:new )?(?:\w+ ){0,2}(?:segments?|audience|target list|smart list|dynamic list|saved (?:search|view|filter)|dashboard)|^(?:an? |the |one )?(?:new )?(?:customer |target )?(?:segment|audience|target list|target group)(?: of| for| with|:|,| -|$)",
            r"(?:建|做|创建|新建|保存|圈|搞|设)(?:一个|个|一)?.{0,8}(?:细分|人群|客群|分群|看板|仪表盘|动态列表|筛选视图)",
        ),
        "I cannot save segments or dashboards. I can list the records now, one condition after the other: “accounts in manufacturing in Jiangsu”, “accounts with no activity in 90 days”.",
        "我不能保存细分人群或看板。可以现在列出记录，逐个条件查询：“江苏制造业客户”“90天没联系的客户”。",
    ),
    _Wish(
        _words(
            r"(?:draft|create|build|send|launch|run|start|set up|put together|come up with|organi[sz]e|plan|prepare|schedule|do|make|design)(?: \w+){0,6} (?:campaigns?|mailings?|newsletters?|mass (?:e-?)?mails?|bulk (?:e-?)?mails?|e-?mail blasts?|drip|sequence|cadence|surveys?|webinars? invit\w+)|mass[- ]?mail\w*|(?:an? |the )(?:\w+ )?(?:campaign|mailing|newsletter)(?: (?:draft|plan|idea|concept|proposal|to|for|on|about|going|that))|(?:e-?)?mail (?:all|every|everybody|everyone)(?: \w+){0,3}",
            r"群发|(?:做|发|建|搞|启动|策划|设计|办|安排|组织|创建).{0,10}(?:营销|推广|续约|促销|邮件|市场|唤醒)的?活动|邮件营销|(?:发|做)(?:一[期次份]|个)?(?:电子报|简报|问卷|调查问卷|优惠券)",
        ),
        "I cannot run campaigns or send mails. I can list whom one would reach, without those who opted out: “my renewal deals”, “my contacts who have not opted out”.",
        "我不能做营销活动，也不能群发邮件。可以列出目标客户和未退订的联系人：“我的续约商机”“没有退订的联系人”。",
    ),
    _Wish(
        _words(rf"(?:write|draft|compose|prepare|generate|produce|make|create|design)(?: me| us)?(?: (?:an?|the|my|our|some|up))?(?: [a-z0-9'-]+){{0,3}}? (?:{_PAPERS})|(?:an? |the |some |my |need |want )*(?:quick |short |draft |good )?(?:{_BARE_PAPERS})(?= (?:for|on|about|to|with|of)|,|;|$)", rf"(?:帮我|请|给我|麻烦)?(?:写|起草|草拟|拟|生成|撰写|做|出|弄|准备)(?:一?[份个篇封张下]|一?套)?.{{0,10}}(?:{_PAPERS_ZH})"),
        "I do not write documents without a language model. I can show what is on record to write them from: “tell me about Acme”, “what did Acme say about price?”.",
        "没有语言模型时我不代写文档。可以查出写作所需的记录：“介绍一下 Acme”“Acme 对价格怎么说”。",
        True,
    ),
    _Wish(
        _words(
            r"send(?: \w+){0,4} (?:an? )?(?:e-?mails?|mails?|sms|text message|whatsapp|wechat(?: message)?|slack message|fax)|dial|(?:translate|call|ring|phone) (?:him|her|them) (?:for me|now)|book (?:me )?(?:an? )?(?:flight|hotel|train|table|taxi)|order (?:me )?(?:an? )?(?:pizza|lunch|coffee|taxi)",
            r"(?:帮我|请|替我|给).{0,14}(?:发|寄)(?:一?[个封条份])?(?:邮件|短信|微信|钉钉|传真)|替我打电话|订(?:机票|酒店|火车票|餐厅|车|外卖)|叫车",
        ),
        "I cannot send messages or place calls and bookings. I can remind you to, or file what you did: “remind me to mail Ana tomorrow”.",
        "我不能发消息、打电话或订票。可以提醒您去做，或记下您做过的事：“明天提醒我给李娜发邮件”。",
        True,
    ),
    _Wish(
        _words(
            r"(?:automatically|auto-?(?:assign|reclaim|close|create|move|route)\w*|whenever|every time|each time|as soon as (?:an?|any|the)|(?:send|mail|e-?mail|give) me (?:an? |the )?(?:weekly|daily|monthly)|every (?:day|week|month|monday|morning|friday) (?:send|mail|e-?mail)|before (?:every|each|all|any)|after (?:every|each|any))(?: \w+)*"
            r"|(?:reclaim|recycle|return|release)(?: \w+){0,4} (?:to|into) (?:the )?(?:pool|open pool|queue)|(?:go|goes|going|fall|falls|drop|drops|move|moves|come|comes|return|returns|put)(?: \w+){0,2} (?:back )?(?:in)?to the (?:open |shared |common |public )?(?:pool|queue)|read[- ]only|(?:give|grant|revoke|remove|restrict) (?:\w+ ){1,3}(?:access|permissions?|rights?|read|write)|make \w+ (?:an? )?(?:admin|administrator|manager|read-only|viewer)"
            r"|(?:set up|create|add|make|build|define) (?:an? |the )?(?:\w+ )?(?:rule|workflow|automation|trigger|approval(?: process)?|round robin|alert|assignment rule|validation)s?|(?:add|invite|remove|disable|deactivate|delete) (?:an? |the )?(?:new )?(?:user|colleague|teammate|login)",
            r"自动(?:把|将|给|让|对|帮|回收|分配|流转|关闭|提醒|转|创建|升级|退回|推进|归|放|进入|掉入|释放|通知|发)|(?:回收|退回|放回|掉入|归入|释放|收回|收归|扔回|丢回|打回|转回|归还|进)(?:到|进|至)?公海|公海(?:规则|回收)|自动.{0,6}(?:发|推送)|每[天日周月].{0,4}(?:自动)?(?:给我)?(?:发|推送)|每当|一旦.{1,20}就|每次.{1,16}(?:就|都|时)|(?:设置?|建|配置?|新增|加)一?[个条]?.{0,8}(?:规则|工作流|自动化|触发器|审批流?|预警)"
            r"|(?:设为|改成|只有|给|开|授予?|取消|收回).{0,10}(?:只读|读写权限|权限|管理员权限)|只读权限?|(?:新增|添加|邀请|停用|禁用|删除)一?个?(?:用户|账号|同事)",
        ),
        "I cannot set up rules, automation, users or rights in the chat. I can do the single steps when you ask: list the idle accounts, assign them, set a reminder.",
        "我不能在对话里设置规则、自动化、用户或权限。可以按您的要求逐步来做：列出闲置客户、分配负责人、设置提醒。",
    ),
    _Wish(
        _words(r"(?:please )?(?:reset|change|forgot) (?:my|his|her|the|\w+'s) password", r"(?:帮我|请)?(?:重置|修改|改|找回).{0,8}密码|忘记?了?密码"),
        "I cannot manage passwords. An administrator sets a new one with `parley user`.",
        "我不能管理密码。请管理员用命令 parley user 重新设置。",
        True,
    ),
    _Wish(
        _words(
            r"(?:top|main|most (?:common|frequent)|biggest|leading) (?:\w+ )?(?:root )?(?:causes?|reasons?) (?:of|for|behind|in) (?:\w+ ){0,2}(?:complaints?|tickets?|cases|incidents?)",
            r"(?:投诉|工单|报修|反馈|故障)的?\s?(?:前\s?[\d一二两三四五六七八九十]+|主要|最多|最常见|高频|最集中|排名前.{1,2}|排前.{1,2})[大个]?的?\s?(?:原因|成因|根因|根源)",
        ),
        "I cannot sort tickets by cause. I can count them: “tickets this month by type”, “tickets this month by customer”.",
        "我不能归纳工单的原因。可以按字段统计：“本月工单按类型统计”“本月工单按客户统计”。",
    ),
)  # fmt: skip

_FUNNEL = re.compile(
    r"(?<![a-z])(?:pipeline|funnel|forecast|open deals)(?![a-z])|管道|漏斗|盘子|在途(?:商机|金额|总额)"
)
_NOT_THEN = re.compile(
    r"(?<![a-z])(?:since|chang\w*|new|closing|close|created|from|by stage since)(?![a-z])|以来|变|起|新"
)
_NOT_HERE = (
    "What people earn is not something I have: pay and commission live with HR and finance. I can show what somebody has booked: “deals Raj won this year”.",
    "员工收入不在我这里：工资和提成请看人事或财务系统。可以查看某人的签约情况：“今年陈晓赢了哪些单”。",
)
_PAY = re.compile(
    r"(?<![a-z])(?:earns?|earned|get(?:s|ting)? paid|paid (?:a|per) (?:year|month)|wages?|pay ?(?:check|slip|raise|rise)|commissions?|bonus(?:es)?|take[- ]home)(?![a-z])|(?:挣|赚)(?:了)?多少|月薪|年薪|薪水|底薪|提成|奖金|佣金"
)
_NO_FILE = (
    "There is no file with your message. Attach a CSV or Excel file and say what it holds, such as “import this as leads”.",
    "消息里没有附件。请上传 CSV 或 Excel 文件，并说明内容，例如“把它作为线索导入”。",
)
_IMPORT = re.compile(
    r"^(?:import|upload|load)(?: (?:this|these|the|my|a|an|all|following|attached|new))*(?: (?:csv|excel|xlsx|file|list|sheet|spreadsheet|leads?|contacts?|accounts?|customers?|deals?|tasks?|tickets?|data|attachment))|^(?:导入|上传|把.{0,14}导入|录入这[份张个]).{0,20}(?:表|文件|名单|清单|线索|客户|联系人|商机|数据|附件)"
)
_TICKET = re.compile(
    r"(?<![a-z])(?:ticket|case|incident|complaint) (?:for|from|at|by|of)(?![a-z])|[建开提报](?:一?[个张条])?(?:\S{0,4})(?:工单|报修|故障单|投诉单)|(?:帮我|请|麻烦你?|给我)(?:开|提|报|建)一?[个张]?单(?:子)?(?:吧|一下)?$"
)
_TOLD = ("log", "called", "met", "emailed", "remind")
_PAPER_LAST = re.compile(
    r"(?:draft|write up|compose)(?![a-z])|(?:帮我|请|给我|麻烦)?(?:写|起草|草拟|拟|撰写)|(?:帮我|请|给我|麻烦)(?:生成|整理|做|出|准备)"
)
"""A document asked for in the last breath: "my accounts go to Zhao, draft the handover note"."""
_LONGEST = 220


def wish(r: Reading) -> Meant | None:
    """Export, campaign, rule, document …: one sentence that says what Parley does instead."""
    text = re.split(r"[:：]", core(r))[0]
    if len(r.whole.strip()) > _LONGEST or leads(r, *_TOLD) is not None or "remind" in text or "提醒" in text:
        return None
    if _TICKET.search(text):
        return None
    last = re.split(r"[,;]\s*(?:and |so |please )*", text)[-1]
    if _IMPORT.match(text):
        return _said(r, *_NO_FILE)
    if _PAY.search(text) and asks(r):
        return _said(r, *_NOT_HERE)
    for one in _WISHES:
        found = one.pattern.match(text) if one.opens else one.pattern.search(text)
        if found and one.en.startswith("I cannot recommend") and chair(r) is not None:
            continue
        if found or (one.opens and _PAPER_LAST.match(last) and one.pattern.match(last)):
            return _said(r, one.en, one.zh)
    return None


def then(r: Reading) -> bool:
    """The pipeline of a day gone by: a day before today, not a period and not what came since."""
    if not _FUNNEL.search(r.whole) or _NOT_THEN.search(r.whole):
        return False
    inside = [(p.start, p.end) for p in r.periods if p.value.start != p.value.end]
    days = [d for d in r.past_days if d.value.day < r.ask.today]
    return any(not any(a <= d.start and d.end <= b for a, b in inside) for d in days)


def _said(r: Reading, en: str, zh: str) -> Meant:
    return Meant(1.0, reply=zh if r.zh else en)
