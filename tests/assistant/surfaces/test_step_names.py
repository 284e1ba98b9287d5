"""Every tool has a name of its step in the chat, in both languages."""

import pytest

from assistant import tools
from assistant.surfaces.chat_words import step_name


@pytest.mark.parametrize("name", sorted(t.name for t in tools.specs()))
def test_a_tools_step_is_named_in_both_languages(name: str) -> None:
    english, chinese = step_name(name, "en"), step_name(name, "zh")
    assert english.casefold() != name.replace("_", " ")
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese), chinese
