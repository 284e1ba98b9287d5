"""What is said after one of the manager's answers: only Suzhou, as of September 1, why, show me the deals, in RMB, as a chart."""

import copy
import re
from typing import Any

from assistant.brains.offline.chair.chair_back import split
from assistant.brains.offline.chair.chair_compare import held_against
from assistant.brains.offline.chair.chair_moves import as_of
from assistant.brains.offline.chair.chair_people import active
from assistant.brains.offline.chair.chair_turns import LATER, TURNS, against
from assistant.brains.offline.chair.chair_words import (
    FUNNEL,
    currency_said,
    measure_of,
    narrowed,
    past_day,
    rates_day,
)
from assistant.brains.offline.chair.only_there import only_there
from assistant.brains.offline.chair.overviews import _along, _whose
from assistant.brains.offline.chair.two_ways import sides
from assistant.brains.offline.lists.heads import head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import subject
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import CHAIR, Call
from assistant.brains.offline.words.manner import leads

_HEAD = r"^\s*(?:(?:and|ok|okay|so|now|then|but|please|pls|well|hm+)[, ]+|(?:那么?|请|再|然后|好的?)[,，]?)*"
_WHY = re.compile(
    _HEAD
    + r"(?:but )?(?:why|how come|why(?:'s| is| was) (?:that|this|it)(?: so)?(?: (?:low|high|down|up))?|why so (?:low|high|few|many|little|much)|how come (?:it|that|this|they) (?:went (?:up|down)|fell|rose|grew|shrank|dropped|changed|moved|is|was|are)(?: (?:so|that|this))?(?: (?:much|low|high|down|up))?|(?:why|how come) (?:did|has|have|is|was) (?:it|that|this|they)(?: all)?(?: (?:change|changed|moved?|dropp?(?:ed)?|fall(?:en)?|risen?|grown?|grow|shrunk|shrink|gone (?:up|down)|go (?:up|down)|down|up))?(?: (?:so|that|this))?(?: (?:much|far|fast|a lot|like that))?|what(?:'s| is) (?:behind|driving) (?:that|this|it)|what (?:changed|happened|moved it)|explain(?: (?:that|this|it))?(?: to me)?|reasons?|the reasons?(?: why)?|(?:这|那)?(?:是)?(?:为什么|为何|为啥|怎么回事|什么原因|原因(?:是什么|呢)?|怎么会这样|怎么来的|解释一下)(?:呢|啊|呀)?|(?:为(?:什么|何|啥)|怎么|咋)(?:会|就|都)?(?:这样|(?:变化?|涨|跌|降|掉|少|多|缩水?|差|增加?|减少?|波动)?了?(?:这么|那么)?[少多低高大快]?(?:了)?))[\s?？!.。]*$"
)
_DEALS = re.compile(
    _HEAD
    + r"(?:(?:can i |let me )?(?:show|list|see|give|get|open|view|display)(?: (?:me|us))?(?: (?:all|all of))?(?: (?:the|these|those|its|their|that))? ?(?:underlying )?(?:deals|opportunities|opps|details?|list|records)(?: behind (?:it|that|this|them|the figures?|the numbers?|the bars?))?|(?:which|what) (?:deals|ones|opportunities|opps)(?: (?:are|is) (?:that|those|these|it|they|in it|in there|behind it|behind that))?|(?:and )?the deals(?: behind (?:it|that))?|drill (?:down|in|into it)|break it down to deals"
    r"|(?:给我|帮我|让我)?(?:看看?|列出?(?:来|一下)?|显示|展示|查看|打开)?(?:一下)?(?:这些|那些|背后的?|具体|都有|是|都是|有|分别是|其中的?|相关的?)*(?:哪些|哪几[个单])?(?:商机|单子|明细|清单|列表|详情)(?:有哪些|是哪些|明细|清单|列表|列出来|给我看看|看看)?|哪些单|(?:都)?是?哪几单)[\s?？!.。]*$"
)
_CHART = re.compile(
    _HEAD
    + r"(?:(?:show|give|draw|plot|make|see|put|display|can i (?:see|have|get))(?: (?:me|us))?(?: (?:it|that|this|them))? ?)?(?:(?:as|in|on|with) )?(?:an? |the )?(?:(?:bar|line|funnel|waterfall|pie) )?(?:chart|graph|plot|diagram|picture|visual\w*|table|funnel chart)(?: it| that| this| please| for me| of (?:it|that|this))*[\s?!.]*$"
    + "|"
    + _HEAD
    + r"(?:给我|帮我|把它|用|以|做成|画成?|换成|改成|显示成|生成|来|看)*(?:一?[个张幅])?(?:柱状|折线|漏斗|瀑布|条形|饼)?(?:图表?|表格|图形)(?:显示|展示|看看|形式|表示|呢|吧|给我|发我|出来|一下|我看|看)*[\s?？!.。]*$|"
    + _HEAD
    + r"(?:把(?:这个|这些|它|上面的?|数字|数据)?)?(?:画|做|出|弄|转|变|换|改|整)(?:成|个|张|一[个张])+.{0,3}图表?(?:形)?(?:看看|给我|发我|出来|吧|呢|一下|我看|瞧瞧|看)*[\s?？!.。]*$"
)
_HEAT = re.compile(
    _HEAD
    + r"(?:(?:show|give|draw|plot|make|see|put|display)(?: (?:me|us))?(?: (?:it|that|this|them))? ?)?(?:(?:as|in|on|with) )?(?:an? |the )?(?:heat ?-?map|cross[ -]?tab\w*|matrix)(?: (?:it|that|this|please))?(?: (?:by|per|with|of|against) [a-z ]{3,24})?[\s?!.]*$"
    + "|"
    + _HEAD
    + r"(?:给我|帮我|把它|用|以|做成|画成?|换成|改成|显示成|生成|来|看)*(?:一?[个张幅])?(?:按.{2,8})?(?:的)?(?:热力图|热图|交叉表|矩阵)(?:显示|展示|看看|呢)?[\s?？!.。]*$"
)
_AS_OF = re.compile(
    r"(?<![a-z])(?:as (?:of|at)|back (?:on|to|in)|on|at|in|what about|how about|and)(?![a-z])|截[至止]|[的呢时]|当时|那天|看|前"
)
_ACCURATE = re.compile(
    r"(?<![a-z])(?:how (?:accurate|sure|good|reliable|certain|right)|can i trust|track record|accuracy)(?![a-z])|准(?:吗|不准|确)|靠谱|可信|有把握|把握多大"
)
_NEXT = re.compile(
    _HEAD
    + r"(?:what (?:should|do|can) (?:i|we) do(?: about (?:it|that|them|this))?(?: now| next)?|what now|and now|what next|so what|(?:那)?(?:怎么办|该怎么办|我该怎么办|怎么处理|该做什么|下一步呢?))[\s?？!.。]*$"
)
_BARS = {
    "slipped": r"slip\w*|moved out|pushed|推迟|滑单|延期|移出", "won": r"won|赢", "lost": r"lost|输|丢", "new": r"new|added|created|新增|新的?", "increased": r"increas\w+|went up|raised|grew|调增|涨|增加",
    "decreased": r"decreas\w+|went down|cut|shrank|调减|减少|缩水", "pulled_in": r"pulled in|moved in|提前|移入", "on_hold": r"on hold|parked|搁置", "handed_over": r"handed over|reassigned|转出",
}  # fmt: skip
_WHICH = re.compile(r"(?<![a-z])(?:which|what|only|just|who|show)(?![a-z])|哪|只看|看|谁")
_CATEGORY = {"commit": r"(?<![a-z])commit(?:s|ted)?(?![a-z])|承诺", "best_case": r"best[ -]case|最佳"}
_MOST_WORDS = 11
_SURELY = 1.3
"""What leans on figures held against each other is likelier than the same words read on their own."""


