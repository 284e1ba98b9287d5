"""Reports by the clock and the dashboard: email me last week's team report every Monday 8am; pin this; 每周一早上8点把团队周报存到文件夹."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.brains.offline.chair.chair_words import narrowed
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Ask, Call, Understanding

READS = frozenset(
    "team_report pipeline_summary pipeline_bridge forecast deals_at_risk next_action win_loss score_leads attainment heat_map find_records my_day whats_new".split()
)
"""What can be sent by the clock and pinned."""

_WEEK = {"monday|mon": 0, "tuesday|tues?": 1, "wednesday|wed": 2, "thursday|thur?s?": 3, "friday|fri": 4, "saturday|sat": 5, "sunday|sun": 6}  # fmt: skip
_DAYS = "|".join(_WEEK)
_ZH_DAYS = "一二三四五六日"
_AT = r"(?:(?:at|by|around) )?(?P<{0}h>\d{{1,2}})(?:[:.](?P<{0}m>\d\d))? ?(?P<{0}p>a\.?m\.?|p\.?m\.?|o'?clock)?"
_PART = r"(?P<{0}part>morning|noon|afternoon|evening|night)"
_RHYTHM = re.compile(
    rf"(?<![a-z])(?:(?:on )?(?:every|each) (?:(?P<day>{_DAYS})|(?P<wd>week ?day|working day|work ?day|business day)|(?P<d>day|morning|evening)|(?P<w>week)|(?P<m>month))|on (?P<days>{_DAYS})s|(?P<daily>daily)|(?P<weekly>weekly)|(?P<monthly>monthly)"
    rf"|(?:on )?the (?P<nth>first|1st|15th|\d{{1,2}}(?:st|nd|rd|th)|last)(?: day)? of (?:every|each|the) month)(?![a-z])"
)
_ON = re.compile(rf"(?<![a-z])(?:on|to|for) (?P<day>{_DAYS})s?(?![a-z])")
_TIME = re.compile(
    rf"(?<![a-z\d])(?:{_AT.format('a')}(?![\d%])(?! ?(?:deals?|days?|weeks?|months?|k|m|%))|in the {_PART.format('b')}|{_PART.format('c')}s?)(?![a-z\d])"
)
_RHYTHM_ZH = re.compile(
    r"(?:每|每个|逢)(?:(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])?|(?P<wd>工作日|个工作日)|(?P<d>天|日|早|晚)|个?月(?:的)?(?:(?P<nth>\d{1,2}|初|一|底|最后一天)[号日]?)?)|(?:按|以)(?P<unit>天|日|周|月)(?=发|存|生成)"
)
_ON_ZH = re.compile(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_TIME_ZH = re.compile(
    r"(?P<part>早上|早晨|早|上午|中午|下午|傍晚|晚上|晚间?)?(?P<h>\d{1,2}|[一二三四五六七八九十两]{1,3})(?:点钟?|时|[:：](?P<m>\d\d))(?P<half>半|一刻)?|(?P<only>早上|早晨|上午|中午|下午|傍晚|晚上)"
)
_HOUR = {"morning": 8, "noon": 12, "afternoon": 14, "evening": 18, "night": 20, "早上": 8, "早晨": 8, "上午": 9, "中午": 12, "下午": 14, "傍晚": 18, "晚上": 20}  # fmt: skip
_NUMERALS = {**{c: n for n, c in enumerate("零一二三四五六七八九十")}, "两": 2}

_MAIL = r"e-?mail(?:ed|ing|s)?|mail(?:ed|ing)?|(?:by|via|per) e-?mail|发?(?:送)?(?:到|至)?(?:我的?)?(?:邮箱|邮件|电邮)(?:里)?(?:发?给我|发送)?|邮件"
_FOLDER = r"(?:in|to|into|as a file in) (?:the |my |a )?(?:\w+ )?folder|(?:存|保存|放|写)(?:到|进|入|在)?(?:我的?)?(?:报告)?(?:文件夹|目录|文件)(?:里|中)?|文件夹"
_GOES = re.compile(rf"(?<![a-z])(?:(?P<mail>{_MAIL})|(?P<folder>{_FOLDER}))(?![a-z])")
_FORM = re.compile(
    r"(?<![a-z])(?:(?:as|in) (?:an? )?)?(?:(?P<xlsx>xlsx|excel(?: (?:file|sheet))?|spread ?sheet)|(?P<md>markdown|md)|(?P<pdf>pdf))(?: (?:file|format|form))?(?![a-z])|(?:用|以|做成|存成|改成|换成)?(?:(?P<x2>excel|电子表格|xlsx)|(?P<p2>pdf))(?:格式|形式|表格?)?"
)
_SENDS = re.compile(
    r"(?<![a-z])(?:e-?mail|mail|send|deliver|save|store|put|write|schedule|generate|prepare|produce|make|give|get|post|drop)(?:s|ed|ing)?(?![a-z])|发|寄|存|推送|生成|定时|定期|放到|给我|做一份|出一份|整理"
)
_ORDERED = re.compile(
    r"(?<![a-z])(?:e-?mail|mail|schedule|deliver|save|store)(?![a-z])|(?<![a-z])(?:daily|weekly|monthly)$"
)
_OTHER = re.compile(
    r"(?<![a-z])(?:remind|reminder|task|to-?do|meeting|call (?!me)|visit|appointment|follow ?-?up|invoice|customer|client|them|him|her)(?![a-z])|提醒|任务|待办|会议|开会|拜访|打电话|客户(?!报告)|给他|给她"
)
_REPORT = re.compile(
    r"(?<![a-z])(?:reports?|digests?|round-?ups?|recap|summary of the (?:week|team)|team summary)(?![a-z])|周报|日报|月报|季报|报告|总结|简报"
)
_THIS = re.compile(
    r"^(?:this|that|it|(?:the|this|that) (?:chart|table|figure|answer|list|report|view|one)|这个?|它|此|上面的?|刚才的?|这[份张个](?:图表?|表格?|报告)?)?$"
)
_LIST = re.compile(
    r"(?<![a-z])(?:scheduled|recurring|regular|automatic) (?:reports?|digests?|mails?|e-?mails?)(?![a-z])|(?<![a-z])reports? (?:are|have i|do i have|is|i have) (?:scheduled|set up)|(?<![a-z])(?:my|which|what|list) .{0,12}report schedules?|(?:定时|定期|自动)(?:的)?(?:报告|报表|周报|日报|月报|发送)|(?:设置|设|订|订阅|定)了(?:哪些|什么|几个|多少)(?:定时|定期)?(?:报告|报表|周报|日报|月报)|(?:哪些|什么)(?:报告|报表|周报|日报|月报)(?:是|在)?(?:定时|定期|自动)"
)
_CANCEL = re.compile(
    r"(?<![a-z])(?:cancel|stop|unschedule|delete|remove|end(?! of)|turn off|switch off|no more|don'?t send|do not send|kill|bin|drop|scrap|ditch|unsubscribe|can go|can stop|get rid of|finish with|(?:don'?t|do not|no longer) (?:need|want)|opt out)(?![a-z])|退订|不想(?:再)?收|不用(?:再)?(?:发|收|给)|别(?:再)?发|砍掉|撤(?:了|掉)|不要了|取消|停(?:止|掉|发)?|别再|不要再|不用再|删(?:除|掉)|关(?:闭|掉)"
)
_CHANGE = re.compile(
    r"(?<![a-z])(?:move|change|reschedule|shift|switch|set|make|send)(?![a-z]).{0,60}(?<![a-z])(?:to|for|at|as|by|instead)(?![a-z])|改(?:到|成|为|在|用)|换(?:到|成)|调(?:到|整)|挪到|移到"
)
_NUMBER = re.compile(r"(?<![a-z])(?:report|schedule|no\.?|number|#) ?(\d{1,4})(?!\d)|报告 ?(\d{1,4})|第(\d{1,3})[个份]")
_PIN = re.compile(
    r"(?<![a-z])pin(?:ned)?(?![a-z])|(?<![a-z])(?:add|put|place|save|keep|stick)(?![a-z]).{0,40}(?<![a-z])(?:on|to|onto|in) (?:my |the |a )?dash ?board(?![a-z])|(?:固定|钉|置顶|添加|加|放|存)(?:一下)?(?:到|在|进|入|上)(?:我的?)?(?:看板|仪表[板盘])上?|(?:钉|固定)(?:住|一下)?(?:这个)?$"
)
_UNPIN = re.compile(
    r"(?<![a-z])unpin(?![a-z])|(?<![a-z])(?:remove|take|delete|drop)(?![a-z]).{0,40}(?<![a-z])(?:from|off|on) (?:my |the )?dash ?board|(?:从)?(?:我的?)?(?:看板|仪表[板盘])(?:上|里|中)?(?:的)?.{0,12}(?:移除|去掉|删除?|拿掉|撤下)|(?:移除|去掉|删除|取消固定|拿掉).{0,12}(?:看板|仪表[板盘])?"
)
_BOARD = re.compile(r"(?<![a-z])dash ?boards?(?![a-z])|看板|仪表[板盘]")
_CLEAR = re.compile(r"(?<![a-z])(?:clear|empty|reset|wipe)(?![a-z])|清空|全部移除|全都去掉")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_FILLER = re.compile(
    r"(?<![a-z])(?:please|pls|can you|could you|would you|i want|i'd like|i would like|me|us|to me|a copy of|copy|for me|(?:to )?my (?:inbox|address)|reports? folder|folder|and|then|,)(?![a-z])|请|帮我|麻烦|给我|发给我|一份|发送|自动|定时|定期|的时候"
)
_EDGE = re.compile(
    r"^(?:[\s,，。.!?？、]|(?:把|将|的|在|都|来|用|以|以及|做|出|份|发|存|寄|生成|推送|整理)|(?<![a-z])(?:the|my own|a|an|on|at|to|as|in|by|of|it)(?![a-z]) )+|(?:[\s,，。.!?？、]|(?:发|存|寄|生成|推送|一次|到|给我|的)| (?<![a-z])(?:the|a|an|on|at|to|as|in|by|of|via|for)(?![a-z]))+$"
)

_STOPS_IT = re.compile(
    r"(?:(?:please |ok |no |actually )*(?:cancel|stop|unschedule|delete|remove|end|drop|turn off) (?:it|that|this|that one|this one|the (?:last|first) one)(?: again| please)?)|(?:把|请|帮我|给我)*(?:取消|停掉?|停止|删掉?|删除|关掉?|不要)(?:掉)?(?:它|这个|那个|这份|那份|这一?条|刚才(?:的|那个))?|(?:把)?(?:它|这个|那个|这份|那份)(?:取消|停|删|关)(?:掉|了)?"
)
"""Said right after a report was scheduled or listed."""
Else = Callable[[Ask], Understanding]


def by_the_clock(r: Reading, understand: Else) -> Call | None:
    """What is wished of a scheduled report, as a call; None for any other message."""
    text = r.text[r.lo : r.hi].strip()
    if _OTHER.search(text) and not _REPORT.search(text):
        return None
    rhythm = _rhythm(text)
    if _CANCEL.search(text) and (_LIST.search(text) or _REPORT.search(text) or re.search(r"(?<![a-z])(?:sending|e?mailing) me(?![a-z])|(?:给我)?发", text)):  # fmt: skip
        if not (_LIST.search(text) or rhythm or re.search(r"(?<![a-z])(?:report|digest|sending|mailing|emailing)", text) or re.search(r"报|再(?:给我)?发", text)):  # fmt: skip
            return None
        return Call("schedule_report", {"action": "cancel", **_which(_rest(text, _CANCEL))})
    last = r.ask.previous[-1].tool if r.ask.previous else ""
    if last == "schedule_report" and _STOPS_IT.fullmatch(text.rstrip(" .。!！吧了")):
        return Call("schedule_report", {"action": "cancel"})
    if _LIST.search(text) and not (rhythm and _SENDS.search(text)):
        return Call("schedule_report", {"action": "list"})
    target = {**_rhythm_args(text, loose=True), **_goes(text), **_form(text)}
    if _CHANGE.search(text) and _REPORT.search(text) and target and (not rhythm or not _SENDS.match(text.lstrip("请把将 "))) and not re.match(r"(?:e-?mail|send) me|每", text):  # fmt: skip
        return Call("schedule_report", {"action": "change", **target, **_which(_rest(text, _CHANGE_WORDS))})
    if not rhythm or not (_SENDS.search(text) or _REPORT.search(text)):
        return None
    if rhythm[0] in ("daily", "weekly", "monthly") and not (_ORDERED.search(text) or _time(text)):
        return None  # "give me the weekly report" asks for it now
    wanted = {"action": "add", **_rhythm_args(text), **_goes(text), **_form(text)}
    rest = _rest(text, re.compile(rf"{_SENDS.pattern}"))
    if _THIS.match(rest):
        return Call("schedule_report", wanted)
    found = _asked(r, rest, understand, wanted)
    return None if found is None else Call("schedule_report", {**wanted, "tool": found.tool, "arguments": json.dumps(dict(found.args), ensure_ascii=False)})  # fmt: skip


def team_report(r: Reading) -> Call | None:
    """Last week's team report, asked for now."""
    text = r.text[r.lo : r.hi]
    if len(text) > 90 or r.refs or any(n.may_be("account", "contact", "deal", "lead") and not n.may_be("user", "team") for n in r.names):  # fmt: skip
        return None
    if not _TEAM_REPORT.search(text) or _NOT_REPORT.search(text):
        return None
    args = {k: v for k, v in narrowed(r).items() if k in ("period", "whose")}
    return Call("team_report", args)


