"""A deal in which a competitor is known."""

from typing import Any

from crm_store.signals._rule import Columns, Evidence, Facts, Rule


def check(deal: Facts) -> Evidence | None:
    """A deal in which a competitor is known."""
    if not deal.competitor:
        return None
    return Evidence(
        "competitor_named",
        f"competitor: {deal.competitor}",
        f"竞争对手：{deal.competitor}",
        ((deal.ref, "competitor"),),
    )


def among(deals: Columns) -> Any:
    return deals.competitor > ""


RULE = Rule(
    "competitor_named", "Competitor named", "有竞争对手", 0.15,
    "Ask how they compare us with the rival, and answer it.", "了解客户如何比较我们与对手，并作出回应。", check, among,
)  # fmt: skip
