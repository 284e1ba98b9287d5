"""Files of the home folder that speak of an erased person go, whatever they are packed in or written in; all others stay."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_store.forgetting import bury, tombstones
from crm_store.transfer.workbook import workbook

WHO = ("Ottilie Brandauer", "欧迪莉")


@pytest.mark.parametrize("name", WHO)
def test_files_that_hold_the_person_go(tmp_path: Path, name: str) -> None:
    reports = tmp_path / "reports" / "chen"
    reports.mkdir(parents=True)
    (reports / "team.xlsx").write_bytes(workbook([("Calls", [[f"{name}: call"]])]))
    (reports / "other.xlsx").write_bytes(workbook([("Calls", [["Marian Holt: call"]])]))
    (reports / "team.md").write_text(f"- {name}: call", "utf-8")
    (tmp_path / "old.csv").write_bytes(f"name\n{name}\n".encode("gb18030"))
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    bury(tmp_path, WHO, b"key", datetime(2026, 11, 20, tzinfo=UTC))
    left = {p.name for p in tmp_path.rglob("*") if p.is_file()}
    assert left == {"other.xlsx", "broken.xlsx", "erased.jsonl"}
    assert len(tombstones(tmp_path)) == 1
