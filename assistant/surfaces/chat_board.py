"""The dashboard on the page: asked again by its button or by the clock, as whoever looks, and drawn anew where it stands."""

import asyncio
from collections.abc import Mapping
from typing import Any

import chainlit as cl
from chainlit.context import context
from chainlit.element import ElementDict

from assistant.blocks import Chart, Language, Table, TurnResult
from assistant.surfaces import chat_view
from assistant.surfaces.chat_turn import actor, layer
from assistant.surfaces.running import assistant
from assistant.tools import ToolContext, ToolResult, call


async def refresh(told: Mapping[str, Any]) -> None:
    """Ask the pins of a drawn dashboard again and draw the answers in their places."""
    wanted = str(told.get("element") or "")
    thread = context.session.thread_id
    heads = [e for e in await layer().elements(thread, chat_view.BOARD) if e["id"] == wanted]
    if not heads:
        return
    head, person, store = heads[0], await actor(), assistant().store
    kept: dict[str, Any] = dict(head.get("props") or {})
    language: Language = "zh" if kept.get("language") == "zh" else "en"

    def ask() -> tuple[ToolResult, str, str]:
        with store.session(person) as crm:
            found = call("dashboard", ToolContext(crm, language), {})
            return found, *chat_view.moment(crm.now.astimezone(person.zone), language)

    found, at, shown = await asyncio.to_thread(ask)
    result = TurnResult("", language=language, calls=[{"tool": "dashboard", "args": {}, "ok": True}], words=found.say)
    result.charts = [b for b in found.show if isinstance(b, Chart)]
    result.tables = [b for b in found.show if isinstance(b, Table)]
    fresh = chat_view.pictures(result)
    held = {e["id"]: e for name in chat_view.SAVED for e in await layer().elements(thread, name)}
    for number, made in zip(kept.get("elements") or [], fresh, strict=False):
        old = held.get(str(number))
        if old is not None and old.get("name") == made.name:
            await _draw(old, {**made.props, "element": number})
    await _draw(head, {**kept, "at": at, "shown": shown, "lines": chat_view.board_lines(found.say)})


async def _draw(old: ElementDict, props: dict[str, Any]) -> None:
    await cl.CustomElement(
        id=old["id"],
        for_id=old.get("forId") or "",
        thread_id=old["threadId"] or "",
        name=str(old.get("name")),
        props=chat_view.json_safe(props),
        display="inline",
    ).update()
