"""Chainlit's socket events behind our guards: who may connect, what Stop says, and no exception's text on the wire."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import chainlit.socket
from chainlit.data import get_data_layer
from chainlit.message import Message
from chainlit.server import sio
from chainlit.session import WebsocketSession

from assistant.surfaces.chat_layer import Layer
from assistant.surfaces.chat_words import sentence
from assistant.surfaces.guards import MAX_FRAME, guarded_connect

log = logging.getLogger("parley.chat")

_UNUSED = ("edit_message", "message_favorite", "fetch_favorites", "window_message", "audio_start", "audio_chunk", "audio_end")
"""Events of features that are switched off; their handlers would still run for whoever sends them."""


def replace_handlers(origins: Sequence[str], refuse: Callable[[str], Exception]) -> None:
    """Put ours in the place of Chainlit's."""
    sio.eio.max_http_buffer_size = MAX_FRAME
    handlers = sio.handlers["/"]
    handlers["connect"] = guarded_connect(handlers["connect"], origins, refuse)
    handlers["stop"] = _stop
    for name in _UNUSED:
        handlers[name] = _nothing
    chainlit.socket.ErrorMessage = _calm  # type: ignore[misc, assignment]


async def file_of(element_id: str) -> tuple[Path, str] | None:
    """An uploaded file of whoever asks."""
    layer = get_data_layer()
    return await layer.file(element_id) if isinstance(layer, Layer) else None


async def _stop(sid: str, *_: Any) -> None:
    """Stop the turn; the turn itself says so, in its language (Chainlit's handler speaks English only)."""
    session = WebsocketSession.get(sid)
    if session is not None and session.current_task is not None:
        session.current_task.cancel()


async def _nothing(sid: str, *_: Any) -> None:
    return None


def _calm(content: str, **_: Any) -> Message:
    """Chainlit's message for an exception, without the exception."""
    number = uuid4().hex[:8]
    log.error("surprise %s: %s", number, content)
    return Message(sentence("surprise", "en", id=number))


