"""A view is saved in one breath with the list it shows."""

import json
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "name", "fields"),
    [
        ("存个视图，叫「年底冲刺」，我的、12月31号前成交、10万以上", "年底冲刺", {"owner", "amount", "stage.kind", "expected_close_date"}),
        ("做个视图叫“下月要签的”，条件：我的、下个月成交的商机", "下月要签的", {"owner", "stage.kind", "expected_close_date"}),
        ('save a view called "Year end": my open deals closing before 31 December over 100k', "Year end", {"owner", "amount", "stage.kind", "expected_close_date"}),
    ],
)  # fmt: skip
def test_the_list_is_saved_under_its_name(text: str, name: str, fields: set[str], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["action"], call.args["name"], call.args["tool"]) == ("saved_view", "save", name, "find_records")  # fmt: skip
    shown = json.loads(call.args["arguments"])
    assert (shown["entity"], {f["field"] for f in shown["filters"]}) == ("deal", fields)
