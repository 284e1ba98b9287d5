"""From an opening to a closing amount of open deals, bar by bar, with nothing left over.

Each deal that was open and counted at one end moves in at most one way, so the bars add up to the difference to the cent. Amounts at both
ends convert at the rate of the closing day: a move of rates is no move of deals.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from sqlalchemy import BigInteger, and_, func, or_, select, type_coerce
from sqlmodel import col

from crm_store.base import AMOUNT_SCALE
from crm_store.codes import StageKind
from crm_store.models import DealState, Event, Stage, User
from crm_store.models.deal_state import FOREVER
from crm_store.queries.fx import Rates
from crm_store.queries.past import Standing, states
from crm_store.unit import Unit

Reason = Literal[
    "new",
    "pulled_in",
    "taken_over",
    "resumed",
    "increased",
    "decreased",
    "slipped",
    "won",
    "lost",
    "on_hold",
    "handed_over",
    "removed",
]
BARS: tuple[Reason, ...] = (
    "new", "pulled_in", "taken_over", "resumed", "increased", "decreased", "slipped", "won", "lost", "on_hold", "handed_over", "removed",
)  # fmt: skip
"""In the order they are shown. `resumed` was on hold or closed before; `taken_over` and `handed_over` changed owner or team."""

_CENT = Decimal("0.01")
_PLACE = {reason: place for place, reason in enumerate(BARS)}
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "increased": ("amount", "currency"), "decreased": ("amount", "currency"), "pulled_in": ("expected_close_date",),
    "slipped": ("expected_close_date",), "won": ("stage",), "lost": ("stage",), "on_hold": ("stage",), "resumed": ("stage",),
    "taken_over": ("owner", "team"), "handed_over": ("owner", "team"),
}  # fmt: skip
"""What somebody changed to make a deal move so; a new deal and a removed one need no field."""


class Move(NamedTuple):
    """One deal in a bar, and by how much the total moved."""

    number: int
    reason: Reason
    delta: Decimal


@dataclass(frozen=True)
class Told:
    """A move with the deal as it stood at both ends (`deal`: at the later one it was there), and who made it when, as far as the log tells."""

    move: Move
    deal: Standing
    before: Standing | None
    after: Standing | None
    by: User | None = None
    at: datetime | None = None
    kind: str | None = None


@dataclass
class Bridge:
    """`opening` + the bars = `closing`, exactly. `left_out` counts deals per currency without a rate, which are in no sum."""

    since: datetime
    until: datetime
    currency: str
    opening: Decimal = Decimal(0)
    closing: Decimal = Decimal(0)
    opened: int = 0
    closed: int = 0
    moves: list[Move] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    converted: bool = False

    def bars(self) -> list[tuple[Reason, int, Decimal]]:
        """(reason, deals, amount) of every bar that has deals, in order."""
        held: dict[Reason, list[Decimal]] = {}
        for m in self.moves:
            held.setdefault(m.reason, []).append(m.delta)
        return [(r, len(held[r]), sum(held[r], Decimal(0))) for r in BARS if r in held]

    @property
    def residual(self) -> Decimal:
        """What the bars leave unexplained: always 0."""
        return self.closing - self.opening - sum((m.delta for m in self.moves), Decimal(0))


def bridge(
    crm: Unit,
    since: datetime,
    until: datetime,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    currency: str | None = None,
) -> Bridge:
    """What moved the open deals expected to close between `start` and `end` (all, when None) from one moment to another.

    The moves come in the order of their bars, the largest first; `told` opens them.

    Args:
        owners: only deals of these people at the time. teams: of these teams.
        currency: what the sums are in, the workspace's when None.
    """
    made = Bridge(since, until, currency or crm.actor.currency)
    worth = _Worth(Rates(crm), made.currency, until.astimezone(crm.actor.zone).date(), made)
    asked = _Asked(crm, owners, teams, start, end)
    made.opened, made.opening = _unmoved(crm, asked, worth, made)
    made.closed, made.closing = made.opened, made.opening
    first, last = _moved(crm, asked, since, until)
    nothing = Decimal(0)
    for number in first.shapes.keys() | last.shapes.keys():
        before, after = first.shapes.get(number), last.shapes.get(number)
        was, now = before is not None and before.counted, after is not None and after.counted
        if not (was or now):
            continue
        old = worth.of(number, before.currency, first.amounts[number]) if was and before is not None else nothing
        new = worth.of(number, after.currency, last.amounts[number]) if now and after is not None else nothing
        made.opening, made.closing = made.opening + old, made.closing + new
        made.opened, made.closed = made.opened + was, made.closed + now
        if not (was and now and old == new):
            made.moves.append(Move(number, _reason(before, after, was, now, new - old), new - old))
    made.moves.sort(key=lambda m: (_PLACE[m.reason], -abs(m.delta), m.number))
    return made


class _Shape(NamedTuple):
    """What a state means here: whether it was among those asked for (`counted`), and theirs whom was asked about (`belongs`)."""

    kind: str
    currency: str | None
    belongs: bool
    counted: bool


class _End(NamedTuple):
    """Deals as they stood at one end: few shapes and bare numbers, for objects of so many deals would be counted over and over by Python."""

    shapes: dict[int, _Shape]
    amounts: dict[int, int | None]


class _Asked:
    """Which deals were asked about, as conditions and as judged of one state."""

    def __init__(
        self,
        crm: Unit,
        owners: Collection[int] | None,
        teams: Collection[int] | None,
        start: date | None,
        end: date | None,
    ) -> None:
        s: Any = DealState
        stages = crm.all(select(Stage).execution_options(deleted=True))
        self._kinds = {g.id: g.kind.value for g in stages}
        not_open = sorted(g.id or 0 for g in stages if g.kind is not StageKind.OPEN)
        self.is_open = or_(s.stage_id.is_(None), s.stage_id.not_in(not_open))
        theirs: list[Any] = []
        if owners is not None:
            theirs.append(s.owner_id.in_(sorted(owners)))
        if teams is not None:
            people = crm.all(select(User).execution_options(deleted=True))
            inside = s.owner_id.in_(sorted(u.id or 0 for u in people if u.team_id in teams))
            theirs.append(or_(s.team_id.in_(sorted(teams)), and_(s.team_id.is_(None), inside)))
        within = [s.expected_close_date >= start] if start is not None else []
        within += [s.expected_close_date <= end] if end is not None else []
        self.conditions = [*theirs, *within]
        # Told by the database, so that nothing is read of a state but what its index holds.
        self.columns = [
            s.deal_id, type_coerce(s.amount, BigInteger), s.stage_id, s.currency,
            *(func.coalesce(and_(*told), False) for told in (theirs, within) if told),
        ]  # fmt: skip
        self._theirs, self._within = bool(theirs), bool(within)

    def read(self, rows: Iterable[Any], end: _End) -> None:
        """Put these states into an end."""
        known: dict[tuple[Any, ...], _Shape] = {}
        for number, amount, *said in rows:
            key = tuple(said)
            shape = known.get(key) or known.setdefault(key, self._shape(*key))
            end.shapes[number], end.amounts[number] = shape, amount

    def _shape(self, stage: int | None, currency: str | None, *told: Any) -> _Shape:
        kind = self._kinds.get(stage, "open")
        belongs = bool(told[0]) if self._theirs else True
        within = bool(told[-1]) if self._within else True
        return _Shape(kind, currency, belongs, kind == "open" and belongs and within)


def _moved(crm: Unit, asked: _Asked, since: datetime, until: datetime) -> tuple[_End, _End]:
    """The deals whose state at one moment is not that at the other, as they stood at each."""
    begun, ended = col(DealState.begun_at), col(DealState.ended_at)
    between = and_(begun > since, begun <= until)
    first, last = _End({}, {}), _End({}, {})
    # Apart, and those that last still named as such: each is then a stretch of the index.
    for end, *limits in (
        (first, ended > since, ended <= until, begun <= since),
        (last, ended == FOREVER, between),
        (last, ended > until, ended < FOREVER, between),
    ):
        found: Any = select(*asked.columns).where(*limits)
        asked.read(crm.exec(found.execution_options(deleted=True)), end)
    return first, last


def _unmoved(crm: Unit, asked: _Asked, worth: "_Worth", made: Bridge) -> tuple[int, Decimal]:
    """How many open deals stood at both ends as they were, and their worth: the same at each."""
    s: Any = DealState
    q: Any = select(s.currency, func.count(), func.count(s.amount), func.sum(s.amount))
    q = q.where(s.ended_at > made.until, s.begun_at <= made.since, asked.is_open, *asked.conditions)
    number, whole = 0, Decimal(0)
    for currency, count, priced, amount in crm.exec(q.group_by(s.currency).execution_options(deleted=True)):
        number += count
        whole += worth.sum_of(worth.rates.base if currency is None else currency, priced, Decimal(amount or 0))
    return number, whole.quantize(_CENT)


def _reason(
    before: _Shape | None,
    after: _Shape | None,
    was: bool,
    now: bool,
    delta: Decimal,
) -> Reason:
    """Why a deal counts at one end only, or more or less than before; the weightiest of several reasons."""
    if was and now:
        return "increased" if delta > 0 else "decreased"
    if now:
        if before is None:
            return "new"
        if before.kind != "open":
            return "resumed"
        return "pulled_in" if before.belongs else "taken_over"
    if after is None:
        return "removed"
    if after.kind != "open":
        return "won" if after.kind == "won" else "lost" if after.kind == "lost" else "on_hold"
    return "slipped" if after.belongs else "handed_over"


class _Worth:
    """Amounts in the currency of the bridge, to the cent; what cannot be converted is told once."""

    def __init__(self, rates: Rates, target: str, day: date, made: Bridge) -> None:
        self.rates, self.target, self.day, self.made = rates, target, day, made
        self._factors: dict[str, Decimal | None] = {}
        self._told: set[int] = set()

    def of(self, number: int, currency: str | None, amount: int | None) -> Decimal:
        if amount is None:
            return Decimal(0)
        spent = currency or self.rates.base
        factor = self._factor(spent)
        if factor is None:
            if number not in self._told:
                self._told.add(number)
                self.made.left_out[spent] = self.made.left_out.get(spent, 0) + 1
            return Decimal(0)
        self.made.converted = self.made.converted or spent != self.target
        return (Decimal(amount) / AMOUNT_SCALE * factor).quantize(_CENT)

    def sum_of(self, spent: str, priced: int, amount: Decimal) -> Decimal:
        """The worth of so many priced deals of one currency together."""
        factor = self._factor(spent)
        if factor is None and priced:
            self.made.left_out[spent] = self.made.left_out.get(spent, 0) + priced
        self.made.converted = self.made.converted or (spent != self.target and factor is not None and bool(priced))
        return amount * factor if factor is not None else Decimal(0)

    def _factor(self, spent: str) -> Decimal | None:
        if spent not in self._factors:
            self._factors[spent] = self.rates.rate(spent, self.target, self.day)
        return self._factors[spent]


def told(crm: Unit, made: Bridge, moves: Sequence[Move]) -> Iterator[Told]:
    """These moves of a bridge opened: the deal before and after, and the last change in between of a field that decides it."""
    for place in range(0, len(moves), 500):
        some = moves[place : place + 500]
        first, last = (_stood(crm, at, sorted(m.number for m in some)) for at in (made.since, made.until))
        latest = _latest(crm, made, {m.number: m.reason for m in some})
        people = crm.many("user", (a for a, _, _ in latest.values() if a))
        for m in some:
            before, after = first.get(m.number), last.get(m.number)
            actor, at, kind = latest.get(m.number, (None, None, None))
            by, deal = people.get(actor or 0), after or before
            if deal is not None:
                yield Told(m, deal, before, after, by if isinstance(by, User) else None, at, kind)


def _stood(crm: Unit, at: datetime, numbers: Sequence[int]) -> dict[int, Standing]:
    """These deals as they stood; the end is hidden from SQLite, which would go through every deal's last state for it."""
    ended: Any = func.coalesce(col(DealState.ended_at), col(DealState.begun_at))
    found = states(crm, col(DealState.deal_id).in_(numbers), col(DealState.begun_at) <= at, ended > at)
    return {deal.number: deal for _, _, deal in found}


def _latest(
    crm: Unit, made: Bridge, wanted: Mapping[int, Reason]
) -> dict[int, tuple[int | None, datetime | None, str | None]]:
    q: Any = select(Event.record_id, Event.op, Event.after, Event.at, Event.actor_id, Event.actor_kind)  # type: ignore[call-overload]
    q = q.where(
        col(Event.workspace_id) == crm.actor.workspace_id, col(Event.entity) == "deal", col(Event.at) > made.since, col(Event.at) <= made.until,
        col(Event.record_id).in_(sorted(wanted)),
    )  # fmt: skip
    latest: dict[int, tuple[int | None, datetime | None, str | None]] = {}
    for number, op, after, at, actor, kind in crm.inside(q.order_by(col(Event.at), col(Event.id))):
        reason = wanted[number]
        if (
            (reason == "new" and op in ("create", "restore") and kind != "import")
            or (reason == "removed" and op == "delete")
            or (op == "update" and any(f in after for f in _FIELDS.get(reason, ())))
        ):
            latest[number] = (actor, at, kind)
    return latest
