"""Chinese words for days: 后天, 下周二, 十天后, 两周前, 三个工作日内."""

import re

from assistant.recognise.calendar import Unit, monday, nearest_weekday, shift, working_days
from assistant.recognise.day_value import DayAtom, Part
from assistant.recognise.day_words import moment
from assistant.recognise.frame import Frame, Rule
from assistant.recognise.numerals import CHINESE_BELOW_100, chinese_value

_DAYS = {
    "大后天": 3, "后天": 2, "明天": 1, "明日": 1, "明儿": 1, "明": 1, "今天": 0, "今日": 0, "今儿": 0, "今": 0,
    "昨天": -1, "昨日": -1, "昨儿": -1, "昨": -1, "前天": -2, "大前天": -3,
}  # fmt: skip
_SIMPLE = re.compile(
    r"(?P<day>大后天|(?<![\d之以天周月])后天|明[天日儿](?!启)|今[天日儿]|昨[天日儿]|大前天|(?<![之以])前天)|(?P<short>[今明昨])(?P<part>早|晚|晨)(?!点|期)"
)
# 两周一次 is "once in two weeks", 每周一 every Monday, 本周三个 "three … this week".
_WEEKDAY = re.compile(
    r"(?:(?P<which>上上|上|这|本|下下|下)(?:一?个)?(?:周|星期|礼拜)(?:的?(?:周|星期|礼拜))?|(?<![\d一二两三四五六七八九十个每双单半几多])(?:周|星期|礼拜))"
    r"(?P<day>[一二三四五六日天]|[1-6](?!\d))(?![次单笔条家个年岁鸣])"
)
_N = rf"(?:\d{{1,4}}|{CHINESE_BELOW_100}|半|一百(?:[一二三四五六七八九]十)?)"
# Not the tail of a longer numeral or of "two or three days" (两三天).
_ALONE = r"(?<![第\d.一二两三四五六七八九十百千几数])"
_UNIT = r"(?P<unit>个?工作日|[天日]|个?(?:周|星期|礼拜)|个半?月|年)"
_AFTER = re.compile(rf"{_ALONE}(?P<count>{_N})(?P<more>个半(?=月))?{_UNIT}(?:之后|以后|过后|后|内|之内|以内)")
_PASSING = re.compile(rf"(?:再过|(?<![超不经通])过)(?P<count>{_N})(?P<more>个半(?=月))?{_UNIT}(?!来|去)")
_BEFORE = re.compile(rf"{_ALONE}(?<!期)(?P<count>{_N})(?P<more>个半(?=月))?{_UNIT}(?:之前|以前|前)(?!天)")
_SOON = re.compile(rf"{_ALONE}(?P<count>{_N})(?P<half>个半)?个?(?P<unit>小时|钟头|分钟)(?:之后|以后|后)")


def _simple(match: re.Match[str], at: Frame) -> DayAtom:
    part: Part | None = None
    if match["part"]:
        part = "evening" if match["part"] == "晚" else "morning"
    return DayAtom(shift(at.today, _DAYS[match["day"] or match["short"]], "day"), part=part)


def _weekday(match: re.Match[str], at: Frame) -> DayAtom | None:
    weekday = "一二三四五六日1234567".index(match["day"].replace("天", "日")) % 7
    which = match["which"]
    if which is None:
        if match[0].startswith("周") and (match["day"] == "天" or match["day"].isascii()):
            return None  # 周天宇 is a name, 周3 too short to tell
        return DayAtom(nearest_weekday(weekday, at.today, past=at.past), "weekday")
    away = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(which, 0)
    return DayAtom(shift(monday(at.today), 7 * away + weekday, "day"), "weekday")


def _move(sign: int, match: re.Match[str], at: Frame) -> DayAtom | None:
    words, unit = match["count"], match["unit"]
    if words == "半":
        halves = {"年": (6, "month"), "个月": (15, "day"), "天": None}.get(unit)
        return DayAtom(shift(at.today, sign * halves[0], halves[1])) if halves else None  # type: ignore[arg-type]
    value = chinese_value(words)
    if value is None or value == 0 or value != int(value):
        return None
    count = sign * int(value)
    if unit.endswith("工作日"):
        return DayAtom(working_days(at.today, count))
    step: Unit = {"天": "day", "日": "day", "年": "year"}.get(unit, "month" if "月" in unit else "week")  # type: ignore[assignment]
    day = shift(at.today, count, step)
    return DayAtom(shift(day, sign * 15, "day") if match["more"] or unit == "个半月" else day)


def _after(match: re.Match[str], at: Frame) -> DayAtom | None:
    return _move(1, match, at)


def _before(match: re.Match[str], at: Frame) -> DayAtom | None:
    return _move(-1, match, at)


def _soon(match: re.Match[str], at: Frame) -> DayAtom | None:
    value = chinese_value(match["count"])
    if value is None:
        return None
    hours = float(value) + (0.5 if match["half"] else 0)
    return moment(at, hours if match["unit"] == "分钟" else hours * 60)


RULES_ZH: tuple[Rule[DayAtom], ...] = (
    (_SIMPLE, _simple),
    (_WEEKDAY, _weekday),
    (_AFTER, _after),
    (_PASSING, _after),
    (_BEFORE, _before),
    (_SOON, _soon),
)
