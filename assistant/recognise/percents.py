"""Percentages: 10%, "ten percent", 百分之十, 五成."""

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.recognise.numerals import chinese_value
from assistant.recognise.quantities import quantities
from assistant.recognise.spans import Span, longest
from assistant.recognise.text import normalise


@dataclass(frozen=True)
class Percent:
    """A share in hundredths: "10%" is Percent(10)."""

    points: Decimal


_AFTER = re.compile(r" ?(?:%|(?:percent|per cent|pct|percentage points?)(?![a-z])|个百分点)")
_TENTHS = re.compile(r"([一二两三四五六七八九]|\d)成(?![本为功交立员果就长熟单])")
_OF_A_HUNDRED = re.compile(
    r"百分之 ?(\d{1,3}(?:\.\d{1,3})?|[零〇一二两三四五六七八九十百]{1,5}(?:点[零〇一二三四五六七八九]{1,3})?)"
)


def percents(text: str) -> list[Span[Percent]]:
    """Find percentages with the words that make them so."""
    normal = normalise(text)
    found: list[Span[Percent]] = []
    for number in quantities(normal):
        if match := _AFTER.match(normal.text, number.end):
            found.append(Span(number.start, match.end(), "", Percent(number.value.value)))
    for match in _OF_A_HUNDRED.finditer(normal.text):
        points = _points(match[1])
        if points is not None:
            found.append(Span(match.start(), match.end(), "", Percent(points)))
    for match in _TENTHS.finditer(normal.text):
        tenths = chinese_value(match[1])
        if tenths is not None:
            found.append(Span(match.start(), match.end(), "", Percent(tenths * 10)))
    return [normal.back(span) for span in longest(found)]


def parse_percent(text: str) -> Percent | None:
    """Read a whole string as one percentage, or None."""
    stripped = text.strip()
    found = percents(stripped)
    return found[0].value if len(found) == 1 and found[0].text == stripped else None


def _points(words: str) -> Decimal | None:
    whole, _, fraction = words.partition("点")
    value = Decimal(whole) if whole[0].isascii() else chinese_value(whole)
    if value is None or not fraction:
        return value
    digits = "".join(str(int(chinese_value(c) or 0)) for c in fraction)
    return value + Decimal(f"0.{digits}")
