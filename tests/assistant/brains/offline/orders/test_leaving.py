"""All that somebody has, handed to a colleague: every type that is named or meant, and nothing that is over."""

from typing import Any

import pytest

ALL = ["account", "deal", "lead", "task", "ticket"]


def given(brain: Any, said: str) -> tuple[str, str, list[str]]:
    """Who gives, who takes, and the types of records on the card."""
    (call,) = brain(said).calls
    changes = call.args["changes"]
    (giver,) = {c["where"][0]["value"] for c in changes}
    (taker,) = {v for c in changes for v in c["fields"].values()}
    return giver, taker, [c["entity"] for c in changes]


@pytest.mark.parametrize(
    ("said", "giver", "taker", "kinds"),
    [
        ("reassign everything of Maya's to Tom", "Maya", "Tom", ALL),
        ("Maya is leaving, give all her stuff to Tom", "Maya", "Tom", ALL),
        ("Tom takes over everything from Maya", "Maya", "Tom", ALL),
        ("give Tom Maya's whole book", "Maya", "Tom", ALL),
        ("hand over all accounts, deals and leads of Maya to Tom", "Maya", "Tom", ["account", "deal", "lead"]),
        ("hand all of Maya's work over to Tom", "Maya", "Tom", ALL),
        ("give all my stuff to Tom", "me", "Tom", ALL),
        ("transfer everything of mine to Ronald Vane", "me", "Ronald Vane", ALL),
        ("transfer all my accounts and deals to Tom", "me", "Tom", ["account", "deal"]),
        ("陈晓要走了，手上的所有东西都交给徐凌", "陈晓", "徐凌", ALL),
        ("把我名下所有的工作移交给徐凌", "me", "徐凌", ALL),
        ("徐凌接手陈晓的所有客户和商机", "陈晓", "徐凌", ["account", "deal"]),
        ("把陈晓名下的客户、商机、线索和任务全部转给徐凌", "陈晓", "徐凌", ["account", "deal", "lead", "task"]),
    ],
)
def test_every_type_goes(brain: Any, said: str, giver: str, taker: str, kinds: list[str]) -> None:
    assert given(brain, said) == (giver, taker, kinds)


@pytest.mark.parametrize(
    "said",
    [
        "move all accounts and deals in Berlin to Tom",
        "把苏州的客户和商机都分给徐凌",
        "delete all my tasks and contacts",
    ],
)
def test_an_order_on_two_types_is_never_half_done(brain: Any, said: str) -> None:
    """What is narrowed otherwise is changed type by type: the message says which part was not taken in."""
    found = brain(said)
    assert not found.calls
    assert found.reply


@pytest.mark.parametrize(
    "said", ["write a handover note for Maya's accounts and deals", "给徐凌写一份陈晓客户和商机的交接说明"]
)
def test_a_note_moves_nothing(brain: Any, said: str) -> None:
    assert "propose_change" not in [c.tool for c in brain(said).calls]
