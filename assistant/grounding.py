"""Each number in an answer traced to what the tools returned or the person said; what cannot be traced is not passed on."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])\d[\d,]*(?:\.\d+)?(?:\s?(?:(?:[kKmM]|bn|billion|million|thousand)(?![A-Za-z0-9])|[千万亿%％]))?"
)
_SCALES = {
    "k": 10**3, "m": 10**6, "千": 10**3, "万": 10**4, "亿": 10**8, "bn": 10**9, "million": 10**6, "billion": 10**9, "thousand": 10**3
}  # fmt: skip
_SMALL = 10
"""Counts up to here are read off a list by eye; they need no trace of their own."""

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_DIGITS = re.compile(r"(?<!\d)(?:(?<!\d,)\d+(?!\d)(?!,\d{3}(?!\d))|(?<=\d,)(?!\d{3}(?!\d))\d+)")
"""Digits that stand together, such as those of a day; the groups of 459,026,839 are no numbers of their own."""
_NUMBER_MARK = re.compile(r"(?m)^\s*\d{1,2}[.)、]\s")

_TAG = r"(?:img|image|svg|video|audio|source|track|picture|iframe|frame|script|style|link|meta|object|embed|base|form|input|button)"
_IMAGE = re.compile(
    r"!\[[^\[\]]*\]\([^()]*\)|!\[[^\[\]]*\]\[[^\[\]]*\]"
    rf"|^[ \t>*+\-\d.)]*\[[^\[\]]+\]:\s*\S+.*$|</?{_TAG}\b[^<>]*(?:>|$)",
    re.MULTILINE | re.IGNORECASE,
)
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")


def numbers(text: str) -> set[Decimal]:
    """The numbers a text states, with their scale (50k is 50000, 30万 is 300000); percentages as they are written."""
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


def untraced(reply: str, evidence: Iterable[str]) -> list[str]:
    """Numbers and e-mail addresses of a reply that stand in no evidence.

    Small counts, the numbers of a list and parts of dates that do stand there are fine; so is an amount said shorter (1.02M for 1,020,000.50).
    """
    known: set[Decimal] = set()
    addresses: set[str] = set()
    for text in evidence:
        known |= numbers(text)
        known |= {Decimal(d) for d in _DIGITS.findall(text) if len(d) < 18}
        addresses |= {a.casefold() for a in _ADDRESS.findall(text)}
    missing = [a for a in _ADDRESS.findall(reply) if a.casefold() not in addresses]
    rest = _NUMBER_MARK.sub(" ", _ADDRESS.sub(" ", reply))
    for match in _NUMBER.finditer(rest):
        for n in numbers(match[0]):
            if n > _SMALL and n not in known and not _said_shorter(n, match[0], known):
                missing.append(match[0])
    return missing


def safe_markdown(text: str) -> str:
    """An answer without pictures, players or hidden links: nothing in it can make the reader's machine fetch anything.

    What remains of a link or picture that is not written as usual is broken apart, so that its address is read and not followed.
    """
    plain = _LINK.sub(r"\1", _IMAGE.sub("", text))
    return plain.replace("![", "! [").replace("](", "] (").replace("][", "] [").strip()


def _said_shorter(number: Decimal, said: str, known: set[Decimal]) -> bool:
    """Whether a number is a known one, rounded to the places it is written with: 1.02M, 102万, 62% of 62.5%."""
    digits = re.match(r"[\d,]+(?:\.(\d+))?", said)
    if digits is None:
        return False
    plain = Decimal(digits[0].replace(",", ""))
    scale = number / plain if plain else Decimal(1)
    step = scale * Decimal(1).scaleb(-len(digits[1] or ""))
    if scale == 1 and step == 1 and number < 100 and "%" not in said:
        return False
    return any(k < 10**18 and abs(k - number) <= step / 2 for k in known)
