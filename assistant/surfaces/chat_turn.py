"""One turn of the chat on the screen: who speaks, folded steps while tools run, the reply as it is written, what belongs below it."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import chainlit as cl
from chainlit.context import context
from chainlit.data import get_data_layer

from assistant.blocks import Token, ToolStarted, TurnEvent, TurnResult
from assistant.surfaces import chat_view
from assistant.surfaces.chat_layer import Layer
from assistant.surfaces.chat_words import sentence, step_name
from assistant.surfaces.running import assistant
from assistant.surfaces.sign_in import SignIns
from crm_store.errors import NotFound, StoreError
from crm_store.permissions import Actor

log = logging.getLogger("parley.chat")


class SignedOut(StoreError):
    """Whoever speaks here was signed out or disabled since."""

    def __init__(self) -> None:
        super().__init__(sentence("signed_out", "en"), sentence("signed_out", "zh"))


async def actor() -> Actor:
    """The person on this socket as the store knows them now: read again for every turn and every click.

    Raises:
        SignedOut: gone, disabled or signed out since.
    """
    user = context.session.user
    stamp = user.metadata.get("stamp") if user is not None else None
    if user is None or stamp is None or await SignIns(assistant().store).user(user.identifier, stamp) is None:
        raise SignedOut
    try:
        return await asyncio.to_thread(assistant().store.actor, user.identifier)
    except NotFound:
        raise SignedOut from None


def spoken() -> str:
    """The language to speak before anything was said: the person's own."""
    user = context.session.user
    return str(user.metadata.get("lang") or "en") if user is not None else "en"


def layer() -> Layer:
    """The data layer as ours."""
    made = get_data_layer()
    assert isinstance(made, Layer)
    return made


def new_number() -> str:
    """What a person can name, and a trace in the log be found by."""
    return uuid4().hex[:8]


async def dropped(message: cl.Message) -> list[Path]:
    """The files that came with a message, kept with the conversation under their own names."""
    kept: list[Path] = []
    for e in message.elements:
        if e.path:
            kept.append(
                await asyncio.to_thread(layer().files.keep, context.session.thread_id, e.id, e.name, Path(e.path))
            )
    return kept


class Drawing:
    """A turn being drawn."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.zone: ZoneInfo | None = None
        self.message: cl.Message | None = None
        self.steps: dict[str, cl.Step] = {}

    async def on_event(self, event: TurnEvent) -> None:
        """Draw what the conversation is doing."""
        if isinstance(event, Token):
            if self.message is None:
                self.message = cl.Message("")
            await self.message.stream_token(chat_view.plain(event.text))
        elif isinstance(event, ToolStarted):
            run = context.current_run
            step = cl.Step(
                name=step_name(event.tool, self.language),
                type="tool",
                show_input=False,
                parent_id=run.id if run else None,
            )
            # Chainlit asks for a picture of whoever is named here, and takes no Chinese name.
            step.metadata = {"avatarName": "Parley", "tool": event.tool}
            step.start = _now()
            self.steps[event.id] = step
            await step.send()
        elif (ended := self.steps.pop(event.id, None)) is not None:
            ended.output, ended.language, ended.is_error, ended.end = event.say, "text", not event.ok, _now()
            await ended.update()

    async def finish(self, result: TurnResult) -> None:
        """Put the whole reply in the place of what was streamed, and draw what belongs below it."""
        message = self.message or cl.Message("")
        message.content = chat_view.reply(result)
        await message.send()
        now = assistant().store.clock().astimezone(self.zone) if self.zone is not None else None
        for element in chat_view.elements(result, now):
            # One after another: together they would arrive in any order.
            await element.send(for_id=message.id)

    async def abandon(self, text: str) -> None:
        """End a turn that did not come to its end: no step left turning, no half message left waiting."""
        for step in self.steps.values():
            step.end, step.is_error = _now(), True
            await step.update()
        self.steps = {}
        if self.message is None:
            self.message = cl.Message("")
        self.message.content = f"{self.message.content}\n\n{text}".strip()
        await self.message.send()


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


@asynccontextmanager
async def calmly() -> AsyncIterator[None]:
    """A click whose trouble is told in a sentence: an exception's own text never reaches the page."""
    try:
        yield
    except StoreError as e:
        await cl.Message(e.sentence(spoken())).send()
    except Exception:
        log.exception(number := new_number())
        await cl.Message(sentence("surprise", spoken(), id=number)).send()
