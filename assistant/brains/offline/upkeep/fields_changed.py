"""Orders about fields the company has added: renamed, widened, made required or unique, taken out of use, brought back, listed."""

import re

from assistant.brains.offline.upkeep.field_orders import (
    NOT_UNIQUE,
    NOUN,
    OPTIONAL,
    REQUIRED,
    TYPE_EN,
    TYPE_ZH,
    UNIQUE,
    ZLEFT,
    Order,
    entity_said,
    listed,
    types,
)

_I = re.IGNORECASE
_LISTS = re.compile(
    rf"(?:(?:what|which)(?: are)?(?: the| our| all)*|(?:show|list|give|tell)(?: me| us)?(?: the| all| our| of)*|(?:the|our|all)|do (?:we|our \w+) have(?: any)?|are there(?: any)?) (?:custom|own|additional|extra|self-defined|user-defined|company(?:'s)?(?: own)?) {NOUN}(?P<t>.*)"
    rf"|(?:what|which) {NOUN} (?:did|have) (?:we|you) (?:add|added|define|defined|made)(?P<t2>.*)"
    rf"|custom {NOUN}(?P<t3>(?: of| on| for| in).*)?",
    _I,
)
_ZLISTS = re.compile(
    rf"(?:查看|看一?下|看看|列出|列一下|显示|给我看|告诉我|查一?下)?(?:我们|目前|现在)?(?P<z>{TYPE_ZH})?(?:记录)?(?:里面|上面|里|上|中)?(?:都|目前|现在)?(?:的|有)?(?:哪些|什么|所有|全部|多少个?)?(?:的)?自定义(?:的)?字段(?:有哪些|都有哪些|有什么|列表|清单|是哪些)?(?:呢)?"
    rf"|(?:我们)?(?:给|在)?(?P<z2>{TYPE_ZH})(?:上|里)?(?:加|增加|添加|新增)(?:过|了)(?:哪些|什么)字段"
)


def fields_asked(said: str) -> dict[str, object] | None:
    text = said.rstrip(" ?？")
    if (zh := _ZLISTS.fullmatch(text)) is not None:
        word = zh["z"] or zh["z2"]
        return {"on": dict(types())[word]} if word else {}
    found = _LISTS.fullmatch(text)
    if found is None:
        return None
    rest = next((g for g in found.groups() if g), "")
    order = Order(rest)
    on = entity_said(order) or next(
        (e for w, e in types() if w.isascii() and re.search(rf"(?<![a-z]){re.escape(w)}(?![a-z])", rest, _I)), None
    )
    left = re.sub(
        rf"(?<![a-z])(?:do|does|have|has|are|there|is|we|on record|in|on|of|for|the|our|got|{TYPE_EN})(?![a-z])",
        " ",
        rest,
        flags=_I,
    )
    return None if re.search(r"\w", left) else {"on": on} if on else {}


