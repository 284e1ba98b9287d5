"""How tool tests ask: one call by one person, as every brain makes it."""

from typing import Any

import pytest

from assistant.tools import ToolContext, ToolResult, call


class Ask:
    """`ask(CHEN, "show_record", record="Acme")`: the tool's result for that person in English, or `language="zh"`."""

    def __init__(self, world: Any) -> None:
        self.world = world

    def __call__(self, email: str, tool: str, *, language: Any = "en", focus: Any = (), **args: Any) -> ToolResult:
        with self.world.reading(email) as crm:
            return call(tool, ToolContext(crm, language, focus=list(focus)), args)


@pytest.fixture
def ask(small_world: Any) -> Ask:
    return Ask(small_world)


@pytest.fixture
def ask_bare(bare_world: Any) -> Ask:
    return Ask(bare_world)
