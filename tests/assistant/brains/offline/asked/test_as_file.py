"""A list wanted as a file is shown, and how it is saved is told."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("把我没关的商机导个表出来", "deal"),
        ("给我导出我的进行中商机", "deal"),
        ("把逾期任务做成excel给我", "task"),
        ("下载苏州的客户名单", "account"),
        ("帮我把本季度赢的单子导出来", "deal"),
        ("give me my open deals as an excel file", "deal"),
        ("export my open deals", "deal"),
        ("an excel with all overdue tasks", "task"),
        ("can I have my leads in a spreadsheet", "lead"),
        ("download the accounts in Berlin as csv", "account"),
        ("my won deals this year to Excel", "deal"),
        ("export all my contacts", "contact"),
        ("could you put my open deals into a spreadsheet", "deal"),
        ("下载我的联系人", "contact"),
    ],
)
def test_the_list_is_shown_with_how_to_save_it(text: str, entity: str, brain: Any) -> None:
    found = brain(text)
    (call,) = found.calls
    assert (call.tool, call.args["entity"], bool(call.args["filters"])) == ("find_records", entity, True)
    assert "CSV" in (found.beside or "")


@pytest.mark.parametrize("text", ["我的进行中商机", "my open deals", "import this csv file as leads"])
def test_nothing_is_told_of_files_where_none_is_wanted(text: str, brain: Any) -> None:
    assert brain(text).beside is None