_TEAM_REPORT = re.compile(
    r"(?<![a-z])(?:(?:team|weekly|monthly|daily|sales|activity|week|month|quarterly|my) (?:\w+ )?(?:reports?|digests?|round-?up|recap)|(?:team|weekly|activity) summary|(?:reports?|digests?|recap) (?:for|of|on|about) (?:the |my |our |last |this )?(?:\w+ )?(?:team|week|month|quarter))(?![a-z])|周报|月报|日报|(?:团队|销售|小?组|本周|上周|上个?月|本月|一周)(?:的)?(?:工作)?(?:报告|总结|小结|简报|汇总|汇报|weekly|report)|(?<=[\u3400-\u9fff])weekly"
)
_NOT_REPORT = re.compile(
    r"(?<![a-z])(?:log|write|note|create|remind|task|send .{0,20} to (?!me)|tickets?|win[ /-]?loss|pipeline|forecast|hand-?over)(?![a-z])|记一?下|记录|创建|提醒|任务|工单|赢输|管道|漏斗|预测|交接"
)
_CHANGE_WORDS = re.compile(
    r"(?<![a-z])(?:move|change|reschedule|shift|switch|set|make|send|instead|to|it|the)(?![a-z])|改(?:到|成|为|在|用)?|换(?:到|成)|调(?:到|整)|挪到|移到|把|将|定时|发送"
)


