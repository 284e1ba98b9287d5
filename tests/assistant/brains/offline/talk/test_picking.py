"""One of the list just shown, called by words of its name: 启塬那个多少钱, "how much is the Kestrel one worth?"."""

from typing import Any

import pytest

from assistant.brains.offline import Call, Named

ROWS = [
    Named("deal", 19, "D-19", "联澈产线传感器改造 (苏州联澈集成)"),
    Named("deal", 51, "D-51", "启塬数据采集一期 (昆山启塬电子)"),
    Named("deal", 55, "D-55", "Kestrel Brewing Flow seat expansion (Kestrel Brewing)"),
]
LISTED = Call("find_records", {"entity": "deal", "filters": [{"field": "stage.kind", "op": "=", "value": "open"}]})
AFTER = {"previous": [LISTED], "focus": ROWS, "rows": ROWS, "list_of": LISTED}


@pytest.mark.parametrize(
    ("text", "record", "fields"),
    [
        ("启塬那个多少钱", "D-51", ["amount"]), ("联澈那单谁负责", "D-19", ["owner"]), ("启塬那单什么时候签", "D-51", ["expected_close_date"]),
        ("how much is the Kestrel one worth?", "D-55", ["amount"]), ("who owns the Kestrel one?", "D-55", ["owner"]),
    ],
)  # fmt: skip
def test_the_row_called_by_its_name_is_meant(text: str, record: str, fields: list[str], brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear, **AFTER).calls
    assert (call.tool, call.args["record"], call.args["fields"]) == ("show_record", record, fields)


def test_a_name_outside_the_list_is_none_of_it(brain: Any) -> None:
    (call,) = brain("华阳那个多少钱", **AFTER).calls
    assert call.args.get("record") not in ("D-19", "D-51", "D-55")
