"""Who stands in for whom while they are away, and until when, as people say it."""

import re
from datetime import date, timedelta
from itertools import pairwise

from assistant.brains.offline.names.naming import Name
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import start
from assistant.recognise.periods import parse_period

_STANDS = re.compile(
    r"(?<![a-z])(?:stand(?:s|ing)?[ -]?in(?: for)?|stood in for|cover(?:s|ing)?(?: for)?|fill(?:s|ing)? in(?: for)?|deputi[sz]es?(?: for)?|(?:my|his|her|their|the)? ?(?:deputy|stand-?in|substitute|replacement|back-?up|proxy)"
    r"|act(?:s|ing)? (?:for|on behalf of)|takes? (?:over )?(?:my|his|her|their) (?:place|work|desk|records|stuff|things|accounts|deals|customers)(?: over)?|takes? over (?:from|for)|look(?:s|ing)? after (?:my|his|her|their) (?:\w+ )?(?:work|desk|accounts|deals|customers|records|things|stuff))(?![a-z])"
    r"|代(?!码|表|价|替品|办|理商|工厂|销)|替(?=我|他|她|您|[\u3400-\u9fffA-Za-z]{1,8}(?:的|处理|管|负责|上班|值班|盯))|顶(?:班|岗|替)|接手(?=.{0,8}(?:期间|到))|帮我(?:看着|盯着|顶)"
)
_AWAY = re.compile(
    r"(?<![a-z])(?:(?:i|[a-z]+)(?:'m| am| is|'s|'ll be| will be)? (?:on |away|out|off|gone)(?: on)? ?(?:holidays?|vacation|leave|pto|parental leave|maternity leave|sick leave|away|sick|of (?:the )?office|office)?|holidays?|vacation|on leave|out of office|ooo|while .{1,30} (?:away|out|gone|off))(?![a-z])"
    r"|休假|请假|年假|产假|病假|婚假|外出|出差|不在|度假"
)
_ENDS = re.compile(
    r"(?<![a-z])(?:stop|end|cancel|no longer|not .{0,12} any ?more|i'm back|i am back|is back|back (?:from|at work)|take back|revoke|remove)(?![a-z])|取消|结束|停止|收回|撤销|不用|不再|不必|回来了|别再|终止"
)
_WHO_STANDS = re.compile(
    r"^(?:who(?:'s| is| are|se)?|which colleague|is (?:anyone|anybody|someone)|does (?:anyone|anybody)|show (?:me )?(?:all |the )?(?:stand-?ins|deput))|谁|有没有人|有人|哪位|(?:所有|目前|现在)的?代理(?:情况|人|名单)?$"
)
_FOR = re.compile(r"(?:for|of|behalf of|from|替|代理?|顶替?|对)\s*$")
_NOT_PEOPLE = re.compile(
    r"(?<![a-z])(?:cover(?:s|ing)? (?:the |all )?(?:costs?|expenses?|topics?|letter|price)|covered)(?![a-z])|代理(?:商|费|公司|合同|价|权)|一级代理|总代|代码|代表|交代|现代|时代|替代|替换|代替(?:方案|品)"
)


def standing_in(r: Reading) -> Call | None:
    """Who stands in for whom, until when."""
    verb = _STANDS.search(r.text, r.lo, r.hi)
    if verb is None or _NOT_PEOPLE.search(r.whole):
        return None
    named = people(r)
    ends = bool(_ENDS.search(r.whole))
    if _WHO_STANDS.search(r.text[start(r) : r.hi].rstrip(" ?？.。")):
        if len(named) > 1 or (_other_records(r) and not named):
            return None
        return Call("stand_in", {"away": named[0].text} if named else {})
    deputy, away = _pair(r, named, verb.start(), verb.end())
    if deputy is None and not ends:
        return None
    until_ = until(r)
    mine = re.search(r"(?<![a-z])(?:i|i'm|me|my|mine)(?![a-z])|我|本人", r.whole)
    if not (mine or away or until_):
        return None
    args: dict[str, object] = {}
    if deputy is not None:
        args["deputy"] = deputy.text
    if away is not None and away is not deputy:
        args["away"] = away.text
    if ends and not (until_ and not re.search(r"no longer|cancel|stop|取消|停止|不再|不用", r.whole)):
        return Call("stand_in", {**args, "stop": True})
    if until_ is not None:
        args["until"] = until_.isoformat()
    starts = [
        s for s in r.days if re.search(r"(?:from|starting|since|as of|beginning)\s+$|(?:从|自)\s*$", r.before(s.start))
    ]
    starts += [a for a, b in pairwise(r.days) if _TO_A_DAY.fullmatch(r.text[a.end : b.start])]
    if starts and until_ is not None and starts[0].value.day < until_:
        args["since"] = starts[0].value.day.isoformat()
    else:
        begins = next((p.value.start for p in r.periods if p.value.start), None)
        if begins is not None and begins > r.ask.today and not r.days:
            args["since"] = begins.isoformat()
    return Call("stand_in", args)


_TO_A_DAY = re.compile(r"\s*(?:to|until|till|through|thru|and|-|–|—|~|到|至|直到)\s*", re.IGNORECASE)
"""What stands between the first day away and the last."""


