"""One meaning, many wordings: lists, counts, totals and groups asked for in English and Chinese."""

from typing import Any

import pytest

Condition = tuple[str, ...]

OPEN, MINE = ("stage.kind", "=", "open"), ("owner", "=", "me")
NOT_DONE = [("status", "!=", "done"), ("status", "!=", "cancelled")]
UNSOLVED = [("status", "!=", code) for code in ("resolved", "closed", "rejected", "duplicate")]

LISTS: dict[str, tuple[str, list[Condition], dict[str, Any], str]] = {
    "my open deals": ("deal", [MINE, OPEN], {}, """
        show my open opportunities | which deals of mine are still open | what open deals do I have | list the deals I own that are open
        give me my open deals | my active deals | could you pull up my open deals please | open deals that belong to me | MY OPEN DEALS
        I want to see my open deals | what's open for me right now in deals | shwo my opne deals | ok now show me my open opps
        我的进行中商机 | 我有哪些进行中的商机 | 我手上还在谈的商机有哪些 | 查一下我的未成交商机 | 帮我看看我目前进行中的单子 | 我负责的进行中商机
        看一下我名下的开放商机 | 列出我还没关闭的单子 | 请给我看我的进行中商机 | 我的未关闭商机 | 我進行中的商機有哪些 | 麻烦列一下我进行中的商机"""),
    "won this quarter": ("deal", [("stage.kind", "=", "won"), ("closed_at", "=", "this quarter|本季度|这个季度|这季度")], {}, """
        which deals did we win this quarter | deals won this quarter | show closed won deals for this quarter | what have we won this quarter?
        won opportunities this quarter | deals signed this quarter | list deals that we won this quarter | show the deals won this quarter
        any deals won this quarter? | give me this quarter's won deals | can you list won deals for this quarter | deals we closed won this quarter
        本季度赢了哪些单 | 这个季度签下的商机有哪些 | 本季度成交的商机 | 这季度赢单列表 | 本季度赢单有哪些 | 查一下本季度赢单的商机 | 列出这个季度赢的单子
        本季度已成交的商机 | 这个季度我们赢下了哪些商机 | 看看本季度赢单 | 本季度签了哪些单 | 本季度的赢单"""),
    "closing next month": ("deal", [("expected_close_date", "=", "next month|下个月|下月"), OPEN], {}, """
        deals closing next month | which deals are expected to close next month | what's closing next month | opportunities that should close next month
        deals due to close next month | show deals with a close date in next month | which opportunities close next month | list deals that will close next month
        deals we expect to close next month | what deals close next month? | deals with expected close next month | show me what should close next month
        下个月预计成交的商机 | 下月要签的单子有哪些 | 预计下个月成交的单子 | 下个月预计签约的商机 | 哪些商机预计下个月成交 | 列出下个月预计成交的商机
        下个月要成交的商机 | 下月预计成交有哪些商机 | 预计成交日期在下个月的商机 | 下个月能成交的单子 | 下个月会成交哪些商机 | 查下个月预计成交的商机"""),
    "over a million": ("deal", [("amount", ">|>=", "1000000")], {}, """
        deals larger than 1M | opportunities above 1,000,000 | deals over one million | which deals are bigger than 1 million | show deals over 1m
        deals with an amount over 1M | deals exceeding 1 million | list deals worth at least 1M | deals of more than 1,000,000 | deals with amount above 1 million
        find deals greater than 1M | deals above 1 million
        超过100万的商机 | 一百万以上的单子 | 金额大于100万的商机 | 金额超过一百万的商机有哪些 | 哪些商机金额在100万以上 | 大于100万的单子 | 100万以上的商机
        列出金额超过100万的商机 | 金额高于100万的单子 | 查一下超过100万的商机 | 不低于100万的商机 | 商机金额超过100万的"""),
    "top five open": ("deal", [OPEN], {"sort": "amount desc", "limit": 5}, """
        top 5 open deals | the 5 biggest open deals | five largest open deals | show me the top five open deals | my five biggest open deals?!
        which are the 5 largest open deals | list the top 5 open opportunities | biggest 5 open deals | 5 highest open deals by amount
        the largest 5 open deals please | give me the 5 biggest open deals | what are our top 5 open deals
        金额最大的5个进行中商机 | 进行中的商机金额最大的五个 | 前5大进行中商机 | 最大的5个进行中的单子 | 进行中商机按金额前5 | 金额最高的五个进行中商机
        列出最大的5个进行中商机 | 5个最大的进行中商机 | 看看最大的五个进行中商机 | 最大的五个未关闭商机 | 哪五个进行中的商机金额最大 | 进行中的前五大商机"""),
    "no owner in Suzhou": ("account", [("owner", "empty"), ("billing_address", "~", "苏州")], {}, """
        which accounts in Suzhou have no owner | accounts in Suzhou without an owner | unassigned accounts in Suzhou | Suzhou accounts nobody owns
        list customers in Suzhou with no owner | companies in Suzhou that are not assigned | show ownerless accounts in Suzhou | customers in Suzhou without owner
        which clients in Suzhou are unassigned | find accounts from Suzhou with no owner | accounts based in Suzhou that have no owner | unowned accounts in Suzhou
        苏州哪些客户没有负责人 | 苏州没有负责人的客户 | 苏州无主客户 | 苏州有哪些客户没人负责 | 没有负责人的苏州客户 | 苏州未分配的客户有哪些
        苏州的客户里哪些没有负责人 | 列出苏州没有负责人的客户 | 查一下苏州无负责人的客户 | 苏州还没分配的客户 | 在苏州的客户哪些没人管 | 苏州市没有负责人的客户"""),
    "idle deals": ("deal", [("last_activity_at", "<", "14 days ago"), OPEN], {}, """
        deals without activity for 14 days | deals with no activity in 14 days | which deals had no activity for 14 days | idle deals for 14 days
        deals not touched in 14 days | open deals untouched for 14 days | which deals are stale for 14 days | deals with no contact for 14 days | deals nobody touched? no activity 14 days
        deals inactive for 14 days | deals quiet for two weeks | deals idle for 2 weeks
        14天没跟进的商机 | 两周没联系的商机 | 哪些商机14天没有活动 | 超过14天没跟进的单子 | 14天没动静的商机 | 14天未跟进的商机有哪些 | 商机14天没更新的
        列出14天没有跟进的商机 | 最近14天没跟进的商机 | 停滞14天的商机 | 14天没有互动的商机 | 已经14天没人跟进的商机"""),
    "overdue tasks of mine": ("task", [("assignee", "=", "me"), ("due_on", "<", "today"), *NOT_DONE], {}, """
        my overdue tasks | which of my tasks are overdue | show my late tasks | what tasks of mine are past due | tasks I have that are overdue
        list my overdue to-dos | my tasks that are overdue | do I have overdue tasks? | my overdue reminders | which tasks of mine are late | show me my past due tasks | overdue tasks assigned to me
        我逾期的任务 | 我有哪些逾期任务 | 我的过期任务 | 我的任务哪些逾期了 | 看看我逾期的待办 | 我有没有逾期的任务 | 查我的逾期任务 | 我名下逾期的任务 | 我的逾期待办
        列出我过期的任务 | 我的任务有哪些过期了 | 我还有哪些逾期的任务"""),
    "tickets of Acme": ("ticket", [("account", "=", "Acme"), *UNSOLVED], {}, """
        open tickets for Acme | Acme's open tickets | which tickets are open for Acme | unresolved tickets of Acme | show open cases for Acme | pending tickets at Acme
        what tickets does Acme have open | list open tickets from Acme | outstanding tickets for Acme | tickets still open for Acme | any open issues at Acme? | Acme open tickets
        Acme 未解决的工单 | Acme 有哪些未关闭的工单 | Acme 还没解决的工单 | Acme 待处理的工单 | 看看Acme未完成的工单 | 列出 Acme 未解决的工单 | Acme 的未关闭工单 | Acme 未处理的工单有哪些
        Acme 有没有未解决的工单 | 查 Acme 没解决的工单 | Acme 进行中的工单 | Acme 没关闭的工单"""),
    "decision maker": ("contact", [("account", "=", "Acme"), ("role", "=", "decision_maker")], {}, """
        Who is the decision maker at Acme? | who's the decision maker at Acme | decision maker at Acme | who decides at Acme? | which contact at Acme is the decision maker
        who are the decision makers at Acme | show the decision maker of Acme | find the decision maker at Acme | who at Acme is the decision maker | the economic buyer at Acme?
        tell me who the decision maker at Acme is | Acme decision maker
        Acme 的决策人是谁 | Acme 谁是决策人 | 谁是 Acme 的决策人 | Acme 的决策者是谁 | Acme 谁拍板 | Acme 的决策人 | Acme 哪位是决策人 | 在 Acme 谁拍板 | Acme 那边谁拍板
        查一下 Acme 的决策人 | Acme 的决策人有哪些 | Acme 决策人是哪位"""),
    "opted out": ("contact", [("account", "=", "Initech"), ("opted_out", "=", "true")], {}, """
        contacts at Initech who opted out | Contacts at Initech who opted out of email | which Initech contacts unsubscribed | who at Initech opted out? contacts | people at Initech who have opted out
        list contacts of Initech that opted out | Initech contacts who are opted out | show opted out contacts at Initech | which people at Initech opted out | contacts from Initech unsubscribed
        find Initech contacts that opted out of e-mail | opted out contacts at Initech
        Initech 退订的联系人 | Initech 哪些联系人退订了 | Initech 已退订邮件的联系人 | Initech 有哪些联系人退订 | Initech 退订邮件的联系人有哪些 | 查 Initech 退订的联系人 | 列出 Initech 已退订的联系人
        Initech 谁退订了 联系人 | 退订的 Initech 联系人 | Initech 的联系人中退订的 | Initech 联系人退订名单 | 看看 Initech 退订了的联系人"""),
    "Chen's proposals": ("deal", [("owner", "=", "Chen|陈晓"), ("stage", "=", "proposal|方案报价")], {}, """
        what deals does Chen have in proposal | Chen's deals in proposal | show Chen's proposal deals | which of Chen's deals are in proposal | deals owned by Chen in proposal | list Chen's deals at proposal
        Chen deals in proposal stage | deals in proposal owned by Chen | which deals has Chen got in proposal | show me the deals Chen has in proposal | Chen's opportunities in proposal | deals in the proposal stage for Chen
        陈晓在方案报价阶段的商机 | 陈晓方案报价的商机有哪些 | 陈晓有哪些商机在方案报价 | 陈晓的方案报价阶段商机 | 方案报价阶段陈晓的商机 | 列出陈晓在方案报价的商机 | 陈晓负责的方案报价商机
        查陈晓方案报价阶段的单子 | 陈晓处于方案报价的商机 | 看陈晓在方案报价的单子 | 陈晓方案报价商机列表 | 陈晓哪些单子在方案报价阶段"""),
}  # fmt: skip


