"""Conversations as the chat lists and draws them, each in the scope of the person who holds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from crm_store.errors import NotFound
from crm_store.models import Message, Proposal, Thread, Turn, User, table_of
from crm_store.models.ledger import Attachment
from crm_store.unit import Unit


@dataclass(frozen=True)
class Page:
    """Some of a person's threads, the latest first, and whether older ones follow."""

    threads: list[Thread]
    more: bool


def thread(crm: Unit, thread_id: str) -> Thread | None:
    """This person's thread; None when there is none or it is somebody else's."""
    return crm.exec(select(Thread).where(col(Thread.id) == thread_id)).scalar_one_or_none()


def holder(crm: Unit, thread_id: str) -> str | None:
    """The e-mail address of whoever holds a thread, whoever asks: to refuse the others before they get in."""
    held = select(col(User.email)).join(Thread, col(Thread.user_id) == col(User.id))
    found: str | None = crm.inside(
        held.where(col(Thread.id) == thread_id, col(Thread.workspace_id) == crm.actor.workspace_id)
    ).scalar_one_or_none()
    return found


def page(crm: Unit, *, first: int, after: str | None = None, words: str | None = None) -> Page:
    """This person's threads, the latest first; `after` is the id of the last one seen, `words` stand in its name or messages."""
    wanted = select(Thread).order_by(col(Thread.updated_at).desc(), col(Thread.id))
    if words and words.strip():
        said = select(col(Message.thread_id)).where(
            col(Message.kind).in_(("user_message", "assistant_message")),
            col(Message.text).icontains(words.strip(), autoescape=True),
        )
        wanted = wanted.where(or_(col(Thread.name).icontains(words.strip(), autoescape=True), col(Thread.id).in_(said)))
    last = thread(crm, after) if after else None
    if last is not None:
        at = col(Thread.updated_at)
        wanted = wanted.where(or_(at < last.updated_at, (at == last.updated_at) & (col(Thread.id) > last.id)))
    found = list(crm.exec(wanted.limit(first + 1)).scalars())
    return Page(found[:first], len(found) > first)


def messages(crm: Unit, thread_id: str) -> list[Message]:
    """The steps of a thread in the order they were made."""
    return list(
        crm.exec(
            select(Message)
            .where(col(Message.thread_id) == thread_id)
            .order_by(col(Message.created_at), col(Message.id))
        ).scalars()
    )


def message(crm: Unit, message_id: str) -> Message | None:
    return crm.exec(select(Message).where(col(Message.id) == message_id)).scalar_one_or_none()


def attachments(crm: Unit, thread_id: str, *, name: str | None = None) -> list[Attachment]:
    """The files and drawings of a thread, the earliest first; only those called `name` when given."""
    wanted = select(Attachment).where(col(Attachment.thread_id) == thread_id)
    if name is not None:
        wanted = wanted.where(col(Attachment.name) == name)
    return sorted(crm.exec(wanted).scalars(), key=lambda a: (a.data.get("at", 0), a.id))


def attachment(crm: Unit, attachment_id: str) -> Attachment | None:
    return crm.exec(select(Attachment).where(col(Attachment.id) == attachment_id)).scalar_one_or_none()


def proposals(crm: Unit, ids: Sequence[str]) -> dict[str, Proposal]:
    """This person's proposals among these, by id."""
    return {p.id: p for p in crm.exec(select(Proposal).where(col(Proposal.id).in_(list(ids)))).scalars()}


def forget(crm: Unit, thread_id: str) -> list[str]:
    """Remove a thread with its messages, turns and drawings; returns the paths of the files it held."""
    held = thread(crm, thread_id)
    if held is None:
        return []
    drawn = attachments(crm, thread_id)
    turns = crm.exec(select(Turn).where(col(Turn.thread_id) == thread_id)).scalars()
    for row in (*messages(crm, thread_id), *drawn, *turns, held):
        crm.remove(row)
    return [a.path for a in drawn if a.path]


def touched(crm: Unit, thread_id: str, now: datetime, name: str | None = None) -> Thread:
    """This person's thread, begun now when there is none yet, moved to the top of the list.

    Raises:
        NotFound: the conversation is somebody else's.
    """
    held = thread(crm, thread_id)
    if held is None:
        ws, me = crm.actor.workspace_id, crm.actor.user_id
        begun = Thread(id=thread_id, workspace_id=ws, user_id=me, created_at=now, updated_at=now, name=name)
        table = table_of(Thread)
        made = sqlite.insert(table) if crm.dialect == "sqlite" else postgresql.insert(table)
        # Two first turns of one conversation at once: the second finds it begun.
        crm.inside(made.values(begun.model_dump()).on_conflict_do_nothing())
        held = thread(crm, thread_id)
    if held is None:
        raise NotFound(thread_id, "There is no such conversation of yours.", "没有您的这个对话。")
    held.updated_at = max(now, held.updated_at)
    return held
