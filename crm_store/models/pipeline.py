"""Pipelines and their stages."""

from decimal import Decimal
from typing import ClassVar

from crm_store.base import About, Kind, Record, choice, column, link_to, text
from crm_store.codes import StageKind


class Pipeline(Record, table=True):
    """An ordered set of stages a deal moves through."""

    about: ClassVar[About] = About(
        "pipeline", "PL", "pipeline", "销售管道", "pipelines", names=("name", "name_zh"), shared=True
    )
    name: str = text("name", "名称", required=True)
    name_zh: str | None = text("Chinese name", "中文名")
    position: int = column(Kind.INT, "position", "顺序", default=0)


class Stage(Record, table=True):
    """A step of a pipeline: what kind it is and how likely a deal in it is to be won (percent)."""

    about: ClassVar[About] = About(
        "stage",
        "S",
        "stage",
        "阶段",
        "stages",
        names=("name", "name_zh"),
        shared=True,
        brief=("pipeline", "kind", "probability"),
    )
    name: str = text("name", "名称", required=True)
    name_zh: str | None = text("Chinese name", "中文名")
    pipeline_id: int | None = link_to("pipeline", "pipeline", "销售管道", required=True)
    kind: StageKind = choice(StageKind, "kind", "类别", default=StageKind.OPEN)
    probability: Decimal | None = column(Kind.NUMBER, "probability", "赢率")
    position: int = column(Kind.INT, "position", "顺序", default=0)
