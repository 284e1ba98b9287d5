"""Notes that hold given words, newest first: what is searched where no memory runs."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.models import entity_type
from crm_store.outbox import INDEXED
from crm_store.queries.searching import Days
from crm_store.queries.timeline import hanging
from crm_store.unit import Unit

_MOST = 300
"""Records looked at for one question."""


def holding(
    crm: Unit, words: Sequence[str], *, about: Sequence[Record] = (), days: Days = (None, None)
) -> list[Record]:
    """Activities, tickets, facts and articles in scope that hold at least one of these words (folded, stemmed).

    `about` keeps to what hangs on these records, `days` to what happened within them.
    """
    if not words:
        return []
    found: list[Record] = []
    if about:
        for record in about:
            beside = hanging(crm, record, most=_MOST)
            found += [*beside.activities.records, *beside.tickets.records, *beside.facts.records]
    else:
        for entity in sorted(INDEXED):
            model: Any = entity_type(entity)
            fields = [func.lower(func.coalesce(getattr(model, f), "")) for f in model.about.search]
            held = or_(*(f.contains(word, autoescape=True) for f in fields for word in words))
            found += crm.all(select(model).where(held).order_by(col(model.id).desc()).limit(_MOST))
    since, until = days
    if since is not None:
        found = [r for r in found if _at(r) >= datetime.combine(since, time(), crm.actor.zone)]
    if until is not None:
        found = [r for r in found if _at(r) < datetime.combine(until + timedelta(days=1), time(), crm.actor.zone)]
    unique = {(type(r).about.entity, r.id): r for r in found}
    return sorted(unique.values(), key=lambda r: (_at(r), r.id or 0), reverse=True)


def _at(record: Record) -> datetime:
    at: datetime = getattr(record, "starts_at", None) or record.created_at
    return at.astimezone(UTC)
