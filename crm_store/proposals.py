"""Changes a person decides on: drafted, previewed, edited, applied once, cancelled, expired, undone and redone as a whole."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlmodel import col

from crm_store import rules
from crm_store.base import Kind, Record
from crm_store.errors import BadValue, Conflict, NotAllowed, NotFound, StoreError
from crm_store.faults import point
from crm_store.models import Proposal, entity_type, fields_of
from crm_store.permissions import may_write_type
from crm_store.unit import Unit
from crm_store.values import from_json, storable, to_json

LIFETIME = timedelta(minutes=30)
"""How long a preview may be saved: long enough for a call, short enough that the world has not moved on."""

MOST_CHANGES = 5000
"""More changes than this in one proposal are refused: split the request."""


_WHEN_SAVED = frozenset({"stage_entered_at", "closed_at", "completed_at", "resolved_at"})
"""What follows from a change when it is saved, not when it was previewed."""


@dataclass(frozen=True)
class New:
    """A record another change of the same proposal will make: what a reference to it holds until then."""

    handle: str


@dataclass
class Change:
    """One change of one record: fields hold JSON values, `before` and `after`; references are numbers or handles."""

    op: str
    entity: str
    number: int | None
    handle: str | None
    label: str
    version: int | None
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    derived: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "op": self.op, "entity": self.entity, "number": self.number, "handle": self.handle, "label": self.label,
            "version": self.version, "fields": self.fields, "derived": self.derived,
        }  # fmt: skip


class Draft:
    """Collects changes in one reading or writing unit, checks each against the rules, and saves them as a proposal."""

    def __init__(self, crm: Unit) -> None:
        self.crm = crm
        self.changes: list[Change] = []
        self._met: set[tuple[str, int]] = set()

    def create(self, entity: str, values: Mapping[str, Any]) -> New:
        """A new record from field values; a value may be a `New` made earlier in this draft."""
        _may(self.crm, entity)
        self._must_see(entity, values)
        known = {k: v for k, v in values.items() if v is not None and not _is_new(v)}
        pending = {k: v for k, v in values.items() if _is_new(v)}
        base = {**rules.defaults(self.crm, entity), **known}
        more = rules.derived(self.crm, entity, None, base)
        made = New(f"new{len(self.changes) + 1}")
        fields = {}
        for name, value in {**base, **more, **pending}.items():
            if value is not None:
                fields[name] = {"before": None, "after": _json(entity, name, value)}
        title = str(values.get(entity_type(entity).about.title) or "")
        change = Change("create", entity, None, made.handle, title, None, fields)
        change.derived = [n for n in fields if n not in values]
        _check(entity, fields)
        self.changes.append(change)
        return made

    def update(self, record: Record, values: Mapping[str, Any]) -> bool:
        """Change fields of a record; False when they hold these values already (then nothing is proposed)."""
        entity = type(record).about.entity
        self.crm_allows(record)
        more = rules.derived(self.crm, entity, record, {k: v for k, v in values.items() if not _is_new(v)})
        fields = {}
        for name, value in {**values, **more}.items():
            before = _json(entity, name, self.crm.value(record, name))
            after = _json(entity, name, value)
            if before != after and not (name == "stage_entered_at" and "stage" not in values):
                fields[name] = {"before": before, "after": after}
        wanted = {n: f for n, f in fields.items() if n in values}
        if not wanted:
            return False
        self._must_see(entity, {n: values[n] for n in wanted} | _subject_type(record))
        _hold_currency(self.crm, entity, record, fields)
        _check(entity, fields)
        change = Change("update", entity, record.id, None, record.display, record.version, fields)
        change.derived = [n for n in fields if n not in values]
        self.changes.append(change)
        return True

    def delete(self, record: Record) -> None:
        self.crm_allows(record)
        self.changes.append(
            Change("delete", type(record).about.entity, record.id, None, record.display, record.version)
        )

    def crm_allows(self, record: Record) -> None:
        """NotAllowed unless this person may change the record."""
        entity = type(record).about.entity
        _may(self.crm, entity)
        self.crm.may_change(entity, [record.id or 0])

    def _must_see(self, entity: str, values: Mapping[str, Any]) -> None:
        """NotFound when a value points at a record this person may not see: pointing at it would bring it into view."""
        for to, number in _pointed_at(entity, values):
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
        changes = _merged([*earlier, *_renamed([c.to_json() for c in self.changes], earlier)])
        made = Proposal(
            workspace_id=self.crm.actor.workspace_id, id=uuid4().hex[:12], user_id=self.crm.actor.user_id, thread_id=thread, turn=self.crm.turn,
            tool=tool, language=language, created_at=self.crm.now, expires_at=self.crm.now + LIFETIME, changes=changes, digest=digest(changes),
            note=note,
        )  # fmt: skip
        self.crm.add(made)
        return made


def _renamed(changes: list[dict[str, Any]], earlier: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same changes with handles no earlier change of the turn has: several requests in one message make one card."""
    taken = {str(c["handle"]) for c in earlier if c["handle"]}
    first = 1 + max((int(h.removeprefix("new")) for h in taken if h.removeprefix("new").isdecimal()), default=0)
    to = (
        {c["handle"]: f"new{n}" for n, c in enumerate((c for c in changes if c["handle"]), start=first)}
        if taken
        else {}
    )

    def landed(value: Any) -> Any:
        if _is_handle(value):
            return {"new": to.get(value["new"], value["new"])}
        return [landed(v) for v in value] if isinstance(value, list) else value

    for change in changes:
        change["handle"] = to.get(change["handle"], change["handle"])
        change["fields"] = {n: {**f, "after": landed(f["after"])} for n, f in change["fields"].items()}
    return changes


