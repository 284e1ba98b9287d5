"""The store's own books: the event log, the outbox, name keys, proposals, import jobs, threads and messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field

from crm_store.base import Moment, Row, utc_now

_HOLDS = "entity = 'deal' AND op = 'update' AND undone_by IS NULL"


def _deals_told(name: str, columns: tuple[str, ...], field: str, compared: str) -> Index:
    """An index of nothing but the changes of one field of deals that hold; asked for by the same words (`queries.deal_changes`)."""
    lite = compared.format(f"json_extract(after, '$.{field}')", f"json_extract(before, '$.{field}')")
    big = compared.format(f"(after ->> '{field}')", f"(before ->> '{field}')")
    return Index(
        name,
        *columns,
        sqlite_where=text(f"{_HOLDS} AND {lite}"),
        postgresql_where=text(f"{_HOLDS} AND {big}"),
    )


class Event(Row, table=True):
    """One change of one record, append-only: who, by which tool, in which turn, from what to what.

    `content` stands for the values, `seal` for the event and all before it: see `sealing`.
    """

    __table_args__ = (
        Index("ix_event_record", "workspace_id", "entity", "record_id"),
        Index("ix_event_tx", "workspace_id", "tx"),
        _deals_told("ix_event_pushed", ("workspace_id", "entity", "record_id"), "expected_close_date", "{0} > {1} AND {1} > ''"),
        _deals_told("ix_event_repriced", ("workspace_id", "at", "record_id"), "amount", "{0} IS NOT NULL AND {1} IS NOT NULL"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    tx: str
    at: datetime = Field(sa_type=Moment, index=True)
    actor_id: int | None = None
    actor_kind: str = "human"
    turn: str | None = Field(default=None, index=True)
    tool: str | None = None
    entity: str
    record_id: int
    op: str
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reason: str | None = None
    undone_by: str | None = None
    content: str = ""
    seal: str = ""


class Outbox(Row, table=True):
    """A record whose text the index has yet to follow; deleted when it has."""

    __table_args__ = (Index("ix_outbox_record", "workspace_id", "entity", "record_id"),)
    id: int | None = Field(default=None, primary_key=True)
    entity: str
    record_id: int
    at: datetime = Field(default_factory=utc_now, sa_type=Moment)
    attempts: int = 0
    error: str | None = None


class NameKey(Row, table=True):
    """One normalised word a record answers to; what makes linking names an index look-up."""

    __table_args__ = (
        Index("ix_name_key", "workspace_id", "key", "kind", "entity", "record_id"),
        Index("ix_name_key_record", "workspace_id", "entity", "record_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str
    kind: str
    entity: str
    record_id: int


class Proposal(Row, table=True):
    """Changes a person has been shown and may save: typed, hash-bound, single use."""

    id: str = Field(primary_key=True)
    user_id: int = Field(index=True)
    thread_id: str | None = Field(default=None, index=True)
    turn: str | None = Field(default=None, index=True)
    tool: str | None = None
    language: str = "en"
    status: str = Field(default="pending", index=True)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Moment)
    expires_at: datetime = Field(default_factory=utc_now, sa_type=Moment)
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    digest: str = ""
    tx: str | None = Field(default=None, index=True)
    undo_tx: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    note: str | None = None


class ImportJob(Row, table=True):
    """One import: what was read, made and refused, and the unit of work that can be undone."""

    __tablename__ = "import_job"
    id: int | None = Field(default=None, primary_key=True)
    user_id: int | None = None
    at: datetime = Field(default_factory=utc_now, sa_type=Moment)
    source: str = ""
    tx: str | None = Field(default=None, index=True)
    status: str = "done"
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Thread(Row, table=True):
    """A conversation of one person."""

    id: str = Field(primary_key=True)
    user_id: int | None = Field(default=None, index=True)
    name: str | None = None
    language: str | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=Moment)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Moment, index=True)
    meta: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Message(Row, table=True):
    """One step of a conversation as the chat draws it, and what the next turn must know of it."""

    id: str = Field(primary_key=True)
    thread_id: str = Field(index=True)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Moment, index=True)
    kind: str = "assistant_message"
    parent_id: str | None = None
    text: str = Field(default="", sa_type=Text)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Turn(Row, table=True):
    """One turn of a conversation: what was said, called, answered and proposed (the contract's JSON)."""

    id: str = Field(primary_key=True)
    thread_id: str = Field(index=True)
    user_id: int | None = None
    at: datetime = Field(default_factory=utc_now, sa_type=Moment, index=True)
    said: str = Field(default="", sa_type=Text)
    reply: str = Field(default="", sa_type=Text)
    language: str = "en"
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Attachment(Row, table=True):
    """A file or drawing that belongs to a message, stored under the home folder."""

    id: str = Field(primary_key=True)
    thread_id: str = Field(index=True)
    for_id: str | None = Field(default=None, index=True)
    name: str = ""
    mime: str | None = None
    path: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
