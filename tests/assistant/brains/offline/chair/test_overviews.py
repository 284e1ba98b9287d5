"""My day and the pipeline, in many wordings."""

from typing import Any

import pytest

DAY = """
What's on my plate today? | what should I do today | my agenda for today | what do I have today | show me my day | what's my schedule today | anything urgent today? | what needs my attention today | my to-do list for today | brief me for today | what am I doing today | plan my day | what's on my calendar today | my priorities for today
我今天要做什么？ | 今天有什么安排 | 我今天有哪些事 | 看看我今天的日程 | 今日待办 | 今天该做什么 | 我今天的安排是什么 | 今天忙什么 | 我的一天 | 今天我先做什么 | 帮我看下今天的安排 | 今天有什么要做的 | 我今天的重点是什么 | 我今天的行程
"""
FUNNEL = """
how is the pipeline this quarter | pipeline for this quarter | show me the funnel for this quarter | what does the pipeline look like this quarter | pipeline summary this quarter | give me this quarter's pipeline | how does this quarter's pipeline look | this quarter's sales funnel | pipeline overview this quarter | how's the pipeline this quarter? | weighted pipeline this quarter
本季度漏斗 | 本季度的销售漏斗怎么样 | 看看本季度管道 | 这个季度漏斗情况 | 本季度销售管道汇总 | 这个季度的管道怎么样 | 本季度漏斗如何 | 给我看本季度漏斗 | 这季度管道 | 本季度销售漏斗 | 查本季度的漏斗 | 本季度管道情况如何
"""
TEAM = """
how is my team doing | how's my team performing | my team's performance | how are my reps doing | team results for my team | how is the team doing? | my team's numbers | how is my team's pipeline | pipeline of my team | show my team's results
我的团队业绩怎么样 | 我们团队表现如何 | 团队业绩 | 我团队的漏斗 | 我们组业绩怎么样 | 团队目标完成情况 | 我的团队做得怎么样 | 本团队业绩如何 | 我们部门业绩怎么样 | 手下业绩如何
"""


def said(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split("|") if s.strip()]


@pytest.mark.parametrize("sentence", said(DAY))
def test_the_day_is_shown(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args) == ("my_day", {})


@pytest.mark.parametrize("sentence", said(FUNNEL))
def test_the_funnel_of_a_quarter(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.tool == "pipeline_summary"
    assert call.args["period"] in ("this quarter", "本季度", "这个季度", "这季度")


@pytest.mark.parametrize("sentence", said(TEAM))
def test_how_a_team_stands(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args.get("whose")) == ("pipeline_summary", "my team")


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("pipeline by region this quarter", {"by": "team"}), ("pipeline by manager", {"by": "manager"}), ("weighted pipeline by month", {"by": "month"}), ("our pipeline by source this year", {"by": "source"}),
        ("按经理看管道", {"by": "manager"}), ("按月看加权管道", {"by": "month"}), ("今年按来源看管道", {"by": "source"}), ("My team by stage this quarter vs target", {"by": "stage", "whose": "my team"}),
        ("how much have we booked this month?", {"status": "won", "period": "this month"}), ("what's in my pipeline", {"whose": "me"}), ("what is Maya's pipeline worth?", {"whose": "Maya"}), ("陈晓的管道有多少钱？", {"whose": "陈晓"}),
        ("业绩怎么样", {}), ("are we on target for Q4?", {"period": "Q4"}), ("what's on my calendar on Monday?", None), ("看看我明天的日程", None),
    ],
)  # fmt: skip
def test_whose_which_period_and_by_what(sentence: str, wanted: dict[str, str] | None, brain: Any) -> None:
    (call,) = brain(sentence).calls
    if wanted is None:
        assert call.tool == "my_day"
        assert call.args["day"] in ("2026-11-23", "2026-11-21")
        return
    assert call.tool == "pipeline_summary"
    assert {k: call.args.get(k) for k in wanted} == wanted
