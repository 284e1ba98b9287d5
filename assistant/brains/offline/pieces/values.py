"""Values for fields: which typed piece of a clause a field takes, as the text a tool reads."""

import re
from collections.abc import Iterable
from datetime import time, timedelta

from assistant.brains.offline.pieces.amounts import said
from assistant.brains.offline.reading import Reading
from assistant.recognise.days import DayValue
from assistant.recognise.spans import Span
from crm_store.base import FieldSpec, Kind
from crm_store.values import plain

PARTS = {"morning": time(9), "noon": time(12), "afternoon": time(14), "evening": time(18), "end": time(18)}
"""The clock time a part of the day stands for when something is booked."""

_LEAD = re.compile(
    r"^(?:[\s:=,]|deal(?= (?:to|is)(?![a-z])|:)|(?:to|is|are|as|now|of|at|for|be|was|being|should be|will be|into|on|by|the|a|an|equals|becomes|became|set to|changed to|goes to|go to)(?![a-z'])|现在是|现在|已经|改成|改为|改到|变成|变为|更新为|更新成|调整为|调整到|设为|设成|设置为|换成|是|为|到|成|填|叫|给|的|从)*"
)
_END = re.compile(
    r"[;\n!?]|\.(?=\s|$|[\u3400-\u9fff])|,|(?<![a-z])(?:and|but|with|then)(?![a-z])|然后|另外|并且?|同时|还有|顺便"
)
_WECHAT = re.compile(r"(?<![A-Za-z0-9@.])(?P<id>[A-Za-z][A-Za-z0-9_-]{5,19}|1[3-9]\d{9})(?![A-Za-z0-9_@.-])")
"""A WeChat id has 6 to 20 letters, digits, _ and -, a letter first (WeChat's own rule); a mobile number finds a person too."""
_GIVEN = re.compile(r"(?:[:=：]|(?<![a-z])(?:is|to|now|id)(?![a-z])|是|为|改|换|号|叫)")
_NO = re.compile(r"(?<![a-z])(?:no|not|false|off|isn't|doesn't|remove|again)(?![a-z])|不|没|取消|否")


def moment_text(value: DayValue) -> str:
    """A day and its clock time as ISO 8601 text; the day alone when no time was said."""
    return f"{value.day.isoformat()} {value.time:%H:%M}" if value.time else value.day.isoformat()


def booked(value: DayValue, minutes: int | None) -> tuple[str, str | None]:
    """(start, end) of an appointment; a part of the day gives the clock time, a day alone none."""
    from datetime import datetime

    clock = value.time or (PARTS[value.part] if value.part else None)
    if clock is None:
        return value.day.isoformat(), None
    begins = datetime.combine(value.day, clock)
    ends = (
        datetime.combine(value.day, value.until)
        if value.until
        else begins + timedelta(minutes=minutes)
        if minutes
        else None
    )
    return f"{begins:%Y-%m-%d %H:%M}", f"{ends:%Y-%m-%d %H:%M}" if ends else None


def value_after(r: Reading, spec: FieldSpec, place: int, stop: int) -> tuple[str, int] | None:
    """The value a field takes between two places, and where it ends."""
    if spec.kind is Kind.MONEY:
        return _first(((s, said(s.value)) for s in r.money), place, stop) or _first(
            ((s, said(s.value)) for s in r.numbers), place, stop
        )
    if spec.kind in (Kind.DAY, Kind.MOMENT):
        return _first(
            ((s, moment_text(s.value) if spec.kind is Kind.MOMENT else s.value.day.isoformat()) for s in r.days),
            place,
            stop,
        ) or _first(((s, s.value.end.isoformat()) for s in r.periods if s.value.end), place, stop)
    if spec.kind in (Kind.INT, Kind.NUMBER):
        return _first(((s, f"{plain(s.value.points)}%") for s in r.percents), place, stop) or _first(
            ((s, plain(s.value)) for s in r.numbers), place, stop
        )
    if spec.kind is Kind.CHOICE:
        for hit, sense in r.sensed("choice"):
            if (
                sense.field == spec.name
                and sense.spec.choices is spec.choices
                and place <= hit.start
                and hit.end <= stop
            ):
                return sense.code, hit.end
        if (
            re.match(r"(?: ?[:=]| (?:to|as|is)(?![a-z])|.{0,3}(?:改|设|调|为|成))", r.text[place:stop])
            and (words := _words(r, place, stop))
            and len(words[0]) <= 24
        ):
            return words
        return None
    if spec.kind in (Kind.REF, Kind.REFS):
        for name in r.names:
            if name.may_be(spec.to) and place <= name.start and name.end <= stop:
                return name.text, name.end
        if spec.to == "stage" and (ended := _ending(r, place, stop)) is not None:
            return ended
        if spec.to == "user" and (me := re.match(r"[^a-z]*(?:me|myself|我自己|我)(?![a-z们])", r.text[place:stop])):
            return "me", place + me.end()
        return _words(r, place, stop) if spec.to in ("stage", "user", "account") else None
    if spec.kind is Kind.BOOL:
        return ("false" if _NO.search(r.text[max(r.lo, place - 20) : stop]) else "true"), place
    if spec.name == "email":
        return next(((r.said[a:b], b) for a, b in r.emails if place <= a and b <= stop), None)
    if spec.name in ("phone",):
        return next(((r.said[a:b], b) for a, b in r.phones if place <= a and b <= stop), None)
    if spec.name == "wechat":
        found = _WECHAT.search(r.said, place, stop)
        if found is None or found.start("id") - place >= 16 or _is_name(r, *found.span("id")):
            return None
        given = re.search(r"[\d_-]", found["id"]) or _GIVEN.search(r.text[place : found.start("id")])
        return (found["id"], found.end()) if given else None
    return _words(r, place, stop)


def _ending(r: Reading, place: int, stop: int) -> tuple[str, int] | None:
    """Won, lost and on hold are said as kinds of stages."""
    for hit, sense in r.sensed("choice", "deal"):
        if sense.field == "stage.kind" and sense.code in ("won", "lost", "on_hold") and place <= hit.start < stop:
            return {"on_hold": "on hold"}.get(sense.code, sense.code), hit.end
    return None


def _first(spans: Iterable[tuple[Span[object], str]], place: int, stop: int) -> tuple[str, int] | None:
    return next(((text, s.end) for s, text in spans if place <= s.start and s.end <= stop), None)


def _words(r: Reading, place: int, stop: int) -> tuple[str, int] | None:
    """The quoted words, or all words up to the end of the clause, without "to", "is", 改成 before them."""
    for a, b in r.quoted:
        if place <= a and b <= stop:
            return r.said[a + 1 : b - 1], b
    begin = place
    while (led := _LEAD.match(r.text[begin:stop])) and led.end():
        begin += led.end()
    ends = next((m.start() for m in _END.finditer(r.text, begin, stop) if not _inside(r, m.start())), stop)
    value = r.piece(begin, ends)
    return (value, ends) if value else None


def _is_name(r: Reading, start: int, end: int) -> bool:
    """Whether a name covers these places; one that is but a part of an id is none."""
    return any(n.start <= start and end <= n.end for n in r.names)


def _inside(r: Reading, place: int) -> bool:
    return any(n.start <= place < n.end for n in r.names)