def board(r: Reading, understand: Else) -> Call | None:
    """What is wished of the dashboard, as a call; None for any other message."""
    text = r.text[r.lo : r.hi].strip(" ?？!！.。")
    if len(text) > 90 or (_OTHER.search(text) and not _BOARD.search(text)):
        return None
    on_board = _BOARD.search(text)
    if on_board and _CLEAR.search(text):
        return Call("dashboard", {"action": "clear"})
    if (on_board and _UNPIN.search(text)) or re.match(r"(?:please )?unpin(?![a-z])|取消固定", text):
        rest = re.sub(rf"{_UNPIN_WORDS}", " ", text).strip(" 的第")
        place = next((str(n) for w, n in _ORDINALS.items() if re.search(rf"(?<![a-z]){w}(?![a-z])", text) and n > 0), None)  # fmt: skip
        digit = re.search(r"第?([一二三四五六七八九\d]{1,2})[个项]", text)
        if digit:
            place = str(_NUMERALS.get(digit[1], digit[1]))
        return Call("dashboard", {"action": "unpin", **({"which": place or rest} if place or rest else {})})
    if _PIN.search(text) and (on_board or re.match(r"(?:please |can you |ok,? )?pin(?![a-z])|(?:请|帮我|把).{0,8}(?:钉|固定)|^(?:固定|钉)", text)):  # fmt: skip
        rest = re.sub(_PIN_WORDS, " ", text).strip(" ,，的把将")
        if _THIS.match(rest):
            return Call("dashboard", {"action": "pin"})
        found = _asked(r, rest, understand, {})
        return None if found is None else Call("dashboard", {"action": "pin", "tool": found.tool, "arguments": json.dumps(dict(found.args), ensure_ascii=False)})  # fmt: skip
    shows = re.sub(
        r"(?<![a-z])(?:show|open|see|view|refresh|update|display|let me see|give|what(?:'s| is) on|me|my|the|please|dash ?board|to)(?![a-z])|看板|仪表[板盘]|显示|打开|查看|看看?|刷新|更新|我的?|请|帮|一下|给|上有什么",
        "",
        text,
    )
    return Call("dashboard", {"action": "show"}) if on_board and not shows.strip(" ,，的") else None


