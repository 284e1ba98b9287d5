"""Cues: the verbs and small words of a text, each with where it stands."""

from functools import cache

from assistant.brains.offline.words.phrases import Hit, PhraseBook
from assistant.brains.offline.words.small_words import SMALL
from assistant.brains.offline.words.verbs import verb_phrases


def cues(text: str) -> dict[str, list[Hit[str]]]:
    """Every cue in folded text by name: of one name the longest, without overlap; different names may overlap."""
    found: dict[str, list[Hit[str]]] = {}
    taken: dict[str, set[int]] = {}
    for hit in sorted(_book().all(text), key=lambda h: (h.start - h.end, h.start)):
        for name in hit.values:
            # Longest first: a later hit that overlaps a kept one must hit one of its own two ends.
            places = taken.setdefault(name, set())
            if hit.start not in places and hit.end - 1 not in places:
                places.update(range(hit.start, hit.end))
                found.setdefault(name, []).append(hit)
    return {name: sorted(hits, key=lambda h: h.start) for name, hits in found.items()}


def cue_words() -> frozenset[str]:
    """Every English word of the book, to mend typos with."""
    return frozenset(_book().words)


@cache
def _book() -> PhraseBook[str]:
    entries = [(phrase, name) for name, phrases in SMALL.items() for phrase in phrases.split("|")]
    return PhraseBook([*entries, *verb_phrases()])
