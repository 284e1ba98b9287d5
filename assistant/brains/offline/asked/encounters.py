"""When customers were first spoken to, how long ago and how often, who was neglected, what is planned with whom: questions about contact, not records."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, LENGTH, Fit, Rule, fitting, rule

_NOUN = r"(?:the |our |my |customer |account |client |contact |guys at |people at |team at |folks at )*"
_WE = r"(?:we|i|you|anyone|anybody|somebody|someone|one of us|the team|us)"
_VERB = r"(?P<k>talk(?:ed)?|sp(?:eak|oke|oken)|met|meet|seen?|saw|call(?:ed)?|phoned?|ring|rang|rung|visit(?:ed)?|contact(?:ed)?|(?:been |get |got |were )?in touch|touch(?:ed)? base|hear(?:d)?|e-?mail(?:ed)?|mail(?:ed)?|wr(?:ite|ote|itten)|chat(?:ted)?)"
_TO = r"(?: (?:to|with|from|at|in on))?"
_WHEN = r"(?P<when>[¤¶])"
_VERB_ZH = r"(?P<k>联系|接触|沟通|交流|见面|见|碰面|开会|通话|打电话|拜访|走访|聊|说话|合作|认识|打交道)"
_WITH_ZH = r"(?:跟|和|与|同|给|去)?"
_KINDS = (
    ("meeting", re.compile(r"met|meet|se+n?|saw|见|碰面|开会|会")),
    ("call", re.compile(r"call|phone|ring|rang|rung|电话|通话")),
    ("visit", re.compile(r"visit|拜访|走访")),
    ("email", re.compile(r"mail|wr|邮件")),
)
_COUNTED = {
    "call": re.compile(r"call|电话|通话"),
    "meeting": re.compile(r"meeting|会|面|demo|演示"),
    "visit": re.compile(r"visit|拜访|走访|跑"),
    "email": re.compile(r"mail|邮件"),
}
_QUIET = "30 days"
"""How long "a while" is."""


def _kind(said: str) -> list[dict[str, str]]:
    found = next((kind for kind, words in _KINDS if words.match(said.casefold())), "")
    return [{"field": "kind", "op": "=", "value": found}] if found else []


def _of(fit: Fit) -> list[dict[str, str]] | None:
    entity = fit.type_of("x", "contact", "account", "deal")
    return [{"field": entity, "op": "=", "value": fit["x"]}] if entity else None


def _activities(fit: Fit, way: str) -> Meant | None:
    """The first or the last time, of the kind that was named."""
    of = _of(fit)
    if of is None:
        return None
    filters = [*_kind(fit["k"]), *of, {"field": "status", "op": "=", "value": "held"}]
    args = {"entity": "activity", "filters": filters, "sort": f"starts_at {way}", "limit": 1}
    return Meant(1.0, (Call("find_records", args),), whole=True)


def _first(fit: Fit) -> Meant | None:
    return _activities(fit, "asc")


def _last(fit: Fit) -> Meant | None:
    return _activities(fit, "desc")


def _often(fit: Fit) -> Meant | None:
    of = _of(fit)
    if of is None:
        return None
    filters = [*_kind(fit["k"]), *of]
    if "when" in fit:
        filters.append({"field": "starts_at", "op": "=", "value": fit["when"]})
    filters.append({"field": "status", "op": "=", "value": "held"})
    return Meant(1.0, (Call("find_records", {"entity": "activity", "filters": filters, "measure": "count"}),), whole=True)  # fmt: skip


def _made(fit: Fit) -> Meant | None:
    """How many calls did I make last week: mine, not everybody's."""
    kind = next((k for k, words in _COUNTED.items() if words.search(fit["n"].casefold())), "")
    if not kind:
        return None
    filters = [{"field": "kind", "op": "=", "value": kind}]
    who = fit["who"].casefold()
    if fit.type_of("who", "user"):
        filters.append({"field": "owner", "op": "=", "value": fit["who"]})
    elif who in ("i", "me", "我"):
        filters.append({"field": "owner", "op": "=", "value": "me"})
    elif "who" in fit and who not in ("we", "我们", "我们组", "大家", "us"):
        return None
    if "x" in fit and (of := _of(fit)) is not None:
        filters += of
    filters.append({"field": "status", "op": "!=", "value": "planned"})
    if "when" in fit:
        filters.append({"field": "starts_at", "op": "=", "value": fit["when"]})
    return Meant(1.0, (Call("find_records", {"entity": "activity", "filters": filters, "measure": "count"}),), whole=True)  # fmt: skip


