"""Orders behind a reason are understood without it; a report before an order stays a report."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("They want more modules, so would you please raise D-12 by 10%?", {"amount": "+10%"}),
        ("I'm so happy, D-12 is ours, would you please mark it as won?", {"stage": "won"}),
        ("客户催得紧，麻烦把工单T-1011优先级改成高", {"priority": "high"}),
        ("D-12客户又拖了，帮我把它的预计成交推迟两周", {"expected_close_date": "+2 weeks"}),
    ],
)
def test_an_order_behind_a_reason(text: str, fields: dict[str, str], brain: Any) -> None:
    (call,) = brain(text).calls
    assert call.tool == "propose_change"
    assert call.args["changes"][0]["fields"] == fields


def test_a_report_before_an_order_is_logged_too(brain: Any) -> None:
    found = brain("Met Ana Ruiz today, could you please move D-12 to Proposal?")
    assert "log_interaction" in [c.tool for c in found.calls]
    assert "Proposal" in str(found.calls)
