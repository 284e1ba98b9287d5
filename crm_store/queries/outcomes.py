"""Deals that are over, won against lost, by group: rates with their sample sizes, how long they took, and why they were lost."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import sqrt
from statistics import median
from typing import Any, Literal

from sqlalchemy import and_, or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.codes import StageKind
from crm_store.models import Account, Deal, Stage, User
from crm_store.queries.fx import Rates
from crm_store.unit import Unit

OutcomeGroup = Literal[
    "source", "owner", "team", "product", "type", "industry", "size", "reason", "competitor", "month"
]
SMALL = 20
"""Closed deals below which a rate is called a small sample."""
_REFERENCES = {"owner": "user", "team": "team", "product": "product"}


@dataclass
class Outcome:
    """One group of closed deals; `days` are those from creation to close of each."""

    key: Any
    record: Record | None = None
    won: int = 0
    lost: int = 0
    won_amount: Decimal = Decimal(0)
    lost_amount: Decimal = Decimal(0)
    days: list[float] = field(default_factory=list)
    won_days: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.won + self.lost

    @property
    def cycle(self) -> int | None:
        """The median days won deals took from creation to close."""
        return round(median(self.won_days)) if self.won_days else None

    def between(self) -> tuple[float, float]:
        """The 95 % Wilson interval of the win rate (Wilson, 1927)."""
        n, z = self.count, 1.96
        if not n:
            return 0.0, 1.0
        p = self.won / n
        middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


@dataclass
class Outcomes:
    """The groups, most closed deals first, the whole, and the reasons of lost deals with how many give one."""

    rows: list[Outcome]
    total: Outcome
    currency: str
    reasons: list[tuple[str, int, Decimal]]
    competitors: list[tuple[str, int, Decimal]]
    left_out: dict[str, int] = field(default_factory=dict)


def outcomes(
    crm: Unit,
    by: OutcomeGroup,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    currency: str | None = None,
) -> Outcomes:
    """Deals won and lost between two days, by group."""
    made = Outcomes([], Outcome(None), currency or crm.actor.currency, [], [])
    rates, zone = Rates(crm), crm.actor.zone
    rows: dict[Any, Outcome] = {}
    reasons: Counter[str] = Counter()
    rivals: Counter[str] = Counter()
    lost_for: dict[tuple[str, str], Decimal] = {}
    for deal, kind, industry, size, team in _closed(crm, owners, teams, start, end):
        spent, on = deal.currency or rates.base, deal.closed_at.astimezone(zone).date() if deal.closed_at else crm.today
        worth = rates.convert(deal.amount, spent, made.currency, on) if deal.amount is not None else Decimal(0)
        if worth is None:
            made.left_out[spent] = made.left_out.get(spent, 0) + 1
        worth = (worth or Decimal(0)).quantize(Decimal("0.01"))
        key = {
            "source": deal.source, "owner": deal.owner_id, "team": deal.team_id or team, "product": deal.product_id, "type": deal.type,
            "industry": industry, "size": size, "reason": deal.lost_reason, "competitor": deal.competitor,
            "month": on.replace(day=1),
        }[by]  # fmt: skip
        took = (deal.closed_at - deal.created_at) / timedelta(days=1) if deal.closed_at and deal.created_at else None
        for row in (rows.setdefault(key, Outcome(key)), made.total):
            _add(row, kind == StageKind.WON, worth, took)
        if kind == StageKind.LOST:
            for counter, value in ((reasons, deal.lost_reason), (rivals, deal.competitor)):
                if value:
                    counter[str(value)] += 1
                    place = ("reason" if counter is reasons else "rival", str(value))
                    lost_for[place] = lost_for.get(place, Decimal(0)) + worth
    if by in _REFERENCES:
        held = crm.many(_REFERENCES[by], [k for k in rows if k is not None])
        for key, row in rows.items():
            row.record = held.get(key)
    ranked = sorted(rows.values(), key=lambda r: (r.key is None, -r.count, -r.won_amount, str(r.key)))
    made.rows = sorted(ranked, key=lambda r: (r.key is None, r.key or date.min)) if by == "month" else ranked
    made.reasons = [(r, n, lost_for["reason", r]) for r, n in reasons.most_common()]
    made.competitors = [(r, n, lost_for["rival", r]) for r, n in rivals.most_common()]
    return made


def _add(row: Outcome, won: bool, worth: Decimal, took: float | None) -> None:
    if won:
        row.won, row.won_amount = row.won + 1, row.won_amount + worth
    else:
        row.lost, row.lost_amount = row.lost + 1, row.lost_amount + worth
    if took is not None and took >= 0:
        row.days.append(took)
        if won:
            row.won_days.append(took)


def _closed(
    crm: Unit, owners: Collection[int] | None, teams: Collection[int] | None, start: date | None, end: date | None
) -> Any:
    ws = col(Deal.workspace_id)
    q: Any = select(
        Deal, col(Stage.kind), col(Account.industry), col(Account.employees_band), col(User.team_id)
    ).select_from(Deal)
    q = q.join(Stage, and_(col(Stage.workspace_id) == ws, col(Stage.id) == col(Deal.stage_id)))
    q = q.outerjoin(Account, and_(col(Account.workspace_id) == ws, col(Account.id) == col(Deal.account_id)))
    q = q.outerjoin(User, and_(col(User.workspace_id) == ws, col(User.id) == col(Deal.owner_id)))
    q = q.where(col(Stage.kind).in_((StageKind.WON, StageKind.LOST)))
    if owners is not None:
        q = q.where(col(Deal.owner_id).in_(sorted(owners)))
    if teams is not None:
        wanted = sorted(teams)
        q = q.where(
            or_(col(Deal.team_id).in_(wanted), and_(col(Deal.team_id).is_(None), col(User.team_id).in_(wanted)))
        )
    if start is not None:
        q = q.where(col(Deal.closed_at) >= datetime.combine(start, time(), crm.actor.zone).astimezone(UTC))
    if end is not None:
        q = q.where(
            col(Deal.closed_at) < datetime.combine(end + timedelta(days=1), time(), crm.actor.zone).astimezone(UTC)
        )
    return crm.exec(q.order_by(col(Deal.id)))
