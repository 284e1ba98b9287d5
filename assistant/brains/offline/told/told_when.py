"""When what a report tells of took place: not the day of a promise, of what is done once more, nor a weekday to come."""

import re
from dataclasses import replace

from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.pieces.values import moment_text
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.told.occasions import PAST_TENSE, WEEKDAY
from assistant.recognise.clock_only import clock_only
from assistant.recognise.days import DayValue
from assistant.recognise.spans import Span

_BY = re.compile(r"前$|^(?:by|before|until) ")
_HALF_A_YEAR = 183


def gone_by(r: Reading, region: Reading) -> Reading:
    """Without the weekday of what took place among the days to come: "Visit at Castellan on Wednesday, … showed me the kilns"."""
    begun = {d.start for d in region.past_days if d.value.day <= r.ask.today and WEEKDAY.fullmatch(d.text.casefold())}
    kept = [d for d in r.days if not (d.start in begun and d.value.day > r.ask.today)]
    return replace(r, days=kept) if len(kept) < len(r.days) and PAST_TENSE.search(r.whole) else r


def when_told(r: Reading, region: Reading) -> str | None:
    early = [d for d in region.past_days if d.value.day <= r.ask.today] or [
        d for d in r.past_days if d.value.day <= r.ask.today and d.start < region.hi + 16 and not of_future(r, d.start)
    ]
    early = [
        d for d in early if not _BY.search(d.text.casefold()) and not _long_ago(r, d) and not _another_time(r, d.start)
    ]
    if not early:
        return None
    day = early[0]
    clock = next((d for d in region.past_days if d.value.time and clock_only(d.text)), None)
    if clock is not None and clock.value.time and not day.value.time:
        return f"{day.value.day.isoformat()} {clock.value.time:%H:%M}"
    if clock is not None and (other := next((d for d in early if d is not clock and not d.value.time), None)):
        return f"{other.value.day.isoformat()} {clock.value.time:%H:%M}"
    if day.value.part and not day.value.time:
        return day.text
    return moment_text(day.value)


_AGAIN = re.compile(r"再|回头|晚点|另约|改天|(?<![a-z])(?:again|try|later|call back)(?![a-z])")


_OURS = re.compile(
    r"答应|承诺|我(?:们)?(?:说|会|要|得|再|争取|准备|打算|需要)|我(?:们)?(?:今晚|今天|明天|后天|晚点|稍后|下?周[一二三四五六日天]?)[^,，了过]{0,4}(?:发|给|寄|去|回|做|出|交|补|安排|打|送)(?!了|过)|(?<![a-z])(?:promised|i'll|we'll|i will|we will|agreed to|i owe|we owe|need to|have to|i'd)(?![a-z])"
)
"""What I am to do is still to come: 我答应周四去装."""


def _another_time(r: Reading, place: int) -> bool:
    """下午再打一次: when it is to be done once more, behind what was done."""
    clause = next((c for c in clauses(r) if c.lo <= place < c.hi), None)
    return clause is not None and clause.lo > r.lo and bool(_AGAIN.search(clause.whole) or _OURS.search(clause.whole))


def _long_ago(r: Reading, day: Span[DayValue]) -> bool:
    """A month and a day without a year, more than half a year back: one to come is meant, "the board meets on Dec 3"."""
    return (r.ask.today - day.value.day).days > _HALF_A_YEAR and not re.search(r"\d{4}", day.text)


def of_future(r: Reading, place: int) -> bool:
    clause = next((c for c in clauses(r) if c.lo <= place < c.hi), None)
    return clause is not None and any(d.value.day > r.ask.today for d in clause.days)
