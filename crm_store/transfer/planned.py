"""A row on its way to a record."""

from dataclasses import dataclass, field
from typing import Any

from crm_store.transfer.layout import Table
from crm_store.transfer.report import SHOWN, RowError
from crm_store.transfer.texts import CellError


@dataclass(slots=True, eq=False)
class Planned:
    """One row: `number` is the record's, `values` what the file says by field name, `existing` whether it is on record."""

    table: Table
    row: int
    number: int
    values: dict[str, Any]
    existing: bool = False

    @property
    def where(self) -> str:
        return f"{self.table.sheet.file} row {self.row}"


@dataclass
class Plan:
    """The rows of one record type: those that make a record, and those that speak of one on record."""

    entity: str
    new: list[Planned] = field(default_factory=list)
    known: list[Planned] = field(default_factory=list)
    by_number: dict[int, Planned] = field(default_factory=dict)


def cell_error(table: Table, row: int, column: str, value: str, e: CellError) -> RowError:
    """A refused cell as the report lists it."""
    return RowError(table.sheet.file, row, column, value[:SHOWN], e.en, e.zh)
