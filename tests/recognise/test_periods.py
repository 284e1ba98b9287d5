"""Periods have a first and a last day, and say which."""

from datetime import date

import pytest

from assistant.recognise.periods import parse_period, periods

PERIODS = [
    ("today", "2026-11-20", "2026-11-20"),
    ("昨天", "2026-11-19", "2026-11-19"),
    ("this week", "2026-11-16", "2026-11-22"),
    ("last week", "2026-11-09", "2026-11-15"),
    ("next week", "2026-11-23", "2026-11-29"),
    ("this month", "2026-11-01", "2026-11-30"),
    ("last month", "2026-10-01", "2026-10-31"),
    ("this quarter", "2026-10-01", "2026-12-31"),
    ("last quarter", "2026-07-01", "2026-09-30"),
    ("next quarter", "2027-01-01", "2027-03-31"),
    ("this fiscal quarter", "2026-10-01", "2026-12-31"),
    ("last year", "2025-01-01", "2025-12-31"),
    ("week before last", "2026-11-02", "2026-11-08"),
    ("本周", "2026-11-16", "2026-11-22"),
    ("这周", "2026-11-16", "2026-11-22"),
    ("這週", "2026-11-16", "2026-11-22"),
    ("上周", "2026-11-09", "2026-11-15"),
    ("上上周", "2026-11-02", "2026-11-08"),
    ("下周", "2026-11-23", "2026-11-29"),
    ("本月", "2026-11-01", "2026-11-30"),
    ("这个月", "2026-11-01", "2026-11-30"),
    ("上个月", "2026-10-01", "2026-10-31"),
    ("下个月", "2026-12-01", "2026-12-31"),
    ("本季度", "2026-10-01", "2026-12-31"),
    ("这个季度", "2026-10-01", "2026-12-31"),
    ("上季度", "2026-07-01", "2026-09-30"),
    ("上个季度", "2026-07-01", "2026-09-30"),
    ("下季度", "2027-01-01", "2027-03-31"),
    ("今年", "2026-01-01", "2026-12-31"),
    ("去年", "2025-01-01", "2025-12-31"),
    ("明年", "2027-01-01", "2027-12-31"),
    ("上半年", "2026-01-01", "2026-06-30"),
    ("去年下半年", "2025-07-01", "2025-12-31"),
    ("H1 2027", "2027-01-01", "2027-06-30"),
    ("first half of 2026", "2026-01-01", "2026-06-30"),
    ("Q1", "2026-01-01", "2026-03-31"),
    ("Q1 2027", "2027-01-01", "2027-03-31"),
    ("Q1'27", "2027-01-01", "2027-03-31"),
    ("1Q27", "2027-01-01", "2027-03-31"),
    ("2026-Q4", "2026-10-01", "2026-12-31"),
    ("2026Q4", "2026-10-01", "2026-12-31"),
    ("fourth quarter", "2026-10-01", "2026-12-31"),
    ("Q1 next year", "2027-01-01", "2027-03-31"),
    ("第四季度", "2026-10-01", "2026-12-31"),
    ("四季度", "2026-10-01", "2026-12-31"),
    ("去年四季度", "2025-10-01", "2025-12-31"),
    ("明年Q1", "2027-01-01", "2027-03-31"),
    ("2027年第一季度", "2027-01-01", "2027-03-31"),
    ("October", "2026-10-01", "2026-10-31"),
    ("in October", "2026-10-01", "2026-10-31"),
    ("March", "2027-03-01", "2027-03-31"),
    ("May", "2027-05-01", "2027-05-31"),
    ("October last year", "2025-10-01", "2025-10-31"),
    ("Oct 2025", "2025-10-01", "2025-10-31"),
    ("2026-11", "2026-11-01", "2026-11-30"),
    ("10月", "2026-10-01", "2026-10-31"),
    ("10月份", "2026-10-01", "2026-10-31"),
    ("十月", "2026-10-01", "2026-10-31"),
    ("5月", "2027-05-01", "2027-05-31"),
    ("2026年10月", "2026-10-01", "2026-10-31"),
    ("2026", "2026-01-01", "2026-12-31"),
    ("in 2025", "2025-01-01", "2025-12-31"),
    ("2025年", "2025-01-01", "2025-12-31"),
    ("last 30 days", "2026-10-22", "2026-11-20"),
    ("past two weeks", "2026-11-07", "2026-11-20"),
    ("next 30 days", "2026-11-20", "2026-12-19"),
    ("past week", "2026-11-14", "2026-11-20"),
    ("last 2 quarters", "2026-04-01", "2026-09-30"),
    ("最近30天", "2026-10-22", "2026-11-20"),
    ("过去两周", "2026-11-07", "2026-11-20"),
    ("近三个月", "2026-08-21", "2026-11-20"),
    ("最近半年", "2026-05-21", "2026-11-20"),
    ("未来两周", "2026-11-20", "2026-12-03"),
    ("since Monday", "2026-11-16", "2026-11-20"),
    ("since Friday", "2026-11-13", "2026-11-20"),
    ("since Oct 1", "2026-10-01", "2026-11-20"),
    ("since last week", "2026-11-09", "2026-11-20"),
    ("since September", "2026-09-01", "2026-11-20"),
    ("周五以来", "2026-11-13", "2026-11-20"),
    ("周一至今", "2026-11-16", "2026-11-20"),
    ("自10月1日以来", "2026-10-01", "2026-11-20"),
    ("year to date", "2026-01-01", "2026-11-20"),
    ("YTD", "2026-01-01", "2026-11-20"),
    ("QTD", "2026-10-01", "2026-11-20"),
    ("this month so far", "2026-11-01", "2026-11-20"),
    ("今年以来", "2026-01-01", "2026-11-20"),
    ("年初至今", "2026-01-01", "2026-11-20"),
    ("between Oct 1 and Oct 15", "2026-10-01", "2026-10-15"),
    ("from Oct 1 to Oct 15", "2026-10-01", "2026-10-15"),
    ("Dec 1-5", "2026-12-01", "2026-12-05"),
    ("Oct to Dec 2025", "2025-10-01", "2025-12-31"),
    ("Nov to Feb", "2026-11-01", "2027-02-28"),
    ("Q1 to Q3", "2026-01-01", "2026-09-30"),
    ("Thursday to Tuesday", "2026-11-26", "2026-12-01"),
    ("从10月1日到10月15日", "2026-10-01", "2026-10-15"),
    ("10月1日到15日", "2026-10-01", "2026-10-15"),
    ("12月1-5日", "2026-12-01", "2026-12-05"),
    ("10月到12月", "2026-10-01", "2026-12-31"),
    ("10-12月", "2026-10-01", "2026-12-31"),
    ("周一到周五", "2026-11-23", "2026-11-27"),
    ("week of Dec 7", "2026-12-07", "2026-12-13"),
    ("before Dec 1", None, "2026-11-30"),
    ("by Friday", None, "2026-11-27"),
    ("until Dec 1", None, "2026-12-01"),
    ("by end of Q1", None, "2027-03-31"),
    ("12月1日之前", None, "2026-11-30"),
    ("周五前", None, "2026-11-27"),
    ("月底前", None, "2026-11-30"),
    ("截至9月30日", None, "2026-09-30"),
    ("after Oct 1", "2026-10-02", None),
    ("10月1日之后", "2026-10-02", None),
    ("starting next Monday", "2026-11-23", None),
    ("从下周一开始", "2026-11-23", None),
    ("10月1日起", "2026-10-01", None),
    ("Q1-Q3 2027", "2027-01-01", "2027-09-30"),
    ("Jan–Mar 2027", "2027-01-01", "2027-03-31"),
    ("between now and year end", "2026-11-20", "2026-12-31"),
    ("从9月到现在", "2026-09-01", "2026-11-20"),
    ("去年十二月到今年二月", "2025-12-01", "2026-02-28"),
    ("no later than the 30th", None, "2026-11-30"),
    ("2026-11-24", "2026-11-24", "2026-11-24"),
    ("next Tuesday", "2026-11-24", "2026-11-24"),
]


