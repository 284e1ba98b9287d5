"""A forecast looks ahead: "our coverage for Q1" said in November is of the quarter to come, not of the one long over."""

import re
from dataclasses import replace

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call, Understanding

_BARE = re.compile(r"q[1-4]|(?:the )?(?:first|second|third|fourth) quarter|第?[一二三四1-4]季度|january|february|march|april|may|june|july|august|september|october|november|december|(?:1[0-2]|[1-9])月份?", re.IGNORECASE)  # fmt: skip
"""A quarter or month without its year."""


def ahead(found: Understanding, r: Reading) -> Understanding:
    """The same with the year of a bare period that is over already."""
    calls = tuple(_to_come(c, r) if c.tool == "forecast" and not c.args.get("accuracy_only") else c for c in found.calls)  # fmt: skip
    return found if calls == found.calls else replace(found, calls=calls)


def _to_come(call: Call, r: Reading) -> Call:
    said = str(call.args.get("period") or "")
    period = next((p.value for p in r.periods if p.text.strip() == said), None)
    if period is None or not _BARE.fullmatch(said) or period.start is None or period.end is None:
        return call
    if period.end >= r.ask.today:
        return call
    year = period.start.year + 1
    return Call(call.tool, {**call.args, "period": f"{year}年{said}" if r.zh else f"{said} {year}"})
