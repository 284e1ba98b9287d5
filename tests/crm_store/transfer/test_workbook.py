"""An .xlsx file made here runs nothing and holds numbers as numbers; one that is read gives back what its cells say."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from crm_store.errors import StoreError
from crm_store.transfer.workbook import tables_in, workbook

ROWS = [["Name", "Worth"], ["=1+1", Decimal("300000.50")], ["夏天宇 & <Co>", Decimal("-5")], ["+86 1", None]]


def opened(made: bytes) -> Any:
    return load_workbook(io.BytesIO(made))


def test_nothing_is_a_formula_and_numbers_are_numbers() -> None:
    made = workbook([("Deals", ROWS)])
    sheet = opened(made)["Deals"]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == ("=1+1", "s", True)
    assert (sheet["B2"].value, sheet["B3"].value, sheet["B4"].value) == (300000.5, -5, None)
    assert sheet["A3"].value == "夏天宇 & <Co>"
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


def test_names_of_sheets_are_taken_by_a_spreadsheet() -> None:
    names = opened(workbook([("a/b:c?" * 10, [["x"]]), ("A/b:c?" * 10, [["y"]]), ("", [["z"]])])).sheetnames
    assert all(n and len(n) <= 31 and not set(n) & set("[]:*?/\\") for n in names)
    assert len({n.casefold() for n in names}) == 3


def test_control_characters_and_long_numbers_survive() -> None:
    sheet = opened(workbook([("x", [["a\x00b"], [Decimal("12345678901234567890")]])]))["x"]
    assert [r[0].value for r in sheet] == ["a\ufffdb", "12345678901234567890"]


def test_a_workbook_is_read_as_its_cells_say(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "deals"
    sheet.append(["name", "amount", "expected_close_date", "code", "open", "at"])
    sheet.append(["=A", 1250.5, date(2026, 12, 1), "007", True, datetime.fromisoformat("2026-11-20T09:30")])
    sheet.append([])
    sheet.append(["乙, 丙", 80000, None, "+86", None, None])
    sheet["A2"].data_type = "s"
    book.create_sheet("empty")
    book.save(tmp_path / "x.xlsx")
    ((title, data),) = tables_in(tmp_path / "x.xlsx")
    assert title == "deals"
    assert data.decode().split("\r\n") == [
        "name,amount,expected_close_date,code,open,at",
        "'=A,1250.5,2026-12-01,007,true,2026-11-20 09:30:00",
        ",,,,,",
        '"乙, 丙",80000,,\'+86,,',
        "",
    ]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"name,amount\nA,1\n", b""])
def test_what_is_no_workbook_is_said_so(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(data)
    with pytest.raises(StoreError, match="not a workbook"):
        list(tables_in(tmp_path / "x.xlsx"))
