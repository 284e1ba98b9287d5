"""Messages no rule knows, taken as the plainer saying they are nearest to in meaning, with their own names and values in it."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from assistant.brains.offline.cues import cues
from assistant.brains.offline.folding import fold
from assistant.brains.offline.leftovers import texts
from assistant.brains.offline.lexicon import senses
from assistant.brains.offline.manner import asks
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.sayings import Ear, Saying, assigned, nearest, sayings
from assistant.brains.offline.slots import Slot, masked, slots_of
from assistant.brains.offline.terms import Call, Understanding
from crm_store.base import Kind
from crm_store.models import fields_of

LONGEST = {False: 240, True: 120}
"""Longer messages tell several things; no one saying holds them."""
LOOKED_AT = 24
NEAR, NEARER, NEAREST = 0.62, 0.68, 0.85
"""From here on a saying is taken for a question, for a change, and for a report, which any words could be."""
CLOSE_BEHIND = 0.05
"""Where the rules are sure, the nearest saying counts, and those this close behind it."""
CERTAIN = 0.8
"""As near as this a saying may use a name in its own way, and be an order where a question was read."""
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
_LOOSE = frozenset({"log_interaction", "create_task"})
"""What any words could be."""
_WHOLE = frozenset({"note", "body", "query"})
_KEEPS_ALL = frozenset({"log_interaction", "undo", "help"})
_TITLES = frozenset({"title", "subject", "description"})
_WORDS = 0.25
"""How much words in common count beside a cosine, to choose among the nearest."""
NEARBY = 0.8
"""As near as this, a saying that is not understood stops a change the rules would have made."""
_WORD = re.compile(r"[a-z0-9][a-z0-9'&.+@_-]*|[\u3400-\u9fff]")

Understand = Callable[[str], tuple[Reading, Understanding]]


def likened(
    r: Reading, ear: Ear, understand: Understand, *, ruled: Understanding, least: float
) -> Understanding | None:
    """What a message means when it is taken as the nearest saying; None when none is near enough or fits.

    `ruled` is what the rules made of it. Instead of a report or task they would write, a near saying that nobody understands
    counts too: better asked than changed.
    """
    said = r.said[r.lo : r.hi]
    if len(said) > LONGEST[r.zh]:
        return None
    slots = slots_of(r)
    distinct = list({(s.kind, s.key): s for s in reversed(slots)}.values())[::-1]
    mask, tried = masked(r.said, slots, r.zh), set[str]()
    if not ruled.lost and said_plainly(mask, r.zh):
        return None
    loose = any(c.tool in _LOOSE for c in ruled.calls)
    words = _alike(mask, r.zh)
    near = nearest(ear, mask, r.zh, LOOKED_AT)
    if not (ruled.lost or ruled.unsure):
        least = max(least, near[0][0] - CLOSE_BEHIND)
    near = [(cosine, number) for cosine, number in near if cosine >= least]
    for cosine, number in sorted(near, key=lambda n: (-n[0] - _WORDS * words.get(n[1], 0.0), n[1])):
        saying = sayings(r.zh)[number]
        held = assigned(saying, distinct)
        if held is None:
            continue
        plain, places = saying.filled(held)
        if _bare(plain) == _bare(said):
            return None  # said plainly as it is
        if plain in tried:
            continue
        tried.add(plain)
        reading, found = understand(plain)
        if (found.lost and not (loose and cosine >= NEARBY)) or not (found.calls or found.reply):
            continue
        if not ruled.lost and _told(found) < _told(ruled):
            return None  # the rules made the same of it, and more
        if cosine < _least(found, ruled, r) or not _fits(r, saying, found, ruled, distinct, cosine):
            continue
        calls = tuple(_with_own_words(c, r, reading, places) for c in found.calls)
        if all(_own(text, r, reading, places) for c in calls for text in _free_texts(c)):
            return replace(found, unsure=(), calls=calls, taken=plain)
    return None


def _least(found: Understanding, ruled: Understanding, r: Reading) -> float:
    """How near a saying must be for what it means, beside what the rules made of the message."""
    tools, others = {c.tool for c in found.calls}, {c.tool for c in ruled.calls}
    if "log_interaction" in tools:
        return NEAREST
    if not tools & _WRITES:
        return NEAR
    if ruled.lost:
        return NEARER
    return NEAREST if others & _WRITES and _deeds(found) != _deeds(ruled) else CERTAIN if asks(r) else NEARER


def _deeds(found: Understanding) -> set[tuple[str, str, str]]:
    """What is done to which type of record."""
    return {
        (c.tool, str(change.get("op", "")), str(change.get("entity", "")))
        for c in found.calls
        for change in c.args.get("changes", ({},))
    }


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


def _fits(
    r: Reading, saying: Saying, found: Understanding, ruled: Understanding, slots: Sequence[Slot], cosine: float
) -> bool:
    """Whether a message may be taken for this saying: nothing turned round, no name, person or condition lost."""
    writes = any(c.tool in _WRITES for c in found.calls)
    # Two people, two days: which is which the words say, and a saying may have them the other way round.
    twice = len({s.kind for s in slots}) < len(slots)
    if writes and twice and any(c.tool != "log_interaction" for c in found.calls):
        return False
    if any(c.get("op") == "delete" for call in found.calls for c in call.args.get("changes", ())) and not r.has(
        "delete"
    ):
        return False
    if not writes and _mine(found) != _mine(ruled) and bool(_ME[r.zh].search(r.text)) != _mine(found):
        return False
    return not _turned(r, slots, saying) and (cosine >= CERTAIN or _names_kept(slots, found))


_ME = {False: re.compile(r"\b(?:my|mine|i|i've|i'm)\b"), True: re.compile("我|本人|自己|名下|手[上里头]|俺")}


def _mine(found: Understanding) -> bool:
    """Whether a question is narrowed to the asker's own records."""
    return any(f.get("value") == "me" for c in found.calls for f in c.args.get("filters") or ())


