"""The index follows the records: by the outbox, through kills, by a rebuild, under one owner."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.memory import Memory
from assistant.memory.collection import IndexBusy, IndexTrouble
from assistant.memory.sync import texts_of
from assistant.settings import Settings
from crm_store.queries import indexing

ROOT = Path(__file__).parents[3]

DRAIN = """
import sys
from pathlib import Path
from assistant.memory import Memory
from assistant.settings import Settings
from crm_store.store import Store
url, home = sys.argv[1:3]
memory = Memory(Store(url), Settings(home=Path(home))).open()
print(memory.drain(), flush=True)
"""


def expected(company: Any) -> dict[str, str]:
    """What the index must hold: every passage of every living record."""
    with company.store.session(company.store.system()) as crm:
        return {t.place.key: t.digest for some in indexing.texts(crm, 100) for r in some for t in texts_of(r)}


def levels(company: Any) -> set[str]:
    return {f.level for f in company.memory.doctor()}


def edit_everything(company: Any) -> None:
    """One change of each kind: a new text, a longer one, a deletion, a new note."""
    with company.store.session(company.maya, writes=True) as crm:
        crm.update(crm.get("activity", company.notes["price"]), {"body": "The price is settled."})
        crm.update(crm.get("activity", company.notes["budget"]), {"body": "预算又少了。" * 500})
        crm.delete(crm.get("activity", company.notes["invoice"]))
    company.write(company.maya, "New", "A new note.")


@pytest.mark.parametrize(
    "fault", ["sync.after_read", "sync.after_upsert", "sync.before_done", "sync.after_done", "store.before_commit"]
)
def test_a_kill_at_any_point_loses_nothing(unread: Any, sqlite_url: str, tmp_path: Path, fault: str) -> None:
    unread.memory.open()
    unread.memory.drain()
    unread.memory.close()
    edit_everything(unread)
    child = subprocess.run(
        [sys.executable, "-c", DRAIN, sqlite_url, str(tmp_path)],
        env={**os.environ, "PARLEY_FAULT": fault, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert child.returncode == -signal.SIGKILL, child.stderr
    unread.memory.open()
    unread.memory.drain()
    assert unread.memory._index.contents() == expected(unread)
    assert levels(unread) == {"ok"}
    with unread.store.session(unread.store.system()) as crm:
        assert indexing.queue_state(crm)[0] == 0


def test_a_text_that_shrinks_leaves_no_passage_behind(company: Any) -> None:
    number = company.notes["price"]
    for size in (900, 3, 300, 0):
        with company.store.session(company.maya, writes=True) as crm:
            crm.update(crm.get("activity", number), {"body": "One more sentence. " * size or "End."})
        company.memory.drain()
        assert company.memory._index.contents() == expected(company)


def test_a_note_without_text_leaves_the_index(company: Any) -> None:
    with company.store.session(company.maya, writes=True) as crm:
        crm.update(crm.get("activity", company.notes["price"]), {"subject": None, "body": None})
    company.memory.drain()
    assert company.memory._index.contents() == expected(company)
    assert f"activity:{company.notes['price']}:0" not in company.memory._index.contents()


def test_a_record_changed_during_the_sync_is_done_again(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with company.store.session(company.maya, writes=True) as crm:
        crm.update(crm.get("activity", company.notes["price"]), {"body": "First text."})
    put = company.memory._index.upsert

    def slowly(*args: Any) -> None:
        put(*args)
        monkeypatch.undo()
        with company.store.session(company.maya, writes=True) as crm:
            crm.update(crm.get("activity", company.notes["price"]), {"body": "Second text."})

    monkeypatch.setattr(company.memory._index, "upsert", slowly)
    company.memory.drain()
    assert company.memory._index.contents() == expected(company)


def test_one_bad_text_stops_no_other_and_is_named_when_it_is_dead(unread: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    unread.memory.open()
    real = unread.memory.embedder.embed

    def picky(texts: list[str]) -> Any:
        if any("INV-2041" in t for t in texts):
            raise ValueError("cannot read this")
        return real(texts)

    monkeypatch.setattr(unread.memory.embedder, "embed", picky)
    assert unread.memory.drain() == 4
    bad = f"activity:{unread.notes['invoice']}"
    assert set(unread.memory._index.contents()) == {k for k in expected(unread) if not k.startswith(bad + ":")}
    assert unread.memory.drain() == 0, "a failed job waits"
    with unread.store.session(unread.store.system(), writes=True) as crm:
        (job,) = crm.all(indexing.select(indexing.Outbox))
        assert (job.attempts, job.error) == (1, "ValueError: cannot read this")
        job.attempts = 10
    dead = next(f for f in unread.memory.doctor() if f.code == "outbox.dead")
    assert (dead.level, dead.ids) == ("error", (bad,))
    monkeypatch.undo()
    unread.memory.reindex()
    assert levels(unread) == {"ok"}


def test_the_doctor_names_every_passage_that_is_missing_too_many_or_old(company: Any) -> None:
    index = company.memory._index
    vector = company.memory.embedder.embed(["x"])
    lost, old = (f"activity:{company.notes[n]}:0" for n in ("price", "budget"))
    index.delete([lost])
    index.upsert(["activity:999:0"], vector, ["?"], [1])
    index.upsert([old], vector, ["old"], [1])
    found = {f.code: f.ids for f in company.memory.doctor() if f.level == "error"}
    assert found == {"index.missing": (lost,), "index.extra": ("activity:999:0",), "index.stale": (old,)}
    assert company.memory.reindex() == {"records": 5, "passages": 5}
    assert levels(company) == {"ok"}
    assert company.memory._index.contents() == expected(company)


def test_late_jobs_are_a_warning(unread: Any) -> None:
    with unread.store.session(unread.store.system(), writes=True) as crm:
        for job in crm.all(indexing.select(indexing.Outbox)):
            job.at -= timedelta(minutes=11)
    waiting = next(f for f in unread.memory.doctor() if f.code == "outbox.waiting")
    assert waiting.level == "warning"
    assert waiting.en.startswith("5 records wait")


def test_a_deleted_folder_is_rebuilt(company: Any, tmp_path: Path) -> None:
    company.memory.close()
    shutil.rmtree(tmp_path / "index")
    company.memory.open()
    assert {f.code for f in company.memory.doctor() if f.level == "error"} == {"index.missing"}
    company.memory.start()
    deadline = time.monotonic() + 20
    while levels(company) != {"ok"} and time.monotonic() < deadline:
        time.sleep(0.1)
    company.memory.stop()
    assert company.memory._index.contents() == expected(company)
    assert company.found(company.maya, "价格太贵")[0] == "price"


def test_a_rebuild_drops_the_old_files_and_a_failed_one_keeps_them(
    company: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(p.name for p in (tmp_path / "index").iterdir())
    company.memory.reindex()
    after = sorted(p.name for p in (tmp_path / "index").iterdir())
    assert (before, after) == (["000001", "owner.lock"], ["000002", "current", "owner.lock"])
    monkeypatch.setattr("assistant.memory.collection.Index.count", lambda self: 0)
    with pytest.raises(IndexTrouble, match="not complete"):
        company.memory.reindex()
    monkeypatch.undo()
    assert company.found(company.maya, "价格太贵")[0] == "price"
    assert sorted(p.name for p in (tmp_path / "index").iterdir()) == after


def test_a_second_process_is_told_and_searches_by_word(company: Any, sqlite_url: str, tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from assistant.memory import Memory
from assistant.settings import Settings
from crm_store.store import Store
store = Store(sys.argv[1])
memory = Memory(store, Settings(home=Path(sys.argv[2]))).open()
with store.session(store.actor("maya@x.com")) as crm:
    print([h.ref for h in memory.recall(crm, "discount before she signs")])
print(memory.drain(), memory.notice("en"))
try:
    memory.reindex()
except Exception as e:
    print(type(e).__name__)
"""
    child = subprocess.run(
        [sys.executable, "-c", code, sqlite_url, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    refs, told, refused = child.stdout.splitlines()
    assert refs.startswith(f"['A-{company.notes['price']}'")
    assert told.startswith("0 Another Parley process holds the search index")
    assert refused == "IndexBusy"
    other = Memory(company.store, company.settings, own=False).open()
    assert other.notice("zh") == IndexBusy().zh


def test_the_background_follows_at_once_when_woken_and_by_itself(company: Any) -> None:
    company.memory.start()
    number = company.write(company.maya, "Hello", "A note about helicopters.")
    company.memory.wake()
    deadline = time.monotonic() + 10
    while f"activity:{number}:0" not in company.memory._index.contents() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert company.memory._index.contents() == expected(company)
    company.memory.stop()
    assert "parley-memory" not in {t.name for t in threading.enumerate()}


def test_another_embedder_gets_a_collection_of_its_own(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    class Small:
        name, floor = "small", -1.0

        def embed(self, texts: list[str]) -> Any:
            return np.ones((len(texts), 8), dtype=np.float32) / np.sqrt(8).astype(np.float32)

        def ask(self, question: str) -> Any:
            return self.embed([question])

    company.memory.close()
    other = Memory(company.store, Settings(home=company.settings.home))
    other._embedder = Small()
    other.open()
    assert {f.code for f in other.doctor() if f.level == "error"} == {"index.missing"}
    other.reindex()
    assert {f.level for f in other.doctor()} == {"ok"}
    other.close()


def test_an_index_of_another_encoder_is_built_anew_before_anything_is_recalled(
    company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.memory.close()
    other = Memory(company.store, Settings(home=company.settings.home))
    monkeypatch.setattr(type(other.embedder), "name", "newer-1")
    with company.store.session(company.store.system()) as crm:
        assert other.recall(crm, "price")
    assert other.notice() is None
    assert other._index.contents() == expected(company)
    other.close()


def test_a_large_index_of_another_encoder_is_said_and_searched_by_words(
    company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.memory.close()
    monkeypatch.setattr("assistant.memory.ENOUGH", 2)
    other = Memory(company.store, Settings(home=company.settings.home))
    monkeypatch.setattr(type(other.embedder), "name", "newer-1")
    with company.store.session(company.store.system()) as crm:
        assert other.recall(crm, "price")
        assert "parley reindex" in (other.notice() or "")
        assert "parley reindex" in (other.notice("zh") or "")
        assert not other._index.count()
        other.reindex()
        assert other.recall(crm, "price")
    assert other.notice() is None
    other.close()
