"""Changes a person decides on: drafted, previewed, edited, applied once, cancelled, expired, undone and redone as a whole."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlmodel import col

from crm_store import erasing, merging, own_fields, rules
from crm_store.base import Kind, Record
from crm_store.changes import (
    Change,
    New,
    as_json,
    check_fields,
    digest,
    has_handle,
    hold_currency,
    is_new,
    landed,
    merged,
    must_bulk,
    must_write_type,
    numbers_of,
    pointed_at,
    renamed,
    subject_type_of,
)
from crm_store.errors import BadValue, Conflict, Expired, NotAllowed, NotFound
from crm_store.faults import point
from crm_store.models import Proposal, entity_type, fields_of
from crm_store.unit import Unit
from crm_store.values import from_json

LIFETIME = timedelta(minutes=30)
"""How long a preview may be saved: long enough for a call, short enough that the world has not moved on."""

MOST_CHANGES = 5000
"""More changes than this in one proposal are refused: split the request."""


_WHEN_SAVED = frozenset({"stage_entered_at", "closed_at", "completed_at", "resolved_at"})
"""What follows from a change when it is saved, not when it was previewed."""


class Draft:
    """Collects changes in one reading or writing unit, checks each against the rules, and saves them as a proposal."""

    def __init__(self, crm: Unit) -> None:
        self.crm = crm
        self.changes: list[Change] = []
        self._met: set[tuple[str, int]] = set()
        self._said: set[tuple[Any, ...]] = set()

    def create(self, entity: str, values: Mapping[str, Any]) -> New:
        """A new record from field values; a value may be a `New` made earlier in this draft."""
        must_write_type(self.crm, entity, "create")
        self.crm.must_fill(entity, values)
        values = self._own(entity, values, None)
        values = rules.typed(entity, values)
        rules.must_lend(self.crm, entity, values)
        self._must_see(entity, values)
        known = {k: v for k, v in values.items() if v is not None and not is_new(v)}
        pending = {k: v for k, v in values.items() if is_new(v)}
        base = {**rules.defaults(self.crm, entity), **known}
        more = rules.derived(self.crm, entity, None, base)
        made = New(f"new{len(self.changes) + 1}")
        fields = {}
        for name, value in {**base, **more, **pending}.items():
            if value is not None:
                fields[name] = {"before": None, "after": as_json(entity, name, value)}
        title = str(values.get(entity_type(entity).about.title) or "")
        change = Change("create", entity, None, made.handle, title, None, fields)
        change.derived = [n for n in fields if n not in values]
        check_fields(entity, fields)
        self.changes.append(change)
        return made

    def update(self, record: Record, values: Mapping[str, Any]) -> bool:
        """Change fields of a record; False when they hold these values already (then nothing is proposed)."""
        entity = type(record).about.entity
        self.crm_allows(record)
        self.crm.must_fill(entity, values)
        self.crm.must_assign(entity, [record.id or 0], values)
        values = rules.typed(entity, self._own(entity, values, record))
        more = rules.derived(self.crm, entity, record, {k: v for k, v in values.items() if not is_new(v)})
        fields = {}
        for name, value in {**values, **more}.items():
            before = as_json(entity, name, self.crm.value(record, name))
            after = as_json(entity, name, value)
            if before != after and not (name == "stage_entered_at" and "stage" not in values):
                fields[name] = {"before": before, "after": after}
        wanted = {n: f for n, f in fields.items() if n in values}
        if not wanted:
            return False
        self._must_see(entity, {n: values[n] for n in wanted} | subject_type_of(record))
        hold_currency(self.crm, entity, record, fields)
        check_fields(entity, fields)
        said = {(entity, record.id, n, json.dumps(f["after"], default=str)) for n, f in wanted.items()}
        if said <= self._said:
            return True  # on the card already: a deal comes with its account, and is named itself
        self._said |= said
        change = Change("update", entity, record.id, None, record.display, record.version, fields)
        change.derived = [n for n in fields if n not in values]
        self.changes.append(change)
        return True

    def delete(self, record: Record) -> None:
        self.crm_allows(record, "delete")
        self.changes.append(
            Change("delete", type(record).about.entity, record.id, None, record.display, record.version)
        )

    def restore(self, record: Record) -> None:
        """Bring a deleted record back."""
        self.crm_allows(record, "delete")
        self.changes.append(
            Change("restore", type(record).about.entity, record.id, None, record.display, record.version)
        )

    def merge(self, keep: Record, gone: Record) -> None:
        """Make two records one: `keep` stays and takes over what `gone` has and what hangs on it."""
        values = merging.filled(self.crm, keep, gone)
        self.crm_allows(keep)
        self.crm_allows(gone)
        entity = type(keep).about.entity
        fields = {
            name: {"before": as_json(entity, name, _held(self.crm, keep, name)), "after": as_json(entity, name, value)}
            for name, value in values.items()
        }
        change = Change("merge", entity, keep.id, None, keep.display, keep.version, fields)
        change.gone = {"number": gone.id, "version": gone.version, "label": gone.display}
        self.changes.append(change)

    def erase(self, record: Record) -> None:
        """Take a person out for good: nothing undoes it."""
        erasing.must_erase(self.crm, record)
        self.crm_allows(record)
        entity = type(record).about.entity
        self.changes.append(Change("erase", entity, record.id, None, f"{record.display}", record.version))

    def crm_allows(self, record: Record, right: str = "edit") -> None:
        """NotAllowed unless this person may change the record."""
        entity = type(record).about.entity
        must_write_type(self.crm, entity, right)
        self.crm.may_change(entity, [record.id or 0], right)

    def _own(self, entity: str, values: Mapping[str, Any], record: Record | None) -> Mapping[str, Any]:
        """The values with those of the company's own fields judged: typed, none missing that is required, none taken."""
        made = own_fields.judged(self.crm, entity, values, new=record is None)
        own_fields.must_be_unique(self.crm, entity, made, record.id if record is not None else None)
        for other in (c for c in self.changes if c.entity == entity):
            own_fields.must_differ(
                self.crm, entity, made, {n: f["after"] for n, f in other.fields.items()}, other.label
            )
        return made

    def _must_see(self, entity: str, values: Mapping[str, Any]) -> None:
        """NotFound when a value points at a record this person may not see: pointing at it would bring it into view."""
        for to, number in pointed_at(entity, values):
            if (to, number) not in self._met and not self.crm.many(to, [number]):
                raise NotFound(f"{entity_type(to).about.prefix}-{number}")
            self._met.add((to, number))

    def save(self, *, thread: str | None, tool: str, language: str = "en", note: str | None = None) -> Proposal:
        """Keep the draft as the pending proposal of this person; an older pending one of the same conversation is cancelled.

        Raises:
            BadValue: nothing to propose, or too much at once.
        """
        if not self.changes:
            raise BadValue("There is nothing to change: it is so already.", "无需更改：现状已经如此。")
        if len(self.changes) > MOST_CHANGES:
            raise BadValue(
                f"That would change {len(self.changes):,} records at once. Narrow it to at most {MOST_CHANGES:,}.",
                f"这将一次更改 {len(self.changes):,} 条记录。请缩小到最多 {MOST_CHANGES:,} 条。",
            )
        earlier: list[dict[str, Any]] = []
        for older in pending(self.crm, thread, hold=True) if thread is not None else ():
            if older.turn is not None and older.turn == self.crm.turn:
                earlier = json.loads(json.dumps(older.changes))
            older.status, older.decided_at = "cancelled", self.crm.now
        must_bulk(self.crm, [c.to_json() for c in self.changes])
        changes = merged([*earlier, *renamed([c.to_json() for c in self.changes], earlier)])
        made = Proposal(
            workspace_id=self.crm.actor.workspace_id, id=uuid4().hex[:12], user_id=self.crm.actor.user_id, thread_id=thread, turn=self.crm.turn,
            tool=tool, language=language, created_at=self.crm.now, expires_at=self.crm.now + LIFETIME, changes=changes, digest=digest(changes),
            note=note,
        )  # fmt: skip
        self.crm.add(made)
        return made


