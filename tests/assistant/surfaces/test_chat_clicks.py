"""A click that meets trouble says so in one sentence, and never shows what broke."""

import asyncio
import logging
from typing import Any

import pytest

from assistant.surfaces import chat_turn
from crm_store.errors import BadValue


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the page is told, in place of a socket."""
    told: list[str] = []

    class Message:
        def __init__(self, content: str) -> None:
            self.content = content

        async def send(self) -> None:
            told.append(self.content)

    monkeypatch.setattr(chat_turn.cl, "Message", Message)
    monkeypatch.setattr(chat_turn, "spoken", lambda: "zh")
    return told


def click(trouble: Exception | None) -> None:
    async def run() -> None:
        async with chat_turn.calmly():
            if trouble is not None:
                raise trouble

    asyncio.run(run())


def test_a_refusal_is_told_in_the_language_of_the_page(said: list[str]) -> None:
    click(BadValue("Not that.", "这样不行。"))
    assert said == ["这样不行。"]


def test_a_surprise_gives_a_number_and_keeps_its_words_to_the_log(said: list[str], caplog: Any) -> None:
    with caplog.at_level(logging.ERROR, logger="parley.chat"):
        click(RuntimeError("secret path /srv/x"))
    (sentence,) = said
    assert "secret" not in sentence
    number = caplog.records[0].message
    assert number in sentence
    assert "secret path" in caplog.text


def test_nothing_is_said_when_all_is_well(said: list[str]) -> None:
    click(None)
    assert said == []
