"""Typing errors in the words the brain knows: one letter missing, doubled, swapped or wrong."""

import re
from functools import cache

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.cues import cue_words
from assistant.brains.offline.words.lexicon import sense_words

_WORD = re.compile(r"(?<![\w'’])[A-Za-z]{4,60}(?![\w'’])")
_TOGETHER = 10
_JOINTS = frozenset(
    "a i in of on to my me is do by at for the all our are any was has had how who what which when this that with from next last week month year today quarter".split()
)


def mended(text: str, r: Reading) -> str:
    """The text with English words put right that are one slip away from a word the brain knows, and no name; and words run together parted."""
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
        if len(word) >= _TOGETHER and (apart := _parted(word)):
            return apart
        hits = {
            w
            for key in (word, *shorter(word))
            for w in near.get(key, ())
            if w[0] == word[0] and abs(len(w) - len(word)) <= 1 and slip(w, word)
        }
        return min(hits, key=lambda w: (w[-1] != word[-1], w)) if hits else match[0]

    return _WORD.sub(fix, text)


@cache
def _words() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    known = frozenset(w for w in cue_words() | sense_words() if w.isalpha())
    near: dict[str, list[str]] = {}
    for word in sorted(known):
        if len(word) >= 4:
            for key in (word, *shorter(word)):
                near.setdefault(key, []).append(word)
    return known, {k: tuple(v) for k, v in near.items()}


def _parted(word: str) -> str:
    """ "showmyoverduetasks" as the fewest known words it is made of; empty when it is made of none."""
    known = _words()[0] | _JOINTS
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 14), end):
            before, piece = best[start], word[start:end]
            if before is None or piece not in known or (len(piece) < 3 and piece not in _JOINTS):
                continue
            made = [*before, piece]
            held = best[end]
            if held is None or len(made) < len(held):
                best[end] = made
    found = best[-1]
    return " ".join(found) if found and len(found) > 1 else ""


def shorter(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def slip(a: str, b: str) -> bool:
    """One letter inserted, left out, swapped with its neighbour, or (in words of six and more) replaced."""
    if len(a) != len(b):
        long, short = (a, b) if len(a) > len(b) else (b, a)
        return short in shorter(long)
    wrong = [i for i in range(len(a)) if a[i] != b[i]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
    return len(wrong) == 1 and len(a) >= 6
