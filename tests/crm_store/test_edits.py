"""Changing a card before it is saved: what follows is worked out anew, and what was seen is what is saved."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import CHEN, MAYA

from crm_store import proposals
from crm_store.edits import edit, revise
from crm_store.errors import BadValue, Conflict, NotAllowed, NotFound


def change(desk: Any, email: str, card: str, edits: dict[int, dict[str, Any]], drops: tuple[int, ...] = ()) -> Any:
    with desk.world.writing(email) as crm:
        return edit(crm, proposals.get(crm, card), edits, drops)


def after(desk: Any, email: str, card: str, index: int = 0) -> dict[str, Any]:
    return {n: f["after"] for n, f in desk.card(email, card).changes[index]["fields"].items()}


def test_an_edit_is_what_is_saved_and_an_older_look_at_the_card_is_refused(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, amount=Decimal(650000))
    seen = desk.card(CHEN, card).digest
    change(desk, CHEN, card, {0: {"amount": Decimal(640000)}})
    assert desk.card(CHEN, card).digest != seen
    with pytest.raises(Conflict):
        desk.yes(CHEN, card, seen=seen)
    assert desk.yes(CHEN, card, seen=desk.card(CHEN, card).digest) == "applied"
    assert desk.value("deal", 1, "amount") == Decimal(640000)


def test_a_field_that_was_not_on_the_card_may_be_added(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, stage=desk.world.number("stage", "Proposal"))
    change(desk, CHEN, card, {0: {"amount": Decimal(640000), "next_step": "Call"}})
    assert desk.yes(CHEN, card) == "applied"
    assert (desk.value("deal", 1, "amount"), desk.value("deal", 1, "next_step")) == (Decimal(640000), "Call")
    desk.undo(CHEN, card)
    assert (desk.value("deal", 1, "amount"), desk.value("deal", 1, "next_step")) == (
        Decimal(600000),
        "Send the contract",
    )


def test_what_followed_from_a_value_edited_away_goes_with_it(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, stage=desk.world.number("stage", "Lost"), lost_reason="price")
    change(desk, CHEN, card, {0: {"stage": desk.world.number("stage", "Demo"), "lost_reason": None}})
    desk.yes(CHEN, card)
    assert [desk.value("deal", 1, f) for f in ("closed_at", "forecast_category", "lost_reason")] == [None, None, None]
    assert desk.value("deal", 1, "stage") == desk.world.number("stage", "Demo")


def test_what_follows_from_an_edited_value_is_added(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, stage=desk.world.number("stage", "Demo"))
    change(desk, CHEN, card, {0: {"stage": desk.world.number("stage", "Won")}})
    assert after(desk, CHEN, card)["forecast_category"] == "closed"
    task = desk.propose(CHEN, lambda crm, draft: draft.create("task", {"title": "Call"}), thread="other")
    change(
        desk,
        CHEN,
        task,
        {0: {"due_at": datetime(2026, 11, 25, 2, 30, tzinfo=UTC), "assignee": desk.world.number("user", MAYA)}},
    )
    assert after(desk, CHEN, task)["due_on"] == "2026-11-24"


def test_a_default_that_is_edited_is_a_wish_from_then_on(desk: Any) -> None:
    maya = desk.world.number("user", MAYA)
    card = desk.propose(CHEN, lambda crm, draft: draft.create("deal", {"name": "Nova", "amount": Decimal(5)}))
    change(desk, CHEN, card, {0: {"owner": maya, "currency": "EUR"}})
    change(desk, CHEN, card, {0: {"amount": Decimal(6)}})
    held = after(desk, CHEN, card)
    assert (held["owner"], held["currency"], held["amount"]) == (maya, "EUR", "6")
    assert held["stage"] == desk.world.number("stage", "Qualification")
    assert desk.yes(CHEN, card) == "applied"


def test_a_task_moved_to_another_day_keeps_its_time(desk: Any) -> None:
    at = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    card = desk.propose(CHEN, lambda crm, draft: draft.create("task", {"title": "Call", "due_at": at}))
    change(desk, CHEN, card, {0: {"due_on": date(2026, 11, 27)}})
    desk.yes(CHEN, card)
    number = desk.card(CHEN, card).changes[0]["number"]
    assert desk.value("task", number, "due_at") == datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    assert desk.value("task", number, "due_on") == date(2026, 11, 27)


def test_a_change_left_out_is_not_saved_and_nothing_points_at_it(desk: Any) -> None:
    def build(crm: Any, draft: Any) -> None:
        account = draft.create("account", {"name": "Nova"})
        contact = draft.create("contact", {"name": "Eva", "account": account})
        draft.create("activity", {"subject": "Met", "contact": [contact, 1], "account": [account]})

    card = desk.propose(CHEN, build)
    change(desk, CHEN, card, {}, drops=(0,))
    assert desk.yes(CHEN, card) == "applied"
    contact, met = (c["number"] for c in desk.card(CHEN, card).changes)
    assert desk.value("contact", contact, "account") is None
    assert desk.value("activity", met, "contact") == sorted([1, contact])
    assert desk.value("activity", met, "account") == []


def test_a_new_name_is_shown_on_the_card(sqlite_desk: Any) -> None:
    card = sqlite_desk.propose(CHEN, lambda crm, draft: draft.create("account", {"name": "Nova"}))
    change(sqlite_desk, CHEN, card, {0: {"name": "Nova AG"}})
    assert sqlite_desk.card(CHEN, card).changes[0]["label"] == "Nova AG"


@pytest.mark.parametrize(
    ("edits", "drops", "error"),
    [
        ({0: {"amount": "-5"}}, (), BadValue),
        ({0: {"amount": "a lot"}}, (), BadValue),
        ({0: {"name": None}}, (), BadValue),
        ({0: {"name": ""}}, (), BadValue),
        ({0: {"name": "x" * 2001}}, (), BadValue),
        ({0: {"probability": "140"}}, (), BadValue),
        ({0: {"stage_entered_at": "2026-01-01T00:00:00Z"}}, (), BadValue),
        ({0: {"version": 7}}, (), BadValue),
        ({0: {"workspace_id": 2}}, (), BadValue),
        ({0: {"deleted_at": None}}, (), BadValue),
        ({0: {"owner": 4040}}, (), NotFound),
        ({0: {"stage": 4040}}, (), NotFound),
        ({7: {"name": "x"}}, (), BadValue),
        ({-1: {"name": "x"}}, (), BadValue),
        ({1: {"title": "x"}}, (), BadValue),
        ({}, (0, 1), BadValue),
    ],
)
def test_an_edit_that_does_not_fit_leaves_the_card_as_it_was(
    standing_sqlite_desk: Any, edits: Any, drops: Any, error: Any
) -> None:
    desk = standing_sqlite_desk

    def build(crm: Any, draft: Any) -> None:
        draft.update(crm.get("deal", 1), {"amount": Decimal(650000)})
        draft.delete(crm.get("task", desk.world.number("task", "quote")))

    card = desk.propose(CHEN, build, thread=f"{edits}{drops}")
    before = desk.card(CHEN, card)
    with pytest.raises(error):
        change(desk, CHEN, card, edits, drops)
    held = desk.card(CHEN, card)
    assert (held.changes, held.digest, held.status) == (before.changes, before.digest, "pending")


def test_an_edit_back_to_what_stands_there_leaves_nothing_to_save(sqlite_desk: Any) -> None:
    card = sqlite_desk.update(CHEN, "deal", 1, amount=Decimal(650000))
    with pytest.raises(BadValue) as refused:
        change(sqlite_desk, CHEN, card, {0: {"amount": Decimal(600000)}})
    assert "already" in refused.value.en


@pytest.mark.parametrize("decision", ["applied", "cancelled", "undone"])
def test_a_decided_card_is_not_edited(sqlite_desk: Any, decision: str) -> None:
    card = sqlite_desk.update(CHEN, "deal", 1, amount=Decimal(650000))
    if decision == "cancelled":
        with sqlite_desk.world.writing(CHEN) as crm:
            proposals.cancel(crm, proposals.get(crm, card))
    else:
        sqlite_desk.yes(CHEN, card)
    if decision == "undone":
        sqlite_desk.undo(CHEN, card)
    with pytest.raises(NotAllowed):
        change(sqlite_desk, CHEN, card, {0: {"amount": Decimal(1)}})


def test_a_correction_makes_a_new_card_and_cancels_the_old_one(desk: Any) -> None:
    old = desk.update(CHEN, "deal", 1, amount=Decimal(650000), next_step="Call")
    with desk.world.writing(CHEN, turn="t2") as crm:
        new = revise(crm, proposals.get(crm, old), {0: {"amount": Decimal(60000)}}).id
    assert (desk.card(CHEN, old).status, desk.card(CHEN, new).status) == ("cancelled", "pending")
    assert desk.card(CHEN, old).changes[0]["fields"]["amount"]["after"] == "650000"
    with pytest.raises(NotAllowed):
        desk.yes(CHEN, old)
    desk.yes(CHEN, new)
    assert (desk.value("deal", 1, "amount"), desk.value("deal", 1, "next_step")) == (Decimal(60000), "Call")


def test_a_correction_and_another_wish_in_one_turn_are_one_card(desk: Any) -> None:
    old = desk.update(CHEN, "deal", 1, amount=Decimal(650000))
    with desk.world.writing(CHEN, turn="t2") as crm:
        revise(crm, proposals.get(crm, old), {0: {"amount": Decimal(60000)}})
    card = desk.propose(CHEN, lambda crm, draft: draft.create("task", {"title": "Call"}), turn="t2")
    assert [c["entity"] for c in desk.card(CHEN, card).changes] == ["deal", "task"]
