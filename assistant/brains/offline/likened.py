"""Messages no rule knows, taken as the plainer saying they are nearest to in meaning, with their own names and values in it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.brains.offline.cues import cues
from assistant.brains.offline.folding import fold
from assistant.brains.offline.leftovers import texts
from assistant.brains.offline.lexicon import senses
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.sayings import Ear, Saying, assigned, nearest
from assistant.brains.offline.slots import Slot, masked, slots_of
from assistant.brains.offline.terms import Call, Understanding
from crm_store.base import Kind
from crm_store.models import fields_of

LONGEST = {False: 240, True: 120}
"""Longer messages tell several things; no one saying holds them."""
LOOKED_AT = 12
NEAR, NEARER = 0.6, 0.68
"""From here on a saying is taken for a question, and for a change."""
_OPPOSITE = (
    ("lose", "win"),
    ("raise", "lower"),
    ("close", "reopen"),
    ("delete", "create"),
    ("cancel", "create"),
    ("undo", "create"),
    ("open", "close"),
)
"""Words that turn a message round."""
_WRITES = frozenset({"log_interaction", "propose_change", "create_task", "open_ticket", "undo"})
_WHOLE = frozenset({"note", "body", "query"})
_WORD = re.compile(r"[a-z0-9][a-z0-9'&.+@_-]*|[\u3400-\u9fff]")

Understand = Callable[[str], tuple[Reading, Understanding]]


def likened(r: Reading, ear: Ear, understand: Understand, *, least: float = NEAR) -> tuple[str, Understanding] | None:
    """The plain saying a message was taken for, filled, and what it means; None when none is near enough or fits."""
    said = r.said[r.lo : r.hi]
    if len(said) > LONGEST[r.zh]:
        return None
    slots = slots_of(r)
    distinct = list({(s.kind, s.key): s for s in reversed(slots)}.values())[::-1]
    tried = set[str]()
    for cosine, saying in nearest(ear, masked(r.said, slots, r.zh), r.zh, LOOKED_AT):
        if cosine < least:
            break
        held = assigned(saying, distinct)
        if held is None:
            continue
        plain, places = saying.filled(held)
        if plain in tried:
            continue
        tried.add(plain)
        reading, found = understand(plain)
        if found.lost or not (found.calls or found.reply):
            continue
        writes = any(c.tool in _WRITES for c in found.calls)
        if (writes and cosine < NEARER) or _turned(r, slots, saying, writes):
            continue
        if all(_own(text, r, reading, places) for c in found.calls for text in _free_texts(c)):
            return plain, replace(found, unsure=(), calls=tuple(_with_own_words(c, said) for c in found.calls))
    return None


def _turned(r: Reading, slots: Sequence[Slot], saying: Saying, writes: bool) -> bool:
    """Whether a message says the opposite of a saying, or, asking, a condition that the saying does not hold."""
    literal, place = "", r.lo
    for s in slots:
        literal += r.text[place : s.start] + " "
        place = s.end
    ours, theirs = (
        _signature(literal + r.text[place : r.hi]),
        _signature(fold(f"{saying.literal()} {_MARK.sub(' ', saying.say)}")),
    )
    for a, b in _OPPOSITE:
        for one, other in ((a, b), (b, a)):
            if one in ours.words and other in theirs.words and one not in theirs.words and other not in ours.words:
                return True
    if any(
        ours.choices[f] != theirs.choices[f] and not ours.choices[f] & theirs.choices[f]
        for f in ours.choices.keys() & theirs.choices.keys()
    ):
        return True
    return not writes and bool(ours.choices.keys() - theirs.choices.keys() - _VAGUE)


_MARK = re.compile(r"\{[a-z]+\d*\}")
_VAGUE = frozenset({"kind", "type", "role", "source", "predicate"})
"""Fields whose choices are everyday words too: a call, a request, a user."""


@dataclass
class _Signature:
    words: frozenset[str]
    choices: dict[str, set[str]]


def _signature(text: str) -> _Signature:
    choices: dict[str, set[str]] = {}
    for hit in senses(text):
        sense = hit.values[0]
        if sense.kind == "choice":
            choices.setdefault(sense.field, set()).add(sense.code)
    return _Signature(frozenset(cues(text)), choices)


def _free_texts(call: Call) -> Iterator[str]:
    """The texts of a call that are anybody's words: what is searched for, titles, texts of fields."""
    for name, value in call.args.items():
        if name in _WHOLE:
            continue
        if name == "filters" and isinstance(value, list):
            yield from (str(f["value"]) for f in value if f.get("op") in ("~", "!~") and "value" in f)
        elif name == "changes" and isinstance(value, list):
            for change in value:
                specs = fields_of(change["entity"])
                yield from (
                    str(v) for f, v in change.get("fields", {}).items() if f in specs and specs[f].kind is Kind.TEXT
                )
        elif call.tool in _WRITES:
            yield from texts(value)


def _with_own_words(call: Call, said: str) -> Call:
    return Call(call.tool, {**call.args, **{name: said for name in _WHOLE if name in call.args}})


def _own(text: str, r: Reading, plain: Reading, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a text in a call came from the message or from words of the CRM, not from what others once said."""
    words = text.casefold()
    if words in r.text or words not in plain.text:
        return True
    start = plain.text.index(words)
    covered = {i for a, b in [*places, *_known(plain)] for i in range(a, b)}
    return all(
        m[0] in r.text or any(start + i in covered for i in range(m.start(), m.end())) for m in _WORD.finditer(words)
    )


def _known(plain: Reading) -> Iterator[tuple[int, int]]:
    for hit in plain.senses:
        yield hit.start, hit.end
    for hits in plain.cue.values():
        for cue in hits:
            yield cue.start, cue.end
