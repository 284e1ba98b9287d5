"""My day, and how the pipeline or a team stands."""

import re
from typing import Any

from assistant.brains.offline.asked.one_field import week_ahead
from assistant.brains.offline.lists.heads import head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.pieces.whose import mine, ours
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks, core, leads

_DOING = re.compile(
    r"(?<![a-z])how(?:'s)? (?:is |are |am |was |were |did |do |does |has |have )?.*(?:doing|performing|looking|going|perform|stand)(?![a-z])|(?<![a-z])how (?:is|are|am|was|were|did|do|does|has|have) .*(?:doing|performing|looking|going|do|done|perform|stand)|(?<![a-z])where (?:do|does|did|are|is|am|were) .{1,30}?(?<![a-z])(?:stand|standing|at)(?![a-z])|(?<![a-z])how(?:'s| is| was) (?:the|this|our|my|last|business)(?: \w+)?(?: (?:going|looking|shaping up|coming along|treating us|been))?[\s?!.]*$|(?:做得|表现|干得|打得|跑得|完成得?|情况|进度|进展|战况|战绩|业绩|形势|走势)(?:怎么样|怎样|如何|咋样|好不好|行不行)"
)
_SPAN = re.compile(r"(?<![a-z])(?:quarter|month|year|q[1-4]|half)(?![a-z])|季度?|月|年")
_BY = re.compile(
    r"(?:(?<![a-z])(?:by|per|for each|each|across|split by|grouped by|broken down by) (?:the |sales )?|按照?|各个?|每个?|分|依据?)(?:线索|客户|商机|不同|销售(?=人员|团队|区域|阶段))?的?"
    r"(?P<word>stages?|owners?|reps?|salespersons?|salespeople|persons?|people|sellers?|managers?|teams?|regions?|offices?|sources?|channels?|months?|products?|types?|industr(?:y|ies)|sectors?|(?:company |customer )?sizes?|currenc(?:y|ies)|forecast categor(?:y|ies)|competitors?|(?:deal )?ages?|(?:customer |account |client )?(?:levels?|tiers?)|how old they are|customers?|accounts?"
    r"|阶段|负责人|销售(?!额)|人员?|个人|业务员|经理|主管|团队|大区|区域|地区|小组|来源|渠道|月份?|产品|类型|行业|企业规模|公司规模|规模|币种|货币|预测类别|竞争对手|竞品|(?:商机)?(?:年龄|账龄|龄段|龄)|(?:客户)?(?:级别|等级)|客户(?!经理))(?![a-z])"
)
_ALONG = {
    "stage": "stage|阶段", "manager": "manager|经理|主管", "team": "team|region|office|团队|大区|区域|地区|小组", "source": "source|channel|来源|渠道",
    "month": "month|月", "product": "product|产品", "type": "type|类型", "industry": "industr|sector|行业", "size": "(?:company |customer )?size|(?:企业|公司)?规模", "currency": "currenc|币种|货币",
    "age": "(?:deal )?ages?(?![a-z])|how old|(?:商机)?(?:年龄|账龄|龄)", "level": "(?:customer |account |client )?(?:level|tier)|(?:客户)?(?:级别|等级)", "category": "forecast|预测类别", "competitor": "competitor|竞", "account": "customer|account|客户", "owner": "owner|rep|sales|person|people|seller|负责人|销售|人|业务员",
}  # fmt: skip
_MONTHLY = re.compile(
    r"(?<![a-z])(?:monthly|month by month|month over month|over time|trend)(?![a-z])|逐月|月度|每月|趋势"
)
_BY_STAGE = re.compile(r"各阶段|阶段(?:分布|漏斗)|stage (?:breakdown|distribution)")
_COMPARED = re.compile(r"(?<![a-z])(?:compare|compared|versus|vs|against|and)(?![a-z])|对比|比较|和|与|跟")
_MEETINGS = re.compile(
    r"(?<![a-z])(?:meetings?|calls?|appointments?)(?![a-z])|会(?:议|面)?(?:和|跟|与|、|或|还)|[和与跟、]会"
)
_TASKS = re.compile(r"(?<![a-z])(?:tasks?|to-?dos?)(?![a-z])|任务|待办")
_RATES = re.compile(
    r"(?<![a-z])(?:win|close|hit|conversion|success) rates?(?![a-z])|(?<![a-z])weighted(?![a-z])|赢单率|胜率|赢率是多少的团队|转化率|成交率|成单率|加权"
)
_SUMMED = re.compile(r"合计|总[额计和]|汇总|统计|情况|一共")
_FIRST = re.compile(
    r"(?<![a-z])(?:whom?|which (?:customer|contact|client)s?|what) (?:should|do|shall|must) i (?:call|phone|ring|contact|tackle|do|handle|start with|follow up with)(?: \w+){0,3} first(?![a-z])|(?<![a-z])(?:whom?) (?:should|do|shall|must) i (?:call|phone|contact)(?: (?:today|this morning|now|next|first))|(?<![a-z])where (?:should|do) i (?:start|begin) (?:today|this morning)|第一[个通](?:电话)?(?:该|应该|要)?先?(?:打给|拨给|联系|找|给|打)(?:谁|哪[个位家])|(?:先|最先|首先|第一个)(?:该|应该|要)?(?:给|跟|和)?(?:谁|哪个客户|哪位)|(?:该|应该|要)?先(?:联系|跟进|打给|找|处理|做)(?:谁|哪个|什么|哪位)"
)
_RANKED = re.compile(
    r"(?<![a-z])(?:rank(?:ing|ed)?|leader ?board|league table|who (?:added|created|generated|brought in)|top (?:reps|sellers|salespeople))(?![a-z])|排名|排行|排序|谁.{0,10}最多|各.{0,3}(?:销售|人)"
)
_BOOKED = re.compile(
    r"(?<![a-z])(?:by|on|for|of|most) (?:the )?(?:\w+ )?(?:won|bookings?|booked|revenue|sales|closed won|(?P<lost>lost|losses))(?![a-z])|按?(?:赢单|签约|成交|业绩|销售额).{0,6}(?:排名|排行|排序)|(?:赢单|签约|成交|业绩|销售额)(?:排名|排行|榜)"
)
_ADDED = re.compile(
    r"(?<![a-z])(?:new|newly created|newly added|added|created|generated) (?:\w+ )?(?:pipeline|pipe|deals?|opportunit\w+|business)|(?:pipeline|deals?|opportunit\w+) (?:was |were |they |\w+ )?(?:created|added|generated|opened)(?![a-z])|新增(?:的)?(?:商机|管道|单子|机会|项目)|新建的?商机|(?:商机|管道)新增"
)
_TODAY = re.compile(
    r"(?<![a-z])(?:what|how) .*(?:today|tomorrow|this morning|this afternoon|my day|this week|monday|tuesday|wednesday|thursday|friday)|(?:今天|明天|后天|今日|明日|上午|下午|周[一二三四五]|这周|本周)"
)


