"""The frame a sentence is read in (its uniform text and the asker's today), and how rules run over it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from assistant.recognise.spans import Span
from assistant.recognise.text import Normal, normalise

T = TypeVar("T")


@dataclass(frozen=True)
class Frame:
    """What every rule may look at.

    `past` turns bare weekdays and dates to the latest one; `now` (in the person's zone) allows "in 2 hours";
    `nearest` lets a month without a year be the nearest one, whichever way it lies.
    """

    normal: Normal
    today: date
    past: bool = False
    fiscal_year_start: int = 1
    now: datetime | None = None
    nearest: bool = False

    @property
    def past_or_none(self) -> bool | None:
        """Whether a month without a year looks back, ahead, or (None) to the nearest."""
        return None if self.nearest else self.past

    @property
    def text(self) -> str:
        """The uniform text."""
        return self.normal.text


def frame(
    text: str, today: date, *, past: bool = False, fiscal_year_start: int = 1, now: datetime | None = None
) -> Frame:
    """Build the frame of a text."""
    return Frame(normalise(text), today, past, fiscal_year_start, now)


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Frame], T | None]]


def run(rules: Iterable[Rule[T]], within: Frame) -> list[Span[T]]:
    """Try every rule everywhere; spans are offsets into the uniform text and may overlap.

    A rule returns None when its words mean something else after all. A day beyond year 9999 counts as nothing found.
    """
    found: list[Span[T]] = []
    for pattern, build in rules:
        for match in pattern.finditer(within.text):
            try:
                value = build(match, within)
            except OverflowError:
                continue
            if value is not None:
                found.append(Span(match.start(), match.end(), match[0], value))
    return found
