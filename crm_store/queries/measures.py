"""The figures two periods, people or teams are held against each other by: open, new, booked, lost, win rate, what was done."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import and_, func, select
from sqlmodel import col

from crm_store.codes import StageKind
from crm_store.models import Deal, Stage, User
from crm_store.queries.doing import doing
from crm_store.queries.fx import Rates
from crm_store.queries.pipeline import Tally, pipeline
from crm_store.queries.pipeline_past import pipeline_at
from crm_store.unit import Unit

_CENT = Decimal("0.01")
Stock = Literal["expected", "now"]


@dataclass
class Measures:
    """One side of a comparison. `done` counts activities by kind; `left_out` deals per currency without a rate."""

    open: Tally = field(default_factory=Tally)
    new: Tally = field(default_factory=Tally)
    won: Tally = field(default_factory=Tally)
    lost: Tally = field(default_factory=Tally)
    done: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, int] = field(default_factory=dict)
    converted: bool = False

    @property
    def closed(self) -> int:
        return self.won.count + self.lost.count


def measures(
    crm: Unit,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    currency: str | None = None,
    stock: date | Stock = "expected",
) -> Measures:
    """The figures of some people or teams between two days.

    Args:
        stock: which deals count as open: those `expected` to close in the span, all open ones `now`, or all that stood
            open at the end of a day gone by.
    """
    whose: dict[str, Any] = {"owners": owners, "teams": teams, "currency": currency}
    flow = pipeline(crm, "type", start=start, end=end, **whose)
    made = Measures(won=flow.total.won, lost=flow.total.lost, open=flow.total.open, converted=flow.converted)
    made.left_out = dict(flow.left_out)
    if stock != "expected":
        stood = pipeline(crm, "type", **whose) if stock == "now" else pipeline_at(crm, "type", stock, **whose)
        made.open, made.converted = stood.total.open, made.converted or stood.converted
        made.left_out = {**stood.left_out, **made.left_out}
    for deal, worth in added(crm, owners=owners, teams=teams, start=start, end=end, currency=currency):
        made.new.add(1, worth or Decimal(0), Decimal(0), int(deal.amount is None))
    made.done = doing(crm, owners=owners, teams=teams, start=start, end=end).total
    return made


def added(
    crm: Unit,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    currency: str | None = None,
) -> list[tuple[Deal, Decimal | None]]:
    """The deals created between two days, in order of creation, with what each is worth: today's rate, the closing day's for closed ones."""
    ws, zone = col(Deal.workspace_id), crm.actor.zone
    q: Any = select(Deal, col(Stage.kind)).select_from(Deal)
    q = q.outerjoin(Stage, and_(col(Stage.workspace_id) == ws, col(Stage.id) == col(Deal.stage_id)))
    q = q.outerjoin(User, and_(col(User.workspace_id) == ws, col(User.id) == col(Deal.owner_id)))
    if owners is not None:
        q = q.where(col(Deal.owner_id).in_(sorted(owners)))
    if teams is not None:
        q = q.where(func.coalesce(col(Deal.team_id), col(User.team_id)).in_(sorted(teams)))
    if start is not None:
        q = q.where(col(Deal.created_at) >= datetime.combine(start, time(), zone).astimezone(UTC))
    if end is not None:
        q = q.where(col(Deal.created_at) < datetime.combine(end + timedelta(days=1), time(), zone).astimezone(UTC))
    rates, target = Rates(crm), currency or crm.actor.currency
    made: list[tuple[Deal, Decimal | None]] = []
    for deal, kind in crm.exec(q.order_by(col(Deal.created_at), col(Deal.id))):
        over = kind in (StageKind.WON, StageKind.LOST) and deal.closed_at is not None
        on = deal.closed_at.astimezone(zone).date() if over and deal.closed_at else crm.today
        worth = rates.convert(deal.amount, deal.currency, target, on) if deal.amount is not None else None
        made.append((deal, worth.quantize(_CENT) if worth is not None else None))
    return made
