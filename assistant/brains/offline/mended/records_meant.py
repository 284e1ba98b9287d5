"""Orders read against the records they name: each reference that was said is in the order, and a successor's number is not written on who left."""

import re

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.replies import half_ordered, lost
from assistant.brains.offline.terms import Understanding

_SUCCEEDED = re.compile(
    r"离职|换成了?(?:一个|个)?(?:新人|叫)|接替|接任|顶替|(?<![a-z])(?:left|replaced|successor|took over from|took (?:his|her) place|no longer (?:there|works))(?![a-z])"
)
_WRITES_TEXT = re.compile(
    r"^(?:请|帮我|麻烦|给我)*(?:写|拟|起草|编)(?:一?[段句篇条封个份])|恭喜|祝贺|(?<![a-z])(?:write|draft) (?:me )?(?:an? |some )(?:text|post|message|mail|e-?mail|note to|paragraph|line)|(?<![a-z])congratulat\w+"
)
"""A text is to be written, nothing on record changed."""
_CLOCK = re.compile(
    r"(?:上午|下午|早上|晚上|中午)?[\d一二两三四五六七八九十]{1,3}点|\d{1,2}[:：]\d\d|(?<![a-z\d])\d{1,2} ?(?:am|pm)(?![a-z])"
)
_CLOSES = re.compile(r"成交|签约|签单|关单|预计|(?<![a-z])clos\w+")
"""No deal closes at an hour: 和李娜那个挪到下午三点 is an appointment."""
_REACHED_BY = frozenset({"phone", "email", "wechat"})


def records_meant(found: Understanding, r: Reading) -> Understanding:
    """The same order; lost where it leaves a record out that was called by its reference, or takes one person for another."""
    changes = [x for c in found.calls for x in c.args.get("changes") or ()]
    if not changes or any("where" in x or x.get("op") == "create" for x in changes):
        return found
    if _WRITES_TEXT.search(r.whole) and found.calls[0].tool == "propose_change":
        return Understanding((), 0.0, (), lost(r, (), ()), lost=True)
    if (
        _CLOCK.search(r.whole)
        and any(x["entity"] == "deal" and "expected_close_date" in (x.get("fields") or {}) for x in changes)
        and not _CLOSES.search(r.whole)
    ):
        return Understanding((), 0.0, (), lost(r, (), ()), lost=True)
    told = str([c.args for c in found.calls]).casefold()
    left = [x.text for x in r.refs if x.text.casefold() not in told]
    if len(r.refs) > 1 and left and found.calls[0].tool == "propose_change":
        return Understanding((), 0.0, tuple(left), half_ordered(r, left), lost=True)
    succeeded = _SUCCEEDED.search(r.whole)
    if succeeded is not None and any(
        x["entity"] == "contact" and _REACHED_BY & set(x.get("fields") or ()) for x in changes
    ):
        return Understanding((), 0.0, (succeeded[0],), half_ordered(r, [r.said[slice(*succeeded.span())]]), lost=True)
    return found
