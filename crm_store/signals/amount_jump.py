"""A deal whose amount changed a lot lately."""

from decimal import Decimal
from typing import Any

from crm_store.signals._rule import Columns, Evidence, Facts, Rule, day_en, day_zh

SHARE = Decimal("0.3")
WITHIN_DAYS = 30


def check(deal: Facts) -> Evidence | None:
    """A deal whose amount changed a lot lately."""
    for before, after, on in reversed(deal.amounts):
        if (deal.today - on).days > WITHIN_DAYS or before <= 0:
            continue
        share = (after - before) / before
        if abs(share) < SHARE:
            continue
        moved = f"{abs(share) * 100:.0f}%"
        en = f"its amount {'rose' if share > 0 else 'fell'} by {moved} on {day_en(on)}"
        return Evidence(
            "amount_jump", en, f"{day_zh(on)}金额{'上调' if share > 0 else '下调'} {moved}", ((deal.ref, "amount"),)
        )
    return None


def among(deals: Columns) -> Any:
    """Those changed in time by about so much; by how much exactly, the log tells."""
    return deals.repriced_since(deals.over(WITHIN_DAYS + 1), SHARE)


RULE = Rule(
    "amount_jump", "Amount jumped", "金额突变", 0.15,
    "Confirm the new amount with the customer.", "与客户确认新的金额。", check, among, judged_on="amounts",
)  # fmt: skip
