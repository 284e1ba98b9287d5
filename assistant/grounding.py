"""Each number in an answer traced to what the tools returned or the person said; what cannot be traced is not passed on."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:\s?(?:[kKmM]\b|万|亿|bn\b|million\b|thousand\b|%))?")
_SCALES = {"k": 10**3, "m": 10**6, "万": 10**4, "亿": 10**8, "bn": 10**9, "million": 10**6, "thousand": 10**3}
_SMALL = 10
"""Counts up to here are read off a list by eye; they need no trace of their own."""

_IMAGE = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|!\[[^\]]*\]\[[^\]]*\]|^\s*\[[^\]]+\]:\s*\S+.*$|<(?:img|video|audio|iframe|script|object|embed)[^>]*>",
    re.M | re.I,
)
_LINK = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^)]*\))*\)")


def numbers(text: str) -> set[Decimal]:
    """The numbers a text states, with their scale (50k is 50000); percentages as they are written."""
    found: set[Decimal] = set()
    for match in _NUMBER.finditer(text):
        plain = match[0].replace(",", "").strip()
        digits = re.match(r"[\d.]+", plain)
        if digits is None:
            continue
        try:
            value = Decimal(digits[0].rstrip("."))
        except InvalidOperation:
            continue
        scale = plain[digits.end() :].strip().casefold()
        found.add(value * _SCALES.get(scale, 1))
    return found


def untraced(reply: str, evidence: Iterable[str]) -> list[Decimal]:
    """Numbers of a reply that stand in no evidence; small counts and parts of dates that do stand there are fine."""
    known: set[Decimal] = set()
    for text in evidence:
        known |= numbers(text)
        known |= {Decimal(d) for d in re.findall(r"\d+", text) if len(d) < 18}
    rounded = {k.quantize(Decimal(1)) for k in known if k < 10**15}
    return sorted(n for n in numbers(reply) if n not in known and n not in rounded and n > _SMALL)


def safe_markdown(text: str) -> str:
    """An answer without pictures, players or hidden links: nothing in it can make the reader's machine fetch anything."""
    return _LINK.sub(r"\1", _IMAGE.sub("", text)).strip()
