"""Tags as people speak of them: put on a record or on many, taken off, lists by tag, the tags of a record, all tags in use."""

import re
from functools import cache
from typing import Any

from assistant.brains.offline.lists.asking import question
from assistant.brains.offline.lists.heads import Head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.leftovers import unread
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, Fit, framed
from crm_store.models import entities, fields_of

_I = re.IGNORECASE
_LONGEST = 200
GATE = re.compile(r"(?<![a-z])(?:un)?(?:tag(?:s|ged|ging)?|label(?:s|led|ed)?)(?![a-z])|标签|打标|贴标", _I)
"""A message without one of these words is not about tags."""

_T = r"[\"'“”‘’「」#]*(?P<t>[^\"“”「」]{1,60}?)[\"'“”‘’「」]*"
_SOME = r"(?P<x>.{1,80}?)"
_TYPE = r"(?:deal|opportunity|account|customer|company|contact|lead|ticket|task|活动|商机|客户|联系人|线索|工单|任务)"
_ADD = (
    rf"(?:tag|label) {_SOME} (?:as|with|by)(?: (?:the|a))?(?: tags?| labels?)?:? {_T}",
    rf"(?:tag|label) (?P<x>{ANY})(?: {_TYPE})?:? {_T}",
    rf"(?:add|put|set|attach|apply|assign)(?: (?:the|a|an|another))?(?: new)? (?:tags?|labels?) {_T} (?:to|on|onto|for|at) {_SOME}",
    rf"(?:add|put|set|attach|apply|assign)(?: (?:the|a|an|another))? {_T} (?:tag|label) (?:to|on|onto|for|at) {_SOME}",
    rf"give {_SOME} (?:the|a|an) (?:tag|label) {_T}",
    rf"give {_SOME} (?:the|a|an) {_T} (?:tag|label)",
    rf"(?:给|为|在)?{_SOME}(?:上|身上)?(?:统一|都|全部|全都)?(?:打上?|加上?|贴上?|添加|增加|标上?|加个|打个|贴个|标记|设置?)(?:了|一)?(?:个|的)?(?:标签)(?:：|:|为|是|叫)? ?{_T}",
    rf"(?:给|为|在)?{_SOME}(?:上|身上)?(?:统一|都|全部|全都)?(?:打上?|加上?|贴上?|添加|增加|标上?|标记为?|设置?)(?:一)?(?:个)? ?{_T}(?:的)? ?标签",
    rf"(?:把|将)?{_SOME}(?:打标|贴标|打标签|贴标签)(?:签)?(?:为|成|：|:)? ?{_T}",
)
_OFF = (
    rf"(?:remove|delete|drop|take|clear|strip|detach)(?: (?:the|a))? (?:tags?|labels?) {_T} (?:from|off|of|on) {_SOME}",
    rf"(?:remove|delete|drop|take|clear|strip|detach)(?: (?:the|a))? {_T} (?:tag|label) (?:from|off|of|on) {_SOME}",
    rf"(?:un-?tag|unlabel) {_SOME}(?: as| from|:) {_T}",
    rf"take {_SOME}['’]s {_T} (?:tag|label) (?:off|away)",
    rf"(?:去掉|移除|删除|删掉|取消|撕掉|拿掉|清除|摘掉|去除){_SOME}(?:上|身上)?的 ?{_T}(?:的)? ?标签",
    rf"(?:去掉|移除|删除|删掉|取消|撕掉|拿掉|清除|摘掉|去除){_SOME}(?:上|身上)?的?标签(?:：|:)? ?{_T}",
    rf"(?:把|将|给){_SOME}(?:上|身上)?的 ?{_T}(?:的)? ?标签(?:去掉|移除|删除|删掉|取消|撕掉|拿掉|清除|摘掉|去除)(?:了|掉)?",
    rf"(?:把|将)? ?{_T}(?:的)? ?标签从{_SOME}(?:上|身上|里|中)?(?:去掉|移除|删除|删掉|取消|撕掉|拿掉|清除|摘掉|去除)(?:了|掉)?",
)
_ALL_OFF = (
    rf"(?:remove|delete|drop|clear|strip)(?: all)?(?: the| of the)? (?:tags|labels) (?:from|off|of|on) {_SOME}|(?:un-?tag|unlabel) {_SOME.replace('<x>', '<x2>')}",
    rf"(?:清空|去掉|移除|删除|删掉|清除){_SOME}(?:上|身上)?的?(?:所有|全部)(?:的)?标签|清空{_SOME.replace('<x>', '<x2>')}(?:上|身上)?的?标签",
)
_LEAD = (
    r"(?:(?:show|list|find|give|get)(?: me| us)? |which |what |how many |are there |do we have |all |any |the |count )*"
)
_LISTED = (
    rf"{_LEAD}(?P<p>.{{3,60}}?)(?: that| which| who)?(?: are| is| were| have been| has been)? (?P<n>not |un)?(?:tagged|labell?ed)(?: as| with| by)?(?: the)?(?: tags?)?:? {_T}",
    rf"{_LEAD}(?P<p>.{{3,60}}?)(?: that| which| who)? (?P<n>without|lacking)(?: the| a)?(?: (?:tag|label)) {_T}",
    rf"{_LEAD}(?P<p>.{{3,60}}?)(?: that| which| who)? (?P<n>without|lacking)(?: the| a)? {_T} (?:tag|label)",
    rf"{_LEAD}(?P<p>.{{3,60}}?)(?: that| which| who)? (?:with|having|have|has|carrying|carry)(?: the| a)?(?: (?:tags?|labels?)) {_T}",
    rf"{_LEAD}(?P<p>.{{3,60}}?)(?: that| which| who)? (?:with|having|have|has|carrying|carry)(?: the| a)? {_T} (?:tag|label)",
    r"(?:查一?下|列出|找出|看看|查看|显示|给我|有哪些|哪些|所有)*(?P<n>没有?|不带|未打|没打|没贴)(?:打上?|贴上?|标)?(?:了)?(?:标签)?[“\"「]?(?P<t>[^“”\"「」]{1,40}?)[”\"」]?(?:的)?标签的(?P<p>.{2,40}?)(?:有?哪些|有多少[个家条]?|有几[个家条]|几[个家条]|列表|清单)?",
    r"(?:查一?下|列出|找出|看看|查看|显示|给我|有哪些|哪些|所有)*(?:有|带有?|打了|打上了?|贴了|贴有|标了|标有|加了|含有?)[“\"「]?(?P<t>[^“”\"「」]{1,40}?)[”\"」]?(?:的)?标签的(?P<p>.{2,40}?)(?:有?哪些|有多少[个家条]?|有几[个家条]|几[个家条]|列表|清单)?",
    r"(?:查一?下|列出|找出|看看|查看|显示|给我|有哪些|哪些|所有)*(?:标签(?:里)?(?:是|为|有|含|包含|叫))[“\"「]?(?P<t>[^“”\"「」]{1,40}?)[”\"」]?的(?P<p>.{2,40}?)(?:有?哪些|有多少[个家条]?|有几[个家条]|几[个家条]|列表|清单)?",
    r"(?:查一?下|列出|找出|看看|查看|显示)*(?:哪些|哪几[个家条]|有多少[个家条]?|多少[个家条])(?P<p>.{2,40}?)(?:都)?(?P<n>没)?(?:有|带有?|打了|打上了?|贴了|标了)(?:标签)[：:]?[“\"「]?(?P<t>[^“”\"「」]{1,40}?)[”\"」]?",
    r"(?:查一?下|列出|找出|看看|查看|显示)*(?:哪些|哪几[个家条]|有多少[个家条]?|多少[个家条])(?P<p>.{2,40}?)(?:都)?(?P<n>没)?(?:有|带有?|打了|打上了?|贴了|标了)[“\"「]?(?P<t>[^“”\"「」]{1,40}?)[”\"」]?(?:的)?标签",
)  # fmt: skip
_NONE = (
    rf"{_LEAD}(?P<p>.{{3,60}}?)(?: that| which| who)? (?:without|with no|lacking|have no|has no|having no|don't have)(?: any)? (?:tags?|labels?)|{_LEAD}untagged (?P<p2>.{{3,40}})",
    r"(?:查一?下|列出|找出|看看|查看|哪些|所有)*(?:没有|没打|没贴|未打|不带)(?:任何)?标签的(?P<p>.{2,40}?)(?:有?哪些)?",
)
_OF = (
    rf"(?:what|which)(?: are)?(?: the)? (?:tags?|labels?) (?:does|do|has|have|is|are)(?: on)? {_SOME}(?: have| has| got| carry)?|(?:what|which) (?:tags?|labels?) are (?:on|at) {_SOME.replace('<x>', '<x2>')}",
    rf"(?:(?:show|list|tell)(?: me)? |what are )?(?:the |all )?(?:tags?|labels?) (?:of|on|for) {_SOME}|(?:(?:show|list|tell)(?: me)? |what are )?{_SOME.replace('<x>', '<x2>')}['’]s (?:tags?|labels?)",
    rf"{_SOME}(?:都)?(?:有|打了|带)(?:了)?(?:哪些|什么|啥)标签|{_SOME.replace('<x>', '<x2>')}的标签(?:有哪些|是什么|是啥|都有什么)?",
)
_USED = (
    r"(?:(?:show|list|give|tell)(?: me)? )?(?:what |which |all |all the |the |our |any )*(?:tags?|labels?)(?: (?:are there|do we (?:have|use)|are in use|are used|are we using|in use|exist|there are|have we got|do (?P<e>\w+) have|are (?:used )?on (?P<e2>\w+)|on (?P<e3>\w+)|of (?P<e4>\w+)))?(?: (?:on|for|of|in) (?P<e5>\w+))?",
    r"(?:查看|列出|看看|显示|告诉我)?(?:我们|目前|现在|系统(?:里|中)?)?(?:都)?(?P<e>[\u3400-\u9fff]{2,4}?)??(?:都)?(?:有|用了?|在用)?(?:哪些|什么|所有的?|全部的?|在用的)标签(?:在用|可用)?",
    r"(?:我们)?(?P<e>[\u3400-\u9fff]{2,4}?)??(?:的)?标签(?:列表|清单|有哪些|都有哪些|汇总|统计)",
)
_ONE = re.compile(rf"(?:the |our |my )?(?:{_TYPE} ?)?(?P<x>{ANY})(?: ?(?:{_TYPE}))?(?:这个客户|这家|这单)?", _I)
_PART = re.compile(r" ?(?:[,，;；、]| and | & |和|以及|与) ?", _I)
TAGGED = tuple(e for e in entities() if "tags" in fields_of(e))
"""Record types that take tags."""


