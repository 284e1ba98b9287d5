"""Messages no rule knows, taken as the plainer saying they are nearest to in meaning, with their own names and values in it."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.brains.offline.cues import cues
from assistant.brains.offline.folding import fold
from assistant.brains.offline.leftovers import texts
from assistant.brains.offline.lexicon import senses
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.sayings import Ear, Saying, assigned, nearest
from assistant.brains.offline.slots import Slot, masked, slots_of
from assistant.brains.offline.terms import Understanding

LONGEST = {False: 240, True: 120}
"""Longer messages tell several things; no one saying holds them."""
LOOKED_AT = 10
NEAR, NEARER = 0.6, 0.75
"""From here on a saying is taken for a question, and for a change."""
_OPPOSITE = frozenset(
    {
        "lose",
        "win",
        "raise",
        "lower",
        "close",
        "reopen",
        "delete",
        "create",
        "cancel",
        "postpone",
        "undo",
        "not held",
        "not",
        "except",
        "convert",
        "finish",
    }
)
"""Small words that turn a message round: both sides say them, or neither."""
_WORD = re.compile(r"[a-z0-9][a-z0-9'&.+@_-]*|[\u3400-\u9fff]")
_WRITES = frozenset({"log_interaction", "propose_change", "create_task", "open_ticket", "undo"})

Understand = Callable[[str], tuple[Reading, Understanding]]


def likened(r: Reading, ear: Ear, understand: Understand) -> tuple[str, Understanding] | None:
    """The plain saying a message was taken for, filled, and what it means; None when none is near enough or fits."""
    said = r.said[r.lo : r.hi]
    if len(said) > LONGEST[r.zh]:
        return None
    slots = slots_of(r)
    tried = set[str]()
    for cosine, saying in nearest(ear, masked(r.said, slots, r.zh), r.zh, LOOKED_AT):
        if cosine < NEAR:
            break
        held = assigned(saying, _distinct(slots))
        if held is None or _turned(r, slots) != _turned_of(saying):
            continue
        plain, places = saying.filled(held)
        if plain in tried:
            continue
        tried.add(plain)
        reading, found = understand(plain)
        if found.lost or found.unsure or not (found.calls or found.reply):
            continue
        if any(c.tool in _WRITES for c in found.calls) and cosine < NEARER:
            continue
        if all(_own(text, r, reading, places) for c in found.calls for text in texts(c.args)):
            return plain, found
    return None


def _distinct(slots: Sequence[Slot]) -> list[Slot]:
    return list({(s.kind, s.key): s for s in reversed(slots)}.values())[::-1]


def _turned(r: Reading, slots: Sequence[Slot]) -> frozenset[tuple[str, str]]:
    """What a message says besides its slots that no other word may stand for: choices of fields, and words that turn it round."""
    literal, place = "", r.lo
    for s in slots:
        literal += r.text[place : s.start] + " "
        place = s.end
    return _signature(literal + r.text[place : r.hi])


def _turned_of(saying: Saying) -> frozenset[tuple[str, str]]:
    return _signature(fold(saying.literal()))


def _signature(text: str) -> frozenset[tuple[str, str]]:
    chosen = {(s.field, s.code) for h in senses(text) for s in h.values[:1] if s.kind == "choice"}
    return frozenset(chosen | {("", name) for name in cues(text) if name in _OPPOSITE})


def _own(text: str, r: Reading, plain: Reading, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a text in a call came from the message or from words of the CRM, not from what others once said."""
    words = text.casefold()
    if words in r.text or words not in plain.text:
        return True
    start = plain.text.index(words)
    covered = {i for a, b in [*places, *_known(plain)] for i in range(a, b)}
    return all(
        m[0] in r.text or any(start + i in covered for i in range(m.start(), m.end())) for m in _WORD.finditer(words)
    )


def _known(plain: Reading) -> Iterator[tuple[int, int]]:
    for hit in plain.senses:
        yield hit.start, hit.end
    for hits in plain.cue.values():
        for cue in hits:
            yield cue.start, cue.end
