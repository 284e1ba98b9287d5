"""What will close, how sure that is, and what a goal still takes: forecasts."""

import re

from assistant.brains.offline.chair.chair_words import foreign, narrowed
from assistant.brains.offline.lists.heads import head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks

_ACCURATE = re.compile(
    r"(?<![a-z])(?:how (?:accurate|good|right|wrong|reliable|close|exact|precise|well|far off)|accuracy|back-?test\w*|hit rate|track record|brier|calibrat\w+|(?:was|were|is) (?:the|your|our|that) (?:forecast|estimate|prediction)s? (?:any good|right|accurate|correct))(?![a-z])"
    r"|准不准|准确|准吗|准么|有多准|靠谱|偏差|误差|回测|校准|(?<!还)(?<!缺口)差(?:多少|多远|了多少|得多)(?!.{0,4}(?:完成|达标|达成))|命中"
)
_FORECAST = re.compile(
    r"(?<![a-z])(?:forecast\w*|predict\w*|project(?:ion|ed)|estimates?|estimated|guess)(?![a-z])|预测|预估|估计|预计(?=.{0,4}(?:能|会|可以)(?:签|成交|完成|拿下))"
)
_WILL_CLOSE = re.compile(
    r"(?<![a-z])(?:what|how much)(?: \w+){0,3}? (?:will|can|could|are|do|might|should)? ?(?:we|i|my team|the team|our team)(?: \w+){0,3}? (?:close|book|sign|land|win|bring in|going to (?:close|book|sign|land|win))(?![a-z])|能(?:签|成交|拿下|做到?|完成|关)(?:下来)?多少|会(?:签|成交)多少|能拿多少"
)
_RANGE = re.compile(
    r"(?<![a-z])(?:range|interval|best and worst case|low and (?:a )?high|upper and lower|confidence|margin of error|odds|chances?|likely|likelihood|probab\w+)(?![a-z])|区间|范围|上下限|置信|把握|可能性|概率|最好最坏"
)
_HIT = re.compile(
    r"(?<![a-z])(?:will|can|are|could|do you think|is it likely|chance|likely|odds|going to)(?![a-z]).*(?<![a-z])(?:hit|make|reach|beat|miss|meet|land on|achieve|get to|attain|manage|exceed|get there)(?![a-z]).*(?<![a-z])(?:targets?|quota|goals?|numbers?|plan)(?![a-z])|(?<![a-z])(?:(?:on|off) (?:track|course|pace)|within reach|in reach|achievable|reachable|realistic)(?![a-z]).{0,40}(?<![a-z])(?:targets?|quotas?|goals?|numbers?|plan)(?![a-z])|(?<![a-z])(?:targets?|quotas?|goals?|numbers?|plan)(?![a-z]).{0,40}(?<![a-z])(?:within reach|in reach|on track|achievable|reachable|realistic|in danger|at risk)(?![a-z])|(?:目标|指标|任务|业绩|quota|target|KPI|kpi).{0,12}(?:悬(?!挂|殊)|到得?了|能到|完得成|完不成|打得?下来|够得着|拿得下|有戏|保得住|危险|稳不稳|稳吗|on track|达得成|能否|能不能)|(?:完得成|打得下来|够得着|能否(?:达成|完成)|能不能(?:打下来|够|到)|on track).{0,14}(?:目标|指标|任务|quota|target)?|(?:能|会|可以)(?:不能|不会)?(?:完成|达成|达到|达标|完得成).{0,4}(?:目标|指标|任务|计划)?(?:吗|么|不|[?？])|(?:完成|达成|达到)(?:目标|指标|任务).{0,6}(?:可能性|把握|概率)|能不能(?:完成|达成|达到)"
)
_COMMIT = re.compile(r"(?<![a-z])(?:commit\w*|best[ -]case)(?![a-z])|承诺|最佳情况|最好(?:的)?情况|乐观情况")
_YOURS = re.compile(
    r"(?<![a-z])your(?: own)? (?:estimate|forecast|prediction|guess|number|view|call)(?![a-z])|[你您](?:自己)?的?(?:估计|预测|预估|判断)"
)
_COVER = re.compile(
    r"(?<![a-z])how much (?:more |new |additional |extra )?(?:pipeline|pipe)(?![a-z])|(?<![a-z])(?:extra|additional|more|enough) (?:pipeline|pipe)(?![a-z])|(?<![a-z])coverage(?![a-z])|(?<![a-z])(?:what|how much)(?: more)? (?:do|would) (?:we|i) (?:still )?need (?:to|for) (?:hit|reach|make|get to)"
    r"|(?:还|再)?(?:需要?|差|要|缺)(?:再)?(?:多少|多大)(?:的)?(?:管道|pipeline|漏斗|在途|商机)|(?:管道|漏斗|pipeline)?覆盖(?:率|倍数)|要?(?:做|达|完成|签)到?.{1,14}还(?:需要?|差|缺|要)多少"
)
_WEATHER = re.compile(r"(?<![a-z])(?:weather|rain\w*|umbrella|sunny|snow)(?![a-z])|天气|下雨|categor|类别|分类")
_TICKETS = frozenset({"ticket", "task", "activity", "article", "fact", "contact"})


