"""Chainlit's data layer on our own tables: every read and write happens as the person who is signed in, in their scope."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from chainlit.context import ChainlitContextException, context
from chainlit.data.base import BaseDataLayer
from chainlit.data.utils import queue_until_user_message
from chainlit.element import Element, ElementDict
from chainlit.step import StepDict
from chainlit.types import Feedback, PageInfo, PaginatedResponse, Pagination, ThreadDict, ThreadFilter
from chainlit.user import PersistedUser, User

from assistant.surfaces import chat_rows
from assistant.surfaces.chat_files import Files
from assistant.surfaces.chat_writer import Writer
from assistant.surfaces.sign_in import SignIns, caller
from crm_store.models import Thread
from crm_store.queries import threads
from crm_store.store import Store
from crm_store.unit import Unit

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
        self.writer = Writer(store)

    # People: never made or changed from here

    async def get_user(self, identifier: str) -> PersistedUser | None:
        return await self.sign_ins.user(identifier)

    async def create_user(self, user: User) -> PersistedUser | None:
        return await self.sign_ins.user(user.identifier)

    # Messages

    @once_begun
    async def create_step(self, step_dict: StepDict) -> None:
        await self.writer.write(me(), lambda crm: chat_rows.keep_step(crm, step_dict, new=True))

    @once_begun
    async def update_step(self, step_dict: StepDict) -> None:
        await self.writer.write(me(), lambda crm: chat_rows.keep_step(crm, step_dict, new=False))

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
            kept = await asyncio.to_thread(
                self.files.keep, element.thread_id, element.id, element.name, Path(element.path)
            )
            told |= {"path": self.files.relative(kept), "url": f"/files/{element.id}"}
        elif element.type != "custom":
            return
        await self.writer.write(me(), lambda crm: chat_rows.keep_element(crm, told))

    async def get_element(self, thread_id: str, element_id: str) -> ElementDict | None:
        def find(crm: Unit) -> ElementDict | None:
            row = threads.attachment(crm, element_id)
            return chat_rows.element_dict(row) if row is not None and row.thread_id == thread_id else None

        return await self._read(find)

    @once_begun
    async def delete_element(self, element_id: str, thread_id: str | None = None) -> None:
        def drop(crm: Unit) -> None:
            if (row := threads.attachment(crm, element_id)) is not None:
                crm.remove(row)

        await self.writer.write(me(), drop)

    async def elements(self, thread_id: str, name: str) -> list[ElementDict]:
        """The cards called `name` in a thread."""
        return await self._read(
            lambda crm: [chat_rows.element_dict(a) for a in threads.attachments(crm, thread_id, name=name)]
        )

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
            return chat_rows.thread_dict(Thread(id=thread_id), owner="")
        return await self._read(lambda crm: chat_rows.whole_thread(crm, thread_id, mine))

    async def list_threads(self, pagination: Pagination, filters: ThreadFilter) -> PaginatedResponse[ThreadDict]:
        def find(crm: Unit) -> PaginatedResponse[ThreadDict]:
            page = threads.page(
                crm, first=min(max(pagination.first, 1), 100), after=pagination.cursor, words=filters.search
            )
            ids = [t.id for t in page.threads]
            info = PageInfo(
                hasNextPage=page.more, startCursor=ids[0] if ids else None, endCursor=ids[-1] if ids else None
            )
            return PaginatedResponse(pageInfo=info, data=[chat_rows.thread_dict(t, latest=True) for t in page.threads])

        return await self._read(find)

    async def update_thread(
        self,
        thread_id: str,
        name: str | None = None,
        user_id: str | None = None,
        metadata: dict[str, Any] | None = None,
        tags: list[str] | None = None,
    ) -> None:
        """Name a thread, beginning it when it is new. What Chainlit would keep of the session (`metadata`) is not kept."""
        if name is None:
            return

        def rename(crm: Unit) -> None:
            # Chainlit gives an owner when a conversation begins, none when a person renames it in the list.
            held = threads.touched(crm, thread_id, crm.now) if user_id else threads.thread(crm, thread_id)
            if held is not None:
                held.name = chat_rows.short_name(name)

        await self.writer.write(me(), rename)

    async def delete_thread(self, thread_id: str) -> None:
        await self.writer.write(me(), lambda crm: threads.forget(crm, thread_id))
        await asyncio.to_thread(self.files.forget, thread_id)

    # Feedback stands with the message it is about, so that only its owner reaches it

    async def upsert_feedback(self, feedback: Feedback) -> str:
        told = {
            "id": feedback.forId,
            "forId": feedback.forId,
            "value": feedback.value,
            "comment": (feedback.comment or "")[:2000] or None,
        }
        await self.writer.write(me(), lambda crm: chat_rows.note_feedback(crm, feedback.forId, told))
        return feedback.forId

    async def delete_feedback(self, feedback_id: str) -> bool:
        await self.writer.write(me(), lambda crm: chat_rows.note_feedback(crm, feedback_id, None))
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
