"""What goes on from the question before: a record that is to be shown is shown whole."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call

OWNER = Call("show_record", {"record": "Acme", "fields": ["owner"]})


@pytest.mark.parametrize("text", ["展示华阳智造", "看看华阳智造", "打开华阳智造", "再介绍一下华阳智造"])
def test_a_record_is_shown_whole_after_one_field_of_another(text: str, brain: Any) -> None:
    (call,) = brain(text, previous=[OWNER]).calls
    assert (call.tool, dict(call.args)) == ("show_record", {"record": "华阳智造"})


@pytest.mark.parametrize("text", ["show Globex", "open Globex please"])
def test_so_it_is_in_english(text: str, brain: Any) -> None:
    (call,) = brain(text, previous=[OWNER]).calls
    assert (call.tool, dict(call.args)) == ("show_record", {"record": "Globex"})


@pytest.mark.parametrize("text", ["华阳智造呢", "what about Globex?"])
def test_the_same_field_is_asked_of_another(text: str, brain: Any) -> None:
    (call,) = brain(text, previous=[OWNER]).calls
    assert call.args["fields"] == ["owner"]
