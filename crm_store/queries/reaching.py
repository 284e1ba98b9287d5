"""Which passages a person may be answered from, as a set: read once, kept, and brought up to date by what has changed since."""

import json
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlmodel import col

from crm_store import audit
from crm_store.base import Kind
from crm_store.models import Event, Share, entity_type, fields_of
from crm_store.models.passage import Passage
from crm_store.queries.searching import SEARCHED, Days, dated_within, fitting, hanging_on, mine
from crm_store.unit import Unit


class Reach:
    """A set of passages, a byte for each passage and each record there is: asking it costs the same however many are in it.

    `share` is how many they are of all there are, 0 to 1.
    """

    __slots__ = ("_passages", "_records", "share", "size")

    def __init__(self, held: Mapping[str, tuple[Sequence[int], Sequence[int]]], whole: int) -> None:
        """From ids of passages and the numbers of the records they are of, by record type, and how many passages there are in all."""
        self.size = sum(len(ids) for ids, _ in held.values())
        self.share = self.size / max(whole, self.size, 1)
        self._passages = _flags(i for ids, _ in held.values() for i in ids)
        self._records = {kind: _flags(numbers) for kind, (_, numbers) in held.items()}

    def among(self, ids: Iterable[int]) -> list[int]:
        """Those of these passages that are in it, in their order."""
        held, end = self._passages, len(self._passages)
        return [i for i in ids if i < end and held[i]]

    def has(self, entity: str, number: int) -> bool:
        """Whether passages of this record are in it."""
        flags = self._records.get(entity, b"")
        return number < len(flags) and bool(flags[number])

    def with_new(self, new: Sequence[tuple[int, str, int]], whole: int) -> "Reach":
        """With these passages added: (id, record type, record number) of each."""
        made = Reach({}, whole)
        made.size = self.size + len(new)
        made.share = made.size / max(whole, made.size, 1)
        made._passages = self._passages.copy()
        made._records = {kind: flags.copy() for kind, flags in self._records.items()}
        for number, kind, record in new:
            _set(made._passages, number)
            _set(made._records.setdefault(kind, bytearray()), record)
        return made

    def ids(self) -> list[int]:
        """All its passages, ascending."""
        found, at = [], self._passages.find(1)
        while at >= 0:
            found.append(at)
            at = self._passages.find(1, at + 1)
        return found


def _set(flags: bytearray, number: int) -> None:
    flags.extend(bytes(max(0, number + 1 - len(flags))))
    flags[number] = 1


def _flags(numbers: Iterable[int]) -> bytearray:
    some = list(numbers)
    made = bytearray(max(some, default=-1) + 1)
    for number in some:
        made[number] = 1
    return made


@dataclass(frozen=True)
class Field:
    """The passages a question may be answered from: `reach`, or all there are when it is None; `size` counts them."""

    kinds: tuple[str, ...]
    reach: Reach | None
    size: int


def field(
    crm: Unit, kinds: Sequence[str], *, about: Sequence[tuple[str, int]] = (), days: Days = (None, None)
) -> Field:
    """The passages this person may be answered from: of these kinds, hanging on `about`, dated within `days`."""
    if about or days != (None, None):
        reach = listed(crm, kinds, about=about, days=days)
    elif crm.actor.everything and set(kinds) >= SEARCHED:
        return Field(tuple(kinds), None, _whole(crm))
    else:
        reach = reached(crm, kinds)
    return Field(tuple(kinds), reach, reach.size)


def listed(
    crm: Unit, kinds: Sequence[str], *, about: Sequence[tuple[str, int]] = (), days: Days = (None, None)
) -> Reach:
    """The passages of these kinds that this person reaches, read afresh."""
    hanging = hanging_on(crm, about) if about else {}
    parts: list[ColumnElement[bool]] = []
    for kind in _there(crm, kinds):
        if about and kind not in hanging:
            continue
        model: Any = entity_type(kind)
        # The subselect names the model, so the unit of work adds the actor's scope to it.
        ids = select(model.id).where(hanging.get(kind, true()), *dated_within(crm, kind, days))
        parts.append(and_(col(Passage.entity) == kind, col(Passage.record_id).in_(ids)))
    return Reach(_held(crm, or_(*parts)) if parts else {}, _whole(crm))


# What is kept


@dataclass(frozen=True)
class _Kept:
    """A reach among so many passages, as of an event and a passage, good from `since` on and before `until`."""

    reach: Reach
    whole: int
    event: int
    passage: int
    since: datetime
    until: datetime | None


_KEPT: WeakKeyDictionary[Any, OrderedDict[Any, _Kept]] = WeakKeyDictionary()
"""Per database, what people reached when they last asked."""
_MOST_KEPT = 64
_MOST_EVENTS = 200
"""After more changes than these all is read afresh."""
_MOST_NEW = 2000
"""More new passages than these are not judged record by record."""


def reached(crm: Unit, kinds: Sequence[str]) -> Reach:
    """The passages of these kinds that this person reaches.

    Kept until an event moves what somebody sees; new passages are judged by themselves. Hits are loaded afresh in the actor's scope
    whatever stands here.
    """
    kept = _KEPT.setdefault(crm.session.get_bind().pool, OrderedDict())  # type: ignore[union-attr]
    key = (crm.judged_as, tuple(kinds), crm.with_deleted)
    known = _renewed(crm, kinds, kept.get(key))
    if not crm.writes:  # what this unit has written itself may never be committed
        kept.pop(key, None)
        kept[key] = known
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    return known.reach


