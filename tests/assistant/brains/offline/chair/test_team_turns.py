"""A manager's everyday words after figures and about the team: drawn, narrowed to a place, explained, compared, told for a span."""

from typing import Any

import pytest

from assistant.brains.offline.orders.viewing import view_called
from assistant.brains.offline.terms import Call, Named

PIPELINE = Call("pipeline_summary", {"period": "这个季度"})
RISK = Call("deals_at_risk", {})
ROWS = [Named("deal", 63, "D-63", "Sensor retrofit"), Named("deal", 64, "D-64", "Gateway")]


@pytest.mark.parametrize(
    "text", ["画成图给我", "做个图看看", "弄成柱状图", "把它画成一张图", "用图表展示一下", "chart it for me", "as a chart please"]
)  # fmt: skip
def test_figures_are_drawn(text: str, brain: Any) -> None:
    assert brain(text, previous=[PIPELINE]).calls == (PIPELINE,)


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("只看华东", "华东"),
        ("只要杭州的", "杭州"),
        ("就看华南区", "华南"),
        ("只看欧洲", "欧洲"),
        ("只留西南", "西南"),
        ("单看上海的", "上海"),
        ("what about the Nordics", "Nordics"),
        ("just Hangzhou", "Hangzhou"),
    ],
)
def test_figures_are_narrowed_to_a_place(text: str, whose: str, brain: Any) -> None:
    (call,) = brain(text, previous=[PIPELINE]).calls
    assert (call.tool, call.args) == ("pipeline_summary", {"period": "这个季度", "whose": whose})


@pytest.mark.parametrize(
    "text", ["为啥变了这么多", "为什么会跌这么多", "怎么少了这么多", "为什么变化这么大", "why has it dropped so much", "how come it went down", "why did it change so much"]
)  # fmt: skip
def test_why_figures_moved_is_a_bridge(text: str, brain: Any) -> None:
    (call,) = brain(text, previous=[PIPELINE]).calls
    assert (call.tool, call.args) == ("pipeline_bridge", {"period": "这个季度"})


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("从季初到现在的变化桥图", "2026-10-01"),
        ("桥图看看从10月1日到现在", "2026-10-01"),
        ("画个本季度的瀑布图", "本季度"),
        ("pipeline bridge chart since October 1", "2026-10-01"),
    ],
)
def test_a_bridge_is_called_by_its_name(text: str, since: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args) == ("pipeline_bridge", {"since": since})


@pytest.mark.parametrize(
    "text", ["最悬的那个接下来该咋办", "风险最大的那单怎么救", "最危险的那个怎么办", "第一个接下来该咋办", "what should we do about the riskiest one?"]
)  # fmt: skip
def test_what_to_do_about_the_riskiest(text: str, brain: Any) -> None:
    (call,) = brain(text, previous=[RISK], focus=ROWS, rows=ROWS).calls
    assert (call.tool, call.args) == ("next_action", {"deal": "D-63"})


@pytest.mark.parametrize(
    ("text", "tool", "args"),
    [
        ("各团队的业绩对比一下", "pipeline_summary", {"by": "team"}),
        ("每个组的成绩怎么样", "pipeline_summary", {"by": "team"}),
        ("各大区本季度业绩对比", "pipeline_summary", {"by": "team", "period": "本季度"}),
        ("compare the teams' performance this quarter", "pipeline_summary", {"by": "team", "period": "this quarter"}),
        ("how do our teams compare this quarter", "pipeline_summary", {"by": "team", "period": "this quarter"}),
        ("上周咱们干得怎么样", "team_activity", {"period": "上周", "whose": "my team"}),
        ("我们组上周表现如何", "team_activity", {"period": "上周", "whose": "my team"}),
        ("咱们上个月战果如何", "team_activity", {"period": "上个月", "whose": "my team"}),
        ("how was last week for the team?", "team_report", {"period": "last week", "whose": "my team"}),
        ("last week's summary for my team please", "team_report", {"period": "last week", "whose": "my team"}),
        ("how was last month for us?", "team_report", {"period": "last month", "whose": "my team"}),
    ],
)
def test_the_team_in_everyday_words(text: str, tool: str, args: dict[str, str], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args) == (tool, args)


@pytest.mark.parametrize(
    "text", ["打开年底大单", "看看年底大单", "年底大单", "把年底大单打开", "帮我调出“年底大单”这个列表"]
)
def test_a_view_is_opened_by_its_name_alone(text: str) -> None:
    assert view_called(text, ["年底大单"]) == Call("saved_view", {"action": "show", "name": "年底大单"})


@pytest.mark.parametrize("text", ["show December biggies", "pull up my december biggies again", "December biggies"])
def test_so_it_is_in_english(text: str) -> None:
    assert view_called(text, ["December biggies"]) == Call("saved_view", {"action": "show", "name": "December biggies"})


def test_other_lists_are_no_view() -> None:
    assert view_called("show December deals", ["December biggies"]) is None


@pytest.mark.parametrize("text", ["remember this list as December biggies", "remember these as December biggies"])
def test_a_list_is_remembered_under_a_name(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args) == ("saved_view", {"action": "save", "name": "December biggies"})


def test_what_is_to_be_remembered_of_a_person_is_no_view(brain: Any) -> None:
    assert all(c.tool != "saved_view" for c in brain("remember that Bob prefers calls in the morning").calls)