_PIN_WORDS = r"(?<![a-z])(?:please|can you|pin(?:ned)?|add|put|place|save|keep|stick|(?:on|to|onto|in) (?:my |the |a )?dash ?board|dash ?board)(?![a-z])|固定|钉|置顶|添加|(?:加|放|存)(?=到|在|进|入|上)|(?:到|在|进|入|上)?(?:我的?)?(?:看板|仪表[板盘])上?|请|帮我|一下|住|吧"
_UNPIN_WORDS = r"(?<![a-z])(?:please|unpin|remove|take|delete|drop|(?:from|off|on) (?:my |the )?dash ?board|dash ?board|the|off|from)(?![a-z])|从|我的?|(?:看板|仪表[板盘])(?:上|里|中)?|移除|去掉|删除?|拿掉|撤下|取消固定|把|的"


def _asked(r: Reading, rest: str, understand: Else, wanted: dict[str, Any]) -> Call | None:
    """The reading call the rest of the message asks for."""
    found = understand(replace(r.ask, text=rest, previous=(), focus=(), rows=(), listed=0))
    if len(found.calls) == 1 and found.calls[0].tool in READS:
        call = found.calls[0]
        if call.tool == "team_report" and "period" not in call.args:
            span = {"day": ("yesterday", "昨天"), "weekday": ("yesterday", "昨天"), "month": ("last month", "上个月")}.get(str(wanted.get("every")))  # fmt: skip
            return Call(call.tool, {**call.args, **({"period": span[r.zh]} if span else {})})
        return call
    if _REPORT.search(rest) and not found.calls:
        return Call("team_report", {})
    return None


