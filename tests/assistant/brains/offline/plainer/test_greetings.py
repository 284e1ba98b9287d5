"""Words a message opens with that ask for nothing."""

from typing import Any

import pytest

from assistant.brains.offline.plainer.greetings import without_opening


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("ok, remind me to call Ana", "remind me to call Ana"), ("hi, what's open at Acme", "what's open at Acme"),
        ("thanks - how many deals are open", "how many deals are open"), ("对了，李娜的电话是多少", "李娜的电话是多少"),
        ("等下，改成12月25号", "改成12月25号"),
    ],
)  # fmt: skip
def test_the_opening_is_left_out(said: str, rest: str) -> None:
    assert without_opening(said) == rest


@pytest.mark.parametrize(
    "said", ["ok but make it Friday", "ok", "hello", "好，保存", "right and close it", "好的，但改到周四"]
)
def test_an_answer_is_kept_as_it_is(said: str) -> None:
    assert without_opening(said) == said


def test_a_task_is_not_called_ok(brain: Any) -> None:
    (call,) = brain("ok remind me to call Ana Ruiz on Monday").calls
    assert call.args["title"] == "Call Ana Ruiz"


def test_a_report_keeps_every_word(brain: Any) -> None:
    said = "right, met Ana Ruiz today, she wants a quote by Friday"
    (call,) = brain(said).calls
    assert call.args["note"] == said
