"""What was learnt and saved a moment ago is put right on the fact itself."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call, Named

ZH = Call("log_interaction", {"facts": [{"predicate": "budget", "value": "32万", "quote": "预算32万"}]})
EN = Call("log_interaction", {"facts": [{"predicate": "budget", "value": "50k", "quote": "budget is 50k"}]})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("预算写错了，应该是35万", "35万"),
        ("不对，预算应该是35万", "35万"),
        ("预算不是32万，是35万", "35万"),
        ("刚才的预算记错了，实际是35万", "35万"),
        ("预算说错了，是36万才对", "36万"),
    ],
)
def test_the_budget_just_saved_is_put_right(text: str, value: str, brain: Any) -> None:
    found = brain(text, made=[ZH], focus=[Named("deal", 7, "D-7", "一期"), Named("fact", 1, "F-1", "32万")])
    (call,) = found.calls
    fields = {"value": value, "amount": value, "quote": f"预算{value}"}
    assert call.args["changes"] == [{"op": "update", "entity": "fact", "record": "F-1", "fields": fields}]


@pytest.mark.parametrize("text", ["the budget was wrong, it should be 60k", "sorry, the budget should be 60k"])
def test_so_it_is_in_english(text: str, brain: Any) -> None:
    (call,) = brain(text, made=[EN], focus=[Named("fact", 1, "F-1", "50k")]).calls
    assert call.args["changes"][0]["fields"]["quote"] == "budget is 60k"


def test_without_a_budget_just_saved_nothing_of_the_kind_is_changed(brain: Any) -> None:
    calls = brain("预算写错了，应该是35万").calls
    assert all(c["entity"] != "fact" for call in calls for c in call.args.get("changes", ()))
