"""Steps up and down from the amount on a card, told apart from a new amount."""

import pytest

from assistant.card_steps import hour_said, step_said
from assistant.recognise.money import money


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("make it 10k more", 1),
        ("add another 3k", 1),
        ("increase it by 2,000", 1),
        ("8k on top", 1),
        ("2k less", -1),
        ("knock 4k off", -1),
        ("lower it by 500 EUR", -1),
        ("raise it to 60k", 0),
        ("make it 60k", 0),
        ("no, 55k", 0),
        ("a bit more than 50k", 0),
    ],
)
def test_a_step_is_told_from_an_amount(text: str, way: int) -> None:
    assert step_said(text, money(text, "USD", bare=True)[-1]) == way


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("no, 3", "at 3:00"),
        ("no 11", "at 11:00"),
        ("better 9:30", "at 9:30"),
        ("11", "11"),
        ("no, 55k", "no, 55k"),
        ("no, 45", "no, 45"),
    ],
)
def test_a_bare_number_may_be_an_hour(text: str, hour: str) -> None:
    assert hour_said(text) == hour
