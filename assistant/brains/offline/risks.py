"""Deals at risk, as far as records tell: past their close date, or without activity for two weeks."""

import re

from assistant.brains.offline.conditions import conditions
from assistant.brains.offline.heads import Head, head
from assistant.brains.offline.lexicon import KIND_OF_STAGE
from assistant.brains.offline.manner import asks
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_RISK = re.compile(
    r"(?<![a-z])(?:at risk|risky|riskiest|in danger|in trouble|in jeopardy|shaky|wobbly|endangered|could (?:slip|fall through|go wrong)|likely to slip|might (?:slip|fall through)|need(?:s)? (?:rescuing|saving|attention)|going (?:wrong|off track|sideways)|off track|red flags?)(?![a-z])"
    r"|有风险|风险(?:大|高|最大|单|商机|项目)|危险|悬(?:着|了)|可能会?(?:黄|丢|输|滑单|跑单)|要黄|快黄|告急|不太?妙|有问题的(?:商机|单子|项目)|需要(?:抢救|关注)的?(?:商机|单子|项目)|掉链子"
)
_DAYS = ("expected_close_date", "closed_at", "created_at", "last_activity_at", "updated_at")


def risks(r: Reading) -> Meant | None:
    """Two lists that say why: late deals and quiet ones, of whoever was named."""
    match = _RISK.search(r.text, r.lo, r.hi)
    about = head(r)
    if (
        match is None
        or not (asks(r) or len(r.words()) <= 8)
        or (about is not None and about.entity not in ("deal", "user"))
    ):
        return None
    if about is None and not re.search(r"(?<![a-z])(?:quarter|forecast|what|anything|which)(?![a-z])|什么|哪", r.whole):
        return None
    found = conditions(r, Head("deal", about.hit if about and about.entity == "deal" else None), taken=[match.span()])
    kept = [f for f in found.filters if f["field"] not in (*_DAYS, KIND_OF_STAGE)]
    kept.append({"field": KIND_OF_STAGE, "op": "=", "value": "open"})
    r.memo["used"] = [(p.start, p.end) for p in r.spans("periods", "days")]
    late = {"field": "expected_close_date", "op": "<", "value": "today"}
    quiet = {"field": "last_activity_at", "op": "<", "value": "14 days ago"}
    calls = tuple(Call("find_records", {"entity": "deal", "filters": [one, *kept]}) for one in (late, quiet))
    return Meant(0.95, calls)
