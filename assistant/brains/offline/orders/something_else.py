"""A customer's name behind other words is not the customer's deal: "postpone the legal question on Orchid" moves no close date."""

import re
from collections.abc import Iterator

from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding

_OBJECT = re.compile(
    r"(?<![\w'’])(?:the|my|that|our|this) (?P<w>(?:[a-z][\w-]*[ -]){1,3}?)(?:on|of|for|with|at|about|from|to) (?:the )?$"
)
_SHIFTS = frozenset({"expected_close_date"})


def something_else(found: Understanding, ask: Ask, linker: Linker) -> Understanding:
    """The same, unless an order that moves something of a customer was read as moving the close of its deal: then the task it names, or a question."""
    if ask.language != "en" or not any(c.tool == "propose_change" for c in found.calls):
        return found
    r = read(ask, linker)
    for record, words in _named(found, r):
        titled = linker.in_titles(words, ("task",))
        if titled is None:
            say = f"I am not sure what “{words}” is, so nothing was changed. Name the task, the meeting or the deal, or give its reference."
            return Understanding((), found.confidence, (words,), say, lost=True)
        calls = tuple(_of_task(c, record, titled[1].ref) for c in found.calls)
        return Understanding(calls, found.confidence, found.unsure, left=found.left)
    return found


def _named(found: Understanding, r: Reading) -> Iterator[tuple[str, str]]:
    """(the record a change is read to be of, the words before the customer's name that say it is of something else)."""
    changes = [c for call in found.calls for c in call.args.get("changes", ())]
    for change in changes:
        if change.get("op") != "update" or change.get("entity") != "deal" or set(change.get("fields", {})) != _SHIFTS:
            continue
        name = next((n for n in r.names if n.entity == "account" and n.text == change.get("record")), None)
        match = _OBJECT.search(r.text[: name.start]) if name is not None else None
        if match is None:
            continue
        start, end = match.span("w")
        known = any(h.start < end and start < h.end for h, _ in r.sensed("field", "deal")) or r.named("deal")
        if not known and not re.search(
            r"(?<![a-z])(?:same|other|deals?|clos\w+|dates?|renewal|project|order|contract|opportunity)(?![a-z])",
            match["w"],
        ):
            yield str(change["record"]), match["w"].strip()


def _of_task(call: Call, record: str, ref: str) -> Call:
    if call.tool != "propose_change":
        return call
    made = [
        {**c, "entity": "task", "record": ref, "fields": {"due_on": c["fields"]["expected_close_date"]}}
        if c.get("record") == record and set(c.get("fields", {})) == _SHIFTS
        else c
        for c in call.args["changes"]
    ]
    return Call(call.tool, {**call.args, "changes": made})
