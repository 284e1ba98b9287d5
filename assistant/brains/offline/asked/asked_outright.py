"""Questions that have one shape and one answer: a deal's weighted worth, products no longer sold, live leads, late tickets, what somebody wrote."""

import re

from assistant.brains.offline.lists.conditions import conditions
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import subjects
from assistant.brains.offline.pieces.found import still_open
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks

_SCORE = 1.35
_WEIGHTED = re.compile(
    r"(?<![a-z])(?:weighted|probability[- ]adjusted|risk[- ]adjusted)(?![a-z])|加权|乘(?:上|以)?(?:概率|赢率)"
)
_FUNNEL = re.compile(
    r"(?<![a-z])(?:pipeline|forecast|funnel|by (?:stage|month|owner|rep|team)|deals|total)(?![a-z])|管道|漏斗|预测|按|哪些|各|每|合计|总共|一共"
)
_RETIRED = re.compile(
    r"(?<![a-z])(?:(?:no longer|not|never) (?:being )?(?:sold|on sale|offered|available|active|in the (?:range|catalog(?:ue)?))|(?:don't|do not|can't|cannot) (?:we )?sell (?:any ?more|any longer|now)|(?:don't|do not|no longer) (?:we )?sell|discontinued|retired|phased out|withdrawn|stopped selling|taken off (?:sale|the market)|inactive|out of (?:the )?range|end[- ]of[- ]life)(?![a-z])"
    r"|停售|停产|下架|(?:已经?)?不(?:再)?(?:卖|销售|供应|在售)了?|没在卖|已?退市|下线了?的?产品|停止(?:销售|供应)"
)
_PRODUCTS = re.compile(r"(?<![a-z])(?:products?|articles?|items?|goods|models?)(?![a-z])|产品|型号|商品|货")
_WHAT_SOLD = re.compile(r"^(?:what|which)(?: \w+)? (?:don't|do not|no longer) (?:we|do we)? ?(?:still )?sell")
_LEADS = re.compile(r"(?<![a-z])leads?(?![a-z])|线索")
_LIVE = re.compile(
    r"(?<![a-z])(?:(?:still )?(?:alive|live|active|in play|being worked|kicking)|not (?:yet )?dead|workable)(?![a-z])|还?活(?:着|跃)的?|还?(?:有效|没死|能跟|在跟|可跟)的?|没(?:有)?(?:死|作废|失效)的?"
)
_CHANGES = re.compile(
    r"^(?:make|mark|set|assign|move|give|close|reassign|hand|delete|push)(?![a-z])|把|转给|分给|改成|标"
)
_UNCONVERTED = re.compile(
    r"(?<![a-z])leads? (?:that |which )?(?:nobody|no one|no-one|none of us|we) (?:has |have |had )?(?:not |never |yet )*(?:converted|qualified into a deal|turned into)(?: yet)?(?![a-z])|(?<![a-z])(?:un-?converted|non-?converted) leads?(?![a-z])|(?:没人|无人|没有人|谁都没|还没人|没有?谁)(?:去)?(?:转化|转换|转成客户)过?的?线索|线索.{0,4}(?:没人|无人)转化"
)
_TICKETS = re.compile(r"(?<![a-z])(?:tickets?|cases|incidents)(?![a-z])|工单|服务单|故障单")
_LATE = re.compile(
    r"(?<![a-z])(?:overdue|breach(?:ed|es|ing)?|past (?:its|their|the) (?:deadline|sla|due)|over (?:the )?(?:sla|time)|out of sla|missed (?:the|its|their) (?:sla|deadline)|late|too late)(?![a-z])|超时|逾期|过了?时限|超了?(?:时限|sla)|违约|过期"
)
_MINE = re.compile(r"(?<![a-z])(?:my|mine|i|me)(?![a-z])|我")
_TO_BE = re.compile(
    r"(?<![a-z])(?:will|soon|going to|about to|next|nearly|almost|at risk)(?![a-z])|会超|将|快|即将|马上|要超|之内|以内"
)
_COUNTED = re.compile(r"(?<![a-z])(?:how many|count|by|per|who|whose|average)(?![a-z])|多少|几[张条个]|按|谁|提醒|每")
_ASKED_ZH = re.compile(r"哪|有没有|吗|几|多少|有.{0,6}的[吗么?？]?$|列|查|看")
_WROTE = re.compile(
    r"^(?:what|which mails?|which messages?|show me what|tell me what)(?:'s| is| has| have| did| does| was)? (?:in )?[^,;:]*?(?<![a-z])(?:write|wrote|written|(?:last|latest|most recent) (?:mail|e-mail|email|message|letter)(?: (?:say|said|about))?|texted (?:us|me)|mailed (?:us|me)|send us|sent us)(?![a-z])"
    r"|^what did [^,;:]{2,40}? (?:e-?mail|text|message) (?:us|me)(?![a-z])"
    r"|(?:写了?(?:些)?什么|写了?啥|来信(?:里|中)?(?:说|写)|(?:邮件|微信|消息|信)(?:里|中)?(?:都)?(?:说|写|讲)了?(?:些)?(?:什么|啥)|发(?:来)?(?:了)?(?:什么|哪些)(?:邮件|消息|微信))"
)
_ABOUT = re.compile(r"(?<![a-z])(?:about|on|regarding|concerning)(?![a-z])|关于|对")
_STUCK = re.compile(
    r"卡(?:在|住)(?:了)?(?:哪|什么|啥)|卡在.{0,8}(?:点|地方|环节|问题)|僵在哪|堵在哪|拖在哪|(?:阻力|障碍|难点|症结|卡点|分歧)(?:在哪|是什么|有哪些|是啥)|为什么(?:还)?(?:签不下来|没签|推不动|拖着)"
    r"|(?<![a-z])(?:what(?:'s| is| are)? (?:still )?(?:holding (?:up|back)|blocking|stopping|delaying|the sticking points?|the obstacles?|the open points?|in the way)|where (?:is|are|does|do) .{2,60}? (?:stuck|stand still|hang)|what .{2,60}? (?:is|are) stuck (?:on|at)|why (?:is|has) .{2,60}? (?:stuck|not signed|stalled))(?![a-z])"
)


