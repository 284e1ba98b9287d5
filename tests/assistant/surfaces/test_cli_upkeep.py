"""`parley doctor` finds what is wrong, `reindex` mends the index, `serve` refuses what is unsafe."""

import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ADMIN = "admin@example.com"


def _codes(said: Any) -> dict[str, str]:
    return {f["code"]: f["level"] for f in said.json}


def test_a_whole_store_is_found_whole(parley: Run, small_home: Any, parley_home: Path) -> None:
    parley_home.chmod(0o755)
    assert _codes(parley("doctor", "--json"))["home.open"] == "warning"
    parley_home.chmod(0o700)
    assert parley("reindex", "--json").json[0]["records"] > 0
    found = _codes(parley("doctor", "--json"))
    assert set(found.values()) == {"ok"}
    assert {"settings.brain", "store.whole", "log.whole", "index.complete"} <= set(found)
    assert "ok" in parley("doctor").out


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE deal SET amount = 1 WHERE id = 1", "log.differs"),
        ("DELETE FROM event WHERE id = 5", "log.gap"),
        ("DELETE FROM event WHERE id = (SELECT max(id) FROM event)", "log.gap"),
        ("UPDATE event SET entity = 'task' WHERE entity = 'lead'", "log.unbooked"),
        ("UPDATE deal SET account_id = 999 WHERE id = 1", "store.loose"),
    ],
)
def test_what_was_changed_behind_the_stores_back_is_found(
    parley: Run, small_home: Any, parley_home: Path, statement: str, code: str
) -> None:
    with sqlite3.connect(parley_home / "parley.db") as connection:
        connection.execute(statement)
    connection.close()
    said = parley("doctor", "--json", status=1)
    assert _codes(said)[code] == "error"
    assert said.err


def test_the_log_agrees_with_the_records_after_saving_and_undoing(parley: Run, small_home: Any) -> None:
    said = "set the amount of Acme renewal to 650000\nyes\nundo\nyes\nmove Acme renewal to won\nyes\nundo\n"
    parley("chat", "--as", "chen@example.com", "--json", said=said)
    parley("undo", "turn-1", "--as", ADMIN)
    assert _codes(parley("doctor", "--json", status=None))["log.whole"] == "ok"


def test_a_damaged_file_is_named(parley: Run, small_home: Any, parley_home: Path) -> None:
    with (parley_home / "parley.db").open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 3)
    said = parley("doctor", "--json", status=1)
    assert {"store.damaged", "store.away"} & set(_codes(said))
    assert "Traceback" not in said.err + said.out


def test_a_seal_that_cannot_be_written_down_is_a_warning(parley: Run, small_home: Any, parley_home: Path) -> None:
    (parley_home / "anchors.jsonl").symlink_to("/dev/full")  # a disk without room
    found = _codes(parley("doctor", "--json", status=None))
    assert (found["log.unanchored"], found["log.whole"]) == ("warning", "ok")


def test_a_missing_store_and_a_missing_key_are_findings(
    parley: Run, parley_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parley_home.chmod(0o700)
    monkeypatch.setenv("PARLEY_BRAIN", "openai")
    said = parley("doctor", "--json", status=1)
    assert _codes(said) == {"settings.brain": "ok", "settings.key": "error", "store.away": "error"}


def test_serving_where_others_can_come_in_is_refused(parley: Run, small_home: Any) -> None:
    assert "PARLEY_ALLOW_REMOTE" in parley("serve", "--host", "0.0.0.0", status=1).err
    assert parley("serve", "--port", "99999", status=2).err


def test_a_server_says_where_it_is_and_stops_at_ctrl_c(small_home: Any, child_env: dict[str, str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [Path(sys.executable).parent / "parley", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=child_env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        try:
            said = [server.stdout.readline(), server.stdout.readline()]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as answer:
                assert answer.status == 200
        finally:
            server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}" in said[1]
    assert server.returncode == 0, out + err
    assert "Traceback" not in err


def test_a_surprise_is_one_calm_sentence_with_a_number_and_a_trace_in_the_log(
    parley: Run, small_home: Any, parley_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **more: Any) -> Any:
        raise RuntimeError("the cat sat on it")

    monkeypatch.setattr("crm_store.queries.find.records", fail)
    said = parley("records", "deal", "--as", "chen@example.com", status=1)
    assert "cat" not in said.err
    number = said.err.split("编号 ")[1].split("）")[0]
    log = parley_home / "parley.log"
    assert number in log.read_text("utf-8")
    assert "the cat sat on it" in log.read_text("utf-8")
    assert log.stat().st_mode & 0o077 == 0


@pytest.mark.postgres
def test_a_database_role_that_goes_through_the_wall_is_told_of(
    parley: Run, postgres: Any, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.engine import make_url

    name = str(make_url(postgres_url).database)
    monkeypatch.setenv("PARLEY_DATABASE_URL", postgres_url)
    assert not {"wall.bypassed", "wall.open"} & set(_codes(parley("doctor", "--json", status=None)))
    monkeypatch.setenv("PARLEY_DATABASE_URL", postgres.url(name, "postgres"))
    found = {f["code"]: f for f in parley("doctor", "--json", status=None).json}
    assert found["wall.bypassed"]["level"] == "warning"
    assert "“postgres” bypasses" in found["wall.bypassed"]["text"]
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "“postgres”会绕过" in parley("doctor", status=None).out


@pytest.mark.postgres
def test_a_table_without_the_wall_is_told_by_name(
    parley: Run, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_store.store import Store

    monkeypatch.setenv("PARLEY_DATABASE_URL", postgres_url)
    store = Store(postgres_url)
    with store.engine.begin() as db:
        db.exec_driver_sql("ALTER TABLE lead DISABLE ROW LEVEL SECURITY")
    store.close()
    found = {f["code"]: f for f in parley("doctor", "--json", status=1).json}
    assert (found["wall.open"]["level"], found["wall.open"]["ids"]) == ("error", ["lead"])
