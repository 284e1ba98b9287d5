"""What the signals look at: everything that stands around some open deals, read in a handful of statements in the actor's scope."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from typing import Any

from sqlalchemy import Select, Text, and_, cast, exists, func, or_, select
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
)
from crm_store.signals import Facts, Person
from crm_store.unit import Unit

STAYS = 20_000
"""The latest stays the usual time in a stage is taken from."""
OVER = (TicketStatus.RESOLVED, TicketStatus.CLOSED, TicketStatus.REJECTED, TicketStatus.DUPLICATE)
HEARD = (ActivityKind.MEETING, ActivityKind.CALL, ActivityKind.VISIT)


class FactsOf:
    """What stands around these deals; `which` selects their numbers."""

    def __init__(
        self, crm: Unit, which: Select[Any], deals: Sequence[Deal], usual: Mapping[int, int] | None = None
    ) -> None:
        self.crm = crm
        self.stages = {s.id: s for s in crm.all(select(Stage))}
        self.usual = usual_stays(crm) if usual is None else usual
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
        return told_changes(self.crm, self.crm.exec(q.order_by(col(Event.at), col(Event.id))))

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
            col(Activity.starts_at) <= self.crm.now, or_(col(Activity.direction) == Direction.INBOUND, col(Activity.kind).in_(HEARD)),
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
        q = select(Ticket).where(col(Ticket.priority) == Priority.URGENT, col(Ticket.status).not_in(OVER))
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for t in self.crm.all(q.order_by(col(Ticket.id))):
            if t.account_id in wanted:
                found[t.account_id].append((t.ref, t.subject))
        return found


def told_changes(crm: Unit, events: Iterable[Any]) -> dict[int, tuple[list[Any], list[Any]]]:
    """The pushes and the amounts by deal, of (number, before, after, at) in order; of a field closed to the asker, none."""
    closed = {f for f in ("amount", "expected_close_date") if is_closed(crm, f)}
    found: dict[int, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for number, before, after, at in events:
        on = at.astimezone(crm.actor.zone).date()
        old, new = before.get("expected_close_date"), after.get("expected_close_date")
        if old and new and str(new) > str(old) and "expected_close_date" not in closed:
            found[number][0].append((date.fromisoformat(str(old)[:10]), date.fromisoformat(str(new)[:10]), on))
        if before.get("amount") and after.get("amount") and "amount" not in closed:
            found[number][1].append((Decimal(str(before["amount"])), Decimal(str(after["amount"])), on))
    return found


def is_closed(crm: Unit, field: str) -> bool:
    """Whether a field of deals is kept from the asker; its past is then, too."""
    return crm.veiled is not None and crm.veiled.over.closes("deal", field)


def usual_stays(crm: Unit) -> dict[int, int]:
    """The median of the days closed stays took, per stage with enough of them, of deals that are over by now."""
    closing = (StageKind.WON, StageKind.LOST)
    over = [s.id for s in crm.all(select(Stage).where(col(Stage.kind).in_(closing)))]
    # Asked stay by stay, so that the latest are read in order and no further than needed.
    is_over = exists().where(
        col(Deal.workspace_id) == col(StageHistory.workspace_id),
        col(Deal.id) == col(StageHistory.deal_id),
        col(Deal.stage_id).in_(over),
    )
    q: Any = select(StageHistory.to_stage_id, StageHistory.entered_at, StageHistory.left_at)  # type: ignore[call-overload]
    q = q.where(col(StageHistory.left_at).is_not(None), col(StageHistory.undone_by).is_(None), is_over)
    found: dict[int, list[float]] = defaultdict(list)
    for stage, entered, left in crm.exec(q.order_by(col(StageHistory.left_at).desc()).limit(STAYS)):
        found[stage].append((left - entered).total_seconds() / 86400)
    return {stage: round(median(held)) for stage, held in found.items() if len(held) >= Facts.ENOUGH}
