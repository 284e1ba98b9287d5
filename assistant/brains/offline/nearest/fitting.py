"""Whether a message may be taken for a saying: how near it must be, and what must not be lost or turned round by it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.brains.offline.pieces.leftovers import texts
from assistant.brains.offline.pieces.slots import Slot
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.sayings import Saying
from assistant.brains.offline.terms import Understanding
from assistant.brains.offline.words.cues import cues
from assistant.brains.offline.words.folding import fold
from assistant.brains.offline.words.lexicon import senses
from assistant.brains.offline.words.manner import asks

NEAR, NEARER, NEAREST = 0.62, 0.68, 0.85
"""From here on a saying is taken for a question, for a change, and for a report, which any words could be."""
CERTAIN = 0.8
"""As near as this a saying may use a name in its own way, and be an order where a question was read."""
_OPPOSITE = (
    ("lose", "win"),
    ("raise", "lower"),
    ("close", "reopen"),
    ("delete", "create"),
    ("cancel", "create"),
    ("cancel", "finish"),
    ("undo", "create"),
    ("open", "close"),
)
"""Words that turn a message round."""
WRITES = frozenset(
    "log_interaction propose_change create_task open_ticket undo share_record stand_in set_role merge_records recycle_bin erase_person retention".split()
)
WHOLE = frozenset({"note", "body", "query"})
_GRAVE = frozenset({"erase_person", "merge_records", "set_role", "stand_in"})
"""What is said outright or not done: it cannot be undone, or makes one record of two."""
_KEEPS_ALL = frozenset({"log_interaction", "undo", "help"})


def least_for(found: Understanding, ruled: Understanding, r: Reading) -> float:
    """How near a saying must be for what it means, beside what the rules made of the message."""
    tools, others = {c.tool for c in found.calls}, {c.tool for c in ruled.calls}
    if tools & {"log_interaction", "undo"}:
        return NEAREST  # any words could be a report, and an undo acts at once
    if not tools & WRITES:
        return NEAR
    if ruled.lost or ruled.unsure:
        return NEARER
    return NEAREST if others & WRITES and deeds(found) != deeds(ruled) else CERTAIN if asks(r) else NEARER


def deeds(found: Understanding) -> set[tuple[str, str, str]]:
    """What is done to which type of record."""
    return {
        (c.tool, str(change.get("op", "")), str(change.get("entity", "")))
        for c in found.calls
        for change in c.args.get("changes", ({},))
    }


def more_told(ruled: Understanding, found: Understanding) -> bool:
    """Whether the rules made the same of a message, all of it, and more."""
    tools = [{c.tool for c in u.calls} for u in (ruled, found)]
    return not (ruled.lost or ruled.unsure) and tools[0] == tools[1] and _told(found) < _told(ruled)


def _told(found: Understanding) -> set[tuple[str, ...]]:
    """What calls hold, without the values: tools, types, fields asked for and set, how a list is sorted and grouped."""
    told: set[tuple[str, ...]] = set()
    for call in found.calls:
        told |= {(call.tool,), *((call.tool, k) for k in ("sort", "group_by", "measure", "by") if k in call.args)}
        told |= {(call.tool, "where", f["field"]) for f in call.args.get("filters") or ()}
        for change in call.args.get("changes") or ():
            deed = call.tool, str(change.get("op")), str(change.get("entity"))
            told |= {deed, *((*deed, f) for f in change.get("fields") or ())}
            told |= {(*deed, "where", f["field"]) for f in change.get("where") or ()}
    return told


def fits(
    r: Reading,
    saying: Saying,
    found: Understanding,
    ruled: Understanding,
    slots: Sequence[Slot],
    cosine: float,
    *,
    told_apart: bool,
) -> bool:
    """Whether a message may be taken for a saying that means this: no name, person or denial lost.

    `told_apart`: of two people or two days the words tell which is which (`roles`).
    """
    writes = any(c.tool in WRITES for c in found.calls)
    twice = len({s.kind for s in slots}) < len(slots) and not told_apart
    if writes and twice and any(c.tool != "log_interaction" for c in found.calls):
        return False
    changes = [c for call in found.calls for c in call.args.get("changes", ())]
    if any(c.get("op") == "delete" for c in changes) and not r.has("delete"):
        return False
    if any(c.tool in _GRAVE for c in found.calls) and cosine < CERTAIN:
        return False
    if any(c.get("op") == "create" and not _wanted(r, str(c.get("entity"))) for c in changes):
        return False
    if any("where" in c for c in changes) and _narrows_less(r, slots, saying):
        return False
    if any(c.get("op") == "create" and _cut_short(r, slots, str(c.get("fields", {}).get("name", ""))) for c in changes):
        return False
    if _denied(r, saying, found, ruled) or _of_another_type(r, changes):
        return False
    if found.calls and not writes and not _same_asker(r, saying, found, ruled):
        return False
    return cosine >= CERTAIN or _names_kept(slots, found, writes=writes)


def _of_another_type(r: Reading, changes: Sequence[Mapping[str, Any]]) -> bool:
    """Whether many records are to be changed of a type other than those a message names: leads for tasks."""
    said = {s.entity for _, s in r.sensed("entity") if s.plural}
    if said and any("where" in c and c.get("entity") not in said for c in changes):
        return True
    return any("where" in c and _choice_lost(r, c) for c in changes)


def _choice_lost(r: Reading, change: Mapping[str, Any]) -> bool:
    """Whether a state, priority or level that was said, "that's still New", is neither a condition nor a value of the change."""
    held = " ".join(texts({k: change.get(k) for k in ("where", "fields")})).casefold()
    kept = {"open", "new"} if r.has("unfinished") else set[str]()
    said = [s for _, s in r.sensed("choice", str(change.get("entity"))) if s.field in ("status", "priority", "level")]
    places = {h.start for h, s in r.sensed("choice", str(change.get("entity"))) if s in said}
    lost = [s for s in said if s.code.casefold() not in held and s.code.casefold() not in kept - {"new"}]
    return (
        bool(lost)
        and len(places) > 0
        and all(h.start not in {x.start for x in r.hits("unfinished")} for h, s in r.sensed("choice") if s in lost)
    )


def _wanted(r: Reading, entity: str) -> bool:
    """Whether a message asks for something new, or names what is to be made."""
    return r.has("create", "add") or bool(_NEW_ONE[r.zh].search(r.text)) or bool(r.sensed("entity", entity))


_RUNS_ON = re.compile(r"(?![的吧了吗呢这那给把录加建存登入进到为成做])[\u3400-\u9fff]")


def _cut_short(r: Reading, slots: Sequence[Slot], name: str) -> bool:
    """Whether a new record would be called by the first part of its name only: 华阳 of 华阳科技, since a record is called so."""
    return any(s.known and s.text.casefold() == name.casefold() and _RUNS_ON.match(r.text, s.end, r.hi) for s in slots)


_NEW_ONE = {
    False: re.compile(r"\b(?:new|add|create|set up|enter|register|open|start|put|record)\b"),
    True: re.compile("[新建加添录登]|开"),
}


def _same_asker(r: Reading, saying: Saying, found: Understanding, ruled: Understanding) -> bool:
    """Whether a question is narrowed to the asker's own records as the rules read it, as its words say, or as the saying means without words for it."""
    mine = _mine(found)
    if mine == _mine(ruled) or mine == bool(_ME[r.zh].search(r.text)):
        return True
    return mine and not _ME[r.zh].search(saying.literal().casefold())


