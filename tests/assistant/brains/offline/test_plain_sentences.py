"""Whole plain sentences of a CRM: renamed, reopened, added to a deal, emptied, put off; lists and figures in words of their own; and what is not kept here."""

from typing import Any

import pytest

ORDERS = """
Rename D-12 to Phase two > deal D-12 name=Phase two | Please change the name of D-12 to Phase two > deal D-12 name=Phase two | Globex should be called Globex Holding from now on > account Globex name=Globex Holding
把D-12改名为二期项目 > deal D-12 name=二期项目 | 把泽禾的名称改成泽禾集团 > account 泽禾 name=泽禾集团 | 将李娜的名字改成李丽娜 > contact 李娜 name=李丽娜
Reopen D-12 > deal D-12 stage=open again | Open D-12 again > deal D-12 stage=open again | 重新打开D-12 > deal D-12 stage=open again | 把D-12重新打开 > deal D-12 stage=open again | Reopen T-1042 > ticket T-1042 status=pending
Set TK-7 to in progress > task TK-7 status=in_progress | 把TK-7标成进行中 > task TK-7 status=in_progress | T-1042的状态改成待处理 > ticket T-1042 status=pending | Set T-1042 to waiting > ticket T-1042 status=waiting_customer
Postpone TK-7 by two weeks > task TK-7 due_on=+2 weeks | 把TK-7推迟两周 > task TK-7 due_on=+2 weeks | Postpone TK-7 to one week later > task TK-7 due_on=+1 week
Add Bob Miller to D-12 > deal D-12 contacts=+Bob Miller | 给D-12加个联系人李娜 > deal D-12 contacts=+李娜 | Remove Bob Miller from D-12 > deal D-12 contacts=-Bob Miller | 把李娜从D-12中移除 > deal D-12 contacts=-李娜
Set the main contact of D-12 to Ana Ruiz > deal D-12 contact=Ana Ruiz | 把D-12的主要联系人改成李娜 > deal D-12 contact=李娜 | Bob Miller left Acme > contact Bob Miller account=none | 李娜从华阳离职了 > contact 李娜 account=none
Add product Insight to D-12 > deal D-12 product=Insight | 给D-12加产品Bench > deal D-12 product=Bench | Set the price of Insight to 1200 > product Insight list_price=1200 | 把Insight的价格改成1200元 > product Insight list_price=1200 CNY
把李娜标成未退订 > contact 李娜 opted_out=false | 把李娜的退订改成否 > contact 李娜 opted_out=false | Set Bob Miller to not opted out > contact Bob Miller opted_out=false | 把李娜的勿扰改成否 > contact 李娜 do_not_call=false
D-12的下一步是发报价 > deal D-12 next_step=发报价 | 把D-12的下一步改成发报价 > deal D-12 next_step=发报价 | 把T-1042的优先级调低 > ticket T-1042 priority=lower | Raise the priority of T-1042 > ticket T-1042 priority=higher
Remove the next step from D-12 > deal D-12 next_step=none | Clear D-12's competitor > deal D-12 competitor=none | 清空D-12的下一步 > deal D-12 next_step=none | 把D-12的预计成交日期删掉 > deal D-12 expected_close_date=none
把华阳的行业改成制造业 > account 华阳 industry=Manufacturing | 把戴雨桐的来源改成展会 > lead 戴雨桐 source=trade_fair | Convert lead Laura Rahman with a deal over 60k > lead Laura Rahman status=Converted deal=yes amount=60000 | 转化线索戴雨桐，建一个30万的商机 > lead 戴雨桐 status=Converted deal=yes amount=300000
"""
MANY = """
Cancel all my meetings on Friday > activity > kind=meeting owner=me starts_at=2026-11-27 status=planned > status=cancelled | 把我周五的会都取消 > activity > kind=meeting owner=me starts_at=2026-11-27 status=planned > status=cancelled
Postpone all my tasks from today to Friday > task > assignee=me due_on=today > due_on | Move today's tasks to Friday > task > due_on=today > due_on | 把我今天的任务都推迟到周五 > task > assignee=me due_on=今天 > due_on
"""
LISTS = """
When is my next meeting? > activity > status=planned starts_at>=now kind=meeting owner=me | 我下一个会是什么时候 > activity > status=planned starts_at>=now kind=meeting owner=me | When is my next call with Acme? > activity > kind=call account=Acme | 跟李娜的下一次会议是什么时候 > activity > kind=meeting contact=李娜
Which open deals include Insight? > deal > product=Insight stage.kind=open | 哪些在途商机里有Bench > deal > product=Bench stage.kind=open | Which customers bought Bench? > deal > product=Bench stage.kind=won | 上个月Flow卖了多少钱 > deal > product=Flow stage.kind=won closed_at=上个月
Accounts with deals over 60k > account > deal.amount>60000 | Top 3 accounts by open deal value > deal > stage.kind=open | 在途金额最大的5个客户 > deal > stage.kind=open | Which leads have not been contacted? > lead > statusinNew,_Assigned | 一周没联系的线索 > lead > created_at<7_days_ago
How many tickets did we solve last month? > ticket > resolved_at=last_month | 上个月解决了多少工单 > ticket > resolved_at=上个月 | Notes on Acme > activity > kind=note account=Acme | 华阳有哪些备注 > activity > kind=note account=华阳 | 线索转化率是多少 > lead >
所有苏州客户的在途商机 > deal > account.billing_address~苏州 stage.kind=open | Deals of Suzhou customers > deal > account.billing_address~苏州 | What is the phone number of Acme? > contact > account=Acme | 华阳的电话是多少 > contact > account=华阳
"""
SHOWN = """
What is the subject of T-1042? > show_record > subject | T-1042的客户 > show_record > account | D-12有哪些产品 > show_record > product | D-12的决策人是谁 > show_record > decision maker | How long has D-12 been in negotiation? > show_record > stage stage_entered_at | 赵敏的职位 > show_record > role
Who created D-12? > history > created | D-12是谁创建的 > history > created | 李娜的电话是谁改的 > history > phone | 赵敏在哪个组 > show_record > team | 华阳数据平台一期是哪个客户的 > show_record > account
"""
NOT_HERE = """
Change the phone of Acme to +1 415 555 0199 | Accounts without a phone number | 把华阳的电话改成13800138001 | 没填电话的客户 | 陈晓的电话 | What is Tom's phone number?
Set my target for this quarter to 60k | 把陈晓的目标设成50万
"""
NEAR_MISSES = """
What is the name of D-12? | D-12的下一步是什么 | Is Bob Miller the decision maker at Acme? | 李娜是华阳的决策人吗 | Did we cancel my meetings on Friday? | Who left Acme? | D-12重新打开过吗 | TK-7完成没有 | 我本周完成了哪些任务 | Which tasks did I complete this week?
"""


