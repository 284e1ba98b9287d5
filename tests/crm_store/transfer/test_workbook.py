"""An .xlsx file made here is well-formed, runs nothing and holds numbers as numbers."""

import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

from crm_store.transfer.workbook import workbook

ROWS = [["Name", "Worth"], ["=1+1", Decimal("300000.50")], ["夏天宇 & <Co>", Decimal("-5")], ["+86 1", None]]


def _sheet(made: bytes, number: int = 1) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            ElementTree.fromstring(file.read(name))  # every part is well-formed
        return ElementTree.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))


def test_nothing_is_a_formula_and_numbers_are_numbers() -> None:
    sheet = _sheet(workbook([("Deals", ROWS)]))
    cells = {c.get("r"): c for c in sheet.findall(".//{*}c")}
    assert not list(sheet.findall(".//{*}f"))
    assert cells["A2"].get("t") == "inlineStr"
    assert cells["A2"].get("s") == "2"  # quoted: stays a text also when it is edited
    assert cells["B2"].find("{*}v").text == "300000.50"  # type: ignore[union-attr]
    assert cells["B3"].find("{*}v").text == "-5"  # type: ignore[union-attr]


def test_names_of_sheets_are_taken_by_a_spreadsheet() -> None:
    made = workbook([("a/b:c?" * 10, [["x"]]), ("a/b:c?" * 10, [["y"]]), ("", [["z"]])])
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        names = [s.get("name") for s in ElementTree.fromstring(file.read("xl/workbook.xml")).findall(".//{*}sheet")]
    assert all(n and len(n) <= 31 and not set(n) & set("[]:*?/\\") for n in names)
    assert len({n.casefold() for n in names if n}) == 3


def test_control_characters_and_long_numbers_survive() -> None:
    sheet = _sheet(workbook([("x", [["a\x00b"], [Decimal("12345678901234567890")]])]))
    assert ["".join(c.itertext()) for c in sheet.findall(".//{*}c")] == ["a\ufffdb", "12345678901234567890"]
