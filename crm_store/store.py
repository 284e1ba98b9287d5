"""The way in: a Store opens the database, knows its actors, and hands out units of work that commit once."""

import os
import secrets
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import col

from crm_store import forgetting, wall
from crm_store.base import utc_now
from crm_store.codes import RoleName
from crm_store.errors import Conflict, NoStore, NotFound, StoreError
from crm_store.faults import point
from crm_store.models import User, Workspace, table_of
from crm_store.permissions import RIGHTS, Actor, ActorKind
from crm_store.queries.acting import actor_of
from crm_store.retention import set_rules
from crm_store.sealing import key_beside
from crm_store.troubles import is_trouble, trouble
from crm_store.unit import GuardedSession, Unit

Clock = Callable[[], datetime]


class Store:
    """One database and its clock.

    Args:
        url: an SQLAlchemy URL, `sqlite:///path/parley.db` or `postgresql+psycopg://…`.
        clock: returns the present moment, aware; frozen in tests and by `--now`.
        key: what the event log is sealed with; of an embedded store it lies in `secrets` beside the file.
    """

    def __init__(self, url: str, *, clock: Clock = utc_now, key: bytes | None = None) -> None:
        self.url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        self.clock = clock
        self.engine = _engine(self.url)
        self.after_erasure: Callable[[tuple[str, ...]], Any] | None = None
        file = Path(self.url.removeprefix("sqlite:///"))
        self.key = key if key is not None else key_beside(file.parent) if self.embedded else b""

    @classmethod
    def in_folder(cls, home: Path, *, clock: Clock = utc_now) -> "Store":
        """The embedded store of a home folder, which only its owner may enter."""
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(stat.S_IRWXU)
        return cls(f"sqlite:///{home / 'parley.db'}", clock=clock)

    @property
    def embedded(self) -> bool:
        return self.url.startswith("sqlite")

    def upgrade(self) -> None:
        """Bring the tables to the newest form; safe to repeat."""
        from crm_store.migrations import upgrade

        upgrade(self.engine)
        with wall.within(self.engine, _ITSELF.workspace_id).begin() as connection:
            if connection.execute(select(table_of(Workspace).c.id)).first() is None:
                connection.execute(insert(table_of(Workspace)).values(Workspace().model_dump()))
        if self.workspace().retention:
            with self.session(self.system(), writes=True, tool="init") as crm:
                space = crm.exec(select(Workspace)).scalars().one()
                set_rules(crm, space.retention)
                space.retention = {}

    def ready(self) -> bool:
        """Whether the tables are there."""
        from crm_store.migrations import current

        return current(self.engine) is not None

    def must_be_usable(self) -> None:
        """Raises StoreError where there are no tables, or those of an older or a newer Parley."""
        from crm_store.migrations import current, newest

        at = current(self.engine)
        if at is None:
            raise NoStore()
        if at < newest():
            raise StoreError(
                "The store is of an older version. Run “parley init” to bring it up to date; nothing in it is lost.",
                "数据库版本较旧。请运行“parley init”升级，原有数据不会丢失。",
            )
        if at > newest():
            raise StoreError(
                "The store is of a newer version of Parley than this one. Update Parley, or bring back a backup of that time.",
                "数据库来自更新版本的 Parley。请升级 Parley，或恢复当时的备份。",
            )

    @contextmanager
    def session(
        self,
        actor: Actor,
        *,
        writes: bool = False,
        turn: str | None = None,
        tool: str | None = None,
        now: datetime | None = None,
        deleted: bool = False,
    ) -> Iterator[Unit]:
        """One unit of work for `actor`: committed once when the block ends well, rolled back when it does not.

        A writing unit takes the database's write lock at its start (SQLite), so nothing it read can change under it.
        `deleted` also shows records that were deleted.

        Raises:
            Conflict: a record it changed was changed meanwhile.
            StoreError: the database is full, locked or away; nothing was written. Unsure: it went away while the unit was
                being committed.
        """
        engine = wall.within(self.engine, actor.workspace_id).execution_options(parley_writes=writes)
        session = GuardedSession(engine, expire_on_commit=False, autoflush=False)
        unit = Unit(session, actor, now or self.clock(), writes=writes, turn=turn, tool=tool, deleted=deleted)
        unit.key = self.key
        erased: tuple[str, ...] = ()
        committing = False
        try:
            yield unit
            if writes:
                session.flush()
                unit.settle()
                point("store.before_commit")
                committing = True
                session.commit()
                point("store.after_commit")
                erased = unit.erased
        except StaleDataError:
            raise Conflict("The record", zh="该记录在此期间被人修改过，请重新查看后再决定。") from None
        except DBAPIError as e:
            if not is_trouble(e):
                raise
            raise trouble(e, committing=committing) from e
        finally:
            _let_go(session)
        if erased:
            self.forgotten(erased)

    def forgotten(self, marks: tuple[str, ...]) -> None:
        """After a person was erased: no byte of them stays in the file or its log, a tombstone says whom, and who asked is told."""
        self.scrub()
        if self.embedded:
            forgetting.bury(Path(self.url.removeprefix("sqlite:///")).parent, marks, self.key, self.clock())
        if self.after_erasure is not None:
            self.after_erasure(marks)

    def copy_to(self, file: Path) -> None:
        """A copy of the embedded database as it is at one moment, while others go on writing."""
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as source:
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            with closing(sqlite3.connect(file)) as target:
                source.backup(target)

    def scrub(self) -> None:
        """Write the embedded database's file anew without what was deleted, and empty its write-ahead log."""
        if not self.embedded:
            return
        raw = self.engine.raw_connection()
        try:
            with suppress(
                sqlite3.OperationalError
            ):  # somebody reads just now: secure_delete overwrote the pages already
                for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    raw.execute(statement)
        finally:
            raw.close()

    def actor(self, email: str, *, kind: ActorKind = "human") -> Actor:
        """The person with this e-mail address as they are now; NotFound when unknown or disabled."""
        wanted = email.strip().casefold()
        with self.session(_ITSELF) as crm:
            try:
                user = crm.exec(select(User).where(col(User.email) == wanted)).scalars().first()
            except ProgrammingError as e:
                raise trouble(e) from e
            if user is None or user.disabled:
                raise NotFound(
                    email,
                    f"There is no user “{email}” here. Run “parley user list”, or add them with “parley user add {email} --name …”.",
                    f"这里没有用户“{email}”。请运行“parley user list”查看，或用“parley user add {email} --name …”添加。",
                )
            return actor_of(crm, user, kind)

    def system(self, kind: ActorKind = "system") -> Actor:
        """The store itself, for set-up, imports of a new workspace and index upkeep. Never given to a conversation."""
        space = table_of(Workspace).c
        try:
            engine = wall.within(self.engine, _ITSELF.workspace_id).execution_options(parley_writes=False)
            with engine.connect() as connection:
                mine = select(space.currency, space.timezone, space.fiscal_year_start).where(
                    space.id == _ITSELF.workspace_id
                )
                row = connection.execute(mine).first()
        except (OperationalError, ProgrammingError) as e:
            raise trouble(e) from e
        currency, tz, fiscal = row or ("USD", "UTC", 1)
        return replace(_ITSELF, tz=tz, kind=kind, currency=currency, fiscal_year_start=fiscal)

    def workspace(self) -> Workspace:
        """The workspace's settings."""
        with self.session(self.system()) as crm:
            space: Workspace = crm.exec(select(Workspace)).scalars().one()
            return space

    def configure(self, **settings: Any) -> None:
        """Set name, currency, timezone or fiscal_year_start of the workspace."""
        with self.session(self.system(), writes=True) as crm:
            space = crm.exec(select(Workspace)).scalars().one()
            for name, value in settings.items():
                if value is not None:
                    setattr(space, name, value)

    def tune(self) -> None:
        """Let the database sample its tables anew, so that it picks fitting indexes: after an import, at a server's start.

        Without samples SQLite takes every index for equally good and reads whole tables. A busy database is left alone.
        """
        with suppress(OperationalError), self.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA analysis_limit=1000")
            connection.exec_driver_sql("ANALYZE")

    def close(self) -> None:
        self.engine.dispose()


