"""A deal whose customer waits for an urgent ticket."""

from typing import Any

from crm_store.signals._rule import Columns, Evidence, Facts, Rule


def check(deal: Facts) -> Evidence | None:
    """A deal whose customer waits for an urgent ticket."""
    if not deal.urgent_tickets:
        return None
    ref, subject = deal.urgent_tickets[0]
    more = len(deal.urgent_tickets) - 1
    en = f"urgent ticket {ref} is open: {subject}" + (f" (and {more} more)" if more else "")
    zh = f"紧急工单 {ref} 未解决：{subject}" + (f"（另有 {more} 个）" if more else "")
    return Evidence("urgent_ticket", en, zh, tuple((r, None) for r, _ in deal.urgent_tickets))


def among(deals: Columns) -> Any:
    return deals.urgent


RULE = Rule(
    "urgent_ticket", "Urgent ticket open", "有紧急工单", 0.25,
    "Get the ticket solved before talking about money.", "先解决工单，再谈签约。", check, among,
)  # fmt: skip