def split(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split(" | ") if s.strip()]


def held(filters: Any) -> str:
    return " ".join(f"{f['field']}{f['op']}{f.get('value', '')}".replace(" ", "_") for f in filters)


@pytest.mark.parametrize("case", split(ORDERS))
def test_one_record_is_changed_as_said(case: str, brain: Any) -> None:
    sentence, wanted = case.split(" > ")
    (call,) = brain(sentence).calls
    (change,) = call.args["changes"]
    fields = " ".join(f"{k}={v}" for k, v in change["fields"].items())
    assert f"{change['entity']} {change['record']} {fields}" == wanted


@pytest.mark.parametrize("case", split(MANY))
def test_many_records_are_met_by_all_that_was_said(case: str, brain: Any) -> None:
    sentence, entity, where, fields = (p.strip() for p in case.split(" > "))
    (change,) = brain(sentence).calls[0].args["changes"]
    assert (change["op"], change["entity"]) == ("update", entity)
    assert set(where.split()) <= set(held(change["where"]).split())
    assert ("assignee=me" in where) == ("assignee=me" in held(change["where"]))
    assert fields in " ".join(f"{k}={v}" for k, v in change["fields"].items())


def test_a_role_in_a_deal_keeps_the_deal(brain: Any) -> None:
    for sentence in ("Make Bob Miller the decision maker on D-12", "Bob Miller是D-12的决策人"):
        changes = brain(sentence).calls[0].args["changes"]
        assert [(c["entity"], c["fields"]) for c in changes] == [
            ("deal", {"contacts": "+Bob Miller"}),
            ("contact", {"role": "decision_maker"}),
        ]


