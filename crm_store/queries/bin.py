"""The recycle bin: what was deleted, by whom and when, and the one record a name in it means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from crm_store.base import Record
from crm_store.errors import Ambiguous, NotFound
from crm_store.models import Event, User, by_prefix, entities, entity_type
from crm_store.names import normal
from crm_store.retention import purged
from crm_store.unit import Unit

KEPT = ("account", "contact", "lead", "deal", "activity", "task", "ticket", "fact", "article", "product")
"""Record types the bin shows."""


@dataclass(frozen=True)
class Deleted:
    """A record in the bin: when it was deleted, and by whom as far as that is known."""

    record: Record
    at: datetime
    by: User | None


def deleted(crm: Unit, wanted: Sequence[str] = (), *, limit: int = 50) -> list[Deleted]:
    """What this person may see of the bin, the latest first."""
    found: list[Record] = []
    for entity in wanted or KEPT:
        model = entity_type(entity)
        q = (
            select(model)
            .where(col(model.deleted_at).is_not(None))
            .order_by(col(model.deleted_at).desc(), col(model.id))
        )
        some: list[Record] = list(crm.session.execute(q.limit(limit), execution_options={"deleted": True}).scalars())
        found += _whole(crm, entity, some)
    found.sort(key=lambda r: (r.deleted_at or crm.now, r.id or 0), reverse=True)
    return [Deleted(r, r.deleted_at or crm.now, _by(crm, r)) for r in found[:limit]]


def one_deleted(crm: Unit, said: str, wanted: Sequence[str] = ()) -> Record:
    """The deleted record a reference or a name means.

    Raises:
        NotFound: there is none in the bin that this person may see. Ambiguous: several of that name.
    """
    text = said.strip()
    prefix, _, number = text.upper().rpartition("-")
    entity = by_prefix().get(prefix.strip())
    if entity is not None and number.isdigit() and len(number) < 10:
        found = crm.many(entity, [int(number)], deleted=True).get(int(number))
        if found is not None and found.deleted_at is not None and _whole(crm, entity, [found]):
            return found
        raise _nothing(text)
    name = normal(text)
    hits: list[Record] = []
    for kind in wanted or KEPT:
        model = entities()[kind]
        title = getattr(model, model.about.title)
        q = select(model).where(col(model.deleted_at).is_not(None), title.icontains(text, autoescape=True))
        hits += _whole(crm, kind, list(crm.session.execute(q.limit(50), execution_options={"deleted": True}).scalars()))
    exact = [r for r in hits if normal(r.display) == name] or hits
    if not exact:
        raise _nothing(text)
    if len(exact) > 1:
        raise Ambiguous(text, [(r.ref, r.display) for r in exact[:8]])
    return exact[0]


def _whole(crm: Unit, entity: str, records: list[Record]) -> list[Record]:
    """Those of which more is left than a number: neither erased nor purged."""
    gone = purged(crm, entity, [r.id or 0 for r in records]) if records else set()
    return [r for r in records if r.id not in gone]


def _nothing(said: str) -> NotFound:
    return NotFound(
        said,
        f"Nothing called “{said}” is in the recycle bin. Say “show the recycle bin” to see what is.",
        f"回收站里没有“{said}”。说“查看回收站”可以看到其中的内容。",
    )


def _by(crm: Unit, record: Record) -> User | None:
    q = select(col(Event.actor_id)).where(
        col(Event.workspace_id) == crm.actor.workspace_id, col(Event.entity) == type(record).about.entity,
        col(Event.record_id) == record.id, col(Event.op) == "delete",
    )  # fmt: skip
    number = crm.inside(q.order_by(col(Event.id).desc()).limit(1)).scalar()
    user = crm.many("user", [number]).get(number) if number else None
    return user if isinstance(user, User) else None
