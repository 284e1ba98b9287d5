"""English names of periods: "last quarter", "Q1 2027", "past two weeks", "October", "year to date"."""

import re
from datetime import date

from assistant.recognise import period_value as make
from assistant.recognise.calendar import Unit, fiscal_year, month_start, shift
from assistant.recognise.dates import MONTH_EN, month_number
from assistant.recognise.day_edges import first_of
from assistant.recognise.frame import Frame, Rule
from assistant.recognise.numerals import BELOW_100, small_count
from assistant.recognise.period_value import Period

_YEAR = r"(?:(?:of |in |, ?)?(?:fy ?)?(?P<year>(?:19|20)\d\d(?![\d-])|'\d\d)|fy ?(?P<short>\d\d)(?!\d)|(?:of )?(?P<which_year>this|next|last) (?:fiscal )?year)"
_LEAD_YEAR = r"(?:(?:fy ?)?(?P<lead>20\d\d)[ -]?|fy ?(?P<lead_short>\d\d) )?"
_DAY = re.compile(r"(?<![a-z])(?P<day>today|yesterday|tomorrow)(?![a-z])")
_UNIT = re.compile(
    r"(?<![a-z])(?:the )?(?:(?P<which>this|last|next|current|previous|past|coming|prior) (?P<fiscal>(?:fiscal"
    r"|financial) )?(?P<unit>week|month|quarter|year)"
    r"|(?:fiscal|financial) (?P<present>quarter|year))(?![a-z]|(?: of)? \d)"
)
_TWO_AWAY = re.compile(
    r"(?<![a-z])(?:the )?(?P<unit>week|month|quarter|year) (?P<which>before last|after next)(?![a-z])"
)
_ROLLING = re.compile(
    rf"(?<![a-z])(?:the )?(?P<which>last|past|previous|trailing|next|coming|following) (?P<count>\d{{1,3}}"
    rf"|(?:a )?couple(?: of)?|few|{BELOW_100}) (?:calendar )?(?P<unit>day|week|month|quarter|year)s?(?![a-z])"
)
_LONG = re.compile(
    r"(?<![a-z])(?:the )?(?P<which>last|past|previous|next|coming) (?P<unit>half(?: a)?[- ]year|fortnight)(?![a-z])"
)
_WEEK_OF = re.compile(rf"(?<![a-z])(?:the )?(?P<which>first|last) week (?:of|in) (?P<month>{MONTH_EN})(?![a-z])")
_PART = re.compile(
    r"(?<![a-z])(?:(?P<left>(?:the )?(?:rest|remainder) of (?:the|this)|later(?: on)? this)|(?P<gone>earlier(?: on)? this)) (?P<unit>week|month|quarter|year)(?![a-z])"
)
_QUARTER = re.compile(
    rf"(?<![a-z0-9])(?<![a-z]-){_LEAD_YEAR}(?:fiscal )?(?:q(?P<number>[1-4])"
    rf"|(?P<digit>[1-4])q)(?:[ -]?{_YEAR}|(?<=q)(?P<tail>\d\d)(?!\d)|(?![a-z0-9]))"
)
_NTH_QUARTER = re.compile(
    rf"(?<![a-z])(?:the )?(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th) (?:fiscal )?quarter(?![a-z])(?: {_YEAR})?"
)
_HALF = re.compile(
    rf"(?<![a-z0-9])(?:{_LEAD_YEAR}h(?P<number>[12])(?![a-z0-9])"
    rf"|(?:the )?(?P<nth>first|second) half(?= of (?:the year|this|next|last|20\d\d)| 20\d\d|\s*[?.!]*$)|(?<=in )the (?P<nth_in>first|second) half(?! of (?!the year|this|next|last|20)))(?: of the year"
    rf"| {_YEAR})?"
)
_MONTH = re.compile(
    rf"(?<![a-z0-9])(?:(?P<which>this|last|next) )?(?P<month>{MONTH_EN})(?:(?:,? of)? {_YEAR})?(?! ?\d)"
)
_DAYS_OF = re.compile(
    rf"(?<![a-z0-9])(?:(?P<month>{MONTH_EN}) (?P<first>\d{{1,2}}) ?(?:-"
    rf"|to|through) ?(?P<last>\d{{1,2}})|(?P<from>\d{{1,2}}) ?(?:-"
    rf"|to) ?(?P<to>\d{{1,2}}) (?P<of>{MONTH_EN}))(?!\d|:|[ap]m)(?:,? (?P<year>20\d\d))?(?![a-z0-9:])"
)
_ISO_MONTH = re.compile(r"(?<![\d./-])(?P<year>20\d\d)[-/](?P<month>0[1-9]|1[0-2])(?![\d/-])")
_FISCAL_YEAR = re.compile(r"(?<![a-z])(?:fy ?|(?:fiscal|financial) (?:year )?)(?P<year>20\d\d|\d\d)(?!\d)")
_YEAR_ALONE = re.compile(
    r"(?<![\w#€$£¥./:-])(?<!ticket )(?<!deal )(?<!order )(?<!no\. )"
    r"(?P<year>20[0-4]\d)(?![\w%/:-]|[.,]\d| ?(?:seats|users|people|usd|eur|cny|rmb|k |dollars|euros"
    r"|contacts|leads|[个家条人元席台件万]))"
)
_TO_DATE = re.compile(
    r"(?<![a-z])(?:(?P<short>[ymqw])td|(?P<unit>year"
    r"|quarter|month|week)[ -]to[ -]date|so far this (?P<far>year"
    r"|quarter|month|week)|this (?P<this>year|quarter|month|week) so far)(?![a-z])"
)
# Also names and verbs: they need a preposition, a year or the whole text to be a month.
_NAMELIKE = frozenset({"jan", "mar", "march", "apr", "april", "may", "jun", "june", "august", "dec"})
_IN = re.compile(
    r"(?<![a-z])(?:in|by|since|until|till|from|to|for|of|during|before|after|through|and|between"
    r"|early|mid|late|throughout|-) ?$"
)
_TO_MONTH = re.compile(rf" ?(?:-|to|through) ?{MONTH_EN}")
_AWAY = {"this": 0, "current": 0, "last": -1, "previous": -1, "prior": -1, "next": 1, "coming": 1}
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


