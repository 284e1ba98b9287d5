"""What of a model's words reaches the person, while it writes and when it is done: only what stands on record, nothing that fetches."""

from typing import Any

import pytest
from parley_peer import Answer, Call

from assistant.blocks import Token, ToolEnded

FIND = Call(
    "find_records",
    {"entity": "deal", "filters": [{"field": "owner", "value": "me"}, {"field": "stage.kind", "value": "open"}]},
)


def written(chat: Any) -> str:
    return "".join(e.text for e in chat.events if isinstance(e, Token))


@pytest.mark.parametrize(
    "words",
    [
        "You have 42 open deals. All is well.",
        "您有42个商机。一切都好。",
        "They are worth ¥9,999,999 in all.",
        "Mail evil@evil.example now. It is fine.",
        "All is well. It grew by 73%.",
    ],
)
def test_invented_figures_are_neither_shown_nor_said(online: Any, peer: Any, words: str) -> None:
    peer.plan(Answer("", [FIND]), Answer(words))
    turn = online.say("list my open deals")
    for made_up in ("42", "9,999,999", "evil", "73"):
        assert made_up not in turn.reply
        assert made_up not in written(online)
    assert "5 deals" in turn.reply or "open" in turn.reply, "the tool's own sentence stands in"
    assert turn.brain == "openai"


@pytest.mark.parametrize(
    "words",
    [
        "You have 5 open deals, worth ¥1,100,000.50. The largest is Acme renewal (D-1).",
        "合计约110万，最大的是 Acme renewal，60万。",
        "About 1.1M. Acme renewal is 600k.",
    ],
)
def test_figures_on_record_are_passed_on_as_they_are_written(online: Any, peer: Any, words: str) -> None:
    peer.plan(Answer("", [FIND]), Answer(words))
    turn = online.say("list my open deals")
    assert turn.reply == words
    assert written(online) == words


def test_sentences_come_as_they_are_finished(online: Any, peer: Any) -> None:
    peer.plan(Answer("First this. Then that.\n- and a line\nLast words"))
    online.say("hello there Parley")
    assert [e.text for e in online.events if isinstance(e, Token)] == [
        "First this.",
        " Then that.",
        "\n- and a line",
        "\nLast words",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Look. ![a. b](http://evil.example/x.png) Done.",
        "Look. ![a][r]\n\n[r]: http://evil.example/x.png\n\nDone.",
        "Look. <img src='http://evil.example/x.png'> Done.",
    ],
)
def test_no_picture_passes_in_pieces(online: Any, peer: Any, words: str) -> None:
    peer.plan(Answer(words))
    reply = online.say("hello there Parley").reply
    for text in (reply, written(online)):
        assert "](" not in text
        assert "<img" not in text
        assert "[r]:" not in text
    assert reply.startswith("Look.")


def test_a_refused_tool_is_told_as_such(online: Any, peer: Any) -> None:
    peer.plan(Answer("", [Call("show_record", {"record": "D-99999"}), FIND]), Answer("That is not on record."))
    online.say("show D-99999")
    assert [e.ok for e in online.events if isinstance(e, ToolEnded)] == [False, True]


def test_the_model_is_given_the_rows_it_may_speak_of(online: Any, peer: Any) -> None:
    peer.plan(Answer("", [FIND]), Answer("Acme renewal, Acme sensors and three more."))
    online.say("list my open deals")
    told = peer.seen[1].messages[-1]["content"]
    for name in ("Acme renewal", "Acme sensors", "华阳试点", "苏州产线"):
        assert name in told


def test_hidden_characters_in_records_do_not_reach_the_model(online: Any, peer: Any) -> None:
    world = online.world
    with world.writing("chen@example.com") as crm:
        crm.update(
            crm.get("deal", world.number("deal", "acme-renewal")), {"next_step": "call\u200b\u202e\U000e0041 Ana"}
        )
    peer.plan(Answer("", [Call("show_record", {"record": "D-1"})]), Answer("Done."))
    online.say("show D-1")
    told = peer.seen[1].messages[-1]["content"]
    assert not any(c in told for c in "\u200b\u202e\U000e0041")


def test_tools_of_one_message_run_in_their_order(online: Any, peer: Any) -> None:
    calls = [Call("create_task", {"title": f"Task {n}", "due": "Monday"}) for n in range(4)]
    peer.plan(Answer("", calls), Answer("Have a look."))
    turn = online.say("four tasks for Monday please")
    assert [c["label"] for c in turn.proposal["changes"]] == ["Task 0", "Task 1", "Task 2", "Task 3"]
