"""Importing the real sales pipeline with audit, name keys and index jobs, against one bare executemany of the same deals."""

import csv
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from crm_store.base import utc_now
from crm_store.store import Store
from crm_store.transfer import import_paths

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "sales_pipeline"


def run() -> list[dict[str, Any]]:
    if not DATA.exists():
        return [{"name": "import: the sales pipeline is not on this machine", "value": None}]
    with tempfile.TemporaryDirectory() as folder:
        store = Store.in_folder(Path(folder) / "home")
        store.upgrade()
        with store.session(store.system(), writes=True) as crm:
            crm.create("user", {"email": "admin@example.com", "name": "Admin", "role": "admin"}, plain=True)
        started = time.perf_counter()
        report = import_paths(
            store,
            None,
            "admin@example.com",
            [DATA],
            map_file=ROOT / "docs/examples/sales_pipeline/map.yaml",
            now=utc_now(),
        )
        took = time.perf_counter() - started
        deals = report.entities["deal"].created
        store.close()
        bare = _bare(Path(folder) / "bare.db")
    return [
        {
            "name": f"import of {deals:,} deals, all records and books",
            "value": deals / took,
            "unit": "deals/s",
            "limit": 2000,
            "at_least": True,
        },
        {"name": "the same in seconds, against a bare executemany", "value": took, "unit": "s", "peer": bare},
    ]


def _bare(path: Path) -> float:
    with (DATA / "sales_pipeline.csv").open(encoding="utf-8", newline="") as f:
        rows = [tuple(r.values()) for r in csv.DictReader(f)]
    started = time.perf_counter()
    with sqlite3.connect(path) as db:
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=full")
        db.execute("create table deal (a, b, c, d, e, f, g, h)")
        db.executemany("insert into deal values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.close()
    return time.perf_counter() - started
