"""Dates of the calendar as written: "Dec 15", 15/12/2026, 2026-12-15, 12月15日, 15号."""

import re
from datetime import date, datetime

from assistant.recognise.calendar import month_end, month_start, nearest_date, nearest_day_of_month, shift
from assistant.recognise.day_value import DayAtom, Impossible, exact_date
from assistant.recognise.frame import Frame, Rule
from assistant.recognise.numerals import CHINESE_BELOW_100, DIGITS, small_count

Found = DayAtom | Impossible

MONTH_EN = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_MONTH_KEYS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_ZH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二两三四五六七八九])"
DAY_ZH = rf"(?:\d{{1,2}}|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|{CHINESE_BELOW_100})"
YEAR_ZH = r"(?:(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2}|\d\d|今|明|去|后|前)年"
_MD = re.compile(
    rf"(?<![a-z0-9])({MONTH_EN}) ?(?:the )?(\d{{1,2}})(?:st"
    rf"|nd|rd|th)?(?:,? ?'?((?:19|20)\d\d)|,? '(\d\d))?(?![a-z0-9:%/]"
    rf"|[.,]\d| ?(?:[ap]\.?m(?![a-z])|k |seats|users|万))"
)
_DM = re.compile(
    rf"(?<![a-z0-9/.:-])(\d{{1,2}})(?:st|nd|rd|th)?(?: of| |-)? ?({MONTH_EN})(?:[ ,-]{{1,2}}((?:19"
    rf"|20)\d\d)|,? '(\d\d))?(?![a-z0-9])"
)
_ISO = re.compile(r"(?<![\d./-])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d-])")
_MOMENT = re.compile(
    r"(?<![\d./-])(?:19|20)\d\d-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:z|[+-]\d\d:?\d\d)?(?![\d:])(?! ?[ap]\.?m)(?!-)"
)
_SLASHED = re.compile(
    r"(?:(?<![\w./-])|(?<=[到至成在于期从定写填限]))(\d{1,2})/(\d{1,2})(?:/((?:19|20)\d\d|\d\d))?(?![\d/a-z%]| of(?![a-z])|\.\d)"
)
_DASHED = re.compile(r"(?<![\w./-])(\d{1,2})[-.](\d{1,2})[-.]((?:19|20)\d\d)(?![\d/a-z%-])")
_THE_NTH = re.compile(
    r"(?<![a-z])(?:the )?(\d{1,2})(?:st|nd|rd|th)(?: of (?:(?P<which>this"
    r"|next|last) month|(?:the|this) (?P<the>month)))?"
    r"(?= ?(?:$|[.,;!?)\n]|at |and |or |to |with |for |morning|afternoon|evening|in the |then |so |please|\d))"
)
_NTH_BEFORE = re.compile(
    r"(?<![a-z])(?:on|by|until|till|before|after|since|from|to|for|due|and|than"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?) (?:the )?$|^$"
)
_NEXT_MONTH_ON = re.compile(r"(?<![a-z])(this|next|last) month,? (?:on )?the (\d{1,2})(?:st|nd|rd|th)(?![a-z])")
_ZH = re.compile(
    rf"(?<![\d.])(?:({YEAR_ZH}|(?:19|20)\d\d[-/.]) ?的?)?(\d{{1,2}}"
    rf"|{MONTH_ZH}) ?月份?的? ?({DAY_ZH}) ?(?:(?:日|号)(?!店|楼|线|厂|仓|院|机)|(?=[前起到至后吧了呢啊嘛]|[,.;。、!?)）\n]|$))"
)
_ZH_DAY = re.compile(
    rf"(?<![a-z0-9.#第\-])(?:(上上|上|这|本|下下|下)个?月的?)?({DAY_ZH})"
    r"(?:号(?![线楼店机门厂仓位库柜馆房桌院文单工客码角])|日(?![内后游元均报本常程期历子志用]))"
)
_YEARS_AWAY = {"今年": 0, "明年": 1, "后年": 2, "去年": -1, "前年": -2}
_MONTHS_AWAY = {
    "上上": -2,
    "上": -1,
    "last": -1,
    "本": 0,
    "这": 0,
    "this": 0,
    "month": 0,
    "下": 1,
    "next": 1,
    "下下": 2,
}


def month_number(word: str) -> int:
    """Return 1 to 12 for an English month in any length, or a Chinese or written number (which may be out of range)."""
    if word[:3] in _MONTH_KEYS:
        return _MONTH_KEYS.index(word[:3]) + 1
    return small_count(word) or 0


def year_number(word: str, today: date) -> int:
    """Return the year meant by "2026", "26年", 二〇二六年 or 明年."""
    word = word.strip(" '-/.的")
    if word in _YEARS_AWAY:
        return today.year + _YEARS_AWAY[word]
    digits = "".join(str(DIGITS.get(c, c)) for c in word.removesuffix("年"))
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def is_verb_or_name(match: re.Match[str], month: str, at: Frame, place: int) -> bool:
    """Say whether a lower-case "may" or "march" beside a number is more likely a verb ("we may 30 …")."""
    if month not in ("may", "march") or at.normal.capital(place):
        return False
    before = at.text[max(0, match.start() - 7) : match.start()]
    after = at.text[match.end() : match.end() + 2]
    return not re.search(r"(?:^|(?<![a-z])(?:by|on|until|till|before|after|since|from|to|due|,) ?)$", before) and bool(
        re.match(r" ?[a-z]", after)
    )


