"""People, teams and customers held against each other, ranked and counted; conditions that are never dropped in silence."""

from typing import Any

import pytest


def said(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split("|") if s.strip()]


def filters(call: Any) -> dict[str, tuple[str, str | None]]:
    return {f["field"]: (f["op"], f.get("value")) for f in call.args.get("filters", ())}


@pytest.mark.parametrize(
    ("field", "status", "sentence"),
    [(f, k, s) for f, k, lines in (
        ("owner", "won", "who brought in more money this year, Tom or Elif? | did Tom or Elif sell more this year? | 陈晓和徐凌今年各签了多少 | 陈晓跟徐凌今年谁赢单多，差多少"),
        ("owner", "open", "Tom vs Elif, who has more open? | compare the pipeline of Tom and Elif this quarter | 陈晓和吴桐谁的在途金额多"),
        ("team", "open", "上海组和苏州组比，哪边在途的盘子大，各多少 | which has the bigger pipeline, the Shanghai team or the Suzhou team? | 上海组和苏州组哪边在途盘子大"),
        ("team", "won", "which team booked more this year, Singapore or Shanghai? | 上海组跟苏州组今年谁签得多"),
    ) for s in said(lines)],
)  # fmt: skip
def test_two_are_held_against_each_other(field: str, status: str, sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args["measure"]) == ("compare", status)
    assert len(call.args["of"]) == 2
    assert all(("组" in n or "上海" in n or "苏州" in n or "S" in n) == (field == "team") for n in call.args["of"])


@pytest.mark.parametrize(
    "sentence", ["weighted pipeline of Tom and of Elif, please", "陈晓和徐凌的加权盘子各多少", "Tom's win rate against Elif's this year"]
)  # fmt: skip
def test_what_is_not_an_amount_is_told_for_each(sentence: str, brain: Any) -> None:
    calls = brain(sentence).calls
    told = [(c.tool, n) for c in calls for n in c.args.get("of", [c.args.get("whose")])]
    assert len({n for _, n in told}) == 2
    assert {t for t, _ in told} <= {"compare", "pipeline_summary"}


@pytest.mark.parametrize(
    ("whose", "status", "sentence"),
    [(w, k, s) for w, k, lines in (
        ("my team", "open", "how much do we have open? | how much does each of my people have open? | 手下几个人各自手上还有多少在途 | what do my reps have open, each?"),
        ("my team", "won", "how much did we book this year? | 我们今年签了多少 | 组里每个人今年签了多少"),
        ("Maya", "open", "how much does Maya have open at the moment? | how much has Maya got open right now"),
        ("Singapore team", "won", "how much did the Singapore team book in the third quarter?"),
        ("苏州", "won", "苏州组这个季度还差多少"), ("上海", "won", "上海组今年还差多少指标"),
        ("me", "won", "how much am I short of my quota this quarter? | 我这个月还差多少"),
    ) for s in said(lines)],
)  # fmt: skip
def test_how_much_somebody_has_or_lacks(whose: str, status: str, sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args["whose"], call.args["status"]) == ("pipeline_summary", whose, status)
    each = "each" in sentence or "各自" in sentence or "每个" in sentence
    assert call.args.get("by") == ("owner" if each else None)


@pytest.mark.parametrize(
    ("by", "limit", "sentence"),
    [(b, n, s) for b, n, lines in (
        ("owner", 3, "今年到现在签单金额排前三的销售是谁 | top three sellers this year to date | who are our top three sellers so far this year? | 今年以来业绩前三的销售"),
        ("owner", None, "best seller this quarter | 今年签单最多的是谁 | which rep has booked most since January? | who sold most last quarter"),
        ("account", 3, "今年签单最多的三家客户"),
    ) for s in said(lines)],
)  # fmt: skip
def test_the_best_sellers_are_those_who_booked_most(by: str, limit: int | None, sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args["group_by"], call.args["measure"]) == ("find_records", by, "sum")
    assert call.args.get("limit") == limit
    assert filters(call)["stage.kind"] == ("=", "won")
    assert "closed_at" in filters(call)


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [(n, s) for n, lines in (
        (None, "今年哪家客户投诉次数最多 | 哪个客户投诉最多 | which customer complained most often this year? | which accounts filed the most complaints in October? | 今年各客户投诉了几次 | who complains the most? | complaints by customer this year"),
        (3, "投诉最多的三家客户"),
    ) for s in said(lines)],
)  # fmt: skip
def test_customers_by_complaints_are_tickets_counted(limit: int | None, sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.tool, call.args["entity"], call.args["group_by"]) == ("find_records", "ticket", "account")
    assert filters(call)["type"] == ("=", "complaint")
    assert call.args.get("limit") == limit


