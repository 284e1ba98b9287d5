"""Deals against a competitor: lost to Sensoriq, 跟恒测云竞争的, 被析图抢走的."""

import re

from assistant.brains.offline.pieces.found import Found
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.lexicon import KIND_OF_STAGE

_NAME = r"(?P<{0}>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){{0,2}})"
_ZH = r"(?P<{0}>[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z0-9]{{1,9}}?)"
_AGAINST = re.compile(
    r"(?<![A-Za-z])(?:against|versus|vs\.?|(?:compet\w+|up|fight\w*|battl\w+) (?:with|against)|rival(?:led by)?|(?:where|with) (?:the )?competitor(?:s)?(?: is| being)?) (?:the )?"
    + _NAME.format("a")
    + r"|(?:跟|和|与|同|对阵|对上) ?"
    + _ZH.format("b")
    + r" ?(?:在|有|正在|正|直接)?(?:竞争|PK|pk|对打|抢|竞标|比价|竞品)|(?:对手|竞品|竞争对手|竞争者)(?:是|为|有)"
    + _ZH.format("c")
    + r"(?=的|[,，。.?？]|$)"
)
_LOST_TO = re.compile(
    r"(?<![A-Za-z])(?:los[te]|losing|lose)(?: \w+){0,4}? to (?:the )?"
    + _NAME.format("a")
    + r"|(?<![A-Za-z])(?:taken|snatched|stolen|won) (?:away )?(?:from us )?by "
    + _NAME.format("b")
    + r"|(?:输给|败给|丢给|让给)了? ?"
    + _ZH.format("c")
    + r"(?= ?(?:的|了|[,，。.?？]|$|几|多少|哪))|被 ?"
    + _ZH.format("d")
    + r" ?(?:抢|拿|截|撬)(?:走|胡|了)"
)
_NOBODY = frozenset("竞争对手 对手 竞品 同行 别人 友商 谁 哪家 哪个 人 其他公司 竞争者 Price Budget".split())


def lost_to(r: Reading) -> str | None:
    """The competitor that is said to have won deals from us."""
    match = _LOST_TO.search(r.said, r.lo, r.hi)
    name = next((g for g in match.groups() if g), None) if match is not None else None
    return None if name is None or name in _NOBODY else name


def rivals(r: Reading, entity: str, found: Found) -> None:
    """Filter deals by the competitor named; those lost to it are lost."""
    if entity != "deal" or found.on("competitor"):
        return
    for pattern, lost in ((_LOST_TO, True), (_AGAINST, False)):
        match = pattern.search(r.said, r.lo, r.hi)
        if not match:
            continue
        group = next(g for g, v in match.groupdict().items() if v)
        start, end = match.span(group)
        if match[group] in _NOBODY or any(
            s.start < end and start < s.end for s in r.spans("periods", "days", "senses", "money")
        ):
            continue
        if any(n.start < end and start < n.end and n.may_be("user", "team") for n in r.names):
            continue
        found.add((start, end), "competitor", "~", match[group])
        found.used.append(match.span())
        if lost and not found.on(KIND_OF_STAGE):
            found.add(None, KIND_OF_STAGE, "=", "lost")
        return
