"""A few words after figures or a list go on from them: they never ask about everybody's records instead."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call

PIPELINE = Call("pipeline_summary", {"whose": "Maya", "by": "stage"})
FORECAST = Call("forecast", {"period": "December", "whose": "me"})
LISTED = Call("find_records", {"entity": "deal", "filters": [{"field": "owner", "op": "=", "value": "Maya"}]})


@pytest.mark.parametrize("text", ["split by rep", "by rep", "and by owner please", "break it down by owner"])
def test_figures_are_split(text: str, brain: Any) -> None:
    (call,) = brain(text, previous=[PIPELINE]).calls
    assert (call.tool, call.args) == ("pipeline_summary", {"whose": "Maya", "by": "owner"})


@pytest.mark.parametrize("text", ["by stage", "split by stage", "grouped by stage"])
def test_a_list_is_grouped(text: str, brain: Any) -> None:
    (call,) = brain(text, previous=[LISTED]).calls
    assert (call.args["filters"], call.args["group_by"]) == (LISTED.args["filters"], "stage")


@pytest.mark.parametrize(
    ("text", "before", "field", "value"),
    [
        ("without Qualification", PIPELINE, "stage", "Qualification"),
        ("without the ones in Proposal?", FORECAST, "stage", "Proposal"),
        ("not counting the ones on hold", PIPELINE, "stage.kind", "on_hold"),
        ("去掉搁置的", PIPELINE, "stage.kind", "on_hold"),
        ("不算方案报价的呢", FORECAST, "stage", "方案报价"),
    ],
)
def test_what_is_left_out_of_figures_keeps_their_scope(
    text: str, before: Call, field: str, value: str, brain: Any
) -> None:
    (call,) = brain(text, previous=[before]).calls
    filters = call.args["filters"]
    assert {"field": field, "op": "!=", "value": value} in filters
    assert {"field": "owner", "op": "=", "value": before.args["whose"]} in filters
    assert (call.args["measure"], call.args["total_field"]) == ("sum", "amount")
    assert any(f["field"] == "expected_close_date" for f in filters) == (before is FORECAST)


@pytest.mark.parametrize("text", ["by rep", "without the ones in Proposal"])
def test_they_go_on_from_nothing_on_their_own(text: str, brain: Any) -> None:
    assert all(c.tool != "pipeline_summary" or "whose" not in c.args for c in brain(text).calls)
