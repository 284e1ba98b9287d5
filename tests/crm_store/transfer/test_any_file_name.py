"""Files people have: named as they please, with headings in either language and in other words."""

from pathlib import Path

import pytest

from crm_store.errors import StoreError
from crm_store.transfer.collect import collect
from crm_store.transfer.layout import likely, native
from crm_store.transfer.sheets import read

EN = "Name,Company,Email,Phone,Job title,Source\nLaura Kim,Brightwater,l@b.example,+1 555 0100,Manager,Website\n"
ZH = "姓名,公司（全称）,邮箱,手机,职位*,来源\n孟凡,启元电子,m@q.example,13900001111,采购经理,展会\n"


def sheet(folder: Path, name: str, text: str):  # type: ignore[no-untyped-def]
    (folder / name).write_text(text, "utf-8")
    return read(folder / name)


@pytest.mark.parametrize(
    "name",
    ["leads.csv", "my leads 2026.csv", "leads_zh.csv", "线索.csv", "展会线索-11月.csv", "名单.csv", "export (3).csv"],
)
@pytest.mark.parametrize("text", [EN, ZH])
def test_a_list_of_leads_is_taken_for_one(tmp_path: Path, name: str, text: str) -> None:
    held = sheet(tmp_path, name, text)
    assert likely(held) == "lead"
    table, unknown = native(held, "lead")
    assert unknown == []
    assert {c.field for c in table.columns} == {"name", "organization", "email", "phone", "title", "source"}


def test_what_could_be_several_things_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Name,Colour\nx,red\n", "utf-8")
    with pytest.raises(StoreError, match="Nothing says what"):
        collect([tmp_path / "list.csv"])


def test_in_a_folder_only_files_of_the_layout_are_read(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(EN, "utf-8")
    (tmp_path / "old leads.csv").write_text(EN, "utf-8")
    assert [t.sheet.file for t in collect([tmp_path]).tables] == ["leads.csv"]
