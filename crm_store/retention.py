"""What is no longer needed goes after a time the workspace sets: deleted records for good, conversations nobody came back to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlmodel import col

from crm_store.base import Kind
from crm_store.codes import Kept, LeadStatus, StageKind, TicketStatus
from crm_store.errors import BadValue
from crm_store.models import (
    Deal,
    Event,
    Lead,
    Message,
    NameKey,
    Outbox,
    Proposal,
    RetentionRule,
    Stage,
    Thread,
    Ticket,
    Turn,
    entities,
    fields_of,
    table_of,
)
from crm_store.models.ledger import Attachment
from crm_store.sealing import ERASED
from crm_store.unit import LINK_TABLES, Unit

FEWEST, MOST = 1, 36_500
"""Days a rule may name."""

_SLICE = 500
_ENTITY = {
    Kept.CLOSED_TICKETS: Ticket.about.entity,
    Kept.LOST_LEADS: Lead.about.entity,
    Kept.LOST_DEALS: Deal.about.entity,
}
_FRAME = (Kind.REF, Kind.SUBJECT, Kind.BOOL, Kind.CHOICE)


@dataclass
class Purged:
    """What went: records by type, for good or into the recycle bin, and the ids of conversations, whose files are still to be removed."""

    records: dict[str, int] = field(default_factory=dict)
    binned: dict[str, int] = field(default_factory=dict)
    conversations: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Records and conversations together."""
        return sum(self.records.values()) + sum(self.binned.values()) + len(self.conversations)


def rules_of(crm: Unit) -> dict[str, RetentionRule]:
    """The rules that hold, by what they are about; of two about the same the later one."""
    rules = crm.all(select(RetentionRule).order_by(col(RetentionRule.id)))
    return {r.what.value: r for r in rules if r.days}


def days_of(crm: Unit) -> dict[str, int]:
    """Days by what is kept so long."""
    return {what: rule.days for what, rule in rules_of(crm).items()}


def set_rules(crm: Unit, wanted: Mapping[str, int]) -> None:
    """Write the rules that differ from these; 0 days end one."""
    there = rules_of(crm)
    for what, days in wanted.items():
        rule = there.get(what)
        if rule is None and days:
            crm.create("retention_rule", {"what": what, "days": days})
        elif rule is not None and not days:
            crm.delete(rule)
        elif rule is not None and rule.days != days:
            crm.update(rule, {"days": days})


def checked(rules: Mapping[str, int]) -> dict[str, int]:
    """Rules as they are kept: days by what they are about, those of 0 days left out.

    Raises:
        BadValue: nothing there is such a thing to keep, or days nobody means.
    """
    for what, days in rules.items():
        if what not in list(Kept) or (days and not FEWEST <= days <= MOST):
            raise BadValue(
                f"Keep one of {', '.join(k.en for k in Kept)} for {FEWEST} to {MOST:,} days; 0 keeps them for good.",
                f"可设置：{'、'.join(k.zh for k in Kept)}，{FEWEST} 到 {MOST:,} 天；0 表示永久保留。",
            )
    return {what: days for what, days in rules.items() if days}


def purge(crm: Unit, rules: Mapping[str, int], *, dry: bool = False) -> Purged:
    """Let go of what is older than its rule says; with `dry` only count it.

    A purged record leaves its number, so that nothing else ever gets it; its values go from the row and from the event log,
    whose seals still hold. Undo and the recycle bin no longer know it. Closed and lost records go into the recycle bin first, counted
    from their last change.
    """
    gone = Purged()
    for what in (Kept.CLOSED_TICKETS, Kept.LOST_LEADS, Kept.LOST_DEALS):
        if (days := rules.get(what)) and (numbers := _ripe(crm, what, days)):
            entity = _ENTITY[what]
            gone.binned[entity] = len(numbers)
            for start in range(0, 0 if dry else len(numbers), _SLICE):
                for record in crm.many(entity, numbers[start : start + _SLICE], hold=True).values():
                    crm.delete(record)
            crm.flush()
    if days := rules.get("bin"):
        for entity in entities():
            numbers = _in_bin(crm, entity, days)
            if numbers:
                gone.records[entity] = len(numbers)
            for start in range(0, 0 if dry else len(numbers), _SLICE):
                _empty(crm, entity, numbers[start : start + _SLICE])
    if days := rules.get("conversations"):
        t = table_of(Thread).c
        old = (t.workspace_id == crm.actor.workspace_id, t.updated_at < crm.now - timedelta(days=days))
        threads = list(crm.inside(select(t.id).where(*old)).scalars())
        gone.conversations = threads
        for start in range(0, 0 if dry else len(threads), _SLICE):
            _forget(crm, threads[start : start + _SLICE])
    return gone


