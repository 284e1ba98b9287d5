"""A deal brought up to date like a card: "Initech deal: 52k, 60 seats, Proposal, close 15 January"."""

import re

from assistant.brains.offline.entries.newcomers import deal_values
from assistant.brains.offline.entries.sheet import Sheet
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import deal_said
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.manner import asks

_I = re.IGNORECASE
_BEHIND = re.compile(
    r"(?P<deal>(?:['’]s)?(?: (?:deal|renewal|pilot|rollout|expansion|opportunity|project))?)(?: update| is now| now)?\s*(?::|\s[-–—])\s*",
    _I,
)
_LEAST = 2
_LONGEST = 160


def card_style(r: Reading) -> Meant | None:
    """The values behind a deal's or customer's name, when nothing else is said."""
    if r.zh or r.hi - r.lo > _LONGEST or asks(r) or r.said.rstrip().endswith("?"):
        return None
    first = next((n for n in r.names if n.may_be("deal", "account") and n.entity in ("deal", "account")), None)
    if first is None or not re.fullmatch(
        r"(?:the |update |ok |please |our |my |for )*",
        r.said[r.lo : first.start].strip() + " " if r.said[r.lo : first.start].strip() else "",
        _I,
    ):
        return None
    behind = _BEHIND.match(r.said, first.end, r.hi)
    if behind is None:
        return None
    sheet = Sheet(r, behind.end(), r.hi)
    values = deal_values(sheet)
    if len(values) < _LEAST or sheet.pieces() or "source" in values:
        return None
    named = r.said[first.start : behind.end("deal")].replace("'s", "").replace("’s", "").strip()
    record = deal_said(r.within(first.start, behind.end())) or (
        named if behind["deal"] and not behind["deal"].strip().endswith("deal") else first.text
    )
    return Meant(1.2, (call("update", "deal", record, values),), whole=True)
