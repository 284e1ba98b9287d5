"""A full disk under the index: recall goes on by words and says so, nothing saved is lost, and once there is room the index is mended."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.memory import Memory
from assistant.memory.collection import IndexTrouble


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB for the index alone, where this machine lets us have one."""
    folder = tmp_path / "index"
    folder.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("needs the right to mount a disk in memory")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path) -> Path:
    """The file that leaves no byte free."""
    filler, size = disk / "filler", 1 << 16
    with filler.open("wb", buffering=0) as held:
        while size:
            try:
                held.write(bytes(size))
            except OSError:
                size //= 2
    return filler


def wrong(memory: Memory) -> set[str]:
    return {f.code for f in memory.doctor() if f.level != "ok"}


def test_a_full_disk_under_the_index_loses_nothing_and_is_mended(disk: Path, company: Any) -> None:
    memory = company.memory
    before = company.found(company.maya, "discount")
    filler = fill(disk)
    new = [company.write(company.maya, f"Visit {n}", f"They asked for Zanzibar, item {n}.") for n in range(8)]
    with pytest.raises(IndexTrouble):
        memory.drain()
    assert company.found(company.maya, "discount") == before
    assert company.recall(company.maya, "Zanzibar")[0][1] in new
    assert "keyword only" in memory.notice("en")
    assert "按关键词" in memory.notice("zh")
    assert "index.unwritten" in wrong(memory)
    with pytest.raises(IndexTrouble):
        memory.reindex()
    assert company.found(company.maya, "discount") == before, "half an index was taken for whole"
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
    memory.reindex()
    assert wrong(memory) == set()
    assert memory.notice() is None
    assert {n for _, n in company.recall(company.maya, "Zanzibar", k=8)} == set(new)


def test_an_index_that_could_not_be_opened_on_a_full_disk_opens_once_there_is_room(disk: Path, unread: Any) -> None:
    filler = fill(disk)
    assert unread.memory.open().notice() is not None
    assert unread.found(unread.maya, "discount") == ["price"]
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
    unread.memory.open().drain()
    assert unread.found(unread.maya, "discount")[0] == "price"
    assert unread.memory.notice() is None
    assert wrong(unread.memory) == set()