def _denied(r: Reading, saying: Saying, found: Understanding, ruled: Understanding) -> bool:
    """Whether a saying asks for the reverse of what was read, converted leads for those not converted, or for nothing where nothing is denied."""
    asked, read_ = _conditions(found), _conditions(ruled)
    if any((f, reverse, v) in read_ for f, op, v in asked for reverse in _REVERSE.get(op, ())):
        return True
    if _NOTHING[r.zh].search(r.text) or not _NOTHING[r.zh].search(saying.literal().casefold()):
        return False
    return any(op == "empty" or (op == "!=" and field.startswith("activity")) for field, op, _ in asked - read_)


_REVERSE = {"=": ("!=",), ">": ("<", "<="), ">=": ("<", "<="), "<": (">", ">="), "<=": (">", ">=")}
_NOTHING = {
    False: re.compile(r"\b(?:no|not|never|nobody|none|nothing|without|lack\w*|missing|empty|blank|orphan\w*|forg[eo]t\w*|un\w+ed|yet)\b|n't\b|w/o"),
    True: re.compile(r"[没未无不空缺漏忘]"),
}  # fmt: skip


def _conditions(found: Understanding) -> set[tuple[str, str, str]]:
    return {
        (f["field"], f["op"], str(f.get("value", "")).casefold())
        for c in found.calls
        for f in (
            *(c.args.get("filters") or ()),
            *(w for g in c.args.get("changes") or () for w in g.get("where") or ()),
        )
    }


