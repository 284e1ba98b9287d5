"""Orders that name a field and no record, after one was talked about."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Named

DEAL = (Named("deal", 7, "D-7", "华阳数据平台一期"),)


@pytest.mark.parametrize("said", ["把预计成交日推到12月底", "push the close date to December 31"])
def test_a_field_is_no_record(said: str, brain: Any) -> None:
    (call,) = brain(said, focus=DEAL).calls
    (change,) = call.args["changes"]
    assert (change["record"], change["fields"]) == ("D-7", {"expected_close_date": "2026-12-31"})