def _neglected(fit: Fit) -> Meant | None:
    """Customers nobody was in touch with for so long, a month where only "a while" was said."""
    length = fit.length("long")
    days = length.days if length is not None else 0
    span = f"last {days} days" if days else f"last {_QUIET}"
    filters = [{"field": "activity.starts_at", "op": "!=", "value": span}, {"field": "owner", "op": "=", "value": "me"}]
    return Meant(1.0, (Call("find_records", {"entity": "account", "filters": filters}),), whole=True)


def _unplanned(fit: Fit) -> Meant | None:
    entity = "deal" if re.search(r"deal|opp|商机|单|项目", fit["n"].casefold()) else "contact" if re.search(r"contact|联系人", fit["n"].casefold()) else "account"  # fmt: skip
    filters = [{"field": "activity.status", "op": "!=", "value": "planned"}]
    if "my" in fit:
        filters.insert(0, {"field": "owner", "op": "=", "value": "me"})
    if entity == "deal":
        filters.append({"field": "stage.kind", "op": "=", "value": "open"})
    return Meant(1.0, (Call("find_records", {"entity": entity, "filters": filters}),), whole=True)


def _reached(fit: Fit) -> Meant | None:
    """The numbers or addresses of everybody at a customer."""
    if not fit.type_of("x", "account"):
        return None
    said = fit["f"].casefold()
    mail, phone = re.search(r"mail|邮", said), re.search(r"phone|number|电话|手机", said)
    columns = ["email"] if mail and not phone else ["phone"] if phone and not mail else ["phone", "email"]
    args = {"entity": "contact", "filters": [{"field": "account", "op": "=", "value": fit["x"]}], "columns": columns}
    return Meant(1.0, (Call("find_records", args),), whole=True)


def _waiting(fit: Fit) -> Meant | None:
    """What is not done for a customer: open tasks and open tickets."""
    entity = fit.type_of("x", "account", "contact", "deal")
    if not entity or entity == "deal":
        return None
    of = {"field": entity, "op": "=", "value": fit["x"]}
    todo = [of, {"field": "status", "op": "!=", "value": "done"}, {"field": "status", "op": "!=", "value": "cancelled"}]
    tickets = [of, {"field": "status", "op": "in", "value": "new, assigned, pending, waiting_customer"}]
    calls = [Call("find_records", {"entity": e, "filters": f}) for e, f in (("task", todo), ("ticket", tickets))]
    return Meant(1.0, tuple(calls), whole=True)


def _offered(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "account", "contact", "deal"):
        return None
    return Meant(1.0, (Call("recall_notes", {"query": fit.r.ask.text.strip(), "about": fit["x"]}),), whole=True)


def _said_by_all(fit: Fit) -> Meant | None:
    return Meant(1.0, (Call("recall_notes", {"query": fit.r.ask.text.strip()}),), whole=True)