def _dated(year: int | None, month: int, day: int, text: str, at: Frame) -> Found | None:
    found = exact_date(year, month, day, text)
    if isinstance(found, Impossible):
        return found
    if year is None:
        near = nearest_date(month, day, at.today, past=at.past)
        return DayAtom(near, "date", yearless=True) if near else None
    return DayAtom(found, "date")


def _month_first(match: re.Match[str], at: Frame) -> Found | None:
    month, day = match[1], int(match[2])
    if is_verb_or_name(match, month, at, match.start()) or (
        day > 31 and month[:3] in ("may", "mar", "jan", "apr", "jun")
    ):
        return None
    year = match[3] or match[4]
    return _dated(year_number(year, at.today) if year else None, month_number(month), day, match[0], at)


def _day_first(match: re.Match[str], at: Frame) -> Found | None:
    month = match[2]
    if is_verb_or_name(match, month.rstrip("."), at, match.start(2)) or int(match[1]) > 39:
        return None
    if int(match[1]) > 31 and month[:3] in ("may", "mar", "jan", "apr", "jun"):
        return None
    lower = month.rstrip(".") in ("may", "march", "mar", "jan") and not at.normal.capital(match.start(2))
    if lower and re.match(r" (?!at |to )[a-z]", at.text[match.end() : match.end() + 5]):
        return None
    year = match[3] or match[4]
    return _dated(year_number(year, at.today) if year else None, month_number(month), int(match[1]), match[0], at)


def _iso(match: re.Match[str], at: Frame) -> Found | None:
    return _dated(int(match[1]), int(match[3]), int(match[4]), match[0], at)


def _slashed(match: re.Match[str], at: Frame) -> Found | None:
    """Read M/D, or D/M where only that can be; two numbers that are neither are a ratio (50/50), not a date."""
    first, second = int(match[1]), int(match[2])
    year = year_number(match[3], at.today) if match[3] else None
    if first > 12 >= second and first <= 31:
        first, second = second, first
    if year is None and (first > 12 or second > 31 or (first, second) == (7, 24) or first * second == 0):
        return None
    return _dated(year, first, second, match[0], at)


def _dashed(match: re.Match[str], at: Frame) -> Found | None:
    """Read 15.12.2026 day first, as it is written where dots are; 12-15-2026 like 12/15/2026."""
    if "." not in match[0]:
        return _slashed(match, at)
    return _dated(int(match[3]), int(match[2]), int(match[1]), match[0], at)


def _moment(match: re.Match[str], at: Frame) -> Found | None:
    """Read an ISO 8601 moment; one with an offset moves to the person's zone when the frame has a `now`."""
    try:
        then = datetime.fromisoformat(match[0].upper().replace(" ", "T"))
    except ValueError:
        return Impossible(match[0], "There is no such day or time.", "没有这样的日期或时间。")
    if then.tzinfo is not None and at.now is not None:
        then = then.astimezone(at.now.tzinfo)
    return DayAtom(then.date(), "date", time=then.time().replace(second=0, microsecond=0))


def _nth(match: re.Match[str], at: Frame) -> Found | None:
    day, which = int(match[1]), match["which"] or match["the"]
    lead = at.text[max(0, match.start() - 14) : match.start()]
    if day > 31 or not (which or _NTH_BEFORE.search(lead)):
        return None
    return _in_month(which, day, match[0], at)


def _next_month_on(match: re.Match[str], at: Frame) -> Found | None:
    return _in_month(match[1], int(match[2]), match[0], at)


def _in_month(which: str | None, day: int, text: str, at: Frame) -> Found | None:
    if which is None:
        near = nearest_day_of_month(day, at.today, past=at.past)
        return DayAtom(near, "date") if near else None
    first = shift(month_start(at.today), _MONTHS_AWAY[which], "month")
    if 1 <= day <= month_end(first).day:
        return DayAtom(first.replace(day=day), "date")
    return exact_date(first.year, first.month, day, text) if day else None  # type: ignore[return-value]


def _chinese(match: re.Match[str], at: Frame) -> Found | None:
    year = year_number(match[1], at.today) if match[1] else None
    day = small_count(match[3])
    return None if day is None else _dated(year, month_number(match[2]), day, match[0], at)


def _chinese_day(match: re.Match[str], at: Frame) -> Found | None:
    day = small_count(match[2])
    return _in_month(match[1], day, match[0], at) if day and (match[1] or day <= 31) else None


RULES: tuple[Rule[Found], ...] = (
    (_MOMENT, _moment),
    (_ISO, _iso),
    (_MD, _month_first),
    (_DM, _day_first),
    (_SLASHED, _slashed),
    (_DASHED, _dashed),
    (_THE_NTH, _nth),
    (_NEXT_MONTH_ON, _next_month_on),
)
RULES_ZH: tuple[Rule[Found], ...] = (
    (_ZH, _chinese),
    (_ZH_DAY, _chinese_day),
)
