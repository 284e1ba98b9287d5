"""The particulars of a deal that its notes mention: who, how many, against whom, how much."""

from datetime import date, timedelta
from random import Random

from crm_store.demo.corpus_files import corpus
from crm_store.demo.records import Account, Contact

PRODUCTS = (("Flow", 1680), ("Bench", 2160), ("Insight", 960), ("Connect", 18000))
"""Short name and list price per seat and year in CNY, as in corpus/products.yaml."""

_OF_THE_ACCOUNT = ("boss", "legacy", "erp", "standard", "records", "trigger")
"""What all deals of one account agree on; what a person prefers goes with the person."""

CNY_PER = {"CNY": 1.0, "USD": 7.2, "EUR": 7.9}
"""Rough rates for inventing round amounts; what is converted later uses the world's fx table."""

_MONTHS = tuple("January February March April May June July August September October November December".split())
_UNITS = {"CNY": "元", "USD": "美元", "EUR": "欧元"}


def slots_for(
    rng: Random, account: Account, people: tuple[Contact, ...], product: int, seats: int, sensors: int,
    competitor: str, close: date,
) -> dict[str, str]:  # fmt: skip
    """One value per slot, kept for the whole deal; `amount` is filled in for the day of each note."""
    pools = corpus(f"slots_{account.language}")
    slots = {key: str(rng.choice(pools[key])) for key in ("pain", "site", "dept")}
    at_home = Random(account.external_id)
    slots |= {key: str(at_home.choice(pools[key])) for key in _OF_THE_ACCOUNT}
    slots |= {
        "account": account.short, "product": PRODUCTS[product][0], "seats": str(seats),
        "weeks": str(rng.randint(3, 9)), "lines": str(rng.randint(2, 7)), "discount": str(rng.choice((7, 8, 10, 12, 15))),
        "month": month(close + timedelta(days=30), account.language),
    }  # fmt: skip
    if people:
        pref = Random(people[0].external_id).choice(pools["pref"])
        slots |= {"contact": people[0].name, "first": people[0].address, "pref": str(pref)}
    if sensors:
        slots["sensors"] = str(sensors)
    if competitor:
        slots["competitor"] = competitor
    if len(people) > 1:
        slots["second"] = people[1].address
    for person in people[1:]:
        if person.role == "decision_maker":
            slots["boss"] = person.name
    return slots


def month(day: date, language: str) -> str:
    return f"{day.month}月" if language == "zh" else _MONTHS[day.month - 1]


def spoken(amount: int, currency: str, language: str) -> str:
    """An amount as a colleague writes it in a note: USD 84,000, 28.5万元."""
    if language == "en":
        return f"{currency} {amount:,}"
    if amount < 10_000:
        return f"{amount}{_UNITS[currency]}"
    return f"{amount / 10_000:.2f}".rstrip("0").rstrip(".") + "万" + _UNITS[currency]