_L = r"[\"“”‘’「'《]?(?P<l>[^\"“”「」《》,，。]{1,60}?)[\"“”’」'》]?"
_CUSTOM = r"(?:the |our |a )?(?:custom |own )?"
_RETIRE = re.compile(
    rf"(?:retire|remove|delete|drop|deactivate|disable|archive|get rid of|take away|take out|scrap|hide|switch off|turn off) {_CUSTOM}(?:field|property|attribute|column|dropdown|drop-down) {_L}(?: (?:of|from|on|in|for)(?: the| our| all)? (?P<e>{TYPE_EN}))?(?: records?)?"
    rf"|(?:retire|remove|delete|drop|deactivate|disable|archive|get rid of|scrap) (?:the |our )?{_L.replace('<l>', '<l2>')} (?:custom )?(?:field|property|attribute|column)(?: (?:of|from|on|in|for)(?: the| our| all)? (?P<e2>{TYPE_EN}))?"
    rf"|(?:停用|删除|删掉|删去|移除|去掉|取消|下线|不要|废弃|隐藏)(?:掉|了)?(?P<z>{TYPE_ZH})?(?:上|里|中)?的?(?:自定义)?(?:字段|属性)(?:：|:)? ?{_L.replace('<l>', '<l3>')}"
    rf"|(?:停用|删除|删掉|删去|移除|去掉|取消|下线|不要|废弃|隐藏)(?:掉|了)?(?P<z4>{TYPE_ZH})?(?:上|里|中)?的?{_L.replace('<l>', '<l4>')}(?:这个)?(?:自定义)?字段"
    rf"|(?:把|将)?(?P<z5>{TYPE_ZH})?(?:上|里|中)?的?(?:自定义)?字段(?:：|:)? ?{_L.replace('<l>', '<l5>')}(?:停用|删除|删掉|移除|去掉|下线|不要|废弃)(?:掉|了)*"
    rf"|(?:把|将)?(?P<z6>{TYPE_ZH})?(?:上|里|中)?的?{_L.replace('<l>', '<l6>')}(?:这个)?(?:自定义)?字段(?:停用|删除|删掉|移除|去掉|下线|不要|废弃)(?:掉|了)*",
    _I,
)
_BACK = re.compile(
    rf"(?:bring back|restore|reactivate|re-?enable|undelete|un-?retire) {_CUSTOM}(?:field|property|column) {_L}(?: (?:of|to|on|for)(?: the| our)? (?P<e>{TYPE_EN}))"
    rf"|(?:恢复|重新启用|启用|找回)(?P<z>{TYPE_ZH})(?:上|里|中)?的?(?:自定义)?(?:字段)(?:：|:)? ?{_L.replace('<l>', '<l2>')}"
    rf"|(?:恢复|重新启用|启用|找回)(?P<z3>{TYPE_ZH})(?:上|里|中)?的{_L.replace('<l>', '<l3>')}(?:这个)?(?:自定义)?字段",
    _I,
)
_RENAME = re.compile(
    rf"(?:rename|relabel|re-label) {_CUSTOM}(?:field |property |column )?{_L}(?: (?:field|property|column))?(?: (?:of|on|for|in)(?: the| our)? (?P<e>{TYPE_EN}))? (?:to|into|as) [\"“‘']?(?P<n>[^\"“”]{{1,60}}?)[\"”’']?"
    rf"|call {_CUSTOM}(?:field|property|column) {_L.replace('<l>', '<l2>')}(?: (?:of|on|for|in)(?: the| our)? (?P<e2>{TYPE_EN})) (?:now )?[\"“‘'](?P<n2>[^\"“”]{{1,60}}?)[\"”’'](?: now| from now on)?"
    rf"|(?:把|将)?(?P<z>{TYPE_ZH})?(?:上|里|中)?的?(?:自定义)?字段 ?(?:：|:)? ?{_L.replace('<l>', '<l3>')}(?:的?名称?|的?名字)?(?:改名|重命名|更名|改叫|改称|改)(?:为|成|做|叫)? ?[“\"「]?(?P<n3>[^“”\"「」]{{1,60}}?)[”\"」]?"
    rf"|(?:把|将)?(?P<z4>{TYPE_ZH})?(?:上|里|中)?的?{_L.replace('<l>', '<l4>')}(?:这个)?(?:自定义)?字段(?:的?名称?|的?名字)?(?:改名|重命名|更名|改叫|改称)(?:为|成|做|叫)? ?[“\"「]?(?P<n4>[^“”\"「」]{{1,60}}?)[”\"」]?",
    _I,
)
_OPTION = re.compile(
    rf"(?:add|put|include|allow|insert)(?: the| an?| these| another| one more| new)*(?: further| more)? (?:options?|choices?|values?) (?P<o>.+?) (?:to|in|into|for) {_CUSTOM}(?:field |dropdown |drop-down |picklist )?{_L}(?: (?:field|dropdown|drop-down|picklist))?(?: (?:of|on|for|in)(?: the| our)? (?P<e>{TYPE_EN}))?"
    rf"|(?:给|为|在)?(?P<z>{TYPE_ZH})?(?:上|里|中)?的?(?:自定义)?字段 ?(?:：|:)? ?{_L.replace('<l>', '<l2>')}(?:里|中|上)?(?:再)?(?:增加|添加|新增|加上|加|补充)(?:一|几|两)?个?(?:新)?选项(?:：|:|，|,|“|为|叫)? ?(?P<o2>.+)"
    rf"|(?:给|为|在)?(?P<z3>{TYPE_ZH})?(?:上|里|中)?的?{_L.replace('<l>', '<l3>')}(?:这个)?(?:自定义)?(?:字段|下拉框?|下拉列表)(?:里|中|上)?(?:再)?(?:增加|添加|新增|加上|加|补充)(?:一|几|两)?个?(?:新)?选项(?:：|:|，|,|“|为|叫)? ?(?P<o3>.+)",
    _I,
)
_RULE_EN = r"(?:required|mandatory|compulsory|obligatory|optional|unique|(?:no longer|not) (?:required|mandatory|compulsory|obligatory|unique)(?: any ?more)?)"
_RULE_ZH = r"(?:必填项?|必须填写?|不能为空|选填|可选填?|非必填|唯一|不能重复|可以重复|不再必填|不再是?必填|不再唯一|取消必填|取消唯一|不必填|可不填|不需要必填)"
_RULES = re.compile(
    rf"(?:make|set|mark|turn) {_CUSTOM}(?:field |property |column )?{_L}(?: (?:field|property|column))?(?: (?:of|on|for|in)(?: the| our| all)? (?P<e>{TYPE_EN}))? (?:to |as |into )?(?P<r>{_RULE_EN})(?: again| now| from now on)?"
    rf"|{_CUSTOM}(?:field |property |column ){_L.replace('<l>', '<l2>')}(?: (?:of|on|for|in)(?: the| our| all)? (?P<e2>{TYPE_EN}))? (?:is|must be|should be|shall be|has to be|need not be|needn't be)(?: now)? (?P<r2>{_RULE_EN})(?: now| from now on)?"
    rf"|(?:the |our )?{_L.replace('<l>', '<l5>')} (?:field|property|column)(?: (?:of|on|for|in)(?: the| our| all)? (?P<e5>{TYPE_EN}))? (?:is|must be|should be|shall be|has to be)(?: now)? (?P<r5>{_RULE_EN})(?: now| from now on)?"
    rf"|(?:把|将|让)?(?P<z>{TYPE_ZH})?(?:上|里|中)?的?(?:自定义)?字段 ?(?:：|:)? ?{_L.replace('<l>', '<l3>')}(?:改为|改成|设为|设成|设置为|设置成|变成|变为|应该|应|要|是|为)?(?P<r3>{_RULE_ZH})(?:了|的)?"
    rf"|(?:把|将|让)?(?P<z4>{TYPE_ZH})?(?:上|里|中)?的?{_L.replace('<l>', '<l4>')}(?:这个)?(?:自定义)?字段(?:改为|改成|设为|设成|设置为|设置成|变成|变为|应该|应|要|是|为)?(?P<r4>{_RULE_ZH})(?:了|的)?",
    _I,
)


