"""Who took part, asked behind a question about an encounter: "when did we last visit Brenner, and who went?"."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brains.offline.terms import Ask, Call, Understanding

_WHO_WENT = re.compile(
    r",? and who (?:else )?(?:went|was there|attended|came(?: along)?|joined|took part)(?: from our side)?[\s?.!]*$"
    r"|[，,]\s*(?:当时)?(?:都有?|是)?谁(?:去的?|参加的?|在场|去了|参加了)[?？。]*$",
    re.IGNORECASE,
)


def who_went(ask: Ask, plain: Callable[[Ask], Understanding]) -> Understanding | None:
    """The encounters with the people of both sides; None for any other message.

    Args:
        plain: understands the question before it.
    """
    went = _WHO_WENT.search(ask.text)
    found = plain(replace(ask, text=ask.text[: went.start()])) if went is not None and went.start() > 0 else None
    if found is None or [(c.tool, c.args.get("entity")) for c in found.calls] != [("find_records", "activity")]:
        return None
    (call,) = found.calls
    return replace(found, calls=(Call(call.tool, {**call.args, "columns": ["starts_at", "owner", "contact"]}),))
