"""The pipeline in numbers: open, on hold, won and lost deals, grouped, exact, in the workspace currency.

Open and on-hold deals count by their expected close, won and lost ones by the day they closed (contract: what the words mean).
SQL adds up each currency; open amounts convert at today's rate, closed ones at the rate of their closing day. A past day is summed up by
the same statement over the states deals had then.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import and_, case, func, literal, not_, or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.codes import RoleName, StageKind
from crm_store.models import Account, Deal, DealState, Pipeline, Stage, User
from crm_store.queries.fx import Rates
from crm_store.queries.past import stood
from crm_store.unit import Unit

Grouping = Literal[
    "stage", "owner", "manager", "team", "source", "month", "product", "type", "account", "industry", "size", "pipeline", "currency",
    "category", "reason", "competitor", "level", "age",
]  # fmt: skip
AGES = (30, 60, 90, 180, 365)
"""Days since creation at which one age band ends and the next begins."""

REFERENCES = {
    "stage": "stage", "owner": "user", "manager": "user", "team": "team", "product": "product", "account": "account", "pipeline": "pipeline",
}  # fmt: skip
"""Groupings whose keys are record numbers, and the type of these records."""
_OF_ACCOUNT = {"industry": "industry", "size": "employees_band", "level": "level"}
_MOST_MONTHS = 240
_MOST_RATES = 200
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
    rates_of: date | None = None,
) -> PipelineSummary:
    """Sum up the deals in scope.

    Args:
        by: what to group by. A deal's team is its own, else its owner's; a manager's own deals count under the manager.
        owners: only deals of these people.
        teams: only deals of these teams.
        start: first day, None for no limit. end: last day.
        currency: what the sums are in, the workspace's when None.
        rates_of: convert every amount at the rates of this day; else open ones at today's, closed ones at their closing day's.
    """
    counting = _Counting(
        crm, Deal, crm.today, [col(Deal.deleted_at).is_(None)], currency or crm.actor.currency, rates_of
    )
    return counting.summed(by, owners, teams, start, end)


def pipeline_then(
    crm: Unit,
    by: Grouping,
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
    counting = _Counting(crm, DealState, crm.actor.today(at), stood(at), currency or crm.actor.currency, rates_of)
    return counting.summed(by, owners, teams, start, end)


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


class _Counting:
    """Sums over `source`: the deals as they are, or as they stood when `there` narrows their states to a moment; `day` is its day.

    One statement reads them once; what stages and owners mean is added to its groups, which are few.
    """

    def __init__(
        self, crm: Unit, source: Any, day: date, there: Sequence[Any], currency: str, rates_of: date | None = None
    ) -> None:
        self.rates_of = rates_of
        self.crm, self.source, self.day, self.there = crm, source, day, there
        self.summary = PipelineSummary([], PipelineRow(None), currency)
        self.rates = Rates(crm)
        # Deleted ones keep the meaning they had.
        self.stages = {s.id: s for s in crm.all(select(Stage).execution_options(deleted=True))}
        over = sorted(s.id or 0 for s in self.stages.values() if s.kind in (StageKind.WON, StageKind.LOST))
        self.closed = and_(source.stage_id.is_not(None), source.stage_id.in_(over))

    def summed(
        self,
        by: Grouping,
        owners: Collection[int] | None,
        teams: Collection[int] | None,
        start: date | None,
        end: date | None,
    ) -> PipelineSummary:
        source, base = self.source, self.summary.currency
        limits = [*self.there, *self._limits(owners, teams), *self._within(start, end)]
        spent = func.coalesce(source.currency, self.rates.base)
        months = self._months(limits) if by == "month" else ([], [])
        # Deals at home need no day; those abroad that closed are told apart by the rates that may have held.
        days = self.rates.days()
        abroad = and_(self.closed, spent != base)
        rated_on = case((abroad, self._held(days))) if len(days) > 1 and self.rates_of is None else literal(-1)
        keys, group_of = self._keys(by, months)
        columns: Any = select(
            *(k.label(f"g_key{n}") for n, k in enumerate(keys)),
            source.stage_id.label("g_stage"),
            spent.label("g_currency"),
            source.probability.label("g_chance"),
            rated_on.label("g_rated"),
            source.amount.label("g_amount"),
        ).select_from(source)
        if by in _OF_ACCOUNT:
            columns = columns.outerjoin(Account, self._on_account())
        d = columns.where(*limits).subquery().c
        by_all = [c for c in d if c.key != "g_amount"]
        counted: Any = select(*by_all, func.count(), func.count(d.g_amount), func.sum(d.g_amount)).group_by(*by_all)
        rows: dict[Any, PipelineRow] = {}
        for *key, place, currency, chance, rated, count, priced, amount in self.crm.exec(
            counted.execution_options(deleted=True)
        ):
            stage = self.stages.get(place)
            day = self._day_of(rated, days)
            group = group_of(place, *key)
            row = rows.setdefault(group, PipelineRow(group))
            self._add(row, stage, currency, day, chance, count, priced, Decimal(amount or 0))
        return completed(self.crm, by, rows, self.summary)

    def _add(
        self, row: PipelineRow, stage: Stage | None, currency: str, day: date, chance: Any, count: int, priced: int, amount: Decimal
    ) -> None:  # fmt: skip
        base, summary = self.summary.currency, self.summary
        worth = self.rates.convert(amount, currency, base, day)
        summary.converted = summary.converted or (currency != base and worth is not None and bool(priced))
        if worth is None and priced:
            summary.left_out[currency] = summary.left_out.get(currency, 0) + priced
        worth = worth or Decimal(0)
        chance = chance if chance is not None else stage.probability if stage is not None else None
        kind = stage.kind if stage is not None else StageKind.OPEN
        row.tallies()[kind.value].add(count, worth, worth * Decimal(chance or 0) / 100, count - priced)

    def _day_of(self, rated: Any, days: Sequence[date]) -> date:
        if self.rates_of is not None:
            return self.rates_of
        if isinstance(rated, datetime):
            return rated.astimezone(self.crm.actor.zone).date()
        return self.day if rated in (None, -1) else days[rated]

    def _held(self, days: Sequence[date]) -> Any:
        """The place of the last of these days that had come when a deal closed; -1 when nobody knows when it did.

        Of more days than a statement should name, the moment itself.
        """
        when = self.source.closed_at
        if len(days) > _MOST_RATES:
            return when
        edges = [(when < _edge(self.crm, after, True), n) for n, after in enumerate(days[1:])]
        return case((when.is_(None), -1), *edges, else_=len(days) - 1)

    def _on_account(self) -> Any:
        ws = self.source.workspace_id
        return and_(
            col(Account.workspace_id) == ws,
            col(Account.id) == self.source.account_id,
            col(Account.deleted_at).is_(None),
        )

    def _keys(self, by: Grouping, months: tuple[list[date], list[date]]) -> tuple[list[Any], Callable[..., Any]]:
        """What to group by in SQL besides the stage, and the group a stage and these values make."""
        source = self.source
        if by == "stage":
            return [], lambda stage: stage
        if by == "month":
            place = case((self.closed, self._place(True, months[1])), else_=self._place(False, months[0]))
            known = {False: months[0], True: months[1]}
            return [
                self.closed,
                place,
            ], lambda _, over, at: known[bool(over)][at] if at is not None and at >= 0 else None
        if by == "manager":
            owners = {u.id: u for u in self._people()}
            return [source.owner_id], lambda _, owner: _led_by(owners.get(owner))
        if by == "team":
            teams = {u.id: u.team_id for u in self._people()}
            return [source.team_id, source.owner_id], lambda _, own, owner: teams.get(owner) if own is None else own
        if by == "currency":
            return [func.coalesce(source.currency, self.crm.actor.currency)], lambda _, held: held
        if by in _OF_ACCOUNT:
            return [getattr(Account, _OF_ACCOUNT[by])], lambda _, held: held
        if by == "age":
            edges = [_edge(self.crm, self.day - timedelta(days=days), True) for days in AGES]
            place = case(*((source.created_at >= edge, n) for n, edge in enumerate(edges)), else_=len(AGES))
            return [place], lambda _, held: held
        named = {"category": "forecast_category", "reason": "lost_reason"}.get(
            by, f"{by}_id" if by in REFERENCES else by
        )
        return [getattr(source, named)], lambda _, held: held

    def _place(self, closed: bool, months: Sequence[date]) -> Any:
        """The place of the month a deal closed or is expected to close in."""
        if not months:
            return literal(-1)
        when = self.source.closed_at if closed else self.source.expected_close_date
        edges = [(when < _edge(self.crm, after, closed), n) for n, after in enumerate(months[1:])]
        return case((when.is_(None), -1), *edges, else_=len(months) - 1)

    def _months(self, limits: Sequence[Any]) -> tuple[list[date], list[date]]:
        """The first days of all months between the earliest and the latest: of those expected, and of those closed."""
        expected, closed = self.source.expected_close_date, self.source.closed_at
        ends = [case((self.closed, closed)), case((self.closed, None), else_=expected)]
        q: Any = select(*(f(e) for e in ends for f in (func.min, func.max))).select_from(self.source).where(*limits)
        a, b, c, d = self.crm.exec(q.execution_options(deleted=True)).one()
        zone = self.crm.actor.zone
        return _months_between(c, d), _months_between(
            a.astimezone(zone).date() if a else None, b.astimezone(zone).date() if b else None
        )

    def _within(self, start: date | None, end: date | None) -> list[Any]:
        """Closed deals by the day they closed, the others by the day they are expected to."""
        if start is None and end is None:
            return []
        over = _within(self.crm, self.source.closed_at, start, end)
        due = _within(self.crm, self.source.expected_close_date, start, end)
        return [or_(and_(self.closed, *over), and_(not_(self.closed), *due))]

    def _limits(self, owners: Collection[int] | None, teams: Collection[int] | None) -> list[Any]:
        made: list[Any] = []
        if owners is not None:
            made.append(self.source.owner_id.in_(sorted(owners)))
        if teams is not None:
            own = self.source.team_id
            people = sorted(u.id or 0 for u in self._people() if u.team_id in teams)
            made.append(or_(own.in_(sorted(teams)), and_(own.is_(None), self.source.owner_id.in_(people))))
        return made

    def _people(self) -> list[User]:
        return self.crm.all(select(User).execution_options(deleted=True))


def _led_by(owner: User | None) -> int | None:
    if owner is None:
        return None
    return owner.id if owner.role is RoleName.MANAGER else owner.reports_to_id


def _months_between(first: date | None, last: date | None) -> list[date]:
    if first is None or last is None:
        return []
    begin, stop = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(m // 12, m % 12 + 1, 1) for m in range(max(begin, stop - _MOST_MONTHS), stop + 1)]


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
