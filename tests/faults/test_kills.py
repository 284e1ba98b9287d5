"""A process killed at any numbered point of saving or undoing leaves the whole change or none of it, and a store that works."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from parley_worlds import CHEN, MOMENT, World
from sqlalchemy import select

from assistant.decisions import decide
from crm_store.models import entities
from crm_store.proposals import Draft
from crm_store.queries.view import shown
from crm_store.store import Store

ROOT = Path(__file__).resolve().parents[2]

CHILD = """
import sys
from datetime import datetime
from assistant.decisions import decide
from crm_store.store import Store
url, decision, card = sys.argv[1:]
store = Store(url, clock=lambda: datetime.fromisoformat("2026-11-20T09:05:00+08:00"))
print(decide(store, store.actor("chen@example.com"), decision, "en", thread="talk", number=card).say)
"""

SAVING = ["apply.begin", "apply.after_change", "apply.after_change:2", "apply.after_change:3", "apply.after_change:4", "apply.before_end",
          "store.before_commit", "store.after_commit"]  # fmt: skip
UNDOING = ["undo.before_flush", "undo.before_end", "store.before_commit", "store.after_commit"]

OF_OTHERS = re.compile(r"sync\.")
"""Points of the index's own upkeep: tests/assistant/memory kills there."""


def test_every_numbered_point_is_killed_at() -> None:
    there = {
        name
        for package in ("crm_store", "assistant")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "faults.py"
        for name in re.findall(r"\bpoint\(\s*f?[\"']([^\"']+)", path.read_text("utf-8"))
    }
    mine = {name for name in there if not OF_OTHERS.match(name)}
    assert mine == {name.partition(":")[0] for name in (*SAVING, *UNDOING)}


