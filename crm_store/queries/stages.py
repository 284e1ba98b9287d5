"""The stages of every pipeline, in order, and the fields a workspace added."""

from dataclasses import replace

from sqlalchemy import select
from sqlmodel import col

from crm_store.base import FieldSpec
from crm_store.models import CustomField, Stage
from crm_store.own_fields import key_of, own_specs
from crm_store.unit import Unit


def stages(crm: Unit, pipeline: int | None = None) -> list[Stage]:
    """Stages by pipeline and position; of one pipeline when given."""
    q = select(Stage).order_by(col(Stage.pipeline_id), col(Stage.position), col(Stage.id))
    return crm.all(q if pipeline is None else q.where(col(Stage.pipeline_id) == pipeline))


def custom_fields(crm: Unit, entity: str) -> list[CustomField]:
    """The fields this workspace added to a record type."""
    return crm.all(select(CustomField).where(col(CustomField.entity) == entity).order_by(col(CustomField.id)))


def custom_specs(crm: Unit, entity: str) -> list[FieldSpec]:
    """The fields this workspace added to a record type, as people know them; `name` is the key under `custom`."""
    return [replace(s, name=key_of(s.name)) for s in own_specs(crm, entity).values()]