def wordings(groups: dict[str, Any]) -> list[Any]:
    """(name, sentence) of every wording, with a readable id."""
    return [
        pytest.param(name, said.strip(), id=f"{name}: {said.strip()}")
        for name, group in groups.items()
        for line in group[-1].strip().splitlines()
        for said in line.split("|")
        if said.strip()
    ]


@pytest.mark.parametrize(("name", "said"), wordings(LISTS))
def test_a_list_is_understood_however_it_is_asked_for(name: str, said: str, brain: Any) -> None:
    entity, wanted, more, _ = LISTS[name]
    found = brain(said)
    assert [c.tool for c in found.calls] == ["find_records"], found.reply
    args = found.calls[0].args
    assert args["entity"] == entity
    got = [tuple(f[k] for k in ("field", "op", "value") if k in f) for f in args.get("filters", ())]
    extra = {("owner", "=", "me")} if name == "top five open" else set()
    assert len([g for g in got if g not in extra]) == len(wanted), got
    for condition in wanted:
        assert any(
            all(b in a.split("|") for a, b in zip(condition, g, strict=False)) and len(condition) == len(g) for g in got
        ), (condition, got)
    assert {k: args.get(k) for k in more} == more


def where(call: Any) -> set[tuple[str, ...]]:
    return {tuple(f[k] for k in ("field", "op", "value") if k in f) for f in call.args.get("filters", ())}


