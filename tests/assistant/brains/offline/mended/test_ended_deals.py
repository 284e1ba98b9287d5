"""A deal that is lost keeps no day to come."""

from typing import Any

import pytest


@pytest.mark.parametrize("text", ["泽禾设备联网泡汤了，说是明年再看", "D-12 is dead, they said maybe next year"])
def test_next_year_is_no_close_date_of_what_is_lost(text: str, brain: Any, ear: Any) -> None:
    (change,) = brain(text, ear=ear).calls[0].args["changes"]
    assert change["fields"]["stage"] == "lost"
    assert "expected_close_date" not in change["fields"]


def test_a_day_to_close_stays_where_nothing_is_lost(brain: Any) -> None:
    (change,) = brain("D-12 moves to negotiation, expected close next Friday").calls[0].args["changes"]
    assert {"stage", "expected_close_date"} <= set(change["fields"])
