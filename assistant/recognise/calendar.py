"""Calendar arithmetic: weeks from Monday, months that keep to their end, fiscal quarters, the nearest day of a kind."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "month", "quarter", "year"]


def shift(day: date, count: int, unit: Unit) -> date:
    """Move a day; 31 January plus a month is the last of February.

    Raises:
        OverflowError: the result lies outside the years 1 to 9999.
    """
    if unit == "day":
        return day + timedelta(days=count)
    if unit == "week":
        return day + timedelta(weeks=count)
    months = day.year * 12 + day.month - 1 + count * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"year {year}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def monday(day: date) -> date:
    """Return the Monday of its week."""
    return shift(day, -day.weekday(), "day")


def month_start(day: date) -> date:
    """Return the first of its month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """Return the last of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def fiscal_year(day: date, starts: int) -> int:
    """Return the fiscal year a day belongs to, named by the calendar year it starts in; `starts` is its first month."""
    return day.year - (day.month < starts)


def quarter_of(day: date, starts: int) -> int:
    """Return the fiscal quarter, 1 to 4."""
    return (day.month - starts) % 12 // 3 + 1


def quarter_start(year: int, quarter: int, starts: int) -> date:
    """Return the first day of a fiscal quarter; with `starts=4`, Q1 of 2026 is April to June 2026 and Q4 January to March 2027."""
    return shift(date(year, starts, 1), quarter - 1, "quarter")


def nearest_weekday(weekday: int, today: date, *, past: bool) -> date:
    """Return the coming weekday (0 is Monday), today excluded; with `past` the latest one, today included."""
    if past:
        return shift(today, -((today.weekday() - weekday) % 7), "day")
    return shift(today, (weekday - today.weekday() - 1) % 7 + 1, "day")


def nearest_date(month: int, day: int, today: date, *, past: bool) -> date | None:
    """Return the coming such day of the year, today included; with `past` the latest. None if no year has it."""
    for away in range(9):  # 29 February is at most eight years away
        year = today.year - away if past else today.year + away
        if 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if (found <= today) if past else (found >= today):
                return found
    return None


def nearest_day_of_month(day: int, today: date, *, past: bool) -> date | None:
    """Return the coming day with that number, today included, skipping months too short; with `past` the latest."""
    for away in range(3):
        first = shift(month_start(today), -away if past else away, "month")
        if 1 <= day <= month_end(first).day:
            found = first.replace(day=day)
            if (found <= today) if past else (found >= today):
                return found
    return None


def working_days(today: date, count: int) -> date:
    """Return the day `count` working days later, Monday to Friday."""
    if abs(count) > 10_000:
        raise OverflowError(f"{count} working days")
    day, step = today, 1 if count >= 0 else -1
    for _ in range(abs(count)):
        day = shift(day, step, "day")
        while day.weekday() > 4:
            day = shift(day, step, "day")
    return day
