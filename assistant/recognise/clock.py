"""Clock times and parts of the day: "3:30pm", "half past three", "at 3", 下午三点半, 15点30分, tonight's evening."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.recognise.day_value import Impossible, Part
from assistant.recognise.frame import Frame, Rule
from assistant.recognise.numerals import BELOW_100, chinese_value, english_value


@dataclass(frozen=True)
class Clock:
    """A clock time in minutes from midnight (1440 is the end of the day).

    `exact` is false when am or pm was not said. `weak` words (三点, "three points" as well as "three o'clock") count only
    beside a day or a part of the day. `until` is the end of a range.
    """

    minutes: int
    exact: bool
    weak: bool = False
    until: int | None = None


@dataclass(frozen=True)
class PartWord:
    """A part of the day; a weak one ("in the morning") counts only beside a day or a time."""

    part: Part
    weak: bool = False


Found = Clock | PartWord | Impossible

_AMPM = r"(?P<half>[ap])(?:m|\.m\.?)(?![a-z])"
_COLON = re.compile(rf"(?<![\d:.a-z])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::\d{{2}})?(?: ?{_AMPM})?(?![\d:])")
_TWELVE = re.compile(rf"(?<![\d:.,a-z])(?P<hour>\d{{1,2}})(?:\.(?P<minute>\d{{2}}))? ?{_AMPM}")
_RANGE = re.compile(
    rf"(?<![\d:.,a-z])(?P<from>\d{{1,2}}(?::\d{{2}})?) ?(?:-"
    rf"|to|until|till|~) ?(?P<hour>\d{{1,2}})(?::(?P<minute>\d{{2}}))? ?{_AMPM}"
)
_AT = re.compile(
    r"(?:(?<![a-z])(?:at|(?P<loose>around|about))|@) ?(?P<hour>\d{1,2})(?= ?(?:$|[,.;!?)\n](?!\d)|sharp|on |today|tomorrow"
    r"|tonight|next |this |with |for |in the |and |to |then |(?:mon|tues|wednes|thurs|fri)))"
)
_AT_ON_DAY = re.compile(
    r"(?<=day )(?:at|@) ?(?P<hour>\d{1,2})(?= (?:i|we|he|she|they|met|had|called|rang|spoke|saw|visited|about|but|because|at|from|by|until|till|-|–)(?![a-z]))"
)
"""Tuesday at 10 I met …: beside a day a bare number is the hour whatever follows."""
_OCLOCK = re.compile(rf"(?<![a-z0-9])(?P<hour>\d{{1,2}}|{BELOW_100}) ?o ?'? ?clock(?: ?{_AMPM})?")
_PAST = re.compile(
    rf"(?<![a-z0-9])(?P<shift>half|(?:a )?quarter"
    rf"|(?:five|ten|twenty|twenty-five|\d{{1,2}})(?: minutes)?) (?P<way>past"
    rf"|after|to|before) (?P<hour>\d{{1,2}}(?!\d|:|%|[.,]\d)|{BELOW_100})(?![a-z])(?: ?{_AMPM})?"
)
_IN_THE = re.compile(
    rf"(?<![a-z0-9:.,])(?<!jan )(?<!feb )(?<!mar )(?<!apr )(?<!may )(?<!jun )(?<!jul )(?<!aug )(?<!sep )(?<!sept )(?<!oct )(?<!nov )(?<!dec )(?<!january )(?<!february )(?<!march )(?<!april )(?<!june )(?<!july )(?<!august )(?<!september )(?<!october )(?<!november )(?<!december )(?P<hour>\d{{1,2}}|{BELOW_100})(?::(?P<minute>\d{{2}}))? "
    rf"(?:in the (?P<part>morning|afternoon|evening)|at night)(?![a-z])"
)
_SPELLED = re.compile(rf"(?<![a-z])(?P<hour>{BELOW_100})(?: (?P<minute>thirty|fifteen|forty-five))? {_AMPM}")
_NAMED = re.compile(r"(?<![a-z])(?:12 )?(?P<name>noon|midday|midnight)(?![a-z])")
_PART = re.compile(
    r"(?<![a-z])(?P<weak>in the |early |late |first thing in the |first thing |on )?(?P<part>morning|afternoon"
    r"|evening|night|lunchtime|tonight)(?![a-z])"
    r"|(?<![a-z])(?:the )?(?P<end>eod|end of (?:the |business )?day|cob|close of (?:the )?(?:business"
    r"|day)|end of business)(?![a-z])"
)

_HOUR_ZH = r"(?:\d{1,2}|二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
_MINUTE_ZH = r"(?:\d{1,2}|[二三四五]十[一二三四五六七八九]?|十[一二三四五六七八九]?|[零〇][一二三四五六七八九\d])"
_CHINESE = re.compile(
    rf"(?<![\d.:第周期拜])(?P<hour>{_HOUR_ZH}) ?(?P<mark>点|时(?![间候代期长段常光刻效机不]))"
    rf"(?:(?P<half>半)|(?P<quarters>[一三123])刻|过?(?P<minute>{_MINUTE_ZH})分"
    rf"(?![之享析公部钟类别])|(?P<bare>\d{{2}}|{_MINUTE_ZH})(?![\d万亿千百个家笔单%分]|\.\d)|(?P<sharp>整|钟))?"
)
_FOLLOWED = re.compile(
    r" ?(?:[,.。;!?！？）)\n]|$|[前后开见打约和跟给去来出到至与给聊拜演讨电交提]|之[前后]|以[前后]|左右|的(?:会|电话|演示|拜访))"
)
_LED = re.compile(r"(?:[在到于约至@从前后]|at) ?$")
_PART_ZH = re.compile(
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|正午|午后|下午|傍晚|晚上|晚间|夜里|夜间|半夜|下班前|(?<=[一二三四五六日天号])[早晚])(?!好|茶|餐|饭|安|期|点)"
)
_PARTS_ZH: dict[str, Part] = {
    "凌晨": "morning", "清晨": "morning", "早上": "morning", "早晨": "morning", "早": "morning", "上午": "morning",
    "中午": "noon", "正午": "noon", "午后": "afternoon", "下午": "afternoon", "傍晚": "evening", "晚上": "evening",
    "晚间": "evening", "晚": "evening", "夜里": "evening", "夜间": "evening", "半夜": "evening", "下班前": "end",
}  # fmt: skip


def _made(hour: int, minute: int, half: str | None, text: str, *, padded: bool = False) -> Clock | Impossible:
    if hour > 24 or minute > 59 or (hour == 24 and minute) or (half == "a" and hour > 12):
        return Impossible(text, f'"{text}" is no clock time.', f"“{text}”不是有效的时间。")
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    exact = half is not None or hour > 12 or hour == 0 or padded
    return Clock(hour * 60 + minute, exact)


def _digits(match: re.Match[str], at: Frame) -> Found | None:
    return _made(
        int(match["hour"]), int(match["minute"] or 0), match["half"], match[0], padded=match["hour"].startswith("0")
    )


def _range(match: re.Match[str], at: Frame) -> Found | None:
    end = _made(int(match["hour"]), int(match["minute"] or 0), match["half"], match[0])
    hour, _, minute = match["from"].partition(":")
    start = _made(int(hour), int(minute or 0), match["half"], match[0])
    if isinstance(end, Impossible) or isinstance(start, Impossible):
        return None
    begins = start.minutes if start.minutes < end.minutes else start.minutes - 720  # 11-1pm
    return Clock(begins, True, until=end.minutes) if begins >= 0 else None


def _at(match: re.Match[str], at: Frame) -> Found | None:
    hour = int(match["hour"])
    return Clock(hour * 60, hour > 12 or hour == 0, weak=bool(match.groupdict().get("loose"))) if hour <= 23 else None


def _words(match: re.Match[str], at: Frame) -> Found | None:
    hour = _hour(match["hour"])
    minute = {None: 0, "thirty": 30, "fifteen": 15, "forty-five": 45}[match.groupdict().get("minute")]
    return _made(hour, minute, match["half"], match[0]) if hour and hour <= 24 else None


def _in_the(match: re.Match[str], at: Frame) -> Found | None:
    hour = _hour(match["hour"])
    made = _made(hour, int(match["minute"] or 0), None, match[0]) if hour and hour <= 24 else None
    if not isinstance(made, Clock):
        return made
    minutes, guessed = settle(made, match["part"] or "evening")  # type: ignore[arg-type]
    return Clock(minutes, not guessed)


def _past(match: re.Match[str], at: Frame) -> Found | None:
    hour, shift = _hour(match["hour"]), match["shift"].removeprefix("a ").removesuffix(" minutes")
    if shift == "half":
        minutes: int | None = 30
    else:
        minutes = 15 if shift == "quarter" else _hour(shift)
    before = match["way"] in ("to", "before")
    bare_number = shift.isdecimal() and "minutes" not in match[0]
    if not hour or hour > 24 or not minutes or minutes > 59 or (before and (shift == "half" or bare_number)):
        return None
    made = _made(hour, 0, match["half"], match[0])
    if isinstance(made, Impossible):
        return made
    return Clock(made.minutes + (-minutes if before else minutes), made.exact)


def _hour(word: str) -> int | None:
    value = int(word) if word.isdecimal() else english_value(word)
    return None if value is None else int(value)


def _named(match: re.Match[str], at: Frame) -> Found | None:
    return Clock(1440 if match["name"] == "midnight" else 720, True)


def _part(match: re.Match[str], at: Frame) -> Found | None:
    if match["end"]:
        return PartWord("end")
    word: Literal["morning", "noon", "afternoon", "evening"]
    word = {"night": "evening", "tonight": "evening", "lunchtime": "noon"}.get(match["part"], match["part"])  # type: ignore[assignment]
    return PartWord(word, weak=True)


def _chinese(match: re.Match[str], at: Frame) -> Found | None:
    hour, minute = _number(match["hour"]), 0
    if match["minute"] or match["bare"]:
        minute = _number(match["minute"] or match["bare"])
    elif match["half"]:
        minute = 30
    elif match["quarters"]:
        minute = 15 * _number(match["quarters"])
    made = _made(hour, minute, None, match[0], padded=match["hour"].startswith("0") and len(match["hour"]) == 2)
    plain = not any(match[name] for name in ("minute", "half", "quarters", "sharp", "bare"))
    if isinstance(made, Impossible):
        return None if plain and match["mark"] == "点" and hour > 60 else made
    led = _LED.search(at.text[max(0, match.start() - 3) : match.start()])
    weak = plain and not (
        led or (_FOLLOWED.match(at.text, match.end()) and match["hour"] != "一" and match["mark"] == "点")
    )
    return Clock(made.minutes, made.exact, weak=weak)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() and word.isascii() else int(chinese_value(word.lstrip("零〇") or "零") or 0)


def _chinese_part(match: re.Match[str], at: Frame) -> Found | None:
    return PartWord(_PARTS_ZH[match["part"]], weak=len(match["part"]) == 1)


RULES: tuple[Rule[Found], ...] = (
    (_RANGE, _range),
    (_COLON, _digits),
    (_TWELVE, _digits),
    (_AT, _at),
    (_AT_ON_DAY, _at),
    (_OCLOCK, _words),
    (_PAST, _past),
    (_IN_THE, _in_the),
    (_SPELLED, _words),
    (_NAMED, _named),
    (_PART, _part),
)
RULES_ZH: tuple[Rule[Found], ...] = (
    (_CHINESE, _chinese),
    (_PART_ZH, _chinese_part),
)


def settle(clock: Clock, part: Part | None) -> tuple[int, bool]:
    """Return minutes from midnight and whether am or pm had to be guessed.

    A part of the day decides; without one 1 to 6 is afternoon and 7 to 12 stays, as in office hours.
    """
    if clock.exact:
        return clock.minutes, False
    hour = clock.minutes // 60
    if part in ("afternoon", "noon"):
        return clock.minutes + (720 if hour < (12 if part == "afternoon" else 4) else 0), False
    if part == "evening":
        return clock.minutes + (720 if 5 <= hour <= 12 else 0), False
    if part == "morning":
        return clock.minutes - (720 if hour == 12 else 0), False
    return clock.minutes + (720 if 0 < hour < 7 else 0), True
