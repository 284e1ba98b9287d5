"""A period: first and last day, with a name for it in both languages."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.recognise.calendar import Unit, fiscal_year, month_end, quarter_start, shift
from assistant.recognise.day_value import MONTHS_EN

Kind = Literal["day", "week", "month", "quarter", "half", "year", "rolling", "since", "before", "after", "range"]


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included; None leaves that side open.

    The labels say which days were understood, so that an answer can state its assumption.
    """

    start: date | None
    end: date | None
    label_en: str
    label_zh: str
    kind: Kind


def day_en(day: date) -> str:
    """Write a day as "20 Nov 2026"."""
    return f"{day.day} {MONTHS_EN[day.month - 1][:3]} {day.year}"


def day_zh(day: date) -> str:
    """Write a day as 2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def one_day(day: date) -> Period:
    """Return the period of one day."""
    return Period(day, day, day_en(day), day_zh(day), "day")


def week(first: date) -> Period:
    """Return the seven days from a Monday."""
    return Period(first, shift(first, 6, "day"), f"week of {day_en(first)}", f"{day_zh(first)}当周", "week")


def month(first: date) -> Period:
    """Return the calendar month opening on `first`."""
    return Period(
        first, month_end(first), f"{MONTHS_EN[first.month - 1]} {first.year}", f"{first.year}年{first.month}月", "month"
    )


def quarter(first: date, starts: int) -> Period:
    """Return the fiscal quarter opening on `first`; its fiscal year is named by the calendar year it starts in."""
    last = shift(shift(first, 1, "quarter"), -1, "day")
    number, year = (first.month - starts) % 12 // 3 + 1, fiscal_year(first, starts)
    if starts == 1:
        return Period(first, last, f"Q{number} {year}", f"{year}年第{'一二三四'[number - 1]}季度", "quarter")
    english = f"Q{number} FY{year} ({day_en(first)} – {day_en(last)})"
    return Period(
        first, last, english, f"{year}财年第{'一二三四'[number - 1]}季度（{day_zh(first)}至{day_zh(last)}）", "quarter"
    )


def numbered_quarter(year: int, number: int, starts: int) -> Period:
    """Return a quarter by number and fiscal year."""
    return quarter(quarter_start(year, number, starts), starts)


def half(year: int, number: int, starts: int) -> Period:
    """Return the first or second half of a year that opens in month `starts`."""
    first = shift(date(year, starts, 1), 6 * (number - 1), "month")
    last = shift(shift(first, 6, "month"), -1, "day")
    name = f"H{number} " + (str(year) if starts == 1 else f"FY{year}")
    return Period(first, last, name, f"{year}{'年' if starts == 1 else '财年'}{'上下'[number - 1]}半年", "half")


def calendar_year(year: int) -> Period:
    """Return January to December."""
    return Period(date(year, 1, 1), date(year, 12, 31), str(year), f"{year}年", "year")


def whole_fiscal_year(year: int, starts: int) -> Period:
    """Return the fiscal year that starts in calendar year `year`."""
    first = date(year, starts, 1)
    last = shift(shift(first, 1, "year"), -1, "day")
    return Period(
        first,
        last,
        f"FY{year} ({day_en(first)} – {day_en(last)})",
        f"{year}财年（{day_zh(first)}至{day_zh(last)}）",
        "year",
    )


_UNITS_ZH = {"day": "天", "week": "周", "month": "个月", "quarter": "个季度", "year": "年"}


def rolling(today: date, count: int, unit: Unit, *, ahead: bool) -> Period:
    """Return the last `count` units ending today, or the next ones beginning today: "last 30 days" holds 30 days."""
    if ahead:
        start, end = today, shift(shift(today, count, unit), -1, "day")
    else:
        start, end = shift(shift(today, -count, unit), 1, "day"), today
    english = (
        f"{'next' if ahead else 'last'} {count} {unit}{'' if count == 1 else 's'} ({day_en(start)} – {day_en(end)})"
    )
    return Period(
        start,
        end,
        english,
        f"{'未来' if ahead else '最近'}{count}{_UNITS_ZH[unit]}（{day_zh(start)}至{day_zh(end)}）",
        "rolling",
    )


def since(start: date, today: date) -> Period:
    """Return the days from `start` to today."""
    return Period(start, max(start, today), f"since {day_en(start)}", f"{day_zh(start)}以来", "since")


def until(end: date) -> Period:
    """Return everything up to `end`, included."""
    return Period(None, end, f"until {day_en(end)}", f"截至{day_zh(end)}", "before")


def before(end: date) -> Period:
    """Return everything before `end`."""
    return Period(None, shift(end, -1, "day"), f"before {day_en(end)}", f"{day_zh(end)}之前", "before")


def onwards(start: date) -> Period:
    """Return everything from `start` on, included."""
    return Period(start, None, f"from {day_en(start)}", f"{day_zh(start)}起", "after")


def after(start: date) -> Period:
    """Return everything after `start`."""
    return Period(shift(start, 1, "day"), None, f"after {day_en(start)}", f"{day_zh(start)}之后", "after")


def between(start: date, end: date) -> Period:
    """Return the days from `start` to `end`."""
    return Period(start, end, f"{day_en(start)} – {day_en(end)}", f"{day_zh(start)}至{day_zh(end)}", "range")
