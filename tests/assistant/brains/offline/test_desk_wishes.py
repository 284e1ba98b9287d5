"""Wishes of a day at the desk, each by the calls it comes to."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("sentence", "calls"),
    [
        ("how much is sitting in proposal and negotiation together?", "find_records entity=deal measure=sum total_field=amount [stage.kind = open, stage in proposal, negotiation]"),
        ("my deals in proposal or negotiation", "find_records entity=deal [owner = me, stage in proposal, negotiation]"),
        ("deals in demo or proposal over 50k", "find_records entity=deal [amount > 50000, stage in demo, proposal]"),
        ("报价和谈判阶段的加起来多少钱", "find_records entity=deal measure=sum total_field=amount [stage in 报价, 谈判]"),
        ("我的演示、报价两个阶段的单子", "find_records entity=deal [owner = me, stage in 演示, 报价]"),
        ("contacts in Berlin or Hamburg", "find_records entity=contact [account.billing_address ~ Berlin] | find_records entity=contact [account.billing_address ~ Hamburg]"),
        ("win rate by industry", "win_loss by=industry"),
        ("哪个来源赢率最高", "win_loss by=source"),
        ("forecast for Q1 by rep", "forecast period=Q1 2027 by_person=True"),
        ("下季度预测按人看", "forecast period=下季度 by_person=True"),
        ("who called customers the most this month?", "team_activity period=this month kinds=['call'] ranked=True"),
        ("which deals slipped out of October", "pipeline_bridge since=October period=October bar=slipped"),
        ("从10月推出去的单子", "pipeline_bridge since=10月 period=10月 bar=slipped"),
        ("十月份该关没关的单子", "find_records entity=deal [stage.kind = open, expected_close_date = 十月份]"),
        ("deals that should have closed in October but are still open", "find_records entity=deal [stage.kind = open, expected_close_date = October]"),
        ("are any of my customers unhappy at the moment?", "find_records entity=ticket [type = complaint, status != resolved, status != closed, status != rejected, status != duplicate]"),
        ("最近有没有客户在抱怨", "find_records entity=ticket sort=created_at desc [type = complaint]"),
        ("今年丢的单子主要丢在哪", "win_loss period=今年 by=reason"),
        ("show my deals by close month", "pipeline_summary whose=me by=month status=open"),
        ("我的商机按预计成交月份统计", "pipeline_summary whose=me by=month"),
        ("答应客户的事这周还有哪些没做", "find_records entity=task [assignee = me, due_on = 这周, status != done, status != cancelled]"),
        ("what did I promise anyone for this week?", "find_records entity=task [assignee = me, due_on = this week, status != done, status != cancelled]"),
        ("今天到期的都挪到下周一", "task [assignee = me, due_on = 今天, status != done, status != cancelled]: due_on=2026-11-23"),
        ("move what's due today to Monday", "task [assignee = me, due_on = today, status != done, status != cancelled]: due_on=2026-11-23"),
        ("mark the reference call task as done", "task reference call: status=done"),
        ("we lost Globex to Metrivane on price", "deal Globex: stage=lost, lost_reason=price, competitor=Metrivane"),
        ("新线索：苏州恒越精密的采购经理林佳，13812345678，展会上认识的，大概20万", "lead []: organization=苏州恒越精密, title=采购经理, phone=13812345678, source=trade_fair, est_amount=200000, name=林佳"),
        ("新线索：林佳，苏州恒越精密采购经理，13812345678", "lead []: organization=苏州恒越精密, title=采购经理, phone=13812345678, name=林佳"),
        ("李娜离职了，接替她的是刘敏", "contact 李娜: account=none | contact []: name=刘敏, account=华阳智造"),
        ("华微续约那单又活了，回到初步确认", "deal 华微续约: stage=初步确认"),
        ("我这个月的活动按客户数一下", "find_records entity=activity group_by=account [owner = me, starts_at = 这个月]"),
        ("华微续约赢了，昨天签的", "deal 华微续约: stage=won, closed_at=2026-11-19"),
        ("won the Globex deal on Tuesday", "deal Globex: stage=won, closed_at=2026-11-17"),
        ("won the Globex deal today, 80k", "deal Globex: stage=won, amount=80000"),
        ("summarise the week for me", "team_report period=this week"),
        ("how many new deals did Elif create this month and how much are they worth?", "find_records entity=deal measure=sum total_field=amount [owner = Elif, created_at = this month]"),
    ],
)  # fmt: skip
def test_a_wish_at_the_desk(sentence: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(sentence).calls) == calls


@pytest.mark.parametrize(
    ("sentence", "titles"),
    [
        ("Globex rollout: verbal yes from Ivan, contract goes out Monday", ["Send the contract"]),
        ("met Ivan Novak at Globex this morning, they want a reference visit in January", []),
        ("spoke to Ivan Novak, contract goes out on Monday", ["Send the contract"]),
    ],
)
def test_what_a_report_leaves_to_do(sentence: str, titles: list[str], brain: Any, ear: Any) -> None:
    (call,) = brain(sentence, ear=ear).calls
    assert call.tool == "log_interaction"
    assert [t["title"] for t in call.args.get("tasks", ())] == titles


def test_that_somebody_likes_what_was_shown_is_no_habit_of_theirs(brain: Any) -> None:
    (call,) = brain("called Ivan Novak at Globex, he likes the proposal but wants it under 75k").calls
    assert not [f for f in call.args.get("facts", ()) if f["predicate"] == "preference"]
    (call,) = brain("called Ivan Novak at Globex, he prefers e-mail to calls").calls
    assert [f["predicate"] for f in call.args["facts"]] == ["preference"]
