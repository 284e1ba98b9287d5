"""Deals called by their words before their company, put as they are kept: "the Flow expansion at Tanglin" is the Tanglin Flow expansion."""

import re

from assistant.brains.offline.terms import Linker

_AT = re.compile(
    r"(?<![a-z])(?:the|our|my|that) (?P<what>(?:[A-Za-z][\w-]* ){1,4}?)(?:deal |opportunity |project )?(?:at|with|for|over at|of) (?=(?P<firm>[A-Za-z][\w&.-]*))"
)
_PLAIN = re.compile(
    r"(?<![a-z])(?:meeting|call|visit|ticket|task|decision|maker|contact|contacts|owner|manager|head|director|buyer|notes?|deals?|account|status|amount|price|people|team|forecast|pipeline|quote|offer|e-?mail|mail|demo|next|last|first|close|date|stage|competitor|budget|number|phone|one|ones|guy|lady|person)(?![a-z])",
    re.IGNORECASE,
)
"""Words of what is no title: "the meeting at Acme", "the owner of Acme"."""


def firm_first(text: str, linker: Linker) -> str:
    """The message with such a deal behind its company's name, where exactly that names one deal; else as it is."""
    match = _AT.search(text)
    if match is None or _PLAIN.search(match["what"]):
        return text
    firm = next((m for m in linker.link(text) if m.start == match.start("firm")), None)
    if firm is None or firm.candidates[0].entity != "account":
        return text
    put = f"{firm.text} {match['what'].strip()}"
    named = linker.link(put)
    if len(named) != 1 or named[0].end < len(put) or len([c for c in named[0].candidates if c.entity == "deal"]) != 1:
        return text
    return f"{text[: match.start()]}{put}{text[firm.end :]}"
