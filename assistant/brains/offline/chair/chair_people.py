"""What people did, and the talk with one of them ahead: calls per rep last week, 陈晓本周做了什么, prep my 1:1 with Chen."""

import re
from typing import Any

from assistant.brains.offline.chair.chair_words import NOW
from assistant.brains.offline.chair.overviews import _along
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood, unread
from assistant.brains.offline.pieces.unused import unused
from assistant.brains.offline.pieces.whose import mine, ours
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, leads

KINDS = {
    "call": r"(?<![a-z])(?:phone )?call(?:s|ed|ing)?(?![a-z])|电话|通话", "meeting": r"(?<![a-z])(?:meetings?|met)(?![a-z])|会议|(?:开|的)会|开了?(?:多少|几)(?:次|个|场)?会|见面|会面",
    "visit": r"(?<![a-z])visit(?:s|ed|ing)?(?![a-z])|拜访|走访|上门", "email": r"(?<![a-z])e-?mail(?:s|ed)?(?![a-z])|邮件",
    "message": r"(?<![a-z])(?:messages?|wechats?)(?![a-z])|消息|微信", "note": r"(?<![a-z])notes?(?![a-z])|笔记",
    "task": r"(?<![a-z])(?:tasks?|to-?dos?)(?: \w+)? (?:done|completed|finished|closed)|(?:complet|finish|clos)\w* (?:\w+ )?(?:tasks?|to-?dos?)|tasks?|完成了?多少.{0,3}任务|任务",
}  # fmt: skip
_KINDS = {k: re.compile(v) for k, v in KINDS.items()}
_ACTIVITY = re.compile(
    r"(?<![a-z])(?:activit(?:y|ies)(?: (?:levels?|report|summary|stats|numbers|breakdown|counts?))?|touch ?points|outreach|how (?:active|busy))(?![a-z])|活动(?:量|情况|统计|数)?|跟进(?:量|情况|次数|统计)|工作量|行动量|活跃度?"
)
_DID = re.compile(
    r"(?<![a-z])what (?:has|have|did|was|were|is|are) .{1,40}? (?:been )?(?:doing|do|done|up to|working on|work on|achieve[d]?|accomplish(?:ed)?|get done|busy with)(?![a-z])|(?<![a-z])(?:how|what) did .{2,30} spend (?:his|her|their|the)"
    r"|(?:都)?(?:做|干|忙)(?:了|过|的)?(?:什么|啥|些什么|些啥|哪些(?:工作|事情?)?|的?(?:工作|事情?)有哪些)|在忙(?:什么|啥|些什么)|(?:的)?(?:工作|跟进|活动|行动)(?:情况|动态|汇总|统计|小结|总结)"
)
_EACH = re.compile(
    r"(?<![a-z])(?:per|by|for each|each|every|across) (?:the |of my |of the |of our )?(?:reps?|sellers?|sales ?(?:people|persons?|reps?)|persons?|people|team members?|owners?|colleagues?|head|everyone|one of (?:my|the|our) (?:reps|people))(?![a-z])|(?<![a-z])(?:each|every)(?: of (?:my|our|the))? (?:rep|reps|person|people|seller|team member)s?|(?<![a-z])everybody(?:'s)?|everyone(?:'s)?(?![a-z])"
    r"|每个?(?:人|销售|业务员|同事|组员|负责人)|各(?:个)?(?:销售|人|业务员|负责人|组员)|按(?:销售|人|负责人|业务员)|大家|人均"
)
_RANK = re.compile(
    r"(?<![a-z])(?:the most|most|rank(?:ing|ed)?|leader ?board|top|fewest|least|busiest|most active)(?![a-z])|最多|最少|排名|排行|最勤|最活跃|最忙"
)
_WHO = re.compile(
    r"(?<![a-z])(?:who|which (?:of (?:my|our|the) )?(?:reps?|sellers?|people|person|colleagues?)|rank)(?![a-z])|谁|哪个?(?:销售|人|业务员)|哪位|排名|排行"
)
_CUSTOMERS = re.compile(
    r"(?<![a-z])(?:customers?|accounts?|clients?|compan\w+|contacts?|deals?|leads?|tickets?|source|channel)(?![a-z])|哪[些家个]?客户|客户(?:投诉|排)|联系人|商机|线索|工单|单子"
)
_ONE = re.compile(
    r"(?<![a-z0-9])(?:1 ?[:-] ?1s?|1-?2-?1|1 ?[- ]?on[- ]?1s?|one[- ]?(?:on|to|2)[- ]?ones?|121|o3s?|(?:weekly |monthly )?(?:check[- ]?in|catch[- ]?up|sit[- ]?down|coaching session|performance talk|review talk))(?![a-z0-9])|一对一|1 ?对 ?1|１对１|一对1|单独(?:谈|聊|面谈)|绩效面谈|面谈|例行沟通"
)
_PREP = re.compile(
    r"(?<![a-z])(?:prep\w*|ready|brief\w*|agenda|talking points|talk about|discuss|bring up|raise|cover|ask|know|notes for|catch me up|before|ahead of|going into|for my|for our|cheat ?sheet|summary|help)(?![a-z])|准备|谈什么|聊什么|聊些什么|谈些什么|要点|提纲|议题|问什么|了解|材料|梳理|过一遍|之?前"
)
_MAKES = re.compile(
    r"(?<![a-z])(?:book|schedule|arrange|set up|put in|cancel|move|reschedule|postpone|had|just had|finished|remind|log|note down)(?![a-z])|约个?|安排(?!了什么)|预约|取消|改到|推迟|记一下|记录|提醒|刚(?:和|跟|与)|谈完|聊完"
)
_BETWEEN_ZH = re.compile(
    r"(?:和|跟|与|同|给)(?P<who>[\u3400-\u9fffA-Za-z .]{1,12}?)(?:的|做|有|要|进行|开|约了?)?(?:个|一个|一次)?(?:一对一|1 ?对 ?1|面谈|单独|绩效)"
)
_SAYS = re.compile(
    r"(?<![a-z])(?:my|our|the|with|for|at|on|me|us|i|we|have|has|had|got|get|this|what|should|want|need|to|can|you|please|quick|short|weekly|meeting|session|chat|talk|up|about|in|an|hour|today|tomorrow|afternoon|morning|minutes?|how|many|did|does|do|was|were|who|made|make|makes|logged|log|held|hold|show|numbers?|counts?|stats|so|far|been|team|reps?|report|summary|together|and|of|during|most|which|times?|since|recently|lately)(?![a-z])"
    r"|下午|上午|今天|明天|等会儿?|待会|马上|帮我|给我|我要?|有个?|先|一下|多少|次|几|打了?|开了?|做了?|完成|统计|看看?|情况|都|了|的|和|数量|量|频次|次数|最近|这|发了?|销售|人员|分别|各自|哪些|团队"
)


