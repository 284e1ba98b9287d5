"""Changes a person decides on: drafted, previewed, edited, applied once, cancelled, expired, undone and redone as a whole."""

import hashlib
import json
import re
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
from crm_store.values import from_json, to_json

LIFETIME = timedelta(minutes=30)
"""How long a preview may be saved: long enough for a call, short enough that the world has not moved on."""

MOST_CHANGES = 5000
"""More changes than this in one proposal are refused: split the request."""


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

    def create(self, entity: str, values: Mapping[str, Any]) -> New:
        """A new record from field values; a value may be a `New` made earlier in this draft."""
        _may(self.crm, entity)
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
        if thread is not None:
            for older in pending(self.crm, thread):
                older.status, older.decided_at = "cancelled", self.crm.now
            self.crm.flush()
        changes = [*_of_this_turn(self.crm, thread), *(c.to_json() for c in self.changes)]
        made = Proposal(
            workspace_id=self.crm.actor.workspace_id, id=uuid4().hex[:12], user_id=self.crm.actor.user_id, thread_id=thread, turn=self.crm.turn,
            tool=tool, language=language, created_at=self.crm.now, expires_at=self.crm.now + LIFETIME, changes=changes, digest=digest(changes),
            note=note,
        )  # fmt: skip
        self.crm.add(made)
        return made


def _of_this_turn(crm: Unit, thread: str | None) -> list[dict[str, Any]]:
    """What an earlier tool of the same turn proposed: several requests in one message make one card."""
    if thread is None or crm.turn is None:
        return []
    q = select(Proposal).where(
        col(Proposal.thread_id) == thread, col(Proposal.turn) == crm.turn, col(Proposal.status) == "cancelled"
    )
    earlier = list(crm.exec(q.order_by(col(Proposal.created_at))).scalars())
    if not earlier:
        return []
    text = json.dumps(earlier[-1].changes, ensure_ascii=False)
    kept: list[dict[str, Any]] = json.loads(re.sub(r'"(new\d+)"', r'"before_\1"', text))
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


def pending(crm: Unit, thread: str) -> list[Proposal]:
    """The open proposals of a conversation, newest first; those past their time are marked expired on the way."""
    q = (
        select(Proposal)
        .where(Proposal.thread_id == thread, Proposal.status == "pending")
        .order_by(col(Proposal.created_at).desc())
    )  # type: ignore[arg-type]
    found = list(crm.exec(q).scalars())
    return [p for p in found if p.expires_at > crm.now]


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
    if proposal.status != "pending":
        raise NotAllowed("This was decided already; ask again to change more.", "此提案已处理；如需修改请重新提出。")
    changes = json.loads(json.dumps(proposal.changes))
    for index, values in edits.items():
        if not 0 <= index < len(changes):
            raise BadValue("There is no such change on this card.", "卡片上没有这项更改。")
        change = changes[index]
        specs = fields_of(change["entity"])
        for name, value in values.items():
            spec = specs.get(name)
            if spec is None or not spec.editable:
                raise BadValue(f"“{name}” cannot be edited here.", f"此处不能编辑“{name}”。")
            if spec.required and value is None and change["op"] == "create":
                raise BadValue(f"{spec.en.capitalize()} cannot be empty.", f"{spec.zh}不能为空。")
            held = change["fields"].setdefault(name, {"before": None, "after": None})
            held["after"] = _json(change["entity"], name, value)
        _keep_clock(crm, change, values)
        changed = {
            n: from_json(specs[n], f["after"])
            for n, f in change["fields"].items()
            if n in values and not _is_handle(f["after"])
        }
        record = crm.get(change["entity"], change["number"]) if change["number"] else None
        for name, value in rules.derived(crm, change["entity"], record, changed).items():
            before = None if record is None else _json(change["entity"], name, crm.value(record, name))
            change["fields"][name] = {"before": before, "after": _json(change["entity"], name, value)}
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
    for change in proposal.changes:
        _apply_one(crm, change, made)
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


def _keep_clock(crm: Unit, change: dict[str, Any], edits: Mapping[str, Any]) -> None:
    """A task moved to another day keeps its time of day."""
    due = change["fields"].get("due_at", {})
    if change["entity"] == "task" and edits.get("due_on") and "due_at" not in edits and due.get("after"):
        spec = fields_of("task")["due_at"]
        clock = from_json(spec, due["after"]).astimezone(crm.actor.zone)
        due["after"] = to_json(
            spec, clock.replace(year=edits["due_on"].year, month=edits["due_on"].month, day=edits["due_on"].day)
        )


def _apply_one(crm: Unit, change: Mapping[str, Any], made: dict[str, int]) -> None:
    entity = str(change["entity"])
    specs = fields_of(entity)
    values = {}
    for name, held in change["fields"].items():
        after = _landed(held["after"], made)
        values[name] = (
            after
            if name not in specs or specs[name].kind in (Kind.REFS, Kind.REF, Kind.SUBJECT)
            else from_json(specs[name], after)
        )
    if change["op"] == "create":
        record = crm.create(entity, values, plain=True)
        made[str(change["handle"])] = record.id or 0
        return
    record = crm.get(entity, change["number"])
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
