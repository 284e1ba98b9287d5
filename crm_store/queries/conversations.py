"""Conversations and their turns: what was said and what the next turn must know."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from crm_store.models import Thread, Turn
from crm_store.queries import threads
from crm_store.unit import Unit


def last_turns(crm: Unit, thread_id: str, count: int) -> list[Turn]:
    """The latest turns of this person's conversation, newest first."""
    q = select(Turn).where(col(Turn.thread_id) == thread_id).order_by(col(Turn.at).desc(), col(Turn.id)).limit(count)
    return list(crm.exec(q).scalars())


def turns_of(crm: Unit, count: int) -> list[Turn]:
    """This person's latest turns in any conversation, newest first."""
    q = select(Turn).where(col(Turn.user_id) == crm.actor.user_id).order_by(col(Turn.at).desc(), col(Turn.id))
    return list(crm.exec(q.limit(count)).scalars())


def is_mine(crm: Unit, thread_id: str) -> bool:
    """Whether a conversation is this person's, or nobody's yet."""
    owner = crm.inside(select(Thread.user_id).where(col(Thread.id) == thread_id)).first()  # type: ignore[call-overload]
    return owner is None or owner[0] == crm.actor.user_id


def last_visit(crm: Unit, apart: timedelta = timedelta(minutes=30)) -> datetime | None:
    """When this person was here before the present visit: the last turn followed by a pause as long as `apart`; None when never."""
    q = select(col(Turn.at)).where(col(Turn.user_id) == crm.actor.user_id).order_by(col(Turn.at).desc()).limit(500)
    later = crm.now
    for (at,) in crm.exec(q):
        if later - at >= apart:
            return at  # type: ignore[no-any-return]
        later = at
    return None


def keep_turn(
    crm: Unit, thread_id: str, number: str, *, said: str, reply: str, language: str, data: dict[str, Any]
) -> None:
    """Add a finished turn; makes the conversation when it is new."""
    thread = threads.touched(crm, thread_id, crm.now, said[:80] or None)
    ws, me = crm.actor.workspace_id, crm.actor.user_id
    thread.language = language
    crm.add(
        Turn(
            workspace_id=ws,
            id=number,
            thread_id=thread_id,
            user_id=me,
            at=crm.now,
            said=said,
            reply=reply,
            language=language,
            data=data,
        )
    )
