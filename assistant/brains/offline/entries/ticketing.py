"""Service tickets: whose, how urgent, of which kind, and the trouble in one line."""

import re
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.strangers import PLAIN_WORDS
from assistant.brains.offline.names.subjects import name_text
from assistant.brains.offline.names.unknown import unknown_company
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, leads, start

_NOUN = re.compile(
    r"(?<![a-z])(?:support )?(?:ticket|(?<!best )(?<!worst )case|incident|support request|complaint|service request|outage)(?![a-z])|(?<=file a )request|(?<=log a )request|(?<=raise a )request|(?<=open a )request|工单|服务单|故障单|报修|客诉|投诉|问题单|报障|(?:帮我|请|麻烦你?|给我)(?:开|提|报)一?[个张]?单(?:子)?(?:吧|一下)?[.。!！]?$"
)
_MAKE_ZH = re.compile(r"建|开|提|新增|创建|登记|报|录|记|生成|起|发起")
_COMPLAINS = re.compile(
    r"(?<![a-z])(?:complains?|complained|complaining|reports?|reported) (?:about|that|of|an?|the)|投诉|反馈(?![^,，]{0,3}(?:不错|很好|挺好|良好|积极|可以|还行))|抱怨|反映|报修|报障"
)
_REST = re.compile(
    r"[:：]\s*|(?<![a-z])(?:because|saying|says|that|since|complains? about|complained about|about|reports? that|reported that)\s+(?=\S)|(?:反馈|反映|投诉|说|表示|因为)(?=\S)"
)
_OPENER = re.compile(
    r"^(?:[\s,:：\-]*(?:(?:please|open|create|raise|file|log|new|add|make|report|register|an?|the|urgent|high|low|normal|priority|critical|support|service|ticket|case|incident|complaint|request|issue|for|from|at|by|of|it as|with|and|to)(?![a-z'])|(?:请|帮我|给|为|替|新建|新增|建|开|提|登记|创建|一?个|一?张|紧急|加急|高优先级|低优先级|优先级|普通|的|工单|故障单|服务单|投诉工单|请求工单|投诉|报修)))*[\s,:：\-]*"
)
_COUNTED = re.compile(
    r"(?<![a-z])(?:most|fewest|how (?:many|often)|per|ranking|ever) (?:\w+ ){0,2}(?:complain\w*|customers?|accounts?)|投诉.{0,4}(?:最[多少]|几[次张起]|多少|排名|排行|次数|统计|过没)|各.{0,2}客户.{0,4}投诉"
)
"""Complaints are counted or asked for: no ticket is to be made."""
_CUSTOMER = re.compile(
    r"(?:[Tt]icket|[Cc]ase|[Ii]ncident|[Cc]omplaint|[Rr]equest|[Ii]ssue)s? (?:for|from|of|at|by) (?:our customer |the customer |customer )?(?P<a>(?=[A-Z\u3400-\u9fff])[^:,.;，。：；–]{2,40}?)(?=\s*(?:[:,.;，。：；–]|$)|\s+(?:because|that|about|since|saying|says|they|their|-)(?![a-z]))"
    r"|(?<=[,;:] )(?P<b>[A-Z][\w&-]+(?: [A-Z][\w&-]+){0,2})(?=(?:['’]s [a-z]+)? (?:can't|cannot|can not|has|have|is|are|reports?|reported|complains?|says|said|wants|needs|lost|cannot))"
    r"|(?:给|为|替|帮)(?P<c>(?!我|客户|他|她|你|大家|这|那|该|一|新)[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z &]{1,11}?)(?:那边|公司)?(?:开|建|提|新建|登记|报|创建|起)(?=[一个张了紧加高低投故的工服])"
)
_FILED = re.compile(
    r"[,，;；]?\s*(?:please |请|帮我|麻烦你?|给我)?(?:log|file|open|create|raise|登记|建|开|提)(?:一?[个张])?\s*(?:an? |it as an? )?(?:urgent |high priority |紧急|加急|高优先级|低优先级)?的?(?:complaint|ticket|case|incident|request|投诉|工单|请求工单|故障单|服务单|单子?).*$",
    re.IGNORECASE,
)
_FILED_LATE = re.compile(
    r"(?<=[\w.!])\s*(?:[,;.!]|\s[-–—]+)\s*(?:(?:so|and|please|pls|can you|could you|then|kindly|i|we)(?![a-z]) ?)*(?:log|file|open|create|raise|put in|make|get|need|start|register|want|would like)(?: (?:me|us|it|that|this|an?|the|as|in|for|him|her|them|new))*(?: (?:very |really |pretty |quite )?(?:urgent|high[- ]priority|low[- ]priority|normal|critical|support))* (?:complaint|ticket|case|incident|request)(?![a-z])[^:]*$",
    re.IGNORECASE,
)
"""The order behind the trouble: "…, raise a ticket, pretty urgent"."""
_PRIORITY = (
    (
        "urgent",
        re.compile(
            r"(?<![a-z])(?:urgent|critical|asap|emergency|sev ?1|p1)(?![a-z])|紧急|加急|特急|严重|十万火急|火烧眉毛|(?:非常|特别|超级?|万分)急|急死|马上要"
        ),
    ),
    (
        "high",
        re.compile(
            r"(?<![a-z])(?:high(?: |-)?(?:priority|prio)?|important)(?![a-z])|高优先级|优先级高|重要|(?:挺|很|比较|蛮|有点)急|着急|(?<![不])急用"
        ),
    ),
    ("low", re.compile(r"(?<![a-z])(?:low(?: |-)?(?:priority|prio)?|no rush)(?![a-z])|低优先级|优先级低|不急")),
)
_TYPE = (
    ("complaint", re.compile(r"(?<![a-z])complain|投诉|抱怨|客诉")),
    ("question", re.compile(r"(?<![a-z])(?:asks? how|how (?:to|do)|question|wants to know|wondering)(?![a-z])|咨询|询问|请教|怎么(?:用|设|导|加)")),
    ("request", re.compile(r"(?<![a-z])(?:requests?|please add|would like|wants? (?:to|a|some|more)|needs? (?:a|an|some|more|to|data))(?![a-z])|请求|申请|想加|想要|希望(?:增加|开通)|需求")),
    ("incident", re.compile(r"(?<![a-z])(?:fails?|failing|failed|broken|down|outage|cannot|can't|can not|unable|not working|doesn't work|does not work|offline|error|errors|crash\w*|stopped|incident|slow|hangs?)(?![a-z])|无法|不能|不了|失败|报错|宕机|离线|坏了|打不开|故障|崩溃|用不了|登不上|报修|卡死|异常|断")),
)  # fmt: skip


