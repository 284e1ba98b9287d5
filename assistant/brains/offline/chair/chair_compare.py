"""Two periods, people or teams held against each other: this quarter and last, Tom vs Elif on pipeline, 签约额同比, 谁打的电话多."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.brains.offline.chair.chair_words import NOW, currency_said
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.pieces.leftovers import understood, unread
from assistant.brains.offline.pieces.unused import unused
from assistant.brains.offline.pieces.whose import mine, ours
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import leads
from assistant.recognise.periods import Period
from assistant.recognise.spans import Span

_UNIT = r"(?:weeks?|months?|quarters?|halves|half|years?)"
VERSUS = re.compile(
    r"(?<![a-z])(?:compar(?:e[ds]?|ing|ison|able)|versus|vs|v|against|than|stack(?:s|ed)? up|measure[sd]? up|side by side|head to head|next to|relative to|difference(?: \w+){0,4}? between|gap(?: \w+){0,3}? between|ahead of|(?:is|are|was|were|far|much) behind|better or worse|up or down (?:on|from)|(?:ahead|behind|short) of (?:where we were|last|the (?:last|previous)|the same)|how much (?:more|less|better|worse)|improv(?:ed|ing|ement)|out(?:sell|sold|perform|pace)\w*|beat(?:s|ing|en)?|busier|grow(?:n|th|ing)|grew|up on|down on|year[- ]over[- ]year|year[- ]on[- ]year|quarter[- ](?:over|on)[- ]quarter|month[- ](?:over|on)[- ]month|week[- ](?:over|on)[- ]week|yoy|qoq|mom|wow)(?![a-z])"
    r"|对比|相比|比一?比|比一下|比较|[跟和与同].{1,14}比(?!例|如|赛|重|特)|(?<![百同环占对相])比(?=[去上前今本这]|[A-Z0-9]|.{1,6}(?:高|低|多|少|好|差|强|弱|快|慢|增|涨|降|跌|怎么样|如何))|较(?=[去上前])|同比|环比|同期|增长了?(?:多少|率|吗)|差(?:多少|别|距)|孰|放(?:在|到)?一[起块]|并排|(?:谁|哪[个位边组])[^,，。]{0,12}(?:多|高|大|强|好)"
)
_RIVALS = re.compile(
    r"(?<![a-z])(?:who(?:se)?|which (?:team|one|of them|region|office)|more|fewer|better|worse|bigger|larger|higher|ahead|busier|outperform\w*|beat(?:s|ing|en)?|most|or)(?![a-z])|谁|哪[个位边组一]|更|多|高|强|领先|胜过|还是|分别|各"
)
_MORE = re.compile(
    r"(?<![a-z])(?:more|fewer|less|better|worse|higher|lower|bigger|stronger|weaker|most)(?![a-z])|(?:多|高|大|强|好|少|低)"
)
_SAME_THEN = re.compile(
    rf"(?<![a-z])(?:(?:to |with |than |as |vs |versus |against |from |over |on )*(?:the )?same (?:time|{_UNIT}|point|period|stretch|days)(?: in)?(?: of)?(?: the)? (?:last|previous|prior) year|(?:the )?same (?:time|{_UNIT}|point|period) (?:a|one) year (?:ago|before|earlier)|(?:a|one) year (?:ago|before|earlier)|the year before|year[- ](?:over|on)[- ]year|yoy|this time last year)(?![a-z])"
    r"|(?:比|跟|和|与|同|较)?(?:去年|上一?年|前一年)的?(?:同期|同一?时[间期]|同个?季度|同月|这个时候|这时候)|同比"
)
_BEFORE = re.compile(
    rf"(?<![a-z])(?:(?:and|vs|versus|to|with|against|than|or|from|over|on|v) (?:the )?(?:last|previous|prior|preceding|one before)(?: one)?(?! (?:\d|{_UNIT}|week|month|quarter|year|few|two|three))|the (?:(?:{_UNIT}|one|period) before|previous (?:one|period)|(?:\d+|two|three|four|six|twelve|thirty|ninety) (?:days|weeks|months) before(?: that)?)(?! last)|quarter[- ](?:over|on)[- ]quarter|month[- ](?:over|on)[- ]month|week[- ](?:over|on)[- ]week|qoq|mom|wow)(?![a-z])"
    r"|环比|(?:比|跟|和|与|同|较)(?:上一?期|上个周期|前一期|上一个|之前那个?(?:季度|月|周|年))|之前的?(?:那|同样)?(?:的)?[\d一二三四五六七八九十]+(?:天|周|个月)"
)
_OVER = {
    "this quarter": r"quarter[- ](?:over|on)[- ]quarter|qoq", "this month": r"month[- ](?:over|on)[- ]month|mom", "this week": r"week[- ](?:over|on)[- ]week|wow",
    "this year": r"year[- ](?:over|on)[- ]year|yoy",
}  # fmt: skip
_NEW = re.compile(
    r"(?<![a-z])(?:new(?:ly)?(?: \w+)? (?:pipeline|pipe|deals?|opportunit\w+|opps|business)|new|(?:creat\w+|add(?:ed|ing)?|generat\w+|open(?:ed|ing)) (?:more |fewer |less )?(?:pipeline|pipe|deals?|business)|pipeline (?:generation|creation|generated|created|added)|deals? (?:were |was )?(?:created|opened|added)|created|added|opened|generat\w+)(?![a-z])|新增|新建|新开|新创建|新的?(?:商机|单子|管道)"
)
_DONE = re.compile(
    r"(?<![a-z])(?:activit\w+|calls?|called|meetings?|visits?|e-?mails?|touch ?points|outreach|busier|busy|active)(?![a-z])|活动|跟进|电话|会议|开的?会|拜访|走访|邮件|勤快|忙|活跃|打的?电话|约见"
)
_RATE = re.compile(
    r"(?<![a-z])(?:win|close|closing|hit|success|conversion) (?:rates?|ratios?|percentages?)(?![a-z])|赢单率|胜率|成单率|成交率|赢率|转化率"
)
_LOST = re.compile(r"(?<![a-z])(?:los[te]|loses|losses|losing)(?![a-z])|输单|丢单|输[了掉]|丢[了掉]|输的|丢的")
_WON = re.compile(
    r"(?<![a-z])(?:w[io]ns?|winning|book(?:ed|ings?)|sold|sales|s[oe]ll(?:s|ing)?|sign(?:ed|s)?|closed(?: won)?|clos(?:e|ing)|land(?:ed|s)?|br(?:ing|ings|ought) in|turnover|revenue|deals won|results?|performance|numbers)(?![a-z])|赢单|赢[了下的得]|签[约单了下的得]|卖得|成交|拿下|业绩|销售额|营收|收入|卖[了的]|做了"
)
_OPEN = re.compile(
    r"(?<![a-z])(?:open|pipelines?|pipe|funnels?|coverage|weighted|in play|in progress)(?![a-z])|在途|在谈|在跟|进行中|盘子|管道|漏斗|管线|手[上里头]|加权"
)
_TELLING = re.compile(
    r"(?<![a-z])(?:we|us|our|team|everybody|everyone|company|business|deals?|how|doing|quarters?|months?|weeks?|years?|so far|percent\w*|chang\w+|difference|please|figures?|amounts?|count|number|total|where|were|been|better|worse|much|higher|lower|made|make|done|logged|held|period|rate|rates)(?![a-z])"
    r"|我们|团队|公司|大家|整体|商机|怎么样|如何|情况|表现|变化|多少|金额|数量|谁|一下|看看|数据|高了|低了|多了|少了|百分之几|增长|提[高升]|下降|吗|组|量|哪"
)
_OTHERS = re.compile(
    r"(?<![a-z])(?:tickets?|cases|leads?|contacts?|customers?|accounts?|clients?|tasks?|forecasts?|predict\w*|estimates?|quotas?|targets?|goals?|commit\w*|best case|prices?|products?|competitors?|rivals?|conversion|velocity|cycles?|stages?|budget)(?![a-z])|工单|投诉|线索|联系人|客户|任务|预测|预估|指标|目标|完成率|达成|承诺|报价|产品|竞品|对手|转化|流速|周期|阶段|预算|合同"
)
_WHY = re.compile(
    r"(?<![a-z])(?:why|what (?:caused|made|drove|explains|happened|ate)|what(?:['’]s| has| is) (?:eaten|behind)|how come|how did .{0,30} get so|explain\w*|break ?down|reasons?)(?![a-z])|为什么|为何|为啥|咋(?!样)|原因|怎么(?:会|就)?(?=比|少|缩|变|没|小)|(?:缩|差|少|瘦|掉|亏)(?:水)?(?:在)?哪|去哪|怎么来的|哪儿?了"
)


def held_against(r: Reading) -> Meant | None:
    """Periods, people or teams side by side, with what they are held against each other by."""
    if _WHY.search(r.whole) or r.money or r.percents or len(r.words()) > 34 or r.refs:
        return None
    if any(not n.may_be("user", "team") for n in r.names) or (_OTHERS.search(r.whole) and not _RATE.search(r.whole)):
        return None
    versus = bool(VERSUS.search(r.whole))
    sides = sides_of(r, versus)
    spans_said, base = spans_of(r), base_of(r)
    if base is None and len(spans_said) == 1 and len(sides) < 2 and (now := _the_present(r)) is not None:
        spans_said = [now, *spans_said]
    measure = measured(r)
    by_people = len(sides) > 1 and (versus or (measure != "all" and _RIVALS.search(r.whole)))
    held = versus or (measure != "all" and _MORE.search(r.whole) and len(spans_said) > 1)
    by_period = held and (len(spans_said) > 1 or (base is not None and len(spans_said) < 2))
    if not by_people and not by_period:
        return None
    if base is not None and not spans_said:
        over = next((k for k, v in _OVER.items() if re.search(v, r.whole)), None)
        yearly = re.search(r"(?<![a-z])(?:time )?last year|year|去年|同比", r.whole) and not re.search(
            "quarter|季", r.whole
        )
        spans_said = [over or ("this year" if yearly else "this quarter")]
    args: dict[str, Any] = {}
    if sides:
        args["of"] = sides
    if spans_said:
        args["periods"] = spans_said[:4]
    if base is not None and len(spans_said) < 2:
        args["base"] = base
    if measure != "all":
        args["measure"] = measure
    if (code := currency_said(r)) is not None:
        args["currency"] = code
    understood(r, VERSUS, _RIVALS, _SAME_THEN, _BEFORE, _NEW, _DONE, _RATE, _LOST, _WON, _OPEN, _TELLING)
    return Meant(0.99, (Call("compare", args),))


def exactly_compared(r: Reading) -> Meant | None:
    """A comparison of which every word was made something of, so that no other rule need be asked."""
    if leads(r, "remind", "log", "book", "delete", "move", "assign", "import") is not None or not VERSUS.search(
        r.whole
    ):
        return None
    made = held_against(r)
    return made if made is not None and not unread(r, made.calls) and not unused(r, made.calls) else None


def measured(r: Reading) -> str:
    """What is held against each other; everything when nothing is named."""
    for measure, words in (
        ("win_rate", _RATE), ("new", _NEW), ("activity", _DONE), ("lost", _LOST), ("open", _OPEN), ("won", _WON),
    ):  # fmt: skip
        if words.search(r.whole):
            return measure
    return "all"


def sides_of(r: Reading, versus: bool) -> list[str]:
    """The people or teams named, each once; the speaker too when held against somebody."""
    named: list[Name] = [n for n in r.names if n.may_be("user", "team")]
    kept = list({n.text.casefold(): n for n in named}.values())
    if len(kept) > 1 and {n.may_be("user") for n in kept} == {True, False}:
        kept = [n for n in kept if n.may_be("user")] if sum(n.may_be("user") for n in kept) > 1 else kept
    said = [n.text for n in kept]
    if (own := ours(r)) and _I.search(r.text, own[0], own[1] + 1):
        return ["my team", *said]
    if versus and len(said) == 1 and not _spans_many(r) and (mine(r) or _I.search(r.whole)):
        return ["me", *said]
    return said or (["me"] if mine(r) else [])


def base_of(r: Reading) -> str | None:
    """What one period is held against: the one before it, or the same one a year before."""
    if _SAME_THEN.search(r.text, r.lo, r.hi):
        return "year_before"
    return "previous" if _BEFORE.search(r.text, r.lo, r.hi) else None


def spans_of(r: Reading) -> list[str]:
    """The periods named, as they were said, but for the words that name the base."""
    then = _SAME_THEN.search(r.text, r.lo, r.hi)
    if then:
        r.memo.setdefault("used", []).append(then.span())
    return [p.text for p in _spans(r) if not then or not (then.start() < p.end and p.start < then.end())]


def _the_present(r: Reading) -> str | None:
    """The present week, month, quarter or year, when one gone by is the only one named: “are we ahead of last month?”."""
    (p,) = list(_spans(r))
    if not _AGAINST_THEN.search(r.whole) or p.value.end is None or p.value.end >= r.ask.today:
        return None
    unit = p.value.kind if p.value.kind in ("week", "month", "quarter", "year") else None
    if unit is None or (p.value.start and (r.ask.today - p.value.end).days > 400):
        return None
    return f"this {unit}"


_AGAINST_THEN = re.compile(
    r"(?<![a-z])(?:compared? (?:to|with|against)|than|versus|vs|against|(?:ahead|behind|short) of|up on|down on|over|relative to|up or down (?:on|from)|how much (?:more|less)|stack(?:s|ed)? up|better|worse)(?![a-z])|比|较|相比"
)


_I = re.compile(r"(?<![a-z])(?:i|me|my|mine|our)(?![a-z])|我")


def _spans_many(r: Reading) -> bool:
    return len(list(_spans(r))) > 1


def _spans(r: Reading) -> Iterator[Span[Period]]:
    """The periods named, without "now" and "so far"."""
    for p in r.periods:
        if p.value.kind in ("before", "after") or NOW.fullmatch(r.text[p.start : p.end].strip()):
            continue
        yield p