def follow_chair(r: Reading) -> Meant | None:
    """The call before with what this message changes in it, or the one that answers it from there."""
    before = next((c for c in reversed(r.ask.previous) if c.tool in CHAIR or c.tool == "pipeline_summary"), None)
    if before is None or r.ask.previous[-1].tool not in CHAIR | {"pipeline_summary"} or r.refs:
        return _list_drawn(r)
    if (one := _why_this_one(r, before) or next_on_one(r, before)) is not None:
        return one
    if _stands_alone(r, before) or (
        (about := head(r)) is not None
        and about.hit is not None
        and about.entity in _ELSEWHERE
        and _along(r) is None
        and not any(p.match(_said(r)) for p in (_WHY, _DEALS, _CHART, _HEAT))
    ):
        return None
    if sum(0.6 if not w.isascii() else 1 for _, _, w in r.words()) > _MOST_WORDS:
        return None
    shown = any(p.match(_said(r)) for p in (_WHY, _DEALS, _CHART, _HEAT)) or currency_said(r) is not None
    turned = before.tool in LATER and TURNS.fullmatch(r.text, r.lo, r.hi)
    if (
        not shown
        and not turned
        and leads(r, "create", "move", "set", "assign", "log", "remind", "book", "delete", "mark") is not None
    ):
        return None
    if any(n.may_be("account", "contact", "deal", "lead") and not n.may_be("user", "team") for n in r.names):
        return None
    if not shown and r.comparisons:
        return None  # "my open deals over 200k" asks for something of its own
    calls = _meant(r, before)
    if calls and shown:
        understood(r, re.compile(".+"))
    score = _SURELY if calls and calls[0].tool in LATER else 0.99
    return Meant(score, tuple(calls), whole=True) if calls else None


