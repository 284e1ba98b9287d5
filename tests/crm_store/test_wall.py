"""The second wall: an ordinary PostgreSQL role reaches the rows of the workspace its transaction names, and no others."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from alembic import command
from parley_worlds import ADMIN
from sqlalchemy import Connection, Engine, delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import QueuePool
from sqlmodel import SQLModel

from crm_store import wall
from crm_store.migrations import config
from crm_store.models import Counter, Deal, User, Workspace, table_of
from crm_store.store import Store

pytestmark = pytest.mark.postgres

DEAL = table_of(Deal)
HERE, THERE = 1, 2
"""The small company's workspace, and one that is not theirs."""


@pytest.fixture
def company(new_world: Any) -> Any:
    """The small company, with one deal called “Elsewhere” in another workspace of the same database."""
    world = new_world("postgres")
    elsewhere = replace(world.store.system(), workspace_id=THERE)
    with world.store.session(elsewhere, writes=True) as crm:
        crm.add(Workspace(id=THERE, name="Elsewhere"))
        crm.create("deal", {"name": "Elsewhere"}, plain=True)
    return world


@pytest.fixture
def engine(company: Any) -> Engine:
    made: Engine = company.store.engine
    return made


@pytest.fixture
def empty(empty_postgres_url: str) -> Iterator[Store]:
    """A store whose tables were just made."""
    store = Store(empty_postgres_url)
    store.upgrade()
    yield store
    store.close()


def workspaces(engine: Engine, table: str = "deal", key: str = "workspace_id") -> set[int]:
    """Whose rows a plain SELECT without any WHERE comes back with."""
    with engine.connect() as db:
        return set(db.execute(text(f"SELECT {key} FROM {table}")).scalars())


def test_raw_sql_without_where_sees_its_own_workspace_only(engine: Engine) -> None:
    for workspace in (HERE, THERE):
        inside = wall.within(engine, workspace)
        assert workspaces(inside) == {workspace}
        assert workspaces(inside, "event") == {workspace}
        assert workspaces(inside, "workspace", "id") == {workspace}
    assert workspaces(wall.within(engine, 3)) == set()


def test_a_transaction_that_names_none_sees_nothing_and_writes_nothing(engine: Engine) -> None:
    assert {name: rows for name in SQLModel.metadata.tables if (rows := _counted(engine, name))} == {}
    with engine.begin() as db:
        assert db.execute(update(DEAL).values(name="x")).rowcount == 0
        assert db.execute(delete(DEAL)).rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"), engine.begin() as db:
        db.execute(insert(table_of(Counter)).values(workspace_id=HERE, entity="x", last=1))
    assert workspaces(wall.within(engine, HERE)) == {HERE}


def _counted(engine: Engine, name: str) -> int:
    with engine.connect() as db:
        return int(db.execute(select(func.count()).select_from(SQLModel.metadata.tables[name])).scalar_one())


@pytest.mark.parametrize(
    "change",
    [
        insert(table_of(Counter)).values(workspace_id=THERE, entity="x", last=1),
        update(DEAL).where(DEAL.c.id == 1).values(workspace_id=THERE),
        insert(table_of(Workspace)).values(Workspace(id=3).model_dump()),
        insert(table_of(User)).values(User(workspace_id=THERE, id=7, name="Eve", email="e@x.example").model_dump()),
    ],
    ids=["a new row", "a row moved over", "a new workspace", "a new user"],
)
def test_a_row_for_a_foreign_workspace_is_refused(engine: Engine, change: Any) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), wall.within(engine, HERE).begin() as db:
        db.execute(change)


def test_what_is_changed_or_deleted_without_where_stays_inside(engine: Engine) -> None:
    with wall.within(engine, HERE).begin() as db:
        db.execute(update(DEAL).values(name="Swept", contact_id=None))
        db.execute(text("DELETE FROM counter"))
    with wall.within(engine, THERE).connect() as db:
        assert db.execute(text("SELECT name FROM deal")).scalars().all() == ["Elsewhere"]
        assert db.execute(text("SELECT count(*) FROM counter")).scalar_one() > 0


def test_a_pooled_connection_keeps_nothing_of_the_transaction_before(company: Any) -> None:
    """One connection serves one workspace after the other, and after each it knows of none: also when the transaction failed."""
    store = company.store
    with store.engine.connect() as db:
        backend = _backend(db)
    for workspace in (HERE, THERE, HERE):
        with wall.within(store.engine, workspace).connect() as db:
            assert _backend(db) == backend
            assert set(db.execute(select(DEAL.c.workspace_id)).scalars()) == {workspace}
            with pytest.raises(ProgrammingError):
                db.execute(text("SELECT nothing"))
        assert workspaces(store.engine) == set()
    with store.session(store.actor(ADMIN), writes=True) as crm:
        crm.create("task", {"title": "x"})
    with store.engine.connect() as db:
        assert _backend(db) == backend
        assert not db.execute(text(f"SELECT current_setting('{wall.SETTING}', true)")).scalar_one()
    assert isinstance(store.engine.pool, QueuePool)


