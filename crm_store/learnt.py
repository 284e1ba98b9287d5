"""Facts come and go with the note they were quoted from: a deleted note takes them out of every answer, its return brings them back."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlmodel import col

from crm_store.models import Activity, Fact, table_of
from crm_store.permissions import Actor, plainly


def note_there(actor: Actor) -> ColumnElement[bool]:
    """The condition under which a fact is told: nobody quoted it from a note, or the note is not deleted."""
    a = plainly(Activity).alias("fact_source").c
    gone = select(a.id).where(a.workspace_id == actor.workspace_id, a.deleted_at.is_not(None))
    return or_(col(Fact.source_id).is_(None), col(Fact.source_id).not_in(gone))


def facts_from(notes: Sequence[int], run: Callable[[Select[Any]], Any], actor: Actor) -> list[tuple[str, int]]:
    """The facts quoted from these notes, as (record type, number), read by `run`: the index must hear of them too."""
    if not notes:
        return []
    f = table_of(Fact).c
    of_these = select(f.id).where(f.workspace_id == actor.workspace_id, f.source_id.in_(notes))
    return [("fact", n) for n in run(of_these).scalars()]
