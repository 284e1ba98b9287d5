"""`parley init` makes a store once, and the demo company in it."""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
NOW = ("--now", "2026-11-20T09:00:00+08:00")


@pytest.fixture(scope="module")
def _demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo(parley: Run, parley_home: Path, _demo: Path) -> Any:
    """The demo company in `parley_home`, made once; what init said then."""
    if not (_demo / "said").exists():
        said = parley("init", "--demo", "--scale", "20", "--json", *NOW)
        for file in parley_home.glob("parley.db*"):
            shutil.copy(file, _demo)
        (_demo / "said").write_text(said.out, "utf-8")
    for file in _demo.glob("parley.db*"):
        shutil.copy(file, parley_home)
    return (_demo / "said").read_text("utf-8")


def test_init_is_safe_to_repeat_and_names_the_next_step(parley: Run, parley_home: Path) -> None:
    first = parley("init")
    assert str(parley_home / "parley.db") in first.out
    assert "parley user add" in first.out
    assert parley("init").out == first.out
    assert stat.S_IMODE(parley_home.stat().st_mode) == 0o700
    assert stat.S_IMODE((parley_home / "parley.db").stat().st_mode) == 0o600


def test_the_workspace_is_described_by_options(parley: Run) -> None:
    words = (
        "--workspace",
        "Quill 羽",
        "--currency",
        "eur",
        "--tz",
        "Europe/Berlin",
        "--fiscal-year-start",
        "4",
        "--json",
    )
    (said,) = parley("init", *words).json
    assert (said["workspace"], said["currency"], said["timezone"], said["fiscal_year_start"]) == (
        "Quill 羽",
        "EUR",
        "Europe/Berlin",
        4,
    )
    (kept,) = parley("init", "--json").json
    assert kept == said


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["--currency", "XYZ"], 1, "currency"),
        (["--tz", "Mars/Olympus"], 1, "Asia/Shanghai"),
        (["--fiscal-year-start", "13"], 2, "--fiscal-year-start"),
        (["--workspace", " "], 1, "name"),
    ],
)
def test_a_workspace_that_cannot_be_is_refused_before_anything_is_made(
    parley: Run, parley_home: Path, words: list[str], status: int, says: str
) -> None:
    assert says in parley("init", *words, status=status).err
    assert not (parley_home / "parley.db").exists()


def test_the_demo_company_signs_in_with_a_password_everybody_knows(parley: Run, demo: str, parley_home: Path) -> None:
    from assistant.surfaces.passwords import verify
    from crm_store.queries.sign_in import sign_in
    from crm_store.store import Store

    assert '"email": "chen@example.com", "name": "陈晓", "role": "rep", "lang": "zh", "password": "parley-demo"' in demo
    store = Store.in_folder(parley_home)
    with store.session(store.system()) as crm:
        found = sign_in(crm, "chen@example.com")
    store.close()
    assert found is not None
    assert verify(found.password_hash, "parley-demo")


def test_the_demo_company_is_brought_in_once_and_printed_again(parley: Run, demo: str) -> None:
    before = len(parley("records", "deal", "--as", "admin@example.com", "--json").json)
    again = parley("init", "--demo", *NOW)
    assert "is there already" in again.out
    assert "chen@example.com" in again.out
    assert "parley-demo" in again.out
    assert len(parley("records", "deal", "--as", "admin@example.com", "--json").json) == before
    generated = parley("records", "deal", "--as", "admin@example.com", "--where", "external_id~XDEAL", "--json").json
    assert len(generated) == 20
    assert "20 generated deals" in parley("init", "--scale", "30", *NOW, status=1).err


def test_a_changed_password_is_not_printed_as_the_demo_one(parley: Run, demo: str) -> None:
    parley("user", "passwd", "maya@example.com", "--password-stdin", said="my own secret\n")
    rows = {s["email"]: s["password"] for s in parley("init", "--demo", "--json", *NOW).json[0]["sign_ins"]}
    assert rows["maya@example.com"] == "(changed)"
    assert rows["raj@example.com"] == "parley-demo"


def test_the_demo_company_does_not_join_other_people(parley: Run) -> None:
    parley("init")
    parley("user", "add", "iris@quill.test", "--name", "Iris", "--role", "admin")
    assert "PARLEY_HOME" in parley("init", "--demo", status=1).err
    assert len(parley("user", "list", "--json").json) == 1


def test_a_home_or_database_that_cannot_be_used_has_a_sentence(
    parley: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("x", "utf-8")
    monkeypatch.setenv("PARLEY_HOME", str(file))
    assert "PARLEY_HOME" in parley("init", status=1).err
    junk = tmp_path / "junk"
    junk.mkdir()
    (junk / "parley.db").write_text("not a database at all", "utf-8")
    monkeypatch.setenv("PARLEY_HOME", str(junk))
    assert "not a Parley database" in parley("init", status=1).err
    monkeypatch.setenv("PARLEY_HOME", str(tmp_path / "nowhere"))
    assert "parley init" in parley("records", "deal", "--as", "x@y.test", status=1).err
    assert not (tmp_path / "nowhere").exists()
    monkeypatch.setenv("PARLEY_DATABASE_URL", "nonsense")
    assert "PARLEY_DATABASE_URL" in parley("init", status=1).err
    monkeypatch.setenv("PARLEY_DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/x")
    refused = parley("records", "deal", "--as", "x@y.test", status=1).err
    assert "secret" not in refused
    monkeypatch.setenv("PARLEY_BRAIN", "oracle")
    assert "PARLEY_BRAIN" in parley("init", status=1).err


@pytest.mark.postgres
def test_the_same_commands_work_on_postgresql(
    parley: Run, empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.engine import make_url

    url = make_url(empty_postgres_url).set(drivername="postgresql", password="geheim")
    monkeypatch.setenv("PARLEY_DATABASE_URL", url.render_as_string(hide_password=False))
    said = parley("init", "--json").out
    assert "geheim" not in said
    parley("user", "add", "iris@quill.test", "--name", "Iris", "--role", "admin", "--team", "Sales")
    assert len(parley("records", "stage", "--as", "iris@quill.test", "--json").json) == 8
    assert parley("records", "event", "--as", "iris@quill.test", "--where", "entity=stage", "--json").json
    assert "log.whole" in parley("doctor", "--json", status=None).out
    assert parley("undo", "--as", "iris@quill.test", status=1).err
