"""A deal whose close date was moved later again and again."""

from typing import Any

from crm_store.signals._rule import Columns, Evidence, Facts, Rule, day_en, day_zh

TIMES = 2
"""Moves to a later day."""


def check(deal: Facts) -> Evidence | None:
    """A deal whose close date was moved later again and again."""
    if len(deal.pushes) < TIMES:
        return None
    first, last = deal.pushes[0][0], deal.pushes[-1][1]
    en = f"its close date was pushed {len(deal.pushes)} times, from {day_en(first)} to {day_en(last)}"
    return Evidence(
        "often_pushed",
        en,
        f"预计成交日推迟了 {len(deal.pushes)} 次，从{day_zh(first)}到{day_zh(last)}",
        ((deal.ref, "expected_close_date"),),
    )


def among(deals: Columns) -> Any:
    return deals.pushed(TIMES)


RULE = Rule(
    "often_pushed", "Pushed often", "多次推迟", 0.3,
    "Find out what really holds the decision up before setting another date.", "先弄清决策被什么卡住，再定新的日期。", check, among,
)  # fmt: skip
