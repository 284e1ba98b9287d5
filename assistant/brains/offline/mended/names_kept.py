"""A question that names a record is answered about that record: a name no call holds is put in, or nothing is answered at all.

“楚衡我们输了几次” asked of a pipeline would be told of every deal the team lost; whoever named a customer would take that for the customer's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.brains.offline.names.foreign import without_foreign
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.replies import half_ordered, half_understood
from assistant.brains.offline.terms import CHAIR, Ask, Call, Linker, Mentioned, Understanding
from assistant.brains.offline.words.folding import simple

_LISTS = frozenset({"find_records", "pipeline_summary", "history", *CHAIR})
"""Tools whose answer is of many records unless they are narrowed."""
_NAMED = ("account", "contact", "lead", "deal", "ticket", "user", "team")
_AT_ACCOUNT = frozenset({"contact", "deal", "ticket", "task", "activity"})
_KINDS = {"open": "open", "won": "won", "lost": "lost"}
_MANY_UNREAD = 5
"""Words of a question nothing was made of: with so many the answer would be to another one."""
_SENTENCE = re.compile(r"[^.?!。？！]+(?:[.?!。？！]+(?=\s|$|[\u3400-\u9fff])|$)")
_WITHIN = re.compile(r"工单|工作|总额|总数|总计|总共")
"""那张工单 names no 张工."""
_WORD = re.compile(r"[a-z0-9]{2,}|[\u3400-\u9fff]{2,}")


def names_kept(found: Understanding, ask: Ask, linker: Linker) -> Understanding:
    """The same calls, narrowed to what the message names; a reply in their place where that cannot be."""
    if not found.calls or found.lost:
        return found
    if len(found.unsure) >= _MANY_UNREAD and all(c.tool in _LISTS for c in found.calls):
        r = read(ask, linker)
        return Understanding((), found.confidence, found.unsure, half_understood(r, found.unsure), lost=True)
    if not _of_many(found.calls):
        return found
    own = without_foreign(ask.text)
    r = read(replace(ask, text=own) if own else ask, linker)
    left = left_out(found.calls, r)
    if not left:
        return found
    if len(left) == 1 and len(found.calls) == 1 and (call := _narrowed(found.calls[0], left[0], r)) is not None:
        return replace(found, calls=(call,))
    names = [n.text for n in left]
    said = half_understood if all(c.tool in _LISTS for c in found.calls) else half_ordered
    return Understanding((), found.confidence, tuple(names), said(r, names), lost=True)


def left_out(calls: Sequence[Call], r: Reading) -> list[Any]:
    """The names of a message about many records that none of the calls holds; none for other calls."""
    if not _of_many(calls):
        return []
    asked = _asked(r)
    kinds = _NAMED if all(c.tool in _LISTS for c in calls) else (*_NAMED, "stage")
    named = [n for n in r.names if n.entity in kinds and asked(n.start) and not _WITHIN.match(r.text, n.end - 1)]
    left = [n for n in named if not _held(n, calls)]
    if any(n.entity not in ("user", "team", "stage") and n not in left for n in named):
        left = [n for n in left if n.entity not in ("user", "team")]  # 陈晓的泽禾设备联网 is that deal, whoever owns it
    return [] if _others_told(left, calls) else left


def _of_many(calls: Sequence[Call]) -> bool:
    """Whether all that is called is of many records: lists, figures, one change of whatever fulfils conditions."""
    return bool(calls) and all(c.tool in _LISTS or _of_whatever_fits(c) for c in calls)


def _of_whatever_fits(call: Call) -> bool:
    changes: Sequence[Mapping[str, Any]] = call.args.get("changes") or ()
    return call.tool == "propose_change" and bool(changes) and all(c.get("where") for c in changes)


def _held(name: Mentioned, calls: Sequence[Call]) -> bool:
    """Whether some call speaks of the record, by any word of its name or by its reference."""
    said = simple(" ".join(str(dict(c.args)) for c in calls).casefold())
    whole = [name.text.casefold(), *(c.ref.casefold() for c in name.candidates)]
    if any(simple(w) in said for w in whole):
        return True
    labels = [name.text.casefold(), *(c.label.casefold() for c in name.candidates)]
    return any(w in said for label in labels for w in _WORD.findall(simple(label)))


def _asked(r: Reading) -> Callable[[int], bool]:
    """Whether a place of the message stands in a sentence that asks: "do we still sell it? Bob wants to know" asks nothing of Bob."""
    asking = [m.span() for m in _SENTENCE.finditer(r.text) if m[0].endswith(("?", "？"))]
    return lambda place: not asking or any(a <= place < b for a, b in asking)


def _others_told(left: Sequence[Any], calls: Sequence[Call]) -> bool:
    """Whether the calls speak of all people and teams there are: a team among them need not stand alone."""
    every = any("by" in c.args or "group_by" in c.args or c.args.get("whose") == "my team" for c in calls)
    return every and all(n.entity in ("user", "team") for n in left)


def _narrowed(call: Call, name: Any, r: Reading) -> Call | None:
    """The call about the record alone; None when its tool cannot say that."""
    if call.tool == "pipeline_summary":
        return _deals_of(call.args, name) if name.entity == "account" else None
    if call.tool != "find_records":
        return None
    entity, filters = str(call.args["entity"]), [dict(f) for f in call.args.get("filters") or ()]
    if entity == name.entity and entity in ("lead", "ticket", "deal"):
        return Call("show_record", {"record": name.text})
    if name.entity == "account" and entity in _AT_ACCOUNT and not any(f["field"] == "account" for f in filters):
        return Call(call.tool, {**call.args, "filters": [*filters, _is("account", name.text)]})
    return None


def _deals_of(args: Mapping[str, Any], name: Any) -> Call | None:
    """The deals of a customer in place of a whole pipeline: how many there are, and their total."""
    if args.keys() - {"status", "whose", "period"}:
        return None
    filters = [_is("account", name.text)]
    status, whose, period = (args.get(k) for k in ("status", "whose", "period"))
    if status not in (None, *_KINDS):
        return None
    if status:
        filters.append(_is("stage.kind", _KINDS[status]))
    if whose not in (None, "my team"):
        filters.append(_is("owner", whose))
    if period:
        filters.append(_is("closed_at" if status in ("won", "lost") else "expected_close_date", period))
    return Call("find_records", {"entity": "deal", "filters": filters, "measure": "sum", "total_field": "amount"})


def _is(field: str, value: Any) -> dict[str, str]:
    return {"field": field, "op": "=", "value": str(value)}
