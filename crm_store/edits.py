"""Changing a card before it is saved: other values, changes left out, or a new card in the place of the old one."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from crm_store import rules
from crm_store.base import Record
from crm_store.changes import (
    as_json,
    check_fields,
    digest,
    has_handle,
    hold_currency,
    is_handle,
)
from crm_store.errors import BadValue, NotAllowed
from crm_store.models import Proposal, entity_type, fields_of
from crm_store.own_fields import all_specs, is_own, must_be_unique
from crm_store.proposals import LIFETIME, Draft, cancel, hold
from crm_store.unit import Unit
from crm_store.values import fitting, from_json, to_json


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
    wished: set[tuple[int, str]] = set()
    for index, values in edits.items():
        if not 0 <= index < len(changes):
            raise BadValue("There is no such change on this card.", "卡片上没有这项更改。")
        change = changes[index]
        specs = all_specs(crm, change["entity"])
        record = crm.get(change["entity"], change["number"]) if change["number"] else None
        Draft(crm)._must_see(change["entity"], values)
        for name, value in values.items():
            spec = specs.get(name)
            if spec is None or not spec.editable or change["op"] == "delete":
                raise BadValue(f"“{name}” cannot be edited here.", f"此处不能编辑“{name}”。")
            if spec.required and value is None and (change["op"] == "create" or is_own(name)):
                raise BadValue(f"{spec.en.capitalize()} cannot be empty.", f"{spec.zh}不能为空。")
            now = None if record is None else as_json(change["entity"], name, crm.value(record, name))
            held = change["fields"].setdefault(name, {"before": now, "after": None})
            held["after"] = as_json(change["entity"], name, value if not is_own(name) else fitting(spec, value))
            if is_own(name):
                must_be_unique(crm, change["entity"], {name: held["after"]}, change["number"])
            if record is not None and held["after"] == held["before"] != now:
                wished.add((index, name))  # what it was when the card was made is no longer so
        _keep_clock(crm, change, values)
        _derive_again(crm, change, record, values)
        check_fields(change["entity"], change["fields"])
        title = entity_type(change["entity"]).about.title
        if change["op"] == "create" and title in values:
            change["label"] = str(values[title] or "")
    gone = {changes[i]["handle"] for i in drops if 0 <= i < len(changes)} - {None}
    kept = [c for i, c in enumerate(changes) if i not in set(drops)]
    stays = {(id(changes[i]), name) for i, name in wished}
    for change in kept:
        for name, held in list(change["fields"].items()):
            if is_handle(held["after"]) and held["after"]["new"] in gone:
                change["fields"].pop(name)
            elif isinstance(held["after"], list):
                held["after"] = [v for v in held["after"] if not (is_handle(v) and v["new"] in gone)]
    for change in kept:
        if change["op"] == "update":
            change["fields"] = {
                n: f
                for n, f in change["fields"].items()
                if f["before"] != f["after"] or n in change["derived"] or (id(change), n) in stays
            }
    kept = [c for c in kept if c["op"] != "update" or any(n not in c["derived"] for n in c["fields"])]
    if not kept and not drops:
        raise BadValue("There is nothing left to change: it is so already.", "无需更改：现状已经如此。")
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


def _derive_again(crm: Unit, change: dict[str, Any], record: Record | None, edits: Mapping[str, Any]) -> None:
    """Work out anew what follows from the fields asked for: what followed from a value that was edited away goes."""
    entity, specs = str(change["entity"]), fields_of(change["entity"])
    asked = {n: f for n, f in change["fields"].items() if n in edits or n not in change.get("derived", ())}
    known = {
        n: from_json(specs[n], f["after"]) if n in specs else f["after"]
        for n, f in asked.items()
        if not has_handle(f["after"]) and (record is not None or f["after"] is not None)
    }
    base = known if record is not None else {**rules.defaults(crm, entity), **known}
    fields = dict(asked)
    for name, value in {**base, **rules.derived(crm, entity, record, base)}.items():
        before = None if record is None else as_json(entity, name, crm.value(record, name))
        after = as_json(entity, name, value)
        if name not in asked and before != after:
            fields[name] = {"before": before, "after": after}
    if record is not None:
        hold_currency(crm, entity, record, fields)
    change["fields"], change["derived"] = fields, [n for n in fields if n not in asked]


def _keep_clock(crm: Unit, change: dict[str, Any], edits: Mapping[str, Any]) -> None:
    """A task moved to another day keeps its time of day."""
    due = change["fields"].get("due_at", {})
    if change["entity"] == "task" and edits.get("due_on") and "due_at" not in edits and due.get("after"):
        spec = fields_of("task")["due_at"]
        clock = from_json(spec, due["after"]).astimezone(crm.actor.zone)
        due["after"] = to_json(
            spec, clock.replace(year=edits["due_on"].year, month=edits["due_on"].month, day=edits["due_on"].day)
        )
