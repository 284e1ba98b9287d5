"""Days and times resolve the same way every time, in both languages."""

from datetime import date, datetime, time

import pytest

from assistant.recognise.days import DayValue, Impossible, days, impossible, parse_day

DAYS = [
    ("today", "2026-11-20"),
    ("tomorrow", "2026-11-21"),
    ("tmrw", "2026-11-21"),
    ("yesterday", "2026-11-19"),
    ("the day after tomorrow", "2026-11-22"),
    ("the day before yesterday", "2026-11-18"),
    ("今天", "2026-11-20"),
    ("明天", "2026-11-21"),
    ("后天", "2026-11-22"),
    ("後天", "2026-11-22"),
    ("大后天", "2026-11-23"),
    ("昨天", "2026-11-19"),
    ("前天", "2026-11-18"),
    ("大前天", "2026-11-17"),
    ("Tuesday", "2026-11-24"),
    ("Friday", "2026-11-27"),
    ("this Tuesday", "2026-11-24"),
    ("this Sunday", "2026-11-22"),
    ("next Tuesday", "2026-11-24"),
    ("NEXT TUE", "2026-11-24"),
    ("next Saturday", "2026-11-28"),
    ("Tuesday next week", "2026-11-24"),
    ("next week Tuesday", "2026-11-24"),
    ("last Friday", "2026-11-13"),
    ("last Monday", "2026-11-16"),
    ("a week from Friday", "2026-12-04"),
    ("周二", "2026-11-24"),
    ("週二", "2026-11-24"),
    ("星期二", "2026-11-24"),
    ("礼拜二", "2026-11-24"),
    ("这周二", "2026-11-17"),
    ("本周二", "2026-11-17"),
    ("这周日", "2026-11-22"),
    ("下周二", "2026-11-24"),
    ("下个星期二", "2026-11-24"),
    ("下下周二", "2026-12-01"),
    ("上周五", "2026-11-13"),
    ("上上周五", "2026-11-06"),
    ("in 10 days", "2026-11-30"),
    ("in ten days", "2026-11-30"),
    ("in a fortnight", "2026-12-04"),
    ("in two weeks' time", "2026-12-04"),
    ("two weeks from now", "2026-12-04"),
    ("within 3 business days", "2026-11-25"),
    ("10 days ago", "2026-11-10"),
    ("a week ago", "2026-11-13"),
    ("in 3 months", "2027-02-20"),
    ("十天后", "2026-11-30"),
    ("10天之后", "2026-11-30"),
    ("两周后", "2026-12-04"),
    ("三个星期后", "2026-12-11"),
    ("三个月后", "2027-02-20"),
    ("3天前", "2026-11-17"),
    ("两周前", "2026-11-06"),
    ("半个月后", "2026-12-05"),
    ("一个半月后", "2027-01-04"),
    ("过两天", "2026-11-22"),
    ("3个工作日后", "2026-11-25"),
    ("Dec 15", "2026-12-15"),
    ("December 15th", "2026-12-15"),
    ("15 December", "2026-12-15"),
    ("15th of December", "2026-12-15"),
    ("Dec 15, 2027", "2027-12-15"),
    ("Oct 1", "2027-10-01"),
    ("Nov 20", "2026-11-20"),
    ("Feb 29", "2028-02-29"),
    ("12/15", "2026-12-15"),
    ("15/12", "2026-12-15"),
    ("15/12/2026", "2026-12-15"),
    ("15.12.2026", "2026-12-15"),
    ("2026-12-15", "2026-12-15"),
    ("2026/12/1", "2026-12-01"),
    ("the 15th", "2026-12-15"),
    ("15th of next month", "2026-12-15"),
    ("12月15日", "2026-12-15"),
    ("12月15号", "2026-12-15"),
    ("十二月十五日", "2026-12-15"),
    ("15号", "2026-12-15"),
    ("20号", "2026-11-20"),
    ("下个月15号", "2026-12-15"),
    ("2026年12月15日", "2026-12-15"),
    ("２０２６年１２月１５日", "2026-12-15"),
    ("二〇二六年十二月十五日", "2026-12-15"),
    ("明年3月5日", "2027-03-05"),
    ("end of month", "2026-11-30"),
    ("end of next month", "2026-12-31"),
    ("month end", "2026-11-30"),
    ("end of quarter", "2026-12-31"),
    ("end of Q1 2027", "2027-03-31"),
    ("end of the year", "2026-12-31"),
    ("EOW", "2026-11-20"),
    ("beginning of next month", "2026-12-01"),
    ("end of February", "2027-02-28"),
    ("月底", "2026-11-30"),
    ("本月底", "2026-11-30"),
    ("下月底", "2026-12-31"),
    ("下个月底", "2026-12-31"),
    ("年底", "2026-12-31"),
    ("明年底", "2027-12-31"),
    ("季度末", "2026-12-31"),
    ("下季度末", "2027-03-31"),
    ("3月底", "2027-03-31"),
    ("月初", "2026-12-01"),
    ("下月初", "2026-12-01"),
    ("first Monday of December", "2026-12-07"),
    ("last Friday of the month", "2026-11-27"),
    ("Tuesday, 24 Nov", "2026-11-24"),
    ("下周二（11月24日）", "2026-11-24"),
    ("Friday Nov 13", "2026-11-13"),
    ("周末", "2026-11-21"),
    ("two weeks before Dec 15", "2026-12-01"),
    ("the day before Dec 15", "2026-12-14"),
    ("2 days after next Friday", "2026-11-29"),
    ("12月15日前三天", "2026-12-12"),
    ("two weeks on Friday", "2026-12-11"),
    ("Wed 25th", "2026-11-25"),
    ("20261124", "2026-11-24"),
    ("1.2.2026", "2026-02-01"),
]