@pytest.mark.parametrize(
    ("along", "sentence"),
    [(b, s) for b, lines in (
        ("contact", "who did I contact last week? | 上周我联系过谁 | 上周我都联系过哪些客户的人 | 昨天我给谁打过电话 | whom have I met this month? | who did Tom call last week? | who have we talked to at Acme?"),
        ("account", "which customers did I talk to this week? | 这个月我拜访过哪些客户 | which customers did I visit in October? | 陈晓上周见了哪些客户"),
    ) for s in said(lines)],
)  # fmt: skip
def test_whom_one_was_in_touch_with_is_told_by_what_was_done(along: str, sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.args["entity"], call.args["group_by"]) == ("activity", along)
    assert filters(call)["status"] == ("=", "held")
    assert "created_at" not in filters(call)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [(w, s) for w, lines in (
        ({"deal.stage.kind": ("!=", "won"), "deal.closed_at": ("!=", None)}, "我的客户里今年一单都没签过的是哪几家 | 今年没成交的客户 | which of my customers have not signed anything this year? | my accounts with no deal won this year | which customers haven't bought anything from us this year? | 上半年没有赢单的客户有哪些"),
        ({"deal.stage.kind": ("!=", "won")}, "哪些客户从来没签过单 | accounts we never won a deal at | which of my accounts have we never sold anything to?"),
        ({"deal.stage.kind": ("=", "won"), "deal.closed_at": ("=", None)}, "which customers bought something this year? | 今年签过单的客户"),
        ({"stage.kind": ("=", "open"), "stage_entered_at": ("<", "45 days ago")}, "哪些单子在当前阶段卡了45天以上了 | which of my deals have been stuck in their stage for more than 45 days? | 卡了45天以上的单子有哪些"),
        ({"email": ("empty", None)}, "我的联系人里有谁没留邮箱 | which of my contacts never gave us an e-mail address? | who of my contacts has no mail address on file? | 联系人邮箱没登记的有哪些 | 谁的邮箱我们还没有"),
        ({"contact.role": ("!=", "decision_maker")}, "我哪些客户没有决策人 | accounts without a decision maker"),
        ({"status": ("!=", "Converted")}, "我名下还没转化的线索有几条，列出来 | my leads that are not converted yet | 未转化的线索"),
        ({"priority": ("=", "high")}, "我的工单里优先级高的有哪些 | which of my tickets is high priority?"),
        ({"first_response_at": ("empty", None)}, "哪些工单没回复 | tickets without a reply"),
    ) for s in said(lines)],
)  # fmt: skip
def test_what_narrows_a_question_is_kept(wanted: dict[str, tuple[str, str | None]], sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    held = filters(call)
    for field, (op, value) in wanted.items():
        assert held[field][0] == op
        assert value is None or held[field][1] == value
    assert "created_at" not in held


@pytest.mark.parametrize(
    "sentence",
    said("which deals do not have a champion? | 没有预算的客户有哪些"),
)
def test_what_is_denied_and_cannot_be_asked_is_told(sentence: str, brain: Any) -> None:
    understood = brain(sentence)
    assert understood.calls == ()
    assert understood.lost


@pytest.mark.parametrize(
    ("measure", "sentence"),
    [(m, s) for m, lines in (
        ("sum", "how many seats are there in my open deals altogether? | total seats in my open deals | seats in open deals by stage | 我在途商机一共多少席位 | 在途单子的席位数加起来是多少"),
        ("average", "average number of seats in my open deals"),
    ) for s in said(lines)],
)  # fmt: skip
def test_plain_numbers_are_added_up(measure: str, sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.args["measure"], call.args["total_field"]) == (measure, "seats")


@pytest.mark.parametrize(
    ("tool", "sentence"),
    [(t, s) for t, lines in (
        ("recall_notes", "when is a bad moment to ring Klara Grant? | when is the best time to reach Klara Grant? | 李娜什么时候方便接电话 | 给李娜打电话什么时候不合适"),
        ("show_record", "how on earth do I get hold of Bob at Acme by phone? | how do I reach Peter Gibb? | 怎么才能联系上方正诚"),
        ("my_day", "我下周一上午十点是不是有两个安排撞一块了 | do I have a clash on Monday at 10? | am I double booked on Monday? | 周三下午三点我有空吗"),
    ) for s in said(lines)],
)  # fmt: skip
def test_when_and_how_somebody_is_reached(tool: str, sentence: str, brain: Any) -> None:
    assert [c.tool for c in brain(sentence).calls] == [tool]


@pytest.mark.parametrize(
    "sentence",
    said(
        "析图科技今年营收多少，利润率怎么样 | what was Plantora's revenue last year? | 数砺软件今年利润多少 | what's Orbilab's market share? | how profitable is Globex?"
    ),
)
def test_figures_of_others_are_not_answered_with_ones_own(sentence: str, brain: Any) -> None:
    understood = brain(sentence)
    assert understood.calls == ()
    assert understood.reply


@pytest.mark.parametrize(
    "sentence",
    said(
        "Bench一个席位一年卖多少 | Flow一年多少钱一个席位 | what does a Bench seat cost per year? | how much do we charge for Insight per seat and year? | price per seat of Bench | 振动传感器多少钱一只"
    ),
)
def test_the_unit_of_a_price_is_no_part_of_the_name(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.args["entity"] == "product"
    assert filters(call)["name"][1] in ("Bench", "Flow", "Insight", "振动传感器")
