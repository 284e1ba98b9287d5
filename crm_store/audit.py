"""The event log: one row per change of a record, with what it was before and after."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import inspect

from crm_store.base import FieldSpec, Kind, Record
from crm_store.models import Event, fields_of
from crm_store.values import to_json

STAMPS = ("external_id", "deleted_at", "custom", "subject_id")
"""Columns that are audited although people do not edit them as fields of their own."""


STAMP = "~stamp"
"""Where an update keeps when and by whom the record was last changed before it, so that undo leaves nothing behind."""


def snapshot(record: Record, links: Mapping[str, list[int]] | None = None) -> dict[str, Any]:
    """Every audited value of a record as JSON, by field name (references as numbers)."""
    entity = type(record).about.entity
    names = [
        *(s.column for _, s in _audited(entity)),
        "external_id",
        "custom",
        *(["subject_id"] if hasattr(record, "subject_id") else []),
    ]
    return snapshot_of(entity, {n: getattr(record, n) for n in names}, links)


def snapshot_of(
    entity: str, columns: Mapping[str, Any], links: Mapping[str, list[int]] | None = None
) -> dict[str, Any]:
    """As `snapshot`, of a record's columns before they are inserted."""
    made: dict[str, Any] = {}
    for name, spec in _audited(entity):
        value = columns[spec.column]
        if value not in (None, [], {}):
            made[name] = to_json(spec, value)
    made.update({k: columns[k] for k in ("external_id",) if columns.get(k)})
    made.update({f"custom.{k}": v for k, v in sorted((columns.get("custom") or {}).items()) if v not in (None, "")})
    if columns.get("subject_id") is not None:
        made["subject"] = columns["subject_id"]
    made.update({k: sorted(v) for k, v in (links or {}).items() if v})
    return made


def difference(
    record: Record, links: Mapping[str, tuple[list[int], list[int]]] | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed on a loaded record since it was read, as (before, after)."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(record)
    for name, spec in _columns(record).items():
        history = state.attrs[spec.column].history
        if not history.has_changes():
            continue
        old, new = (to_json(spec, (side or [None])[0]) for side in (history.deleted, history.added))
        if old != new:
            before[name], after[name] = old, new
    history = state.attrs["external_id"].history
    if history.has_changes() and list(history.deleted or ()) != list(history.added or ()):
        before["external_id"], after["external_id"] = (history.deleted or [None])[0], (history.added or [None])[0]
    if (history := state.attrs["custom"].history).has_changes():
        old, new = ((side or [None])[0] or {} for side in (history.deleted, history.added))
        for key in sorted({*old, *new}):
            if old.get(key) != new.get(key):  # each of the company's fields is a field of its own
                before[f"custom.{key}"], after[f"custom.{key}"] = old.get(key), new.get(key)
    if hasattr(record, "subject_id") and (history := state.attrs["subject_id"].history).has_changes():
        before["subject"], after["subject"] = (history.deleted or [None])[0], (history.added or [None])[0]
    for name, (was, now) in (links or {}).items():
        if sorted(was) != sorted(now):
            before[name], after[name] = sorted(was), sorted(now)
    return before, after


def event_row(
    *,
    workspace_id: int,
    number: int,
    tx: str,
    at: datetime,
    actor_id: int | None,
    actor_kind: str,
    turn: str | None,
    tool: str | None,
    entity: str,
    record_id: int,
    op: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str | None = None,
) -> dict[str, Any]:
    """The columns of one event, ready for a bulk insert."""
    return {
        "workspace_id": workspace_id, "id": number, "tx": tx, "at": at, "actor_id": actor_id, "actor_kind": actor_kind, "turn": turn,
        "tool": tool, "entity": entity, "record_id": record_id, "op": op, "before": dict(before), "after": dict(after),
        "reason": reason, "undone_by": None,
    }  # fmt: skip


def net_changes(events: Iterable[Event]) -> dict[tuple[str, int], tuple[list[str], dict[str, Any], dict[str, Any]]]:
    """Events of one unit of work folded per record: (operations, first before, last after)."""
    folded: dict[tuple[str, int], tuple[list[str], dict[str, Any], dict[str, Any]]] = {}
    for e in events:
        ops, before, after = folded.setdefault((e.entity, e.record_id), ([], {}, {}))
        ops.append(e.op)
        for name, value in e.before.items():
            before.setdefault(name, value)
        after.update(e.after)
    return folded


def _columns(record: Record) -> dict[str, FieldSpec]:
    return dict(_audited(type(record).about.entity))


@cache
def _audited(entity: str) -> tuple[tuple[str, FieldSpec], ...]:
    return tuple((n, s) for n, s in fields_of(entity).items() if s.column and s.kind is not Kind.SUBJECT)