def one_to_one(r: Reading) -> Meant | None:
    """What to know before a one-to-one with a colleague."""
    found = _ONE.search(r.text, r.lo, r.hi)
    if not found or not _PREP.search(r.whole) or _MAKES.search(r.whole):
        return None
    named = next((n for n in r.names if n.may_be("user")), None)
    if (
        any(n.may_be("account", "contact", "deal", "lead") and not n.may_be("user", "team") for n in r.names)
        and named is None
    ):
        return None
    who = named.text if named is not None else None
    if who is None and (match := _BETWEEN_ZH.search(r.said, r.lo, r.hi)) is not None:
        who = match["who"].strip()
    if who is None:
        return None
    understood(r, _ONE, _PREP, _SAYS, re.compile(re.escape(who.casefold())))
    r.memo.setdefault("used", []).extend((s.start, s.end) for s in r.spans("days", "periods", "durations"))
    return Meant(0.99, (Call("brief", {"record": who, "shape": "one_to_one"}),))


def active(r: Reading) -> Meant | None:
    """What people did in a span of days, by person; a ranking only when one is asked for."""
    if any(not n.may_be("user", "team") for n in r.names) or r.money or r.refs or len(r.words()) > 24:
        return None
    if (silent := _silent(r)) is not None:
        return silent
    if _NONE.search(r.whole) or leads(r, "close", "mark", "set", "assign", "move") is not None:
        return None
    kinds = [k for k, p in _KINDS.items() if p.search(r.whole)]
    by_person = bool(_EACH.search(r.whole)) or _along(r) == "owner"
    ranked = bool(_RANK.search(r.whole) and _WHO.search(r.whole))
    whose = _whose(r)
    told = bool(_DID.search(r.whole)) and whose is not None and not (whose == "me" and not r.periods)
    busiest = ranked and bool(_BUSIEST.search(r.whole))
    acts = busiest or (bool(_ACTIVITY.search(r.whole)) and (by_person or ranked or whose is not None))
    if not (acts or told or (kinds and (by_person or ranked))):
        return None
    if (
        _CUSTOMERS.search(_KINDS["visit"].sub(" ", r.whole))
        or _AHEAD.search(r.whole)
        or not (asks(r) or len(r.words()) <= 14)
    ):
        return None
    spans = [p for p in r.periods if not NOW.fullmatch(r.text[p.start : p.end].strip())]
    if any(p.value.start and p.value.start > r.ask.today for p in spans) or (
        told and not spans and not acts and not _LATELY.search(r.whole)
    ):
        return None
    if kinds == ["task"] and not re.search(r"done|complet|finish|closed|完成", r.whole):
        return None
    args: dict[str, Any] = {}
    if spans:
        args["period"] = spans[0].text
    elif _LATELY.search(r.whole):
        args["period"] = "last 30 days"
        understood(r, _LATELY)
    if whose is not None:
        args["whose"] = whose
    if kinds:
        args["kinds"] = kinds
    if ranked:
        args["ranked"] = True
    if told and not kinds and not r.named("user"):
        args["rows"] = True  # what a team did is told one by one too, as one person's always is
    understood(r, _ACTIVITY, _DID, _EACH, _RANK, _WHO, _SAYS, *_KINDS.values())
    return Meant(0.99, (Call("team_activity", args),))


