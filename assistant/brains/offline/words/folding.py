"""Text folded to one plain writing, character for character, so that places in it are places in the original."""

import unicodedata
from functools import lru_cache

from crm_store.names import simplified

_QUOTES = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″「」『』", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "。": ".", "、": ",",
}  # fmt: skip
_WIDE = {
    c: chr(c - 0xFEE0)
    for c in (
        *range(0xFF10, 0xFF1A),
        *range(0xFF21, 0xFF3B),
        *range(0xFF41, 0xFF5B),
        0xFF0B,
        0xFF0D,
        0xFF0E,
        0xFF20,
        0xFF05,
    )
}
LONGEST = 3_000
"""Characters that are read; a longer message is still kept whole as a note."""


def narrow(text: str) -> str:
    """Full-width letters and digits in half width, everything else as it is; exactly as long as `text`."""
    return text.translate(_WIDE)


@lru_cache(maxsize=64)
def simple(text: str) -> str:
    """Traditional Chinese characters as simplified ones, each where it stood; a text that would not keep its length as it is."""
    put = simplified(text)
    return put if len(put) == len(text) else text


@lru_cache(maxsize=64)
def fold(text: str) -> str:
    """Lower case, half width, plain quotes, simplified characters; exactly as long as `text`."""
    return "".join(map(_one, simple(text)))


def as_written(quote: str, put: str, said: str) -> str:
    """A quotation of `put`, the message in simplified characters, in those it was written in."""
    begin = put.find(quote)
    return said[begin : begin + len(quote)] if begin >= 0 and len(put) == len(said) else quote


@lru_cache(maxsize=4096)
def _one(character: str) -> str:
    if character in _QUOTES:
        return _QUOTES[character]
    if character in "\n\r\u2028\u2029":
        return "\n"
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cf"):
        return " "
    plain = unicodedata.normalize("NFKC", character).casefold()
    return plain if len(plain) == 1 else character


def han(text: str) -> bool:
    """Whether the text holds a Chinese character."""
    return any("\u3400" <= c <= "\u9fff" for c in text)
