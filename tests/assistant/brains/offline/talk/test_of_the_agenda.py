"""Questions about the work just listed stay with that list."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call, Named

TASKS = Call("find_records", {"entity": "task", "filters": [{"field": "account", "op": "=", "value": "楚衡"}]})
MEETINGS = Call("find_records", {"entity": "activity", "filters": [{"field": "owner", "op": "=", "value": "me"}, {"field": "starts_at", "op": "=", "value": "下周"}]})  # fmt: skip
ROWS = [Named("task", n, f"TK-{n}", "…") for n in (15, 16)]


@pytest.mark.parametrize("text", ["剩下的里面最急的是哪个", "最急的是哪个？", "which of those is the most urgent?", "which of them is due first?"])  # fmt: skip
def test_the_most_urgent_of_the_list_is_due_first(text: str, brain: Any) -> None:
    (call,) = brain(text, previous=[TASKS], list_of=TASKS, rows=ROWS, focus=ROWS).calls
    assert (call.tool, call.args) == ("find_records", {**TASKS.args, "sort": "due_on asc", "limit": 1})


@pytest.mark.parametrize("text", ["周四那个是跟谁？", "周四那场会是跟谁开"])
def test_whom_the_appointment_of_a_day_is_with(text: str, brain: Any) -> None:
    (call,) = brain(text, previous=[MEETINGS, TASKS]).calls
    assert call.args["entity"] == "activity"
    assert {"field": "starts_at", "op": "=", "value": "2026-11-26"} in call.args["filters"]
    assert "contact" in call.args["columns"]
