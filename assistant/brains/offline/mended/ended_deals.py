"""What is over has no day to come: "lost, they said maybe next year" sets no expected close; "signed yesterday" is when it was closed."""

import re
from dataclasses import replace
from typing import Any

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call, Understanding

_LONG_AGO = 92
"""So many days back a deal may have been closed that is told of now; a day without a year that lies further back is one to come."""
_CLOSING = re.compile(
    r"(?<![a-z])(?:clos(?:e|es|ed|ing) (?:date|on|by|in|for)|expected|sign(?:s|ing)? (?:on|by|in))(?![a-z])|成交|预计|签约日|关单日"
)


_SIGNED = re.compile(
    r"(?<![a-z])(?:signed|won|closed|landed|got|came in|countersigned|lost|gone|went)(?![a-z])|签(?:了|下|约了|完|掉|的)|赢|拿下|成了|成交了|中标|丢|输"
)


def ended_deals(found: Understanding, r: Reading) -> Understanding:
    """The same, without an expected close for a deal that is lost, unless that day was spoken of; a day gone by is the day it was closed."""
    found = _closed_then(found, r)
    if _CLOSING.search(r.text) or not any(_ended(c) for call in found.calls for c in _changed(call)):
        return found
    calls = []
    for call in found.calls:
        changes = [
            {**c, "fields": {k: v for k, v in c["fields"].items() if k != "expected_close_date"}} if _ended(c) else c
            for c in _changed(call)
        ]
        calls.append(Call(call.tool, {**call.args, "changes": changes}) if changes else call)
    return replace(found, calls=tuple(calls))


def _told_of_one(change: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is told of a deal that is being won, its day and its amount, does not tell which deal it is."""
    where = change["where"]
    told = [f for f in where if (f["field"], f["op"]) in (("closed_at", "="), ("amount", "="))]
    rest = [f for f in where if f not in told]
    if not told or not any(f["field"] == "account" for f in rest):
        return change, change["fields"]
    amount = next((f["value"] for f in told if f["field"] == "amount"), None)
    fields = {**change["fields"], **({"amount": amount} if amount else {})}
    return {**change, "where": rest, "fields": fields}, fields


def _closed_then(found: Understanding, r: Reading) -> Understanding:
    """Of a deal that is won or lost, a day that lies behind is when that happened, not when it is expected."""

    def put_right(change: dict[str, Any]) -> dict[str, Any]:
        fields = change.get("fields") or {}
        if change.get("entity") != "deal" or fields.get("stage") not in ("won", "lost"):
            return change
        if change.get("where") and _SIGNED.search(r.text):
            change, fields = _told_of_one(change)
        said = fields.get("expected_close_date")
        at = next((d for d in r.days if d.value.day.isoformat() == said), None)
        before = next((d for d in r.past_days if at is not None and d.start == at.start), at)
        if at is None or before is None or not _SIGNED.search(r.text):
            return change
        day = at.value.day if at.value.day <= r.ask.today else before.value.day
        if day > r.ask.today or (r.ask.today - day).days > _LONG_AGO:
            return change
        rest = {k: v for k, v in fields.items() if k != "expected_close_date"}
        return {**change, "fields": rest if day == r.ask.today else {**rest, "closed_at": day.isoformat()}}

    calls = [
        Call(c.tool, {**c.args, "changes": [put_right(x) for x in _changed(c)]}) if _changed(c) else c
        for c in found.calls
    ]
    return replace(found, calls=tuple(calls))


def _changed(call: Call) -> list[dict[str, Any]]:
    return list(call.args.get("changes") or ()) if call.tool == "propose_change" else []


def _ended(change: dict[str, Any]) -> bool:
    fields = change.get("fields") or {}
    return change.get("entity") == "deal" and fields.get("stage") == "lost" and "expected_close_date" in fields
