"""A customer named in a question stays in it: what is asked of one is not told of all."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("华阳我们输了几次了，加起来丢了多少", "find_records entity=deal measure=sum total_field=amount [account = 华阳, stage.kind = lost]"),
        ("华阳今年一共给我们签了多少钱", "find_records entity=deal measure=sum total_field=amount [account = 华阳, stage.kind = won, closed_at = 今年]"),
        ("what have we lost at Acme this year?", "find_records entity=deal [stage.kind = lost, account = Acme, closed_at = this year]"),
    ],
)  # fmt: skip
def test_the_figures_of_a_customer_are_not_those_of_all(
    text: str, calls: str, brain: Any, told: Callable[..., str]
) -> None:
    assert told(brain(text).calls) == calls


@pytest.mark.parametrize("text", ["我们在华阳输了几单", "华阳我们丢了几次", "我们在华阳赢了几个"])
def test_how_many_were_lost_is_asked_and_marks_none(text: str, brain: Any) -> None:
    assert {c.tool for c in brain(text).calls} == {"find_records"}


def test_a_name_in_traditional_characters_is_the_same_name(brain: Any) -> None:
    (call,) = brain("華陽現在有哪些進行中的商機").calls
    assert {"field": "account", "op": "=", "value": "华阳"} in call.args["filters"]