def get(crm: Unit, number: str) -> Proposal:
    """A proposal of this person."""
    found: Proposal | None = crm.exec(select(Proposal).where(col(Proposal.id) == number)).scalar_one_or_none()
    if found is None:
        raise NotFound(number, f"There is no proposal {number} of yours.", f"没有您的提案 {number}。")
    return found


def pending(crm: Unit, thread: str, *, hold: bool = False) -> list[Proposal]:
    """The open proposals of a conversation, newest first, without those past their time.

    `hold` keeps others from deciding on them until this unit of work ends.
    """
    q = (
        select(Proposal)
        .where(col(Proposal.thread_id) == thread, col(Proposal.status) == "pending")
        .order_by(col(Proposal.created_at).desc())
    )
    found = list(crm.exec(q.with_for_update() if hold else q).scalars())
    return [p for p in found if p.expires_at > crm.now and p.status == "pending"]


def hold(crm: Unit, proposal: Proposal) -> None:
    """Read a stored proposal afresh and keep it: of two decisions at the same moment, one comes second."""
    crm.flush()
    q = select(Proposal).where(col(Proposal.id) == proposal.id).with_for_update()
    crm.exec(q.execution_options(populate_existing=True)).scalar_one_or_none()


def latest(crm: Unit, thread: str | None = None, status: str | None = None) -> Proposal | None:
    """The newest proposal of this person, in a conversation when one is named."""
    q = select(Proposal).order_by(col(Proposal.created_at).desc(), col(Proposal.id))
    if thread is not None:
        q = q.where(col(Proposal.thread_id) == thread)
    if status is not None:
        q = q.where(col(Proposal.status) == status)
    return crm.exec(q.limit(1)).scalars().first()