MEASURES = [
    ("how many deals did we lose on price last quarter and how much", {"measure": "sum", "total_field": "amount"}),
    ("上季度因为价格丢了几单，一共多少钱？", {"measure": "sum", "total_field": "amount"}),
    ("how many leads do we have by status", {"group_by": "status", "measure": "count"}),
    ("线索按状态各有多少", {"group_by": "status", "measure": "count"}),
    ("won deals this year by owner", {"group_by": "owner"}),
    ("今年赢单按负责人统计", {"group_by": "owner"}),
    ("average deal size by source", {"group_by": "source", "measure": "average", "total_field": "amount"}),
    ("按来源看平均商机金额", {"group_by": "source", "measure": "average"}),
    ("who owns the most open deals", {"group_by": "owner"}),
    ("哪个销售的商机最多", {"group_by": "owner"}),
    ("last quarter's lost deals by reason", {"group_by": "lost_reason"}),
    ("今年输单的原因分布", {"group_by": "lost_reason"}),
    ("open deals sorted by close date", {"sort": "expected_close_date asc"}),
    ("按金额排序的前10个商机", {"sort": "amount desc", "limit": 10}),
    ("tickets by priority", {"group_by": "priority"}),
    ("工单按优先级统计", {"group_by": "priority"}),
    ("deals per account", {"group_by": "account"}),
    ("我们进行中的商机总额是多少", {"measure": "sum"}),
    ("last 5 calls with Acme", {"sort": "starts_at desc", "limit": 5}),
    ("next 3 meetings", {"sort": "starts_at asc", "limit": 3}),
]


