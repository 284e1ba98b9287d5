"""Chainlit's data layer on our own tables: every read and write happens as the person who is signed in, in their scope."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from chainlit.context import ChainlitContextException, context
from chainlit.data.base import BaseDataLayer
from chainlit.data.utils import queue_until_user_message
from chainlit.element import Element, ElementDict
from chainlit.step import StepDict
from chainlit.types import Feedback, PageInfo, PaginatedResponse, Pagination, ThreadDict, ThreadFilter
from chainlit.user import PersistedUser, User

from assistant.surfaces.chat_files import Files
from assistant.surfaces.sign_in import SignIns, caller
from crm_store.base import utc_now
from crm_store.models import Message, Thread
from crm_store.models.ledger import Attachment
from crm_store.queries import threads
from crm_store.store import Store
from crm_store.unit import Unit

NAME_LENGTH = 60

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


def once_begun(method: F) -> F:
    """Hold a write back until the person has said something: a chat that was only opened leaves no trace."""
    return cast(F, queue_until_user_message()(method))


class Layer(BaseDataLayer):
    """Threads, messages, cards and files of the chat."""

    def __init__(self, store: Store, files: Files) -> None:
        self.store = store
        self.files = files
        self.sign_ins = SignIns(store)
        self.writer = _Writer(store)

    # People: never made or changed from here

    async def get_user(self, identifier: str) -> PersistedUser | None:
        return await self.sign_ins.user(identifier)

    async def create_user(self, user: User) -> PersistedUser | None:
        return await self.sign_ins.user(user.identifier)

    # Messages

    @once_begun
    async def create_step(self, step_dict: StepDict) -> None:
        await self.writer.write(me(), lambda crm: _keep_step(crm, step_dict, new=True))

    @once_begun
    async def update_step(self, step_dict: StepDict) -> None:
        await self.writer.write(me(), lambda crm: _keep_step(crm, step_dict, new=False))

    @once_begun
    async def delete_step(self, step_id: str) -> None:
        def drop(crm: Unit) -> None:
            if (row := threads.message(crm, step_id)) is not None:
                for drawn in threads.attachments(crm, row.thread_id):
                    if drawn.for_id == step_id:
                        crm.remove(drawn)
                crm.remove(row)

        await self.writer.write(me(), drop)

    # Cards and files

    @once_begun
    async def create_element(self, element: Element) -> None:
        told = dict(element.to_dict())
        if not element.for_id or not element.thread_id:
            return
        if element.path and element.type == "file":
            kept = await asyncio.to_thread(self.files.keep, element.thread_id, element.id, element.name, Path(element.path))
            told |= {"path": self.files.relative(kept), "url": f"/files/{element.id}"}
        elif element.type != "custom":
            return
        await self.writer.write(me(), lambda crm: _keep_element(crm, told))

    async def get_element(self, thread_id: str, element_id: str) -> ElementDict | None:
        def find(crm: Unit) -> ElementDict | None:
            row = threads.attachment(crm, element_id)
            return _drawn(row) if row is not None and row.thread_id == thread_id else None

        return await self._read(find)

    @once_begun
    async def delete_element(self, element_id: str, thread_id: str | None = None) -> None:
        def drop(crm: Unit) -> None:
            if (row := threads.attachment(crm, element_id)) is not None:
                crm.remove(row)

        await self.writer.write(me(), drop)

    async def elements(self, thread_id: str, name: str) -> list[ElementDict]:
        """The cards called `name` in a thread."""
        return await self._read(lambda crm: [_drawn(a) for a in threads.attachments(crm, thread_id, name=name)])

    async def file(self, element_id: str) -> tuple[Path, str] | None:
        """Where an uploaded file lies and what it is called; None when this person has no such file."""
        row = await self._read(lambda crm: threads.attachment(crm, element_id))
        return (self.files.absolute(row.path), row.name) if row is not None and row.path else None

    # Threads

    async def get_thread_author(self, thread_id: str) -> str:
        return await asyncio.to_thread(self._holder, thread_id) or ""

    async def get_thread(self, thread_id: str) -> ThreadDict | None:
        mine, holder = me(), await asyncio.to_thread(self._holder, thread_id)
        if holder is None:
            return None
        if holder != mine:
            # Chainlit compares this with whoever asks, and refuses.
            return _thread(Thread(id=thread_id), owner="")
        return await self._read(lambda crm: _whole(crm, thread_id, mine))

    async def list_threads(self, pagination: Pagination, filters: ThreadFilter) -> PaginatedResponse[ThreadDict]:
        def find(crm: Unit) -> PaginatedResponse[ThreadDict]:
            page = threads.page(crm, first=min(max(pagination.first, 1), 100), after=pagination.cursor, words=filters.search)
            ids = [t.id for t in page.threads]
            info = PageInfo(hasNextPage=page.more, startCursor=ids[0] if ids else None, endCursor=ids[-1] if ids else None)
            return PaginatedResponse(pageInfo=info, data=[_thread(t, latest=True) for t in page.threads])

        return await self._read(find)

    async def update_thread(
        self, thread_id: str, name: str | None = None, user_id: str | None = None, metadata: dict[str, Any] | None = None, tags: list[str] | None = None
    ) -> None:
        """Name a thread, beginning it when it is new. What Chainlit would keep of the session (`metadata`) is not kept."""
        if name is None:
            return

        def rename(crm: Unit) -> None:
            # Chainlit gives an owner when a conversation begins, none when a person renames it in the list.
            held = threads.touched(crm, thread_id, crm.now) if user_id else threads.thread(crm, thread_id)
            if held is not None:
                held.name = _short(name)

        await self.writer.write(me(), rename)

    async def delete_thread(self, thread_id: str) -> None:
        await self.writer.write(me(), lambda crm: threads.forget(crm, thread_id))
        await asyncio.to_thread(self.files.forget, thread_id)

    # Feedback stands with the message it is about, so that only its owner reaches it

    async def upsert_feedback(self, feedback: Feedback) -> str:
        told = {"id": feedback.forId, "forId": feedback.forId, "value": feedback.value, "comment": (feedback.comment or "")[:2000] or None}
        await self.writer.write(me(), lambda crm: _note_feedback(crm, feedback.forId, told))
        return feedback.forId

    async def delete_feedback(self, feedback_id: str) -> bool:
        await self.writer.write(me(), lambda crm: _note_feedback(crm, feedback_id, None))
        return True

    async def build_debug_url(self) -> str:
        return ""

    async def get_favorite_steps(self, user_id: str) -> list[StepDict]:
        return []

    async def close(self) -> None:
        await self.writer.drained()

    async def _read(self, find: Callable[[Unit], T]) -> T:
        email = me()

        def read() -> T:
            with self.store.session(self.store.actor(email)) as crm:
                return find(crm)

        await self.writer.drained()
        return await asyncio.to_thread(read)

    def _holder(self, thread_id: str) -> str | None:
        with self.store.session(self.store.system()) as crm:
            return threads.holder(crm, thread_id)


def me() -> str:
    """The e-mail address of whoever this is done for.

    Raises:
        PermissionError: nobody is signed in here.
    """
    try:
        user = context.session.user
    except ChainlitContextException:
        user = None
    email = user.identifier if user is not None else caller.get()
    if not email:
        raise PermissionError("nobody is signed in")
    return email


@dataclass
class _Job:
    email: str
    do: Callable[[Unit], Any]
    done: "asyncio.Future[None]"


class _Writer:
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


_DROPPED = frozenset({"output", "threadId", "id", "generation", "feedback"})


def _keep_step(crm: Unit, step: StepDict, *, new: bool) -> None:
    row = threads.message(crm, step["id"])
    if row is None and not new:
        return
    kind = step["type"]
    # Of the step that groups a turn only the place is kept: Chainlit puts the message, or an exception's text, into it.
    text = "" if kind == "run" else step.get("output") or ""
    data = {k: v for k, v in step.items() if k not in _DROPPED and v is not None}
    if kind == "run":
        data.pop("input", None)
    if row is None:
        held = threads.touched(crm, step["threadId"], crm.now)
        row = Message(id=step["id"], workspace_id=crm.actor.workspace_id, thread_id=held.id, created_at=_moment(step.get("createdAt")))
        crm.add(row)
    feedback = row.data.get("feedback")
    row.kind, row.parent_id, row.text = kind, step.get("parentId"), text
    row.data = data | ({"feedback": feedback} if feedback else {})


def _keep_element(crm: Unit, told: dict[str, Any]) -> None:
    row = threads.attachment(crm, told["id"])
    if row is None:
        held = threads.touched(crm, told["threadId"], crm.now)
        row = Attachment(id=told["id"], workspace_id=crm.actor.workspace_id, thread_id=held.id, data={"at": time.time()})
        crm.add(row)
    elif row.thread_id != told["threadId"]:
        return
    row.name, row.mime, row.for_id = told.get("name") or "", told.get("mime"), told.get("forId")
    row.path = told.pop("path", row.path)
    row.data = {"at": row.data.get("at", 0), **{k: v for k, v in told.items() if v is not None and k not in ("id", "threadId", "chainlitKey")}}


def _note_feedback(crm: Unit, step_id: str, told: dict[str, Any] | None) -> None:
    if (row := threads.message(crm, step_id)) is not None:
        row.data = {k: v for k, v in row.data.items() if k != "feedback"} | ({"feedback": told} if told else {})


def _whole(crm: Unit, thread_id: str, owner: str) -> ThreadDict | None:
    held = threads.thread(crm, thread_id)
    if held is None:
        return None
    made = _thread(held, owner=owner)
    made["steps"] = [StepDict(**{**m.data, "id": m.id, "threadId": m.thread_id, "output": m.text}) for m in threads.messages(crm, thread_id)]  # type: ignore[typeddict-item]
    made["elements"] = [_drawn(a) for a in threads.attachments(crm, thread_id)]
    return made


def _thread(held: Thread, *, owner: str | None = None, latest: bool = False) -> ThreadDict:
    at = held.updated_at if latest else held.created_at
    return ThreadDict(
        id=held.id, createdAt=at.isoformat(), name=held.name, userId=str(held.user_id or ""), userIdentifier=owner, tags=None, metadata={}, steps=[], elements=[]
    )  # fmt: skip


def _drawn(row: Attachment) -> ElementDict:
    return ElementDict(**{**{k: v for k, v in row.data.items() if k != "at"}, "id": row.id, "threadId": row.thread_id})  # type: ignore[typeddict-item]


def _moment(text: str | None) -> datetime:
    try:
        at = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return utc_now()
    return at if at.tzinfo else utc_now()


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= NAME_LENGTH else line[: NAME_LENGTH - 1].rstrip() + "…"
