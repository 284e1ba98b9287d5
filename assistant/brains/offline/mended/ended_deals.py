"""What is over has no day to come: "lost, they said maybe next year" sets no expected close."""

import re
from dataclasses import replace
from typing import Any

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call, Understanding

_CLOSING = re.compile(
    r"(?<![a-z])(?:clos(?:e|es|ed|ing) (?:date|on|by|in|for)|expected|sign(?:s|ing)? (?:on|by|in))(?![a-z])|成交|预计|签约日|关单日"
)


def ended_deals(found: Understanding, r: Reading) -> Understanding:
    """The same, without an expected close for a deal that is lost, unless that day was spoken of."""
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


def _changed(call: Call) -> list[dict[str, Any]]:
    return list(call.args.get("changes") or ()) if call.tool == "propose_change" else []


def _ended(change: dict[str, Any]) -> bool:
    fields = change.get("fields") or {}
    return change.get("entity") == "deal" and fields.get("stage") == "lost" and "expected_close_date" in fields
