"""Work given to a colleague: the task called so changes hands, else a new one is made; a ticket goes to whom it is for."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("写测试报告的事交给孙悦吧", {"title": "写测试报告", "assignee": "孙悦"}),
        ("报价单翻译的事让孙悦来弄吧", {"title": "报价单翻译", "assignee": "孙悦"}),
    ],
)
def test_work_nobody_has_yet_is_a_new_task(text: str, args: dict[str, str], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args) == ("create_task", args)


def test_work_of_a_contact_is_no_meeting(brain: Any) -> None:
    (call,) = brain("请郭振华确认预算这个事，交给孙悦帮忙盯一下行吗").calls
    assert call.tool in ("create_task", "propose_change")
    assert "孙悦" in str(call.args)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("给申禾开个工单，误报太多，紧急，让孙悦处理", "孙悦"),
        ("Open a ticket for Acme: gateway offline since Monday, urgent, let Elif handle it", "Elif"),
    ],
)
def test_a_ticket_goes_to_whom_it_is_for(text: str, who: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["assignee"], call.args["priority"], call.args["body"]) == ("open_ticket", who, "urgent", text)  # fmt: skip
    assert who not in call.args["subject"]


def test_work_told_of_as_done_closes_its_task(brain: Any) -> None:
    found = brain("楚衡那边的演示环境准备好了，任务勾掉")
    assert {c.tool for c in found.calls} <= {"propose_change"}
    assert all(c["fields"] == {"status": "done"} for call in found.calls for c in call.args["changes"])
