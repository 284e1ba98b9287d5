"""A deal still open after the day it was expected to close."""

from typing import Any

from crm_store.signals._rule import Columns, Evidence, Facts, Rule, day_en, day_zh, days_en


def check(deal: Facts) -> Evidence | None:
    """A deal still open after the day it was expected to close."""
    if deal.expected_close is None or deal.expected_close >= deal.today:
        return None
    late = (deal.today - deal.expected_close).days
    en = f"expected to close on {day_en(deal.expected_close)}, {days_en(late)} ago"
    return Evidence(
        "overdue_close",
        en,
        f"预计{day_zh(deal.expected_close)}成交，已过 {late} 天",
        ((deal.ref, "expected_close_date"),),
    )


def among(deals: Columns) -> Any:
    return deals.expected_close < deals.today


RULE = Rule(
    "overdue_close", "Past its close date", "已过预计成交日", 0.3,
    "Ask for the decision, or set a close date the customer confirms.", "推动客户决定，或与客户确认新的成交日期。", check, among,
)  # fmt: skip
