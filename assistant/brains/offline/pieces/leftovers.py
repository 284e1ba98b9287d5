"""What nothing was made of: words of a message that no name, value, field or verb covers."""

import re
from collections.abc import Sequence

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.places_and_trades import both_names, trade

_RUN = re.compile(r"[a-z][a-z'&.-]{2,}(?: [a-z][a-z'&.-]{2,})*|[\u3400-\u9fff]{2,}")
_SMALL = frozenset(
    "the and for with from that this these those our your their his her its was were are has have had been being will would could should can may might "
    "about into onto over under than then them they you she him who whom which what when where why how any some all each every most more less least "
    "not but also just only very much many there here still yet again please thanks okay need want like get got give given make made let say tell show "
    "list find deal deals out off per via etc including without within during since until before after between across against does did doing done "
    "right now really actually currently own owns owned total totals sum summary overview status look looks looking".split()
)
_SMALL_ZH = frozenset(
    "统计 汇总 情况 看看 一下 列表 名单 明细 列出 清单 一家 一个 一位 一条 一张 一份 一笔 个新 一家新 一个新 一位新 一条新".split()
)
_KEEPS_ALL = frozenset({"undo", "help", "log_interaction", "open_ticket", "create_task", "recall_notes"})


def unread(r: Reading, calls: Sequence[Call]) -> list[str]:
    """Pieces of the message that entered no call; none when a call keeps the whole message."""
    if any(c.tool in _KEEPS_ALL for c in calls):
        return []
    covered = set[int]()
    spans = r.spans(
        "names",
        "loose",
        "days",
        "periods",
        "money",
        "numbers",
        "durations",
        "percents",
        "comparisons",
        "refs",
        "senses",
    )
    for span in spans:
        covered.update(range(span.start, span.end))
    for start, end in r.memo.get("read", ()):
        covered.update(range(start, end))
    for hits in r.cue.values():
        for hit in hits:
            covered.update(range(hit.start, hit.end))
    values = " ".join(str(v) for c in calls for v in texts(c.args)).casefold()
    found = []
    for match in re.finditer(r"[a-z][a-z'&.-]{2,}|[\u3400-\u9fff]{2,}", r.text[r.lo : r.hi]):
        start, end = r.lo + match.start(), r.lo + match.end()
        if match[0].isascii():
            if (
                match[0] not in _SMALL
                and start not in covered
                and match[0] not in values
                and not trade(match[0])
                and not both_names(match[0])
            ):
                found.append(r.said[start:end])
            continue
        run = "".join(r.said[i] if i not in covered else " " for i in range(start, end))
        found += [
            p
            for piece in run.split()
            if len(p := piece.strip("的了吗呢是在有和与跟")) > 1
            and p not in values
            and p not in _SMALL_ZH
            and not trade(p)
            and not both_names(p)
        ]
    return list(dict.fromkeys(found))[:6]


def understood(r: Reading, *patterns: re.Pattern[str]) -> None:
    """Note that the words of these patterns were read, so that they are not told as words nothing was made of."""
    for pattern in patterns:
        r.memo.setdefault("read", []).extend(m.span() for m in pattern.finditer(r.text, r.lo, r.hi))


def texts(value: object) -> list[str]:
    """Every text within a call's arguments."""
    if isinstance(value, dict):
        return [t for v in value.values() for t in texts(v)]
    if isinstance(value, (list, tuple)):
        return [t for v in value for t in texts(v)]
    return [str(value)]
