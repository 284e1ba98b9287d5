"""A book of phrases in two languages, found in a text by walking a tree of characters: longest first, whole words only."""

from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

_END = ""


class Hit(NamedTuple, Generic[T]):
    """A phrase of the book in the text."""

    start: int
    end: int
    values: tuple[T, ...]


class PhraseBook(Generic[T]):
    """Phrases with the values they stand for; the same phrase may stand for several.

    English phrases match whole words, Chinese ones anywhere. One space in a phrase matches one space or hyphen of the text.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._root: dict[str, object] = {}
        self.words: set[str] = set()
        values: dict[str, list[T]] = {}
        for phrase, value in entries:
            key = phrase.strip().casefold()
            if key and value not in values.setdefault(key, []):
                values[key].append(value)
        for key, found in values.items():
            self._add(key, tuple(found))
            self.words.update(w for w in key.replace("-", " ").split() if w.isascii())

    def _add(self, key: str, values: tuple[T, ...]) -> None:
        node = self._root
        for character in key:
            node = node.setdefault(character, {})  # type: ignore[assignment]
        node[_END] = values

    def at(self, text: str, start: int) -> Iterator[Hit[T]]:
        """Every phrase that begins at `start`, shortest first."""
        if start and _latin(text[start]) and _latin(text[start - 1]):
            return
        node: object = self._root
        for place in range(start, len(text)):
            character = text[place]
            assert isinstance(node, dict)
            node = node.get(character) or (node.get(" ") if character == "-" else None)
            if node is None:
                return
            assert isinstance(node, dict)
            if _END in node:
                end = place + 1
                if not (end < len(text) and _latin(character) and _latin(text[end])):
                    yield Hit(start, end, node[_END])

    def all(self, text: str) -> list[Hit[T]]:
        """Every phrase anywhere, also overlapping ones."""
        return [hit for start in range(len(text)) for hit in self.at(text, start)]

    def longest(self, text: str) -> list[Hit[T]]:
        """The longest phrases that do not overlap, in order of appearance."""
        return keep_longest(self.all(text))


def keep_longest(hits: Iterable[Hit[T]]) -> list[Hit[T]]:
    """Of overlapping hits the longest; of equally long ones the first."""
    taken: set[int] = set()
    kept: list[Hit[T]] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        if taken.isdisjoint(range(hit.start, hit.end)):
            taken.update(range(hit.start, hit.end))
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


def _latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")
