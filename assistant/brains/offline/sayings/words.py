"""Words a masked message has in common with sayings, rare ones counting most: what chooses among the nearest in meaning."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from assistant.brains.offline.sayings import sayings

_WORD = re.compile(r"[a-z0-9][a-z0-9'&.+@_-]*|[\u3400-\u9fff]")
_PROPER = re.compile(r"(?<=\w )[A-Z][a-z]+")
_SMALL = re.compile(r"(?<![A-Za-z])[a-z0-9][a-z0-9'&.+@_-]*(?![A-Za-z])")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_UNSEEN = 5.0
"""The weight of a word no saying holds."""


def alike(mask: str, zh: bool, numbers: Iterable[int]) -> dict[int, float]:
    """The share of words in common with each of these sayings, from 0 to 1, by its number."""
    ours = _weighted(mask, zh)
    found = {}
    for number in numbers:
        theirs = _held(number, zh)
        found[number] = sum(weight * theirs[piece] for piece, weight in ours.items() if piece in theirs)
    return found


@cache
def vocabulary(zh: bool) -> frozenset[str]:
    """Words (English, folded) or pairs of characters (Chinese) that sayings hold outside their slots, more than once."""
    seen, proper = Counter[str](), Counter[str]()
    for saying in sayings(zh):
        text = saying.literal()
        if zh:
            seen.update({a + b for run in _HAN.findall(text) for a, b in pairwise(run)})
        else:
            seen.update({w.strip(".'") for w in _SMALL.findall(text)})
            proper.update({w.casefold() for w in _PROPER.findall(text)})
    return frozenset(word for word, n in seen.items() if n > 1 + 4 * proper[word])


@cache
def _held(number: int, zh: bool) -> dict[str, float]:
    return _weighted(sayings(zh)[number].masked(zh), zh)


@cache
def _rarity(zh: bool) -> dict[str, float]:
    likes = [s.masked(zh) for s in sayings(zh)]
    seen = Counter(piece for text in likes for piece in set(_pieces(text)))
    return {piece: math.log(1 + len(likes) / n) for piece, n in seen.items()}


def _pieces(text: str) -> list[str]:
    words = _WORD.findall(text.casefold())
    return words + [f"{a} {b}" for a, b in pairwise(words)]


def _weighted(text: str, zh: bool) -> dict[str, float]:
    rarity = _rarity(zh)
    found = {piece: rarity.get(piece, _UNSEEN) for piece in _pieces(text)}
    size = math.sqrt(sum(w * w for w in found.values())) or 1.0
    return {piece: w / size for piece, w in found.items()}
