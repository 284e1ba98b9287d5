"""A task is moved by words of its title; deals, dates and appointments keep their own readings; nothing is set below zero."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (
            "move the security questionnaire for Acme to next Wednesday",
            "task security questionnaire Acme: due_on=2026-11-25",
        ),
        ("delay the price list task to Wednesday", "task price list: due_on=2026-11-25"),
        ("push the revised offer by two days", "task revised offer: due_on=+2 days"),
        ("postpone the questionnaire to Friday", "task questionnaire: due_on=2026-11-27"),
    ],
)
def test_a_task_is_moved_by_its_title(text: str, change: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == change


@pytest.mark.parametrize(
    ("text", "entity"), [("move the demo to Friday", "activity"), ("push the Acme renewal to next Friday", "deal")]
)
def test_other_records_are_not_tasks(text: str, entity: str, brain: Any) -> None:
    assert [c["entity"] for call in brain(text).calls for c in call.args.get("changes", ())] == [entity]


@pytest.mark.parametrize(
    "text",
    [
        "set the amount of the Acme renewal to -500",
        "set the amount of the Acme renewal to minus 500",
        "change the Acme renewal to negative 20k",
        "把Acme renewal的金额改成-500",
        "把Acme renewal的金额改成负500",
    ],
)
def test_nothing_is_set_below_zero(text: str, brain: Any) -> None:
    found = brain(text)
    assert not found.calls
    assert found.reply


def test_an_amount_may_be_lowered(brain: Any) -> None:
    (call,) = brain("lower the amount of the Acme renewal by 500").calls
    assert call.args["changes"][0]["fields"] == {"amount": "-500"}


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("mark the Bob Miller thing as done, he told me yesterday it's LabTrack", "task Bob Miller: status=done"),
        ("the revised offer task is done", "task the revised offer: status=done"),
    ],
)
def test_a_task_is_done_by_its_title(text: str, change: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == change


def test_a_task_is_deleted_by_its_title(brain: Any) -> None:
    (call,) = brain("kill the duplicate security questionnaire task for Acme").calls
    assert call.args["changes"] == [{"op": "delete", "entity": "task", "record": "security questionnaire Acme"}]
