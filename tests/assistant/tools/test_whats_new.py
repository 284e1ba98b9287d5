"""What is new since the last talk with a customer: the day of that talk is found, and none is made up."""

from typing import Any

import pytest
from parley_worlds import ADMIN, LIN


@pytest.mark.parametrize(
    ("since", "named"),
    [
        ("since our last visit", "since the visit on"), ("since the last call", "since the call on"),
        ("上次见面以来", "以来"), ("最近一次电话之后", "以来"), ("since we last met", "since the"),
    ],
)  # fmt: skip
def test_the_last_talk_gives_the_day(ask: Any, since: str, named: str) -> None:
    language = "en" if since.isascii() else "zh"
    told = ask(ADMIN, "whats_new", language=language, record="Acme", since=since)
    assert told.ok
    assert named in told.say
    assert told.data["since"][:4] in ("2025", "2026")


def test_a_kind_of_talk_that_never_was_is_said(ask: Any) -> None:
    told = ask(ADMIN, "whats_new", record="Acme", since="since our last meeting")
    assert not told.ok
    assert "No such talk with Acme" in told.say
    later = ask(ADMIN, "whats_new", record="Acme", since="since our last call").data["since"]
    assert later >= ask(ADMIN, "whats_new", record="Acme", since="since January 1").data["since"]


def test_what_happened_counts_what_people_did_too(ask: Any) -> None:
    """No field changes by a call, and yet it happened: the same number as in the report of that time."""
    for tool, args in (
        ("history", {"period": "this month", "whose": "my team"}),
        ("whats_new", {"since": "this month"}),
    ):
        said = ask(LIN, tool, **args).say
        assert "On record as having taken place then: " in said
        assert "期间已完成的跟进" in ask(LIN, tool, language="zh", **args).say
    report = ask(LIN, "team_report", period="this month").data["activities"]
    assert f"taken place then: {report} activit" in ask(LIN, "history", period="this month", whose="my team").say
    assert "taken place" not in ask(LIN, "history", period="this month", whose="my team", field="amount").say