def tagging(r: Reading) -> Meant | None:
    """Tag Acme as VIP; 去掉华阳的VIP标签; accounts tagged VIP; which tags are in use?"""
    if len(r.whole) > _LONGEST:
        return None
    for frame in framed(r):
        for patterns, build in _BUILDS:
            for pattern in patterns:
                match = pattern.fullmatch(frame.text)
                if match is not None and (meant := build(Fit(frame, match))) is not None:
                    return meant
    return None


def _words(fit: Fit) -> list[str]:
    """The tags that were said, each by itself."""
    said = fit.r.said[slice(*fit.span("t"))].strip(" \"'“”‘’「」#:：,，.。!！?？")
    made = [re.sub(r"^(?:the|a|an|tags?) ", "", part, flags=_I).strip(" \"'“”‘’「」#") for part in _PART.split(said)]
    return [m for m in made if m]


def _good(tags: list[str]) -> bool:
    return bool(tags) and all(len(t) <= 40 and len(t.split()) <= 4 and not re.search(r"[:：?？]", t) for t in tags)


def _changed(fit: Fit, value: str) -> Meant | None:
    """The record, or the records a list names, with other tags."""
    start, end = fit.span("x")
    text = fit.match.group(fit._own("x"))
    change: dict[str, object] = {"op": "update"}
    one = _ONE.fullmatch(text.strip())
    if one is not None:
        begin = fit.match.start(fit._own("x")) + text.index(ANY)
        held = fit.frame.held.get(begin)
        entity = next((e for e in TAGGED if held is not None and e in held.types), None)
        if held is None or entity is None:
            return None
        change |= {"entity": _kind_said(text) or entity, "record": held.text}
    else:
        base = _many(fit.r, start, end)
        if base is None or not _of_me(fit.r, base.get("filters", [])):
            return None
        change |= {"entity": base["entity"], "where": _of_me(fit.r, base.get("filters", []))}
    return Meant(1.0, (Call("propose_change", {"changes": [change | {"fields": {"tags": value}}]}),), whole=True)


