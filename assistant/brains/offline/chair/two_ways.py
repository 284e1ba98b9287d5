"""Figures by two things at once: a heat map of stage and owner, activity by weekday and rep, 按阶段和负责人的热力图."""

import re
from typing import Any

from assistant.brains.offline.chair.chair_words import foreign, narrowed
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

HEAT = re.compile(
    r"(?<![a-z])(?:heat ?-?maps?|cross[ -]?tab\w*|cross tables?|crosstable|pivot(?: table)?|matrix|two[ -]way table)(?![a-z])|热力图|热度图|热图|交叉(?:表|分析|统计|看)?|矩阵|透视表"
)
_DIM = {
    "weekday": r"weekdays?|days? of (?:the )?week|week ?days?|星期几?|周几|礼拜几?|工作日", "month": r"months?|月份?", "stage": r"(?:deal |sales )?stages?|阶段",
    "manager": r"managers?|经理|主管", "team": r"teams?|regions?|offices?|团队|大区|区域|地区|小组", "source": r"(?:lead )?sources?|channels?|来源|渠道",
    "industry": r"industr(?:y|ies)|sectors?|行业", "size": r"(?:company )?sizes?|(?:企业|公司)?规模", "currency": r"currenc(?:y|ies)|币种|货币",
    "category": r"forecast categor(?:y|ies)|预测类别", "competitor": r"competitors?|rivals?|竞争对手|竞品", "reason": r"(?:loss |lost )?reasons?|(?:输单|丢单)?原因",
    "product": r"products?|产品", "kind": r"(?:activity )?(?:kinds?|types?)(?= of activit)|activity (?:kinds?|types?)|(?:跟进|活动)(?:方式|类型)|方式", "type": r"(?:deal )?types?|类型",
    "account": r"customers?|accounts?|客户", "owner": r"owners?|reps?|sellers?|sales ?(?:people|persons?|reps?)|people|persons?|colleagues?|负责人|销售(?!额|管道|漏斗|阶段)(?:人员)?|业务员|人员|每个人|同事",
}  # fmt: skip
_ONE = "|".join(f"(?P<{k}>{v})" for k, v in _DIM.items())
_DIMS = re.compile(rf"(?<![a-z])(?:{_ONE})(?![a-z])")
_PAIR = re.compile(
    r"(?<![a-z])(?:by|per|across) (?:the |each )?[a-z ]{3,18}(?: and (?:by |per )?| ?[x×*/&] ?| (?:by|vs|versus|against|per) )(?:the |each )?[a-z]{3,}|(?:按|分)[^,，。]{2,8}(?:和|与|及|、|×|x|跟)(?:按)?[^,，。]{2,8}|(?:每个?|各个?)[^,，。]{2,5}(?:在|的)?(?:每个?|各个?)[^,，。]{2,5}"
)
_ABOUT = re.compile(
    r"(?<![a-z])(?:pipelines?|funnel|deals?|opportunit\w+|opps|bookings?|won|lost|open business|forecast)(?![a-z])|管道|漏斗|商机|单子|赢单|输单|丢单|签约|在途|盘子"
)
_DONE = re.compile(
    r"(?<![a-z])(?:activit\w+|calls?|meetings?|visits?|touch\w*|interactions?|active|busy)(?![a-z])|跟进|活动|拜访|电话|会议|沟通|活跃|忙"
)
_STATUS = {
    "won": r"(?<![a-z])(?:won|wins|bookings?|booked|closed won)(?![a-z])|赢单|签约|成交",
    "lost": r"(?<![a-z])(?:lost|losses)(?![a-z])|输单|丢单",
}
_OURS = re.compile(r"(?<![a-z])(?:my|our|us|we)(?![a-z])|我|咱|本组|本团队")
_COUNT = re.compile(r"(?<![a-z])(?:how many|number of|count(?:s|ed)?|headcount)(?![a-z])|数量|个数|几个|多少个|单数")


def two_ways(r: Reading) -> Call | None:
    """Such a question as a call; None for any other."""
    if r.refs or foreign(r):
        return None
    heat, pair = HEAT.search(r.whole), _PAIR.search(r.whole)
    done = bool(_DONE.search(r.whole))
    if not heat and not (pair and (_ABOUT.search(r.whole) or done)):
        return None
    dims = sides(r)
    if len(dims) < 2 and (not heat or (r.ask.previous and not done and not _ABOUT.search(r.whole))):
        return None  # "as a heat map" draws the answer before
    if "weekday" in dims or "kind" in dims or (done and not _ABOUT.search(r.whole)):
        dims = [d for d in dims if d in ("weekday", "owner", "team", "kind", "month")]
        if not heat and len(dims) < 2:
            return None
        rest = [d for d in ("weekday", "owner") if d not in dims]
        one, two = (dims + rest)[:2]
        args: dict[str, Any] = {"rows": two, "columns": one} if one == "weekday" else {"rows": one, "columns": two}
        return Call("heat_map", {**args, "of": "activities", **_narrowed(r)})
    one, two = (dims + [d for d in ("stage", "owner") if d not in dims])[:2]
    args = {"rows": one, "columns": two}
    status = next((k for k, p in _STATUS.items() if re.search(p, r.whole)), None)
    if status:
        args["status"] = status
    if _COUNT.search(r.whole):
        args["measure"] = "count"
    return Call("heat_map", {**args, **_narrowed(r), **({"currency": c} if (c := narrowed(r).get("currency")) else {})})


def sides(r: Reading) -> list[str]:
    """The things a message counts by, in the order they were said; words of a name or a period are none."""
    spans = [(n.start, n.end) for n in r.names] + [(p.start, p.end) for p in r.periods]
    found = [
        str(m.lastgroup)
        for m in _DIMS.finditer(r.text, r.lo, r.hi)
        if m.lastgroup and not any(a < m.end() and m.start() < b for a, b in spans)
    ]
    return list(dict.fromkeys(found))


def _narrowed(r: Reading) -> dict[str, Any]:
    made = {k: v for k, v in narrowed(r).items() if k != "currency"}
    if made.get("whose") == "my team" and not _OURS.search(r.whole):
        del made["whose"]  # the team that figures are counted by
    return made
