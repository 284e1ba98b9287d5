"""Several instructions about one draft are told apart, and what is to be put in keeps its own words."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call

DRAFT = Call("draft_message", {"to": "李娜", "topic": "演示"})


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("加一句周四上午10点到现场演示，改成微信", {"add": ["周四上午10点到现场演示"], "channel": "wechat"}),
        ("改成微信，加一句周四上午10点到现场演示", {"add": ["周四上午10点到现场演示"], "channel": "wechat"}),
        ("再加一句请她确认收货人", {"add": ["想请您确认收货人"]}),
        ("正式一点，加上我们会带样机和报价单", {"tone": "formal", "add": ["我们会带样机和报价单"]}),
        ("去掉最后一句，然后用英文", {"without": ["最后一"], "written_in": "en"}),
        ("再短一点，并且用英文", {"length": "short", "written_in": "en"}),
        ("a bit warmer, and mention the migration workshop on Tuesday", {"tone": "friendly", "add": ["I would also like to mention the migration workshop on Tuesday"]}),
        ("drop the last sentence and make it in German", {"without": ["last sentence"], "written_in": "German"}),
        ("make it shorter and as WeChat", {"length": "short", "channel": "wechat"}),
        ("more formal, please, and leave out the meeting", {"tone": "formal", "without": ["meeting"]}),
    ],
)  # fmt: skip
def test_two_instructions_are_both_followed(text: str, args: dict[str, Any], brain: Any) -> None:
    (call,) = brain(text, previous=[DRAFT]).calls
    assert (call.tool, dict(call.args)) == ("draft_message", {**DRAFT.args, **args})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("add that we come at 10 and bring the samples", "we come at 10 and bring the samples"),
        ("加一句周四到现场演示，请他们准备投影", "周四到现场演示，请他们准备投影"),
    ],
)
def test_a_sentence_with_a_comma_or_an_and_stays_one(text: str, said: str, brain: Any) -> None:
    (call,) = brain(text, previous=[DRAFT]).calls
    assert call.args["add"] == [said]


def test_a_language_no_draft_is_written_in_is_not_asked_for_again(brain: Any) -> None:
    (call,) = brain("shorter", previous=[Call("draft_message", {**DRAFT.args, "written_in": "German"})]).calls
    assert dict(call.args) == {**DRAFT.args, "length": "short"}
