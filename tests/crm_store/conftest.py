"""The small company on either database, with the tools the store's tests share."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import parley_worlds
import pytest

from crm_store.store import Store

ENGINES = [pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def small_postgres(postgres: Any, _postgres_template: str) -> Any:
    """A PostgreSQL database holding the small company, to copy, and its record numbers."""
    name = postgres.create(template=_postgres_template)
    store = Store(postgres.url(name), clock=lambda: parley_worlds.MOMENT)
    numbers = parley_worlds.small_world(store).numbers
    store.close()
    return name, numbers


@pytest.fixture
def new_world(request: pytest.FixtureRequest, tmp_path: Path, _small_template: Any) -> Iterator[Callable[[str], Any]]:
    """`new_world("sqlite")` or `new_world("postgres")`: the small company in a database of its own; time stands still."""
    opened: list[Store] = []
    dropped: list[Callable[[], None]] = []

    def make(engine: str) -> Any:
        if engine == "postgres":
            postgres = request.getfixturevalue("postgres")
            template, numbers = request.getfixturevalue("small_postgres")
            name = postgres.create(template=template)
            dropped.append(lambda: postgres.drop(name))
            url = postgres.url(name)
        else:
            template, numbers = _small_template
            path = tmp_path / f"world{len(opened)}.db"
            for suffix in ("", "-wal"):
                if (source := Path(f"{template}{suffix}")).exists():
                    shutil.copy(source, f"{path}{suffix}")
            url = f"sqlite:///{path}"
        opened.append(Store(url, clock=lambda: parley_worlds.MOMENT))
        return parley_worlds.World(opened[-1], dict(numbers))

    yield make
    for store in opened:
        store.close()
    for drop in dropped:
        drop()


@pytest.fixture(params=ENGINES)
def world(request: pytest.FixtureRequest, new_world: Callable[[str], Any]) -> Any:
    """The small company, once on each database."""
    return new_world(request.param)
