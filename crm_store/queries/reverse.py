"""References followed backwards: the deals of an account, the activities of a contact."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from crm_store.base import Kind
from crm_store.models import entities, entity_type, fields_of
from crm_store.unit import LINK_TABLES, Unit


@cache
def pointing(entity: str, other: str) -> tuple[str, ...]:
    """The fields by which records of type `other` point at records of type `entity`; none when they do not."""
    if other not in entities() or entity not in entities():
        return ()
    specs = fields_of(other).values()
    return tuple(s.name for s in specs if s.kind in (Kind.REF, Kind.REFS) and s.to == entity)


def pointed_at(crm: Unit, entity: str, other: str, inner: ColumnElement[bool] | None) -> ColumnElement[bool]:
    """Whether a record of `entity` has a visible record of `other` that points at it and fulfils `inner` (None: any)."""
    return or_(
        *(col(entity_type(entity).id).in_(_targets(crm, other, name, inner)) for name in pointing(entity, other))
    )


def _targets(crm: Unit, other: str, name: str, inner: ColumnElement[bool] | None) -> Any:
    model: Any = entity_type(other)
    spec = fields_of(other)[name]
    if spec.kind is Kind.REF:
        value = getattr(model, spec.column)
        q = select(value).where(value.is_not(None))
        return q if inner is None else q.where(inner)
    link = model.about.links[name]
    table: Any = LINK_TABLES[link.model]
    theirs = select(model.id) if inner is None else select(model.id).where(inner)
    q = select(getattr(table, link.theirs)).where(
        table.workspace_id == crm.actor.workspace_id, getattr(table, link.mine).in_(theirs)
    )
    return q.where(table.target == link.target) if link.target else q
