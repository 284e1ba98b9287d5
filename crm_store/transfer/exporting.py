"""Records into a file: CSV or a workbook in the native layout that a spreadsheet opens safely, or JSON in the contract's record shape."""

import json
import os
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from crm_store.base import FieldSpec, Kind, Record
from crm_store.errors import NotAllowed, StoreError
from crm_store.models import entities, fields_of
from crm_store.own_fields import as_kept, own_specs, value_of
from crm_store.permissions import HELD, Actor
from crm_store.queries.view import shown
from crm_store.store import Store
from crm_store.transfer.guards import csv_line, guard, unguard
from crm_store.transfer.naming import Naming
from crm_store.transfer.workbook import workbook
from crm_store.unit import Unit
from crm_store.values import plain, to_json

CHUNK = 1_000

NATIVE: dict[str, str] = {
    "account": "name name_zh name_en aliases domain type industry employees_band annual_revenue currency billing_address level owner team",
    "contact": "name name_pinyin title account role email phone language wechat opted_out do_not_call owner",
    "lead": "name name_pinyin organization title email phone status source est_amount currency owner",
    "deal": "name account contact contacts pipeline stage amount currency forecast_category expected_close_date closed_at lost_reason "
    "lost_notes competitor next_step next_step_date source type owner",
    "activity": "kind channel direction status starts_at ends_at subject body account contact deal owner",
    "task": "title status priority due_on due_at assignee account contact deal",
    "ticket": "number subject body type priority status account contact assignee team channel first_response_due first_response_at "
    "resolution_due resolved_at breached resolution csat",
    "product": "sku name unit list_price currency active",
    "article": "title language status published_on expires_on body",
    "fact": "subject_type subject predicate value source",
}
"""The native columns of a record type in the contract's order; its further fields follow."""


def export(store: Store, actor: Actor, entity: str, to: Path, *, numbers: Collection[int] | None = None) -> int:
    """Write what `actor` may see of a record type to `to` (.csv, .xlsx or .json), sorted by number; returns how many records.

    The file appears whole or not at all and replaces an older one of that name. It holds no version, so that undoing a change
    restores an identical export.

    Args:
        numbers: only these records, as a search found them; None for all.

    Raises:
        NotAllowed: the person has no export right.
        StoreError: the file type or the record type is not known, or the file cannot be written.
    """
    kind = _kind(to)
    if "export" not in actor.rights:
        raise NotAllowed(
            f"Your role ({actor.role.en}) cannot export. Ask an administrator.",
            f"您的角色（{actor.role.zh}）不能导出。请联系管理员。",
        )
    if entity in HELD and not actor.may("export", entity):
        about = entities()[entity].about
        raise NotAllowed(
            f"Your role does not let you export {about.en_many}. Ask an administrator.",
            f"您的角色不能导出{about.zh}。请联系管理员。",
        )
    if entity not in entities():
        known = ", ".join(entities())
        raise StoreError(
            f"There is no record type “{entity}”. Known: {known}.", f"没有“{entity}”这种记录。可用：{known}。"
        )
    draft = to.with_name(f".{to.name}.{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with store.session(actor, tool="export") as crm:
                count = 0
                write = {"csv": _csv, "json": _json, "xlsx": _xlsx}[kind]
                for data, records in write(crm, entity, numbers):
                    file.write(data)
                    count += records
            file.flush()
            os.fsync(file.fileno())
        draft.replace(to)
    except OSError:
        raise StoreError(
            f"{to} cannot be written. Check the folder and the free space.", f"无法写入 {to}，请检查文件夹和剩余空间。"
        ) from None
    finally:
        draft.unlink(missing_ok=True)
    return count


def _kind(to: Path) -> str:
    suffix = to.suffix.casefold().removeprefix(".")
    if suffix not in ("csv", "xlsx", "json"):
        raise StoreError(
            f"{to.name} is not a file type that can be exported. Name it .csv, .xlsx or .json.",
            f"不支持导出为 {to.name}，请使用 .csv、.xlsx 或 .json。",
        )
    return suffix


def _chunks(crm: Unit, entity: str, numbers: Collection[int] | None) -> Iterator[Sequence[Record]]:
    model, last = entities()[entity], 0
    wanted = None if numbers is None else sorted(set(numbers))
    while True:
        q = select(model).where(model.id > last).order_by(model.id)  # type: ignore[arg-type, operator]
        if wanted is not None:
            part = [n for n in wanted if n > last][:CHUNK]
            if not part:
                return
            q = q.where(model.id.in_(part))  # type: ignore[union-attr]
        records: list[Record] = list(crm.exec(q.limit(CHUNK)).scalars())
        many = len(records)
        if records:
            last = records[-1].id or 0
            if crm.actor.extra and entity in HELD:  # a further role may show more than may be taken out
                out = crm.reached(entity, [r.id or 0 for r in records], "export")
                yield [r for r in records if r.id in out]
            else:
                yield records
        if wanted is not None:
            last = part[-1]
        elif many < CHUNK:
            return


def _json(crm: Unit, entity: str, numbers: Collection[int] | None) -> Iterator[tuple[bytes, int]]:
    """A JSON array with one record a line."""
    lead = "[\n"
    for records in _chunks(crm, entity, numbers):
        lines = [{k: v for k, v in row.items() if k != "version"} for row in shown(crm, entity, records)]
        yield (lead + ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines)).encode(), len(lines)
        lead = ",\n"
    yield b"[]\n" if lead == "[\n" else b"\n]\n", 0


