"""From an opening to a closing amount of open deals, bar by bar, with nothing left over.

Each deal that was open and counted at one end moves in at most one way, so the bars add up to the difference to the cent. Amounts at both
ends convert at the rate of the closing day: a move of rates is no move of deals.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import and_, func, or_, select
from sqlmodel import col

from crm_store.codes import StageKind
from crm_store.models import DealState, Event, Stage, User
from crm_store.queries.fx import Rates
from crm_store.queries.past import Standing, belongs, falls_within, narrowed, states, with_meaning
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
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "increased": ("amount", "currency"), "decreased": ("amount", "currency"), "pulled_in": ("expected_close_date",),
    "slipped": ("expected_close_date",), "won": ("stage",), "lost": ("stage",), "on_hold": ("stage",), "resumed": ("stage",),
    "taken_over": ("owner", "team"), "handed_over": ("owner", "team"),
}  # fmt: skip
"""What somebody changed to make a deal move so; a new deal and a removed one need no field."""


@dataclass(frozen=True)
class Move:
    """One deal in a bar: by how much the total moved, and who did it when, as far as the log tells."""

    deal: Standing
    reason: Reason
    delta: Decimal
    before: Standing | None
    after: Standing | None
    by: User | None = None
    at: datetime | None = None
    kind: str | None = None


@dataclass
class Bridge:
    """`opening` + the bars = `closing`, exactly. `left_out` counts deals per currency without a rate, which are in no sum."""

    currency: str
    opening: Decimal
    closing: Decimal
    opened: int
    closed: int
    moves: list[Move]
    left_out: dict[str, int] = field(default_factory=dict)
    converted: bool = False

    def bars(self) -> list[tuple[Reason, int, Decimal]]:
        """(reason, deals, amount) of every bar that has deals, in order."""
        made = []
        for reason in BARS:
            held = [m.delta for m in self.moves if m.reason == reason]
            if held:
                made.append((reason, len(held), sum(held, Decimal(0))))
        return made

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

    Args:
        owners: only deals of these people at the time. teams: of these teams.
        currency: what the sums are in, the workspace's when None.
    """
    first, last = _moved(crm, since, until)
    target = currency or crm.actor.currency
    made = Bridge(target, Decimal(0), Decimal(0), 0, 0, [])
    worth = _Worth(Rates(crm), target, until.astimezone(crm.actor.zone).date(), made)
    made.opened, made.opening = _unmoved(crm, since, until, worth, narrowed(owners, teams, start, end))
    made.closed, made.closing = made.opened, made.opening

    def counted(deal: Standing | None) -> bool:
        return (
            deal is not None and deal.kind == "open" and belongs(deal, owners, teams) and falls_within(crm, deal, start, end)
        )  # fmt: skip

    moves: list[Move] = []
    for number in sorted(first.keys() | last.keys()):
        before, after = first.get(number), last.get(number)
        was, now = counted(before), counted(after)
        old, new = worth.of(before) if was else Decimal(0), worth.of(after) if now else Decimal(0)
        made.opening, made.closing = made.opening + old, made.closing + new
        made.opened, made.closed = made.opened + was, made.closed + now
        if was and now and old == new:
            continue
        latest = after or before
        if (was or now) and latest is not None:
            why = _reason(before, after, was, now, new - old, owners, teams)
            moves.append(Move(latest, why, new - old, before, after))
    made.moves = sorted(
        _with_people(crm, moves, since, until), key=lambda m: (BARS.index(m.reason), -abs(m.delta), m.deal.number)
    )
    return made


def _moved(crm: Unit, since: datetime, until: datetime) -> tuple[dict[int, Standing], dict[int, Standing]]:
    """The deals whose state at one moment is not that at the other, as they stood at each."""
    begun, ended = col(DealState.begun_at), col(DealState.ended_at)
    only_first = and_(begun <= since, ended <= until)
    only_last = and_(begun > since, begun <= until, ended > until)
    first: dict[int, Standing] = {}
    last: dict[int, Standing] = {}
    for begun_at, _, deal in states(crm, ended > since, or_(only_first, only_last)):
        (first if begun_at <= since else last)[deal.number] = deal
    return first, last