@pytest.mark.parametrize(("words", "start", "end"), PERIODS)
def test_words_name_a_period(words: str, start: str | None, end: str | None, today: date) -> None:
    period = parse_period(words, today)
    assert period is not None
    assert (period.start and period.start.isoformat(), period.end and period.end.isoformat()) == (start, end)
    assert period.label_en
    assert period.label_zh


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Q1", "2026-04-01", "2026-06-30"),
        ("Q4", "2027-01-01", "2027-03-31"),
        ("Q1 2027", "2027-04-01", "2027-06-30"),
        ("this quarter", "2026-10-01", "2026-12-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("this fiscal year", "2026-04-01", "2027-03-31"),
        ("上季度", "2026-07-01", "2026-09-30"),
        ("第四季度", "2027-01-01", "2027-03-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("上半年", "2026-01-01", "2026-06-30"),
    ],
)
def test_quarters_follow_a_fiscal_year_from_april(words: str, start: str, end: str, today: date) -> None:
    period = parse_period(words, today, fiscal_year_start=4)
    assert period is not None
    assert (str(period.start), str(period.end)) == (start, end)


def test_a_fiscal_quarter_crosses_the_year(today: date) -> None:
    period = parse_period("this quarter", today, fiscal_year_start=2)
    assert period is not None
    assert (period.start, period.end) == (date(2026, 11, 1), date(2027, 1, 31))
    assert period.label_en == "Q4 FY2026 (1 Nov 2026 – 31 Jan 2027)"


@pytest.mark.parametrize(("past", "year"), [(True, 2026), (False, 2027), (None, 2026)])
def test_a_month_without_a_year_follows_the_hint(past: bool | None, year: int, today: date) -> None:
    period = parse_period("October", today, past=past)
    assert period is not None
    assert period.start == date(year, 10, 1)


@pytest.mark.parametrize(
    "words",
    ["I may go", "march on", "April Lee", "June said yes", "2026 seats", "ticket 2026", "#2026", "$2026", "3个月", "去年同期", "下周二", "Feb 30", "31 Feb", "11月31日",
     "meet next Tuesday", "hello", "", "一点", "D-12"],
)  # fmt: skip
def test_what_is_no_period_is_left_alone(words: str, today: date) -> None:
    assert [span.text for span in periods(words, today)] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("My open deals over ¥500k closing this quarter", ["this quarter"]),
        ("我这个季度预计成交、金额超过50万的商机有哪些?", ["这个季度"]),
        ("What changed on my deals since Friday?", ["since Friday"]),
        ("周五以来我的商机有什么变化?", ["周五以来"]),
        ("Why did Q4 drop 1.2M since last week?", ["Q4", "since last week"]),
        ("上季度因为价格丢了几单,一共多少钱?", ["上季度"]),
        ("notes from yesterday", ["yesterday"]),
        ("去年前十大客户", ["去年"]),
        ("本周三个商机", ["本周"]),
        ("We met in April and in May", ["April", "May"]),
        ("my won deals this year to Excel", ["this year"]),
        ("compare Q3 and Q4", ["Q3", "Q4"]),
    ],
)
def test_periods_are_found_in_sentences(sentence: str, expected: list[str], today: date) -> None:
    assert [span.text for span in periods(sentence, today)] == expected
