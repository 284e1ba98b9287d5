"""Amounts that are added or taken off are never taken for the new amount."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("raise D-7 by 5k", "+5000"),
        ("increase the amount of D-7 by 5,000", "+5000"),
        ("lower D-7 by 1,500", "-1500"),
        ("cut the amount of D-7 by CNY 20k", "-20000 CNY"),
        ("D-7金额上调5万", "+50000"),
        ("raise D-7 to 300k", "300000"),
        ("D-7的金额加到50万", "500000"),
    ],
)
def test_a_step_keeps_its_sign(said: str, amount: str, brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert change["fields"] == {"amount": amount}
