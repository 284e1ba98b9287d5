"""The pipeline in numbers: open, on hold, won and lost deals, grouped, exact, in the workspace currency.

Open and on-hold deals count by their expected close, won and lost ones by the day they closed (contract: what the words mean).
SQL adds up each currency; open amounts convert at today's rate, closed ones at the rate of their closing day. A past day is summed up by
the same statement over the states deals had then.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from crm_store.base import Record
from crm_store.codes import StageKind
from crm_store.models import Deal, DealState, Pipeline, Stage
from crm_store.queries.counting import REFERENCES, Counting, Grouping
from crm_store.queries.past import stood
from crm_store.unit import Unit

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
    by: Grouping | str,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    currency: str | None = None,
    rates_of: date | None = None,
) -> PipelineSummary:
    """Sum up the deals in scope.

    Args:
        by: what to group by, `custom.<key>` for a field of the company's own. A deal's team is its own, else its owner's; a manager's own deals count under the manager.
        owners: only deals of these people.
        teams: only deals of these teams.
        start: first day, None for no limit. end: last day.
        currency: what the sums are in, the workspace's when None.
        rates_of: convert every amount at the rates of this day; else open ones at today's, closed ones at their closing day's.
    """
    return _summed(
        Counting(crm, Deal, crm.today, [col(Deal.deleted_at).is_(None)], currency or crm.actor.currency, rates_of),
        by,
        owners,
        teams,
        start,
        end,
    )


def pipeline_then(
    crm: Unit,
    by: Grouping | str,
    at: datetime,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    currency: str | None = None,
    rates_of: date | None = None,
) -> PipelineSummary:
    """As `pipeline`, of the deals as they stood at a moment; open amounts convert at the rate of its day."""
    return _summed(
        Counting(crm, DealState, crm.actor.today(at), stood(at), currency or crm.actor.currency, rates_of),
        by,
        owners,
        teams,
        start,
        end,
    )


def _summed(
    counting: Counting,
    by: Grouping | str,
    owners: Collection[int] | None,
    teams: Collection[int] | None,
    start: date | None,
    end: date | None,
) -> PipelineSummary:
    rows: dict[Any, PipelineRow] = {}
    for part in counting.counted([by], owners, teams, start, end):
        (group,) = part.groups
        row = rows.setdefault(group, PipelineRow(group))
        row.tallies()[part.kind.value].add(part.count, part.amount, part.weighted, part.unpriced)
    summary = PipelineSummary(
        [], PipelineRow(None), counting.currency, converted=counting.converted, left_out=counting.left_out
    )
    return completed(counting.crm, by, rows, summary)


def completed(crm: Unit, by: Grouping | str, rows: dict[Any, PipelineRow], summary: PipelineSummary) -> PipelineSummary:
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


def _with_empty_stages(crm: Unit, rows: dict[Any, PipelineRow]) -> None:
    """Open stages nobody stands in belong into a funnel too, for the pipelines that have deals (all, when none has)."""
    used = {r.record.pipeline_id for r in rows.values() if isinstance(r.record, Stage)}
    for stage in crm.all(select(Stage).where(col(Stage.kind) == StageKind.OPEN)):
        if not used or stage.pipeline_id in used:
            rows.setdefault(stage.id, PipelineRow(stage.id, stage))


def _in_order(by: Grouping | str, rows: list[PipelineRow], pipelines: Mapping[int, Pipeline]) -> list[PipelineRow]:
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
    if by == "age":
        return sorted(rows, key=lambda r: r.key)
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
