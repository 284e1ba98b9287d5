"""Purposes and memories told beside a question, a task ticked off, the list asked for with its first: 领导等会要问, 勾掉, 哪张最先到期."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("华阳这家现在什么情况，帮我捋一捋，领导等会要问", "brief"),
        ("华阳续约的责任上限，李经理觉得几倍能过？我记得通过一次电话", "recall_notes"),
    ],
)
def test_what_it_is_for_is_no_part_of_the_question(text: str, tool: str, brain: Any) -> None:
    assert [c.tool for c in brain(text).calls] == [tool]


def test_a_task_done_and_ticked_off_is_done(brain: Any) -> None:
    (call,) = brain("催款那条任务办完了，勾掉").calls
    assert call.args["changes"][0]["fields"] == {"status": "done"}


@pytest.mark.parametrize("text", ["我手上没关的工单列一下，哪张最先到期", "列一下我的工单，哪张最先到期"])
def test_the_list_stays_whole_where_its_first_is_asked_too(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.args["entity"], call.args.get("limit"), call.args["sort"]) == ("ticket", None, "resolution_due asc")


def test_an_appointment_told_and_entered_as_a_visit_is_one(brain: Any) -> None:
    (call,) = brain("下周二下午两点约了李娜，去他们厂里，排个拜访").calls
    fields = call.args["changes"][0]["fields"]
    assert (fields["kind"], fields["starts_at"]) == ("visit", "2026-11-24 14:00")


def test_who_a_new_deal_is_with_is_on_it(brain: Any) -> None:
    (call,) = brain("华阳给我建个新商机，就叫主轴监测，15万，对接人李娜，预计明年2月26号签").calls
    assert call.args["changes"][0]["fields"]["contact"] == "李娜"
