"""What hangs on a record, in scope."""

from typing import Any

from parley_worlds import ADMIN, CHEN, LIN, MAYA

from crm_store.codes import BuyingRole
from crm_store.queries.timeline import hanging, with_role


def names(part: Any) -> list[str]:
    return [r.display for r in part.records]


def test_an_account_gathers_what_stands_on_its_people_and_deals(small_world: Any) -> None:
    with small_world.reading(CHEN) as crm:
        beside = hanging(crm, crm.get("account", small_world.number("account", "huayang")))
    assert names(beside.deals) == ["华阳试点", "华阳二期"]
    assert names(beside.contacts) == ["李娜"]
    assert names(beside.activities) == ["华阳演示", "与李娜会面"]
    assert names(beside.facts) == ["预算30万已批"]
    assert beside.last is not None
    assert beside.last.display == "与李娜会面"


def test_a_contact_and_a_deal(small_world: Any) -> None:
    with small_world.reading(CHEN) as crm:
        bob = hanging(crm, crm.get("contact", small_world.number("contact", "bob")))
        deal = hanging(crm, crm.get("deal", small_world.number("deal", "acme-sensors")))
    assert names(bob.deals) == ["Acme sensors", "Acme analytics"]
    assert names(bob.tickets) == ["Login fails"]
    assert names(deal.contacts) == ["Bob Stone"]
    assert names(deal.activities) == ["Call Bob", "Plant visit"]


def test_more_than_fits_is_counted(small_world: Any) -> None:
    with small_world.reading(CHEN) as crm:
        beside = hanging(crm, crm.get("account", small_world.number("account", "acme")), most=1)
    assert (names(beside.deals), beside.deals.total) == (["Acme renewal"], 3)
    assert beside.activities.total == 5


def test_only_what_one_may_see(small_world: Any) -> None:
    with small_world.writing(ADMIN) as crm:
        values = {
            "name": "Hidden deal",
            "account": small_world.number("account", "globex"),
            "owner": small_world.number("user", MAYA),
        }
        crm.create("deal", values | {"contact": small_world.number("contact", "lina")})
    with small_world.reading(CHEN) as crm:
        assert "Hidden deal" not in names(hanging(crm, crm.get("contact", small_world.number("contact", "lina"))).deals)
    with small_world.reading(LIN) as crm:
        assert "Hidden deal" in names(hanging(crm, crm.get("contact", small_world.number("contact", "lina"))).deals)


def test_roles_at_an_account_come_from_its_ties_too(small_world: Any) -> None:
    acme = small_world.number("account", "acme")
    with small_world.writing(LIN) as crm:
        crm.create(
            "account_contact",
            {"account": acme, "contact": small_world.number("contact", "ana-silva"), "role": "blocker"},
        )
    with small_world.reading(LIN) as crm:
        account = crm.get("account", acme)
        assert [c.name for c in with_role(crm, account, BuyingRole.BLOCKER)] == ["Ana Silva"]
        assert [c.name for c in with_role(crm, account, BuyingRole.DECISION_MAKER)] == ["Ana Ruiz"]
        assert with_role(crm, account, BuyingRole.CHAMPION) == []


def test_a_product_has_nothing_beside_it(small_world: Any) -> None:
    with small_world.reading(CHEN) as crm:
        beside = hanging(crm, crm.get("product", small_world.number("product", "P-100")))
    assert (beside.deals.total, beside.last) == (0, None)
