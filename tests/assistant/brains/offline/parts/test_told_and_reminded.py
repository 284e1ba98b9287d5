"""What somebody said with a reminder behind it is a note and a task."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "薛志远说他们下个月停产检修，演示改到1月中旬再约，先记一笔，再提醒我12月28号联系他",
        "薛志远说他们停产检修，演示以后再说。提醒我12月28号联系他",
    ],
)
def test_a_note_and_a_task(text: str, brain: Any) -> None:
    note, task = brain(text).calls
    assert (note.tool, note.args) == ("log_interaction", {"note": text, "kind": "note", "with_people": ["薛志远"]})
    assert (task.tool, task.args["title"], task.args["due"]) == ("create_task", "联系他", "2026-12-28")


def test_a_reminder_in_front_is_one_task(brain: Any) -> None:
    (call,) = brain("提醒我12月28号联系薛志远，说停产检修的事").calls
    assert (call.tool, call.args["due"]) == ("create_task", "2026-12-28")
