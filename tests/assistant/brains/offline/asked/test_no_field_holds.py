"""Questions for things no field holds look into the notes of the one record, and no other question is answered instead."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "about", "thing"),
    [
        ("华阳智造的厂区有没有食堂", "华阳智造", "食堂"),
        ("华阳智造有没有停车场", "华阳智造", "停车场"),
        ("Acme有班车吗", "Acme", "班车"),
        ("华阳智造的食堂在哪", "华阳智造", "食堂"),
        ("Does Globex have a parking lot for visitors?", "Globex", "parking lot"),
        ("is there a canteen at Acme?", "Acme", "canteen"),
        ("does Initech have a gym", "Initech", "gym"),
    ],
)
def test_the_notes_are_looked_into(text: str, about: str, thing: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["about"]) == ("recall_notes", about)
    assert call.args["query"].endswith(thing)


@pytest.mark.parametrize("text", ["华阳智造有没有逾期任务", "华阳智造有没有工单", "华阳智造有多少员工"])
def test_what_is_on_record_is_answered_from_the_record(text: str, brain: Any) -> None:
    assert all(c.tool != "recall_notes" for c in brain(text).calls)
