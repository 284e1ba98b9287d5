"""A deal with nothing planned: no next step ahead, no meeting and no call."""

from typing import Any

from crm_store.signals._rule import Columns, Evidence, Facts, Rule, day_en, day_zh


def check(deal: Facts) -> Evidence | None:
    """A deal with nothing planned: no next step ahead, no meeting and no call."""
    if deal.planned_on is not None or (deal.next_step_on is not None and deal.next_step_on >= deal.today):
        return None
    on = ((deal.ref, "next_step"),)
    if deal.next_step_on is not None:
        return Evidence(
            "no_next_step",
            f"its next step was due on {day_en(deal.next_step_on)}",
            f"下一步已于{day_zh(deal.next_step_on)}到期",
            on,
        )
    if deal.next_step:
        return None
    return Evidence("no_next_step", "no next step and nothing planned", "没有下一步，也没有安排", on)


def among(deals: Columns) -> Any:
    """A step without a date is a step; one whose date has passed is none."""
    undated = deals.next_step_on.is_(None) & (deals.next_step.is_(None) | (deals.next_step == ""))
    return ~deals.planned & deals.any_of(deals.next_step_on < deals.today, undated)


RULE = Rule(
    "no_next_step", "No next step", "没有下一步", 0.15,
    "Agree on a next step with a date.", "约定有日期的下一步。", check, among,
)  # fmt: skip