def cancel(crm: Unit, proposal: Proposal) -> Proposal:
    """Let a pending proposal go; any other stays as it is."""
    hold(crm, proposal)
    if proposal.status == "pending":
        proposal.status, proposal.decided_at = "cancelled", crm.now
    return proposal


def apply(crm: Unit, proposal: Proposal, *, seen: str | None = None) -> Proposal:
    """Write a proposal: records, audit and index jobs in this unit of work. An applied one is returned unchanged.

    Args:
        seen: the digest of what the person saw; another one refuses.

    Raises:
        Conflict: a record changed since the preview; `refresh` makes a new one. NotAllowed: cancelled, expired, or not theirs.
    """
    hold(crm, proposal)
    if proposal.status in ("applied", "undone"):
        return proposal
    must_wait(crm, proposal)
    if (seen is not None and seen != proposal.digest) or digest(proposal.changes) != proposal.digest:
        raise Conflict(
            "proposal",
            "The card changed after you saw it. Look at it again before you save.",
            "卡片内容在您查看后已变化，请重新查看后再保存。",
        )
    crm.tool = crm.tool or proposal.tool
    crm.turn = proposal.turn or crm.turn
    point("apply.begin")
    made: dict[str, int] = {}
    held = _records(crm, proposal.changes)
    must_bulk(crm, proposal.changes)
    for entity, op in dict.fromkeys((c["entity"], c["op"]) for c in proposal.changes if c["op"] != "create"):
        # Judged together: one by one it took half of the time of a bulk change.
        met = [n for n in numbers_of(proposal.changes, entity, op) if (entity, n) in held]
        crm.may_change(entity, met, "delete" if op in ("delete", "restore") else "edit")
    for change in proposal.changes:
        _apply_one(crm, change, made, held)
        point("apply.after_change")
    crm.flush()
    proposal.changes = [{**c, "number": c["number"] or made.get(c["handle"])} for c in proposal.changes]
    proposal.status, proposal.decided_at, proposal.tx = "applied", crm.now, crm.tx
    point("apply.before_end")
    return proposal


def must_wait(crm: Unit, proposal: Proposal) -> None:
    """NotAllowed or Expired unless a held card still waits for a yes."""
    if proposal.status != "pending":
        raise NotAllowed(
            "This proposal was cancelled. Ask again to get a new one.", "该提案已取消，如需更改请重新提出。"
        )
    if proposal.expires_at <= crm.now:
        raise Expired


