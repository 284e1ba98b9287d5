"""A summary a model wrote, kept with what it was written from: told again while that is unchanged, written anew once it is not."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.blocks import Card, Language
from assistant.tools import ToolResult
from assistant.wording import moment_text
from crm_store.permissions import Actor
from crm_store.queries.conversations import turns_of
from crm_store.store import Store

TOOL = "brief"
LOOKED_AT = 200
"""Turns of one person in which a summary is looked for, newest first; one that is older is written anew."""


@dataclass(frozen=True)
class Summary:
    """What was asked, the call that answered it, the words the model wrote, and what they stand on."""

    args: dict[str, Any]
    digest: str
    words: str
    written: str


def digest(result: ToolResult, today: date) -> str:
    """Stands for everything a summary is written from: fields, notes, days, as this person sees them on this day."""
    seen = [today.isoformat(), result.say, *map(str, result.show), *map(str, result.sources)]
    return hashlib.sha256("\x00".join(seen).encode("utf-8", "surrogatepass")).hexdigest()


def to_keep(
    said: str, args: dict[str, Any], result: ToolResult, model: str | None, today: date
) -> dict[str, Any] | None:
    """What a turn keeps of a summary, beside its words; None when the same words asked again may mean another record."""
    if not result.ok or result.question is not None or not _named(said, args, result):
        return None
    return {"asked": _plain(said), "args": args, "digest": digest(result, today), "model": model}


def kept(store: Store, actor: Actor, said: str, language: Language, model: str | None) -> Summary | None:
    """The last summary this model wrote for this person when they asked the same, whatever has become of its sources."""
    with store.session(actor) as crm:
        for turn in turns_of(crm, LOOKED_AT):
            held = turn.data.get("summary") or {}
            if turn.language == language and (held.get("asked"), held.get("model")) == (_plain(said), model):
                written = moment_text(turn.at.astimezone(actor.zone), language)
                return Summary(held["args"], held["digest"], turn.reply, written)
    return None


def told_again(summary: Summary, language: Language) -> str:
    """The kept words, and that they are kept."""
    if language == "zh":
        return f"{summary.words}\n\n（写于{summary.written}；所依据的记录此后没有变化。）"
    return f"{summary.words}\n\n(Written {summary.written}; nothing it stands on has changed since.)"


def _named(said: str, args: dict[str, Any], result: ToolResult) -> bool:
    """Whether the words themselves say which record they are about, by its name or how that begins."""
    names = [str(args.get("record", "")), *(b.title for b in result.show if isinstance(b, Card))]
    begun = {n if n.isascii() else n[:2] for name in names for n in name.casefold().split()[:1]}
    return any(len(n) > 1 and n in said.casefold() for n in begun)


def _plain(said: str) -> str:
    return " ".join(said.casefold().split()).rstrip(" .!?。！？")
