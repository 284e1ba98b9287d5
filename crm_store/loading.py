"""What a select is narrowed by before it runs: the actor's scope, nothing deleted, no fact whose note is gone."""

from functools import lru_cache
from typing import Any

from crm_store.base import Record
from crm_store.learnt import note_there
from crm_store.models import Fact, Workspace
from crm_store.narrowing import criterion
from crm_store.permissions import Actor, read_scope


@lru_cache(maxsize=4096)
def option(actor: Actor, model: type[Any], hidden: bool) -> Any:
    """The loader criteria of one model for this actor; every model has one. Built once: building costs more than most queries."""
    known = read_scope(actor).get(model)
    mine = model.id if model is Workspace else model.workspace_id
    condition = known(model) if known else mine == actor.workspace_id
    if hidden and issubclass(model, Record):
        condition = condition & model.deleted_at.is_(None)  # type: ignore[union-attr]
    if hidden and model is Fact:
        condition = condition & note_there(actor)
    return criterion(model, condition)