@pytest.mark.parametrize(("words", "expected"), DAYS)
def test_words_name_a_day(words: str, expected: str, today: date) -> None:
    value = parse_day(words, today)
    assert isinstance(value, DayValue)
    assert (value.day.isoformat(), value.time, value.precision) == (expected, None, "day")


@pytest.mark.parametrize(
    ("words", "expected", "precision"),
    [
        ("next week", "2026-11-23", "week"),
        ("下周", "2026-11-23", "week"),
        ("next month", "2026-12-01", "month"),
        ("下个月", "2026-12-01", "month"),
        ("next quarter", "2027-01-01", "quarter"),
        ("明年", "2027-01-01", "year"),
        ("月中", "2026-12-15", "week"),
        ("mid December", "2026-12-15", "week"),
    ],
)
def test_coarse_words_say_how_coarse_they_are(words: str, expected: str, precision: str, today: date) -> None:
    value = parse_day(words, today)
    assert isinstance(value, DayValue)
    assert (value.day.isoformat(), value.precision) == (expected, precision)


TIMES = [
    ("next Tuesday 3pm", "2026-11-24 15:00"),
    ("Tuesday at 3pm", "2026-11-24 15:00"),
    ("3pm next Tuesday", "2026-11-24 15:00"),
    ("3:30 p.m. on Tuesday", "2026-11-24 15:30"),
    ("tomorrow at noon", "2026-11-21 12:00"),
    ("Tuesday, Nov 24 at 3pm", "2026-11-24 15:00"),
    ("2026-11-24 09:05", "2026-11-24 09:05"),
    ("3 in the afternoon", "2026-11-20 15:00"),
    ("15:00", "2026-11-20 15:00"),
    ("tonight at 8", "2026-11-20 20:00"),
    ("three thirty pm tomorrow", "2026-11-21 15:30"),
    ("下周二下午3点", "2026-11-24 15:00"),
    ("下周二下午3點", "2026-11-24 15:00"),
    ("下下周三下午三点", "2026-12-02 15:00"),
    ("周二的下午3点半", "2026-11-24 15:30"),
    ("上午10点", "2026-11-20 10:00"),
    ("晚上8点一刻", "2026-11-20 20:15"),
    ("15点30分", "2026-11-20 15:30"),
    ("周二二十点", "2026-11-24 20:00"),
    ("明早9点", "2026-11-21 09:00"),
    ("明晚八点", "2026-11-21 20:00"),
    ("中午12点", "2026-11-20 12:00"),
    ("今晚24点", "2026-11-21 00:00"),
    ("凌晨3点", "2026-11-20 03:00"),
    ("2026-11-24T15:00", "2026-11-24 15:00"),
    ("2026-11-24 15:00:00", "2026-11-24 15:00"),
    ("next Friday afternoon around 4", "2026-11-27 16:00"),
    ("11月24日（下周二）下午3点", "2026-11-24 15:00"),
]


