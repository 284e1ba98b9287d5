"""Which of two people, days or amounts is which: the one moved to and the one moved from, by the words beside them."""

import re
from collections.abc import Mapping, Sequence

from assistant.brains.offline.pieces.slots import Slot
from assistant.brains.offline.sayings import Saying

_BEFORE = {
    False: (
        ("to", r"(?:to|till|until|onto|into|make it|make that|becomes?|gives?|it(?:['’]s)? now|(?:put|set|have) (?:it|that|this|them) (?:on|for|at))"),
        ("from", r"(?:from|of|at|for|with|instead of|rather than|and not|not|company is|by|off|replaces?|replacing|covers? for|stands? in for|fills? in for)"),
    ),
    True: (
        ("from", r"(?:从|由原来的|原来|原定|不是|帮|替|代替|顶替|接替|把|将|是)"),
        ("to", r"(?:到|至|给|让|请|由|交由|换成|改成|改为|成|变|变成|提到|涨到|加到|为)"),
    ),
}  # fmt: skip
_AFTER = {
    False: (
        ("from", r"['’]s|can['’]?t|cannot|could ?n['’]t|is (?:off|away|out|sick|ill|leaving|on (?:leave|holiday|vacation))|has left|left|won['’]?t|does ?n['’]t"),
        ("to", r"takes? (?:over|it|them)|gets?|steps? in|covers?|fills? in|will (?:take|cover|handle)|should (?:take|have|get)|instead"),
    ),
    True: (
        ("from", r"(?:请假|休假|生病|出差|不在|离职|名下|手[里上头]|那边|的(?!了)|不行|不方便|没空)"),
        ("to", r"(?:顶|接手|来接|接管|代|帮|替|来跟|来负责|负责)"),
    ),
}  # fmt: skip
_FILLERS = r"(?:the|a|our|my|his|her|their|old|new|next|coming)"
_MARK = re.compile(r"\{([a-z]+?)(\d*)\}")


def paired(
    text: str, slots: Sequence[Slot], saying: Saying, held: Mapping[str, str], zh: bool
) -> dict[str, str] | None:
    """`held` with two slots of a kind the right way round; None when the words do not tell which is which."""
    made = dict(held)
    for kind in {s.kind for s in slots}:
        ours = [s for s in slots if s.kind == kind]
        if len(ours) == 1:
            continue
        marks = {m[0][1:-1]: m.span() for m in reversed(list(_MARK.finditer(saying.like)))}
        theirs = [name for name in marks if held.get(name) in {s.text for s in ours}]
        if len(ours) != 2 or len(theirs) != 2 or ours[0].text == ours[1].text:
            return None
        said = [_role(text, s.start, s.end, zh) for s in ours]
        like = [_role(saying.like, *marks[name], zh) for name in theirs]
        known = [role for role in ("to", "from") if said.count(role) == 1 == like.count(role)]
        places = {said.index(role) == like.index(role) for role in known}
        if len(places) != 1:
            return None
        straight = places.pop()
        made[theirs[0]], made[theirs[1]] = (ours[0].text, ours[1].text) if straight else (ours[1].text, ours[0].text)
    return made


def _role(text: str, start: int, end: int, zh: bool) -> str:
    before, after = text[max(0, start - 32) : start].casefold(), text[end : end + 24].casefold()
    filler = "" if zh else rf"(?:{_FILLERS} )*"
    for role, words in _BEFORE[zh]:
        if re.search(rf"{'' if zh else '(?<![a-z])'}{words}\s*{filler}$", before):
            return role
    for role, words in _AFTER[zh]:
        if re.match(rf"\s*(?:{words})", after):
            return role
    return ""
