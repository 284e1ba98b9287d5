"""What a message most likely asks for, when no rule knows it and no saying is near: the intent learnt from all sayings, filled by the typed pieces of the message.

An intent alone does nothing: the record must be named and known, and every change is a card that shows what was understood.
"""

import re
from collections.abc import Callable

from assistant.brains.offline.entries.creating import create
from assistant.brains.offline.lists.listing import listed
from assistant.brains.offline.meant import WRITING, Meant
from assistant.brains.offline.names.nameless import nameless, strange
from assistant.brains.offline.nearest.fitting import WRITES
from assistant.brains.offline.nearest.guided import recall
from assistant.brains.offline.nearest.likened import LONGEST, vector_of
from assistant.brains.offline.orders.changing import outright
from assistant.brains.offline.orders.reminding import task_args
from assistant.brains.offline.pieces.found import still_open
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.pieces.slots import masked, slots_of
from assistant.brains.offline.pieces.unused import unused
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.sayings import Ear
from assistant.brains.offline.sayings.intents import intent, learnt
from assistant.brains.offline.terms import Call, Understanding
from assistant.brains.offline.told.happenings import Happening
from assistant.brains.offline.told.noting import told
from assistant.brains.offline.words.kinds_told import kind_told
from assistant.brains.offline.words.phrases import Hit

LIKELY, SURE, UNLIKELY = 0.5, 0.7, 0.025
"""From here on an intent is taken where the rules are lost, and where they made something of the message that has hardly a chance."""
_PLEASE = re.compile(
    r"(?<![a-z])(?:please|pls|plz|kindly|would you|could you|can you|will you|may i|might i)(?![a-z])|请|麻烦|帮我|帮忙|能不能|能否|可以.{0,20}吗"
)
_PLANNED = re.compile(
    r"(?<![a-z])(?:remind|reminder|task|to-?do|book|schedule|set up|tomorrow|plan to|going to)(?![a-z])|提醒|任务|待办|约|安排|明天|准备|打算"
)


def expected(r: Reading, found: Understanding, ear: Ear) -> Understanding | None:
    """What the likeliest intent makes of a message; None when what is there stands, or the message does not fill it."""
    if len(r.whole) > 2 * LONGEST[r.zh] or (found.calls and found.confidence >= 0.99) or strange(r):
        return None
    if found.calls and not r.memo.get("vectors"):
        return None  # so plain that it was not even heard
    table = learnt(r.zh)
    chances = table.chances(vector_of(r, ear, masked(r.said, slots_of(r), r.zh)))
    name = table.names[int(chances.argmax())]
    likely = float(chances.max())
    least = SURE if found.calls else LIKELY
    if likely < least or (found.calls and table.chance(chances, intent(found.calls)) > UNLIKELY * (1 + likely)):
        return None
    if any(c.tool in WRITES for c in found.calls) or not (found.calls or found.lost):
        return None  # what the rules would change, or refuse, they have read
    make = next((m for prefix, m in _MAKERS if name.startswith(prefix)), None)
    meant = make(r) if make is not None else None
    if meant is None or not meant.calls or meant.reply is not None or intent(meant.calls) != name:
        return None
    if nameless(r, meant.calls) or unused(r, meant.calls):
        return None
    writes = any(c.tool in WRITING for c in meant.calls)
    if writes and r.whole.rstrip().endswith(("?", "？")) and not _PLEASE.search(r.text):
        return None
    return Understanding(meant.calls, likely, tuple(unread(r, meant.calls)) if not writes else (), left=meant.left)


def _log(r: Reading) -> Meant | None:
    """A report whose verb no rule knows; of somebody or something on record."""
    if not r.named("contact", "account", "deal") or _PLANNED.search(r.text):
        return None
    if any(d.value.day > r.ask.today for d in r.days) and not any(d.value.day < r.ask.today for d in r.past_days):
        return None
    kind = kind_told(r.text)
    return told(r, Happening(kind, Hit(r.lo, r.lo, (kind,)), 0.7))


def _change(r: Reading) -> Meant | None:
    """Many records a list would show, with what they are to be instead; else one record and its new values."""
    return _many(r) or outright(r)


def _many(r: Reading) -> Meant | None:
    """ "any lead in Hamburg that's open should go to Elif": who or what a list was narrowed to is what they are to have."""
    listing = listed(r) if len(r.refs) == 0 and _PLURAL.search(r.text) else None
    if listing is None or len(listing.calls) != 1 or listing.calls[0].args.keys() & {"group_by", "sort"}:
        return None
    args = listing.calls[0].args
    filters = [dict(f) for f in args.get("filters") or ()]
    target = next((f for f in filters if _becomes(f, r)), None)
    where = [f for f in filters if f is not target]
    if target is None or not where or unread(r, listing.calls):
        return None
    field, value = ("stage", target["value"]) if target["field"] == "stage.kind" else (target["field"], target["value"])
    if args["entity"] == "task" and field == "status":
        where += [f for f in still_open("task") if f not in where]
    if args["entity"] == "deal" and field == "stage" and not any(f["field"].startswith("stage") for f in where):
        where.append({"field": "stage.kind", "op": "=", "value": "open"})
    change = {"op": "update", "entity": args["entity"], "where": where, "fields": {field: value}}
    return Meant(0.8, (Call("propose_change", {"changes": [change]}),))


_PLURAL = re.compile(
    r"(?<![a-z])(?:leads?|deals|tasks|to-?dos|accounts|tickets|opps|opportunities|customers)(?![a-z])|线索|商机|单子|任务|待办|客户|工单|lead|deal|opp"
)


def _becomes(f: dict[str, str], r: Reading) -> bool:
    """Whether a condition may be what the records are to become: somebody's, done, lost."""
    if f.get("op") != "=":
        return False
    if f["field"] in ("owner", "assignee"):
        return f["value"] not in ("me", "my team") and any(n.may_be("user") and n.text == f["value"] for n in r.names)
    return (f["field"], f["value"]) in (("status", "done"), ("stage.kind", "lost"), ("stage.kind", "won"))


def _task(r: Reading) -> Meant | None:
    args = task_args(r)
    return Meant(0.7, (Call("create_task", args),)) if args.get("title") and args.get("due") else None


def _list(r: Reading) -> Meant | None:
    meant = listed(r)
    if meant is None or not meant.calls[0].args.get("filters") or unread(r, meant.calls):
        return None
    return meant


def _recall(r: Reading) -> Meant | None:
    call = recall(r)
    return Meant(0.7, (call,)) if "about" in call.args else None


_MAKERS: tuple[tuple[str, Callable[[Reading], Meant | None]], ...] = (
    ("log_interaction", _log),
    ("propose_change:update", _change),
    ("propose_change:create", create),
    ("create_task", _task),
    ("find_records", _list),
    ("recall_notes", _recall),
)
