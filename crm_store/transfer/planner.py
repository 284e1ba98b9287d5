"""Rows into planned records: values read, references resolved, matched with what is on record; nothing is written here."""

from collections.abc import Iterable, Sequence
from typing import Any

from crm_store.base import FieldSpec, Kind
from crm_store.models import entities, fields_of
from crm_store.own_fields import PREFIX, own_specs
from crm_store.transfer.cells import custom_reader, reader
from crm_store.transfer.directory import Directories
from crm_store.transfer.layout import Column, Row, Table, spec_of
from crm_store.transfer.likeness import CERTAIN, WHY, Twin
from crm_store.transfer.matching import Matcher
from crm_store.transfer.own import OwnRules
from crm_store.transfer.planned import Plan, Planned, cell_error
from crm_store.transfer.references import SELF, References
from crm_store.transfer.report import SHOWN, Duplicate, ImportReport, RowError
from crm_store.transfer.texts import CellError, Reader
from crm_store.transfer.ties import tie
from crm_store.unit import Unit


class Planner:
    """Plans one record type after the other; later ones find what earlier ones made in `books`."""

    def __init__(self, crm: Unit, report: ImportReport) -> None:
        self.crm = crm
        self.report = report
        self.books = Directories(crm)
        self.references = References(self.books)
        self.plans: dict[str, Plan] = {}

    def plan(self, entity: str, tables: Sequence[Table]) -> Plan:
        plan = self.plans[entity] = Plan(entity)
        _Pass(self, plan, tables).run()
        return plan