_LATELY = re.compile(r"(?<![a-z])(?:lately|recently|these days|of late)(?![a-z])|最近|近来|这阵子|这段时间|近期")


def _silent(r: Reading) -> Meant | None:
    """Who of the people here has nothing on record; which reps made no calls."""
    if not (_WHICH_PEOPLE.search(r.whole) and _SILENT.search(r.whole)) or _CUSTOMERS.search(r.whole):
        return None
    if _AHEAD.search(r.whole) or leads(r, "close", "mark", "set", "assign", "move", "remind") is not None:
        return None
    spans = [p for p in r.periods if not NOW.fullmatch(r.text[p.start : p.end].strip())]
    if any(p.value.start and p.value.start > r.ask.today for p in spans):
        return None
    args: dict[str, Any] = {"nothing": True}
    if spans:
        args["period"] = spans[0].text
    elif r.durations:
        args["period"] = f"过去{r.durations[0].text}" if r.zh else f"last {r.durations[0].text}"
        r.memo.setdefault("used", []).append((r.durations[0].start, r.durations[0].end))
    whose = _whose(r)
    if whose not in (None, "me"):
        args["whose"] = whose
    kinds = [k for k, p in _KINDS.items() if p.search(r.whole) and not (k == "note" and _WROTE.search(r.whole))]
    if kinds:
        args["kinds"] = kinds
    understood(r, _SILENT, _WHICH_PEOPLE, _ACTIVITY, _SAYS, _WROTE, *_KINDS.values())
    return Meant(0.99, (Call("team_activity", args),))


