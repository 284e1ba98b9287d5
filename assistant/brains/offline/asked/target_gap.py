"""How far it is to the target, said by whoever has one: 这个季度目标还差多少, "how far off target this quarter"; a rep's own, a manager's team."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, WHEN, Fit, Rule, fitting, rule

_AIM_ZH = r"(?:业绩|销售|签约|季度|月度|年度|个人)?(?:目标|指标|任务额|quota|kpi|业绩任务)"
_GAP_ZH = r"(?:还有(?:多远|多大差距|多少差距|多少缺口)|(?:还)?(?:差|缺)(?:了|着|个)?(?:多少(?:钱)?|几个?(?:万|点)?|多远|多大|一大截吗))"
_WHO_ZH = rf"(?:(?P<me>我(?:自己|个人)?)|(?P<team>我们[组团队部门]+|咱们[组团队]+|全组|全队|整个团队|团队)|(?P<x>{ANY})(?:团队|组)?)?(?:的)?"
_SIGHS = r"(?:[啊呀呢嘛了吧哦]*(?:[,，。 !！]+(?P<sigh>[^,，?？§¤¶£]{2,14}[啊呀了吧哦]*))?)?"
_ASKS = re.compile(
    r"多少|哪|谁|几|吗|呢|什么|怎么|提醒|任务|列|看看|帮|(?<![a-z])(?:what|who|which|how|show|list|remind|and)(?![a-z])"
)
_AIM_EN = r"(?:(?P<me>my )|(?P<team>(?:my|our|the) team'?s? )|the |our )?(?:sales |quarterly |monthly |annual )?(?:target|quota|number|goal)"
_SIGHS_EN = r"(?:[,;.!]+ (?P<sigh>[^,?]{2,50}))?"


def _gap(fit: Fit) -> Meant | None:
    if "sigh" in fit and _ASKS.search(fit["sigh"].casefold()):
        return None
    args = {}
    if "w" in fit:
        args["period"] = fit.r.piece(*fit.span("w"))
    if "me" in fit or "i" in fit:
        args["whose"] = "me"
    elif "team" in fit:
        args["whose"] = "my team"
    elif "x" in fit:
        if not fit.type_of("x", "user", "team"):
            return None
        args["whose"] = fit["x"]
    return Meant(1.2, (Call("attainment", args),), whole=True)


_RULES: list[Rule] = [
    *rule(
        _gap,
        rf"{_WHO_ZH}(?P<w>{WHEN})?(?:的)?(?:离|距离?|跟|和)?{_AIM_ZH}{_GAP_ZH}{_SIGHS}",
        rf"(?P<w>{WHEN}){_WHO_ZH}(?:离|距离?|跟|和)?{_AIM_ZH}{_GAP_ZH}{_SIGHS}",
        rf"{_WHO_ZH}(?P<w>{WHEN})?{_GAP_ZH}(?:才|就|能|可以)?(?:完成|达到|达成|到|够|够得上|满足){_AIM_ZH}{_SIGHS}",
        rf"(?P<w>{WHEN}){_WHO_ZH}{_GAP_ZH}(?:才|就|能|可以)?(?:完成|达到|达成|到|够|够得上|满足){_AIM_ZH}{_SIGHS}",
        rf"how far(?: (?P<i>am i))? (?:off|from|below|short of|away from|behind|under) {_AIM_EN}(?: (?:for )?(?P<w>{WHEN}))?{_SIGHS_EN}",
        rf"how much (?:is |do i |have i )?(?:left|missing|to go|need|still need|lack)(?: to| until| till| to reach| to hit| to make)? {_AIM_EN}(?: (?:for )?(?P<w>{WHEN}))?{_SIGHS_EN}",
        rf"(?P<me>my )?(?:quota|target) gap(?: (?:for )?(?P<w>{WHEN}))?",
        rf"gap to {_AIM_EN}(?: (?:for )?(?P<w>{WHEN}))?",
    ),
]


def target_gap(r: Reading) -> Meant | None:
    """What is missing to the target in a period."""
    return fitting(r, _RULES)
