"""Deals or activities counted by two things at once: stage and owner, weekday and rep; the cells add up to what is counted by one."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import and_, case, func, literal, or_, select
from sqlmodel import col

from crm_store.codes import ActivityStatus, RoleName, StageKind
from crm_store.models import Account, Activity, Deal, Stage, User
from crm_store.queries.fx import Rates
from crm_store.queries.pipeline import (
    REFERENCES,
    Grouping,
    PipelineRow,
    PipelineSummary,
    _edge,
    _within,
    completed,
)
from crm_store.unit import Unit

DealStatus = Literal["open", "won", "lost"]
Beat = Literal["weekday", "owner", "team", "kind", "month"]
"""What activities are counted by."""
_KINDS: Mapping[DealStatus, StageKind] = {"open": StageKind.OPEN, "won": StageKind.WON, "lost": StageKind.LOST}
_CENT = Decimal("0.01")
_MOST_MONTHS = 240


@dataclass
class Cell:
    """How many, and worth how much (0 for activities)."""

    count: int = 0
    amount: Decimal = Decimal(0)


@dataclass
class CrossTab:
    """The cells by (row key, column key), both axes in reading order; `left_out` counts deals per currency without a rate."""

    rows: list[PipelineRow]
    columns: list[PipelineRow]
    cells: dict[tuple[Any, Any], Cell]
    currency: str
    row_summary: PipelineSummary | None = None
    column_summary: PipelineSummary | None = None
    converted: bool = False
    left_out: dict[str, int] = field(default_factory=dict)


def deals_by(
    crm: Unit,
    rows: Grouping,
    columns: Grouping,
    *,
    status: DealStatus = "open",
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    currency: str | None = None,
) -> CrossTab:
    """Deals of one kind by two groupings; amounts converted and placed in time as in `pipeline`."""
    closed = status != "open"
    kind = col(Stage.kind) == _KINDS[status]
    of_kind = kind if closed else or_(kind, col(Stage.kind).is_(None))
    when = col(Deal.closed_at) if closed else col(Deal.expected_close_date)
    conditions = [of_kind, *_limits(owners, teams), *_within(crm, when, start, end)]
    months = _months(crm, conditions, closed) if "month" in (rows, columns) else []
    made = CrossTab([], [], {}, currency or crm.actor.currency)
    rates = Rates(crm)
    spent = func.coalesce(col(Deal.currency), rates.base)
    rated_at = case((spent != made.currency, col(Deal.closed_at))) if closed else col(Deal.currency)
    asked: Any = select(
        _key(crm, rows, months, closed).label("g_row"),
        _key(crm, columns, months, closed).label("g_column"),
        spent.label("g_currency"),
        rated_at.label("g_rated"),
        col(Deal.amount).label("g_amount"),
    )
    d = _from(asked, next((b for b in (rows, columns) if b in ("industry", "size")), "stage")).where(*conditions)
    c = d.subquery().c
    keys = (c.g_row, c.g_column, c.g_currency, c.g_rated)
    counted: Any = select(*keys, func.count(), func.count(c.g_amount), func.sum(c.g_amount)).group_by(*keys)
    raw: dict[tuple[Any, Any], Cell] = {}
    for row, column, spent_in, rated, count, priced, amount in crm.exec(counted):
        day = rated.astimezone(crm.actor.zone).date() if closed and rated is not None else crm.today
        worth = rates.convert(Decimal(amount or 0), spent_in, made.currency, day)
        made.converted = made.converted or (spent_in != made.currency and worth is not None and bool(priced))
        if worth is None and priced:
            made.left_out[spent_in] = made.left_out.get(spent_in, 0) + priced
        cell = raw.setdefault((_group(rows, row, months), _group(columns, column, months)), Cell())
        cell.count += count
        cell.amount += worth or Decimal(0)
    made.row_summary = _axis(crm, rows, status, [k for k, _ in raw], made.currency)
    made.column_summary = _axis(crm, columns, status, [k for _, k in raw], made.currency)
    made.rows, made.columns = made.row_summary.rows, made.column_summary.rows
    at_row, at_column = {r.key for r in made.rows}, {r.key for r in made.columns}
    exact = shown = Decimal(0)
    for (row, column), cell in raw.items():
        place = (row if row in at_row else None, column if column in at_column else None)
        exact += cell.amount
        held = made.cells.setdefault(place, Cell())
        held.count += cell.count
        held.amount += exact.quantize(_CENT) - shown  # running sums, so that the cells add up to the rounded whole
        shown = exact.quantize(_CENT)
    return made


def activities_by(
    crm: Unit,
    rows: Beat,
    columns: Beat,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
) -> CrossTab:
    """What was done with customers (held, not planned) by two things at once; weekdays as the asker's clock has them, 0 is Monday."""
    team = func.coalesce(col(Activity.team_id), col(User.team_id))
    wanted: Any = (
        select(col(Activity.starts_at), col(Activity.owner_id), team, col(Activity.kind))
        .select_from(Activity)
        .outerjoin(User, (col(User.workspace_id) == col(Activity.workspace_id)) & (col(User.id) == col(Activity.owner_id)))
        .where(col(Activity.status) == ActivityStatus.HELD, col(Activity.starts_at).is_not(None), col(Activity.starts_at) <= crm.now)
    )  # fmt: skip
    if owners is not None:
        wanted = wanted.where(col(Activity.owner_id).in_(sorted(owners)))
    if teams is not None:
        wanted = wanted.where(team.in_(sorted(teams)))
    counts: Counter[tuple[Any, Any]] = Counter()
    for at, owner, of_team, kind in crm.exec(wanted):
        day = at.astimezone(crm.actor.zone).date()
        if (start is not None and day < start) or (end is not None and day > end):
            continue
        keys = {"weekday": day.weekday(), "owner": owner, "team": of_team, "kind": kind, "month": day.replace(day=1)}
        counts[(keys[rows], keys[columns])] += 1
    made = CrossTab([], [], {k: Cell(n) for k, n in counts.items()}, crm.actor.currency)
    made.rows, made.columns = _beats(crm, rows, {r for r, _ in counts}), _beats(crm, columns, {c for _, c in counts})
    return made


def _beats(crm: Unit, by: Beat, keys: Collection[Any]) -> list[PipelineRow]:
    if by == "weekday":
        return [PipelineRow(n) for n in range(7) if n < 5 or n in keys]
    entity = {"owner": "user", "team": "team"}.get(by)
    held = crm.many(entity, [k for k in keys if k is not None]) if entity else {}
    rows = [PipelineRow(k, held.get(k)) for k in keys]
    return sorted(rows, key=lambda r: (r.key is None, r.record.display if r.record else "", str(r.key)))


def _axis(crm: Unit, by: Grouping, status: DealStatus, keys: Collection[Any], currency: str) -> PipelineSummary:
    """One side of the table named and in reading order; empty open stages stand in it, as in a funnel."""
    held = {k: PipelineRow(k) for k in dict.fromkeys(keys)}
    made = completed(crm, by, held, PipelineSummary([], PipelineRow(None), currency))
    if by == "stage" and status != "open":
        made.rows = [r for r in made.rows if r.key in held]
    if by in REFERENCES and by != "stage":
        made.rows.sort(key=lambda r: (r.key is None, r.record.display if r.record else ""))
    return made


def _group(by: Grouping, key: Any, months: list[date]) -> Any:
    if by != "month":
        return key
    return months[key] if key is not None and key >= 0 else None


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
