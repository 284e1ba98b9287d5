"""Text as typed by people, made uniform without losing where each character came from."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar
from unicodedata import category

from assistant.recognise.spans import Span

T = TypeVar("T")
Language = Literal["en", "zh"]

_QUOTES_AND_DASHES = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "〜": "~", "～": "~", "￥": "¥", "￡": "£", "￠": "¢", "￦": "₩",
}  # fmt: skip
# Only the characters the recognisers read: full conversion belongs to name linking.
_TRADITIONAL = dict(
    zip(
        "週點萬億後這個兩號禮鐘時間過於從單塊圓幣歐鎊約來開貳參陸內達數財網結對與從還給現應會無頭剛達當報讓話談見",
        "周点万亿后这个两号礼钟时间过于从单块元币欧镑约来开贰叁陆内达数财网结对与从还给现应会无头刚达当报让话谈见",
        strict=True,
    )
)
_CHINESE_WORDS = frozenset("的了吗呢我你他她把给在是哪谁么怎要有和跟请帮几多这那本下上今明后昨前去来")
_ENGLISH_WORDS = frozenset(
    "a an the my our is are was were what who whom when where which why how at on to for with and of in from by next last this "
    "that please show move call met me him her them us i you we they about over not no yes do did does".split()
)
_ENGLISH_ORDERS = _ENGLISH_WORDS | frozenset(
    "delete open set add make list give tell find change update close assign log send remind book create mark put remove".split()
)
_SPOKEN = re.compile(rf"[{''.join(sorted(_CHINESE_WORDS))}为到按成改]|周[一二三四五六日天]")
"""Chinese that is said, not a name."""


_NAME = re.compile(r"(?<![A-Za-z])[A-Z][a-z]+ [A-Z][a-z]+(?![A-Za-z])")
"""Two capitalised words among Chinese are a name, and a name has no language."""


@dataclass(frozen=True)
class Normal:
    """A text in uniform writing, and for each of its characters the place in the original it came from."""

    original: str
    text: str
    starts: tuple[int, ...]

    def back(self, span: Span[T]) -> Span[T]:
        """Move a span over `text` to the original."""
        start = self.starts[span.start]
        end = self.starts[span.end - 1] + 1
        return Span(start, end, self.original[start:end], span.value)

    def forward(self, span: Span[T]) -> Span[T]:
        """Move a span over the original to `text`."""
        start, end = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return Span(start, end, self.text[start:end], span.value)

    def capital(self, place: int) -> bool:
        """Say whether the character at `place` of `text` was written as a capital."""
        return place < len(self.starts) and self.original[self.starts[place]].isupper()


@lru_cache(maxsize=32)
def normalise(text: str) -> Normal:
    """Fold width, case, quotes, dashes, white space and the traditional characters used in numbers and days.

    Zero-width and control characters vanish; a run of white space becomes one space, or one line break if it held one.
    A full-width comma becomes a comma and a space, so that "300，200人" stays two numbers; between full-width digits
    it stays a bare comma.
    """
    folded: list[str] = []
    starts: list[int] = []
    for place, character in enumerate(text):
        for piece in _fold(character, text[place - 1] if place else ""):
            if piece in " \n" and folded and folded[-1] in " \n":
                if piece == "\n":
                    folded[-1] = "\n"
                continue
            folded.append(piece)
            starts.append(place)
    return Normal(text, "".join(folded), tuple(starts))


def strip_controls(text: str) -> str:
    """Remove control and zero-width characters, keeping line breaks and tabs."""
    return "".join(c for c in text if c in "\n\t" or (category(c) not in ("Cc", "Cf", "Cs")))


def is_junk(text: str) -> bool:
    """Bytes that are no writing: many control or private characters."""
    odd = sum(
        1
        for c in text[:4000]
        if (ord(c) < 32 and c not in "\n\r\t")
        or 0xE000 <= ord(c) <= 0xF8FF
        or c == "\ufffd"
        or 0xD800 <= ord(c) <= 0xDFFF
    )
    return odd > max(3, len(text[:4000]) // 10)


def is_chinese(text: str) -> bool:
    """Say whether the text holds any Chinese character."""
    return any(_is_han(character) for character in text)


def language(text: str, default: Language) -> Language:
    """Guess which of the two languages to answer in.

    Names cross languages ("Call 李娜", "Acme 的决策人是谁"), so the small words of a language count three times, and a message that
    begins with an English one and has no small Chinese word is English ("move 华阳数据平台一期 to negotiation").
    """
    chinese = sum(3 if c in _CHINESE_WORDS else 1 for c in text if _is_han(c))
    plain = _NAME.sub(" ", text) if chinese else text
    lowered = "".join(c if c.isascii() and (c.isalpha() or c == "'") else " " for c in plain.lower())
    english = sum(
        3 if word in _ENGLISH_WORDS else 1 for word in lowered.split() if word in _ENGLISH_WORDS or len(word) > 1
    )
    words = lowered.split()
    if words and words[0] in _ENGLISH_ORDERS and text.lstrip()[:1].isascii() and not _SPOKEN.search(text):
        return "en"
    if chinese == english:
        return default
    return "zh" if chinese > english else "en"


def _fold(character: str, before: str) -> str:
    if character.isspace():
        return "\n" if character in "\n\r\u2028\u2029\x0b\x0c" else " "
    if character < "\x7f":
        return character.lower() if character >= " " else ""
    if character in _QUOTES_AND_DASHES:
        return _QUOTES_AND_DASHES[character]
    if character == "，":
        return "," if "０" <= before <= "９" else ", "
    if "！" <= character <= "～":
        return chr(ord(character) - 0xFEE0).lower()
    if category(character) in ("Cc", "Cf"):
        return ""
    return _TRADITIONAL.get(character, character.casefold())


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"
