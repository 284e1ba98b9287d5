"""The stages of every pipeline, in order."""

from sqlalchemy import select
from sqlmodel import col

from crm_store.models import Stage
from crm_store.unit import Unit


def stages(crm: Unit, pipeline: int | None = None) -> list[Stage]:
    """Stages by pipeline and position; of one pipeline when given."""
    q = select(Stage).order_by(col(Stage.pipeline_id), col(Stage.position), col(Stage.id))
    return crm.all(q if pipeline is None else q.where(col(Stage.pipeline_id) == pipeline))
