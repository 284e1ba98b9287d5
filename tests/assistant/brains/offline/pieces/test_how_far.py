"""How far deals are, held against a stage, is told from the stage itself; a saying without it is not taken."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("my deals in proposal or later", "owner = me, stage >= proposal"),
        ("which deals are in negotiation or further along?", "stage >= negotiation"),
        ("how much do we have in proposal and beyond", "stage >= proposal"),
        ("deals past proposal closing this quarter", "stage > proposal, expected_close_date = this quarter"),
        ("deals that haven't reached proposal yet", "stage < proposal"),
        ("which of my deals are at least in proposal", "owner = me, stage >= proposal"),
        ("方案报价及以后阶段的商机有哪些", "stage >= 方案报价"),
        ("谈判及以后的单子总额多少", "stage >= 谈判"),
        ("还没到方案报价的商机有几个", "stage < 方案报价"),
        ("已经过了方案报价的单子", "stage > 方案报价"),
        ("deals in negotiation", "stage = negotiation"),
        ("deals not in proposal", "stage != proposal"),
    ],
)
def test_a_stage_is_a_mark_on_the_way(text: str, where: str, brain: Any, told: Any) -> None:
    calls = brain(text).calls
    assert [c.tool for c in calls] == ["find_records"]
    assert f"[{where}]" in told(calls)
