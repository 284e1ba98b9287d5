"""Which record a row speaks of, on record or earlier in the import, and which number a new one gets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from crm_store.models import entities, fields_of
from crm_store.transfer.directory import Directory
from crm_store.transfer.layout import KEYS, NUMBERED, Row, Table
from crm_store.transfer.likeness import ALIKE, SAME, Likeness, Twin
from crm_store.transfer.planned import Plan, Planned
from crm_store.unit import Unit


class Matcher:
    """The records of one type by what identifies a row; each index is read from the store when a row first needs it."""

    def __init__(self, crm: Unit, plan: Plan, book: Directory) -> None:
        self.crm, self.entity, self.plan, self.book = crm, plan.entity, plan, book
        self.model, self.specs = entities()[plan.entity], fields_of(plan.entity)
        self._alike = Likeness(crm, plan.entity) if plan.entity in ALIKE else None
        self._keys: dict[tuple[str, ...], dict[tuple[Any, ...], int]] = {}
        self._created: dict[int, datetime] | None = None
        self._taken: set[int] = set()
        self._next = crm.last_number(plan.entity) + 1

    def match(self, table: Table, cells: Row, values: Mapping[str, Any]) -> int | None:
        """The record a row speaks of: by external id, natural key, or the reference in an export of ours."""
        external_id = values.get("external_id")
        if external_id:
            found = self.book.external.get(external_id)
            if found:
                return found[0]
        natural = () if external_id and self.entity in NUMBERED else KEYS.get(self.entity, ())
        for key in (table.key,) if table.key else natural:
            wanted = tuple(_folded(values.get(n)) for n in key)
            if all(v is None for v in wanted):
                continue
            if key not in self._keys:
                self._keys[key] = self._known_by(key)
            number = self._keys[key].get(wanted)
            if number is not None or self.entity == "product":
                return number
        return self._own(table, cells, values) if table.own and not external_id else None

    def twin(self, values: Mapping[str, Any]) -> Twin | None:
        """The record a row repeats although nothing identifies it as that one."""
        keyed = "external_id" in values
        if self._alike is None:
            if keyed or self.entity not in SAME:
                return None
            self._alike = Likeness(self.crm, self.entity)
            for planned in self.plan.new:
                self._alike.add(planned.number, planned.values)
        return self._alike.find(values, keyed)

    def add(self, planned: Planned) -> None:
        """Let later rows be matched with this one."""
        for key, held in self._keys.items():
            found = tuple(_folded(planned.values.get(n)) for n in key)
            if any(v is not None for v in found):
                held.setdefault(found, planned.number)
        if self._alike is not None:
            self._alike.add(planned.number, planned.values)

    def number(self, values: Mapping[str, Any]) -> int:
        """A new record's number; a ticket keeps the one in its file when it is free."""
        said = str(values.get("number") or "") if self.entity == "ticket" else ""
        if (
            said.isdecimal()
            and 0 < int(said) < 2**31
            and int(said) not in self._taken
            and not self.crm.numbered(self.entity, int(said))
        ):
            number = int(said)
        else:
            while self._next in self._taken or (self.entity == "ticket" and self.crm.numbered(self.entity, self._next)):
                self._next += 1
            number = self._next
            self._next += 1
        self._taken.add(number)
        return number

    def _known_by(self, key: tuple[str, ...]) -> dict[tuple[Any, ...], int]:
        found: dict[tuple[Any, ...], int] = {}
        q: Any = select(self.model.id, *(getattr(self.model, self.specs[n].column) for n in key))  # type: ignore[call-overload]
        for row in self.crm.exec(q):
            found.setdefault(tuple(_folded(p) for p in row[1:]), row[0])
        for planned in self.plan.new:
            found.setdefault(tuple(_folded(planned.values.get(n)) for n in key), planned.number)
        return found

    def _own(self, table: Table, cells: Row, values: Mapping[str, Any]) -> int | None:
        """The record an exported row was made of: the same reference and the same moment of creation."""
        prefix, _, digits = table.hints["ref"](cells).strip().partition("-")
        if prefix != self.model.about.prefix or not digits.isdecimal() or int(digits) not in self.book.labels:
            return None
        if self._created is None:
            q: Any = select(self.model.id, self.model.created_at)  # type: ignore[call-overload]
            self._created = {row[0]: row[1] for row in self.crm.exec(q)}
        return int(digits) if self._created.get(int(digits)) == values.get("created_at") else None


def _folded(value: Any) -> Any:
    return value.casefold() if type(value) is str else value
