"""The pipeline in numbers: open, on hold, won and lost deals, grouped, exact, in the workspace currency.

Open and on-hold deals count by their expected close, won and lost ones by the day they closed (contract: what the words mean).
SQL adds up each currency; open amounts convert at today's rate, closed ones at the rate of their closing day.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import and_, case, func, literal, or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.codes import RoleName, StageKind
from crm_store.models import Account, Deal, Pipeline, Stage, User
from crm_store.queries.fx import Rates
from crm_store.unit import Unit

Grouping = Literal[
    "stage", "owner", "manager", "team", "source", "month", "product", "type", "account", "industry", "size", "pipeline", "currency",
    "category", "reason", "competitor",
]  # fmt: skip

REFERENCES = {
    "stage": "stage", "owner": "user", "manager": "user", "team": "team", "product": "product", "account": "account", "pipeline": "pipeline",
}  # fmt: skip
"""Groupings whose keys are record numbers, and the type of these records."""
_MOST_MONTHS = 240
_CENT = Decimal("0.01")


@dataclass
class Tally:
    """Deals of one kind: how many, worth how much, weighted by probability, and how many have no amount."""

    count: int = 0
    amount: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)
    unpriced: int = 0

    def add(self, count: int, amount: Decimal, weighted: Decimal, unpriced: int) -> None:
        self.count += count
        self.amount += amount
        self.weighted += weighted
        self.unpriced += unpriced


@dataclass
class PipelineRow:
    """One group: `key` is a record number, a code, the first day of a month, or None for deals without one."""

    key: Any
    record: Record | None = None
    open: Tally = field(default_factory=Tally)
    on_hold: Tally = field(default_factory=Tally)
    won: Tally = field(default_factory=Tally)
    lost: Tally = field(default_factory=Tally)

    def tallies(self) -> dict[str, Tally]:
        return {"open": self.open, "on_hold": self.on_hold, "won": self.won, "lost": self.lost}


@dataclass
class PipelineSummary:
    """The groups in reading order and the whole; every figure of `total` is the sum of the rows' to the cent.

    `pipelines` holds those the stages belong to, when grouped by stage; `converted` says that other currencies were involved; `left_out` counts deals per currency without a rate, whose
    amounts are in no sum.
    """

    rows: list[PipelineRow]
    total: PipelineRow
    currency: str
    pipelines: dict[int, Pipeline] = field(default_factory=dict)
    converted: bool = False
    left_out: dict[str, int] = field(default_factory=dict)


def pipeline(
    crm: Unit,
    by: Grouping,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    currency: str | None = None,
) -> PipelineSummary:
    """Sum up the deals in scope.

    Args:
        by: what to group by. A deal's team is its own, else its owner's; a manager's own deals count under the manager.
        owners: only deals of these people.
        teams: only deals of these teams.
        start: first day, None for no limit. end: last day.
        currency: what the sums are in, the workspace's when None.
    """
    rows: dict[Any, PipelineRow] = {}
    summary = PipelineSummary([], PipelineRow(None), currency or crm.actor.currency)
    limits = _limits(owners, teams)
    _count(
        crm, by, rows, summary, closed=False, limits=[*limits, *_within(crm, col(Deal.expected_close_date), start, end)]
    )
    _count(crm, by, rows, summary, closed=True, limits=[*limits, *_within(crm, col(Deal.closed_at), start, end)])
    return completed(crm, by, rows, summary)


def completed(crm: Unit, by: Grouping, rows: dict[Any, PipelineRow], summary: PipelineSummary) -> PipelineSummary:
    """The summary with its rows named, in reading order, and rounded so that they add up."""
    if by in REFERENCES:
        held = crm.many(REFERENCES[by], [k for k in rows if k is not None])
        for key, row in rows.items():
            row.record = held.get(key)
        if by == "account":
            rows = _unseen_together(rows)
    if by == "stage":
        _with_empty_stages(crm, rows)
        summary.pipelines = {p.id or 0: p for p in crm.all(select(Pipeline))}
    summary.rows = _in_order(by, list(rows.values()), summary.pipelines)
    _to_the_cent(summary)
    return summary


def _unseen_together(rows: dict[Any, PipelineRow]) -> dict[Any, PipelineRow]:
    """Deals of accounts one may not see count with those that have none: they may not be told apart."""
    kept = {k: r for k, r in rows.items() if r.record is not None}
    rest = PipelineRow(None)
    hidden = [r for r in rows.values() if r.record is None]
    for row in hidden:
        for kind, tally in row.tallies().items():
            rest.tallies()[kind].add(tally.count, tally.amount, tally.weighted, tally.unpriced)
    return {**kept, None: rest} if hidden else kept


def _count(
    crm: Unit,
    by: Grouping,
    rows: dict[Any, PipelineRow],
    summary: PipelineSummary,
    *,
    closed: bool,
    limits: Sequence[Any],
) -> None:
    kinds = [StageKind.WON, StageKind.LOST] if closed else [StageKind.OPEN, StageKind.ON_HOLD]
    of_kind = col(Stage.kind).in_(kinds) if closed else or_(col(Stage.kind).in_(kinds), col(Stage.kind).is_(None))
    conditions = [of_kind, *limits]
    months = _months(crm, conditions, closed) if by == "month" else []
    base, today, zone = summary.currency, crm.today, crm.actor.zone
    rates = Rates(crm)
    # Deals at home need no day; those abroad keep the moment they closed, which decides their rate.
    spent = func.coalesce(col(Deal.currency), rates.base)
    abroad = spent != base
    rated_at = case((abroad, col(Deal.closed_at))) if closed else col(Deal.currency)
    columns: Any = select(
        _key(crm, by, months, closed).label("g_key"),
        col(Stage.kind).label("g_kind"),
        spent.label("g_currency"),
        func.coalesce(col(Deal.probability), col(Stage.probability)).label("g_chance"),
        rated_at.label("g_rated"),
        col(Deal.amount).label("g_amount"),
    )
    d = _from(columns, by).where(*conditions).subquery().c
    keys = (d.g_key, d.g_kind, d.g_currency, d.g_chance, d.g_rated)
    counted: Any = select(*keys, func.count(), func.count(d.g_amount), func.sum(d.g_amount)).group_by(*keys)
    found: Any = crm.exec(counted)
    for key, kind, currency, chance, rated, count, priced, amount in found:
        day = rated.astimezone(zone).date() if closed and rated is not None else today
        worth = rates.convert(Decimal(amount or 0), currency, base, day)
        summary.converted = summary.converted or (currency != base and worth is not None and bool(priced))
        if worth is None and priced:
            summary.left_out[currency] = summary.left_out.get(currency, 0) + priced
        group = months[key] if by == "month" and key is not None and key >= 0 else None if by == "month" else key
        row = rows.setdefault(group, PipelineRow(group))
        worth = worth or Decimal(0)
        row.tallies()[(kind or StageKind.OPEN).value].add(
            count, worth, worth * Decimal(chance or 0) / 100, count - priced
        )


def _from(statement: Any, by: Grouping = "stage") -> Any:
    ws = col(Deal.workspace_id)
    on_stage = and_(col(Stage.workspace_id) == ws, col(Stage.id) == col(Deal.stage_id))
    on_owner = and_(col(User.workspace_id) == ws, col(User.id) == col(Deal.owner_id))
    made = statement.select_from(Deal).outerjoin(Stage, on_stage).outerjoin(User, on_owner)
    if by not in ("industry", "size"):
        return made
    return made.outerjoin(Account, and_(col(Account.workspace_id) == ws, col(Account.id) == col(Deal.account_id)))


def _key(crm: Unit, by: Grouping, months: Sequence[date], closed: bool) -> Any:
    if by == "month":
        if not months:
            return literal(-1)
        when = col(Deal.closed_at) if closed else col(Deal.expected_close_date)
        edges = [(when < _edge(crm, after, closed), n) for n, after in enumerate(months[1:])]
        return case((when.is_(None), -1), *edges, else_=len(months) - 1)
    return {
        "stage": col(Deal.stage_id),
        "owner": col(Deal.owner_id),
        "manager": case((col(User.role) == RoleName.MANAGER, col(User.id)), else_=col(User.reports_to_id)),
        "team": _team(),
        "source": col(Deal.source),
        "product": col(Deal.product_id),
        "type": col(Deal.type),
        "account": col(Deal.account_id),
        "industry": col(Account.industry),
        "size": col(Account.employees_band),
        "pipeline": col(Deal.pipeline_id),
        "currency": func.coalesce(col(Deal.currency), crm.actor.currency),
        "category": col(Deal.forecast_category),
        "reason": col(Deal.lost_reason),
        "competitor": col(Deal.competitor),
    }[by]


def _months(crm: Unit, conditions: Sequence[Any], closed: bool) -> list[date]:
    """The first days of all months between the earliest and the latest deal."""
    when = col(Deal.closed_at) if closed else col(Deal.expected_close_date)
    extremes: Any = select(func.min(when), func.max(when))
    first, last = crm.exec(_from(extremes).where(*conditions)).one()
    if first is None:
        return []
    if isinstance(first, datetime):
        first, last = first.astimezone(crm.actor.zone).date(), last.astimezone(crm.actor.zone).date()
    begin, stop = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(m // 12, m % 12 + 1, 1) for m in range(max(begin, stop - _MOST_MONTHS), stop + 1)]


def _limits(owners: Collection[int] | None, teams: Collection[int] | None) -> list[Any]:
    made: list[Any] = []
    if owners is not None:
        made.append(col(Deal.owner_id).in_(sorted(owners)))
    if teams is not None:
        made.append(_team().in_(sorted(teams)))
    return made


def _team() -> Any:
    return func.coalesce(col(Deal.team_id), col(User.team_id))


def _within(crm: Unit, when: Any, start: date | None, end: date | None) -> list[Any]:
    is_moment = when.key == "closed_at"
    made: list[Any] = []
    if start is not None:
        made.append(when >= _edge(crm, start, is_moment))
    if end is not None:
        made.append(when < _edge(crm, end + timedelta(days=1), is_moment))
    return made


def _edge(crm: Unit, day: date, is_moment: bool) -> Any:
    return datetime.combine(day, time(), crm.actor.zone).astimezone(UTC) if is_moment else day


def _with_empty_stages(crm: Unit, rows: dict[Any, PipelineRow]) -> None:
    """Open stages nobody stands in belong into a funnel too, for the pipelines that have deals (all, when none has)."""
    used = {r.record.pipeline_id for r in rows.values() if isinstance(r.record, Stage)}
    for stage in crm.all(select(Stage).where(col(Stage.kind) == StageKind.OPEN)):
        if not used or stage.pipeline_id in used:
            rows.setdefault(stage.id, PipelineRow(stage.id, stage))


def _in_order(by: Grouping, rows: list[PipelineRow], pipelines: Mapping[int, Pipeline]) -> list[PipelineRow]:
    """Stages as they follow each other, months as they come, everything else by worth; what has no key last."""
    if by == "stage":

        def place(r: PipelineRow) -> tuple[bool, int, int, int, int]:
            stage = r.record if isinstance(r.record, Stage) else None
            if stage is None:
                return True, 0, 0, 0, 0
            of = pipelines.get(stage.pipeline_id or 0)
            return False, of.position if of else 0, stage.pipeline_id or 0, stage.position, stage.id or 0

        return sorted(rows, key=place)
    if by == "month":
        return sorted(rows, key=lambda r: (r.key is None, r.key or date.min))
    return sorted(
        rows, key=lambda r: (r.key is None, -r.open.amount - r.won.amount, -r.open.count - r.won.count, str(r.key))
    )


def _to_the_cent(summary: PipelineSummary) -> None:
    """Round running sums, so that the rows add up to the rounded total exactly."""
    for kind in ("open", "on_hold", "won", "lost"):
        whole: Tally = getattr(summary.total, kind)
        for figure in ("amount", "weighted"):
            exact = shown = Decimal(0)
            for row in summary.rows:
                tally: Tally = getattr(row, kind)
                exact += getattr(tally, figure)
                up_to_here = exact.quantize(_CENT)
                setattr(tally, figure, up_to_here - shown)
                shown = up_to_here
            setattr(whole, figure, shown)
        whole.count = sum(getattr(r, kind).count for r in summary.rows)
        whole.unpriced = sum(getattr(r, kind).unpriced for r in summary.rows)
