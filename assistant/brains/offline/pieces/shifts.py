"""By how much something moves: "back by a week", 往后推两周, "an hour earlier", 提前一个小时; as the text a day field takes."""

import re
from dataclasses import replace

from assistant.brains.offline.reading import Reading
from assistant.recognise.durations import Duration
from assistant.recognise.spans import Span
from crm_store.base import Kind

_LATER_BEFORE = re.compile(
    r"(?<![a-z])(?:(?:push|move|put|shift|set|slide|bump|slip|delay|postpone|defer|extend|prolong)(?:ed|s|es|ped|ping|ing)?(?: [^,.;]{0,60}?)?(?: back| out| off)?(?: by| for| another)?|(?:back|out|later|delayed|postponed|slips?|slipped)(?: by| for)?)(?: another| a further| about| some)? $"
    r"|(?:往后|向后|再?推迟|延后|推后|顺延|延期|推延|延长|晚|拖|延|往后推|后移|后推|押后|缓|推)(?:推|延|挪|移|拖|个)?(?:了|大概|大约|差不多|再)*$"
)
_EARLIER_BEFORE = re.compile(
    r"(?<![a-z])(?:(?:bring|pull|move|put|shift)(?:s|ed|ing)? (?:[^,.;]{0,60}? )?(?:forward|up|in|ahead|earlier)|earlier|sooner|ahead)(?: by)? $"
    r"|(?:提前|提早|往前|向前|早|前移)(?:提|挪|移|推|调|个)?(?:了|大概|大约|再)*$"
)
_LATER_AFTER = re.compile(r"\s*(?:later|back|after that|afterwards|further out|more)(?![a-z])|\s*(?:以?后|之后|再|晚)")
_EARLIER_AFTER = re.compile(r"\s*(?:earlier|sooner|before that|ahead|forward)(?![a-z])|\s*(?:以?前|之前)(?!的)")
_UNCLEAR = re.compile(r"(?<![a-z])(?:push|move)[^,.;]{0,60} forward(?: by)? $")
"""Forward in a calendar is later to some and earlier to others."""
_IN = re.compile(
    r"(?<![a-z])(?:in|within|after|for|every|last|next|past) (?:about |another )?$|过去|[最近](?:近)?$|每$"
)


def shift(r: Reading) -> tuple[str, Span[Duration]] | None:
    """(the move as "+2 weeks" or "-60 minutes", where it was said); None when nothing moves by a length."""
    for length in r.durations:
        before, after = r.before(length.start, 80), r.text[length.end : r.hi]
        if _UNCLEAR.search(before) or _IN.search(before[-16:]) or _late_already(r, length):
            continue
        if _EARLIER_BEFORE.search(before) or (_EARLIER_AFTER.match(after) and not _LATER_BEFORE.search(before[-6:])):
            return by_length("-", length.value), length
        if _LATER_AFTER.match(after) or _LATER_BEFORE.search(before):
            return by_length("+", length.value), length
    return None


_PAST_BEFORE = re.compile(
    r"(?<![a-z])(?:slipped|(?:been|was|were|got)(?: already| now)? (?:pushed|moved|postponed|delayed|dragging|put)|(?:has|have|had|'s|’s|'ve|’ve) (?:already |now |just )*(?:pushed|moved|postponed|delayed))(?: back| out)?(?: by| for)?(?: already)? $|(?<![a-z])(?:is|are|was|'s|’s|already|been|now|running) $"
    r"|(?:已经|都|早就|一直)[^，,]{0,6}$|(?:拖|晚|延期|逾期|超期|推迟|延误|耽误|超|过期|推|延|搁)了(?:快|有|整整|差不多|大概)?$"
)
_PAST_AFTER = re.compile(r"\s*(?:late|overdue|behind|past due|already)(?![a-z])|\s*(?:多)?了")
_TO_A_DAY = re.compile(
    r"(?<![a-z])(?:to|until|till|make it|(?:date|due)(?: is| now| on)?)(?: (?:the|next|on))? $|(?:到|至|成|为|在)\s*$"
)


def _late_already(r: Reading, length: Span[Duration]) -> bool:
    """拖了两天了，挪到下周一: how late it is by now, and then the day it goes to."""
    past = _PAST_BEFORE.search(r.before(length.start, 40)) or _PAST_AFTER.match(r.text[length.end : r.hi])
    return bool(past) and any(d.start >= length.end and _TO_A_DAY.search(r.before(d.start, 20)) for d in r.days)


def by_length(sign: str, length: Duration) -> str:
    """A move as a day field takes it: "+2 weeks"."""
    for unit, size in (("month", 43_200), ("week", 10_080), ("day", 1440), ("hour", 60)):
        whole = length.minutes // size
        if length.minutes % size == 0 and (unit == length.unit or unit not in ("month", "week")):
            return f"{sign}{whole} {unit}{'s' if whole != 1 else ''}"
    return f"{sign}{length.minutes} minutes"


def unshifted(r: Reading, said: Span[Duration]) -> Reading:
    """The message without the numbers and days that are but part of the length: "two weeks" are not two seats."""
    lo, hi = said.start, said.end

    def apart(start: int, end: int) -> bool:
        return end <= lo or hi <= start

    return replace(
        r,
        days=[d for d in r.days if apart(d.start, d.end)],
        past_days=[d for d in r.past_days if apart(d.start, d.end)],
        periods=[p for p in r.periods if apart(p.start, p.end)],
        numbers=[n for n in r.numbers if apart(n.start, n.end)],
        durations=[d for d in r.durations if apart(d.start, d.end)],
        memo={},
    )


_DAYS = {"deal": "expected_close_date", "task": "due_on", "activity": "starts_at", "ticket": "resolution_due"}


def day_field(r: Reading, entity: str) -> str | None:
    """The day of a record that is meant: the one called by name, else the one it goes by."""
    for _, sense in r.sensed("field", entity):
        if sense.spec.kind in (Kind.DAY, Kind.MOMENT) and sense.spec.editable:
            return sense.field
    return _DAYS.get(entity)
