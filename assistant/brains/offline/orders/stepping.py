"""Amounts that are added or taken off, never set: "raise it by 5k", 金额上调5万, whichever rule or saying read the order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assistant.brains.offline.pieces.amounts import said
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding
from assistant.recognise.money import Money
from assistant.recognise.spans import Span
from crm_store.base import Kind
from crm_store.models import fields_of

_CLOSE = "expected_close_date"
_LONG = ("month", "quarter", "half", "year")
_MAYBE = re.compile(
    r"(?<![a-z])(?:by|more|less|add|adding|plus|another|extra|on top|off|cheaper)(?![a-z])|[加涨减降砍少多]|上调|下调|提高|上浮|追加",
    re.IGNORECASE,
)
_UP = re.compile(
    r"(?<![a-z])(?:rais\w+|increas\w+|bump\w*|up(?:ped|ping)?|grow\w*|grew|add(?:ed|ing)?|boost\w*|lift\w*|went up|goes up)(?![a-z])"
)
_DOWN = re.compile(
    r"(?<![a-z])(?:lower\w*|reduc\w+|decreas\w+|cut(?:ting)?|drop\w*|shav\w+|knock\w*|discount\w*|down|trim\w*|goes down|went down)(?![a-z])"
)
_BY = re.compile(r"(?<![a-z])by (?:another |an extra |about |some )?$")
_ADDS = re.compile(r"(?<![a-z])(?:add|adding|plus|put on|another|an extra) (?:another |an extra |about |some )?$")
_TAKES_OFF = re.compile(r"(?<![a-z])(?:knock|take|shave|cut) (?:off |another )?$")
_MORE_EN = re.compile(r" (?:more|extra|on top)(?![a-z])(?! than)")
_LESS_EN = re.compile(r" (?:less|off|cheaper)(?![a-z])(?! than)")
_MORE_ZH = re.compile(r"(?:增加|上调|提高|上浮|追加|调高|涨|加|多)(?:了|价|个)?\s*$")
_LESS_ZH = re.compile(r"(?:减少|下调|降低|调低|降|减|砍|少)(?:了|价|掉|去)?\s*$")


def stepping(found: Understanding, ask: Ask, linker: Linker) -> Understanding:
    """The same orders with “+5000” or “-5000” for an amount that is a step, so that it is not taken for the new amount."""
    if not any(c.tool in ("propose_change", "log_interaction") for c in found.calls):
        return found
    r = read(ask, linker)
    found = _closing_last(found, r)
    if not _MAYBE.search(ask.text):
        return found
    steps = {said(m.value): sign for m in r.money if (sign := _sign(r, m))}
    steps |= {f"{n.value:f}": sign for n in r.numbers if (sign := _sign(r, n))}
    if not steps:
        return found
    return replace(found, calls=tuple(_with_steps(c, steps) for c in found.calls))


def _closing_last(found: Understanding, r: Reading) -> Understanding:
    """A deal that is to close “next month” or “in Q1” closes by its last day, as it does when the month is named."""
    ends = {
        d.value.day.isoformat(): p.value.end.isoformat()
        for d in r.days
        for p in r.periods
        if p.start <= d.start < p.end and d.value.time is None and p.value.kind in _LONG and p.value.end
    }
    return replace(found, calls=tuple(_closed_by(c, ends) for c in found.calls)) if ends else found


def _closed_by(call: Call, ends: Mapping[str, str]) -> Call:
    def last(fields: Mapping[str, Any]) -> dict[str, Any]:
        day = str(fields.get(_CLOSE, ""))
        return {**fields, _CLOSE: ends[day]} if day in ends else dict(fields)

    if call.tool == "log_interaction" and "deal_fields" in call.args:
        return Call(call.tool, {**call.args, "deal_fields": last(call.args["deal_fields"])})
    if call.tool != "propose_change":
        return call
    made = [{**c, "fields": last(c["fields"])} if c.get("fields") else c for c in call.args["changes"]]
    return Call(call.tool, {**call.args, "changes": made})


def _sign(r: Reading, amount: Span[Money] | Span[Decimal]) -> str:
    before = r.before(amount.start, 20)
    if _ADDS.search(before) or _MORE_EN.match(r.after(amount.end, 12)):
        return "+"
    if _LESS_EN.match(r.after(amount.end, 12)) or _TAKES_OFF.search(before):
        return "-"
    if _BY.search(before):
        up, down = _UP.search(r.whole), _DOWN.search(r.whole)
        return "-" if down and not up else "+" if up else ""
    return "+" if _MORE_ZH.search(before) else "-" if _LESS_ZH.search(before) else ""


def _with_steps(call: Call, steps: dict[str, str]) -> Call:
    if call.tool != "propose_change":
        return call
    made: Sequence[dict[str, object]] = [_stepped(c, steps) for c in call.args["changes"]]
    return Call(call.tool, {**call.args, "changes": made})


def _stepped(change: dict[str, object], steps: dict[str, str]) -> dict[str, object]:
    fields = change.get("fields")
    if change.get("op") != "update" or not isinstance(fields, dict):
        return change
    specs = fields_of(str(change.get("entity")))
    bare = {k.split(" ")[0]: v for k, v in steps.items()} | steps
    money = {n for n in fields if n in specs and specs[n].kind is Kind.MONEY}
    return {**change, "fields": {n: bare.get(str(v), "") + str(v) if n in money else v for n, v in fields.items()}}
