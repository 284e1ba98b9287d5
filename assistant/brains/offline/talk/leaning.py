"""Messages that say nothing without the answer before: "and the quarter before that?", 再往前一个季度呢, "in euros?", "who's the contact there?"."""

import copy
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.talk.of_the_shown import of_the_shown
from assistant.brains.offline.terms import Call, Named
from assistant.recognise import period_value as make
from assistant.recognise.calendar import shift
from assistant.recognise.currencies import currency
from assistant.recognise.period_value import Period
from assistant.recognise.periods import parse_period

_START = re.compile(
    r"^(?:(?:and|so|ok|okay|now|then|but|right|thanks|great|good|fine|cool|what about|how about|what was it|how was|show me|open|tell me about|give me|let me see|please|那么?|好的?|嗯|哦|再看看?|看看?|还有|换成?|打开|显示)[\s,，.。!！]*)+"
)
_END = re.compile(r"(?:[\s?？.!。！,，]|(?<![a-z])(?:please|then|too|again|exactly|thanks)|[呢吧啊呀嘛]|怎么样|如何)+$")

_UNITS = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "half": "half", "year": "year", "天": "day", "日": "day", "周": "week", "星期": "week", "月": "month", "季度": "quarter", "季": "quarter", "半年": "half", "年": "year"}  # fmt: skip
_SIZES = ("day", "week", "month", "quarter", "half", "year")
_UNIT = re.compile("|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)))
_U_EN = r"(?:day|week|month|quarter|half|year|one|period)"
_NEIGHBOUR = tuple(
    (re.compile(pattern), step)
    for pattern, step in (
        (rf"(?:(?:in|for|during) )?(?:the )?{_U_EN} (?:before|prior|earlier|preceding)(?: (?:that|it|this|then|that one))?|(?:in |for )?the (?:previous|preceding|prior) {_U_EN}|(?:one|a) {_U_EN} (?:before|earlier|further back|back)(?: that)?|before that|(?:one )?(?:further|another(?: one)?) back", -1),
        (rf"(?:(?:in|for|during) )?(?:the )?{_U_EN} (?:after|later|following)(?: (?:that|it|this|then|that one))?|(?:in |for )?the (?:following|subsequent) {_U_EN}|(?:one|a) {_U_EN} later|after that", 1),
        (r"(?:再|又|更|还)?往?前(?:推|面|数)?(?:的|那)?一?个?(?:季度|季|月|周|星期|年|天)(?:度)?|再(?:上|前)(?:一|面)?个?(?:季度|季|月|周|星期|年|天)?|(?:那|它|这)?之前(?:的|那)?(?:一)?个?(?:季度|季|月|周|星期|年|天)?|再(?:往)?(?:之前|往前)(?:呢)?|更早(?:的|一个)?(?:季度|月|周|年)?", -1),
        (r"再?往?后(?:推|面)?(?:的|那)?一?个?(?:季度|季|月|周|星期|年|天)|再(?:下|后)(?:一|面)?个?(?:季度|季|月|周|星期|年|天)|(?:那|它|这)?之后(?:的|那)?(?:一)?个?(?:季度|季|月|周|星期|年|天)?", 1),
    )
)  # fmt: skip
"""The period beside the one counted before, and on which side."""
_DAYS = frozenset({"expected_close_date", "closed_at", "created_at", "due_on", "starts_at", "updated_at", "last_activity_at", "resolved_at", "stage_entered_at"})  # fmt: skip
_IN_CURRENCY = re.compile(
    r"(?:(?:what|how much) (?:is|are|would) (?:it|that|this|they|those)(?: be| all)? )?(?:(?:in|as)|(?:show|convert|give|put) (?:me )?(?:it|that|this|them|those)?(?: all)? ?(?:in|to|into|as)|converted (?:to|into)) (?P<c>[a-z]{3,10}(?: dollars?)?)(?: terms)?|(?P<d>eur|usd|cny|rmb|euros?)"
    r"|(?:(?:如果|要是)?(?:换算?成?|折合成?|折算?成?|兑成?|按|用|以|转成|改成|要)?(?P<z>[\u3400-\u9fff]{2,4}?)(?:来?(?:算|计|看|显示|表示))?(?:是|等于|大概|有)?(?:多少(?:钱)?)?)"
)
_HOW_MANY = re.compile(
    r"how many(?: (?:is|are) (?:that|those|these|they|it|there))?(?: in (?:all|total)| altogether)?|(?:一共|总共|合计|共)?(?:有)?(?:几|多少)[个条单家张]"
)
_TOTAL = re.compile(
    r"(?:what(?:'s| is) )?(?:the |their )?(?:sum|total|grand total)(?: (?:amount|value|worth))?(?: of (?:those|these|them|that|all))?|(?:what|how much) (?:is|are) (?:that|those|these|they|it)(?: all)?(?: worth)? (?:in (?:all|total)|altogether)|how much (?:in (?:all|total)|altogether)|(?:一共|总共|合计|加起来|总计|总额)(?:是|有)?(?:多少(?:钱)?|多大)?"
)
_CONTACT = re.compile(
    r"who(?:'s| is| are)? (?:the |our |my )?(?:main |primary |key )?(?:contacts?(?: persons?)?|point of contact|person)(?: (?:there|here|for (?:it|that|this|them)|on (?:it|that|this)|at (?:that|this) (?:company|account|customer)|over there|in charge there))?"
    r"|(?:the |our |its |their )?contacts?(?: persons?)?(?: (?:there|for (?:it|that)))?|who (?:do|should|can) (?:i|we) (?:talk to|speak to|speak with|know|have|deal with|call|contact)(?: over)?(?: there)?|who(?:'s| is) (?:our (?:man|person|guy) )?there|(?:主要|对接|对方)?(?:的)?(?:联系人|对接人)(?:都)?(?:是|有)?(?:谁|哪位|哪个|哪些|什么人)?|(?:跟|和|找)谁(?:联系|对接)|对方是谁"
)
_OWNER = re.compile(
    r"who (?:owns|has|runs|handles|manages|looks after|is (?:on|handling|responsible(?: for)?|in charge(?: of)?|the owner(?: of)?))(?: (?:it|that|this|them|that one|this one|the (?:deal|account|customer)))?|whose (?:is (?:it|that|this)|(?:deal|account|customer) is (?:it|that|this))|(?:and )?(?:the |its )?owner|(?:现在|目前)?(?:是)?谁(?:在|来)?(?:负责|跟进?|管|对接)(?:的|着|这[单家个])?|(?:归|属于)谁|(?:它的|这[单家个]的?)?负责人(?:是)?(?:谁|哪位)?|谁的(?:单子?|商机)?"
)


def lean(r: Reading) -> Meant | None:
    """What such a message asks, from the calls and records of the answer before; None when it says something of its own."""
    if r.lo or r.hi < len(r.text) or r.hi > 70 or r.quoted or not r.ask.previous:
        return None
    said = opened(r.text)
    if not said:
        return None
    for way in (_neighbour, _of_it, _currency, _of_the_list, _person, _one_of_the_people, _time):
        if (meant := way(r, said)) is not None:
            return meant
    return None


def opened(text: str) -> str:
    """A message without the words it opens and ends with: "and … then?", 那…呢."""
    return _END.sub("", _START.sub("", text.strip()))


def _neighbour(r: Reading, said: str) -> Meant | None:
    for pattern, step in _NEIGHBOUR:
        match = pattern.fullmatch(said)
        if match is None:
            continue
        named = _UNIT.search(said)
        unit = _UNITS[named[0]] if named else ""
        calls = []
        for call in r.ask.previous:
            args: dict[str, Any] = copy.deepcopy(dict(call.args))
            if _moved(r, call.tool, args, unit, step):
                calls.append(Call(call.tool, args))
        return Meant(1.3, tuple(calls), whole=True) if calls else None
    return None


def _moved(r: Reading, tool: str, args: dict[str, Any], unit: str, step: int) -> bool:
    """Whether the period of a call was moved."""
    holders: list[tuple[Any, str]] = []
    if tool == "find_records":
        holders = [(f, "value") for f in args.get("filters", ()) if f["field"] in _DAYS and f["op"] == "="]
    elif tool in ("pipeline_summary", "recall_notes", "history") and args.get("period"):
        holders = [(args, "period")]
    if len(holders) != 1:
        return False
    where, key = holders[0]
    held = parse_period(str(where[key]), r.ask.today, r.ask.fiscal_year_start)
    beside = _beside(held, unit, step, r.ask.fiscal_year_start) if held is not None else None
    if beside is None:
        return False
    where[key] = _as_text(beside, r)
    return True


def _beside(held: Period, unit: str, step: int, starts: int) -> Period | None:
    if held.start is None or held.end is None:
        return None
    kind = unit or held.kind
    if kind in _SIZES and held.kind in _SIZES and _SIZES.index(kind) > _SIZES.index(held.kind):
        kind, first = held.kind, shift(held.start, step, kind)  # type: ignore[arg-type]
        return _whole(first, kind, starts)  # the same quarter of the year before
    edge = held.start if step < 0 else held.end + timedelta(days=1)
    if kind in _SIZES:
        months = (6, "month") if kind == "half" else (1, kind)
        first = shift(edge, -months[0], months[1]) if step < 0 else edge  # type: ignore[arg-type]
        return _whole(first, kind, starts)
    days = (held.end - held.start).days + 1
    return _range(
        *(
            (held.start - timedelta(days=days), held.start - timedelta(days=1))
            if step < 0
            else (edge, edge + timedelta(days=days - 1))
        )
    )


def _whole(first: date, kind: str, starts: int) -> Period:
    """The day, week, month, quarter, half or year that opens on a day."""
    if kind == "quarter":
        return make.quarter(first, starts)
    if kind in ("half", "year"):
        return _range(first, shift(shift(first, 6 if kind == "half" else 12, "month"), -1, "day"))
    return {"month": make.month, "week": make.week, "day": make.one_day}[kind](first)


def _range(first: date, last: date) -> Period:
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    return make.calendar_year(first.year) if whole else Period(first, last, "", "", "range")


def _as_text(period: Period, r: Reading) -> str:
    """A period in words that are read as the same days again."""
    label = period.label_zh if r.zh else period.label_en
    again = parse_period(label, r.ask.today, r.ask.fiscal_year_start) if label else None
    if again is not None and (again.start, again.end) == (period.start, period.end):
        return label
    return f"{period.start} to {period.end}"


def _currency(r: Reading, said: str) -> Meant | None:
    """The sum or amount told before in another currency."""
    match = _IN_CURRENCY.fullmatch(said)
    word = (match["c"] or match["d"] or match["z"] or "") if match else ""
    code = currency(word, r.ask.currency, capitals=False) if word else None
    last = r.ask.previous[-1]
    if code is None:
        return None
    if last.tool == "find_records" and not last.args.get("group_by"):
        return _again(last, currency=code)
    shown = r.ask.focus[0] if r.ask.focus else None
    if last.tool == "show_record" and shown is not None and shown.entity == "deal":
        filters = [{"field": "ref", "op": "=", "value": shown.ref}]
        return Meant(1.3, (Call("find_records", {"entity": "deal", "filters": filters, "currency": code}),), whole=True)
    return None


def _again(last: Call, **more: Any) -> Meant:
    return Meant(1.3, (Call(last.tool, {**copy.deepcopy(dict(last.args)), **more}),), whole=True)


def _of_the_list(r: Reading, said: str) -> Meant | None:
    """How many those shown are, and what they come to: the list says both."""
    last = r.ask.previous[-1]
    if last.tool != "find_records" or last.args.get("group_by") or last.args.get("limit") == 1:
        return None
    if _HOW_MANY.fullmatch(said):
        return _again(last, measure="count")
    if _TOTAL.fullmatch(said) and last.args.get("entity") in ("deal", "lead"):
        return _again(last, measure="sum")
    return None


def _of_it(r: Reading, said: str) -> Meant | None:
    """The customer behind the one record shown before, or its priority."""
    shown = _shown(r)
    return of_the_shown(said, shown) if shown is not None else None


def _person(r: Reading, said: str) -> Meant | None:
    """The contact or the owner of the one record shown before."""
    shown = _shown(r)
    field = person_asked(said, shown) if shown is not None else None
    if shown is None or field is None:
        return None
    if (shown.entity, field) == ("account", "contacts"):
        filters = [{"field": "account", "op": "=", "value": shown.ref}]
        return Meant(1.3, (Call("find_records", {"entity": "contact", "filters": filters}),), whole=True)
    return Meant(1.3, (Call("show_record", {"record": shown.ref, "fields": [field]}),), whole=True)


def person_asked(said: str, shown: Named) -> str | None:
    """Which person of a record is asked for: its owner or its contact."""
    if _OWNER.fullmatch(said) and shown.entity in ("deal", "account", "ticket", "task", "lead", "contact"):
        return "assignee" if shown.entity in ("ticket", "task") else "owner"
    if _CONTACT.fullmatch(said) and shown.entity in ("deal", "ticket", "task", "account"):
        return "contacts" if shown.entity == "account" else "contact"
    return None


_TIME = re.compile(
    r"(?:at )?(?:what time|when|which day|what day)(?: exactly)?(?:(?:'s| is)(?: (?:it|that|this))?)?|(?:(?:是|在)?(?:几点|什么时[候间]|几号|哪天|何时)(?:开始|的)?)"
)
_HIS = re.compile(r"(?<![a-z])(?:his|her|hers|him|he|she)(?![a-z])|[他她](?!们)")


def _one_of_the_people(r: Reading, said: str) -> Meant | None:
    """ "Her mobile?" after several contacts were listed: asked back which of them."""
    rows = r.ask.focus[: r.ask.listed] if r.ask.previous[-1].tool == "find_records" else ()
    fields = list(dict.fromkeys(s.field for _, s in r.sensed("field", "contact")))
    if (
        len(rows) < 2
        or any(n.entity != "contact" for n in rows)
        or not _HIS.search(said)
        or len(fields) != 1
        or len(said) > 30
    ):
        return None
    record = f"one of {', '.join(n.ref for n in rows)}"
    return Meant(1.3, (Call("show_record", {"record": record, "fields": fields}),), whole=True)


def _time(r: Reading, said: str) -> Meant | None:
    """When the one appointment or task shown before is."""
    shown = _shown(r)
    if shown is None or shown.entity not in ("activity", "task") or not _TIME.fullmatch(said):
        return None
    field = "starts_at" if shown.entity == "activity" else "due_on"
    return Meant(1.3, (Call("show_record", {"record": shown.ref, "fields": [field]}),), whole=True)


def _shown(r: Reading) -> Named | None:
    """The one record the answer before was about: shown, changed, or picked out of a list."""
    last = r.ask.previous[-1]
    if not r.ask.focus:
        return None
    if last.tool == "find_records":
        return r.ask.focus[0] if r.ask.listed == 1 else None
    if last.tool in ("show_record", "recall_notes", "history"):
        return _main(last.args, r)
    changes = last.args.get("changes", ()) if last.tool == "propose_change" else ()
    return r.ask.focus[0] if len(changes) == 1 else None


def _main(args: Mapping[str, Any], r: Reading) -> Named | None:
    """A contact told of a deal stands behind the deal: the deal is still what is talked about."""
    return r.ask.focus[0] if args.get("record") or args.get("about") else None
