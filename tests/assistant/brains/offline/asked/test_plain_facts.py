"""What is asked and told of one record in words that name no field."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("where is Acme based?", "billing_address"),
        ("which city is Acme in?", "billing_address"),
        ("Acme在哪个城市", "billing_address"),
        ("where did lead L-4 come from?", "source"),
        ("线索L-4是从哪来的", "source"),
        ("how did we get D-12?", "source"),
        ("how many people work at Acme?", "employees_band"),
        ("Acme有多少员工", "employees_band"),
        ("how long has ticket T-1004 been open?", "created_at"),
        ("工单T-1004开了多久了", "created_at"),
        ("who is working on T-1004?", "assignee"),
        ("工单T-1004谁在处理", "assignee"),
    ],
)
def test_the_field_that_holds_the_answer_is_shown(text: str, field: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["fields"]) == ("show_record", [field])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Acme moved to Munich", {"billing_address": "Munich"}),
        ("华阳搬到杭州了", {"billing_address": "杭州"}),
        ("D-12 moved to Proposal", {"stage": "Proposal"}),
    ],
)
def test_who_moved_to_a_place_has_another_address(text: str, wanted: dict[str, str], brain: Any) -> None:
    (call,) = brain(text).calls
    assert call.args["changes"][0]["fields"] == wanted


@pytest.mark.parametrize("text", ["put all my deals in Proposal in commit", "把我在方案报价阶段的商机都放进承诺"])
def test_a_stage_that_says_which_deals_is_no_new_stage(text: str, brain: Any) -> None:
    (change,) = brain(text).calls[0].args["changes"]
    assert change["fields"] == {"forecast_category": "commit"}
    assert "stage" in {f["field"] for f in change["where"]}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("write an apology to Ana Ruiz about the late delivery", "late delivery"),
        ("write Ana Ruiz a short message to confirm the meeting on Friday", "meeting on Friday"),
        ("给李娜写一封报价跟进邮件", "报价"),
        ("给李娜写一封邮件为交货延迟道歉", "交货延迟"),
        ("给李娜写一条消息确认周五的会议", "周五的会议"),
    ],
)
def test_a_draft_is_about_what_it_is_to_do(text: str, topic: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["topic"]) == ("draft_message", topic)


@pytest.mark.parametrize("text", ["which of my leads came from the website", "我有哪些线索来自网站"])
def test_records_are_listed_by_where_they_came_from(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert {"field": "source", "op": "=", "value": "website"} in call.args["filters"]


@pytest.mark.parametrize("text", ["my accounts", "我的客户", "list my accounts", "我的客户有哪些"])
def test_all_customers_are_listed_and_no_grade_of_them(text: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert call.args["filters"] == [{"field": "owner", "op": "=", "value": "me"}]


def test_the_smallest_are_not_the_biggest(brain: Any, ear: Any) -> None:
    (call,) = brain("my 5 smallest open deals", ear=ear).calls
    assert call.args["sort"] == "amount asc"


@pytest.mark.parametrize("text", ["给我在苏州的客户都打上标签VIP", "把我在苏州的客户都打上标签VIP"])
def test_tags_go_on_the_customers_of_who_says_mine(text: str, brain: Any) -> None:
    (change,) = brain(text).calls[0].args["changes"]
    assert {"field": "owner", "op": "=", "value": "me"} in change["where"]
