"""A day moved in words that leave out what it is the day of goes on from the record talked about."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Named

TASK = Named("task", 61, "TK-61", "给李娜打电话")


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("往后挪三天", "+3 days"),
        ("再推迟一周", "+1 week"),
        ("那就延后两天吧", "+2 days"),
        ("提前两天", "-2 days"),
        ("来不及，再顺延三天", "+3 days"),
        ("晚一周", "+1 week"),
        ("two days later please", "+2 days"),
        ("push back a week", "+1 week"),
        ("bring forward by one day", "-1 day"),
        ("three days earlier", "-3 days"),
        ("往后挪三天，时间不变", "+3 days"),
        ("push it back a week, same time", "+1 week"),
    ],
)
def test_the_task_talked_about_is_moved(text: str, by: str, brain: Any) -> None:
    (call,) = brain(text, focus=[TASK]).calls
    assert call.tool == "propose_change"
    assert call.args["changes"] == [{"op": "update", "entity": "task", "record": "TK-61", "fields": {"due_on": by}}]


@pytest.mark.parametrize("text", ["往后挪三天", "two days later please"])
def test_nothing_is_moved_where_nothing_or_a_list_was_shown(text: str, brain: Any) -> None:
    two = [TASK, Named("task", 62, "TK-62", "发报价")]
    assert all(c.tool != "propose_change" for c in brain(text).calls)
    assert all(c.tool != "propose_change" for c in brain(text, focus=two, rows=two).calls)
