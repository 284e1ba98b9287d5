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
