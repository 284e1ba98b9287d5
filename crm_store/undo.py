"""Taking back a whole unit of work by replaying the event log backwards, and bringing it back."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlmodel import col

from crm_store import audit
from crm_store.base import Kind, Record
from crm_store.errors import Conflict, NotAllowed, NotFound
from crm_store.faults import point
from crm_store.models import Event, Proposal, StageHistory, entities, entity_type, fields_of, table_of
from crm_store.names import normal
from crm_store.proposals import hold
from crm_store.sealing import ERASED
from crm_store.unit import LINK_TABLES, Unit
from crm_store.values import from_json

_LOOKED_THROUGH = 200
"""So many saved changes are searched for the one that touched a record."""
Held = dict[tuple[str, int], Record]
Net = dict[tuple[str, int], tuple[list[str], dict[str, Any], dict[str, Any]]]


def undo(crm: Unit, tx: str, *, left: list[Record] | None = None) -> list[Record]:
    """Take back everything a unit of work changed; returns the records touched.

    With a list `left`, records that were edited or leant on since stay as they are, are put into it, and the rest is taken back.

    Raises:
        Conflict: somebody changed one of these records since, or put something on one that would go; it is named and
            nothing is taken back.
        NotFound: no such unit of work that this person may see. NotAllowed: it was taken back already.
    """
    events = _events(crm, tx)
    held = _hold(crm, events)
    if any(_events_of(crm, tx, col(Event.undone_by))):
        raise NotAllowed("That was undone already. Say “redo” to bring it back.", "该操作已撤销过。说“重做”可以恢复。")
    if left is not None:
        events = _without_edited(crm, tx, events, held, left)
    return _turn_back(crm, tx, events, held, f"undo {tx}", partly=bool(left))


def _without_edited(crm: Unit, tx: str, events: list[Event], held: Held, left: list[Record]) -> list[Event]:
    """The events of those records that can be taken back; Conflict when there are none.

    A record that stays may lean on another that would go, which then stays as well: asked again until nothing more does.
    """
    while events:
        net = audit.net_changes(events)
        try:
            _refuse_if_edited(crm, tx, events, net, held)
            _refuse_if_leant_on(crm, net, held)
            return events
        except _Standing as standing:
            left.append(held[standing.key])
            events = [e for e in events if (e.entity, e.record_id) != standing.key]
            last = standing
    raise last


def redo(crm: Unit, tx: str) -> list[Record]:
    """Bring back what `undo` took: undoes the unit of work that undid `tx`."""
    _hold(crm, _events(crm, tx))
    undone_by = sorted({str(u) for u in _events_of(crm, tx, col(Event.undone_by)) if u})
    if not undone_by:
        raise NotAllowed("There is nothing to redo.", "没有可以重做的操作。")
    undoing = _events(crm, undone_by[0])
    touched = _turn_back(crm, undone_by[0], undoing, _hold(crm, undoing), f"redo {tx}")
    t = table_of(Event).c
    crm.inside(
        update(table_of(Event)).where(t.workspace_id == crm.actor.workspace_id, t.tx == tx).values(undone_by=None)
    )
    _recall_stays(crm, undone_by[0])
    return touched


class _Standing(Conflict):
    """A record that cannot be taken back, by its key."""

    def __init__(self, key: tuple[str, int], label: str, en: str, zh: str) -> None:
        super().__init__(label, en, zh)
        self.key = key


def _events(crm: Unit, tx: str) -> list[Event]:
    events = _events_of(crm, tx, Event)
    if not events:
        raise NotFound(tx, "There is nothing of that name to undo.", "没有可以撤销的对应操作。")
    if any(ERASED in e.after for e in events):
        raise NotAllowed(
            "Personal data in that was erased for good, so it cannot be undone.",
            "其中的个人数据已被永久抹除，无法撤销。",
        )
    if not crm.actor.everything and any(e.actor_id != crm.actor.user_id for e in events):
        raise NotFound(tx, "There is nothing of yours to undo there.", "那里没有您可以撤销的操作。")
    return events


def _events_of(crm: Unit, tx: str, what: Any) -> list[Any]:
    ws = crm.actor.workspace_id
    q = select(what).where(
        col(Event.tx) == tx, col(Event.workspace_id) == ws, col(Event.tool).is_distinct_from("history")
    )
    return list(crm.inside(q.order_by(col(Event.id))).scalars())


def _hold(crm: Unit, events: list[Event]) -> Held:
    """The records of these events, whoever sees them, read afresh and kept from others until this unit of work ends."""
    held: Held = {}
    for entity in dict.fromkeys(e.entity for e in events):
        model = entity_type(entity)
        numbers = sorted({e.record_id for e in events if e.entity == entity})
        for start in range(0, len(numbers), 500):
            q = select(model).where(
                col(model.workspace_id) == crm.actor.workspace_id, col(model.id).in_(numbers[start : start + 500])
            )
            fresh = q.with_for_update().execution_options(populate_existing=True)
            held |= {(entity, r.id or 0): r for r in crm.inside(fresh).scalars()}
    return held


def _turn_back(
    crm: Unit, tx: str, events: list[Event], held: Held, reason: str, *, partly: bool = False
) -> list[Record]:
    net: Net = audit.net_changes(events)
    _refuse_if_edited(crm, tx, events, net, held)
    _refuse_if_leant_on(crm, net, held)
    records: list[Record] = []
    for (entity, number), (ops, before, after) in reversed(list(net.items())):
        record = held[(entity, number)]
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
    crm.reason = reason
    crm.flush()
    crm.reason = None
    _forget_stays(crm, tx, [n for e, n in net if e == "deal"] if partly else None)
    t = table_of(Event).c
    numbers = [e.id or 0 for e in events]
    for start in range(0, len(numbers), 500):
        some = t.id.in_(numbers[start : start + 500])
        crm.inside(
            update(table_of(Event)).where(t.workspace_id == crm.actor.workspace_id, some).values(undone_by=crm.tx)
        )
    point("undo.before_end")
    return records


def _refuse_if_edited(crm: Unit, tx: str, events: list[Event], net: Net, held: Held) -> None:
    """Conflict when a later, standing change touched the same fields, or touched a record this would remove."""
    last = max(e.id or 0 for e in events)
    ws = crm.actor.workspace_id
    for entity in {e for e, _ in net}:
        numbers = [n for e, n in net if e == entity]
        for start in range(0, len(numbers), 500):
            here = (
                col(Event.workspace_id) == ws,
                col(Event.entity) == entity,
                col(Event.record_id).in_(numbers[start : start + 500]),
            )
            later = select(Event).where(
                *here, col(Event.id) > last, col(Event.undone_by).is_(None), col(Event.tx) != tx
            )
            undid = select(col(Event.undone_by), col(Event.record_id), func.min(Event.id)).where(
                *here, col(Event.undone_by).is_not(None)
            )
            since = {
                (t, n): first for t, n, first in crm.inside(undid.group_by(col(Event.undone_by), col(Event.record_id)))
            }
            for e in crm.inside(later.order_by(col(Event.id))).scalars():
                if since.get((e.tx, e.record_id), 0) > last:
                    continue  # it only took back what was done after ours: the record is as we left it
                ops, _, after = net[(e.entity, e.record_id)]
                if "create" in ops or e.op != "update" or set(e.after) & set(after):
                    name = _name(held[(e.entity, e.record_id)])
                    raise _Standing(
                        (e.entity, e.record_id),
                        name,
                        f"{name} was changed after that, so nothing was undone. Undo the later change first, or change {name} by hand."
                        + (" To undo all but that, say “undo the rest”." if len(net) > 1 else ""),
                        f"“{name}”在那之后又被修改过，因此没有撤销任何内容。请先撤销后来的更改，或手动修改“{name}”。"
                        + ("如只撤销其余部分，请说“其余的撤销”。" if len(net) > 1 else ""),
                    )


def _refuse_if_leant_on(crm: Unit, net: Net, held: Held) -> None:
    """Conflict when a record that would go carries another that somebody made or tied to it since."""
    for entity in {e for e, _ in net}:
        going = [n for e, n in net if e == entity and "create" in net[(e, n)][0] and "delete" not in net[(e, n)][0]]
        for start in range(0, len(going), 500):
            for leaning, number, on in _leaning(crm, entity, going[start : start + 500]):
                if (leaning, number) in net:
                    continue
                name = _name(held[(entity, on)])
                seen = crm.many(leaning, [number]).get(number)
                what = (_name(seen), f"“{_name(seen)}”") if seen is not None else ("Something", "其他记录")
                raise _Standing(
                    (entity, on),
                    name,
                    f"{what[0]} was added to {name} after that, so nothing was undone. Undo or delete that first.",
                    f"{what[1]}在那之后关联到了“{name}”，因此没有撤销任何内容。请先撤销或删除它。",
                )


def _leaning(crm: Unit, entity: str, numbers: list[int]) -> Iterator[tuple[str, int, int]]:
    """(record type, number, number leant on) of every live record that refers to one of these."""
    ws = crm.actor.workspace_id
    for other, model in entities().items():
        t = table_of(model).c
        live = (t.workspace_id == ws, t.deleted_at.is_(None))
        pointing = [t[s.column] for s in fields_of(other).values() if s.kind is Kind.REF and s.to == entity]
        for column in pointing:
            for number, on in crm.inside(select(t.id, column).where(*live, column.in_(numbers))):
                yield other, number, on
        if other == "fact":
            about = (t.subject_type == entity, t.subject_id.in_(numbers))
            for number, on in crm.inside(select(t.id, t.subject_id).where(*live, *about)):
                yield other, number, on
        for link in model.about.links.values():
            x = table_of(LINK_TABLES[link.model]).c
            if entity != (link.target or link.theirs.removesuffix("_id")):
                continue
            q = select(t.id, x[link.theirs]).where(*live, x.workspace_id == ws, x[link.mine] == t.id)
            q = q.where(x[link.theirs].in_(numbers))
            for number, on in crm.inside(q.where(x.target == link.target) if link.target else q):
                yield other, number, on


def _name(record: Record) -> str:
    return f"{record.display} ({record.ref})"


def _forget_stays(crm: Unit, tx: str, only: list[int] | None = None) -> None:
    """Stays in a stage that never happened are set aside, the stay before each goes on; those this very undo wrote vanish.

    With `only`, of these deals.
    """
    t = table_of(StageHistory)
    ws = crm.actor.workspace_id
    for mine in (crm.tx, tx):
        here = (t.c.workspace_id == ws, t.c.tx == mine, *([t.c.deal_id.in_(only)] if only is not None else []))
        gone = list(crm.inside(select(t.c.deal_id, t.c.entered_at).where(*here)))
        if mine == crm.tx:
            crm.inside(delete(t).where(*here))
        else:
            crm.inside(update(t).where(*here).values(undone_by=crm.tx))
        for deal, at in gone:
            counts = (t.c.workspace_id == ws, t.c.deal_id == deal, t.c.left_at == at, t.c.undone_by.is_(None))
            before = crm.inside(select(func.max(t.c.id)).where(*counts)).scalar_one_or_none()
            crm.inside(update(t).where(t.c.workspace_id == ws, t.c.id == before).values(left_at=None))


def _recall_stays(crm: Unit, back: str) -> None:
    """Stays an undo set aside count again; the stay before each ends where it begins."""
    t = table_of(StageHistory)
    ws = crm.actor.workspace_id
    again = list(crm.inside(select(t.c.deal_id, t.c.entered_at).where(t.c.workspace_id == ws, t.c.undone_by == back)))
    for deal, at in again:
        before = (t.c.workspace_id == ws, t.c.deal_id == deal, t.c.left_at.is_(None), t.c.undone_by.is_(None))
        crm.inside(update(t).where(*before, t.c.entered_at <= at).values(left_at=at))
    crm.inside(update(t).where(t.c.workspace_id == ws, t.c.undone_by == back).values(undone_by=None))


def last_applied(crm: Unit, thread: str | None = None) -> Proposal | None:
    """The proposal saved last that is not undone."""
    return next(iter(applied(crm, thread, most=1)), None)


def applied(crm: Unit, thread: str | None = None, *, most: int) -> list[Proposal]:
    """Proposals saved and not undone, the newest first."""
    q = select(Proposal).where(Proposal.status == "applied").order_by(col(Proposal.decided_at).desc(), col(Proposal.id))  # type: ignore[arg-type]
    if thread is not None:
        q = q.where(col(Proposal.thread_id) == thread)
    return list(crm.exec(q.limit(most)).scalars())


def last_touching(crm: Unit, refs: Sequence[str], label: str) -> Proposal | None:
    """Of the last changes this person saved and did not undo, the newest that touched one of these records, or one its card called `label`."""
    recent = applied(crm, most=_LOOKED_THROUGH)
    t = table_of(Event).c
    q = select(t.tx, t.entity, t.record_id).where(
        t.workspace_id == crm.actor.workspace_id, t.tx.in_([p.tx for p in recent])
    )
    wanted, said = {r.casefold() for r in refs}, normal(label)
    touched = {tx for tx, entity, n in crm.inside(q) if f"{entity_type(entity).about.prefix}-{n}".casefold() in wanted}
    for proposal in recent:
        labels = (normal(str(c.get("label") or "")) for c in proposal.changes)
        if proposal.tx in touched or (said and any(said in known for known in labels)):
            return proposal
    return None


def undo_proposal(crm: Unit, proposal: Proposal, *, left: list[Record] | None = None) -> list[Record]:
    """Take back an applied proposal; with a list `left` as far as that goes, see `undo`."""
    hold(crm, proposal)
    if proposal.status == "undone":
        raise NotAllowed("That was undone already. Say “redo” to bring it back.", "该操作已撤销过。说“重做”可以恢复。")
    if proposal.status != "applied" or proposal.tx is None:
        raise NotAllowed("There is nothing to undo.", "没有可以撤销的操作。")
    records = undo(crm, proposal.tx, left=left)
    proposal.status, proposal.undo_tx, proposal.decided_at = "undone", crm.tx, crm.now
    return records


def redo_proposal(crm: Unit, proposal: Proposal) -> list[Record]:
    """Bring an undone proposal back."""
    hold(crm, proposal)
    if proposal.status != "undone" or proposal.tx is None:
        raise NotAllowed("There is nothing to redo.", "没有可以重做的操作。")
    records = redo(crm, proposal.tx)
    proposal.status, proposal.undo_tx, proposal.decided_at = "applied", None, crm.now
    return records
