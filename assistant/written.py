"""Tables and charts as files a spreadsheet opens: CSV and XLSX. Figures are plain numbers with their unit in the heading, texts stay texts."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from assistant.blocks import Chart, Language, Table
from crm_store.transfer.guards import csv_line, guard
from crm_store.transfer.workbook import Cell, workbook

Kind = Literal["csv", "xlsx"]

_FIGURE = re.compile(
    r"(?P<sign>[+\-−]?)(?P<unit>(?:[A-Z]{0,3}[€$£¥₹₩₽₺₫฿₪]|[A-Z]{3}(?=[ \u00a0]))?)[ \u00a0]?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<share>%?)"
)
_NOTHING = ("", "–", "—", "-")


def file_of(block: Table | Chart, kind: Kind, language: Language) -> bytes:
    """A table or chart as a file: .csv (UTF-8 with a mark, so that spreadsheets read Chinese) or .xlsx."""
    return csv_file(rows_of(block, language)) if kind == "csv" else workbook([(block.title, rows_of(block, language))])


def csv_file(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Rows as a CSV file a spreadsheet opens safely."""
    texts = [["" if c is None else guard(c) if isinstance(c, str) else f"{Decimal(c):f}" for c in r] for r in rows]
    lines = [csv_line(row) for row in texts]
    return ("\ufeff" + "".join(lines)).encode()


def rows_of(block: Table | Chart, language: Language) -> list[list[Cell]]:
    """A block as rows of cells, its headings first; a table that shows less than there is ends with a line that says so."""
    if isinstance(block, Chart):
        return _chart(block, language)
    columns = [_figures([row[i] if i < len(row) else "" for row in block.rows]) for i in range(len(block.columns))]
    head: list[Cell] = [
        f"{name} ({unit})" if unit and f"{unit})" not in name else name
        for name, (_, unit) in zip(block.columns, columns, strict=True)
    ]
    body: list[list[Cell]] = [[cells[n] for cells, _ in columns] for n in range(len(block.rows))]
    if block.total is not None and block.total > len(block.rows):
        here, whole = len(block.rows), block.total
        body.append([f"显示 {here:,} 条，共 {whole:,} 条" if language == "zh" else f"{here:,} of {whole:,} rows"])
    return [head, *body]


def _chart(block: Chart, language: Language) -> list[list[Cell]]:
    zh = language == "zh"
    if block.kind == "heat":
        names = list(dict.fromkeys(str(p.get("column", "")) for p in block.data))
        held = {(str(p["label"]), str(p.get("column", ""))): _number(p) for p in block.data}
        labels = list(dict.fromkeys(str(p["label"]) for p in block.data))
        made: list[list[Cell]] = [["", *names]]
        made += [[label, *(held.get((label, n)) for n in names)] for label in labels]
        return made
    head: list[Cell] = ["名称", "数值", "显示为"] if zh else ["Name", "Value", "Shown as"]
    body: list[list[Cell]] = [[str(p["label"]), _number(p), str(p.get("text") or "")] for p in block.data]
    return [head, *body]


def _number(point: dict[str, object]) -> Decimal:
    return Decimal(str(point.get("value") or 0))


def _figures(cells: Sequence[str]) -> tuple[list[Cell], str]:
    """A column as numbers and their unit when every cell is a figure in one unit, else as the texts they are."""
    found = [None if c.strip() in _NOTHING else _FIGURE.fullmatch(c.strip()) for c in cells]
    filled = [m for m in found if m is not None]
    units = {m["share"] or m["unit"].strip() for m in filled}
    if not filled or len(units) != 1 or any(m is None and c.strip() not in _NOTHING for m, c in zip(found, cells, strict=True)):  # fmt: skip
        return list(cells), ""
    if any(m["number"][0] == "0" and m["number"][1:2].isdigit() for m in filled):
        return list(cells), ""  # 007 is a code, no number
    return [None if m is None else _plain(m) for m in found], units.pop()


def _plain(match: re.Match[str]) -> Decimal:
    value = Decimal(match["number"].replace(",", ""))
    return -value if match["sign"] in ("-", "−") else value


def markdown(title: str, say: str, blocks: Sequence[object], language: Language) -> str:
    """An answer as a Markdown page: its words, then its tables; a chart only where no table holds its numbers."""
    held = [b for b in blocks if isinstance(b, Table)]
    drawn: list[Table | Chart] = [*held] if held else [b for b in blocks if isinstance(b, Chart)]
    parts = [f"# {_line(title)}", say.strip()]
    for block in drawn:
        rows = [block.columns, *block.rows] if isinstance(block, Table) else _points(block, language)
        lines = ["| " + " | ".join(_line(str(c)) for c in row) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * len(rows[0]))
        parts += [f"## {_line(block.title)}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _points(block: Chart, language: Language) -> list[list[str]]:
    head = ["名称", "数值"] if language == "zh" else ["Name", "Value"]
    return [head, *([str(p["label"]), str(p.get("text") or p.get("value"))] for p in block.data)]


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
