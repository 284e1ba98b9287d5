"""Chainlit mounted at "/", its holes closed: our sign-in, sockets behind guards, and a page that fetches from nowhere else."""

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import uuid4

import chainlit.auth
import chainlit.server
import chainlit.socket
from chainlit.data import get_data_layer
from chainlit.message import Message
from chainlit.session import WebsocketSession
from chainlit.user import PersistedUser
from chainlit.utils import mount_chainlit
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.security import OAuth2PasswordRequestForm
from socketio.exceptions import ConnectionRefusedError as Refused
from starlette.responses import FileResponse

from assistant.surfaces import chat_home, chat_save, chat_source, guards
from assistant.surfaces.chat_layer import Layer
from assistant.surfaces.chat_words import sentence
from assistant.surfaces.running import Talks
from assistant.surfaces.sign_in import SignIns
from crm_store.errors import NotAllowed, NotFound, StoreError
from crm_store.store import Store

log = logging.getLogger("parley.chat")

_UNUSED = (
    "edit_message", "message_favorite", "fetch_favorites", "window_message", "audio_start", "audio_chunk", "audio_end"
)  # fmt: skip
"""Socket events of features that are switched off; their handlers would still run for whoever sends them."""


def mount(app: FastAPI, assistant: Talks, origins: Sequence[str]) -> str:
    """Add sign-in, files and, as the last route, the chat to `app`. Returns the chat's page, for the content policy."""
    logging.getLogger("chainlit").setLevel(logging.ERROR)
    os.environ.pop("CHAINLIT_CUSTOM_AUTH", None)
    sign_ins = SignIns(assistant.store)
    _sign_in_at(app, sign_ins)
    _files_at(app)
    _downloads_at(app, assistant.store)
    _sources_at(app, assistant.store)
    mount_chainlit(app, str(chat_home.entry()), path="/")
    chainlit.server.app.add_middleware(guards.Gate)
    vars(chainlit.auth)["authenticate_user"] = sign_ins.authenticate
    template: Any = chainlit.server.get_html_template

    def local_page(root_path: str) -> str:
        return guards.local_page(str(template(root_path)))

    vars(chainlit.server)["get_html_template"] = local_page
    _guard_sockets(origins)
    return local_page("/")


def _sign_in_at(app: FastAPI, sign_ins: SignIns) -> None:
    throttle = guards.Throttle()

    @app.post("/login")
    async def login(request: Request, form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Response:
        """Chainlit's sign-in, slowed down: its own takes any number of guesses."""
        address = request.client.host if request.client else ""
        if wait := throttle.attempt(form.username, address):
            raise HTTPException(429, "toomany", headers={"Retry-After": str(wait)})
        try:
            user = await sign_ins.check(form.username, form.password)
        except StoreError as e:
            log.error("the store did not answer a sign-in: %s", e)
            raise HTTPException(503, "unreachable") from e
        if user is not None:
            throttle.passed(form.username, address)
        return await chainlit.server._authenticate_user(request, user)


def _files_at(app: FastAPI) -> None:
    @app.get("/files/{element_id}")
    async def file(
        element_id: str, user: Annotated[PersistedUser, Depends(chainlit.auth.get_current_user)]
    ) -> Response:
        """A file that was dropped into the chat, to whoever dropped it."""
        layer: Any = get_data_layer()
        kept = await layer.file(element_id) if isinstance(layer, Layer) else None
        if kept is None or not kept[0].is_file():
            raise HTTPException(404, "Not found")
        return FileResponse(kept[0], filename=kept[1], media_type="application/octet-stream")


def _downloads_at(app: FastAPI, store: Store) -> None:
    @app.get("/download/{element_id}.{kind}")
    async def download(
        element_id: str,
        kind: Literal["csv", "xlsx"],
        user: Annotated[PersistedUser, Depends(chainlit.auth.get_current_user)],
    ) -> Response:
        """A drawn table or chart as a file, judged by what its holder may do now."""
        language = str(user.metadata.get("lang") or "en")
        try:
            actor = await asyncio.to_thread(store.actor, user.identifier)
            name, held = await asyncio.to_thread(chat_save.saved, store, actor, element_id, kind)
        except NotAllowed as e:
            raise HTTPException(403, e.sentence(language)) from None
        except NotFound as e:
            raise HTTPException(404, e.sentence(language)) from None
        said = f"attachment; filename=\"parley.{kind}\"; filename*=UTF-8''{quote(name)}"
        return Response(held, media_type=chat_save.TYPES[kind], headers={"Content-Disposition": said})


def _sources_at(app: FastAPI, store: Store) -> None:
    @app.get("/source/{element_id}/{n}")
    async def source(
        element_id: str, n: int, user: Annotated[PersistedUser, Depends(chainlit.auth.get_current_user)]
    ) -> dict[str, Any]:
        """The text a source stands in, to whoever it was shown to, as far as they may see it now."""
        try:
            actor = await asyncio.to_thread(store.actor, user.identifier)
            return await asyncio.to_thread(chat_source.opened, store, actor, element_id, n)
        except (NotAllowed, NotFound) as e:
            raise HTTPException(404, e.sentence(str(user.metadata.get("lang") or "en"))) from None


def _guard_sockets(origins: Sequence[str]) -> None:
    """Who may connect, what Stop says, and no exception's text on the wire."""
    sockets: Any = chainlit.server.sio
    sockets.eio.max_http_buffer_size = guards.MAX_FRAME
    handlers: dict[str, Callable[..., Any]] = sockets.handlers["/"]
    handlers["connect"] = guards.guarded_connect(handlers["connect"], origins, Refused)
    handlers["stop"] = _stop
    for name in _UNUSED:
        handlers[name] = _nothing
    vars(chainlit.socket)["ErrorMessage"] = _calm


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
