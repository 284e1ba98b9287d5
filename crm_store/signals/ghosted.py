"""A deal that reached the proposal, and the customer has not been heard of since."""

from decimal import Decimal
from typing import Any

from crm_store.signals._rule import Columns, Evidence, Facts, Rule, day_en, day_zh, days_en

FROM = Decimal(50)
"""The stage's probability (percent) from which on a proposal is out."""
SILENT_DAYS = 10


def check(deal: Facts) -> Evidence | None:
    """A deal that reached the proposal, and the customer has not been heard of since."""
    if deal.stage_probability < FROM or deal.stage_since is None:
        return None
    silent = (deal.today - deal.stage_since).days
    if silent < SILENT_DAYS or (deal.last_heard_on is not None and deal.last_heard_on >= deal.stage_since):
        return None
    en = f"in {deal.stage} since {day_en(deal.stage_since)} and nothing heard from the customer in {days_en(silent)}"
    return Evidence(
        "ghosted",
        en,
        f"{day_zh(deal.stage_since)}进入“{deal.stage_zh or deal.stage}”后 {silent} 天没有客户消息",
        ((deal.ref, "stage_entered_at"),),
    )


def among(deals: Columns) -> Any:
    """Those that long in a stage; the day of the last word decides."""
    return (deals.stage_probability >= FROM) & (deals.stage_since < deals.over(SILENT_DAYS))


RULE = Rule(
    "ghosted", "Silent after the proposal", "报价后无回音", 0.4,
    "Call instead of writing, and try a second contact.", "改用电话联系，并尝试另一位联系人。", check, among, judged_on="last_heard_on",
)  # fmt: skip
