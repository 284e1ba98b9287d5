"""Pins and scheduled reports of a person, and what the clock finds due among everybody's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from crm_store.models import Pin, Schedule, ScheduledRun, User
from crm_store.unit import Unit

Every = Literal["day", "weekday", "week", "month"]
_AHEAD = 400
"""Days looked through for the next moment; the rarest rhythm comes every 31."""
STALE = timedelta(minutes=15)
"""A run that was begun this long ago and did not end was cut off."""


def pins(crm: Unit) -> list[Pin]:
    """This person's pins in the order they were made."""
    return list(crm.exec(select(Pin).order_by(col(Pin.id))).scalars())


def pin(crm: Unit, title: str, tool: str, args: Mapping[str, Any]) -> tuple[Pin, bool]:
    """Pin a question; one that is pinned already is not pinned twice. Returns the pin and whether it is new."""
    for held in pins(crm):
        if held.tool == tool and held.args == dict(args):
            return held, False
    made = Pin(
        workspace_id=crm.actor.workspace_id, user_id=crm.actor.user_id, title=title[:200], tool=tool, args=dict(args), created_at=crm.now
    )  # fmt: skip
    crm.add(made)
    crm.flush()
    return made, True


def schedules(crm: Unit) -> list[Schedule]:
    """This person's scheduled reports that were not cancelled."""
    return list(crm.exec(select(Schedule).where(col(Schedule.active)).order_by(col(Schedule.id))).scalars())


def runs(crm: Unit, schedule_id: int, limit: int = 5) -> list[ScheduledRun]:
    """The latest runs of a report, newest first."""
    wanted = select(ScheduledRun).where(col(ScheduledRun.schedule_id) == schedule_id)
    return list(crm.exec(wanted.order_by(col(ScheduledRun.due_at).desc()).limit(limit)).scalars())


def next_moment(every: str, day: int, at: str, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment later than `after` in a rhythm, on that zone's clock, as UTC.

    Args:
        day: 0 Monday to 6 Sunday for weeks; 1 to 31 for months, the last day where a month is shorter.
        at: "08:00".
    """
    hour, minute = (int(p) for p in at.split(":"))
    first = after.astimezone(zone).date()
    for ahead in range(_AHEAD):
        today = first + timedelta(days=ahead)
        last = (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        fits = {
            "day": True, "weekday": today.weekday() < 5, "week": today.weekday() == day, "month": today.day == min(day, last.day),
        }[every]  # fmt: skip
        moment = datetime.combine(today, time(hour, minute), zone).astimezone(UTC)
        if fits and moment > after:
            return moment
    raise ValueError(f"no moment comes {every} {day} {at}")


@dataclass(frozen=True)
class Due:
    """A report the clock found due and claimed for this process; `email` is None when its owner no longer works here."""

    schedule: Schedule
    due_at: datetime
    email: str | None


def claim_due(crm: Unit) -> list[Due]:
    """Take the reports that are due, each for this process alone, and set when they are due next. Asks for the system's own writing unit.

    One that was due several times while nothing ran is run once, for the latest of these moments. A run that was cut off is taken again
    when it only writes a file; a mail may have gone out, so it is noted as unsure and not sent twice.
    """
    made: list[Due] = []
    begun = select(ScheduledRun).where(col(ScheduledRun.status) == "started", col(ScheduledRun.started_at) < crm.now - STALE)  # fmt: skip
    for run in list(crm.inside(begun.with_for_update()).scalars()):
        held = crm.inside(select(Schedule).where(col(Schedule.id) == run.schedule_id)).scalars().first()
        if held is not None and held.active and held.goes_to == "folder":
            run.started_at = crm.now
            made.append(Due(held, run.due_at, _email(crm, held.user_id)))
        else:
            run.status, run.finished_at = "unsure", crm.now
    due = select(Schedule).where(col(Schedule.active), col(Schedule.next_at) <= crm.now).order_by(col(Schedule.id))
    for held in list(crm.inside(due.with_for_update()).scalars()):
        zone, at, email = _zone(crm, held.user_id), held.next_at, _email(crm, held.user_id)
        while (later := next_moment(held.every, held.day, held.time, at, zone)) <= crm.now:
            at = later
        held.next_at = later
        if email is None:
            held.active = False
        space, number = held.workspace_id, held.id or 0
        crm.add(ScheduledRun(workspace_id=space, schedule_id=number, due_at=at, user_id=held.user_id, started_at=crm.now))  # fmt: skip
        made.append(Due(held, at, email))
    return made


def close_run(crm: Unit, due: Due, status: str, *, place: str | None = None, note: str | None = None) -> None:
    """Write down how a run ended."""
    mine = (col(ScheduledRun.schedule_id) == due.schedule.id, col(ScheduledRun.due_at) == due.due_at)
    run = crm.inside(select(ScheduledRun).where(*mine)).scalars().one()
    run.status, run.place, run.note, run.finished_at = status, place, note, crm.now


def everybody(crm: Unit) -> Sequence[tuple[Schedule, str]]:
    """All scheduled reports with their owners' addresses, for whoever keeps the server."""
    asked = select(Schedule, col(User.email)).join(
        User, (col(User.id) == col(Schedule.user_id)) & (col(User.workspace_id) == col(Schedule.workspace_id))
    )
    return [(s, e) for s, e in crm.inside(asked.where(col(Schedule.active)).order_by(col(Schedule.id)))]


def _email(crm: Unit, user_id: int) -> str | None:
    user = crm.inside(select(User).where(col(User.id) == user_id)).scalars().first()
    return None if user is None or user.disabled else user.email


def _zone(crm: Unit, user_id: int) -> ZoneInfo:
    user = crm.inside(select(User).where(col(User.id) == user_id)).scalars().first()
    return ZoneInfo((user.tz if user is not None else None) or crm.actor.tz)
