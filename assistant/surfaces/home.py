"""From the settings to an open store: where it is, what time it is there, who acts, and where surprises are written down."""

import logging
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import FileIO, TextIOWrapper
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant.surfaces import cli_output

if TYPE_CHECKING:
    from assistant.settings import Settings
    from crm_store.permissions import Actor
    from crm_store.store import Clock, Store

log = logging.getLogger("parley.cli")

_SQLITE = b"SQLite format 3\0"
_opened: "list[Store]" = []


def settings() -> "Settings":
    """The settings of this environment; SettingProblem names the one that cannot be used and what it takes."""
    from pydantic import ValidationError

    from assistant.errors import SettingProblem
    from assistant.settings import Settings

    try:
        found = Settings()
    except ValidationError as e:
        first = e.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        name = name if name.isupper() else f"PARLEY_{name.upper()}"
        reason = str(first["msg"]).removeprefix("Input should be ").rstrip(".")
        held = str(first.get("input", ""))[:60]
        raise SettingProblem(
            f"{name} is “{held}”, which cannot be used; it takes {reason}.", f"{name} 的值“{held}”无效；应为 {reason}。"
        ) from None
    _keep_log(found.home)
    return found


def new_store(settings: "Settings", now: datetime | None = None) -> "Store":
    """The store, made or brought to the newest form."""
    from crm_store.errors import StoreError

    _looks_right(settings)
    with _no_trouble(settings):
        try:
            store = _fresh(settings)
        except OSError as e:
            where = settings.home
            raise StoreError(
                f"{where} cannot be used as the home folder ({e.strerror}). Set PARLEY_HOME to a folder you may write to.",
                f"无法使用 {where} 作为主目录（{e.strerror}）。请把 PARLEY_HOME 设为可写的文件夹。",
            ) from None
        store.upgrade()
    return _at(store, now)


def _fresh(settings: "Settings") -> "Store":
    """The store, with a key for its event log when it is made now."""
    from crm_store.sealing import key_beside
    from crm_store.store import Store

    if settings.database_url:
        store = Store(settings.database_url, key=key_beside(settings.home))
        if not store.ready():
            store.key = key_beside(settings.home, make=True)
        return store
    key_beside(settings.home, make=not (settings.home / "parley.db").exists())
    return Store.in_folder(settings.home)


def open_store(settings: "Settings", now: datetime | None = None, *, any_version: bool = False) -> "Store":
    """The store as it is.

    Args:
        any_version: also one of an older or newer Parley, to look at it or to copy it.

    Raises:
        StoreError: there is none yet, it is of another version, or it cannot be read.
    """
    from crm_store.errors import NoStore
    from crm_store.sealing import key_beside
    from crm_store.store import Store

    if not settings.database_url and not (settings.home / "parley.db").is_file():
        raise NoStore()
    _looks_right(settings)
    with _no_trouble(settings):
        store = (
            Store(settings.database_url, key=key_beside(settings.home))
            if settings.database_url
            else Store(f"sqlite:///{settings.home / 'parley.db'}")
        )
        if not any_version:
            store.must_be_usable()
    return _at(store, now)


def ticking(store: "Store", actor: "Actor", now: datetime | None) -> "Clock | None":
    """The clock `--now` asks for: it stands still but for a microsecond at every look, so that turns keep their order.

    It goes on after what this person did at that moment in earlier commands. None leaves time running.
    """
    if now is None:
        return None
    from crm_store.queries.threads import page

    start = store.clock()
    with store.session(actor) as crm:
        last = next((t.updated_at for t in page(crm, first=1).threads), start)
    if start <= last < start + timedelta(seconds=1):
        start = last
    beat = count(1)
    return lambda: start + timedelta(microseconds=next(beat))


def acting(store: "Store", email: str) -> "Actor":
    """Who acts; from here on sentences are in their language. NotFound when nobody has this address."""
    actor = store.actor(email)
    cli_output.speak(actor.lang)
    return actor


def close_stores() -> None:
    """Let go of every store that was opened here."""
    while _opened:
        _opened.pop().close()


def log_file() -> str:
    """Where surprises are written down, in brackets; "" when nowhere."""
    files = [h.baseFilename for h in logging.getLogger("parley").handlers if isinstance(h, logging.FileHandler)]
    return f"({files[0]})" if files else ""


def logs_to_stderr() -> None:
    """Also tell warnings on stderr, a line each and without traces: for a server somebody watches."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_Brief("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("parley").addHandler(handler)


class _Brief(logging.Formatter):
    """A log line without its trace, which stands in the log file."""

    def format(self, record: logging.LogRecord) -> str:
        plain = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None, "stack_info": None})
        return super().format(plain)


class _PrivateFile(logging.FileHandler):
    """A log file only its owner may read: traces can hold what records say."""

    def _open(self) -> TextIOWrapper:
        file = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR)
        return TextIOWrapper(FileIO(file, "a"), encoding=self.encoding, errors=self.errors, write_through=True)


def _keep_log(home: Path) -> None:
    """Warnings and surprises go to `home`/parley.log, which only its owner may read; nowhere when there is no such folder."""
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    root, ours = logging.getLogger(), logging.getLogger("parley")
    if log_file():
        return
    handler: logging.Handler = logging.NullHandler()
    if home.is_dir() and os.access(home, os.W_OK):
        handler = _PrivateFile(home.resolve() / "parley.log", encoding="utf-8", errors="backslashreplace", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    for logger in (root, ours):
        logger.addHandler(handler)
    ours.propagate = False


def _looks_right(settings: "Settings") -> None:
    """StoreError when the embedded database's file is something else."""
    from crm_store.errors import StoreError

    path = settings.home / "parley.db"
    if settings.database_url or not path.is_file():
        return
    try:
        with path.open("rb") as file:
            start = file.read(len(_SQLITE))
    except OSError as e:
        raise StoreError(
            f"{path} cannot be read ({e.strerror}). Check its permissions.",
            f"无法读取 {path}（{e.strerror}），请检查权限。",
        ) from None
    if start and start != _SQLITE:
        raise StoreError(
            f"{path} is not a Parley database. Move it away, or restore a backup in its place.",
            f"{path} 不是 Parley 数据库。请移走该文件，或用备份替换。",
        )


@contextmanager
def _no_trouble(settings: "Settings") -> Iterator[None]:
    """Turn what SQLAlchemy says of a wrong or unreachable database address into a sentence."""
    from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

    from assistant.errors import SettingProblem
    from crm_store.errors import StoreError

    try:
        yield
    except (ArgumentError, NoSuchModuleError):
        raise SettingProblem(
            "PARLEY_DATABASE_URL is no database address. Write it like postgresql://user:password@host/database, or unset it for the embedded one.",
            "PARLEY_DATABASE_URL 不是有效的数据库地址。请写成 postgresql://用户:密码@主机/数据库；不设置则使用内置数据库。",
        ) from None
    except DBAPIError as e:
        log.warning("the database did not open: %s", e.orig)
        where = "PARLEY_DATABASE_URL" if settings.database_url else str(settings.home / "parley.db")
        raise StoreError(
            f"The database at {where} cannot be opened. Check that it runs, is reachable and may be written to.",
            f"无法打开数据库（{where}）。请确认其正在运行、可以连接且可写。",
        ) from None


def _at(store: "Store", now: datetime | None) -> "Store":
    """The store with its clock standing at `now`; without an offset that is in the workspace's time zone."""
    _opened.append(store)
    if now is not None:
        at = now if now.tzinfo else now.replace(tzinfo=ZoneInfo(store.system().tz))
        store.clock = lambda: at
    return store
