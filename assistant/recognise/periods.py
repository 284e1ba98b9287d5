"""Periods people name: "this quarter", Q1 2027, 最近30天, "since Monday", "between Oct 1 and Oct 15", 月底前.

Weeks start on Monday. Quarters, halves written H1 and fiscal years follow `fiscal_year_start`; a fiscal year is named by the
calendar year it starts in, so with April as its start Q1 2026 is April to June 2026 and Q4 2026 January to March 2027. 上半年 and
plain years follow the calendar. A quarter without a year is that of the present fiscal year. A month or date without a year is the
nearest (`past` decides when given). "Last 30 days" are 30 days ending today. "Since Friday" starts with the latest Friday
before today. "By" and 前 after a weekday or an end (月底前) include that day; "before", and 前 after a date, a month or a quarter, do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.recognise import period_value as make
from assistant.recognise import period_words, period_words_zh
from assistant.recognise.calendar import monday
from assistant.recognise.day_groups import DayGroup, day_groups
from assistant.recognise.day_value import DayValue, Impossible
from assistant.recognise.frame import Frame, Rule, frame, run
from assistant.recognise.period_value import Period
from assistant.recognise.seasons import SEASONS, SEASONS_ZH
from assistant.recognise.spans import Span, longest, outside
from assistant.recognise.text import is_chinese

__all__ = ["Period", "parse_period", "periods"]


@dataclass(frozen=True)
class _Item:
    """A period, or a day that may become part of one; `source` tells how a day was named."""

    period: Period
    source: str | None = None


_BETWEEN = re.compile(r"(?:(?<![a-z])(?:between|from) |(?:从|自从?|在|介于) ?)$")
_NOW = re.compile(r"(?<![a-z])now(?![a-z])|现在")
_TODAY = re.compile(r"today|yesterday|tomorrow|今[天日]|昨[天日]|明[天日]|前天|后天")
_TO = re.compile(r" ?(?:to|until|till|through|thru|-|~|到|至) ?")
_AND = re.compile(r" ?(?:and|和|与|跟) ?")
_AMONG = re.compile(r" ?(?:之间|期间|这段时间|间)")
_BEFORE_IT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![a-z])(?:{words}) (?:the )?(?:end of )?$" if words.isascii() else rf"(?:{words}) ?$"), mode)
    for words, mode in (
        ("on or before|no later than|not later than|by|until|till|up to|through|thru|up until", "until"),
        (
            "on or after|no earlier than|starting|starting on|starting from|starting in|beginning|from and including",
            "onwards",
        ),
        ("since|ever since", "since"),
        ("before|prior to|earlier than|ahead of", "before"),
        ("after|later than", "after"),
        ("week of|week starting|week beginning|week commencing", "week"),
        ("截至|截止到?|直到|不晚于", "until"),
        ("自从?|打从", "since"),
        ("早于", "before"),
        ("晚于", "after"),
    )
)
_AFTER_IT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" ?(?:以来|至今|到现在|到今天|到目前)"), "since"),
    (re.compile(r" ?(?:之前|以前|前(?![\d一二三四五六七八九十几名面端台期景往])|为止)"), "by"),
    (re.compile(r" ?(?:之后|以后|过后|后(?![\d面台期续来勤端天年者]))"), "after"),
    (
        re.compile(r" ?(?:开始|起(?![草来诉源码点动步]))| (?:onwards?|forward)(?![a-z])| and (?:later|after)(?![a-z])"),
        "onwards",
    ),
    (re.compile(r" and (?:earlier|before)(?![a-z])"), "until"),
    (re.compile(r" ?(?:那周|当周|那一周|所在的?周)"), "week"),
    (re.compile(r" ?(?:以内|之内|内(?![部容]))"), "itself"),
)


def periods(text: str, today: date, fiscal_year_start: int = 1, *, past: bool | None = None) -> list[Span[Period]]:
    """Find the periods in a text, in order; a day alone is none, except today, yesterday and tomorrow."""
    at = _frame(text, today, fiscal_year_start, past)
    return longest(at.normal.back(span) for span in _composed(at, past))


def parse_period(text: str, today: date, fiscal_year_start: int = 1, *, past: bool | None = None) -> Period | None:
    """Read a whole string as one period, also a single day ("2026-11-24"); None when it is none."""
    at = _frame(text.strip().strip(".,;!?。，；！？"), today, fiscal_year_start, past)
    found = longest(_composed(at, past))
    if len(found) == 1 and _only(at, found[0]):
        return found[0].value
    items = _items(at, past)
    return items[0].value.period if len(items) == 1 and _only(at, items[0]) else None


def _only(at: Frame, span: Span[Period] | Span[_Item]) -> bool:
    around = at.text[: span.start].strip(), at.text[span.end :].strip()
    return around[0] in ("", "in", "during", "for", "on", "the", "in the", "the whole of", "在") and around[1] in (
        "",
        "的",
        "内",
        "期间",
    )


def _frame(text: str, today: date, fiscal_year_start: int, past: bool | None) -> Frame:
    return replace(frame(text, today, past=bool(past), fiscal_year_start=fiscal_year_start), nearest=past is None)


def _items(at: Frame, past: bool | None) -> list[Span[_Item]]:
    found = [Span(span.start, span.end, span.text, _Item(span.value)) for span in run(_rules(at), at)]
    back = {(span.start, span.end): span.value for span in day_groups(replace(at, past=True, nearest=False))}
    groups = day_groups(replace(at, past=bool(past), nearest=False))
    found = outside(found, [span for span in groups if isinstance(span.value.value, Impossible)])
    for span in groups:
        item = _day_item(span.value, back.get((span.start, span.end)), at.today, past)
        if item:
            found.append(Span(span.start, span.end, span.text, item))
    for match in _NOW.finditer(at.text):
        found.append(Span(match.start(), match.end(), match[0], _Item(make.one_day(at.today), "relative")))
    return longest(found)


def _rules(at: Frame) -> tuple[Rule[Period], ...]:
    english = (*period_words.RULES, *SEASONS)
    return (*english, *period_words_zh.RULES_ZH, *SEASONS_ZH) if is_chinese(at.text) else english


def _day_item(ahead: DayGroup, back: DayGroup | None, today: date, past: bool | None) -> _Item | None:
    if ahead.source is None or not isinstance(ahead.value, DayValue):
        return None
    day = ahead.value.day
    if past is None and ahead.source == "date" and back and isinstance(back.value, DayValue):
        day = min(day, back.value.day, key=lambda each: abs((each - today).days))
    return _Item(make.one_day(day), ahead.source)


def _composed(at: Frame, past: bool | None) -> Iterator[Span[Period]]:
    items = _items(at, past)
    used = 0
    for place, item in enumerate(items):
        if place < used:
            continue
        ranged = _ranged(item, items[place + 1], at) if place + 1 < len(items) else None
        if ranged:
            used = place + 2
            yield ranged
            continue
        floor = items[place - 1].end if place else 0
        found = _bounded(item, at, floor)
        if found:
            yield found
        elif item.value.source is None:
            yield Span(item.start, item.end, item.text, item.value.period)


def _ranged(first: Span[_Item], second: Span[_Item], at: Frame) -> Span[Period] | None:
    gap = at.text[first.end : second.start] if second.start - first.end <= 10 else "\n"
    lead = _BETWEEN.search(at.text[max(0, first.start - 10) : first.start])
    among = _AMONG.match(at.text, second.end)
    if not (_TO.fullmatch(gap) or ((lead or among) and _AND.fullmatch(gap))):
        return None
    start, end = _ordered(first, second, at)
    if start is None or end is None or end < start:
        return None
    begins = first.start - (len(lead[0]) if lead else 0)
    ends = among.end() if among else second.end
    return Span(begins, ends, at.text[begins:ends], make.between(start, end))


def _ordered(first: Span[_Item], second: Span[_Item], at: Frame) -> tuple[date | None, date | None]:
    """Give the side without a year or a month the other's: "Oct to Dec 2025", 10月1日到15日, "Thursday to Tuesday"."""
    start, end = first.value.period.start, second.value.period.end
    dated = [bool(re.search(r"(?:19|20)\d\d|[今明去后前]年|fy|this|last|next", span.text)) for span in (first, second)]
    bare_day = re.fullmatch(r"(?:the )?\d{1,2}(?:st|nd|rd|th|日|号)", second.text)
    if dated[1] and not dated[0] and end:
        start = _again(first, at, end, past=True).start or start
    elif start and ((dated[0] and not dated[1]) or bare_day or (end and end < start)):
        end = _again(second, at, start, past=False).end or end
    return start, end


