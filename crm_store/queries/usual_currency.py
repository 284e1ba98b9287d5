"""The currency somebody means by a bare amount: that of all the deals they answer for, else the company's."""

from sqlmodel import col, select

from crm_store.models import Deal
from crm_store.unit import Unit

_MOST_PEOPLE = 60
"""Whoever answers for more sellers than this means the company's currency."""


def usual_currency(crm: Unit) -> str:
    """An ISO code: "deals over 40k" of somebody whose deals, and those of everybody below, are all in euros means €40,000."""
    actor = crm.actor
    if actor.everything or not 0 < len(actor.people) <= _MOST_PEOPLE:
        return actor.currency
    held = select(Deal.currency).where(col(Deal.owner_id).in_(actor.people), col(Deal.amount).is_not(None))
    found = {str(code or actor.currency) for (code,) in crm.exec(held.distinct().limit(2))}
    return found.pop() if len(found) == 1 else actor.currency
