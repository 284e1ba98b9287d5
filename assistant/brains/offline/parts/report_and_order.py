"""A report with orders in it that no report holds: "Visited Castellan on Wednesday, …. Please log it and open a new deal for them, …. Next step: …"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import subjects
from assistant.brains.offline.parts.together import together
from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Linker, Named, Understanding

_ENDS = re.compile(r"(?<=[.!;])\s+(?=\S)|(?<=[。；！;])\s*(?=\S)")
_LOG_IT = r"(?:(?:log|file|note|record|save)(?: (?:it|this|that|the (?:call|visit|meeting|attempt|mail|e-?mail|chat)))?(?: please| pls)?,? (?:and|then|&) )?"
_PLEASE = r"(?:(?:also|and|then|plus|so)[ ,]+)*(?:please |pls |you can |can you |could you )*"
_NEW = r"(?:(?:open|create|make|add|set up|start|raise|enter)(?: up)?(?: me| us| them)? (?:an? |the |another |one )?(?:new )?(?P<kind>deal|opportunity|ticket|case|incident|contact|lead)(?![a-z])(?! (?:number )?\d))"
_TO_COME = r"(?:(?:book|schedule|set up|arrange) |(?:put|create|add|make|set)(?: in| down)? (?:me )?(?:an? |the |another )?(?:task|to-?do|reminder|meeting|call|appointment)(?![a-z])|remind me )"
_TICK = r"(?:(?:tick off|tick|complete|close|finish|check off) (?:my|the|that) (?:task|to-?do)|(?:mark|set|move|change|put) (?:the |that )?(?P<ticket>ticket|case)(?: \d+)?(?= (?:to|as|on|back)))"
_ORDER = re.compile(rf"{_PLEASE}{_LOG_IT}(?:{_NEW}|(?P<later>{_TO_COME})|{_TICK})", re.IGNORECASE)
_INSIDE = re.compile(
    rf",\s+(?=(?:so |and )?(?:please|pls|you can|can you|could you) {_LOG_IT}(?:{_NEW}|{_TICK}))", re.IGNORECASE
)
"""Where an order begins in the middle of a sentence: "that's answered, you can tick off my task about …"."""
_ORDER_ZH = re.compile(
    r"(?:另外|还有|顺便|再|同时|然后)?[，,]?(?:请|麻烦|帮我|给我)*(?:(?P<later>约|安排|预约|提醒)|(?:新建|建|开|加|录)(?:一?[个张条])(?P<kind>商机|工单|线索|联系人))"
)
_LEAD = re.compile(rf"^{_PLEASE}{_LOG_IT}|^(?:另外|还有|顺便|同时|然后)[，,]?", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,#-])(?:#|T-)?(?P<n>1\d{3})(?![\w%-]|[.,]\d)")
_LONGEST = 900


def report_and_order(
    whole: Understanding, ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding]
) -> Understanding:
    """Both on one card: what was told, and what was ordered; the `whole` where it is such a report itself.

    Args:
        plain: understands a message of one of them.
    """
    text = ask.text.strip()
    if not 25 < len(text) <= _LONGEST or "\n" in text or text.endswith(("?", "？")):
        return whole
    if [c.tool for c in whole.calls] == ["open_ticket"] and len(_ENDS.split(text)) == 1:
        return whole  # 王伟刚微信找我，说…，开个工单: a ticket with who asked for it
    told, orders = _apart(text)
    if not told or not orders:
        return whole
    if _whole_report(whole):
        orders = [o for o in orders if not _ordered(o)["later"]]
        if not orders:
            return whole
        told = [s for s in _sentences(text) if s not in orders]
    first = plain(replace(ask, text=" ".join(told)))
    if first.lost or [c.tool for c in first.calls][:1] != ["log_interaction"]:
        return whole
    found = _read_orders(orders, told, replace(ask, text=text), linker, plain)
    if not found:
        return whole
    if any(_new_deal(c) for o in found for c in o.calls):  # what was said of the deal is said of the new one
        first = replace(first, calls=tuple(Call(c.tool, {k: v for k, v in c.args.items() if k != "deal_fields"}) for c in first.calls))  # fmt: skip
    calls = together([Meant(1.0, first.calls), *(Meant(1.0, o.calls) for o in found)]).calls
    calls = tuple(Call(c.tool, {**c.args, "note": text}) if c.tool == "log_interaction" else c for c in calls)
    people = first.calls[0].args.get("with_people") or ()
    calls = tuple(_ticket(c, text, people) if c.tool == "open_ticket" else c for c in calls)
    written = first.calls[0].args.get("kind") in ("message", "email")
    if written and len(_ENDS.split(text)) == 1 and [c.tool for c in calls] == ["log_interaction", "open_ticket"]:
        calls = calls[1:]  # 王伟刚微信找我，说…，开个工单: the ticket holds what was written
    return replace(first, calls=calls, left=(*first.left, *(w for o in found for w in o.left)))


_HOW_URGENT = re.compile(
    r"(?:[，,]\s?(?:优先级[^，,]{1,6}|[高低中]优先级?|紧急|加急|急|要紧|尽快|催得紧|比较急|很急))+$"
)


def _ticket(call: Call, text: str, people: Sequence[str]) -> Call:
    """The ticket with the whole report in it and the one person it tells of, its subject without how urgent it is."""
    if str(call.args.get("body")) in text:
        return call
    subject = _HOW_URGENT.sub("", str(call.args.get("subject") or ""))
    who = {"contact": people[0]} if len(people) == 1 else {}
    return Call(call.tool, {**who, **call.args, "subject": subject, "body": text})


def _read_orders(
    orders: Sequence[str], told: Sequence[str], ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding]
) -> list[Understanding]:
    """Each order read with those the report is about in mind; empty when one is not understood or is no such order."""
    named = subjects(read(replace(ask, text=" ".join(told)), linker))
    focus = tuple(Named(s.entity, 0, s.text, s.text) for s in named if s.entity != "user")
    number = _NUMBER.search(ask.text)
    found: list[Understanding] = []
    person = next((s.text for s in named if s.entity == "contact"), None)
    for order in orders:
        said = _LEAD.sub("", order)
        if number is not None:
            said = re.sub(r"(?:the |that )(?:ticket|case)(?! \d)", f"ticket {number['n']}", said, count=1)
        firm = next((s.text for s in named if s.entity == "account"), None)
        said = re.sub(r"(?<=for )(?:them|him|her)(?![a-z])", firm, said, count=1) if firm else said
        one = plain(replace(ask, text=said, focus=(*focus, *ask.focus)))
        if one.lost or not one.calls or any(c.tool not in _MAKING for c in one.calls) or not _as_ordered(one, order):
            return []
        found.append(replace(one, calls=tuple(_at(c, firm, person) for c in one.calls)))
    return found


_MAKING = ("propose_change", "create_task", "open_ticket")


def _as_ordered(found: Understanding, order: str) -> bool:
    """Whether what was read makes what was ordered: something new, or a task or ticket done with."""
    changes: list[Any] = [x for c in found.calls for x in c.args.get("changes") or ()]
    old = [x for x in changes if x.get("op") != "create"]
    match = _ordered(order)
    return (
        all(x.get("entity") in ("task", "ticket") and "where" not in x for x in old) if not match["kind"] else not old
    )


def _new_deal(call: Call) -> bool:
    return any(x.get("op") == "create" and x.get("entity") == "deal" for x in call.args.get("changes") or ())


def _at(call: Call, firm: str | None, person: str | None) -> Call:
    """A new record without a customer is of the customer the report is about, or of the one its person is with."""
    if not firm and person and call.tool == "open_ticket" and not call.args.keys() & {"account", "contact"}:
        return Call(call.tool, {**call.args, "contact": person})
    if firm and call.tool == "open_ticket" and not call.args.get("account"):
        return Call(call.tool, {**call.args, "account": firm})
    if firm and _new_deal(call):
        changes = call.args["changes"]
        made = [{**x, "fields": {"account": firm, **x["fields"]}} if x.get("entity") == "deal" else x for x in changes]
        return Call(call.tool, {"changes": made})
    return call


_COMPLAINED = (
    re.compile(
        r"^(?P<told>.*?(?:反映|反馈|说|提到|抱怨|投诉|吐槽|讲|报)(?:了|过)?(?P<what>[^。；;，,][^。；;]{3,60}?))[，,。；;]\s?(?:请|麻烦你?|帮我|帮忙|帮他们?|帮她们?|给他们?|给她们?|给我|顺手|也|你|给|替我)*(?:开|建|提|登记|报|创建|新建|录)(?:一)?[个张条]?(?:售后|服务)?工单(?:(?:转|派|交|提|发)?给(?:售后|客服|服务|技术|支持)(?:支持|部门?|团队|那边)?)?(?P<more>[^。；;]{0,20})[。；;]?$"
    ),
    re.compile(
        r"^(?P<told>.*?(?<![a-z])(?:says?|said|reports?|reported|complains?|complained|mentioned|told (?:me|us))(?: that| about)? (?P<what>[^.;]{8,100}?))(?:,|\.|;)? (?:so |and )?(?:please |pls |can you |could you )*(?:open|raise|create|log|file)(?: us| me)? an? (?:new |support )*(?:ticket|case)(?: for (?:it|that|this)(?![a-z]))?(?P<more>[^.;]{0,40})[.;]?$",
        re.IGNORECASE,
    ),
)
"""What somebody complained of, and the ticket ordered for it: 她反映传感器又掉线了，麻烦给开张工单，优先级高."""
_BARE_TICKET = re.compile(
    r"[。；;]\s?(?=(?:请|麻烦你?|帮我|帮忙|给我|给|替我|你)*(?:开|建|提|登记|创建|新建)(?:一)?[个张条]?(?:售后|服务)?工单(?:[，,。；;]|$))"
    r"|[.;]\s+(?=(?:please |pls |can you |could you )*(?:open|raise|create|log|file)(?: us| me)? an? (?:new |support )*(?:ticket|case)(?:[.,;]|$| (?:for (?:it|that|this)|with|please|pls)))",
    re.IGNORECASE,
)
"""A ticket ordered in a sentence of its own, about what was told right before."""


def _ticket_apart(sentence: str) -> list[str]:
    """What was told, and the order for a ticket with what it is about."""
    zh = re.search(r"[\u3400-\u9fff]", sentence) is not None
    match = _COMPLAINED[0 if zh else 1].match(sentence)
    if match is None:
        return [sentence]
    if zh:
        return [f"{match['told']}。", f"开一个工单：{match['what']}{match['more'].rstrip('吧呗哈啊呀')}"]
    return [f"{match['told']}.", f"open a ticket: {match['what']}{match['more']}"]


def _sentences(text: str) -> list[str]:
    made: list[str] = []
    whole = _BARE_TICKET.sub(lambda m: ", " if m[0][0] in ".;" and m[0][-1] == " " else "，", text)
    for sentence in (part for one in _ENDS.split(whole) for part in _ticket_apart(one)):
        cut = _INSIDE.search(sentence)
        made += [sentence[: cut.start()] + ".", sentence[cut.end() :]] if cut is not None else [sentence]
    return [s.strip() for s in made if s.strip()]


def _ordered(sentence: str) -> dict[str, str | None]:
    match = _ORDER.match(sentence) or _ORDER_ZH.match(sentence)
    held: dict[str, str | None] = {"kind": None, "later": None}
    return {**held, **match.groupdict()} if match is not None else held


def _apart(text: str) -> tuple[list[str], list[str]]:
    """The sentences that tell, and those that order."""
    parts = _sentences(text)
    orders = [s for s in parts if _ORDER.match(s) or _ORDER_ZH.match(s)]
    return [s for s in parts if s not in orders], orders


def _whole_report(found: Understanding) -> bool:
    """Whether a report read whole holds something to come."""
    first = next(iter(found.calls), None)
    told = first is not None and first.tool == "log_interaction"
    return bool(told and first and (len(found.calls) > 1 or first.args.get("meetings") or first.args.get("tasks")))
