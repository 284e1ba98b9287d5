"""Records that may be one: found in both scripts and in any writing, with reasons, and nobody else's among them."""

from typing import Any

from parley_worlds import ADMIN, CHEN, TOM

from crm_store.queries.doubles import doubles, doubles_of


def pairs(desk: Any, email: str, entity: str) -> dict[tuple[str, str], tuple[str, ...]]:
    with desk.world.reading(email) as crm:
        return {(p.one.display, p.other.display): p.why for p in doubles(crm, entity)[0]}


def test_companies_are_one_by_name_legal_form_script_and_domain(sqlite_desk: Any) -> None:
    chen = sqlite_desk.world.number("user", CHEN)
    for name, domain in (
        ("Acme Industrial GmbH", None), ("華陽科技有限公司", None), ("Huayang Technology Ltd.", "www.huayang.example"), ("Umbra Lighting", None),
    ):  # fmt: skip
        sqlite_desk.make("account", name=name, domain=domain, owner=chen)
    found = pairs(sqlite_desk, CHEN, "account")
    assert found[("Acme Industrial", "Acme Industrial GmbH")] == ("company",)
    assert found[("华阳科技", "華陽科技有限公司")][0] == "company"
    assert {"company", "domain"} <= set(found[("华阳科技", "Huayang Technology Ltd.")])
    assert not [p for p in found if "Umbra Lighting" in p]


def test_people_are_one_by_mail_number_and_name_in_both_scripts(sqlite_desk: Any) -> None:
    number = sqlite_desk.world.number
    chen, huayang = number("user", CHEN), number("account", "huayang")
    sqlite_desk.make("contact", name="Na Li", account=huayang, owner=chen)
    sqlite_desk.make("contact", name="Mr. Bob Stone", phone="001 415-555-0131", owner=chen)
    sqlite_desk.make("contact", name="R. Stone", email="BOB@acme.example", owner=chen)
    sqlite_desk.make("contact", name="Bob Stone", account=huayang, owner=chen)
    found = pairs(sqlite_desk, CHEN, "contact")
    assert found[("李娜", "Na Li")] == ("place",)
    assert set(found[("Bob Stone", "Mr. Bob Stone")]) == {"phone", "name"}
    assert found[("Bob Stone", "R. Stone")] == ("email",)
    # A name alone, at another company, is another person.
    assert ("Bob Stone", "Bob Stone") not in found


def test_the_search_for_one_record_agrees_with_the_search_of_all(sqlite_desk: Any) -> None:
    test_people_are_one_by_mail_number_and_name_in_both_scripts(sqlite_desk)
    with sqlite_desk.world.reading(CHEN) as crm:
        for entity in ("account", "contact", "lead"):
            everything, _ = doubles(crm, entity)
            for pair in everything:
                own = {p.other.id: p.score for p in doubles_of(crm, pair.one)}
                assert own.get(pair.other.id) == pair.score


def test_nobody_hears_of_doubles_they_cannot_see(sqlite_desk: Any) -> None:
    tom = sqlite_desk.world.number("user", TOM)
    before = pairs(sqlite_desk, CHEN, "account"), pairs(sqlite_desk, CHEN, "contact")
    sqlite_desk.make("account", name="Acme Industrial", domain="acme.example", owner=tom)
    sqlite_desk.make("contact", name="Bob Stone", email="bob@acme.example", owner=tom)
    assert (pairs(sqlite_desk, CHEN, "account"), pairs(sqlite_desk, CHEN, "contact")) == before
    assert ("Acme Industrial", "Acme Industrial") in pairs(sqlite_desk, ADMIN, "account")
