"""Tables of turns of phrase: what is said, and the plainer way to say it."""

import re
from collections.abc import Iterable


class Turns:
    """(pattern, replacement) pairs as `re.sub` takes them, applied one after the other."""

    def __init__(self, table: Iterable[tuple[str, str]], flags: int = 0) -> None:
        self._rules = tuple((re.compile(pattern, flags), made) for pattern, made in table)

    def plain(self, text: str) -> str:
        """The text in plain turns, or the text itself."""
        for pattern, made in self._rules:
            text = pattern.sub(made, text)
        return text


class Sentences:
    """(pattern, template) pairs: a sentence that one of them fits from its first word to its last is put as the template says."""

    def __init__(self, table: Iterable[tuple[str, str]], *, ends: str = "") -> None:
        self._rules = tuple((re.compile(f"(?:{pattern}){ends}", re.IGNORECASE), made) for pattern, made in table)

    def plain(self, text: str) -> str:
        """The sentence in plain words, or the text itself."""
        for pattern, made in self._rules:
            if (match := pattern.fullmatch(text)) is not None:
                return made.format(**{k: (v or "").strip() for k, v in match.groupdict().items()})
        return text