_WHICH_PEOPLE = re.compile(
    r"(?<![a-z])(?:who(?:'s|s)?|anyone|anybody|which (?:one )?(?:of )?(?:my |our |the )?(?:reps?|sellers?|people|person|colleagues?|sales ?(?:people|reps?|persons?)|guys|folks|team members?)|reps? (?:who|that|with(?:out)?)|nobody)(?![a-z])|谁|哪[个些几](?:销售|人|业务员|同事|组员)|哪[位几]位?|有没有(?:人|谁|销售)|有(?:谁|人)"
)
_SILENT = re.compile(
    r"(?<![a-z])(?:(?:has|have|had|did|does|do|is|are|was|were)(?:n't|nt| not) (?:\w+ ){0,2}?(?:log(?:ged)?|enter(?:ed)?|record(?:ed)?|(?:do|done)|made|make|call(?:ed)?|met|visit(?:ed)?|written|write|wrote|report(?:ed)?|touch(?:ed)?|active|been active|put|had|have|held|hold)|(?:logged|did|done|entered|recorded|made|wrote|had|has|have|with|reported|shows?|shown) (?:absolutely |literally )?(?:nothing|no (?:\w+ )?(?:activit\w+|calls?|meetings?|visits?|e-?mails?|notes?|entries|updates?)|zero (?:\w+))|without (?:any |a (?:single )?)?(?:activit\w+|calls?|meetings?|visits?|e-?mails?|notes?|entr\w+|updates?)|gone (?:quiet|silent|dark)|went (?:quiet|silent|dark)|been (?:quiet|silent|idle|inactive|slacking)|inactive|idle|slacking)(?![a-z])"
    r"|(?:没有?|没|未)(?:任何|写|打|做|记|录|录入|填|跑|开|拜访|跟进|动静|动作|活动|更新|联系|出去|提交|上报|登记).{0,10}|(?:一[个次条通家]|半[个条]).{0,6}(?:都|也)没有?|零(?:活动|跟进|拜访|电话)|摸鱼|偷懒|没动静|不动"
)
_WROTE = re.compile(r"写(?:跟进|记录|日志|拜访|笔记)?|跟进记录|记录|日志")


_NONE = re.compile(
    r"(?<![a-z])(?:no|without(?: any)?|any|lacking) (?:\w+ )?(?:activit\w+|calls?|meetings?|visits?|e-?mails?|notes?)(?![a-z])|(?:没有?|无|未)(?:任何)?(?:人)?(?:跟进|活动|联系|拜访|电话|会议)"
)
"""What lacks activity is a list of records, no count of what was done."""
_BUSIEST = re.compile(r"(?<![a-z])(?:busiest|most active|hardest working)(?![a-z])|最忙|最活跃|最勤")
_AHEAD = re.compile(
    r"(?<![a-z])(?:overdue|open|due|planned|upcoming|scheduled|next|tomorrow|plan(?:s|ning)? to|should|will|going to)(?![a-z])|逾期|未完成|待办|计划|明天|接下来|要做|该做|应该|打算|安排"
)


def _whose(r: Reading) -> str | None:
    named = next((n for n in r.names if n.may_be("user", "team")), None)
    if named is not None:
        return named.text
    if ours(r) or re.search(r"(?<![a-z])(?:(?:the|my|our) (?:whole )?)?team(?![a-z])|团队", r.whole):
        return "my team"
    if re.search(r"(?<![a-z])(?:we|us|everybody|everyone)(?![a-z])|大家|我们|咱们", r.whole):
        return "my team"
    return "me" if mine(r) or re.search(r"(?<![a-z])i(?![a-z])|我(?!们)", r.whole) else None


def people_exactly(r: Reading) -> Meant | None:
    """Such a question of which every word was made something of."""
    if leads(r, "remind", "log", "book", "delete", "assign", "import", "create") is not None:
        return None
    made = one_to_one(r) or active(r)
    return made if made is not None and not unread(r, made.calls) and not unused(r, made.calls) else None
