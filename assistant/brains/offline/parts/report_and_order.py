"""A report with an order behind it that the whole was not read as: "Yesterday I had Paula on the phone, …. Also book a call with her for Dec 2 at 10"."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import subjects
from assistant.brains.offline.parts.together import together
from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Linker, Named, Understanding

_ORDER = re.compile(
    r"(?<=[.!;])\s+(?=(?:(?:also|and|then|plus|so)[ ,]+)*(?:please |pls |can you |could you )*(?:book|schedule|set up|arrange|put|create|open|remind|add|make)(?![a-z]))"
    r"|(?<=[。；！;])\s*(?=(?:另外|还有|顺便|再|同时|然后)?[，,]?(?:请|麻烦|帮我|给我)*(?:约|安排|预约|建|新建|开|提醒|加))",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:(?:also|and|then|plus|so)[ ,]+)+|^(?:另外|还有|顺便|同时|然后)[，,]?", re.IGNORECASE)
_LONGEST = 500


def report_and_order(
    whole: Understanding, ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding]
) -> Understanding:
    """Both on one card: what was told, and the appointment, task or ticket ordered; the `whole` where it is such a report itself.

    Args:
        plain: understands a message of one of them.
    """
    text = ask.text.strip()
    cut = _ORDER.search(text, 15)
    if cut is None or len(text) > _LONGEST or "\n" in text or text.endswith(("?", "？")) or _whole_report(whole):
        return whole
    first, last = text[: cut.start()], _LEAD.sub("", text[cut.end() :])
    told = plain(replace(ask, text=first))
    if told.lost or [c.tool for c in told.calls] != ["log_interaction"]:
        return whole
    named = tuple(Named(s.entity, 0, s.text, s.text) for s in subjects(read(replace(ask, text=first), linker)) if s.entity != "user")  # fmt: skip
    order = plain(replace(ask, text=last, focus=(*named, *ask.focus)))
    if order.lost or order.left or not order.calls or any(c.tool not in _MAKING for c in order.calls):
        return whole
    if any(x.get("op") != "create" for c in order.calls for x in c.args.get("changes") or ()):
        return whole
    calls = together([Meant(1.0, told.calls), Meant(1.0, order.calls)]).calls
    return replace(told, calls=calls, unsure=(*told.unsure, *order.unsure))


_MAKING = ("propose_change", "create_task", "open_ticket")


def _whole_report(found: Understanding) -> bool:
    """Whether a report read whole holds something to come."""
    first = next(iter(found.calls), None)
    told = first is not None and first.tool == "log_interaction"
    return bool(told and first and (len(found.calls) > 1 or first.args.get("meetings") or first.args.get("tasks")))
