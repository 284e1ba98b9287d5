"""New records told in free English: names stay whole, every value is read, and what nothing was made of is told."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Named

MADE = [
    ("spin up a fresh opportunity with Hollund Marine worth 75k euros, decision by end of February", "deal", {"account": "Hollund Marine", "amount": "75000 EUR", "expected_close_date": "2027-02-28"}),
    ("start a deal for Globex at $12,500 landing June", "deal", {"account": "Globex", "amount": "12500 USD", "expected_close_date": "2027-06-30"}),
    ("create a deal at Initech named Audit module, 20 users, contact Peter Gibb, in Demo", "deal", {"account": "Initech", "name": "Audit module", "seats": "20", "contact": "Peter Gibb", "stage": "Demo"}),
    ("add a customer Blue Harbour Shipping Ltd", "account", {"name": "Blue Harbour Shipping Ltd"}),
    ("register Northern Light Optics as a new prospect, based in Tampere", "account", {"name": "Northern Light Optics", "type": "prospect", "billing_address": "Tampere"}),
    ("set up an account called Acme Holdings, website acme-holdings.com", "account", {"name": "Acme Holdings", "domain": "acme-holdings.com"}),
    ("put Sofia van den Berg under Falkenried Chemie, their new head of quality, +49 40 555 0123", "contact", {"name": "Sofia van den Berg", "account": "Falkenried Chemie", "title": "head of quality", "phone": "+49 40 555 0123"}),
    ("new person at Globex: Hal Okoye, chemist", "contact", {"name": "Hal Okoye", "account": "Globex", "title": "chemist"}),
    ("we picked up a new lead from the webinar, Iris Novak at Tallow Foods, iris@tallow.example", "lead", {"name": "Iris Novak", "organization": "Tallow Foods", "source": "webinar", "email": "iris@tallow.example"}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "entity", "fields"), MADE)
def test_a_new_record_is_told_in_free_words(said: str, entity: str, fields: dict[str, str], brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert (change["op"], change["entity"]) == ("create", entity)
    assert change["fields"] == fields


MINE = Named("account", 31, "ACC-31", "Acme")


@pytest.mark.parametrize(
    ("said", "entity", "fields"),
    [
        ("start a 15k deal for them closing in June", "deal", {"account": "ACC-31", "amount": "15000", "expected_close_date": "2027-06-30"}),
        ("and add Lena Fuchs there, their new auditor", "contact", {"name": "Lena Fuchs", "account": "ACC-31", "title": "auditor"}),
    ],
)  # fmt: skip
def test_the_customer_talked_about_gets_it(said: str, entity: str, fields: dict[str, str], brain: Any) -> None:
    (call,) = brain(said, focus=(MINE,)).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["fields"]) == (entity, fields)


def test_the_customer_stands_in_front(brain: Any) -> None:
    (call,) = brain("Odenwald Glas: new contact Ivo Kern, controller").calls
    assert call.args["changes"][0]["fields"] == {"name": "Ivo Kern", "title": "controller", "account": "Odenwald Glas"}


TOLD_FIRST = [
    ("ran into a lady called Greta Lind from Lindfors Paper at the expo, she's their buyer, please enter her as a lead", "lead", {"name": "Greta Lind", "organization": "Lindfors Paper", "title": "buyer", "source": "trade_fair"}),
    ("Globex's Sara Lindqvist moved on, their new operations manager is Bo Kramer, bo@globex.example, please add him", "contact", {"name": "Bo Kramer", "title": "operations manager", "account": "Globex", "email": "bo@globex.example"}),
    ("we signed Larkspur Glass AG as a client, put them in", "account", {"name": "Larkspur Glass AG"}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "entity", "fields"), TOLD_FIRST)
def test_somebody_told_of_before_the_order(said: str, entity: str, fields: dict[str, str], brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert (change["op"], change["entity"], change["fields"]) == ("create", entity, fields)


def test_each_lead_keeps_its_own_company(brain: Any) -> None:
    (call,) = brain("three new leads: Ada Moss (Moss Farms), Ben Orr (Orr Steel) and Cy Pell (Pell & Co)").calls
    made = [(c["fields"]["name"], c["fields"]["organization"]) for c in call.args["changes"]]
    assert made == [("Ada Moss", "Moss Farms"), ("Ben Orr", "Orr Steel"), ("Cy Pell", "Pell & Co")]


def test_a_new_customer_with_money_gets_a_deal_beside_it(brain: Any) -> None:
    (call,) = brain("we just landed a new client: Quarry Hill Dairy, 25 seats, around 18k, closing in May").calls
    account, deal = call.args["changes"]
    assert account["fields"]["name"] == "Quarry Hill Dairy"
    assert deal["fields"].items() >= {
        "account": "Quarry Hill Dairy", "seats": "25", "amount": "18000", "expected_close_date": "2027-05-31",
    }.items()  # fmt: skip


def test_each_of_several_people_is_made(brain: Any) -> None:
    (call,) = brain("add two contacts for Odenwald Glas: Kai Brun, buyer, and Mira Stolz, lab technician").calls
    made = [(c["fields"]["name"], c["fields"]["title"], c["fields"]["account"]) for c in call.args["changes"]]
    assert made == [("Kai Brun", "buyer", "Odenwald Glas"), ("Mira Stolz", "lab technician", "Odenwald Glas")]


def test_what_was_left_out_is_told(brain: Any) -> None:
    found = brain("we have a new client, Rowan Timber GmbH, they build wooden bridges, please add them")
    assert found.calls[0].args["changes"][0]["fields"] == {"name": "Rowan Timber GmbH"}
    assert found.left == ("they build wooden bridges",)


@pytest.mark.parametrize(
    "said",
    [
        "open deals with Globex over 58k",
        "show me new leads from the trade fair",
        "make the Globex deal 60k",
        "how many new customers did we get?",
        "open the Acme account",
        "add up my open deals",
        "start with the Globex deal",
    ],
)
def test_other_things_make_nothing(said: str, brain: Any) -> None:
    changes = [c for call in brain(said).calls for c in call.args.get("changes", ())]
    assert not any(c["op"] == "create" for c in changes)


@pytest.mark.parametrize(
    ("said", "title", "about", "due"),
    [
        ("we should get back to Victor Hale next Monday, add that to my to-dos", "Get back to Victor Hale", "Victor Hale", "2026-11-23"),
        ("print the badges for Hollund Marine by Thursday, make it a task", "Print the badges for Hollund Marine", "Hollund Marine", "2026-11-26"),
        ("schedule a follow-up for December 2 to ask Sara Lindqvist about the audit", "Ask Sara Lindqvist about the audit", "Sara Lindqvist", "2026-12-02"),
        ("put a task on Globex for tomorrow to renew the certificate", "Renew the certificate", "Globex", "2026-11-21"),
    ],
)  # fmt: skip
def test_a_task_in_free_words(said: str, title: str, about: str, due: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.tool == "create_task"
    assert (call.args["title"], call.args.get("about"), call.args.get("due")) == (title, about, due)
