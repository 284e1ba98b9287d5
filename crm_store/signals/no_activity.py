"""A deal nobody was in touch about for two weeks."""

from typing import Any

from crm_store.signals._rule import Columns, Evidence, Facts, Rule, day_en, day_zh, days_en

IDLE_DAYS = 14
"""Days without a held activity; two weeks is what capabilities.md's users ask for."""


def check(deal: Facts) -> Evidence | None:
    """A deal nobody was in touch about for two weeks."""
    last = deal.last_activity_on or deal.created_on
    if last is None:
        return Evidence("no_activity", "no activity on record", "没有任何跟进记录", ((deal.ref, "last_activity_at"),))
    idle = (deal.today - last).days
    if idle < IDLE_DAYS:
        return None
    if deal.last_activity_on is None:
        en, zh = f"no activity since it was created {days_en(idle)} ago", f"创建 {idle} 天以来没有跟进"
    else:
        en, zh = f"no activity for {days_en(idle)} (last on {day_en(last)})", f"{idle} 天没有跟进（上次{day_zh(last)}）"
    return Evidence("no_activity", en, zh, ((deal.ref, "last_activity_at"),))


def among(deals: Columns) -> Any:
    return deals.touched_at < deals.over(IDLE_DAYS)


RULE = Rule(
    "no_activity", "No activity", "没有跟进", 0.35,
    "Call or write: nothing happened for a while.", "联系客户：已有一段时间没有跟进。", check, among,
)  # fmt: skip
