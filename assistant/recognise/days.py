"""Days and times people name, resolved against the asker's today.

Weeks start on Monday. "Next Tuesday" and 下周二 are the Tuesday of the next calendar week whenever they are said; a bare
weekday is the coming one, never today, or with `past` the latest one, today included. A date without a year is the coming one,
today included, or with `past` the latest. "Last Friday" is the latest before today, 上周五 that of last calendar week.
"Dec 1 at 3" is 15:00, marked `guessed`. A clock time alone is today's.
"""

import re
from datetime import date, datetime

from assistant.recognise.day_groups import DayGroup, day_groups
from assistant.recognise.day_value import DayValue, Impossible
from assistant.recognise.frame import Frame, frame
from assistant.recognise.spans import Span

__all__ = ["DayValue", "Impossible", "days", "impossible", "parse_day"]


def days(
    text: str, today: date, *, past: bool = False, now: datetime | None = None, fiscal_year_start: int = 1
) -> list[Span[DayValue]]:
    """Find the days and times in a text, in order; impossible ones are left to `impossible`.

    Args:
        text: what was said.
        today: the day in the person's zone.
        past: the sentence tells what happened, so bare weekdays and dates look back.
        now: the moment in the person's zone; without it "in 2 hours" is not understood.
        fiscal_year_start: first month of the fiscal year, for ends of quarters.
    """
    at = frame(text, today, past=past, fiscal_year_start=fiscal_year_start, now=now)
    return [
        at.normal.back(Span(group.start, group.end, group.text, group.value.value))
        for group in day_groups(at)
        if isinstance(group.value.value, DayValue)
    ]


def impossible(text: str, today: date, *, past: bool = False) -> list[Span[Impossible]]:
    """Find what looks like a day or time and is none ("Feb 30", 25:00, a Tuesday that is a Wednesday), with the reason."""
    at = frame(text, today, past=past)
    return [span for group in day_groups(at) if (span := _impossible(group, at))]


def parse_day(
    text: str, today: date, *, past: bool = False, now: datetime | None = None, fiscal_year_start: int = 1
) -> DayValue | Impossible | None:
    """Read a whole string as one day, small words before it aside ("on Friday", "by 15 Dec"); None when it is none."""
    stripped = text.strip().strip(".,;!?。，；！？")
    if re.fullmatch(r"(?:19|20)\d{6}", stripped):
        stripped = f"{stripped[:4]}-{stripped[4:6]}-{stripped[6:]}"  # too like a number to be read inside a sentence
    at = frame(stripped, today, past=past, fiscal_year_start=fiscal_year_start, now=now)
    groups = day_groups(at)
    if len(groups) != 1:
        return None
    around = at.text[: groups[0].start].strip() + "|" + at.text[groups[0].end :].strip(" )")
    return groups[0].value.value if around in _SMALL else None


_SMALL = frozenset(
    {
        f"{before}|{after}"
        for before in ("", "on", "by", "at", "due", "the", "on the", "在", "于", "到")
        for after in ("", "前", "之前", "的")
    }
)


def _impossible(group: Span[DayGroup], at: Frame) -> Span[Impossible] | None:
    if not isinstance(group.value.value, Impossible):
        return None
    found = at.normal.back(Span(group.start, group.end, group.text, group.value.value))
    return Span(
        found.start, found.end, found.text, Impossible(found.text, found.value.reason_en, found.value.reason_zh)
    )
