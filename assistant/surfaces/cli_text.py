"""Tables and texts for a terminal: aligned for Chinese and Latin letters alike, one line a row, no control characters."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

LONGEST = 60
"""Columns of the screen one cell may take."""

# Texts in records are somebody else's: no escape sequences, and nothing that turns the reading direction.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_NUMBER = re.compile(r"-?([A-Z]{2,3}[^\w\s-]|[A-Z]{3} |[^\w\s-])?-?[\d,]+(\.\d+)?%?")
"""-1,234.50, ¥300,000, JP¥500, CHF 1,200, 62.5%; not a reference such as D-12."""


def safe(text: str) -> str:
    """Text without characters that could move the cursor or hide something; line breaks and tabs stay."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n"))


def width(text: str) -> int:
    """How many columns of a terminal the text takes: Chinese characters two, combining marks none."""
    return sum(_width(c) for c in text)


def cut(text: str, most: int) -> str:
    """The text in at most so many columns, with an ellipsis when something is missing."""
    if width(text) <= most:
        return text
    kept, used = [], 1
    for c in text:
        used += _width(c)
        if used > most:
            break
        kept.append(c)
    return "".join(kept) + "…"


def one_line(text: str) -> str:
    return " ".join(safe(text).split())


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, longest: int = LONGEST) -> list[str]:
    """A heading, a rule and the rows, every column as wide as its widest cell; columns that are numbers are set right."""
    cells = [[cut(one_line(c), longest) for c in row] for row in rows]
    heads = [one_line(c) for c in columns]
    wide = [max([width(h), *(width(r[i]) for r in cells if i < len(r))]) for i, h in enumerate(heads)]
    right = [bool(cells) and all(_is_number(r[i]) for r in cells if i < len(r) and r[i]) for i in range(len(heads))]
    lines = [_row(heads, wide, right), "  ".join("─" * w for w in wide)]
    return lines + [_row(r, wide, right) for r in cells]


def pairs(fields: Iterable[tuple[str, str]], *, indent: str = "  ") -> list[str]:
    """Labels with their values beside them, the values under each other."""
    held = [(one_line(label), safe(value)) for label, value in fields]
    left = max((width(label) for label, _ in held), default=0)
    lines = []
    for label, value in held:
        first, *rest = value.split("\n") or [""]
        lines.append(f"{indent}{_padded(label, left)}  {first}".rstrip())
        lines += [f"{indent}{' ' * left}  {more}".rstrip() for more in rest]
    return lines


def _row(cells: Sequence[str], wide: Sequence[int], right: Sequence[bool]) -> str:
    return "  ".join(_padded(c, w, r) for c, w, r in zip(cells, wide, right, strict=False)).rstrip()


def _padded(text: str, to: int, right: bool = False) -> str:
    gap = " " * max(0, to - width(text))
    return gap + text if right else text + gap


def _width(c: str) -> int:
    if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) or text in ("–", "—")