def _why_this_one(r: Reading, before: Call) -> Meant | None:
    """Why one of the deals just told about: “why the Charité one?”, 宁波那个为什么."""
    if before.tool not in ("deals_at_risk", "forecast", "next_action", "pipeline_summary", "stage_flow"):
        return None
    about = subject(r, "deal", "account") if _ASKS_WHY.search(r.whole) and len(r.words()) <= 9 else None
    if about is None or about.name is None or _ANOTHER.search(r.whole):
        return None
    understood(r, re.compile(".+"))
    return Meant(0.99, (Call("next_action", {"deal": about.text}),), whole=True)


_NTH = (
    r"(?<![a-z])(?:first|1st|top|number one|no\.? ?1|riskiest|shakiest|most (?:at risk|endangered|risky|critical)|worst|scariest|weakest)(?![a-z])|第一[个条单]|头一[个条单]|最(?:悬|险|危险|危急|玄|不稳|不靠谱|糟|严重|让人担心|要命|高风险)|风险最[大高]", r"(?<![a-z])(?:second|2nd|number two)(?![a-z])|第二[个条单]",
    r"(?<![a-z])(?:third|3rd|number three)(?![a-z])|第三[个条单]", r"(?<![a-z])(?:fourth|4th)(?![a-z])|第四[个条单]", r"(?<![a-z])(?:fifth|5th)(?![a-z])|第五[个条单]",
)  # fmt: skip
_DO_ABOUT = re.compile(
    r"(?<![a-z])(?:do|next|move|advise|suggest|recommend|save|rescue|help)(?![a-z])|怎么(?:办|救|推|做|跟|处理|弄|整)|下一步|建议|该怎么|咋(?:办|弄|救)"
)


def next_on_one(r: Reading, before: Call) -> Meant | None:
    """What to do about one of the deals just told of by its place: “what would you do about the first one?”."""
    if (
        before.tool not in ("deals_at_risk", "next_action", "forecast")
        or not _DO_ABOUT.search(r.whole)
        or len(r.words()) > (20 if r.zh else 12)
    ):
        return None
    place = next((n for n, p in enumerate(_NTH) if re.search(p, r.whole)), None)
    deals = [named for named in (r.ask.rows or r.ask.focus) if named.entity == "deal"]
    if place is None or place >= len(deals):
        return None
    understood(r, re.compile(".+"))
    return Meant(0.99, (Call("next_action", {"deal": deals[place].ref}),), whole=True)