def forecast(r: Reading) -> Meant | None:
    """What will we close, with a range; how accurate were you; how much more pipeline."""
    if _WEATHER.search(r.whole) or foreign(r):
        return None
    about = head(r)
    if about is not None and about.hit is not None and about.entity in _TICKETS:
        return None
    said = bool(_FORECAST.search(r.whole) or _YOURS.search(r.whole))
    if (
        _ACCURATE.search(r.whole)
        and (said or re.search(r"(?<![a-z])you(?![a-z])|[你您]", r.whole))
        and (said or asks(r))
    ):
        understood(r, _ACCURATE, _FORECAST, _YOURS)
        return Meant(0.98, (Call("forecast", {**narrowed(r), "accuracy_only": True}),))
    if _COVER.search(r.whole) and (asks(r) or len(r.words()) < 12):
        args = narrowed(r)
        if r.money:
            args["aim"] = r.money[0].text
        understood(r, _COVER)
        return Meant(0.98, (Call("forecast", args),))
    if _WINNABLE.search(r.whole) and not r.periods and not r.names:
        understood(r, _WINNABLE)
        return Meant(0.98, (Call("forecast", narrowed(r)),))
    if r.money and (_REACHES.search(r.whole) or (_HIT.search(r.whole) and asks(r))) and not r.comparisons:
        understood(r, _REACHES, _HIT)
        return Meant(0.98, (Call("forecast", {**narrowed(r), "aim": r.money[0].text}),))
    wanted = (
        _YOURS.search(r.whole) or _HIT.search(r.whole) or (_WILL_CLOSE.search(r.whole) and (_RANGE.search(r.whole) or _open_span(r)))
        or (said and (asks(r) or len(r.words()) <= 14)) or (_COMMIT.search(r.whole) and re.search(r"compare|versus|vs|side by side|对比|比较|放在一起", r.whole))
    )  # fmt: skip
    if not wanted or (_COMMIT.search(r.whole) and _LISTED.search(r.whole) and not said):
        return None
    if said and re.search(
        r"(?<![a-z])before (?:the|our|my) forecast(?![a-z])|forecast (?:call|meeting|review)|预测会", r.whole
    ):
        return None
    args = narrowed(r)
    if r.money and _HIT.search(r.whole):
        args["aim"] = r.money[0].text
    if EACH_PERSON.search(r.whole):
        args["by_person"] = True
    understood(r, _FORECAST, _WILL_CLOSE, _RANGE, _HIT, _COMMIT, _YOURS, EACH_PERSON)
    return Meant(0.97, (Call("forecast", args),))


EACH_PERSON = re.compile(
    r"(?<![a-z])(?:by|per|for each|for every|split by|broken down by) (?:rep|person|seller|salesperson|owner|head|individual|team ?member)s?(?![a-z])|(?<![a-z])(?:each|every) (?:rep|person|seller|one of (?:my|the) (?:team|reps|people))(?![a-z])|(?<![a-z])rep[- ]by[- ]rep(?![a-z])"
    r"|按(?:人|人员|个人|销售|负责人|业务员|成员)(?:头)?(?:来)?(?:看|分|拆|列|统计|细分|展开|算)?|(?:每个|每位|各个?)(?:人|销售|业务员|成员|同事)|每人|各人|分人(?:看|列|统计)?"
)
"""A figure that is wanted for each person."""
_WINNABLE = re.compile(
    r"(?:哪些|哪几[个单条]|什么)(?:单子?|商机|项目|deal)*.{0,4}(?:能|可以|会|有望|有机会|大概率)(?:提前|很快|马上|近期|先)?(?:拿下|签(?!约的)|成交|落地|收单)|(?<![a-z])which (?:deals|opps|opportunities|ones) (?:can|could|might) (?:we|i) (?:still |realistically |actually )*(?:win|close|land|sign|get)"
)
"""Deals that may still be won, asked without a span of days."""
_REACHES = re.compile(
    r"(?:能不能|能否|可不可以|能|可以|有没有可能|有没有希望|有戏)(?:做|达|冲|完成|签|拿|干|突破|收|过)(?:到|成|下|得到)?(?:[^,，。]{0,6})(?:吗|么|不|[?？]|$)?|(?:能不能|能否)(?:做|达|冲|完成|签|拿|干|突破|收|过)"
    r"|(?<![a-z])(?:can|could|will|do) (?:we|i|the team)(?: still| really| actually)? (?:do|make|get to|reach|hit|land|close|book|sign|manage|crack|break|pass)(?![a-z])"
)
_LISTED = re.compile(
    r"(?<![a-z])(?:which|list|show|my|what) (?:of )?(?:my |our )?(?:deals|commits)(?![a-z])|哪些|列出|商机有"
)


def _open_span(r: Reading) -> bool:
    """Whether a period is meant that is not over yet."""
    return any(p.value.end is not None and p.value.end >= r.ask.today and p.value.kind != "since" for p in r.periods)
