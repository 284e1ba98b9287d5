"""Proposal cards in the chat: a click on Save, Cancel or Undo, and keeping every drawn card true to its proposal."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import chainlit as cl
from chainlit.context import context
from chainlit.element import ElementDict

from assistant.agreeing import agrees
from assistant.blocks import Language, TurnResult
from assistant.decisions import decision_of
from assistant.surfaces import chat_view
from assistant.surfaces.chat_turn import Drawing, actor, layer, spoken
from assistant.surfaces.chat_words import sentence
from assistant.surfaces.running import Decision, assistant
from crm_store.queries import threads

HAS_CARDS = "has_cards"
"""Set on a session whose thread holds a card, so that the others need not look for one after each turn."""

_MAY: Mapping[str, tuple[Decision, ...]] = {
    "pending": ("save", "cancel", "theirs"),
    "expired": ("save", "cancel"),  # said by the conversation, which knows what to do next
    "applied": ("undo",),
    "undone": ("redo",),
}
_at_work: set[str] = set()
_DRAFT = "card_draft"
"""Set on a session while fields of a card hold what is not saved."""


def drafted(told: Mapping[str, Any]) -> None:
    """What was typed into a card's fields so far: a yes in the message box means the card as it is seen."""
    cl.user_session.set(_DRAFT, dict(told) if told.get("edits") else None)


async def yes(text: str) -> bool:
    """Save the card as it was edited when a message is nothing but a yes; False when there is no edited card waiting."""
    told = cl.user_session.get(_DRAFT)
    if not told or (decision_of(text) != "yes" and agrees(text) != "yes"):
        return False
    number = str(told.get("id") or "")
    card = next((c for c in await _cards() if (c.get("props") or {}).get("id") == number), None)
    if card is None or (await _statuses([card])).get(number) != "pending":
        cl.user_session.set(_DRAFT, None)
        return False
    await click({**told, "decision": "save", "typed": True})
    return True


async def click(told: Mapping[str, Any]) -> None:
    """What a card's button asked for. A second click while the first is at work, or after it, changes nothing."""
    number, decision = str(told.get("id") or ""), cast(Decision, told.get("decision"))
    if not any(decision in may for may in _MAY.values()) or number in _at_work:
        return
    _at_work.add(number)
    try:
        await _decide(number, decision, told)
    finally:
        _at_work.discard(number)
        await redraw()


async def redraw() -> None:
    """Give every card of this thread the status its proposal has now: a typed yes, a correction or an undo changes older cards."""
    if not cl.user_session.get(HAS_CARDS):
        return
    cards = await _cards()
    statuses = await _statuses(cards)
    for card in cards:
        if now := chat_view.stale(card, statuses):
            await _draw(card, restamped(card, now))


async def settled(result: TurnResult) -> TurnResult:
    """A result whose proposal has a card in this thread already: that card is drawn anew, and none is left to draw."""
    if result.proposal is not None:
        number = result.proposal.get("id")
        card = next((c for c in await _cards() if (c.get("props") or {}).get("id") == number), None)
        if card is not None:
            await _draw(card, chat_view.proposal_props(result.proposal, _language(card)))
            return replace(result, proposal=None)
    return result


async def restamp(drawn: Sequence[ElementDict]) -> None:
    """The same for a thread that is about to be drawn: its cards are changed in place."""
    cards = [e for e in drawn if e.get("name") == chat_view.PROPOSAL]
    cl.user_session.set(HAS_CARDS, bool(cards))
    statuses = await _statuses(cards)
    for card in cards:
        if now := chat_view.stale(card, statuses):
            card["props"] = restamped(card, now)


def restamped(card: ElementDict, status: str) -> dict[str, Any]:
    """A card's props with another status."""
    return {**(card.get("props") or {}), "status": status, "undoable": status == "applied", "note": ""}


async def _decide(number: str, decision: Decision, told: Mapping[str, Any]) -> None:
    person = await actor()
    card = next((c for c in await _cards() if (c.get("props") or {}).get("id") == number), None)
    if card is None:
        await cl.Message(sentence("no_card", spoken())).send()
        return
    status = (await _statuses([card])).get(number)
    if status is None or decision not in _MAY.get(status, ()):
        # Decided meanwhile, here or in another window: this page still shows it as it was.
        await _draw(card, restamped(card, status or "cancelled"))
        return
    language = _language(card)
    edits = {
        str(i): {str(k): str(v) for k, v in fields.items()} for i, fields in (told.get("edits") or {}).items() if fields
    }
    result = await assistant().decide(
        person, number, decision, digest=str(told.get("digest") or "") or None, edits=edits or None, thread_id=context.session.thread_id,
        language=language,
    )  # fmt: skip
    if result.proposal is not None and result.proposal.get("id") == number:
        pending = result.proposal.get("status") == "pending"
        # What an edit was refused for is said on the card, where it can be mended.
        await _draw(
            card,
            chat_view.proposal_props(result.proposal, language, note=result.words or result.reply if pending else ""),
        )
        if pending:
            if told.get("typed"):
                await cl.Message(result.words or result.reply).send()
            return
        cl.user_session.set(_DRAFT, None)
        # The card shows what was saved or undone; the message need not list it again.
        result = replace(result, proposal=None, words=(result.words or result.reply).partition("\n")[0])
    await Drawing(result.language).finish(result)


def _language(card: ElementDict) -> Language:
    return "zh" if (card.get("props") or {}).get("language") == "zh" else "en"


async def _cards() -> list[ElementDict]:
    return await layer().elements(context.session.thread_id, chat_view.PROPOSAL)


async def _statuses(cards: Sequence[ElementDict]) -> dict[str, str]:
    ids = [str((c.get("props") or {}).get("id")) for c in cards]
    if not ids:
        return {}
    person, store = await actor(), assistant().store

    def read() -> dict[str, str]:
        with store.session(person) as crm:
            found = threads.proposals(crm, ids)
            return {i: chat_view.shown_status(p.status, expired=p.expires_at <= crm.now) for i, p in found.items()}

    return await asyncio.to_thread(read)


async def _draw(card: ElementDict, props: dict[str, Any]) -> None:
    await cl.CustomElement(
        id=card["id"],
        for_id=card.get("forId") or "",
        thread_id=card["threadId"] or "",
        name=chat_view.PROPOSAL,
        props=props,
        display="inline",
    ).update()
