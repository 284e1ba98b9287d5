"""Messages no rule knows, taken as the plainer saying they are nearest to in meaning, with their own names and values in it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from assistant.brains.offline.nearest.fitting import WHOLE, WRITES, fits, least_for, more_told, turned
from assistant.brains.offline.nearest.guessing import guessed
from assistant.brains.offline.nearest.unsaid import unsaid
from assistant.brains.offline.pieces.leftovers import texts
from assistant.brains.offline.pieces.roles import paired
from assistant.brains.offline.pieces.slots import Slot, masked, slots_of
from assistant.brains.offline.reading import Reading, read
from assistant.brains.offline.replies import not_on_record
from assistant.brains.offline.sayings import Ear, Saying, assigned, mapped, nearest, sayings
from assistant.brains.offline.sayings.intents import learnt
from assistant.brains.offline.sayings.words import alike, vocabulary
from assistant.brains.offline.terms import Call, Understanding
from assistant.brains.offline.words.opposites import opposed
from crm_store.base import Kind
from crm_store.models import fields_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = {False: 240, True: 120}
"""Longer messages tell several things; no one saying holds them."""
LOOKED_AT = 24
_TRIED = 4
"""So many plain ways are read at most: each costs as much as the message."""
CLOSE_BEHIND = 0.05
"""Where the rules are sure, the nearest saying counts, and those this close behind it."""
_LOOSE = frozenset({"log_interaction", "create_task"})
"""What any words could be."""
_TITLES = frozenset({"title", "subject", "description"})
_WORDS = 0.25
"""How much words in common count beside a cosine, to choose among the nearest."""
_LIKELY = 0.3
"""How much the probability of its intent counts beside them: of writers unknown to the table it makes the chosen saying's intent
the right one in 75 instead of 69 % (English) and in 72 instead of 65 % (Chinese)."""
NEARBY = 0.8
"""As near as this, a saying that is not understood stops a change the rules would have made."""
_WORD = re.compile(r"[a-z0-9][a-z0-9'&.+@_-]*|[\u3400-\u9fff]")

Understand = Callable[[str], Understanding]


def likened(
    r: Reading, ear: Ear, understand: Understand, *, ruled: Understanding, least: float
) -> Understanding | None:
    """What a message means when it is taken as the nearest saying; None when none is near enough or fits.

    `ruled` is what the rules made of it. Instead of a report or task they would write, a near saying that nobody understands
    counts too: better asked than changed.
    """
    if len(r.said[r.lo : r.hi]) > LONGEST[r.zh]:
        return None
    slots = slots_of(r)
    if not ruled.lost and said_plainly(masked(r.said, slots, r.zh), r.zh):
        return None
    known = dict[str, Understanding]()
    for some in _looks(r, slots, ruled):
        found = _nearest(r, ear, some, known, understand, ruled, least)
        if found is not None or len(known) == _TRIED:
            return found
    return None


def _looks(r: Reading, slots: list[Slot], ruled: Understanding) -> Iterator[list[Slot]]:
    """The names and values of a message as they were read; then without everyday words among them, then with names guessed at."""
    yield slots
    if len(sure := [s for s in slots if not s.doubtful]) < len(slots):
        yield sure
    if (ruled.lost or ruled.unsure) and (more := guessed(r, sure)):
        yield sorted([*sure, *more], key=lambda s: s.start)


def _nearest(
    r: Reading,
    ear: Ear,
    slots: Sequence[Slot],
    known: dict[str, Understanding],
    understand: Understand,
    ruled: Understanding,
    least: float,
) -> Understanding | None:
    said = r.said[r.lo : r.hi]
    distinct = list({(s.kind, s.key): s for s in reversed(slots)}.values())[::-1]
    mask = masked(r.said, slots, r.zh)
    loose = any(c.tool in _LOOSE for c in ruled.calls)
    vector = vector_of(r, ear, mask)
    near = nearest(vector, r.zh, LOOKED_AT)
    table = learnt(r.zh)
    chances = table.chances(vector)
    if not (ruled.lost or ruled.unsure):
        least = max(least, near[0][0] - CLOSE_BEHIND)
    near = [(cosine, number) for cosine, number in near if cosine >= least]
    words = alike(mask, r.zh, (number for _, number in near))

    def worse(one: tuple[float, int]) -> tuple[float, int]:
        cosine, number = one
        likely = float(chances[table.of[number]]) if table.of[number] >= 0 else 0.0
        return -cosine - _WORDS * words[number] - _LIKELY * likely, number

    for cosine, number in sorted(near, key=worse):
        saying = sayings(r.zh)[number]
        held = assigned(saying, distinct)
        if held is None or turned(r, distinct, saying) or opposed(said, saying.say):
            continue
        placed = paired(r.text, distinct, saying, held, r.zh)
        plain, places = saying.filled(placed or held)
        if _bare(plain) == _bare(said):
            return None  # said plainly as it is
        if plain not in known:
            if len(known) == _TRIED:
                return None
            known[plain] = understand(plain)
        found = known[plain]
        missing = found.lost and _nobody(r, found, distinct)
        if (found.lost and not missing and not (loose and cosine >= NEARBY)) or not (found.calls or found.reply):
            continue
        if more_told(ruled, found):
            return None
        if cosine < least_for(found, ruled, r):
            continue
        if not missing and not fits(r, saying, found, ruled, distinct, cosine, told_apart=placed is not None):
            continue
        reading = read(replace(r.ask, text=plain), r.linker)
        calls = tuple(_with_own_words(c, r, reading, places, ruled) for c in found.calls)
        if all(_own(text, r, reading, places) for c in calls for text in _free_texts(c)):
            foreign = tuple(w for w in ruled.unsure if w.isascii() and w.casefold() not in vocabulary(False))
            foreign = tuple(w for w in foreign if w not in plain)
            if unsaid(calls, r):
                continue
            if _many_at_once(calls) and (foreign or (not r.zh and not _MANY.search(r.text, r.lo, r.hi))):
                continue  # "move the offsite task to Friday" is about one
            return replace(found, unsure=foreign, calls=calls, taken=plain)
    return None


def vector_of(r: Reading, ear: Ear, mask: str) -> "NDArray[np.float32]":
    """The mapped vector of a masked message, made once for a reading."""
    known: dict[str, NDArray[np.float32]] = r.memo.setdefault("vectors", {})
    if mask not in known:
        known[mask] = mapped(ear, mask, r.zh)
    return known[mask]


_MANY = re.compile(
    r"(?<![a-z])(?:all|every|each|any|both|those|these|them|everything|everyone|whatever|anything|whichever|ones|deals|opportunities|opps|tasks|to-?dos|reminders|leads|accounts|customers|clients|companies|contacts|people|tickets|cases|meetings|calls|appointments|visits|\w+s' )(?![a-z])"
)


def _many_at_once(calls: Sequence[Call]) -> bool:
    """Whether records are changed by a condition, not by name."""
    return any("where" in change for c in calls for change in c.args.get("changes") or ())


def _nobody(r: Reading, found: Understanding, slots: Sequence[Slot]) -> bool:
    """Whether a saying was understood but for a name of the message that no record answers to."""
    names = [name for name in found.unsure if any(s.kind == "name" and s.text == name for s in slots)]
    return bool(names) and found.reply == not_on_record(r, names)


def load(ear: Ear) -> None:
    """Read and build now what the first message would wait for."""
    for zh in (False, True):
        nearest(mapped(ear, "?", zh), zh, 1)
        learnt(zh)
        alike("?", zh, ())
        _plain(zh)


def said_plainly(mask: str, zh: bool) -> bool:
    """Whether a masked message is one of the plain ways, which the rules read: nothing is plainer."""
    return _bare(mask) in _plain(zh)


@cache
def _plain(zh: bool) -> frozenset[str]:
    return frozenset(_bare(Saying(s.say, s.say).masked(zh)) for s in sayings(zh))


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _free_texts(call: Call) -> Iterator[str]:
    """The texts of a call that are anybody's words: what is searched for, titles, texts of fields."""
    for name, value in call.args.items():
        if name in WHOLE:
            continue
        if name == "filters" and isinstance(value, list):
            yield from (str(f["value"]) for f in value if f.get("op") in ("~", "!~") and "value" in f)
        elif name == "changes" and isinstance(value, list):
            for change in value:
                specs = fields_of(change["entity"])
                yield from (
                    str(v) for f, v in change.get("fields", {}).items() if f in specs and specs[f].kind is Kind.TEXT
                )
        elif call.tool in WRITES:
            yield from texts(value)


