"""A bulk change, its undo, an import and a merge killed at random moments and at every numbered point: all or nothing, and the conversation goes on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COMMITS = {"store.before_commit", "store.after_commit"}
APPLIES = {"apply.begin", "apply.after_change", "apply.before_end"}
POINTS = {
    "bulk": COMMITS | APPLIES, "merge": COMMITS | APPLIES, "import": COMMITS, "undo": COMMITS | {"undo.before_flush", "undo.before_end"},
}  # fmt: skip
"""Every numbered point of test_kills.py, by the kind of change that passes it."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of the company: SQLite's file is in it."""
    folder = tmp_path / "home"
    folder.mkdir(exist_ok=True)
    return folder


def counted(seen: dict[str, Any], kills: int) -> None:
    assert seen["wrong"] == []
    assert set(seen["landed"]) == set(POINTS)
    assert seen["killed"] == kills * len(POINTS), "each kind was killed as often as was asked"
    assert sum(landed.get("in the middle", 0) for landed in seen["landed"].values()) > 0, (
        "none of the kills met the work"
    )
    assert {kind: {p for p, kills in points.items() if kills} for kind, points in seen["points"].items()} == POINTS


@pytest.mark.timeout(600)
def test_kills_leave_all_or_nothing(small_url: str, home: Path, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("bulk_host.py", small_url, home, 2, 21, 100, 2, timeout=580), 2)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_hundreds_of_kills_leave_all_or_nothing(small_url: str, home: Path, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("bulk_host.py", small_url, home, 100, 22, 500, 8, timeout=3500), 100)
