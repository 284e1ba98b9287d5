"""The chat's entry: Chainlit's callbacks, each a few lines around the conversation. Loaded by the server; nothing imports it."""

import asyncio
import logging

import chainlit as cl
from chainlit.auth.cookie import get_token_from_cookies
from chainlit.context import context
from chainlit.types import ThreadDict
from fastapi import Request, Response

from assistant.blocks import Language
from assistant.surfaces import chat_board, chat_cards
from assistant.surfaces.chat_files import Files
from assistant.surfaces.chat_layer import Layer
from assistant.surfaces.chat_turn import Drawing, actor, calmly, dropped, layer, new_number, spoken
from assistant.surfaces.chat_words import TOO_LONG, language_of, sentence
from assistant.surfaces.running import assistant
from assistant.surfaces.sign_in import SignIns
from assistant.tools import starters
from crm_store.errors import StoreError

log = logging.getLogger("parley.chat")


@cl.data_layer
def data_layer() -> Layer:
    return Layer(assistant().store, Files(assistant().settings.home))


@cl.password_auth_callback
async def sign_in(email: str, password: str) -> cl.User | None:
    return await SignIns(assistant().store).check(email, password)


@cl.on_logout
async def sign_out(request: Request, response: Response) -> None:
    await SignIns(assistant().store).end(get_token_from_cookies(request.cookies))


@cl.set_starters
async def first_words(user: cl.User | None, language: str | None) -> list[cl.Starter]:
    own = str(user.metadata.get("lang") or "") if user is not None else ""
    lang: Language = "zh" if (own or language or "en").lower().startswith("zh") else "en"
    try:
        told = await asyncio.to_thread(_starters_of, user.identifier if user is not None else None, lang)
    except StoreError:
        told = starters(lang)
    messages = [message[:1].upper() + message[1:] for _, message in told[:6]]
    return [cl.Starter(label=message, message=message) for message in messages]


def _starters_of(email: str | None, language: Language) -> list[tuple[str, str]]:
    """First words about the person's own records."""
    if email is None:
        return starters(language)
    store = assistant().store
    with store.session(store.actor(email)) as crm:
        return starters(language, crm)


@cl.on_chat_resume
async def resumed(thread: ThreadDict) -> None:
    await chat_cards.restamp(thread.get("elements") or [])


@cl.on_message
async def said(message: cl.Message) -> None:
    """One turn. Nothing may leave this function but a sentence: Chainlit would put an exception's text on the wire."""
    turn = Drawing(language_of(message.content or "", spoken()))
    try:
        await one_turn(message, turn)
    except asyncio.CancelledError:
        await turn.abandon(sentence("stopped", turn.language))
    except StoreError as e:
        await turn.abandon(e.sentence(turn.language))
    except Exception:
        log.exception(number := new_number())
        await turn.abandon(sentence("surprise", turn.language, id=number))


async def one_turn(message: cl.Message, turn: Drawing) -> None:
    person = await actor()
    turn.zone = person.zone
    text = message.content or ""
    if len(text.encode(errors="replace")) > TOO_LONG:
        await turn.abandon(sentence("too_long", turn.language))
        return
    files = await dropped(message)
    if not text.strip() and not files:
        await turn.abandon(sentence("empty", turn.language))
        return
    await layer().writer.drained()  # the thread is begun before the turn keeps anything in it
    await cl.send_window_message({"parley": {"thread": context.session.thread_id}})  # for public/parley.js
    if not files and await chat_cards.yes(text):
        return
    result = await assistant().take_turn(person, context.session.thread_id, text, files=files, on_event=turn.on_event)
    await turn.finish(await chat_cards.settled(result))
    if result.proposal is not None:
        cl.user_session.set(chat_cards.HAS_CARDS, True)
    await chat_cards.redraw()


@cl.action_callback("proposal_draft")
async def drafted(action: cl.Action) -> None:
    chat_cards.drafted(action.payload)


@cl.action_callback("board")
async def board(action: cl.Action) -> None:
    async with calmly():
        await chat_board.refresh(action.payload)


@cl.action_callback("proposal")
async def decide(action: cl.Action) -> None:
    async with calmly():
        await chat_cards.click(action.payload)
