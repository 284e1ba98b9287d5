"""What was to be booked: the target of a person, a team or several people for a span of days."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from crm_store.codes import Metric
from crm_store.models import Target
from crm_store.queries.fx import Rates
from crm_store.unit import Unit


@dataclass(frozen=True)
class Goal:
    """A target in the workspace currency. `people` is how many personal targets were added up, 0 for one of its own.

    `of_team` says that it was set for a team.
    """

    amount: Decimal
    people: int = 0
    of_team: bool = field(default=False, compare=False)


def goal(
    crm: Unit,
    start: date | None,
    end: date | None,
    *,
    user: int | None = None,
    people: Collection[int] = (),
    teams: Collection[int] = (),
) -> Goal | None:
    """The booking target for exactly the days `start` to `end`; None when none was set.

    The person's own target counts first, then that of the teams, then the sum over `people`. A span without a target of
    its own is made of the quarters or months that fill it.
    """
    if start is None or end is None:
        return None
    held = [t for t in crm.all(select(Target)) if t.metric is Metric.BOOKED and t.amount is not None]
    if user is not None and (own := _filled(crm, [t for t in held if t.owner_id == user], start, end)) is not None:
        return Goal(own)
    of_teams = [_filled(crm, [t for t in held if t.team_id == team], start, end) for team in sorted(teams)]
    if found := [g for g in of_teams if g is not None]:
        return Goal(sum(found, Decimal(0)), of_team=True)
    each = [_filled(crm, [t for t in held if t.owner_id == person], start, end) for person in sorted(people)]
    if found := [g for g in each if g is not None]:
        return Goal(sum(found, Decimal(0)), len(found))
    return None


def span_of(period: str, fiscal_year_start: int = 1) -> tuple[date, date] | None:
    """First and last day of `2026-Q4` (a fiscal quarter), `2026-11` or `2026` (a fiscal year)."""
    year, _, part = period.strip().partition("-")
    if not year.isdigit() or len(year) != 4:
        return None
    if not part:
        return _months(int(year), fiscal_year_start, 12)
    if part[:1] in "qQ" and part[1:] in ("1", "2", "3", "4"):
        return _months(int(year), fiscal_year_start + 3 * (int(part[1:]) - 1), 3)
    return _months(int(year), int(part), 1) if part.isdigit() and 1 <= int(part) <= 12 else None


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    first = year * 12 + month - 1
    last = first + count
    return date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, 1) - timedelta(days=1)


def _filled(crm: Unit, targets: Sequence[Target], start: date, end: date) -> Decimal | None:
    """The targets that fill the span without gap or overlap: one of its length, else quarters, else months."""
    rates = Rates(crm)
    spans = []
    for t in targets:
        span = span_of(t.period, crm.actor.fiscal_year_start)
        worth = rates.convert(t.amount or Decimal(0), t.currency, rates.base, crm.today)
        if span and worth is not None and start <= span[0] and span[1] <= end:
            spans.append((*span, worth))
    whole = [s for s in spans if (s[0], s[1]) == (start, end)]
    quarters = sorted(s for s in spans if 32 < (s[1] - s[0]).days < 95)
    months = sorted(s for s in spans if (s[1] - s[0]).days < 32)
    for pieces in (whole[-1:], quarters, months):
        if pieces and _tiles(pieces, start, end):
            return sum((worth for _, _, worth in pieces), Decimal(0))
    return None


def _tiles(pieces: Sequence[tuple[date, date, Decimal]], start: date, end: date) -> bool:
    at = start
    for first, last, _ in pieces:
        if first != at:
            return False
        at = last + timedelta(days=1)
    return at == end + timedelta(days=1)
