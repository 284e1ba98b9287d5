"""Figures narrowed to a region or a place in a word or two: 只看华东, 只要杭州的, "only the Nordics region". The tool says so where nobody is there."""

import re

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.places_and_trades import REGIONS, both_names

_ZH = re.compile(
    r"\s*(?:那么?|就|再|请|帮我|现在)*(?:只看|只要|只留|仅看?|单看|就看|就要|换成|看看|看)(?P<n>[\u3400-\u9fff]{2,6}?)(?P<k>大区|地区|区域|团队|那边|这边|分公司|办事处|[市区组])?的?(?:部分|数据|数字|情况|商机|单子|呢|吧)*[\s。.!！?？]*"
)
_EN = re.compile(
    r"\s*(?:(?:and|ok|okay|now|so|but|please)[, ]+)*(?:only|just|what about|how about|narrow it (?:down )?to|limit it to)(?: the)?(?: ones| deals)?(?: (?:in|from|of))?(?: the)? (?P<n>[a-z][\w-]+(?: [a-z][\w-]+)?)(?P<k> (?:region|team|office|area|branch))?(?: please| ones| deals)?[\s.!?]*",
    re.IGNORECASE,
)
_PARTS_ZH = frozenset("华东 华南 华北 华中 西南 西北 东北 东南 华西 港澳 海外 国内 东区 西区 南区 北区".split())
_PARTS_EN = frozenset(
    "east west north south central nordics dach benelux iberia scandinavia northeast northwest southeast southwest midwest apac emea uk us".split()
)


def only_there(r: Reading) -> str | None:
    """The region, team or place the figures before are to be of, as said; None where something known is named or something else is meant."""
    match = (_ZH if r.zh else _EN).fullmatch(r.said[r.lo : r.hi])
    if match is None or any(n.may_be("user", "team", "account", "stage") for n in r.names):
        return None
    name, kind = match["n"], match["k"]
    place = both_names(name) is not None or any(name.casefold() in group for group in REGIONS)
    known = place or name in _PARTS_ZH or name.casefold() in _PARTS_EN
    start = r.lo + match.start("n")
    if not known and (not kind or any(h.start < start + len(name) and start < h.end for h in r.senses)):
        return None
    return name