_ORDER = re.compile(r"\s*(?:请|帮我|麻烦[你您]?|给我)*[把将](?!我?(?:看|列|查))")
"""Something is to be done to the records: no question about them."""


def day_call(r: Reading) -> Call:
    """The day's plan, of today unless another day was said."""
    day = r.days[0].value.day if r.days else None
    args = {"day": day.isoformat()} if day is not None and day != r.ask.today else {}
    person = next((n for n in r.names if n.may_be("user")), None)
    if person is not None:
        args["whose"] = person.text
    return Call("my_day", args)


def my_day(r: Reading) -> Meant | None:
    """What's on my plate today; 我今天要做什么."""
    hit = r.first("my day")
    if (ahead := week_ahead(r)) is not None:
        return ahead
    if r.days and asks(r) and not r.names and _MEETINGS.search(r.whole) and _TASKS.search(r.whole):
        return Meant(0.95, (day_call(r),))
    if _FIRST.search(r.whole) and asks(r) and not r.names:
        return Meant(0.95, (day_call(r),))
    if (
        any(p.value.start != p.value.end for p in r.periods)
        and (asked := head(r))
        and asked.entity in ("task", "activity")
    ):
        return None
    if hit is None or not (mine(r) or r.days or r.periods or re.search(r"my|i |me|我", r.whole)):
        return None
    if len(r.words()) > 26 or any(n.may_be("account", "contact", "deal") for n in r.names):
        return None
    word = r.text[hit.start : hit.end]
    score = 0.9 if not (listed := head(r)) or not listed.hit or word not in ("事项", "busy", "on today") else 0.6
    if listed and listed.hit and listed.entity not in ("task", "activity") and r.has("which", "how many"):
        score = 0.4
    if not asks(r) and word in ("busy", "my plan", "行程", "事项"):
        score = 0.45
    return Meant(score, (day_call(r),))


