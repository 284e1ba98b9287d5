"""What a rule looks at and what it says: plain values, so that a rule needs no store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Person:
    """Somebody in a deal, with the role there (else the general one); `left` when the tie to the customer has ended."""

    ref: str
    name: str
    role: str | None = None
    left: bool = False


@dataclass(frozen=True)
class Facts:
    """An open deal and what stands around it, as one person may see it. Days are of that person's zone.

    `usual_days` is the median stay of closed deals in this stage, None when fewer than `Facts.ENOUGH` of them are known. `pushes` are the
    close dates it had and got, each later than before, with the day of the change; `amounts` the amounts (before, after, day).
    """

    number: int
    ref: str
    today: date
    amount: Decimal | None = None
    created_on: date | None = None
    stage: str = ""
    stage_zh: str = ""
    stage_probability: Decimal = Decimal(0)
    stage_since: date | None = None
    usual_days: int | None = None
    last_activity_at: datetime | None = None
    last_activity_on: date | None = None
    last_heard_on: date | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    planned_on: date | None = None
    expected_close: date | None = None
    pushes: tuple[tuple[date, date, date], ...] = ()
    amounts: tuple[tuple[Decimal, Decimal, date], ...] = ()
    people: tuple[Person, ...] = ()
    competitor: str | None = None
    urgent_tickets: tuple[tuple[str, str], ...] = field(default=())

    ENOUGH = 5
    """Closed stays in a stage needed to call one usual."""


@dataclass(frozen=True)
class Columns:
    """As `Facts`, of many deals at once: what a rule compares in the database, as its expressions.

    `over(n)` is the moment the day n days ago was over: what is earlier is n days old or more. `touched_at` is the last activity or else
    the creation, `planned` says that something is, `urgent` that the customer waits for an urgent ticket, `pushed(n)` that the close date
    moved later n times, `repriced_since(at, share)` that the amount changed by about this share or more from a moment on. `usual_days` are the medians by stage; `any_of` is true where one of its conditions is.
    """

    today: date
    over: Callable[[int], datetime]
    any_of: Callable[..., Any]
    usual_days: Mapping[int, int]
    touched_at: Any
    next_step: Any
    next_step_on: Any
    planned: Any
    expected_close: Any
    stage_id: Any
    stage_since: Any
    stage_probability: Any
    competitor: Any
    urgent: Any
    pushed: Callable[[int], Any]
    repriced_since: Callable[[datetime, Decimal], Any]


@dataclass(frozen=True)
class Crowd:
    """The people of a deal, counted: those still with the customer, who of them decides or is the champion, and who left."""

    here: int
    gone: int
    deciding: int
    champions: int
    weighty_gone: int
    """Champions and decision makers who left."""


@dataclass(frozen=True)
class Evidence:
    """Why a rule speaks: a sentence in both languages, and the records and fields it stands on as (reference, field or None)."""

    rule: str
    en: str
    zh: str
    on: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class Rule:
    """One warning: what it is called, how much of the amount it puts at stake (0 to 1), what to do about it, and its test.

    `among` and `crowd` are the same test of many deals at once: the rule speaks where both hold (one that is not given holds). Where SQL
    cannot tell to the end, `among` picks more deals than that, and `check` judges them by the one fact named by `judged_on`.
    The weights are our judgement, not measured; they order warnings and deals and are shown nowhere as a probability.
    """

    name: str
    en: str
    zh: str
    weight: float
    do_en: str
    do_zh: str
    check: Callable[[Facts], Evidence | None]
    among: Callable[[Columns], Any] | None = None
    crowd: Callable[[Crowd], bool] | None = None
    judged_on: str = ""


def days_en(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_en(day: date) -> str:
    """26 Oct 2026: as the assistant writes days, without the weekday."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_zh(day: date) -> str:
    """2026年10月26日."""
    return f"{day.year}年{day.month}月{day.day}日"
