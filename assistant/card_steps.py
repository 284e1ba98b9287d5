"""A bare number for a card: an amount that goes up or down, “make it 5k more”, “2k less”, or an hour, “no, 11”."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from assistant.recognise.money import Money
from assistant.recognise.spans import Span
from crm_store.base import FieldSpec
from crm_store.models import Proposal

_STEP_BEFORE = re.compile(
    r"(?<![a-z])(?P<up>(?:rais\w*|increas\w*|bump\w*|up|add|lift\w*|plus)(?: (?:it|that|this|the (?:amount|price|value)))?(?: up)?(?: by)?(?: another| an extra)?|another|(?:an )?extra)\s*$|(?<![a-z])(?P<down>(?:lower\w*|reduc\w*|decreas\w*|cut|drop\w*|knock|take|shave|minus)(?: (?:it|that|this|the (?:amount|price|value)))?(?: down)?(?: off)?(?: by)?(?: another)?|down by)\s*$",
    re.IGNORECASE,
)
_STEP_AFTER = re.compile(
    r"\s*(?:(?P<up>more|extra|on top|higher|up)|(?P<down>less|lower|cheaper|off|down))(?![a-z])", re.IGNORECASE
)


def step_said(text: str, said: Span[Money]) -> int:
    """1 for “5k more” and “raise it by 5k”, −1 for “2k less”, 0 for a new amount: “raise it to 60k”."""
    after = _STEP_AFTER.match(text, said.end)
    if after is not None and not re.search(r"(?<![a-z])than(?![a-z])", text[said.end :]):
        return 1 if after["up"] else -1
    before = _STEP_BEFORE.search(text[: said.start])
    if before is None or text[: said.start].rstrip().casefold().endswith(" to"):
        return 0
    return 1 if before["up"] else -1


def stepped(
    proposal: Proposal, fields: Iterable[tuple[int, FieldSpec]], said: Span[Money], way: int
) -> dict[int, dict[str, Any]]:
    """The one amount on the card, that much more or less; nothing when it shows none or several."""
    held = [(i, s, proposal.changes[i]["fields"][s.name]["after"]) for i, s in fields]
    shown = [(i, s, Decimal(str(h["amount"] if isinstance(h, dict) else h))) for i, s, h in held if h is not None]
    shown = [x for x in shown if proposal.changes[x[0]]["entity"] != "fact"]
    if len(shown) != 1:
        return {}
    index, spec, amount = shown[0]
    return {index: {spec.name: amount + way * said.value.amount}} if amount + way * said.value.amount > 0 else {}


_AN_HOUR = re.compile(
    r"\W*(?:(?:no|nope|better|rather|actually|sorry|make it|say|wait|i meant?)\W*)+(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?(?: o['’]clock)?(?: (?:please|instead|then))?\W*",
    re.IGNORECASE,
)


_DAY_AND_HOUR = re.compile(
    r"(?P<d>(?<![a-z])(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?)),? (?:at )?(?P<h>\d{1,2})(?: (?:then|instead|please))?\W*$",
    re.IGNORECASE,
)
_FIRST_HOUR = 7
"""Hours before it are those of the afternoon, unless said otherwise."""


def hour_behind_day(text: str) -> str:
    """ "Make it Wednesday, 11": the number behind the day is the hour."""
    both = _DAY_AND_HOUR.search(text)
    if both is None or not 0 < (hour := int(both["h"])) < 24:
        return text
    return f"{text[: both.end('d')]} at {hour + 12 if hour < _FIRST_HOUR else hour}:00"


def hour_said(text: str) -> str:
    """ "No, 11" as the hour it is on a card that shows a clock time and no amount; else the text itself."""
    match = _AN_HOUR.fullmatch(text)
    return f"at {int(match['h'])}:{match['m'] or '00'}" if match is not None and int(match["h"]) < 24 else text
