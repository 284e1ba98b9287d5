"""The stages of every pipeline, in order, and the fields a workspace added."""

from sqlalchemy import select
from sqlmodel import col

from crm_store.base import FieldSpec, Kind
from crm_store.models import CustomField, Stage
from crm_store.unit import Unit


def stages(crm: Unit, pipeline: int | None = None) -> list[Stage]:
    """Stages by pipeline and position; of one pipeline when given."""
    q = select(Stage).order_by(col(Stage.pipeline_id), col(Stage.position), col(Stage.id))
    return crm.all(q if pipeline is None else q.where(col(Stage.pipeline_id) == pipeline))


def custom_fields(crm: Unit, entity: str) -> list[CustomField]:
    """The fields this workspace added to a record type."""
    return crm.all(select(CustomField).where(col(CustomField.entity) == entity).order_by(col(CustomField.id)))


_KINDS = {"number": Kind.NUMBER, "date": Kind.DAY, "bool": Kind.BOOL, "long": Kind.LONG}


def custom_specs(crm: Unit, entity: str) -> list[FieldSpec]:
    """The fields this workspace added to a record type, as people know them; `name` is the key under `custom`."""
    return [
        FieldSpec(
            f.key, _KINDS.get(f.type, Kind.TEXT), f.label_en or f.label_zh or f.key.replace("_", " "),
            f.label_zh or f.label_en or f.key.replace("_", " "), required=f.required,
        )
        for f in custom_fields(crm, entity)
    ]  # fmt: skip
