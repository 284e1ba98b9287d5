"""What is asked of the company's own fields besides their values: the pipeline by one, the history of one, one closed to a role."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, Fit, framed
from crm_store.base import FieldSpec
from crm_store.models import entities
from crm_store.rights import HELD

_I = re.IGNORECASE
GATE = re.compile(
    r"(?<![a-z])(?:pipeline|funnel|history|changes?|changed|who|when|hide|mask|see|show|unmask|unhide|close)(?![a-z])|管道|漏斗|修改|谁改|变更|变化|改过|历史|隐藏|脱敏|看不到|不能看|看到|打码|屏蔽|恢复",
    _I,
)
_F = r"(?:the |our )?(?P<f>[^,，。:：]{1,60}?)"
_PIPELINE = tuple(
    re.compile(p, _I)
    for p in (
        rf"(?:(?:show|give|tell)(?: me)? |what is |how is |how does )?(?:the |our |my )?(?P<w>my )?(?:open )?(?:pipeline|funnel)(?: look)?(?: (?:split|grouped|broken down))? (?:by|per|across) {_F}",
        rf"(?:按|按照|根据){_F}(?:来)?(?:看|统计|汇总|拆分|分组|查看|显示)?(?:一下)?(?P<w>我的)?(?:销售)?(?:管道|漏斗)",
        rf"(?P<w>我的)?(?:销售)?(?:管道|漏斗)(?:按|按照|根据){_F}(?:来)?(?:看|统计|汇总|拆分|分组|分布)?",
    )
)
_HISTORY = tuple(
    re.compile(p, _I)
    for p in (
        rf"(?:(?:show|give|tell)(?: me)? )?(?:the )?(?:history|changes?) (?:of|to|in) {_F} (?:of|on|for) (?P<x>{ANY})",
        rf"(?:who|when)(?: last)?(?: was| has| did)?(?: (?:changed?|set|edited|touched))? {_F} (?:of|on|for) (?P<x>{ANY})(?: changed?| set| edited)?(?: and when| last)?",
        rf"(?P<x>{ANY})的{_F}(?:的)?(?:修改记录|变更记录|历史|修改历史|改过几次|是谁改的|谁改的|什么时候改的|变化)",
        rf"谁(?:修改|改)(?:了|过)(?P<x>{ANY})的{_F}",
    )
)
_ROLE_EN, _ROLE_ZH = r"(?:the )?(?P<r>sales reps?|reps?|viewers?|managers?)", r"(?P<r>只读用户|业务员|销售|经理)"
_OF_EN = r"(?: (?:of|on) (?:all |the )?(?P<e>[a-z]+))?"
_CLOSES = tuple(
    (level, re.compile(p, _I))
    for level, p in (
        ("none", rf"(?:hide|conceal) {_F}{_OF_EN} from {_ROLE_EN}"),
        ("none", rf"{_ROLE_EN} (?:must not|may not|cannot|can't|should not|shouldn't|do not|don't) (?:see|view|read) {_F}{_OF_EN}"),
        ("masked", rf"mask {_F}{_OF_EN} (?:for|from) {_ROLE_EN}|{_ROLE_EN.replace('<r>', '<r2>')} (?:see|may see|can see) only (?:a )?masked {_F.replace('<f>', '<f2>')}{_OF_EN.replace('<e>', '<e2>')}"),
        ("write", rf"(?:let|allow) {_ROLE_EN}(?: to)? see {_F}{_OF_EN} again|(?:show|unhide|unmask) {_F.replace('<f>', '<f2>')}{_OF_EN.replace('<e>', '<e2>')} (?:to|for) {_ROLE_EN.replace('<r>', '<r2>')}(?: again)?"),
        ("none", rf"(?:对|向|不给|不让){_ROLE_ZH}(?:隐藏|屏蔽|看|看到|不显示)(?P<e>[\u3400-\u9fff]{{2,3}}?)的{_F}"),
        ("none", rf"{_ROLE_ZH}(?:不能|看不到|不可以|不得)(?:看|查看|看到)?(?P<e>[\u3400-\u9fff]{{2,3}}?)的{_F}"),
        ("masked", rf"(?:对|向){_ROLE_ZH}(?:脱敏|打码)(?P<e>[\u3400-\u9fff]{{2,3}}?)的{_F}|{_ROLE_ZH.replace('<r>', '<r2>')}只能看到脱敏的(?P<e2>[\u3400-\u9fff]{{2,3}}?)的?{_F.replace('<f>', '<f2>')}"),
        ("write", rf"(?:对|让){_ROLE_ZH}(?:恢复|重新)(?:显示|看到|看)(?P<e>[\u3400-\u9fff]{{2,3}}?)的{_F}"),
    )
)  # fmt: skip
_ROLES = {"只读用户": "viewer", "业务员": "rep", "销售": "rep", "经理": "manager", "sales rep": "rep"}


def own_figures(r: Reading) -> Meant | None:
    """Pipeline by risk class; history of the tender date of D-12; hide the risk class of deals from reps."""
    for frame in framed(r):
        for pattern in _PIPELINE:
            match = pattern.fullmatch(frame.text)
            if match is not None and (spec := _called(r, match["f"], "deal")) is not None:
                whose = {"whose": "me"} if (match["w"] or "my " in frame.text) else {}
                return Meant(1.0, (Call("pipeline_summary", {"own_field": spec.name, **whose}),), whole=True)
        for pattern in _HISTORY:
            match = pattern.fullmatch(frame.text)
            if match is not None and (found := _history(Fit(frame, match))) is not None:
                return found
    text = r.whole.strip(" .。!！")
    for level, pattern in _CLOSES:
        match = pattern.fullmatch(text)
        if match is not None and (call := _closed(r, match, level)) is not None:
            return Meant(1.0, (call,), whole=True)
    return None


def _called(r: Reading, words: str, entity: str) -> FieldSpec | None:
    said = words.strip().casefold()
    return next((s for s in r.linker.custom(entity) if said in (s.en.casefold(), s.zh.casefold(), s.name)), None)


def _history(fit: Fit) -> Meant | None:
    held = fit.held("x")
    for entity in held.types if held is not None else ():
        if (spec := _called(fit.r, fit["f"], entity)) is not None:
            return Meant(1.0, (Call("history", {"record": fit["x"], "field": spec.name}),), whole=True)
    return None


def _closed(r: Reading, match: re.Match[str], level: str) -> Call | None:
    named = match.groupdict()
    field, kind, role = (named.get(g) or named.get(f"{g}2") or "" for g in ("f", "e", "r"))
    for entity in HELD:
        about = entities()[entity].about
        if kind and kind not in (about.en, about.en_many, *about.also_en, *(f"{w}s" for w in about.also_en), about.zh, about.zh_many, *about.also_zh):  # fmt: skip
            continue
        if (spec := _called(r, field, entity)) is not None:
            called = _ROLES.get(role) or _ROLES.get(role.removesuffix("s")) or role.removesuffix("s")
            return Call("set_role", {"called": called, "fields": [f"{entity}.custom.{spec.name} {level}"]})
    return None
