"""A span: a piece of what somebody wrote, and the typed value it stands for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Span(Generic[T_co]):
    """A value and where it was said.

    `start` and `end` are half-open offsets into the original text, and `text` is exactly that piece of it.
    """

    start: int
    end: int
    text: str
    value: T_co

    def overlaps(self, other: "Span[object]") -> bool:
        """Say whether both cover at least one character in common."""
        return self.start < other.end and other.start < self.end


def longest(found: Iterable[Span[T]]) -> list[Span[T]]:
    """Keep the longest spans that do not overlap, in order of appearance.

    Of two equally long spans the one offered first stays, so the order of rules breaks ties.
    """
    ranked = sorted(enumerate(found), key=lambda item: (item[1].start - item[1].end, item[0]))
    taken: set[int] = set()
    kept: list[Span[T]] = []
    for _, span in ranked:
        # Longest first: a later span that overlaps a kept one must hit one of its own two ends.
        if span.end > span.start and span.start not in taken and span.end - 1 not in taken:
            taken.update(range(span.start, span.end))
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def outside(spans: Iterable[Span[T]], *others: Iterable[Span[object]]) -> list[Span[T]]:
    """Drop the spans that touch any of the others."""
    taken = {place for group in others for other in group for place in range(other.start, other.end)}
    return [span for span in spans if not any(place in taken for place in range(span.start, span.end))]
