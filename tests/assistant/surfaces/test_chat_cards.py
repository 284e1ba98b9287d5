"""Proposal cards over the wire: saved, edited, cancelled and undone by clicks, and always true to their proposal."""

import threading
from collections.abc import Callable
from typing import Any

SAVED = "Saved: 2 changes."


def test_save_undo_and_redo_on_the_card(chat: Any) -> None:
    chat.say("Met Ana at Acme today")
    card = chat.card()
    assert (card["status"], len(card["changes"])) == ("pending", 3)
    chat.click(card, "save")
    assert chat.card()["status"] == "applied"
    assert chat.card()["undoable"] is True
    assert chat.replies[-1] == SAVED
    chat.click(card, "undo")
    assert chat.card()["status"] == "undone"
    assert chat.replies[-1] == "Undone: it is as it was before."
    chat.click(card, "redo")
    assert chat.card()["status"] == "applied"
    assert chat.replies[-1] == "Brought back."


def test_an_edited_field_is_saved_as_typed(chat: Any) -> None:
    chat.say("Met Ana at Acme today")
    chat.click(chat.card(), "save", {"1": {"amount": "€60,000.00"}})
    deal = next(c for c in chat.card()["changes"] if c["entity"] == "deal")
    assert deal["fields"]["amount"]["after"] == "€60,000.00"


def test_a_refused_edit_is_said_on_the_card_which_stays_open(chat: Any) -> None:
    chat.say("Met Ana at Acme today")
    before = len(chat.replies)
    chat.click(chat.card(), "save", {"1": {"amount": "-5"}})
    assert (chat.card()["status"], chat.card()["note"]) == ("pending", "Amount cannot be negative.")
    assert len(chat.replies) == before
    chat.click(chat.card(), "save")
    assert (chat.card()["status"], chat.card()["note"]) == ("applied", "")


def test_a_change_taken_off_the_card_is_not_saved(chat: Any) -> None:
    chat.say("Met Ana at Acme today")
    chat.click(chat.card(), "save", {"2": {"_drop": "1"}})
    assert [c["entity"] for c in chat.card()["changes"]] == ["activity", "deal"]


def test_cancel_closes_the_card(chat: Any) -> None:
    chat.say("Met Ana at Acme today")
    chat.click(chat.card(), "cancel")
    assert chat.card()["status"] == "cancelled"
    chat.click(chat.card(), "save")
    assert chat.card()["status"] == "cancelled"


def test_clicks_by_the_dozen_save_once(chat: Any) -> None:
    chat.say("Met Ana at Acme today")
    card = chat.card()
    clicks = [threading.Thread(target=chat.click, args=(card, "save")) for _ in range(12)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    chat.click(card, "save")
    assert chat.replies.count(SAVED) == 1
    assert chat.card()["status"] == "applied"


def test_a_typed_yes_marks_the_card_saved(chat: Any) -> None:
    chat.say("Met Ana at Acme today")
    number = chat.card()["id"]
    element = next(d["id"] for name, d in chat.events if name == "element")
    chat.say("yes")
    assert (chat.card()["id"], chat.card()["status"]) == (number, "applied")
    assert {d["id"] for name, d in chat.events if name == "element"} == {element}, "no second card"


def test_a_newer_proposal_closes_the_older_card(chat: Any) -> None:
    chat.say("Met Ana at Acme today")
    older = chat.card()["id"]
    chat.say("no, met Bob")
    status = {c["id"]: c["status"] for c in chat.drawn("ProposalCard")}
    assert status.pop(older) == "cancelled"
    assert list(status.values()) == ["pending"]


def test_a_card_decided_in_another_window_shows_so(open_chat: Callable[..., Any]) -> None:
    here = open_chat()
    here.say("Met Ana at Acme today")
    card = here.card()
    there = open_chat(thread=here.thread, cookie=here.cookie)
    there.click(there.card(), "cancel")
    here.click(card, "save")
    assert here.card()["status"] == "cancelled"


def test_a_pending_card_works_after_reload_and_restart(own_server: Any, open_chat: Callable[..., Any]) -> None:
    chat = open_chat(on=own_server)
    chat.say("Met Ana at Acme today")
    chat.close()
    own_server.stop()
    own_server.start()
    again = open_chat(on=own_server, thread=chat.thread, cookie=chat.cookie)
    assert again.card()["status"] == "pending"
    again.click(again.card(), "save")
    assert again.card()["status"] == "applied"
    assert again.replies[-1] == SAVED


def test_somebody_elses_card_cannot_be_clicked(chat: Any, open_chat: Callable[..., Any]) -> None:
    chat.say("Met Ana at Acme today")
    other = open_chat("chen@example.com")
    other.click(chat.card(), "save")
    assert other.replies == ["这张卡片已不能使用。请重新提出，我会给出最新预览。"]
    other.events.clear()
    chat.click(chat.card(), "save")
    assert chat.card()["status"] == "applied"
