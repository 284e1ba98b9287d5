"""The words that answer: which stretch of a passage is quoted, and where it stands in the record's field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.memory.chunks import Passage, fields_in, sentences
from assistant.memory.keyword import evidence, terms
from crm_store.base import Record
from crm_store.outbox import text_of

LONGEST = 300

Likeness = Callable[[Sequence[str]], Sequence[float]]
"""How near each of these texts is to the question."""


@dataclass(frozen=True)
class Quote:
    """Verbatim words: `text` stands at [start, end) of the record's `field`."""

    field: str
    start: int
    end: int
    text: str


def quote(record: Record, passage: Passage, asked: Mapping[str, float], like: Likeness | None = None) -> Quote:
    """The stretch of a passage that answers best: whole sentences up to `LONGEST` characters.

    The heading (a record's first search field) is quoted only when there is nothing else. Where no asked word stands in
    the text, as across languages, `like` compares meanings.
    """
    text, fields = text_of(record), fields_in(record)
    heading = type(record).about.search[0]
    windows = [
        w for f, a, b in fields if f != heading for w in _windows(text, max(a, passage.start), min(b, passage.end))
    ]
    windows = windows or [w for _, a, b in fields for w in _windows(text, max(a, passage.start), min(b, passage.end))]
    if not windows:
        return Quote(heading, 0, 0, "")
    best = windows[0]
    if len(windows) > 1:
        said = [text[a:b] for a, b in windows]
        scores = [evidence(asked, terms(s)) for s in said]
        if like is not None and max(scores) < 0.15:
            scores = list(like(said))
        best = windows[max(range(len(windows)), key=lambda i: (round(scores[i], 6), -i))]
    field, at = next((f, a) for f, a, b in fields if a <= best[0] < b)
    return Quote(field, best[0] - at, best[1] - at, text[best[0] : best[1]])


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Runs of sentences up to `LONGEST` characters in text[start:end], one starting at each sentence; the whole when it is short."""
    if end <= start or not text[start:end].strip():
        return []
    said = [piece for a, b in sentences(text, start, end) for piece in _cut(a, b)]
    if said[-1][1] - said[0][0] <= LONGEST:
        return [(said[0][0], said[-1][1])]
    found: list[tuple[int, int]] = []
    for n, (a, over) in enumerate(said):
        for _, b in said[n + 1 :]:
            if b - a > LONGEST:
                break
            over = b
        if not found or over > found[-1][1]:
            found.append((a, over))
    return found


def _cut(start: int, end: int) -> list[tuple[int, int]]:
    return [(at, min(end, at + LONGEST)) for at in range(start, end, LONGEST)]
