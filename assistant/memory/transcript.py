"""A long conversation within a budget: what is given to a model again, the older turns in a line each, and one found by what it was about.

A turn quotes records; what it says of a record that is gone, or that this person no longer sees, is not told again.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.memory.keyword import evidence, terms, weights
from assistant.memory.statements import topics_in
from crm_store.models import by_prefix
from crm_store.unit import Unit

SPENT = 24_000
"""Characters of the last turns given to a model in full: about 8,000 tokens."""
DIGEST = 4_000
"""Characters of all older turns together."""
LOOKED_AT = 400
"""Turns of one conversation that are looked through, newest first."""
_LINE = 110
_REF = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,4}-\d+(?![\d-])")


class Said(Protocol):
    """A turn as the store keeps it."""

    id: str
    at: datetime
    said: str
    reply: str
    data: dict[str, object]


@dataclass(frozen=True)
class Told:
    """A turn as it may be told again: `left_out` when something it spoke of is gone or no longer seen."""

    id: str
    at: datetime
    said: str
    reply: str
    refs: tuple[str, ...]
    left_out: bool


def still_told(crm: Unit, turns: Sequence[Said]) -> list[Told]:
    """Turns without what they say of records that are gone, or that this person no longer sees."""
    spoken = {t.id: _refs_of(t) for t in turns}
    there = _there(crm, {r for refs in spoken.values() for r in refs})
    return [_told(t, spoken[t.id], there) for t in turns]


def within(turns: Sequence[Told], budget: int = SPENT) -> list[tuple[str, str]]:
    """The last turns, oldest first, as (said, replied), the newest whole and older ones shorter, so that all fit the budget."""
    made: list[tuple[str, str]] = []
    left = budget
    for n, t in enumerate(reversed(turns)):
        share = max(300, left // 2) if n else max(300, min(left, 8000))
        said, reply = _cut(t.said, share // 2), _cut(t.reply, share)
        if made and len(said) + len(reply) > left:
            break
        left -= len(said) + len(reply)
        made.append((said, reply))
    return made[::-1]


def digest(turns: Sequence[Told], budget: int = DIGEST) -> str:
    """Older turns, oldest first, a line each with its references; where room is short, the oldest are counted only."""
    lines: list[str] = []
    left = budget
    for t in reversed(turns):
        about = ", ".join(t.refs[:6])
        line = f"- {_cut(_flat(t.said), _LINE)} → {_cut(_flat(t.reply), _LINE)}" + (f" [{about}]" if about else "")
        if len(line) > left:
            break
        left -= len(line)
        lines.append(line)
    if (more := len(turns) - len(lines)) > 0:
        lines.append(f"- ({more} turns before these)")
    return "\n".join(lines[::-1])


def find(
    turns: Sequence[Told], asked: str, refs: Collection[str] = (), names: Collection[str] = (), most: int = 3
) -> list[Told]:
    """The turns that were about what is asked, best first; by words, by topic in either language, by the records meant.

    Where records are meant, by `refs` or `names`, only turns that speak of one of them are found.
    """
    said = terms(asked)
    topics = set(topics_in(asked))
    if not said and not refs and not topics:
        return []
    spoken = [f"{t.said}\n{t.reply}" for t in turns]
    held = [terms(x) for x in spoken]
    counts = {w: sum(w in h for h in held) for w in said}
    worth = weights(said, counts, max(1, len(turns)))
    ranked = []
    for n, (t, text, words) in enumerate(zip(turns, spoken, held, strict=True)):
        meant = bool(set(refs) & set(t.refs)) or any(x.casefold() in text.casefold() for x in names)
        if (refs or names) and not meant:
            continue
        on = 0.6 * bool(topics & set(topics_in(t.said))) + 0.3 * bool(topics & set(topics_in(t.reply)))
        score = (evidence(worth, words) if said else 0.0) + on + 0.5 * meant
        if score >= 0.3 and (on or not topics or evidence(worth, words) >= 0.3):
            ranked.append((score + 0.02 * n / max(1, len(turns)), n, t))
    ranked.sort(key=lambda x: (-x[0], -x[1]))
    best = ranked[0][0] if ranked else 0.0
    return [t for score, _, t in ranked if score >= 0.6 * best][:most]


def lines_on(told: Told, asked: str, most: int = 3) -> list[str]:
    """The lines of a reply that answer, in their order: those with the words or topic asked for, else the first ones."""
    lines = [x for x in told.reply.splitlines() if x.strip()]
    said, topics = set(terms(asked)), set(topics_in(asked))
    fit = [x for x in lines if said & set(terms(x)) or topics & set(topics_in(x))]
    return [_cut(_flat(x), 400) for x in (fit or lines)[:most]]


def _told(turn: Said, refs: Sequence[str], there: Collection[str]) -> Told:
    gone = [r for r in refs if r not in there]
    reply = turn.reply
    if gone:
        kept = [x for x in reply.splitlines() if (own := _REF.findall(x)) and all(r in there for r in own)]
        reply = "\n".join(kept)
    return Told(turn.id, turn.at, turn.said, reply, tuple(r for r in refs if r in there), bool(gone))


def _refs_of(turn: Said) -> list[str]:
    kept = turn.data.get("refs")
    known = [r for r in kept if isinstance(r, str)] if isinstance(kept, list) else []
    return list(dict.fromkeys([*_REF.findall(turn.said), *_REF.findall(turn.reply), *known]))


def _there(crm: Unit, refs: Collection[str]) -> set[str]:
    """Those of these references that stand for records this person sees; what is no reference of ours counts as there."""
    prefixes: Mapping[str, str] = by_prefix()
    wanted: dict[str, list[int]] = {}
    found = set()
    for r in refs:
        prefix, _, number = r.partition("-")
        if prefix in prefixes:
            wanted.setdefault(prefixes[prefix], []).append(int(number))
        else:
            found.add(r)
    for entity, numbers in wanted.items():
        found |= {record.ref for record in crm.many(entity, numbers).values()}
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
