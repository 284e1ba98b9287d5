"""One field of a record is set once, to what was said last; nothing is listed beside a change nobody asked it for."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("Globex factory rollout has a close date in October, thats obviously wrong, set it to the 18th of December", "deal Globex factory rollout: expected_close_date=2026-12-18"),
        ("Globex slipped. Bob's budget comes in January, so make it 29 Jan and 76k", "deal Globex: amount=76000, expected_close_date=2027-01-29"),
    ],
)  # fmt: skip
def test_what_was_said_last_of_a_field_counts(text: str, calls: str, brain: Any, told: Callable[..., str]) -> None:
    assert told(brain(text).calls) == calls


@pytest.mark.parametrize(
    ("text", "period"),
    [("what's our coverage for Q1?", "Q1 2027"), ("forecast for Q4", "Q4"), ("一季度的预测", "2027年一季度")],
)
def test_a_forecast_is_of_what_is_to_come(text: str, period: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["period"]) == ("forecast", period)
