"""A deal among whose contacts nobody is known to decide."""

from decimal import Decimal
from typing import Any

from crm_store.signals._rule import Columns, Crowd, Evidence, Facts, Rule

FROM = Decimal(25)
"""From this probability of the stage on (percent); before it, it is early to know."""


def check(deal: Facts) -> Evidence | None:
    """A deal among whose contacts nobody is known to decide."""
    if deal.stage_probability < FROM or not deal.people:
        return None
    if any(p.role == "decision_maker" and not p.left for p in deal.people):
        return None
    return Evidence(
        "no_decision_maker", "no decision maker among its contacts", "联系人中没有决策人", ((deal.ref, "contacts"),)
    )


def among(deals: Columns) -> Any:
    return deals.stage_probability >= FROM


def crowd(people: Crowd) -> bool:
    return people.here + people.gone > 0 and not people.deciding


RULE = Rule(
    "no_decision_maker", "No decision maker", "缺少决策人", 0.2,
    "Find out who decides and meet them.", "弄清谁拍板并约见。", check, among, crowd,
)  # fmt: skip
