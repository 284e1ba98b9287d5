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
        ("新客户 苏州蓝湾医疗，李总 13900001111，展会认识的，想上30个席位，预算大概20w", "account []: name=苏州蓝湾医疗 | contact []: name=李总, phone=13900001111, account=苏州蓝湾医疗 | deal []: name=苏州蓝湾医疗 2026-11, account=苏州蓝湾医疗, amount=200000, seats=30, source=trade_fair"),
        ("新线索 苏州蓝湾医疗，李总 13900001111，展会认识的，想上30个席位，预算大概20w", "lead []: name=李总, organization=苏州蓝湾医疗, phone=13900001111, source=trade_fair, est_amount=200000"),
        ("华阳杜经理换人了，新的质量经理叫刘洋，电话13812345678，加一下", "contact []: title=质量经理, phone=13812345678, account=华阳, name=刘洋"),
        ("给徐凌建个任务，周一前把华微续约那单催签掉，高优", "create_task title=把华微续约那单催签掉 due=2026-11-23 about=华微 priority=high assignee=徐凌"),
        ("A级客户还没有在谈单子的有哪些", "find_records entity=account [deal.stage.kind != open, level = A]"),
        ("恒测云出现在哪些单子里", "find_records entity=deal [competitor ~ 恒测云]"),
        ("赵敏还没到期限的任务里高优的有几个", "find_records entity=task measure=count [priority = high, assignee = 赵敏, due_on = 今天以后, status != done, status != cancelled]"),
        ("50万以上的单子列一下，按成交日期排", "find_records entity=deal sort=expected_close_date asc [amount >= 500000]"),
        ("下周一例会我要讲啥，帮我总结下团队情况", "team_report period=本周 whose=my team"),
        ("我手上快到期还没签的单子有哪些", "find_records entity=deal [owner = me, stage.kind = open, expected_close_date = 30天内]"),
        ("赢得最多的客户是哪家", "find_records entity=deal group_by=account measure=sum total_field=amount [stage.kind = won]"),
        ("华阳丢过单吗", "find_records entity=deal [stage.kind = lost, account = 华阳]"),
        ("我今年丢的单子里输给谁最多", "win_loss period=今年 whose=me by=competitor"),
        ("今天要先处理哪几个工单", "find_records entity=ticket sort=resolution_due asc [status != resolved, status != closed, status != rejected, status != duplicate]"),
        ("华阳那单阶段推到demo，预计成交改到1月20号", "deal 华阳: expected_close_date=2027-01-20, stage=演示"),
        ("下午见华阳李娜要准备啥", "brief record=李娜 shape=meeting"),
        ("谁还差得最远", "attainment"),
        ("李娜的邮箱和电话", "show_record record=李娜 fields=['email', 'phone']"),
        ("这周跟了哪些客户", "find_records entity=activity group_by=account measure=count [starts_at = 这周, owner = me, status = held, kind != note]"),
        ("上海和苏州团队Q4完成率对比", "compare of=['上海', '苏州团队'] periods=['Q4'] measure=won"),
        ("new customer Lakeside Pharma, contact Anna Keller +49 171 5550001, met at the trade fair, 30 seats, around 20k", "account []: name=Lakeside Pharma | contact []: name=Anna Keller, phone=+49 171 5550001, account=Lakeside Pharma | deal []: name=Lakeside Pharma 2026-11, account=Lakeside Pharma, amount=20000, seats=30, source=trade_fair"),
        ("new lead: Lakeside Pharma, plant manager Anna Keller, anna@lakeside.example, from the website, maybe 15k", "lead []: name=Anna Keller, organization=Lakeside Pharma, title=plant manager, email=anna@lakeside.example, source=website, est_amount=15000"),
        ("new account Lakeside Pharma, annual revenue 20m, 300 employees", "account []: name=Lakeside Pharma, annual_revenue=20000000"),
        ("新建客户苏州蓝湾医疗，预算20万", "account []: name=苏州蓝湾医疗"),
        ("target attainment of Berlin vs Singapore in Q4", "compare of=['Berlin', 'Singapore'] periods=['Q4'] measure=won"),
        ("where is Metrivane competing with us?", "find_records entity=deal [competitor ~ Metrivane]"),
        ("what should I say in Monday's team meeting", "team_report period=this week"),
        ("which of my deals are about to expire unsigned", "find_records entity=deal [owner = me, stage.kind = open, expected_close_date = the next 30 days]"),
        ("which customers did I work on this week", "find_records entity=activity group_by=account measure=count [starts_at = this week, owner = me, status = held, kind != note]"),
        ("did we ever lose a deal at Globex?", "find_records entity=deal [stage.kind = lost, account = Globex]"),
        ("what did I enter today", "history period=today by=me"),
        ("which tickets first today", "find_records entity=ticket sort=resolution_due asc [assignee = me, status != resolved, status != closed, status != rejected, status != duplicate]"),
        ("called Ivan Novak, no answer, trying again tomorrow at 10, log it and remind me", "log_interaction note=called Ivan Novak, no answer, trying again tomorrow at 10, log it and remind me kind=call with_people=['Ivan Novak'] status=not_held tasks=[{'title': 'Call Ivan Novak again', 'due': '2026-11-21 10:00'}]"),
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


def test_a_rivals_price_and_a_floor_are_neither_the_deals_amount_nor_a_task(brain: Any) -> None:
    (call,) = brain(
        "今天上午拜访了李娜，她说恒测云又降到45万，要我们下周一前给新报价，我答应最低52万，下一步出修订报价"
    ).calls
    assert "amount" not in call.args["deal_fields"]
    assert [t["title"] for t in call.args["tasks"]] == ["给新报价"]
    (call,) = brain("和李娜通话，价格谈到了52万").calls
    assert call.args["deal_fields"] == {"amount": "520000"}


@pytest.mark.parametrize(
    "sentence", ["华阳李娜那个误报的工单分给我，改成处理中", "把误报的工单关了", "华阳误报的工单优先级改成高"]
)
def test_a_ticket_that_is_handed_on_or_changed_is_not_made_anew(sentence: str, brain: Any) -> None:
    assert "open_ticket" not in [c.tool for c in brain(sentence).calls]


def test_one_task_for_each_of_many_is_no_task_of_that_name(brain: Any) -> None:
    assert not brain("所有卡在谈判超过30天的单子给负责人各建一个任务，周三前更新进展").calls


def test_what_is_said_behind_a_report_is_no_task(brain: Any) -> None:
    (call,) = brain("刚给华阳李娜打电话又没人接，明天10点再打，帮我记下+提醒我").calls
    assert [t["title"] for t in call.args["tasks"]] == ["再给李娜打电话"]


def test_a_birthday_is_said_not_to_be_on_record(brain: Any) -> None:
    assert "没有记录" in brain("李娜什么时候生日").reply
    assert "Not on record" in brain("when is Ivan Novak's birthday?").reply


@pytest.mark.parametrize(
    ("sentence", "told_of"),
    [
        ("what's that weighted?", {"whose": "me", "period": "December", "status": "open"}),
        ("加权多少", {"whose": "me", "period": "December", "status": "open"}),
    ],
)
def test_the_list_before_is_weighted(sentence: str, told_of: dict[str, str], brain: Any) -> None:
    before = brain("my open deals closing in December").calls
    (call,) = brain(sentence, previous=before).calls
    assert (call.tool, call.args) == ("pipeline_summary", told_of)


def test_a_day_far_behind_is_no_day_a_deal_was_won(brain: Any) -> None:
    (call,) = brain("won the Globex deal on December 24").calls
    assert "closed_at" not in call.args["changes"][0]["fields"]
