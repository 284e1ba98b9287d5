"""What one may grant and who has to agree is looked up in the discount policy."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "软件席位我自己最多能让几个点",
        "8个点的折扣找谁批",
        "折扣上限是多少",
        "打九折要谁批",
        "who approves a 10% discount?",
        "how much discount can I give on seats?",
    ],
)
def test_the_policy_is_searched(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert call.tool == "recall_notes"
    assert call.args["query"].startswith(("折扣政策", "discount policy"))


@pytest.mark.parametrize("text", ["给华阳报过多少折扣", "这个季度最多的是哪个客户"])
def test_what_is_on_record_is_not(text: str, brain: Any) -> None:
    assert "折扣政策" not in str(brain(text).calls)
