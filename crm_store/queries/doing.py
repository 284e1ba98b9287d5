"""What people did in a span of days: calls, meetings, visits, mails and messages that took place, and tasks done, per person."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlmodel import col

from crm_store.codes import ActivityKind, ActivityStatus, TaskStatus
from crm_store.models import Activity, Task, User
from crm_store.unit import Unit

TALKS = (
    ActivityKind.CALL, ActivityKind.MEETING, ActivityKind.VISIT, ActivityKind.EMAIL, ActivityKind.MESSAGE, ActivityKind.NOTE,
)  # fmt: skip
DONE = "task"
"""The key under which tasks done are counted."""


@dataclass
class Doing:
    """Counts by kind of activity (its code, and `task`) for each person's number; None is what belongs to nobody.

    `undated` are the tasks that are done without a day of completion: they count by the day they were due.
    """

    people: dict[int | None, Counter[str]] = field(default_factory=dict)
    undated: int = 0

    @property
    def total(self) -> Counter[str]:
        return sum(self.people.values(), Counter[str]())


def doing(
    crm: Unit,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
) -> Doing:
    """Activities held and tasks done in scope, between two days in the asker's zone, counted under their owner or assignee."""
    made = Doing()
    held: Any = select(col(Activity.owner_id), col(Activity.kind), func.count()).where(
        *activities_held(crm, owners, teams, start, end)
    )
    for person, kind, n in crm.exec(held.group_by(col(Activity.owner_id), col(Activity.kind))):
        made.people.setdefault(person, Counter())[kind.value] += n
    for only_due in (False, True):
        q: Any = select(col(Task.assignee_id), func.count()).where(*_done(crm, owners, teams, start, end, only_due))
        for person, n in crm.exec(q.group_by(col(Task.assignee_id))):
            made.people.setdefault(person, Counter())[DONE] += n
            made.undated += n if only_due else 0
    return made


def those_held(
    crm: Unit,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    kinds: Collection[ActivityKind] = TALKS,
    most: int = 20,
) -> list[Activity]:
    """The activities `doing` counts, the latest first."""
    q = select(Activity).where(*activities_held(crm, owners, teams, start, end))
    q = q.where(col(Activity.kind).in_(list(kinds)))
    return crm.all(q.order_by(col(Activity.starts_at).desc(), col(Activity.id).desc()).limit(most))


def activities_held(
    crm: Unit,
    owners: Collection[int] | None,
    teams: Collection[int] | None,
    start: date | None,
    end: date | None,
) -> list[Any]:
    """The conditions on activities that took place; one planned for a day gone by did not."""
    made: list[Any] = [col(Activity.status) == ActivityStatus.HELD, col(Activity.starts_at) <= crm.now]
    made += _within(crm, col(Activity.starts_at), start, end)
    return [*made, *_whose(col(Activity.owner_id), owners, teams, col(Activity.team_id))]


def _done(
    crm: Unit,
    owners: Collection[int] | None,
    teams: Collection[int] | None,
    start: date | None,
    end: date | None,
    only_due: bool,
) -> list[Any]:
    made: list[Any] = [col(Task.status) == TaskStatus.DONE, *_whose(col(Task.assignee_id), owners, teams)]
    if not only_due:
        return [*made, col(Task.completed_at).is_not(None), *_within(crm, col(Task.completed_at), start, end)]
    made.append(col(Task.completed_at).is_(None))
    due = col(Task.due_on)
    return [*made, *([due >= start] if start else []), *([due <= end] if end else [])]


def _whose(owner: Any, owners: Collection[int] | None, teams: Collection[int] | None, team: Any = None) -> list[Any]:
    made: list[Any] = []
    if owners is not None:
        made.append(owner.in_(sorted(owners)))
    if teams is not None:
        wanted = sorted(teams)
        of_team = owner.in_(select(col(User.id)).where(col(User.team_id).in_(wanted)))
        made.append(of_team if team is None else or_(team.in_(wanted), and_(team.is_(None), of_team)))
    return made


def _within(crm: Unit, when: Any, start: date | None, end: date | None) -> list[Any]:
    def edge(day: date) -> datetime:
        return datetime.combine(day, time(), crm.actor.zone).astimezone(UTC)

    made = [when >= edge(start)] if start is not None else []
    return [*made, *([when < edge(end + timedelta(days=1))] if end is not None else [])]
