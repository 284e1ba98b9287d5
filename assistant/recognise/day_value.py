"""What a day can be: a day with an optional clock time, or words that name no day at all."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "week", "month", "quarter", "year"]
Part = Literal["morning", "noon", "afternoon", "evening", "end"]


@dataclass(frozen=True)
class DayValue:
    """A day in the person's time zone.

    `precision` is what was said: "next week" is its Monday with precision "week". `part` is a part of the day without a clock
    time ("Tuesday morning"). `guessed` says that am or pm was not said and office hours decided (3 is 15:00). `until` is
    the end of a time range.
    """

    day: dt.date
    time: dt.time | None = None
    precision: Precision = "day"
    part: Part | None = None
    guessed: bool = False
    until: dt.time | None = None


@dataclass(frozen=True)
class Impossible:
    """Words in the form of a day or time that does not exist, and why, in both languages."""

    text: str
    reason_en: str
    reason_zh: str


@dataclass(frozen=True)
class DayAtom:
    """A day before clock times and weekdays beside it are joined to it.

    `source` says how it was named, and `yearless` that a date came without its year. `time` is set for "in 2 hours".
    """

    day: dt.date
    source: Literal["date", "weekday", "relative", "edge"] = "relative"
    precision: Precision = "day"
    part: Part | None = None
    time: dt.time | None = None
    yearless: bool = False


MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_ZH = "一二三四五六日"


def exact_date(year: int | None, month: int, day: int, text: str) -> dt.date | Impossible:
    """Return the date, or why it cannot be. Without a year, a day that exists in some year passes in a leap year."""
    try:
        return dt.date(2000 if year is None else year, month, day)
    except ValueError:
        pass
    if not 1 <= month <= 12:
        return Impossible(text, f"There is no month {month}.", f"没有{month}月。")
    name = MONTHS_EN[month - 1] + (f" {year}" if year else "")
    when = (f"{year}年" if year else "") + f"{month}月"
    return Impossible(text, f"{name} has no day {day}.", f"{when}没有{day}日。")
