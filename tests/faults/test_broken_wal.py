"""A write-ahead log cut short, flipped or overwritten leaves a whole number of commits; what is lost is told by the doctor."""

from collections.abc import Callable
from typing import Any

import pytest


def counted(seen: dict[str, Any], copies: int, files: int) -> None:
    assert seen["wrong"] == []
    assert sum(seen["copies"].values()) == copies
    assert sum(seen["files"].values()) == files
    assert sum(n for kept, n in seen["kept"].items() if 0 <= int(kept) <= seen["commits"]) == copies
    assert len(seen["kept"]) > 3, "the damage met the log in many places"
    assert seen["shorter_than_anchor"] > copies / 2, "and most of it lost an event"


def test_a_broken_log_leaves_whole_commits(small_sqlite_url: str, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("wal_host.py", small_sqlite_url, 30, 31, 2), 30, 2)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_eight_hundred_broken_logs_leave_whole_commits(small_sqlite_url: str, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("wal_host.py", small_sqlite_url, 800, 32, 40, timeout=3500), 800, 40)
