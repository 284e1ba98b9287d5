"""How long: "40 min", "1h30", "two weeks", 一个半小时, 90天."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assistant.recognise.numerals import BELOW_100, CHINESE_BELOW_100, chinese_value, english_value
from assistant.recognise.spans import Span, longest
from assistant.recognise.text import normalise

DurationUnit = Literal["minute", "hour", "day", "week", "month", "year"]
MINUTES: dict[DurationUnit, int] = {
    "minute": 1, "hour": 60, "day": 1440, "week": 10_080, "month": 43_200, "year": 525_600,
}  # fmt: skip


@dataclass(frozen=True)
class Duration:
    """A length of time: `minutes` in all, and the largest unit it was said in. A month counts 30 days and a year 365."""

    minutes: int
    unit: DurationUnit

    @property
    def days(self) -> int:
        """Whole days in it."""
        return self.minutes // 1440


_NUMBER = rf"(?:\d{{1,5}}(?:\.\d{{1,3}})?|half an?|half|an?|(?:a )?couple(?: of)?|(?:a )?quarter of an|{BELOW_100})"
_ENGLISH = re.compile(
    rf"(?<![a-z0-9.:/#])(?<![a-z#]-)(?P<count>{_NUMBER})(?P<half> and a half)?[ -]?"
    rf"(?P<unit>hours?|hrs?|h(?=\d|[ .,;!?)]|$)|minutes?|mins?|days?|weeks?|wks?|months?|years?|yrs?|fortnights?)"
    r"(?P<after> and a half)?(?:(?<=[hrs]) ?(?:and )?(?P<more>\d{1,2}) ?(?:minutes?|mins?|m)?)?(?![a-z0-9])"
)
_UNITS: dict[str, DurationUnit] = {"h": "hour", "mi": "minute", "d": "day", "w": "week", "mo": "month", "y": "year"}
_NUMBER_ZH = rf"(?:\d{{1,5}}(?:\.\d{{1,3}})?|[一二三四五六七八九]?百(?:[一二三四五六七八九]十)?|{CHINESE_BELOW_100}|半)"
_CHINESE = re.compile(
    rf"(?<![\d.第周a-z一二两三四五六七八九十百千几数])(?P<count>{_NUMBER_ZH}) ?(?P<half>个半|(?<=半)个)?个?(?P<unit>小时|钟头|分钟|刻钟|天|周(?!年)"
    rf"|星期|礼拜|(?<=[个半])月|年(?![级底初末轻代]))(?P<after>半)?"
    r"(?:(?<=时)(?P<more>\d{1,2}|[二三四五]?十[一二三四五六七八九]?)分钟?)?"
)
_UNITS_ZH: dict[str, DurationUnit] = {
    "小时": "hour", "钟头": "hour", "分钟": "minute", "刻钟": "minute", "天": "day", "周": "week", "星期": "week", "礼拜": "week",
    "月": "month", "年": "year",
}  # fmt: skip


def durations(text: str) -> list[Span[Duration]]:
    """Find lengths of time, in order."""
    normal = normalise(text)
    found = [span for match in _ENGLISH.finditer(normal.text) if (span := _english(match))]
    found += [span for match in _CHINESE.finditer(normal.text) if (span := _chinese(match))]
    return [normal.back(span) for span in longest(found)]


def parse_duration(text: str) -> Duration | None:
    """Read a whole string as one length of time, or None."""
    stripped = text.strip()
    found = durations(stripped)
    return found[0].value if len(found) == 1 and found[0].text == stripped else None


def _english(match: re.Match[str]) -> Span[Duration] | None:
    words = match["count"]
    if words[0].isdigit():
        count: Fraction | None = Fraction(words)
    elif "quarter" in words:
        count = Fraction(1, 4)
    elif "half" in words:
        count = Fraction(1, 2)
    elif "couple" in words:
        count = Fraction(2)
    else:
        value = english_value(words)
        count = Fraction(1) if words in ("a", "an") else Fraction(value) if value is not None else None
    if match["unit"].startswith("fortnight"):
        return _span(match, count * 2 if count is not None else None, "week", False, 0)
    unit = next(unit for start, unit in _UNITS.items() if match["unit"].startswith(start))
    if match["more"] and unit != "hour":
        return None
    return _span(match, count, unit, bool(match["half"] or match["after"]), int(match["more"] or 0))


def _chinese(match: re.Match[str]) -> Span[Duration] | None:
    value = chinese_value(match["count"])
    count = None if value is None else Fraction(value)
    if count is not None and match["unit"] == "刻钟":
        count *= 15
    more = chinese_value(match["more"]) if match["more"] else None
    if count is not None and match["unit"] == "年" and count > 99:
        return None  # 2026年 is a year
    half = match["half"] == "个半" or bool(match["after"])
    return _span(match, count, _UNITS_ZH[match["unit"]], half, int(more or 0))


def _span(
    match: re.Match[str], count: Fraction | None, unit: DurationUnit, half: bool, more: int
) -> Span[Duration] | None:
    if count is None:
        return None
    minutes = int((count + (Fraction(1, 2) if half else 0)) * MINUTES[unit]) + more
    return Span(match.start(), match.end(), match[0], Duration(minutes, unit)) if minutes else None
