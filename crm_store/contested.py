"""Two people at one field: what it was, what the other made of it and what this one wants, and the choice between them."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from crm_store.base import Record
from crm_store.changes import as_json, digest
from crm_store.models import Event, Proposal, User
from crm_store.proposals import cancel, hold, refresh
from crm_store.unit import Unit

_LOOKED_AT = 50
"""Events of a record looked through for who changed a field."""


@dataclass(frozen=True)
class Clash:
    """One field both changed: JSON values as it was, as it is now, and as the card would make it; who did it, if that is known."""

    entity: str
    number: int
    label: str
    field: str
    original: Any
    theirs: Any
    mine: Any
    by: int | None


def clashes(crm: Unit, proposal: Proposal) -> list[Clash]:
    """The fields a card changes which somebody changed otherwise since it was shown; other fields of the record do not clash."""
    found = []
    for change in proposal.changes:
        if change["op"] != "update":
            continue
        record = crm.many(change["entity"], [change["number"]]).get(change["number"])
        if record is None:
            continue
        for name, held in change["fields"].items():
            if name in change.get("derived", ()):
                continue
            now = as_json(change["entity"], name, crm.value(record, name))
            if now not in (held["before"], held["after"]):
                by = _by(crm, record, name)
                found.append(
                    Clash(
                        change["entity"], record.id or 0, record.display, name, held["before"], now, held["after"], by
                    )
                )
    return found


def renew(crm: Unit, proposal: Proposal) -> Proposal:
    """A fresh card of the same wish that keeps beside each contested field what it was before either of them."""
    known = clashes(crm, proposal)
    earlier = {
        (c["entity"], c["number"], n): was for c in proposal.changes for n, was in (c.get("clash") or {}).items()
    }
    fresh = refresh(crm, proposal)
    changes = json.loads(json.dumps(fresh.changes))
    for change in changes:
        marked = {
            k.field: earlier.get((k.entity, k.number, k.field), {"original": k.original}) | {"by": k.by}
            for k in known
            if (k.entity, k.number) == (change["entity"], change["number"]) and k.field in change["fields"]
        }
        if marked:
            change["clash"] = marked
    fresh.changes, fresh.digest = changes, digest(changes)
    return fresh


def contested(proposal: Proposal) -> bool:
    """Whether a card waits for a choice between what stands there and what it would write."""
    return any(c.get("clash") for c in proposal.changes)


def leave_theirs(crm: Unit, proposal: Proposal) -> bool:
    """Take the contested fields off a waiting card; False when nothing is left, and the card is cancelled."""
    hold(crm, proposal)
    if proposal.status != "pending":
        return False
    changes = json.loads(json.dumps(proposal.changes))
    for change in changes:
        shut = set(change.pop("clash", {}))
        change["fields"] = {n: f for n, f in change["fields"].items() if n not in shut}
        asked = [n for n in change["fields"] if n not in change.get("derived", ())]
        if shut and not [n for n in asked if change["fields"][n]["before"] != change["fields"][n]["after"]]:
            change["fields"] = {}
    kept = [c for c in changes if c["op"] != "update" or c["fields"]]
    if not kept:
        cancel(crm, proposal)
        return False
    proposal.changes, proposal.digest = kept, digest(kept)
    return True


def _by(crm: Unit, record: Record, field: str) -> int | None:
    """Who changed a field last, as far as this person may know them."""
    q = select(Event).where(col(Event.entity) == type(record).about.entity, col(Event.record_id) == record.id)
    for event in crm.exec(q.order_by(col(Event.id).desc()).limit(_LOOKED_AT)).scalars():
        if field in event.after:
            number = event.actor_id
            return number if number and isinstance(crm.many("user", [number]).get(number), User) else None
    return None
