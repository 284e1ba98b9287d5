"""A PostgreSQL server of its own that is stopped at once, killed and started again while four people save cards; backends ended, deadlocks, serialization failures.

Run by test_postgres_restarts.py: `python postgres_host.py PROGRAMS FOLDER RESTARTS CARDS SEED`; CARDS for each writer in each part.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from forks import Child, defects, done, events, last_event, opened, report, talk_on
from sqlalchemy import event, select

sys.path.append(str(Path(__file__).parents[1]))
import worlds

from assistant.decisions import Outcome, decide
from crm_store.errors import StoreError
from crm_store.models import Account, Deal, Task
from crm_store.permissions import Actor
from crm_store.proposals import Draft
from crm_store.store import Store

WRITERS = 4
TRIES = 400
"""So often somebody tries again before giving up; a restart takes about ten tries."""

PARTS = ("restarts", "backends ended", "deadlocks", "serialization failures")


class Server:
    """A throw-away cluster on a unix socket. A commit is on disk before it is acknowledged; what the system holds for the disk is not lost here."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder, self.data = programs, folder, folder / "data"
        self.account: dict[str, Any] = {}
        if os.geteuid() == 0:  # initdb refuses root
            shutil.chown(folder, "postgres", "postgres")
            self.account = {"user": "postgres", "group": "postgres", "extra_groups": []}
        folder.chmod(0o755)
        self.env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        subprocess.run(
            [programs / "initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"], check=True, capture_output=True,
            cwd=folder, env=self.env, **self.account,
        )  # fmt: skip
        self.running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def start(self) -> None:
        options = {
            "listen_addresses": "", "unix_socket_directories": str(self.folder), "fsync": "off", "synchronous_commit": "on",
            "deadlock_timeout": "30ms", "max_connections": "60", "shared_buffers": "32MB",
        }  # fmt: skip
        while True:  # after a kill the last of its processes may still hold the shared memory
            with (self.folder / "server.log").open("ab") as log:
                self.running = subprocess.Popen(
                    [self.programs / "postgres", "-D", self.data, *(f"--{k}={v}" for k, v in options.items())], stdout=log, stderr=log,
                    cwd=self.folder, env=self.env, **self.account,
                )  # fmt: skip
            while self.running.poll() is None:
                with suppress(psycopg.OperationalError):
                    self.execute("SELECT 1")
                    return
                time.sleep(0.05)

    def stop(self, how: signal.Signals) -> None:
        """SIGQUIT is the immediate stop, SIGKILL a crash of the server's first process."""
        assert self.running is not None
        self.running.send_signal(how)
        self.running.wait()

    def execute(self, statement: str) -> int:
        """Run one statement; how many rows it gave."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            return connection.execute(statement.encode()).rowcount

    def number(self, statement: str) -> int:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            row = connection.execute(statement.encode()).fetchone()
        return int(row[0]) if row else 0


def people(url: str) -> dict[str, Any]:
    store = opened(url)
    store.upgrade()
    worlds.small_world(store)
    made = {"last": last_event(store)}
    store.close()
    return made


class Person:
    """One who saves cards and tries again whenever a sentence says that it did not work."""

    def __init__(self, url: str, number: int, part: str) -> None:
        self.store: Store = opened(url)
        self.number, self.part = number, part
        self.heard: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        event.listen(self.store.engine, "handle_error", self._count)

    def _count(self, context: Any) -> None:
        self.codes[getattr(context.original_exception, "sqlstate", None) or "broken connection"] += 1

    def work(self, cards: int, enough: Path) -> dict[str, Any]:
        """Save at least so many cards, and go on until the file `enough` is there."""
        acted: dict[str, list[str]] = {"saved": [], "undone": []}
        for n in count():
            if n >= cards and enough.exists():
                break
            title = f"{self.part} {self.number}.{n}"
            card = self.proposed(title)
            if (card := self.decided("yes", card, "applied")) is None:
                continue
            acted["saved"].append(title)
            if n % 3 == 2 and self.decided("undo", card, "undone", refused="changed after that") is not None:
                acted["undone"].append(title)
        self.store.close()
        return {**acted, "heard": self.heard, "codes": self.codes}

    def proposed(self, title: str) -> str:
        for _ in range(TRIES):
            with self.calm():
                actor = self.store.actor(worlds.ADMIN)
                with self.store.session(actor, writes=True, turn=title) as crm:
                    draft = Draft(crm)
                    self.wishes(crm, draft, title)
                    return str(draft.save(thread=title, tool="propose_change").id)
        raise AssertionError(f"{title} was never proposed: {self.heard}")

    def wishes(self, crm: Any, draft: Draft, title: str) -> None:
        """A task; where writers are to meet, two records as well, each writer in another order."""
        draft.create("task", {"title": title})
        if self.part in ("deadlocks", "serialization failures"):
            deal = crm.all(select(Deal).where(Deal.external_id == "deal:acme-renewal"))[0]
            account = crm.all(select(Account).where(Account.external_id == "account:acme"))[0]
            both = [(deal, {"next_step": title}), (account, {"industry": title})]
            for record, values in both if self.number % 2 else both[::-1]:
                draft.update(record, values)

    def decided(self, word: Any, card: str, wanted: str, refused: str = "") -> str | None:
        """The card that ended as wanted, perhaps the fresh preview of a first one; None when it is refused for good."""
        for _ in range(TRIES):
            outcome: Outcome | None = None
            with self.calm():
                actor: Actor = self.store.actor(worlds.ADMIN)
                outcome = decide(self.store, actor, word, "en", number=card)
            if outcome is None:
                continue
            shown = outcome.proposal or {}
            if outcome.ok or shown.get("status") == wanted:
                return card
            self.heard[outcome.say.split("\n")[0][:90]] += 1
            if refused and refused in outcome.say:
                return None
            if shown.get("status") == "pending":
                card = str(shown["id"])
            time.sleep(0.02)
        raise AssertionError(f"{card} was never {wanted}: {self.heard}")

    def calm(self) -> "_Told":
        return _Told(self.heard)


class _Told:
    """A sentence of the store is heard, and tried again a moment later; any other error goes through and is counted as raw."""

    def __init__(self, heard: Counter[str]) -> None:
        self.heard = heard

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> bool:
        if not isinstance(error, StoreError):
            return False
        self.heard[error.en[:90]] += 1
        time.sleep(0.05)
        return True


def trouble(server: Server, part: str, rng: random.Random, many: int) -> int:
    """Make this part's trouble so many times; how often it was made. Writers make the last two by themselves."""
    made = 0
    until = time.monotonic() + 120
    while made < many and time.monotonic() < until:
        time.sleep(rng.uniform(0.05, 0.4))
        if part == "restarts":
            server.stop(rng.choice((signal.SIGQUIT, signal.SIGKILL)))
            time.sleep(rng.uniform(0, 0.3))
            server.start()
            made += 1
            until += 10
        elif part == "backends ended":
            made += server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                " AND xact_start IS NOT NULL ORDER BY random() LIMIT 1"
            )
        elif part == "deadlocks":
            made = server.number("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'")
        else:
            return 0
    return made


