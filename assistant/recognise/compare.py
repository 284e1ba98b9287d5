"""Comparisons: "over ¥500k", "at least 3", "10+ seats", 超过50万, 30天以上, "between 50k and 80k"."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.recognise.days import DayValue, days
from assistant.recognise.durations import MINUTES, Duration, durations
from assistant.recognise.money import Money, money
from assistant.recognise.numbers import numbers
from assistant.recognise.numerals import SCALES
from assistant.recognise.percents import Percent, percents
from assistant.recognise.spans import Span, longest
from assistant.recognise.text import normalise

Op = Literal["gt", "ge", "lt", "le", "eq", "about", "between"]
Value = Money | Percent | Duration | DayValue | Decimal


@dataclass(frozen=True)
class Comparison:
    """An operator and its values: two for "between", in rising order and both included, else one."""

    op: Op
    values: tuple[Value, ...]


def _words(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<![a-z])(?:{english}) (?:about |around |the |a |roughly )?|(?:{chinese}) ?)$"
        if chinese
        else rf"(?<![a-z])(?:{english}) ?$"
    )


# The longer words stand first: "no more than" holds "more than", 不超过 holds 超过.
_LEADS: tuple[tuple[re.Pattern[str], Op], ...] = (
    (_words(
        "at least|no earlier than|no less than|not less than|no fewer than"
        "|minimum(?: of)?|min|from at least|greater than or equal to|on or after"
    ,
            "不少于|不低于|不小于|至少|最少|起码|大于等于|大于或等于|>=|≥|=>"), "ge"),
    (_words(
        "at most|no later than|not later than|no more than|not more than|no greater than|up to|maximum(?: of)?|max|not over|within"
        "|less than or equal to|on or before|by"
    ,
            "不超过|不高于|不多于|不大于|至多|最多|小于等于|小于或等于|<=|≤|=<"), "le"),
    (_words(
        "over|more than|above|greater than|larger than|bigger than|higher than|exceeding|exceeds"
        "|longer than|older than|after|later than|beyond|north of"
    ,
            "超过|超出|高于|大于|多于|早过|晚于|>"), "gt"),
    (_words(
        "under|below|less than|fewer than|smaller than|lower than|shorter than|newer than|before"
        "|earlier than|prior to|short of|south of"
    ,
            "低于|小于|少于|不到|不足|不满|早于|<"), "lt"),
    (_words("exactly|equal to|equals|precisely", "等于|正好|刚好|恰好|=="), "eq"),
    (_words("about|around|roughly|approximately|approx\\.?|circa", "大约|大概|约|差不多|左右"), "about"),
)  # fmt: skip
_TRAILS: tuple[tuple[re.Pattern[str], Op], ...] = (
    (
        re.compile(
            r" ?\+(?!\d)| ?(?:or|and) (?:more|above|over|up|later|higher|longer)(?![a-z])| ?及?以上| ?(?:或|及)更[多高长]"
        ),
        "ge",
    ),
    (re.compile(r" ?(?:or|and) (?:less|fewer|below|under|earlier|lower)(?![a-z])| ?及?以下| ?(?:之内|以内)"), "le"),
    (re.compile(r" ?(?:左右|上下)"), "about"),
)
_BETWEEN = re.compile(r"(?:(?<![a-z])(?:between|from) (?:about )?|(?:从|介于|在) ?)$")
_TO = re.compile(r" ?(?:-|~|(?:all the way |right )?(?:up )?to|through|thru|until|till|到|至) ?")
_AND = re.compile(r" ?(?:and|和|与) ?")
_AMONG = re.compile(r" ?(?:之间|间)")
_SCALE = re.compile(r"(?<=\d) ?(k|thousand|grand|million|mn|mio|mm|m|bn|billion|b)(?![a-z])|([万亿])")
_UNIT_BETWEEN = re.compile(
    r" ?(?:seats?|users?|licen[cs]es?|个|席|家|人|条|套|台|笔|单|字|words?|deals?|calls?|people) ?"
)


def comparisons(
    text: str, today: date, *, default_currency: str | None = None, past: bool = False
) -> list[Span[Comparison]]:
    """Find comparisons with the words that make them; money, percentages, lengths, days and plain numbers may be compared."""
    normal = normalise(text)
    values = [normal.forward(span) for span in _values(text, today, default_currency, past)]
    found: list[Span[Comparison]] = []
    used = 0
    for place, value in enumerate(values):
        if place < used:
            continue
        floor = values[place - 1].end if place else 0
        ranged = _ranged(normal.text, value, values[place + 1], floor) if place + 1 < len(values) else None
        if ranged:
            used = place + 2
        single = ranged or _single(normal.text, value, floor)
        if single:
            found.append(normal.back(single))
    return longest(found)


def _values(text: str, today: date, default_currency: str | None, past: bool) -> list[Span[Value]]:
    groups: list[Span[Value]] = [
        *money(text, default_currency),
        *percents(text),
        *durations(text),
        *days(text, today, past=past),
        *numbers(text),
    ]
    return longest(groups)


def _single(text: str, value: Span[Value], floor: int) -> Span[Comparison] | None:
    lead_text = text[max(floor, value.start - 32) : value.start]
    for pattern, op in _LEADS:
        lead = pattern.search(lead_text)
        if lead and (lead[0].strip() != "by" or isinstance(value.value, DayValue)):
            start = value.start - len(lead[0])
            return Span(start, value.end, "", Comparison(op, (value.value,)))
    end = value.end
    if unit := _UNIT_BETWEEN.match(text, end):
        end = unit.end() - (unit[0].endswith(" "))
    for pattern, op in _TRAILS:
        trail = pattern.match(text, end) or pattern.match(text, value.end)
        if trail:
            return Span(value.start, trail.end(), "", Comparison(op, (value.value,)))
    return None


def _ranged(text: str, first: Span[Value], second: Span[Value], floor: int) -> Span[Comparison] | None:
    gap = text[first.end : second.start] if second.start - first.end <= 18 else "\n"
    unit = _UNIT_BETWEEN.match(gap)
    gap = gap[unit.end() :].strip() if unit and unit.end() < len(gap) else gap
    lead = _BETWEEN.search(text[max(floor, first.start - 16) : first.start])
    among = _AMONG.match(text, second.end)
    pair = _paired(first, second)
    if pair is None or not (
        (_TO.fullmatch(gap) and (lead or among or not isinstance(pair[0], Decimal) or "to" not in gap))
        or ((lead or among) and _AND.fullmatch(gap))
    ):
        return None
    start = first.start - (len(lead[0]) if lead else 0)
    end = among.end() if among else second.end
    return Span(start, end, "", Comparison("between", pair))


def _paired(first: Span[Value], second: Span[Value]) -> tuple[Value, Value] | None:
    """Give both ends one type: in "50-60k EUR", "30-45 min" and 30到50万 the first takes the second's scale and unit."""
    low, high = first.value, second.value
    if isinstance(low, Decimal):
        low = _like(low, high, second.text)
    elif isinstance(low, Money) and isinstance(high, Decimal):
        high = Money(high, low.currency)
    if isinstance(low, Money) and isinstance(high, Money):
        low = replace(low, currency=low.currency or high.currency)
        high = replace(high, currency=high.currency or low.currency)
        return (low, high) if low.currency == high.currency and low.amount <= high.amount else None
    return (low, high) if type(low) is type(high) and _size(low) <= _size(high) else None


def _like(low: Decimal, high: Value, words: str) -> Value:
    if isinstance(high, Percent):
        return Percent(low)
    if isinstance(high, Duration):
        return Duration(int(low * MINUTES[high.unit]), high.unit)
    if isinstance(high, Money):
        scale = _SCALE.search(words)
        worth = SCALES[scale[1]] if scale and scale[1] else {"万": 10**4, "亿": 10**8}.get(scale[2], 1) if scale else 1
        return Money(low * worth if low * worth <= high.amount else low, high.currency)
    return low


def _size(value: Value) -> Decimal:
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, Percent):
        return value.points
    if isinstance(value, Duration):
        return Decimal(value.minutes)
    return Decimal(value.day.toordinal()) if isinstance(value, DayValue) else value
