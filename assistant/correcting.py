"""A message that corrects the card on the table, or the one put aside just before: the card made anew, and what of the message did not reach it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant import uploads
from assistant.another_meant import other_record, people_swapped, swapped
from assistant.blocks import TurnResult
from assistant.corrections import correct, in_plain_turns, unheard
from assistant.reading import Asker
from assistant.threads import Mind
from assistant.tools import catalog
from assistant.waiting import made_nothing
from crm_store import proposals
from crm_store.errors import NotFound
from crm_store.models import Proposal
from crm_store.permissions import Actor
from crm_store.store import Store
from crm_store.unit import Unit

_ONLY_A_NAME = 5
"""Words of a message that says no more than who is meant: “no, the quality manager”."""


@dataclass(frozen=True)
class Corrected:
    """The new card, or the calls that make it with another record; neither when the message corrects nothing."""

    card: str | None = None
    calls: Sequence[dict[str, Any]] = field(default_factory=list)
    unused: Sequence[str] = ()


def corrected(store: Store, actor: Actor, thread: str, text: str, mind: Mind, result: TurnResult) -> Corrected:
    """What a message makes of the card that waits, or of the one put aside with the turn before.

    Raises:
        StoreError: it is a correction, but the new value does not fit.
    """
    with store.session(actor, writes=True, turn=result.id) as crm:
        held, aside = _card(crm, thread, mind)
        if held is None:
            return Corrected()
        asker = Asker(crm, result.language, mind.focus)
        text = in_plain_turns(text)
        other = other_record(asker, held, text)
        people = people_swapped(asker, held, other) if not aside else {}
        if other is not None and not people and (calls := _with_other(asker, held, mind.made_by, other)):
            return Corrected(calls=calls)
        if aside:
            return Corrected()
        made = correct(asker, held, text, people)
        if made is None:
            return Corrected()
        return Corrected(
            made.id, unused=[] if people and len(text.split()) <= _ONLY_A_NAME else unheard(asker, held, text)
        )


def said_again(store: Store, actor: Actor, thread: str, texts: Sequence[str], result: TurnResult) -> str | None:
    """The corrections made before, made once more on the card of another record; its number when one of them changed it."""
    number = None
    for text in texts:
        with store.session(actor, writes=True, turn=result.id) as crm:
            waiting = proposals.pending(crm, thread)
            made = correct(Asker(crm, result.language, []), waiting[0], text) if waiting else None
            number = made.id if made is not None else number
    return number


def _card(crm: Unit, thread: str, mind: Mind) -> tuple[Proposal | None, bool]:
    """The card that waits, or the one put aside last, and whether it is that one."""
    if mind.waiting is not None:
        waiting = proposals.pending(crm, thread)
        return (waiting[0] if waiting and waiting[0].tool != uploads.TOOL else None), False
    if not mind.aside:
        return None, False
    try:
        held = proposals.get(crm, mind.aside["card"])
    except NotFound:
        return None, False
    return (held if held.status == "cancelled" and held.tool != uploads.TOOL else None), True


def _with_other(
    asker: Asker, held: Proposal, calls: Sequence[dict[str, Any]], other: tuple[str, int, str]
) -> list[dict[str, Any]]:
    """The calls of a card with another record; a card's only change is that record's also where it was called “it”."""
    good = [c for c in calls if c.get("ok", True) and catalog()[c["tool"]].effect == "proposes"]
    made = [{"tool": c["tool"], "args": swapped(asker, c["args"], *other)} for c in good]
    same = all(m["args"] == c["args"] for m, c in zip(made, good, strict=True))
    if same and len(made) == 1 and made[0]["tool"] == "propose_change":
        changes = made[0]["args"].get("changes", [])
        if len(changes) == 1 and held.changes[0]["entity"] == other[0] and "where" not in changes[0]:
            return [{"tool": "propose_change", "args": {"changes": [{**changes[0], "record": other[2]}]}}]
    if same and other[0] == "deal" and len(made) == 1 and made[0]["tool"] == "log_interaction":
        return [{"tool": "log_interaction", "args": {**made[0]["args"], "deal": other[2]}}]
    return [] if same else made


def told(unused: Sequence[str], result: TurnResult) -> None:
    """Say which parts of a correction are not on the card."""
    if unused:
        result.reply = result.words = made_nothing(unused, result.language)
