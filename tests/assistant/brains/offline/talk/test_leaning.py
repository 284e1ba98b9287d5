"""Messages that lean on the answer before: the period beside, another currency, one of those listed, its contact or owner; and questions about appointments and deals said in part."""

from typing import Any

import pytest

from assistant.brains.offline import Call, Named

WON = Call(
    "find_records",
    {
        "entity": "deal",
        "filters": [
            {"field": "owner", "op": "=", "value": "me"},
            {"field": "stage.kind", "op": "=", "value": "won"},
            {"field": "closed_at", "op": "=", "value": "last quarter"},
        ],
    },
)
SUMMARY = Call("pipeline_summary", {"whose": "me", "period": "this month"})
OPEN = Call("find_records", {"entity": "deal", "filters": [{"field": "stage.kind", "op": "=", "value": "open"}]})
PEOPLE = Call("find_records", {"entity": "contact", "filters": [{"field": "account", "op": "=", "value": "Globex"}]})
SHOWN = Call("show_record", {"record": "D-4"})
DEALS = [Named("deal", n, f"D-{n}", f"{name} (Globex)") for n, name in ((4, "Globex rollout"), (6, "Globex suite"), (9, "Globex pilot"))]  # fmt: skip
LONG = [Named("deal", n, f"D-{n}", f"Deal {n}") for n in range(1, 11)]
TWO = [Named("contact", n, f"C-{n}", name) for n, name in ((16, "Bob Miller"), (17, "Eva Lund"))]
MEETING = Named("activity", 12, "A-12", "Pilot review")


def period(calls: Any) -> str:
    return next(str(f["value"]) for f in calls[0].args["filters"] if f["field"] == "closed_at")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("and the quarter before that?", "Q2 2026"), ("the one before?", "Q2 2026"), ("what about the previous quarter?", "Q2 2026"), ("and before that?", "Q2 2026"),
        ("and the quarter after?", "Q4 2026"), ("and the month before that?", "June 2026"), ("再往前一个季度呢", "2026年第二季度"), ("前一个季度呢？", "2026年第二季度"),
        ("那再上一个季度呢", "2026年第二季度"), ("之前那个季度呢", "2026年第二季度"), ("再往后一个季度呢", "2026年第四季度"), ("and the year before?", "Q3 2025"),
    ],
)  # fmt: skip
def test_the_period_beside_the_one_counted(said: str, value: str, brain: Any) -> None:
    calls = brain(said, previous=[WON]).calls
    assert period(calls) == value
    assert {f["field"] for f in calls[0].args["filters"]} == {"owner", "stage.kind", "closed_at"}


def test_a_summary_moves_by_its_own_length_and_twice_over(brain: Any) -> None:
    (first,) = brain("and the month before?", previous=[SUMMARY]).calls
    assert first.args == {"whose": "me", "period": "October 2026"}
    (second,) = brain("and the one before that?", previous=[first]).calls
    assert second.args["period"] == "September 2026"


@pytest.mark.parametrize(
    "said", ["last quarter?", "and last year?", "what did Tom win before that fair?", "before", "上季度呢"]
)
def test_a_period_of_its_own_is_not_counted_from_the_one_before(said: str, brain: Any) -> None:
    calls = brain(said, previous=[WON]).calls
    assert not any("Q2 2026" in str(c.args) or "第二季度" in str(c.args) for c in calls)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("and in euros?", "EUR"), ("in EUR please", "EUR"), ("what is that in dollars?", "USD"), ("convert it to pounds", "GBP"), ("how much is it in euros", "EUR"),
        ("换成欧元呢", "EUR"), ("折合美元是多少", "USD"), ("按美元算呢", "USD"), ("用人民币呢", "CNY"),
    ],
)  # fmt: skip
def test_the_same_in_another_currency(said: str, code: str, brain: Any) -> None:
    (call,) = brain(said, previous=[OPEN], focus=DEALS, rows=DEALS, list_of=OPEN).calls
    assert call.args == {**OPEN.args, "currency": code}
    (one,) = brain(said, previous=[SHOWN], focus=DEALS[:1]).calls
    assert (one.args["filters"][0]["value"], one.args["currency"]) == ("D-4", code)


@pytest.mark.parametrize(
    ("said", "record"),
    [
        ("the second one", "D-6"), ("show me the third", "D-9"), ("and the last one?", "D-9"), ("what about number 2?", "D-6"), ("第二个", "D-6"), ("看看第三条", "D-9"), ("最后一个呢", "D-9"),
        ("the largest one", "largest of D-4, D-6, D-9"), ("the one that closes first", "first of D-4, D-6, D-9"), ("最大的那个", "largest of D-4, D-6, D-9"), ("最早成交的那单呢", "first of D-4, D-6, D-9"),
    ],
)  # fmt: skip
def test_one_of_those_listed_is_shown(said: str, record: str, brain: Any) -> None:
    for before in ([OPEN], [SHOWN]):  # also when one of them was shown since
        (call,) = brain(said, previous=before, focus=DEALS, rows=DEALS, list_of=OPEN).calls
        assert (call.tool, call.args) == ("show_record", {"record": record})


@pytest.mark.parametrize(
    ("said", "record", "field"),
    [
        ("who owns the second one?", "D-6", "owner"), ("who's the contact for the third one?", "D-9", "contact"), ("what stage is the third one in?", "D-9", "stage"),
        ("when does the last one close?", "D-9", "expected_close_date"), ("第二个的联系人是谁", "D-6", "contact"), ("第一个是谁负责的", "D-4", "owner"),
    ],
)  # fmt: skip
def test_a_field_of_one_of_those_listed(said: str, record: str, field: str, brain: Any) -> None:
    (call,) = brain(said, previous=[OPEN], focus=DEALS, rows=DEALS, list_of=OPEN).calls
    assert (call.tool, call.args) == ("show_record", {"record": record, "fields": [field]})


