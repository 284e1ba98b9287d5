"""Open deals with what the signals say of them, the most money at stake first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from typing import Any

from sqlalchemy import Select, Text, and_, cast, func, or_, select
from sqlmodel import col

from crm_store.codes import ActivityKind, ActivityStatus, Direction, Priority, StageKind, TaskStatus, TicketStatus
from crm_store.models import (
    AccountContact,
    Activity,
    ActivityLink,
    Contact,
    Deal,
    DealContact,
    Event,
    Stage,
    StageHistory,
    Task,
    Ticket,
    User,
)
from crm_store.queries.fx import Rates
from crm_store.signals import Evidence, Facts, Person, Rule, rules, warnings
from crm_store.unit import Unit

_STAYS = 20_000
"""The latest stays the usual time in a stage is taken from."""
_OVER = (TicketStatus.RESOLVED, TicketStatus.CLOSED, TicketStatus.REJECTED, TicketStatus.DUPLICATE)
LEAST = 0.3
"""A deal is called at risk when its warnings put this share of it in doubt: one heavy warning, or several light ones."""
_HEARD = (ActivityKind.MEETING, ActivityKind.CALL, ActivityKind.VISIT)


@dataclass(frozen=True)
class Risk:
    """One open deal with its warnings; `stake` is the part of its worth (workspace currency) they put in doubt, None without an amount."""

    deal: Deal
    facts: Facts
    warnings: list[Evidence]
    worth: Decimal | None
    stake: Decimal | None


@dataclass
class Risks:
    """Deals with warnings, the highest stake first. `looked_at` counts all open deals; `left_out` those of a currency without a rate."""

    found: list[Risk]
    looked_at: int
    currency: str
    worth: Decimal = Decimal(0)
    stake: Decimal = Decimal(0)
    left_out: dict[str, int] = field(default_factory=dict)


def at_risk(
    crm: Unit,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    deals: Collection[int] | None = None,
    only: Collection[str] = (),
    category: str | None = None,
    currency: str | None = None,
) -> Risks:
    """Open deals whose warnings weigh `LEAST` and more; with `only` or `deals`, all that are warned about.

    Args:
        start, end: only deals expected to close in between; those past their date count while the span reaches today.
        deals: only these. only: only these rules, by name. category: only deals of this forecast category.
    """
    known: Sequence[Rule] = [r for n, r in rules().items() if not only or n in only]
    weights = {r.name: r.weight for r in known}
    narrowed = _conditions(crm, owners, teams, start, end, deals, category)
    open_deals: list[Deal] = crm.all(select(Deal).join(Stage, _on_stage()).where(*narrowed))
    facts = _Facts(crm, select(col(Deal.id)).join(Stage, _on_stage()).where(*narrowed), open_deals)
    rates = Rates(crm)
    made = Risks([], len(open_deals), currency or crm.actor.currency)
    for deal in open_deals:
        of = facts.of(deal)
        said = warnings(of, known)
        if not said:
            continue
        spent = deal.currency or rates.base
        worth = rates.convert(deal.amount, spent, made.currency, crm.today) if deal.amount is not None else None
        if deal.amount is not None and worth is None:
            made.left_out[spent] = made.left_out.get(spent, 0) + 1
        safe = 1.0
        for one in said:
            safe *= 1 - weights[one.rule]
        if 1 - safe < LEAST and not only and deals is None:
            continue
        worth = worth.quantize(Decimal("0.01")) if worth is not None else None
        stake = (worth * Decimal(str(round(1 - safe, 6)))).quantize(Decimal("0.01")) if worth is not None else None
        made.found.append(Risk(deal, of, said, worth, stake))
        made.worth, made.stake = made.worth + (worth or 0), made.stake + (stake or 0)
    made.found.sort(key=lambda r: (r.stake is None, -(r.stake or 0), -len(r.warnings), r.deal.id or 0))
    return made


def _on_stage() -> Any:
    return and_(col(Stage.workspace_id) == col(Deal.workspace_id), col(Stage.id) == col(Deal.stage_id))


def _conditions(
    crm: Unit,
    owners: Collection[int] | None,
    teams: Collection[int] | None,
    start: date | None,
    end: date | None,
    deals: Collection[int] | None,
    category: str | None,
) -> list[Any]:
    made: list[Any] = [col(Stage.kind) == StageKind.OPEN]
    if owners is not None:
        made.append(col(Deal.owner_id).in_(sorted(owners)))
    if teams is not None:
        of_team = select(col(User.id)).where(col(User.team_id).in_(sorted(teams)))
        own = col(Deal.team_id).in_(sorted(teams))
        made.append(or_(own, and_(col(Deal.team_id).is_(None), col(Deal.owner_id).in_(of_team))))
    if deals is not None:
        made.append(col(Deal.id).in_(sorted(deals)))
    if category is not None:
        made.append(col(Deal.forecast_category) == category)
    close = col(Deal.expected_close_date)
    if start is not None and (end is None or not start <= crm.today <= end):
        made.append(close >= start)
    if end is not None:
        made.append(close <= end)
    return made


class _Facts:
    """What stands around the open deals, read in a handful of statements in the actor's scope."""

    def __init__(self, crm: Unit, which: Select[Any], deals: Sequence[Deal]) -> None:
        self.crm = crm
        self.stages = {s.id: s for s in crm.all(select(Stage))}
        self.usual = _usual_stays(crm)
        self.changes = self._changes(which)
        self.people = self._people(which, deals)
        self.heard = self._latest(which, heard=True)
        self.planned = self._planned(which)
        self.tickets = self._tickets(deals)

    def of(self, deal: Deal) -> Facts:
        stage = self.stages.get(deal.stage_id)
        pushes, amounts = self.changes.get(deal.id or 0, ([], []))
        return Facts(
            number=deal.id or 0, ref=deal.ref, today=self.crm.today, amount=deal.amount, created_on=self._day(deal.created_at),
            stage=stage.name if stage else "", stage_zh=(stage.name_zh or stage.name) if stage else "",
            stage_probability=(deal.probability or stage.probability or Decimal(0)) if stage else Decimal(0),
            stage_since=self._day(deal.stage_entered_at), usual_days=self.usual.get(deal.stage_id or 0),
            last_activity_at=deal.last_activity_at, last_activity_on=self._day(deal.last_activity_at),
            last_heard_on=self._day(self.heard.get(deal.id or 0)), next_step=deal.next_step, next_step_on=deal.next_step_date,
            planned_on=self.planned.get(deal.id or 0), expected_close=deal.expected_close_date, pushes=tuple(pushes), amounts=tuple(amounts),
            people=tuple(self.people.get(deal.id or 0, ())), competitor=deal.competitor,
            urgent_tickets=tuple(self.tickets.get(deal.account_id or 0, ())),
        )  # fmt: skip

    def _day(self, at: datetime | None) -> date | None:
        return at.astimezone(self.crm.actor.zone).date() if at is not None else None

    def _changes(self, which: Select[Any]) -> dict[int, tuple[list[Any], list[Any]]]:
        """The close dates moved later and the amounts changed, per deal, oldest first; what was undone since is left out."""
        q: Any = select(Event.record_id, Event.before, Event.after, Event.at).where(  # type: ignore[call-overload]
            col(Event.entity) == "deal", col(Event.op) == "update", col(Event.undone_by).is_(None), col(Event.record_id).in_(which)
        )  # fmt: skip
        # Told apart by the database: reading every change of a deal took a third of the time.
        said = cast(col(Event.after), Text)
        q = q.where(or_(said.contains('"expected_close_date"'), said.contains('"amount"')))
        found: dict[int, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        for number, before, after, at in self.crm.exec(q.order_by(col(Event.at), col(Event.id))):
            on = at.astimezone(self.crm.actor.zone).date()
            old, new = before.get("expected_close_date"), after.get("expected_close_date")
            if old and new and str(new) > str(old):
                found[number][0].append((date.fromisoformat(str(old)[:10]), date.fromisoformat(str(new)[:10]), on))
            if before.get("amount") and after.get("amount"):
                found[number][1].append((Decimal(str(before["amount"])), Decimal(str(after["amount"])), on))
        return found

    def _people(self, which: Select[Any], deals: Sequence[Deal]) -> dict[int, list[Person]]:
        tied: dict[int, dict[int, Any]] = defaultdict(dict)
        q: Any = select(DealContact.deal_id, DealContact.contact_id, DealContact.role)  # type: ignore[call-overload]
        for deal, contact, role in self.crm.exec(q.where(col(DealContact.deal_id).in_(which))):
            tied[deal][contact] = role
        for d in deals:
            if d.contact_id is not None:
                tied[d.id or 0].setdefault(d.contact_id, None)
        known = self._contacts({c for held in tied.values() for c in held})
        accounts = {d.id or 0: d.account_id for d in deals}
        ended: Any = select(AccountContact.account_id, AccountContact.contact_id)  # type: ignore[call-overload]
        gone = {tuple(tie) for tie in self.crm.exec(ended.where(col(AccountContact.inactive).is_(True)))}
        made: dict[int, list[Person]] = {}
        for deal, held in tied.items():
            made[deal] = [
                Person(
                    f"{Contact.about.prefix}-{n}", known[n][0], (role or known[n][1]), (accounts.get(deal), n) in gone
                )
                for n, role in sorted(held.items())
                if n in known
            ]
        return made

    def _contacts(self, wanted: Collection[int]) -> dict[int, tuple[str, Any]]:
        """The name and general role of those of these people who are in sight."""
        found: dict[int, tuple[str, Any]] = {}
        ordered = sorted(wanted)
        q: Any = select(Contact.id, Contact.name, Contact.role)  # type: ignore[call-overload]
        for start in range(0, len(ordered), 500):
            some = ordered[start : start + 500]
            found.update((n, (name, role)) for n, name, role in self.crm.exec(q.where(col(Contact.id).in_(some))))
        return found

    def _latest(self, which: Select[Any], *, heard: bool) -> dict[int, datetime]:
        q: Any = select(col(ActivityLink.target_id), func.max(col(Activity.starts_at))).join(
            Activity, and_(col(Activity.workspace_id) == col(ActivityLink.workspace_id), col(Activity.id) == col(ActivityLink.activity_id))
        )  # fmt: skip
        q = q.where(
            col(ActivityLink.target) == "deal", col(ActivityLink.target_id).in_(which), col(Activity.status) == ActivityStatus.HELD,
            col(Activity.starts_at) <= self.crm.now, or_(col(Activity.direction) == Direction.INBOUND, col(Activity.kind).in_(_HEARD)),
        )  # fmt: skip
        return dict(tuple(row) for row in self.crm.exec(q.group_by(col(ActivityLink.target_id))))

    def _planned(self, which: Select[Any]) -> dict[int, date]:
        q: Any = select(col(ActivityLink.target_id), func.min(col(Activity.starts_at))).join(
            Activity, and_(col(Activity.workspace_id) == col(ActivityLink.workspace_id), col(Activity.id) == col(ActivityLink.activity_id))
        )  # fmt: skip
        q = q.where(
            col(ActivityLink.target) == "deal", col(ActivityLink.target_id).in_(which), col(Activity.status) == ActivityStatus.PLANNED,
            col(Activity.starts_at) >= self.crm.now,
        )  # fmt: skip
        found = {
            n: at.astimezone(self.crm.actor.zone).date()
            for n, at in self.crm.exec(q.group_by(col(ActivityLink.target_id)))
        }
        due: Any = select(col(Task.deal_id), func.min(col(Task.due_on))).where(
            col(Task.deal_id).in_(which), col(Task.status).in_((TaskStatus.TODO, TaskStatus.IN_PROGRESS)), col(Task.due_on) >= self.crm.today
        )  # fmt: skip
        for number, on in self.crm.exec(due.group_by(col(Task.deal_id))):
            found[number] = min(found.get(number, on), on)
        return found

    def _tickets(self, deals: Sequence[Deal]) -> dict[int, list[tuple[str, str]]]:
        wanted = {d.account_id for d in deals if d.account_id is not None}
        q = select(Ticket).where(col(Ticket.priority) == Priority.URGENT, col(Ticket.status).not_in(_OVER))
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for t in self.crm.all(q.order_by(col(Ticket.id))):
            if t.account_id in wanted:
                found[t.account_id].append((t.ref, t.subject))
        return found


def _usual_stays(crm: Unit) -> dict[int, int]:
    """The median of the days closed stays took, per stage with enough of them, of deals that are over by now."""
    over = select(col(Deal.id)).join(Stage, _on_stage()).where(col(Stage.kind).in_((StageKind.WON, StageKind.LOST)))
    q: Any = select(StageHistory.to_stage_id, StageHistory.entered_at, StageHistory.left_at)  # type: ignore[call-overload]
    q = q.where(
        col(StageHistory.left_at).is_not(None),
        col(StageHistory.undone_by).is_(None),
        col(StageHistory.deal_id).in_(over),
    )
    found: dict[int, list[float]] = defaultdict(list)
    for stage, entered, left in crm.exec(q.order_by(col(StageHistory.left_at).desc()).limit(_STAYS)):
        found[stage].append((left - entered).total_seconds() / 86400)
    return {stage: round(median(held)) for stage, held in found.items() if len(held) >= Facts.ENOUGH}
