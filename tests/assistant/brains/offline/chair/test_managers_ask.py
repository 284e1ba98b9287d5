"""What managers ask in their own words, in both languages."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "tool", "args"),
    [
        ("who on my team is furthest behind?", "attainment", {"whose": "my team"}),
        ("which deals were pushed more than twice?", "deals_at_risk", {"signals": ["often_pushed"]}),
        ("哪些单子推了两次以上", "deals_at_risk", {"signals": ["often_pushed"]}),
        ("is our commit realistic?", "deals_at_risk", {"category": "commit"}),
        ("我们的承诺靠谱吗", "deals_at_risk", {"category": "commit"}),
        ("what's the worst case for this quarter?", "forecast", {"period": "this quarter"}),
        ("这个季度最坏能签多少", "forecast", {"period": "这个季度"}),
        ("how often do we beat Umbrella?", "win_loss", {"by": "competitor"}),
        ("碰到析图我们赢过几次", "win_loss", {"by": "competitor"}),
        ("which lead source brings the most revenue?", "pipeline_summary", {"by": "source", "status": "won"}),
        (
            "revenue by customer this year",
            "pipeline_summary",
            {"period": "this year", "by": "account", "status": "won"},
        ),
        ("今年各客户的成交额", "pipeline_summary", {"period": "今年", "by": "account", "status": "won"}),
        ("who should call whom today?", "next_action", {"whose": "my team"}),
        ("今天该让谁给谁打电话", "next_action", {"whose": "my team"}),
        ("which big deals have no decision maker?", "deals_at_risk", {"signals": ["no_decision_maker"]}),
        ("哪些大单还没搞定决策人", "deals_at_risk", {"signals": ["no_decision_maker"]}),
        ("give me a summary for the board", "team_report", {}),
        ("给我一个汇报用的总结", "team_report", {}),
        ("为什么预测比上周低", "pipeline_bridge", {"since": "上周以来"}),
    ],
)
def test_the_report_that_answers_is_called(text: str, tool: str, args: dict[str, Any], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, dict(call.args)) == (tool, args)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("how many new deals did we open last month?", "created_at"),
        ("上个月我们新开了几个商机", "created_at"),
        ("how satisfied are our customers?", "csat"),
        ("客户满意度怎么样", "csat"),
        ("who talked to Acme last?", "starts_at desc"),
        ("最后是谁跟华阳联系的", "starts_at desc"),
        ("which accounts have two open deals?", "'group_by': 'account'"),
        ("哪些客户有两个以上在途商机", "'group_by': 'account'"),
        ("show me the team's calendar for next week", "my team"),
        ("团队下周的日程", "my team"),
        ("which customers may churn?", "last 90 days"),
        ("哪些客户快流失了", "last 90 days"),
        ("what's the average deal size by industry?", "account.industry"),
        ("各行业平均单价", "account.industry"),
        ("what's our conversion from lead to deal?", "'group_by': 'status'"),
    ],
)
def test_the_list_behind_the_question(text: str, part: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert call.tool == "find_records"
    assert part in str(dict(call.args))
