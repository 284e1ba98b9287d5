"""What goes on again, what is put back to a value, and the last change once more for another record."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call, Named

PILOT = Named("deal", 4, "D-4", "Globex factory rollout")
CASE = Named("ticket", 1042, "T-1042", "Log-in fails")


def changed(found: Any) -> tuple[str, str | None, dict[str, str]]:
    (call,) = found.calls
    (change,) = call.args["changes"]
    assert change["op"] == "update"
    return change["entity"], change.get("record"), change["fields"]


@pytest.mark.parametrize(
    "said",
    [
        "resurrect the Globex factory rollout",
        "put the Globex factory rollout back in play",
        "the Globex factory rollout is alive again",
        "Globex factory rollout came back to life",
        "good news: Globex factory rollout is not dead after all",
    ],
)
def test_a_deal_goes_on_again(said: str, brain: Any) -> None:
    assert changed(brain(said)) == ("deal", "Globex factory rollout", {"stage": "open again"})


def test_the_ticket_named_before_the_order_is_opened_again(brain: Any) -> None:
    found = brain("ticket 1042 is still failing for them, so please open it up again")
    assert changed(found) == ("ticket", "1042", {"status": "pending"})


def test_the_reason_is_told_as_left_out(brain: Any) -> None:
    found = brain("reopen it, the customer called again", focus=(CASE,))
    assert changed(found) == ("ticket", "T-1042", {"status": "pending"})
    assert found.left == ("the customer called again",)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("ok change it back to 90k", {"amount": "90000"}),
        ("bring it back to Proposal please", {"stage": "Proposal"}),
        ("set the date back to December 15", {"expected_close_date": "2026-12-15"}),
    ],
)
def test_a_value_is_put_back(said: str, fields: dict[str, str], brain: Any) -> None:
    assert changed(brain(said, focus=(PILOT,))) == ("deal", "D-4", fields)


LAST = Call("propose_change", {"changes": [{"op": "update", "entity": "deal", "record": "D-4", "fields": {"expected_close_date": "2027-01-20"}}]})  # fmt: skip


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("do the same for Initech please", "2027-01-20"),
        ("Initech too", "2027-01-20"),
        ("ditto for Initech but January 28", "2027-01-28"),
    ],
)
def test_the_same_for_another(said: str, day: str, brain: Any) -> None:
    assert changed(brain(said, made=(LAST,))) == ("deal", "Initech", {"expected_close_date": day})


def test_nothing_is_repeated_that_was_not_made(brain: Any) -> None:
    assert not any(c.tool == "propose_change" for c in brain("same for Initech").calls)


@pytest.mark.parametrize(
    ("said", "record", "fields"),
    [
        ("Globex factory rollout: 250k, close 5 February", "Globex factory rollout", {"amount": "250000", "expected_close_date": "2027-02-05"}),
        ("the Initech deal - 48k, Proposal", "Initech", {"amount": "48000", "stage": "Proposal"}),
    ],
)  # fmt: skip
def test_a_deal_is_brought_up_to_date_like_a_card(said: str, record: str, fields: dict[str, str], brain: Any) -> None:
    assert changed(brain(said)) == ("deal", record, fields)


def test_more_words_than_values_are_no_card(brain: Any) -> None:
    assert not any(
        c.tool == "propose_change" for c in brain("Initech: they asked about 48k, 60 seats and a workshop").calls
    )


def test_every_ticket_of_an_order_is_changed(brain: Any) -> None:
    (call,) = brain("resolve tickets 1042, 1044 and 1049").calls
    assert [c["record"] for c in call.args["changes"]] == ["1042", "1044", "1049"]
