"""Deals or activities counted by two things at once: stage and owner, weekday and rep; the cells add up to what is counted by one."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import func, select
from sqlmodel import col

from crm_store.codes import ActivityStatus, StageKind
from crm_store.models import Activity, Deal, User
from crm_store.queries.counting import REFERENCES, Counting, Grouping
from crm_store.queries.pipeline import PipelineRow, PipelineSummary, completed
from crm_store.unit import Unit

DealStatus = Literal["open", "won", "lost"]
Beat = Literal["weekday", "owner", "team", "kind", "month"]
"""What activities are counted by."""
_KINDS: Mapping[DealStatus, StageKind] = {"open": StageKind.OPEN, "won": StageKind.WON, "lost": StageKind.LOST}
_CENT = Decimal("0.01")


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
    counting = Counting(crm, Deal, crm.today, [col(Deal.deleted_at).is_(None)], currency or crm.actor.currency)
    raw: dict[tuple[Any, Any], Cell] = {}
    for part in counting.counted([rows, columns], owners, teams, start, end):
        if part.kind is _KINDS[status]:
            cell = raw.setdefault((part.groups[0], part.groups[1]), Cell())
            cell.count += part.count
            cell.amount += part.amount
    made = CrossTab([], [], {}, counting.currency, converted=counting.converted, left_out=counting.left_out)
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
