"""A source opened at its quote: the whole text the words stand in, as it is now and as its reader may see it now."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from assistant.surfaces.chat_words import sentence
from crm_store.base import Kind, Record
from crm_store.errors import NotFound
from crm_store.models import by_prefix, fields_of
from crm_store.permissions import Actor
from crm_store.queries import threads
from crm_store.store import Store

AROUND = 50_000
"""Characters shown before and after a quote: a text that is longer is cut, and says so by an ellipsis."""


@dataclass(frozen=True)
class Opened:
    """A text in three parts, the quoted words in the middle; or, when they stand nowhere any more, what to say instead."""

    before: str = ""
    quote: str = ""
    after: str = ""
    said: str | None = None


def opened(store: Store, actor: Actor, element_id: str, n: int) -> dict[str, Any]:
    """What source `n` below one of this person's answers shows, as JSON.

    Raises:
        NotFound: this person was shown no such source.
    """
    with store.session(actor) as crm:
        row = threads.attachment(crm, element_id)
        props = dict((row.data.get("props") or {}) if row is not None and row.name == "Sources" else {})
        source = next((s for s in props.get("sources") or [] if s.get("n") == n), None)
        if source is None:
            raise NotFound(element_id, sentence("no_source", "en"), sentence("no_source", "zh"))
        entity = by_prefix().get(str(source["ref"]).rpartition("-")[0])
        number = str(source["ref"]).rpartition("-")[2]
        record = crm.many(entity, [int(number)]).get(int(number)) if entity and number.isdigit() else None
        language = "zh" if props.get("language") == "zh" else "en"
        if record is None:
            return asdict(Opened(said=sentence("source_gone", language)))
        return asdict(_found(record, source.get("held"), str(source["quote"]), language))


def _found(record: Record, held: str | None, quote: str, language: str) -> Opened:
    for text in _texts(record, held):
        if at := _place(text, quote):
            start, end = at
            before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            return Opened("…" * (start > AROUND) + before, text[start:end], after + "…" * (len(text) - end > AROUND))
    # An amount or a day is quoted as it is written out, which no text of the record need hold.
    written = held is None or held in type(record).about.search
    return Opened(said=sentence("source_changed", language) if written else None)


def _texts(record: Record, held: str | None) -> Iterator[str]:
    """The texts of a record where words of it may stand: the one it was read in, then those that are searched, then the others."""
    about = type(record).about
    specs = fields_of(about.entity)
    written = [n for n, s in specs.items() if s.kind in (Kind.LONG, Kind.TEXT)]
    for name in dict.fromkeys([*([held] if held in written else []), *sorted(about.search, reverse=True), *written]):
        value = getattr(record, specs[name].column or name, None) if name in specs else None
        if isinstance(value, str) and value.strip():
            yield value


def _place(text: str, quote: str) -> tuple[int, int] | None:
    """Where the words stand, whatever space is between them: some are quoted in one line."""
    at = text.find(quote)
    if at >= 0 and quote:
        return at, at + len(quote)
    words = quote.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found.span() if found else None
