"""The best of them: top three sellers, 签单最多的是谁, the customers that complain most, 工单最多的三家客户."""

import re
from typing import Any

from assistant.brains.offline.lists.conditions import conditions
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.lexicon import KIND_OF_STAGE
from assistant.brains.offline.words.manner import leads
from assistant.recognise.numerals import small_count
from crm_store.models import fields_of

_N = r"(?P<{0}>\d{{1,3}}|one|two|three|four|five|six|seven|eight|nine|ten)"
_N_ZH = r"(?P<{0}>\d{{1,3}}|[一二两三四五六七八九十]{{1,3}})"
_SELLERS = re.compile(
    rf"(?<![a-z])(?:top|best|leading|strongest|most successful)(?: {_N.format('a')})? (?:sellers?|sales ?(?:people|persons?|reps?)|reps?|performers?|closers?|account executives)(?![a-z])"
    rf"|(?<![a-z])(?:who(?:se)?|which (?:of (?:us|my|our|the) )?(?:reps?|sellers?|sales ?(?:people|persons?)|colleagues?|one)(?: of (?:us|mine|ours))?)(?: \w+){{0,2}}? (?:sold|booked|won|signed|closed|brought in|landed|sells|books|wins|signs|closes|brings in)(?: the| us| in)* (?:most|best)(?![a-z])"
    rf"|(?:签单|签约|赢单|成交|业绩|销售额|销售业绩|卖)(?:的)?(?:金额|总额|额|量|数量?|得|钱|情况)?(?:的)?(?:最[多高好大强](?:的?{_N_ZH.format('d')}(?=[家个名位]))?|(?:排名?)?(?:在)?前{_N_ZH.format('b')}[名位]?|排?第一|冠军)"
    rf"|前{_N_ZH.format('c')}[名位个]?的?(?:销售|业务员|签单|业绩)|(?:销售|签单|业绩)(?:冠军|之星|第一)|最[好佳强厉]害?的?(?:销售|业务员)"
)
_HELD_THINGS = re.compile(
    r"(?<![a-z])(?:deals?|products?|opportunit\w+|contacts?|leads?|source|channel|region|industry)(?![a-z])|商机|单子|项目|产品|联系人|线索|来源|渠道|行业|哪[个一]?单"
)
_CUSTOMERS = re.compile(
    r"(?<![a-z])(?:customers?|accounts?|clients?|compan(?:y|ies)|firms?)(?![a-z])|客户|公司|企业|[哪几\d一二两三四五六七八九十]家"
)
_TEAMS = re.compile(r"(?<![a-z])teams?(?![a-z])|哪[个一]?(?:组|团队)")
_COMPLAINTS = re.compile(r"(?<![a-z])complain\w*(?![a-z])|投诉|客诉|抱怨")
_COUNTED = (
    ("ticket", re.compile(r"(?<![a-z])(?:tickets?|cases|incidents?|issues|support requests)(?![a-z])|工单|报修|故障|服务单|报障")),
    ("activity", re.compile(r"(?<![a-z])(?:meetings?|calls?|visits?|visited|activities|touchpoints|called|met)(?![a-z])|拜访|会议|开会|电话|跟进|见面|联系")),
    ("task", re.compile(r"(?<![a-z])(?:tasks?|to-?dos?)(?![a-z])|任务|待办")),
    ("deal", re.compile(r"(?<![a-z])(?:deals?|opportunit\w+)(?![a-z])|商机|单子")),
)  # fmt: skip
_MOST = re.compile(
    rf"(?<![a-z])(?:the most|most often|most|highest number of|ranking|ranked|rank|top(?: {_N.format('a')})?(?= (?:customers?|accounts?|clients?) (?:by|for|with|in)))(?![a-z])"
    rf"|(?:次数)?(?:最多的?|前){_N_ZH.format('b')}[家个名位]|(?:次数)?最多|最频繁|次数最高|排名|排行"
)
_EACH = re.compile(
    r"(?<![a-z])(?:per|by|each|every) (?:customer|account|client|company)(?![a-z])|(?:各|每)(?:个|家)?客户|按客户"
)


def sellers(r: Reading) -> Meant | None:
    """Who booked most: the deals won, added up by owner, as many as were asked for."""
    match = _SELLERS.search(r.text, r.lo, r.hi)
    if match is None or _HELD_THINGS.search(r.whole) or r.named("account", "contact", "deal"):
        return None
    if leads(r, "create", "move", "set", "assign", "log", "remind", "book", "delete"):
        return None
    lost = re.search(r"(?<![a-z])los[te](?![a-z])|输|丢", r.whole)
    filters = [{"field": KIND_OF_STAGE, "op": "=", "value": "lost" if lost else "won"}]
    named = [n for n in r.names if n.may_be("team", "user")]
    if named:
        filters.append({"field": "team" if named[0].may_be("team") else "owner", "op": "=", "value": named[0].text})
    filters += [{"field": "closed_at", "op": "=", "value": p.text} for p in r.periods[:1]]
    along = "account" if _CUSTOMERS.search(r.whole) else "team" if _TEAMS.search(r.whole) else "owner"
    understood(r, _SELLERS)
    args: dict[str, Any] = {"entity": "deal", "filters": filters, "group_by": along, "measure": "sum"}
    if count := _count(match.groupdict()):
        args["limit"] = count
    return Meant(0.98, (Call("find_records", {**args, "total_field": "amount"}),))


def busiest(r: Reading) -> Meant | None:
    """The customers with most complaints, tickets, visits or tasks: these counted by customer, never a list of customers."""
    most, each = _MOST.search(r.text, r.lo, r.hi), _EACH.search(r.text, r.lo, r.hi)
    complaints = _COMPLAINTS.search(r.whole)
    asks_who = complaints and re.match(r"(?:who|谁)(?![a-z])", r.whole.strip())
    if not (most or each) or not (_CUSTOMERS.search(r.whole) or asks_who) or r.named("account", "contact"):
        return None
    other = "ticket" if complaints else next((e for e, words in _COUNTED if words.search(r.whole)), None)
    if other is None or "account" not in fields_of(other) or (each and not most and not complaints):
        return None
    found = conditions(r, Head(other), taken=[m.span() for m in (most,) if m])
    kept = [f for f in found.filters if f["field"] not in ("account", "account.type")]
    for one in kept:
        if one == {"field": "assignee", "op": "=", "value": "me"}:
            one["field"] = "account.owner"  # "which of my customers": theirs are the customers, not the tickets
    if complaints and not found.on("type"):
        kept.append({"field": "type", "op": "=", "value": "complaint"})
    if other == "ticket" and r.periods and not any(f["field"] == "created_at" for f in kept):
        kept.append({"field": "created_at", "op": "=", "value": r.periods[0].text})
    understood(r, _MOST, _EACH, _COMPLAINTS, _CUSTOMERS)
    args: dict[str, Any] = {"entity": other, "filters": kept, "group_by": "account", "measure": "count"}
    if most and (count := _count(most.groupdict())):
        args["limit"] = count
    return Meant(0.97, (Call("find_records", args),))


def _count(said: dict[str, str | None]) -> int | None:
    word = next((v for k, v in said.items() if v and len(k) == 1), None)
    return small_count(word) if word else None
