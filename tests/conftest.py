"""What every test stands on: no outside network, a clean environment, throw-away databases, and the `parley` command."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest
import time_machine

from assistant.surfaces import cli_output

ROOT = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
OFFLINE = Path(__file__).parent / "offline"

# The moment at which the demo company's story is told.
MOMENT = datetime.fromisoformat("2026-11-20T09:00:00+08:00")

hypothesis.settings.register_profile("default", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("nightly", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "default"))


# ---------------------------------------------------------------- no outside network, clean environment


def _load_guard() -> ModuleType:
    # Children load the same file as `sitecustomize`; here it gets a name of its own.
    spec = importlib.util.spec_from_file_location("parley_network_guard", OFFLINE / "sitecustomize.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_guard = _load_guard()


def _load_shared(name: str) -> ModuleType:
    # Tests import it as `parley_worlds`, say: a dependency installs a package called `tests`.
    spec = importlib.util.spec_from_file_location(f"parley_{name}", Path(__file__).parent / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[f"parley_{name}"] = module
    spec.loader.exec_module(module)
    return module


_guard.refuse_outside_network()
_worlds = _load_shared("worlds")
_load_shared("hidden")

# Importing Chainlit writes files into its root; a developer's keys and settings must not reach a test.
_SCRATCH = tempfile.TemporaryDirectory(prefix="parley-tests-")
for _name in list(os.environ):
    if _name.startswith(("PARLEY_", "OPENAI_", "LANGCHAIN_", "LANGSMITH_", "CHAINLIT_", "CHROMA_")):
        del os.environ[_name]
os.environ["CHAINLIT_APP_ROOT"] = _SCRATCH.name
os.environ["REFUSED_ADDRESSES_FILE"] = str(Path(_SCRATCH.name) / "refusals.txt")
for _name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
    os.environ.pop(_name, None)


@pytest.fixture(autouse=True)
def no_outside_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test whose product tried to leave this machine, also when the product swallowed the refusal."""
    expected = {host for mark in request.node.iter_markers("outside") for host in mark.args}
    log = Path(os.environ["REFUSED_ADDRESSES_FILE"])
    log.unlink(missing_ok=True)
    _guard.refusals.clear()
    yield
    tried = {*_guard.refusals, *(log.read_text("utf-8").splitlines() if log.exists() else ())}
    surprises = sorted(address for address in tried if not any(host in address for host in expected))
    assert not surprises, f"tried to reach {', '.join(surprises)}"


@pytest.fixture(autouse=True)
def english_terminal() -> None:
    """Each test begins with commands that answer in English, whatever language the one before it spoke."""
    cli_output.speak("en")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is missing here; in CI a missing program is a failure."""
    wanted = [program for mark in item.iter_markers("needs") for program in mark.args]
    missing = [program for program in wanted if not shutil.which(program)]
    if missing:
        unavailable(f"needs {', '.join(missing)}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Below the results: what tests counted of the faults they made, so that a night's log tells it."""
    told = [r for kind in ("passed", "failed") for r in terminalreporter.stats.get(kind, ()) if r.when == "call"]
    counts = [(r.nodeid, v) for r in told for k, v in r.user_properties if k == "counts"]
    if counts:
        terminalreporter.section("counts")
    for test, seen in sorted(counts):
        terminalreporter.write_line(f"{test} {seen}")


def unavailable(reason: str) -> None:
    """Skip on a user's machine, fail in CI."""
    if IN_CI:
        pytest.fail(f"{reason}; CI must have it", pytrace=False)
    pytest.skip(reason)


# ---------------------------------------------------------------- databases


@dataclass(frozen=True)
class Postgres:
    """A throw-away PostgreSQL cluster on a unix socket, gone after the tests.

    Tests connect as `parley`, an ordinary role that owns its databases, as an installation should: row security holds it.
    """

    socket_folder: Path

    def url(self, database: str, role: str = "parley") -> str:
        return f"postgresql+psycopg://{role}@/{database}?host={self.socket_folder}"

    def execute(self, statement: str) -> None:
        """Run a statement as the superuser."""
        import psycopg

        with psycopg.connect(
            host=str(self.socket_folder), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    def create(self, template: str | None = None) -> str:
        """Create a database, a copy of the template when given, and return its name."""
        name = f"t_{uuid.uuid4().hex[:12]}"
        self.execute(f'CREATE DATABASE "{name}" OWNER parley TEMPLATE "{template or "template0"}"')
        return name

    def drop(self, name: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_programs() -> Path:
    """The folder of initdb and postgres; skips without a server, fails in CI."""
    binaries = _postgres_binaries()
    if binaries is None:
        unavailable("needs a PostgreSQL server (initdb, postgres)")
        raise AssertionError
    return binaries


@pytest.fixture(scope="session")
def postgres(postgres_programs: Path) -> Iterator[Postgres]:
    """A running cluster, about two seconds once per test process."""
    binaries = postgres_programs
    # initdb refuses root, and a unix socket's path must stay under 108 bytes.
    account: dict[str, Any] = {}
    folder = Path(tempfile.mkdtemp(prefix="parley-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        account = {"user": "postgres", "group": "postgres", "extra_groups": []}
    folder.chmod(0o755)
    data, log = folder / "data", folder / "server.log"
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    server = None
    try:
        subprocess.run(
            [binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"],
            check=True,
            capture_output=True,
            cwd=folder,
            env=environment,
            timeout=120,
            **account,
        )
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "max_connections": "100",
            "shared_buffers": "64MB",
        }
        with log.open("wb") as out:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, *(f"--{key}={value}" for key, value in options.items())],
                stdout=out,
                stderr=out,
                cwd=folder,
                env=environment,
                **account,
            )
        cluster = Postgres(folder)
        _wait_for(cluster, server, log)
        cluster.execute("CREATE ROLE parley LOGIN")
        yield cluster
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)  # PostgreSQL's immediate shutdown
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=20)
            if server.poll() is None:
                server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_binaries() -> Path | None:
    folders = [Path(found).parent for found in (shutil.which("initdb"),) if found]
    # Debian keeps the server's programs off the PATH.
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _wait_for(cluster: Postgres, server: "subprocess.Popen[bytes]", log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + 60
    while True:
        try:
            return cluster.execute("SELECT 1")
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text('utf-8', 'replace')}") from None
            time.sleep(0.05)


