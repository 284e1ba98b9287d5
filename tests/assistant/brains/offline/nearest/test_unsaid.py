"""What a known saying holds and the message does not stays out of a change: the reason of a loss, a title's words, a new name."""

from typing import Any

import pytest


def fields(calls: Any) -> dict[str, Any]:
    (call,) = calls
    (change,) = call.args["changes"]
    return dict(change["fields"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("泽禾设备联网黄了 被数砺软件截胡", "competitor"),
        ("泽禾设备联网那边签了数砺软件 我们没戏了", "competitor"),
        ("泽禾设备联网丢了", None),
        ("泽禾设备联网黄了 嫌我们贵", "price"),
        ("泽禾设备联网这单没了，预算被砍了", "no_budget"),
        ("泽禾设备联网黄了 没说原因", None),
        ("泽禾设备联网吹了，人家嫌我们功能不够", "product_fit"),
        ("Nordhafen Papier calibration management fell through", None),
        ("lost Nordhafen Papier calibration management, no idea why", None),
        ("Nordhafen Papier calibration management is dead, they had no money", "no_budget"),
    ],
)
def test_a_loss_has_the_reason_that_was_told_and_no_other(text: str, reason: str | None, brain: Any, ear: Any) -> None:
    found = fields(brain(text, ear=ear).calls)
    assert (found["stage"], found.get("lost_reason")) == ("lost", reason)


def test_a_title_holds_no_word_of_a_saying(brain: Any, ear: Any) -> None:
    (call,) = brain("make a task for Maya Ortiz: update the forecast by Wednesday", ear=ear).calls
    assert (call.args["title"], call.args["assignee"]) == ("Update the forecast", "Maya Ortiz")


def test_nothing_is_renamed_that_was_only_told_of(brain: Any, ear: Any) -> None:
    calls = brain("华阳新来的厂长姓龚", ear=ear).calls
    assert not any("name" in c["fields"] for call in calls for c in call.args.get("changes", ()))