def _csv(crm: Unit, entity: str, numbers: Collection[int] | None) -> Iterator[tuple[bytes, int]]:
    for n, row in enumerate(_rows(crm, entity, numbers)):
        yield csv_line(row).encode(), int(n > 0)


def _xlsx(crm: Unit, entity: str, numbers: Collection[int] | None) -> Iterator[tuple[bytes, int]]:
    """One sheet: amounts, numbers and counts as numbers, everything else as text."""
    rows = _rows(crm, entity, numbers)
    head = next(rows)
    specs = fields_of(entity)
    own = own_specs(crm, entity)
    called = zip(_headings(crm, entity, own), own.values(), strict=True)
    figures = {label for label, spec in called if spec.kind is Kind.NUMBER}
    counted = {
        i
        for i, n in enumerate(head)
        if n in figures or (n in specs and specs[n].kind in (Kind.MONEY, Kind.NUMBER, Kind.INT))
    }
    typed = [[Decimal(c) if c and i in counted else unguard(c) for i, c in enumerate(row)] for row in rows]
    yield workbook([(f"{entity}s", [head, *typed])]), len(typed)


def _rows(crm: Unit, entity: str, numbers: Collection[int] | None) -> Iterator[list[str]]:
    """The heading, then a row for each record, with texts guarded."""
    specs = fields_of(entity)
    native = [n for n in NATIVE.get(entity, "").split() if n in specs]
    names = [*native, *(n for n in specs if n not in native)]
    refs = [n for n in names if specs[n].kind in (Kind.REF, Kind.REFS, Kind.SUBJECT)]
    added = own_specs(crm, entity)
    labels = _headings(crm, entity, added)
    yield [
        "external_id",
        *names,
        "created_at",
        "ref",
        "updated_at",
        *labels,
        *(f"{n}_ref" for n in refs),
    ]
    naming = Naming(crm)
    for records in _chunks(crm, entity, numbers):
        naming.load(entity, records)
        for r in records:
            own = {field: naming.held(specs[field], r) for field in refs}
            keys = {field: guard(";".join(naming.key(*to) for to in held)) for field, held in own.items()}
            cells = [guard(r.external_id or ""), *(keys[f] if f in keys else _cell(specs[f], r) for f in names)]
            cells += [_moment(r.created_at), r.ref, _moment(r.updated_at)]
            cells += [_own_cell(spec, value_of(r, spec)) for spec in added.values()]
            cells += [";".join(naming.ref(*to) for to in held) for held in own.values()]
            yield cells


def _cell(spec: FieldSpec, record: Record) -> str:
    """A value as a cell: typed values as they are, texts guarded."""
    value = getattr(record, spec.column)
    if value is None:
        return ""
    if spec.kind in (Kind.MONEY, Kind.NUMBER):
        return plain(value)
    if spec.kind is Kind.BOOL:
        return "true" if value else "false"
    if spec.kind is Kind.JSON:
        words = [str(w) for w in value]
        split = any(";" in w or "；" in w or w != w.strip() for w in words) or ";".join(words).startswith("[")
        return guard(json.dumps(words, ensure_ascii=False) if split else ";".join(words))
    if spec.kind in (Kind.DAY, Kind.MOMENT, Kind.INT):
        return str(to_json(spec, value))
    return guard(str(to_json(spec, value)))


def _headings(crm: Unit, entity: str, own: Mapping[str, FieldSpec]) -> list[str]:
    """The company's fields by their labels in the language of whom the file is for; by name where a label says something else here."""
    zh = crm.actor.lang == "zh"
    taken = {*fields_of(entity), "external_id", "created_at", "updated_at", "ref", "version"}
    labels = [spec.zh if zh else spec.en for spec in own.values()]
    return [
        label if labels.count(label) == 1 and label not in taken and not label.startswith("custom.") else name
        for label, name in zip(labels, own, strict=True)
    ]


def _own_cell(spec: FieldSpec, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else guard(str(as_kept(value)))


def _moment(value: Any) -> str:
    return str(value.isoformat()).replace("+00:00", "Z")
