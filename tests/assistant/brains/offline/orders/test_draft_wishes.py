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
