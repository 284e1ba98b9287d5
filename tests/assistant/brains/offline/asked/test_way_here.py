"""How something came to where it stands is its changes and what was talked about on the way."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("华阳数据平台一期是怎么一路走过来的", "华阳数据平台一期"),
        ("Globex的来龙去脉", "Globex"),
        ("华阳智造怎么一步步谈到现在的", "华阳智造"),
        ("how did we get here with the Globex factory rollout? who said what, when", "Globex factory rollout"),
        ("what's the whole story of the Acme renewal", "Acme renewal"),
        ("walk me through how we got here with Globex", "Globex"),
    ],
)
def test_the_way_is_changes_and_talks(text: str, record: str, brain: Any) -> None:
    changes, talks = brain(text).calls
    assert (changes.tool, changes.args) == ("history", {"record": record})
    assert (talks.tool, talks.args["entity"], talks.args["sort"]) == ("find_records", "activity", "starts_at")
    assert talks.args["filters"][0]["value"] == record
