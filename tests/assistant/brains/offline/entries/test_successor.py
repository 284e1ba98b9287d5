"""Somebody leaves a customer and another comes: one is no longer of it, the other a new contact there."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "left", "new"),
    [
        ("明衡的潘静怡离职了，标一下，接手的叫许文博，手机13800001234", "潘静怡", {"name": "许文博", "phone": "13800001234", "account": "明衡"}),
        ("楚衡的钟月华走了，新对接人是罗明，电话13911112222", "钟月华", {"name": "罗明", "phone": "13911112222", "account": "楚衡"}),
        ("Ivan Novak has left Nordhafen Papier, his successor is Peter Holm, phone +49 170 1234567", "Ivan Novak", {"name": "Peter Holm", "phone": "+49 170 1234567", "account": "Nordhafen Papier"}),
    ],
)  # fmt: skip
def test_one_leaves_and_one_comes(text: str, left: str, new: dict[str, str], brain: Any) -> None:
    gone, comes = [c for call in brain(text).calls for c in call.args["changes"]]
    assert (gone["record"], gone["fields"]) == (left, {"account": "none"})
    assert (comes["op"], comes["entity"], comes["fields"]) == ("create", "contact", new)