def _of_me(r: Reading, filters: list[dict[str, str]]) -> list[dict[str, str]]:
    """给我在苏州的客户打上标签: the customers are mine, and 给我 is no "for me"."""
    mine = re.match(r"\s*(?:请|帮我|麻烦)*给我(?![把将给])", r.text[r.lo : r.hi])
    owned = any(f["field"] in ("owner", "assignee") for f in filters)
    return filters if owned or not mine else [{"field": "owner", "op": "=", "value": "me"}, *filters]


def _kind_said(text: str) -> str | None:
    found = re.search(_TYPE, text, _I)
    return _nouns().get(found[0].casefold()) if found else None


def _add(fit: Fit) -> Meant | None:
    tags = _words(fit)
    return _changed(fit, "+" + ", ".join(tags)) if _good(tags) else None


def _off(fit: Fit) -> Meant | None:
    tags = _words(fit)
    return _changed(fit, "-" + ", ".join(tags)) if _good(tags) else None


def _all_off(fit: Fit) -> Meant | None:
    return _changed(fit, "none")


def _listed(fit: Fit) -> Meant | None:
    tags, base = _words(fit), _many(fit.r, *fit.span("p"))
    if base is None or not _good(tags):
        return None
    op = "!=" if fit.match.groupdict().get("n") else "="
    return _list_by(base, [{"field": "tags", "op": op, "value": t} for t in tags])


