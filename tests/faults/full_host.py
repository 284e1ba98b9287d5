"""A disk that fills up at any byte of what a chat turn writes, and has room again: by a limit on the size of files, and on a real small disk.

Run by test_disk_full.py: `python full_host.py URL ROUNDS SEED [DISK]`; DISK is a folder with a disk of its own, which is filled to the last byte.
"""

import asyncio
import errno
import random
import resource
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from forks import CHEN, defects, done, events, folder_of, forked, last_event, opened, report, talk_on
from sqlalchemy import func, select

from assistant import uploads
from assistant.blocks import TurnResult
from assistant.conversation import Assistant
from assistant.settings import Settings
from crm_store.errors import DiskFull
from crm_store.models import Deal, Turn
from crm_store.proposals import Draft

KINDS = {
    "card typed": ("yes", "确认"), "card by button": ("", ""), "import": ("", ""), "talk": ("show me Acme renewal", "看一下 Acme renewal"),
    "proposal": ("change the next step of Acme renewal to Call Ana", "把 Acme renewal 的下一步改成 给Ana打电话"), "dropped file": ("", ""),
}  # fmt: skip
"""What is asked for while the disk fills up, in both languages."""

WRITES = {"card typed": 2, "card by button": 2, "import": 2}
"""How many events a kind leaves behind once it goes through."""

NOT_KEPT = ("could not be kept in the conversation", "这一轮对话未能保存")


def stage(home: Path) -> dict[str, Any]:
    """Cards that wait: one of two changes, and one of a dropped file."""
    store = opened(f"sqlite:///{home / 'parley.db'}")
    chen = store.actor(CHEN)
    with store.session(chen, writes=True, turn="turn card") as crm:
        draft = Draft(crm)
        draft.create("activity", {"subject": "Only once", "body": "They like it. " * 200})
        draft.update(crm.all(select(Deal).where(Deal.external_id == "deal:acme-renewal"))[0], {"next_step": "Sign"})
        card = str(draft.save(thread="card", tool="propose_change").id)
    file = home / "leads.csv"
    file.write_text("name,organization\nAda,Works 1\nBo,Works 2\n", "utf-8")
    shown = uploads.preview(store, chen, home, "import", "turn import", [file], "en")
    assert shown.proposal is not None, shown.say
    made = {"card": card, "import": str(shown.proposal["id"]), "last": last_event(store)}
    store.close()
    return made


@contextmanager
def limited(room: int, home: Path, disk: Path | None) -> Iterator[None]:
    """Inside, no file grows by more than so many bytes (files may be as long as the database's log is now, and that); or the disk has no more."""
    if disk is None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        log = home / "parley.db-wal"
        resource.setrlimit(resource.RLIMIT_FSIZE, ((log.stat().st_size if log.exists() else 0) + room, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        return
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as held:
        size = 1 << 16
        while size:
            try:
                held.write(bytes(size))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                size //= 2
        held.truncate(max(0, held.tell() - room))
    try:
        yield
    finally:
        filler.unlink()


def once(home: Path, disk: Path | None, held: dict[str, Any], kind: str, zh: bool, room: int) -> dict[str, Any]:
    """One turn on a disk with so much room, a question after it, and the same turn when there is room again."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    store = opened(f"sqlite:///{home / 'parley.db'}")
    chen = store.actor(CHEN)
    chat = Assistant(store, Settings(home=home, brain="offline"))
    language: Any = "zh" if zh else "en"
    dropped = home / "more.csv"
    dropped.write_text("name,organization\nCy,Works 3\n" + "Di,Works 4\n" * 500, "utf-8")

    def turn() -> TurnResult:
        if kind in ("card by button", "import"):
            card = held["import" if kind == "import" else "card"]
            return asyncio.run(chat.decide(chen, card, "save", thread_id=kind.split()[0], language=language))
        files = [dropped] if kind == "dropped file" else []
        said = KINDS[kind][zh] or ("请导入" if zh else "import this")
        return asyncio.run(chat.take_turn(chen, kind.split()[0], said, files=files))

    wrong: list[str] = []
    full = DiskFull().sentence(language)
    asyncio.run(chat.take_turn(chen, "warm", "show me Acme renewal"))
    turns = _turns(store)
    with limited(room, home, disk):
        first = turn()
        told = asyncio.run(chat.take_turn(chen, "reads", KINDS["talk"][zh]))
        if "Acme" not in told.reply and not told.cards:
            wrong.append(f"reads do not go on: {told.reply}")
    landed = len(events(store, held["last"]))
    refused, unkept = full in first.reply, any(n in first.reply for n in NOT_KEPT)
    if landed not in (0, WRITES.get(kind, 0)) or (refused and landed):
        wrong.append(f"half written: {landed} events, {first.reply}")
    if kind in WRITES and not landed and not refused:
        wrong.append(f"not saved and not said: {first.reply}")
    if "unexpected" in first.reply or "意外" in first.reply or first.reply.count(full) > 1:
        wrong.append(first.reply)
    if found := defects(store):
        wrong.append(f"doctor: {found}")
    again = turn()
    if full in again.reply or any(n in again.reply for n in NOT_KEPT):
        wrong.append(f"with room: {again.reply}")
    if kind in ("proposal", "dropped file") and (again.proposal is None or again.proposal["status"] != "pending"):
        wrong.append(f"with room no card: {again.reply}")
    if len(events(store, held["last"])) != WRITES.get(kind, 0):
        wrong.append(f"with room: {len(events(store, held['last']))} events, {again.reply}")
    if _turns(store) <= turns:
        wrong.append("with room the turn is not kept")
    wrong += talk_on(store, "afterwards") + [f"doctor: {c}" for c in defects(store)]
    store.close()
    return {"outcome": "refused" if refused else "done, turn not kept" if unkept else "room enough", "wrong": wrong}


def _turns(store: Any) -> int:
    with store.session(store.system()) as crm:
        return int(crm.inside(select(func.count()).select_from(Turn)).scalar_one())


def warmed(base: Path, copy: Path) -> None:
    """Learn here what every child would learn anew: how to read a message."""
    shutil.copytree(base, copy)
    store = opened(f"sqlite:///{copy / 'parley.db'}")
    chat = Assistant(store, Settings(home=copy, brain="offline"))
    for said in (*KINDS["talk"], *KINDS["proposal"]):
        asyncio.run(chat.take_turn(store.actor(CHEN), "warm", said))
    store.close()


def main(url: str, rounds: int, seed: int, disk: Path | None = None) -> int:
    rng, base = random.Random(seed), folder_of(url)
    held = done(lambda: stage(base))
    home = (disk or base.parent) / "round"
    warmed(base, base.with_name("warm"))
    seen: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    wrong: list[str] = []
    for n in range(rounds):
        for kind in KINDS:
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(base, home)
            room = 0 if n == 0 else int(2 ** rng.uniform(8, 19.5))
            task: Callable[[], Any] = lambda k=kind, n=n, r=room: once(home, disk, held, k, bool(n % 2), r)  # type: ignore[misc]  # noqa: E731
            _, after = forked(task)
            if after is None or "broke" in after:
                wrong.append(f"{kind}, room {room}: {after}")
                continue
            seen[kind][after["outcome"]] += 1
            wrong += [f"{kind}, room {room}: {w}" for w in after["wrong"]]
    report(rounds=rounds, seen=seen, wrong=wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *map(Path, sys.argv[4:5])))
