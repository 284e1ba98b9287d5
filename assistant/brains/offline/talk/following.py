"""Messages that lean on the question before: "and last quarter?", "only mine", "by owner", "what about Globex", 上季度呢."""

import copy
import re
from typing import Any

from assistant.brains.offline.chair.chair_follow import follow_chair
from assistant.brains.offline.chair.overviews import _along, _status, _whose
from assistant.brains.offline.lists.asking import question
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import name_text
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from crm_store.models import fields_of

_LEANS = re.compile(
    r"^\s*(?:(?:and|or|ok|okay|so|now|then)[, ]+)*(?:what about|how about|and(?: for| in| by| the)?|only|just|same (?:for|but)|the same (?:for|but)|now (?:only|just|by|for)|but|or|instead|also|then|more|all of them|show (?:me )?(?:more|all|the rest)|which of (?:them|those|these)|of (?:those|these|them)|(?:limit|narrow|restrict|cut|reduce) (?:it|that|this|them|the list|these|those)(?: down)? to|(?:only|just) (?:those|the ones|these)|filter (?:it|that|them|these|this|the list)?|make (?:it|that) (?!so)|in that list|from (?:those|these|that list)|break (?:it|that|them) down|split (?:it|that|them)|group (?:it|them)|sort (?:it|them)|(?:sort|sorted|order|ordered|rank|ranked) by|(?:biggest|largest|newest|oldest|smallest) first)(?![a-z])"
    r"|^(?:那么?|再|还有|只看|只要|仅|就看|换成|改成看|按|其中|分|如果|同样|以及|更多|全部|这些|里面|这里面?|里头|那里面|当中|排除|去掉)|呢[?.!]*\s*$"
)
_ELLIPTIC = re.compile(
    r"(?:最.{1,3}的?(?:是)?(?:哪一?[个单家条张位]|谁|什么)|有哪些|有哪几[个条家]|有几[个条家张位]|有多少|是谁|哪个最.|有没有.{1,8}的|都是什么|多少钱)[?.!]*\s*$"
)
"""Questions that leave out what they ask about: 紧急的有哪些, 陈晓的有几个, 决策人是谁."""
_TOPIC = re.compile(
    r"^\s*(?:and |ok |so )*(?:what about|how about|and about|and on|about) (?:the )?(?P<t>[a-z][\w -]{2,40}?)[\s?.!]*$"
)
"""Another topic for the notes searched before: "what about migration?"."""
_READS = ("find_records", "pipeline_summary", "recall_notes", "show_record", "history", "my_day")
_ONES = re.compile(r"(?<![a-z])(?:the )?(?:ones|those|them)(?: (?:that|which) (?:are|is))?(?![a-z])")
_MORE = re.compile(r"(?<![a-z])(?:more|all of them|the rest|everything|all)(?![a-z])|更多|全部|其余|都列出来")


def follow(r: Reading) -> Meant | None:
    """The call before with what this message changes in it."""
    if (meant := follow_chair(r)) is not None:
        return meant
    before = next((c for c in reversed(r.ask.previous) if c.tool in _READS), None)
    words = r.words()
    size = sum(0.6 if not w[0].isascii() else 1 for _, _, w in words)
    if before is None or size > 14:
        return None
    elliptic = (
        r.zh
        and size <= 6
        and bool(_ELLIPTIC.search(r.whole))
        and not r.sensed("entity")
        and not r.named("account", "contact", "deal")
    )
    leans = bool(_LEANS.search(r.whole)) or (elliptic and before.tool == "find_records")
    short = size <= 5
    if not leans and not short:
        return None
    understood(r, _LEANS, _THE_ONE, _ONES)
    args: dict[str, Any] = copy.deepcopy(dict(before.args))
    changed = {
        "find_records": _list,
        "pipeline_summary": _summary,
        "recall_notes": _recall,
        "show_record": _record,
        "history": _record,
        "my_day": _day,
    }[before.tool](r, args)
    if not changed:
        return None
    return Meant(0.89 if leans else 0.56, (Call(before.tool, args),))


def _list(r: Reading, args: dict[str, Any]) -> bool:
    entity = str(args["entity"])
    asked = question(r, Head(entity))
    if asked is None:
        return False
    old: list[dict[str, str]] = list(args.get("filters", ()))
    new = asked.found
    changed = False
    for one in _as_before(r, old, new.filters):
        kept = [f for f in old if not _same_place(f, one)]
        old = [*kept, one]
        changed = True
    if old:
        args["filters"] = old
    for key in ("group_by", "sort", "measure", "total_field", "limit"):
        if key in asked.args:
            args[key] = asked.args[key]
            changed = True
    if _THE_ONE.search(r.whole) and "sort" in asked.args and not asked.args.get("group_by"):
        args["limit"] = args.get("limit", 1)
        for key in ("measure", "total_field"):
            args.pop(key, None)
    if not changed and _MORE.search(r.whole):
        args["limit"] = 50
        changed = True
    return changed