def asked_outright(r: Reading) -> Meant | None:
    """The one call such a question makes."""
    for shape in (_weighted, _deals_over, _retired, _unconverted, _live, _late, _stuck, _wrote, _slipped):
        if (meant := shape(r)) is not None:
            return meant
    return None


def _weighted(r: Reading) -> Meant | None:
    if not _WEIGHTED.search(r.whole) or _FUNNEL.search(r.whole):
        return None
    found = subjects(r, "deal")
    if len(found) != 1:
        return None
    return Meant(_SCORE, (Call("show_record", {"record": found[0].text, "fields": ["weighted"]}),), whole=True)


_CUSTOMERS = re.compile(
    r"^(?:(?:show|list|find|give)(?: me)? |which |what |all |my |our |the |any )*(?:accounts?|customers?|clients?|companies)(?![a-z])"
)
_WITH_DEALS = re.compile(
    r"(?<![a-z])(?:with|that have|who have|having|have|has|whose)(?: got)?(?: an?| any| at least one)?(?: single)?(?: (?P<kind>open|won|lost))? (?:deals?|opportunit(?:y|ies))(?: (?:that (?:is|are)|worth|valued|of|is|are))* (?=over|above|more|under|below|less|at least|up to|at most|bigger|larger|smaller|greater|exceeding|[>≥<≤])"
)
_WITH_DEALS_ZH = re.compile(
    r"(?:单子?|商机|合同)(?:金额|额)?(?:在)?(?:超过|大于|高于|不低于|不少于|低于|小于|不到|达到?)[^,，]{1,10}?的(?:客户|公司|企业)|有[^,，]{1,10}?(?:以上|以下|以内)的?(?:单子?|大单|商机|合同)的?(?:客户|公司|企业)|(?:单子?|商机|合同)(?:金额)?(?:在)?[^,，]{1,8}?(?:以上|以下)的(?:客户|公司|企业)|有(?:超过|大于|高于|不低于|低于)[^,，]{1,10}?的?(?:单子?|商机|合同)的(?:客户|公司|企业)"
)


def _deals_over(r: Reading) -> Meant | None:
    """Customers by the amount of a deal of theirs, not by what they take in a year."""
    match = _WITH_DEALS.search(r.whole) if _CUSTOMERS.match(r.whole.strip()) else _WITH_DEALS_ZH.search(r.whole)
    if match is None or not r.money or _CHANGES.search(r.whole):
        return None
    head_hit = next((h for h, s in r.sensed("entity", "account")), None)
    found = conditions(r, Head("account", head_hit))
    kept = [
        {**f, "field": "deal.amount"} if f["field"] in ("annual_revenue", "amount") else f
        for f in found.filters
        if (f["field"] != "type" or f.get("value") != "customer") and f["field"] != "deal"
    ]
    if not any(f["field"] == "deal.amount" for f in kept):
        return None
    return Meant(_SCORE, (Call("find_records", {"entity": "account", "filters": kept}),), whole=True)


