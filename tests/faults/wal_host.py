"""A database whose write-ahead log or file is cut, flipped or overwritten, as after a power loss or on a failing disk.

Run by test_broken_wal.py: `python wal_host.py URL COPIES SEED FILES`: COPIES with a broken log, FILES with a broken file.
"""

import asyncio
import hashlib
import random
import shutil
import sqlite3
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from forks import CHEN, defects, done, folder_of, forked, opened, report, talk_on
from sqlalchemy import select

from assistant.conversation import Assistant
from assistant.decisions import decide
from assistant.settings import Settings
from assistant.surfaces import cli_doctor
from crm_store.errors import StoreError
from crm_store.models import Deal, Task
from crm_store.proposals import Draft
from crm_store.queries.seals import last_seal
from crm_store.sealing import anchor
from crm_store.store import Store
from crm_store.unit import Unit

LOG_HEAD, FRAME_HEAD = 32, 24
BATCH = 20


class Watched(Store):
    """A store that keeps what the whole database held after each of its commits."""

    states: list[tuple[str, int]]

    @contextmanager
    def session(self, *args: Any, **more: Any) -> Iterator[Unit]:
        with super().session(*args, **more) as crm:
            yield crm
        if more.get("writes"):
            self.states.append(state(Path(self.url.removeprefix("sqlite:///"))))


def state(file: Path) -> tuple[str, int]:
    """A digest of every row of every table, and the number of the last event."""
    made = hashlib.sha256()
    with closing(sqlite3.connect(file)) as connection:
        for line in connection.iterdump():
            made.update(line.encode("utf-8", "surrogatepass"))
        last = connection.execute("select coalesce(max(id), 0) from event").fetchone()[0]
    return made.hexdigest(), int(last)


def stage(home: Path, broken: Path) -> dict[str, Any]:
    """Commits that are in the log only, copied to `broken`; what the database held before them and after each."""
    file = home / "parley.db"
    store = Watched(f"sqlite:///{file}", clock=opened(f"sqlite:///{file}").clock)
    store.states = [state(file)]
    chen = store.actor(CHEN)  # from here on a connection stays open, so that nothing is checkpointed
    main = file.read_bytes()
    chat = Assistant(store, Settings(home=home, brain="offline"))
    for n in range(6):
        with store.session(chen, writes=True, turn=f"turn {n}") as crm:
            draft = Draft(crm)
            draft.create("activity", {"subject": f"Met {n}", "body": "They like it. " * 20, "deal": [1]})
            draft.update(
                crm.all(select(Deal).where(Deal.external_id == "deal:acme-renewal"))[0], {"next_step": f"step {n}"}
            )
            if n == 3:
                draft.delete(crm.all(select(Task).where(Task.external_id == "task:late"))[0])
            number = draft.save(thread=f"talk {n}", tool="propose_change").id
        if n % 2:
            asyncio.run(chat.take_turn(chen, f"talk {n}", "yes"))
        else:
            assert decide(store, chen, "yes", "en", number=number).ok
        if n % 3 == 2:
            assert decide(store, chen, "undo", "en", number=number).ok
    with store.session(store.system()) as crm:
        anchor(home, crm.today, *last_seal(crm))
    shutil.copytree(home, broken, ignore=shutil.ignore_patterns("*-shm"))
    assert (broken / "parley.db").read_bytes() == main, "checkpointed: the log would not hold every commit"
    states, size = store.states, (broken / "parley.db-wal").stat().st_size
    store.close()
    return {"states": states, "bytes": size}


def damages(rng: random.Random, many: int, size: int, page: int) -> list[tuple[str, int, int]]:
    """Kinds and places of damage: cut at any byte and at frames, one bit flipped, a page of a frame turned to noise or zeros."""
    frame = FRAME_HEAD + page
    frames = (size - LOG_HEAD) // frame
    made = []
    for n in range(many):
        kind = ("cut", "cut at a frame", "flip", "noise", "zeros", "flip in a head")[n % 6]
        at = rng.randrange(frames)
        where = LOG_HEAD + at * frame
        place = {"cut": rng.randrange(size), "cut at a frame": where, "flip": rng.randrange(size)}.get(kind)
        if place is None:
            place = where + (rng.randrange(FRAME_HEAD) if kind == "flip in a head" else FRAME_HEAD)
        made.append((kind, place, rng.randrange(8)))
    return made


def harm(file: Path, kind: str, place: int, bit: int, page: int) -> None:
    with file.open("r+b") as held:
        if kind.startswith("cut"):
            held.truncate(place)
            return
        held.seek(place)
        if kind.startswith("flip"):
            (one,) = held.read(1)
            held.seek(place)
            held.write(bytes([one ^ (1 << bit)]))
        else:
            held.write(bytes(page) if kind == "zeros" else random.Random(place).randbytes(page))


