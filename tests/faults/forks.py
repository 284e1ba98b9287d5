"""What the hosts of faults share: children forked from a process that has imported all and opened nothing, and what is looked at after a fault.

A host is run by its test as `python some_host.py …`, and prints what it saw as one line of JSON.
"""

import json
import os
import select as waits
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from assistant.decisions import decide
from crm_store.errors import StoreError
from crm_store.models import Event
from crm_store.proposals import Draft
from crm_store.queries.seals import seal_defects
from crm_store.queries.soundness import file_defects, log_defects
from crm_store.store import Store

START = datetime.fromisoformat("2026-11-20T09:05:00+08:00")
CHEN = "chen@example.com"


def opened(url: str) -> Store:
    """The store, its clock a little further at every look, so that what happens keeps its order."""
    beat = count()
    return Store(url, clock=lambda: START + timedelta(microseconds=next(beat)))


def forked(task: Callable[[], Any], kill_after: float | None = None) -> tuple[bool, Any]:
    """Run a task in a child, killed after so many seconds when it is not done by then: (killed, what it returned)."""
    child = Child(task)
    if kill_after is not None:
        child.done_within(kill_after)
        child.kill()
    return child.joined()


class Child:
    """A forked process that does one task and tells its result; a Python error is told as {"broke": …}."""

    def __init__(self, task: Callable[[], Any]) -> None:
        self._reads, writes = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                os.close(self._reads)
                made = task()
                _tell(writes, made)
                status = 0
            except BaseException as error:  # noqa: BLE001 - the parent tells
                _tell(writes, {"broke": f"{type(error).__name__}: {error}"[:2000]})
            finally:
                os._exit(status)
        os.close(writes)

    def done_within(self, seconds: float) -> bool:
        """Wait so long for the result, or less when it is there."""
        return bool(waits.select([self._reads], [], [], seconds)[0])

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def joined(self) -> tuple[bool, Any]:
        said = b""
        while piece := os.read(self._reads, 65536):
            said += piece
        os.close(self._reads)
        _, status = os.waitpid(self.pid, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        try:
            return killed, json.loads(said) if said else None
        except ValueError:
            return killed, None  # killed while it told


def _tell(pipe: int, made: Any) -> None:
    said = json.dumps(made).encode()
    while said:
        said = said[os.write(pipe, said) :]


def done(task: Callable[[], Any]) -> Any:
    """What a task returns in a child that nobody kills."""
    _, made = forked(task)
    if made is None or (isinstance(made, dict) and "broke" in made):
        raise RuntimeError(f"the child broke: {made}")
    return made


def all_at_once(processes: int, threads: int, made: Callable[[int], Callable[[int], Any]]) -> list[Any]:
    """What each of `processes` times `threads` callers heard, all let go at the same moment.

    `made(p)` opens what process p needs and returns what its thread t does; an error is heard as {"broke": …}.
    """
    ready_reads, ready = os.pipe()
    waiting, go = os.pipe()

    def crowd(p: int) -> list[Any]:
        os.close(go)
        act, barrier, heard = made(p), threading.Barrier(threads + 1), [None] * threads

        def call(t: int) -> None:
            barrier.wait()
            try:
                heard[t] = act(t)
            except BaseException as error:  # noqa: BLE001 - this is what is counted
                heard[t] = {"broke": f"{type(error).__name__}: {error}"[:500]}  # type: ignore[call-overload]

        callers = [threading.Thread(target=call, args=(t,)) for t in range(threads)]
        for caller in callers:
            caller.start()
        os.write(ready, b".")
        os.read(waiting, 1)  # ends when the parent closes its side
        barrier.wait()
        for caller in callers:
            caller.join()
        return heard

    children = [Child(lambda p=p: crowd(p)) for p in range(processes)]  # type: ignore[misc]
    os.close(ready)
    there = 0
    while there < processes and (some := os.read(ready_reads, processes - there)):  # nothing more: a child broke
        there += len(some)
    os.close(go)
    heard = [child.joined()[1] for child in children]
    for pipe in (ready_reads, waiting):
        os.close(pipe)
    return [one for some in heard for one in (some if isinstance(some, list) else [some])]


def defects(store: Store, anchors: list[tuple[str, int, str]] | None = None) -> list[str]:
    """The codes of what the doctor would find wrong with the file, the log and its seals."""
    with store.session(store.system()) as crm:
        found = file_defects(crm)
        found += log_defects(crm)[1] + seal_defects(crm, anchors or ())
    return [d.code for d in found]


def events(store: Store, after: int = 0) -> list[list[Any]]:
    """(number, unit of work, record type, record, operation) of the log's entries since one, oldest first."""
    with store.session(store.system()) as crm:
        q = select(Event).where(Event.id > after).order_by(Event.id)  # type: ignore[operator,arg-type]
        return [[e.id, e.tx, e.entity, e.record_id, e.op] for e in crm.exec(q).scalars()]


def last_event(store: Store) -> int:
    with store.session(store.system()) as crm:
        return int(crm.inside(select(func.max(Event.id))).scalar_one() or 0)  # type: ignore[arg-type]


def talk_on(store: Store, thread: str, email: str = CHEN) -> list[str]:
    """The conversation goes on: another card is shown, saved and taken back; what went wrong, if anything."""
    actor = store.actor(email)
    try:
        with store.session(actor, writes=True, turn=f"{thread} on") as crm:
            draft = Draft(crm)
            draft.create("task", {"title": f"After {thread}"})
            number = draft.save(thread=thread, tool="propose_change").id
        return [
            f"{word}: {told.say}"
            for word in ("yes", "undo")
            if not (told := decide(store, actor, word, "en", thread=thread, number=number)).ok  # type: ignore[arg-type]
        ]
    except StoreError as error:
        return [error.en]


def report(**seen: Any) -> None:
    """What the host saw, as its last line."""
    print(json.dumps(seen), flush=True)


def folder_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///")).parent