def _unmoved(crm: Unit, since: datetime, until: datetime, worth: "_Worth", narrow: list[Any]) -> tuple[int, Decimal]:
    """How many open deals stood at both ends as they were, and their worth: the same at each."""
    spent = func.coalesce(col(DealState.currency), worth.rates.base)
    q: Any = with_meaning(
        select(spent, func.count(), func.count(col(DealState.amount)), func.sum(col(DealState.amount)))
    )
    is_open = or_(col(Stage.kind) == StageKind.OPEN, col(Stage.kind).is_(None))
    q = q.where(col(DealState.ended_at) > until, col(DealState.begun_at) <= since, is_open, *narrow).group_by(spent)
    number, whole = 0, Decimal(0)
    for currency, count, priced, amount in crm.exec(q.execution_options(deleted=True)):
        number += count
        whole += worth.sum_of(currency, priced, Decimal(amount or 0))
    return number, whole.quantize(_CENT)


def _reason(
    before: Standing | None,
    after: Standing | None,
    was: bool,
    now: bool,
    delta: Decimal,
    owners: Collection[int] | None,
    teams: Collection[int] | None,
) -> Reason:
    """Why a deal counts at one end only, or more or less than before; the weightiest of several reasons."""
    if was and now:
        return "increased" if delta > 0 else "decreased"
    if now:
        if before is None:
            return "new"
        if before.kind != "open":
            return "resumed"
        return "pulled_in" if belongs(before, owners, teams) else "taken_over"
    if after is None:
        return "removed"
    if after.kind != "open":
        return "won" if after.kind == "won" else "lost" if after.kind == "lost" else "on_hold"
    return "slipped" if belongs(after, owners, teams) else "handed_over"


class _Worth:
    """Amounts in the currency of the bridge, to the cent; what cannot be converted is told once."""

    def __init__(self, rates: Rates, target: str, day: date, made: Bridge) -> None:
        self.rates, self.target, self.day, self.made = rates, target, day, made
        self._factors: dict[str, Decimal | None] = {}
        self._told: set[int] = set()

    def of(self, deal: Standing | None) -> Decimal:
        if deal is None or deal.amount is None:
            return Decimal(0)
        spent = deal.currency or self.rates.base
        factor = self._factor(spent)
        if factor is None:
            if deal.number not in self._told:
                self._told.add(deal.number)
                self.made.left_out[spent] = self.made.left_out.get(spent, 0) + 1
            return Decimal(0)
        self.made.converted = self.made.converted or spent != self.target
        return (deal.amount * factor).quantize(_CENT)

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


def _with_people(crm: Unit, moves: list[Move], since: datetime, until: datetime) -> list[Move]:
    """The moves with who made them: the last change in between of a field that decides it."""
    wanted = {m.deal.number: m for m in moves}
    latest: dict[int, tuple[int | None, datetime, str]] = {}
    numbers = sorted(wanted)
    for place in range(0, len(numbers), 500):
        q: Any = select(Event.record_id, Event.op, Event.after, Event.at, Event.actor_id, Event.actor_kind)  # type: ignore[call-overload]
        q = q.where(
            col(Event.workspace_id) == crm.actor.workspace_id, col(Event.entity) == "deal", col(Event.at) > since, col(Event.at) <= until,
            col(Event.record_id).in_(numbers[place : place + 500]),
        )  # fmt: skip
        for number, op, after, at, actor, kind in crm.inside(q.order_by(col(Event.at), col(Event.id))):
            reason = wanted[number].reason
            if (
                (reason == "new" and op in ("create", "restore") and kind != "import")
                or (reason == "removed" and op == "delete")
                or (op == "update" and any(f in after for f in _FIELDS.get(reason, ())))
            ):
                latest[number] = (actor, at, kind)
    people = crm.many("user", (a for a, _, _ in latest.values() if a))
    made = []
    for m in moves:
        actor, at, kind = latest.get(m.deal.number, (None, None, None))
        by = people.get(actor or 0)
        made.append(Move(m.deal, m.reason, m.delta, m.before, m.after, by if isinstance(by, User) else None, at, kind))
    return made
