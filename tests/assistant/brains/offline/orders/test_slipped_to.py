"""Deals put off to a month or a quarter close on its last day; a question, a task and a period gone by change nothing."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("push D-7 to February", "2027-02-28"),
        ("D-7 got pushed to February", "2027-02-28"),
        ("D-7推迟到明年二月", "2027-02-28"),
        ("把D-7的预计成交延到明年一季度", "2027-03-31"),
    ],
)
def test_a_deal_is_put_off_to_the_last_day_of_a_period(said: str, end: str, brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert (change["record"], change["fields"]) == ("D-7", {"expected_close_date": end})


@pytest.mark.parametrize("said", ["did D-7 slip to February?", "D-7推迟到什么时候"])
def test_what_puts_nothing_off(said: str, brain: Any) -> None:
    for call in brain(said).calls:
        assert not any("expected_close_date" in c.get("fields", {}) for c in call.args.get("changes", ()))