@pytest.mark.parametrize(("said", "wanted"), MEASURES)
def test_counts_totals_groups_and_order_are_read(said: str, wanted: dict[str, Any], brain: Any) -> None:
    call = brain(said).calls[0]
    assert call.tool == "find_records"
    assert {k: call.args.get(k) for k in wanted} == wanted


SINGLE = [
    ("deals between 50k and 100k", "deal", {("amount", ">=", "50000"), ("amount", "<=", "100000")}),
    ("10万到50万之间的商机", "deal", {("amount", ">=", "100000"), ("amount", "<=", "500000")}),
    ("deals not in negotiation", "deal", {("stage", "!=", "negotiation")}),
    ("list all accounts in manufacturing", "account", {("industry", "~", "Manufacturing")}),
    ("制造业的客户有哪些", "account", {("industry", "~", "Manufacturing")}),
    ("deals where competitor is Orbilab", "deal", {("competitor", "~", "Orbilab")}),
    ("contacts with no email", "contact", {("email", "empty")}),
    ("没有邮箱的联系人", "contact", {("email", "empty")}),
    ("high priority tickets that are not assigned", "ticket", {("priority", "=", "high"), ("assignee", "empty")}),
    ("new leads this week", "lead", {("created_at", "=", "this week")}),
    ("leads from website", "lead", {("source", "=", "website")}),
    ("Raj's leads in Singapore", "lead", {("owner", "=", "Raj"), ("city", "~", "Singapore")}),
    ("哪些工单超时", "ticket", {("breached", "=", "true")}),
    ("what meetings did I have with Acme last month", "activity", {("kind", "=", "meeting"), ("owner", "=", "me"), ("account", "=", "Acme"), ("starts_at", "=", "last month")}),
    ("accounts without open deals", "account", {("deal.stage.kind", "!=", "open")}),
    ("没有进行中商机的客户", "account", {("deal.stage.kind", "!=", "open")}),
    ("没有联系人的客户", "account", {("contact", "empty")}),
    ("customers with open tickets", "account", {("ticket.status", "in", "new, assigned, pending, waiting_customer")}),
    ("which accounts have no activity in the last 30 days", "account", {("activity.starts_at", "!=", "the last 30 days")}),
    ("30天没联系的客户有哪些", "account", {("activity.starts_at", "!=", "last 30 days")}),
    ("which deals slipped?", "deal", {("expected_close_date", "<", "today"), ("stage.kind", "=", "open")}),
    ("deals of the Suzhou team", "deal", {("team", "=", "Suzhou team")}),
    ("苏州团队的商机", "deal", {("team", "=", "苏州团队")}),
    ("list partners", "account", {("type", "=", "partner")}),
    ("deals from trade fair won this year", "deal", {("source", "=", "trade_fair"), ("stage.kind", "=", "won"), ("closed_at", "=", "this year")}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "entity", "wanted"), SINGLE)
def test_every_typed_piece_becomes_a_condition(said: str, entity: str, wanted: set[Any], brain: Any) -> None:
    call = brain(said).calls[0]
    assert (call.tool, call.args["entity"]) == ("find_records", entity)
    assert where(call) == wanted


@pytest.mark.parametrize("said", ["No activity 14 days or no next step", "14天没跟进或没有下一步的商机。"])
def test_either_or_is_two_questions(said: str, brain: Any) -> None:
    calls = brain(said).calls
    assert [where(c) - {OPEN} for c in calls] == [{("last_activity_at", "<", "14 days ago")}, {("next_step", "empty")}]


@pytest.mark.parametrize(
    ("said", "name"),
    [("deals for Umbrella", "Umbrella"), ("腾讯的商机有哪些", "腾讯"), ("open tickets at Zeta Labs", "Zeta Labs")],
)
def test_a_name_nobody_knows_is_asked_for_and_not_dropped(said: str, name: str, brain: Any) -> None:
    assert ("account", "=", name) in where(brain(said).calls[0])