def load(ear: Ear) -> None:
    """Read and build now what the first message would wait for."""
    for zh in (False, True):
        nearest(ear, "?", zh, 1)
        _alike("?", zh)
        _plain(zh)


def said_plainly(mask: str, zh: bool) -> bool:
    """Whether a masked message is one of the plain ways, which the rules read: nothing is plainer."""
    return _bare(mask) in _plain(zh)


@cache
def _plain(zh: bool) -> frozenset[str]:
    return frozenset(_bare(Saying(s.say, s.say).masked(zh)) for s in sayings(zh))


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _names_kept(slots: Sequence[Slot], found: Understanding) -> bool:
    """Whether every name of a message enters a call: an answer without one would be to another question."""
    if not found.calls or any(c.tool in _KEEPS_ALL for c in found.calls):
        return True
    held = " ".join(t for c in found.calls for n, v in c.args.items() if n not in _WHOLE for t in texts(v)).casefold()
    held += " ".join(str(c.args["query"]) for c in found.calls if "query" in c.args).casefold()
    return all(
        s.text.casefold() in held or any(k.casefold() in held for k in s.known)
        for s in slots
        if s.known or s.kind in ("name", "place")
    )


def _turned(r: Reading, slots: Sequence[Slot], saying: Saying) -> bool:
    """Whether a message says the opposite of a saying, or only one of them holds a condition or a denial."""
    literal, place = "", r.lo
    for s in slots:
        literal += r.text[place : s.start] + " "
        place = s.end
    literal += r.text[place : r.hi]
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
    if bool(_DENIED[r.zh].search(literal)) != bool(_DENIED[r.zh].search(like)):
        return True
    both = theirs.choices.keys() | plain.choices.keys()
    return bool(ours.choices.keys() - both or theirs.choices.keys() - ours.choices.keys())


_MARK = re.compile(r"\{[a-z]+\d*\}")
_DENIED = {
    False: re.compile(
        r"\b(?:not|no|never|nobody|none|nothing|nowhere|without|lacks?|lacking|missing|except|un\w+ed)\b|n't\b"
    ),
    True: re.compile(r"没(?!问题|事|错)|未|无(?!论)|(?<!要)不(?:是|含|算|包括|在|要|想|该|再)|别(?=再|给|打)|除了?"),
}
_VAGUE = frozenset({"kind", "type", "role", "source", "predicate"})
"""Fields whose choices are everyday words too: a call, a request, a user."""
_TELLING = frozenset({"renewal", "expansion"})
"""Choices of these that tell records apart all the same."""


@dataclass
class _Signature:
    words: frozenset[str]
    choices: dict[str, set[str]]


def _signature(text: str) -> _Signature:
    choices: dict[str, set[str]] = {}
    for hit in senses(text):
        sense = hit.values[0]
        if sense.kind == "choice" and (sense.field not in _VAGUE or sense.code in _TELLING):
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


def _with_own_words(call: Call, r: Reading, plain: Reading, places: Sequence[tuple[int, int]]) -> Call:
    """The call with the message's own words where it would hold those of the saying."""
    said = r.said[r.lo : r.hi].strip()
    foreign = {n for n in _TITLES if n in call.args and not _own(str(call.args[n]), r, plain, places)}
    return Call(call.tool, {**call.args, **dict.fromkeys(_WHOLE & call.args.keys() | foreign, said)})


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


def _alike(mask: str, zh: bool) -> dict[int, float]:
    """The share of rare words a masked message has in common with each saying, by its number."""
    held, weights = _grams(zh)
    scores: dict[int, float] = {}
    for gram, weight in _weighted(mask, weights).items():
        for number, theirs in held.get(gram, ()):
            scores[number] = scores.get(number, 0.0) + weight * theirs
    return scores


@cache
def _grams(zh: bool) -> tuple[dict[str, list[tuple[int, float]]], dict[str, float]]:
    likes = [s.masked(zh) for s in sayings(zh)]
    seen = Counter(g for text in likes for g in set(_pieces(text)))
    weights = {g: math.log(1 + len(likes) / n) for g, n in seen.items()}
    held: dict[str, list[tuple[int, float]]] = {}
    for number, text in enumerate(likes):
        for gram, weight in _weighted(text, weights).items():
            held.setdefault(gram, []).append((number, weight))
    return held, weights


def _pieces(text: str) -> list[str]:
    words = _WORD.findall(text.casefold())
    return words + [f"{a} {b}" for a, b in pairwise(words)]


def _weighted(text: str, weights: dict[str, float]) -> dict[str, float]:
    found = {g: weights.get(g, 5.0) for g in _pieces(text)}
    size = math.sqrt(sum(w * w for w in found.values())) or 1.0
    return {g: w / size for g, w in found.items()}
