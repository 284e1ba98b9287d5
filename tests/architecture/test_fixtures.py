"""The databases and the clock that other tests stand on."""

from datetime import UTC, datetime

import pytest
import sqlalchemy
import time_machine


def test_an_empty_database_answers(empty_database_url: str) -> None:
    engine = sqlalchemy.create_engine(empty_database_url)
    with engine.connect() as connection:
        assert connection.scalar(sqlalchemy.text("SELECT 40 + 2")) == 42
    engine.dispose()


def test_each_test_gets_a_database_with_the_schema(database_url: str) -> None:
    engine = sqlalchemy.create_engine(database_url)
    tables = set(sqlalchemy.inspect(engine).get_table_names())
    assert "alembic_version" in tables
    assert len(tables) > 10
    engine.dispose()


@pytest.mark.postgres
def test_databases_are_apart(postgres_url: str, empty_postgres_url: str) -> None:
    assert postgres_url != empty_postgres_url


def test_time_stands_still(now: time_machine.Traveller) -> None:
    assert datetime.now(UTC) == datetime(2026, 11, 20, 1, tzinfo=UTC)
    now.shift(60)
    assert datetime.now(UTC) == datetime(2026, 11, 20, 1, 1, tzinfo=UTC)
