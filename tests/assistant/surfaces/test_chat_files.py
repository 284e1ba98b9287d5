"""Files dropped into the chat find their place whole or not at all."""

import errno
import shutil
from pathlib import Path

import pytest

from assistant.surfaces.chat_files import Files
from crm_store.errors import DiskFull


def test_a_file_is_kept_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "up").write_text("a,b", "utf-8")
    kept = Files(tmp_path / "home").keep("t-1", "f-1", "leads.csv", tmp_path / "up")
    assert (kept.name, kept.read_text("utf-8")) == ("leads.csv", "a,b")


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EACCES, PermissionError)])
def test_without_room_nothing_is_left_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception]
) -> None:
    def full(source: Path, half: Path) -> None:
        half.write_text("a", "utf-8")
        raise OSError(number, "x")

    monkeypatch.setattr(shutil, "copyfile", full)
    files = Files(tmp_path / "home")
    with pytest.raises(kind):
        files.keep("t-1", "f-1", "leads.csv", tmp_path / "up")
    assert [p for p in files.root.rglob("*") if p.is_file()] == []