def _rhythm(text: str) -> re.Match[str] | None:
    return _RHYTHM.search(text) or _RHYTHM_ZH.search(text)


def _rhythm_args(text: str, *, loose: bool = False) -> dict[str, Any]:
    """How often, on which day and when."""
    made: dict[str, Any] = {}
    if (m := _RHYTHM.search(text)) is not None:
        day = m["day"] or m["days"]
        nth = m["nth"]
        if day:
            made |= {"every": "week", "day": _week_day(day)}
        elif nth:
            made |= {"every": "month", "day": 31 if nth == "last" else 1 if nth == "first" else int(re.sub(r"\D", "", nth))}  # fmt: skip
        else:
            made["every"] = "weekday" if m["wd"] else "day" if m["d"] or m["daily"] else "month" if m["m"] or m["monthly"] else "week"  # fmt: skip
    elif (m := _RHYTHM_ZH.search(text)) is not None:
        if m["day"]:
            made |= {"every": "week", "day": int(m["day"]) - 1 if m["day"].isdigit() else 6 if m["day"] == "天" else _ZH_DAYS.index(m["day"])}  # fmt: skip
        elif m["wd"]:
            made["every"] = "weekday"
        elif m["d"] or m["unit"] in ("天", "日"):
            made["every"] = "day"
        elif "月" in m[0]:
            nth = m["nth"] or "1"
            made |= {"every": "month", "day": int(nth) if nth.isdigit() else 31 if nth in ("底", "最后一天") else 1}
        else:
            made["every"] = "week"
    if loose and "day" not in made:
        on, on_zh = _ON.search(text), _ON_ZH.search(text)
        if on:
            made["day"] = _week_day(on["day"])
        elif on_zh:
            made["day"] = 6 if on_zh["day"] == "天" else _ZH_DAYS.index(on_zh["day"])
        if "day" in made:
            made.setdefault("every", "week")
    if made.get("every") == "week" and "day" not in made and not loose:
        on, on_zh = _ON.search(text), None
        if on:
            made["day"] = _week_day(on["day"])
    if (at := _time(text)) is not None:
        made["time"] = at
    return made


