"""What the questions from the manager's chair have in common: whose, when, in which currency, and words for the pipeline."""

import re
from typing import Any

from assistant.brains.offline.chair.overviews import _whose
from assistant.brains.offline.pieces.leftovers import understood
from assistant.brains.offline.reading import Reading
from assistant.recognise.currencies import AFTER, currency

FUNNEL = re.compile(
    r"(?<![a-z])(?:pipelines?|pipe|funnel|open deals|open business|forecast|coverage)(?![a-z])|管道|漏斗|盘子|管线|在途(?:商机|金额|总额)?|在谈(?:商机|金额|总额)"
)
SPAN = re.compile(
    r"(?<![a-z])(?:q[1-4]|(?:this|the|last|next) (?:quarter|month|year)|quarter|number)(?![a-z])|季度|[一二三四]季"
)

FORECAST = re.compile(r"(?<![a-z])(?:forecast\w*|predict\w*|estimate\w*)(?![a-z])|预测|预估|估计")
RATES = re.compile(r"(?<![a-z])(?:win|close|hit|conversion|success) rates?(?![a-z])|赢单率|胜率|转化率|成单率")


_MEASURES = (
    ("pipeline_bridge", re.compile(r"(?<![a-z])(?:bridge|waterfall)(?![a-z])|变化桥|瀑布")),
    ("pipeline_summary", re.compile(r"(?<![a-z])(?:pipelines?|funnel)(?![a-z])|管道|漏斗|管线")),
    ("forecast", re.compile(r"(?<![a-z])forecasts?(?![a-z])|预测")),
    ("attainment", re.compile(r"(?<![a-z])(?:quotas?|attainment|targets?)(?![a-z])|指标|完成率|目标")),
)


def measure_of(text: str) -> str | None:
    """The tool of the measure a message names outright, if it names just one."""
    named = [tool for tool, words in _MEASURES if words.search(text)]
    return named[0] if len(named) == 1 else None


def narrowed(r: Reading, *, period: bool = True) -> dict[str, Any]:
    """Whose, when and in which currency, as every tool of the chair takes them."""
    args: dict[str, Any] = {}
    spans = [
        p
        for p in r.periods
        if p.value.kind not in ("since", "before") and not NOW.fullmatch(r.text[p.start : p.end].strip())
    ]
    ahead = [p for p in r.periods if p.value.kind == "before" and p.value.end and p.value.end >= r.ask.today]
    if period and (spans or ahead):
        args["period"] = (spans or ahead)[0].text
    whose = _whose(r)
    if whose and not (whose == "me" and _YOURSELF.search(r.whole)):
        args["whose"] = whose
    if (code := currency_said(r)) is not None:
        args["currency"] = code
    return args


NOW = re.compile(
    r"now|right now|at the moment|so far|to date|by now|until now|till now|up to now|现在|目前|当前|今天|today"
)
_YOURSELF = re.compile(r"[你您]自己(?!.*我(?!们))")
_IN = re.compile(r"(?<![a-z])(?:in|to|into|as|using) (?=[a-z€$¥£])|(?:用|以|按|换成|折合成?|换算成|折算成|转成)")


def currency_said(r: Reading) -> str | None:
    """The currency figures are asked for in: in RMB, 用美元, 换算成欧元; an amount's own currency is none."""
    for found in _IN.finditer(r.text, r.lo, r.hi):
        match = AFTER.match(r.text, found.end(), r.hi)
        if (
            match
            and match[0].strip()
            and (r.text[match.end() : match.end() + 1] not in "0123456789" or match.end() >= r.hi)
        ):
            code = currency(match[0].strip(), r.ask.currency, capitals=True)
            if code and not any(m.start < match.end() and match.start() < m.end for m in r.money):
                understood(r, re.compile(re.escape(r.text[found.start() : match.end()])))
                return code
    return None


def past_day(r: Reading) -> str | None:
    """A day gone by that is no part of a span of days, as it was said."""
    spans = [(p.start, p.end) for p in r.periods if p.value.start != p.value.end and p.value.kind != "before"]
    for day in r.past_days:
        if day.value.day < r.ask.today and not any(a <= day.start and day.end <= b for a, b in spans):
            before = next(
                (p.text for p in r.periods if p.value.kind == "before" and p.start <= day.start and day.end <= p.end),
                None,
            )
            return before or day.text
    return None


_RATES_OF = re.compile(
    r"(?<![a-z])(?:at|using|with|on|by|under|in)? ?(?:the )?(?:exchange |fx |currency |conversion )?rates? (?:of|from|on|as of|for|at|that (?:held|applied) on)(?: the)? ?|(?<![a-z])(?:exchange|fx|currency|conversion) rates?(?![a-z])|(?<=['’]s )(?:closing |exchange |fx )?rates?(?![a-z])|(?<=\d )(?:closing |exchange |fx )?rates?(?![a-z])|汇率"
)
_TODAYS = re.compile(
    r"(?<![a-z])(?:today['’]s|current|present|latest) (?:exchange |fx )?rates?(?![a-z])|(?:今天|今日|当前|现在|最新)的?汇率"
)


def rates_day(r: Reading) -> str | None:
    """The day at whose exchange rates figures are asked for, as it was said: at the rates of September 1, 按9月1日的汇率."""
    if _TODAYS.search(r.whole):
        understood(r, _TODAYS)
        return "today"
    if not _RATES_OF.search(r.whole) or RATES.search(r.whole):
        return None
    ahead = next((d.text for d in r.days if d.value.day > r.ask.today), None)
    ended = next((p for p in reversed(r.periods) if p.value.end is not None and p.value.end < r.ask.today), None)
    day = past_day(r) or (ended.value.end.isoformat() if ended and ended.value.end else None) or ahead
    if day is not None:
        understood(
            r,
            _RATES_OF,
            re.compile(
                r"(?<![a-z])(?:end of|start of|using|convert(?:ed)?|value[ds]?|restate[ds]?)(?![a-z])|底|初|换算|折算|重新|计算|算|看"
            ),
        )
        own = next((p for p in r.periods if p is ended or day in (p.text, str(p.value.end))), None)
        r.memo.setdefault("used", []).extend((s.start, s.end) for s in (own, *r.days) if s is not None)
    return day


def foreign(r: Reading) -> bool:
    """Whether the question is about one customer, contact, lead or deal, which these figures are not counted for."""
    return any(n.may_be("account", "contact", "deal", "lead") and not n.may_be("user", "team") for n in r.names)
