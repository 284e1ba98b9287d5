"""Public holidays as days: "before Christmas", "after Easter", 春节前, 国庆后; moveable ones by rule or, for the lunar calendar, by table."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.recognise.day_value import DayAtom
from assistant.recognise.frame import Frame, Rule

_SPRING = (
    "2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08"
    " 2036-01-28 2037-02-15 2038-02-04 2039-01-24 2040-02-12"
)
_DRAGON = (
    "2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16 2030-06-05 2031-06-24 2032-06-12 2033-06-01 2034-06-20 2035-06-10"
    " 2036-05-30 2037-06-18 2038-06-07 2039-05-27 2040-06-14"
)
_AUTUMN = (
    "2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22 2030-09-12 2031-10-01 2032-09-19 2033-09-08 2034-09-27 2035-09-16"
    " 2036-10-04 2037-09-24 2038-09-13 2039-10-02 2040-09-20"
)
"""The first day of the lunar year, the fifth of its fifth month and the fifteenth of its eighth, as days of ours."""


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    shifted = h + rest - 7 * ((a + 11 * h + 22 * rest) // 451) + 114
    return date(year, shifted // 31, shifted % 31 + 1)


def _thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def _fixed(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: date(year, month, day)


def _listed(days: str, away: int = 0) -> Callable[[int], date | None]:
    known = {d.year: d for d in map(date.fromisoformat, days.split())}
    return lambda year: known[year] + timedelta(days=away) if year in known else None


_DAYS: tuple[tuple[str, str, Callable[[int], date | None]], ...] = (
    (r"(?:christmas|x-?mas) eve", "圣诞前夜|平安夜", _fixed(12, 24)),
    (r"(?:christmas|x-?mas)(?: day)?", "圣诞节?", _fixed(12, 25)),
    (r"boxing day", "节礼日", _fixed(12, 26)),
    (r"new year'?s eve", "跨年夜?", _fixed(12, 31)),
    (r"(?<!chinese )(?<!lunar )(?:the )?new year'?s?(?: day)?(?= ?(?:$|[,.;:?!)]|and |or |we |i |they |he |she |it |that |this |then |are |is |for |on |in |to |at |with |from |next ))", "元旦节?|阳历新年", _fixed(1, 1)),
    (r"valentine'?s(?: day)?", "情人节", _fixed(2, 14)),
    (r"may day", "五一(?:劳动节|假期|长假|节)?(?![路年月日号点个])|劳动节", _fixed(5, 1)),
    (r"(?:chinese )?national day|golden week", "国庆(?:节|假期|长假)?|十一(?=(?:之?[前后]|假期|长假|期间|节))", _fixed(10, 1)),
    (r"good friday", "耶稣受难日", lambda y: easter(y) - timedelta(days=2)),
    (r"easter monday", "复活节星期一", lambda y: easter(y) + timedelta(days=1)),
    (r"easter(?: sunday)?", "复活节", easter),
    (r"whitsun|pentecost", "圣灵降临节", lambda y: easter(y) + timedelta(days=49)),
    (r"thanksgiving(?: day)?", "感恩节", _thanksgiving),
    (r"chinese new year'?s eve", "除夕|年三十|大年三十", _listed(_SPRING, -1)),
    (r"(?:the )?(?:chinese|lunar) new year|spring festival|(?:(?<=before )|(?<=after )|(?<=until )|(?<=till )|(?<=around )|(?<=over )|(?<=during ))cny(?= ?(?:$|[,.;?!)]|holiday))", "春节|大年初一|农历新年|过年(?=[前后])", _listed(_SPRING)),
    (r"dragon boat(?: festival)?", "端午节?", _listed(_DRAGON)),
    (r"mid-?autumn(?: festival)?|moon festival", "中秋节?", _listed(_AUTUMN)),
)  # fmt: skip


def _rule(words: str, chinese: str, of_year: Callable[[int], date | None], *, zh: bool) -> Rule[DayAtom]:
    if zh:
        pattern = re.compile(rf"(?:(?P<which>今年|明年|去年|后年)的?|(?P<year>20\d\d)年?的?)?(?:{chinese})")
    else:
        pattern = re.compile(
            rf"(?<![a-z])(?:(?P<which>this|next|last) )?(?:{words})(?! (?:party|card|dinner|lunch|market|present|gift|campaign|mailing|promotion))(?:,? (?P<year>20\d\d)| (?P<behind>this|next|last) year)?(?![a-z])"
        )

    def found(match: re.Match[str], at: Frame) -> DayAtom | None:
        groups = match.groupdict()
        day = _meant(of_year, at, groups.get("year"), groups.get("which"), groups.get("behind"))
        return DayAtom(day) if day is not None else None

    return pattern, found


def _meant(
    of_year: Callable[[int], date | None], at: Frame, year: str | None, which: str | None, behind: str | None
) -> date | None:
    this = at.today.year
    if year:
        return of_year(int(year))
    if behind or which in ("今年", "明年", "去年", "后年"):
        return of_year(
            this
            + {"last": -1, "this": 0, "next": 1, "去年": -1, "今年": 0, "明年": 1, "后年": 2}[behind or which or ""]
        )
    known = [d for y in (this - 1, this, this + 1, this + 2) if (d := of_year(y)) is not None]
    if at.past or which == "last":
        return next((d for d in reversed(known) if d <= at.today), None)
    return next((d for d in known if d >= at.today), None)


RULES: tuple[Rule[DayAtom], ...] = tuple(_rule(en, zh, day, zh=False) for en, zh, day in _DAYS)
RULES_ZH: tuple[Rule[DayAtom], ...] = tuple(_rule(en, zh, day, zh=True) for en, zh, day in _DAYS)
