"""Several requests of one message as calls in the order they were said; one record called two ways is one."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.terms import Call


def together(parts: Sequence[Meant]) -> Meant:
    """Several requests as calls in the order they were said; changes side by side become one proposal."""
    calls: list[Call] = []
    for part in parts:
        for call in part.calls:
            if calls and call.tool == calls[-1].tool == "propose_change":
                calls[-1] = Call(
                    "propose_change", {"changes": _once([*calls[-1].args["changes"], *call.args["changes"]])}
                )
            else:
                calls.append(call)
    return Meant(min(p.score for p in parts), tuple(calls))


def _once(changes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """ "Acme signed, mark the Acme renewal as won": one deal, called by its customer first."""
    kept = list[Mapping[str, Any]]()
    for change in changes:
        before = next((k for k in kept if _same_end(k, change)), None)
        if before is None:
            kept.append(change)
        else:
            kept[kept.index(before)] = {**change, "fields": {**before["fields"], **change["fields"]}}
    return kept


def _same_end(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    short, whole = str(one.get("record") or "").casefold(), str(other.get("record") or "").casefold()
    ends = [str((c.get("fields") or {}).get("stage")) for c in (one, other)]
    deals = one.get("entity") == other.get("entity") == "deal"
    return deals and bool(short) and whole.startswith(short) and ends[0] == ends[1] and ends[0] in ("won", "lost")
