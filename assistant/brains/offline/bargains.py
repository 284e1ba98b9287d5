"""What a report says about the deal: stage, seats, amount, close date, next step, competitor."""

import re

from assistant.brains.offline.amounts import said
from assistant.brains.offline.assignments import seats, stage_said
from assistant.brains.offline.clauses import clauses
from assistant.brains.offline.reading import Reading

_MOVED = re.compile(
    r"(?:(?<![a-z])(?:to|into|in|at|now|stage:?|stage is|reached|entered|entering)(?: the)? |到了?|进入?了?|[至为入在转成]|阶段[:：]? ?|推进)$"
)
_VALUE = re.compile(
    r"(?<![a-z])(?:deal (?:value|size|amount|is|worth)|worth|amount|value|contract value|total|order (?:of|for|value)|quoted?(?: at| them)?|priced at|at a price of|offer(?:ed)?(?: at| of)?)(?![a-z])|金额|总价|报价|价格|价钱|合同额|总额|成交价|谈到|谈成|降到|单价以外|标的"
)
_NOW_AT = re.compile(r"(?:涨|升|增|提|上调|下调|降|减|砍|压|缩|追加|扩)(?:加|高|低|少|价)?(?:到|至|成|为)了? ?$")
_RIVALS = re.compile(r"竞品|竞争|对手|对方报|他们报|别家|友商")
_WAS = re.compile(r"(?:(?<![a-z])from|从|由|原来|原先|之前)(?: the)? ?$")
_BUDGET = re.compile(r"(?<![a-z])budget(?:s|ed)?(?![a-z])|预算")
_ASKED = re.compile(r"(?:are|is|were|was|be|should be|could be|will be|please)?", re.IGNORECASE)
"""What stands behind "what the next steps …": asked for, not told."""
_NOT_YET = re.compile(r"(?<![a-z])(?:not|no|pending|waiting|until|unless|if|n't|never)(?![a-z])|没|未|待|不|还在等|等")
_CLOSES = re.compile(
    r"(?<![a-z])(?:clos(?:e|es|ing)|sign(?:s|ing|ature)?|order|po|purchase order|go ahead|buy|decide to buy|contract signed)(?![a-z])|签约|签|成交|下单|签合同|走合同|关单|拍板签"
)
_ENDS = re.compile(r"(?<![a-z])(?:ends|expires?|runs? out|renew(?:al)? date|end date)(?![a-z])|到期|结束|截止")
_NEXT_STEP = re.compile(
    r"(?<![a-z])next steps?(?: is| are|:| -|,)? (?P<en>[^.;\n]{3,120})|下一步(?:是|为|计划|[:：，,])?(?P<zh>[^.;。；\n，,]{2,60})"
)
RIVAL = re.compile(
    r"(?<![a-z])(?:competitors?(?: is| are|:| named)?|competing (?:with|against)|up against|also (?:talking to|looking at|evaluating|considering|speaking with)|comparing (?:us )?(?:with|to|against)|evaluating|alternative is|versus|vs\.?|rival is) (?P<en>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,2})"
    r"|(?:竞品|竞争对手|对手)(?:是|为|有|[:：])?(?P<zh>[\u3400-\u9fffA-Za-z0-9 ]{2,12}?)(?=[,.;，。；\s]|$|的|报)|(?:也在(?:看|接触|谈|用|对比|评估)|(?:在)?和(?=[^,，]{2,8}(?:比|对比|比价)))(?P<zh2>[\u3400-\u9fffA-Za-z0-9]{2,10}?)(?=比|对比|[,.;，。；]|$|的)",
)


def deal_fields(r: Reading, people: list[str], company: str | None) -> dict[str, str]:
    """The deal's changes in a report; a value counts only where it is said to be the deal's."""
    found: dict[str, str] = {}
    stage = _stage(r)
    if stage:
        found["stage"] = stage
    amount = _amount(r)
    if amount:
        found["amount"] = amount
    seats(r, found)
    closes = _closes(r)
    if closes:
        found["expected_close_date"] = closes
    step = _NEXT_STEP.search(r.said, r.lo, r.hi) or _NEXT_STEP.search(r.text, r.lo, r.hi)
    if step and not _ASKED.fullmatch(told := r.piece(*step.span("en" if step["en"] else "zh"))):
        found["next_step"] = told
    rival = competitor(r)
    if rival:
        found["competitor"] = rival
    if found.get("stage") == "lost":
        reason = next((s.code for _, s in r.sensed("choice", "deal") if s.field == "lost_reason"), None)
        if reason:
            found["lost_reason"] = reason
    return found


def competitor(r: Reading) -> str | None:
    """The rival named, or None."""
    match = RIVAL.search(r.said, r.lo, r.hi)
    if not match:
        return None
    group = next(g for g in ("en", "zh", "zh2") if match[g])
    words = r.piece(*match.span(group))
    return words if words and words not in ("我们", "价格", "情况", "一样") else None


def _stage(r: Reading) -> str | None:
    for name in r.names:
        if name.entity == "stage" and _MOVED.search(r.before(name.start, 14)):
            return name.text
    stage = stage_said(r)
    if stage is None or stage[0] not in ("won", "lost", "on hold"):
        return None
    word = r.text[stage[1][0] : stage[1][1]]
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
        "输了",
        "丢了",
        "on hold",
        "搁置",
        "暂停",
        "签单",
    ):
        return stage[0]
    return None


def _amount(r: Reading) -> str | None:
    for clause in clauses(r):
        for money in clause.money:
            lead, tail = r.text[clause.lo : money.start], r.text[money.end : clause.hi]
            if _BUDGET.search(lead) or _BUDGET.match(tail.strip().removeprefix("的")):
                around = r.text[clause.lo : min(r.hi, clause.hi + 14)]
                if r.within(clause.lo, min(r.hi, clause.hi + 14)).has("approved") and not _NOT_YET.search(around):
                    return said(money.value)
            elif (_NOW_AT.search(lead) and not _RIVALS.search(lead)) or (
                _VALUE.search(lead) and not _RIVALS.search(lead) and not _WAS.search(r.text[clause.lo : money.start])
            ):
                return said(money.value)
    return None


def _closes(r: Reading) -> str | None:
    for clause in clauses(r):
        if not _CLOSES.search(clause.whole) or _ENDS.search(clause.whole) or clause.has("remind"):
            continue
        ahead = [d.value.day for d in clause.days if d.value.day > r.ask.today]
        ahead += [p.value.end for p in clause.periods if p.value.end and p.value.end > r.ask.today]
        if ahead:
            return ahead[0].isoformat()
    return None
