"""Lists asked for in one breath, in both languages."""

from typing import Any

import pytest


def held(call: Any) -> tuple[str, dict[str, str]]:
    return call.args["entity"], {f["field"]: f.get("value", "") for f in call.args["filters"]}


@pytest.mark.parametrize(
    ("text", "rival", "state"),
    [
        ("丢掉的单子里,竞品写的是Metrivane的有哪几个", "Metrivane", "lost"), ("输掉的单子里竞争对手填的Metrivane的有哪些", "Metrivane", "lost"),
        ("竞品是恒测云的在谈单子", "恒测云", "open"), ("竞品记的是恒测云的丢单有多少", "恒测云", "lost"), ("竞争对手写着数砺软件的单子有几个", "数砺软件", None),
        ("lost deals where the competitor is Metrivane", "Metrivane", "lost"), ("lost deals, competitor says Metrivane, which ones", "Metrivane", "lost"),
    ],
)  # fmt: skip
def test_deals_by_the_competitor_written_on_them(
    text: str, rival: str, state: str | None, brain: Any, ear: Any
) -> None:
    (call,) = brain(text, ear=ear).calls
    entity, filters = held(call)
    assert (entity, filters["competitor"], filters.get("stage.kind")) == ("deal", rival, state)
    assert set(filters) <= {"competitor", "stage.kind"}


@pytest.mark.parametrize(
    ("text", "team", "worth"),
    [
        ("苏州那边还没人领的线索都有谁,预估金额合计报给我", "苏州", True), ("没人领的线索有哪些", None, False), ("还没人认领的线索", None, False),
        ("还有哪些线索没分下去", None, False), ("没人接的线索列一下 金额多少", None, True), ("线索里哪些还没分配", None, False),
        ("unclaimed leads and their total estimated amount", None, True), ("leads nobody has picked up yet", None, False),
    ],
)  # fmt: skip
def test_leads_nobody_took(text: str, team: str | None, worth: bool, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    entity, filters = held(call)
    assert (entity, "owner" in filters, filters.get("team")) == ("lead", True, team)
    assert (call.args.get("total_field") == "est_amount") is worth


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("下周我跟客户都约了哪些", "下周"), ("下周我都约了谁", "下周"), ("明天约了谁", "明天"), ("下周跟客户有哪些安排", "下周"), ("后天我跟谁约了", "后天"),
        ("which customers am I seeing next week", "next week"), ("who am I meeting next week", "next week"), ("what did I set up with customers for next week", "next week"),
    ],
)  # fmt: skip
def test_what_i_have_booked_with_customers(text: str, when: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert held(call) == ("activity", {"owner": "me", "status": "planned", "starts_at": when})


@pytest.mark.parametrize(("text", "kind"), [("下周我有几个会", "meeting"), ("我下周有几个拜访", "visit")])
def test_how_many_of_a_kind_i_have_ahead(text: str, kind: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert held(call) == ("activity", {"kind": kind, "owner": "me", "status": "planned", "starts_at": "下周"})


def test_what_was_lost_to_a_rival_is_lost(brain: Any, ear: Any) -> None:
    (call,) = brain("我们输给恒测云几次", ear=ear).calls
    assert held(call) == ("deal", {"competitor": "恒测云", "stage.kind": "lost"})


@pytest.mark.parametrize("text", ["今天有什么安排", "周一我有什么安排？"])
def test_the_day_is_still_the_day(text: str, brain: Any, ear: Any) -> None:
    assert [c.tool for c in brain(text, ear=ear).calls] == ["my_day"]


@pytest.mark.parametrize(
    "text",
    [
        "华阳一共给咱签过几单？总共多少",
        "华阳总共跟我们签了几单 合计多少钱",
        "华阳一共签过多少单",
        "我们跟华阳一共成交了几笔",
    ],
)
def test_what_a_customer_signed(text: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert held(call) == ("deal", {"account": "华阳", "stage.kind": "won"})
    assert call.args["measure"] == "sum"


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("华阳提过投诉没", {"type": "complaint", "account": "华阳"}), ("华阳投诉过我们吗", {"type": "complaint", "account": "华阳"}), ("华阳报过什么问题", {"account": "华阳"}),
        ("did Nordhafen Papier raise any complaints", {"type": "complaint", "account": "Nordhafen Papier"}), ("has Nordhafen Papier reported any issues", {"account": "Nordhafen Papier"}),
    ],
)  # fmt: skip
def test_what_a_customer_complained_of(text: str, filters: dict[str, str], brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert held(call) == ("ticket", filters)
