"""An order behind a reason: "they want more modules, so would you please raise the Acme renewal by 10%?", 客户催得紧，麻烦把…."""

import re

from assistant.brains.offline.nearest.fitting import WRITES
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.terms import Ask, Linker, Understanding
from assistant.brains.offline.told.happenings import reports

_VERB = r"(?:set|change|update|move|mark|close|put|make|push|postpone|raise|increase|lower|reduce|assign|reassign|give|hand|transfer|delete|remove|cancel|call off|re-?open|resolve|convert|disqualify|book|schedule|remind|create|open|add|enter|rename|switch|bump|extend|adjust|flag|tick)"
_EN = re.compile(
    rf"^(?P<pre>[^?]{{6,160}}?)\s*(?:[,.;!:]|\s[-–—])+\s*(?:(?:so|and|then|thus|therefore|hence|ok|okay|now)[, ]+)*(?:(?:would|could|can|will) you (?:mind )?(?:please |kindly |maybe |just |also )*|(?:please|pls|plz|kindly) )(?P<order>{_VERB}(?![a-z]).+?)[\s?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_ZH = re.compile(
    r"^(?P<pre>[^?？]{3,60}?)[,，。;；!！]\s*(?:所以|那就?|因此)?(?:麻烦你?|请你?|帮我|帮忙|劳驾|你)+(?P<order>(?:把|将|给|取消|新建|建|删|重新打开|提醒|安排|约).+?)[。.!！吧]*$",
    re.DOTALL,
)
_IT = re.compile(r"(?<![a-z])(?:it|this|that one|this one|that deal|this deal|the deal)(?![a-z'’-])", re.IGNORECASE)
_IT_ZH = re.compile(r"(?:它|这单|那单|这个单子|这个商机|这条线索|这个工单)")
_ORDER = ("deal", "ticket", "task", "lead", "contact", "account")


def prefaced(ask: Ask, linker: Linker) -> str:
    """The order alone, with the record its reason names; the message itself where there is none, or a report before it."""
    zh = ask.language == "zh"
    match = (_ZH if zh else _EN).match(ask.text.strip())
    if match is None:
        return ask.text
    r = read(ask, linker)
    begin = r.said.find(match["order"])
    if begin < 0 or reports(r) or reports(r.within(r.lo, begin)) or r.within(r.lo, begin).past_days:
        return ask.text
    order = match["order"]
    if not r.within(begin, r.hi).names and not r.within(begin, r.hi).refs:
        record = _record(r.within(r.lo, begin))
        if record is None:
            return ask.text
        order, times = (_IT_ZH if zh else _IT).subn(lambda _: record, order, count=1)
        if not times:
            return ask.text
    return order


def _record(r: Reading) -> str | None:
    """The one record a reason names; of several the likeliest to be changed."""
    if r.refs:
        return r.refs[0].text if len(r.refs) == 1 else None
    for entity in _ORDER:
        named = [n for n in r.names if n.entity == entity]
        if named:
            return named[0].text if len(named) == 1 else None
    return None


def takes(found: Understanding) -> bool:
    """Whether an order was understood as one."""
    return bool(found.calls) and all(c.tool in WRITES for c in found.calls) and not found.unsure