def stands_exactly(r: Reading) -> Meant | None:
    """How things stand, asked in so many words and of nothing else: where do we stand this quarter, 这个季度做得怎么样."""
    if r.refs or r.money or any(not n.may_be("user", "team") for n in r.names) or not (found := _DOING.search(r.whole)):
        return None
    rest = r.whole[: found.start()] + " " + r.whole[found.end() :]
    for p in r.periods:
        rest = rest.replace(p.text.casefold(), " ")
    rest = re.sub(r"[\s?？!！.。,，]", "", _ABOUT_US.sub(" ", rest))
    if rest or not (_SPAN.search(r.whole) or _US.search(r.whole) or r.named("user", "team")):
        return None
    if (
        r.hits("my day")
        or _PLANS.search(r.whole)
        or ((listed := head(r)) and listed.hit and listed.entity not in ("user", "team"))
    ):
        return None
    understood(r, _DOING, _ABOUT_US)
    call = summary_call(r)
    if not r.periods and (span := _THE_SPAN.search(r.whole)) is not None:
        call = Call(call.tool, {**call.args, "period": f"this {span[1]}"})
    return Meant(0.98, (call,))


_US = re.compile(r"(?<![a-z])(?:we|us|our|team|business|sales)(?![a-z])|我们|咱们|公司|团队|销售|业绩|业务")
_ABOUT_US = re.compile(
    r"(?<![a-z])(?:and|so|ok|hey|hi|please|tell me|can you|we|i|us|our|my|team|right now|now|so far|today|the|this|at|for|in|on)(?![a-z])|我|我们|咱们|公司|团队|业务|销售|整体|目前|现在|的|大家|到底|请问|你看"
)
_THE_SPAN = re.compile(r"(?<![a-z])(?:the|our|my|this) (quarter|month|year)(?![a-z])")
_PLANS = re.compile(
    r"(?<![a-z])(?:plans?|schedule|agenda|calendar|to ?-?dos?|tasks?)(?![a-z])|安排|日程|计划|任务|待办|行程"
)


def pipeline(r: Reading) -> Meant | None:
    """How is the pipeline; 本季度漏斗; how is my team doing."""
    funnel, results = (
        r.first("pipeline"),
        [h for h in r.hits("results") if r.text[h.start : h.end] not in ("doing", "sales")],
    )
    doing = bool(_DOING.search(r.whole)) and (
        ours(r) is not None
        or bool(r.named("team", "user"))
        or bool(re.search(r"(?<![a-z])(?:region|team)(?![a-z])|[区组]业绩", r.whole))
        or bool(re.search(r"(?<![a-z])(?:we|sales|business)(?![a-z])|我们|咱们|公司|业务|大家|销售", r.whole))
        or (
            bool(_SPAN.search(r.whole))
            and not r.names
            and (head(r) is None or head(r).hit is None)  # type: ignore[union-attr]
            and len(r.words()) <= 9
        )
    )
    if _ORDER.match(r.whole) and r.has("set", "mark", "move", "assign", "raise", "lower"):
        return None
    both = bool(re.search(r"(?<![a-z])won and lost|赢单和输单|输赢", r.whole)) and _along(r) is not None
    if not funnel and not results and not doing and not both:
        return None
    if any(n.may_be("account", "contact") and not n.may_be("user", "team") for n in r.names):
        return None
    if _RATES.search(r.whole) and (asks(r) or _SUMMED.search(r.whole)):
        return Meant(0.93, (summary_call(r),))
    listed = head(r)
    score = 0.84 if funnel else 0.76
    if doing:
        understood(r, _DOING)
        score = max(score, 0.8)
    if both:
        return Meant(0.86, (summary_call(r),))
    if listed and listed.hit and listed.entity != "user" and listed.entity != "team":
        only_sales = r.text[listed.hit.start : listed.hit.end] in ("sales", "sale", "销售")
        score -= 0.0 if only_sales else (0.3 if listed.entity == "deal" else 0.45)
    if r.comparisons or leads(r, "create", "move", "set", "assign", "log", "remind", "book"):
        score -= 0.35
    if not asks(r) and len(core(r)) > 60:
        score -= 0.2
    if re.search(r"(?<![a-z])(?:total|sum)(?![a-z])|总额|合计", r.whole) and not r.periods and not _along(r):
        score -= 0.3
    call = summary_call(r)
    if len(r.periods) == 2 and _COMPARED.search(r.whole):
        return Meant(score, tuple(Call(call.tool, {**call.args, "period": p.text}) for p in r.periods))
    return Meant(score, (call,))


