"""One question, many wordings: refusals to be mailed or called, rivals, sizes, colleagues, prices, last times, risk and deadlines."""

from typing import Any

import pytest

Condition = tuple[str, ...]

OPEN, WON, LOST = (("stage.kind", "=", kind) for kind in ("open", "won", "lost"))
MINE = ("owner", "=", "me")

ASKED: dict[str, tuple[str, set[Condition], dict[str, Any], str]] = {
    "want no mail": ("contact", {("opted_out", "=", "true")}, {}, """
        which contacts do not want marketing mail | who doesn't want our newsletter | contacts who don't want to get emails | who must not be emailed | whom may I not email
        谁不想再收到我们的邮件 | 哪些联系人不要发营销邮件 | 谁说过不要再给他发营销邮件 | 不接收邮件的联系人 | 拒收邮件的联系人有哪些"""),
    "want no call": ("contact", {("do_not_call", "=", "true")}, {}, """
        whom must I not phone | which contacts must not be called | who should I not call? | contacts who don't want to be called | who can't be phoned
        哪些联系人不能打电话 | 不要打电话的联系人 | 谁不愿意接电话 | 标了“勿打电话”的联系人 | 禁止致电的联系人"""),
    "lost to a rival": ("deal", {("competitor", "~", "Orbilab"), LOST}, {}, """
        deals lost to Orbilab | what have we lost against Orbilab? | deals we lost against Orbilab | which deals did we lose to Orbilab
        输给Orbilab的单子 | 被Orbilab抢走的商机 | 输给 Orbilab 的商机有哪些"""),
    "lost on price": ("deal", {("lost_reason", "=", "price"), LOST, ("closed_at", "=", "今年|this year")}, {}, """
        deals lost on price this year | deals we lost because of price this year | 今年因为价格输掉的单子 | 今年输在价格上的商机 | 今年因价格丢掉的单子"""),
    "taken by rivals": ("deal", {("lost_reason", "=", "competitor"), LOST, ("closed_at", "=", "今年")}, {}, "今年被竞争对手抢走的单子 | 今年输给竞争对手的商机"),
    "under way": ("deal", {OPEN, ("owner", "=", "徐凌")}, {}, "徐凌的在途商机 | 徐凌在途的单子有哪些 | 徐凌在谈的商机 | 徐凌还没签的单子 | 徐凌未成交的商机"),
    "booked": ("deal", {MINE, WON, ("closed_at", "=", "last month")}, {}, "what did I book last month? | what have I sold last month | what did I sign last month | deals I won last month"),
    "committed": ("deal", {MINE, OPEN, ("forecast_category", "=", "commit"), ("expected_close_date", "=", "this quarter")}, {}, "what have I committed for this quarter? | my commit deals this quarter"),
    "size": ("account", {("employees_band", "in", "501-1000, 1000+")}, {}, "customers with more than 500 employees | 500人以上规模的客户有哪些 | 超过500人的客户 | accounts with over 500 people"),
    "small": ("account", {("employees_band", "in", "1-10, 11-50")}, {}, "customers with fewer than 50 employees | 少于50人的客户 | 50人以下的客户有哪些"),
    "not there": ("account", {MINE, ("billing_address", "!~", "Germany")}, {}, "my customers except the German ones | my accounts not in Germany | my customers other than German ones"),
    "nobody took": ("lead", {("owner", "empty")}, {}, "leads that nobody has picked up yet | leads nobody took | leads not yet picked up | 没人认领的线索"),
    "complaints": ("ticket", {("type", "=", "complaint"), ("created_at", "=", "this month|本月")}, {"measure": "count"}, "how many complaints did we get this month? | number of complaints this month | 本月投诉有多少"),
    "waiting": ("ticket", {("status", "=", "waiting_customer"), ("assignee", "=", "me")}, {}, "my tickets waiting for the customer | which of my tickets are waiting on the customer | 我手里哪些工单卡在等客户回复 | 我的等客户的工单"),
    "gone by": ("deal", {("expected_close_date", "<", "today"), OPEN}, {}, """
        which open deals have an expected close date in the past? | deals whose close date has passed | deals that should have closed by now | 预计成交日已经过了还没关的商机 | 过了预计成交日期的商机"""),
    "the biggest": ("deal", {OPEN}, {"sort": "amount desc", "limit": 1}, "what is the biggest open deal | our largest open deal | 最大的在途商机是哪个 | 金额最大的进行中商机是哪一个"),
    "the last win": ("deal", {WON, MINE}, {"sort": "closed_at desc", "limit": 1}, "when did I last win something and what was it? | what was the last deal I won | 我上次赢单是什么时候 | 我最近一次签单是哪天"),
    "added": ("deal", {("created_at", "=", "this month|本月")}, {"group_by": "owner", "measure": "sum"}, "rank reps by new pipeline this month | 本月新增商机金额，按销售排名 | ranking of reps by pipeline created this month"),
    "reports": ("user", {("reports_to", "=", "Katrin Weber"), ("disabled", "=", "false")}, {}, "who reports to Katrin Weber? | who works for Katrin Weber | Katrin Weber手下都有谁 | Katrin Weber 的下属有哪些人"),
    "members": ("user", {("team", "=", "Singapore team|新加坡团队|新加坡"), ("disabled", "=", "false")}, {}, "who is on the Singapore team? | members of the Singapore team | 新加坡团队有哪些人 | 新加坡组有几个人，是谁"),
    "price": ("product", {("name", "~", "edge gateway|边缘网关")}, {"columns": ["list_price"]}, "what do we charge for the edge gateway? | how much is an edge gateway | what does the edge gateway cost | price of the edge gateway | 边缘网关一台卖多少 | 边缘网关的价格是多少 | 边缘网关多少钱"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param(name, said.strip(), id=f"{name}: {said.strip()}")
        for name, group in ASKED.items()
        for line in group[-1].strip().splitlines()
        for said in line.split("|")
    ],
)
def test_a_question_is_understood_however_it_is_asked(name: str, said: str, brain: Any) -> None:
    entity, wanted, more, _ = ASKED[name]
    found = brain(said)
    assert [c.tool for c in found.calls] == ["find_records"], found.reply
    args = found.calls[0].args
    got = {tuple(f[k] for k in ("field", "op", "value") if k in f) for f in args.get("filters", ())}
    assert args["entity"] == entity
    assert len(got) == len(wanted), got
    for one in wanted:
        assert any(
            g[:2] == one[:2] and all(v in w.split("|") for v, w in zip(g[2:], one[2:], strict=True)) for g in got
        ), got
    assert {k: args.get(k) for k in more} == more


