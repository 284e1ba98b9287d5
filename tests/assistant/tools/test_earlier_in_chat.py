"""Looking back in a conversation: old turns are found by words, topic and record, in either language, and never tell what is gone."""

from datetime import timedelta
from typing import Any

import pytest
from parley_worlds import CHEN, MAYA, MOMENT

from assistant.brains.offline.interpret import interpret  # noqa: F401 - the brain is loaded once
from assistant.memory.transcript import digest, still_told, within
from assistant.tools import ToolContext, call
from crm_store.queries.conversations import keep_turn, last_turns

SAID = (
    ("what did Acme say about the price?", "[1] “She wants a 10% discount before signing.” — 18 Nov 2026, activity {note}"),
    ("华阳的预算是多少？", "预算30万已批（{fact}）。"),
    ("what is due today?", "Send the quote to Acme ({task})."),
    ("how is {globex} doing?", "Globex rollout is in Proposal."),
)  # fmt: skip


@pytest.fixture
def talked(small_world: Any) -> Any:
    """A conversation of Chen's: the turns above, then thirty about nothing."""
    ref = small_world.ref
    words = {"note": ref("activity", "acme-price"), "fact": ref("fact", "huayang-budget"), "task": ref("task", "quote"), "globex": ref("deal", "globex-rollout")}  # fmt: skip
    turns = [*((s.format(**words), r.format(**words)) for s, r in SAID), *((f"hello {n}", "Hello.") for n in range(30))]
    for n, (said, reply) in enumerate(turns):
        with small_world.writing(CHEN, now=MOMENT - timedelta(hours=2) + timedelta(minutes=n)) as crm:
            keep_turn(crm, "t", f"turn{n}", said=said, reply=reply, language="en", data={})
    return small_world


def look(world: Any, query: str, email: str = CHEN, language: Any = "en", thread: str = "t") -> str:
    with world.reading(email) as crm:
        return call("earlier_in_chat", ToolContext(crm, language, thread_id=thread), {"query": query}).say


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("what did we say about Acme's discount earlier in this chat?", "10% discount"),
        ("我们刚才说的预算是多少？", "30万"),
        ("what was the budget you told me earlier", "30万"),
        ("刚才我们聊到华阳的什么？", "30万"),
        ("what did I ask you about today's tasks at the start", "Send the quote"),
    ],
)
def test_an_old_turn_is_found_in_either_language(talked: Any, query: str, expected: str) -> None:
    for language in ("en", "zh"):
        said = look(talked, query, language=language)
        assert expected in said
        assert "hello" not in said


def test_what_was_not_said_is_said_not_to_have_been(talked: Any) -> None:
    assert "Nothing about “helicopters”" in look(talked, "what did we say about helicopters earlier in this chat?")
    assert "之前没有说到" in look(talked, "我们刚才说的直升机是什么", language="zh")
    assert "before" in look(talked, "what did we say earlier?", thread="new")


def test_nobody_looks_into_the_conversation_of_another(talked: Any) -> None:
    assert look(talked, "what did we say about the discount earlier", MAYA) == look(
        talked, "what did we say about the discount earlier", MAYA, thread="none"
    )


def test_what_was_said_of_a_deleted_note_is_not_told_again(talked: Any) -> None:
    with talked.writing(CHEN) as crm:
        crm.delete(crm.get("activity", talked.number("activity", "acme-price")))
    said = look(talked, "what did we say about Acme's discount earlier in this chat?")
    assert "10%" not in said
    with talked.reading(CHEN) as crm:
        told = still_told(crm, last_turns(crm, "t", 400)[::-1])
    assert "10%" not in digest(told) + str(within(told))


def test_a_long_conversation_keeps_to_its_budget_and_its_references(talked: Any) -> None:
    with talked.reading(CHEN) as crm:
        told = still_told(crm, last_turns(crm, "t", 400)[::-1])
    whole = digest(told)
    assert talked.ref("activity", "acme-price") in whole
    short = digest(told, 400)
    assert len(short) < 500
    assert "turns before these" in short
    assert sum(len(s) + len(r) for s, r in within(told, 500)) <= 1000
    assert within(told)[-1] == ("hello 29", "Hello.")