def _again(span: Span[_Item], at: Frame, today: date, *, past: bool) -> Period:
    alone = _frame(span.text, today, at.fiscal_year_start, past)
    if span.value.source == "relative" or _TODAY.fullmatch(span.text):
        return span.value.period
    items = _items(alone, past)
    return items[0].value.period if len(items) == 1 else span.value.period


def _bounded(item: Span[_Item], at: Frame, floor: int) -> Span[Period] | None:
    lead_text = at.text[max(floor, item.start - 24) : item.start]
    before = next(((match, mode) for pattern, mode in _BEFORE_IT if (match := pattern.search(lead_text))), None)
    after = next(((match, mode) for pattern, mode in _AFTER_IT if (match := pattern.match(at.text, item.end))), None)
    if before is None and after is None:
        return None
    if after is None and item.value.period.kind == "since":
        return None
    mode = before[1] if before else after[1] if after else ""
    start = item.start - (len(before[0][0]) if before else 0)
    end = after[0].end() if after and (before is None or after[1] in (mode, "itself", "onwards")) else item.end
    if (
        before is None
        and at.text[max(floor, item.start - 1) : item.start] in ("从", "自")
        and mode in ("onwards", "since")
    ):
        start -= 1
    period = _bound(mode, item, at)
    return Span(start, end, at.text[start:end], period) if period else None


def _bound(mode: str, item: Span[_Item], at: Frame) -> Period | None:
    period, source = item.value.period, item.value.source
    first, last = period.start, period.end
    if mode == "since":
        back = _latest(item, at)
        return make.since(back, at.today) if back else None
    if first is None or last is None:
        return None
    if mode == "itself":
        return period if source is None else None
    if mode == "by":
        mode = "before" if source in (None, "date") else "until"
    if mode == "week":
        return make.week(monday(first))
    if mode == "before":
        return make.before(first)
    if mode == "after":
        return make.after(last)
    return make.until(last) if mode == "until" else make.onwards(first)


def _latest(item: Span[_Item], at: Frame) -> date | None:
    """Read the item looking back: "since Friday" said on a Friday means the one before."""
    if item.value.source in (None, "relative"):
        again = _again(item, at, at.today, past=True) if item.value.source is None else item.value.period
        if again.start is not None and again.start > at.today:
            gone = _items(_frame(item.text, at.today, at.fiscal_year_start, True), True)
            again = gone[0].value.period if len(gone) == 1 else again  # "since Easter" in autumn: the one gone by
        return again.start
    today = at.today.fromordinal(at.today.toordinal() - 1) if item.value.source == "weekday" else at.today
    if item.value.source == "weekday" and re.search(r"last|this|next|[上这本下]", item.text):
        return item.value.period.start
    return _again(item, at, today, past=True).start