def _merged(changes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Several updates of one record as one; a field somebody asked for stands over one that was worked out."""
    kept: list[dict[str, Any]] = []
    first: dict[tuple[str, Any], dict[str, Any]] = {}
    for change in changes:
        into = first.setdefault((change["entity"], change["number"]), change) if change["op"] == "update" else change
        if into is change:
            kept.append(change)
            continue
        asked = {n for c in (into, change) for n in c["fields"] if n not in c["derived"]}
        for name, held in change["fields"].items():
            if name in into["fields"] and name in change["derived"] and name in asked:
                continue
            into["fields"][name] = {**held, "before": into["fields"].get(name, held)["before"]}
        into["derived"] = [n for n in into["fields"] if n not in asked]
    return kept


def digest(changes: Sequence[Mapping[str, Any]]) -> str:
    """What binds a person's yes to exactly the changes they saw."""
    text = json.dumps(list(changes), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


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


def last_applied(crm: Unit, thread: str | None = None) -> Proposal | None:
    """The proposal saved last that is not undone."""
    q = select(Proposal).where(Proposal.status == "applied").order_by(col(Proposal.decided_at).desc(), col(Proposal.id))  # type: ignore[arg-type]
    if thread is not None:
        q = q.where(col(Proposal.thread_id) == thread)
    return crm.exec(q.limit(1)).scalars().first()


def cancel(crm: Unit, proposal: Proposal) -> Proposal:
    """Let a pending proposal go; any other stays as it is."""
    hold(crm, proposal)
    if proposal.status == "pending":
        proposal.status, proposal.decided_at = "cancelled", crm.now
    return proposal


def edit(crm: Unit, proposal: Proposal, edits: Mapping[int, Mapping[str, Any]], drops: Sequence[int] = ()) -> Proposal:
    """Change values of a pending proposal before it is saved; values are field values as `Unit.create` takes them.

    Args:
        edits: new values by change index and field name.
        drops: indexes of changes to leave out; changes that need them lose that link.

    Raises:
        BadValue: a field that cannot be edited, or a value it cannot hold. NotAllowed: no longer pending.
    """
    hold(crm, proposal)
    if proposal.status != "pending":
        raise NotAllowed("This was decided already; ask again to change more.", "此提案已处理；如需修改请重新提出。")
    changes = json.loads(json.dumps(proposal.changes))
    for index, values in edits.items():
        if not 0 <= index < len(changes):
            raise BadValue("There is no such change on this card.", "卡片上没有这项更改。")
        change = changes[index]
        specs = fields_of(change["entity"])
        record = crm.get(change["entity"], change["number"]) if change["number"] else None
        Draft(crm)._must_see(change["entity"], values)
        for name, value in values.items():
            spec = specs.get(name)
            if spec is None or not spec.editable or change["op"] == "delete":
                raise BadValue(f"“{name}” cannot be edited here.", f"此处不能编辑“{name}”。")
            if spec.required and value is None and change["op"] == "create":
                raise BadValue(f"{spec.en.capitalize()} cannot be empty.", f"{spec.zh}不能为空。")
            now = None if record is None else _json(change["entity"], name, crm.value(record, name))
            held = change["fields"].setdefault(name, {"before": now, "after": None})
            held["after"] = _json(change["entity"], name, value)
        _keep_clock(crm, change, values)
        _derive_again(crm, change, record, values)
        _check(change["entity"], change["fields"])
        title = entity_type(change["entity"]).about.title
        if change["op"] == "create" and title in values:
            change["label"] = str(values[title] or "")
    gone = {changes[i]["handle"] for i in drops if 0 <= i < len(changes)} - {None}
    kept = [c for i, c in enumerate(changes) if i not in set(drops)]
    for change in kept:
        for name, held in list(change["fields"].items()):
            if _is_handle(held["after"]) and held["after"]["new"] in gone:
                change["fields"].pop(name)
            elif isinstance(held["after"], list):
                held["after"] = [v for v in held["after"] if not (_is_handle(v) and v["new"] in gone)]
    if not kept:
        raise BadValue(
            "Everything was taken off the card. Say no to cancel it.", "卡片上的内容已全部移除。说“取消”即可作废。"
        )
    proposal.changes = kept
    proposal.digest = digest(kept)
    return proposal


def revise(
    crm: Unit, proposal: Proposal, edits: Mapping[int, Mapping[str, Any]], drops: Sequence[int] = ()
) -> Proposal:
    """A new pending proposal with other values in place of a pending one, which is cancelled."""
    made = Proposal(
        workspace_id=proposal.workspace_id, id=uuid4().hex[:12], user_id=proposal.user_id, thread_id=proposal.thread_id, turn=crm.turn,
        tool=proposal.tool, language=proposal.language, created_at=crm.now, expires_at=crm.now + LIFETIME, changes=proposal.changes,
        digest=proposal.digest, note=proposal.note,
    )  # fmt: skip
    crm.add(made)
    edit(crm, made, edits, drops)
    cancel(crm, proposal)
    return made


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
    if proposal.status != "pending":
        raise NotAllowed(
            "This proposal was cancelled. Ask again to get a new one.", "该提案已取消，如需更改请重新提出。"
        )
    if proposal.expires_at <= crm.now:
        proposal.status, proposal.decided_at = "cancelled", crm.now
        raise Expired()
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
    for change in proposal.changes:
        _apply_one(crm, change, made, held)
        point("apply.after_change")
    crm.flush()
    proposal.changes = [{**c, "number": c["number"] or made.get(c["handle"])} for c in proposal.changes]
    proposal.status, proposal.decided_at, proposal.tx = "applied", crm.now, crm.tx
    point("apply.before_end")
    return proposal


class Expired(StoreError):
    """The preview is too old to save."""

    def __init__(self) -> None:
        super().__init__(
            "This preview is too old to save. Ask again and I will show a fresh one.",
            "该预览已过期，无法保存。请重新提出，我会给出最新预览。",
        )


def refresh(crm: Unit, proposal: Proposal) -> Proposal:
    """A fresh preview of the same wish on the records as they are now; the stale one is marked refused."""
    draft = Draft(crm)
    for change in proposal.changes:
        specs = fields_of(change["entity"])
        after = {
            n: from_json(specs[n], f["after"]) if n in specs and not _has_handle(f["after"]) else f["after"]
            for n, f in change["fields"].items()
        }
        wanted = {n: v for n, v in after.items() if n not in change.get("derived", ())}
        if change["op"] == "create":
            draft.changes.append(Change(**{**change, "derived": list(change.get("derived", ()))}))
        elif change["op"] == "delete":
            draft.delete(crm.get(change["entity"], change["number"]))
        else:
            draft.update(crm.get(change["entity"], change["number"]), wanted)
    proposal.status, proposal.decided_at = "refused", crm.now
    return draft.save(thread=proposal.thread_id, tool=proposal.tool or "", language=proposal.language)


def _derive_again(crm: Unit, change: dict[str, Any], record: Record | None, edits: Mapping[str, Any]) -> None:
    """Work out anew what follows from the fields asked for: what followed from a value that was edited away goes."""
    entity, specs = str(change["entity"]), fields_of(change["entity"])
    asked = {n: f for n, f in change["fields"].items() if n in edits or n not in change.get("derived", ())}
    known = {
        n: from_json(specs[n], f["after"]) if n in specs else f["after"]
        for n, f in asked.items()
        if not _has_handle(f["after"]) and (record is not None or f["after"] is not None)
    }
    base = known if record is not None else {**rules.defaults(crm, entity), **known}
    fields = dict(asked)
    for name, value in {**base, **rules.derived(crm, entity, record, base)}.items():
        before = None if record is None else _json(entity, name, crm.value(record, name))
        after = _json(entity, name, value)
        if name not in asked and before != after:
            fields[name] = {"before": before, "after": after}
    if record is not None:
        _hold_currency(crm, entity, record, fields)
    change["fields"], change["derived"] = fields, [n for n in fields if n not in asked]


def _hold_currency(crm: Unit, entity: str, record: Record, fields: dict[str, dict[str, Any]]) -> None:
    """An amount means nothing without its currency: a proposal for one refuses when the other changed since."""
    specs = fields_of(entity)
    for name in [n for n in fields if n in specs and specs[n].kind is Kind.MONEY]:
        held = crm.value(record, specs[name].currency)
        fields.setdefault(specs[name].currency, {"before": held, "after": held})


def _pointed_at(entity: str, values: Mapping[str, Any]) -> list[tuple[str, int]]:
    """(record type, number) of every record these field values refer to; the new ones of a draft left out."""
    specs, found = fields_of(entity), []
    for name, value in values.items():
        spec = specs.get(name)
        if spec is not None and spec.kind in (Kind.REF, Kind.REFS, Kind.SUBJECT):
            to = spec.to or str(values.get("subject_type") or "account")
            found += [(to, n) for n in (value if isinstance(value, (list, tuple)) else [value]) if isinstance(n, int)]
    return found


def _subject_type(record: Record) -> dict[str, Any]:
    return {"subject_type": record.subject_type} if hasattr(record, "subject_type") else {}


def _records(crm: Unit, changes: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], Record]:
    """The records that are to change, read afresh and kept from others until this unit of work ends."""
    found: dict[tuple[str, int], Record] = {}
    for entity in dict.fromkeys(c["entity"] for c in changes):
        numbers = [c["number"] for c in changes if c["entity"] == entity and c["number"]]
        found |= {(entity, n): r for n, r in crm.many(entity, numbers, hold=True).items()}
    return found


def _keep_clock(crm: Unit, change: dict[str, Any], edits: Mapping[str, Any]) -> None:
    """A task moved to another day keeps its time of day."""
    due = change["fields"].get("due_at", {})
    if change["entity"] == "task" and edits.get("due_on") and "due_at" not in edits and due.get("after"):
        spec = fields_of("task")["due_at"]
        clock = from_json(spec, due["after"]).astimezone(crm.actor.zone)
        due["after"] = to_json(
            spec, clock.replace(year=edits["due_on"].year, month=edits["due_on"].month, day=edits["due_on"].day)
        )


def _apply_one(
    crm: Unit, change: Mapping[str, Any], made: dict[str, int], held: Mapping[tuple[str, int], Record]
) -> None:
    entity = str(change["entity"])
    specs = fields_of(entity)
    values = {}
    for name, asked in change["fields"].items():
        after = _landed(asked["after"], made)
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
        _json(entity, n, crm.value(record, n)) == f["before"]
        for n, f in change["fields"].items()
        if n not in ("stage_entered_at", "closed_at")
    )
    if not same or (record.version != change["version"] and change["op"] == "delete"):
        raise Conflict(record.display)
    if change["op"] == "delete":
        crm.delete(record)
    else:
        crm.update(record, values, plain=True)


