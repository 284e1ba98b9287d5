"""Slips put right in the same breath, and bulk changes that keep every condition that was said."""

from typing import Any

import pytest


def change(found: Any) -> dict[str, Any]:
    (call,) = found.calls
    (only,) = call.args["changes"]
    return dict(only)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("set the amount of the Acme renewal to 70k, I mean 75k", {"amount": "75000"}),
        ("move the Acme renewal to Demo, no wait, Proposal", {"stage": "Proposal"}),
    ],
)
def test_the_last_word_counts(said: str, fields: dict[str, str], brain: Any) -> None:
    assert change(brain(said))["fields"] == fields


def test_another_type_of_record_put_right(brain: Any) -> None:
    made = change(brain("assign all of Raj's open leads, sorry, tasks, to Maya"))
    assert (made["entity"], made["fields"]) == ("task", {"assignee": "Maya"})


@pytest.mark.parametrize("said", ["all B-level accounts of Tom go to Elif", "hand all of Tom's B accounts to Elif", "assign Tom's level B customers to Elif"])  # fmt: skip
def test_the_level_narrows_a_bulk_change(said: str, brain: Any) -> None:
    where = {(f["field"], f["value"]) for f in change(brain(said))["where"]}
    assert {("level", "B"), ("owner", "Tom")} <= where


def test_a_word_that_narrows_and_is_not_known_changes_nothing(brain: Any) -> None:
    assert not brain("assign all flimsy accounts of Tom to Elif").calls


def test_everything_somebody_has_in_a_stage(brain: Any) -> None:
    made = change(brain("move everything Elif has in Demo to Proposal"))
    where = {(f["field"], f["value"]) for f in made["where"]}
    assert (made["entity"], made["fields"]) == ("deal", {"stage": "Proposal"})
    assert where >= {("owner", "Elif"), ("stage", "Demo")}
