"""Rows of threads, messages and attachments as Chainlit's dictionaries, and back."""

import time
from datetime import datetime
from typing import Any, cast

from chainlit.element import ElementDict
from chainlit.step import StepDict
from chainlit.types import ThreadDict

from crm_store.base import utc_now
from crm_store.models import Message, Thread
from crm_store.models.ledger import Attachment
from crm_store.queries import threads
from crm_store.unit import Unit

NAME_LENGTH = 60

_DROPPED = frozenset({"output", "threadId", "id", "generation", "feedback"})


def keep_step(crm: Unit, step: StepDict, *, new: bool) -> None:
    """Keep a step as it is now; an update of one that is gone brings nothing back."""
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
        row = Message(
            id=step["id"],
            workspace_id=crm.actor.workspace_id,
            thread_id=held.id,
            created_at=_moment(step.get("createdAt")),
        )
        crm.add(row)
    feedback = row.data.get("feedback")
    row.kind, row.parent_id, row.text = kind, step.get("parentId"), text
    row.data = data | ({"feedback": feedback} if feedback else {})


def keep_element(crm: Unit, told: dict[str, Any]) -> None:
    """Keep a card or file; it stays in the thread it was first put in."""
    row = threads.attachment(crm, told["id"])
    if row is None:
        held = threads.touched(crm, told["threadId"], crm.now)
        row = Attachment(
            id=told["id"], workspace_id=crm.actor.workspace_id, thread_id=held.id, data={"at": time.time()}
        )
        crm.add(row)
    elif row.thread_id != told["threadId"]:
        return
    row.name, row.mime, row.for_id = told.get("name") or "", told.get("mime"), told.get("forId")
    row.path = told.pop("path", row.path)
    row.data = {
        "at": row.data.get("at", 0),
        **{k: v for k, v in told.items() if v is not None and k not in ("id", "threadId", "chainlitKey")},
    }


def note_feedback(crm: Unit, step_id: str, told: dict[str, Any] | None) -> None:
    """Put feedback on a message of this person's own, or take it off."""
    if (row := threads.message(crm, step_id)) is not None:
        row.data = {k: v for k, v in row.data.items() if k != "feedback"} | ({"feedback": told} if told else {})


def whole_thread(crm: Unit, thread_id: str, owner: str) -> ThreadDict | None:
    """A thread with its steps and elements, as it is drawn again."""
    held = threads.thread(crm, thread_id)
    if held is None:
        return None
    made = thread_dict(held, owner=owner)
    steps = [
        {**m.data, "id": m.id, "threadId": m.thread_id, "output": m.text} for m in threads.messages(crm, thread_id)
    ]
    made["steps"] = cast(list[StepDict], steps)
    made["elements"] = [element_dict(a) for a in threads.attachments(crm, thread_id)]
    return made


def thread_dict(held: Thread, *, owner: str | None = None, latest: bool = False) -> ThreadDict:
    """A thread without its steps; `latest` dates it by its last message, as the list does."""
    at = held.updated_at if latest else held.created_at
    return ThreadDict(
        id=held.id, createdAt=at.isoformat(), name=held.name, userId=str(held.user_id or ""), userIdentifier=owner, tags=None, metadata={}, steps=[], elements=[]
    )  # fmt: skip


def element_dict(row: Attachment) -> ElementDict:
    """An attachment as the page draws it."""
    told = {k: v for k, v in row.data.items() if k != "at"}
    return cast(ElementDict, {**told, "id": row.id, "threadId": row.thread_id})


def _moment(text: str | None) -> datetime:
    try:
        at = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return utc_now()
    return at if at.tzinfo else utc_now()


def short_name(name: str) -> str:
    """A message as the name of its thread: one line, not too long."""
    line = " ".join(name.split())
    return line if len(line) <= NAME_LENGTH else line[: NAME_LENGTH - 1].rstrip() + "…"
