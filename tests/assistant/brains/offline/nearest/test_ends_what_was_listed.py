"""A list said without a verb stays a list, however near a saying that ends what is listed."""

from typing import Any

import pytest


@pytest.mark.parametrize("text", ["三周没跟进的商机", "两周没动的单子", "超过一个月没联系的商机", "deals without activity for three weeks", "my deals quiet for a month"])  # fmt: skip
def test_nothing_is_ended_that_was_only_listed(text: str, brain: Any, ear: Any) -> None:
    assert [c.tool for c in brain(text, ear=ear).calls] == ["find_records"]


def test_what_is_to_be_ended_is(brain: Any, ear: Any) -> None:
    (call,) = brain("三周没跟进的商机都标记输单", ear=ear).calls
    assert call.args["changes"][0]["fields"] == {"stage": "lost"}
