"""The likeliest intent, filled by what a message holds, where no rule and no saying knows it."""

from typing import Any

import pytest

from assistant.brains.offline.sayings import mapped, sayings
from assistant.brains.offline.sayings.intents import intent, learnt
from assistant.brains.offline.terms import Call


@pytest.mark.parametrize(
    ("calls", "name"),
    [
        ([], ""),
        ([Call("pipeline_summary", {})], "pipeline_summary::"),
        ([Call("find_records", {"entity": "lead"})], "find_records::lead"),
        ([Call("propose_change", {"changes": [{"op": "update", "entity": "deal"}]})], "propose_change:update:deal"),
    ],
)
def test_an_intent_is_what_is_done_to_which_type(calls: list[Call], name: str) -> None:
    assert intent(calls) == name


@pytest.mark.parametrize("zh", [False, True])
def test_the_intents_are_learnt_of_the_tables_as_they_stand(zh: bool, ear: Any) -> None:
    """When this fails: scripts/encode_sayings.py."""
    table = learnt(zh)
    assert len(table.of) == len(sayings(zh))
    some = [n for n in range(0, len(table.of), 60) if table.of[n] >= 0]
    vectors = [mapped(ear, sayings(zh)[n].masked(zh), zh) for n in some]
    right = sum(int(table.chances(v).argmax()) == table.of[n] for n, v in zip(some, vectors, strict=True))
    assert right / len(some) > 0.85
    assert table.chances(vectors[0]).sum() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "tool", "part"),
    [
        ("Ana Ruiz and I went for lunch last Wednesday, purely social", "log_interaction", "Ana Ruiz"),
        ("nailed the demo with Acme last Wednesday!! trial requested", "log_interaction", "Acme"),
        ("any lead in Hamburg that's open should go to Elif", "propose_change", "Hamburg"),
    ],
)
def test_what_no_rule_knows_is_filled_by_its_own_words(text: str, tool: str, part: str, brain: Any, ear: Any) -> None:
    found = brain(text, ear=ear)
    assert tool in [c.tool for c in found.calls], found
    assert part in str([dict(c.args) for c in found.calls])


@pytest.mark.parametrize(
    "text",
    ["blorf zxcv with Ana Ruiz?", "Umbrella Corp said hello last Wednesday", "what a lovely day it was last Wednesday"],
)
def test_no_intent_makes_a_change_of_nobody_known(text: str, brain: Any, ear: Any) -> None:
    assert not [c for c in brain(text, ear=ear).calls if c.tool == "propose_change"]
