"""Every number in a text, with what the finer recognisers must know of how it was written."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.recognise.currencies import COMMON
from assistant.recognise.numerals import ENGLISH, SCALES, chinese_value, english_value
from assistant.recognise.spans import Span, longest, outside
from assistant.recognise.text import Normal, is_chinese


@dataclass(frozen=True)
class Quantity:
    """A number, whether a scale of a thousand or more was said ("50k", 30万), and in which writing."""

    value: Decimal
    scaled: bool
    written: Literal["digits", "english", "chinese"]


_LITERAL = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?|\d{1,3}(?:\.\d{3}){1,4},\d{1,2}|\d{1,3}(?:'\d{3}){1,4}(?:\.\d{1,4})?"
    r"|\d{1,15}(?:\.\d{1,6})?|\.\d{1,4})(?!\d)(?!\.\d)"
)
# "50 000" is one number only beside a currency: elsewhere it may be a phone or a list.
_GROUPED = (
    r"(?:\d{1,3}(?: \d{3}){1,3}(?= ?(?:€|£|" + "|".join(COMMON) + r"|元)(?![a-z]))"
    r"|(?:(?<=[€£$¥])|(?<=[€£$¥] )|"
    + "|".join(f"(?<={code} )" for code in COMMON)
    + r")\d{1,3}(?: \d{3}){1,3}(?![\d.]))"
)
_START = (
    r"(?:(?<![a-z0-9_#])|"
    + "|".join(f"(?<={code})" for code in COMMON)
    + r")(?<!\d\.)(?<!\d')(?:(?<![a-z]-)|(?<=\d[kmb]-))"
)
_UNITS = (
    r"(?:seats?|users?|people|licen|min|hours?|hrs?|h(?![a-z])|days?|weeks?|months?|years?|pcs|units?|lines?|words?|"
    + "|".join(COMMON)
    + ")"
)
_END = rf"(?:(?![a-z0-9_])|(?={_UNITS}))"
_SCALE = r"(?: ?(?:hundred|thousand|grand|millions?|billion|trillion|lakhs?|crores?|mn|mio|bn|k)|mm|[mbw])"
_DIGITS = re.compile(rf"((?<![\w%/)])-)?{_START}({_GROUPED}|{_LITERAL})({_SCALE}{_END})?{_END}")

_ENGLISH = re.compile(rf"(?<![a-z0-9-]){ENGLISH}(?![a-z0-9])")

_D = r"[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_DL = rf"(?:{_D}|\d{{1,4}}(?:\.\d{{1,3}})?)"
_TENS = rf"(?:零?{_D}?[十拾]{_D}?|[零〇]?{_D})"
_HUNDREDS = rf"{_DL} ?[百佰](?:{_TENS})?"
_SECTION = rf"(?:{_DL} ?[千仟](?:[零〇]?{_HUNDREDS}|{_TENS})?|{_HUNDREDS}|{_D}?[十拾]{_D}?|{_D})"
_HEAD = rf"(?:{_LITERAL}(?: ?[百千])?|{_D}点[零〇一二三四五六七八九]{{1,4}}|{_SECTION}|半)"
_REST = rf"(?:[零〇]?{_SECTION}|\d{{4}}(?!\d)|\d(?![\d.]))"
_WAN = rf"{_HEAD}[多来余几]? ?万(?:{_REST})?"
_CHINESE = re.compile(
    rf"(?<![a-z0-9_.第周期拜点])(?:{_HEAD}[多来余几]? ?(?:万亿|个?亿)(?:[零〇]?{_WAN}|{_REST})?|{_WAN}|{_SECTION}(?![万亿]))"
)
_MEASURES = r" ?(?:个|家|单|笔|天|条|人|位|名|份|次|张|件|套|台|席|项|行|句|封|种|款|页|字|小时|分钟|年|周|倍|成|折|块|元|美|欧|座|点建议|%)"
_BARE_OK = re.compile(_MEASURES)
_DATE_LIKE_AFTER = re.compile(r"月(?!份?的?薪)|号|日(?!元)|[点时](?![建要意原])|季度")

_NOT_NUMBERS = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}:\d{2}(?::\d{2})?(?!\d)|\d{1,2}(?::\d{2}|\.\d{2})? ?[ap]\.?m(?![a-z])|20\d\d年"
    r"|\+\d[\d -]{6,20}|(?<!\d)1[3-9]\d ?\d{4} ?\d{4}(?!\d)|(?<![a-z0-9])#\d{1,9}|星期|https?://[!-~]{1,200}"
    r"|[a-z0-9._%+-]{1,60}@[a-z0-9.-]{1,60}"
    r"|(?<!\d)\d{1,2}/\d{1,2}(?:/\d{2,4})?(?!\d)"
    r"|(?<![a-z])(?:jan|feb|apr|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6} \d{1,2}(?!\d|[.,]\d)"
    r"|(?<!\d)\d{1,2}[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)


@lru_cache(maxsize=16)
def quantities(normal: Normal) -> tuple[Span[Quantity], ...]:
    """Find numbers in offsets of the uniform text, leaving out those inside dates, clock times, phones and addresses.

    A lone "one" and a lone 一 are left out, as "one" is mostly no count ("this one", 建一个任务); other lone Chinese digits
    count only before a measure word (五个).
    """
    text = normal.text
    chinese = is_chinese(text)
    found: list[Span[Quantity]] = []
    for match in _DIGITS.finditer(text):
        found.extend(_digits(match, chinese))
    for match in _ENGLISH.finditer(text):
        value = english_value(match[0])
        if value is not None and match[0] != "one":
            found.append(Span(match.start(), match.end(), match[0], Quantity(_tidy(value), value >= 1000, "english")))
    if chinese:
        for match in _CHINESE.finditer(text):
            found.extend(_chinese(match, text))
    skipped = [Span(m.start(), m.end(), m[0], None) for m in _NOT_NUMBERS.finditer(text)]
    return tuple(outside(longest(found), skipped))


def _digits(match: re.Match[str], chinese: bool) -> list[Span[Quantity]]:
    sign, literal, scale = match[1], match[2], (match[3] or "").strip()
    end = match.end()
    if scale == "w" and not (chinese or len(literal) + 1 == len(match.string)):
        return []
    if _DATE_LIKE_AFTER.match(match.string, end):
        return []
    value = _literal_value(literal) * (-1 if sign else 1)
    if scale:
        value = _tidy(value * SCALES[scale])
    scaled = scale not in ("", "hundred")
    return [Span(match.start(), end, match[0], Quantity(value, scaled, "digits"))]


def _chinese(match: re.Match[str], text: str) -> list[Span[Quantity]]:
    words, end = match[0], match.end()
    value = chinese_value(words)
    if value is None or _DATE_LIKE_AFTER.match(text, end):
        return []
    before = text[match.start() - 1] if match.start() else " "
    if before in "几一二两三四五六七八九" or (before == "数" and words[0] in "十百"):
        return []  # 几十万, 三四个 and 数十万 name no number
    if len(words) == 1 and (words in "一壹" or not _BARE_OK.match(text, end)):
        return []
    return [Span(match.start(), end, words, Quantity(_tidy(value), any(u in words for u in "千万亿仟"), "chinese"))]


def _literal_value(literal: str) -> Decimal:
    """Read digits with thousands marks: "1,234.50", "1'234.50" and "1.234,50"; a lone dot is a decimal point."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}", literal):
        return Decimal(literal.replace(".", "").replace(",", "."))
    return Decimal(re.sub("[,' ]", "", literal))


def _tidy(value: Decimal) -> Decimal:
    """Write a whole number without a fraction: 1.2M is 1200000, not 1200000.0."""
    return Decimal(int(value)) if value == int(value) else value
