"""Deals as they stood at a moment, read from their states, with today's access rules.

What was recorded then counts, also what was undone later. A deal existed from the day it was created (imports say which)
until it was deleted. Who may see a deal today may see its past; nobody else.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import col

from crm_store.models import DealState, Stage, User
from crm_store.unit import Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """What the figures need of one deal at one moment; `kind` is its stage's kind, `team_id` its own or its owner's."""

    number: int
    name: str
    stage_id: int | None
    kind: str
    amount: Decimal | None
    currency: str | None
    probability: Decimal | None
    expected_close_date: date | None
    closed_at: datetime | None
    owner_id: int | None
    team_id: int | None
    account_id: int | None
    product_id: int | None
    pipeline_id: int | None
    source: str | None
    type: str | None
    forecast_category: str | None


def end_of(crm: Unit, day: date) -> datetime:
    """The last moment of a day in the asker's zone, which is what “as of” a day means."""
    return datetime.combine(day + timedelta(days=1), time(), crm.actor.zone).astimezone(UTC) - timedelta(microseconds=1)


def stood(at: datetime) -> list[Any]:
    """The conditions on a deal's state that held at a moment."""
    return [col(DealState.ended_at) > at, col(DealState.begun_at) <= at]


def deals_at(crm: Unit, at: datetime, *conditions: Any) -> dict[int, Standing]:
    """Every deal this person may see, as it stood at `at`, by number; deals that were not there are left out.

    `conditions` on DealState, Stage or User (the owner) narrow it further.
    """
    return {deal.number: deal for _, _, deal in states(crm, *stood(at), *conditions)}


def deals_at_all(crm: Unit, moments: Iterable[datetime]) -> list[dict[int, Standing]]:
    """As `deals_at` for several moments at once, in the order asked: each state is read once."""
    wanted = list(moments)
    made: dict[datetime, dict[int, Standing]] = {at: {} for at in sorted(set(wanted))}
    if not made:
        return []
    order = list(made)
    during = (col(DealState.ended_at) > order[0], col(DealState.begun_at) <= order[-1])
    for begun, ended, deal in states(crm, *during):
        for at in order[bisect_left(order, begun) : bisect_left(order, ended)]:
            made[at][deal.number] = deal
    return [made[at] for at in wanted]


def states(crm: Unit, *conditions: Any) -> Iterable[tuple[datetime, datetime, Standing]]:
    """(from, until, the deal meanwhile) of every state that fulfils the conditions."""
    s: Any = DealState
    team = func.coalesce(col(DealState.team_id), col(User.team_id))
    q: Any = select(
        s.begun_at, s.ended_at, s.deal_id, s.name, s.stage_id, col(Stage.kind), s.amount, s.currency, s.probability, s.expected_close_date,
        s.closed_at, s.owner_id, team, s.account_id, s.product_id, s.pipeline_id, s.source, s.type, s.forecast_category,
    )  # fmt: skip
    found = crm.exec(_with_meaning(q).where(*conditions).execution_options(deleted=True))
    for begun, ended, number, name, stage, kind, *rest in found:
        yield begun, ended, Standing(number, name, stage, "open" if kind is None else kind.value, *rest)


def _with_meaning(statement: Any) -> Any:
    """A select of states beside their stages and owners."""
    ws = col(DealState.workspace_id)
    made = statement.select_from(DealState).outerjoin(
        Stage, and_(col(Stage.workspace_id) == ws, col(Stage.id) == col(DealState.stage_id))
    )
    return made.outerjoin(User, and_(col(User.workspace_id) == ws, col(User.id) == col(DealState.owner_id)))


def belongs(deal: Standing, owners: Collection[int] | None, teams: Collection[int] | None) -> bool:
    """Whether a deal was of these people and teams."""
    return (owners is None or deal.owner_id in owners) and (teams is None or deal.team_id in teams)


def falls_within(crm: Unit, deal: Standing, start: date | None, end: date | None) -> bool:
    """Whether an open deal was expected, or a closed one closed, between two days; a deal without a day only when none is asked."""
    if start is None and end is None:
        return True
    day = deal.expected_close_date
    if deal.kind in ("won", "lost"):
        day = deal.closed_at.astimezone(crm.actor.zone).date() if deal.closed_at else None
    return day is not None and (start is None or day >= start) and (end is None or day <= end)


def with_probability(deal: Standing, stages: Mapping[int, Stage]) -> Standing:
    """The deal with its stage's probability where it has none of its own."""
    stage = stages.get(deal.stage_id or 0)
    return deal if deal.probability is not None or stage is None else replace(deal, probability=stage.probability)
