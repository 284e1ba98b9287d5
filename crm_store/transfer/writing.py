"""Planned rows into the store: new records in bulk, known ones field by field where they differ."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from crm_store import rules
from crm_store.base import Kind, Record
from crm_store.errors import BadValue, NotAllowed
from crm_store.models import Deal, entities, fields_of
from crm_store.transfer.planned import Plan, Planned
from crm_store.transfer.report import ImportReport, RowError
from crm_store.unit import Unit

CHUNK = 2_000
"""Records written in one statement; larger chunks gain nothing and hold more memory."""


class Writer:
    """Writes plans in their order and counts what became of them."""

    def __init__(self, crm: Unit, report: ImportReport) -> None:
        self.crm = crm
        self.report = report

    def write(self, plan: Plan) -> None:
        counts = self.report.of(plan.entity)
        for start in range(0, len(plan.new), CHUNK):
            rows = [{**p.values, "id": p.number} for p in plan.new[start : start + CHUNK]]
            self.crm.create_many(plan.entity, rows, stays=False)
            counts.created += len(rows)
        for start in range(0, len(plan.known), CHUNK):
            self._update(plan.entity, plan.known[start : start + CHUNK])
        self.crm.flush()

    def touch(self, latest: Mapping[int, datetime], new: Iterable[Planned]) -> None:
        """Set when deals were last touched: in the rows of new deals, and on record for those this person may change."""
        left = dict(latest)
        for planned in new:
            at = left.pop(planned.number, None)
            said = planned.values.get("last_activity_at")
            if at is not None and (said is None or at > said):
                planned.values["last_activity_at"] = at
        for number, deal in self.crm.many("deal", left).items():
            assert isinstance(deal, Deal)
            if (deal.last_activity_at is None or deal.last_activity_at < left[number]) and self._may_write(
                "deal", number
            ):
                self.crm.update(deal, {"last_activity_at": left[number]}, plain=True)

    def _update(self, entity: str, known: Sequence[Planned]) -> None:
        counts, numbers = self.report.of(entity), [p.number for p in known]
        records = self.crm.many(entity, numbers)
        links = {f: self.crm.links(entity, f, numbers) for f in entities()[entity].about.links}
        changed: list[tuple[Planned, Record, dict[str, Any]]] = []
        for planned in known:
            record = records[planned.number]
            wanted = _differing(
                entity, record, planned.values, {f: held.get(planned.number, []) for f, held in links.items()}
            )
            if wanted:
                changed.append((planned, record, wanted))
            else:
                counts.unchanged += 1
        allowed = self._allowed(entity, [p.number for p, _, _ in changed])
        for planned, record, wanted in changed:
            if planned.number not in allowed:
                self._refuse(entity, planned, "", NotAllowed("a record you may change", "您有权修改的记录"))
                continue
            try:
                follows = rules.derived(self.crm, entity, record, wanted)
            except BadValue as e:
                self._refuse(entity, planned, next(iter(wanted)), e)
                continue
            said = planned.values
            self.crm.update(record, {**wanted, **{k: v for k, v in follows.items() if k not in said}}, plain=True)
            counts.updated += 1

    def _allowed(self, entity: str, numbers: Sequence[int]) -> set[int]:
        try:
            self.crm.must_write(entity, numbers)
        except NotAllowed:
            return {n for n in numbers if self._may_write(entity, n)}
        return set(numbers)

    def _may_write(self, entity: str, number: int) -> bool:
        try:
            self.crm.must_write(entity, [number])
        except NotAllowed:
            return False
        return True

    def _refuse(self, entity: str, planned: Planned, column: str, why: NotAllowed | BadValue) -> None:
        file = planned.table.sheet.file
        error = RowError(file, planned.row, column, "", why.en, why.zh)
        self.report.reject(entity, planned.table.sheet.heading, planned.table.sheet.cells(planned.row), [error])


def _differing(entity: str, record: Record, said: Mapping[str, Any], links: Mapping[str, list[int]]) -> dict[str, Any]:
    """The fields a row changes on a record; what it leaves empty is not known and stays."""
    wanted: dict[str, Any] = {}
    for name, spec in fields_of(entity).items():
        value = said.get(name)
        if value is None:
            continue
        if spec.kind is Kind.REFS:
            if sorted(links[name]) != sorted(value):
                wanted[name] = value
        elif getattr(record, spec.column) != value:
            wanted[name] = value
    custom = {**(record.custom or {}), **said.get("custom", {})}
    if custom != (record.custom or {}):
        wanted["custom"] = custom
    if said.get("external_id") and not record.external_id:
        wanted["external_id"] = said["external_id"]
    return wanted
