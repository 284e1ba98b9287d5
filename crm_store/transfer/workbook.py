"""Sheets of cells as an .xlsx file (Office Open XML, ECMA-376): texts stay texts whatever they begin with, numbers are numbers."""

import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from crm_store.transfer.guards import DANGEROUS

Cell = str | Decimal | int | None

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_A_NAME = re.compile(r"[\[\]:*?/\\']")
_MOST_DIGITS = 15
"""What a spreadsheet keeps of a number; a longer one is written as text."""
_PLAIN, _HEAD, _QUOTED = 0, 1, 2
_WHEN = (1980, 1, 1, 0, 0, 0)
"""The same sheets make the same bytes."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" quotePrefix="1"/></cellXfs></styleSheet>'
)


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """An .xlsx file of sheets as (name, rows); the first row of each is its head."""
    names = _names([name for name, _ in sheets])
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    places = range(1, len(names) + 1)
    listed = "".join(
        f'<sheet name={quoteattr(n)} sheetId="{i}" r:id="rId{i}"/>' for i, n in zip(places, names, strict=True)
    )
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for i in places)  # fmt: skip
    ties = "".join(f'<Relationship Id="rId{i}" Type="{_REL}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in places)  # fmt: skip
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{ties}<Relationship Id="rIdS" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
    for i, (_, rows) in zip(places, sheets, strict=True):
        parts[f"xl/worksheets/sheet{i}.xml"] = _sheet(rows)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name, _WHEN), head + text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    body = "".join(
        f'<row r="{n}">' + "".join(_cell(f"{_column(c)}{n}", v, head=n == 1) for c, v in enumerate(row)) + "</row>"
        for n, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _cell(place: str, value: Cell, *, head: bool) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        if len(Decimal(value).normalize().as_tuple().digits) <= _MOST_DIGITS:
            return f'<c r="{place}"><v>{Decimal(value):f}</v></c>'
        value = f"{Decimal(value):f}"
    text = _NOT_XML.sub("\ufffd", value)
    style = _QUOTED if text[0] in DANGEROUS else _HEAD if head else _PLAIN
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _column(number: int) -> str:
    """A, B, … Z, AA."""
    made = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        made = chr(65 + rest) + made
    return made


def _names(wanted: Sequence[str]) -> list[str]:
    """Names a spreadsheet takes: 31 characters, no brackets or slashes, each once."""
    made: list[str] = []
    for name in wanted:
        bare = _NOT_A_NAME.sub(" ", _NOT_XML.sub("", name)).strip()[:31].strip() or "Sheet"
        unique, n = bare, 1
        while unique.casefold() in (m.casefold() for m in made):
            n += 1
            unique = f"{bare[: 31 - len(str(n)) - 1]} {n}"
        made.append(unique)
    return made
