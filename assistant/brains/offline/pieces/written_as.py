"""Values as the records write them: 制造业 is Manufacturing where trades are kept in English, 展会 a lead's trade_fair."""

import re
from collections.abc import Sequence
from typing import Any

from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.places_and_trades import trade
from crm_store.codes import Source

_NOW = re.compile(r"(?<=\w) (?:now|these days|from now on)$", re.IGNORECASE)
"""Said of when somebody has a title, no part of it."""


def written_as(calls: Sequence[Call]) -> tuple[Call, ...]:
    """The calls with lines of business and channels of leads under the names that lists are filtered by."""
    return tuple(
        Call(c.tool, {**c.args, "changes": [_one(x) for x in c.args["changes"]]}) if c.tool == "propose_change" else c
        for c in calls
    )


def _one(change: dict[str, Any]) -> dict[str, Any]:
    fields = change.get("fields") or {}
    entity, made = change.get("entity"), dict(fields)
    if isinstance(title := fields.get("title"), str) and entity in ("contact", "lead") and _NOW.search(title):
        made["title"] = _NOW.sub("", title)
    if entity == "account" and (known := trade(str(fields.get("industry", "")))):
        made["industry"] = known
    if entity == "lead" and (known := _channel(str(fields.get("source", "")))):
        made["source"] = known
    return {**change, "fields": made} if made != fields else change


def _channel(words: str) -> str | None:
    said = words.casefold().strip()
    return next((s.value for s in Source if said and said in (s.value, s.en, s.zh, *s.also)), None)
