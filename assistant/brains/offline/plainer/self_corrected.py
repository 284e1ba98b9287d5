"""A slip of the tongue put right in the same breath: "Raj's tickets, sorry, tasks", "Monday, no wait, Tuesday", "50k, I mean 60k"."""

import re
from collections.abc import Sequence

from assistant.brains.offline.reading import Placed, Reading

_SLIP = re.compile(
    r"\s*(?:\.{2,}|…|,|\s-+|\s[–—]+|\()\s*(?:(?:oh|ah|er|uh|um|well|no)[\s,]+)*(?:sorry|no,? wait|wait,? no|wait|i mean(?:t)?|i meant|rather|correction|scratch that|strike that|make that|that should be|or rather|no)(?:[\s,]+(?:sorry|i mean(?:t)?|make (?:that|it)|it's|the|rather))*[\s,:.]+",
    re.IGNORECASE,
)
_KINDS = ("money", "days", "periods", "durations", "percents", "names", "refs", "numbers")


def self_corrected(r: Reading) -> str | None:
    """The message without what was said by mistake; None when nothing in it is put right."""
    for slip in _SLIP.finditer(r.said, r.lo, r.hi):
        for kind in _KINDS:
            if (pair := _pair(getattr(r, kind), slip)) is not None and _alike(kind, *pair):
                return _joined(r.said, pair[0].start, pair[1].start, pair[1].end)
        nouns = [h for h in r.senses if any(s.kind == "entity" for s in h.values)]
        before = next((h for h in nouns if h.end == slip.start()), None)
        after = next((h for h in nouns if h.start == slip.end()), None)
        if before is not None and after is not None:
            return _joined(r.said, before.start, after.start, after.end)
    return None


def _pair(spans: Sequence[Placed], slip: re.Match[str]) -> tuple[Placed, Placed] | None:
    before = next((s for s in spans if s.end == slip.start()), None)
    after = next((s for s in spans if s.start == slip.end()), None)
    return (before, after) if before is not None and after is not None else None


def _alike(kind: str, before: Placed, after: Placed) -> bool:
    """Two names are put right for each other only where they may name the same type of record."""
    if kind != "names":
        return True
    types = [{c.entity for c in getattr(p, "candidates", ())} for p in (before, after)]
    return bool(types[0] & types[1])


def _joined(said: str, start: int, again: int, end: int) -> str:
    return (
        said[:start]
        + said[again:end]
        + re.sub(r"^\s*\)", "", re.sub(r"^,(?= (?:to|for|on|at|by|from|with)(?![a-z]))", "", said[end:]))
    )


def slips(text: str) -> bool:
    return bool(_SLIP.search(text))
