"""Which record a new row repeats: the same e-mail, domain, phone, or name at the same company; or every field the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from crm_store.models import entities, fields_of
from crm_store.names import normal
from crm_store.sameness import company_core, phone_key
from crm_store.unit import Unit

ALIKE: Mapping[str, tuple[str, ...]] = {
    "account": ("name", "name_zh", "name_en", "domain"),
    "contact": ("name", "email", "phone", "account"),
    "lead": ("name", "email", "phone", "organization"),
}
"""Record types whose rows are held against what is on record, and the fields that count."""

SAME: Mapping[str, tuple[str, ...]] = {
    "deal": ("name", "account", "contact", "amount", "expected_close_date", "closed_at", "type"),
    "activity": ("kind", "starts_at", "subject", "body"),
    "task": ("title", "due_on", "due_at", "assignee", "deal", "account"),
    "ticket": ("subject", "body", "account", "contact"),
    "article": ("title", "language", "body"),
    "fact": ("subject_type", "subject", "predicate", "value"),
}
"""Fields that make a row without an external id the same as a record: none that an import fills in by itself."""

WHY = {
    "email": ("the same e-mail", "邮箱相同"),
    "domain": ("the same domain", "域名相同"),
    "phone": ("the same phone number", "电话相同"),
    "name": ("the same name at the same company", "同一公司下姓名相同"),
    "company": ("the same company name", "公司名称相同"),
    "same": ("the same content", "内容相同"),
    "external_id": ("the same external id earlier in this import", "本次导入中已有相同的外部编号"),
    "key": ("the same key earlier in this import", "本次导入中已有相同的键"),
}

CERTAIN = frozenset({"email", "domain", "same"})
"""Likenesses for which a row is left out even though it brings an external id of its own."""


@dataclass(frozen=True)
class Twin:
    """A record that a row repeats, by its number, and why."""

    number: int
    why: str


class Likeness:
    """What is on record or earlier in the import, by the keys that make rows alike; filled once per record type."""

    def __init__(self, crm: Unit, entity: str) -> None:
        self.entity = entity
        self._alike: dict[tuple[str, ...], int] = {}
        self._same: dict[tuple[Any, ...], int] = {}
        self._names: dict[int, str] = {}
        self._load(crm)

    def find(self, values: Mapping[str, Any], keyed: bool) -> Twin | None:
        """The record `values` repeats. `keyed` rows (with an external id) are never the same merely by content."""
        for key in _alike_keys(self.entity, values):
            found = self._alike.get(key)
            if found is None:
                continue
            if key[0] == "phone" and not self._one_person(values, found):
                continue
            return Twin(found, key[0])
        same = None if keyed else self._same.get(_same_key(self.entity, values))
        return Twin(same, "same") if same is not None else None

    def add(self, number: int, values: Mapping[str, Any]) -> None:
        """Hold later rows against this one too."""
        for key in _alike_keys(self.entity, values):
            self._alike.setdefault(key, number)
        if self.entity in ALIKE:
            self._names[number] = normal(str(values.get("name") or ""))
        if self.entity in SAME:
            self._same.setdefault(_same_key(self.entity, values), number)

    def _one_person(self, values: Mapping[str, Any], found: int) -> bool:
        """A shared number is no duplicate when the names differ: colleagues share switchboards."""
        mine, theirs = normal(str(values.get("name") or "")), self._names.get(found, "")
        return (
            not mine
            or not theirs
            or mine == theirs
            or set(mine.split()) <= set(theirs.split())
            or set(theirs.split()) <= set(mine.split())
        )

    def _load(self, crm: Unit) -> None:
        names = ALIKE.get(self.entity) or SAME.get(self.entity)
        if not names:
            return
        model, specs = entities()[self.entity], fields_of(self.entity)
        names = tuple(n for n in names if n in specs and specs[n].column)
        q: Any = select(model.id, *(getattr(model, specs[n].column) for n in names))  # type: ignore[call-overload]
        for row in crm.exec(q):
            self.add(row[0], dict(zip(names, row[1:], strict=True)))


def _alike_keys(entity: str, values: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The keys of a row, the surest first."""
    if entity == "account":
        if values.get("domain"):
            yield "domain", str(values["domain"]).casefold().removeprefix("www.")
        for name in ("name", "name_zh", "name_en"):
            core = company_core(str(values[name])) if values.get(name) else ""
            if core:
                yield "company", core
    elif entity in ALIKE:
        if values.get("email"):
            yield "email", str(values["email"]).casefold()
        phone = phone_key(str(values["phone"])) if values.get("phone") else ""
        if phone:
            yield "phone", phone
        company = values.get("account") if entity == "contact" else normal(str(values.get("organization") or ""))
        if company and values.get("name"):
            yield "name", normal(str(values["name"])), str(company)


def _same_key(entity: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    made = tuple(values.get(n) for n in SAME.get(entity, ()))
    return tuple(v.casefold() if isinstance(v, str) else v for v in made)


__all__ = ["CERTAIN", "WHY", "Likeness", "Twin", "company_core", "phone_key"]
