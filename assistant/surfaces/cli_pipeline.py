"""The pipeline a workspace starts with, until it brings its own."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.surfaces import cli_output

if TYPE_CHECKING:
    from crm_store.base import Record
    from crm_store.store import Store
    from crm_store.unit import Unit

MARK = "default"
"""External id of the pipeline we made, so that it can give way to a company's own."""

NAME = ("Standard", "标准流程")
STAGES = (
    ("Qualification", "资格确认", "open", 10),
    ("Demo", "演示", "open", 25),
    ("Proposal", "方案报价", "open", 50),
    ("Negotiation", "商务谈判", "open", 70),
    ("Ready to close", "待签约", "open", 90),
    ("On hold", "搁置", "on_hold", 10),
    ("Won", "赢单", "won", 100),
    ("Lost", "输单", "lost", 0),
)


def ensure(store: "Store") -> str | None:
    """Make the default pipeline when there is none at all; returns its stages in words when it was made."""
    with store.session(store.system()) as crm:
        if _pipelines(crm):
            return None
    with store.session(store.system(), writes=True, tool="init") as crm:
        if _pipelines(crm):
            return None
        made = crm.create(
            "pipeline", {"name": NAME[0], "name_zh": NAME[1], "position": 0, "external_id": MARK}, via="cli"
        )
        for n, (name, name_zh, kind, chance) in enumerate(STAGES):
            values = {
                "name": name,
                "name_zh": name_zh,
                "kind": kind,
                "probability": Decimal(chance),
                "position": n,
                "pipeline": made.id,
            }
            crm.create("stage", {**values, "external_id": f"{MARK}-{n}"}, via="cli")
    return cli_output.words(", ".join(s[0] for s in STAGES), "、".join(s[1] for s in STAGES))


def give_way(store: "Store") -> None:
    """Take the default pipeline away when the company has brought its own and no deal stands in ours."""
    from crm_store.queries.find import Condition, Query, count

    with store.session(store.system(), writes=True, tool="init") as crm:
        there = _pipelines(crm)
        ours = [p for p in there if p.external_id == MARK]
        if not ours or len(there) == len(ours):
            return
        number = ours[0].id
        if count(crm, Query("deal", [Condition("pipeline", "=", number)])) or count(
            crm, Query("deal", [Condition("stage.pipeline", "=", number)])
        ):
            return
        for stage in _stages(crm, number):
            crm.delete(stage)
        crm.delete(ours[0])


def _pipelines(crm: "Unit") -> "Sequence[Record]":
    from crm_store.queries.find import Query, records

    return records(crm, Query("pipeline"))


def _stages(crm: "Unit", pipeline: int | None) -> "Sequence[Record]":
    from crm_store.queries.find import Condition, Query, records

    return records(crm, Query("stage", [Condition("pipeline", "=", pipeline)]))