_ASKS_WHY = re.compile(
    r"(?<![a-z])(?:why|how come|what(?:'s| is) (?:wrong|up|the (?:matter|problem|issue|risk)) with)(?![a-z])|为(?:什么|何|啥)|怎么(?:了|回事)|什么(?:问题|情况|原因)"
)
_ANOTHER = re.compile(
    r"(?<![a-z])(?:lost|lose|won|win|close[ds]?|see|access|owner|own|cancel\w*|call\w*|say|said)(?![a-z])|丢|输|赢|看到|看见|归谁|负责|取消|说"
)


_ELSEWHERE = ("lead", "ticket", "task", "contact", "product", "article")
"""Records these answers say nothing of: who names them asks for them."""


_IN_FULL = re.compile(
    r"^(?:(?:show|give|tell|list|what(?:'s|’s| is| are)?|how (?:is|are|big is|much is)|where is)(?: me)? )?(?:my|our|[a-z]+(?:'s|’s)) (?:open |won |lost |overdue )*(?:pipeline|funnel|forecast|target|attainment|deals|tasks|tickets|leads|accounts|customers|contacts|meetings|win rate|quota|team)(?![a-z])(?! (?:vs|versus|against|compared))|^(?:pipeline|funnel|forecast) (?:of|for|in) |^(?:看看?|显示|列出|给我)?(?:我|我们|团队)的?(?:管道|漏斗|商机|任务|工单|线索|客户|预测|目标|业绩|联系人)(?!.*(?:比|对比))"
)
"""A question with its own noun and owner: it goes on from no comparison."""


def _stands_alone(r: Reading, before: Call) -> bool:
    """Whether a message asks one of these questions in full, of other figures than those told before."""
    own = held_against(r) if before.tool != "compare" else None
    if own is not None and own.calls and (len(own.calls[0].args.get("of", ())) > 1 or len(r.periods) > 1):
        return True
    if before.tool in ("compare", "team_activity") and _IN_FULL.search(r.whole):
        return True
    if before.tool != "team_activity" and (done := active(r)) is not None and done.calls[0].args.get("nothing"):
        return True
    return (
        before.tool not in ("pipeline_summary", "pipeline_bridge", "heat_map")
        and bool(FUNNEL.search(r.whole))
        and as_of(r) is not None
    )


def _list_drawn(r: Reading) -> Meant | None:
    """“As a chart” after a list: its records by what tells them apart, amounts where they have any."""
    last = r.ask.previous[-1] if r.ask.previous else None
    if last is None or last.tool != "find_records" or not (_CHART.match(_said(r)) or _HEAT.match(_said(r))):
        return None
    args = {k: v for k, v in last.args.items() if k not in ("limit", "sort")}
    by = _DRAWN_BY.get(str(args.get("entity")))
    if not args.get("group_by"):
        if by is None:
            return None
        args["group_by"] = by
        if by == "stage":
            args |= {"measure": "sum", "total_field": "amount"}
        else:
            args.pop("total_field", None)
            args["measure"] = "count"
    understood(r, re.compile(".+"))
    return Meant(0.99, (Call("find_records", args),), whole=True)


_DRAWN_BY = {
    "deal": "stage", "ticket": "status", "task": "status", "lead": "status", "activity": "kind", "account": "industry", "contact": "account",
}  # fmt: skip


def _as_heat(r: Reading, tool: str, args: dict[str, Any]) -> Call:
    """The figures before by one thing more: the one that was said, else owners, else stages."""
    had = [args[k] for k in ("rows", "columns", "by") if isinstance(args.get(k), str)] or ["stage"]
    dims = [*sides(r), *had, "owner", "stage"]
    one, two = list(dict.fromkeys(had[:1] + dims))[:2]
    status = args.get("status") if args.get("status") in ("open", "won", "lost") else None
    made = {"rows": one, "columns": two, **_kept(args, "whose", "period", "currency")}
    return Call("heat_map", {**made, **({"status": status} if status else {})})


