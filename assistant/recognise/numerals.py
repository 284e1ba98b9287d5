"""Numbers written as words: what "two hundred and fifty thousand" and 一百二十万 are worth."""

import re
from decimal import Decimal

_ONES = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True))
_TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
SCALES = {
    "hundred": 100, "k": 10**3, "thousand": 10**3, "grand": 10**3, "m": 10**6, "mm": 10**6, "mn": 10**6, "mio": 10**6,
    "million": 10**6, "millions": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9, "trillion": 10**12, "lakh": 10**5,
    "lakhs": 10**5, "crore": 10**7, "crores": 10**7, "w": 10**4,
}  # fmt: skip


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


BELOW_100 = rf"(?:(?:{_any(_TENS)})(?:[ -](?:{_any(_ONES)}))?|{_any(_TEENS)}|{_any(_ONES)})"
_BELOW_1000 = rf"(?:(?:{_any(_TEENS)}|{_any(_ONES)}|a) hundred(?:(?: and)? {BELOW_100})?|{BELOW_100})"
_BIG = r"(?:thousand|grand|million|billion|trillion|lakh|crore)"
ENGLISH = (
    rf"(?:(?:half an? |an? half |a quarter of a |half )(?:{_BIG}|dozen)"
    rf"|(?:{_BELOW_1000}(?: and a half)?|a) {_BIG}(?:,?(?: and)? {_BELOW_1000} {_BIG}){{0,2}}"
    rf"(?:,?(?: and)? {_BELOW_1000})?"
    rf"|(?:a|{BELOW_100}) dozen|{_BELOW_1000})"
)

DIGITS = {**dict(zip("零一二三四五六七八九", range(10), strict=True)), "〇": 0, "两": 2}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
_BIG_UNITS = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
# Below one hundred, without swallowing the next number: 周三三点 is not "thirty-three".
CHINESE_BELOW_100 = r"(?:[二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"


def english_value(words: str) -> Decimal | None:
    """Return what lower-case English number words are worth, or None when they are no number."""
    total, current = Decimal(0), Decimal(0)
    for word in re.split(r"[ ,-]+", words.strip()):
        if word in ("and", "of", ""):
            continue
        if word in ("a", "an"):
            current = current or Decimal(0)
        elif word in ("half", "quarter"):
            current += Decimal("0.5") if word == "half" else Decimal("0.25")
        elif word in _ONES or word in _TEENS or word in _TENS:
            current += _ONES.get(word, 0) + _TEENS.get(word, 0) + _TENS.get(word, 0)
        elif word == "dozen":
            current = (current or Decimal(1)) * 12
        elif word == "hundred":
            current = (current or Decimal(1)) * 100
        elif word in SCALES:
            total, current = total + (current or 1) * SCALES[word], Decimal(0)
        else:
            return None
    return total + current or None


def chinese_value(words: str) -> Decimal | None:
    """Return what a Chinese numeral is worth: 一百二十万, 3千5百, 1.5亿, 三千五 (3500), 一万二 (12000), 半亿.

    Words of approximation (30多万) are left out. None when it is no numeral.
    """
    text = re.sub(r"[多来余几个 ]", "", words.translate(_FORMAL)).replace("点", ".")
    return _big(text)


def small_count(words: str) -> int | None:
    """Return a count below ten thousand written in digits, English or Chinese: "10", "two", "a couple of", 十五."""
    if words.isdecimal() and words.isascii():
        return int(words)
    if words in ("a", "an"):
        return 1
    if "couple" in words:
        return 2
    if words == "few":
        return 3
    value = english_value(words) if words.isascii() else chinese_value(words)
    return int(value) if value is not None and value == int(value) and value < 10_000 else None


def _big(text: str) -> Decimal | None:
    for unit, worth in _BIG_UNITS.items():
        if unit in text:
            left, right = text.split(unit, 1)
            head = _big(left) if any(u in left for u in _BIG_UNITS) else _section(left)
            tail = _tail(right, worth)
            return None if head is None or tail is None else head * worth + tail
    return _section(text)


def _section(text: str) -> Decimal | None:
    if text == "半":
        return Decimal("0.5")
    literal = "".join(str(DIGITS.get(c, c)) for c in text)
    if re.fullmatch(r"[0-9][0-9,]*(?:\.[0-9]+)?", literal):
        return Decimal(literal.replace(",", ""))
    for unit in ("千", "百", "十"):
        if unit in text:
            left, right = text.split(unit, 1)
            head = Decimal(1) if unit == "十" and left in ("", "零") else _section(left.lstrip("零〇"))
            tail = _tail(right, _SMALL_UNITS[unit])
            return None if head is None or tail is None else head * _SMALL_UNITS[unit] + tail
    return None


def _tail(text: str, unit: int) -> Decimal | None:
    """What follows a unit. A lone digit counts tenths of it, as people say: 三千五 is 3500, 一百零五 is 105."""
    if not text:
        return Decimal(0)
    if len(text) == 1 and unit > 10 and text not in "零〇十半":
        value = _section(text)
        return None if value is None else value * unit / 10
    rest = text.lstrip("零〇")
    return _big(rest) if rest else Decimal(0)
