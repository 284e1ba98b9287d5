"""What somebody or a team was busy with, and who wins or loses most often."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("said", "whose", "period"),
    [
        ("上周大家都忙些什么", "my team", "上周"),
        ("苏州组这个月都做了些什么", "苏州", "这个月"),
        ("徐凌上周干了啥", "徐凌", "上周"),
    ],
)
def test_what_was_done_is_told_of_whom_it_is_asked(said: str, whose: str, period: str, brain: Any) -> None:
    (call,) = brain(said).calls
    assert call.tool == "team_activity"
    assert (call.args["whose"], call.args["period"]) == (whose, period)


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
