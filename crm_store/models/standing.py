"""What somebody wants to see again and again: views pinned to their dashboard, reports made by the clock, and each run of one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import Field

from crm_store.base import Moment, Row, utc_now


class Pin(Row, table=True):
    """A question pinned to somebody's dashboard: the reading tool and its arguments, asked again at every look."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(index=True)
    title: str = ""
    tool: str
    args: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Moment)


class Schedule(Row, table=True):
    """A report somebody gets by the clock: what is asked, how often, where it goes, and when it is due next."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(index=True)
    title: str = ""
    tool: str
    args: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    language: str = "en"
    every: str = "week"
    day: int = 0
    time: str = "08:00"
    goes_to: str = "folder"
    form: str = "md"
    active: bool = True
    created_at: datetime = Field(default_factory=utc_now, sa_type=Moment)
    next_at: datetime = Field(default_factory=utc_now, sa_type=Moment, index=True)


class ScheduledRun(Row, table=True):
    """One run of a scheduled report, claimed before it starts: no moment it was due at is ever run twice."""

    __tablename__ = "scheduled_run"
    schedule_id: int = Field(primary_key=True)
    due_at: datetime = Field(sa_type=Moment, primary_key=True)
    user_id: int = Field(index=True)
    status: str = "started"
    started_at: datetime = Field(default_factory=utc_now, sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    place: str | None = None
    note: str | None = Field(default=None, sa_type=Text)


class SavedView(Row, table=True):
    """A list somebody keeps under a name: the reading tool and its arguments, asked anew under the rights of whoever looks.

    One with a `team_id` is seen by the people of that team too; only its owner changes it.
    """

    __tablename__ = "saved_view"
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(index=True)
    team_id: int | None = None
    name: str = ""
    tool: str
    args: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Moment)
