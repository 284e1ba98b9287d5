"""The generated company the store's benchmarks run on, and how they measure: ours and hand-written SQL in turns, in the same minute.

PARLEY_BENCH_DEALS says how many deals (5,000; the issue's figures are for 100,000 and 1,000,000). PARLEY_BENCH_HOME is a home made by
`parley init --demo --scale N` to run on (a copy of it), PARLEY_BENCH_DATABASE_URL a PostgreSQL database: an empty one is filled.
"""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from crm_store import wall
from crm_store.demo import demo_world
from crm_store.store import Store
from crm_store.transfer import import_world

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
REP, MANAGER, ADMIN = "chen@example.com", "gao@example.com", "admin@example.com"


@contextmanager
def company() -> Iterator[tuple[Store, str]]:
    """The store, and what its figures are headed by."""
    asked = int(os.environ.get("PARLEY_BENCH_DEALS", "5000"))
    url, home = os.environ.get("PARLEY_BENCH_DATABASE_URL"), os.environ.get("PARLEY_BENCH_HOME")
    with tempfile.TemporaryDirectory(dir=Path(home).parent if home else None) as folder:
        if home and not url:
            shutil.copytree(home, folder, dirs_exist_ok=True)
        store = Store(url, clock=lambda: NOW) if url else Store.in_folder(Path(folder), clock=lambda: NOW)
        if not store.ready():
            store.upgrade()
            import_world(store, None, demo_world(date(2026, 11, 20), scale=asked))
        store.tune()
        deals = sql(store, "select count(*) from deal")[0][0]
        yield store, f"{'PostgreSQL' if url else 'SQLite'}, {deals:,} deals: "
        store.close()


def sql(store: Store, statement: str, **values: Any) -> Sequence[Any]:
    """Hand-written SQL on a connection that only reads."""
    with wall.within(store.engine, 1).connect().execution_options(parley_writes=False) as db:
        return db.execute(text(statement), values).all()


@dataclass
class Times:
    """Milliseconds of every round on the clock, and of this process's processor."""

    wall: list[float]
    cpu: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def busy(self) -> float:
        return statistics.median(self.cpu)

    @property
    def p95(self) -> float:
        return sorted(self.wall)[max(0, -(-len(self.wall) * 95 // 100) - 1)]


def in_turns(
    ours: Callable[[Any], Any], theirs: Callable[[Any], Any], over: Sequence[Any], *, warm: bool = True
) -> tuple[Times, Times]:
    """Each item by us, then by hand-written SQL, so that both feel the same load; `warm` leaves a first round out."""
    made = (Times([], []), Times([], []))
    if warm:
        ours(over[0])
        theirs(over[0])
    for item in over:
        for deed, kept in zip((ours, theirs), made, strict=True):
            wall, cpu = time.perf_counter(), time.process_time()
            deed(item)
            kept.wall.append((time.perf_counter() - wall) * 1000)
            kept.cpu.append((time.process_time() - cpu) * 1000)
    return made


def rows_of(name: str, times: tuple[Times, Times], limit: float | None = None) -> list[dict[str, Any]]:
    """The p95 beside its limit, and the medians beside each other with their processor time."""
    a, b = times
    made: list[dict[str, Any]] = [
        {"name": f"{name}, p50", "value": a.median, "unit": "ms", "peer": b.median, "cpu": (a.busy, b.busy)}
    ]
    if limit is not None:
        made.append({"name": f"{name}, p95", "value": a.p95, "unit": "ms", "limit": limit, "peer": b.p95})
    return made