def _pair(r: Reading, named: list[Name], begins: int, ends: int) -> tuple[Name | None, Name | None]:
    """(who stands in, who is away): before the verb and behind it, unless the words around a name say otherwise."""
    away = next((n for n in named if _is_away(r, n)), None)
    rest = [n for n in named if n is not away]
    if away is None and len(rest) > 1:
        behind = [n for n in rest if n.start >= ends or _FOR.search(r.before(n.start))]
        away = behind[-1] if behind else None
        rest = [n for n in rest if n is not away]
    if (
        away is None
        and len(rest) == 1
        and re.search(r"(?:for|of|from)\s*$", r.text[begins : rest[0].start])
        and _ENDS.search(r.whole)
    ):
        return None, rest[0]
    return (rest[0] if rest else None), away


def _is_away(r: Reading, name: Name) -> bool:
    """Whether this is who is said to be away: while Chen is on leave, 王芳休假."""
    behind = r.after(name.end, 30)
    return bool(
        re.match(r"(?:'s| is|'ll be| will be|'s going to be)? ?(?:away|off|out|on (?:holiday|vacation|leave|a trip|parental|maternity|sick)|gone|sick|back)(?![a-z])", behind)
        or re.match(r"(?:\d|从|自|在|将|要|下|本|这|明|今|月|日|号|周|星期|[一二三四五六七八九十天]){0,12}(?:休|请假|年假|产假|病假|外出|出差|不在|度假|回来)", behind)
    )  # fmt: skip


def people(r: Reading) -> list[Name]:
    """The colleagues named, in order; a name nobody has is handed on, so that the tool can say so."""
    known = [n for n in r.names if n.may_be("user")]
    for pattern in _UNKNOWN:
        for found in pattern.finditer(r.said, r.lo, r.hi):
            lo, hi = found.span("n")
            if not any(lo < n.end and n.start < hi for n in r.names) and found["n"] not in _NOBODY:
                known.append(Name(lo, hi, found["n"], ()))
    return sorted({n.start: n for n in known}.values(), key=lambda n: n.start)


_UNKNOWN = (
    re.compile(
        r"(?:由|让|请|找|不用|不要|不必|换)(?P<n>[\u3400-\u9fff]{1,4}?)(?=再?(?:来|帮|暂时?|临时)?(?:代|替|顶|接手))"
    ),
    re.compile(
        r"(?:^|[,，。；;\s])(?P<n>[\u3400-\u9fff]{2,3}?)(?=(?:从|在|自)?(?:今天|明天|下周|本周|这周|\d+月\d+[日号])?(?:起|开始|要|将)?(?:休假|请假|出差|外出|不在))"
    ),
    re.compile(r"(?:取消|结束|停止|终止|撤销)(?P<n>[\u3400-\u9fff]{2,3}?)(?=对[\u3400-\u9fffA-Za-z]{1,10}的代理)"),
    re.compile(r"对(?P<n>[\u3400-\u9fff]{2,3})的代理"),
    re.compile(
        r"(?P<n>[A-Z][a-z]+(?: [A-Z][a-z]+)?) (?=(?:will |can |is going to |shall |to |should |no longer )?(?:stands?|covers?|fills? in|acts? for|takes? (?:over|my|care)|deputi|is (?:my|covering|standing|filling)))"
    ),
    re.compile(r"(?:give|from|to|let) (?P<n>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?= the| a|$|[.,!?])"),
    re.compile(r"(?:给|收回|取消)(?P<n>[\u3400-\u9fff]{2,3}?)(?=的|.{0,8}角色)"),
)
_NOBODY = frozenset(
    {"我", "他", "她", "您", "你", "我们", "他们", "大家", "谁", "I", "Who", "This", "It", "新的", "一个", "个", "The"}
)


def _other_records(r: Reading) -> bool:
    return any(not n.may_be("user") for n in r.names)


def until(r: Reading) -> date | None:
    """The last day said: a day, the end of a period, or so long from today."""
    if r.days:
        return r.days[-1].value.day
    if r.durations and r.durations[0].value.days:
        return r.ask.today + timedelta(days=r.durations[0].value.days)
    ends = [p.value.end for p in r.periods if p.value.end is not None]
    if not ends and (named := _RUNS_OUT.search(r.text, r.lo, r.hi)) is not None:
        word = named["en"] or _UNIT_ZH[named["zh"]]
        period = parse_period("today" if word == "day" else f"this {word}", r.ask.today, r.ask.fiscal_year_start)
        return period.end if period is not None else None
    return ends[-1] if ends else None


def lent_till(r: Reading) -> date | None:
    """The last day of a share; none where the day is of what somebody does: …，她下周去杭州."""
    times = [s.start for s in r.spans("days", "periods", "durations")]
    before = (
        re.split(r"[,，。;；]|(?<![a-z])(?:because|since|as)(?![a-z])", r.text[r.lo : max(times)])[-1] if times else ""
    )
    return None if _DOES.match(before) and not _LASTS.search(before) else until(r)


_DOES = re.compile(r"\s*(?:so )?(?:he|she|they|i|we|his|her|their)(?:'| )|\s*(?:因为)?(?:她|他|我|客户|对方|人家)")
_LASTS = re.compile(
    r"(?<![a-z])(?:until|till|through|for|by|only)(?![a-z])|看到?|为止|有效|到期|截止|可以|(?<![去来赶回])到"
)
_RUNS_OUT = re.compile(
    r"(?<![a-z])(?:until|till|before) (?:the |this )?(?P<en>day|week|month|quarter|year) (?:ends|is (?:over|out|up|done)|runs out|closes)(?![a-z])|(?:这|本)个?(?P<zh>周|月|季度|年)(?:过完|结束|完了)"
)
_UNIT_ZH = {"周": "week", "月": "month", "季度": "quarter", "年": "year"}
