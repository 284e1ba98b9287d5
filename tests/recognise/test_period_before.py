"""The period another one is held against, in calendar and fiscal years, and how far the present one has run."""

from datetime import date

import pytest

from assistant.recognise.period_before import earlier, to_the_same_day
from assistant.recognise.periods import Period, parse_period

TODAY = date(2026, 11, 20)


def read(text: str, starts: int = 1) -> Period:
    found = parse_period(text, TODAY, starts)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "base", "starts", "first", "last", "label"),
    [
        ("this quarter", "previous", 1, date(2026, 7, 1), date(2026, 9, 30), "Q3 2026"),
        ("this quarter", "year_before", 1, date(2025, 10, 1), date(2025, 12, 31), "Q4 2025"),
        ("this quarter", "previous", 4, date(2026, 7, 1), date(2026, 9, 30), "Q2 FY2026 (1 Jul 2026 – 30 Sept 2026)"),
        ("Q1 2026", "previous", 4, date(2026, 1, 1), date(2026, 3, 31), "Q4 FY2025"),
        ("March 2026", "previous", 1, date(2026, 2, 1), date(2026, 2, 28), "February 2026"),
        ("February 2028", "year_before", 1, date(2027, 2, 1), date(2027, 2, 28), "February 2027"),
        ("2026", "previous", 1, date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("this fiscal year", "previous", 4, date(2025, 4, 1), date(2026, 3, 31), "FY2025"),
        ("last week", "previous", 1, date(2026, 11, 2), date(2026, 11, 8), "week of 2 Nov 2026"),
        ("H2 2026", "previous", 1, date(2026, 1, 1), date(2026, 6, 30), "H1 2026"),
        ("H1 2026", "previous", 4, date(2025, 10, 1), date(2026, 3, 31), "H2 FY2025"),
        ("last 30 days", "previous", 1, date(2026, 9, 22), date(2026, 10, 21), ""),
        ("last 30 days", "year_before", 1, date(2025, 10, 22), date(2025, 11, 20), ""),
    ],
)
def test_what_lies_before(text: str, base: str, starts: int, first: date, last: date, label: str) -> None:
    found = earlier(read(text, starts), base, starts)  # type: ignore[arg-type]
    assert found is not None
    assert (found.start, found.end) == (first, last)
    assert found.label_en.startswith(label.partition(" (")[0])


def test_nothing_lies_before_what_has_no_first_day() -> None:
    assert earlier(read("before October"), "previous") is None


def test_the_same_days_of_the_quarter_before() -> None:
    past, present = read("Q3 2026"), read("Q4 2026")
    found = to_the_same_day(past, present, TODAY)
    assert found is not None
    assert (found.start, found.end) == (date(2026, 7, 1), date(2026, 8, 20))
    assert to_the_same_day(read("Q2 2026"), past, TODAY) is None
    assert to_the_same_day(present, read("Q1 2027"), TODAY) is None
    assert to_the_same_day(past, present, date(2026, 12, 31)) is None
