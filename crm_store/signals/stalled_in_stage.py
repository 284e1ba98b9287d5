"""A deal that stands in its stage much longer than others did."""

from decimal import Decimal
from math import ceil
from typing import Any

from crm_store.signals._rule import Columns, Evidence, Facts, Rule, days_en

TIMES = Decimal("1.5")
"""Times the usual stay of closed deals."""
AT_LEAST = 14


def check(deal: Facts) -> Evidence | None:
    """A deal that stands in its stage much longer than others did."""
    if deal.stage_since is None or deal.usual_days is None:
        return None
    stay = (deal.today - deal.stage_since).days
    if stay < AT_LEAST or stay < deal.usual_days * TIMES:
        return None
    en = f"{days_en(stay)} in {deal.stage}; others took {days_en(deal.usual_days)} there"
    return Evidence(
        "stalled_in_stage",
        en,
        f"在“{deal.stage_zh or deal.stage}”停留 {stay} 天；其他商机通常 {deal.usual_days} 天",
        ((deal.ref, "stage_entered_at"),),
    )


def among(deals: Columns) -> Any:
    stays = {stage: max(AT_LEAST, ceil(usual * TIMES)) for stage, usual in deals.usual_days.items()}
    return deals.any_of(*((deals.stage_id == s) & (deals.stage_since < deals.over(days)) for s, days in stays.items()))


RULE = Rule(
    "stalled_in_stage", "Stalled in its stage", "阶段停滞", 0.3,
    "Check what is missing to move it on, or let it go.", "看看推进还缺什么，否则考虑放弃。", check, among,
)  # fmt: skip