def _ripe(crm: Unit, what: Kept, days: int) -> list[int]:
    """Tickets that are closed, leads and deals that are lost, and were neither touched nor brought back for so many days."""
    entity, ws, before = _ENTITY[what], crm.actor.workspace_id, crm.now - timedelta(days=days)
    t, e = table_of(entities()[entity]).c, table_of(Event).c
    over: ColumnElement[bool]
    if what is Kept.LOST_DEALS:
        s = table_of(Stage).c
        over = t.stage_id.in_(select(s.id).where(s.workspace_id == ws, s.kind == StageKind.LOST))
    else:
        over = t.status == (TicketStatus.CLOSED if what is Kept.CLOSED_TICKETS else LeadStatus.DEAD)
    # Bringing a record back leaves its stamp as it was.
    back = select(e.record_id).where(e.workspace_id == ws, e.entity == entity, e.op == "restore", e.at >= before)
    q = select(t.id).where(t.workspace_id == ws, t.deleted_at.is_(None), over, t.updated_at < before, t.id.not_in(back))
    return sorted(crm.inside(q).scalars())


def purged(crm: Unit, entity: str, numbers: list[int]) -> set[int]:
    """Those of these records of which nothing is left but the number."""
    e = table_of(Event).c
    q = select(e.record_id).where(
        e.workspace_id == crm.actor.workspace_id, e.entity == entity, e.op == "erase", e.record_id.in_(numbers)
    )
    return set(crm.inside(q).scalars())


def _in_bin(crm: Unit, entity: str, days: int) -> list[int]:
    t = table_of(entities()[entity]).c
    q = select(t.id).where(
        t.workspace_id == crm.actor.workspace_id,
        t.deleted_at.is_not(None),
        t.deleted_at < crm.now - timedelta(days=days),
    )
    found = sorted(crm.inside(q).scalars())
    out = [n for start in range(0, len(found), _SLICE) for n in purged(crm, entity, found[start : start + _SLICE])]
    return sorted(set(found) - set(out))


def _empty(crm: Unit, entity: str, numbers: list[int]) -> None:
    """Empty the rows, their links, name keys and index jobs, and what the log says of them."""
    model, ws = entities()[entity], crm.actor.workspace_id
    table = table_of(model)
    values: dict[str, Any] = {"custom": {}, "external_id": None, "version": table.c.version + 1}
    for spec in fields_of(entity).values():
        if not spec.column or spec.kind in _FRAME:
            continue
        column = table.c[spec.column]
        if spec.kind is Kind.JSON:
            values[spec.column] = []
        elif column.nullable:
            values[spec.column] = None
        elif spec.kind in (Kind.TEXT, Kind.LONG):
            values[spec.column] = ""
    crm.inside(update(table).where(table.c.workspace_id == ws, table.c.id.in_(numbers)).values(values))
    for link in model.about.links.values():
        x = table_of(LINK_TABLES[link.model])
        crm.inside(delete(x).where(x.c.workspace_id == ws, x.c[link.mine].in_(numbers)))
    for book in (NameKey, Outbox):
        b = table_of(book)
        crm.inside(delete(b).where(b.c.workspace_id == ws, b.c.entity == entity, b.c.record_id.in_(numbers)))
    _redact_cards(crm, entity, set(numbers))
    e = table_of(Event)
    mine = (e.c.workspace_id == ws, e.c.entity == entity, e.c.record_id.in_(numbers))
    crm.inside(update(e).where(*mine).values(before={}, after={ERASED: True}))
    crm.session.expire_all()
    crm._book([("erase", entity, n, {}, {ERASED: True}) for n in numbers], at=crm.now)
    crm._jobs([(entity, n) for n in numbers])


def _redact_cards(crm: Unit, entity: str, numbers: set[int]) -> None:
    """What saved cards say of these records."""
    ws, e, p = crm.actor.workspace_id, table_of(Event).c, table_of(Proposal)
    txs = select(e.tx).where(e.workspace_id == ws, e.entity == entity, e.record_id.in_(sorted(numbers)))
    for number, changes in list(crm.inside(select(p.c.id, p.c.changes).where(p.c.workspace_id == ws, p.c.tx.in_(txs)))):
        kept = [
            {**c, "label": "", "fields": {}} if c["entity"] == entity and c["number"] in numbers else c for c in changes
        ]
        crm.inside(update(p).where(p.c.workspace_id == ws, p.c.id == number).values(changes=kept))


def _forget(crm: Unit, threads: list[str]) -> None:
    """Remove conversations with all that was said, drawn and proposed in them."""
    ws, p = crm.actor.workspace_id, table_of(Proposal)
    for book in (Message, Turn, Attachment):
        t = table_of(book)
        crm.inside(delete(t).where(t.c.workspace_id == ws, t.c.thread_id.in_(threads)))
    # What was saved stays undoable by whoever saved it, without the conversation around it.
    crm.inside(
        delete(p).where(p.c.workspace_id == ws, p.c.thread_id.in_(threads), p.c.status.not_in(("applied", "undone")))
    )
    t = table_of(Thread)
    crm.inside(delete(t).where(t.c.workspace_id == ws, t.c.id.in_(threads)))
