"""Amounts are exact, and a currency is never guessed where none was said."""

from decimal import Decimal

import pytest

from assistant.recognise.money import Money, money, parse_money

MONEY = [
    ("$50,000", "50000", "USD"),
    ("$ 50,000", "50000", "USD"),
    ("50000$", "50000", "USD"),
    ("US$1.5m", "1500000", "USD"),
    ("€45k", "45000", "EUR"),
    ("45k€", "45000", "EUR"),
    ("45k EUR", "45000", "EUR"),
    ("45K eur", "45000", "EUR"),
    ("USD 1.2m", "1200000", "USD"),
    ("usd1.2m", "1200000", "USD"),
    ("50 thousand dollars", "50000", "USD"),
    ("two hundred and fifty thousand euros", "250000", "EUR"),
    ("half a million dollars", "500000", "USD"),
    ("two and a half million", "2500000", None),
    ("¥500k", "500000", "CNY"),
    ("￥500k", "500000", "CNY"),
    ("RMB 3m", "3000000", "CNY"),
    ("HK$2m", "2000000", "HKD"),
    ("S$80k", "80000", "SGD"),
    ("£1,200.50", "1200.50", "GBP"),
    ("1.234,50 €", "1234.50", "EUR"),
    ("50 000 EUR", "50000", "EUR"),
    ("€50 000", "50000", "EUR"),
    ("CHF 1'200.50", "1200.50", "CHF"),
    ("TRY 50k", "50000", "TRY"),
    ("₹5 lakh", "500000", "INR"),
    ("50 bucks", "50", "USD"),
    ("300k", "300000", None),
    ("1.2M", "1200000", None),
    ("3bn", "3000000000", None),
    ("half a million", "500000", None),
    ("50 grand", "50000", None),
    ("30万", "300000", None),
    ("30 万", "300000", None),
    ("３０万", "300000", None),
    ("30萬", "300000", None),
    ("30多万", "300000", None),
    ("30w预算", "300000", None),
    ("30万元", "300000", "CNY"),
    ("120万人民币", "1200000", "CNY"),
    ("人民币120万", "1200000", "CNY"),
    ("五十万美元", "500000", "USD"),
    ("一百二十万", "1200000", None),
    ("1.5亿", "150000000", None),
    ("一个亿", "100000000", None),
    ("半个亿", "50000000", None),
    ("1亿2000万", "120000000", None),
    ("三千五百元", "3500", "CNY"),
    ("一万二", "12000", None),
    ("500块", "500", "CNY"),
    ("五块钱", "5", "CNY"),
    ("10万港币", "100000", "HKD"),
    ("5万刀", "50000", "USD"),
    ("3百万日元", "3000000", "JPY"),
]


@pytest.mark.parametrize(("words", "amount", "currency"), MONEY)
def test_an_amount_is_read_exactly(words: str, amount: str, currency: str | None) -> None:
    assert [span.value for span in money(words)] == [Money(Decimal(amount), currency)]


@pytest.mark.parametrize(
    "words",
    ["50 seats", "40 min", "2026", "3pm", "D-12", "10%", "10 percent", "50k contacts", "30万用户", "3千米", "12月15日", "2026-11-24", "v1.2",
     "13812345678", "top 5", "五个商机", "千万不要", "万一", "30w bulb", "第三", "两百"],
)  # fmt: skip
def test_other_numbers_are_no_money(words: str) -> None:
    assert money(words) == []


@pytest.mark.parametrize(
    ("words", "default", "currency"),
    [
        ("¥500k", "JPY", "JPY"),
        ("¥500k", "CNY", "CNY"),
        ("¥500k", "EUR", "CNY"),
        ("$5k", "SGD", "SGD"),
        ("$5k", "EUR", "USD"),
        ("5k", "EUR", None),
    ],
)
def test_a_shared_sign_follows_the_default(words: str, default: str, currency: str | None) -> None:
    assert money(words, default)[0].value.currency == currency


def test_bare_numbers_count_only_when_asked_for() -> None:
    assert [span.value.amount for span in money("make it 60000", bare=True)] == [Decimal(60000)]
    assert money("make it 60000") == []


@pytest.mark.parametrize(
    ("words", "amount"),
    [("50000", "50000"), ("50,000", "50000"), (" 50k ", "50000"), ("-20", "-20"), ("五十万", "500000")],
)
def test_a_whole_string_may_be_plain(words: str, amount: str) -> None:
    assert parse_money(words) == Money(Decimal(amount), None)


@pytest.mark.parametrize("words", ["", "lots", "50k or 60k", "10%", "about 50k"])
def test_a_whole_string_that_is_no_amount_is_none(words: str) -> None:
    assert parse_money(words) is None


def test_a_lower_case_verb_is_no_currency() -> None:
    assert money("try 50k")[0].value == Money(Decimal(50000), None)


def test_two_clauses_with_a_full_width_comma_stay_two_numbers() -> None:
    assert money("花了300，200人") == []
    assert [span.text for span in money("预算30万，报价50万")] == ["30万", "50万"]
