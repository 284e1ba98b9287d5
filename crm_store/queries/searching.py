"""Texts for the memory: where passages are and what they hang on, in the actor's scope."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import ARRAY, ColumnElement, Integer, and_, any_, bindparam, false, func, or_, select, true
from sqlmodel import col

from crm_store import outbox
from crm_store.base import Record
from crm_store.models import (
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
)
from crm_store.models.passage import Passage
from crm_store.unit import Unit

SEARCHED = outbox.INDEXED
"""Record types whose text is searched."""
_SLICE = 2000


def open_kinds(crm: Unit) -> list[str]:
    """The searched record types of whose text nothing is closed to this person: a hit would tell what it holds."""
    shut = {e for e, n, level in crm.actor.closed if level in ("none", "masked") and n in entity_type(e).about.search}
    return sorted(SEARCHED - shut)


class Place(NamedTuple):
    """Where a passage is: which record, which part of its text."""

    entity: str
    number: int
    part: int

    @property
    def key(self) -> str:
        """Its id in the vector index."""
        return f"{self.entity}:{self.number}:{self.part}"

    @property
    def record(self) -> tuple[str, int]:
        return self.entity, self.number


Days = tuple[date | None, date | None]
"""First and last day, each open when None."""


def places(crm: Unit, numbers: Collection[int]) -> list[Place]:
    """Where these passages are."""
    q: Any = select(col(Passage.entity), col(Passage.record_id), col(Passage.part)).where(mine(crm))
    return [Place(*row) for row in crm.inside(q.where(among(crm, col(Passage.id), numbers)))]


def fitting(
    crm: Unit, records: Collection[tuple[str, int]], *, about: Sequence[tuple[str, int]] = (), days: Days = (None, None)
) -> list[tuple[str, int]]:
    """Those of these records that this person may see, that hang on `about` and are dated within `days`, in their order."""
    hanging = hanging_on(crm, about) if about else {}
    found: set[tuple[str, int]] = set()
    for kind in {e for e, _ in records if not about or e in hanging}:
        model: Any = entity_type(kind)
        q = select(model.id).where(hanging.get(kind, true()), *dated_within(crm, kind, days))
        for some in _slices(sorted({n for e, n in records if e == kind})):
            found.update((kind, n) for n in crm.exec(q.where(model.id.in_(some))).scalars())
    return [r for r in records if r in found]


def numbers(crm: Unit, places: Collection[Place]) -> dict[Place, int]:
    """The ids of the passages at these places, as far as they are kept."""
    found, wanted = dict[Place, int](), set(places)
    q: Any = select(col(Passage.id), col(Passage.entity), col(Passage.record_id), col(Passage.part)).where(mine(crm))
    for kind in {p.entity for p in places}:
        for some in _slices(sorted({p.number for p in places if p.entity == kind})):
            rows: Any = crm.exec(q.where(col(Passage.entity) == kind, col(Passage.record_id).in_(some)))
            found.update((Place(e, n, part), i) for i, e, n, part in rows)
    return {p: i for p, i in found.items() if p in wanted}


def load(crm: Unit, records: Collection[tuple[str, int]]) -> dict[tuple[str, int], Record]:
    """These records as they are now, those this person may see."""
    found: dict[tuple[str, int], Record] = {}
    for kind in {e for e, _ in records}:
        found.update({(kind, n): r for n, r in crm.many(kind, [n for e, n in records if e == kind]).items()})
    return found


def pending(crm: Unit, kinds: Sequence[str], limit: int) -> list[tuple[str, int]]:
    """Records whose index entry is behind, newest first, whoever may see them; callers load them in scope."""
    q: Any = select(col(Outbox.entity), col(Outbox.record_id)).where(col(Outbox.workspace_id) == crm.actor.workspace_id)
    rows: Any = crm.exec(q.where(col(Outbox.entity).in_(kinds)).order_by(col(Outbox.id).desc()).limit(limit))
    return list(dict.fromkeys((e, n) for e, n in rows))


def among(crm: Unit, column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a number is one of many, bound as one value: thousands of them bound one by one cost more than the question."""
    some = sorted(ids)
    if crm.dialect == "sqlite":
        return cast(
            "ColumnElement[bool]", column.in_(select(func.json_each(json.dumps(some)).table_valued("value").c.value))
        )
    return cast("ColumnElement[bool]", column == any_(bindparam(None, some, type_=ARRAY(Integer))))


def mine(crm: Unit) -> ColumnElement[bool]:
    return col(Passage.workspace_id) == crm.actor.workspace_id


def hanging_on(crm: Unit, about: Sequence[tuple[str, int]]) -> dict[str, ColumnElement[bool]]:
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
        deals = deals | {
            n for n in crm.exec(select(col(Deal.id)).where(col(Deal.account_id).in_(accounts))).scalars() if n
        }
    people, users = sorted(contacts), sorted(given.get("user", ()))
    ties = {"account": accounts, "contact": people, "deal": sorted(deals), "user": users}
    tied = [and_(col(ActivityLink.target) == t, col(ActivityLink.target_id).in_(ns)) for t, ns in ties.items() if ns]
    linked = select(col(ActivityLink.activity_id)).where(col(ActivityLink.workspace_id) == ws, or_(false(), *tied))
    found: dict[str, ColumnElement[bool]] = {}
    if tied or "activity" in given:
        itself = col(Activity.id).in_(sorted(given.get("activity", ())))
        found["activity"] = or_(col(Activity.id).in_(linked), col(Activity.owner_id).in_(users), itself)
    if accounts or people or users or "ticket" in given:
        found["ticket"] = or_(
            col(Ticket.account_id).in_(accounts), col(Ticket.contact_id).in_(people), col(Ticket.assignee_id).in_(users),
            col(Ticket.id).in_(sorted(given.get("ticket", ()))),
        )  # fmt: skip
    subjects = [
        and_(col(Fact.subject_type) == t, col(Fact.subject_id).in_(ns)) for t, ns in ties.items() if ns and t != "user"
    ]
    if subjects or "fact" in given:
        found["fact"] = or_(*subjects, col(Fact.id).in_(sorted(given.get("fact", ()))))
    if "article" in given:
        found["article"] = col(Article.id).in_(sorted(given["article"]))
    return found


def dated_within(crm: Unit, kind: str, days: Days) -> list[ColumnElement[bool]]:
    """The conditions that a record is dated within `days`: by when it happened or holds from, else by when it was written."""
    since, until = days
    model: Any = entity_type(kind)
    zone = crm.actor.zone
    start = datetime.combine(since, time(), zone) if since else None
    end = datetime.combine(until + timedelta(days=1), time(), zone) if until else None
    at = func.coalesce(model.starts_at, model.created_at) if kind == "activity" else model.created_at
    written = ([at >= start] if start else []) + ([at < end] if end else [])
    if kind not in ("article", "fact") or not written:
        return written
    day = model.published_on if kind == "article" else model.valid_from
    dated = ([day >= since] if since else []) + ([day <= until] if until else [])
    return [or_(and_(*dated), and_(day.is_(None), *written))]


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _SLICE):
        yield ids[start : start + _SLICE]
