"""Typing errors in the words the brain knows: one letter missing, doubled, swapped or wrong."""

import re
from functools import cache

from assistant.brains.offline.cues import cue_words
from assistant.brains.offline.lexicon import sense_words
from assistant.brains.offline.reading import Reading

_WORD = re.compile(r"[A-Za-z]{4,14}")


def mended(text: str, r: Reading) -> str:
    """The text with English words put right that are one slip away from a word the brain knows, and no name."""
    known, near = _words()
    named = {i for n in r.names for i in range(n.start, n.end)}

    def fix(match: re.Match[str]) -> str:
        word = match[0].lower()
        if (
            word in known
            or match.start() in named
            or (match[0][0].isupper() and match.start() > 0 and not match[0].isupper())
        ):
            return match[0]
        hits = {
            w
            for key in (word, *_shorter(word))
            for w in near.get(key, ())
            if w[0] == word[0] and abs(len(w) - len(word)) <= 1 and _slip(w, word)
        }
        return min(hits, key=lambda w: (w[-1] != word[-1], w)) if hits else match[0]

    return _WORD.sub(fix, text)


@cache
def _words() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    known = frozenset(w for w in cue_words() | sense_words() if w.isalpha())
    near: dict[str, list[str]] = {}
    for word in sorted(known):
        if len(word) >= 4:
            for key in (word, *_shorter(word)):
                near.setdefault(key, []).append(word)
    return known, {k: tuple(v) for k, v in near.items()}


def _shorter(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _slip(a: str, b: str) -> bool:
    """One letter inserted, left out, swapped with its neighbour, or (in words of six and more) replaced."""
    if len(a) != len(b):
        long, short = (a, b) if len(a) > len(b) else (b, a)
        return short in _shorter(long)
    wrong = [i for i in range(len(a)) if a[i] != b[i]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
    return len(wrong) == 1 and len(a) >= 6
