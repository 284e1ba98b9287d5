"""What asks or orders something else is no task, however it is put."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "chase list for today please. who do I owe an answer",
        "kill the duplicate security questionnaire task for Globex, keep the one from the 30th",
        "prepare Monday's demo for Acme. who's coming and what did they moan about last time",
    ],
)
def test_no_task_is_made_of_it(text: str, brain: Any) -> None:
    assert "create_task" not in [c.tool for c in brain(text).calls]


def test_a_task_stays_a_task(brain: Any) -> None:
    (call,) = brain("remind me on Monday to ask Bob who signs").calls
    assert call.tool == "create_task"
