"""A deal that hangs on one person at the customer, or on nobody."""

from crm_store.signals._rule import Crowd, Evidence, Facts, Rule


def check(deal: Facts) -> Evidence | None:
    """A deal that hangs on one person at the customer, or on nobody."""
    here = [p for p in deal.people if not p.left]
    if len(here) > 1:
        return None
    if not here:
        return Evidence("single_threaded", "no contact on the deal", "商机上没有联系人", ((deal.ref, "contacts"),))
    return Evidence(
        "single_threaded",
        f"only one contact: {here[0].name}",
        f"只有一位联系人：{here[0].name}",
        ((here[0].ref, None),),
    )


def crowd(people: Crowd) -> bool:
    return people.here <= 1


RULE = Rule(
    "single_threaded", "One contact only", "单线联系", 0.2,
    "Meet a second person at the customer.", "再认识客户方的另一个人。", check, crowd=crowd,
)  # fmt: skip
