"""Seasons are three whole months of the north."""

from datetime import date

import pytest

from assistant.recognise.periods import periods

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("deals lost this autumn", "2026-09-01", "2026-11-30"),
        ("deals won last winter", "2025-12-01", "2026-02-28"),
        ("this winter", "2026-12-01", "2027-02-28"),
        ("last autumn", "2025-09-01", "2025-11-30"),
        ("next spring", "2027-03-01", "2027-05-31"),
        ("what closes in spring", "2027-03-01", "2027-05-31"),
        ("spring", "2027-03-01", "2027-05-31"),
        ("fall 2025 deals", "2025-09-01", "2025-11-30"),
        ("今年夏天赢了哪些单", "2026-06-01", "2026-08-31"),
        ("去年冬季", "2025-12-01", "2026-02-28"),
        ("2025年秋天", "2025-09-01", "2025-11-30"),
    ],
)
def test_a_season_is_three_months(text: str, start: str, end: str) -> None:
    (found,) = periods(text, TODAY)
    assert (found.value.start, found.value.end) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("text", ["the numbers fall short", "a spring was broken", "Summer Chen called"])
def test_other_words_are_no_seasons(text: str) -> None:
    assert periods(text, TODAY) == []


def test_the_second_half_of_something_is_read_without_a_fall() -> None:
    periods("he only joins in the second half", TODAY)
