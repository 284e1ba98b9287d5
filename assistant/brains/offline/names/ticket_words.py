"""A ticket named by what it is about: "the log-in ticket at Acme", Acme 登录那张工单."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks

_NAMED = re.compile(
    r"(?<![a-z])(?:the|that|this|our|their|'s) (?P<en>[a-z][a-z-]{2,}(?: [a-z][a-z-]{2,})?) (?:ticket|case|issue|incident|complaint)(?![a-z])"
    r"|(?P<zh>[\u3400-\u9fff]{2,6}?)(?:的?[那这](?:张|个|条)|的)(?:工单|投诉|故障)"
)

_OTHERWISE = (
    "unfinished",
    "overdue",
    "top",
    "bottom",
    "newest",
    "oldest",
    "unowned",
    "untouched",
    "created",
    "me",
    "he",
)


def ticket_words(r: Reading) -> Meant | None:
    """The tickets of a customer whose subject holds that word."""
    company = next((n for n in r.names if n.may_be("account")), None)
    match = _NAMED.search(r.text, r.lo, r.hi)
    if (
        company is None
        or match is None
        or not (asks(r) or r.has("about", "list"))
        or any(x.value.kind == "ticket" for x in r.refs)
    ):
        return None
    group = "en" if match["en"] else "zh"
    start, end = match.span(group)
    if any(s.start < end and start < s.end for s in r.spans("names", "senses", "days", "periods")):
        return None
    if any(h.start < end and start < h.end for h in r.hits(*_OTHERWISE)):
        return None
    filters = [
        {"field": "account", "op": "=", "value": company.text},
        {"field": "subject", "op": "~", "value": r.said[start:end]},
    ]
    return Meant(0.93, (Call("find_records", {"entity": "ticket", "filters": filters, "columns": ["body"]}),))