@pytest.fixture(scope="module")
def stage(_small_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The small company with a card of four changes waiting, and the same with the card saved; (files, numbers, card, states)."""
    folder = tmp_path_factory.mktemp("stage")
    template, numbers = _small_template
    shutil.copy(template, folder / "waiting.db")
    store = Store(f"sqlite:///{folder / 'waiting.db'}", clock=lambda: MOMENT)
    world = World(store, dict(numbers))
    with world.writing(CHEN, turn="t1") as crm:
        draft = Draft(crm)
        draft.update(
            crm.get("deal", world.number("deal", "acme-renewal")),
            {"stage": world.number("stage", "Won"), "contacts": [1, 2]},
        )
        account = draft.create("account", {"name": "Nova"})
        draft.create("activity", {"subject": "Met", "body": "They like it.", "account": [account], "deal": [1]})
        draft.delete(crm.get("task", world.number("task", "late")))
        card = draft.save(thread="talk", tool="propose_change").id
    before = state(store)
    store.close()
    shutil.copy(folder / "waiting.db", folder / "saved.db")
    store = Store(f"sqlite:///{folder / 'saved.db'}", clock=lambda: MOMENT)
    assert decide(store, store.actor(CHEN), "yes", "en", number=card).ok
    after = state(store)
    store.close()
    return folder, card, before, after


def state(store: Store) -> tuple[Any, ...]:
    """Records, log, names, jobs and stays: what must move together. Versions and moments of saving are left out."""
    with store.session(store.system()) as crm:
        records = {e: [_plain(r) for r in shown(crm, e, crm.all(_in_order(m)))] for e, m in entities().items()}
    with closing(sqlite3.connect(store.url.removeprefix("sqlite:///"))) as connection:
        books = [
            sorted(map(str, connection.execute(q)))
            for q in (
                "select entity, record_id, op from event where undone_by is null and tx not in (select undone_by from event where undone_by is not null)",
                "select key, entity, record_id from namekey",
                "select deal_id, to_stage_id, left_at is null from stage_history where undone_by is null",
                "select status from proposal where status != 'undone'",
                "select target, target_id, activity_id from activity_link join activity a on a.id = activity_id where a.deleted_at is null",
                "select deal_id, contact_id from deal_contact",
            )
        ]
    return records, books


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        k: v
        for k, v in row.items()
        if k not in ("version", "updated_at", "closed_at", "stage_entered_at", "created_at", "starts_at")
    }


def _in_order(model: Any) -> Any:
    return select(model).order_by(model.id)


def run(url: str, decision: str, card: str, fault: str = "") -> subprocess.CompletedProcess[str]:
    """Say yes or undo in a process of its own, killed at a point when one is named."""
    return subprocess.run(
        [sys.executable, "-c", CHILD, url, decision, card],
        env={**os.environ, "PARLEY_FAULT": fault, "PYTHONPATH": str(ROOT)}, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def sound(url: str) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def talk_on(url: str) -> None:
    """The next conversation works: another card is shown, saved and taken back."""
    store = Store(url, clock=lambda: MOMENT)
    world = World(store)
    with world.writing(CHEN, turn="t2") as crm:
        draft = Draft(crm)
        draft.create("contact", {"name": "Eva Lind", "account": 1})
        card = draft.save(thread="next", tool="propose_change").id
    assert decide(store, store.actor(CHEN), "yes", "en", thread="next").ok
    assert decide(store, store.actor(CHEN), "undo", "en", thread="next", number=card).ok
    store.close()


@pytest.mark.parametrize("point", SAVING)
def test_a_kill_while_saving_leaves_all_or_nothing(stage: Any, tmp_path: Path, point: str) -> None:
    folder, card, before, after = stage
    shutil.copy(folder / "waiting.db", tmp_path / "x.db")
    url = f"sqlite:///{tmp_path / 'x.db'}"
    assert run(url, "yes", card, point).returncode == -9
    sound(url)
    store = Store(url, clock=lambda: MOMENT)
    assert state(store) == (after if point == "store.after_commit" else before)
    for _ in range(2):  # a second yes completes what was lost or changes nothing; a third changes nothing
        assert decide(store, store.actor(CHEN), "yes", "en", number=card).ok
        assert state(store) == after
    store.close()
    talk_on(url)


@pytest.mark.parametrize("point", UNDOING)
def test_a_kill_while_undoing_leaves_all_or_nothing(stage: Any, tmp_path: Path, point: str) -> None:
    folder, card, before, after = stage
    shutil.copy(folder / "saved.db", tmp_path / "x.db")
    url = f"sqlite:///{tmp_path / 'x.db'}"
    assert run(url, "undo", card, point).returncode == -9
    sound(url)
    store = Store(url, clock=lambda: MOMENT)
    done = point == "store.after_commit"
    assert records_of(state(store)) == records_of(before if done else after)
    assert decide(store, store.actor(CHEN), "undo", "en", number=card).ok is not done
    assert records_of(state(store)) == records_of(before)
    assert decide(store, store.actor(CHEN), "redo", "en", number=card).ok
    assert records_of(state(store)) == records_of(after)
    store.close()
    talk_on(url)


def records_of(held: tuple[Any, ...]) -> Any:
    return held[0], held[1][1:3], held[1][4:]


def test_the_same_process_unharmed_says_what_it_did(stage: Any, tmp_path: Path) -> None:
    """What the kills are compared with: the child does the same as this process."""
    folder, card, _, after = stage
    shutil.copy(folder / "waiting.db", tmp_path / "x.db")
    url = f"sqlite:///{tmp_path / 'x.db'}"
    done = run(url, "yes", card)
    assert (done.returncode, "Saved" in done.stdout) == (0, True), done.stderr
    store = Store(url, clock=lambda: MOMENT)
    assert state(store) == after
    store.close()


def test_a_disk_that_is_full_is_said_calmly_and_nothing_is_half_written(stage: Any, tmp_path: Path) -> None:
    """From some point on the child may not make a file longer than ten pages, so the journal cannot grow."""
    folder, card, before, _ = stage
    shutil.copy(folder / "waiting.db", tmp_path / "x.db")
    url = f"sqlite:///{tmp_path / 'x.db'}"
    full = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (40_960,) * 2)"
    limited = CHILD.replace('store.actor("chen@example.com"), ', "who, ")
    limited = limited.replace("print(", f"who = store.actor('chen@example.com')\n{full}\nprint(")
    done = subprocess.run(
        [sys.executable, "-c", limited, url, "yes", card], env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert "disk is full" in done.stdout, (done.stdout, done.stderr[-800:])
    sound(url)
    store = Store(url, clock=lambda: MOMENT)
    assert state(store) == before
    assert decide(store, store.actor(CHEN), "yes", "en", number=card).ok
    store.close()
