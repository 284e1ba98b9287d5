"""Tables of turns of phrase: what is said, and the plainer way to say it."""

import re
from collections.abc import Iterable


class Turns:
    """(pattern, replacement) pairs as `re.sub` takes them, applied one after the other."""

    def __init__(self, table: Iterable[tuple[str, str]]) -> None:
        self._rules = tuple((re.compile(pattern), made) for pattern, made in table)

    def plain(self, text: str) -> str:
        """The text in plain turns, or the text itself."""
        for pattern, made in self._rules:
            text = pattern.sub(made, text)
        return text
