"""Readings that cannot be meant, mended or given up: a sharing that ended before it began, a rival that is the deal itself, done tasks to be marked done.

Each looks at what was read and at the words it was read from; what is not at odds with them passes unchanged.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.brains.offline.mended.ahead import ahead
from assistant.brains.offline.mended.below_nothing import below_nothing
from assistant.brains.offline.mended.bulk_mended import bulk_mended
from assistant.brains.offline.mended.ended_deals import ended_deals
from assistant.brains.offline.mended.lists_mended import lists_mended
from assistant.brains.offline.mended.records_meant import records_meant
from assistant.brains.offline.mended.reports_mended import as_told
from assistant.brains.offline.mended.said_last import said_last
from assistant.brains.offline.mended.tasks_meant import tasks_meant
from assistant.brains.offline.mended.title_told import title_told
from assistant.brains.offline.names.subjects import name_text
from assistant.brains.offline.orders.changing import outright
from assistant.brains.offline.pieces.found import still_open
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.replies import lost
from assistant.brains.offline.terms import Call, Understanding

_CHANCE = re.compile(r"(?<![a-z])(?:win|winning|success) (?:probab\w+|chances?|rate|odds|likelihood)|赢率|胜率|成功率|赢单(?:概率|率)")  # fmt: skip
_BACK = re.compile(
    r"(?<![a-z])(?:re-?open\w*|un-?close\w*|open (?:it |them )?(?:up )?again|back (?:in(?:to)?|to|on|as|up)(?: the)? (?:status )?open|set (?:it |them )?(?:back )?to open)(?![a-z])"
    r"|重新打开|再(?:给我|帮我)?打开|重开|再开|重新开|打开它"
)
_BEGINS = re.compile(
    r"(?<![a-z])(?:kick-?off|starts?|starting|begins?|go-?live|going live|rollout|installation|deliver\w*|onboarding)(?![a-z])|启动|开工|上线|实施|交付|进场|开始"
)
_NO_INTEREST = re.compile(
    r"(?<![a-z])(?:not interested|no interest|lost interest|uninterested|dead|junk|close|drop|disqualif\w*)(?![a-z])|没意向|无意向|没兴趣|不感兴趣|不考虑|不需要|不做了|关了|关掉|关闭|作废|没戏|无效"
)
_CONVERTS = re.compile(r"(?<![a-z])(?:convert\w*|turn|into|qualif(?:y|ied))(?![a-z])|转(?!告|达)|成客户|成商机")
_TO_ANOTHER_DAY = re.compile(
    r"(?<![a-z])(?:instead|resched\w*|re-?schedul\w*|moved?|moving|pushed|push|bumped|shift\w*|postpon\w*|switched|changed|now|should be|rather|new (?:time|date|day))(?![a-z])|改|挪|推|换|调|移|延"
)
_CALLED_OFF = re.compile(r"(?<![a-z])(?:cancel\w*|call(?:ed)? off|scrap\w*|drop\w*)(?![a-z])|取消|不开了|作废")
_DID = re.compile(
    r"(?<![a-z])(?:did|have|has|'ve)(?: \w+){1,3} (?:close|closed|land|landed|win|won|bring in|brought in|sell|sold|sign|signed|book|booked)(?![a-z])"
    r"|签了|签下|成交了|赢了|卖了|拿下了"
)
_SUPPORT = re.compile(
    r"(?<![a-z])support (?:tickets?|cases?|requests?|issues?)|(?:open|outstanding|pending|left|on|going on|still) (?:in|with) support(?![a-z])"
)


def reconsidered(found: Understanding, r: Reading) -> Understanding:
    """The same reading, mended where it cannot be meant; lost where nothing can be made of it."""
    for thought in _THOUGHTS:
        found = thought(found, r)
    return found


def _lost(r: Reading) -> Understanding:
    return Understanding((), 0.0, (), lost(r, (), ()), lost=True)


def _over_already(found: Understanding, r: Reading) -> Understanding:
    """Nothing is shared or stood in for until a day gone by."""
    today = r.ask.today.isoformat()
    over = any(c.tool in ("share_record", "stand_in") and "" < str(c.args.get("until") or "") < today for c in found.calls)  # fmt: skip
    return _lost(r) if over else found


def _of_a_task(found: Understanding, r: Reading) -> Understanding:
    """A task called by its reference is there already: what is said of it changes it."""
    if [c.tool for c in found.calls] != ["create_task"]:
        return found
    title = str(found.calls[0].args.get("title") or "")
    if not any(x.value.prefix == "TK" and x.text in title for x in r.refs):
        return found
    meant = outright(r)
    if meant is None or not meant.calls or meant.calls[0].args.get("changes", [{}])[0].get("entity") != "task":
        return _lost(r)
    return Understanding(meant.calls, 0.8, left=found.left)


def _changes(found: Understanding, r: Reading) -> Understanding:
    """Each change by itself; a list that holds what it is to become is a list of those that do not yet."""
    if not any(c.tool == "propose_change" for c in found.calls):
        return found
    made = list[Call]()
    for call in found.calls:
        if call.tool != "propose_change":
            made.append(call)
            continue
        changes = [_mended(c, r) for c in call.args["changes"]]
        if any(c is None for c in changes):
            return _lost(r)
        made.append(Call(call.tool, {**call.args, "changes": changes}))
    return replace(found, calls=tuple(made))


def _mended(change: Mapping[str, Any], r: Reading) -> dict[str, Any] | None:
    made, fields = dict(change), dict(change.get("fields") or {})
    text, record = r.whole, str(change.get("record") or "").casefold()
    if fields.get("stage") in ("won", "lost") and "probability" in fields and _CHANCE.search(text):
        del fields["stage"]
    if record and any(str(v).casefold() == record for f, v in fields.items() if f in ("competitor", "name")):
        return None
    if fields.get("stage") == "won" and "expected_close_date" in fields and _BEGINS.search(text):
        del fields["expected_close_date"]
    if change.get("entity") == "lead" and fields.get("status") == "Converted" and _NO_INTEREST.search(text) and not _CONVERTS.search(text):  # fmt: skip
        fields = {"status": "Dead"}
    if change.get("op") == "create" and fields.get("account") in (
        "工厂",
        "公司",
        "办公室",
        "plant",
        "office",
        "site",
        "现场",
    ):
        del fields["account"]
    if change.get("entity") == "ticket" and fields.get("status") in ("closed", "resolved") and _BACK.search(text):
        fields = {"status": "pending"}
    if change.get("entity") == "activity" and fields == {"status": "cancelled"}:
        made, fields = _another_day(made, fields, r)
    where: Sequence[Mapping[str, Any]] | None = change.get("where")
    if where and (kept := [f for f in where if fields.get(str(f.get("field"))) != f.get("value") or f.get("op") != "="]) != list(where):  # fmt: skip
        entity = str(change.get("entity"))
        open_ = [f for f in still_open(entity) if f not in kept] if entity in ("task", "ticket") else []
        made["where"] = [*kept, *open_]
        if not made["where"]:
            return None
    return {**made, "fields": fields} if change.get("fields") else made


def _another_day(made: dict[str, Any], fields: dict[str, Any], r: Reading) -> tuple[dict[str, Any], dict[str, Any]]:
    """A meeting that is on another day now is not off."""
    if _CALLED_OFF.search(r.whole) or not _TO_ANOTHER_DAY.search(r.whole) or len(r.days) != 1:
        return made, fields
    day = r.days[0]
    record = re.sub(
        rf"\s*(?:on |at |for )?{re.escape(day.text)}", "", str(made.get("record") or ""), flags=re.IGNORECASE
    )
    value = day.value.day.isoformat() + (f" {day.value.time:%H:%M}" if getattr(day.value, "time", None) else "")
    return {**made, "record": record.strip()}, {"starts_at": value}


def _was_won(found: Understanding, r: Reading) -> Understanding:
    """How much did I close this month: what was won, nothing that is to come."""
    if [c.tool for c in found.calls] != ["forecast"] or not _DID.search(r.whole):
        return found
    args = found.calls[0].args
    period = str(args.get("period") or "")
    whose = str(args.get("whose") or "")
    if args.keys() - {"period", "whose"} or not period:
        return found
    filters = [{"field": "owner", "op": "=", "value": whose}] if whose else []
    filters += [{"field": "stage.kind", "op": "=", "value": "won"}, {"field": "closed_at", "op": "=", "value": period}]
    call = Call("find_records", {"entity": "deal", "filters": filters, "measure": "sum", "total_field": "amount"})
    return replace(found, calls=(call,))


def _of_support(found: Understanding, r: Reading) -> Understanding:
    """A support ticket is a ticket, of whatever team."""
    if not _SUPPORT.search(r.whole):
        return found
    made = list[Call]()
    for call in found.calls:
        filters = call.args.get("filters")
        if call.tool == "find_records" and call.args.get("entity") == "ticket" and filters:
            kept = [f for f in filters if not (f["field"] == "team" and str(f.get("value")).casefold() == "support")]
            call = Call(call.tool, {**call.args, "filters": kept})
        made.append(call)
    return replace(found, calls=tuple(made))


_MOST_URGENT = re.compile(
    r"(?<![a-z])(?:most (?:urgent|pressing|important|critical)(?: ones?)? (?:first|on top)|(?:by urgency|(?:in order of|sorted by|ordered by|sort by|order by) (?:urgency|priority|importance)))(?![a-z])|按(?:照)?(?:紧急程度|优先级|轻重缓急|紧急|重要性)(?:来|从高到低)*排|(?:最)?紧急的?(?:排)?在?(?:最)?前"
)
_OUR_CUSTOMERS = re.compile(
    r"(?<![a-z])(?:(?P<team>my team|our team|the team)(?:'s|’s)?|(?P<me>my)) (?:accounts?|customers?|clients?)(?:'|’s|'s)?(?![a-z])|(?P<zteam>我们组|团队|我们团队)的?客户|(?P<zme>我)的?客户"
)
_THESE = re.compile(
    r"(?<![a-z])(?:those|these|them|the (?:ones|leads|deals|tasks|tickets|accounts|contacts) (?:above|listed|shown))(?![a-z])|[那这](?:些|几[条个家张位项])|它们|上面(?:的|这些|那些)"
)
_SOME_OF = re.compile(
    r"(?<![a-z])(?:(?:only |just )?the (?:first|last|top) (?:\d+|two|three|four|five|six|ten|few)|(?:any|only|just) (?:\d+|two|three|four|five) of|half of)(?![a-z])|[前后](?:[\d一二两三四五六七八九十]+|几)[条个家张位]|(?:其中|任意)[\d一二两三四五六]+[条个家张位]|一半"
)


def _by_urgency(found: Understanding, r: Reading) -> Understanding:
    """Most urgent first is an order of the list; what is not urgent stays in it."""
    if not _MOST_URGENT.search(r.whole):
        return found
    made = list[Call]()
    for call in found.calls:
        if call.tool == "find_records" and call.args.get("entity") in ("ticket", "task"):
            filters = [f for f in call.args.get("filters") or () if f["field"] != "priority"]
            args = {k: v for k, v in call.args.items() if k not in ("group_by", "measure")}
            call = Call(call.tool, {**args, "filters": filters, "sort": "priority desc"})
        made.append(call)
    return replace(found, calls=tuple(made), unsure=())


def _of_our_customers(found: Understanding, r: Reading) -> Understanding:
    """Tickets of my customers are those of what I look after, whoever works on them."""
    said = _OUR_CUSTOMERS.search(r.whole)
    if said is None or not any(c.tool == "find_records" and c.args.get("entity") == "ticket" for c in found.calls):
        return found
    owner = "my team" if said["team"] or said["zteam"] else "me"
    made = list[Call]()
    for call in found.calls:
        if call.tool == "find_records" and call.args.get("entity") == "ticket":
            kept = [
                f for f in call.args.get("filters") or () if f["field"] not in ("assignee", "owner", "account.owner")
            ]
            call = Call(
                call.tool, {**call.args, "filters": [{"field": "account.owner", "op": "=", "value": owner}, *kept]}
            )
        made.append(call)
    return replace(found, calls=tuple(made))


def _those_listed(found: Understanding, r: Reading) -> Understanding:
    """What is ordered for "those" is done to the list just shown; to the first three of it by no condition there is."""
    bulk = [c for c in found.calls if any("where" in change for change in c.args.get("changes") or ())]
    if not bulk:
        return found
    if _SOME_OF.search(r.whole):
        return _lost(r)
    before = next((c for c in reversed(r.ask.previous) if c.tool == "find_records"), None)
    if before is None or not _THESE.search(r.whole) or before.args.keys() & {"group_by", "limit"}:
        return found
    made = list[Call]()
    for call in found.calls:
        changes = [
            {**c, "where": before.args["filters"]}
            if "where" in c and c.get("entity") == before.args.get("entity") and before.args.get("filters")
            else c
            for c in call.args.get("changes") or ()
        ]
        made.append(Call(call.tool, {**call.args, "changes": changes}) if changes else call)
    return replace(found, calls=tuple(made))


_MINE = re.compile(
    r"(?<![a-z])my (?:[a-z]+ ){0,3}?(?:deals|opportunities|opps|leads|accounts|customers|contacts|tasks|to-?dos|tickets|proposals)(?![a-z])|[把将给]我(?!们|组|团队)(?!把)|我(?:名下|手上|手里|负责)的?"
)


def _mine_only(found: Understanding, r: Reading) -> Understanding:
    """An order about my deals is about mine: without the owner it would be about everybody's."""
    if not _MINE.search(r.whole):
        return found
    made = list[Call]()
    for call in found.calls:
        changes = []
        for change in call.args.get("changes") or ():
            field = "assignee" if change.get("entity") in ("task", "ticket") else "owner"
            where = change.get("where")
            if where and not any(str(f["field"]).split(".")[-1] in ("owner", "assignee", "team") for f in where):
                change = {**change, "where": [{"field": field, "op": "=", "value": "me"}, *where]}
            changes.append(change)
        made.append(Call(call.tool, {**call.args, "changes": changes}) if changes else call)
    return replace(found, calls=tuple(made))