_THE_ONE = re.compile(
    r"(?<![a-z])(?:which|what)(?: one)?(?:'s| is| was) (?:the |that )|(?<![a-z])the \w+ one[\s?.!]*$|(?:是)?哪一?[个单家条张位][?.!]*$"
)
"""One of those shown before is asked for."""
_DAYS = frozenset(
    {"expected_close_date", "closed_at", "created_at", "due_on", "starts_at", "updated_at", "last_activity_at"}
)


def _as_before(r: Reading, old: list[dict[str, str]], new: list[dict[str, str]]) -> list[dict[str, str]]:
    """The new conditions, a bare period on the day counted by before, without what was only implied."""
    before = next((f["field"] for f in old if f["field"] in _DAYS), None)
    said = {s.field for _, s in r.sensed("choice")} | {s.field for _, s in r.sensed("field")}
    made = []
    for one in new:
        if (
            one["field"] in _DAYS
            and before
            and one["field"] not in said
            and not r.has("created", "ended", "closing", "due")
        ):
            made.append({**one, "field": before})
        elif (
            one["field"] in ("stage.kind", "status")
            and one["field"] not in said
            and not r.has("unfinished", "overdue", "win", "lose")
        ):
            continue
        else:
            made.append(one)
    return made


def _same_place(old: dict[str, str], new: dict[str, str]) -> bool:
    """Whether a new condition takes the place of an old one: same field, or both the day the records are counted by."""
    if old["field"] == new["field"]:
        both = {old["op"], new["op"]}
        return not (both <= {"<", "<=", ">", ">="} and len(both) == 2) and both != {"!="}
    return old["field"] in _DAYS and new["field"] in _DAYS


def _summary(r: Reading, args: dict[str, Any]) -> bool:
    made: dict[str, Any] = {}
    if r.periods:
        made["period"] = r.periods[0].text
    for key, value in (("whose", _whose(r)), ("by", _along(r)), ("status", _status(r))):
        if value:
            made[key] = value
    args.update(made)
    return bool(made)


def _recall(r: Reading, args: dict[str, Any]) -> bool:
    name = next((n for n in r.names if n.may_be("account", "contact", "deal")), None)
    if name:
        args["about"] = name_text(r, name, name.entity)
    if r.periods:
        args["period"] = r.periods[0].text
    topic = _TOPIC.match(r.whole) if not (name or r.periods or r.days) else None
    if topic:
        args["query"] = topic["t"].strip()
    return bool(name or r.periods or topic)


def _record(r: Reading, args: dict[str, Any]) -> bool:
    name = next((n for n in r.names if n.may_be("account", "contact", "deal", "lead", "ticket", "task", "user")), None)
    if name:
        args["record"] = name_text(r, name, name.entity)
    asked = _field_of(r, args) if "fields" in args and len(r.words()) <= 8 else None
    if asked:
        args["fields"] = [asked]
    elif name and _SHOWN.match(r.whole):
        args.pop("fields", None)
    return bool(name or asked)


_SHOWN = re.compile(
    r"\W*(?:(?:and|ok|okay|now|then|so|please|can you|could you|let's|let me|i want to|also)[, ]+)*(?:show|open|see|view|display|pull up|bring up|tell me about|look at|have a look at|go to)(?![a-z])|\W*(?:那么?|再|请|帮我|给我|现在|然后|也|我?想|我?要)*(?:展示|显示|打开|调出|介绍|看一?[下看]|查看|看|说说|讲讲|详细)"
)
"""A record is to be shown whole, whatever was asked of the one before."""


def _field_of(r: Reading, args: dict[str, Any]) -> str | None:
    """Another field of the record asked about before: 手机呢, "and his phone?"."""
    linked = [c.entity for m in r.linker.link(str(args["record"])) for c in m.candidates]
    for entity in [*linked, "contact", "deal", "account"]:
        named = [s.field for _, s in r.sensed("field", entity)]
        if named and set(args["fields"]) <= set(fields_of(entity)):
            return named[0]
    return None


def _day(r: Reading, args: dict[str, Any]) -> bool:
    if r.days:
        args["day"] = r.days[0].value.day.isoformat()
    return bool(r.days)
