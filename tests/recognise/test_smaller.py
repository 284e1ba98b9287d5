"""Numbers, percentages, lengths of time, comparisons, references and the language of a text."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.recognise.compare import comparisons
from assistant.recognise.durations import durations
from assistant.recognise.money import Money
from assistant.recognise.numbers import numbers, ordinals, parse_number
from assistant.recognise.percents import percents
from assistant.recognise.refs import RefText, refs
from assistant.recognise.text import is_chinese, language, normalise, strip_controls


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1,234.50", ["1234.50"]), ("50k", ["50000"]), ("3bn", ["3000000000"]), ("30万", ["300000"]), ("一百二十万", ["1200000"]),
        ("两百", ["200"]), ("十二个", ["12"]), ("half a million", ["500000"]), ("a dozen", ["12"]), ("two dozen seats", ["24"]),
        ("twenty-five", ["25"]), ("five six", ["5", "6"]), ("50seats", ["50"]), ("10-20 seats", ["10", "20"]), ("-5", ["-5"]),
        ("三千五", ["3500"]), ("两百零五", ["205"]), ("五个商机", ["5"]), ("5% and 7", ["7"]), ("30万50席", ["300000", "50"]),
        ("this one", []), ("一起", []), ("3pm", []), ("12月", []), ("2026年", []), ("周一", []), ("第三", []), ("Q4", []), ("#12", []),
        ("几十万", []), ("三四个", []), ("12/1", []), ("预算30万@李娜", ["300000"]), ("bob5@acme.com", []), ("+86 138 1234 5678", []),
    ],
)  # fmt: skip
def test_numbers(words: str, expected: list[str]) -> None:
    assert [span.value for span in numbers(words)] == [Decimal(each) for each in expected]


@pytest.mark.parametrize(
    ("words", "expected"), [("one", 1), ("一", 1), ("12", 12), ("1.2M", 1_200_000), ("十五", 15), ("many", None)]
)
def test_a_whole_string_as_a_number(words: str, expected: int | None) -> None:
    assert parse_number(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("the third one", [3]), ("2nd", [2]), ("second one", [2]), ("a second", []), ("30 seconds", []), ("第三个", [3]), ("第12条", [12]),
     ("the last one", [-1]), ("最后一个", [-1]), ("倒数第二", [-2]), ("第三方", []), ("第四季度", [])],
)  # fmt: skip
def test_ordinals(words: str, expected: list[int]) -> None:
    assert [span.value for span in ordinals(words)] == expected


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ("10%", "10"),
        ("10 percent", "10"),
        ("ten percent", "10"),
        ("12.5 %", "12.5"),
        ("百分之十", "10"),
        ("百分之三点五", "3.5"),
        ("五成", "50"),
        ("１０％", "10"),
    ],
)
def test_percents(words: str, points: str) -> None:
    assert [span.value.points for span in percents(words)] == [Decimal(points)]
    assert numbers(words) == [] or words == "五成"


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("40 min", 40), ("40min", 40), ("30-minute", 30), ("an hour", 60), ("1.5 hours", 90), ("half an hour", 30), ("1h30", 90),
        ("an hour and a half", 90), ("1 hour 30 minutes", 90), ("forty-five minutes", 45), ("14 days", 20160), ("five weeks", 50400),
        ("40分钟", 40), ("四十分鐘", 40), ("半小时", 30), ("半个小时", 30), ("一个半小时", 90), ("两小时", 120), ("两个半小时", 150), ("一刻钟", 15),
        ("1小时20分", 80), ("90天", 129600), ("三个月", 129600), ("半个月", 21600),
    ],
)  # fmt: skip
def test_durations(words: str, minutes: int) -> None:
    assert [(span.text, span.value.minutes) for span in durations(words)] == [(words, minutes)]


@pytest.mark.parametrize("words", ["2026年", "周年", "第3天", "a second", "hourly", "mind the gap"])
def test_no_duration(words: str) -> None:
    assert durations(words) == []


@pytest.mark.parametrize(
    ("words", "op", "shown"),
    [
        ("over ¥500k", "gt", ["500000 CNY"]), ("more than 50 seats", "gt", ["50"]), ("at least 3", "ge", ["3"]), (">= 50k", "ge", ["50000"]),
        ("above 60%", "gt", ["60%"]), ("under $20,000", "lt", ["20000 USD"]), ("no more than 30 days", "le", ["30d"]), ("10+ seats", "ge", ["10"]),
        ("3 or more", "ge", ["3"]), ("50 seats or more", "ge", ["50"]), ("exactly 5", "eq", ["5"]), ("about 50k", "about", ["50000"]),
        ("between 50k and 80k", "between", ["50000", "80000"]), ("50-60k EUR", "between", ["50000 EUR", "60000 EUR"]),
        ("30-45 min", "between", ["0d", "0d"]), ("before Dec 1", "lt", ["2026-12-01"]), ("after next Friday", "gt", ["2026-11-27"]),
        ("超过50万", "gt", ["500000"]), ("不超过30天", "le", ["30d"]), ("超过两周", "gt", ["14d"]), ("50万以上", "ge", ["500000"]),
        ("不少于3个", "ge", ["3"]), ("低于20万", "lt", ["200000"]), ("3万以下", "le", ["30000"]), ("不到10万", "lt", ["100000"]),
        ("30到50万", "between", ["300000", "500000"]), ("介于20万和50万之间", "between", ["200000", "500000"]), ("120字以内", "le", ["120"]),
        ("amount>100k", "gt", ["100000"]), ("大于等于100万", "ge", ["1000000"]), ("50万左右", "about", ["500000"]),
    ],
)  # fmt: skip
def test_comparisons(words: str, op: str, shown: list[str], today: date) -> None:
    [span] = comparisons(words, today)
    assert (span.value.op, [_shown(value) for value in span.value.values]) == (op, shown)


def _shown(value: object) -> str:
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}" if value.currency else str(value.amount)
    if points := getattr(value, "points", None):
        return f"{points}%"
    if hasattr(value, "minutes"):
        return f"{value.days}d"  # type: ignore[attr-defined]
    return str(getattr(value, "day", value))


def test_by_ten_percent_is_no_limit(today: date) -> None:
    assert comparisons("raise my Q4 renewals by 10%", today) == []


def test_over_the_last_30_days_is_a_period_and_no_comparison(today: date) -> None:
    assert comparisons("over the last 30 days", today) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("D-12", RefText("D", 12)), ("d-12", RefText("D", 12)), ("T-1042", RefText("T", 1042)), ("线索 L-204", RefText("L", 204)),
        ("ticket 1042", RefText(None, 1042, "ticket")), ("工单1042", RefText(None, 1042, "ticket")), ("deal #12", RefText(None, 12, "deal")),
        ("#12", RefText(None, 12)), ("订单号 881", RefText(None, 881, "order")), ("商机D-12", RefText("D", 12)),
    ],
)  # fmt: skip
def test_references(words: str, expected: RefText) -> None:
    assert [span.value for span in refs(words)] == [expected]


@pytest.mark.parametrize("words", ["2026-11-20", "d12", "客户12家", "lead 204k", "Q4", "COVID-19", "a-b", "account 3%"])
def test_no_reference(words: str) -> None:
    assert refs(words) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [("Who is the decision maker at Acme?", "en"), ("Acme 的决策人是谁?", "zh"), ("Call 李娜 tomorrow", "en"), ("把 Globex 推进到商务谈判", "zh"),
     ("Met 李娜 at 华阳 today", "en"), ("给 Acme 建个紧急工单", "zh"), ("50k", "zh"), ("", "zh"), ("Globex 下一步?", "zh"),
     ("delete 华阳", "en"), ("move 华阳数据平台一期 to negotiation", "en"), ("set D-7 为赢单", "zh"), ("call 李娜 周五", "zh"), ("查 Acme", "zh")],
)  # fmt: skip
def test_the_language_of_the_asker(words: str, expected: str) -> None:
    assert language(words, "zh") == expected


def test_spans_point_into_the_original() -> None:
    text = "预算\u200b\u200b ３０\u200b万 ok"
    [span] = numbers(text)
    assert text[span.start : span.end] == span.text == "３０\u200b万"


def test_uniform_text() -> None:
    assert normalise("“Ｈｅｌｌｏ”，\u200bWorld—  下週\t二\r\n3點").text == '"hello", world- 下周 二\n3点'
    assert strip_controls("a\x00b\u200bc\n") == "abc\n"
    assert is_chinese("Acme 的")
    assert not is_chinese("Acme")
