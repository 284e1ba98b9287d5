"""A deal whose champion is no longer with the customer."""

from crm_store.signals._rule import Crowd, Evidence, Facts, Rule


def check(deal: Facts) -> Evidence | None:
    """A deal whose champion is no longer with the customer."""
    gone = [p for p in deal.people if p.left and p.role in ("champion", "decision_maker")]
    if not gone or any(p.role == "champion" and not p.left for p in deal.people):
        return None
    en = f"{gone[0].name} ({(gone[0].role or '').replace('_', ' ')}) has left the customer"
    zh = f"{gone[0].name}（{'支持者' if gone[0].role == 'champion' else '决策人'}）已离开客户"
    return Evidence("champion_left", en, zh, ((gone[0].ref, None),))


def crowd(people: Crowd) -> bool:
    return people.weighty_gone > 0 and not people.champions


RULE = Rule(
    "champion_left", "Champion left", "支持者离开", 0.4,
    "Find a new champion, and follow the old one to the next company.", "寻找新的支持者，并跟进老支持者的新公司。", check, crowd=crowd,
)  # fmt: skip
