"""Deals counted and added up in SQL by one thing or several at once, worth what they are at the rate of their day."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import and_, case, func, literal, not_, or_, select
from sqlmodel import col

from crm_store.codes import RoleName, StageKind
from crm_store.models import Account, Deal, Stage, User
from crm_store.own_fields import is_own, own_specs
from crm_store.queries.fx import Rates
from crm_store.queries.own import read_group, text_of
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


@dataclass(frozen=True, slots=True)
class Counted:
    """Deals of one group of each grouping: of which kind, how many, worth how much, weighted by probability, how many without an amount."""

    groups: tuple[Any, ...]
    kind: StageKind
    count: int
    amount: Decimal
    weighted: Decimal
    unpriced: int


class Counting:
    """Sums over `source`: the deals as they are, or as they stood when `there` narrows their states to a moment; `day` is its day.

    Each deal is read once; what stages and owners mean is added to the groups, which are few.
    """

    def __init__(
        self, crm: Unit, source: Any, day: date, there: Sequence[Any], currency: str, rates_of: date | None = None
    ) -> None:
        self.rates_of = rates_of
        self.crm, self.source, self.day, self.there = crm, source, day, there
        self.currency, self.converted = currency, False
        self.left_out: dict[str, int] = {}
        self.rates = Rates(crm)
        # Deleted ones keep the meaning they had.
        self.stages = {s.id: s for s in crm.all(select(Stage).execution_options(deleted=True))}
        self.over = sorted(s.id or 0 for s in self.stages.values() if s.kind in (StageKind.WON, StageKind.LOST))
        self.closed = and_(source.stage_id.is_not(None), source.stage_id.in_(self.over))

    def counted(
        self,
        bys: Sequence[Grouping | str],
        owners: Collection[int] | None,
        teams: Collection[int] | None,
        start: date | None,
        end: date | None,
    ) -> Iterator[Counted]:
        """The deals of every combination of these groupings, in parts of one stage, currency, chance and rate each.

        Args: as in `pipeline`.
        """
        source = self.source
        limits = [*self.there, *self._limits(owners, teams), *self._within(start, end)]
        months = self._months(limits) if "month" in bys else ([], [])
        days = self.rates.days()
        keyed = [self._keys(by, months) for by in bys]
        for among, rated_on in self._rated(days):
            columns: Any = select(
                source.stage_id.label("g_stage"),
                source.currency.label("g_currency"),
                source.probability.label("g_chance"),
                *(k.label(f"g_key{m}_{n}") for m, (keys, _) in enumerate(keyed) for n, k in enumerate(keys)),
                *(rated.label("g_rated") for rated in rated_on),
                source.amount.label("g_amount"),
            ).select_from(source)
            if not _OF_ACCOUNT.keys().isdisjoint(bys):
                columns = columns.outerjoin(Account, self._on_account())
            d = columns.where(*limits, *among).subquery().c
            # In the order of the index that holds every figure: SQLite then adds up as it reads, without sorting. What it has to
            # sort begins with what tells most apart, which took a quarter less.
            by_all = [c for c in d if c.key != "g_amount"]
            order = [by_all[-1], *by_all[:-1]] if rated_on else by_all
            found: Any = select(*by_all, func.count(), func.count(d.g_amount), func.sum(d.g_amount)).group_by(*order)
            for place, spent, chance, *rest, count, priced, amount in self.crm.exec(
                found.execution_options(deleted=True)
            ):
                rated = rest.pop() if rated_on else None
                stage, keys, groups = self.stages.get(place), iter(rest), []
                for held, group_of in keyed:
                    groups.append(group_of(place, *(next(keys) for _ in held)))
                currency = self.rates.base if spent is None else spent
                worth = self._worth(currency, self._day_of(rated, days), priced, Decimal(amount or 0))
                share = chance if chance is not None else stage.probability if stage is not None else None
                kind = stage.kind if stage is not None else StageKind.OPEN
                yield Counted(tuple(groups), kind, count, worth, worth * Decimal(share or 0) / 100, count - priced)

    def _rated(self, days: Sequence[date]) -> list[tuple[list[Any], list[Any]]]:
        """What to add up apart: the conditions of each part, and by which rates it is told apart.

        Deals at home need no day; those abroad that closed are told apart by the rates that may have held. SQLite has to sort what it
        tells apart so, and nothing else: of the others it reads the figures in order.
        """
        if len(days) <= 1 or self.rates_of is not None:
            return [([], [])]
        spent, stage = self.source.currency, self.source.stage_id
        abroad = spent != self.currency
        if self.currency != self.rates.base:  # then it is those without a currency that are abroad
            abroad = or_(spent.is_(None), abroad)
        told_apart = and_(self.closed, abroad)
        if self.crm.dialect != "sqlite" or self.source is not Deal:
            return [([], [case((told_apart, self._held(days)))])]
        at_home = spent == self.currency
        if self.currency == self.rates.base:
            at_home = or_(spent.is_(None), at_home)
        return [([or_(at_home, stage.is_(None), stage.not_in(self.over))], []), ([told_apart], [self._held(days)])]

    def _worth(self, currency: str, day: date, priced: int, amount: Decimal) -> Decimal:
        worth = self.rates.convert(amount, currency, self.currency, day)
        self.converted = self.converted or (currency != self.currency and worth is not None and bool(priced))
        if worth is None and priced:
            self.left_out[currency] = self.left_out.get(currency, 0) + priced
        return worth or Decimal(0)

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
        return case((when.is_(None), -1), else_=_halved(when, [_edge(self.crm, after, True) for after in days[1:]]))

    def _on_account(self) -> Any:
        ws = self.source.workspace_id
        return and_(
            col(Account.workspace_id) == ws,
            col(Account.id) == self.source.account_id,
            col(Account.deleted_at).is_(None),
        )

    def _keys(self, by: Grouping | str, months: tuple[list[date], list[date]]) -> tuple[list[Any], Callable[..., Any]]:
        """What to group by in SQL besides the stage, and the group a stage and these values make."""
        source = self.source
        if by == "stage":
            return [], lambda stage: stage
        if is_own(by):
            spec = own_specs(self.crm, "deal")[by]
            self.crm.must_read("deal", by)
            return [text_of(source, spec)], lambda _, held: read_group(spec, held)
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
        return case((when.is_(None), -1), else_=_halved(when, [_edge(self.crm, after, closed) for after in months[1:]]))

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


def _halved(when: Any, edges: Sequence[Any], first: int = 0) -> Any:
    """How many of these moments had come, found by halving: asked one after the other they took half of a sum's time."""
    if not edges:
        return literal(first)
    middle = len(edges) // 2
    earlier, later = _halved(when, edges[:middle], first), _halved(when, edges[middle + 1 :], first + middle + 1)
    return case((when < edges[middle], earlier), else_=later)


def _edge(crm: Unit, day: date, is_moment: bool) -> Any:
    return datetime.combine(day, time(), crm.actor.zone).astimezone(UTC) if is_moment else day
