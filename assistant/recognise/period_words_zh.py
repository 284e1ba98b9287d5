"""Chinese names of periods: 上个季度, 2026年10月, 去年四季度, 最近三个月, 上半年."""

import re
from datetime import date

from assistant.recognise import period_value as make
from assistant.recognise.calendar import fiscal_year, shift
from assistant.recognise.dates import MONTH_ZH, YEAR_ZH, month_number, year_number
from assistant.recognise.frame import Frame, Rule
from assistant.recognise.numerals import CHINESE_BELOW_100, small_count
from assistant.recognise.period_value import Period
from assistant.recognise.period_words import days_of_month, named_unit, nearest_month, rolled

_AWAY = {
    "上上": -2,
    "上": -1,
    "上一": -1,
    "前一": -1,
    "这": 0,
    "本": 0,
    "当": 0,
    "这一": 0,
    "下": 1,
    "下一": 1,
    "下下": 2,
}
_UNITS = {"周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year", "年度": "year"}
_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "明天": 1, "明日": 1}
_N = rf"(?:\d{{1,3}}|{CHINESE_BELOW_100}|半)"

_DAY = re.compile("|".join(_DAYS))
_UNIT = re.compile(
    r"(?P<which>上上|上一|前一|上|这一|这|本|当|下下|下一|下)个?(?P<unit>周(?![年岁])"
    r"|星期|礼拜|月(?!薪)|季度|季(?!节)|财季|财年|财务年度|年度|(?<=本)年(?!级|龄|[轻])|(?<=一)年)"
)
_MONTH = re.compile(rf"(?<![\d.第个])(?:(?P<year>{YEAR_ZH})的?)?(?P<month>\d{{1,2}}|{MONTH_ZH})月份?(?!薪)")
_YEAR_MONTHS = re.compile(
    rf"(?<![\d.第个])(?:(?P<year>{YEAR_ZH})的?)?(?P<first>\d{{1,2}}|{MONTH_ZH})月?(?:-|到|至|~)(?P<last>\d{{1,2}}"
    rf"|{MONTH_ZH})月份?(?![\d底初中末])"
)
_MONTH_DAYS = re.compile(
    rf"(?<![\d.第个])(?:(?P<year>{YEAR_ZH})的?)?(?P<month>\d{{1,2}}|{MONTH_ZH})月(?P<first>\d{{1,2}})(?:日|号)?(?:-"
    rf"|到|至|~)(?P<last>\d{{1,2}})(?:日|号)"
)
_QUARTER = re.compile(
    rf"(?:(?P<year>{YEAR_ZH}|(?:19|20)\d\d(?=q))的?)?(?:第?(?P<number>[一二三四1-4])个?季度?"
    rf"(?!节)|(?<![a-z0-9])q(?P<q>[1-4])(?![a-z0-9])"
    rf"|(?<=\d\d\d\d)q(?P<q2>[1-4])(?![a-z0-9])|(?<=年)q(?P<q3>[1-4])(?![a-z0-9]))"
)
_HALF = re.compile(rf"(?:(?P<year>{YEAR_ZH})的?)?(?P<half>[上下])半年")
_ROLLING = re.compile(
    rf"(?P<which>最近|过去|近|未来|接下来|今后|往后)的?(?P<count>{_N})(?P<unit>天|日|个?(?:周|星期|礼拜)|个?月|个?季度|年)(?!底)"
)
_WITHIN = re.compile(
    rf"(?<![\d.第一二两三四五六七八九十百千几数])(?P<count>{_N})(?P<unit>天|日|个?(?:周|星期|礼拜)|个月|年)(?:之内|以内|内)"
)
_YEAR = re.compile(
    r"(?P<word>今年|去年|明年|前年|后年)(?!同期|[底末初])(?:度|全年)?|(?<!\d)(?P<year>(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2})(?:年度?"
    r"|(?P<fiscal>财年))(?![底末初])"
)
_TO_DATE = re.compile(r"(?:今年)?年初(?:至今|到现在|以来|到今天)|(?P<unit>本年|本季度|本月|本周)(?:累计|至今)|今年累计")


def _day(match: re.Match[str], at: Frame) -> Period:
    return make.one_day(shift(at.today, _DAYS[match[0]], "day"))


def _unit(match: re.Match[str], at: Frame) -> Period:
    word = match["unit"]
    fiscal = word.startswith("财") and "年" in word
    unit = "year" if fiscal else _UNITS.get(word, "quarter")
    return named_unit(unit, _AWAY[match["which"]], at, fiscal=fiscal)


def _month(match: re.Match[str], at: Frame) -> Period | None:
    number = month_number(match["month"])
    if match["year"]:
        return make.month(date(year_number(match["year"], at.today), number, 1)) if 1 <= number <= 12 else None
    return nearest_month(number, at, at.past_or_none)


def _month_days(match: re.Match[str], at: Frame) -> Period | None:
    return days_of_month(_month(match, at), int(match["first"]), int(match["last"]))


def _months(match: re.Match[str], at: Frame) -> Period | None:
    first, last = month_number(match["first"]), month_number(match["last"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    start = (
        make.month(date(year_number(match["year"], at.today), first, 1))
        if match["year"]
        else nearest_month(first, at, at.past_or_none)
    )
    if start is None or start.start is None:
        return None
    end = make.month(shift(start.start, (last - first) % 12, "month")).end
    return make.between(start.start, end) if end else None


def _quarter(match: re.Match[str], at: Frame) -> Period:
    number = month_number(match["number"] or match["q"] or match["q2"] or match["q3"])
    year = year_number(match["year"], at.today) if match["year"] else fiscal_year(at.today, at.fiscal_year_start)
    return make.numbered_quarter(year, number, at.fiscal_year_start)


def _half(match: re.Match[str], at: Frame) -> Period:
    year = year_number(match["year"], at.today) if match["year"] else at.today.year
    return make.half(year, "上下".index(match["half"]) + 1, 1)


def _rolling(match: re.Match[str], at: Frame) -> Period | None:
    return _rolled(match, match["which"] in ("未来", "接下来", "今后", "往后"), at)


def _within(match: re.Match[str], at: Frame) -> Period | None:
    return _rolled(match, not at.past, at)


def _rolled(match: re.Match[str], ahead: bool, at: Frame) -> Period | None:
    unit = match["unit"].removeprefix("个")
    name = {"天": "day", "日": "day", "月": "month", "季度": "quarter", "年": "year"}.get(unit, "week")
    if match["count"] == "半":
        halves = {"year": (6, "month"), "month": (15, "day")}
        return rolled(*halves[name], ahead, at) if name in halves else None
    count = small_count(match["count"])
    return rolled(count, name, ahead, at) if count else None


def _year(match: re.Match[str], at: Frame) -> Period:
    year = year_number(match["word"] or match["year"], at.today)
    return make.whole_fiscal_year(year, at.fiscal_year_start) if match["fiscal"] else make.calendar_year(year)


def _to_date(match: re.Match[str], at: Frame) -> Period:
    unit = {"本季度": "quarter", "本月": "month", "本周": "week"}.get(match["unit"] or "", "year")
    start = named_unit(unit, 0, at).start
    return make.since(start or at.today, at.today)


RULES_ZH: tuple[Rule[Period], ...] = (
    (_DAY, _day),
    (_UNIT, _unit),
    (_YEAR_MONTHS, _months),
    (_MONTH, _month),
    (_MONTH_DAYS, _month_days),
    (_QUARTER, _quarter),
    (_HALF, _half),
    (_ROLLING, _rolling),
    (_WITHIN, _within),
    (_YEAR, _year),
    (_TO_DATE, _to_date),
)
