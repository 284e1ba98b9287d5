"""Sheets of cells as an .xlsx file and back (openpyxl): texts stay texts whatever they begin with, numbers are numbers, days are days."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from crm_store.errors import StoreError
from crm_store.transfer.guards import DANGEROUS, csv_line, guard

Cell = str | Decimal | int | date | None


class Money(Decimal):
    """An amount that shows its currency's sign in a spreadsheet; `said` is how it was written, where no heading holds the sign."""

    unit: str
    said: str | None

    def __new__(cls, amount: Decimal, unit: str, said: str | None = None) -> "Money":
        made = super().__new__(cls, amount)
        made.unit, made.said = unit, said
        return made

    @property
    def shown_as(self) -> str:
        """The number format: "¥"#,##0, with cents when there are some."""
        sign = f'"{self.unit} "' if self.unit[-1:].isalpha() else f'"{self.unit}"'
        number = "#,##0" if self == self.to_integral_value() else "#,##0.00"
        return f"{sign}{number};-{sign}{number}"


SUFFIXES = (".xlsx", ".xlsm")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_A_NAME = re.compile(r"[\[\]:*?/\\']")
_MOST_DIGITS = 15
"""What a spreadsheet keeps of a number; a longer one is written as text."""
_LARGEST = 256 * 1024 * 1024
"""Bytes a workbook may unpack to."""


def workbook(sheets: Sequence[tuple[str, Iterable[Sequence[Cell]]]]) -> bytes:
    """An .xlsx file of sheets as (name, rows); the first row of each is its head."""
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    for name, rows in sheets:
        bare = _NOT_A_NAME.sub(" ", _NOT_XML.sub("", name)).strip()[:31].strip() or "Sheet"
        sheet = made.create_sheet(_not_taken(bare, made.sheetnames))
        for n, row in enumerate(rows):
            sheet.append([_cell(sheet, value, head=n == 0) for value in row])
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def tables_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """(name, CSV in UTF-8) of each sheet that holds anything: days as YYYY-MM-DD, numbers in full, formulas as they were worked out last.

    Raises:
        StoreError: the file is no workbook, or unpacks to more than anybody means.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(i.file_size for i in packed.infolist()) > _LARGEST:
                raise StoreError(
                    f"{path.name} unpacks to more than {_LARGEST // 1024**2} MB. Save its sheets as CSV and import those.",
                    f"{path.name} 解压后超过 {_LARGEST // 1024**2} MB。请将工作表另存为 CSV 后导入。",
                )
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise StoreError(
            f"{path.name} is not a workbook that can be read. Save it as .xlsx again, or as CSV (UTF-8).",
            f"无法读取工作簿 {path.name}。请重新另存为 .xlsx，或存为 CSV（UTF-8）。",
        ) from None
    try:
        for sheet in book.worksheets:
            rows = [[_text(v) for v in row] for row in sheet.iter_rows(values_only=True)]
            width = max((i + 1 for row in rows[:1] for i, c in enumerate(row) if c), default=0)
            wide = [row if any(row[width:]) else [*row[:width], *[""] * (width - len(row))] for row in rows]
            if any(any(row) for row in wide):
                yield sheet.title, "".join(csv_line([guard(c) for c in row]) for row in wide).encode()
    finally:
        book.close()


def _cell(sheet: Any, value: Cell, *, head: bool) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if value is None or value == "":
        return None
    if isinstance(value, date):
        day = WriteOnlyCell(sheet, value)
        day.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
        return day
    if not isinstance(value, str):
        if isinstance(value, Money):
            amount = WriteOnlyCell(sheet, Decimal(value))
            amount.number_format = value.shown_as
            return amount
        if len(Decimal(value).normalize().as_tuple().digits) <= _MOST_DIGITS:
            return value
        value = f"{Decimal(value):f}"
    made = WriteOnlyCell(sheet, _NOT_XML.sub("\ufffd", value))
    made.data_type = "s"  # never a formula
    if head:
        made.font = Font(bold=True)
    elif value[0] in DANGEROUS:
        made.quotePrefix = True  # stays a text also when it is edited
    return made


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)


def _not_taken(name: str, taken: Sequence[str]) -> str:
    unique, n = name, 1
    while unique.casefold() in (t.casefold() for t in taken):
        n += 1
        unique = f"{name[: 31 - len(str(n)) - 1]} {n}"
    return unique