def rows(url: str, part: str, last: int) -> dict[str, Any]:
    """The tasks of a part with how often each is there, those taken away again, and what the doctor says."""
    store = opened(url)
    with store.session(store.system(), deleted=True) as crm:
        found = crm.exec(select(Task.title, Task.deleted_at).where(Task.title.like(f"{part} %")))  # type: ignore[call-overload,attr-defined]
        tasks = [(str(title), at is not None) for title, at in found]
    made = {
        "live": sorted(t for t, gone in tasks if not gone), "gone": sorted(t for t, gone in tasks if gone), "defects": defects(store),
        "new": sum((entity, op) == ("task", "create") for _, _, entity, _, op in events(store, last)),
        "on": talk_on(store, f"on {part}", worlds.ADMIN),
    }  # fmt: skip
    made["last"] = last_event(store)
    store.close()
    return made


def main(programs: Path, folder: Path, restarts: int, cards: int, seed: int) -> int:
    rng = random.Random(seed)
    server = Server(programs, folder)
    server.start()
    wrong: list[str] = []
    seen: dict[str, Any] = {}
    try:
        last = done(lambda: people(server.url))["last"]
        for part in PARTS:
            level = "repeatable read" if part == "serialization failures" else "read committed"
            server.execute(f"ALTER DATABASE postgres SET default_transaction_isolation = '{level}'")
            crowd = [
                Child(lambda n=n, part=part: Person(server.url, n, part).work(cards, folder / f"enough {part}"))
                for n in range(WRITERS)
            ]  # type: ignore[misc]
            made = trouble(server, part, rng, restarts * (1 if part == "restarts" else 3))
            (folder / f"enough {part}").touch()
            told = [child.joined()[1] for child in crowd]
            raw = [t for t in told if t is None or "broke" in t]
            wrong += [f"{part}: {r}" for r in raw]
            told = [t for t in told if t not in raw]
            after = done(lambda p=part, n=last: rows(server.url, p, n))  # type: ignore[misc]
            last = after["last"]
            saved, undone = (sorted(t for one in told for t in one[k]) for k in ("saved", "undone"))
            if sorted(after["live"] + after["gone"]) != saved:
                wrong.append(f"{part}: rows {len(after['live'] + after['gone'])}, acknowledged {len(saved)}")
            if after["new"] != len(saved):
                wrong.append(f"{part}: {after['new']} in the log, acknowledged {len(saved)}")
            if after["gone"] != undone:
                wrong.append(f"{part}: taken back {after['gone']}, acknowledged {undone}")
            wrong += [f"{part}: doctor {d}" for d in after["defects"]] + [f"{part}: {o}" for o in after["on"]]
            codes, heard = Counter[str](), Counter[str]()
            for one in told:
                codes.update(one["codes"])
                heard.update(one["heard"])
            seen[part] = {
                "made": made, "acknowledged": len(saved), "rows": len(after["live"] + after["gone"]), "undone": len(undone), "raw": len(raw),
                "codes": codes, "heard": heard,
            }  # fmt: skip
    finally:
        server.stop(signal.SIGQUIT)
    report(writers=WRITERS, parts=seen, wrong=wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:6])))