@pytest.mark.parametrize("case", split(LISTS))
def test_a_list_has_every_condition(case: str, brain: Any) -> None:
    sentence, entity, wanted = (p.strip() for p in f"{case} ".split(" > "))
    call = brain(sentence).calls[0]
    assert (call.tool, call.args["entity"]) == ("find_records", entity)
    assert set(wanted.split()) <= set(held(call.args.get("filters", [])).split())


@pytest.mark.parametrize("case", split(SHOWN))
def test_one_thing_about_one_record_is_told(case: str, brain: Any) -> None:
    sentence, tool, fields = case.split(" > ")
    (call,) = brain(sentence).calls
    assert call.tool == tool
    assert " ".join(call.args.get("fields", [call.args.get("field")])) == fields


def test_two_periods_are_held_against_each_other(brain: Any) -> None:
    for sentence, first, second in (
        ("Compare won deals this quarter with last quarter", "this quarter", "last quarter"),
        ("对比这个季度和上个月的赢单金额", "这个季度", "上个月"),
    ):
        (call,) = brain(sentence).calls
        assert (call.tool, dict(call.args)) == ("compare", {"periods": [first, second], "measure": "won"})


def test_changes_are_asked_for_by_who_made_them_and_by_field(brain: Any) -> None:
    for sentence, args in (
        ("What did I change today?", {"period": "today", "by": "me"}),
        ("What did Tom change this week?", {"period": "this week", "by": "Tom"}),
        ("赵敏本周改了什么", {"period": "本周", "by": "赵敏"}),
        ("本周哪些商机推进了阶段", {"entity": "deal", "period": "本周", "field": "stage"}),
        ("Which deals changed their close date this month?", {"entity": "deal", "period": "this month", "field": "expected_close_date"}),
    ):  # fmt: skip
        (call,) = brain(sentence).calls
        assert (call.tool, dict(call.args)) == ("history", args)


@pytest.mark.parametrize(
    "sentence", ["Create a high priority task to call Acme tomorrow", "Add an urgent task to call Acme tomorrow"]
)
def test_a_task_ordered_with_its_priority_is_called_what_is_to_be_done(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args["title"].casefold()) == ("create_task", "call acme")
    assert call.args["priority"] in ("high", "urgent")


@pytest.mark.parametrize("sentence", ["How does my week look?", "What does my week look like?", "我这周怎么安排"])
def test_a_week_is_its_appointments_and_its_tasks(sentence: str, brain: Any) -> None:
    assert [c.args["entity"] for c in brain(sentence).calls] == ["activity", "task"]


@pytest.mark.parametrize("sentence", ["Deals of my team", "My team's open deals", "我们组的在途商机", "我团队的商机"])
def test_a_team_has_deals_of_its_own(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args["entity"]) == ("find_records", "deal")
    assert "owner=my_team" in held(call.args["filters"])


def test_leads_are_ranked_by_their_score(brain: Any) -> None:
    for sentence, args in (("Top 3 leads by score", {"limit": 3}), ("得分最高的3条线索", {"limit": 3}), ("Rank my leads", {"whose": "me"})):  # fmt: skip
        (call,) = brain(sentence).calls
        assert (call.tool, dict(call.args)) == ("score_leads", args)


@pytest.mark.parametrize("sentence", ["win rate by team", "按团队看赢单率", "各团队的赢单率"])
def test_all_teams_are_compared_not_the_askers(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args) == ("pipeline_summary", {"by": "team"})


@pytest.mark.parametrize("sentence", split(NOT_HERE))
def test_what_is_not_kept_here_is_said(sentence: str, brain: Any) -> None:
    understood = brain(sentence)
    assert (understood.calls, understood.lost) == ((), False)
    assert len(understood.reply) > 20


@pytest.mark.parametrize("sentence", split(NEAR_MISSES))
def test_a_question_changes_nothing(sentence: str, brain: Any) -> None:
    assert not {"propose_change", "create_task", "log_interaction"} & {c.tool for c in brain(sentence).calls}


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("set the amount of D-7 to EUR 85,000", "85000 EUR"),
        ("change the amount on D-7 to 1,250,000", "1250000"),
        ("update the amount for D-7: 85,000", "85000"),
    ],
)
def test_the_comma_of_an_amount_parts_nothing(said: str, amount: str, brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert change["fields"] == {"amount": amount}
