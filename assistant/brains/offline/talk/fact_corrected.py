"""What was learnt and just saved, put right: 预算写错了，应该是35万. The statement holds the new value; its history keeps the old one."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding

_I = re.IGNORECASE
_WHAT = {"budget": (r"budget", r"预算")}
_ZH = r"^(?:刚才|刚刚|上面|那个|这个|不好意思|抱歉|等等|等一下|哎呀?|不对|我|把|的|[，,、 ])*(?P<w>{what})(?:金额|数字|那个|这个|数|额)?(?:我|是|刚才|那里|给)*(?:(?:写|说|记|填|报|弄|搞|打|看|听)错了?|不对|有误|错了?|不是[^，,]{{1,10}})?[，,。; ]*(?:应该|应|实际|其实|正确的|而|更正|改|换)*(?:是|为|成)+(?P<v>[^，,]{{1,16}}?)(?:[，,]不是.{{1,10}})?(?:才对|的|吧)?[。！!]*$"
_EN = r"^(?:(?:sorry|oops|wait|no|actually|hm+|i)[, ]+)*(?:got )?(?:the |their |that )?(?P<w>{what}) (?:(?:is|was|figure is|figure was) )?(?:wrong|not right|incorrect|off|a typo|not [\w.,€$£¥]+)?[,;:. ]*(?:it )?(?:(?:should|must|ought to) (?:be|have been|say)|is|was|make it|change it to)(?: actually| really)? (?P<v>[^,]{{1,20}}?)(?:,? not .{{1,12}})?[.! ]*$"


def fact_corrected(ask: Ask, linker: Linker) -> Understanding | None:
    """The statement of the card shown last with its new value; None when that card held none of the kind."""
    made = _made(ask)
    if made is None:
        return None
    for predicate, words in _WHAT.items():
        pattern = (_ZH if ask.language == "zh" else _EN).format(what=words[ask.language == "zh"])
        match = re.match(pattern, ask.text.strip(), _I)
        facts = [f for f in made.args.get("facts") or () if f.get("predicate") == predicate]
        if match is None or len(facts) != 1:
            continue
        value = match["v"].strip()
        amounts = read(ask, linker).money
        if not amounts or amounts[-1].text not in ask.text[match.start("v") :]:
            continue
        return Understanding((Call("propose_change", {"changes": _changes(ask, facts[0], value)}),), 1.0)
    return None


def _made(ask: Ask) -> Call | None:
    """The report of the card shown last."""
    return next((c for c in reversed(ask.made) if c.tool == "log_interaction" and c.args.get("facts")), None)


def _changes(ask: Ask, fact: Mapping[str, Any], value: str) -> list[dict[str, Any]]:
    old = next((n for n in ask.focus if n.entity == "fact" and n.label in (fact.get("value"), "")), None)
    was, quote = str(fact.get("value") or ""), str(fact.get("quote") or "")
    anew = quote.replace(was, value, 1) if was and was in quote else ask.text.strip()
    fields = {"value": value, "amount": value, "quote": anew}
    record = old.ref if old is not None else str(fact.get("value") or "")
    return [{"op": "update", "entity": "fact", "record": record, "fields": fields}]
