"""Who wins or loses most often."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("said", "by"),
    [("上个季度谁的胜率最低", "owner"), ("按销售的赢单率", "owner"), ("哪个团队的赢单率最高", "team")],
)
def test_win_rates_are_compared_by_whom_they_are_of(said: str, by: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args["by"]) == ("win_loss", by)


def test_who_loses_most_is_counted_by_owner(brain: Any) -> None:
    (call,) = brain("上个月谁丢单丢得最多").calls
    assert call.args["group_by"] == "owner"
    assert {"field": "stage.kind", "op": "=", "value": "lost"} in call.args["filters"]


@pytest.mark.parametrize("said", ["按行业的赢单率", "我们输给哪个竞争对手最多", "提醒我下周总结一下都干了什么"])
def test_other_questions_stay_what_they_are(said: str, brain: Any) -> None:
    for call in brain(said).calls:
        assert call.args.get("by") not in ("owner", "team")
        assert call.args.get("entity") != "activity"
