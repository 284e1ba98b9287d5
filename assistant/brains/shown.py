"""An answer shown while it is written: whole sentences, as far as they may be shown."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from assistant.blocks import Token
from assistant.grounding import safe_markdown

_SENTENCE_END = re.compile(r"[。！？；\n]|[.!?;](?=\s)")


class Shown:
    """Tells a message's words as they come, a sentence at a time.

    Args:
        tell: takes each piece as an event.
        passes: what of the message so far may be shown; "" keeps it back until the turn ends. None lets everything pass.
    """

    def __init__(self, tell: Callable[[Any], Awaitable[None]], passes: Callable[[str], str] | None) -> None:
        self._tell_to, self._passes = tell, passes
        self._text, self._told, self._read = "", "", 0

    async def more(self, text: str) -> None:
        """Another piece of the message."""
        self._text += text
        ends = [m.end() for m in _SENTENCE_END.finditer(self._text, self._read)]
        if ends:
            self._read = ends[-1]
            await self._tell(self._text[: self._read])

    async def end(self, *, final: bool) -> None:
        """The message is complete; the rest is told unless it only leads up to a tool call."""
        if self._text and final:
            await self._tell(self._text)
        self._text, self._told, self._read = "", "", 0

    async def _tell(self, text: str) -> None:
        passed = safe_markdown(self._passes(text) if self._passes else text)
        if passed.startswith(self._told) and len(passed) > len(self._told):
            fresh, self._told = passed[len(self._told) :], passed
            await self._tell_to(Token(fresh))
