"""A CSV file as a heading and rows of texts, every one numbered as a spreadsheet numbers it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crm_store.errors import StoreError
from crm_store.transfer.decode import encoding_of
from crm_store.transfer.guards import unguard

csv.field_size_limit(2**31 - 1)  # a huge cell is a row error of ours, not an exception of the csv module

MAX_CELL = 200_000
"""The longest cell taken, in characters: a long e-mail thread; anything above is a file that lost its quotes."""


@dataclass(frozen=True)
class Defect:
    """A row that cannot be read: what stands there, and what would be accepted in English and Chinese."""

    column: str
    value: str
    en: str
    zh: str


@dataclass
class Sheet:
    """One table: `rows()` yields (row number, cells); row 1 is the heading. Rows in `defects` are left out."""

    file: str
    heading: list[str]
    encoding: str = "utf-8"
    data: bytes = b""
    delimiter: str = ","
    held: Sequence[list[str]] | None = None
    count: int = 0
    defects: dict[int, tuple[list[str], Defect]] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        width = len(self.heading)
        for number, cells in self._numbered():
            if number not in self.defects:
                yield number, cells if len(cells) == width else cells[:width]

    def cells(self, row: int) -> list[str]:
        """The cells of one row again."""
        return next(cells for number, cells in self._numbered() if number == row)

    def _numbered(self) -> Iterator[tuple[int, list[str]]]:
        if self.held is not None:
            yield from enumerate(self.held, 2)
            return
        reader = _reader(self.data, self.encoding, self.delimiter)
        next(reader)
        quoted = b"'" in self.data
        for number, cells in enumerate(reader, 2):
            if cells and any(cells):
                yield number, [unguard(c) for c in cells] if quoted else cells


def read(path: Path) -> Sheet:
    """The table in a CSV file; StoreError when it is none."""
    try:
        data = path.read_bytes()
    except OSError:
        raise StoreError(
            f"{path.name} cannot be read. Check the path and its permissions.",
            f"无法读取 {path.name}，请检查路径和权限。",
        ) from None
    return parse(path.name, data, encoding_of(path.name, data))


def parse(file: str, data: bytes, encoding: str = "utf-8") -> Sheet:
    """The table in a CSV file's bytes, checked once from end to end."""
    delimiter = _delimiter(data[:65_536].decode(encoding, "ignore"))
    reader = _reader(data, encoding, delimiter)
    line = 1
    try:
        heading = [h.strip() for h in next(reader, [])]
        if heading:
            heading[0] = heading[0].removeprefix("\ufeff").strip()
        while heading and not heading[-1]:
            heading.pop()
        _check_heading(file, heading)
        sheet = Sheet(file, heading, encoding, data, delimiter)
        line = reader.line_num + 1
        for number, cells in enumerate(reader, 2):
            line = reader.line_num + 1
            if not cells or not any(cells):
                continue
            sheet.count += 1
            defect = _defect(heading, cells)
            if defect:
                sheet.defects[number] = (cells, defect)
    except csv.Error:
        raise StoreError(
            f"In {file} a quotation mark that opens on line {line} is not closed properly. "
            'Close it, write a quotation mark inside a cell twice (""), and import again.',
            f'{file} 第 {line} 行的引号没有正确关闭。请补上引号（单元格内的引号要写两遍 ""）后重新导入。',
        ) from None
    return sheet


def _reader(data: bytes, encoding: str, delimiter: str) -> Any:
    """A CSV reader on bytes, decoding as it goes: a file is never held as text."""
    return csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding, newline=""), delimiter=delimiter, strict=True)


def held(file: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    """A table from rows in memory: any value becomes its text, None an empty cell."""
    heading = list(dict.fromkeys(key for row in rows for key in row))
    cells = [[as_text(row.get(h)) for h in heading] for row in rows]
    return Sheet(file, heading, held=cells, count=len(cells))


def as_text(value: Any) -> str:
    """A value as a cell holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ";".join(as_text(v) for v in value)
    return str(value)


def _delimiter(text: str) -> str:
    """What separates the cells of the heading: a comma, or the semicolon or tab some spreadsheets write."""
    head = text[: text.find("\n")] if "\n" in text else text
    counts = {d: head.count(d) for d in (",", ";", "\t")}
    return max(counts, key=lambda d: counts[d]) if counts[","] == 0 and any(counts.values()) else ","


def _check_heading(file: str, heading: list[str]) -> None:
    if not any(heading):
        raise StoreError(
            f"{file} has no column names. Put them into its first line.", f"{file} 没有列名。请在第一行写上列名。"
        )
    seen: set[str] = set()
    for name in heading:
        if name and name.casefold() in seen:
            raise StoreError(
                f"{file} has two columns called “{name}”. Rename or remove one, then import again.",
                f"{file} 有两列都叫“{name}”。请改名或删除其中一列后重新导入。",
            )
        seen.add(name.casefold())


def _defect(heading: list[str], cells: list[str]) -> Defect | None:
    n = len(heading)
    if len(cells) < n or any(cells[n:]):
        return Defect(
            "", f"{len(cells)} cells", f"{n} cells, one for each column name", f"{n} 个单元格，与列名一一对应"
        )
    if len(joined := "".join(cells)) <= MAX_CELL and "\0" not in joined:
        return None
    for name, cell in zip(heading, cells, strict=False):
        if "\0" in cell:
            return Defect(name, cell.replace("\0", "␀")[:80], "text without zero bytes", "不含空字节的文字")
        if len(cell) > MAX_CELL:
            return Defect(name, f"{cell[:60]}…", f"at most {MAX_CELL:,} characters", f"最多 {MAX_CELL:,} 个字符")
    return None
