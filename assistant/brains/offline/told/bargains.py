"""What a report says about the deal: stage, seats, amount, close date, next step, competitor."""

import re

from assistant.brains.offline.orders.assignments import stage_said
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.told.lost_reasons import why_lost
from assistant.brains.offline.told.rivals_told import told_rival
from assistant.brains.offline.told.told_close import told_close
from assistant.brains.offline.told.told_values import told_amount, told_seats

_MOVED = re.compile(
    r"(?:(?<![a-z])(?:to|into|in|at|now|stage:?|stage is|reached|entered|entering)(?: the)? |到了?|进入?了?|[至为入在转成]|阶段[:：]? ?|推进)$"
)
_PAPER = re.compile(
    r" ?(?:an? |the |our |their |off )?(?:nda|non-disclosure|minutes|mou|loi|letter of intent|delivery note|form|protocol|attendance)(?![a-z])|(?:了)?(?:一?[个份])?(?:保密|nda|纪要|会议纪要|备忘录|意向|签收|验收|单子回执)"
)
"""What is signed without a deal being won."""
_NOT_SIGNED = re.compile(
    r"(?<![a-z])(?:the|an?|our|their|its|fully|duly|of) $|(?:n't|(?<![a-z])(?:gets?|getting|be|being|until|once|when|if|after|before|nothing|nobody|none|not|never|needs?|wants?|waiting))(?: [a-z]+){0,2} $"
)
"""A signed paper, and what is not signed yet."""
_ASKED = re.compile(r"(?:are|is|were|was|be|should be|could be|will be|please)?", re.IGNORECASE)
"""What stands behind "what the next steps …": asked for, not told."""
_NEXT_STEP = re.compile(
    r"(?<![a-z])next steps?(?! for (?:me|us)(?![a-z]))(?: is| are|:| -|,)? (?P<en>[^.;\n]{3,120})|下一?步(?:就?是|为|计划|打算|[:：，,])?(?P<zh>[^.;。；\n，,]{2,60})"
)
RIVAL = re.compile(
    r"(?<![a-z])(?:competitors?(?: is| are|:| named)?|competing (?:with|against)|up against|also (?:talking to|looking at|evaluating|considering|speaking with)|comparing (?:us )?(?:with|to|against)|evaluating|alternative is|versus|vs\.?|rival is) (?P<en>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,2})"
    r"|(?:竞品|竞争对手|对手)(?:是|为|有|[:：])?(?P<zh>[\u3400-\u9fffA-Za-z0-9 ]{2,12}?)(?=[,.;，。；\s]|$|的|报)|(?:也在(?:看|接触|谈|用|对比|评估)|(?:在)?和(?=[^,，]{2,8}(?:比|对比|比价)))(?P<zh2>[\u3400-\u9fffA-Za-z0-9]{2,10}?)(?=比|对比|[,.;，。；]|$|的)",
)


_NO_RIVAL = frozenset("我们 咱们 他们 她们 他 她 它 客户 对方 价格 情况 一样".split())


def deal_fields(r: Reading, people: list[str], company: str | None) -> dict[str, str]:
    """The deal's changes in a report; a value counts only where it is said to be the deal's."""
    found: dict[str, str] = {}
    stage = _stage(r)
    if stage:
        found["stage"] = stage
    told = {"amount": told_amount(r), "seats": told_seats(r), "expected_close_date": told_close(r)}
    found.update({name: value for name, value in told.items() if value})
    step = _NEXT_STEP.search(r.said, r.lo, r.hi) or _NEXT_STEP.search(r.text, r.lo, r.hi)
    if (dated := _dated(r)) is not None:
        found["next_step_date"] = dated
    elif step and not _ASKED.fullmatch(words := r.piece(*step.span("en" if step["en"] else "zh"))):
        found["next_step"] = words
    rival = competitor(r)
    if rival:
        found["competitor"] = rival
    if found.get("stage") == "lost":
        why_lost(r, found, [])
    return found


_STEP_DAY = re.compile(
    r"(?:(?:date|day|deadline)(?: (?:for|of|to))?(?: the)? next step(?: date)?(?: is| to| on|:|=)* ?|(?:set|make|put|move)(?: the)? next step date(?: to| on)? )$|下一步(?:的)?(?:日期|时间)(?:定在|改到|改成|设为|放在|是|为)? ?$"
)
_DAY_FIRST = re.compile(
    r" (?:as |be )?(?:the )?(?:date|day|deadline) (?:for|of) (?:the |our |its )?next step|(?:作为|当作?)下一步(?:的)?(?:日期|时间)"
)


def _dated(r: Reading) -> str | None:
    """The day of the next step where it is named without the step: "make Wednesday the date for the next step"."""
    for day in r.days:
        if _STEP_DAY.search(r.text[r.lo : day.start]) or _DAY_FIRST.match(r.text, day.end, r.hi):
            return day.value.day.isoformat()
    return None


def competitor(r: Reading) -> str | None:
    """The rival named, or None."""
    for match in RIVAL.finditer(r.said, r.lo, r.hi):
        group = next(g for g in ("en", "zh", "zh2") if match[g])
        words = r.piece(*match.span(group))
        if words and words not in _NO_RIVAL:
            return words
    return told_rival(r)


def _stage(r: Reading) -> str | None:
    for name in r.names:
        if name.entity == "stage" and _MOVED.search(r.before(name.start, 14)):
            return name.text
    stage = stage_said(r)
    if stage is None or stage[0] not in ("won", "lost", "on hold"):
        return None
    word = r.text[stage[1][0] : stage[1][1]]
    before = r.before(stage[1][0], 30)
    if _PAPER.match(r.text, stage[1][1], r.hi) or (word == "signed" and _NOT_SIGNED.search(before)):
        return None
    if word in (
        "signed",
        "签了",
        "win",
        "booked",
        "won",
        "closed won",
        "赢了",
        "签下",
        "签约了",
        "成交",
        "成交了",
        "拿下",
        "赢单",
        "lost",
        "输单",
        "丢单",
        "失单",
        "closed lost",
        "输了",
        "丢了",
        "on hold",
        "搁置",
        "暂停",
        "签单",
    ):
        return stage[0]
    return None