def test_the_end_of_a_long_list_is_looked_up_by_its_conditions(brain: Any) -> None:
    (call,) = brain("the one that closes first", previous=[OPEN], focus=LONG, rows=LONG, list_of=OPEN).calls
    assert call.args == {**OPEN.args, "sort": "expected_close_date asc", "limit": 1}
    (order,) = brain("move the largest one to negotiation", previous=[OPEN], focus=LONG, rows=LONG, list_of=OPEN).calls
    assert order.args["changes"][0]["record"] == "D-1"


@pytest.mark.parametrize(
    "said",
    [
        "the first two",
        "the second quarter",
        "who closed first?",
        "the last week",
        "第二季度",
        "my second largest customer",
    ],
)
def test_an_ordinal_of_something_else_points_at_no_row(said: str, brain: Any) -> None:
    calls = brain(said, previous=[OPEN], focus=DEALS, rows=DEALS, list_of=OPEN).calls
    assert not any(
        c.tool == "show_record" and str(c.args["record"]).startswith(("D-", "first of", "last of")) for c in calls
    )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("who's the contact there?", "contact"), ("who is our contact", "contact"), ("联系人是谁", "contact"), ("对接人是谁", "contact"),
        ("and who owns it?", "owner"), ("who is in charge?", "owner"), ("谁负责", "owner"), ("谁在跟", "owner"),
    ],
)  # fmt: skip
def test_the_people_of_the_deal_just_shown(said: str, field: str, brain: Any) -> None:
    (call,) = brain(said, previous=[SHOWN], focus=DEALS[:1]).calls
    assert (call.tool, call.args) == ("show_record", {"record": "D-4", "fields": [field]})


@pytest.mark.parametrize(
    ("said", "field"), [("his mobile?", "phone"), ("and her e-mail", "email"), ("他的手机", "phone")]
)
def test_several_people_were_listed_so_which_is_asked(said: str, field: str, brain: Any) -> None:
    (call,) = brain(said, previous=[PEOPLE], focus=TWO, rows=TWO, list_of=PEOPLE).calls
    assert call.args == {"record": "one of C-16, C-17", "fields": [field]}


@pytest.mark.parametrize(
    "said",
    [
        "when am I meeting Bob Miller?", "what time is my call with Bob Miller?", "when am I reviewing the pilot with Bob Miller?", "which day is the demo with Bob Miller?",
        "do I have a meeting with Bob Miller?", "when do I see Bob Miller", "我什么时候见李娜", "跟李娜的会是几点", "和李娜约在哪天",
    ],
)  # fmt: skip
def test_when_an_appointment_is(said: str, brain: Any) -> None:
    (call,) = brain(said).calls
    held = {f["field"]: (f["op"], f["value"]) for f in call.args["filters"]}
    assert (call.tool, call.args["entity"], held["status"]) == ("find_records", "activity", ("=", "planned"))
    assert held["contact"][1] in ("Bob Miller", "李娜")
    assert held["starts_at"] == (">=", "2026-11-20")


@pytest.mark.parametrize(
    "said",
    ["when did I last meet Bob Miller?", "when can I best call Bob Miller?", "I am meeting Bob Miller on Tuesday", "上次见李娜是什么时候", "李娜什么时候方便接电话", "when did Bob Miller call?"],
)  # fmt: skip
def test_neither_the_past_nor_a_good_moment_is_an_appointment_ahead(said: str, brain: Any) -> None:
    for call in brain(said).calls:
        assert not (
            call.tool == "find_records"
            and {"field": "starts_at", "op": ">=", "value": "2026-11-20"} in call.args.get("filters", [])
        )


@pytest.mark.parametrize(("said", "value"), [("make it 3pm, same day", "3pm"), ("push it back an hour", "+1 hour"), ("move it to Tuesday, same time", "2026-11-24"), ("挪到周四吧，时间不变", "2026-11-26"), ("改到下午三点", "下午三点")])  # fmt: skip
def test_the_appointment_just_told_of_is_moved(said: str, value: str, brain: Any) -> None:
    before = Call("find_records", {"entity": "activity", "filters": [], "sort": "starts_at asc"})
    (call,) = brain(said, previous=[before], focus=[MEETING], rows=[MEETING], list_of=before).calls
    assert call.args["changes"][0] == {
        "op": "update",
        "entity": "activity",
        "record": "A-12",
        "fields": {"starts_at": value},
    }


@pytest.mark.parametrize(
    ("said", "record"),
    [
        ("how far along is the retrofit deal at Globex?", "Globex retrofit"), ("where do we stand with the second site at Globex?", "Globex second site"), ("how's the Globex retrofit coming along?", "Globex retrofit"),
        ("any news on the calibration project with Globex?", "Globex calibration"), ("what's the status of the seat expansion at Globex", "Globex seat expansion"),
        ("华阳的扩容项目谈得怎么样了", "华阳 扩容"), ("华阳那边的校准项目进展到哪了", "华阳 校准"),
    ],
)  # fmt: skip
def test_a_deal_by_words_of_its_name_and_its_customer(said: str, record: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.tool in ("show_record", "brief")
    assert record in call.args.values()


@pytest.mark.parametrize(
    "said",
    ["how are things with Globex?", "how is the deal with Globex?", "华阳现在怎么样", "where do we stand with Globex?"],
)
def test_a_customer_alone_is_no_part_of_a_deals_name(said: str, brain: Any) -> None:
    for call in brain(said).calls:
        assert call.args.get("record") in (None, "Globex", "华阳", "华阳智造") or call.tool != "show_record"
