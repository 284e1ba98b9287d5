"""Lists by one field called by its name: those where it holds a value, is empty, or more than something; by each value; in its order.

Whole sentences only: the records and what is said before them (my, open, overdue) are read as a list of their own, the condition is added.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.brains.offline.lists.asking import question
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.found import still_open
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.field_words import (
    FREE,
    TYPES,
    asked_back,
    empty_said,
    field_called,
    split_field,
    value_said,
)
from assistant.brains.offline.words.frames import LONGEST, Fit, Frame, framed
from crm_store.base import FieldSpec, Kind
from crm_store.codes import Source
from crm_store.models import entities, fields_of

_I = re.IGNORECASE
_ORDERED = (Kind.MONEY, Kind.DAY, Kind.MOMENT, Kind.INT, Kind.NUMBER)
_LEAD = r"(?:(?:show|list|find|give|get|pull up|bring up|see)(?: me| us)?(?: up)? |which (?:of )?|what |how many |count |are there (?:any )?|(?:do|have) (?:we|i) (?:have |got )?(?:any )?|i need |i want |any )?"
_MODS = r"(?:(?:my|our|all|the|of|open|won|lost|overdue|active|unresolved|unfinished|every|any) )*"
_P = rf"{_LEAD}(?P<p>{_MODS}§P)(?: do (?:we|i) have)?"
_F = r"(?:the |a |an |any |its |their |his |her )?(?P<f>[a-z][a-z -]{1,28}?)"
_HAVE = r"(?:with|having|have|has|that have|who have|which have|that has|do (?:we|i) have with)"
_NONE = r"(?:with no|without|lacking|lack|have no|has no|having no|missing|that lack|that have no|who have no|which have no|with missing|with empty|with (?:a |an )?(?:blank|empty|missing|unknown)|(?:don't|do not|doesn't|haven't got|have not got|that don't|who don't|which don't|that do not)(?: have)?|have (?:an? )?(?:empty|blank|missing))"
_SET = r"(?: (?:set|filled in|filled|entered|recorded|on record|on file|given|yet|at all|defined|maintained))*"
_BLANK = r"(?:empty|blank|missing|unknown|not set|unset|not filled(?: in)?|not known|not recorded|not there)"
_WHERE = r"(?:where|whose|for which|in which|that have|with)"
_MORE = r"(?:over|above|more than|greater than|higher than|at least|from|after|later than|>=|>)"
_LESS = r"(?:under|below|less than|lower than|fewer than|at most|up to|before|earlier than|<=|<)"
_ZMODS = r"(?:我们的?|我的?|有哪些|哪些|哪几个|全部的?|所有的?|在途的?|进行中的?|未完成的?|未关闭的?|逾期的?|赢单的?|输单的?|还?没?有?|里|中)*?"
_ZLEAD = r"(?:哪些|哪几[个家条张]|有哪些|有没有|列出|列一下|查一?下|查看|看一?下|看看|找出?|找一?下|筛选出?|显示|给我|统计一?下|多少[个家条张]?|所有|全部)?"
_ZP = rf"(?P<p>{_ZMODS}§P)"
_ZF = r"(?P<f>[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z ]{0,11}?)"
_ZTAIL = r"(?:有?哪些|有多少[个家条张]?|有几[个家条张]|都?有谁|列表|清单|名单|呢)?"


@dataclass(frozen=True)
class _Kinded:
    """A list of one record type without its condition: its filters, and the type."""

    entity: str
    args: dict[str, Any]


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p.replace("§P", _NOUNS), _I) for p in patterns)


@cache
def _nouns() -> dict[str, str]:
    """What a record type is called as a list, and the type."""
    found: dict[str, str] = {}
    for entity in TYPES:
        about = entities()[entity].about
        english = {about.en, *about.also_en}
        for word in (about.en_many, *(f"{w}s" for w in english), *(f"{w[:-1]}ies" for w in english if w.endswith("y"))):
            found.setdefault(word.casefold(), entity)
        for word in (about.zh, about.zh_many, *about.also_zh):
            if len(word) > 1:
                found.setdefault(word, entity)
    return found


_NOUNS = "(?:" + "|".join(sorted(map(re.escape, _nouns()), key=len, reverse=True)) + ")"

_EMPTY = _compiled(
    rf"{_P}(?: that| which| who)? {_NONE} {_F}{_SET}",
    rf"{_P} {_WHERE} {_F} (?:is|are|was|has been|have been) {_BLANK}(?: yet)?",
    rf"{_P} {_WHERE} {_F} (?:isn't|is not|aren't|has not been|hasn't been|was never) (?:set|filled(?: in)?|known|entered|recorded|given)(?: yet)?",
    rf"{_P} {_WHERE} (?:there is|there's|we have|nobody (?:has )?(?:set|entered)) no {_F}",
    rf"{_ZLEAD}{_ZP}(?:里|中|当中)?(?:的)?(?:有?哪些|哪几[个家条张]|谁)?(?:还|都|是|也)*(?:没有|没填写?|没写|没录入?|没设置?|没定|没|缺少?|未填写?|未设置?|未定|无){_ZF}的?{_ZTAIL}",
    rf"{_ZLEAD}{_ZP}(?:里|中)?的?{_ZF}(?:还|都|是)*(?:为空|是空的?|空着|空白|空缺|缺失|没填|没写|没有填|未填写?|未设置|没定|没有)的?{_ZTAIL}",
    rf"{_ZLEAD}(?:没有填?|没填写?|没写|没录入?|没设置?|缺少?|未填写?|未设置?|未录入?|无){_ZF}的{_ZP}{_ZTAIL}",
    rf"{_ZLEAD}{_ZF}(?:还|都|是)*(?:为空|是空的?|空着|空白|空缺|缺失|没填|没写|没有填|未填写?|未设置|没定)的{_ZP}{_ZTAIL}",
)
_FILLED = _compiled(
    rf"{_P} {_HAVE} {_F} (?:set|filled in|filled|entered|on record)",
    rf"{_P} {_WHERE} {_F} (?:is|are|has been) (?:set|filled(?: in)?|known|given|entered|there|on record|on file)",
    rf"{_P} {_WHERE} {_F} (?:isn't|is not|aren't|are not) {_BLANK}",
    rf"{_P}(?: of mine| of ours)?(?: that| which| who)? {_HAVE} (?:an?|any|some) (?P<f>[a-z][a-z -]{{1,28}}?)",
    rf"{_ZLEAD}(?:填了|已填写?|有填|写了|录了){_ZF}的{_ZP}{_ZTAIL}",
)
_HOLDS = _compiled(
    rf"{_P}(?: that| which| who)? {_HAVE} (?P<v>.+) (?:as|for) (?:the |their |its |a |an )?{_F}",
    rf"{_P} (?:where|whose|in which|for which) {_F} (?:is|are|was|were|=|equals|is equal to|is set to|reads|says) (?P<v>.+)",
    rf"{_ZLEAD}{_ZF}(?:是|为|等于|=|叫|属于)(?P<v>.+?)的{_ZP}{_ZTAIL}",
    rf"{_ZLEAD}{_ZP}(?:里|中|当中)?(?:的)?{_ZF}(?:是|为|等于|=)(?P<v>.+?)的?{_ZTAIL}",
)
_CAME = _compiled(
    rf"{_P}(?: that| which| who)? (?:came|come|comes|are|is|originated)(?: in| to us)?(?: from| through| via| by)(?: an?| the)? (?P<v>[a-z][a-z -]{{2,24}}?)",
    rf"{_ZLEAD}{_ZP}(?:都)?(?:是)?(?:来自于?|从|通过)(?P<v>.+?)(?:渠道)?(?:来的|过来的|得来的|的)?",
    rf"{_ZLEAD}(?:来自于?|从|通过)(?P<v>.+?)(?:渠道)?(?:来|过来)?的{_ZP}{_ZTAIL}",
)
_BESIDE = _compiled(
    rf"{_P}(?: that| which| who)? (?:{_HAVE}|of|where|whose)(?: the| a| an)? (?P<w>[a-z].+)",
)
_MORE_THAN = _compiled(
    rf"{_P}(?: that| which| who)? (?:{_HAVE}|where|whose) {_F} (?:is |are |of )?(?P<op>{_MORE}|{_LESS}) (?P<v>.+)",
    rf"{_ZLEAD}{_ZF}(?:在)?(?P<op>大于|高于|超过|多于|不少于|不低于|小于|低于|少于|不到|不超过)(?P<v>.+?)的{_ZP}{_ZTAIL}",
    rf"{_ZLEAD}{_ZF}(?:在)?(?P<v>.+?)(?P<op>以上|以下|以内)的{_ZP}{_ZTAIL}",
)
_WORTH = _compiled(rf"{_P}(?: that are| which are| that is)?(?: worth| valued| of)? (?P<op>{_MORE}|{_LESS}) (?P<v>[^ ]+(?: (?:k|m|million|thousand|eur|usd|cny|rmb|euros?|dollars?))?)")  # fmt: skip
_PLAIN = _compiled(
    rf"(?:(?:show|list|find|give|get|pull up|bring up|see)(?: me| us)?(?: up)? )?(?P<p>{_MODS}§P)",
    rf"(?:列出|列一下|查一?下|查看|看一?下|看看|显示|给我看看?)?(?P<p>(?:我们|我)的?{_ZMODS}§P)(?:有?哪些|都有哪些|列表|清单|名单)?",
)
_GROUPED = _compiled(
    rf"{_P}(?: (?:grouped|split|broken down|listed))? (?:by|per) (?:the )?{_F}",
    rf"(?:the )?(?:number|count|breakdown|distribution|split) of (?P<p>{_MODS}§P) (?:by|per|across|over) (?:the )?{_F}",
    rf"(?:how many )(?P<p>{_MODS}§P) (?:are there |do we have |have we got |do i have )?(?:by|per|for each|in each|of each|with each) {_F}",
    rf"{_ZLEAD}(?:按|按照|根据){_ZF}(?:来)?(?:统计|汇总|分组|分类|分布|拆分|分|看)(?:一?下)?{_ZP}{_ZTAIL}(?:数量|个数)?",
    rf"(?:统计|看)?(?:各个?|每个|每种|不同){_ZF}(?:的|各?有|下)?(?:各?有|的)?(?:多少|几)?[个家条张]?{_ZP}(?:数量|个数|数)?(?:各?有多少[个家条张]?)?",
    rf"{_ZP}(?:的数量)?(?:按|按照|根据|的){_ZF}(?:来)?(?:统计|汇总|分组|分类|分布|拆分|构成)(?:一?下)?",
)
_SORTED = _compiled(
    rf"{_P},? (?:sorted|ordered|ranked|sort|order|in order of|arranged)(?: by)? (?:the )?(?P<f>[a-z][a-z -]{{1,28}}?)(?P<d>,? ?(?:\(?(?:desc|asc)(?:ending)?\)?|(?:highest|largest|biggest|latest|newest|lowest|smallest|earliest|oldest|soonest) (?:first|on top)|from \w+ to \w+))?",
    rf"{_ZLEAD}{_ZP}(?:请)?(?:按|按照|根据){_ZF}(?P<d>从[高低大小早晚近远]到[高低大小早晚近远]|[降升倒正]序)?(?:来)?(?:排序|排列|排一?下|排个序|排名|排)(?P<d2>[从]?[高低大小早晚]到[高低大小早晚]|[降升倒正]序)?",
    rf"{_ZLEAD}{_ZP}(?:按|按照|根据){_ZF}(?P<d>从[高低大小早晚近远]到[高低大小早晚近远]|[降升倒正]序)(?:排列|列出)?",
    rf"按{_ZF}(?P<d>从[高低大小早晚近远]到[高低大小早晚近远]|[降升倒正]序)?(?:排序|排列|排)?(?:列出|列一下|显示)?{_ZP}",
)
_DOWN = re.compile(r"desc|(?:highest|largest|biggest|latest|newest) |从[高大晚]|[降倒]序")
_UP = re.compile(r"asc|(?:lowest|smallest|earliest|oldest|soonest) |从[低小早近]|[升正]序")
_AHEAD = frozenset({"next_step", "next_step_date", "expected_close_date", "last_activity_at", "probability"})
"""What only deals still open have to have."""
_OPS = {
    "at least": ">=", "from": ">=", ">=": ">=", "不少于": ">=", "不低于": ">=", "以上": ">=", "at most": "<=", "up to": "<=", "<=": "<=",
    "不超过": "<=", "以下": "<=", "以内": "<=",
}  # fmt: skip


def listed_by_field(r: Reading) -> Meant | None:
    """Which accounts have no industry? leads with source trade fair; 按来源统计线索."""
    if len(r.whole) > LONGEST:
        return None
    for frame in framed(r):
        for patterns, build in _BUILDS:
            for pattern in patterns:
                match = pattern.fullmatch(frame.text)
                if match is None or (base := _base(frame, Fit(frame, match))) is None:
                    continue
                if (meant := build(Fit(frame, match), base)) is not None:
                    return meant
    return None


def _base(frame: Frame, fit: Fit) -> _Kinded | None:
    """The records without the condition, when every word before them was read."""
    start, end = fit.span("p")
    words = " ".join(frame.r.text[start:end].split())
    noun = next((n for n in sorted(_nouns(), key=len, reverse=True) if words.endswith(n)), None)
    if noun is None:
        return None
    entity, part = _nouns()[noun], frame.r.within(start, end)
    hit = next((h for h in part.senses if any(s.kind == "entity" and s.entity == entity for s in h.values)), None)
    found = question(part, Head(entity, hit))
    if found is None or found.args.keys() - {"entity", "filters", "limit"} or unread(part, (found.call,)):
        return None
    return _Kinded(entity, {"entity": entity, **({"filters": found.args["filters"]} if found.found.filters else {})})


def _with(base: _Kinded, *filters: dict[str, str], ahead: bool = False) -> Meant:
    """The list with these conditions; `ahead` when only deals still open have what is asked for."""
    held = [*base.args.get("filters", ()), *filters]
    if ahead and base.entity == "deal" and not any(f["field"] in ("stage", "stage.kind") for f in held):
        held.append({"field": "stage.kind", "op": "=", "value": "open"})
    return Meant(0.99, (Call("find_records", {**base.args, "filters": held}),))


def _spec(fit: Fit, base: _Kinded) -> FieldSpec | None:
    return field_called(fit.r, fit["f"], base.entity)


def _plain(fit: Fit, base: _Kinded) -> Meant | None:
    """My customers, our leads, 我的客户: the list itself."""
    said_more = fit["p"].strip() not in _nouns()
    return Meant(0.99, (Call("find_records", base.args),)) if said_more and base.entity in _WHOLE else None


_WHOLE = ("account", "contact", "lead")


def _empty(fit: Fit, base: _Kinded) -> Meant | None:
    spec = _spec(fit, base)
    if spec is None or spec.required or spec.kind is Kind.BOOL:
        return None
    asked = [{"field": spec.name, "op": "empty"}]
    known = {str(f["field"]) for f in base.args.get("filters", ())}
    if base.entity == "deal" and "stage.kind" not in known:
        asked += [{"field": "stage.kind", "op": "=", "value": "lost"}] if spec.name.startswith("lost_") else []
    if base.entity == "task" and "status" not in known:
        asked += still_open("task")
    return _with(base, *asked, ahead=spec.name in _AHEAD)


def _filled(fit: Fit, base: _Kinded) -> Meant | None:
    spec = _spec(fit, base)
    if " of mine" in fit.r.whole and not base.args.get("filters"):
        base = _Kinded(base.entity, {**base.args, "filters": [{"field": "owner", "op": "=", "value": "me"}]})
    return (
        _with(base, {"field": spec.name, "op": "filled"}) if spec is not None and spec.kind is not Kind.BOOL else None
    )


def _holds(fit: Fit, base: _Kinded) -> Meant | None:
    spec = _spec(fit, base)
    return _of_value(fit, base, spec, *fit.span("v")) if spec is not None else None


def _came(fit: Fit, base: _Kinded) -> Meant | None:
    """Leads that came from the website; 我哪些商机来自转介绍."""
    said = fit["v"].strip().casefold()
    known = next((c.value for c in Source if said in (c.value, c.en.casefold(), c.zh, *(w.casefold() for w in c.also), f"{c.en.casefold()}s")), None)  # fmt: skip
    return (
        _with(base, {"field": "source", "op": "=", "value": known})
        if known and "source" in fields_of(base.entity)
        else None
    )


def _beside(fit: Fit, base: _Kinded) -> Meant | None:
    found = split_field(fit, "w", (base.entity,))
    return _of_value(fit, base, *found[1:]) if found is not None else None


def _of_value(fit: Fit, base: _Kinded, spec: FieldSpec, start: int, end: int) -> Meant | None:
    words = fit.r.piece(start, end)
    if not words or asked_back(words) or empty_said(words) or _MORE_OR_LESS.match(words):
        return None
    when = re.sub(r"^(?:in|on|within|during|of|for) ", "", words)
    span = next((p for p in fit.r.periods if p.text.strip() in (words, when)), None)
    if spec.kind in (Kind.DAY, Kind.MOMENT) and span is not None:
        return _with(base, {"field": spec.name, "op": "=", "value": span.text}, ahead=spec.name in _AHEAD)
    value = value_said(fit.r, spec, start, end)
    if value is None:
        return None
    op = "~" if spec.kind in FREE and spec.name not in ("email", "phone", "wechat") else "="
    return _with(base, {"field": spec.name, "op": op, "value": value}, ahead=spec.name in _AHEAD)


_MORE_OR_LESS = re.compile(
    rf"(?:is |are |of )?(?:{_MORE}|{_LESS}|between|not|other than|except|contain\w*|includ\w*|has|mention\w*|starts?|says?)\b|不是|非|大于|小于|超过|不到",
    _I,
)


def _more_than(fit: Fit, base: _Kinded) -> Meant | None:
    spec = _spec(fit, base)
    if spec is None or spec.kind not in _ORDERED:
        return None
    value = value_said(fit.r, spec, *fit.span("v"))
    said = fit["op"].casefold()
    op = _OPS.get(said) or (">" if re.fullmatch(_MORE, said) or said in ("大于", "高于", "超过", "多于") else "<")
    asked = {"field": spec.name, "op": op, "value": value or ""}
    return _with(base, asked, ahead=spec.name in _AHEAD) if value is not None else None


def _worth(fit: Fit, base: _Kinded) -> Meant | None:
    """Open deals over 100000: a bare number is what they are worth."""
    spec = next((s for s in fields_of(base.entity).values() if s.name in ("amount", "est_amount")), None)
    value = value_said(fit.r, spec, *fit.span("v")) if spec is not None else None
    if spec is None or value is None:
        return None
    if not re.fullmatch(r"\d+(?:\.\d+)?", value) or (
        fit["v"] == value and (float(value) < 1000 or 1990 <= float(value) <= 2100)
    ):
        return None  # a count, or a year
    said = fit["op"].casefold()
    op = _OPS.get(said) or (">" if re.fullmatch(_MORE, said) else "<")
    held = base.args.get("filters", ())
    ends = [f for f in held if f["field"] in ("stage.kind", "status")]
    asked = [f for f in held if f not in ends]
    return Meant(
        0.99,
        (
            Call(
                "find_records",
                {**base.args, "filters": [*asked, {"field": spec.name, "op": op, "value": value}, *ends]},
            ),
        ),
    )


def _grouped(fit: Fit, base: _Kinded) -> Meant | None:
    spec = _spec(fit, base)
    if spec is None or spec.kind not in (Kind.CHOICE, Kind.REF, Kind.TEXT, Kind.BOOL) or _told_elsewhere(base, spec):
        return None
    measured = {"measure": "count"} if re.search(r"how many|number|count|多少|几|数", fit.r.whole) else {}
    return Meant(0.99, (Call("find_records", {**base.args, "group_by": spec.name, **measured}),))


def _told_elsewhere(base: _Kinded, spec: FieldSpec) -> bool:
    """Deals by stage, owner and the like are the pipeline."""
    return base.entity == "deal" and spec.name in (
        "stage", "owner", "team", "source", "product", "industry", "pipeline", "currency", "type", "forecast_category", "account", "competitor", "lost_reason",
    )  # fmt: skip


def _sorted(fit: Fit, base: _Kinded) -> Meant | None:
    spec = _spec(fit, base)
    if spec is None or spec.kind in (Kind.JSON, Kind.REFS, Kind.LONG):
        return None
    said = fit["d"]
    later = spec.kind in (Kind.MONEY, Kind.INT, Kind.NUMBER) or spec.name in (
        "created_at",
        "updated_at",
        "last_activity_at",
    )
    way = "desc" if _DOWN.search(said) else "asc" if _UP.search(said) else "desc" if later else "asc"
    args = {**base.args, "sort": f"{spec.name} {way}"}
    known = {str(f["field"]) for f in base.args.get("filters", ())}
    if base.entity == "deal" and "stage.kind" not in known:
        args["filters"] = [*base.args.get("filters", ()), {"field": "stage.kind", "op": "=", "value": "open"}]
    elif base.entity == "task" and "status" not in known:
        args["filters"] = [*base.args.get("filters", ()), *still_open("task")]
    return Meant(0.99, (Call("find_records", args),))


_BUILDS: Sequence[tuple[tuple[re.Pattern[str], ...], Callable[[Fit, _Kinded], Meant | None]]] = (
    (_EMPTY, _empty),
    (_FILLED, _filled),
    (_MORE_THAN, _more_than),
    (_WORTH, _worth),
    (_SORTED, _sorted),
    (_GROUPED, _grouped),
    (_CAME, _came),
    (_HOLDS, _holds),
    (_BESIDE, _beside),
    (_PLAIN, _plain),
)