_A_NOTE = re.compile(r"^\s*(?:please |pls )?(?:(?:add|make|take|put|leave|write) )?(?:an? )?(?:quick |short )?note (?:for|on|about|to|re|regarding) ")  # fmt: skip


def _only_noted(found: Understanding, r: Reading) -> Understanding:
    """News in a note is kept as a note: "new CFO starts in January" makes nobody a contact."""
    if len(found.calls) < 2 or found.calls[0].tool != "log_interaction" or not _A_NOTE.search(r.whole):
        return found
    kept = [c for c in found.calls if not (c.tool == "propose_change" and all(x.get("op") == "create" for x in c.args["changes"]))]  # fmt: skip
    return replace(found, calls=tuple(kept))


_NO_CUE = re.compile(
    r"(?<![a-z])(?:make|set|move|change|push|no|sorry|actually|instead|rather|it|that|this|to|by|till|until|on|for|close|closes|due|better|should|shall|is|now|then|but)(?![a-z])|[\u3400-\u9fff]"
)


def _by_a_guess(found: Understanding, r: Reading) -> Understanding:
    """A few words without a verb change nothing of what was talked about: "xmas closers"."""
    if (
        not found.taken
        or r.names
        or r.refs
        or _NO_CUE.search(r.whole)
        or not any(c.tool == "propose_change" for c in found.calls)
    ):
        return found
    return _lost(r) if len(r.words()) > 1 else found


