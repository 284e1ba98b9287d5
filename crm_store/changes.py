"""What a proposal is made of: changes of records as JSON, with handles for records that are yet to be made."""

import hashlib
import json
from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_store.base import Kind, Record
from crm_store.errors import BadValue, NotAllowed
from crm_store.models import entity_type, fields_of
from crm_store.own_fields import as_kept, is_own
from crm_store.permissions import HELD, may_write_type
from crm_store.rights import FEW
from crm_store.unit import Unit
from crm_store.values import from_json, storable, to_json


@dataclass(frozen=True)
class New:
    """A record another change of the same proposal will make: what a reference to it holds until then."""

    handle: str


@dataclass
class Change:
    """One change of one record: fields hold JSON values, `before` and `after`; references are numbers or handles.

    `gone` is the record a merge takes away: its number, version and label.
    """

    op: str
    entity: str
    number: int | None
    handle: str | None
    label: str
    version: int | None
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    derived: list[str] = field(default_factory=list)
    gone: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "op": self.op, "entity": self.entity, "number": self.number, "handle": self.handle, "label": self.label,
            "version": self.version, "fields": self.fields, "derived": self.derived, **({"gone": self.gone} if self.gone else {}),
        }  # fmt: skip


def renamed(changes: list[dict[str, Any]], earlier: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same changes with handles no earlier change of the turn has: several requests in one message make one card."""
    taken = {str(c["handle"]) for c in earlier if c["handle"]}
    first = 1 + max((int(h.removeprefix("new")) for h in taken if h.removeprefix("new").isdecimal()), default=0)
    to = (
        {c["handle"]: f"new{n}" for n, c in enumerate((c for c in changes if c["handle"]), start=first)}
        if taken
        else {}
    )

    def landed(value: Any) -> Any:
        if is_handle(value):
            return {"new": to.get(value["new"], value["new"])}
        return [landed(v) for v in value] if isinstance(value, list) else value

    for change in changes:
        change["handle"] = to.get(change["handle"], change["handle"])
        change["fields"] = {n: {**f, "after": landed(f["after"])} for n, f in change["fields"].items()}
    return changes


def merged(changes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
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


def hold_currency(crm: Unit, entity: str, record: Record, fields: dict[str, dict[str, Any]]) -> None:
    """An amount means nothing without its currency: a proposal for one refuses when the other changed since."""
    specs = fields_of(entity)
    for name in [n for n in fields if n in specs and specs[n].kind is Kind.MONEY]:
        held = crm.value(record, specs[name].currency)
        fields.setdefault(specs[name].currency, {"before": held, "after": held})


def pointed_at(entity: str, values: Mapping[str, Any]) -> list[tuple[str, int]]:
    """(record type, number) of every record these field values refer to; the new ones of a draft left out."""
    specs, found = fields_of(entity), []
    for name, value in values.items():
        spec = specs.get(name)
        if spec is not None and spec.kind in (Kind.REF, Kind.REFS, Kind.SUBJECT):
            to = spec.to or str(values.get("subject_type") or "account")
            found += [(to, n) for n in (value if isinstance(value, (list, tuple)) else [value]) if isinstance(n, int)]
    return found


def subject_type_of(record: Record) -> dict[str, Any]:
    return {"subject_type": record.subject_type} if hasattr(record, "subject_type") else {}


def landed(value: Any, made: Mapping[str, int]) -> Any:
    if is_handle(value):
        return made[value["new"]]
    if isinstance(value, list):
        return [made[v["new"]] if is_handle(v) else v for v in value]
    return value


def as_json(entity: str, name: str, value: Any) -> Any:
    if isinstance(value, New):
        return {"new": value.handle}
    if isinstance(value, (list, tuple)):
        items = [{"new": v.handle} if isinstance(v, New) else v for v in value]
        return sorted(items) if all(isinstance(i, int) for i in items) else items
    if is_own(name):
        return as_kept(value)
    spec = fields_of(entity).get(name)
    if isinstance(value, str) and (spec is None or spec.kind in (Kind.TEXT, Kind.LONG)):
        value = storable(value)
    if spec is None:
        return value
    if value is not None and spec.kind in (Kind.MONEY, Kind.NUMBER, Kind.DAY, Kind.MOMENT, Kind.CHOICE, Kind.INT):
        value = from_json(spec, value)
    return to_json(spec, value)


def check_fields(entity: str, fields: Mapping[str, Mapping[str, Any]]) -> None:
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


def numbers_of(changes: Sequence[Mapping[str, Any]], entity: str, op: str) -> list[int]:
    """The records of a type that changes of one kind touch, those a merge takes away included."""
    some = [c for c in changes if (c["entity"], c["op"]) == (entity, op)]
    return sorted({n for c in some for n in (c["number"], (c.get("gone") or {}).get("number")) if n})


def must_bulk(crm: Unit, changes: Sequence[Mapping[str, Any]]) -> None:
    """NotAllowed when more than a few records of a type are to change at once and this person has no right to."""
    many = Tally(c["entity"] for c in changes if c["op"] != "create")
    for entity, count in many.items():
        if count > FEW and entity in HELD and not crm.actor.may("bulk", entity):
            about = entity_type(entity).about
            raise NotAllowed(
                f"Your role does not let you change more than {FEW} {about.en_many} at once; these are {count}. Ask an administrator.",
                f"您的角色不能一次更改超过 {FEW} 条{about.zh}，这里有 {count} 条。请联系管理员。",
            )


def must_write_type(crm: Unit, entity: str, right: str = "") -> None:
    if not may_write_type(crm.actor, entity, right):
        about = entity_type(entity).about
        raise NotAllowed(
            f"Your role ({crm.actor.role.en}) cannot change {about.en_many}. Ask your manager or an administrator.",
            f"您的角色（{crm.actor.role.zh}）不能修改{about.zh}。请联系经理或管理员。",
        )


def is_new(value: Any) -> bool:
    return isinstance(value, New) or (isinstance(value, (list, tuple)) and any(isinstance(v, New) for v in value))


def is_handle(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"new"}


def has_handle(value: Any) -> bool:
    return is_handle(value) or (isinstance(value, list) and any(is_handle(v) for v in value))
