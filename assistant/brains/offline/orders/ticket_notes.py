"""A note on a ticket, by its number or by words of its subject: "add a note to the ticket about password prompts: user sent screenshots"."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_NOTE = r"(?:please |pls |can you |could you |also )*(?:(?:add|put|leave|write|make|log|attach|drop|pin|file|jot)(?: down)? )?(?:an? |the |this |another )?(?:short |quick |internal |new )*(?:note|comment|remark|update|memo)"
_SAYS = r"(?:\s*[:–—]\s*|\s+-+\s+|,\s+|\s+(?:that|saying|says?) )(?P<text>.{3,})"
_TICKET = r"(?:ticket|case|incident|complaint)"
_SHAPES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NOTE} (?:to|on|for|in|under|at) (?:the |my |our |that )?(?:{_TICKET} )?(?:no\.? |number )?#?(?:T-?)?(?P<n>\d{{3,7}}){_SAYS}",
        rf"{_NOTE} (?:to|on|for|in|under|at) (?:the |my |our |that |their )?{_TICKET} (?:about|on|with|re|regarding|for|where|of) (?:the )?(?P<about>[^:,–—]{{3,60}}?){_SAYS}",
        rf"{_NOTE} (?:to|on|for|in|under|at) (?:the |my |our |that |their )?(?P<about>[^:,–—]{{3,60}}?) {_TICKET}{_SAYS}",
        rf"(?:the |my |our )?{_TICKET} #?(?:T-?)?(?P<n>\d{{3,7}}),? (?:add|put|note|comment)(?: an?| the)?(?: note| comment)?{_SAYS}",
    )
)


def ticket_note(r: Reading) -> Meant | None:
    """The note as an interaction with whoever the ticket is of; None when no ticket on record is named."""
    if r.zh or r.lo or r.hi < len(r.text):
        return None
    for shape in _SHAPES:
        match = shape.fullmatch(r.said.strip())
        if match is None:
            continue
        held = match.groupdict()
        ref = f"T-{held['n']}" if held.get("n") else _by_words(r, held["about"])
        if ref is not None:
            return Meant(
                1.0,
                (Call("log_interaction", {"note": match["text"].strip(), "kind": "note", "ticket": ref}),),
                whole=True,
            )
    return None


def _by_words(r: Reading, words: str) -> str | None:
    """The one ticket whose subject holds these words, or some of them in a row."""
    found = r.linker.in_titles(words, ("ticket",))
    return found[1].ref if found is not None else None
