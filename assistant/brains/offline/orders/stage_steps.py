"""A deal moved by one stage: "put the Nordhafen deal one stage further", "move it to the next stage", 把华阳推进到下一阶段."""

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.plain_orders import one
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.frames import ANY, Fit, Rule, fitting, rule

_NOUN = r"(?:the |our |my |deal |opportunity )*"
_PLEASE = r"(?:please |pls |can (?:you|u) |could you |let's |i want to |go ahead and )*"
_DEAL = rf"{_NOUN}(?:(?P<deal>{ANY}(?: [a-z][a-z-]{{2,20}}){{0,3}}?)(?: deal| opportunity)?|(?P<it>it|this one|that one|this deal|that deal))"
_DEAL_ZH = rf"(?:(?:商机|单子)?(?P<deal>{ANY})(?:这个|那个|这单|那单|的)?(?:商机|单子)?|(?P<it>它|这单|这个商机|这个单子|该商机))"
_VERB = r"(?:move|put|push|advance|bump|take|bring|promote|shift|set|step|drag)"


def _moved(fit: Fit, step: str) -> Meant | None:
    if "deal" in fit:
        known = fit.type_of("deal", "deal", "account") or fit.held("deal") is None  # "Nordhafen calibration"
        return one("deal", fit["deal"], {"stage": step}) if known else None
    return one("deal", fit["it"], {"stage": step}) if fit.r.ask.focus else None


def _on(fit: Fit) -> Meant | None:
    return _moved(fit, "next stage")


def _back(fit: Fit) -> Meant | None:
    return _moved(fit, "previous stage")


_RULES: list[Rule] = [
    *rule(
        _on,
        rf"{_PLEASE}{_VERB} {_DEAL} (?:on |up |along |forward |ahead )*(?:(?:in)?to (?:the |its )?(?:next|following) (?:stage|step|phase)|(?:by )?(?:one|a|another|1) (?:stage|step|phase) (?:further|forward|ahead|up|on|along)|(?:further|forward|ahead|up|on) (?:by )?(?:one|a|1) (?:stage|step|phase)|(?:one|a) (?:stage|step) on)(?: in the pipeline| please| now)*",
        rf"(?:请|帮我|麻烦)*(?:把|将)?{_DEAL_ZH}(?:再)?(?:往前|向前|往后)?(?:推进?|移|挪|放|进|走|升|调)(?:到|至|一个|进|前进|进入)*(?:下一?个?|后一?个?)?(?:一个)?(?:阶段|步骤|环节)(?:吧|了|去)?",
    ),
    *rule(
        _back,
        rf"{_PLEASE}{_VERB} {_DEAL} (?:back )?(?:(?:in)?to (?:the |its )?(?:previous|last|prior|earlier) (?:stage|step|phase)|(?:one|a|1) (?:stage|step|phase) (?:back|down|backwards?)|back (?:by )?(?:one|a|1) (?:stage|step|phase)|down (?:one|a) (?:stage|step))(?: please| now)*",
        rf"(?:请|帮我|麻烦)*(?:把|将)?{_DEAL_ZH}(?:再)?(?:退|挪|移|放|调)(?:回|到|回到|一个|至)*(?:上一?个?|前一?个?)(?:阶段|步骤|环节)(?:吧|了|去)?",
    ),
]  # fmt: skip


def stage_steps(r: Reading) -> Meant | None:
    """One stage on, or one back; of a deal called by its name or just shown."""
    return fitting(r, _RULES)
