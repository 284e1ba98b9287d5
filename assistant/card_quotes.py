"""What a fact on a card is quoted from, and the note those words stand in, once its amount was put right."""

from typing import Any

from assistant.recognise.money import money
from crm_store.models import Proposal


def requoted(proposal: Proposal, index: int, said: str, currency: str, edits: dict[int, dict[str, Any]]) -> None:
    """Put the new amount into the quote of the fact at `index` and into the card's note that holds the quote; adds to `edits`."""
    quote = str(proposal.changes[index]["fields"].get("quote", {}).get("after") or "")
    held = money(quote, currency, bare=True)
    if len(held) != 1:
        return
    anew = quote[: held[0].start] + said + quote[held[0].end :]
    edits[index]["quote"] = anew
    for at, change in enumerate(proposal.changes):
        body = str(change["fields"].get("body", {}).get("after") or "")
        if change["entity"] == "activity" and quote in body:
            edits.setdefault(at, {})["body"] = body.replace(quote, anew, 1)