_ME = {False: re.compile(r"\b(?:my|mine|i|i've|i'm)\b"), True: re.compile("我|本人|自己|名下|手[上里头]|俺")}


def _mine(found: Understanding) -> bool:
    """Whether a question is narrowed to the asker's own records."""
    return any(
        c.args.get("whose") == "me" or any(f.get("value") == "me" for f in c.args.get("filters") or ())
        for c in found.calls
    )


def _names_kept(slots: Sequence[Slot], found: Understanding, *, writes: bool) -> bool:
    """Whether every name of a message enters a call: an answer without one would be to another question."""
    if not found.calls or any(c.tool in _KEEPS_ALL for c in found.calls):
        return True
    person = not writes and any(s.kind == "contact" for s in slots)  # whose company only tells who is meant
    held = " ".join(t for c in found.calls for n, v in c.args.items() if n not in WHOLE for t in texts(v)).casefold()
    held += " ".join(str(c.args["query"]) for c in found.calls if "query" in c.args).casefold()
    return all(
        s.text.casefold() in held or any(k.casefold() in held for k in s.known)
        for s in slots
        if (s.known or s.kind in ("name", "place")) and not (s.kind == "account" and person)
    )


_NARROW = frozenset({"untouched", "overdue", "unowned", "unfinished", "except"})


def _narrows_less(r: Reading, slots: Sequence[Slot], saying: Saying) -> bool:
    """Whether an order about many records says of which kind they are and the saying does not: it would change others too."""
    ours = _signature(_literal(r, slots)).words
    theirs = _signature(fold(saying.literal())).words | _signature(fold(_MARK.sub(" ", saying.say))).words
    return bool(ours & _NARROW - theirs)


def _literal(r: Reading, slots: Sequence[Slot]) -> str:
    literal, place = "", r.lo
    for s in slots:
        literal += r.text[place : s.start] + " "
        place = s.end
    return literal + r.text[place : r.hi]


def turned(r: Reading, slots: Sequence[Slot], saying: Saying) -> bool:
    """Whether a message says the opposite of a saying, or only one of them holds a condition."""
    literal = _literal(r, slots)
    like = fold(saying.literal())
    ours, theirs, plain = _signature(literal), _signature(like), _signature(fold(_MARK.sub(" ", saying.say)))
    for a, b in _OPPOSITE:
        for one, other in ((a, b), (b, a)):
            known = theirs.words | plain.words
            if one in ours.words and other in known and one not in known and other not in ours.words:
                return True
    if any(
        ours.choices[f] != theirs.choices[f] and not ours.choices[f] & theirs.choices[f]
        for f in ours.choices.keys() & theirs.choices.keys()
    ):
        return True
    both = theirs.choices.keys() | plain.choices.keys()
    alone = theirs.choices.get("type", set()) - ours.choices.get("type", set())
    return bool(ours.choices.keys() - both or alone)


_MARK = re.compile(r"\{[a-z]+\d*\}")
_VAGUE = frozenset({"kind", "type", "role", "source", "predicate"})
"""Fields whose choices are everyday words too: a call, a request, a user."""
_EVERYDAY = frozenset({("status", "New"), ("forecast_category", "closed")})
"""Choices that are everyday words as well."""
_TELLING = frozenset({"renewal", "expansion"})
"""Choices of these that tell records apart all the same."""


@dataclass
class _Signature:
    words: frozenset[str]
    choices: dict[str, set[str]]


@lru_cache(maxsize=4096)
def _signature(text: str) -> _Signature:
    choices: dict[str, set[str]] = {}
    for hit in senses(text):
        sense = hit.values[0]
        if (
            sense.kind == "choice"
            and (sense.field, sense.code) not in _EVERYDAY
            and (sense.field not in _VAGUE or sense.code in _TELLING)
        ):
            choices.setdefault(sense.field, set()).add(sense.code)
    return _Signature(frozenset(cues(text)), choices)
