"""A lost deal opened again at the stage it goes on from."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("泽禾设备联网客户又回来谈了，重新打开，放初步确认", "初步确认"), ("泽禾设备联网又活了 重开一下 阶段放初步确认", "初步确认"),
        ("泽禾设备联网那单客户回头了，重新激活，推到产品演示", "产品演示"), ("泽禾设备联网那单又有戏了，重新捡起来，从初步确认开始", "初步确认"),
        ("D-12 came back, reopen it, put it in Qualification", "Qualification"), ("D-12 is back on, reopen it at Qualification", "Qualification"),
        ("D-12: the customer is talking to us again, reopen and set to Qualification", "Qualification"),
    ],
)  # fmt: skip
def test_the_stage_told_is_set_and_nothing_is_logged(text: str, stage: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    (change,) = call.args["changes"]
    assert (call.tool, change["entity"], change["fields"]) == ("propose_change", "deal", {"stage": stage})


def test_without_a_stage_it_is_open_again(brain: Any, ear: Any) -> None:
    (change,) = brain("泽禾设备联网客户又找回来了，重开", ear=ear).calls[0].args["changes"]
    assert change["fields"] == {"stage": "open again"}
