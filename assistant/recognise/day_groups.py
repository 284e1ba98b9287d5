"""Words that belong together become one day: "Tuesday, 24 Nov at 3pm", 下周二（11月24日）下午3点到4点."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from functools import lru_cache

from assistant.recognise import clock, dates, day_edges, day_words, day_words_zh, holidays
from assistant.recognise.calendar import Unit, shift
from assistant.recognise.clock import Clock, PartWord
from assistant.recognise.day_value import MONTHS_EN, WEEKDAYS_EN, WEEKDAYS_ZH, DayAtom, DayValue, Impossible, Part
from assistant.recognise.frame import Frame, run
from assistant.recognise.numerals import BELOW_100, CHINESE_BELOW_100, small_count
from assistant.recognise.spans import Span, longest
from assistant.recognise.text import is_chinese

Piece = DayAtom | Clock | PartWord | Impossible
_JOIN = re.compile(
    r"\)? ?(?:, ?)?\(? ?(?:(?:at|around|about|on|in the|by|from|for|starting|@|-|的|在|大概|大约|约|于|,|、)? ?)(?:the )?\(? ?"
)
_OFFSET = re.compile(
    rf"(?<![a-z0-9])(?:(?P<count>\d{{1,3}}|an?|(?:a )?couple(?: of)?|{BELOW_100}) |the |)"
    r"(?P<unit>day|week|month)s? (?P<way>before|prior to|after) (?:the )?$"
)
_OFFSET_ZH = re.compile(
    rf"(?:之|的)?(?P<way>前|后)(?P<count>\d{{1,3}}|{CHINESE_BELOW_100})个?(?P<unit>天|周|星期|月)(?!内|[的之]?[前后])"
)
_OFFSET_UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "天": "day",
    "周": "week",
    "星期": "week",
    "月": "month",
}
_RANGE = re.compile(r" ?(?:-|~|to|until|till|到|至|和) ?")


@dataclass(frozen=True)
class DayGroup:
    """One day as said. `source` is how the day was named, None when only a clock time was said."""

    value: DayValue | Impossible
    source: str | None


@lru_cache(maxsize=16)
def day_groups(at: Frame) -> tuple[Span[DayGroup], ...]:
    """Find days and times, in offsets of the uniform text and in order; impossible ones are among them."""
    pieces: list[Span[Piece]] = []
    for rules in (dates.RULES, day_words.RULES, day_edges.RULES, holidays.RULES, clock.RULES):
        pieces.extend(run(rules, at))
    if is_chinese(at.text):
        for rules in (dates.RULES_ZH, day_edges.RULES_ZH, day_words_zh.RULES_ZH, holidays.RULES_ZH, clock.RULES_ZH):
            pieces.extend(run(rules, at))
    timed = _ranges(_parts(longest(pieces), at), at)
    groups = [Span(start, end, at.text[start:end], group) for start, end, group in _grouped(timed, at)]
    edges = [0, *(edge for group in groups for edge in (group.start, group.end)), len(at.text)]
    return tuple(_moved(group, edges[2 * place], edges[2 * place + 3], at) for place, group in enumerate(groups))


def _moved(group: Span[DayGroup], floor: int, ceiling: int, at: Frame) -> Span[DayGroup]:
    """Apply a length before or after the day: "two weeks before Dec 15", 12月15日前三天."""
    value = group.value.value
    if not isinstance(value, DayValue) or group.value.source is None:
        return group
    lead = _OFFSET.search(at.text[max(floor, group.start - 40) : group.start])
    trail = _OFFSET_ZH.match(at.text, group.end, ceiling)
    match = lead or trail
    count = small_count(match["count"] or "a") if match else None
    if match is None or count is None:
        return group
    unit = _OFFSET_UNITS[match["unit"]]
    sign = -1 if match["way"] in ("before", "prior to", "前") else 1
    try:
        day = shift(value.day, sign * count, unit)
    except OverflowError:
        return group
    start, end = group.start - (len(lead[0]) if lead else 0), trail.end() if trail and not lead else group.end
    return Span(start, end, at.text[start:end], DayGroup(replace(value, day=day), "relative"))


def _gap(left: Span[Piece], right: Span[Piece], at: Frame) -> str:
    return at.text[left.end : right.start] if right.start - left.end <= 14 else "\n"


def _parts(pieces: list[Span[Piece]], at: Frame) -> list[Span[Piece]]:
    """Let a part of the day beside a clock time decide am and pm: 下午3点, "3 in the afternoon"."""
    merged: list[Span[Piece]] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and _JOIN.fullmatch(_gap(last, piece, at)):
            pair = (last.value, piece.value) if isinstance(last.value, PartWord) else (piece.value, last.value)
            word, told = pair
            if isinstance(word, PartWord) and isinstance(told, Clock) and word.part != "end":
                minutes, guessed = clock.settle(told, word.part)
                settled = replace(told, minutes=minutes, exact=not guessed, weak=False)
                merged[-1] = Span(last.start, piece.end, "", settled)
                continue
        merged.append(piece)
    return merged


def _ranges(pieces: list[Span[Piece]], at: Frame) -> list[Span[Piece]]:
    """Join two clock times with "to" between."""
    merged: list[Span[Piece]] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        joined = _range(last, piece, at) if last else None
        if last and joined:
            merged[-1] = Span(last.start, piece.end, "", joined)
        else:
            merged.append(piece)
    return merged


def _range(first: Span[Piece], second: Span[Piece], at: Frame) -> Clock | None:
    """Return the first time with its end; where am or pm was not said, the end is the next such time after the start."""
    begins, ends = first.value, second.value
    if not isinstance(begins, Clock) or not isinstance(ends, Clock) or begins.until is not None:
        return None
    if (begins.weak and ends.weak) or not _RANGE.fullmatch(_gap(first, second, at)):
        return None
    start, guessed = clock.settle(begins, None)
    end = clock.settle(ends, None)[0]
    if not ends.exact and not 0 < end - start <= 720:
        end = ends.minutes % 720
        end += 720 if end + 720 > start >= end else 0
    if guessed and ends.exact and begins.minutes < end <= start:
        start = begins.minutes  # "9 to 11:30am" and "5 to 13:00" begin in the morning
    return replace(begins, minutes=start, exact=not guessed, weak=False, until=end)


def _grouped(pieces: list[Span[Piece]], at: Frame) -> Iterator[tuple[int, int, DayGroup]]:
    group: list[Span[Piece]] = []
    for piece in pieces:
        joined = _join(group, piece, at) if group else None
        if joined is None:
            yield from _closed(group, at)
            group = [piece]
        else:
            group = joined
    yield from _closed(group, at)


def _join(group: list[Span[Piece]], piece: Span[Piece], at: Frame) -> list[Span[Piece]] | None:
    """Return the group with the piece, or None when the piece opens a group of its own."""
    gap = _gap(group[-1], piece, at)
    if not _JOIN.fullmatch(gap):
        return None
    held = [span.value for span in group]
    if any(isinstance(value, Impossible) for value in held):
        return [*group, piece] if isinstance(piece.value, (Clock, PartWord)) else None
    if not isinstance(piece.value, DayAtom):
        kinds = (Clock, PartWord) if isinstance(piece.value, Clock | Impossible) else (PartWord, Clock)
        return None if any(isinstance(value, kinds) for value in held) else [*group, piece]
    days = [value for value in held if isinstance(value, DayAtom)]
    if not days:
        return [*group, piece]
    both = _same_day(days[0], piece.value, gap, at.today)
    if both is None:
        return None
    start = group[0].start
    rest = [span for span in group if not isinstance(span.value, DayAtom)]
    return [*rest, Span(start, piece.end, at.text[start : piece.end], both)]


def _same_day(first: DayAtom, second: DayAtom, gap: str, today: date) -> DayAtom | Impossible | None:
    """Join a weekday with a date: they agree, or the words contradict each other."""
    if first.source == second.source or "-" in gap:
        return None
    if first.day == second.day:
        return first if first.source != "weekday" else second
    named, other = (first, second) if first.source == "weekday" else (second, first)
    if named.source != "weekday" or other.source == "edge" or other.precision != "day":
        return None
    if named.day.weekday() == other.day.weekday():
        return other
    if other.source != "date":
        return None
    for years in (
        (-1, 1) if other.yearless else ()
    ):  # "Friday Nov 13" may look back, yet not to another year's 25 November
        moved = shift(other.day, years, "year")
        if moved.weekday() == named.day.weekday() and moved.day == other.day.day and abs((moved - today).days) < 183:
            return replace(other, day=moved)
    return _contradiction(named.day, other.day)


def _contradiction(named: date, day: date) -> Impossible:
    english = f"{day.day} {MONTHS_EN[day.month - 1]} {day.year} is a {WEEKDAYS_EN[day.weekday()]}, not a {WEEKDAYS_EN[named.weekday()]}."
    chinese = f"{day.year}年{day.month}月{day.day}日是星期{WEEKDAYS_ZH[day.weekday()]}，不是星期{WEEKDAYS_ZH[named.weekday()]}。"
    return Impossible("", english, chinese)


def _closed(group: list[Span[Piece]], at: Frame) -> Iterator[tuple[int, int, DayGroup]]:
    if not group:
        return
    start, end = min(span.start for span in group), max(span.end for span in group)
    values = [span.value for span in group]
    wrong = next((value for value in values if isinstance(value, Impossible)), None)
    if wrong is not None:
        yield start, end, DayGroup(replace(wrong, text=at.text[start:end]), None)
        return
    day = next((value for value in values if isinstance(value, DayAtom)), None)
    told = next((value for value in values if isinstance(value, Clock)), None)
    word = next((value for value in values if isinstance(value, PartWord)), None)
    if day is None and (told is None or told.weak) and (word is None or word.weak) and not (told and word):
        return
    try:
        value = _valued(day, told, word.part if word else day.part if day else None, at)
    except OverflowError:
        return
    yield start, end, DayGroup(value, day.source if day else None)


def _valued(day: DayAtom | None, told: Clock | None, part: Part | None, at: Frame) -> DayValue:
    base = day or DayAtom(at.today)
    if told is None:
        return DayValue(base.day, base.time, base.precision, part)
    minutes, guessed = clock.settle(told, part)
    on = shift(base.day, minutes // 1440, "day")
    until = _time(told.until) if told.until is not None else None
    return DayValue(on, _time(minutes), base.precision, guessed=guessed, until=until)


def _time(minutes: int) -> time:
    return time(minutes % 1440 // 60, minutes % 60)