def _backend(db: Connection) -> int:
    return int(db.execute(text("SELECT pg_backend_pid()")).scalar_one())


def test_a_unit_of_work_is_walled_in_also_where_the_scope_is_passed_by(company: Any) -> None:
    """`inside` runs the store's own statements without the scope."""
    with company.store.session(company.actor(ADMIN)) as crm:
        assert set(crm.inside(select(DEAL.c.workspace_id)).scalars()) == {HERE}
    with company.store.session(replace(company.actor(ADMIN), workspace_id=THERE)) as crm:
        assert crm.inside(select(DEAL.c.name)).scalars().all() == ["Elsewhere"]


# ---------------------------------------------------------------- every table has it


def test_every_table_with_a_workspace_has_the_wall(empty: Store) -> None:
    """A new table fails here until its migration calls `wall.raise_around(op.get_bind(), "its_name")`."""
    with empty.engine.connect() as db:
        held = set(
            db.execute(
                text(
                    "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
                    "WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polname = :policy"
                ),
                {"policy": wall.POLICY},
            ).scalars()
        )
    assert {name for name, t in SQLModel.metadata.tables.items() if "workspace_id" in t.c} | {"workspace"} == held
    assert wall.gaps(empty.engine) == wall.Gaps("parley", bypasses=False, tables=())


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("CREATE TABLE stray (workspace_id integer, id integer)", ("stray",)),
        ("ALTER TABLE deal NO FORCE ROW LEVEL SECURITY", ("deal",)),
        ("ALTER TABLE workspace DISABLE ROW LEVEL SECURITY", ("workspace",)),
        ("ALTER POLICY workspace_wall ON task USING (true)", ("task",)),
        ("ALTER POLICY workspace_wall ON task WITH CHECK (true)", ("task",)),
        ("CREATE POLICY guests ON team FOR SELECT USING (true)", ("team",)),
        ("DROP POLICY workspace_wall ON turn", ("turn",)),
        ("CREATE TABLE apart (id integer)", ()),
    ],
)
def test_a_hole_in_the_wall_is_found_by_name(empty: Store, statement: str, missing: tuple[str, ...]) -> None:
    with empty.engine.begin() as db:
        db.execute(text(statement))
    assert wall.gaps(empty.engine).tables == missing


def test_a_superuser_and_a_role_that_bypasses_are_found(postgres: Any, empty: Store) -> None:
    """PostgreSQL shows them everything, whatever the policy says."""
    postgres.execute("DROP ROLE IF EXISTS bypasser")
    postgres.execute("CREATE ROLE bypasser LOGIN BYPASSRLS IN ROLE parley")
    for role in ("postgres", "bypasser"):
        other = Store(postgres.url(str(empty.engine.url.database), role))
        assert wall.gaps(other.engine) == wall.Gaps(role, bypasses=True, tables=())
        assert workspaces(other.engine, "workspace", "id") == {HERE}
        other.close()


# ---------------------------------------------------------------- migrations


def test_the_wall_comes_down_and_goes_up_again_with_its_migration(company: Any) -> None:
    engine = company.store.engine
    command.downgrade(config(engine), "0003")
    assert workspaces(engine) == {HERE, THERE}
    with engine.connect() as db:
        assert db.execute(text("SELECT count(*) FROM pg_policy")).scalar_one() == 0
    assert set(wall.gaps(engine).tables) == set(inspect(engine).get_table_names()) - {"alembic_version"}
    command.upgrade(config(engine), "head")
    assert workspaces(engine) == set()
    assert wall.gaps(engine).tables == ()
    company.store.upgrade()
    assert workspaces(wall.within(engine, HERE), "workspace", "id") == {HERE}


def test_a_migration_that_forgets_the_wall_is_refused_and_one_that_lowers_it_reaches_every_row(engine: Engine) -> None:
    """`migrations/env.py` turns `row_security` off, which makes PostgreSQL refuse what a policy would have cut."""
    change = update(DEAL).values(name="Renamed")
    with pytest.raises(ProgrammingError, match="row-level security"), engine.begin() as db:
        db.exec_driver_sql("SET LOCAL row_security = off")
        db.execute(change)
    with engine.begin() as db:
        db.exec_driver_sql("SET LOCAL row_security = off")
        with wall.lowered(db, "deal"):
            assert db.execute(change).rowcount == 21
    assert wall.gaps(engine).tables == ()
    for workspace in (HERE, THERE):
        with wall.within(engine, workspace).connect() as db:
            assert set(db.execute(text("SELECT name FROM deal")).scalars()) == {"Renamed"}


def test_on_sqlite_there_is_no_second_wall(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    assert wall.gaps(store.engine) == wall.Gaps("", bypasses=False, tables=())
    assert "deal" in inspect(store.engine).get_table_names()
    with wall.within(store.engine, THERE).begin() as db, wall.lowered(db, "deal"):
        wall.raise_around(db, "deal")
        wall.take_down(db, "deal")
    store.close()