class _Pass:
    """One record type's tables, row by row."""

    def __init__(self, planner: Planner, plan: Plan, tables: Sequence[Table]) -> None:
        self.crm, self.report, self.books = planner.crm, planner.report, planner.books
        self.references = planner.references
        self.entity, self.plan, self.tables = plan.entity, plan, tables
        self.book = self.books.of(self.entity)
        self.counts = self.report.of(self.entity)
        self.matcher = Matcher(self.crm, plan, self.book)
        self.specs = fields_of(self.entity)
        self.title = entities()[self.entity].about.title
        self.names = entities()[self.entity].about.names
        self.own = OwnRules(self.crm, self.entity)

    def run(self) -> None:
        for table in self.tables:
            readers = [(c, *self._reader(c)) for c in table.columns]
            plain = [(c, r) for c, s, r in readers if r is not None]
            linked = sorted(
                ((c, s) for c, s, r in readers if r is None and s is not None),
                key=lambda x: (x[1].to not in ("pipeline", "account"), x[0].field),
            )
            for row, cells in table.sheet.rows():
                self._row(table, row, cells, plain, linked)
        tie(self.plan, self.books, self._fall)

    def _reader(self, column: Column) -> tuple[FieldSpec | None, Reader | None]:
        if column.custom:
            own = own_specs(self.crm, self.entity).get(PREFIX + column.custom)
            return None, custom_reader(column.kind or "text", self.crm.actor.zone, own)
        spec = spec_of(self.entity, column.field)
        assert spec is not None
        if spec.kind in (Kind.REF, Kind.REFS, Kind.SUBJECT):
            return spec, None
        zone = self.crm.actor.zone
        return spec, reader(
            spec, zone, entity=self.entity, pattern=column.pattern, scale=column.scale, band=column.band
        )

    def _row(
        self,
        table: Table,
        row: int,
        cells: Row,
        plain: Iterable[tuple[Column, Reader]],
        linked: Iterable[tuple[Column, FieldSpec]],
    ) -> None:
        values: dict[str, Any] = {}
        custom: dict[str, Any] = {}
        errors: list[RowError] = []
        for column, read in plain:
            text = column.text(cells)
            if not text or not (stripped := text.strip()):
                continue
            try:
                value = read(text if read is str else stripped)
            except CellError as e:
                errors.append(cell_error(table, row, column.heading, stripped, e))
                continue
            if column.custom:
                custom[column.custom] = value
            else:
                values[column.field] = value
        for column, spec in linked:
            text = column.text(cells).strip()
            if not text:
                continue
            hint = table.hints.get(f"{column.field}_ref")
            try:
                values[column.field] = self.references.read(
                    self.entity, spec, text, values, hint(cells).strip() if hint else ""
                )
            except CellError as e:
                errors.append(cell_error(table, row, column.heading, text, e))
        if custom:
            values["custom"] = custom
        if self.entity == "user" and "email" in values:
            values["email"] = values["email"].casefold()
        if table.optional and not errors and not any(values.get(k) for k in table.key or ("external_id",)):
            return  # one row makes several records, and names nothing of this type
        self.counts.read += 1
        if not errors:
            self._place(table, row, cells, values, errors)
        if errors:
            self._reject(table, row, cells, values, errors)

    def _place(self, table: Table, row: int, cells: Row, values: dict[str, Any], errors: list[RowError]) -> None:
        """Decide what a good row is: a repetition, an update, a duplicate or a new record."""
        number = self.matcher.match(table, cells, values)
        if wrong := self.own.errors(table, row, values, number):
            errors += wrong
            return
        if number is not None:
            self.own.keep(values, number)
            earlier = self.plan.by_number.get(number)
            if earlier is None:
                planned = Planned(table, row, number, values, existing=True)
                self.plan.known.append(planned)
                self.plan.by_number[number] = planned
            elif table.key and all(earlier.values.get(k, v) == v for k, v in values.items()):
                earlier.values.update(values)  # one of many rows that name the same record
                self.counts.read -= 1
            else:
                self._duplicate(
                    table, row, values, Twin(number, "external_id" if "external_id" in values else "key"), skipped=True
                )
            return
        missing = [
            s
            for n, s in self.specs.items()
            if s.required and values.get(n) is None and n not in SELF.get(self.entity, ())
        ]
        if missing:
            columns = {c.field: c.heading for c in table.columns}
            for spec in missing:
                errors.append(
                    cell_error(
                        table,
                        row,
                        columns.get(spec.name, spec.name),
                        "",
                        CellError(f"{spec.en}, which must be filled", f"必填的{spec.zh}"),
                    )
                )
            return
        twin = self.matcher.twin(values)
        if twin is not None:
            keyed = "external_id" in values
            skipped = (not keyed or twin.why in CERTAIN) and not self._its_parent(table, cells, values, twin.number)
            self._duplicate(table, row, values, twin, skipped)
            if skipped:
                # What refers to the row that was left out means the record it repeats.
                self.book.add(
                    twin.number, values.get("external_id"), self._called(values), self.book.labels.get(twin.number)
                )
                return
        self._new(table, row, values)

    def _new(self, table: Table, row: int, values: dict[str, Any]) -> None:
        number = self.matcher.number(values)
        self.own.keep(values, number)
        planned = Planned(table, row, number, values)
        self.plan.new.append(planned)
        self.plan.by_number[number] = planned
        called = self._called(values)
        self.book.add(
            number,
            values.get("external_id"),
            called,
            str(values.get(self.title) or (called[0] if called else "")) or None,
        )
        self.books.note(self.entity, number, account=values.get("account"), pipeline=values.get("pipeline"))
        self.matcher.add(planned)

    def _its_parent(self, table: Table, cells: Row, values: dict[str, Any], number: int) -> bool:
        """A subsidiary that shares its parent's domain is no duplicate of it."""
        if self.entity != "account":
            return False
        parent = next((c.text(cells).strip() for c in table.columns if c.field == "parent"), "")
        return bool(parent) and number in self.book.find(parent)

    def _called(self, values: dict[str, Any]) -> list[str]:
        found = [values.get(n) for n in (*self.names, *(("number",) if self.entity == "ticket" else ()))]
        return [w for v in found for w in (v if isinstance(v, list) else [v]) if w]

    def _duplicate(self, table: Table, row: int, values: dict[str, Any], twin: Twin, skipped: bool) -> None:
        earlier = self.plan.by_number.get(twin.number)
        in_file = earlier is not None and not earlier.existing
        ref = f"{earlier.table.sheet.file} row {earlier.row}" if earlier and in_file else self.book.ref(twin.number)
        label = " ".join(self._called(values)[:1]) or str(values.get("external_id") or f"row {row}")
        if firm := values.get("organization"):
            label = f"{label} ({firm})"
        why, why_zh = WHY[twin.why]
        self.report.duplicates.append(
            Duplicate(
                table.sheet.file,
                row,
                label[:SHOWN],
                ref,
                self.book.labels.get(twin.number, ref)[:SHOWN],
                why,
                why_zh,
                skipped,
            )
        )
        if skipped:
            self.counts.duplicates += 1

    def _reject(self, table: Table, row: int, cells: Row, values: dict[str, Any], errors: list[RowError]) -> None:
        self.report.reject(self.entity, table.sheet.heading, cells, errors)
        where = f"{table.sheet.file} row {row}"
        for word in (values.get("external_id"), *self._called(values)):
            if word:
                self.book.refused.setdefault(word.casefold(), where)

    def _fall(self, planned: Planned, errors: list[RowError]) -> None:
        """Take back a row that turned out wrong after others were read."""
        del self.plan.by_number[planned.number]
        (self.plan.known if planned.existing else self.plan.new).remove(planned)
        if not planned.existing:
            self.book.forget(planned.number)
        cells = planned.table.sheet.cells(planned.row)
        self._reject(planned.table, planned.row, cells, planned.values, errors)