def looked_at(home: Path, states: list[tuple[str, int]]) -> dict[str, Any]:
    """What a restart finds in a copy with a broken log: which commits are there, and what doctor and conversation say."""
    url = f"sqlite:///{home / 'parley.db'}"
    wrong: list[str] = []
    with closing(sqlite3.connect(home / "parley.db")) as connection:
        if (said := connection.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            wrong.append(f"integrity: {said[:3]}")
    held = state(home / "parley.db")
    known = [n for n, s in enumerate(states) if s == held]
    if not known:
        wrong.append(f"no prefix of the commits: {held[1]} events")
    store = opened(url)
    if found := defects(store):
        wrong.append(f"of itself: {found}")
    told = {f.code for f in cli_doctor._store(store, home) if f.level != "ok"}
    short = held[1] < states[-1][1]
    if told != ({"log.cut"} if short else set()):
        wrong.append(f"doctor on {held[1]} of {states[-1][1]} events: {sorted(told)}")
    wrong += talk_on(store, "afterwards")
    store.close()
    return {"commits": known[-1] if known else -1, "short": short, "wrong": wrong}


def in_calm(home: Path) -> dict[str, Any]:
    """What a person and the doctor hear of a copy whose file is broken: sentences, whatever is in it."""
    url = f"sqlite:///{home / 'parley.db'}"
    wrong: list[str] = []
    heard: list[str] = []
    store = opened(url)
    found = {f.code for f in cli_doctor._store(store, home) if f.level == "error"}
    try:
        chen = store.actor(CHEN)
    except StoreError as error:
        heard.append(error.en)
    else:
        chat = Assistant(store, Settings(home=home, brain="offline"))
        for said in ("which deals are open?", "move D-1 to Proposal", "yes", "撤销"):
            told = asyncio.run(chat.take_turn(chen, "talk", said)).reply
            heard.append(told)
            if any(w in told for w in ("unexpected", "意外", "Traceback", "sqlite3", "sqlalchemy", "malformed")):
                wrong.append(told)
    store.close()
    damaged = any("damaged" in h or "已损坏" in h for h in heard)
    if damaged and not found:
        wrong.append("the conversation says damaged, the doctor does not")
    return {"found": sorted(found), "damaged": damaged, "wrong": wrong}


def main(url: str, copies: int, seed: int, files: int) -> int:
    rng, home = random.Random(seed), folder_of(url)
    broken, copy = home.with_name("broken"), home.with_name("copy")
    held = done(lambda: stage(home, broken))
    states = [(str(d), int(n)) for d, n in held["states"]]
    (page,) = struct.unpack(">I", (broken / "parley.db-wal").read_bytes()[8:12])
    wrong: list[str] = []
    kinds: Counter[str] = Counter()
    kept: Counter[int] = Counter()
    short = 0
    harms = damages(rng, copies, held["bytes"], page)
    for start in range(0, len(harms), BATCH):

        def batch(start: int = start) -> list[dict[str, Any]]:
            return [_one(broken, copy, h, page, states) for h in harms[start : start + BATCH]]

        for (kind, place, _), after in zip(harms[start : start + BATCH], done(batch), strict=True):
            kinds[kind] += 1
            kept[after["commits"]] += 1
            short += after["short"]
            wrong += [f"{kind} at {place}: {w}" for w in after["wrong"]]
    said: Counter[str] = Counter()
    whole = home.with_name("whole")
    shutil.copytree(broken, whole)
    with closing(sqlite3.connect(whole / "parley.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = (whole / "parley.db").stat().st_size
    for n in range(files):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(whole, copy)
        pages = rng.sample(range(n % 2, size // page), 1 + 2 * (n % 3))
        for p in pages:
            harm(copy / "parley.db", "noise" if n % 4 else "zeros", p * page, 0, page)
        _, after = forked(lambda: in_calm(copy))
        if after is None or "broke" in after:
            wrong.append(f"file, pages {pages}: {after}")
            continue
        said[
            "told by chat and doctor" if after["damaged"] else "told by doctor" if after["found"] else "in no used page"
        ] += 1
        wrong += [f"file, pages {pages}: {w}" for w in after["wrong"]]
    report(
        copies=kinds, commits=len(states) - 1, kept=dict(sorted(kept.items())), shorter_than_anchor=short, files=said, events=states[-1][1],
        wrong=wrong,
    )  # fmt: skip
    return 0


def _one(
    broken: Path, copy: Path, damage: tuple[str, int, int], page: int, states: list[tuple[str, int]]
) -> dict[str, Any]:
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(broken, copy)
    harm(copy / "parley.db-wal", *damage, page)
    try:
        return looked_at(copy, states)
    except Exception as error:  # noqa: BLE001 - this is what is counted
        return {"commits": -1, "short": False, "wrong": [f"{type(error).__name__}: {error}"[:400]]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:5])))
