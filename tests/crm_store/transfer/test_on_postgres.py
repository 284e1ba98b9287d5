"""The same import on PostgreSQL."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_store.store import Store
from crm_store.transfer import export, import_paths
from crm_store.undo import undo


@pytest.mark.postgres
def test_a_world_goes_in_twice_and_out_again(postgres_url: str, world: Path, tmp_path: Path) -> None:
    store = Store(postgres_url, clock=lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))
    store.upgrade()
    report = import_paths(store, None, "ada@example.com", [world], rejected_folder=tmp_path / "jobs")
    assert report.errors == []
    again = import_paths(store, None, "ada@example.com", [world], rejected_folder=tmp_path / "jobs")
    assert (again.created, again.updated) == (0, 0)
    ada = store.actor("ada@example.com")
    assert export(store, ada, "deal", tmp_path / "d.csv") == 2
    assert report.tx is not None
    with store.session(ada, writes=True) as crm:
        undo(crm, report.tx)
    assert export(store, store.system(), "deal", tmp_path / "d.csv") == 0
    store.close()
