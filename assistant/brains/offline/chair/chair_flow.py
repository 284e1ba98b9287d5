"""How deals move: conversion between stages, days in each, velocity: 哪个阶段卡得最久, conversion from proposal to negotiation."""

import re
from typing import Any

from assistant.brains.offline.chair.chair_back import split
from assistant.brains.offline.chair.chair_words import narrowed
from assistant.brains.offline.chair.overviews import _along
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood, unread
from assistant.brains.offline.pieces.unused import unused
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, leads

_CONVERTED = re.compile(
    r"(?<![a-z])(?:conver(?:sion|sions|t|ts|ted|ting)(?: rates?| ratios?| percentages?)?|pass(?:es)?[- ]?through(?: rates?)?|drop(?:s|ped|ping)?[- ]?(?:outs?|offs?|away)|leak\w*|fall(?:s|ing)? out|bleed\w*|los(?:e|es|ing|t)(?: us)? (?:the )?(?:most|many)(?: of)?(?: our)?(?: deals)?|where .{0,16}los(?:e|ing) (?:our |the |most )?deals|(?:turn(?:s|ed)?|result(?:s|ed)?|end(?:s|ed)? up) (?:into|in|as|won)|becom(?:e|es|ing) (?:a )?(?:win|won|sale)s?|step[- ]by[- ]step rates?)(?![a-z])"
    r"|转化率?|推进率|通过率|晋级率|流失率?|漏掉|掉[队单]|跑单最多|丢[得的]?最多"
)
_GOT_ON = re.compile(
    r"(?<![a-z])(?:(?:get|gets|got|make it|makes it|made it|move|moves|moved|advance|advances|advanced|progress|progresses|progressed|go|goes|went)(?: on| through| all the way)? (?:from|past|beyond|to)|survive)(?![a-z])"
    r"|走到|推进到|进到|到得了|到了?(?=报价|谈判|方案|成交|签约)"
)
_SHARE = re.compile(
    r"(?<![a-z])(?:how (?:many|much|often|quickly|long|fast|likely)|share|percent\w*|rate|rates|fraction|proportion|days|time)(?![a-z])|多少|多久|多长|几成|比例|率|占比|几天"
)
_ORDER = re.compile(
    r"^\s*(?:请|帮我|麻烦[你您]?|给我)*[把将]|(?<![a-z])(?:when|it|this deal|that deal)(?![a-z]) (?:did|was|moved|has)|(?<![a-z])when did"
)
_TIME = re.compile(
    r"(?<![a-z])(?:how (?:long|many days|much time)|(?:average|avg|mean|median|typical|usual) (?:days|time|duration|age|stay|number of days)|days|time|durations?|dwell|linger\w*|ageing|aging|stuck|stall\w*|longest|slowest|bottlenecks?|sit|sits|sitting|spend|spends|hang\w*|slow\w*)(?![a-z])"
    r"|停留|卡|待(?:了)?(?:多久|多长|几天|最久)|呆|耗时|用时|多久|多长时间|多少天|几天|最久|最慢|最长|瓶颈|滞留|周期"
)
_SPEED = re.compile(
    r"(?<![a-z])(?:velocity|(?:pipeline|sales|deal|funnel) (?:speed|throughput)|throughput)(?![a-z])|流速|流转速度|推进速度|管道速度|销售速度|周转速度|速率"
)
_FAST = re.compile(
    r"(?<![a-z])how (?:do|does|are|did) (?:our |the |my )?(?:deals|opportunities|opps|things|business) (?:mov\w+|flow\w*|progress\w*|go|advance\w*|travel\w*) (?:through|along|down|across|from)(?![a-z])|(?<![a-z])how (?:fast|quick(?:ly)?|slow(?:ly)?) (?:do|does|did|are|is|have) .{0,24}(?:mov\w+|flow\w*|progress\w*|go(?:ing)?|advance|run)(?![a-z])|(?:商机|单子|管道|漏斗|项目).{0,6}(?:推进|流转|走)得?(?:有)?(?:多快|快不快|快吗|多慢)"
)
_STAGE = re.compile(r"(?<![a-z])(?:stages?|steps?|phases?|funnel|pipeline)(?![a-z])|阶段|漏斗|管道|环节|步骤")
_EACH_STAGE = re.compile(r"(?<![a-z])(?:stages?|steps?|phases?)(?![a-z])|阶段|环节|步骤|哪一?步")
_JAMMED = re.compile(r"(?<![a-z])bottlenecks?(?![a-z])|瓶颈")
_KNOWN_STAGES = re.compile(
    r"(?<![a-z])(?:qualif(?:ication|ied|ying)|discovery|demos?|proposals?|quot(?:e|es|ed|ation)|negotiations?|contract(?:s|ing)?|trials?|pilots?|poc)(?![a-z])"
    r"|初步确认|需求确认|产品演示|演示|方案报价|方案|报价|商务谈判|谈判|待签约|试用|试点|立项|招标"
)
"""Words stages go by, for names said in part; the tool says which stages there are when it knows none of that name."""
_WON = re.compile(
    r"(?<![a-z])(?:to|into|until|till) (?:a |the )?(?:wins?|won|clos(?:e|ed|ing)(?: won)?|sign(?:ed|ature)?|sale)(?![a-z])|(?<![a-z])(?:end(?:s|ed)? up|becom(?:e|es)|get) (?:as )?(?:a )?(?:won|wins?|sales?|signed)(?![a-z])|(?:到|至|变成|直到|转为?)(?:最终)?(?:赢单|成交|签约|签单|赢)"
)
_LISTS = re.compile(
    r"(?<![a-z])(?:which|what|list|show me|any)(?: of)?(?: my| our| the)?(?: \w+)? (?:deals?|opportunit\w+|opps)(?![a-z])|哪[些几](?:个|条)?(?:商机|单子|单|项目)|有哪些(?:商机|单子)|谁的(?:商机|单子)"
)
_OTHERS = re.compile(
    r"(?<![a-z])(?:leads?|tickets?|tasks?|campaigns?|meetings?|calls?|website|currenc\w+|forecast\w*|reply|respon\w+|sla)(?![a-z])|线索|工单|任务|会议|电话|预测|换算|汇率|折算|响应|合同"
)
_TELLING = re.compile(
    r"(?<![a-z])(?:what|which|how|rate|rates|our|we|is|are|the|average|avg|mean|median|typical|typically|usual|usually|share|percentage|percent|deals?|opportunities|show|from|between|each|per|every|every single|biggest|worst|best|where|point|formula|current|overall|take|takes|took|need|needs|longest|in|at|goes|many|much|of|for|do|does|us|most|up|end|there|before|leave|leaving)(?![a-z])"
    r"|多少|怎么样|如何|平均|一般|通常|各个?|每个?|哪个|目前|整体|情况|一下|看看|看|分析|商机|单子|我们|公司|团队|需要|要|花|到|从|率|最|在|得|多|地方|环节|之?后|能|有|时间|一般|多长|最?严重|走|今年"
)