def _migrate(url: str) -> None:
    """Bring an empty database to the newest schema, as `parley init` does."""
    from crm_store.store import Store

    store = Store(url)
    store.upgrade()
    store.engine.dispose()  # PostgreSQL copies a template only when nobody is connected to it


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "parley.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _postgres_template(postgres: Postgres) -> str:
    name = postgres.create()
    _migrate(postgres.url(name))
    return name


@pytest.fixture
def sqlite_url(tmp_path: Path, _sqlite_template: Path) -> str:
    """A fresh SQLite database with the newest schema and an empty workspace."""
    path = tmp_path / "parley.db"
    for suffix in ("", "-wal"):
        if (template := Path(f"{_sqlite_template}{suffix}")).exists():
            shutil.copy(template, f"{path}{suffix}")
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres: Postgres, _postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database with the newest schema and an empty workspace."""
    name = postgres.create(template=_postgres_template)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh PostgreSQL database with nothing in it."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


_ENGINES = [pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=_ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with the newest schema and an empty workspace, once on each engine."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=_ENGINES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database with nothing in it, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


# ---------------------------------------------------------------- the small world (tests/worlds.py)


@pytest.fixture(scope="session")
def _small_template(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    from crm_store.store import Store

    path = tmp_path_factory.mktemp("small") / "parley.db"
    shutil.copy(_sqlite_template, path)
    store = Store(f"sqlite:///{path}", clock=lambda: _worlds.MOMENT)
    world = _worlds.small_world(store)
    store.close()
    return path, world.numbers


@pytest.fixture
def small_world(_small_template: Any, tmp_path: Path) -> Any:
    """The company of tests/worlds.py in a database of its own, with time standing still."""
    from crm_store.store import Store

    template, numbers = _small_template
    path = tmp_path / "small.db"
    for suffix in ("", "-wal"):
        if (source := Path(f"{template}{suffix}")).exists():
            shutil.copy(source, f"{path}{suffix}")
    return _worlds.World(Store(f"sqlite:///{path}", clock=lambda: _worlds.MOMENT), dict(numbers))


@pytest.fixture
def bare_world(sqlite_url: str) -> Any:
    """One admin and nothing else."""
    from crm_store.store import Store

    return _worlds.empty_world(Store(sqlite_url, clock=lambda: _worlds.MOMENT))


# ---------------------------------------------------------------- time, home, command


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """Time stands still at 2026-11-20 09:00 in Shanghai; `now.move_to(...)` and `now.shift(...)` move it."""
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def parley_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PARLEY_HOME for this test, with the offline brain."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("PARLEY_HOME", str(home))
    monkeypatch.setenv("PARLEY_BRAIN", "offline")
    return home


@dataclass(frozen=True)
class Said:
    """What a `parley` command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> list[Any]:
        """The lines of stdout, each a JSON value."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def cli(parley_home: Path, tmp_path: Path) -> Callable[..., Said]:
    """Run the installed `parley` as a person would: `cli("records", "deal", "--as", "chen@example.com", "--json")`.

    It works on `parley_home`, from an empty folder, and can reach this machine only. `said` is its standard input;
    `env` adds variables; `status` is the exit status it must have (None: any).
    """
    folder = tmp_path / "cwd"
    folder.mkdir()

    def run(
        *words: str | Path,
        said: str = "",
        env: dict[str, str] | None = None,
        status: int | None = 0,
        timeout: float = 120,
    ) -> Said:
        done = subprocess.run(
            [Path(sys.executable).parent / "parley", *words],
            input=said,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=folder,
            env=child_environment() | (env or {}),
            timeout=timeout,
            check=False,
        )
        assert status is None or done.returncode == status, (
            f"parley {' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return run


def child_environment() -> dict[str, str]:
    """This environment for a child process, whose Python refuses the outside network too."""
    paths = [str(OFFLINE), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "200"}


@pytest.fixture
def child_env(parley_home: Path) -> dict[str, str]:
    """The environment for a process a test starts itself, a server for example."""
    return child_environment()
