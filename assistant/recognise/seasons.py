"""Seasons as periods: this autumn, last summer, in spring, 今年夏天, 去年冬季. Of the north, by whole months (spring is March to May)."""

import re
from datetime import date

from assistant.recognise import period_value as make
from assistant.recognise.calendar import month_end
from assistant.recognise.frame import Frame, Rule
from assistant.recognise.period_value import Period

_FIRST = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12, "春": 3, "夏": 6, "秋": 9, "冬": 12}
_NAME = r"(?:spring|summer|autumn|fall|winter)"
_EN = re.compile(
    rf"(?<![a-z])(?:(?:(?:in |over |during |since |by |until )?(?:the )?(?P<which>this|last|past|next|coming)|(?:in|since|over|during|until|by)(?: the)?) |^(?={_NAME}$)|(?={_NAME},? (?:of )?20\d\d))(?P<season>{_NAME})(?:,? (?:of )?(?P<year>20\d\d))?(?![a-z])"
)
_ZH = re.compile(
    r"(?:(?P<which>今年|去年|前年|明年|这个|上个|下个|本|今)|(?P<year>20\d\d)年)(?:的)?(?P<season>[春夏秋冬])(?:天|季)(?!度)"
)
_YEARS_AWAY = {"今年": 0, "去年": -1, "前年": -2, "明年": 1, "今": 0, "本": 0, "这个": 0}


def _of(year: int, season: str) -> Period:
    """The three months of a season that begins in this year."""
    first = date(year, _FIRST[season], 1)
    last = date(year + (first.month == 12), (first.month + 1) % 12 + 1, 1)
    return make.between(first, month_end(last))


def _over(period: Period, today: date) -> bool:
    return period.end is not None and period.end < today


def _latest(season: str, today: date) -> Period:
    """The last one that is over."""
    return next(p for year in (today.year, today.year - 1, today.year - 2) if _over(p := _of(year, season), today))


def _coming(season: str, today: date) -> Period:
    """The next one that has not begun."""
    found = (_of(year, season) for year in (today.year, today.year + 1))
    return next(p for p in found if p.start is not None and p.start > today)


def _english(match: re.Match[str], at: Frame) -> Period | None:
    season, which, year = match["season"], match["which"], match["year"]
    if year:
        return _of(int(year), season)
    if which in ("last", "past"):
        return _latest(season, at.today)
    if which in ("next", "coming"):
        return _coming(season, at.today)
    own = _of(at.today.year, season)
    if which == "this":
        begun = _of(at.today.year - 1, season)
        return begun if not _over(begun, at.today) else own
    if match[0].startswith(("since", "over", "during")) or at.past:
        return own if own.start is not None and own.start <= at.today else _of(at.today.year - 1, season)
    return _coming(season, at.today) if _over(own, at.today) else own


def _chinese(match: re.Match[str], at: Frame) -> Period | None:
    season, which = match["season"], match["which"]
    if match["year"]:
        return _of(int(match["year"]), season)
    if which == "上个":
        return _latest(season, at.today)
    if which == "下个":
        return _coming(season, at.today)
    return _of(at.today.year + _YEARS_AWAY[which], season)


SEASONS: tuple[Rule[Period], ...] = ((_EN, _english),)
SEASONS_ZH: tuple[Rule[Period], ...] = ((_ZH, _chinese),)
