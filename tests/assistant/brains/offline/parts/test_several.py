"""One wish about several records called by name: none of them is left out."""

from typing import Any

import pytest


def changed(brain: Any, text: str) -> list[tuple[str, dict[str, str]]]:
    (call,) = brain(text).calls
    assert call.tool == "propose_change", call
    return [(c["record"], c.get("fields", {"op": c["op"]})) for c in call.args["changes"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("give D-12 and D-13 to Chen Xiao", [("D-12", {"owner": "Chen Xiao"}), ("D-13", {"owner": "Chen Xiao"})]),
        ("move D-12, D-13 and D-14 to Proposal", [(d, {"stage": "Proposal"}) for d in ("D-12", "D-13", "D-14")]),
        ("mark tasks TK-1 and TK-2 as done", [("TK-1", {"status": "done"}), ("TK-2", {"status": "done"})]),
        ("D-12 and D-13 are both won", [("D-12", {"stage": "won"}), ("D-13", {"stage": "won"})]),
        ("把D-12和D-13都推进到方案报价", [("D-12", {"stage": "方案报价"}), ("D-13", {"stage": "方案报价"})]),
        ("把工单T-1011、T-1012和T-1013都关闭", [(t, {"status": "closed"}) for t in ("T-1011", "T-1012", "T-1013")]),
        ("delete D-12 and D-13", [("D-12", {"op": "delete"}), ("D-13", {"op": "delete"})]),
        ("tag D-12 and D-13 as key", [("D-12", {"tags": "+key"}), ("D-13", {"tags": "+key"})]),
        ("set D-12 to 50k and D-13 to 60k", [("D-12", {"amount": "50000"}), ("D-13", {"amount": "60000"})]),
        ("move D-12 to Proposal, D-13 to Demo", [("D-12", {"stage": "Proposal"}), ("D-13", {"stage": "Demo"})]),
    ],
)
def test_every_record_called_by_name_is_changed(text: str, wanted: Any, brain: Any) -> None:
    assert changed(brain, text) == wanted


def test_what_is_asked_of_two_is_told_of_both(brain: Any) -> None:
    calls = brain("what stage are D-12 and D-13 in?").calls
    assert [(c.tool, c.args["record"], c.args["fields"]) for c in calls] == [
        ("show_record", "D-12", ["stage"]),
        ("show_record", "D-13", ["stage"]),
    ]


@pytest.mark.parametrize("text", ["merge ACC-4 and ACC-9", "合并ACC-4和ACC-9"])
def test_two_held_together_stay_one_wish(text: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert call.tool == "merge_records"


def test_a_meeting_with_two_people_is_one(brain: Any) -> None:
    (call,) = brain("met Ana Ruiz and Li Na yesterday, they want a trial").calls
    assert call.tool == "log_interaction"
    assert len(call.args["with_people"]) == 2


def test_a_name_nobody_knows_is_told(brain: Any) -> None:
    found = brain("give D-12 and Blablub to Chen Xiao")
    assert "Blablub" in str((found.unsure, found.reply))
