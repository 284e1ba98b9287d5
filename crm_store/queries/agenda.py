"""One person's day: what is planned, what is due, which deals and tickets want attention."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlmodel import col

from crm_store.codes import ActivityKind, ActivityStatus, StageKind, TaskStatus, TicketStatus
from crm_store.models import Activity, ActivityLink, Deal, Stage, Task, Ticket
from crm_store.queries.fx import Rates
from crm_store.unit import Unit

IDLE_DAYS = 14
"""Days without activity after which a deal wants attention (capabilities §4, 42)."""
SOON_HOURS = 24
"""A ticket whose clock runs out within so many hours stands on the day's list."""

_OPEN_TASKS = (TaskStatus.TODO, TaskStatus.IN_PROGRESS)
_DONE_TICKETS = (TicketStatus.RESOLVED, TicketStatus.CLOSED, TicketStatus.REJECTED, TicketStatus.DUPLICATE)


class Reason(StrEnum):
    """Why an open deal wants attention."""

    CLOSE_PASSED = "close_passed"
    STEP_DUE = "step_due"
    IDLE = "idle"


@dataclass(frozen=True)
class Attention:
    """An open deal with the reasons it needs somebody; `idle_days` since the last activity, None when never."""

    deal: Deal
    reasons: tuple[Reason, ...]
    idle_days: int | None


@dataclass(frozen=True)
class Clock:
    """A ticket whose next service clock runs out at `due`: before `now` it has."""

    ticket: Ticket
    due: datetime
    first_response: bool


@dataclass(frozen=True)
class Agenda:
    """A day: meetings by time, tasks by urgency, deals (most reasons first, then the largest), tickets by clock."""

    day: date
    meetings: list[Activity]
    due: list[Task]
    overdue: list[Task]
    attention: list[Attention]
    clocks: list[Clock]


def agenda(crm: Unit, day: date, user: int, people: Collection[int]) -> Agenda:
    """The day of `user`; deals and tickets are those of `people` (for a manager, everybody below)."""
    return Agenda(
        day, _meetings(crm, day, user), _tasks(crm, user, day, day), _tasks(crm, user, None, min(day, crm.today) - timedelta(days=1)),
        attention(crm, people, day), clocks(crm, people),
    )  # fmt: skip


def attention(crm: Unit, people: Collection[int], day: date) -> list[Attention]:
    """Open deals of these people whose close date passed, whose next step is due by `day`, or that nobody touched for 14 days.

    Days are those of the calendar in the asker's zone, as for deals at risk: what was touched late yesterday was touched a day ago.
    """
    today, zone = crm.today, crm.actor.zone
    cutoff = datetime.combine(today - timedelta(days=IDLE_DAYS - 1), time(), zone).astimezone(UTC)
    touched = func.coalesce(col(Deal.last_activity_at), col(Deal.created_at))
    open_stages = select(col(Stage.id)).where(col(Stage.kind) == StageKind.OPEN)
    deals = crm.all(
        select(Deal).where(
            col(Deal.owner_id).in_(sorted(people)),
            col(Deal.stage_id).in_(open_stages),
            or_(col(Deal.expected_close_date) < today, col(Deal.next_step_date) <= day, touched < cutoff),
        )
    )
    last = _last_touch(crm, [d.id or 0 for d in deals])
    found = []
    for deal in deals:
        at = max((a for a in (deal.last_activity_at, last.get(deal.id or 0)) if a is not None), default=None)
        reasons = (
            [Reason.CLOSE_PASSED] * bool(deal.expected_close_date and deal.expected_close_date < today)
            + [Reason.STEP_DUE] * bool(deal.next_step_date and deal.next_step_date <= day)
            + [Reason.IDLE] * bool((at or deal.created_at) < cutoff)
        )
        if reasons:
            found.append(Attention(deal, tuple(reasons), None if at is None else (today - crm.actor.today(at)).days))
    rates = Rates(crm)

    def rank(a: Attention) -> tuple[int, Decimal, int]:
        worth = rates.convert(a.deal.amount or Decimal(0), a.deal.currency, rates.base, today)
        return -len(a.reasons), -(worth or Decimal(0)), a.deal.id or 0

    return sorted(found, key=rank)


def clocks(crm: Unit, people: Collection[int]) -> list[Clock]:
    """Unsolved tickets of these people whose next clock ran out or does so within a day, the most pressing first."""
    tickets = crm.all(
        select(Ticket).where(col(Ticket.assignee_id).in_(sorted(people)), col(Ticket.status).not_in(_DONE_TICKETS))
    )
    found = []
    for t in tickets:
        waiting = t.first_response_due if t.first_response_at is None else None
        running = [(due, due is waiting) for due in (waiting, t.resolution_due) if due is not None]
        if running and (soonest := min(running))[0] <= crm.now + timedelta(hours=SOON_HOURS):
            found.append(Clock(t, *soonest))
    return sorted(found, key=lambda c: (c.due, c.ticket.id or 0))


def _meetings(crm: Unit, day: date, user: int) -> list[Activity]:
    opens = datetime.combine(day, time(), crm.actor.zone).astimezone(UTC)
    closes = datetime.combine(day + timedelta(days=1), time(), crm.actor.zone).astimezone(UTC)
    with_me = select(col(ActivityLink.activity_id)).where(
        col(ActivityLink.workspace_id) == crm.actor.workspace_id,
        col(ActivityLink.target) == "user",
        col(ActivityLink.target_id) == user,
    )
    return crm.all(
        select(Activity)
        .where(
            col(Activity.kind).in_([ActivityKind.MEETING, ActivityKind.CALL, ActivityKind.VISIT]),
            col(Activity.status) != ActivityStatus.CANCELLED,
            col(Activity.starts_at) >= opens,
            col(Activity.starts_at) < closes,
            or_(col(Activity.owner_id) == user, col(Activity.id).in_(with_me)),
        )
        .order_by(col(Activity.starts_at), col(Activity.id))
    )


def _tasks(crm: Unit, user: int, first: date | None, last: date) -> list[Task]:
    q = select(Task).where(col(Task.assignee_id) == user, col(Task.status).in_(_OPEN_TASKS), col(Task.due_on) <= last)
    if first is not None:
        q = q.where(col(Task.due_on) >= first)
    urgency = ("urgent", "high", "normal", "low")
    return sorted(crm.all(q), key=lambda t: (t.due_on or last, urgency.index(t.priority.value), t.id or 0))


def _last_touch(crm: Unit, deals: list[int]) -> dict[int, datetime]:
    """When the latest activity on each deal took place."""
    found: dict[int, datetime] = {}
    for start in range(0, len(deals), 500):
        q = (
            select(col(ActivityLink.target_id), func.max(Activity.starts_at))
            .join(Activity, col(Activity.id) == col(ActivityLink.activity_id))
            .where(
                col(ActivityLink.workspace_id) == crm.actor.workspace_id,
                col(ActivityLink.target) == "deal",
                col(ActivityLink.target_id).in_(deals[start : start + 500]),
                col(Activity.workspace_id) == crm.actor.workspace_id,
                col(Activity.status) == ActivityStatus.HELD,
                col(Activity.starts_at) <= crm.now,
            )
            .group_by(col(ActivityLink.target_id))
        )
        found.update({n: at for n, at in crm.exec(q) if at is not None})
    return found
