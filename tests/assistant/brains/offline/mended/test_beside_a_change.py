"""A note beside a change is of its record; a stage ordered behind a report is the stage of its deal."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    "text", ["华阳一期的金额改成14万，备注写“分两期”", "浦墨那单的成交日期往后拖两周，备注一下：客户要走内部审批"]
)
def test_the_note_is_of_the_deal_that_changes(text: str, brain: Any) -> None:
    change, note = brain(text).calls
    assert (change.tool, note.tool) == ("propose_change", "log_interaction")
    assert note.args["deal"] == change.args["changes"][0]["record"]


def test_the_deal_of_the_report_moves(brain: Any) -> None:
    (call,) = brain("刚和张伟吃了饭，他说领导基本点头了，单子往商务谈判推一下吧").calls
    assert (call.tool, call.args["with_people"], call.args["deal_fields"]) == ("log_interaction", ["张伟"], {"stage": "商务谈判"})  # fmt: skip
