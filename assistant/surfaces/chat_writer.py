"""Writing what the chat keeps: in the order asked for, and one commit for all that came in meanwhile."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crm_store.store import Store
from crm_store.unit import Unit


@dataclass
class _Job:
    email: str
    do: Callable[[Unit], Any]
    done: "asyncio.Future[None]"


class Writer:
    """Writes in the order asked for, one commit for all that came in meanwhile: Chainlit asks for about ten writes a turn, side by side."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._jobs: list[_Job] = []
        self._task: asyncio.Task[None] | None = None

    async def write(self, email: str, do: Callable[[Unit], Any]) -> None:
        """Do it and commit, as this person."""
        job = _Job(email, do, asyncio.get_running_loop().create_future())
        self._jobs.append(job)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        await job.done

    async def drained(self) -> None:
        """Wait until everything asked for so far is written."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while self._jobs:
            size = next((i for i, j in enumerate(self._jobs) if j.email != self._jobs[0].email), len(self._jobs))
            batch, self._jobs = self._jobs[:size], self._jobs[size:]
            error = await asyncio.to_thread(self._commit, batch)
            for job in batch:
                # One bad write must not take the others with it; and two processes may have begun the same thread.
                alone = await asyncio.to_thread(self._commit, [job]) if error is not None else None
                if not job.done.done():
                    job.done.set_result(None) if alone is None else job.done.set_exception(alone)

    def _commit(self, batch: list[_Job]) -> Exception | None:
        try:
            with self.store.session(self.store.actor(batch[0].email), writes=True) as crm:
                for job in batch:
                    job.do(crm)
                    crm.flush()
        except Exception as e:  # noqa: BLE001 - handed to whoever asked for the write
            return e
        return None
