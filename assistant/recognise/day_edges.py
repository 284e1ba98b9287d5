"""Beginnings, middles and ends: "end of next month", "EOW", 月底, 下月初, Q1末."""

import re
from datetime import date

from assistant.recognise.calendar import (
    Unit,
    fiscal_year,
    monday,
    month_end,
    month_start,
    quarter_of,
    quarter_start,
    shift,
)
from assistant.recognise.dates import MONTH_EN, MONTH_ZH, YEAR_ZH, month_number, year_number
from assistant.recognise.day_value import DayAtom
from assistant.recognise.frame import Frame, Rule

_EDGE = r"(?<![a-z])(?:the )?(?P<edge>end|close|beginning|start|middle) of (?:the )?"
_OF_UNIT = re.compile(
    rf"{_EDGE}(?P<which>this |next |last |current |following )?(?:fiscal )?(?P<unit>week|month|quarter|year)(?![a-z])"
)
_OF_MONTH = re.compile(
    rf"(?:{_EDGE}|(?<![a-z])(?P<early>mid|early|late)[ -])(?P<month>{MONTH_EN})(?: (?P<year>20\d\d))?"
)
_OF_QUARTER = re.compile(rf"{_EDGE}q(?P<quarter>[1-4])(?:,? (?P<year>20\d\d))?(?![a-z0-9])")
_OF_YEAR = re.compile(rf"{_EDGE}(?P<year>20\d\d)(?!\d)")
_SHORT = re.compile(
    r"(?<![a-z])(?:(?P<which>next |this |last )?(?:(?P<unit>month"
    r"|quarter|year|week)[ -]end|(?P<edge>mid)[ -](?:(?:next|this) )?month)"
    r"|(?P<short>eow|eom|eoq|eoy))(?![a-z])"
)
_SHORT_UNITS = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}

_ZH_MONTH = re.compile(
    rf"(?:(?P<which>上上|上|这|本|下下|下|当)个?月|(?<![\d个])(?:(?P<year>{YEAR_ZH})的?)?(?P<month>{MONTH_ZH})月份?|月)的?"
    r"(?P<edge>底|末|初|中旬?(?![国心午介期标文英东美间])|上旬|下旬)"
)
_ZH_QUARTER = re.compile(
    rf"(?:(?P<which>上|这|本|下|当)个?|(?:(?P<year>{YEAR_ZH})的?)?(?:第?(?P<quarter>[一二三四1-4])"
    rf"(?=个?季)|(?P<q>(?<![a-z])q[1-4]))|)(?:个?季度?|(?<=q[1-4]))的?(?P<edge>底|末|初)"
)
_ZH_YEAR = re.compile(rf"(?:(?P<year>{YEAR_ZH})|(?<!\d)年)的?(?P<edge>[底末初])")
_ZH_WEEK = re.compile(r"(?P<which>上上|上|这|本|下下|下)?个?周(?P<edge>末|底|初)")
_ZH_NEXT = re.compile(
    r"(?P<which>上上|上|下下|下)个?(?P<unit>周|星期|礼拜|月|季度)(?![一二三四五六日天1-6末底初中年报内度]|的?[周星礼])|(?<!\d)(?P<year>明年|后年)(?![\d一二三四五六七八九十第q上下底初末的全])"
)
_AWAY = {"上上": -2, "上": -1, "last": -1, "next": 1, "following": 1, "下": 1, "下下": 2}


def first_of(unit: str, away: int, at: Frame) -> DayAtom:
    """Return the first day of a week, month, quarter or year counted from the present one, with that precision."""
    if unit == "week":
        return DayAtom(shift(monday(at.today), away, "week"), precision="week")
    if unit == "month":
        return DayAtom(shift(month_start(at.today), away, "month"), precision="month")
    if unit == "quarter":
        starts = at.fiscal_year_start
        first = quarter_start(fiscal_year(at.today, starts), quarter_of(at.today, starts), starts)
        return DayAtom(shift(first, away, "quarter"), precision="quarter")
    return DayAtom(shift(at.today.replace(month=1, day=1), away, "year"), precision="year")


