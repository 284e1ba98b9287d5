"""When a booked appointment is: "when am I meeting Peter Gibb?", "what time is my call with Vera?", 我下周三跟宋思琪的会是几点."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import name_text
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import leads

_NOUN = r"(?:meeting|call|phone call|visit|appointment|demo|presentation|review|session|catch-?up|sync|lunch|coffee|dinner|breakfast|workshop|walkthrough|kick-?off|training|interview|slot|chat|talk)"
_DOING = r"(?:meeting|seeing|visiting|calling|ringing|phoning|reviewing|talking|speaking|having|presenting|demoing|showing|catching|going|joining|sitting|discussing|due|supposed|scheduled|booked|set|to (?:meet|see|visit|call|talk|speak|review|present|go|show|demo))"
_WHEN_EN = re.compile(
    rf"(?<![a-z])(?:when|what time|at what time|(?:on )?(?:which|what) day|how soon)(?: exactly| again)?(?:'s|'m|'re| is| are| am| do| will)? (?:(?:i|we) (?:\w+ )?{_DOING}|(?:i|we) (?:next )?(?:meet|see|visit|call|talk|speak)|(?:my|our|the|this|that|it|today's|tomorrow's|next|[a-z]+day's)(?: [a-z'-]+){{0,4}}? {_NOUN})(?![a-z])"
    rf"|(?<![a-z])(?:do|have) (?:i|we) (?:have |got )?(?:an? |any |another )(?:[a-z-]+ )?{_NOUN}s? (?:booked |planned |scheduled |coming up )*(?:with|at)(?![a-z])"
)
_ASKED_ZH = r"(?:什么时候|啥时候|何时|几点|几号|哪天|哪一天|什么时间|周几|星期几|礼拜几|多会儿)"
_MET_ZH = r"(?:会议?(?!员|计|不会)|见面|碰面|会面|见(?!过|了)|(?<![续签合违节大公特条契预])约(?!定|束)|拜访|电话|通话|演示|碰头|面谈|沟通|开会|聊|谈|评审|汇报|培训|安排)"
_WHEN_ZH = re.compile(
    rf"{_MET_ZH}.{{0,12}}?{_ASKED_ZH}|{_ASKED_ZH}.{{0,16}}?{_MET_ZH}|(?:有没有|有)(?:约|安排).{{0,8}}{_MET_ZH}?[吗没][?？]?$"
)
_PAST = re.compile(
    r"(?<![a-z])(?:did|was|were|last|had|has|have (?:i|we) (?:met|seen|called|spoken|talked|been)|ago|since|best|good|bad|can|could|should|may)(?![a-z])|上次|上回|最近一次|之前|过的?[?？]?$|[见聊谈打约开]过|了多久|多久|方便|合适|有空|应该|最好|能不能|可以"
)
_KINDS = (
    ("call", re.compile(r"(?<![a-z])(?:call|calling|phone|ring|phoning|ringing)(?![a-z])|电话|通话")),
    ("visit", re.compile(r"(?<![a-z])(?:visit|visiting)(?![a-z])|拜访")),
)


def appointed(r: Reading) -> Meant | None:
    """The appointments still ahead with whom a message names, the next one first."""
    if not (_WHEN_ZH if r.zh else _WHEN_EN).search(r.text, r.lo, r.hi) or _PAST.search(r.whole):
        return None
    if leads(r, "create", "remind", "log", "move", "cancel", "set") is not None or len(r.words()) > 30:
        return None
    with_whom = next((n for n in r.names if n.may_be("contact") and not n.may_be("user")), None) or next(
        (n for n in r.names if n.may_be("contact", "account", "lead", "deal")), None
    )
    if with_whom is None:
        return None
    entity = next(e for e in ("contact", "account", "deal", "lead") if with_whom.may_be(e))
    if entity == "lead":
        return None
    filters = [
        {"field": entity, "op": "=", "value": name_text(r, with_whom, entity)},
        {"field": "status", "op": "=", "value": "planned"},
    ]
    span = next((p for p in r.periods if p.value.start and p.value.start != p.value.end), None)
    if r.days and not (span is not None and span.start <= r.days[0].start and r.days[0].end <= span.end):
        filters.append({"field": "starts_at", "op": "=", "value": r.days[0].value.day.isoformat()})
    elif span is not None:
        filters.append({"field": "starts_at", "op": "=", "value": re.sub(r"^(?:in|during|over) ", "", span.text)})
    else:
        filters.append({"field": "starts_at", "op": ">=", "value": r.ask.today.isoformat()})
    kind = next((code for code, words in _KINDS if words.search(r.whole)), None)
    if kind:
        filters.append({"field": "kind", "op": "=", "value": kind})
    understood(r, re.compile(r".+"))
    args = {"entity": "activity", "filters": filters, "sort": "starts_at asc", "columns": ["starts_at"]}
    return Meant(1.3, (Call("find_records", args),), whole=True)