@pytest.mark.parametrize(("words", "expected"), TIMES)
def test_a_time_may_stand_before_or_after_its_day(words: str, expected: str, today: date) -> None:
    value = parse_day(words, today)
    assert isinstance(value, DayValue)
    assert value.time is not None
    assert f"{value.day} {value.time:%H:%M}" == expected
    assert not value.guessed


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("at 3", 15),
        ("Tuesday at 3", 15),
        ("3点", 15),
        ("周二3点", 15),
        ("tomorrow at 9", 9),
        ("10点半", 10),
        ("half past three", 15),
    ],
)
def test_office_hours_decide_where_am_or_pm_was_not_said(words: str, expected: int, today: date) -> None:
    value = parse_day(words, today)
    assert isinstance(value, DayValue)
    assert value.time is not None
    assert value.time.hour == expected
    assert value.guessed


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("3-4pm Friday", time(15), time(16)),
        ("Monday 9am to 5pm", time(9), time(17)),
        ("11 to 1pm tomorrow", time(11), time(13)),
        ("下午3点到4点", time(15), time(16)),
        ("上午9点到下午5点", time(9), time(17)),
        ("明天15:00-16:30", time(15), time(16, 30)),
    ],
)
def test_a_time_range_keeps_both_ends(words: str, start: time, end: time, today: date) -> None:
    value = parse_day(words, today)
    assert isinstance(value, DayValue)
    assert (value.time, value.until) == (start, end)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("tomorrow morning", "morning"),
        ("Tuesday afternoon", "afternoon"),
        ("tonight", "evening"),
        ("明早", "morning"),
        ("EOD", "end"),
        ("下周二下午", "afternoon"),
    ],
)
def test_a_part_of_the_day_invents_no_clock_time(words: str, part: str, today: date) -> None:
    value = parse_day(words, today)
    assert isinstance(value, DayValue)
    assert (value.time, value.part) == (None, part)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Tuesday", "2026-11-17"),
        ("Friday", "2026-11-20"),
        ("周二", "2026-11-17"),
        ("Dec 15", "2025-12-15"),
        ("Oct 1", "2026-10-01"),
        ("10月1日", "2026-10-01"),
        ("the 15th", "2026-11-15"),
        ("15号", "2026-11-15"),
        ("月初", "2026-11-01"),
        ("next Tuesday", "2026-11-24"),
    ],
)
def test_a_tale_of_the_past_looks_back(words: str, expected: str, today: date) -> None:
    value = parse_day(words, today, past=True)
    assert isinstance(value, DayValue)
    assert value.day.isoformat() == expected


@pytest.mark.parametrize("words", ["next Tuesday", "下周二"])
def test_next_tuesday_said_on_a_monday_is_in_the_next_week(words: str) -> None:
    value = parse_day(words, date(2026, 11, 23))
    assert isinstance(value, DayValue)
    assert value.day == date(2026, 12, 1)


def test_last_friday_and_the_chinese_one_differ_on_a_saturday() -> None:
    said = [parse_day(words, date(2026, 11, 21)) for words in ("last Friday", "上周五")]
    assert [value.day for value in said if isinstance(value, DayValue)] == [date(2026, 11, 20), date(2026, 11, 13)]


@pytest.mark.parametrize(
    ("words", "expected"), [("in 2 hours", time(16, 30)), ("两小时后", time(16, 30)), ("半小时后", time(15))]
)
def test_hours_from_now_need_a_now(words: str, expected: time, today: date, now: datetime) -> None:
    value = parse_day(words, today, now=now)
    assert isinstance(value, DayValue)
    assert value.time == expected
    assert parse_day(words, today) is None


