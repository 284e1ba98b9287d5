"""English words for days: "tomorrow", "next Tuesday", "in 10 days", "the last Friday of March"."""

import re
from datetime import timedelta

from assistant.recognise.calendar import Unit, monday, month_end, month_start, nearest_weekday, shift, working_days
from assistant.recognise.dates import MONTH_EN, month_number
from assistant.recognise.day_edges import first_of
from assistant.recognise.day_value import DayAtom, Part
from assistant.recognise.frame import Frame, Rule
from assistant.recognise.numerals import BELOW_100, small_count

_WEEKDAY = (
    r"(?P<weekday>monday|mon|tuesday|tues|tue|wednesday|weds|wed|thursday|thurs|thur|thu|friday|fri"
    r"|saturday|sat|sunday|sun)"
    r"(?![a-z])\.?"
)
_COUNT = rf"(?:\d{{1,4}}|an?|(?:a )?couple(?: of)?|{BELOW_100})"
_UNIT = r"(?:(?P<working>(?:business|working|work) days?)|(?P<unit>day|week|fortnight|month|quarter|year)s?)"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# As words of their own, and "Sun Wei" is a name: these need a modifier or a comma, date or time beside them.
_AMBIGUOUS = {"sun", "sat", "wed", "mon"}

_SIMPLE = re.compile(
    r"(?<![a-z])(?:(?P<after>(?:the )?day after tomorrow)|(?P<before>(?:the )?day before yesterday)"
    r"|(?P<today>today|tonight|this (?:morning|afternoon|evening))"
    r"|(?P<tomorrow>tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr)|(?P<yesterday>yesterday|last night))(?![a-z])"
)
_DAY = re.compile(
    rf"(?<![a-z0-9])(?:(?P<which>this|next|last|coming"
    rf"|this coming|past|previous|every|each),? )?{_WEEKDAY}(?:,? (?:of )?"
    rf"(?P<week>this|next|last|the following) week(?!s? (?:ago|days)))?"
)
_WEEK_DAY = re.compile(rf"(?<![a-z0-9])(?P<week>this|next|last) week,? (?:on )?{_WEEKDAY}")
_WEEK_FROM = re.compile(rf"(?<![a-z0-9])(?P<count>{_COUNT}) weeks? (?:from|after|on) (?P<next>next )?{_WEEKDAY}")
_NTH_WEEKDAY = re.compile(
    rf"(?<![a-z0-9])(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th) {_WEEKDAY} (?:of|in) "
    rf"(?:(?P<which>this|next|last|the) month|(?P<month>{MONTH_EN})(?: (?P<year>20\d\d))?)"
)
_IN = re.compile(rf"(?<![a-z0-9])(?:with)?in (?P<count>{_COUNT}) {_UNIT}(?:'? time)?(?![a-z])")
_FROM_NOW = re.compile(rf"(?<![a-z0-9.,])(?P<count>{_COUNT}) {_UNIT} (?:from (?:now|today)|later|hence)(?![a-z])")
_AGO = re.compile(rf"(?<![a-z0-9.,])(?P<count>{_COUNT}) {_UNIT} (?:ago|back|earlier)(?![a-z])")
_SOON = re.compile(r"(?<![a-z0-9])in (?P<count>half an|an?|\d{1,3}) (?P<soon>hour|hr|min|minute)s?(?![a-z])")
_NEXT = re.compile(r"(?<![a-z])(?P<which>next|last) (?P<unit>week|month|quarter|year)(?![a-z'])")
_WEEKEND = re.compile(r"(?<![a-z])(?:(?P<which>this|the|next|last) )weekend(?![a-z])")


def _simple(match: re.Match[str], at: Frame) -> DayAtom:
    away = {"after": 2, "before": -2, "today": 0, "tomorrow": 1, "yesterday": -1}[match.lastgroup or "today"]
    words = match[0]
    part: Part | None = None
    for word, name in _PARTS.items():
        part = name if word in words else part
    return DayAtom(shift(at.today, away, "day"), part=part)


_PARTS: dict[str, Part] = {
    "night": "evening",
    "evening": "evening",
    "morning": "morning",
    "this afternoon": "afternoon",
}


def _weekday(match: re.Match[str], at: Frame) -> DayAtom | None:
    weekday, which, week = _number(match), match["which"], match["week"]
    if which in ("every", "each") or not _is_day(match, at):
        return None
    this_week = shift(monday(at.today), weekday, "day")
    if week:
        away = {"this": 0, "last": -1}.get(week, 1)
        return DayAtom(shift(this_week, away, "week"), "weekday")
    if which == "next":
        return DayAtom(shift(this_week, 1, "week"), "weekday")
    if which in ("last", "past", "previous"):
        return DayAtom(nearest_weekday(weekday, shift(at.today, -1, "day"), past=True), "weekday")
    if which == "this" and (at.past or this_week >= at.today):
        return DayAtom(this_week, "weekday")
    return DayAtom(nearest_weekday(weekday, at.today, past=at.past and which is None), "weekday")


