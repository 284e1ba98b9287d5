"""A reminder by the day of a record names that day, and the tool finds it."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "call"),
    [
        (
            "remind me two weeks before the Acme renewal closes",
            "title=Acme renewal: close date coming up about=Acme renewal due=14 days before close date",
        ),
        (
            "a week before D-5 closes remind me to call Bob",
            "title=Call Bob about=D-5 due=7 days before close date",
        ),
        (
            "remind me one week after D-5 closes to ask for a reference",
            "title=Ask for a reference about=D-5 due=7 days after close date",
        ),
        (
            "remind me a day before the meeting with Bob Miller to print the slides",
            "title=Print the slides about=Bob Miller due=1 days before next appointment",
        ),
        ("D-5成交前三天提醒我准备合同", "title=准备合同 about=D-5 due=3 days before close date"),
        ("跟李娜开会前一天提醒我带样品", "title=带样品 about=李娜 due=1 days before next appointment"),
        ("remind me in two weeks to call Bob Miller", "title=Call Bob Miller due=2026-12-04 about=Bob Miller"),
    ],
)
def test_the_day_is_counted_from_a_record(text: str, call: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == f"create_task {call}"


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("remind me in June to call Bob Miller", "title=Call Bob Miller due=2027-06-01 about=Bob Miller"),
        ("remind me in June", "title=Follow up due=2027-06-01"),
        ("remind me tomorrow", "title=Follow up due=2026-11-21"),
        ("六月提醒我给李娜打电话", "title=给李娜打电话 due=2027-06-30 about=李娜"),
    ],
)
def test_a_month_gone_by_is_the_one_to_come(text: str, call: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == f"create_task {call}"
