"""What a draft thanks, apologises or asks for is said in sentences of its own, in the order they were wished."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "add"),
    [
        (
            "Draft a short mail to Bob Miller apologising for the double invoice and saying we'll have it corrected by Wednesday",
            ["I apologise for the double invoice.", "We'll have it corrected by Wednesday."],
        ),
        ("write an e-mail to Bob Miller to thank him for the call", ["Thank you for the call."]),
        (
            "draft a thank-you note to Bob Miller for the visit and ask whether Ana has seen the offer",
            ["Thank you for the visit.", "I would like to ask whether Ana has seen the offer."],
        ),
        (
            "Write Bob Miller, friendly, it's been a while, ask what made them go the other way in September",
            ["I would like to ask what made you go the other way in September."],
        ),
    ],
)
def test_it_is_said_in_sentences(text: str, add: list[str], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["to"], call.args["add"]) == ("draft_message", "Bob Miller", add)


def test_what_it_is_only_about_is_its_topic(brain: Any) -> None:
    (call,) = brain("draft a mail to Bob Miller about the migration").calls
    assert (call.args["topic"], "add" in call.args) == ("migration", False)


@pytest.mark.parametrize(
    ("text", "add", "without"),
    [
        ("Draft a mail to Bob Miller saying we'll have it corrected by Wednesday. No discount promises!", ["We'll have it corrected by Wednesday."], ["discount promises"]),
        ("write to Bob Miller, saying we ship on Friday, but don't mention the price", ["We ship on Friday."], ["the price"]),
        ("给李娜写封邮件，说下周五发货，别提折扣", ["下周五发货"], ["折扣"]),
    ],
)  # fmt: skip
def test_what_it_is_not_to_say_is_left_out(text: str, add: list[str], without: list[str], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["add"], call.args["without"]) == ("draft_message", add, without)


@pytest.mark.parametrize(
    ("text", "add"),
    [
        ("帮我写封邮件给李娜，说书面迁移说明已经准备好了，语气客气点，附带问下23号演示几点方便", ["书面迁移说明已经准备好了", "另外想请教您，23号演示几点方便？"]),
        ("给李娜写个邮件，感谢她给机会，说明年有需要随时找我们", ["感谢您给机会", "明年有需要随时找我们"]),
    ],
)  # fmt: skip
def test_how_it_is_to_be_said_is_not_said(text: str, add: list[str], brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["add"]) == ("draft_message", add)
