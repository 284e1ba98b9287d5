"""Rows of field values as the columns of a bulk insert, without building an object per record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from crm_store.base import Record
from crm_store.models import fields_of, table_of


def draft(
    model: type[Record],
    row: Mapping[str, Any],
    *,
    number: int,
    workspace_id: int,
    actor_id: int | None,
    now: datetime,
    via: str,
) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """The columns of one record and the numbers its link fields hold.

    Field values are as `Unit.create` takes them; what is missing gets the column's default.
    """
    fixed, made = _defaults(model)
    created = row.get("created_at") or now
    columns = {
        **fixed,
        **{name: make() for name, make in made},
        "workspace_id": workspace_id,
        "id": number,
        "external_id": row.get("external_id"),
        "custom": row.get("custom") or {},
        "created_at": created,
        "updated_at": row.get("updated_at") or created,
        "created_by_id": actor_id,
        "updated_by_id": actor_id,
        "created_via": via,
    }
    column_of, links = _columns(model), model.about.links
    held: dict[str, list[int]] = {}
    for name, value in row.items():
        if name in links:
            held[name] = list(dict.fromkeys(value or ()))
        elif value is not None and name in column_of:
            columns[column_of[name]] = value
    if model.about.entity == "ticket" and not columns["number"]:
        columns["number"] = str(number)
    return columns, held


def readable(model: type[Record], columns: Sequence[dict[str, Any]]) -> list[SimpleNamespace]:
    """The same columns read like records, for what asks a record for its words."""
    about = model.about
    return [SimpleNamespace(**c, display=str(c.get(about.title) or f"{about.prefix}-{c['id']}")) for c in columns]


@cache
def _columns(model: type[Record]) -> Mapping[str, str]:
    """The column behind each field name, computed fields left out."""
    there = {c.name for c in table_of(model).columns}
    return {name: spec.column for name, spec in fields_of(model.about.entity).items() if spec.column in there}


@cache
def _defaults(model: type[Record]) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """The defaults of every column: plain values, and what makes a fresh one."""
    fixed: dict[str, Any] = {}
    made: list[tuple[str, Any]] = []
    for column in table_of(model).columns:
        info = model.model_fields[column.name]
        if info.default_factory is None:
            fixed[column.name] = None if info.is_required() else info.default
        elif column.name not in ("created_at", "updated_at", "custom"):
            made.append((column.name, info.default_factory))
    return fixed, made
