"""The period to hold another one against: the one before it, or the same one a year earlier; and how far the present one has run."""

from datetime import date, timedelta
from typing import Literal

from assistant.recognise import period_value as make
from assistant.recognise.calendar import Unit, fiscal_year, month_end, shift
from assistant.recognise.period_value import Period

Base = Literal["previous", "year_before"]
_UNITS: dict[str, Unit] = {"month": "month", "quarter": "quarter", "year": "year", "week": "week", "day": "day"}


def earlier(period: Period, base: Base, fiscal_year_start: int = 1) -> Period | None:
    """The like period before this one or a year before it; None when it has no first or no last day.

    A rolling span, or one from a day on, is held against as many days right before it.
    """
    first, last = period.start, period.end
    if first is None or last is None:
        return None
    if base == "previous" and period.kind not in _UNITS and period.kind != "half":
        length = last - first
        return make.between(first - length - timedelta(days=1), first - timedelta(days=1))
    if period.kind == "half":
        start = shift(first, -12 if base == "year_before" else -6, "month")
        starts = fiscal_year_start if (start.month - fiscal_year_start) % 6 == 0 else 1
        return make.half(fiscal_year(start, starts), 1 if start.month == starts else 2, starts)
    if base == "year_before" and period.kind in ("month", "quarter", "year"):
        return _like(period, shift(first, -1, "year"), fiscal_year_start)
    if base == "year_before":
        return make.between(shift(first, -1, "year"), shift(last, -1, "year"))
    return _like(period, shift(first, -1, _UNITS[period.kind]), fiscal_year_start)


def _like(period: Period, first: date, fiscal_year_start: int) -> Period:
    """The period of the same kind that opens on `first`."""
    if period.kind == "month":
        return make.month(first)
    if period.kind == "quarter":
        return make.quarter(first, fiscal_year_start)
    if period.kind == "week":
        return make.week(first)
    if period.kind == "day":
        return make.one_day(first)
    return make.calendar_year(first.year) if first.month == 1 else make.whole_fiscal_year(first.year, first.month)


def to_the_same_day(past: Period, present: Period, today: date) -> Period | None:
    """The part of a past period that had run when it was as old as the present one is today; None when the present one is over or not begun.

    Months, quarters and years that differ in length are taken day by day from their first: the 51st day of each.
    """
    if past.start is None or past.end is None or present.start is None or present.end is None:
        return None
    if not present.start <= today < present.end or past.end >= present.start:
        return None
    last = past.start + (today - present.start)
    if month_end(today) == today and past.kind == "month":
        last = past.end
    return make.between(past.start, last) if last < past.end else None
