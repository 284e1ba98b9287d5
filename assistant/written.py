"""Tables and charts as files a spreadsheet opens: CSV and XLSX. Figures are numbers with their unit in the heading, days are days, texts stay texts."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from assistant.blocks import Chart, Language, Table
from crm_store.transfer.guards import csv_line, guard
from crm_store.transfer.workbook import Cell, Money, workbook

Kind = Literal["csv", "xlsx"]

_FIGURE = re.compile(
    r"(?P<sign>[+\-−]?)(?P<unit>(?:[A-Z]{0,3}[€$£¥₹₩₽₺₫฿₪]|[A-Z]{3}(?=[ \u00a0]))?)[ \u00a0]?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<share>%?)"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_CLOCK = r"(?: ?(?P<hour>\d{1,2}):(?P<minute>\d\d))?"
_DAYS = tuple(
    re.compile(day + _CLOCK)
    for day in (
        r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)",
        rf"(?P<d>\d{{1,2}}) (?P<m>{'|'.join(_MONTHS)}) (?P<y>\d{{4}})(?: \([A-Z][a-z]{{2}}\))?",
        r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:（周[一二三四五六日]）)?",
    )
)
"""Days and moments as people read them (wording.day_text, wording.moment_text) and as programs write them."""
_NOTHING = ("", "–", "—", "-")


def file_of(block: Table | Chart, kind: Kind, language: Language) -> bytes:
    """A table or chart as a file: .csv (UTF-8 with a mark, so that spreadsheets read Chinese) or .xlsx."""
    return csv_file(rows_of(block, language)) if kind == "csv" else workbook([(block.title, rows_of(block, language))])


def csv_file(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Rows as a CSV file a spreadsheet opens safely."""
    lines = [csv_line([_text(c) for c in row]) for row in rows]
    return ("\ufeff" + "".join(lines)).encode()


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat(" ", "minutes") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, Money) and cell.said:
        return guard(cell.said)
    return "" if cell is None else guard(cell) if isinstance(cell, str) else f"{Decimal(cell):f}"


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
    """A column as days, as numbers and their unit, or as amounts of several currencies, when every cell is one; else as its texts."""
    if days := _days(cells):
        return days, ""
    found = [None if c.strip() in _NOTHING else _FIGURE.fullmatch(c.strip()) for c in cells]
    filled = [m for m in found if m is not None]
    units = {m["share"] or m["unit"].strip() for m in filled}
    if not filled or any(m is None and c.strip() not in _NOTHING for m, c in zip(found, cells, strict=True)):  # fmt: skip
        return list(cells), ""
    if any(m["number"][0] == "0" and m["number"][1:2].isdigit() for m in filled):
        return list(cells), ""  # 007 is a code, no number
    if len(units) == 1:
        return [None if m is None else _plain(m) for m in found], units.pop()
    if "%" in units or "" in units:
        return list(cells), ""
    return [
        None if m is None else Money(_plain(m), m["unit"].strip(), c) for m, c in zip(found, cells, strict=True)
    ], ""


def _days(cells: Sequence[str]) -> list[Cell]:
    """A column of days and moments; nothing when it holds anything else."""
    made: list[Cell] = []
    for cell in (c.strip() for c in cells):
        found = next((m for pattern in _DAYS if (m := pattern.fullmatch(cell))), None)
        if found is None and cell not in _NOTHING:
            return []
        made.append(day := None if found is None else _day(found))
        if found is not None and day is None:
            return []
    return made if any(made) else []


def _day(found: re.Match[str]) -> date | None:
    month = found["m"]
    day = (int(found["y"]), int(month) if month.isdecimal() else _MONTHS.index(month) + 1, int(found["d"]))
    try:
        on = date(*day)
        return on if found["hour"] is None else datetime.fromisoformat(f"{on} {found['hour']:0>2}:{found['minute']}")
    except ValueError:
        return None


def _plain(match: re.Match[str]) -> Decimal:
    value = Decimal(match["number"].replace(",", ""))
    value = -value if match["sign"] in ("-", "−") else value
    return Money(value, match["unit"].strip()) if match["unit"] else value


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