def _edge(edge: str, first: date, unit: Unit) -> DayAtom:
    """Return the first day, the middle or the last day; a working week ends on Friday."""
    if edge in ("beginning", "start", "early", "初", "上旬"):
        return DayAtom(first, "edge")
    last = shift(first, 4, "day") if unit == "week" else shift(shift(first, 1, unit), -1, "day")
    if edge in ("middle", "mid", "中", "中旬"):
        return DayAtom(
            shift(first, 2 if unit == "week" else 14 if unit == "month" else (last - first).days // 2, "day"),
            "edge",
            "week",
        )
    return DayAtom(last, "edge")


def _unit_edge(match: re.Match[str], at: Frame) -> DayAtom:
    unit: Unit = match["unit"]  # type: ignore[assignment]
    away = _AWAY.get((match["which"] or "").strip(), 0)
    first = first_of(unit, away, at).day
    found = _edge(match["edge"], first, unit)
    if unit == "week" and away == 0 and found.day < at.today and not at.past:
        return DayAtom(shift(first, 6, "day"), "edge")  # said on a weekend
    return found


def _month_edge(match: re.Match[str], at: Frame) -> DayAtom | None:
    first = _month(match["month"], match["year"], at)
    return _edge(match["edge"] or match["early"], first, "month") if first else None


def _month(word: str, year: str | None, at: Frame) -> date | None:
    month = month_number(word)
    if not 1 <= month <= 12:
        return None
    if year:
        return date(year_number(year, at.today), month, 1)
    first = date(at.today.year, month, 1)
    if not at.past and month_end(first) < at.today:
        return shift(first, 1, "year")
    return shift(first, -1, "year") if at.past and first > at.today else first


def _quarter_edge(match: re.Match[str], at: Frame) -> DayAtom:
    return _numbered_quarter(match["edge"], int(match["quarter"]), int(match["year"]) if match["year"] else None, at)


def _numbered_quarter(edge: str, quarter: int, year: int | None, at: Frame) -> DayAtom:
    """Without a year: of the present fiscal year, or of the next once that day has passed."""
    starts = at.fiscal_year_start
    found = _edge(edge, quarter_start(year or fiscal_year(at.today, starts), quarter, starts), "quarter")
    if year is None and found.day < at.today and not at.past:
        return _edge(edge, quarter_start(fiscal_year(at.today, starts) + 1, quarter, starts), "quarter")
    return found


def _year_edge(match: re.Match[str], at: Frame) -> DayAtom:
    return _edge(match["edge"], date(int(match["year"]), 1, 1), "year")


def _short(match: re.Match[str], at: Frame) -> DayAtom:
    unit = match["unit"] or _SHORT_UNITS.get(match["short"] or "", "month")
    away = _AWAY.get((match["which"] or "").strip(), 0)
    if "next month" in match[0]:
        away = 1
    return _edge(match["edge"] or "end", first_of(unit, away, at).day, unit)  # type: ignore[arg-type]


def _chinese_month(match: re.Match[str], at: Frame) -> DayAtom | None:
    edge = "末" if match["edge"] == "下旬" else match["edge"]
    if match["month"]:
        first = _month(match["month"], match["year"], at)
        return _edge(edge, first, "month") if first else None
    first = first_of("month", _AWAY.get(match["which"] or "", 0), at).day
    found = _edge(edge, first, "month")
    if match["which"] is None and found.day < at.today and not at.past:
        return _edge(edge, shift(first, 1, "month"), "month")  # 月初 said on the 20th is the next one
    return found


def _chinese_quarter(match: re.Match[str], at: Frame) -> DayAtom:
    number = match["quarter"] or (match["q"] or "")[1:]
    if number:
        year = year_number(match["year"], at.today) if match["year"] else None
        return _numbered_quarter(match["edge"], month_number(number), year, at)
    return _edge(match["edge"], first_of("quarter", _AWAY.get(match["which"] or "", 0), at).day, "quarter")


def _chinese_year(match: re.Match[str], at: Frame) -> DayAtom:
    year = year_number(match["year"], at.today) if match["year"] else at.today.year
    found = _edge(match["edge"], date(year, 1, 1), "year")
    if not match["year"] and found.day < at.today and not at.past:
        return _edge(match["edge"], date(year + 1, 1, 1), "year")
    return found


def _chinese_week(match: re.Match[str], at: Frame) -> DayAtom:
    first = first_of("week", _AWAY.get(match["which"] or "", 0), at).day
    if match["edge"] == "末":
        return DayAtom(shift(first, 5, "day"))
    return _edge(match["edge"], first, "week")


def _chinese_next(match: re.Match[str], at: Frame) -> DayAtom:
    if match["year"]:
        return first_of("year", {"明年": 1, "后年": 2}[match["year"]], at)
    unit = {"月": "month", "季度": "quarter"}.get(match["unit"], "week")
    return first_of(unit, _AWAY[match["which"]], at)


RULES: tuple[Rule[DayAtom], ...] = (
    (_OF_UNIT, _unit_edge),
    (_OF_MONTH, _month_edge),
    (_OF_QUARTER, _quarter_edge),
    (_OF_YEAR, _year_edge),
    (_SHORT, _short),
)
RULES_ZH: tuple[Rule[DayAtom], ...] = (
    (_ZH_MONTH, _chinese_month),
    (_ZH_QUARTER, _chinese_quarter),
    (_ZH_YEAR, _chinese_year),
    (_ZH_WEEK, _chinese_week),
    (_ZH_NEXT, _chinese_next),
)