def refresh(crm: Unit, proposal: Proposal) -> Proposal:
    """A fresh preview of the same wish on the records as they are now; the stale one is marked refused."""
    draft = Draft(crm)
    for change in proposal.changes:
        specs = fields_of(change["entity"])
        after = {
            n: from_json(specs[n], f["after"]) if n in specs and not has_handle(f["after"]) else f["after"]
            for n, f in change["fields"].items()
        }
        wanted = {n: v for n, v in after.items() if n not in change.get("derived", ())}
        if change["op"] == "restore":
            draft.restore(held_or_missing(crm, change["entity"], change["number"]))
        elif change["op"] == "erase":
            draft.erase(crm.get(change["entity"], change["number"]))
        elif change["op"] == "merge":
            draft.merge(
                crm.get(change["entity"], change["number"]), crm.get(change["entity"], change["gone"]["number"])
            )
        elif change["op"] == "create":
            draft.changes.append(Change(**{**change, "derived": list(change.get("derived", ()))}))
        elif change["op"] == "delete":
            draft.delete(crm.get(change["entity"], change["number"]))
        else:
            draft.update(crm.get(change["entity"], change["number"]), wanted)
    proposal.status, proposal.decided_at = "refused", crm.now
    return draft.save(thread=proposal.thread_id, tool=proposal.tool or "", language=proposal.language)


def _records(crm: Unit, changes: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], Record]:
    """The records that are to change, read afresh and kept from others until this unit of work ends."""
    found: dict[tuple[str, int], Record] = {}
    for entity in dict.fromkeys(c["entity"] for c in changes):
        numbers = [c["number"] for c in changes if c["entity"] == entity and c["number"]]
        numbers += [c["gone"]["number"] for c in changes if c["entity"] == entity and c.get("gone")]
        found |= {(entity, n): r for n, r in crm.many(entity, numbers, hold=True).items()}
        back = [c["number"] for c in changes if c["entity"] == entity and c["op"] == "restore"]
        found |= {(entity, n): r for n, r in crm.many(entity, back, hold=True, deleted=True).items()}
    return found


def held_or_missing(crm: Unit, entity: str, number: int) -> Record:
    """A record in the recycle bin or out of it; NotFound when this person may not see it."""
    found = crm.many(entity, [number], deleted=True).get(number)
    if found is None:
        raise NotFound(f"{entity_type(entity).about.prefix}-{number}")
    return found


def _apply_one(
    crm: Unit, change: Mapping[str, Any], made: dict[str, int], held: Mapping[tuple[str, int], Record]
) -> None:
    entity = str(change["entity"])
    specs = fields_of(entity)
    crm.must_fill(entity, [n for n in change["fields"] if n not in change.get("derived", ())])
    values = {}
    for name, asked in change["fields"].items():
        after = landed(asked["after"], made)
        values[name] = (
            crm.now
            if name in _WHEN_SAVED and name in change.get("derived", ()) and after is not None
            else after
            if name not in specs or specs[name].kind in (Kind.REFS, Kind.REF, Kind.SUBJECT)
            else from_json(specs[name], after)
        )
    if change["op"] == "create":
        record = crm.create(entity, values, plain=True)
        made[str(change["handle"])] = record.id or 0
        return
    if (entity, change["number"]) not in held:
        raise NotFound(f"{entity_type(entity).about.prefix}-{change['number']}")
    record = held[(entity, change["number"])]
    same = all(
        as_json(entity, n, _held(crm, record, n)) == f["before"]
        for n, f in change["fields"].items()
        if n not in ("stage_entered_at", "closed_at")
    )
    if not same or (record.version != change["version"] and change["op"] in ("delete", "restore", "erase")):
        raise Conflict(record.display)
    if change["op"] == "delete":
        crm.delete(record)
    elif change["op"] == "restore":
        crm.restore(record)
    elif change["op"] == "erase":
        crm.must_write(entity, [record.id or 0])
        erasing.erase(crm, record)
    elif change["op"] == "merge":
        gone = held.get((entity, change["gone"]["number"]))
        if gone is None:
            raise NotFound(f"{entity_type(entity).about.prefix}-{change['gone']['number']}")
        if gone.version != change["gone"]["version"]:
            raise Conflict(gone.display)
        crm.must_write(entity, [gone.id or 0, record.id or 0])
        merging.merge(crm, record, gone, values)
    else:
        crm.update(record, values, plain=True)


def _held(crm: Unit, record: Record, name: str) -> Any:
    return record.custom or None if name == "custom" else crm.value(record, name)