_ORDERED_LAST = re.compile(r"(?:帮我|请|麻烦你?|给我)(?:开|提|报|建)一?[个张]?(?:工单|单子?)(?:吧|一下)?[.。!！]?$")
"""What is told ends in the order for a ticket: 接到周启明电话，说导不出来，帮我开单."""


_HANDED = re.compile(
    r"工单(?:就|都)?(?:分|转|派|交|指派|归|移)给?(?:我|你|他|她|[\u3400-\u9fffA-Za-z]{2,6})(?:来)?(?:处理|跟)?(?:$|[，,。!！吧])|[把将].{1,24}工单(?:给我)?(?:关|结|改|转|分|派|交|重新)|工单(?:的)?(?:优先级|状态|级别|执行人|负责人)(?:改|调|设|换|提|降)"
)
"""A ticket that is there is handed on or changed: no new one is wanted."""
_OPENED = re.compile(
    r"(?:建|开|提|新增|新建|创建|登记|生成|发起)(?:一?[个张条])?(?:新的?|紧急|加急|高优先级|低优先级|普通)*的?(?:服务|故障|投诉)?(?:工单|单子?)"
)


def ticket(r: Reading) -> Meant | None:
    """Urgent ticket for Acme: login fails; 给 Acme 建个紧急工单：今早起无法登录."""
    noun = _NOUN.search(r.whole)
    complains = _COMPLAINS.search(r.whole)
    if (
        asks(r)
        or _COUNTED.search(r.whole)
        or re.search(r"(?<![a-z])(?:tickets|cases)(?![a-z])", r.whole)
        or any(x.value.kind == "ticket" for x in r.refs)
        or leads(r, "close", "assign", "delete", "reopen", "mark")
        or (_HANDED.search(r.whole) and not _OPENED.search(r.whole))
    ):
        return None
    if not noun and not (complains and re.search(r"log|ticket|登记|工单|建|开(?![始会完了])", r.whole)):
        return None
    made = leads(r, "create", "log", "raise", "set") is not None or bool(
        re.match(
            r"(?:open|report|raise|file|urgent|new|high|low|critical|support|ticket|incident|a )",
            r.text[start(r) : r.hi],
        )
    )
    made = made or bool(
        re.search(
            r"(?<![a-z])(?:raise|open|create|log|file|make) (?:an? |the )?(?:[a-z-]+ ){0,2}(?:ticket|incident|case|complaint|request)",
            r.whole,
        )
    )
    made = made or bool(_MAKE_ZH.search(r.whole)) or complains is not None
    if not made:
        return None
    subject = _subject(r)
    if not subject:
        return None
    outright = bool(_ORDERED_LAST.search(r.text, r.lo, r.hi))
    return Meant(1.2 if outright else 0.89, (Call("open_ticket", _args(r, subject)),))


