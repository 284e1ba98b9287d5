"""What was done, by whom and how often; and what a list is put in order by."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "tool", "args"),
    [
        ("which deals changed stage in the last 7 days?", "history", {"entity": "deal", "field": "stage", "period": "the last 7 days"}),
        ("show won deals this year by month", "win_loss", {"by": "month", "period": "this year"}),
        ("top 3 reasons for losing deals this year", "win_loss", {"by": "reason", "period": "this year"}),
        ("who's our toughest competitor, by lost deals", "win_loss", {"by": "competitor"}),
        ("show the target of Q4 per person", "attainment", {"period": "Q4", "whose": "my team"}),
        ("scrap the last thing", "undo", {}),
        ("what did I do today?", "team_activity", {"period": "today", "whose": "me", "rows": True}),
        ("我今天干了啥？", "team_activity", {"period": "今天", "whose": "me", "rows": True}),
        ("帮我看看哪个单子最值得先跟", "next_action", {"whose": "me"}),
        ("谁最近跟进最少？", "team_activity", {"whose": "my team", "ranked": True}),
        ("赵敏本月打了几个电话、开了几次会", "team_activity", {"period": "本月", "whose": "赵敏", "kinds": ["call", "meeting"]}),
        ("年底能做多少，给个区间", "forecast", {"period": "今年"}),
    ],
)  # fmt: skip
def test_the_report_that_answers_is_called(text: str, tool: str, args: dict[str, Any], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, dict(call.args)) == (tool, args)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("show deals of mine with a competitor", "'op': 'filled'"),
        ("whom did Tom Becker meet this week", "meeting, visit"),
        ("徐凌这周都见了谁", "meeting, visit"),
        ("which customer did Tom Becker talk to most this year", "'group_by': 'account'"),
        ("赵敏今年跟哪个客户聊得最多", "'group_by': 'account'"),
        ("赵敏手上快到期的单子有哪些，按日期排", "next 30 days"),
        ("华阳都有哪些联系人，谁是拍板的？", "'columns': ['role'"),
    ],
)
def test_the_list_behind_the_question(text: str, part: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert call.tool == "find_records"
    assert part in str(dict(call.args))


@pytest.mark.parametrize("text", ["open tickets of Acme, most urgent first", "没解决的工单，按紧急程度排"])
def test_most_urgent_first_is_an_order_and_no_condition(text: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert call.args["sort"] == "priority desc"
    assert "priority" not in {f["field"] for f in call.args["filters"]}


def test_tickets_of_my_customers_are_not_those_i_work_on(brain: Any, ear: Any) -> None:
    (call,) = brain("list all open tickets of my team's accounts", ear=ear).calls
    assert {"field": "account.owner", "op": "=", "value": "my team"} in call.args["filters"]


@pytest.mark.parametrize("text", ["xmas closers", "没有负责人的苏州线索，前三条分给徐凌"])
def test_what_cannot_be_done_as_said_changes_nothing(text: str, brain: Any, ear: Any) -> None:
    assert not [c for c in brain(text, ear=ear).calls if c.tool == "propose_change"]


def test_a_ticket_is_called_by_what_was_said_of_it(brain: Any, ear: Any) -> None:
    (call,) = brain("开个工单：华阳的报表导出来是乱码，挺急的", ear=ear).calls
    assert "乱码" in call.args["subject"]
    assert call.args["priority"] == "high"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("which tasks did I finish this week?", "'completed_at'"),
        ("我这周完成了哪些任务", "'completed_at'"),
        ("what are my three oldest open deals?", "'created_at asc'"),
        ("我最早的三个在途商机", "'created_at asc'"),
        ("which of my deals haven't had a call this month?", "'activity.kind'"),
        ("我这个月哪些单子一次电话都没打", "'activity.kind'"),
    ],
)
def test_lists_of_work_done_or_not(text: str, part: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert part in str(dict(call.args))


def test_what_a_deal_was_worth_is_told_as_of_the_end_of_that_time(brain: Any) -> None:
    (call,) = brain("9月份D-12是多少钱").calls
    assert (call.tool, call.args["as_of"]) == ("show_record", "2026-09-30")


@pytest.mark.parametrize(
    "text", ["把我方案报价阶段的单子都改到1月底成交", "move all my deals in Proposal to Negotiation"]
)
def test_an_order_about_mine_is_about_mine_only(text: str, brain: Any, ear: Any) -> None:
    (change,) = brain(text, ear=ear).calls[0].args["changes"]
    assert {"field": "owner", "op": "=", "value": "me"} in change["where"]
