"""Facts come and go with the note they were quoted from: a deleted note takes them out of every answer, its return brings them back."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.models import Activity, Fact, table_of
from crm_store.permissions import Actor, plainly


def there(model: type[Record], actor: Actor) -> ColumnElement[bool]:
    """The condition under which a record is not deleted; a fact quoted from a note is there only while the note is."""
    kept: ColumnElement[bool] = model.deleted_at.is_(None)  # type: ignore[union-attr]
    if model is not Fact:
        return kept
    a = plainly(Activity).alias("fact_source").c
    gone = select(a.id).where(a.workspace_id == actor.workspace_id, a.deleted_at.is_not(None))
    return kept & or_(col(Fact.source_id).is_(None), col(Fact.source_id).not_in(gone))


def facts_from(
    changes: Iterable[tuple[str, str, int, Any, Any]], run: Callable[[Select[Any]], Any], actor: Actor
) -> list[tuple[str, int]]:
    """The facts quoted from notes that go or come back, as (record type, number), read by `run`: the index must hear of them too."""
    notes = [n for op, entity, n, _, _ in changes if op in ("delete", "restore") and entity == "activity"]
    if not notes:
        return []
    f = table_of(Fact).c
    of_these = select(f.id).where(f.workspace_id == actor.workspace_id, f.source_id.in_(notes))
    return [("fact", n) for n in run(of_these).scalars()]
