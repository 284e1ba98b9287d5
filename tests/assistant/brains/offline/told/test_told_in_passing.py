"""Orders put in passing, and readings that cannot be meant."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "entity", "fields"),
    [
        ("Ana Ruiz moved the meeting to next Friday", "activity", {"starts_at": "2026-11-27"}),
        ("李娜把会改到下周五了", "activity", {"starts_at": "2026-11-27"}),
        ("Umbrella is the competition on D-12, put that in", "deal", {"competitor": "Umbrella"}),
        ("we're up against Umbrella on D-12", "deal", {"competitor": "Umbrella"}),
        ("D-12我们在跟用友PK", "deal", {"competitor": "用友"}),
        ("请在D-12的竞争对手一栏填写用友", "deal", {"competitor": "用友"}),
        ("new name for Acme: Umbrella", "account", {"name": "Umbrella"}),
        ("麻烦把华阳客户名称修改为用友", "account", {"name": "用友"}),
        ("Ana Ruiz uses ana@new.example now, save that", "contact", {"email": "ana@new.example"}),
        (
            "what we do next on D-12 is send the samples, put that in as next step",
            "deal",
            {"next_step": "send the samples"},
        ),
        ("put Tom Becker on ticket T-1004", "ticket", {"assignee": "Tom Becker"}),
        ("task TK-7 should be due next Friday, change it", "task", {"due_on": "2026-11-27"}),
        ("they came back to us, so un-close D-12", "deal", {"stage": "open again"}),
        ("task TK-7 isn't needed anymore, cancel it", "task", {"status": "cancelled"}),
        ("ticket T-1004 was closed too early, put it back to open", "ticket", {"status": "pending"}),
        ("please adjust the win probability of D-12 to 10%", "deal", {"probability": "10%"}),
    ],
)
def test_what_is_so_now_is_changed(text: str, entity: str, fields: dict[str, str], brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["fields"]) == (entity, fields)


@pytest.mark.parametrize(
    "text", ["bin the contact Ana Ruiz", "kick Ana Ruiz out of the contact list", "把李娜从联系人里删掉"]
)
def test_a_record_is_taken_off_its_list(text: str, brain: Any) -> None:
    (change,) = brain(text).calls[0].args["changes"]
    assert (change["op"], change["entity"]) == ("delete", "contact")


@pytest.mark.parametrize(
    ("text", "owner", "to"),
    [
        ("open deals Tom Becker -> Maya Ortiz, all", "Tom Becker", "Maya Ortiz"),
        ("hand Tom Becker's whole open pipeline over to Maya Ortiz", "Tom Becker", "Maya Ortiz"),
        ("徐凌在途的单子转赵敏", "徐凌", "赵敏"),
        ("徐凌在途商机→赵敏，全部", "徐凌", "赵敏"),
    ],
)
def test_who_is_named_last_gets_them(text: str, owner: str, to: str, brain: Any) -> None:
    (change,) = brain(text).calls[0].args["changes"]
    assert {"field": "owner", "op": "=", "value": owner} in change["where"]
    assert change["fields"] == {"owner": to}


@pytest.mark.parametrize(
    "text",
    [
        "so Ana Ruiz would like a quote and i'll forget so can you remind me next Friday",
        "don't let me forget on Friday: Ana Ruiz asked for a quote",
    ],
)
def test_to_forget_something_erases_nobody(text: str, brain: Any, ear: Any) -> None:
    assert {c.tool for c in brain(text, ear=ear).calls} == {"create_task"}


def test_nothing_is_shared_until_a_day_gone_by(brain: Any, ear: Any) -> None:
    found = brain("Tom Becker and I were on site at Acme last Wednesday", ear=ear)
    assert "share_record" not in {c.tool for c in found.calls}


def test_tasks_to_be_done_are_those_that_are_not(brain: Any, ear: Any) -> None:
    (call,) = brain("got through all my tasks due this quarter, set them to complete", ear=ear).calls
    where = call.args["changes"][0]["where"]
    assert {"field": "status", "op": "=", "value": "done"} not in where


def test_what_was_closed_is_no_forecast(brain: Any, ear: Any) -> None:
    (call,) = brain("how much did I close this month", ear=ear).calls
    assert (call.tool, call.args["measure"]) == ("find_records", "sum")
