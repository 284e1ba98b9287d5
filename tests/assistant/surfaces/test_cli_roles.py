"""`parley role` and `parley retention`: what an administrator sets from the command line, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def company(parley: Run) -> Run:
    parley("init")
    for email, name, role in (
        ("iris@q.test", "Iris", "admin"),
        ("ann@q.test", "Ann Lee", "rep"),
        ("bo@q.test", "Bo Berg", "rep"),
    ):
        parley("user", "add", email, "--name", name, "--role", role, "--team", "Sales")
    return parley


def test_a_role_is_made_given_listed_and_taken(company: Run) -> None:
    company("role", "set", "auditor", "--may", "deal read all", "--may", "* export no")
    assert (
        "Ann Lee holds the role auditor now."
        in company("role", "give", "ann@q.test", "auditor", "--until", "2099-12-03").out
    )
    company("role", "set", "rep", "--field", "contact.phone masked")
    rows = company("role", "list", "--json").json
    assert [(r["role"], r["rights"], r["fields"], r["held_by"]) for r in rows] == [
        ("auditor", ["deal read all", "* export no"], [], ["ann@q.test"]),
        ("rep", [], ["contact.phone masked"], []),
    ]
    assert "no longer holds" in company("role", "take", "ann@q.test", "auditor").out
    assert company("role", "list", "--json").json[0]["held_by"] == []
    company("role", "give", "bo@q.test", "viewer", "--team", "Sales")
    company("role", "stand-in", "ann@q.test", "bo@q.test", "--until", "2099-12-03")
    assert {"away": "ann@q.test", "stand_in": "bo@q.test"}.items() <= company("role", "list", "--json").json[-1].items()


@pytest.mark.parametrize(
    "said",
    [
        ("set", "auditor", "--may", "deal fly all"),
        ("set", "rep", "--may", "deal read all"),
        ("set", "admin", "--field", "deal.amount none"),
        ("set", "rep", "--field", "deal.owner none"),
        ("give", "ann@q.test", "nothing"),
        ("give", "ann@q.test", "viewer"),
        ("give", "nobody@q.test", "viewer", "--team", "Sales"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(company: Run, said: tuple[str, ...]) -> None:
    refused = company("role", *said, status=1)
    assert refused.err
    assert "Traceback" not in refused.err


def test_retention_is_set_counted_and_done(company: Run) -> None:
    assert "kept for good" in company("retention").out
    (told,) = company("retention", "--bin-days", "60", "--dry-run", "--json").json
    assert told == {"rules": {"bin": 60}, "dry_run": True, "records": {}, "binned": {}, "conversations": 0}
    company("retention", "--bin-days", "60", "--conversation-days", "90")
    assert company("retention", "--json").json[0]["rules"] == {"bin": 60, "conversations": 90}
    assert company("retention", "--bin-days", "0", "--json").json[0]["rules"] == {"conversations": 90}
    (told,) = company("retention", "--lead-days", "730", "--ticket-days", "365", "--deal-days", "365", "--json").json
    assert told["rules"] == {"conversations": 90, "closed_tickets": 365, "lost_leads": 730, "lost_deals": 365}
    assert told["binned"] == {}