def _none(fit: Fit) -> Meant | None:
    base = _many(fit.r, *fit.span("p"))
    return None if base is None else _list_by(base, [{"field": "tags", "op": "empty"}])


def _list_by(base: dict[str, Any], more: list[dict[str, str]]) -> Meant:
    filters = [*base.get("filters", ()), *more]
    return Meant(1.0, (Call("find_records", {**base, "filters": filters}),), whole=True)


def _of(fit: Fit) -> Meant | None:
    text = fit.match.group(fit._own("x"))
    if text is None or _ONE.fullmatch(text.strip()) is None:
        return None
    held = fit.frame.held.get(fit.match.start(fit._own("x")) + text.index(ANY))
    if held is None or not held.types & set(TAGGED):
        return None
    return Meant(1.0, (Call("show_record", {"record": held.text, "fields": ["tags"]}),), whole=True)


def _used(fit: Fit) -> Meant | None:
    said = next((v for g, v in fit.match.groupdict().items() if v and g.startswith("e")), "")
    entity = _nouns().get(said.casefold()) if said else None
    if said and entity is None:
        return None
    return Meant(1.0, (Call("tags", {"on": entity} if entity else {}),), whole=True)


@cache
def _nouns() -> dict[str, str]:
    """What a record type that takes tags is called, one or many, and the type."""
    found: dict[str, str] = {}
    for entity in TAGGED:
        about = entities()[entity].about
        english = {about.en, *about.also_en}
        plural = {f"{w}s" for w in english} | {f"{w[:-1]}ies" for w in english if w.endswith("y")}
        for word in (about.en, about.en_many, *english, *plural, about.zh, about.zh_many, *about.also_zh):
            if len(word) > 1:
                found.setdefault(word.casefold(), entity)
    return found


def _many(r: Reading, start: int, end: int) -> dict[str, Any] | None:
    """The records some words list, when every word of them was read."""
    words = " ".join(r.text[start:end].split())
    known = [(r.text.rfind(n, start, end), n) for n in _nouns() if n in words]
    if not known:
        return None
    part = r.within(start, end)
    if words.isascii():
        noun = min(known, key=lambda k: (k[0], -len(k[1])))[1]
    else:
        noun = max(known, key=lambda k: (k[0] + len(k[1]), len(k[1])))[1]
    entity = _nouns()[noun]
    hit = next((h for h in part.senses if any(s.kind == "entity" and s.entity == entity for s in h.values)), None)
    found = question(part, Head(entity, hit))
    if found is None or found.args.keys() - {"entity", "filters", "limit"} or unread(part, (found.call,)):
        return None
    return {"entity": entity, **({"filters": found.args["filters"]} if found.found.filters else {})}


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, _I) for p in patterns)


_BUILDS = (
    (_compiled(*_USED), _used),
    (_compiled(*_ALL_OFF), _all_off),
    (_compiled(*_OFF), _off),
    (_compiled(*_NONE), _none),
    (_compiled(*_LISTED), _listed),
    (_compiled(*_OF), _of),
    (_compiled(*_ADD), _add),
)
