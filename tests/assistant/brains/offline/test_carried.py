"""Questions that leave out what they are about: the gap, a field of what was shown, the customer just shown, another price."""

from typing import Any

import pytest

from assistant.brains.offline import Call, Named

RIVALS = Call(
    "find_records",
    {
        "entity": "deal",
        "filters": [
            {"field": "stage.kind", "op": "=", "value": "won"},
            {"field": "owner", "op": "in", "value": "Tom, Elif"},
        ],
        "group_by": "owner",
        "measure": "count",
    },
)
EACH = [
    Call("pipeline_summary", {"whose": "Tom", "status": "open"}),
    Call("pipeline_summary", {"whose": "Elif", "status": "open"}),
]
OPEN = Call("find_records", {"entity": "deal", "filters": [{"field": "stage.kind", "op": "=", "value": "open"}]})
LARGEST = Call("find_records", {**OPEN.args, "sort": "amount desc", "limit": 1})
TICKETS = Call("find_records", {"entity": "ticket", "filters": [{"field": "assignee", "op": "=", "value": "me"}]})
PRICE = Call("find_records", {"entity": "product", "filters": [{"field": "name", "op": "~", "value": "Bench"}]})
SHOWN = Call("show_record", {"record": "Globex"})
DEAL = Named("deal", 57, "D-57", "Globex rollout")
GLOBEX = Named("account", 32, "ACC-32", "Globex")


@pytest.mark.parametrize(
    "sentence", ["and by how much?", "by how much", "what's the difference?", "差多少", "多多少", "那差距有多大"]
)
def test_by_how_much(sentence: str, brain: Any) -> None:
    (again,) = brain(sentence, previous=[RIVALS]).calls
    assert (again.args["group_by"], again.args["measure"]) == ("owner", "sum")
    (both,) = brain(sentence, previous=EACH).calls
    assert (both.tool, dict(both.args)) == ("compare", {"of": ["Tom", "Elif"], "measure": "open"})


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("competitor", "跟谁竞争"),
        ("competitor", "who are we up against?"),
        ("expected_close_date", "几号能签"),
        ("expected_close_date", "when do they close?"),
        ("amount", "多少钱"),
        ("amount", "how much?"),
        ("next_step", "下一步呢"),
    ],
)
def test_a_field_of_what_was_shown(field: str, sentence: str, brain: Any) -> None:
    (of_list,) = brain(sentence, previous=[OPEN], focus=[DEAL]).calls
    if of_list.tool == "find_records":
        assert field in of_list.args["columns"]
        assert of_list.args["filters"] == OPEN.args["filters"]
    else:
        assert field in of_list.args["fields"]
    (of_one,) = brain(sentence, previous=[LARGEST], focus=[DEAL]).calls
    assert (of_one.args["record"], of_one.args["fields"][0]) == ("D-57", field)


@pytest.mark.parametrize(
    "sentence", ["里头最大的是哪个", "最大的是哪个", "which is the biggest?", "which one is the largest"]
)
def test_one_of_those_shown(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence, previous=[OPEN], focus=[DEAL]).calls
    assert (call.args["sort"], call.args["limit"]) == ("amount desc", 1)
    assert "group_by" not in call.args


@pytest.mark.parametrize("sentence", ["最晚几点要解决", "什么时候到期", "when do they have to be solved?"])
def test_when_tickets_are_to_be_solved(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence, previous=[TICKETS]).calls
    assert call.args["columns"] == ["resolution_due"]


@pytest.mark.parametrize("sentence", ["他们提过投诉没", "投诉过吗", "did they ever complain?", "any complaints?"])
def test_whether_they_complained_is_a_question(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence, previous=[SHOWN], focus=[GLOBEX]).calls
    held = {f["field"]: f["value"] for f in call.args["filters"]}
    assert (call.args["entity"], held) == ("ticket", {"type": "complaint", "account": "ACC-32"})


@pytest.mark.parametrize(
    ("entity", "sentence"),
    [("ticket", "any open tickets?"), ("ticket", "有没有未关的工单"), ("contact", "who is the decision maker?")],
)
def test_what_the_customer_just_shown_has(entity: str, sentence: str, brain: Any) -> None:
    (call,) = brain(sentence, previous=[SHOWN], focus=[GLOBEX]).calls
    assert call.args["entity"] == entity
    assert {"field": "account", "op": "=", "value": "ACC-32"} in call.args["filters"]


@pytest.mark.parametrize("sentence", ["my open tickets", "所有未关的工单", "open deals of Acme"])
def test_a_question_of_its_own_is_not_narrowed(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence, previous=[SHOWN], focus=[GLOBEX]).calls
    assert {"field": "account", "op": "=", "value": "ACC-32"} not in call.args.get("filters", ())


@pytest.mark.parametrize("sentence", ["边缘网关呢", "and the edge gateway?", "what about Flow?", "Insight呢"])
def test_the_price_of_another(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence, previous=[PRICE]).calls
    assert call.args["entity"] == "product"
    assert call.args["filters"][0]["value"].casefold() in ("边缘网关", "edge gateway", "flow", "insight")


def test_the_best_case_after_the_commit(brain: Any) -> None:
    commit = Call(
        "find_records", {**OPEN.args, "filters": [{"field": "forecast_category", "op": "=", "value": "commit"}]}
    )
    (call,) = brain("最好情况的呢", previous=[commit]).calls
    assert [f["value"] for f in call.args["filters"]] == ["best_case"]
