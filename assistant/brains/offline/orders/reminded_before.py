"""Reminders by the day of a record: "remind me two weeks before the Kestrel deal closes", 华阳二期预计成交前一周提醒我备合同."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, LENGTH, PERIOD, Fit, Rule, fitting, rule
from assistant.recognise.durations import parse_duration

_ONE = rf"(?:the |our |my )*(?P<about#>{ANY}|it|this one|that one|this deal|that deal)(?: deal| opportunity| renewal| pilot| project| task| ticket)?"
_ONE_ZH = rf"(?P<about#>{ANY}(?:[一二三]期|续约|试点|增购|扩容)?|它|这单|这个商机|这个单子)(?:这单|那单|这个|那个)?(?:商机|单子|项目|任务|工单)?"
_DEAL, _DEAL2, _DEAL3, _DEAL4 = (_ONE.replace("#", n) for n in ("", "2", "3", "4"))
_DEAL_ZH, _DEAL_ZH2 = (_ONE_ZH.replace("#", n) for n in ("", "2"))
_LONG = rf"(?P<long>{LENGTH}|the day|the evening|the morning|one day|one week|one month|\d+ days|\d+ weeks)"
_SIDE = r"(?P<side>before|ahead of|prior to|after|past)"
_CLOSE = r"(?:(?:the |its |her |his )?(?:expected |planned )?(?:clos(?:e|ing)|signing|signature|due|deadline) ?(?:date|day)?)"
_EVENT = rf"(?P<event>{_CLOSE} (?:of|for|on) {_DEAL}|{_DEAL2}(?:['’]s)? (?:expected |planned )?(?:clos(?:e|ing)|due) ?(?:date|day)|{_DEAL3} (?:closes|is (?:supposed|expected|due|going|planned|meant) to (?:close|sign|be signed)|is (?:due|closing)|should (?:close|sign)|will close|signs|gets signed|expires|is over|runs out)|(?:the |my |our )?(?:next )?(?P<meet>meeting|call|demo|visit|appointment|lunch) (?:with|at) {_DEAL4})"
_ASK = r"(?:please |pls |can you |could you |also |and )*(?:(?:set (?:me )?(?:up )?a |create a |i want a |i need a )?(?:remind(?:er)?)(?: me| us)?|ping me|nudge me|alert me|give me a nudge|wake me up)(?: for)?(?: myself)?"
_DO = r"(?: (?:to|that i (?:should|need to|have to|must)|so (?:that )?i can) (?P<do>.{3,90}?))"
_LONG_ZH = rf"(?P<long>{LENGTH}|一天|一周|一个月|当天|头天)"
_EVENT_ZH = rf"(?P<event>(?:在)?{_DEAL_ZH}的?(?:预计|计划|预期)?(?:成交|签约|签单|关单|到期|截止|关闭)(?:日期?|时间|的?时候)?|(?:在)?(?:跟|和|与|去|给)?{_DEAL_ZH2}的?(?P<meet>开会|会议|拜访|演示|通话|会面|见面|碰头))"
_ASK_ZH = r"(?:请|帮我|麻烦|记得|到时候?)*(?:提醒|叫|通知|催)(?:一下|下)?(?:我|我们)?"


def _task(fit: Fit) -> Meant | None:
    if not fit.type_of("about", "deal", "account", "contact", "task", "ticket") and fit.held("about") is not None:
        return None
    if fit.held("about") is None and not fit.r.ask.focus:
        return None
    length = fit.length("long") or parse_duration(fit["since"][1:])
    days = length.days if length is not None else _DAYS.get(fit["long"].casefold(), 0)
    if not days or ("since" in fit and fit["since"][:1] != "前"):
        return None
    after = fit["side"].casefold() in ("after", "past") or "后" in fit["side_zh"]
    mark = _mark(fit)
    what = fit["do"]
    title = what[:1].upper() + what[1:] if what else _title(fit, mark)
    due = f"{days} days {'after' if after else 'before'} {mark}"
    return Meant(1.0, (Call("create_task", {"title": title.strip(" ,，。."), "about": fit["about"], "due": due}),))


_DAYS = {"the day": 1, "the evening": 1, "one day": 1, "one week": 7, "one month": 30, "一天": 1, "头天": 1, "一周": 7, "一个月": 30}  # fmt: skip
_DUE = re.compile(r"(?<![a-z])(?:due|deadline|expires|runs out)(?![a-z])|到期|截止", re.IGNORECASE)


def _mark(fit: Fit) -> str:
    """Which of its days is meant, as `create_task` reads it."""
    if "meet" in fit:
        return "next appointment"
    known = fit.type_of("about", "deal", "account", "contact")
    return "due date" if _DUE.search(fit["event"]) and not known else "close date"


def _title(fit: Fit, mark: str) -> str:
    about = fit["about"]
    if fit.r.zh:
        return f"{about}：{'即将会面' if mark == 'next appointment' else '即将到期' if mark == 'due date' else '预计成交日将近'}"
    said = {"next appointment": "appointment coming up", "due date": "due soon", "close date": "close date coming up"}
    return f"{about}: {said[mark]}"


_RULES: list[Rule] = [
    *rule(
        _task,
        rf"{_ASK} {_LONG} {_SIDE} {_EVENT}{_DO}?",
        rf"{_ASK}{_DO} {_LONG} {_SIDE} {_EVENT}",
        rf"{_LONG} {_SIDE} {_EVENT},? {_ASK}{_DO}?",
        rf"{_EVENT_ZH}(?P<side_zh>之?[前后]|以[前后]){_LONG_ZH}[,，]?{_ASK_ZH}(?P<do>.{{2,40}})?",
        rf"{_EVENT_ZH}(?:的)?{_LONG_ZH}(?P<side_zh>之?前|以前|后){_ASK_ZH}(?P<do>.{{2,40}})?",
        rf"{_EVENT_ZH}(?P<since>{PERIOD})[,，]?{_ASK_ZH}(?P<do>.{{2,40}})?",
        rf"{_ASK_ZH}{_EVENT_ZH}(?P<since>{PERIOD})(?P<do>.{{2,40}})?",
        rf"{_ASK_ZH}(?:在)?{_EVENT_ZH}(?P<side_zh>之?[前后]){_LONG_ZH}(?P<do>.{{2,40}})?",
        rf"{_ASK_ZH}(?P<do>.{{2,40}}?)[,，](?:在)?{_EVENT_ZH}(?P<side_zh>之?[前后]){_LONG_ZH}",
    ),
]  # fmt: skip


def reminded_before(r: Reading) -> Meant | None:
    """A task due so long before or after the day a record closes, is due or is next spoken about."""
    return fitting(r, _RULES)
