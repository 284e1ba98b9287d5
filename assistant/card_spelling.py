"""A name on the card that was heard or typed wrong, put right: "sorry, Okoyo with an o at the end", "it's spelled Maier", 是邵敏行，行走的行."""

import re

from rapidfuzz import fuzz

from assistant.card_values import Edits
from crm_store.base import Kind
from crm_store.models import Proposal, fields_of

_ALIKE = 70
"""How like two spellings of a name are at least, of 100 (rapidfuzz, simple ratio)."""
_EN = re.compile(
    r"^\W*(?:(?:no|nope|sorry|oops|wait|actually|ah|oh|i meant?|correction|my mistake)\W+)*(?:(?:it|that|the name|his name|her name|the last name|the surname)(?:['’]?s| is| should be| must be)|(?:it['’]?s |that['’]?s |is )?(?:spelled|spelt|written)|should be|make (?:it|that)|with)?\W*(?:spelled |spelt |written )?"
    r"(?P<w>[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)?)(?:\W+(?:with|without|not|instead of|rather than|and not)\b.{0,40}|\W+(?:please|pls|sorry))?\W*$"
)
_ZH = re.compile(
    r"^\W*(?:不对|不是|错了|写错了?|打错了?|哦|抱歉|不好意思|更正)*[，,、 ]*(?:名字|姓名|人名|公司名)?(?:应该)?(?:是|叫|写作|改成|改为)(?P<w>[\u3400-\u9fff]{2,12})(?:[，,、 ]+(?:不是.{1,12}|.{1,6}的.))?[。!！]*$"
)
_NAMES = ("name", "organization", "subject", "title")


def respelt(proposal: Proposal, text: str) -> Edits:
    """The new spelling for the one name among the new records of the card that is nearly written so; empty for any other message."""
    match = _EN.match(text) or _ZH.match(text)
    if match is None:
        return {}
    found: Edits = {}
    for index, change in enumerate(proposal.changes):
        if change["op"] != "create":
            continue
        for name in _NAMES:
            spec = fields_of(change["entity"]).get(name)
            after = change["fields"].get(name, {}).get("after") if spec is not None and spec.kind is Kind.TEXT else None
            if isinstance(after, str) and (put := _with(after, match["w"])) is not None:
                found.setdefault(index, {})[name] = put
    return found if len({w for held in found.values() for w in held.values()}) == len(found) else {}


def _with(held: str, word: str) -> str | None:
    """The text with the piece of it that is nearly `word` written so; None where none or several are."""
    if word in held:
        return None
    if not word.isascii() and re.search(r"[\u3400-\u9fff]", word):
        near = [
            held[i : i + len(word)]
            for i in range(len(held) - len(word) + 1)
            if sum(a != b for a, b in zip(held[i : i + len(word)], word, strict=True)) == 1
        ]
    else:
        size = len(word.split())
        parts = held.split()
        pieces = [" ".join(parts[i : i + size]) for i in range(len(parts) - size + 1)]
        near = [p for p in pieces if fuzz.ratio(p.casefold(), word.casefold()) >= _ALIKE]
    return held.replace(near[0], word, 1) if len(near) == 1 else None