def _renewed(crm: Unit, kinds: Sequence[str], known: _Kept | None) -> _Kept:
    ws = crm.actor.workspace_id
    last = [select(func.max(col(m.id))).where(col(m.workspace_id) == ws).scalar_subquery() for m in (Event, Passage)]
    event, passage = (n or 0 for n in crm.inside(select(*last)).one())
    if known is not None and _holds(crm, known, event, passage):
        if (event, passage) == (known.event, known.passage):
            return known
        whole = _whole(crm)
        if (grown := _grown(crm, kinds, known, passage, whole)) is not None:
            return _Kept(grown, whole, event, passage, known.since, known.until)
    ends = col(Share.expires_at)
    until = crm.inside(select(func.min(ends)).where(col(Share.workspace_id) == ws, ends > crm.now)).scalar_one()
    return _Kept(listed(crm, kinds), _whole(crm), event, passage, crm.now, until)


def _holds(crm: Unit, known: _Kept, event: int, passage: int) -> bool:
    """Whether nothing has moved anybody's reach since: no event, no share that ran out, no older state of the database."""
    ran_out = crm.now < known.since or (known.until is not None and known.until <= crm.now)
    if ran_out or known.event > event or known.passage > passage:
        return False
    if known.event == event:
        return True
    q: Any = select(col(Event.entity), col(Event.op), col(Event.before), col(Event.after))
    of = (col(Event.workspace_id) == crm.actor.workspace_id, col(Event.id) > known.event)
    since = crm.inside(q.where(*of).limit(_MOST_EVENTS + 1)).all()
    return len(since) <= _MOST_EVENTS and not any(moves(e, op, {*was, *now}) for e, op, was, now in since)


def _grown(crm: Unit, kinds: Sequence[str], known: _Kept, passage: int, whole: int) -> Reach | None:
    """With the passages that came since and without those that went; None when they are too many to judge one by one."""
    if passage == known.passage:
        return known.reach
    q: Any = select(col(Passage.id), col(Passage.entity), col(Passage.record_id)).where(mine(crm))
    new = crm.inside(q.where(col(Passage.id) > known.passage).limit(_MOST_NEW + 1)).all()
    if len(new) > _MOST_NEW:
        return None
    seen = set(fitting(crm, {(e, n) for _, e, n in new if e in kinds}))
    ours = [(i, e, n) for i, e, n in new if (e, n) in seen]
    if whole == known.whole + len(new):
        return known.reach.with_new(ours, whole)
    added = {i for i, _, _ in ours}
    there = _held(crm, col(Passage.entity).in_(kinds))
    for kind, (ids, numbers) in there.items():
        stay = added.union(known.reach.among(ids))
        both = [(i, n) for i, n in zip(ids, numbers, strict=True) if i in stay]
        there[kind] = [i for i, _ in both], [n for _, n in both]
    return Reach(there, whole)


_ALONE = frozenset({
    "lead", "task", "product", "tag", "target", "stage", "pipeline", "exchange_rate", "custom_field", "retention_rule",
})  # fmt: skip
"""Record types that bring nobody nearer to any text."""
_HOLDING = frozenset({"account", "contact", "deal", "activity", "ticket", "fact", "article"})
"""Texts and what they hang on: as long as they stay in the same hands and on the same records, everybody reaches the same texts."""
_HANDS = frozenset({"user", "team", "account", "contact", "deal", "activity"})


def moves(entity: str, op: str, names: Collection[str]) -> bool:
    """Whether a change of these fields of a record may move what anybody reaches among the texts there are.

    A record that was just made brings nothing: what hangs on it is tied to it by a later change, or is new itself.
    """
    if entity in _ALONE or (entity in _HOLDING and op == "create"):
        return False
    return entity not in _HOLDING or op != "update" or any(_ties(entity, n) for n in names)


@lru_cache(maxsize=1024)
def _ties(entity: str, name: str) -> bool:
    """Whether a field says in whose hands a record is, or on which others it hangs."""
    if name in ("external_id", "custom", audit.STAMP):
        return False
    spec = fields_of(entity).get(name)
    if spec is None or name == "subject_type":
        return True
    return spec.kind is Kind.SUBJECT or (spec.kind in (Kind.REF, Kind.REFS) and spec.to in _HANDS)


def _held(crm: Unit, condition: ColumnElement[bool]) -> dict[str, tuple[Sequence[int], Sequence[int]]]:
    """The ids of passages and of their records, as one row a record type: thousands of rows cost ten times what finding them does."""
    p, packed = Passage, func.json_group_array if crm.dialect == "sqlite" else func.array_agg
    q: Any = select(col(p.entity), packed(col(p.id)), packed(col(p.record_id)))
    rows = crm.exec(q.where(mine(crm), condition).group_by(col(p.entity)))
    unpacked = json.loads if crm.dialect == "sqlite" else list
    return {kind: (unpacked(ids), unpacked(numbers)) for kind, ids, numbers in rows}


def _whole(crm: Unit) -> int:
    return int(crm.inside(select(func.count(col(Passage.id))).where(mine(crm))).scalar_one())


def _there(crm: Unit, kinds: Sequence[str]) -> list[str]:
    """The record types that have any passage at all: the scope of each is dear, and a type without passages adds nothing."""
    any_of = [
        select(col(Passage.id)).where(mine(crm), col(Passage.entity) == kind).exists().label(kind) for kind in kinds
    ]
    row = crm.inside(select(*any_of)).one()
    return [kind for kind in kinds if getattr(row, kind)]
