"""Kills the index's own work at random moments, many times in one go: forked children of a process that has imported all and opened nothing.

Run by test_index_kills.py: `python index_host.py FOLDER KILLS SEED`; prints what it saw as one line of JSON.
"""

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401 - imported once here, so that each child starts at once
import numpy as np

from assistant.memory import Memory, recall, sync  # noqa: F401
from assistant.settings import Settings
from crm_store.codes import RoleName
from crm_store.store import Store

NOTES = 24
LONG = 12
"""Every so many notes one is long enough for several passages."""


class Hashed:
    """Vectors made of a text's digest: as steady as an encoder's, and there at once."""

    name = "hashed-1"
    floor = 0.0

    def embed(self, texts: Sequence[str]) -> Any:
        rows = [
            np.frombuffer(hashlib.sha512(t.encode("utf-8", "replace")).digest(), np.uint8).astype(np.float32) - 127
            for t in texts
        ]
        made = np.vstack(rows)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    def ask(self, question: str) -> Any:
        return self.embed([question])


def memory_of(folder: Path, store: Store) -> Memory:
    made = Memory(store, Settings(home=folder))
    made._embedder = Hashed()  # type: ignore[attr-defined]
    return made


def start(folder: Path) -> None:
    """A store with notes waiting for the index."""
    store = Store.in_folder(folder)
    store.upgrade()
    with store.session(store.system(), writes=True) as crm:
        crm.create("user", {"email": "a@x.com", "name": "A", "role": RoleName.ADMIN})
    with store.session(store.actor("a@x.com"), writes=True) as crm:
        crm.create_many("activity", [{"subject": f"note {n}", "body": body(n, 0)} for n in range(NOTES)])
    store.close()


def body(n: int, turn: int) -> str:
    return f"Text {n} as of {turn}. " * (120 if n % LONG == 0 else 2)


def edit(folder: Path, turn: int, seed: int) -> None:
    """Some notes change, one goes, one comes: all acknowledged before the index is touched."""
    rng = random.Random(seed * 100_003 + turn)
    store = Store.in_folder(folder)
    with store.session(store.actor("a@x.com"), writes=True) as crm:
        there = sorted(crm.many("activity", range(1, NOTES + turn * 2 + 60)))
        for number in rng.sample(there, 8):
            crm.update(crm.get("activity", number), {"body": body(number, turn) if rng.random() < 0.8 else ""})
        crm.delete(crm.get("activity", rng.choice(there)))
        crm.create("activity", {"subject": f"new {turn}", "body": body(turn, turn)})
    store.close()


def work(folder: Path, rebuild: bool) -> None:
    store = Store.in_folder(folder)
    memory = memory_of(folder, store)
    memory.open()
    if rebuild:
        memory.reindex()
    else:
        memory.drain()
    memory.close()
    store.close()


def drift(folder: Path) -> dict[str, int]:
    """After one more round without a kill: passages missing, too many or stale, jobs left, and words that differ from the texts."""
    from crm_store.queries import indexing

    store = Store.in_folder(folder)
    memory = memory_of(folder, store)
    memory.open()
    memory.drain()
    found = {f.code: len(f.ids) or 1 for f in memory.doctor() if f.level != "ok"}
    with store.session(store.system()) as crm:
        if waiting := indexing.queue_state(crm)[0]:
            found["waiting"] = waiting
        texts = {t.place: t.digest for some in indexing.texts(crm, 500) for r in some for t in sync.texts_of(r)}
        from sqlalchemy import select

        from crm_store.models.passage import Passage

        kept = {(p.entity, p.record_id, p.part): p.digest for p in crm.inside(select(Passage)).scalars()}
    if kept != {tuple(p): d for p, d in texts.items()}:
        found["words"] = 1
    memory.close()
    store.close()
    return found


def forked(task: Callable[[], Any], kill_after: float | None = None) -> tuple[bool, Any]:
    """Run a task in a child, killed after so many seconds when it is not done by then: (killed, what it returned)."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reads)
            made = task()
            os.write(writes, json.dumps(made).encode())
            status = 0
        except BaseException as error:  # noqa: BLE001 - the parent tells
            os.write(writes, json.dumps({"broke": f"{type(error).__name__}: {error}"}).encode())
        finally:
            os._exit(status)
    os.close(writes)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    said = b""
    while piece := os.read(reads, 65536):
        said += piece
    os.close(reads)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return killed, json.loads(said) if said else None


def main(folder: Path, kills: int, seed: int) -> int:
    rng = random.Random(seed)
    start(folder)  # here, so that every child has the models and statements ready; no index is opened in this process
    edit(folder, 0, seed)
    began = time.monotonic()
    forked(lambda: work(folder, True))
    whole = time.monotonic() - began
    killed = tries = 0
    found: dict[str, int] = {}
    while killed < kills and tries < 8 * kills:
        tries += 1
        turn, rebuild = tries, rng.random() < 0.4
        was, _ = forked(lambda r=rebuild: work(folder, r), rng.uniform(0.01, 0.8) * whole)  # type: ignore[misc]
        killed += was
        _, after = forked(lambda t=turn: checked_and_edited(folder, t, seed))  # type: ignore[misc]
        for code, number in (after or {"child": 1}).items():
            if number:
                found[code] = found.get(code, 0) + (number if isinstance(number, int) else 1)
                print(tries, code, number, file=sys.stderr)
    print(json.dumps({"killed": killed, "tries": tries, "drift": found}))
    return 0


def checked_and_edited(folder: Path, turn: int, seed: int) -> dict[str, Any]:
    """What is wrong after a kill and one round without; then the next edits, which the next round works on."""
    found = drift(folder)
    edit(folder, turn, seed)
    return found or {"nothing": 0}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
