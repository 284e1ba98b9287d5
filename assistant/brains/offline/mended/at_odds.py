"""Readings at odds with the words: a list no record can be in is an order, 10 % more is no chance, a task for a day gone by was done.

Deals of Ann that are Bob's too are to go from Ann to Bob, tasks due today and on Friday to be moved.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.brains.offline.mended.second_thoughts import reconsidered
from assistant.brains.offline.orders.changing import outright
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.replies import lost
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding
from assistant.brains.offline.words.kinds_told import kind_told
from assistant.brains.offline.words.manner import asks

_ONE_ONLY = (
    "owner",
    "assignee",
    "due_on",
    "expected_close_date",
    "stage",
    "team",
    "source",
    "level",
    "priority",
    "status",
)
"""Fields of which a record holds one value."""
_GIVES = re.compile(
    r"(?<![a-z])(?:to|onto|gets?|takes?(?: over)?|transfer\w*|re-?assign\w*|hand\w*|give\w*|move\w*|new owner|inherits?)(?![a-z])|给|转|移|交|接|归|划|派|换|→|->|=>|甩"
)
_MOVES = re.compile(
    r"(?<![a-z])(?:to|till|until|push\w*|move\w*|shift\w*|postpone\w*|reschedul\w*|delay\w*|defer\w*|slip)(?![a-z])|改|推|挪|放到|延|调|移|→|->|=>|换到|顺延|往后"
)
_BEHIND = re.compile(
    r"(?:(?<![a-z])(?:to|onto|until|till|by|for|owner|is)(?: the)?|给|到|至|归|由|成|为|→|->|=>|[:：]|交|转|换)[\s,]*$"
)
_DAYS = ("due_on", "expected_close_date")


_CHANCE = re.compile(
    r"(?<![a-z])(?:probab\w*|chances?|likel\w*|odds|confiden\w*)(?![a-z])|赢率|概率|可能|把握|几率|胜率|机会"
)
_UP = re.compile(r"(?<![a-z])(?:up|more|raise\w*|increas\w*|add|plus|lift|bump)(?![a-z])|\+|涨|上浮|上调|加|提|增|多")
_DOWN = re.compile(
    r"(?<![a-z])(?:down|less|lower\w*|decreas\w*|reduc\w*|cut|drop|minus|off|discount\w*)(?![a-z])|(?<![A-Za-z])-\d|降|下浮|下调|减|砍|让利|打折|少"
)
_DO_LATER = re.compile(r"(?<![a-z])(?:remind|task|to-?do|reminder|follow up|chase)(?![a-z])|提醒|任务|待办|跟进")


def weighed(found: Understanding, ask: Ask, linker: Linker) -> Understanding:
    """The same, unless it stands against the words it was read from."""
    return reconsidered(_weighed(found, ask, linker), read(ask, linker)) if found.calls else found


def _weighed(found: Understanding, ask: Ask, linker: Linker) -> Understanding:
    tools = {c.tool for c in found.calls}
    if tools & {"propose_change"} and "%" in str([c.args for c in found.calls]):
        return replace(found, calls=tuple(_worth(c, ask.text.casefold()) for c in found.calls))
    if tools == {"open_ticket"} and (known := _of_known_ticket(ask, linker)) is not None:
        return replace(known, left=found.left)
    if tools == {"create_task"} and not _DO_LATER.search(ask.text.casefold()):
        return _done(found, ask, linker)
    return ordered(found, read(ask, linker)) if "find_records" in tools else found


def _worth(call: Call, text: str) -> Call:
    """A deal up by 10 % is worth more; its chance is not 10 %."""
    if call.tool != "propose_change" or _CHANCE.search(text) or bool(_UP.search(text)) == bool(_DOWN.search(text)):
        return call
    sign = "+" if _UP.search(text) else "-"
    made = []
    for change in call.args["changes"]:
        fields = dict(change.get("fields") or {})
        share = str(fields.get("probability") or "")
        if change.get("entity") == "deal" and share.endswith("%") and "amount" not in fields:
            del fields["probability"]
            fields["amount"] = sign + share.lstrip("+-")
        made.append({**change, **({"fields": fields} if fields else {})})
    return Call(call.tool, {**call.args, "changes": made})


def _of_known_ticket(ask: Ask, linker: Linker) -> Understanding | None:
    """A ticket named by its number is there already: what is said of it changes it, or nothing was understood."""
    r = read(ask, linker)
    if not any(x.value.prefix == "T" or x.value.kind == "ticket" for x in r.refs):
        return None
    meant = outright(r)
    if meant is not None and meant.calls and meant.calls[0].args["changes"][0]["entity"] == "ticket":
        return Understanding(meant.calls, 0.8)
    return Understanding((), 0.0, (), lost(r, (), ()), lost=True)


def _done(found: Understanding, ask: Ask, linker: Linker) -> Understanding:
    """What is said to be for a day gone by was done then: a report, no task."""
    r = read(ask, linker)
    day = next((d.value.day for d in r.past_days if d.value.day < ask.today), None)
    due = [str(c.args.get("due") or "")[:10] for c in found.calls]
    people = [n.text for n in r.named("contact")]
    accounts = [n.text for n in r.named("account")]
    if day is None or len(due) != 1 or not due[0] or due[0] >= ask.today.isoformat() or not (people or accounts):
        return found
    kind = kind_told(r.text)
    args: dict[str, Any] = {"note": ask.text.strip(), "kind": kind, "when": day.isoformat()}
    args |= {"with_people": people} if people else {"account": accounts[0]}
    return replace(found, calls=(Call("log_interaction", args),))


def ordered(found: Understanding, r: Reading) -> Understanding:
    """The same, unless a list holds two values of one field: then the change that was meant, or the doubt said."""
    call = found.calls[0]
    if len(found.calls) > 1 or call.tool != "find_records":
        return found
    field, values = _twice(call)
    if field:
        target = _target(r, values, field)
        cue = _MOVES if field in _DAYS else _GIVES
        if target is None or field not in (*_DAYS, *_HELD) or not cue.search(r.whole):
            return Understanding((), 0.0, (), lost(r, (), ()), lost=True)
    else:
        field, target = _handed(call, r)
        if target is None:
            return found
    where = [f for f in call.args["filters"] if not (f["field"] == field and str(f.get("value")) == target)]
    if not where:
        return found
    change = {"op": "update", "entity": call.args["entity"], "where": where, "fields": {field: target}}
    return Understanding(
        (Call("propose_change", {"changes": [change]}),), found.confidence, found.unsure, left=found.left
    )


_HELD = ("owner", "assignee")
_HANDED = re.compile(r"(?:转给?|交给|分给|划给|划到|甩给|派给|移交给?|分配给|指派给|丢给|换给|→|->)[\s“\"]*$")


def _handed(call: Call, r: Reading) -> tuple[str, str | None]:
    """苏州没处理的线索批量转徐凌: who is named behind "hand to" is to have them."""
    if not r.zh or asks(r) or call.args.keys() & {"group_by", "measure"}:
        return "", None
    for f in call.args.get("filters") or ():
        if f["field"] in _HELD and f.get("op") == "=" and f.get("value") != "me":
            place = _place(r, str(f["value"]))
            if place >= 0 and _HANDED.search(r.text[max(r.lo, place - 8) : place]):
                return str(f["field"]), str(f["value"])
    return "", None


def _twice(call: Call) -> tuple[str, list[str]]:
    """The field no record can hold all the values of, and these; a day that is over and one to come among them."""
    held: dict[str, list[str]] = {}
    for f in call.args.get("filters") or ():
        over = f.get("op") == "<" and f["field"] in _DAYS and f.get("value") == "today"
        if (f.get("op") == "=" or over) and f["field"] in _ONE_ONLY:
            held.setdefault(str(f["field"]), []).append(str(f.get("value")))
    return next(((field, values) for field, values in held.items() if len(set(values)) > 1), ("", []))


def _target(r: Reading, values: Sequence[str], field: str) -> str | None:
    """The value that comes after "to" or 给; of days else the last said."""
    places = {v: _place(r, v) for v in dict.fromkeys(values)}
    known = {v: p for v, p in places.items() if p >= 0}
    behind = [v for v, p in known.items() if _BEHIND.search(r.text[max(r.lo, p - 12) : p])]
    if len(behind) == 1:
        return behind[0]
    return max(known, key=lambda v: known[v]) if known and field in _DAYS else None


def _place(r: Reading, value: str) -> int:
    day = next((d.start for d in r.days if d.value.day.isoformat() == value), -1)
    return day if day >= 0 else r.text.find(value.casefold(), r.lo)
