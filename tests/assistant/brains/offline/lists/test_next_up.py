"""One record alone is shown where one was asked for: the first to come, or the one of most money."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "entity", "sort"),
    [
        ("which task is due next?", "task", "due_on asc"),
        ("what ticket is due first", "ticket", "resolution_due asc"),
        ("which of my deals will close first", "deal", "expected_close_date asc"),
        ("哪个任务最先到期", "task", "due_on asc"),
        ("我哪个单子最快能签", "deal", "expected_close_date asc"),
        ("哪个最快能签", "deal", "expected_close_date asc"),
        ("my biggest deal", "deal", "amount desc"),
        ("what is our largest lost deal", "deal", "amount desc"),
        ("我最大的单子", "deal", "amount desc"),
    ],
)
def test_one_is_shown(text: str, entity: str, sort: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["entity"], call.args["sort"], call.args["limit"]) == ("find_records", entity, sort, 1)


def test_several_are_a_list(brain: Any) -> None:
    (call,) = brain("my biggest deals").calls
    assert call.args.get("limit") != 1
