"""A bulk change, its undo, an import and a merge killed at random moments: all of it is there or nothing, and the conversation goes on."""

from collections.abc import Callable
from typing import Any

import pytest

KINDS = {"bulk", "undo", "import", "merge"}


def counted(seen: dict[str, Any], kills: int) -> None:
    assert seen["wrong"] == []
    assert set(seen["landed"]) == KINDS
    assert seen["killed"] == kills * len(KINDS), "each kind was killed as often as was asked"
    assert sum(landed.get("in the middle", 0) for landed in seen["landed"].values()) > 0, (
        "none of the kills met the work"
    )


def test_random_kills_leave_all_or_nothing(small_sqlite_url: str, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("bulk_host.py", small_sqlite_url, 2, 21, 300), 2)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_four_hundred_random_kills_leave_all_or_nothing(small_sqlite_url: str, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("bulk_host.py", small_sqlite_url, 100, 22, 500, timeout=3500), 100)