def ranked(r: Reading) -> Meant | None:
    """Reps by what they added to the pipeline; a rank by anything else is the pipeline by owner."""
    by = _along(r)
    if not asks(r) and not _RANKED.search(r.whole):
        return None
    if _RANKED.search(r.whole) and (booked := _BOOKED.search(r.whole)) and not r.named("account", "contact"):
        call = summary_call(r)
        status = "lost" if booked["lost"] else "won"
        return Meant(0.97, (Call(call.tool, {**call.args, "by": by or "owner", "status": status}),))
    if not _ADDED.search(r.whole) or not (_RANKED.search(r.whole) or by in ("owner", "team", "source")):
        return None
    filters = (
        [{"field": "created_at", "op": "=", "value": re.sub(r"^(?:in|during|over|for) ", "", r.periods[0].text)}]
        if r.periods
        else []
    )
    named = next((n for n in r.names if n.may_be("team", "user")), None)
    if named is not None:
        filters.append({"field": "team" if named.may_be("team") else "owner", "op": "=", "value": named.text})
    along = by if by in ("team", "source", "type", "stage") else "owner"
    args = {"entity": "deal", "filters": filters, "group_by": along, "measure": "sum", "total_field": "amount"}
    return Meant(0.97, (Call("find_records", args),))


def summary_call(r: Reading) -> Call:
    """The pipeline with everything said about whose, when and by what."""
    return Call("pipeline_summary", _args(r))


def _args(r: Reading) -> dict[str, Any]:
    args: dict[str, Any] = {}
    if r.periods:
        args["period"] = r.periods[0].text
    whose = _whose(r)
    if whose:
        args["whose"] = whose
    by = _along(r)
    if by:
        args["by"] = by
    status = _status(r)
    if status:
        args["status"] = status
    return args


def _whose(r: Reading) -> str | None:
    named = next((n for n in r.names if n.may_be("user", "team")), None)
    if named is not None:
        return named.text
    region = re.search(
        r"(?:the )?(?P<en>[A-Z]\w+) (?:region|team|office)|(?P<zh>[\u3400-\u9fff]{2,4})(?:大?区|团队|组)(?=业绩|的|怎|情|表)",
        r.said[r.lo : r.hi],
    )
    if ours(r):
        return "my team"
    if region:
        return region["en"] or r.said[r.lo + region.start("zh") : r.lo + region.end()]
    return "me" if mine(r) else None


def _along(r: Reading) -> str | None:
    match = _BY.search(r.text, r.lo, r.hi)
    if match:
        for along, words in _ALONG.items():
            if re.match(rf"(?:{words})", match["word"]):
                return along
    if _MONTHLY.search(r.whole):
        return "month"
    return "stage" if _BY_STAGE.search(r.whole) else None


def _status(r: Reading) -> str | None:
    said = {
        s.code
        for h, s in r.sensed("choice", "deal")
        if s.field == "stage.kind"
        and r.text[h.start : h.end] not in ("win", "lose", "booked", "成交")
        and r.text[h.end : h.end + 1] != "率"
    } & {"open", "won", "lost"}
    if len(said) == 1:
        return said.pop()
    if re.search(r"(?<![a-z])weighted(?![a-z])|加权", r.whole):
        return "open"
    if re.search(
        r"(?<![a-z])(?:bookings|booked|sold|sign(?:ed)?|revenue)(?![a-z])|签约额|签了多少|卖了|签单额|成交额|营收|销售额",
        r.whole,
    ):
        return "won"
    return None