def _said(r: Reading) -> str:
    """The message without the gaps that Chinese words were set apart by."""
    return re.sub(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])", "", r.whole)


def _meant(r: Reading, before: Call) -> list[Call]:
    args: dict[str, Any] = copy.deepcopy(dict(before.args))
    if _WHY.match(_said(r)):
        return [_why(before.tool, args)]
    if _DEALS.match(_said(r)):
        return [_behind(before.tool, args)]
    if _HEAT.match(_said(r)):
        return [_as_heat(r, before.tool, args)]
    if _CHART.match(_said(r)):
        return [Call(before.tool, args)]
    if before.tool == "pipeline_summary" and (rates_of := rates_day(r)) is not None:
        more = {"currency": code} if (code := currency_said(r)) is not None else {}
        return [Call(before.tool, {**args, **more, "rates_of": rates_of})]
    if made := against(r, before):
        return made
    if (later := LATER.get(before.tool)) is not None:
        return later(r, before.args)
    if _NEXT.match(_said(r)) and before.tool in ("deals_at_risk", "forecast", "pipeline_bridge"):
        return [Call("next_action", _kept(args, "whose"))]
    if before.tool == "forecast" and _ACCURATE.search(r.whole):
        understood(r, _ACCURATE)
        return [Call("forecast", {**_kept(args, "whose", "currency"), **narrowed(r), "accuracy_only": True})]
    if before.tool == "pipeline_bridge" and _WHICH.search(r.whole) and (bar := _among(r, _BARS)) is not None:
        return [Call(before.tool, {**args, "bar": bar})]
    return _changed(r, before.tool, args)


def _changed(r: Reading, tool: str, args: dict[str, Any]) -> list[Call]:
    """The same question about somebody else, another time, in another currency, by something else."""
    small = len(r.words()) <= 6 or bool(_LEANS.search(r.whole))
    if (own := measure_of(r.whole)) is not None:
        if own != tool or _OF_SOMEBODY.search(r.whole):
            return []
        args = {k: v for k, v in args.items() if k not in ("accuracy_only", "why", "bar")}
    if (
        not small
        or _OF_SOMEBODY.search(r.whole)
        or (_ITS_OWN.search(r.whole) and tool not in ("pipeline_summary", "pipeline_bridge"))
    ):
        return []
    made: dict[str, Any] = {}
    if (whose := _whose(r)) is not None:
        made["whose"] = whose
    elif (there := only_there(r)) is not None:
        return [Call(tool, {**args, "whose": there})] if tool not in ("compare", "next_action", "score_leads") else []
    if (code := currency_said(r)) is not None:
        made["currency"] = code
    if (by := split(r)) is not None and tool == "win_loss":
        made["by"] = by
    if tool == "deals_at_risk" and (category := _among(r, _CATEGORY)) is not None:
        made["category"] = category
    since = next((p for p in r.periods if p.value.kind == "since"), None)
    spans = [p for p in r.periods if p.value.kind not in ("since", "before")]
    day = past_day(r) if _AS_OF.search(r.whole) and not (spans and spans[0].value.start != spans[0].value.end) else None
    if since is not None and tool in ("pipeline_summary", "pipeline_bridge"):
        return [Call("pipeline_bridge", {**_kept(args, "whose", "period", "currency"), **made, "since": since.text})]
    if day is not None:
        return [
            Call(
                "pipeline_summary",
                {
                    **_kept(
                        args,
                        "whose",
                        "period",
                        "currency",
                        *(("by", "status", "deals") if tool == "pipeline_summary" else ()),
                    ),
                    **made,
                    "as_of": day,
                },
            )
        ]
    if spans and tool not in ("next_action", "score_leads"):
        made["period"] = spans[0].text
    if (along := _along(r)) is not None and tool in ("pipeline_bridge", "forecast", "deals_at_risk", "attainment"):
        return [Call("pipeline_summary", {**_kept(args, "whose", "period", "currency"), **made, "by": along})]
    if not made or (tool == "pipeline_summary" and not made.keys() & {"currency"} and not _ONLY.search(r.whole)):
        return []  # the follow-ups of a plain summary are read elsewhere
    if "currency" in made and tool in ("score_leads", "attainment", "next_action"):
        made.pop("currency")
    return [Call(tool, {**args, **made})] if made else []


