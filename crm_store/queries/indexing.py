"""The queue of index jobs and the upkeep of passages, done by the store itself."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlmodel import col

from crm_store import outbox
from crm_store.base import Record, utc_now
from crm_store.models import Outbox, entity_type, table_of
from crm_store.models.passage import Passage, PassageTerm
from crm_store.queries.searching import Place
from crm_store.unit import Unit

MAX_ATTEMPTS = 10
"""An index job that failed so often is dead: kept, named by the doctor, no longer tried."""

_SLICE = 500


@dataclass(frozen=True)
class Words:
    """The words of one passage as they are to be kept: its place, the digest of its text, how often each term occurs."""

    place: Place
    digest: str
    terms: Mapping[str, int]


# The queue


def due(crm: Unit, limit: int) -> list[Outbox]:
    """Index jobs to do now, oldest first: new ones, and failed ones after a growing pause (2, 4, 8 … 600 s)."""
    q = select(Outbox).where(col(Outbox.workspace_id) == crm.actor.workspace_id, col(Outbox.attempts) < MAX_ATTEMPTS)
    now = utc_now()
    rows = crm.exec(q.order_by(col(Outbox.attempts), col(Outbox.id)).limit(limit)).scalars()
    return [r for r in rows if not r.attempts or r.at + timedelta(seconds=min(2**r.attempts, 600)) <= now]


def queue_state(crm: Unit) -> tuple[int, datetime | None, list[Outbox]]:
    """(jobs waiting, when the oldest was written, the dead ones)."""
    mine = col(Outbox.workspace_id) == crm.actor.workspace_id
    alive = col(Outbox.attempts) < MAX_ATTEMPTS
    n = crm.exec(select(func.count(col(Outbox.id))).where(mine, alive)).scalar_one()
    first = crm.exec(select(Outbox).where(mine, alive).order_by(col(Outbox.at)).limit(1)).scalars().first()
    dead = crm.exec(select(Outbox).where(mine, ~alive)).scalars().all()
    return n, first.at if first else None, list(dead)


def failed(crm: Unit, job: int, error: str) -> None:
    """Count a failed try of a job and keep the reason."""
    table = table_of(Outbox)
    mine = (table.c.workspace_id == crm.actor.workspace_id, table.c.id == job)
    crm.inside(update(table).where(*mine).values(attempts=table.c.attempts + 1, error=error[:300]))


def revive(crm: Unit) -> None:
    """Give dead jobs a new life, after a rebuild."""
    table = table_of(Outbox)
    mine = (table.c.workspace_id == crm.actor.workspace_id, table.c.attempts > 0)
    crm.inside(update(table).where(*mine).values(attempts=0, error=None))


def enqueue(crm: Unit, records: Collection[tuple[str, int]]) -> None:
    """Write index jobs for these records."""
    for entity, number in records:
        crm.add(Outbox(workspace_id=crm.actor.workspace_id, entity=entity, record_id=number, at=crm.now))


def finish(crm: Unit, jobs: Collection[int], read: Mapping[tuple[str, int], int]) -> None:
    """Take done jobs off the queue, and put a record back on it that changed since it was `read` (version by record).

    Another process may have done the newer job already and been overwritten by this one's older text: hence the new job.
    """
    table = table_of(Outbox)
    for some in _slices(sorted(jobs)):
        crm.inside(delete(table).where(table.c.workspace_id == crm.actor.workspace_id, table.c.id.in_(some)))
    left: Any = select(col(Outbox.entity), col(Outbox.record_id)).where(
        col(Outbox.workspace_id) == crm.actor.workspace_id
    )
    rows: Any = crm.exec(left.limit(10_000))
    waiting = {(e, n) for e, n in rows}
    for kind in {e for e, _ in read}:
        model: Any = entity_type(kind)
        for some in _slices(sorted(n for e, n in read if e == kind)):
            rows = crm.exec(select(model.id, model.version).where(model.id.in_(some)))
            now = {row[0]: row[1] for row in rows}
            for n in some:
                if now.get(n, 0) != read[kind, n] and (kind, n) not in waiting:
                    enqueue(crm, [(kind, n)])


# Upkeep of passages


def keep_words(crm: Unit, records: Collection[tuple[str, int]], words: Sequence[Words]) -> None:
    """Replace the kept passages of these records."""
    ws = crm.actor.workspace_id
    passage, term = table_of(Passage), table_of(PassageTerm)
    for kind in {e for e, _ in records}:
        for some in _slices(sorted({n for e, n in records if e == kind})):
            mine = (passage.c.workspace_id == ws, passage.c.entity == kind, passage.c.record_id.in_(some))
            _drop(crm, list(crm.inside(select(passage.c.id).where(*mine)).scalars()))
    if not words:
        return
    numbered = list(zip(crm._numbers("passage", len(words)), words, strict=True))
    kept = [
        {"id": i, "entity": w.place.entity, "record_id": w.place.number, "part": w.place.part, "digest": w.digest}
        for i, w in numbered
    ]
    crm._insert(passage, [{"workspace_id": ws, **row} for row in kept])
    rows = [
        {"workspace_id": ws, "term": t, "passage_id": i, "count": n} for i, w in numbered for t, n in w.terms.items()
    ]
    crm._insert(term, sorted(rows, key=lambda r: (r["term"], r["passage_id"])))


def kept(crm: Unit, most: int) -> int:
    """How many passages are kept, `most` at most."""
    some = select(col(Passage.id)).where(col(Passage.workspace_id) == crm.actor.workspace_id).limit(most)
    return len(crm.exec(some).all())


def forget_others(crm: Unit, known: Collection[tuple[str, int]]) -> None:
    """Drop kept passages of records that are not among `known`."""
    kept: Any = select(col(Passage.id), col(Passage.entity), col(Passage.record_id))
    rows: Any = crm.exec(kept.where(col(Passage.workspace_id) == crm.actor.workspace_id))
    have = set(known)
    _drop(crm, [i for i, e, n in rows if (e, n) not in have])


def texts(crm: Unit, size: int) -> Iterator[list[Record]]:
    """Every searched record this person may see, in batches."""
    for kind in sorted(outbox.INDEXED):
        model: Any = entity_type(kind)
        last = 0
        while rows := crm.all(select(model).where(model.id > last).order_by(model.id).limit(size)):
            yield rows
            last = rows[-1].id or 0
            crm.session.expunge_all()


def _drop(crm: Unit, passages: Sequence[int]) -> None:
    ws = crm.actor.workspace_id
    for some in _slices(passages):
        for table, key in ((table_of(PassageTerm), "passage_id"), (table_of(Passage), "id")):
            crm.inside(delete(table).where(table.c.workspace_id == ws, table.c[key].in_(some)))


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _SLICE):
        yield ids[start : start + _SLICE]
