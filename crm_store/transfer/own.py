"""The company's own fields in a file: columns headed by their labels, values read by their kind, the required and the unique among them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from crm_store.models import CustomField
from crm_store.own_fields import PREFIX, alike, definitions, holders, key_of, own_called, own_specs, spec_from
from crm_store.transfer.layout import Column, Table, cell_of, plain_heading
from crm_store.transfer.planned import cell_error
from crm_store.transfer.report import ImportReport, RowError
from crm_store.transfer.texts import CellError
from crm_store.unit import Unit


def with_labelled(crm: Unit, table: Table, report: ImportReport) -> Table:
    """A native table with the columns that are headed by a label of the company's own fields; they are unknown no more."""
    unknown = report.unknown_columns.get(table.sheet.file, [])
    if not table.native or not unknown or not own_specs(crm, table.entity):
        return table
    taken = {c.custom for c in table.columns if c.custom}
    more: list[Column] = []
    for index, heading in enumerate(table.sheet.heading):
        spec = own_called(crm, table.entity, plain_heading(heading)) if heading in unknown else None
        if spec is not None and key_of(spec.name) not in taken:
            taken.add(key_of(spec.name))
            more.append(Column(spec.name, heading, cell_of(index), custom=key_of(spec.name)))
    if not more:
        return table
    left = [h for h in unknown if h not in {c.heading for c in more}]
    report.unknown_columns.pop(table.sheet.file)
    if left:
        report.unknown_columns[table.sheet.file] = left
    return replace(table, columns=[*table.columns, *more])


class OwnRules:
    """What the company's own fields ask of the rows of one record type."""

    def __init__(self, crm: Unit, entity: str) -> None:
        self.entity = entity
        fields: Sequence[CustomField] = definitions(crm, entity)
        self.required = [spec_from(f) for f in fields if f.required]
        self.unique = {f.key: spec_from(f) for f in fields if f.unique}
        self.held: dict[str, dict[str, int]] = {
            key: {_folded(value): number for number, value in holders(crm, entity, key)} for key in self.unique
        }

    def errors(self, table: Table, row: int, values: Mapping[str, Any], number: int | None) -> list[RowError]:
        """What is wrong with a row that makes a record (`number` None) or speaks of one."""
        said, found = values.get("custom", {}), []
        columns = {PREFIX + c.custom: c.heading for c in table.columns if c.custom}
        for spec in self.required if number is None else ():
            if said.get(key_of(spec.name)) in (None, ""):
                lacking = CellError(f"{spec.en}, which must be filled", f"必填的{spec.zh}")
                found.append(cell_error(table, row, columns.get(spec.name, spec.en), "", lacking))
        for key, spec in self.unique.items():
            value = said.get(key)
            by = self.held[key].get(_folded(value)) if value not in (None, "") else None
            if by is not None and by != number:
                taken = CellError(f"a {spec.en} that no other record has", f"不与其他记录重复的{spec.zh}")
                found.append(cell_error(table, row, columns.get(spec.name, spec.en), str(value), taken))
        return found

    def keep(self, values: Mapping[str, Any], number: int) -> None:
        """Note what a good row takes."""
        for key in self.unique:
            if (value := values.get("custom", {}).get(key)) not in (None, ""):
                held = self.held[key]
                for other in [v for v, n in held.items() if n == number and not alike(v, value)]:
                    del held[other]
                held[_folded(value)] = number


def _folded(value: Any) -> str:
    return str(value).strip().casefold()
