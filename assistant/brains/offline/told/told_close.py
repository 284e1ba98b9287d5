"""The day a report says a deal closes on, and no other day it names."""

import re

from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.reading import Reading

_OUTRIGHT = re.compile(
    r"(?<![a-z])(?:close date|closing date|expected close|expected to close|closes?|closing)(?![a-z])|预计成交|成交日期?|成交时间|预计签约|预计签单|结单"
)
SHUTS = re.compile(
    r"(?<![a-z])(?:plant|factory|office|site|building|shop|store|warehouse|fab|lab|hall|canteen|mill|line|branch|school|company|border|port|they|we|he|she|who)s? (?:is |are |will be |will |gets? )?clos(?:es|ed|ing|e)(?![a-z])(?! date)"
    r"|(?<![a-z])clos(?:es|ed|ing|e) (?:its|their|the|his|her|our) (?:books?|doors?|year|accounts|office|plant|factory|site|shop|line|building)s?(?![a-z])"
)
"""A house that closes is no deal that does."""
_CHANGED_TO = re.compile(
    r"(?<![a-z])(?:close date|closing date|expected close)(?![a-z])[^.;]{0,60}?(?<![a-z])(?:change|move|set|make|put|push|correct|better)(?: (?:it|that))?(?: (?:to|be|on|for))? |(?:预计成交|成交日期?|预计签约|签约日期?)[^。；]{0,24}?(?:改|挪|推|定|调)(?:成|到|为|在)"
)
"""The close date is spoken of first and set behind it: "the old close date was nonsense, change it to January 15"."""
_NEAR = 8
_FOLLOWS = re.compile(
    r"(?<![a-z])(?:close date|closing date|expected close)[^,.;\d]{0,24}(?:accordingly|as well|too|with it|along|follows?|same day|likewise)(?![a-z])|(?:预计成交|成交日期?|预计签约)[^,，。;；\d]{0,6}(?:跟着|相应|同步|也|随之|一起|对应)[^,，。;；\d]{0,4}(?:改|调|动|推|变|延)"
)
"""The close date is to go where the decision went: 预计成交跟着改."""
_DECIDED = re.compile(
    r"(?<![a-z])(?:decide[sd]?|decision|decides|approv\w+|signs?|board|until|postponed|goes to|pushed to|moved to)(?![a-z])|定|决定|拍板|批|推到|推迟|延|改到|上会|签"
)
_SIGNS = re.compile(
    r"(?<![a-z])(?:sign(?:s|ing|ature)?|go ahead|buy|decide to buy|contract signed)(?![a-z])|(?<!续)签约|签(?!字归|到)|成交|下单|签合同|走合同|关单|拍板签"
)
_MOVED_ON = re.compile(
    r"(?:[那这]单|单子|商机|项目|续约|改造)(?:的)?(?:要|得|会|可能|估计|预计|大概|只能|又|再|先|被)*(?:推|挪|延|拖|移|顺延|往后推|往后拖|推迟|延后|延期|拖后)(?:迟|后)?(?:到|至)了?"
)
"""产线改造那单推到12月18号: a deal that is put off is signed later."""
_EXPECTED = re.compile(
    r"\s*(?:那)?(?:大概|大约|估计|预计|预期|争取|计划|应该)(?:是|在|要|得|能)*[^,，。;；]{2,12}?(?:左右|前后|前|之前|吧|的样子)?\s*"
)
"""签的话要等问卷过了，预计12月25号: the day of the signing spoken of before."""
_ENDS = re.compile(
    r"(?<![a-z])(?:ends|expires?|runs? out|renew(?:al)? date|end date|until|not before|if)(?![a-z])|到期|结束|截止"
)
_OURS = re.compile(
    r"^\s*(?:and |so |then )?(?:i|we|i'll|we'll|i'm|remind|please)(?![a-z])|^\s*(?:提醒|我(?!们)|让我|叫我)"
)


def told_close(r: Reading) -> str | None:
    """The close date as ISO text; a day called so outweighs one something is signed on."""
    said: list[Reading] = [c for c in clauses(r) if not c.has("remind") and not _ENDS.search(c.whole)]
    for clause in said:
        word = _OUTRIGHT.search(clause.text, clause.lo, clause.hi)
        if (
            word
            and not SHUTS.search(clause.whole)
            and not _FOLLOWS.search(clause.whole)
            and (days := _ahead(clause, word.start()) or _ahead(clause, clause.lo))
        ):
            return days[-1] if re.search(r"(?<![a-z])from(?![a-z])|[从由]", clause.whole) else days[0]
    if (changed := _CHANGED_TO.search(r.text, r.lo, r.hi)) is not None:
        behind = [d for d in r.days if 0 <= d.start - changed.end() <= _NEAR and d.value.day > r.ask.today]
        if behind:
            return behind[0].value.day.isoformat()
    for clause in said:
        moved = _MOVED_ON.search(clause.text, clause.lo, clause.hi)
        if moved and not _OURS.search(clause.whole) and (days := _ahead(clause, moved.end() - 1)):
            return days[0]
    if follows := _FOLLOWS.search(r.text, r.lo, r.hi):
        before = [c for c in said if c.hi <= follows.start() and _DECIDED.search(c.whole) and _ahead(c, c.lo)]
        return _ahead(before[-1], before[-1].lo)[-1] if before else None
    for at, clause in enumerate(said):
        of_it = _EXPECTED.fullmatch(clause.whole) and any(_SIGNS.search(c.whole) for c in said[max(0, at - 2) : at])
        if of_it and (days := _ahead(clause, clause.lo)):
            return days[0]
    for clause in said:
        if _SIGNS.search(clause.whole) and not _OURS.search(clause.whole) and (days := _ahead(clause, clause.lo)):
            return days[0]
    return None


def _ahead(clause: Reading, place: int) -> list[str]:
    today = clause.ask.today
    days = [d.value.day for d in clause.days if d.value.day > today and d.start >= place]
    days = days or [p.value.end for p in clause.periods if p.value.end and p.value.end > today and p.start >= place]
    return [day.isoformat() for day in days]
