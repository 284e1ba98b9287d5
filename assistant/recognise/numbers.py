"""Plain numbers and ordinals: counts, sizes and "the third one"."""

import re
from decimal import Decimal

from assistant.recognise.numerals import BELOW_100, CHINESE_BELOW_100, chinese_value, english_value
from assistant.recognise.percents import percents
from assistant.recognise.quantities import quantities
from assistant.recognise.spans import Span, longest, outside
from assistant.recognise.text import Normal, normalise

_ORDINAL_WORDS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        range(1, 13),
        strict=True,
    )
)
_ORDINALS = re.compile(
    rf"(?<![a-z0-9])(?:(?P<digits>\d{{1,4}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINAL_WORDS)})"
    rf"|(?P<last>the last(?: one)?|last one))(?![a-z])"
    rf"|第 ?(?P<chinese>\d{{1,4}}|{CHINESE_BELOW_100})(?!季|代|方)"
    r"|(?P<final>最后一?[个位条项家单笔])|倒数第(?P<backwards>[一二三四五1-5])"
)
# "a second", "one second", "30 seconds" are time; "the second" and "second one" are places in a list.
_TIME_BEFORE = re.compile(r"(?:(?<![a-z])(?:a|one|per|each|every|split|half|any)|\d) ?$")
_WHOLE = re.compile(rf"-?(?:{BELOW_100}|{CHINESE_BELOW_100})")


def numbers(text: str) -> list[Span[Decimal]]:
    """Find numbers: 1,234.50, 50k, 1.2M, 30万, 一百二十万, "half a million", "a dozen"; percentages are left to `percents`."""
    normal = normalise(text)
    plain = [normal.back(Span(q.start, q.end, q.text, q.value.value)) for q in quantities(normal)]
    return outside(plain, percents(text))


def parse_number(text: str) -> Decimal | None:
    """Read a whole string as one number, or None."""
    normal = normalise(text.strip())
    found = quantities(normal)
    if len(found) == 1 and len(found[0].text) == len(normal.text):
        return found[0].value.value
    if _WHOLE.fullmatch(normal.text):
        words = normal.text
        return english_value(words) if words.isascii() else chinese_value(words)
    return None


def ordinals(text: str) -> list[Span[int]]:
    """Find places in a list: "third", "2nd", 第三 are positive, "the last one" and 最后一个 are -1, 倒数第二 is -2."""
    normal = normalise(text)
    found = (_ordinal(normal, match) for match in _ORDINALS.finditer(normal.text))
    return longest(normal.back(span) for span in found if span)


def _ordinal(normal: Normal, match: re.Match[str]) -> Span[int] | None:
    if match["word"] == "second" and _TIME_BEFORE.search(normal.text[max(0, match.start() - 8) : match.start()]):
        return None
    if match["digits"]:
        value: int | Decimal | None = int(match["digits"])
    elif match["word"]:
        value = _ORDINAL_WORDS[match["word"]]
    elif match["chinese"]:
        value = int(match["chinese"]) if match["chinese"].isdecimal() else chinese_value(match["chinese"])
    elif match["backwards"]:
        value = -(chinese_value(match["backwards"]) or 1)
    else:
        value = -1
    return Span(match.start(), match.end(), match[0], int(value)) if value is not None else None