def _landed(value: Any, made: Mapping[str, int]) -> Any:
    if _is_handle(value):
        return made[value["new"]]
    if isinstance(value, list):
        return [made[v["new"]] if _is_handle(v) else v for v in value]
    return value


def _json(entity: str, name: str, value: Any) -> Any:
    if isinstance(value, New):
        return {"new": value.handle}
    if isinstance(value, (list, tuple)):
        items = [{"new": v.handle} if isinstance(v, New) else v for v in value]
        return sorted(items) if all(isinstance(i, int) for i in items) else items
    spec = fields_of(entity).get(name)
    if isinstance(value, str) and (spec is None or spec.kind in (Kind.TEXT, Kind.LONG)):
        value = storable(value)
    if spec is None:
        return value
    if value is not None and spec.kind in (Kind.MONEY, Kind.NUMBER, Kind.DAY, Kind.MOMENT, Kind.CHOICE, Kind.INT):
        value = from_json(spec, value)
    return to_json(spec, value)


def _check(entity: str, fields: Mapping[str, Mapping[str, Any]]) -> None:
    specs = fields_of(entity)
    for name, held in fields.items():
        spec = specs.get(name)
        if spec is not None and spec.required and held["after"] in (None, ""):
            raise BadValue(f"{spec.en.capitalize()} cannot be empty.", f"{spec.zh}不能为空。")
        if spec is not None and spec.kind is Kind.TEXT and isinstance(held["after"], str) and len(held["after"]) > 2000:
            raise BadValue(
                f"{spec.en.capitalize()} is longer than 2,000 characters; shorten it.",
                f"{spec.zh}超过 2000 个字符，请缩短。",
            )


def _may(crm: Unit, entity: str) -> None:
    if not may_write_type(crm.actor, entity):
        about = entity_type(entity).about
        raise NotAllowed(
            f"Your role ({crm.actor.role.en}) cannot change {about.en_many}. Ask your manager or an administrator.",
            f"您的角色（{crm.actor.role.zh}）不能修改{about.zh}。请联系经理或管理员。",
        )


def _is_new(value: Any) -> bool:
    return isinstance(value, New) or (isinstance(value, (list, tuple)) and any(isinstance(v, New) for v in value))


def _is_handle(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"new"}


def _has_handle(value: Any) -> bool:
    return _is_handle(value) or (isinstance(value, list) and any(_is_handle(v) for v in value))
