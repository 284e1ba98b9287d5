"""Jobs for the vector index, written in the same unit of work as the records they follow."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crm_store.base import Record
from crm_store.models import entities

INDEXED = frozenset(e for e, r in entities().items() if r.about.search)
"""Record types whose text enters the memory index."""


def wants_index(entity: str, changed: Iterable[str]) -> bool:
    """Whether a change of these fields must reach the index."""
    return entity in INDEXED and bool(set(changed) & {*entities()[entity].about.search, "deleted_at"})


def job_row(*, workspace_id: int, number: int, entity: str, record_id: int, at: datetime) -> dict[str, Any]:
    """The columns of one index job, ready for a bulk insert."""
    return {
        "workspace_id": workspace_id,
        "id": number,
        "entity": entity,
        "record_id": record_id,
        "at": at,
        "attempts": 0,
        "error": None,
    }


def text_of(record: Record) -> str:
    """The text of a record that is searched: its search fields, one a line."""
    return "\n".join(str(v) for v in (getattr(record, f) for f in type(record).about.search) if v)
