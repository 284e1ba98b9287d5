"""Public holidays as days, in both languages and both directions."""

from datetime import date

import pytest

from assistant.recognise.days import days
from assistant.recognise.holidays import easter

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "day", "past"),
    [
        ("before Christmas", "2026-12-25", "2025-12-25"),
        ("on Christmas Eve", "2026-12-24", "2025-12-24"),
        ("by New Year", "2027-01-01", "2026-01-01"),
        ("New Year's Eve", "2026-12-31", "2025-12-31"),
        ("after Easter", "2027-03-28", "2026-04-05"),
        ("Good Friday", "2027-03-26", "2026-04-03"),
        ("until Thanksgiving", "2026-11-26", "2025-11-27"),
        ("after the Chinese New Year", "2027-02-06", "2026-02-17"),
        ("before Mid-Autumn", "2027-09-15", "2026-09-25"),
        ("春节前", "2027-02-06", "2026-02-17"),
        ("国庆之后", "2027-10-01", "2026-10-01"),
        ("元旦前", "2027-01-01", "2026-01-01"),
        ("中秋节", "2027-09-15", "2026-09-25"),
        ("端午前", "2027-06-09", "2026-06-19"),
        ("五一前", "2027-05-01", "2026-05-01"),
        ("十一之前", "2027-10-01", "2026-10-01"),
        ("圣诞节前", "2026-12-25", "2025-12-25"),
        ("去年国庆", "2025-10-01", "2025-10-01"),
        ("Easter 2028", "2028-04-16", "2028-04-16"),
    ],
)
def test_a_holiday_is_the_next_or_the_last(said: str, day: str, past: str) -> None:
    assert [d.value.day.isoformat() for d in days(said, TODAY)] == [day]
    assert [d.value.day.isoformat() for d in days(said, TODAY, past=True)] == [past]


@pytest.mark.parametrize(
    "said", ["the Christmas party", "a new year resolution", "五一路", "十一个客户", "new years of data"]
)
def test_what_only_sounds_like_one(said: str) -> None:
    assert days(said, TODAY) == []


def test_easter_moves() -> None:
    assert [easter(y).isoformat() for y in (2000, 2019, 2024, 2038)] == [
        "2000-04-23",
        "2019-04-21",
        "2024-03-31",
        "2038-04-25",
    ]