def _with_own_words(
    call: Call, r: Reading, plain: Reading, places: Sequence[tuple[int, int]], ruled: Understanding
) -> Call:
    """The call with the message's own words where it would hold those of the saying."""
    said = r.said[r.lo : r.hi].strip()
    foreign = {n for n in _TITLES if n in call.args and not _own(str(call.args[n]), r, plain, places, titled=True)}
    read_ = next((c.args for c in ruled.calls if c.tool == call.tool and len(ruled.calls) == 1), {})
    own = {n: read_[n] for n in (*foreign, *(("assignee", "priority") if foreign else ())) if read_.get(n)}
    return Call(call.tool, {**call.args, **dict.fromkeys(WHOLE & call.args.keys() | foreign, said), **own})


def _own(text: str, r: Reading, plain: Reading, places: Sequence[tuple[int, int]], *, titled: bool = False) -> bool:
    """Whether a text in a call came from the message or from words of the CRM, not from what others once said."""
    words = text.casefold()
    if words in r.text:
        return True
    covered = {i for a, b in [*places, *_known(plain, r)] for i in range(a, b)}
    if words not in plain.text:
        return not titled or not any(_foreign(m[0], r, plain, covered) for m in _WORD.finditer(words))
    start = plain.text.index(words)
    return all(
        m[0] in r.text or any(start + i in covered for i in range(m.start(), m.end())) for m in _WORD.finditer(words)
    )


def _foreign(word: str, r: Reading, plain: Reading, covered: set[int]) -> bool:
    """Whether a word of a title stands in the saying alone, everyday words aside."""
    if len(word) < _TELLING or word in r.text or word in _EVERYDAY or not word.isascii():
        return False
    own = re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])")
    return any(m.start() not in covered for m in own.finditer(plain.text))


_TELLING = 4
_EVERYDAY = frozenset("with from about that this them their follow call send check".split())


def _known(plain: Reading, r: Reading) -> Iterator[tuple[int, int]]:
    """Words of the CRM that the message speaks of too, in whatever words, and its verbs: a price list nobody named stays out."""
    said = {value for hit in r.senses for value in hit.values}
    for hit in plain.senses:
        if said & set(hit.values):
            yield hit.start, hit.end
    for hits in plain.cue.values():
        for cue in hits:
            yield cue.start, cue.end