_OF_SOMEBODY = re.compile(
    r"(?<![a-z])how(?:'s|’s| is| are| was| were| did) .*(?<![a-z])(?:doing|going|performing|getting on|looking|do)(?![a-z])|(?<![a-z])(?:biggest|largest|smallest|best|last|next) (?:deal|customer|account|task|meeting|call)(?![a-z])|(?:干得|做得|表现|最近)怎么?样|最[大小近](?:的)?(?:商机|客户|单)"
)
"""A question about somebody in full, not the figures before for them."""
_ITS_OWN = re.compile(
    r"(?<![a-z])how (?:does|is|do) .*(?<![a-z])(?:pipeline|funnel)(?![a-z])|(?:管道|漏斗).*(?:怎么样|如何)"
)
"""A question about the pipeline in so many words is no follow-up of another answer."""
_LEANS = re.compile(
    r"^\s*(?:and|only|just|what about|how about|same|now|in|for|with|by|compare\w*|versus|vs)(?![a-z])|^(?:那|只|仅|就|换|改|用|按|再|同样|跟|和|与)|呢[?？]?\s*$"
)
_ONLY = re.compile(
    r"^\s*(?:(?:and|ok|so|now)[, ]+)*(?:only|just|what about|how about|for|same for)(?![a-z])|^(?:那么?)?(?:只看|只要|只留|仅看?|就看|单看|换成|看看?)|呢[?？]?\s*$"
)


def _why(tool: str, args: dict[str, Any]) -> Call:
    if tool in ("pipeline_summary", "attainment"):
        made = _kept(args, "whose", "period", "currency")
        if args.get("as_of"):
            made["opening"] = args["as_of"]
        return Call("pipeline_bridge", made)
    if tool == "forecast":
        return Call("forecast", {**args, "why": True})
    if tool == "win_loss":
        return Call("win_loss", {**args, "by": "reason"})
    if tool == "compare":
        own = args.get("of", ())
        return Call("pipeline_bridge", {**({"whose": own[0]} if len(own) == 1 else {}), **_kept(args, "currency")})
    return Call(tool, args)


def _behind(tool: str, args: dict[str, Any]) -> Call:
    """The deals behind an answer: what lists them already is asked again."""
    if tool == "team_activity":
        return Call(tool, {**args, "rows": True})
    if tool in ("pipeline_summary", "compare", "stage_flow"):
        return Call(tool, {**args, "deals": True})
    if tool in ("pipeline_bridge", "deals_at_risk", "next_action", "score_leads"):
        return Call(tool, args)
    kept = {**_kept(args, "whose", "period", "currency"), "deals": True}
    if tool == "forecast":
        return Call("pipeline_summary", {"period": "this quarter", **kept, "status": "open"})
    if tool == "attainment":
        return Call("pipeline_summary", {"period": "this quarter", **kept, "status": "won"})
    return Call(
        "pipeline_summary", {**kept, "status": "lost" if args.get("by") in ("reason", "competitor") else "closed"}
    )


def _kept(args: dict[str, Any], *names: str) -> dict[str, Any]:
    return {n: args[n] for n in names if n in args}


def _among(r: Reading, words: dict[str, str]) -> str | None:
    return next((k for k, p in words.items() if re.search(rf"(?<![a-z])(?:{p})(?![a-z])", r.whole)), None)