def _number(match: re.Match[str]) -> int:
    return _WEEKDAYS.index(match["weekday"][:3])


def _is_day(match: re.Match[str], at: Frame) -> bool:
    """Tell "on Sun" and "Sun, Dec 6" from the sun, "we sat" and Sun Wei."""
    if match["weekday"] not in _AMBIGUOUS:
        return True
    after = at.text[match.end() : match.end() + 12]
    dated = re.match(rf",? (?:the )?(?:\d|at \d|{MONTH_EN}|morning|afternoon|evening|noon)", after)
    if dated:
        return True
    if after.startswith(" ") and at.normal.capital(match.end() + 1) and not at.normal.original.isupper():
        return False
    before = at.text[max(0, match.start() - 8) : match.start()]
    led = re.search(r"(?:^|[,-] ?|(?<![a-z])(?:on|by|until|till|since|before|after|from|to|due|and|or) )$", before)
    return bool(match["which"] or (led and not re.match(r" ?[a-z]", after)) or match["week"])


def _week_day(match: re.Match[str], at: Frame) -> DayAtom:
    first = shift(monday(at.today), {"this": 0, "next": 1, "last": -1}[match["week"]], "week")
    return DayAtom(shift(first, _number(match), "day"), "weekday")


def _week_from(match: re.Match[str], at: Frame) -> DayAtom | None:
    weekday, count = _number(match), small_count(match["count"])
    first = (
        shift(monday(at.today), weekday + 7, "day") if match["next"] else nearest_weekday(weekday, at.today, past=False)
    )
    return None if count is None else DayAtom(shift(first, count, "week"), "weekday")


_NOT = re.compile(r"(?:n't|(?<![a-z])(?:not|no|never|without|nobody|none|nothing)) [^.;,\n]{0,36}$")
_NTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}


def _nth_weekday(match: re.Match[str], at: Frame) -> DayAtom | None:
    weekday = _number(match)
    first = shift(month_start(at.today), {"next": 1, "last": -1}.get(match["which"] or "", 0), "month")
    if match["month"]:
        month = month_number(match["month"])
        first = first.replace(month=month, year=int(match["year"] or at.today.year))
        if not match["year"] and not at.past and month_end(first) < at.today:
            first = shift(first, 1, "year")
    if match["nth"] == "last":
        return DayAtom(nearest_weekday(weekday, month_end(first), past=True), "date")
    return DayAtom(shift(first, (weekday - first.weekday()) % 7 + 7 * _NTH[match["nth"]], "day"), "date")


def _moved(sign: int, match: re.Match[str], at: Frame) -> DayAtom | None:
    count = small_count(match["count"])
    if count is None:
        return None
    if match["working"]:
        return DayAtom(working_days(at.today, sign * count))
    unit: Unit = "week" if match["unit"] == "fortnight" else match["unit"]  # type: ignore[assignment]
    return DayAtom(shift(at.today, sign * count * (2 if match["unit"] == "fortnight" else 1), unit))


def _ahead(match: re.Match[str], at: Frame) -> DayAtom | None:
    if _NOT.search(at.text[max(0, match.start() - 40) : match.start()]):
        return None  # "has not moved in 3 weeks" looks back over a length of time
    return _moved(1, match, at)


def _ago(match: re.Match[str], at: Frame) -> DayAtom | None:
    return _moved(-1, match, at)


def _soon(match: re.Match[str], at: Frame) -> DayAtom | None:
    if at.now is None:
        return None
    count = {"half an": 0.5, "a": 1.0, "an": 1.0}.get(match["count"]) or float(match["count"])
    minutes = count * (60 if match["soon"][0] == "h" else 1)
    return moment(at, minutes)


def moment(at: Frame, minutes: float) -> DayAtom | None:
    """Return the day and clock time so many minutes from now, to the minute; None when the frame has no now."""
    if at.now is None:
        return None
    then = at.now + timedelta(minutes=minutes)
    return DayAtom(then.date(), time=then.time().replace(second=0, microsecond=0))


def _next(match: re.Match[str], at: Frame) -> DayAtom | None:
    return first_of(match["unit"], 1 if match["which"] == "next" else -1, at)


def _weekend(match: re.Match[str], at: Frame) -> DayAtom:
    away = {"next": 1, "last": -1}.get(match["which"], 0)
    return DayAtom(shift(monday(at.today), 7 * away + 5, "day"))


RULES: tuple[Rule[DayAtom], ...] = (
    (_SIMPLE, _simple),
    (_DAY, _weekday),
    (_WEEK_DAY, _week_day),
    (_WEEK_FROM, _week_from),
    (_NTH_WEEKDAY, _nth_weekday),
    (_IN, _ahead),
    (_FROM_NOW, _ahead),
    (_AGO, _ago),
    (_SOON, _soon),
    (_NEXT, _next),
    (_WEEKEND, _weekend),
)