def _own_subject(found: Understanding, r: Reading) -> Understanding:
    """A ticket is called by what was said of it, not by what others once said."""
    if [c.tool for c in found.calls] != ["open_ticket"]:
        return found
    args = dict(found.calls[0].args)
    subject = str(args.get("subject") or "").casefold()
    if not subject or subject in r.ask.text.casefold() or all(w in r.text for w in subject.split()):
        return found
    if not re.search(r"[\u3400-\u9fff]", subject):
        return found
    told = re.sub(r"^.{0,12}?(?:工单|服务单|报修|报障)[:：,，]?", "", r.ask.text.strip()).strip(" ：:，,。")
    args["subject"] = told or args["subject"]
    if "priority" not in args and re.search(r"挺急|很急|比较急|加急|尽快|着急|有点急|急[,，。!！]?$", r.whole):
        args["priority"] = "high"
    return replace(found, calls=(Call("open_ticket", args),))


_SHARES = re.compile(
    r"^(?:please |pls |can you |could you )*share (?!everything|all|my (?:deals|accounts|customers|records|stuff))|^(?:请|帮我|麻烦)?(?:把)?.{1,30}?(?:共享|分享)给"
)
_FROM_ON = re.compile(
    r"(?<![a-z])(?:from (?P<d>[\w ,]{2,20}?) (?:on(?:wards?)?|onward)|as of (?P<d2>[\w ,]{2,20}?)|starting (?P<d3>[\w ,]{2,20}?))(?=[,.;!]|$| including)"
)
_GIVES = re.compile(r"(?<![a-z])(?:give|hand|transfer|pass|move|re-?assign)(?![a-z])")