def flowed(r: Reading) -> Meant | None:
    """Conversion, days in stage and velocity, each with whose, when, by what and between which stages."""
    if any(n.may_be("account", "contact", "deal", "lead") and not n.may_be("user", "team", "stage") for n in r.names):
        return None
    if (
        _ORDER.search(r.whole)
        or _OTHERS.search(r.whole)
        or _LISTS.search(r.whole)
        or r.money
        or r.refs
        or len(r.words()) > 30
    ):
        return None
    if leads(r, "close", "mark", "set", "assign", "move", "delete", "create") is not None:
        return None
    about = about_flow(r)
    if about == "time" and r.durations:
        return None  # "no activity for 10 days" says which deals
    first, then = between(r)
    if about is None or not (asks(r) or len(r.words()) <= 16 or (about == "conversion" and first and then)):
        return None
    if about == "time" and first and then:
        about = "conversion"  # its answer tells how long that took
    args: dict[str, Any] = narrowed(r)
    if about != "velocity":
        args.pop("currency", None)
    if about != "all":
        args["figure"] = about
    if (by := by_of(r)) is not None:
        args["by"] = by
    if first:
        args["stage"] = first
    if then:
        args["to"] = then
    understood(r, _JAMMED, _KNOWN_STAGES, _CONVERTED, _GOT_ON, _SHARE, _TIME, _SPEED, _FAST, _STAGE, _WON, _TELLING)
    return Meant(0.99, (Call("stage_flow", args),))


def about_flow(r: Reading) -> str | None:
    """Which of the figures is asked for: conversion, time in stage, velocity or all of them."""
    stages = bool(r.named("stage") or _KNOWN_STAGES.search(r.whole))
    if _SPEED.search(r.whole):
        return "velocity"
    if _FAST.search(r.whole) or (_JAMMED.search(r.whole) and _STAGE.search(r.whole)):
        return "all"
    if _GOT_ON.search(r.whole) and _SHARE.search(r.whole) and stages:
        return "conversion"
    if _CONVERTED.search(r.whole) and (
        stages or _STAGE.search(r.whole) or re.search(r"(?<![a-z])conversions?(?: rates?)?(?![a-z])|转化率", r.whole)
    ):
        return "conversion"
    if _TIME.search(r.whole) and (stages or _EACH_STAGE.search(r.whole)) and not _CLOCK.search(r.whole):
        return "time"
    return None


_CLOCK = re.compile(
    r"(?<![a-z])(?:since|ago|by|until|last|past|next) (?:\d+ )?(?:days?|weeks?)(?![a-z])|天前|天没|天内|超过|还(?:有|剩)"
)


def between(r: Reading) -> tuple[str | None, str | None]:
    """The stage deals come from and the one they get to, as they were said."""
    places = [(n.start, n.end) for n in r.named("stage")] + [
        m.span() for m in _KNOWN_STAGES.finditer(r.text, r.lo, r.hi)
    ]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda p: (p[0] - p[1], p[0])):
        if not any(a < end and start < b for a, b in kept):
            kept.append((start, end))
    won = _WON.search(r.text, r.lo, r.hi)
    kept = [p for p in sorted(kept) if not (won and won.start() < p[1] and p[0] < won.end())]
    texts = [_singular(r.said[a:b]) for a, b in kept]
    if len(texts) > 1:
        return texts[0], texts[1]
    if won and texts:
        return texts[0], "won"
    if texts and re.search(
        r"(?<![a-z])(?:to|into|past|beyond|reach(?:ed|es)?)(?: the| a)? $|(?:到|进入) ?$", r.text[r.lo : kept[0][0]]
    ):
        return None, texts[0]
    return (texts[0], None) if texts else (None, "won" if won else None)


def _singular(said: str) -> str:
    """A stage as it is called: demos are the demo, qualified deals stand behind qualification."""
    low = said.casefold()
    if low.startswith("qualif"):
        return "Qualification"
    return low.removesuffix("s") if low.endswith("s") and low.isascii() else said


def flowed_exactly(r: Reading) -> Meant | None:
    """Such a question of which every word was made something of."""
    if leads(r, "remind", "log", "book", "delete", "assign", "import", "create") is not None:
        return None
    made = flowed(r)
    return made if made is not None and not unread(r, made.calls) and not unused(r, made.calls) else None


def by_of(r: Reading) -> str | None:
    """What the figures are to be split by."""
    by = split(r) or _along(r)
    return by if by in ("owner", "team", "source", "type", "product", "pipeline", "month") else None
