"""Taking back a whole unit of work by replaying the event log backwards, and bringing it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import col

from crm_store import audit
from crm_store.base import Kind, Record
from crm_store.errors import Conflict, NotAllowed, NotFound
from crm_store.faults import point
from crm_store.models import Event, Proposal, StageHistory, entity_type, fields_of, table_of
from crm_store.unit import Unit
from crm_store.values import from_json


def undo(crm: Unit, tx: str) -> list[Record]:
    """Take back everything a unit of work changed; returns the records touched.

    Raises:
        Conflict: somebody changed one of these records since; it is named and nothing is taken back.
        NotFound: no such unit of work that this person may see. NotAllowed: it was taken back already.
    """
    events = _events(crm, tx)
    if any(e.undone_by for e in events):
        raise NotAllowed("That was undone already. Say “redo” to bring it back.", "该操作已撤销过。说“重做”可以恢复。")
    return _turn_back(crm, tx, events)


def redo(crm: Unit, tx: str) -> list[Record]:
    """Bring back what `undo` took: undoes the unit of work that undid `tx`."""
    undone_by = {e.undone_by for e in _events(crm, tx)} - {None}
    if not undone_by:
        raise NotAllowed("There is nothing to redo.", "没有可以重做的操作。")
    back = sorted(u for u in undone_by if u)[0]
    touched = _turn_back(crm, back, _events(crm, back))
    crm.inside(update(table_of(Event)).where(table_of(Event).c.tx == tx).values(undone_by=None))
    return touched


def _events(crm: Unit, tx: str) -> list[Event]:
    ws = crm.actor.workspace_id
    q = select(Event).where(
        col(Event.tx) == tx, col(Event.workspace_id) == ws, col(Event.tool).is_distinct_from("history")
    )
    events = list(crm.inside(q.order_by(col(Event.id))).scalars())
    if not events:
        raise NotFound(tx, "There is nothing of that name to undo.", "没有可以撤销的对应操作。")
    if not crm.actor.everything and any(e.actor_id != crm.actor.user_id for e in events):
        raise NotFound(tx, "There is nothing of yours to undo there.", "那里没有您可以撤销的操作。")
    return events


def _turn_back(crm: Unit, tx: str, events: list[Event]) -> list[Record]:
    net = audit.net_changes(events)
    _refuse_if_edited(crm, tx, events, net)
    records: list[Record] = []
    for (entity, number), (ops, before, after) in reversed(list(net.items())):
        record = _load(crm, entity, number)
        records.append(record)
        created, deleted = "create" in ops or "restore" in ops, "delete" in ops
        if created and deleted:
            continue
        crm.allow(entity, number)
        if created:
            crm.delete(record)
        elif deleted:
            crm.restore(record)
        specs = fields_of(entity)
        values = {}
        for name in after if not created else ():
            spec = specs.get(name)
            value = before.get(name)
            values[name] = (
                value
                if spec is None or spec.kind in (Kind.REF, Kind.REFS, Kind.SUBJECT, Kind.JSON)
                else from_json(spec, value)
            )
        if values:
            crm.update(record, values, plain=True)
        if not created and audit.STAMP in before:
            at, by = before[audit.STAMP]
            crm.keep_stamp(record, datetime.fromisoformat(at), by)
    point("undo.before_flush")
    crm.flush()
    _forget_stays(crm, tx)
    ws = crm.actor.workspace_id
    crm.inside(
        update(table_of(Event))
        .where(table_of(Event).c.workspace_id == ws, table_of(Event).c.tx == tx)
        .values(undone_by=crm.tx)
    )
    point("undo.before_end")
    return records


def _refuse_if_edited(crm: Unit, tx: str, events: list[Event], net: dict[tuple[str, int], Any]) -> None:
    """Conflict when a later, standing change touched the same fields, or touched a record this would remove."""
    last = max(e.id or 0 for e in events)
    ws = crm.actor.workspace_id
    for entity in {e for e, _ in net}:
        numbers = [n for e, n in net if e == entity]
        for start in range(0, len(numbers), 500):
            q = (
                select(Event)
                .where(
                    col(Event.workspace_id) == ws,
                    col(Event.entity) == entity,
                    col(Event.record_id).in_(numbers[start : start + 500]),
                )
                .where(col(Event.id) > last, col(Event.undone_by).is_(None), col(Event.tx) != tx)
                .order_by(col(Event.id))
            )
            undoing = _undoing(crm)
            for e in crm.inside(q).scalars():
                if e.tx in undoing:
                    continue
                ops, _, after = net[(e.entity, e.record_id)]
                if "create" in ops or e.op != "update" or set(e.after) & set(after):
                    raise Conflict(_name(crm, e.entity, e.record_id), *_edited(crm, e))


def _undoing(crm: Unit) -> set[str]:
    """Units of work that only took others back, and still stand: they leave records as they were."""
    q = select(table_of(Event).c.undone_by).where(table_of(Event).c.undone_by.is_not(None)).distinct()
    return {str(t) for (t,) in crm.inside(q)}


def _edited(crm: Unit, e: Event) -> tuple[str, str]:
    name = _name(crm, e.entity, e.record_id)
    return (
        f"{name} was changed after that, so nothing was undone. Undo the later change first, or change {name} by hand.",
        f"“{name}”在那之后又被修改过，因此没有撤销任何内容。请先撤销后来的更改，或手动修改“{name}”。",
    )


def _name(crm: Unit, entity: str, number: int) -> str:
    return f"{_load(crm, entity, number).display} ({entity_type(entity).about.prefix}-{number})"


def _load(crm: Unit, entity: str, number: int) -> Record:
    model = entity_type(entity)
    found = crm.inside(
        select(model).where(col(model.id) == number, col(model.workspace_id) == crm.actor.workspace_id)
    ).scalar_one()
    assert isinstance(found, Record)
    return found


def _forget_stays(crm: Unit, tx: str) -> None:
    """Stays in a stage that never happened go; the stay before them goes on."""
    t = table_of(StageHistory)
    ws = crm.actor.workspace_id
    for mine in (tx, crm.tx):
        gone = list(crm.inside(select(t.c.deal_id, t.c.entered_at).where(t.c.workspace_id == ws, t.c.tx == mine)))
        crm.inside(delete(t).where(t.c.workspace_id == ws, t.c.tx == mine))
        for deal, at in gone:
            crm.inside(
                update(t).where(t.c.workspace_id == ws, t.c.deal_id == deal, t.c.left_at == at).values(left_at=None)
            )


def undo_proposal(crm: Unit, proposal: Proposal) -> list[Record]:
    """Take back an applied proposal."""
    if proposal.status == "undone":
        raise NotAllowed("That was undone already. Say “redo” to bring it back.", "该操作已撤销过。说“重做”可以恢复。")
    if proposal.status != "applied" or proposal.tx is None:
        raise NotAllowed("There is nothing to undo.", "没有可以撤销的操作。")
    records = undo(crm, proposal.tx)
    proposal.status, proposal.undo_tx, proposal.decided_at = "undone", crm.tx, crm.now
    return records


def redo_proposal(crm: Unit, proposal: Proposal) -> list[Record]:
    """Bring an undone proposal back."""
    if proposal.status != "undone" or proposal.tx is None:
        raise NotAllowed("There is nothing to redo.", "没有可以重做的操作。")
    records = redo(crm, proposal.tx)
    proposal.status, proposal.undo_tx, proposal.decided_at = "applied", None, crm.now
    return records