_OF_NAMED = re.compile(
    r"^(?:what(?:'s| is)|tell me|show me|give me) the (?P<f>stage|amount|value|owner|close date|closing date|next step|probability|competitor|phone|e-?mail|title|industry) (?:of|for|on) (?:the )?(?P<x>[a-z0-9][\w&' .-]{3,50}?)\??$"
)


def _slipped(r: Reading) -> Meant | None:
    """ "What is the stage of the globx factory rollout": a name nobody linked, handed on for the store to find what is like it."""
    match = _OF_NAMED.match(r.whole.strip())
    if match is None or r.named("deal", "contact", "account", "lead", "product") or len(match["x"].split()) < 2:
        return None
    if r.sensed("entity") or r.money or r.days or r.periods or r.refs:
        return None
    return Meant(0.9, (Call("show_record", {"record": match["x"], "fields": [match["f"]]}),), whole=True)


def _retired(r: Reading) -> Meant | None:
    if not _RETIRED.search(r.whole) or _CHANGES.search(r.whole) or r.named("account", "contact", "deal"):
        return None
    if r.named("product") and not re.search(r"(?<![a-z])products(?![a-z])|哪", r.whole):
        return None
    if not (_PRODUCTS.search(r.whole) or _WHAT_SOLD.search(r.whole) or re.search(r"我们.*(?:什么|哪些|啥)", r.whole)):
        return None
    off = {"field": "active", "op": "=", "value": "false"}
    return Meant(_SCORE, (Call("find_records", {"entity": "product", "filters": [off]}),), whole=True)


def _leads_with(r: Reading, match: re.Match[str], statuses: tuple[str, ...]) -> Meant:
    place = (r.lo + match.start(), r.lo + match.end())
    found = conditions(r, Head("lead"), taken=[place])
    kept = [f for f in found.filters if f["field"] != "status"]
    kept += [{"field": "status", "op": "!=", "value": s} for s in statuses]
    return Meant(_SCORE, (Call("find_records", {"entity": "lead", "filters": kept}),), whole=True)


def _unconverted(r: Reading) -> Meant | None:
    match = _UNCONVERTED.search(r.whole)
    return _leads_with(r, match, ("Converted",)) if match and not _CHANGES.search(r.whole) else None


def _live(r: Reading) -> Meant | None:
    match = _LIVE.search(r.whole)
    if match is None or not _LEADS.search(r.whole) or _CHANGES.search(r.whole) or len(r.words()) > 24:
        return None
    if re.search(r"(?<![a-z])(?:how many|count|by|per)(?![a-z])|多少|几[条个]|按", r.whole):
        return None
    return _leads_with(r, match, ("Converted", "Dead"))


def _late(r: Reading) -> Meant | None:
    """One's own tickets that are past their time, in whatever words: no wish for a rule."""
    if not _MINE.search(r.whole) or _TO_BE.search(r.whole) or _CHANGES.search(r.whole):
        return None
    if not _TICKETS.search(r.whole) or not _LATE.search(r.whole) or not (asks(r) or _ASKED_ZH.search(r.whole)):
        return None
    if r.durations or r.days or r.periods or r.named("account", "contact", "user", "team") or _COUNTED.search(r.whole):
        return None
    filters = [
        {"field": "breached", "op": "=", "value": "true"},
        {"field": "assignee", "op": "=", "value": "me"},
        *still_open("ticket"),
    ]
    return Meant(_SCORE, (Call("find_records", {"entity": "ticket", "filters": filters}),), whole=True)


def _stuck(r: Reading) -> Meant | None:
    about = next(iter(r.named("deal", "account", "contact")), None)
    if about is None or not _STUCK.search(r.whole) or len(r.words()) > 40:
        return None
    return Meant(_SCORE, (Call("recall_notes", {"query": r.ask.text.strip(" ?？"), "about": about.text}),), whole=True)


def _wrote(r: Reading) -> Meant | None:
    """Everything somebody wrote, without a topic: their mails and messages, the latest first, with their words."""
    match = _WROTE.search(r.whole)
    who = next((n for n in r.names if n.entity == "contact"), None)
    if match is None or who is None or len(r.named("contact", "account", "deal")) > 1:
        return None
    if _ABOUT.search(r.whole[match.end() :]) or (r.zh and _ABOUT.search(r.whole[: match.start()])):
        query = r.ask.text.strip(" ?？")
        return Meant(_SCORE, (Call("recall_notes", {"query": query, "about": who.text}),), whole=True)
    filters = [
        {"field": "contact", "op": "=", "value": who.text},
        {"field": "kind", "op": "in", "value": "email, message, note"},
    ]
    call = Call(
        "find_records",
        {"entity": "activity", "filters": filters, "sort": "starts_at desc", "limit": 5, "columns": ["body"]},
    )
    return Meant(_SCORE, (call,), whole=True)
