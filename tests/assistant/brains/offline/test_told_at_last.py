"""Reports in words no rule knows, and what they are put on record as."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("can you note I fired off the offer to Ana Ruiz last Wednesday, by email", "email"),
        ("on-site @ Acme with Tom Becker last Wednesday", "visit"),
        ("I was having lunch with Ana Ruiz last Wednesday, only small talk, to keep contact", "meeting"),
        ("上周三请李娜吃饭，没谈啥正事", "meeting"),
        ("上周三跟李娜搓了一顿，聊聊天而已", "meeting"),
        ("李娜的quotation 上周三发出去了，记一下", "email"),
        ("报价单上周三已经发李娜", "email"),
    ],
)
def test_a_report_keeps_its_medium_and_its_day(text: str, kind: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert (call.tool, call.args["kind"]) == ("log_interaction", kind)
    assert call.args["when"] == ("2026-11-18" if text.isascii() else "2026-11-11")


@pytest.mark.parametrize(
    "text", ["phoned Ana Ruiz - not reached", "gave Ana Ruiz a buzz, didnt pick up", "给李娜打电话没打通"]
)
def test_nobody_reached_is_a_call_not_held(text: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert (call.args["kind"], call.args["status"]) == ("call", "not_held")


@pytest.mark.parametrize("text", ["上周三跟李娜聊了什么？", "what did Ana Ruiz say last Wednesday?"])
def test_a_question_of_a_day_gone_by_is_no_report(text: str, brain: Any, ear: Any) -> None:
    assert "log_interaction" not in {c.tool for c in brain(text, ear=ear).calls}
