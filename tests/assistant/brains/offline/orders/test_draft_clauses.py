"""A draft says what was dictated, each clause as a sentence to the customer; how it is to be said stands in no sentence."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "add"),
    [
        ("帮我写封邮件给李娜，说书面迁移说明已经准备好了，语气客气点，附带问下23号演示几点方便", ["书面迁移说明已经准备好了", "另外想请教您，23号演示几点方便？"]),
        ("给刘慧敏写个邮件，感谢她给机会，说明年有需要随时找我们", ["感谢您给机会", "明年有需要随时找我们"]),
        ("帮我给吕立新写个邮件，约12月初去看洁净室扩容", ["想约您12月初去看洁净室扩容，不知是否方便？"]),
        ("给王伟写封邮件，告诉他合同寄出了，请他收到后回签，短一点", ["合同寄出了", "想请您收到后回签"]),
        ("给张伟发条微信，问他合同法务审完了没，口气轻松点", ["想请教您，合同法务审完了没？"]),
    ],
)  # fmt: skip
def test_each_clause_is_a_sentence(text: str, add: list[str], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["add"]) == ("draft_message", add)
    assert "topic" not in call.args


@pytest.mark.parametrize(
    ("text", "topic"), [("给李娜写封邮件，感谢上周的接待", "上周的接待"), ("给郭振华写条微信，催一下预算确认，别显得太急", "预算确认")]
)  # fmt: skip
def test_one_matter_alone_is_the_topic(text: str, topic: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.args["topic"], "add" in call.args) == (topic, False)