def _group(found: re.Match[str], letter: str) -> str:
    named = found.groupdict()
    return next((v.strip() for g, v in named.items() if v and re.fullmatch(rf"{letter}\d?", g)), "")


def _where(found: re.Match[str]) -> dict[str, object]:
    word = _group(found, "e") or _group(found, "z")
    return {"on": dict(types())[word.casefold()]} if word else {}


def _of(found: re.Match[str]) -> dict[str, object]:
    return {**_where(found), "label": _bare(_group(found, "l"))}


def _bare(words: str) -> str:
    """A label as it was said, without what surrounds it; "accounts' contract number" keeps the number."""
    words = ZLEFT.sub("", words.strip(" \"'“”‘’「」《》:：,，"))
    return re.sub(r"^(?:the|our|an?) ", "", words, flags=_I).strip()


def field_changed(said: str) -> dict[str, object] | None:
    """An order about a field there is; where no record type is said, the one that has a field of that name."""
    if (found := _OPTION.fullmatch(said)) is not None:
        return _of(found) | {"options": listed(_group(found, "o")), "change": True}
    if (found := _RULES.fullmatch(said)) is not None and (rule := _rule(_group(found, "r"))):
        return _of(found) | rule | {"change": True}
    if (found := _RENAME.fullmatch(said)) is not None:
        return _of(found) | {"new_label": _bare(_group(found, "n"))}
    if (found := _RETIRE.fullmatch(said)) is not None:
        return _of(found) | {"retire": True}
    if (found := _BACK.fullmatch(said)) is not None:
        return _of(found)
    return None


def _rule(words: str) -> dict[str, object]:
    if NOT_UNIQUE.search(words):
        return {"unique": False}
    if OPTIONAL.search(words) or "不必填" in words or "不需要必填" in words:
        return {"required": False}
    if UNIQUE.search(words):
        return {"unique": True}
    return {"required": True} if REQUIRED.search(words) else {}