@pytest.mark.parametrize(
    "said",
    [
        "which tickets breach SLA in the next 4 hours?",
        "tickets that run into their deadline within 4 hours",
        "未来4小时哪些工单会超时？",
        "4小时之内到期的工单",
    ],
)
def test_a_deadline_ahead_is_that_of_the_solution_and_of_the_first_answer(said: str, brain: Any) -> None:
    calls = brain(said).calls
    fields = [c.args["filters"][0]["field"] for c in calls]
    assert fields == ["resolution_due", "first_response_due"]
    assert all(c.args["filters"][0]["value"] == "in 4 hours" for c in calls)
    assert {"field": "first_response_at", "op": "empty"} in calls[1].args["filters"]


@pytest.mark.parametrize(
    "said",
    [
        "which deals are at risk this week and why?",
        "my risky deals",
        "本周哪些商机有风险，为什么？",
        "哪些单子可能会黄",
    ],
)
def test_risk_is_what_the_signals_tell(said: str, brain: Any) -> None:
    assert [c.tool for c in brain(said).calls] == ["deals_at_risk"]


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("what stage is the Acme renewal in, and since when?", {"record": "Acme renewal", "fields": ["stage", "stage_entered_at"]}),
        ("Acme续约在哪个阶段，停留多久了", {"record": "Acme renewal", "fields": ["stage", "stage_entered_at"]}),
        ("who is Maya's boss", {"record": "Maya", "fields": ["reports_to"]}),
    ],
)  # fmt: skip
def test_one_record_is_shown(said: str, args: dict[str, Any], brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args) == ("show_record", args)


@pytest.mark.parametrize("said", ["next step for Globex", "Globex 的下一步是什么"])
def test_the_next_step_comes_with_its_day(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.args.get("columns", call.args.get("fields")) == ["next_step", "next_step_date"]


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("我三季度赢单率多少？", {"period": "三季度", "whose": "me"}),
        ("按线索来源看我今年的赢单率", {"period": "今年", "whose": "me", "by": "source"}),
        ("我手上所有在谈商机的加权金额是多少？", {"whose": "me", "status": "open"}),
        ("what is my weighted pipeline", {"whose": "me", "status": "open"}),
        ("rank reps by won deals this quarter", {"period": "this quarter", "by": "owner", "status": "won"}),
        ("本季度业绩排名", {"period": "本季度", "by": "owner", "status": "won"}),
    ],
)
def test_rates_weights_and_ranks_come_from_the_summary(said: str, args: dict[str, str], brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args) == ("pipeline_summary", args)


@pytest.mark.parametrize("said", ["why did we lose deals last quarter?", "上个月我有丢单吗，为什么丢的"])
def test_why_deals_were_lost_lists_them_with_the_reason(said: str, brain: Any) -> None:
    listed, recalled = brain(said).calls
    assert listed.args["columns"] == ["lost_reason", "lost_notes"]
    assert recalled.tool == "recall_notes"


@pytest.mark.parametrize("said", ["showmyoverduetasks", "show my overduetasks", "ShowMyOverdueTasks"])
def test_words_run_together_are_parted(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["entity"]) == ("find_records", "task")


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Catch me up on the log-in ticket at Acme", "log-in"),
        ("what's the status of the invoice ticket of Acme", "invoice"),
        ("Acme 登录那张工单怎么样了", "登录"),
    ],
)
def test_a_ticket_is_found_by_what_it_is_about(said: str, word: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.args["entity"] == "ticket"
    assert {"field": "subject", "op": "~", "value": word} in call.args["filters"]


@pytest.mark.parametrize(
    "said",
    ["有什么工单要超时了", "any tickets that will blow their SLA", "which tickets are about to miss their deadline"],
)
def test_what_is_about_to_be_late_is_not_late(said: str, brain: Any) -> None:
    asked = [{f["field"] for f in c.args["filters"]} for c in brain(said).calls]
    assert all(fields & {"resolution_due", "first_response_due"} for fields in asked)
    assert asked
    assert not any("breached" in fields for fields in asked)
