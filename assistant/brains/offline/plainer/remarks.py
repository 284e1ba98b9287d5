"""What people add to a wish without wishing more: "reassign Acme to Elif, Tom has too much on his plate", "Bob never picks up. How often did I call him?"."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brains.offline.meant import WRITING
from assistant.brains.offline.names.foreign import without_foreign
from assistant.brains.offline.names.subjects import subjects
from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Linker, Named, Understanding

_SAYS = r"(?:has|is|will|wants?|wanted|asked|asks|said|says|told|needs?|knows?|works?|had|was|did|gets?|left|likes?|just|can['’]t|won['’]t|doesn['’]t|should|thinks?|keeps?|called|covers|never|always|promised|expects?)"
_REMARK = re.compile(
    rf"(?:(?:i|we|he|she|they|it|that|this|there|you|who|which)(?:['’](?:s|ve|m|re|d|ll))?(?![a-z])(?! (?:with|without|over|under|closing|due)(?![a-z]))|(?-i:[A-Z])\w+(?: (?-i:[A-Z])\w+)? {_SAYS}(?![a-z])"
    r"|because|cause|cos|since (?:i|we|he|she|they|it)(?![a-z])|as (?:i|we|he|she|they|it)(?![a-z])|so (?:that )?(?:i|we|he|she|they|it)(?![a-z])|hope|hopefully|otherwise|before i|in case|my (?:boss|manager|wife|phone|laptop|memory|head)"
    r"|(?:the |my |our )?(?:boss|customer|client|ceo|board|management|manager|team) (?:is|are|was|wants?|asked|asks|needs?|keeps?|will)(?![a-z])|\$?€?\d[\d.,]*k? (?:is|are|was) |no (?:rush|hurry|exceptions)|not (?:sure|urgent|pushy)|just (?:curious|asking|checking|did|now)|did (?:it|that|this)(?![a-z])|and be |be honest|long story|what a |finally|at last|about time|unfortunately|sadly|luckily|somebody|someone|nobody|everybody|everyone)(?!.*\?)[^?]*$"
    r"|(?:因为|老板|领导|客户(?:说|催|那边)|我(?:要|想|得|马上|等下|一会|记不|忘|怕|觉得|准备)|他(?:说|催|要|们?老)|她(?:说|催|要)|不然|否则|谢谢|辛苦|免得|省得|好让|开会(?:要)?用|汇报(?:要)?用|明天要用|太.{1,6}了|真的|唉|害|反正|最近(?:太|老|总))[^？?]*$",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*(?:[,;!?.]|\s[-–—])\s+|[，。；！？]\s*")
_ORDER = re.compile(
    r"(?<![a-z])(?:please|pls|ask|say|tell|mention|thank|apologi[sz]e|should|must|needs? to be|has to be|have to be|remind|move|push|set|mark|close|assign|delete|create|add|book|schedule|show|list|make it|change|only|just (?:the|mine|my)|except|without|by (?:owner|stage|month)|per |sorted|also|champion\w*|decision[- ]?maker|sponsor|gatekeeper|blocker|influencer|evaluator|reports to|and (?:show|tell|list|give|what|how|who|when))(?![a-z])|帮我|请|提醒|改成|只看|按|除了|另外|顺便",
    re.IGNORECASE,
)
"""Words that ask for more, or narrow what was asked: no remark."""
_ASKED = re.compile(
    r"^(?:(?:please|pls|can you|could you|also|and|so) )*(?:(?:bring|get|catch|fill|walk) me (?:up|in|through)|(?:its|his|her|their|the) [a-z ]{3,20}? (?:should be|is now|must be|goes to|needs to be)|summari[sz]e|brief|prep(?:are)?|drop|share|tag|merge|undo|restore|convert|cancel|postpone|compare|export|unsubscribe|close|open|prepare|who(?:['’]s)?|what(?:['’]?s)?|which|when|where|why|how|is|are|do|does|did|have|has|can|could|show|list|tell|give|find|move|push|set|mark|close|re-?assign|assign|delete|create|add|book|schedule|remind|make|tick|change|update|draft|write|put|any)(?![a-z])|[谁哪几吗么呢]|多少|把|提醒",
    re.IGNORECASE,
)
_QUALIFIES = re.compile(
    r"\d|(?<![a-z])(?:twice|half|third|each|every|more|less|fewer|only|both|until|till|from|instead|gets?|first|last|one of|some|rest)(?![a-z])|[两三四五六七八九十半]|都|每|只|更|其余|先",
    re.IGNORECASE,
)
"""A remark behind an order that may say how, to whom or to how many."""
_LONGEST = 260


def without_remarks(ask: Ask, linker: Linker, one: Callable[[Ask], Understanding]) -> Understanding | None:
    """The wish read without what was only remarked; None where nothing was, or the whole is read as well."""
    text = ask.text.strip()
    if not 20 < len(text) <= _LONGEST or "\n" in text or without_foreign(text) != text:
        return None
    for cut in _CUT.finditer(text):
        head, tail = text[: cut.start()], text[cut.end() :]
        if cut[0].strip() == "?":
            head += "?"
        if len(head) >= 8 and _ASKED.match(head) and _REMARK.match(tail) and not _ORDER.search(tail):
            alone = one(replace(ask, text=head))
            if any(c.tool in WRITING for c in alone.calls) and _QUALIFIES.search(tail):
                return None
            return _better(ask, one, alone)
    return _behind(ask, linker, one)


def _better(ask: Ask, one: Callable[[Ask], Understanding], alone: Understanding) -> Understanding | None:
    """The wish alone, unless the whole was understood as an order or a report."""
    if not alone.calls or alone.lost or alone.unsure or alone.left or alone.taken:
        return None
    whole = one(ask)
    sound = bool(whole.calls) and not (whole.lost or whole.unsure or whole.left)
    if sound and (whole.taken is None and any(c.tool in WRITING for c in whole.calls)):
        return None
    return alone


def _behind(ask: Ask, linker: Linker, one: Callable[[Ask], Understanding]) -> Understanding | None:
    """A question behind a statement it leans on; the people and records named there are who it is about."""
    cuts = [c for c in _CUT.finditer(ask.text.strip()) if c[0].strip() in (".", "!", "。", "！")]
    if not cuts:
        return None
    head, tail = ask.text.strip()[: cuts[-1].start()], ask.text.strip()[cuts[-1].end() :]
    if len(tail) < 8 or _ASKED.match(head) or not (tail.endswith(("?", "？")) and _ASKED.search(tail)):
        return None
    whole = one(ask)
    if whole.calls and not (whole.lost or whole.unsure or whole.left):
        return None
    said = subjects(read(replace(ask, text=head), linker))
    named = tuple(Named(s.entity, 0, s.text, s.text) for s in said if s.entity != "user")
    alone = one(replace(ask, text=tail, focus=(*named, *ask.focus)))
    sound = alone.calls and not (alone.lost or alone.unsure or alone.left or alone.taken)
    return alone if sound and not any(c.tool in WRITING for c in alone.calls) else None
