"""Questions about contact with customers, and a seller's own figures, in everyday words of both languages."""

from typing import Any

import pytest


def only(brain: Any, text: str) -> tuple[str, dict[str, Any]]:
    (call,) = brain(text).calls or pytest.fail(str(brain(text).reply))
    return call.tool, dict(call.args)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("when did we first talk to Acme?", "starts_at asc"),
        ("what was our first meeting with Acme?", "starts_at asc"),
        ("我们第一次跟华阳接触是什么时候", "starts_at asc"),
        ("how long is it since we last spoke to Acme?", "starts_at desc"),
        ("我多久没联系华阳了", "starts_at desc"),
        ("华阳多久没人跟进了", "starts_at desc"),
    ],
)
def test_the_first_time_and_the_last_are_told_apart(text: str, way: str, brain: Any) -> None:
    tool, args = only(brain, text)
    assert (tool, args["entity"], args["sort"], args["limit"]) == ("find_records", "activity", way, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("how often have we met Acme this year?", "meeting"),
        ("今年见过华阳几次", "meeting"),
        ("how many calls did I make last week?", "call"),
        ("上周我打了几个电话", "call"),
        ("我上周开了多少个会", "meeting"),
    ],
)
def test_contacts_are_counted_and_none_is_logged(text: str, kind: str, brain: Any) -> None:
    tool, args = only(brain, text)
    assert (tool, args["measure"]) == ("find_records", "count")
    assert {"field": "kind", "op": "=", "value": kind} in args["filters"]
    if "I" in text.split() or "我" in text:
        assert {"field": "owner", "op": "=", "value": "me"} in args["filters"]


@pytest.mark.parametrize("text", ["who haven't I spoken to in a while?", "我哪些客户好久没联系了"])
def test_customers_one_neglects_are_listed(text: str, brain: Any) -> None:
    tool, args = only(brain, text)
    assert (tool, args["entity"]) == ("find_records", "account")
    assert {"field": "activity.starts_at", "op": "!=", "value": "last 30 days"} in args["filters"]


@pytest.mark.parametrize("text", ["which accounts have nothing planned?", "哪些客户什么都没安排"])
def test_nothing_planned_is_no_planned_activity(text: str, brain: Any) -> None:
    assert only(brain, text)[1]["filters"] == [{"field": "activity.status", "op": "!=", "value": "planned"}]


@pytest.mark.parametrize("text", ["give me the phone numbers of everyone at Acme", "华阳所有人的电话给我"])
def test_numbers_of_everybody_are_listed(text: str, brain: Any) -> None:
    tool, args = only(brain, text)
    assert (tool, args["entity"], args["columns"]) == ("find_records", "contact", ["phone"])


@pytest.mark.parametrize("text", ["what's outstanding with Acme?", "华阳还有什么没处理的"])
def test_what_is_not_done_are_tasks_and_tickets(text: str, brain: Any) -> None:
    assert [c.args["entity"] for c in brain(text).calls] == ["task", "ticket"]


@pytest.mark.parametrize("text", ["what are customers saying about price?", "客户都怎么说价格"])
def test_what_customers_say_is_recalled(text: str, brain: Any) -> None:
    assert only(brain, text)[0] == "recall_notes"


@pytest.mark.parametrize(
    ("text", "tool", "args"),
    [
        ("how far am I off my number?", "attainment", {"whose": "me"}),
        ("我离指标还差多少", "attainment", {"whose": "me"}),
        ("how long does it take me to close a deal?", "win_loss", {"whose": "me"}),
        ("我一般多久能签一单", "win_loss", {"whose": "me"}),
        ("how many deals did I lose and why?", "win_loss", {"whose": "me", "by": "reason"}),
        ("我丢了几单，为什么丢", "win_loss", {"whose": "me", "by": "reason"}),
        ("what's the close rate on referrals?", "win_loss", {"by": "source"}),
        ("转介绍的赢单率是多少", "win_loss", {"by": "source"}),
        ("anything slipping this month?", "deals_at_risk", {"period": "this month"}),
        ("这个月有哪些单子可能拖", "deals_at_risk", {"period": "这个月"}),
    ],
)
def test_a_sellers_figures(text: str, tool: str, args: dict[str, str], brain: Any) -> None:
    assert only(brain, text) == (tool, args)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("which accounts did I win this year?", "deal.closed_at"),
        ("what's the biggest thing closing this month?", "expected_close_date"),
        ("这个月最大的一单是哪个", "expected_close_date"),
        ("which industries do I sell to most?", "account.industry"),
        ("我主要卖给哪些行业", "account.industry"),
        ("本月新增商机多少金额", "created_at"),
        ("华阳谁管预算", "decision_maker"),
        ("who holds the budget at Acme?", "decision_maker"),
    ],
)
def test_lists_behind_such_questions(text: str, part: str, brain: Any) -> None:
    tool, args = only(brain, text)
    assert tool == "find_records"
    assert part in str(args)


def test_a_saying_of_the_opposite_is_not_taken(brain: Any, ear: Any) -> None:
    found = brain("which deals have more than one contact?", ear=ear)
    assert "single_threaded" not in str(found.calls)
