"""Values below zero: nothing in a CRM is worth minus 500, and "to -500" is neither 500 nor 500 less."""

import re

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Understanding

_BELOW = re.compile(
    r"(?:(?<![a-z])(?:to|at|is|becomes?|of|=)|改[成为到]|设[成为到]|调[成为到]|[为成到至是]|→|->)\s*(?:[€$£¥])?\s*(?:[-−](?=[€$£¥]?\d)|(?:minus|negative) |负的?)\s*[€$£¥]?(?P<n>\d[\d.,]*)"
)
_NUMBERS = ("amount", "seats", "probability", "employees", "quantity", "list_price", "value")
_REPLY = (
    "Nothing here can be less than zero, so nothing was changed. Say the new value (“set it to 80k”), or by how much it goes down (“lower it by 500”).",
    "这里的数值不能小于零，因此没有做任何更改。请说新的数值（“改成8万”），或减少多少（“减少500”）。",
)


def below_nothing(found: Understanding, r: Reading) -> Understanding:
    """A change that was ordered to a value below zero is not made."""
    said = _BELOW.search(r.whole)
    if said is None or not found.calls:
        return found
    number = said["n"].replace(",", "")
    for call in found.calls:
        values = [c.get("fields") or {} for c in call.args.get("changes") or ()] + [call.args.get("deal_fields") or {}]
        if any(number in str(v).replace(",", "") for each in values for f, v in each.items() if f in _NUMBERS):
            return Understanding((), 1.0, (), _REPLY[r.zh])
    return found