def _time(text: str) -> str | None:
    if (m := _TIME_ZH.search(text)) is not None:
        part = m["part"] or m["only"] or ""
        if m["only"]:
            return f"{_HOUR[m['only']]:02}:00"
        hour = int(m["h"]) if m["h"].isdigit() else _numeral(m["h"])
        minute = 30 if m["half"] == "半" else 15 if m["half"] else int(m["m"] or 0)
        if part in ("下午", "傍晚", "晚上", "晚", "晚间") and hour < 12:
            hour += 12
        return f"{hour:02}:{minute:02}" if hour < 24 else None
    for m in _TIME.finditer(text):
        if m["ah"]:
            hour, minute, half = int(m["ah"]), int(m["am"] or 0), (m["ap"] or "").replace(".", "")
            if not m["am"] and not half and not re.match(r"at |by |around ", m[0]):
                continue  # a bare number is no time
            hour = hour % 12 + 12 if half == "pm" else hour % 12 if half == "am" else hour
            if hour < 24 and minute < 60:
                return f"{hour:02}:{minute:02}"
        elif part := m["bpart"] or m["cpart"]:
            return f"{_HOUR[part]:02}:00"
    return None


def _numeral(text: str) -> int:
    tens, _, ones = text.rpartition("十") if "十" in text else ("", "", text)
    if "十" in text:
        return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
    return _NUMERALS.get(text, 0)


def _week_day(word: str) -> int:
    return next(n for names, n in _WEEK.items() if re.fullmatch(names, word))


def _goes(text: str) -> dict[str, str]:
    m = _GOES.search(text)
    return {} if m is None else {"to": "mail" if m["mail"] else "folder"}


def _form(text: str) -> dict[str, str]:
    m = _FORM.search(text)
    if m is None:
        return {}
    return {"form": "xlsx" if m["xlsx"] or m["x2"] else "pdf" if m["pdf"] or m["p2"] else "md"}


def _rest(text: str, words: re.Pattern[str]) -> str:
    """The message without when, where to, in which form and the verb: what the report is about."""
    for pattern in (_RHYTHM, _RHYTHM_ZH, _ON, _GOES, _FORM, _TIME, _TIME_ZH, words, _FILLER):
        text = pattern.sub(" ", text) if pattern is not _TIME else pattern.sub(lambda m: " " if m["bpart"] or m["cpart"] or m["am"] or m["ap"] or re.match(r"at |by |around ", m[0]) else m[0], text)  # fmt: skip
    text = " ".join(text.split())
    while (cut := _EDGE.sub("", text)) != text:
        text = cut
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", text)


def _which(rest: str) -> dict[str, str]:
    m = _NUMBER.search(rest)
    if m:
        return {"which": next(g for g in m.groups() if g)}
    words = re.sub(r"(?<![a-z])(?:the|my|all|scheduled|recurring|sending|mailing|emailing|mails?|e-?mails?|every|any ?more|this)(?![a-z])|定时|定期|自动|再|我的?|发送|发给|给|发", " ", rest)  # fmt: skip
    words = " ".join(words.split()).rstrip("了吧的")
    return {"which": words} if words else {}
