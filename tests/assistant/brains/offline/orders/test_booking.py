"""An appointment whose day and clock time are said apart has both."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "starts"),
    [("明天约了李娜下午3点", "2026-11-21 15:00"), ("下周二约周启明上午10点见面", "2026-11-24 10:00")],
)
def test_the_clock_said_apart_is_kept(text: str, starts: str, brain: Any, ear: Any) -> None:
    (change,) = brain(text, ear=ear).calls[0].args["changes"]
    assert (change["entity"], change["fields"]["starts_at"]) == ("activity", starts)


def test_a_promotion_sets_the_new_position(brain: Any, ear: Any) -> None:
    (change,) = brain("李娜升职了，现在是副总", ear=ear).calls[0].args["changes"]
    assert change["fields"] == {"title": "副总"}


@pytest.mark.parametrize(
    ("text", "subject", "body"),
    [
        ("下周二下午三点约薛志远，线上会，一小时，聊明年续约，地点写腾讯会议", "与薛志远的会议：明年续约", "线上会，腾讯会议"),
        ("约王伟下周四上午十点，聊实验室增购，我去他们公司", "与王伟的会议：实验室增购", "我去他们公司"),
        ("Book a meeting with Ivan Novak next Tuesday 3pm about next year's renewal, at their office", "Meeting with Ivan Novak: next year's renewal", "at their office"),
    ],
)  # fmt: skip
def test_the_matter_is_the_subject_and_the_place_is_kept(text: str, subject: str, body: str, brain: Any) -> None:
    (call,) = brain(text).calls
    fields = call.args["changes"][0]["fields"]
    assert (fields["subject"], fields["body"]) == (subject, body)
