"""All that somebody has, handed to a colleague: "reassign everything of Amélie's to Jonas", 把唐雨名下的客户、商机、线索全转给郭晓峰."""

import re
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.pieces.found import still_open
from assistant.brains.offline.pieces.whose import owner_field
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.upkeep.lending import people
from assistant.brains.offline.words.manner import asks

_ALL_KINDS = ("account", "deal", "lead", "task", "ticket")
"""What “everything” is; contacts go with their account."""
_ALL = re.compile(
    r"(?<![a-z])(?:everything|every(?:thing)? (?:record|single thing)|all (?:of )?(?:(?:his|her|their|my|our|the|[\w.’' -]{2,30}?['’]s) )?(?:stuff|things|records|work|business|book(?: of business)?|portfolio|pipeline and accounts|patch)|whole (?:book|portfolio|patch|territory|desk)|the (?:whole )?lot|(?:his|her|their|my|[a-z]+['’]s) (?:entire |whole |complete )?(?:book(?: of business)?|portfolio|patch|desk|stuff|workload))(?![a-z])"
    r"|(?:所有|全部|一切)的?(?:东西|工作|业务|记录|资源|数据|盘子|家当|资料)|(?:手上|手里|手头|名下|那边|那摊|的)的?(?:所有|全部|一切|一摊子?|东西|工作|业务|活)+(?:都|全|统统|一并|全部)?(?=转|移|交|给|划|归|过|分)|全部家当|(?:名下|手上|手里|手头)(?:的)?(?:都|全部?|统统|一并)(?=转|移|交|给|划|归|过|分)"
)
_TO = re.compile(
    r"(?<![a-z])(?:re-?assign|hand|give|transfer|move|pass|turn|shift|switch|put|sign)(?:s|ed|ing)?(?: over)?(?![a-z])|(?<![a-z])(?:takes?|taking|inherits?|gets?|picks? up)(?: over)?(?![a-z])|(?:转|移|交|划|归|过户|分)(?:交|移|接|让|户)?(?:给|到|由)|接手|接管|接过"
)
_TAKES = re.compile(
    r"(?<![a-z])(?:should |will |can |to |must |is going to )?(?:takes?|taking|inherits?|gets?|picks? up)(?: over| on)?(?![a-z])|接手|接管|接过"
)
_NOTE = re.compile(
    r"(?<![a-z])(?:notes?|documents?|summar\w+|write|overview|report|briefing)(?![a-z])|说明|文档|清单|材料|总结|报告|整理|写"
)


def handed_on(r: Reading) -> Meant | None:
    """A card that gives all open records of one colleague, or those of several types, to another."""
    if (
        (asks(r) and not re.match(r"(?:can|could|would|please)", r.whole))
        or not _TO.search(r.whole)
        or _NOTE.search(r.whole)
    ):
        return None
    named_people = people(r)
    if any(not n.may_be("user", "team") for n in r.names) or r.refs or r.money or r.comparisons or r.periods or r.days:
        return None
    named = {s.entity for _, s in r.sensed("entity")}
    kinds = [k for k in (*_ALL_KINDS, "contact") if k in named]
    whole = _ALL.search(r.whole)
    if not whole and len(kinds) < 2:
        return None
    found = _sides(r, named_people)
    if found is None:
        return None
    giver, taker = found
    chosen = kinds if len(kinds) >= 2 else _ALL_KINDS
    changes: list[dict[str, Any]] = []
    for kind in chosen:
        field = owner_field(kind)
        where = [{"field": field, "op": "=", "value": giver}, *still_open(kind)]
        changes.append({"op": "update", "entity": kind, "where": where, "fields": {field: taker}})
    return Meant(0.99, (Call("propose_change", {"changes": changes}),), whole=True)


def _sides(r: Reading, named: list[Name]) -> tuple[str, str] | None:
    """Who gives and who takes; the asker is one of them when only one colleague is named."""
    mine = re.search(
        r"(?<![a-z])(?:my|mine|i have|i've got|i own)(?![a-z])|我(?!们)(?:的|名下|手上|手里|手头|所有|全部|这)", r.whole
    )
    if len(named) == 1 and mine:
        return "me", named[0].text
    if len(named) == 1 and re.search(r"(?<![a-z])(?:to|over to) me(?![a-z])|给我(?!的)", r.whole):
        return named[0].text, "me"
    if len(named) != 2:
        return None
    first, second = named
    # "Jonas takes over everything from Amélie", 郭晓峰接手唐雨的所有客户和商机
    between = r.text[first.end : second.start]
    if _TAKES.search(between) and not re.search(r"(?<![a-z])(?:to|over to)(?![a-z])|给", between):
        return second.text, first.text
    # "give Jonas everything Amélie has"
    if re.match(
        r"(?:please |can you |could you )*(?:give|hand|assign|pass) $", r.text[r.lo : first.start]
    ) or re.search(r"给 ?$", r.text[r.lo : first.start]):
        return second.text, first.text
    return first.text, second.text
