"""The tables the migrations make are the ones the models describe; bringing a store up to date may be repeated."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from parley_worlds import ADMIN, CHEN
from sqlalchemy import inspect, select, text
from sqlmodel import SQLModel, col

from crm_store.errors import NoStore, StoreError
from crm_store.migrations import config, newest, upgrade
from crm_store.migrations.check import differences, main
from crm_store.models import Deal, Workspace, entities, table_of
from crm_store.store import Store


def test_migrations_make_what_the_models_describe(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    store.upgrade()
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    store.close()


def test_the_check_of_lint_says_so() -> None:
    said: list[str] = []
    assert (differences(), main(said.append), said) == ([], 0, ["migrations match the models"])


def test_bringing_a_store_up_to_date_may_be_repeated(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    assert not store.ready()
    for _ in range(3):
        store.upgrade()
        assert store.ready()
        with store.session(store.system()) as crm:
            assert len(crm.exec(select(Workspace)).scalars().all()) == 1
    store.close()


def test_bringing_a_full_store_up_to_date_changes_nothing(desk: Any) -> None:
    before = desk.export(without=frozenset())
    desk.store.upgrade()
    assert desk.export(without=frozenset()) == before
    with desk.world.reading(CHEN) as crm:
        assert crm.exec(select(col(Deal.name)).where(col(Deal.id) == 1)).scalar_one() == "Acme renewal"


def test_every_reference_is_a_key_checked_at_the_commit_with_an_index(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    store.upgrade()
    there = inspect(store.engine)
    for entity, model in entities().items():
        table = table_of(model)
        pointing = {c.name for c in table.columns if c.info.get("spec", {}).get("kind") == "ref"}
        keys = there.get_foreign_keys(str(table.name))
        assert {k["constrained_columns"][-1] for k in keys} == pointing, entity
        assert all(k["constrained_columns"][0] == "workspace_id" for k in keys)
        assert all(k["options"].get("deferrable") and k["options"].get("initially") == "DEFERRED" for k in keys), entity
        indexed = {i["column_names"][-1] for i in there.get_indexes(str(table.name))}
        assert pointing <= indexed, entity
        assert there.get_pk_constraint(str(table.name))["constrained_columns"][0] == "workspace_id"
    store.close()


def test_a_store_that_is_not_there_yet_says_what_to_do(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'nothing.db'}")
    with pytest.raises(StoreError) as refused:
        store.actor(ADMIN)
    assert "parley init" in refused.value.en
    assert "parley init" in refused.value.zh
    store.close()


def test_a_store_of_another_version_is_told_before_anything_is_asked_of_it(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    with pytest.raises(NoStore):
        store.must_be_usable()
    upgrade(store.engine, "0003")
    with pytest.raises(StoreError, match="older version"):
        store.must_be_usable()
    store.upgrade()
    store.must_be_usable()
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer version"):
        store.must_be_usable()
    store.close()


def test_the_newest_revision_is_the_last_of_the_scripts() -> None:
    assert newest() == ScriptDirectory.from_config(config()).get_current_head()
