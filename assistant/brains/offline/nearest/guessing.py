"""Names that nothing tells as such but that no saying holds their words: Umbrella at the head of a sentence, 明月湖重工 run into the next word."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.brains.offline.pieces.slots import Slot
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.sayings.words import vocabulary

_CAPITAL = re.compile(r"(?<![\w@.-])[A-Z][A-Za-z0-9&-]*[a-z0-9](?: [A-Z][A-Za-z0-9&.-]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_LONGEST, _MOST = 8, 2


def guessed(r: Reading, slots: Sequence[Slot]) -> list[Slot]:
    """Stretches of a message that must be names, since nothing else is known of them; none when there are too many of them."""
    found = [*_latin(r), *(_chinese(r, slots) if r.zh else ())]
    free = [(a, b) for a, b in found if all(b <= s.start or s.end <= a for s in slots)]
    if len(free) > _MOST or 2 * sum(b - a for a, b in free) > r.hi - r.lo:
        return []  # too much of the message to be names in it
    return [Slot(a, b, r.said[a:b], "name", (), r.said[a:b].casefold()) for a, b in free]


def _latin(r: Reading) -> list[tuple[int, int]]:
    known, spans = vocabulary(False), []
    for match in _CAPITAL.finditer(r.said, r.lo, r.hi):
        words = match[0].split()
        start = match.start()
        while words and words[0].casefold() in known:
            start += len(words[0]) + 1
            words = words[1:]
        if words and not _recognised(r, start, match.end()):
            spans.append((start, match.end()))
    return spans


def _chinese(r: Reading, slots: Sequence[Slot]) -> list[tuple[int, int]]:
    known = vocabulary(True)
    spans: list[tuple[int, int]] = []
    for match in _HAN.finditer(r.text, r.lo, r.hi):
        run, base = match[0], match.start()
        heard = [False] * len(run)
        for i, pair in enumerate(a + b for a, b in pairwise(run)):
            if pair in known or _recognised(r, base + i, base + i + 2):
                heard[i] = heard[i + 1] = True
        for s in slots:
            for i in range(max(s.start - base, 0), min(s.end - base, len(run))):
                heard[i] = True
        start = None
        for i, there in enumerate([*heard, True]):
            if not there and start is None:
                start = i
            elif there and start is not None:
                if 2 <= i - start <= _LONGEST:
                    spans.append((base + start, base + i))
                start = None
    return spans


def _recognised(r: Reading, start: int, end: int) -> bool:
    spans = r.spans("names", "loose", "senses", "days", "periods", "money", "numbers", "durations", "refs")
    if any(s.start < end and start < s.end for s in spans):
        return True
    return any(h.start < end and start < h.end for hits in r.cue.values() for h in hits)
