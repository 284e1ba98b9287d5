"""How far it is to the target: of whoever asks, of a team that is named; a sigh behind it asks for nothing."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("这个季度目标还差多少啊，一单没签急死了", {"period": "这个季度"}), ("本季度指标还差多少 愁死了", {"period": "本季度"}), ("这个季度离目标还有多远", {"period": "这个季度"}),
        ("这个季度还差多少完成目标", {"period": "这个季度"}), ("我们组这个季度目标还差多少", {"period": "这个季度", "whose": "my team"}), ("今年我还差多少完成指标", {"period": "今年", "whose": "me"}),
        ("How far off target this quarter, haven't signed a thing", {"period": "this quarter"}), ("quota gap this quarter?", {"period": "this quarter"}),
    ],
)  # fmt: skip
def test_the_gap_is_that_of_the_asker_unless_a_team_is_named(
    text: str, args: dict[str, str], brain: Any, ear: Any
) -> None:
    (call,) = brain(text, ear=ear).calls
    assert (call.tool, call.args) == ("attainment", args)


def test_a_second_question_is_no_sigh(brain: Any) -> None:
    assert [c.tool for c in brain("这个季度目标还差多少，赵敏签了几单").calls] != ["attainment"]
