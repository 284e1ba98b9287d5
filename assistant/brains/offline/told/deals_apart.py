"""A report on several deals of one customer: 校准那单本周能签，产线那单降到16万 changes each of them, and none with the other's values."""

import re

from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.told.bargains import deal_fields

_ONE = re.compile(
    r"(?:^|(?<=[,，;；。\s]))(?:另外|还有|然后|至于|他们的?|公司的?)*(?P<x>(?!他|她|我|你|这|那|客户|对方|今天|昨天|明天|上午|下午)[\u3400-\u9fffA-Za-z0-9]{1,8}?)(?:的)?(?:[那这](?:一?单|个单子|个项目|个商机|个|一?笔)|单子|项目)(?![人时])"
)
_LATER = re.compile(r"(?:推迟|延后|延期|推|延|改|挪|拖|提前)(?:到|至)")


def deals_apart(r: Reading, company: str | None) -> tuple[Call, ...]:
    """A change for each deal of `company` told of in a clause of its own; nothing when there are not two of them."""
    if company is None:
        return ()
    told = [(m["x"].removeprefix(company), m.start(), m.end()) for m in _ONE.finditer(r.text, r.lo, r.hi)]
    told = [t for t in told if t[0]]
    if len({x for x, _, _ in told}) < 2:
        return ()
    made = []
    for number, (words, start, _) in enumerate(told):
        until = told[number + 1][1] if number + 1 < len(told) else r.hi
        part = r.within(start, until)
        fields = deal_fields(part, [], company)
        if "expected_close_date" not in fields and _LATER.search(part.whole) and (day := _day(part)):
            fields["expected_close_date"] = day
        if fields:
            made.append(call("update", "deal", f"{company}{words}", fields))
    return tuple(made)


def _day(part: Reading) -> str | None:
    ends = [d.value.day for d in part.days] or [p.value.end for p in part.periods if p.value.end]
    return ends[-1].isoformat() if ends and ends[-1] >= part.ask.today else None
