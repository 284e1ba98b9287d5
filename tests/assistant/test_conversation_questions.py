"""Questions the assistant asks back and how they are answered; several requests in one message end as one card."""

from collections.abc import Callable
from typing import Any

import pytest
from parley_peer import Answer, Call
from parley_worlds import LIN

CHANGE = {
    "changes": [
        {"entity": "deal", "record": "Acme renewal", "fields": {"amount": "700k", "expected_close_date": "2026-12-20"}}
    ]
}

ASKED = [
    ("2", "Ana Silva"), ("1.", "Ana Ruiz"), ("the second one", "Ana Silva"), ("first", "Ana Ruiz"), ("Silva", "Ana Silva"), ("Ana Ruiz", "Ana Ruiz"),
    ("the one at Globex", "Ana Silva"), ("Acme", "Ana Ruiz"), ("C-6", "Ana Silva"), ("Ana Silva (Globex)", "Ana Silva"), ("第二个", "Ana Silva"), ("第一位", "Ana Ruiz"),
    ("选2", "Ana Silva"), ("是Globex那位", "Ana Silva"), ("the last one", "Ana Silva"), ("option 1", "Ana Ruiz"), ("二", "Ana Silva"), ("I mean Ruiz please", "Ana Ruiz"),
]  # fmt: skip


@pytest.fixture
def asked(online: Any, peer: Any) -> Any:
    """The assistant asks Lin which Ana is meant."""
    peer.plan(
        Answer("", [Call("log_interaction", {"note": "Met Ana today", "kind": "meeting", "with_people": ["Ana"]})]),
        Answer("Which one?"),
    )
    turn = online.say("Met Ana today", LIN)
    assert [c.label for c in turn.question.choices] == ["Ana Ruiz (Acme Industrial)", "Ana Silva (Globex)"]
    assert turn.proposal is None
    peer.plan()
    return online


@pytest.mark.parametrize(("answer", "who"), ASKED)
def test_a_question_is_answered_without_a_model(asked: Any, peer: Any, answer: str, who: str) -> None:
    turn = asked.say(answer, LIN)
    assert turn.question is None
    assert turn.proposal["changes"][0]["fields"]["contact"]["shown_after"] == who
    assert turn.calls[0]["tool"] == "log_interaction"
    assert peer.seen == []
    assert asked.say("yes", LIN).proposal["status"] == "applied"


@pytest.mark.parametrize("answer", ["no", "取消"])
def test_a_question_can_be_dropped(asked: Any, peer: Any, answer: str) -> None:
    turn = asked.say(answer, LIN)
    assert turn.question is None
    assert turn.proposal is None
    assert peer.seen == []


@pytest.mark.parametrize("answer", ["3", "Ana", "Bob Stone"])
def test_what_fits_no_one_choice_goes_to_the_brain(asked: Any, peer: Any, answer: str) -> None:
    peer.plan(Answer("Hm."))
    assert asked.say(answer, LIN).reply == "Hm."
    assert peer.seen


def test_two_requests_in_one_message_make_one_card(online: Any, peer: Any) -> None:
    calls = [
        Call("propose_change", CHANGE),
        Call("create_task", {"title": "Call Ana", "due": "tomorrow"}),
        Call("create_task", {"title": "Mail Bob", "due": "Monday"}),
    ]
    peer.plan(Answer("", calls[:2]), Answer("", calls[2:]), Answer("Have a look."))
    turn = online.say("Acme renewal 700k, remind me to call Ana tomorrow and mail Bob on Monday")
    assert [c["entity"] for c in turn.proposal["changes"]] == ["deal", "task", "task"]
    online.say("yes")
    assert online.rows("task", title="Call Ana")
    assert online.rows("task", title="Mail Bob")
    online.say("undo")
    assert not online.rows("task", title="Call Ana")


def test_a_card_and_a_question_of_one_message_end_as_one_card(online: Any, peer: Any) -> None:
    calls = [
        Call("create_task", {"title": "Send the deck", "due": "Monday"}),
        Call("log_interaction", {"note": "Met Ana", "with_people": ["Ana"]}),
    ]
    peer.plan(Answer("", calls), Answer("Which Ana?"))
    turn = online.say("Met Ana; remind me to send the deck on Monday", LIN)
    assert turn.question is not None
    answered = online.say("1", LIN)
    assert sorted(c["entity"] for c in answered.proposal["changes"]) == ["activity", "task"]


def test_what_was_said_survives_a_restart(open_chat: Callable[..., Any], peer: Any, asked: Any) -> None:
    again = open_chat(peer)
    assert again.say("2", LIN).proposal["changes"][0]["fields"]["contact"]["shown_after"] == "Ana Silva"