_LONG = rf"(?:a while|a long time|ages|some time|a long while|forever|too long|quite a while|(?P<long>{LENGTH}))"
_CALLS = r"(?P<n>(?:phone |sales |customer |client )?(?:calls|meetings|visits|e-?mails|demos|phone calls))"
_CALLS_ZH = r"(?P<n>电话|会议|会|客户拜访|拜访|演示|邮件)"
_RULES: list[Rule] = [
    *rule(
        _first,
        rf"when did {_WE} (?:first|initially|originally) {_VERB}{_TO} {_NOUN}(?P<x>{ANY})",
        rf"when did {_WE} {_VERB}{_TO} {_NOUN}(?P<x>{ANY}) (?:for the first time|first)",
        rf"(?:when|what) was (?:our|the|my) (?:very )?(?:first|initial) (?P<k>contact|meeting|call|visit|conversation|e-?mail|touch) (?:with|to|at) {_NOUN}(?P<x>{ANY})",
        rf"(?:how|when) did (?:it|things|everything) (?:all )?(?P<k>start|begin) with {_NOUN}(?P<x>{ANY})",
        rf"(?:我们|我|咱们)?(?:是)?(?:第一次|最早|最初|首次|最开始)(?:是)?{_WITH_ZH}(?P<x>{ANY})(?:那边)?{_VERB_ZH}(?:的)?(?:是)?(?:在)?(?:什么时候|啥时候|哪天|何时|几号|哪年)(?:的)?",
        rf"(?:我们|我|咱们)?(?:是)?(?:什么时候|啥时候|何时|哪年)(?:第一次|开始|最早|首次)?{_WITH_ZH}(?P<x>{ANY})(?:那边)?(?:第一次|开始|首次){_VERB_ZH}(?:的)?",
        rf"(?:我们|我|咱们)?(?:是)?(?:什么时候|啥时候|何时|哪年)(?:第一次|开始|最早|首次){_WITH_ZH}(?P<x>{ANY})(?:那边)?{_VERB_ZH}(?:的)?",
        rf"(?:我们|我|咱们)?(?:第一次|首次|最早){_VERB_ZH}(?P<x>{ANY})(?:是)?(?:在)?(?:什么时候|啥时候|哪天|何时|几号)",
    ),
    *rule(
        _last,
        rf"how (?:long|many days|many weeks|much time) (?:(?:has it been|has passed|is it|it's been|ago) )?(?:since )?(?:(?:did|have|has) )?{_WE} (?:last )?{_VERB}{_TO} {_NOUN}(?P<x>{ANY})",
        rf"how long ago (?:did|have) {_WE} (?:last )?{_VERB}{_TO} {_NOUN}(?P<x>{ANY})",
        rf"how long (?:have|has) {_WE} not {_VERB}{_TO} {_NOUN}(?P<x>{ANY})",
        rf"(?:我们|我|咱们)?(?:已经|都)?(?:有)?(?:多久|多长时间|几天|多少天)(?:都)?(?:没有?|未){_WITH_ZH}(?P<x>{ANY})(?:那边)?{_VERB_ZH}(?:过)?(?:了)?",
        rf"(?:我们|我|咱们)?(?:已经|都)?(?:有)?(?:多久|多长时间|几天|多少天)(?:都)?(?:没有?|未){_VERB_ZH}(?:过)?(?P<x>{ANY})(?:那边)?(?:了)?",
        rf"(?P<x>{ANY})(?:那边)?(?:已经)?(?:有)?(?:多久|多长时间|几天|多少天)(?:都)?没(?:有)?(?:人)?(?P<k>联系|跟进|沟通|见面|拜访|打电话)(?:过)?了?",
    ),
    *rule(
        _often,
        rf"how (?:often|many times) (?:have|has|did|do|does) {_WE} {_VERB}{_TO} {_NOUN}(?P<x>{ANY})(?: (?:in |over |during |since |for )?{_WHEN})?(?: so far)?",
        rf"{_WHEN}?(?:我们|我|咱们)?{_WHEN.replace('when', 'when2')}?(?:一共|总共)?{_WITH_ZH}(?P<x>{ANY})(?:那边)?{_VERB_ZH}(?:过|了)?(?:几|多少)(?:次|回|通|场|趟)(?:面|会|电话)?",
        rf"{_WHEN}?(?:我们|我|咱们)?{_WHEN.replace('when', 'when2')}?(?:一共|总共)?(?P<k>见|联系|拜访|走访|接触)(?:过|了)?(?P<x>{ANY})(?:那边)?(?:几|多少)(?:次|回|面|趟)",
        rf"{_WHEN}?(?:我们|我|咱们)?{_WHEN.replace('when', 'when2')}?(?:一共|总共)?{_WITH_ZH}(?P<x>{ANY})(?:那边)?(?P<k>开|打|通|聊|见)(?:过|了)?(?:几|多少)(?:次|回|个|通|场)(?P<k2>会|电话|面)?",
    ),
    *rule(
        _made,
        rf"how many {_CALLS} (?:did|have|has) (?P<who>i|we|{ANY}) (?:make|made|have|had|do|done|hold|held|log(?:ged)?|send|sent|write|written|get|got|run|take|taken|attend(?:ed)?|book(?:ed)?)?(?: (?:with|to|at) {_NOUN}(?P<x>{ANY}))?(?: (?:in |over |during |on )?{_WHEN})?(?: so far)?",
        rf"(?:what|which) number of {_CALLS} (?:did|have) (?P<who>i|we|{ANY}) (?:make|have|do|done|made)(?: {_WHEN})?",
        rf"{_WHEN}?(?P<who>我们组|我们|我|大家|{ANY}){_WHEN.replace('when', 'when2')}?(?:一共|总共|都)?(?:打|开|做|跑|发|拜访|完成|有)(?:了|过)?(?:几|多少)(?:个|通|次|场|家|封|回|趟)?{_CALLS_ZH}(?:了)?",
    ),
    *rule(
        _neglected,
        rf"who(?: have|'ve)?(?: not|n't)? (?:have |had )?i(?:'ve)?(?: not)? (?:{_VERB}{_TO}|been ignoring|neglected|been neglecting|forgotten)(?: in| for)? {_LONG}",
        rf"who haven't i {_VERB}{_TO}(?: in| for)? {_LONG}",
        rf"who have i (?:not {_VERB}{_TO}(?: in| for)? {_LONG}|been (?:neglecting|ignoring)|neglected|lost touch with)",
        r"(?:which|what) (?:of my )?(?:customers|accounts|clients|companies) (?:have i|am i|did i) (?:been )?(?:neglect(?:ed|ing)?|ignor(?:ed|ing)|forgotten|lost touch with)",
        rf"(?:which|what) (?:of my )?(?:customers|accounts|clients|companies) (?:have|haven't|did) i (?:not )?{_VERB}{_TO}(?: in| for)? {_LONG}",
        rf"我?(?:有)?(?:好久|很久|挺久|太久)没{_VERB_ZH}(?:的)?(?:客户)?(?:有)?(?:哪些|谁|哪几家)(?:客户)?了?",
        rf"我?(?:有)?(?:哪些|谁|哪几家)(?:客户)?(?:我)?(?:已经)?(?:好久|很久|挺久|太久)没(?:有)?{_VERB_ZH}(?:过)?了?",
        r"我?(?:冷落|怠慢|忽略|疏忽)了(?:哪些|谁|哪几家)(?:客户)?",
    ),
    *rule(
        _unplanned,
        r"which (?:of )?(?P<my>my )?(?P<n>accounts|customers|clients|companies|deals|opportunities|contacts) (?:have|has|are there with) (?:nothing|no (?:meetings?|calls?|activit(?:y|ies)|appointments?|visits?|follow-?ups?)|no next (?:meeting|activity|appointment)) (?:planned|scheduled|booked|lined up|in the (?:calendar|diary)|on the (?:calendar|books)|coming up|set up|ahead)?",
        r"(?P<my>my )?(?P<n>accounts|customers|clients|companies|deals|opportunities|contacts) (?:with|without) (?:nothing|no (?:meetings?|calls?|activit(?:y|ies)|appointments?)|any(?:thing)?(?: meeting| call| activity)?) (?:planned|scheduled|booked|lined up|in the calendar|coming up)",
        r"(?P<my>我的?)?(?:有)?(?:哪些|哪几[个家])(?P<n>客户|商机|单子|联系人)(?:里)?(?:还)?(?:什么都没(?:有)?|什么也没(?:有)?|没有?(?:任何)?|还没有?)(?:安排|计划|约|排)(?:任何)?(?:活动|会议|会|跟进|拜访|电话)?(?:的)?",
        r"(?P<my>我的?)?(?:有)?(?:哪些|哪几[个家])(?P<n>客户|商机|单子|联系人)(?:后面|接下来|之后)?没有?(?:任何)?(?:安排|计划)(?:了)?(?:的)?(?:活动|会议|会|跟进)?",
        r"没有?(?:任何)?(?:安排|计划)(?:任何)?(?:活动|会议|会|跟进)?的(?P<n>客户|商机|单子|联系人)(?:有?哪些)?",
    ),
    *rule(
        _reached,
        rf"(?:(?:give|show|send|list|get|tell)(?: me)? |what(?:'s| is| are) |i need |pull up )?(?:all )?(?:of )?(?:the )?(?P<f>(?:phone|mobile|cell|contact|e-?mail|mail)? ?(?:numbers?|phones|e-?mails?|addresses|details|data)(?: (?:and|&) (?:e-?mails?|addresses|phone numbers))?) (?:of|for) (?:everyone|everybody|all(?: of)?(?: the| our)?(?: contacts| people)?|the (?:contacts|people|team|guys|folks)|our contacts|each contact|anyone we know|people|contacts) (?:at|from|in|over at) {_NOUN}(?P<x>{ANY})",
        rf"(?:把|给我|列出|列一下|发我|查一下)?(?P<x>{ANY})(?:那边)?(?:的)?(?:所有|全部|每个|各个|几个)?(?:的)?(?:人|联系人|大家)(?:的)?(?P<f>电话|手机号?|邮箱|联系方式|电话和邮箱)(?:都)?(?:给我|发我|发我一下|列一下|列出来|有哪些|是多少)?",
    ),
    *rule(
        _waiting,
        rf"what(?:'s| is)(?: still)? (?:outstanding|pending|unresolved|left to do|to be done|undone|hanging|still open|open)(?: (?:with|at|for|on|over at)) {_NOUN}(?P<x>{ANY})",
        rf"what (?:do|does) (?:we|i) (?:still )?(?:owe|have to do for|need to do for) {_NOUN}(?P<x>{ANY})",
        rf"(?P<x>{ANY})(?:那边|这边)?(?:的)?(?:还)?(?:有)?(?:什么|哪些|啥)(?:事|事情|东西)?(?:还)?没(?:有)?(?:处理|办|解决|做|完成|搞定|弄|了结)(?:完|掉|好)?(?:的|了)?",
        rf"(?P<x>{ANY})(?:那边|这边)?(?:还)?有(?:什么|哪些|啥)(?:未完成|未处理|待办|没做完|遗留|没了结)的?(?:事|事情|事项|问题)?",
    ),
    *rule(
        _offered,
        rf"(?:what|which) (?:discounts?|prices?|terms|rebates?|conditions|offers?|concessions?) (?:did|have|do) {_WE} (?:give|given|offer(?:ed)?|quote(?:d)?|grant(?:ed)?|promise(?:d)?|agree(?:d)?(?: (?:with|on with|to))?)(?: (?:to|with|for))? {_NOUN}(?P<x>{ANY})",
        rf"(?:我们|我|之前|上次)*(?:给|跟|和){_NOUN}?(?P<x>{ANY})(?:那边)?(?:的)?(?:打|报|谈|给|承诺|答应)(?:了|过|的)?(?:几折|多少折扣|多少钱|什么(?:价|价格|条件|折扣|优惠)|多少价|哪些条件)(?:来着)?",
    ),
    *rule(
        _said_by_all,
        r"what (?:are|do|have|did) (?:people|customers|clients|our customers|everyone|they all|prospects|buyers)(?: been)? (?:say(?:ing)?|said|think(?:ing)?|complain(?:ing)?|tell(?:ing)? us|asking)(?: about| of| for)? (?!us$).+",
        r"(?:我们的?)?(?:客户|大家|他们)(?:们)?(?:都|一般|普遍)?(?:是)?(?:怎么(?:说|看|评价|想)|说(?:了)?(?:些)?什么关于)(?:我们的?)?.{2,12}(?:的)?",
        r"(?:我们的?)?(?:客户|大家)(?:们)?(?:都|一般|普遍)?(?:对|关于).{2,12}(?:都)?(?:有)?(?:怎么(?:说|看|评价)|什么(?:看法|意见|反馈|抱怨))(?:的)?",
    ),
]  # fmt: skip


def encounters(r: Reading) -> Meant | None:
    """When did we first talk to Acme; how often have we met Globex this year; 哪些客户好久没联系了."""
    return fitting(r, _RULES)