def _shared_only(found: Understanding, r: Reading) -> Understanding:
    """One record shared is no standing in for all: "share the Acme deal with Raj, he covers for me 7-18 Dec"."""
    if [c.tool for c in found.calls] != ["stand_in"] or not _SHARES.search(r.whole):
        return found
    deputy = found.calls[0].args.get("deputy")
    record = next(
        (n for n in r.names if n.may_be("deal", "account", "contact", "lead", "ticket") and n.text != deputy), None
    )
    if record is None or not deputy:
        return _lost(r)
    said = name_text(r, record, record.entity)
    noun = " deal" if re.match(r" deal(?![a-z])", r.text[record.end :]) else ""
    until = found.calls[0].args.get("until")
    args = {"record": said + noun, "person": deputy, **({"until": until} if until else {})}
    return replace(found, calls=(Call("share_record", args),))


def _given_from(found: Understanding, r: Reading) -> Understanding:
    """What is given to a colleague from a day on is not shared until that day."""
    if [c.tool for c in found.calls] != ["share_record"] or not _GIVES.search(r.whole):
        return found
    when = _FROM_ON.search(r.whole)
    if when is None or re.search(r"(?<![a-z])(?:share|see|read|view|access)(?![a-z])", r.whole):
        return found
    args = found.calls[0].args
    record = next((n for n in r.names if n.text in str(args.get("record"))), None)
    if record is None or not record.may_be("account", "deal", "lead"):
        return _lost(r)
    entity = "account" if re.search(r"(?<![a-z])(?:account|customer|client)(?![a-z])", r.whole) else record.entity
    change = {"op": "update", "entity": entity, "record": record.text, "fields": {"owner": args["person"]}}
    return replace(found, calls=(Call("propose_change", {"changes": [change]}),), left=(when[0].strip(),), taken=None)


_THOUGHTS: tuple[Callable[[Understanding, Reading], Understanding], ...] = (
    _over_already,
    _of_a_task,
    tasks_meant,
    ahead,
    said_last,
    _changes,
    _was_won,
    _of_support,
    lists_mended,
    _by_urgency,
    _of_our_customers,
    _those_listed,
    _mine_only,
    bulk_mended,
    records_meant,
    title_told,
    _only_noted,
    _shared_only,
    _given_from,
    _by_a_guess,
    _own_subject,
    below_nothing,
    ended_deals,
    as_told,
)
