"""The second wall around a workspace: PostgreSQL itself shows and takes only rows of the one a transaction names.

The first wall is the scope on every statement (`narrowing`). This one holds where that is forgotten, by raw SQL too. There is no
value that opens every workspace; a migration that must touch rows of all of them lowers the wall of its tables (`lowered`).
SQLite has no such thing: there the first wall stands alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

SETTING = "parley.workspace"
"""What a transaction calls its workspace by; PostgreSQL forgets it at the end of the transaction, so no pooled connection keeps it."""

POLICY = "workspace_wall"

_OPTION = "parley_workspace"

# A setting reads as '' after the transaction that set it. No subquery: next to the scope's own `workspace_id = 1` the planner compares
# the two numbers once a statement, and indexes serve as without the wall.
_NAMED = f"nullif(current_setting('{SETTING}', true), '')::integer"

# Everything with rows of a workspace, and what is not as `raise_around` leaves it.
_OPEN = text("""
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
  AND (c.relname = 'workspace' OR EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped))
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND coalesce((
    SELECT count(*) = 1 AND bool_and(p.polname = :policy AND p.polcmd = '*' AND p.polwithcheck IS NULL
                                     AND position(:setting IN pg_get_expr(p.polqual, p.polrelid)) > 0)
    FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive), false))
ORDER BY c.relname
""")
_ROLE = text("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")


@dataclass(frozen=True)
class Gaps:
    """Where the wall does not hold: `role` goes through it when `bypasses`, `tables` have none."""

    role: str
    bypasses: bool
    tables: tuple[str, ...]


def within(engine: Engine, workspace: int) -> Engine:
    """This engine with every transaction inside one workspace; without it a transaction sees no row of any."""
    return engine.execution_options(**{_OPTION: workspace})


def enter(connection: Connection) -> None:
    """At the start of a transaction: tell PostgreSQL whose it is, until it ends."""
    workspace = connection.get_execution_options().get(_OPTION)
    if workspace is not None:
        connection.exec_driver_sql(f"SET LOCAL {SETTING} = '{int(workspace)}'")


def raise_around(connection: Connection, *tables: str) -> None:
    """Put the wall around new tables, in the migration that makes them; owners are held by it too."""
    if connection.dialect.name != "postgresql":
        return
    for table, quoted in _quoted(connection, tables):
        key = "id" if table == "workspace" else "workspace_id"
        for statement in (
            f"CREATE POLICY {POLICY} ON {quoted} USING ({key} = {_NAMED})",
            f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        ):
            connection.exec_driver_sql(statement)


def take_down(connection: Connection, *tables: str) -> None:
    """Leave the tables as they were before `raise_around`."""
    if connection.dialect.name != "postgresql":
        return
    for _, quoted in _quoted(connection, tables):
        for statement in (
            f"ALTER TABLE {quoted} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
            f"DROP POLICY {POLICY} ON {quoted}",
        ):
            connection.exec_driver_sql(statement)


@contextmanager
def lowered(connection: Connection, *tables: str) -> Iterator[None]:
    """For a migration that changes rows: the owner of these tables reaches every workspace's, nobody else gets in meanwhile.

    ALTER TABLE locks them until the commit. Without this PostgreSQL refuses the statement, as `migrations/env.py` asks it to.
    """
    walled = _quoted(connection, tables) if connection.dialect.name == "postgresql" else []
    for _, quoted in walled:
        connection.exec_driver_sql(f"ALTER TABLE {quoted} NO FORCE ROW LEVEL SECURITY")
    yield
    for _, quoted in walled:
        connection.exec_driver_sql(f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY")


def gaps(engine: Engine) -> Gaps:
    """What the database says of the wall; nothing on SQLite, which has none."""
    if engine.dialect.name != "postgresql":
        return Gaps("", bypasses=False, tables=())
    with engine.connect() as connection:
        role, bypasses = connection.execute(_ROLE).one()
        tables = connection.execute(_OPEN, {"policy": POLICY, "setting": SETTING}).scalars()
        return Gaps(role, bypasses, tuple(tables))


def _quoted(connection: Connection, tables: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(t, connection.dialect.identifier_preparer.quote(t)) for t in tables]
