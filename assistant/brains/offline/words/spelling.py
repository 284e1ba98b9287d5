"""Slips of the finger put right before anything is read: a word no dictionary holds, one slip away from one the brain knows.

The dictionary says which words are words (pyspellchecker, MIT, ships its own list); what they may be meant for are the words of
the brain and of its sayings only, so that nothing is turned into what would not be understood anyway.
"""

import re
from functools import cache

from spellchecker import SpellChecker

from assistant.brains.offline.sayings.words import vocabulary
from assistant.brains.offline.terms import Linker
from assistant.brains.offline.words.cues import cue_words
from assistant.brains.offline.words.folding import han
from assistant.brains.offline.words.lexicon import sense_words
from assistant.brains.offline.words.mending import shorter, slip

_WORD = re.compile(r"(?<![\w'’@./-])(?<!\d )[a-z]{4,20}(?![\w@/-]|['’.]\w)")
"""A word in small letters: a name has a capital, an address a sign."""
_LONGEST = 400
_SMALL = frozenset("mins hrs secs kms pcs approx incl excl asap prio prios demo demos info infos intro todo todos mtgs appt appts rescheduled onsite offsite inbox upsell renewals redlines".split())  # fmt: skip
"""Words of the trade that the dictionary lacks."""


def spelt(text: str, linker: Linker) -> str:
    """The text with such words put right; names on record, quoted words and everything else stay."""
    if len(text) > _LONGEST or han(text) or "\n" in text.strip():
        return text
    doubtful = [m for m in _WORD.finditer(text) if m[0] not in _known() and m[0] not in _SMALL]
    doubtful = [m for m in doubtful if _near(m[0]) and not _dictionary().known([m[0]])]
    if not doubtful:
        return text
    taken = [(m.start, m.end) for m in linker.link(text)]
    quoted = [m.span() for m in re.finditer(r"\"[^\"]*\"|“[^”]*”|‘[^’]*’|(?<!\w)'[^']*'(?!\w)", text)]
    for match in reversed(doubtful):
        if not any(a < match.end() and match.start() < b for a, b in (*taken, *quoted)):
            text = f"{text[: match.start()]}{_near(match[0])}{text[match.end() :]}"
    return text


def load() -> None:
    """Read the dictionary and the words it is held against, which takes half a second the first time."""
    _near("befor")


@cache
def _known() -> frozenset[str]:
    words = (w for w in (*cue_words(), *sense_words(), *vocabulary(False)) if w.isascii() and w.isalpha())
    return frozenset(words)


@cache
def _dictionary() -> SpellChecker:
    return SpellChecker(language="en", distance=1)


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    near: dict[str, list[str]] = {}
    for word in sorted(w for w in _known() if len(w) >= 4):
        for key in (word, *shorter(word)):
            near.setdefault(key, []).append(word)
    return {key: tuple(words) for key, words in near.items()}


@cache
def _near(word: str) -> str:
    """The commonest word known that is one slip away and opens with the same letter; empty for none."""
    held = _keys()
    near = {w for key in (word, *shorter(word)) for w in held.get(key, ()) if w[0] == word[0]}
    hits = {w for w in near if slip(w, word) or _vowel(w, word)}
    often = _dictionary().word_usage_frequency
    return max(hits, key=lambda w: (sorted(w) == sorted(word), often(w), w)) if hits else ""


def _vowel(a: str, b: str) -> bool:
    """Whether one vowel was written for another: "deels"."""
    wrong = [(x, y) for x, y in zip(a, b, strict=True) if x != y] if len(a) == len(b) else []
    return len(wrong) == 1 and set(wrong[0]) <= set("aeiou") and len(a) > 4