def named_unit(unit: str, away: int, at: Frame, *, fiscal: bool = False) -> Period:
    """Return the week, month, fiscal quarter or year counted from the present one."""
    if unit == "year" and fiscal:
        return make.whole_fiscal_year(fiscal_year(at.today, at.fiscal_year_start) + away, at.fiscal_year_start)
    first = first_of(unit, away, at).day
    if unit == "week":
        return make.week(first)
    if unit == "month":
        return make.month(first)
    return make.quarter(first, at.fiscal_year_start) if unit == "quarter" else make.calendar_year(first.year)


def nearest_month(number: int, at: Frame, past: bool | None) -> Period | None:
    """Return the month of that number nearest to the present one, the coming one of two as near.

    With `past` true the latest (this month included), with false the coming one. None for a number that is no month.
    """
    if not 1 <= number <= 12:
        return None
    here = at.today.year * 12 + at.today.month
    there = [at.today.year * 12 + number + 12 * away for away in (1, 0, -1)]
    if past is not None:
        there = [place for place in there if (place <= here if past else place >= here)]
    place = min(there, key=lambda place: abs(place - here))
    return make.month(date((place - 1) // 12, number, 1))


def _year(match: re.Match[str], at: Frame) -> int | None:
    groups = match.groupdict()
    for name in ("year", "lead", "short", "lead_short", "tail"):
        if groups.get(name):
            number = int(groups[name].strip("'"))
            return number if number > 99 else 2000 + number
    if groups.get("which_year"):
        return fiscal_year(at.today, at.fiscal_year_start) + _AWAY[groups["which_year"]]
    return None


def _day(match: re.Match[str], at: Frame) -> Period:
    return make.one_day(shift(at.today, {"today": 0, "yesterday": -1, "tomorrow": 1}[match["day"]], "day"))


def _unit(match: re.Match[str], at: Frame) -> Period:
    if match["present"]:
        return named_unit(match["present"], 0, at, fiscal=True)
    unit: Unit = match["unit"]  # type: ignore[assignment]
    if match["which"] == "past":
        return make.rolling(at.today, 1, unit, ahead=False)
    return named_unit(unit, _AWAY[match["which"]], at, fiscal=bool(match["fiscal"]))


def _two_away(match: re.Match[str], at: Frame) -> Period:
    return named_unit(match["unit"], -2 if match["which"] == "before last" else 2, at)


def _rolling(match: re.Match[str], at: Frame) -> Period | None:
    count = small_count(match["count"])
    return rolled(count, match["unit"], match["which"] in ("next", "coming", "following"), at) if count else None


def rolled(count: int, unit: str, ahead: bool, at: Frame) -> Period:
    """Return N days, weeks, months or years up to or from today; quarters are whole ones, the present one left out."""
    if unit != "quarter":
        return make.rolling(at.today, count, unit, ahead=ahead)  # type: ignore[arg-type]
    first = first_of("quarter", 1 if ahead else -count, at).day
    return make.between(first, shift(shift(first, count, "quarter"), -1, "day"))


def _long(match: re.Match[str], at: Frame) -> Period:
    count, unit = (2, "week") if match["unit"] == "fortnight" else (6, "month")
    return rolled(count, unit, match["which"] in ("next", "coming"), at)


def _part(match: re.Match[str], at: Frame) -> Period | None:
    """What is left of a period, today with it, or what has gone by of it."""
    whole = named_unit(match["unit"], 0, at)
    if match["gone"] or whole.end is None:
        return make.since(first_of(match["unit"], 0, at).day, at.today)
    return make.between(at.today, whole.end)


def _week_of(match: re.Match[str], at: Frame) -> Period | None:
    """The first or the last seven days of a month."""
    found = nearest_month(month_number(match["month"].rstrip(".")), at, at.past_or_none)
    if found is None or found.start is None or found.end is None:
        return None
    first, last = (1, 7) if match["which"] == "first" else (found.end.day - 6, found.end.day)
    return days_of_month(found, first, last)


def _quarter(match: re.Match[str], at: Frame) -> Period:
    year = _year(match, at)
    number = int(match["number"] or match["digit"])
    return make.numbered_quarter(year or fiscal_year(at.today, at.fiscal_year_start), number, at.fiscal_year_start)


def _nth_quarter(match: re.Match[str], at: Frame) -> Period:
    year = _year(match, at) or fiscal_year(at.today, at.fiscal_year_start)
    return make.numbered_quarter(year, _NTH[match["nth"]], at.fiscal_year_start)


def _half(match: re.Match[str], at: Frame) -> Period:
    year = _year(match, at) or fiscal_year(at.today, at.fiscal_year_start)
    return make.half(year, int(match["number"] or _NTH[match["nth"] or match["nth_in"]]), at.fiscal_year_start)


def _month(match: re.Match[str], at: Frame) -> Period | None:
    word = match["month"].rstrip(".")
    number, groups = month_number(word), match.groupdict()
    year = at.today.year + _AWAY[groups["which_year"]] if groups["which_year"] else _year(match, at)
    if year:
        return make.month(date(year, number, 1))
    whole = match.start() == 0 and match.end() == len(at.text)
    if word in _NAMELIKE and not match["which"] and not whole:
        lead = _IN.search(at.text[max(0, match.start() - 12) : match.start()])
        name_follows = (
            at.text.startswith(" ", match.end())
            and at.normal.capital(match.end() + 1)
            and not at.normal.original.isupper()
        )
        if not (lead or _TO_MONTH.match(at.text, match.end())) or name_follows:
            return None
    if match["which"] == "last":
        here = month_start(at.today)
        return make.month(date(here.year - (number >= here.month), number, 1))
    if match["which"] == "next":
        return make.month(date(at.today.year + (number <= at.today.month), number, 1))
    return make.month(date(at.today.year, number, 1)) if match["which"] else nearest_month(number, at, at.past_or_none)


def _days_of(match: re.Match[str], at: Frame) -> Period | None:
    number = month_number((match["month"] or match["of"]).rstrip("."))
    found = (
        make.month(date(int(match["year"]), number, 1)) if match["year"] else nearest_month(number, at, at.past_or_none)
    )
    return days_of_month(found, int(match["first"] or match["from"]), int(match["last"] or match["to"]))


def days_of_month(found: Period | None, first: int, last: int) -> Period | None:
    """Return the days from `first` to `last` of a month, or None when it has no such days."""
    if found is None or found.start is None or found.end is None or not 1 <= first < last <= found.end.day:
        return None
    return make.between(found.start.replace(day=first), found.start.replace(day=last))


def _iso_month(match: re.Match[str], at: Frame) -> Period:
    return make.month(date(int(match["year"]), int(match["month"]), 1))


def _fiscal_year(match: re.Match[str], at: Frame) -> Period:
    return make.whole_fiscal_year(_year(match, at) or at.today.year, at.fiscal_year_start)


def _year_alone(match: re.Match[str], at: Frame) -> Period:
    return make.calendar_year(int(match["year"]))


def _to_date(match: re.Match[str], at: Frame) -> Period:
    unit = (
        match["unit"]
        or match["far"]
        or match["this"]
        or {"y": "year", "q": "quarter", "m": "month", "w": "week"}[match["short"]]
    )
    return make.since(first_of(unit, 0, at).day, at.today)


RULES: tuple[Rule[Period], ...] = (
    (_DAY, _day),
    (_UNIT, _unit),
    (_TWO_AWAY, _two_away),
    (_ROLLING, _rolling),
    (_WEEK_OF, _week_of),
    (_LONG, _long),
    (_PART, _part),
    (_QUARTER, _quarter),
    (_NTH_QUARTER, _nth_quarter),
    (_HALF, _half),
    (_MONTH, _month),
    (_DAYS_OF, _days_of),
    (_ISO_MONTH, _iso_month),
    (_FISCAL_YEAR, _fiscal_year),
    (_YEAR_ALONE, _year_alone),
    (_TO_DATE, _to_date),
)
