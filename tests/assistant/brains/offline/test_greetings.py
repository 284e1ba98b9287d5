"""Words a message opens with that ask for nothing; orders that name a field and no record; whose SLA is about to go."""

from typing import Any

import pytest

from assistant.brains.offline.greetings import without_opening
from assistant.brains.offline.hearing import _TO_DO_ZH
from assistant.brains.offline.terms import Named

DEAL = (Named("deal", 7, "D-7", "华阳数据平台一期"),)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("ok, remind me to call Ana", "remind me to call Ana"), ("hi, what's open at Acme", "what's open at Acme"),
        ("thanks - how many deals are open", "how many deals are open"), ("对了，李娜的电话是多少", "李娜的电话是多少"),
        ("等下，改成12月25号", "改成12月25号"),
    ],
)  # fmt: skip
def test_the_opening_is_left_out(said: str, rest: str) -> None:
    assert without_opening(said) == rest


@pytest.mark.parametrize(
    "said", ["ok but make it Friday", "ok", "hello", "好，保存", "right and close it", "好的，但改到周四"]
)
def test_an_answer_is_kept_as_it_is(said: str) -> None:
    assert without_opening(said) == said


def test_a_task_is_not_called_ok(brain: Any) -> None:
    (call,) = brain("ok remind me to call Ana Ruiz on Monday").calls
    assert call.args["title"] == "Call Ana Ruiz"


def test_a_report_keeps_every_word(brain: Any) -> None:
    said = "right, met Ana Ruiz today, she wants a quote by Friday"
    (call,) = brain(said).calls
    assert call.args["note"] == said


@pytest.mark.parametrize("said", ["把预计成交日推到12月底", "push the close date to December 31"])
def test_a_field_is_no_record(said: str, brain: Any) -> None:
    (call,) = brain(said, focus=DEAL).calls
    (change,) = call.args["changes"]
    assert (change["record"], change["fields"]) == ("D-7", {"expected_close_date": "2026-12-31"})


@pytest.mark.parametrize(
    "said",
    ["有什么工单要超时了", "any tickets that will blow their SLA", "which tickets are about to miss their deadline"],
)
def test_what_is_about_to_be_late_is_not_late(said: str, brain: Any) -> None:
    asked = [{f["field"] for f in c.args["filters"]} for c in brain(said).calls]
    assert all(fields & {"resolution_due", "first_response_due"} for fields in asked)
    assert asked
    assert not any("breached" in fields for fields in asked)


def test_a_question_makes_no_lead(brain: Any) -> None:
    assert [c.tool for c in brain("这个月新增了几条线索，都是哪来的").calls] == ["find_records"]


@pytest.mark.parametrize("said", ["给徐凌布置个任务，周三前把现场勘查约好", "催一下徐凌，明天之前给客户回话"])
def test_a_task_for_a_colleague(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["assignee"]) == ("create_task", "徐凌")


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("年底前能不能做到五百万", {"period": "年底前", "aim": "五百万"}),
        ("can we still make 2 million this quarter", {"period": "this quarter", "aim": "2 million"}), ("哪些单子能提前拿下", {}),
    ],
)  # fmt: skip
def test_what_may_be_reached_is_a_forecast(said: str, args: dict[str, Any], brain: Any) -> None:
    assert [(c.tool, dict(c.args)) for c in brain(said).calls] == [("forecast", args)]


@pytest.mark.parametrize("said", ["bin the weekly team report", "the weekly team report can go", "退订团队周报"])
def test_a_report_is_stopped(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["action"]) == ("schedule_report", "cancel")


@pytest.mark.parametrize(
    "said", ["哪几个单子要凉", "which deals are on thin ice", "any of Maya's deals going cold", "陈晓有没有快丢的单子"]
)
def test_idioms_for_risk(said: str, brain: Any) -> None:
    assert [c.tool for c in brain(said).calls] == ["deals_at_risk"]


@pytest.mark.parametrize("said", ["这单要黄了，帮我记一下", "丢了哪些单", "他们最担心什么"])
def test_what_only_sounds_like_risk(said: str, brain: Any) -> None:
    assert "deals_at_risk" not in [c.tool for c in brain(said, focus=DEAL).calls]


@pytest.mark.parametrize("said", ["把预计成交日推到12月底", "请把负责人换成徐凌", "将任务转给徐凌"])
def test_a_chinese_order_is_answered_by_no_list(said: str) -> None:
    assert _TO_DO_ZH.match(said)


@pytest.mark.parametrize("said", ["把逾期的任务列出来", "把华阳的商机给我看看", "把金额算一下"])
def test_what_is_to_be_shown_is_no_order(said: str) -> None:
    assert not _TO_DO_ZH.match(said)


def test_words_before_that_one_say_which_of_the_list(brain: Any) -> None:
    """Of two deals just listed, the one whose name was said is moved, not the first."""
    rows = (Named("deal", 59, "D-59", "沐川第二车间扩容"), Named("deal", 35, "D-35", "沐川产线传感器改造"))
    for said in ("产线传感器改造那个推到产品演示", "把产线传感器改造那个推到产品演示"):
        (call,) = brain(said, focus=rows, rows=rows).calls
        assert call.args["changes"][0]["record"] == "D-35"
