"""A card's orders weighed against one another: what was said last of a field counts, and nothing is listed that nobody asked for."""

import re
from dataclasses import replace
from typing import Any

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call, Understanding

_ASKS = re.compile(
    r"[?？]|(?<![a-z])(?:who|what|when|where|which|how|why|list|show|find|tell me|give me|count)(?![a-z])|谁|哪|多少|几|什么|列|查|看看|告诉我",
    re.IGNORECASE,
)


def said_last(found: Understanding, r: Reading) -> Understanding:
    """ "…has a close date in October, that's wrong, set it to December 18": one change. "Kestrel slipped, make it 29 Jan": no list of what slipped."""
    tools = [c.tool for c in found.calls]
    if "propose_change" not in tools:
        return found
    if "find_records" in tools and set(tools) == {"find_records", "propose_change"} and not _ASKS.search(r.whole):
        found = replace(found, calls=tuple(c for c in found.calls if c.tool != "find_records"))
    calls = tuple(_once(c) if c.tool == "propose_change" else c for c in found.calls)
    return found if calls == found.calls else replace(found, calls=calls)


def _once(call: Call) -> Call:
    """Each field of a record set once, to what was said last."""
    changes: list[dict[str, Any]] = [dict(c) for c in call.args.get("changes") or ()]
    kept: list[dict[str, Any]] = []
    for change in changes:
        of = (change.get("op"), change.get("entity"), change.get("record"))
        before = next((k for k in kept if (k.get("op"), k.get("entity"), k.get("record")) == of), None)
        own = change.get("fields") or {}
        if change.get("op") == "update" and change.get("record") and before and own.keys() & before["fields"].keys():
            before["fields"] = {**before["fields"], **own}
        else:
            kept.append(change)
    return call if len(kept) == len(changes) else Call(call.tool, {**call.args, "changes": kept})
