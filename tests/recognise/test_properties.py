"""Whatever is typed, recognisers answer: no crash, spans in order inside the text, and time that grows with length."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.recognise.compare import comparisons
from assistant.recognise.days import days, impossible, parse_day
from assistant.recognise.durations import durations, parse_duration
from assistant.recognise.money import money, parse_money
from assistant.recognise.numbers import numbers, ordinals, parse_number
from assistant.recognise.percents import percents
from assistant.recognise.periods import parse_period, periods
from assistant.recognise.refs import refs
from assistant.recognise.spans import Span
from assistant.recognise.text import language, normalise, strip_controls

TODAY = date(2026, 11, 20)
Finder = Callable[[str], Sequence[Span[object]]]
FINDERS: dict[str, Finder] = {
    "days": lambda text: days(text, TODAY),
    "past days": lambda text: days(text, TODAY, past=True),
    "impossible": lambda text: impossible(text, TODAY),
    "periods": lambda text: periods(text, TODAY, 4),
    "past periods": lambda text: periods(text, TODAY, past=True),
    "money": lambda text: money(text, "CNY"),
    "bare money": lambda text: money(text, bare=True),
    "numbers": numbers,
    "ordinals": ordinals,
    "percents": percents,
    "durations": durations,
    "comparisons": lambda text: comparisons(text, TODAY),
    "refs": refs,
}
_PIECES = (
    "next last this Tuesday Sun Dec May 15 30 2026 2026-11-24 25:00 3pm at in days weeks ago Q1 since between and to before by $ € 50k 1.2M half a million "
    "over %  - / : , . ( ) D- # 12 下 上 周 二 五 月 底 初 年 日 号 点 半 万 亿 一 三 十 百 千 个 第 季度 之前 以来 到 从 超过 以上 今天 明年 后 前 天 小时 分钟 元 美元 "
    "end of month 9999 0 00 １２ ， ß İ ﬁ \u200b \n"
).split(" ")
sentences = st.lists(st.sampled_from(_PIECES), max_size=14).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)


@pytest.mark.parametrize("name", FINDERS)
@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=60), sentences))
def test_spans_lie_inside_the_text_in_order_and_apart(name: str, text: str) -> None:
    end = 0
    for span in FINDERS[name](text):
        assert end <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        end = span.end


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.text(max_size=40), sentences))
def test_reading_a_whole_string_never_fails(text: str) -> None:
    parse_day(text, TODAY)
    parse_period(text, TODAY, 7)
    parse_money(text, "EUR")
    parse_number(text)
    parse_duration(text)
    language(text, "en")
    strip_controls(text)


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.text(max_size=60), sentences))
def test_every_uniform_character_knows_its_place(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.starts)
    assert list(normal.starts) == sorted(normal.starts)
    assert normalise(normal.text).text == normal.text


@settings(max_examples=200, deadline=None)
@given(text=sentences, today=st.dates(), fiscal=st.integers(1, 12))
def test_any_day_may_be_today(text: str, today: date, fiscal: int) -> None:
    days(text, today, fiscal_year_start=fiscal)
    for span in periods(text, today, fiscal):
        assert span.value.start is None or span.value.end is None or span.value.start <= span.value.end


@settings(max_examples=100, deadline=None)
@given(today=st.dates(date(1990, 1, 1), date(2100, 1, 1)), weekday=st.integers(0, 6))
def test_a_weekday_means_the_same_in_both_languages(today: date, weekday: int) -> None:
    english = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    chinese = "一二三四五六日"[weekday]
    for before, lead in (("", "周"), ("next ", "下周")):
        first, second = parse_day(before + english, today), parse_day(lead + chinese, today)
        assert first == second
        assert first is not None


JUNK = [
    "1", " ", "1 ", "一", "一万", "上", "1/", "1,", "1'234", "one hundred and ", "1月", "a-1", "周二（", "next ", "tuesday, ", "3pm ", "三点", "between 1 and ",
    "q1 ", "@", "a@", "https://", "2026年", "半", "1日到", "x", "\n", "下周二下午3点", "$1.2m-", "0.", "第", "%", "(", "sun ", "以上", "a quarter of a ",
]  # fmt: skip


@pytest.mark.parametrize("piece", JUNK)
def test_junk_costs_no_more_than_its_length(piece: str) -> None:
    """Ten times the text may take thirty times as long, which a pattern that backtracks would pass by far."""
    for name, find in FINDERS.items():
        short, long = (_cost(find, (piece * n)[:n]) for n in (1_000, 10_000))
        assert long < 30 * max(short, 0.05), name


def _cost(find: Any, text: str) -> float:
    """The least of up to three runs: a machine busy with other things makes one slower, never faster."""
    costs: list[float] = []
    while len(costs) < 3 and min(costs, default=1.0) > 0.3:
        started = time.process_time()
        find(text)
        costs.append(time.process_time() - started)
    return min(costs)
