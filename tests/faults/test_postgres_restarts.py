"""PostgreSQL that stops at once, dies, ends backends or lets writers collide: what was acknowledged is there once, and nobody meets a raw error."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.postgres


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path, as a socket needs it, that the server's own account may enter."""
    made = Path(tempfile.mkdtemp(prefix="parley-pg-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def counted(seen: dict[str, Any], restarts: int, cards: int) -> None:
    assert seen["wrong"] == []
    parts = seen["parts"]
    for name, part in parts.items():
        assert (part["raw"], part["rows"]) == (0, part["acknowledged"]), name
        assert part["acknowledged"] >= cards * seen["writers"], name
    assert parts["restarts"]["made"] == restarts
    assert parts["backends ended"]["made"] >= restarts * 3
    assert sum(parts["backends ended"]["codes"].values()) > 0
    assert parts["deadlocks"]["codes"].get("40P01", 0) > 0
    assert parts["serialization failures"]["codes"].get("40001", 0) > 0


def test_restarts_and_collisions_under_four_writers(
    postgres_programs: Path, folder: Path, seen_by: Callable[..., Any]
) -> None:
    counted(seen_by("postgres_host.py", postgres_programs, folder, 1, 5, 51), 1, 5)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_thirty_restarts_and_many_collisions_under_four_writers(
    postgres_programs: Path, folder: Path, seen_by: Callable[..., Any]
) -> None:
    counted(seen_by("postgres_host.py", postgres_programs, folder, 30, 150, 52, timeout=3500), 30, 150)