def _let_go(session: GuardedSession) -> None:
    """Close a session; on a connection that broke even the rollback fails, which must not hide how the unit of work ended."""
    try:
        session.close()
    except DBAPIError:
        session.invalidate()


def new_secret() -> str:
    """64 hexadecimal digits from the system's generator."""
    return secrets.token_hex(32)


_ITSELF = Actor(0, "", "Parley", RoleName.ADMIN, reach="all", kind="system", rights=RIGHTS[RoleName.ADMIN])
"""The store before it knows its workspace's settings: enough to look up who is there."""


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        server = create_engine(
            url,
            pool_pre_ping=True,
            connect_args={
                "options": "-c statement_timeout=60000 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=120000"
            },
        )
        event.listen(server, "begin", wall.enter)
        return server
    memory = url in ("sqlite://", "sqlite:///:memory:")
    engine = create_engine(
        url,
        **({} if memory else {"pool_size": 8, "max_overflow": 32}),
        connect_args={"timeout": 10, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "secure_delete=ON",
            # Pages are read where the system keeps them, not copied one by one: a sixth to a quarter of a large question's time.
            "mmap_size=1073741824",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        # SQLite's own knows ASCII only; PostgreSQL's knows every script.
        connection.create_function(
            "lower", 1, lambda said: said.lower() if isinstance(said, str) else said, deterministic=True
        )
        path = Path(url.removeprefix("sqlite:///"))
        if not memory and path.exists():
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)

    @event.listens_for(engine, "checkin")
    def _on_return(connection: Any, record: Any) -> None:
        # A commit refused for a broken reference leaves SQLite's transaction open, with the write lock held.
        if connection is not None and connection.in_transaction:
            connection.rollback()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("parley_writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
