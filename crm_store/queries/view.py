"""Records as the headless contract prints them: natural keys with references beside, money with its currency, ISO days."""

from collections.abc import Iterable, Sequence
from typing import Any

from crm_store.base import FieldSpec, Kind, Record
from crm_store.errors import BadValue
from crm_store.models import Event, entity_type, field_of, fields_of
from crm_store.own_fields import key_of, own_called, own_specs
from crm_store.unit import Unit
from crm_store.values import money_json, plain, to_json

STAMPS = ("ref", "external_id", "version", "created_at", "updated_at")


def shown(
    crm: Unit, entity: str, records: Sequence[Record], fields: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """Each record as a JSON object: the stamps, every field by its name, `<field>_ref` beside references, `custom`.

    Raises:
        BadValue: a name in `fields` is no field of this record type.
    """
    specs = fields_of(entity)
    own = own_specs(crm, entity) if fields is not None else {}
    if fields is not None:
        fields = [_own_name(crm, entity, f) or f for f in fields]
    wanted = (
        [n for n, s in specs.items() if not s.quiet]
        if fields is None
        else [f for f in fields if f not in STAMPS and f != "custom" and f not in own and not f.endswith("_ref")]
    )
    picked = [f for f in fields or () if f in own]
    for name in wanted:
        if name not in specs and field_of(entity, name) is None:
            raise unknown_field(entity, name)
    numbers = [r.id or 0 for r in records]
    names = _Names(crm)
    links = {f: crm.links(entity, f, numbers) for f in wanted if f in entity_type(entity).about.links}
    for f in wanted:
        spec = specs.get(f)
        if spec is None:
            continue
        if spec.kind is Kind.REF:
            names.want(spec.to, (getattr(r, spec.column) for r in records))
        elif spec.kind is Kind.REFS:
            names.want(spec.to, (n for ns in links[f].values() for n in ns))
        elif spec.kind is Kind.SUBJECT:
            for r in records:
                names.want(str(getattr(r, "subject_type", "") or "account"), [getattr(r, spec.column)])
    made = []
    for r in records:
        row: dict[str, Any] = {
            "ref": r.ref, "external_id": r.external_id, "version": r.version,
            "created_at": _moment(r.created_at), "updated_at": _moment(r.updated_at),
        }  # fmt: skip
        for f in wanted:
            row.update(_field(r, specs.get(f) or field_of(entity, f), links.get(f, {}), names))  # type: ignore[arg-type]
        if fields is None or "custom" in fields:
            row["custom"] = dict(sorted((r.custom or {}).items()))
        row.update({f: (r.custom or {}).get(key_of(f)) for f in picked})
        if shut := [f for f in (*wanted, *picked) if crm.actor.level(entity, f) in ("none", "masked")]:
            row["withheld"] = shut
        if r.deleted_at is not None:
            row["deleted_at"] = _moment(r.deleted_at)
        made.append(
            {k: row[k] for k in dict.fromkeys(["ref", *_expand(fields, row), *(["withheld"] if shut else [])])}
            if fields is not None
            else row
        )
    return made


def _own_name(crm: Unit, entity: str, said: str) -> str | None:
    """`custom.<key>` of a field the company added, called by that, its key or its label; None for any other."""
    if said in STAMPS or said == "custom" or field_of(entity, said) is not None:
        return None
    spec = own_called(crm, entity, said)
    return None if spec is None else spec.name


def shown_events(crm: Unit, events: Sequence[Event]) -> list[dict[str, Any]]:
    """Events of the log as JSON: who, by which tool, in which turn, from what to what, with readable references."""
    names = _Names(crm)
    names.want("user", (e.actor_id for e in events))
    made = []
    for e in events:
        made.append(
            {
                "ref": f"E-{e.id}", "at": _moment(e.at), "by": names.key("user", e.actor_id), "actor_kind": e.actor_kind, "tool": e.tool,
                "turn": e.turn, "tx": e.tx, "entity": e.entity, "record_ref": f"{entity_type(e.entity).about.prefix}-{e.record_id}",
                "op": e.op, "before": readable(crm, e.entity, e.before, names), "after": readable(crm, e.entity, e.after, names),
                "undone": e.undone_by is not None,
            }
        )  # fmt: skip
    return made


def readable(crm: Unit, entity: str, values: dict[str, Any], names: "_Names | None" = None) -> dict[str, Any]:
    """Event values with references as natural keys instead of numbers."""
    names = names or _Names(crm)
    made: dict[str, Any] = {}
    for name, value in values.items():
        if name.startswith("~"):
            continue
        spec = fields_of(entity).get(name)
        if spec is not None and spec.kind is Kind.REF and value is not None:
            names.want(spec.to, [value])
            made[name] = names.key(spec.to, value)
        elif spec is not None and spec.kind is Kind.REFS:
            names.want(spec.to, value or [])
            made[name] = [names.key(spec.to, v) for v in value or []]
        elif spec is not None and spec.kind is Kind.MONEY and value is not None:
            made[name] = str(value)
        else:
            made[name] = value
    return made


def unknown_field(entity: str, name: str) -> BadValue:
    """There is no such field; the message lists those there are."""
    known = ", ".join(fields_of(entity))
    about = entity_type(entity).about
    return BadValue(
        f"{about.en_many.capitalize()} have no field “{name}”. Fields: {known}.",
        f"{about.zh}没有“{name}”字段。可用字段：{known}。",
    )


class _Names:
    """Natural keys of referenced records, loaded in batches and in scope: what nobody may see has no name."""

    def __init__(self, crm: Unit) -> None:
        self.crm = crm
        self.known: dict[str, dict[int, Record | None]] = {}

    def want(self, entity: str, numbers: Iterable[int | None]) -> None:
        known = self.known.setdefault(entity, {})
        missing = {n for n in numbers if n is not None and n not in known}
        if missing:
            known.update(dict.fromkeys(missing))
            known.update(self.crm.many(entity, missing))

    def key(self, entity: str, number: int | None) -> str | None:
        record = self.known.get(entity, {}).get(number) if number is not None else None
        if record is None:
            return None
        return str(record.email) if entity == "user" else record.display  # type: ignore[attr-defined]

    def ref(self, entity: str, number: int | None) -> str | None:
        record = self.known.get(entity, {}).get(number) if number is not None else None
        return None if record is None else record.ref


def _field(record: Record, spec: FieldSpec, links: dict[int, list[int]], names: _Names) -> dict[str, Any]:
    name = spec.name
    if spec.kind is Kind.REFS:
        seen = [n for n in links.get(record.id or 0, []) if names.ref(spec.to, n)]
        keys: list[Any] = [names.key(spec.to, n) for n in seen]
        return {name: keys, f"{name}_ref": [names.ref(spec.to, n) for n in seen]}
    value = getattr(record, spec.column)
    if spec.kind is Kind.REF:
        return {name: names.key(spec.to, value), f"{name}_ref": names.ref(spec.to, value)}
    if spec.kind is Kind.SUBJECT:
        kind = str(getattr(record, "subject_type", "") or "account")
        return {name: names.key(kind, value), f"{name}_ref": names.ref(kind, value)}
    if spec.kind is Kind.MONEY:
        return {name: money_json(value, getattr(record, spec.currency, None))}
    if spec.kind is Kind.NUMBER:
        return {name: None if value is None else plain(value)}
    return {name: to_json(spec, value)}


def _expand(fields: Sequence[str] | None, row: dict[str, Any]) -> list[str]:
    return [k for f in fields or [] for k in (f, f"{f}_ref") if k in row]


def _moment(value: Any) -> str | None:
    return None if value is None else value.isoformat().replace("+00:00", "Z")
