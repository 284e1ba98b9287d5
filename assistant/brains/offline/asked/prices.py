"""What the goods cost: "what do we charge for the edge gateway", 振动传感器一只卖多少."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import core

UNIT = re.compile(
    r"(?<![a-z])(?:(?:per|a|an|each|every|one) (?:seat|user|licen[cs]e|piece|unit|year|month|annum)|(?:and|or) (?:year|month)|seats?|licen[cs]es?|yearly|annually|/ ?(?:seat|year|month))(?![a-z])"
    r"|(?:一个?|每个?|单个?|/)(?:席位|用户|账号|坐席|许可)|席位|(?:一|每|按|/)(?:年|个?月)(?:一?个?席位)?|一[只个台套件份块支]|每[只个台套件份块支]"
)
"""What a price is counted by; the goods know it themselves."""
_ASKED = re.compile(
    r"^(?:what|how much)(?:'s| is| are| do| does| did| would)? (?:we |you |they |it )?(?:charge|ask|take|want|sell)(?: (?:for|to sell))? (?:an? |the |one |our |each )?(?P<a>[^?.,]{2,50}?)(?: for| at| go for)?[?. ]*$"
    r"|^(?:what|how much)(?:'s| is| are| do| does| would) (?:an? |the |one |our |each )?(?P<b>[^?.,]{2,50}?) (?:cost|costs|sell for|go for|priced at|list for)[?. ]*$"
    r"|^(?:what(?:'s| is| are) )?(?:the )?(?:list |unit |catalog(?:ue)? |sales )?prices? (?:of|for) (?:an? |the |one |our |each )?(?P<c>[^?.,]{2,50}?)[?. ]*$"
    r"|^how much (?:is|are|for) (?:an? |the |one |our )?(?P<d>[^?.,]{2,50}?)[?. ]*$"
    r"|^(?:我们的?)?(?P<e>[^?.,的]{2,20}?)(?:现在|目前)?(?:一|每|单)?[只个台套件份年]?的?(?:卖|要|收|报|标|定)(?:价)?(?:是)?(?:多少|几)(?:钱|块|元)?(?:一[只个台套件份])?[?. ]*$"
    r"|^(?:我们的?)?(?P<f>[^?.,的]{2,20}?)的?(?:(?:标价|单价|定价|售价|目录价|价格|价钱)(?:是|要)?(?:多少|几)?(?:钱|块|元)?|(?:现在|目前)?(?:是)?多少钱一?[只个台套件份]?)[?. ]*$"
)
_NO_GOODS = re.compile(r"it|this|that|they|them|won|lost|booked|这单|它|商机|单子|一共|总共|合计")
_LOOK_UP = re.compile(r"^(?:帮我|给我|请|麻烦)*(?:查询?|看|问|算|翻|找|报|告诉我)(?:一?下|看|查)?\s?")
_LEFT = re.compile(r"(?:一|每)[只个台套件份年]?$|(?:an? |the |one )|['’]s$")


def price(r: Reading) -> Meant | None:
    """The products of that name, with their list price; the worth of a deal is another question."""
    if r.refs or r.periods or any(n.may_be("account", "contact", "deal", "user", "ticket") for n in r.names):
        return None
    plain = re.sub(r"\s{2,}", " ", UNIT.sub(" ", _LOOK_UP.sub("", core(r)))).strip()
    match = _ASKED.match(re.sub(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])", "", plain))
    if match is None:
        return None
    words = next(v for v in match.groups() if v)
    name = _LEFT.sub("", words).strip()
    if (
        len(name) < 2
        or (r.hits("he") and len(name) < 4)
        or _NO_GOODS.fullmatch(name)
        or re.search(r"[各每]|都有|总共|一共", name)
        or _of_records(r)
    ):
        return None
    place = r.text.find(name, r.lo)
    understood(r, UNIT, re.compile("charge|costs?|sell|list|prices?"))
    r.memo.setdefault("used", []).extend(m.span() for m in UNIT.finditer(r.text, r.lo, r.hi))
    return Meant(0.9, (priced(r.said[place : place + len(name)] if place >= 0 else name),))


def priced(name: str) -> Call:
    """The products of a name with their list price."""
    if re.search(r"[a-z]{3,}[^s]s$", name):
        name = name[:-1]  # "humidity sensors" are each a sensor
    args = {"entity": "product", "filters": [{"field": "name", "op": "~", "value": name}], "columns": ["list_price"]}
    return Call("find_records", args)


def _of_records(r: Reading) -> bool:
    """Whether deals, customers, tickets or leads are spoken of, whose worth is another question."""
    spoken = ("deal", "account", "ticket", "lead")
    return any(s.kind == "entity" and s.entity in spoken for h in r.senses for s in h.values)
