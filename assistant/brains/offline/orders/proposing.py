"""The call that proposes a change, and who something is handed to."""

import re

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_TO_USER = re.compile(r"(?:(?<![a-z])(?:to|for)(?: the)? |给|转给|交给|由|让|归)$")


def call(op: str, entity: str, record: str | None, fields: dict[str, str]) -> Call:
    """A propose_change of one record."""
    made: dict[str, object] = {"op": op, "entity": entity}
    if record:
        made["record"] = record
    if fields:
        made["fields"] = fields
    return Call("propose_change", {"changes": [made]})


def new_owner(r: Reading) -> str | None:
    """The colleague something goes to: after "to", 给, or the last one named."""
    people = [n for n in r.names if n.may_be("user")]
    to = [n for n in people if _TO_USER.search(r.before(n.start, 10))]
    if to:
        return to[-1].text
    if re.search(r"(?<![a-z])to (?:me|myself)(?![a-z])|[给归]我(?![们的])", r.whole):
        return "me"
    return None
