"""What a database says when something is in its way becomes a sentence in both languages that says what to do; a bug does not."""

import errno
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from parley_worlds import CHEN
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, InternalError, OperationalError, ProgrammingError

from crm_store.errors import Busy, Conflict, Crossed, Damaged, DiskFull, StoreError, Unsure, no_room
from crm_store.queries import threads
from crm_store.troubles import is_trouble, trouble


def of_sqlite(code: int, said: str = "x") -> OperationalError:
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = code
    return OperationalError("insert", {}, error)


def of_postgres(state: str | None, said: str = "x") -> OperationalError:
    error = psycopg.OperationalError(said)
    error.sqlstate = state
    return OperationalError("insert", {}, error)


KINDS = [
    (of_sqlite(sqlite3.SQLITE_BUSY), Busy), (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Busy), (of_postgres("55P03"), Busy),
    (of_sqlite(sqlite3.SQLITE_FULL), DiskFull), (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), DiskFull), (of_postgres("53100"), DiskFull),
    (of_sqlite(sqlite3.SQLITE_CORRUPT), Damaged), (of_sqlite(sqlite3.SQLITE_NOTADB), Damaged), (of_postgres("XX001"), Damaged),
    (of_postgres("40001", "could not serialize access"), Crossed), (of_postgres("40P01", "deadlock detected"), Crossed),
    (of_postgres("57P01"), StoreError), (of_postgres(None, "the connection is lost"), StoreError), (of_postgres("57014"), StoreError),
]  # fmt: skip


@pytest.mark.parametrize(("error", "kind"), KINDS)
def test_each_kind_has_its_sentence(error: DBAPIError, kind: type[StoreError]) -> None:
    found = trouble(error)
    assert is_trouble(error)
    assert type(found) is kind
    assert found.sentence("en").isascii() or "“" in found.sentence("en")
    assert any("一" <= c <= "鿿" for c in found.sentence("zh"))


@pytest.mark.parametrize("error", [of_postgres(None, "server closed the connection"), of_postgres("57P01")])
def test_a_connection_that_breaks_at_the_commit_is_not_called_unchanged(error: DBAPIError) -> None:
    found = trouble(error, committing=True)
    assert isinstance(found, Unsure)
    assert "Nothing was changed" not in found.en
    assert "未做任何更改" not in found.zh


@pytest.mark.parametrize(
    ("error", "kind"), [(of_postgres("40001"), Crossed), (of_sqlite(sqlite3.SQLITE_FULL), DiskFull)]
)
def test_a_commit_the_database_refused_is_known_not_to_be_done(error: DBAPIError, kind: type[StoreError]) -> None:
    assert type(trouble(error, committing=True)) is kind


def test_a_wrong_statement_or_a_broken_reference_is_a_bug() -> None:
    assert not is_trouble(IntegrityError("insert", {}, sqlite3.IntegrityError("x")))
    assert not is_trouble(ProgrammingError("insert", {}, psycopg.ProgrammingError("x")))
    assert is_trouble(InternalError("insert", {}, psycopg.InternalError("x")))
    assert is_trouble(DatabaseError("insert", {}, sqlite3.DatabaseError("x")))


@pytest.mark.parametrize(
    ("number", "full"), [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EFBIG, True), (errno.EACCES, False)]
)
def test_a_file_that_finds_no_room(number: int, full: bool) -> None:
    assert no_room(OSError(number, "x")) is full


def test_a_damaged_file_is_told_when_it_is_read(small_world: Any) -> None:
    file = Path(small_world.store.url.removeprefix("sqlite:///"))
    small_world.store.close()
    with file.open("r+b") as held:
        held.seek(4096)
        held.write(bytes(file.stat().st_size - 4096))
    with pytest.raises(Damaged) as told:
        small_world.store.actor(CHEN)
    assert "restore a backup" in told.value.en
    assert "恢复备份" in told.value.zh


def test_a_conversation_begun_by_two_at_once_is_begun_once(world: Any) -> None:
    barrier = threading.Barrier(6)

    def begin(n: int) -> str:
        barrier.wait()
        with world.writing(CHEN) as crm:
            return str(threads.touched(crm, "both", crm.now, f"from {n}").id)

    with ThreadPoolExecutor(6) as crowd:
        assert list(crowd.map(begin, range(6))) == ["both"] * 6


def test_a_conversation_of_somebody_else_is_not_touched(world: Any) -> None:
    with world.writing("maya@example.com") as crm:
        threads.touched(crm, "hers", crm.now)
    with pytest.raises(StoreError, match="no such conversation"), world.writing(CHEN) as crm:
        threads.touched(crm, "hers", crm.now)


@pytest.fixture
def postgres_world(new_world: Any) -> Any:
    return new_world("postgres")


def _end_all_others(world: Any) -> None:
    """End every backend of this database but the one that asks."""
    with world.store.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.postgres
def test_a_rollback_that_fails_does_not_hide_why(postgres_world: Any) -> None:
    with pytest.raises(Conflict, match="Acme"), postgres_world.writing(CHEN) as crm:
        crm.get("deal", 1)
        _end_all_others(postgres_world)
        raise Conflict("Acme")


@pytest.mark.postgres
@pytest.mark.parametrize("writes", [False, True])
def test_a_backend_that_is_ended_is_a_sentence_and_the_next_unit_works(postgres_world: Any, writes: bool) -> None:
    chen = postgres_world.actor(CHEN)
    with pytest.raises(StoreError, match="reached") as told, postgres_world.store.session(chen, writes=writes) as crm:
        crm.get("deal", 1)
        _end_all_others(postgres_world)
        crm.many("deal", [2, 3])
    assert "无法连接数据库" in told.value.zh
    with postgres_world.reading(CHEN) as crm:
        assert crm.get("deal", 1).id == 1


@pytest.mark.postgres
def test_a_backend_that_is_ended_before_the_commit_leaves_it_unsure(postgres_world: Any) -> None:
    with pytest.raises(Unsure), postgres_world.writing(CHEN) as crm:
        crm.update(crm.get("deal", 1), {"next_step": "never"})
        crm.flush()
        settle = crm.settle
        crm.settle = lambda: (settle(), _end_all_others(postgres_world))  # the commit is the next that is asked
    with postgres_world.reading(CHEN) as crm:
        assert crm.get("deal", 1).next_step != "never"
