"""References to records as people type them: D-12, "ticket 1042", "deal #12", 工单1042."""

import re
from dataclasses import dataclass

from assistant.recognise.spans import Span, longest
from assistant.recognise.text import normalise

_KINDS = {
    "ticket": "ticket", "case": "ticket", "工单": "ticket", "deal": "deal", "opportunity": "deal", "opp": "deal", "商机": "deal",
    "单子": "deal", "lead": "lead", "线索": "lead", "task": "task", "任务": "task", "待办": "task", "account": "account",
    "客户": "account", "公司": "account", "contact": "contact", "联系人": "contact", "quote": "quote", "报价": "quote",
    "报价单": "quote", "order": "order", "订单": "order", "contract": "contract", "合同": "contract", "note": "activity",
    "activity": "activity", "活动": "activity", "campaign": "campaign", "proposal": "proposal",
}  # fmt: skip


@dataclass(frozen=True)
class RefText:
    """A reference as written: the letters before the hyphen in capitals, or the kind of record named by a word.

    Both are None for a bare "#12".
    """

    prefix: str | None
    number: int
    kind: str | None = None


_WORDS = "|".join(sorted(_KINDS, key=len, reverse=True))
_HYPHEN = re.compile(r"(?<![a-z0-9_#/.-])(?P<prefix>[a-z]{1,3})-(?P<number>\d{1,9})(?![a-z0-9_]|-\d|[.,/:]\d|%)")
_WORD = re.compile(
    rf"(?:(?<![a-z])|(?<=[\u4e00-\u9fff]))(?P<kind>{_WORDS})(?: ?(?:#"
    rf"|no\. ?|number |编号|号)[: ]{{0,2}}| )?(?P<number>\d{{1,9}})(?![\d%.,:/k万亿个家条天年月元-]|[a-z])"
)
_HASH = re.compile(r"(?<![a-z0-9_&#])#(?P<number>\d{1,9})(?![\d%a-z])")


def refs(text: str) -> list[Span[RefText]]:
    """Find references, in order. "Q-1" and "Covid-19" are found too: whether a record answers is the store's to say."""
    normal = normalise(text)
    found: list[Span[RefText]] = []
    for match in _HYPHEN.finditer(normal.text):
        found.append(Span(match.start(), match.end(), "", RefText(match["prefix"].upper(), int(match["number"]))))
    for match in _WORD.finditer(normal.text):
        found.append(Span(match.start(), match.end(), "", RefText(None, int(match["number"]), _KINDS[match["kind"]])))
    for match in _HASH.finditer(normal.text):
        found.append(Span(match.start(), match.end(), "", RefText(None, int(match["number"]))))
    return [normal.back(span) for span in longest(found)]


def parse_ref(text: str) -> RefText | None:
    """Read a whole string as one reference, or None."""
    stripped = text.strip()
    found = refs(stripped)
    return found[0].value if len(found) == 1 and found[0].text == stripped else None