@pytest.mark.parametrize(
    "words",
    [
        "Feb 30",
        "2026-13-45",
        "2026-02-29",
        "31/04/2026",
        "2月30日",
        "13月5日",
        "2026年2月29日",
        "25:00",
        "10:75",
        "25点",
        "Tuesday, Nov 25",
    ],
)
def test_a_day_that_does_not_exist_is_said_never_shifted(words: str, today: date) -> None:
    assert days(words, today) == []
    [span] = impossible(words, today)
    assert span.text == span.value.text == words
    assert span.value.reason_en
    assert span.value.reason_zh
    assert isinstance(parse_day(words, today), Impossible)


def test_a_time_beside_an_impossible_day_is_not_read_alone(today: date) -> None:
    assert days("demo Feb 30 at 3pm", today) == []
    assert [span.text for span in impossible("demo Feb 30 at 3pm", today)] == ["Feb 30 at 3pm"]


@pytest.mark.parametrize(
    "words",
    [
        "we may 30 percent discount", "May I ask?", "march on", "a second opinion", "the sun is out", "we sat down", "Sun Wei called",
        "April Lee", "50/50", "24/7", "1/2 of it", "D-12", "v1.2.3", "the 2nd deal", "每周一", "every Monday", "两周一次", "本周三个商机",
        "三点建议", "便宜一点", "早上好", "下午茶", "3号线", "2号楼", "10%", "13812345678", "超过30天", "不超过两周", "has not moved in 3 weeks", "两三天后", "三五天内", "good morning",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_day_is_left_alone(words: str, today: date) -> None:
    assert [span.text for span in days(words, today)] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Met Li Na at Huayang today, 40 min: budget 300k approved, demo next Tue 3pm", ["today", "next Tue 3pm"]),
        ("今天和华阳的李娜开了40分钟会:预算30万已批,下周二下午3点要演示", ["今天", "下周二下午3点"]),
        ("Move Globex to Negotiation, close date Dec 15", ["Dec 15"]),
        ("把 Globex 推进到商务谈判,预计成交改成12月15日。", ["12月15日"]),
        ("pilot ends Nov 30; call Sun Li on Sun", ["Nov 30", "Sun"]),
        ("Called Bob, no answer, remind me tomorrow", ["tomorrow"]),
        ("周三、周四都可以", ["周三", "周四"]),
        ("10天后天气会好", ["10天后"]),
        ("Book 30 min with Li Na next Tuesday afternoon", ["next Tuesday afternoon"]),
        ("下午2点见 Acme,帮我准备一下", ["下午2点"]),
        ("3点见客户", ["3点"]),
        ("Acme下周二demo", ["下周二"]),
    ],
)
def test_days_are_found_in_sentences(sentence: str, expected: list[str], today: date) -> None:
    assert [span.text for span in days(sentence, today)] == expected


def test_the_end_of_a_quarter_follows_the_fiscal_year(today: date) -> None:
    value = parse_day("end of quarter", today, fiscal_year_start=2)
    assert isinstance(value, DayValue)
    assert value.day == date(2027, 1, 31)


def test_a_moment_with_an_offset_moves_to_the_persons_zone(today: date, now: datetime) -> None:
    value = parse_day("2026-11-24T07:00:00Z", today, now=now)
    assert isinstance(value, DayValue)
    assert (value.day, value.time) == (date(2026, 11, 24), time(15))


@pytest.mark.parametrize(("text", "wanted"), [("报价单上周五发了", "2026-11-13"), ("订单下周五到", "2026-11-27")])
def test_a_word_that_ends_in_one_is_no_part_of_the_week(text: str, wanted: str) -> None:
    """单周五 is a Friday of odd weeks; 报价单上周五 is last week's Friday."""
    (found,) = days(text, date(2026, 11, 20))
    assert found.value.day.isoformat() == wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [("预计成交改成12/15", ["12-15"]), ("推到12/4", ["12-04"]), ("完成了3/4", [])]
)
def test_a_day_with_a_slash_may_stand_right_behind_a_verb(text: str, wanted: list[str]) -> None:
    assert [d.value.day.isoformat()[5:] for d in days(text, date(2026, 11, 20))] == wanted
