"""One confirmation sent twenty times at the same moment has one effect, and every caller hears a sentence that is true."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ALREADY = {"yes": {"already saved"}, "undo": {"already undone"}}
DID = {"yes": {"saved", "imported"}, "undo": {"undone"}}


def counted(seen: dict[str, Any]) -> None:
    assert seen["wrong"] == []
    for asked, replies in seen["replies"].items():
        word = asked.split()[-1]
        first = sum(replies.get(k, 0) for k in DID[word])
        later = sum(replies.get(k, 0) for k in ALREADY[word])
        assert (first, later) == (seen["rounds"], seen["rounds"] * (seen["callers"] - 1)), (asked, replies)


def test_twenty_at_once_from_four_processes(small_url: str, tmp_path: Path, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("yes_host.py", small_url, tmp_path, "button,import", 4, 5, 1))


def test_twenty_at_once_from_one_process(small_url: str, tmp_path: Path, seen_by: Callable[..., Any]) -> None:
    counted(seen_by("yes_host.py", small_url, tmp_path, "typed", 1, 20, 1))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("processes", "threads"), [(4, 5), (1, 20), (20, 1)])
def test_twenty_at_once_many_times(
    small_url: str, tmp_path: Path, seen_by: Callable[..., Any], processes: int, threads: int
) -> None:
    counted(
        seen_by("yes_host.py", small_url, tmp_path, "card,typed,button,import", processes, threads, 6, timeout=3500)
    )
