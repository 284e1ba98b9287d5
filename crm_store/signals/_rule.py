"""What a rule looks at and what it says: plain values, so that a rule needs no store."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


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
class Evidence:
    """Why a rule speaks: a sentence in both languages, and the records and fields it stands on as (reference, field or None)."""

    rule: str
    en: str
    zh: str
    on: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class Rule:
    """One warning: what it is called, how much of the amount it puts at stake (0 to 1), what to do about it, and its test.

    The weights are our judgement, not measured; they order warnings and deals and are shown nowhere as a probability.
    """

    name: str
    en: str
    zh: str
    weight: float
    do_en: str
    do_zh: str
    check: Callable[[Facts], Evidence | None]


def days_en(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"
