"""Questions about how something stood on a day gone by: the day, and the question without it."""

import re
from datetime import date

from assistant.brains.offline.asked.wishes import then
from assistant.brains.offline.chair.chair_moves import as_of as chair_as_of
from assistant.brains.offline.names.subjects import subjects
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_MARK = {
    False: re.compile(
        r"(?<![a-z])as (?:of|at|it (?:was|stood|looked)|they (?:were|stood|looked))(?: (?:on|at|in|back (?:on|in)))?(?![a-z])"
        r"|(?<![a-z])(?:look(?:ed)?(?: like)?|stood|stand)(?: like)?(?: back)?(?: (?:on|at|in|by|as of))?(?![a-z])|(?<![a-z])(?:state|snapshot|picture|view|version) (?:of .{2,40} )?(?:on|at|from|as of|back (?:on|in))(?![a-z])|(?<![a-z])go(?:ing)? back to(?![a-z])"
    ),
    True: re.compile(
        r"截至|截止(?:到|至|(?=[0-9上去昨前]))|当时|那时|时点|快照|(?:时|日|号|天|末|底|初|前|周|月)(?:候)?的?(?:样子|状态|状况|面貌|情形|版本|情况)|(?:是|长|成)?(?:什么|啥|怎[么样]?)样(?:子|的)?|回到"
    ),
}  # fmt: skip
_LOOKED = {
    False: re.compile(r"(?<![a-z])(?:look(?:ed)?|stood|state|snapshot|picture|version|view)(?![a-z])"),
    True: re.compile(r"样|状[态况]|情[形况]|快照|版本|面貌"),
}
_FUNNEL = re.compile(r"(?<![a-z])(?:pipeline|funnel)(?![a-z])|管道|漏斗|盘子")
_NOT = re.compile(
    r"(?<![a-z])(?:since|look(?:ing)? (?:for|at|forward)|looks|changed?|changes|history|plan|planned|forecast|due|closing)(?![a-z])|以来|变化|预测|实际|差多|变更|修改|历史|将|会怎样|预计"
)
_EDGE = re.compile(r"[\s,.;:?!]*(?:on|at|in|by|from|back|like|did|as of|as at|the end of)?[\s,.;:?!]*$")


def as_of(r: Reading) -> tuple[str, str, Call | None] | None:
    """(day, the question without it, the whole call when it asks how something looked); None when no such day is meant."""
    mark = _MARK[r.zh].search(r.whole)
    place = _day(r) or (_day_ahead(r) if mark and _GONE[r.zh].search(r.whole) else None)
    if place is None or _NOT.search(r.whole):
        return None
    start, end, day = place
    if mark is None:
        if then(r):
            return day.isoformat(), "", _pipeline(r)
        return (day.isoformat(), _without(r, start, end), None) if _one_field(r, start, end) else None
    marks = [m for m in _MARK[r.zh].finditer(r.whole) if re.match(r"as |截|当时|那时", m[0])]
    looked = _LOOKED[r.zh].search(r.whole)
    named = [
        s for s in subjects(r, "deal", "account", "contact", "lead", "ticket", "task") if not (start <= s.start < end)
    ]
    if looked and (named or not marks):
        if named:
            return day.isoformat(), "", Call("show_record", {"record": named[0].text})
        if _FUNNEL.search(r.whole):
            return day.isoformat(), _without(r, start, end), _pipeline(r)
        if not marks:
            return None
    if _FUNNEL.search(r.whole) and not named:
        return day.isoformat(), "", _pipeline(r)
    return day.isoformat(), _without(r, start, end), None


def _one_field(r: Reading, start: int, end: int) -> bool:
    """Whether a field of one record is asked for as it was on that day: "what was the amount of D-12 on October 1"."""
    fields = [h for h, s in r.sensed("field") if not start <= h.start < end]
    named = [
        s for s in subjects(r, "deal", "account", "contact", "lead", "ticket", "task") if not start <= s.start < end
    ]
    return (
        len(named) == 1
        and bool(_FIELDS.search(r.whole))
        and (bool(fields) or not r.zh)
        and bool(_WAS[r.zh].search(r.whole))
    )


_FIELDS = re.compile(
    r"(?<![a-z])(?:amount|worth|value|stage|owner|owned|probability|close date|forecast|status|level|priority)(?![a-z])|金额|阶段|负责人|概率|成交日|状态|级别|优先级|多少钱"
)
_WAS = {
    False: re.compile(
        r"^(?:so |and |ok |tell me )*(?:what|which|who|how much|in which|at what)(?:'s)? .*(?:was|were|owned|did|had|stood)(?![a-z])|^(?:what|who|which) (?:was|were|owned)"
    ),
    True: re.compile(r"多少|什么|哪|谁|几|[?？]$"),
}


def _day(r: Reading) -> tuple[int, int, date] | None:
    """The last day gone by, or the end of a period gone by."""
    today = r.ask.today
    for span in reversed(r.past_days):
        if span.value.day < today:
            return span.start, span.end, span.value.day
    for period in reversed(r.periods):
        if period.value.end is not None and period.value.end < today:
            return period.start, period.end, period.value.end
    return None


def _day_ahead(r: Reading) -> tuple[int, int, date] | None:
    """A day to come where one gone by was spoken of: handed on, so that the answer says so instead of telling today's."""
    span = next((d for d in r.days if d.value.day > r.ask.today), None)
    return (span.start, span.end, span.value.day) if span else None


_GONE = {
    False: re.compile(r"(?<![a-z])(?:did|was|were|looked|stood|as of|as at)(?![a-z])"),
    True: re.compile("截[至止]|当时|那时|快照|样"),
}
"""Words that speak of what is over."""


def _pipeline(r: Reading) -> Call:
    """The pipeline with everything said about whose, when and by what; the caller sets the day."""
    meant = chair_as_of(r)
    return meant.calls[0] if meant is not None else Call("pipeline_summary", _whose(r))


def _whose(r: Reading) -> dict[str, str]:
    person = next((n.text for n in r.names if n.may_be("user", "team")), None)
    if person:
        return {"whose": person}
    return {"whose": "me"} if re.search(r"(?<![a-z])my (?!team)|我的?(?!们|团队)", r.whole) else {}


def _without(r: Reading, start: int, end: int) -> str:
    """The message without the day and the words that lead to it."""
    before, after = r.said[r.lo : start], r.said[end : r.hi]
    for pattern in (_MARK[r.zh],):
        cut = next((m for m in pattern.finditer(r.text, r.lo, start) if m.end() >= start - 14), None)
        if cut is not None:
            before = r.said[r.lo : cut.start()]
    before = before[: len(before) - len(_EDGE.search(before)[0])] if _EDGE.search(before) else before  # type: ignore[index]
    after = re.sub(r"^(?:时候?|那天|当天|为止|止|日|的)?[，,、 ]*", "", after)
    return f"{before} {after}".strip(" ,，、") if not r.zh else f"{before}{after}".strip(" ,，、")
