"""What the tests of faults stand on: copies of the small company on either database, and hosts that break things in processes of their own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import parley_worlds
import pytest

from crm_store.store import Store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def small_postgres(postgres: Any, _postgres_template: str) -> str:
    """A PostgreSQL database holding the small company, to copy."""
    name = str(postgres.create(template=_postgres_template))
    store = Store(postgres.url(name), clock=lambda: parley_worlds.MOMENT)
    parley_worlds.small_world(store)
    store.close()
    return name


@pytest.fixture(params=[pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)])
def small_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The small company in a database of its own, once on each engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("small_sqlite_url")
        return
    postgres = request.getfixturevalue("postgres")
    name = postgres.create(template=request.getfixturevalue("small_postgres"))
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def small_sqlite_url(_small_template: Any, tmp_path: Path) -> str:
    """The small company in a SQLite file of its own."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(_small_template[0], home / "parley.db")
    return f"sqlite:///{home / 'parley.db'}"


@pytest.fixture
def seen_by(record_property: Callable[[str, object], None]) -> Callable[..., dict[str, Any]]:
    """Run a host of this folder: `seen_by("yes_host.py", url, 20)`; what it saw, which the run's summary lists as well."""

    def run(host: str, *words: Any, timeout: float = 170, **env: str) -> dict[str, Any]:
        told = subprocess.run(
            [sys.executable, "-W", "ignore", str(Path(__file__).with_name(host)), *map(str, words)],
            env={**os.environ, "PYTHONPATH": str(ROOT), **env}, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip
        assert told.returncode == 0, (told.stdout[-2000:], told.stderr[-6000:])
        seen: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
        record_property("counts", json.dumps(seen, ensure_ascii=False))
        assert isinstance(seen, dict), told.stderr[-6000:]
        return seen

    return run
