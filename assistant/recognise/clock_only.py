"""Whether a clock time was said without its day: "3pm", 下午三点; not "today at 3" nor "Friday 3pm"."""

import re
from datetime import date

from assistant.recognise.days import days

_TODAY = re.compile(r"(?<![a-z])(?:today|tonight|this|now)(?![a-z])|[今本这现]|\d{4}-\d", re.IGNORECASE)
_APART = (date(2001, 1, 1), date(2001, 1, 3))
"""Two different weekdays: a text without a day of its own falls on whichever day it is said."""


def clock_only(text: str) -> bool:
    """Whether `text` holds a clock time but no day."""
    if _TODAY.search(text):
        return False
    read = [(day, days(text, day)) for day in _APART]
    return all(found and found[0].value.time is not None and found[0].value.day == day for day, found in read)