_MINE = re.compile(
    r"(?<![a-z])(?:i(?:['’]?ll| will) (?:take|handle|do) (?:it|this|that|care)|assign (?:it|this|that) to me|(?:it['’]?s|this is) mine|on me|for me to handle)(?: myself)?(?![a-z])|(?:我来|我自己|由我)(?:处理|跟|负责|弄)|(?:派|分|转|指派)给我"
)
"""Who deals with the ticket."""
_CALLER = re.compile(
    r"^(?P<who>(?:[A-Z][\w'’-]+ ?){1,3}?)(?:is |was )?(?:on the (?:phone|line)|just called|called(?: in)?|rang|reports?|reported|says?|said|wrote|e-?mailed|complains?|complained)(?: (?:that|about|it))?[,:;]? (?=\S)"
)
_BESIDE = re.compile(
    r"^(?:(?:an? |it['’]?s |it is |please |as |type |priority )*(?:incident|problem|question|complaint|request|urgent|critical|high|normal|medium|low|high prio|top)(?: (?:priority|prio))?|(?:i|assign|it['’]?s mine|on me)(?![a-z]).*|thanks|please)(?:,? (?:and )?(?:an? )?(?:incident|problem|question|complaint|request|(?:urgent|critical|high|normal|medium|low)(?: (?:priority|prio))?))*$",
    re.IGNORECASE,
)
"""A part of the message that says of what kind the ticket is, how urgent and whose."""


def _trouble(subject: str) -> str:
    """The trouble alone: without who called, and without the kind, the priority and who takes it behind."""
    told = _CALLER.sub("", subject.strip())
    parts = [p.strip() for p in re.split(r"(?<=\w)[.;]\s+|(?<=\w), (?=(?:high|low|normal|urgent|incident|problem|i['’]?ll|assign)(?![a-z]))", told) if p.strip(" .")]  # fmt: skip
    kept = [p for p in parts if not all(_BESIDE.match(x.strip(" .")) for x in p.split(", "))]
    told = ". ".join(kept) if kept else told
    return told[:1].upper() + told[1:] if told != subject else subject


def _args(r: Reading, subject: str) -> dict[str, Any]:
    plain = subject if r.zh else _trouble(subject)
    args: dict[str, Any] = {"subject": (plain if len(plain) > 3 else subject)[:300]}
    if _MINE.search(r.whole):
        args["assignee"] = "me"
    company = next((n for n in r.names if n.entity == "account"), None)
    person = next((n for n in r.names if n.may_be("contact") and n.entity in ("contact", "user")), None)
    if company:
        args["account"] = company.text
    elif person is None and (foreign := unknown_company(r.within(r.lo, _told_from(r)))):
        args["account"] = foreign[0]
    elif person is None and (named := _customer_said(r)):
        args["account"] = named
    if person:
        args["contact"] = person.text if company else name_text(r, person, "contact")
    for code, pattern in _PRIORITY:
        if pattern.search(r.whole):
            args["priority"] = code
            break
    for code, pattern in _TYPE:
        if pattern.search(subject.casefold()) or (code == "complaint" and pattern.search(r.whole)):
            args["type"] = code
            break
    args["body"] = r.said[r.lo : r.hi].strip()
    return args


def _customer_said(r: Reading) -> str | None:
    """The customer as it was named though no record answers to it: a ticket without one would be nobody's."""
    for match in _CUSTOMER.finditer(r.said, r.lo, r.hi):
        group = next(g for g, v in match.groupdict().items() if v)
        start_, end = match.span(group)
        words = match[group].strip()
        taken = r.spans("names", "senses", "days", "periods", "money", "refs", "durations")
        if words.split()[0] in PLAIN_WORDS or any(s.start < end and start_ < s.end for s in taken):
            continue
        return words
    return None


def _told_from(r: Reading) -> int:
    """Where the trouble begins: what is named before it is the customer."""
    colon = re.search(r"[:：]\s*(?=\S)", r.text[r.lo : r.hi])
    return r.lo + colon.start() if colon else r.hi


def _subject(r: Reading) -> str:
    """What stands behind the colon or the customer's name, else all of it without "open a ticket for"."""
    colon = re.search(r"[:：]\s*(?=\S)", r.text[r.lo : r.hi])
    if colon:
        return r.piece(r.lo + colon.end(), r.hi)
    company = next((n for n in r.names if n.may_be("account", "contact")), None)
    if company:
        after = r.text[company.end : r.hi]
        rest = _REST.search(after)
        told = r.piece(company.end + rest.end(), r.hi) if rest and rest.start() < 14 else r.piece(company.end, r.hi)
        told = re.sub(r"^(?:'s |的|,|，|、|\s|has |that |because |since |about )+", "", told)
        told = _FILED_LATE.sub("", _FILED.sub("", told))
        told = _strip(told)
        if len(told) > 3:
            return told
    return _strip(_FILED_LATE.sub("", r.piece(r.lo, r.hi)))


_HASTE = re.compile(
    r"[,，;；\s]+(?:这个|事情|他们|客户)?(?:挺|很|比较|蛮|有点|非常|特别|超级?|万分|不)?(?:紧?急|着急|急用|加急|特急)(?:的|得很|哦|啊|呢)*(?=[,，。;；\s]|$)"
)
"""How pressing it is, said behind the trouble: it is the priority, no part of the subject."""


def _strip(words: str) -> str:
    match = _OPENER.match(words.casefold())
    words = words[match.end() :].strip(" ,，.。:：") if match else words
    calm = _HASTE.sub("", words)
    return calm if len(calm) > 3 else words
