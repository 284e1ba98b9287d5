"""Texts for the memory: passages and their terms in the actor's scope, and the queue of index jobs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, true, update
from sqlmodel import col

from crm_store import outbox
from crm_store.base import Record, utc_now
from crm_store.models import (
    Account,
    AccountContact,
    Activity,
    ActivityLink,
    Article,
    Contact,
    Deal,
    Fact,
    Outbox,
    Ticket,
    entity_type,
    table_of,
)
from crm_store.models.passage import Passage, PassageTerm
from crm_store.unit import Unit

MAX_ATTEMPTS = 10
"""An index job that failed so often is dead: kept, named by the doctor, no longer tried."""

_SLICE = 500


class Place(NamedTuple):
    """Where a passage is: which record, which part of its text."""

    entity: str
    number: int
    part: int

    @property
    def key(self) -> str:
        return f"{self.entity}:{self.number}:{self.part}"


@dataclass(frozen=True)
class Field:
    """The passages a question may be answered from.

    `places` maps passage ids to places; None means all of these kinds, too many to list, to be judged one by one.
    """

    kinds: tuple[str, ...]
    places: Mapping[int, Place] | None
    size: int


@dataclass(frozen=True)
class Words:
    """The words of one passage as they are to be kept: its place, the digest of its text, how often each term occurs."""

    place: Place
    digest: str
    terms: Mapping[str, int]


Days = tuple[date | None, date | None]


# What may be searched


def field(crm: Unit, kinds: Sequence[str], *, about: Sequence[tuple[str, int]] = (), days: Days = (None, None), most: int) -> Field:
    """The passages this person may be answered from: of these kinds, hanging on `about`, dated within `days`.

    Listed when they are at most `most`; an actor who sees everything gets no list unless the question narrows it.
    """
    narrowed = bool(about) or days != (None, None)
    if crm.actor.everything and not narrowed:
        q = select(col(Passage.id)).where(_mine(crm), col(Passage.entity).in_(kinds)).limit(most + 1)
        return Field(tuple(kinds), None, _count(crm, q))
    hanging = _hanging(crm, about) if about else {}
    parts: list[ColumnElement[bool]] = []
    for kind in kinds:
        if about and kind not in hanging:
            continue
        model: Any = entity_type(kind)
        ids = select(model.id).where(hanging.get(kind, true()), *_dated(crm, kind, days))
        parts.append(and_(col(Passage.entity) == kind, col(Passage.record_id).in_(ids)))
    if not parts:
        return Field(tuple(kinds), {}, 0)
    q = select(col(Passage.id), col(Passage.entity), col(Passage.record_id), col(Passage.part)).where(_mine(crm), or_(*parts))
    rows = crm.exec(q if narrowed else q.limit(most + 1)).all()
    if len(rows) > most and not narrowed:
        return Field(tuple(kinds), None, len(rows))
    return Field(tuple(kinds), {r[0]: Place(r[1], r[2], r[3]) for r in rows}, len(rows))


def visible(crm: Unit, places: Collection[Place]) -> set[tuple[str, int]]:
    """The records behind these places that this person may see."""
    found: set[tuple[str, int]] = set()
    for kind in {p.entity for p in places}:
        model: Any = entity_type(kind)
        for some in _slices(sorted({p.number for p in places if p.entity == kind})):
            found.update((kind, n) for n in crm.exec(select(model.id).where(model.id.in_(some))).scalars())
    return found


def load(crm: Unit, records: Collection[tuple[str, int]]) -> dict[tuple[str, int], Record]:
    """These records as they are now, those this person may see."""
    found: dict[tuple[str, int], Record] = {}
    for kind in {e for e, _ in records}:
        found.update({(kind, n): r for n, r in crm.many(kind, [n for e, n in records if e == kind]).items()})
    return found


# Words


def term_counts(crm: Unit, where: Field, terms: Sequence[str]) -> dict[str, int]:
    """In how many of these passages each term occurs; absent terms are left out."""
    if not terms or not where.size:
        return {}
    q = select(col(PassageTerm.term), func.count()).where(col(PassageTerm.workspace_id) == crm.actor.workspace_id)
    q = q.where(col(PassageTerm.term).in_(terms)).group_by(col(PassageTerm.term))
    if where.places is not None and len(where.places) <= _SLICE:
        q = q.where(col(PassageTerm.passage_id).in_(sorted(where.places)))
    elif where.places is not None or not crm.actor.everything:
        q = q.join(Passage, _same()).where(_scoped(crm, where.kinds))
    return {term: n for term, n in crm.exec(q)}


def postings(crm: Unit, where: Field, terms: Sequence[str], *, passages: Collection[int] | None = None) -> list[tuple[str, int, Place, str, int]]:
    """(term, passage id, place, digest, count) for these terms in these passages; `passages` asks about some of them only."""
    if not terms or not where.size or passages is not None and not passages:
        return []
    p, t = Passage, PassageTerm
    q = select(col(t.term), col(t.passage_id), col(p.entity), col(p.record_id), col(p.part), col(p.digest), col(t.count))
    q = q.join(p, _same()).where(col(t.workspace_id) == crm.actor.workspace_id, col(t.term).in_(terms))
    some = passages if passages is not None else where.places if where.places is not None and len(where.places) <= _SLICE else None
    if where.places is None:
        q = q.where(col(p.entity).in_(where.kinds) if crm.actor.everything else _scoped(crm, where.kinds))
    rows: list[Any] = []
    for ids in _slices(sorted(some)) if some is not None else [None]:
        rows += crm.exec(q if ids is None else q.where(col(t.passage_id).in_(ids))).all()
    found = [(r[0], r[1], Place(r[2], r[3], r[4]), r[5], r[6]) for r in rows]
    return found if where.places is None else [f for f in found if f[1] in where.places]


# The queue


def due(crm: Unit, limit: int) -> list[Outbox]:
    """Index jobs to do now, oldest first: new ones, and failed ones after a growing pause (2, 4, 8 … 600 s)."""
    q = select(Outbox).where(col(Outbox.workspace_id) == crm.actor.workspace_id, col(Outbox.attempts) < MAX_ATTEMPTS)
    now = utc_now()
    rows = crm.exec(q.order_by(col(Outbox.attempts), col(Outbox.id)).limit(limit)).scalars()
    return [r for r in rows if not r.attempts or r.at + timedelta(seconds=min(2**r.attempts, 600)) <= now]


def pending(crm: Unit, kinds: Sequence[str], limit: int) -> list[tuple[str, int]]:
    """Records whose index entry is behind, newest first."""
    q = select(col(Outbox.entity), col(Outbox.record_id)).where(col(Outbox.workspace_id) == crm.actor.workspace_id)
    rows = crm.exec(q.where(col(Outbox.entity).in_(kinds)).order_by(col(Outbox.id).desc()).limit(limit)).all()
    return list(dict.fromkeys((e, n) for e, n in rows))


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


def finish(crm: Unit, jobs: Collection[int], read: Mapping[tuple[str, int], int]) -> None:
    """Take done jobs off the queue, and put a record back on it that changed since it was `read` (version by record).

    Another process may have done the newer job already and been overwritten by this one's older text: hence the new job.
    """
    table = table_of(Outbox)
    for some in _slices(sorted(jobs)):
        crm.inside(delete(table).where(table.c.workspace_id == crm.actor.workspace_id, table.c.id.in_(some)))
    for kind in {e for e, _ in read}:
        model: Any = entity_type(kind)
        for some in _slices(sorted(n for e, n in read if e == kind)):
            now = dict(crm.exec(select(model.id, model.version).where(model.id.in_(some))).tuples().all())
            for n in some:
                if now.get(n, 0) != read[kind, n]:
                    crm.add(Outbox(workspace_id=crm.actor.workspace_id, entity=kind, record_id=n, at=crm.now))


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
    last = crm.inside(select(func.max(passage.c.id)).where(passage.c.workspace_id == ws)).scalar_one_or_none() or 0
    numbered = list(enumerate(words, start=last + 1))
    crm.session.execute(
        insert(passage),
        [
            {"workspace_id": ws, "id": i, "entity": w.place.entity, "record_id": w.place.number, "part": w.place.part, "digest": w.digest}
            for i, w in numbered
        ],
        execution_options=crm.own,
    )
    rows = [{"workspace_id": ws, "term": t, "passage_id": i, "count": n} for i, w in numbered for t, n in w.terms.items()]
    if rows:
        crm.session.execute(insert(term), sorted(rows, key=lambda r: (r["term"], r["passage_id"])), execution_options=crm.own)


def forget_others(crm: Unit, known: Collection[tuple[str, int]]) -> None:
    """Drop kept passages of records that are not among `known`."""
    rows = crm.exec(select(col(Passage.id), col(Passage.entity), col(Passage.record_id)).where(_mine(crm))).all()
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


def _mine(crm: Unit) -> ColumnElement[bool]:
    return col(Passage.workspace_id) == crm.actor.workspace_id


def _same() -> ColumnElement[bool]:
    return and_(col(Passage.workspace_id) == col(PassageTerm.workspace_id), col(Passage.id) == col(PassageTerm.passage_id))


def _scoped(crm: Unit, kinds: Sequence[str]) -> ColumnElement[bool]:
    # The subselects name the models, so the unit of work adds the actor's scope to each of them.
    seen: list[ColumnElement[bool]] = []
    for kind in kinds:
        model: Any = entity_type(kind)
        seen.append(and_(col(Passage.entity) == kind, col(Passage.record_id).in_(select(model.id))))
    return and_(_mine(crm), or_(*seen))


def _count(crm: Unit, statement: Any) -> int:
    n = crm.exec(select(func.count()).select_from(statement.subquery())).scalar_one()
    return int(n)


def _hanging(crm: Unit, about: Sequence[tuple[str, int]]) -> dict[str, ColumnElement[bool]]:
    """Per record type, the condition that it hangs on one of these records (an account's contacts and deals included)."""
    given: dict[str, set[int]] = {}
    for entity, number in about:
        given.setdefault(entity, set()).add(number)
    accounts, ws = sorted(given.get("account", ())), crm.actor.workspace_id
    contacts, deals = given.get("contact", set()), given.get("deal", set())
    if accounts:
        further = select(col(AccountContact.contact_id)).where(col(AccountContact.account_id).in_(accounts))
        theirs = or_(col(Contact.account_id).in_(accounts), col(Contact.id).in_(further))
        contacts = contacts | {n for n in crm.exec(select(col(Contact.id)).where(theirs)).scalars() if n}
        deals = deals | {n for n in crm.exec(select(col(Deal.id)).where(col(Deal.account_id).in_(accounts))).scalars() if n}
    people, users = sorted(contacts), sorted(given.get("user", ()))
    ties = {"account": accounts, "contact": people, "deal": sorted(deals), "user": users}
    tied = or_(*(and_(col(ActivityLink.target) == t, col(ActivityLink.target_id).in_(ns)) for t, ns in ties.items() if ns))
    linked = select(col(ActivityLink.activity_id)).where(col(ActivityLink.workspace_id) == ws, tied)
    found: dict[str, ColumnElement[bool]] = {}
    if any(ties.values()) or "activity" in given:
        of_users = col(Activity.owner_id).in_(users) if users else col(Activity.id).in_(())
        on = col(Activity.id).in_(linked) if any(ties.values()) else col(Activity.id).in_(())
        found["activity"] = or_(on, of_users, col(Activity.id).in_(sorted(given.get("activity", ()))))
    if accounts or people or users or "ticket" in given:
        found["ticket"] = or_(
            col(Ticket.account_id).in_(accounts), col(Ticket.contact_id).in_(people), col(Ticket.assignee_id).in_(users),
            col(Ticket.id).in_(sorted(given.get("ticket", ()))),
        )  # fmt: skip
    subjects = [and_(col(Fact.subject_type) == t, col(Fact.subject_id).in_(ns)) for t, ns in ties.items() if ns and t != "user"]
    if subjects or "fact" in given:
        found["fact"] = or_(*subjects, col(Fact.id).in_(sorted(given.get("fact", ()))))
    if "article" in given:
        found["article"] = col(Article.id).in_(sorted(given["article"]))
    return found


def _dated(crm: Unit, kind: str, days: Days) -> list[ColumnElement[bool]]:
    since, until = days
    model: Any = entity_type(kind)
    if kind in ("article", "fact"):
        day = model.published_on if kind == "article" else model.valid_from
        return [day >= since] * (since is not None) + [day <= until] * (until is not None)
    at = func.coalesce(model.starts_at, model.created_at) if kind == "activity" else model.created_at
    zone = crm.actor.zone
    bounds = [at >= datetime.combine(since, time(), zone)] if since else []
    return bounds + ([at < datetime.combine(until + timedelta(days=1), time(), zone)] if until else [])


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _SLICE):
        yield ids[start : start + _SLICE]


__all__ = ["Account", "Field", "Place", "Words"]
