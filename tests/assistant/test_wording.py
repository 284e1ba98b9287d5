"""Numbers, money and days as people read them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from assistant.recognise.trades import trade_zh
from assistant.wording import (
    count_text,
    day_text,
    listed,
    moment_text,
    money_text,
    month_text,
    number_text,
    percent_text,
    rounded,
)


@pytest.mark.parametrize(
    ("amount", "currency", "en", "zh"),
    [
        ("300000", "CNY", "¥300,000", "¥300,000"),
        ("45000.5", "EUR", "€45,000.50", "€45,000.50"),
        ("45000.00", "EUR", "€45,000", "€45,000"),
        ("1200", "CHF", "CHF 1,200", "CHF 1,200"),
        ("-5", "USD", "-$5", "-US$5"),
        ("500000", "JPY", "JP¥500,000", "JP¥500,000"),
        ("0", None, "0", "0"),
    ],
)
def test_money(amount: str, currency: str | None, en: str, zh: str) -> None:
    assert money_text(Decimal(amount), currency, "en") == en
    assert money_text(Decimal(amount), currency, "zh") == zh


def test_no_decimal_is_lost_and_none_is_made_up() -> None:
    assert number_text(Decimal("1234567.8901")) == "1,234,567.8901"
    assert number_text(Decimal("99999999999999.9999")) == "99,999,999,999,999.9999"
    assert number_text(Decimal("1E+3")) == "1,000"
    assert rounded(Decimal("2.345"), "EUR") == Decimal("2.34")
    assert rounded(Decimal("2.5"), "JPY") == Decimal(2)


def test_shares() -> None:
    assert [percent_text(*p) for p in ((5, 8), (1, 3), (1, 1), (0, 3), (1, 0))] == ["62.5%", "33.3%", "100%", "0%", "–"]


def test_days_and_moments() -> None:
    assert day_text(date(2026, 11, 24), "en") == "24 Nov 2026 (Tue)"
    assert day_text(date(2026, 11, 24), "zh") == "2026年11月24日（周二）"
    assert moment_text(datetime(2026, 11, 24, 15, 5), "en") == "24 Nov 2026 (Tue) 15:05"  # noqa: DTZ001
    assert moment_text(datetime(2026, 11, 24, 15, 5), "zh") == "2026年11月24日（周二）15:05"  # noqa: DTZ001
    assert [month_text(date(2026, 1, 1), lang) for lang in ("en", "zh")] == ["Jan 2026", "2026年1月"]


def test_counts_and_lists() -> None:
    assert [count_text(n, "deal", "deals", "个商机", "en") for n in (0, 1, 1200)] == [
        "0 deals",
        "1 deal",
        "1,200 deals",
    ]
    assert count_text(2, "deal", "deals", "个商机", "zh") == "2个商机"
    assert [listed(list("abc"), lang) for lang in ("en", "zh")] == ["a, b and c", "a、b和c"]
    assert listed([], "en") == ""


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("Manufacturing", "制造业"), ("systems integration", "系统集成"), ("Shipbuilding", "船舶制造"), ("Beekeeping", "Beekeeping"), ("制造", "制造")],
)  # fmt: skip
def test_a_line_of_business_is_shown_in_chinese_where_it_is_known(kept: str, shown: str) -> None:
    assert trade_zh(kept) == shown
