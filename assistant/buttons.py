"""A decision made by the buttons of a card: for exactly the card that was shown, with what was edited on it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant import uploads
from assistant.blocks import Language
from assistant.decisions import Outcome, card, decide, edited
from crm_store.permissions import Actor
from crm_store.store import Store


def by_button(
    store: Store,
    actor: Actor,
    home: Path,
    number: str,
    decision: str,
    digest: str | None,
    edits: Mapping[str, Mapping[str, str]] | None,
    language: Language,
) -> Outcome:
    """Save (with edits, if the card is still the one shown), cancel, undo or redo the card of this number."""
    if decision == "save" and edits:
        if digest is not None:
            shown, _ = card(store, actor, number, language)
            if shown["digest"] != digest:
                return decide(store, actor, "yes", language, number=number, seen=digest)
        changed = edited(store, actor, number, edits, language)
        if not changed.ok:
            return changed
        digest = changed.proposal["digest"] if changed.proposal else None
    if decision == "save" and uploads.is_upload(store, actor, number):
        return uploads.apply(store, actor, home, number, language)
    word: Any = {"save": "yes", "cancel": "no", "undo": "undo", "redo": "redo", "theirs": "theirs"}[decision]
    return decide(store, actor, word, language, number=number, seen=digest)
