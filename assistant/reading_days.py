"""Days in words: one day, a moment, a period, and conditions on them, as the asker's calendar and clock have them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from assistant.errors import ToolProblem
from assistant.recognise.clock_only import clock_only
from assistant.recognise.days import DayValue, Impossible, parse_day
from assistant.recognise.periods import Period, parse_period
from crm_store.names import normal
from crm_store.queries.find import Condition
from crm_store.unit import Unit

_CLOCKED = re.compile(r"^now$|^in \d+ (?:hours?|minutes?)$|^\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.IGNORECASE)
"""Limits said to the minute: a deadline in four hours is not one by tonight."""
_GONE_BY = frozenset(
    {
        "closed_at",
        "created_at",
        "updated_at",
        "last_activity_at",
        "stage_entered_at",
        "first_response_at",
        "resolved_at",
    }
)
"""Moments that never lie ahead: "January" is the last one there."""


@dataclass(frozen=True)
class Asker:
    """Who reads: the unit of work, the language, the records talked about last, newest first, and whether +5000 is a step.

    What was typed into the box of a card is the amount itself, so there a sign makes no step.
    """

    crm: Unit
    language: str = "en"
    focus: Sequence[tuple[str, int]] = ()
    steps: bool = True


def read_day(asker: Asker, text: str, *, past: bool = False) -> tuple[date, time | None]:
    """A day and the clock time that was said with it.

    Raises:
        ToolProblem: no day, or one that does not exist; says why and what to write.
    """
    crm = asker.crm
    found = parse_day(
        text,
        crm.today,
        past=past,
        now=crm.now.astimezone(crm.actor.zone),
        fiscal_year_start=crm.actor.fiscal_year_start,
    )
    if isinstance(found, Impossible):
        raise ToolProblem(
            f"“{text}” cannot be: {found.reason_en} Give a day such as 2026-11-24 or next Tuesday.",
            f"“{text}”不成立：{found.reason_zh}请给出日期，例如 2026-11-24 或 下周二。",
        )
    if isinstance(found, DayValue):
        return _within_reach(found.day, text), found.time
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        period = parse_period(text, crm.today, crm.actor.fiscal_year_start)
        if period is not None and period.end is not None:
            return period.end, None
        raise ToolProblem(
            f"I do not understand “{text}” as a day. Write it as 2026-11-24 or “next Tuesday”.",
            f"我无法把“{text}”理解为日期。请写成 2026-11-24 或“下周二”。",
        ) from None
    _within_reach(moment.date(), text)
    local = moment if moment.tzinfo is None else moment.astimezone(crm.actor.zone)
    return local.date(), local.time().replace(tzinfo=None) if len(text.strip()) > 10 else None


def _within_reach(day: date, text: str) -> date:
    """The day, when a time zone can still be counted on both sides of it."""
    if not 1900 <= day.year < 2200:
        raise ToolProblem(
            f"“{text}” is too far away. Give a day between 1900 and 2199, such as 2026-11-24.",
            f"“{text}”太遥远。请给出 1900 年至 2199 年之间的日期，例如 2026-11-24。",
        )
    return day


def read_moment(
    asker: Asker, text: str, *, past: bool = False, default: time = time(9, 0), held: datetime | None = None
) -> datetime:
    """A moment in the asker's zone; `default` is the clock time when none was said.

    Args:
        held: when it was to be until now: another day keeps its clock time, another clock time its day.
    """
    day, clock = read_day(asker, text, past=past)
    if held is not None:
        local = held.astimezone(asker.crm.actor.zone)
        day, default = (local.date() if clock_only(text) else day), local.time().replace(second=0, microsecond=0)
    part = parse_day(text, asker.crm.today, past=past)
    if clock is None and isinstance(part, DayValue) and part.part is not None:
        clock = {"morning": time(9), "noon": time(12), "afternoon": time(14), "evening": time(18), "end": time(18)}[
            part.part
        ]
    return datetime.combine(day, clock or default, tzinfo=asker.crm.actor.zone)


def read_period(asker: Asker, text: str, *, past: bool | None = None) -> Period:
    """A span of days as people name it; a single day is one too.

    Raises:
        ToolProblem: no period; says what to write.
    """
    found = parse_period(text, asker.crm.today, asker.crm.actor.fiscal_year_start, past=past)
    if found is None:
        raise ToolProblem(
            f"I do not understand “{text}” as a period. Write it as “this quarter”, “Q4 2026” or “since Monday”.",
            f"我无法把“{text}”理解为时间段。请写成“本季度”“2026年第四季度”或“周一以来”。",
        )
    return found


def day_condition(asker: Asker, path: str, op: str, said: str) -> Condition:
    """A condition on days: a period as a span, a day as it is, hours to the minute."""
    crm = asker.crm
    past = True if path.rpartition(".")[2] in _GONE_BY else None
    if op in ("<", "<=", ">", ">=") and _CLOCKED.search(said):
        exact = crm.now if normal(said) == "now" else read_moment(asker, said)
        return Condition(path, op, exact.astimezone(UTC))
    period = parse_period(said, crm.today, crm.actor.fiscal_year_start, past=past)
    if period is None:
        day, _ = read_day(asker, said)
        return Condition(path, op, day)
    if op in ("=", "~", "in", "!="):
        return Condition(path, "outside" if op == "!=" else "within", (period.start, period.end))
    edge = period.end if op in (">", "<=") else period.start
    return Condition(path, op, edge or period.start or period.end)
