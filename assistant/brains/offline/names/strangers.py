"""Names no record answers to: asked for as they were said, so that the answer is "not on record" and not everything there is."""

import re

from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading
from crm_store.models import fields_of

_LED = re.compile(
    r"(?<![A-Za-z])(?:for|at|with|of|from|by|to|about|on)(?: the| our)? (?P<n>[A-Z][\w&'’.-]*(?: [A-Z][\w&'’.-]*){0,3})"
)
_OWNS = re.compile(r"(?:^|(?<=[\s(]))(?P<n>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,2})['’]s? (?=[a-z])")
_BEFORE_ZH = re.compile(r"(?P<n>[\u3400-\u9fff]{2,8})的$")
PLAIN_WORDS = frozenset(
    "I The My Our What Which Who How Show List All Deals Q1 Q2 Q3 Q4 H1 H2 CRM SLA CFO CEO CTO COO VP CSV Excel KPI Me Any Open Won Lost Tell Give Find Hi Hello Please And Or But Then Also So Who's What's Whose Where When Why Is Are Do Does Did Can Could Will Would Has Have Had You Your His Her Their It That This These Those There ERP MES SaaS NDA POC ROI KPIs GDPR ISO AI API USD EUR CNY RMB FY YTD ARR MRR ACV TCV Parley English Chinese German Mr Mrs Ms Dr Slack Outlook Teams Zoom WeChat WhatsApp Wechat iPhone Contract Contracts Invoice Order Orders Quote Offer Budget Discount Demo Legal Finance Sales Support Marketing Procurement Purchasing Login Price Pricing Today Tomorrow Yesterday".split()
)
_ADJECTIVES_ZH = frozenset(
    "重要 重点 关键 主要 优质 潜在 大额 小额 高价值 新的 老的 旧的 相关 其他 具体 详细 紧急 普通 剩余 剩下 这样 那样 类似 同类 当前 历史 有价值 待处理".split()
)
_ACCOUNT_FIELD = {"account": ("name", "~"), "lead": ("organization", "~")}


def stranger(r: Reading) -> tuple[str, int, int] | None:
    """(name, start, end) of a capitalised name after "for", "at" or before 's that nothing is known about."""
    for pattern in (_LED, _OWNS):
        for match in pattern.finditer(r.said, r.lo, r.hi):
            start, end = match.span("n")
            first = match["n"].split()[0]
            if first not in PLAIN_WORDS and not _known(r, start, start + len(first)):
                return match["n"].rstrip(".'’"), start, end
    return None


def strangers(r: Reading, entity: str, found: Found, head_start: int) -> None:
    """Ask for records of the company a name stands for, though none is on record."""
    named = stranger(r)
    if named is None and head_start > r.lo:
        match = _BEFORE_ZH.search(r.text, r.lo, head_start)
        if (
            match
            and match.end() == head_start
            and match["n"] not in _ADJECTIVES_ZH
            and not _known(r, *match.span("n"), cues=True)
        ):
            named = r.said[slice(*match.span("n"))], *match.span("n")
    if named is None or not found.free(named[1], named[2]):
        return
    name, op = _ACCOUNT_FIELD.get(entity, ("account", "="))
    if name in fields_of(entity) and not found.on(name):
        found.add((named[1], named[2]), name, op, named[0])


def _known(r: Reading, start: int, end: int, *, cues: bool = False) -> bool:
    spans = r.spans(
        "names", "loose", "senses", "days", "periods", "money", "numbers", "durations", "refs", "comparisons"
    )
    if any(s.start < end and start < s.end for s in spans):
        return True
    return cues and any(h.start < end and start < h.end for hits in r.cue.values() for h in hits)
