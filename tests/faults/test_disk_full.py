"""A disk that fills up under a chat turn: one sentence, nothing half written, reading goes on, and the same again works once there is room."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

KINDS = {"card typed", "card by button", "import", "talk", "proposal", "dropped file"}


def counted(seen: dict[str, Any], rounds: int) -> None:
    assert seen["wrong"] == []
    assert {kind: sum(outcomes.values()) for kind, outcomes in seen["seen"].items()} == dict.fromkeys(KINDS, rounds)
    for kind, outcomes in seen["seen"].items():
        assert outcomes.get("done, turn not kept" if kind == "talk" else "refused", 0) > 0, (
            f"{kind}: the disk was never full"
        )


def test_a_full_disk_under_every_kind_of_turn(small_sqlite_url: str, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("full_host.py", small_sqlite_url, 2, 41), 2)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_disk_that_fills_up_at_many_places(small_sqlite_url: str, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("full_host.py", small_sqlite_url, 40, 42, timeout=3500), 40)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB, where this machine lets us have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("needs the right to mount a disk in memory")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_real_disk_that_fills_up(small_sqlite_url: str, small_disk: Path, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("full_host.py", small_sqlite_url, 25, 43, small_disk, timeout=3500), 25)
