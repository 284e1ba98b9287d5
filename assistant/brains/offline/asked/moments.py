"""Moments: when somebody may be rung (the notes tell), and whether two appointments clash or one is free (the day tells)."""

import re

from assistant.brains.offline.chair.overviews import day_call
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import subject
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, leads

_REACH = r"(?:call|ring|phone|reach|contact|catch|speak|talk|visit|see|meet|bother|disturb|get (?:hold|through)|drop (?:by|in)|come by|be (?:called|reached|disturbed))"
_RIGHT_TIME = re.compile(
    rf"(?<![a-z])(?:good|bad|best|worst|right|wrong|convenient|inconvenient|suitable|better|worse) (?:time|moment|day|hour)s?(?![a-z]).{{0,40}}(?<![a-z]){_REACH}(?![a-z])"
    rf"|(?<![a-z])(?:when|what time|which day)(?: (?:is|are|would|will|does|do|can|could|should|shall|may|must|had) )(?:(?!last|next meeting).){{0,30}}?(?:(?<![a-z])(?:not|never|best|better|rather|reachable|available|contactable)(?![a-z])|n't).{{0,24}}(?:{_REACH}|$)"
    rf"|(?<![a-z])(?:when|what time) (?:can|may|should|could) (?:i|we) (?:best )?(?:call|ring|phone|reach|catch|disturb)(?![a-z])"
    r"|(?:什么时候|何时|几点|啥时候|哪天|什么时间|哪个时间).{0,10}(?:方便|合适|不便|不合适|不宜|最好找|好找|有空|能接|接电话|联系得上|打扰|不能打|别打|不要打|能打|适合)|(?:方便|合适|适合|不便|不宜).{0,8}(?:什么时候|几点|何时|哪天)"
)
_PAST = re.compile(r"(?<![a-z])(?:did|last|was|were|had)(?![a-z])|上次|上回|最近一次|过的")
_CLASH = re.compile(
    r"(?<![a-z])(?:clash\w*|double[- ]?book\w*|overlap\w*|conflict(?:s|ing)?|collid\w+|collision)(?![a-z])|撞(?:在一?[起块]|[了车期]|上|一[起块])?|冲突|重叠|重[了合]|打架"
)
_FREE = re.compile(
    r"(?<![a-z])(?:am i|are we|do i|do we|is (?:my|our)|have i|have we|when am i)(?: \w+){0,3}? (?:free|available|busy|booked|time|slot|gap|anything (?:on|planned|scheduled))(?![a-z])|(?:有没有空|有空|空闲|空着|有时间|有没有时间|得闲|忙不忙|排满)"
)
_MEETS = re.compile(r"(?<![a-z])(?:appointments?|meetings?|calendar|diary|schedule)(?![a-z])|安排|会|日程|约")


def moment(r: Reading) -> Meant | None:
    """ "When is a bad moment to ring Klara?" from the notes; "am I double-booked on Monday?" from the day."""
    if leads(r, "create", "remind", "book", "move", "set", "log", "cancel") is not None:
        return None
    if _RIGHT_TIME.search(r.whole) and asks(r) and not _PAST.search(r.whole) and not r.days:
        about = subject(r, "contact", "account", "lead")
        if about is not None:
            args = {"query": r.said[r.lo : r.hi].strip(" ?？。."), "about": about.text}
            return Meant(0.98, (Call("recall_notes", args),))
    return _clash(r)


def _clash(r: Reading) -> Meant | None:
    """The meetings of the day or the time in which two may clash."""
    clash = _CLASH.search(r.whole)
    if not (clash or _FREE.search(r.whole)) or any(n.may_be("account", "contact", "deal") for n in r.names):
        return None
    if not (asks(r) or clash) or not (r.days or r.periods) or (clash and not (asks(r) or _MEETS.search(r.whole))):
        return None
    understood(r, _CLASH, _FREE, _MEETS)
    wide = [(p.start, p.end) for p in r.periods if p.value.start != p.value.end]
    if any(not any(a <= d.start and d.end <= b for a, b in wide) for d in r.days):
        return Meant(0.97, (day_call(r),))
    span = next((p for p in r.periods if p.value.start), None)
    if span is None:
        return None
    if span.value.start == span.value.end and span.value.start is not None:
        day = {"day": span.value.start.isoformat()} if span.value.start != r.ask.today else {}
        return Meant(0.97, (Call("my_day", day),))
    filters = [
        {"field": "owner", "op": "=", "value": "me"},
        {"field": "status", "op": "=", "value": "planned"},
        {"field": "starts_at", "op": "=", "value": span.text},
    ]
    args = {"entity": "activity", "filters": filters, "sort": "starts_at asc", "limit": 50}
    return Meant(0.96, (Call("find_records", args),))
