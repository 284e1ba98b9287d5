"""The stages of every pipeline, in order, and those before or behind one."""

import operator
from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from crm_store.codes import StageKind
from crm_store.models import Stage
from crm_store.unit import Unit

ORDERED = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
"""How far a deal is, held against a stage."""


def stages(crm: Unit, pipeline: int | None = None) -> list[Stage]:
    """Stages by pipeline and position; of one pipeline when given."""
    q = select(Stage).order_by(col(Stage.pipeline_id), col(Stage.position), col(Stage.id))
    return crm.all(q if pipeline is None else q.where(col(Stage.pipeline_id) == pipeline))


def ladder(crm: Unit, named: Sequence[int], op: str) -> list[int]:
    """Numbers of the open stages that stand so (`>=`: there or behind) to one of `named` in its own pipeline."""
    every = stages(crm)
    marks = [s for s in every if s.id in named]
    stands = ORDERED[op]
    return [
        s.id or 0
        for s in every
        if s.kind is StageKind.OPEN
        and any(m.pipeline_id == s.pipeline_id and stands(s.position, m.position) for m in marks)
    ]
