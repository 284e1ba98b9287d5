"""Thousands with dots, as much of Europe writes them."""

from decimal import Decimal

import pytest

from assistant.recognise.money import money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("39.000 EUR", "39000"),
        ("€39.000", "39000"),
        ("EUR 1.250.000", "1250000"),
        ("they pay 1.250.000 euros by May", "1250000"),
        ("39.50 EUR", "39.50"),
        ("0.500 EUR", "0.500"),
        ("39.5k EUR", "39500"),
    ],
)
def test_three_digits_behind_a_dot_are_thousands(text: str, amount: str) -> None:
    assert [m.value.amount for m in money(text, "CNY")] == [Decimal(amount)]


def test_a_currency_with_three_decimals_keeps_them() -> None:
    assert all(m.value.amount == Decimal("12.345") for m in money("12.345 KWD", "KWD"))


def test_the_text_is_as_it_was_typed() -> None:
    assert [m.text for m in money("they pay 1.250.000 euros by May", "CNY")] == ["1.250.000 euros"]
