"""One field of one record, called by its name: asked for, set or said to be another now. Fields a company added are asked and set alike."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.field_words import asked_back, empty_said, held_by, misfit, split_field, value_said
from assistant.brains.offline.words.frames import ANY, Fit, Rule, fitting, rule
from crm_store.base import FieldSpec, Kind

_NOUN = r"(?:the |our |my )?(?:deal |opportunity |account |customer |contact |lead |task |ticket )?"
_F = r"(?:the |its |their )?(?P<f>[a-z][a-z -]{1,28}?)"
_X = rf"{_NOUN}(?P<x>{ANY})(?: deal| account| ticket| task| lead)?"
_OF = r"(?:'s|’s)? ?"
_V = r"(?P<v>.+)"
_SET = r"(?:set|change|update|edit|correct|switch|fix|adjust|put|amend|modify|alter)"
_TO = r"(?:to be|to|as|into|=|:|->|→)"
_ZF = r"(?P<f>[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z ]{0,12}?)"
_ZX = rf"(?:商机|客户|联系人|线索|任务|工单)?(?P<x>{ANY})(?:这单|这个客户|这条线索|这张工单)?"
_ZTO = r"(?:改成|改为|改到|改作|更新成|更新为|更新到|更改为|变更为|修改为|修改成|设成|设为|设置为|设置成|设定为|调整为|调整成|调成|调为|换成|换为|变成|写成|写为|填成|填为|填上|填|写上|标为|标成|记为|定为|定在|改|=|＝|:|：|->|→)"
_ZIS = r"(?:现在)?(?:应该是|应该为|应为|应当是|现在是|已经是|变成了|变为了|换成了|换为|改成了|是|为)"


def _set(fit: Fit) -> Meant | None:
    found = held_by(fit, fit["f"])
    return _set_to(fit, *found, *fit.span("v")) if found is not None and "v" in fit else None


def _misfitting(fit: Fit) -> Meant | None:
    """Words that are no value of the field, for the field to refuse by name; "none" empties it."""
    found = held_by(fit, fit["f"])
    if found is None or "v" not in fit or asked_back(fit["v"]):
        return None
    entity, spec = found
    empties = not spec.required and fit["v"].casefold() in _NOTHING
    words = "none" if empties else misfit(fit.r, *fit.span("v"))
    if words is None or not spec.editable or spec.kind in (Kind.REFS, Kind.SUBJECT, Kind.BOOL, Kind.JSON):
        return None
    return Meant(1.0, (call("update", entity, fit["x"], {spec.name: words}),), whole=True)


def _beside(fit: Fit) -> Meant | None:
    """ "update Acme: website acme.com": the value right behind the field's name."""
    found = split_field(fit, "w")
    return _set_to(fit, *found) if found is not None else None


def _set_to(fit: Fit, entity: str, spec: FieldSpec, start: int, end: int) -> Meant | None:
    words = fit.r.piece(start, end)
    if not words or asked_back(words) or empty_said(words):
        return None
    if not spec.editable or spec.kind in (Kind.REFS, Kind.SUBJECT):
        return None
    value = value_said(fit.r, spec, start, end)
    if value is None:
        return None
    return Meant(1.0, (call("update", entity, fit["x"], {spec.name: value}),), whole=True)


_NOTHING = frozenset({"none", "nothing", "empty", "blank", "没有", "无", "空", "空白"})


def _stated(fit: Fit) -> Meant | None:
    """ "Ivan's title is Head of Quality": told, not asked."""
    return None if fit.r.whole.rstrip().endswith(("?", "？")) else _set(fit)


def _stated_zh(fit: Fit) -> Meant | None:
    if fit.r.whole.rstrip().endswith(("?", "？")) or fit["v"].endswith(("吗", "呢", "吧", "么")):
        return None
    return _set(fit)


def _asked(fit: Fit) -> Meant | None:
    found = held_by(fit, fit["f"])
    if found is None:
        return None
    entity, spec = found
    if spec.name in ("forecast_category",) and spec.en not in fit.r.text and spec.zh not in fit.r.text:
        return None
    names = ["contact", "contacts"] if (entity, spec.name) == ("deal", "contact") else [spec.name]
    return Meant(0.99, (Call("show_record", {"record": fit["x"], "fields": names}),))


_ORDERS = (
    rf"{_SET} {_F} (?:of|for|on|in|at) {_X} {_TO} ?{_V}",
    rf"{_SET} {_X}(?:'s|’s) {_F} {_TO} ?{_V}",
    rf"{_SET} {_F} {_TO} {_V} (?:for|on|of|in|at) {_X}",
    rf"{_SET} {_X} {_F} {_TO} ?{_V}",
    rf"(?:update|change|edit|correct|set) {_X}[:,]? {_F} ?(?:to|as|is|=|:|->|→) ?{_V}",
    rf"(?:for|on|in) {_X},? {_SET} {_F} {_TO} ?{_V}",
    rf"(?:make|use|put|enter|record|save|take) (?P<v>.+?) (?:as |be |down as |in as |for )?the (?P<f>[a-z][a-z -]{{1,28}}?) (?:of|for|on) {_X}",
    rf"(?:add|enter|save|record|put) (?:a |an |the )?(?P<f>[a-z][a-z -]{{1,28}}?),? {_V},? (?:to|for|on) {_X}",
    rf"{_X}(?: ?[:,-] ?| |'s |’s ){_F}(?: ?(?:=|:|->|→) ?| (?:is|are|was|becomes|equals|goes|moves|changes|changed|has changed) (?:now |to |actually |really )+){_V}",
    rf"(?:the )?{_F} (?:of|for|on) {_X} (?:is now|is actually|has changed to|changed to|has become|became|should be|must be|needs to be|ought to be) {_V}",
    rf"{_X}(?:'s|’s) {_F} (?:is now|is actually|has changed to|changed to|has become|became|should be|must be|needs to be|ought to be|now) {_V}",
    rf"(?:麻烦|请)?(?:把|将)?{_ZX}的?{_ZF}{_ZTO} ?{_V}?",
    rf"{_ZF}{_ZTO}{_V}[,，]? ?(?:{_ZX})",
    rf"(?:修改|更新|调整|更改|变更|编辑){_ZX}的?{_ZF}(?:为|成|到|：|:| )?{_V}",
    rf"(?:更新|修改)?{_ZX}[:：,，] ?{_ZF} ?(?:改成|改为|为|是|：|:|=)? ?{_V}",
    rf"(?:给|为|在)?{_ZX}(?:上|里)?(?:加|补|填|录|写|登记|更新)(?:上|入|一下|个|一个)*{_ZF}(?:：|:|为|是|，|,| )?{_V}",
)
_SETS: list[Rule] = [
    *rule(_set, *_ORDERS),
    *rule(
        _beside,
        rf"(?:update|change|edit|correct|set)(?: for)? {_X}[:,]? (?P<w>[a-z].+)",
        rf"(?:更新|修改|更改|变更)(?:一下)?{_ZX}[的:：,，]? ?(?P<w>[\u3400-\u9fff].+)",
    ),
    *rule(
        _stated,
        rf"{_X}(?:'s|’s) {_F} (?:is|are|will be) {_V}",
        rf"(?:the )?{_F} (?:of|for|on) {_X} (?:is|are|will be) {_V}",
    ),
    *rule(_stated_zh, rf"{_ZX}的?{_ZF}{_ZIS} ?{_V}"),
]
_ASKS: list[Rule] = rule(
    _asked,
    rf"(?:what|which|who|whom|when|where)(?:'s| is| are| was| do we have as|'re) (?:the |our |currently the |now the )?(?P<f>[a-z][a-z -]{{1,28}}?) (?:of|for|on|at|in|behind|do we have for|do we have on|have we got for|on record for) {_X}(?: again| now| currently| right now| at the moment)?",
    rf"(?:what|which|who|when|where)(?:'s| is| are| was|'re) {_X}(?:'s|’s) {_F}(?: again| now| currently| right now| at the moment)?",
    rf"(?:(?:tell|show|give|get|remind) me(?: of)? |look up |check |find |i (?:need|want) |what about |how about |do we (?:have|know) |do you (?:have|know) |need |any |see )?{_X}(?:'s|’s) {_F}",
    rf"(?:(?:tell|show|give|get|remind) me(?: of)? |look up |check |find |i (?:need|want) |what about |how about |do we (?:have|know) |do you (?:have|know) |need |any |see )?(?:the |an? )?(?P<f>[a-z][a-z -]{{1,28}}?) (?:of|for|on) {_X}",
    rf"(?:what|which) (?P<f>[a-z][a-z -]{{1,28}}?) (?:does|is|has|do we have (?:for|on)|have we got (?:for|on)) {_X}(?: (?:have|has|got|in|at|on|under|with))?",
    rf"how (?:many|much) (?P<f>[a-z][a-z -]{{1,28}}?) (?:does|do|has|is) {_X}(?: (?:have|has|got|in|for|need|want|on))?",
    rf"(?:查一?下?|查询|查看|看一?下?|看看|查查|告诉我|想知道|显示|报一?下|说一?下|问一?下|我要|给我)?{_ZX}的?{_ZF}(?:是|为|有|填的|写的|填的是|写的是|呢|目前是|现在是)*(?:什么|多少|谁|哪一?[个家位里]?|几|啥|怎么样|如何|哪天|哪一天|什么时候|多大|几个?|填了吗|填了没)?(?:呢|来着|啊|呀)?",
    rf"{_ZX}(?:是|属于|填的|来自)(?:什么|哪一?[个种家]|啥|多少){_ZF}的?",
    rf"{_ZX}有(?:多少|几)(?:个|名|家|位|套|人)?{_ZF}",
)
_LONG = 120
_CLAUSES = re.compile(r"[;；。\n]|(?<!\d)(?<!ext)[.!?！？](?=\s+\S)")


def field_set(r: Reading) -> Meant | None:
    """Set the website of Acme to acme.com; 李娜的职务改成质量总监."""
    return fitting(r, _SETS) if _alone(r) else None


_MISFITS = rule(_misfitting, *_ORDERS)


def field_misfit(r: Reading) -> Meant | None:
    """Set the close date of Acme to banana: said to be no day, where nothing else is meant by it."""
    return fitting(r, _MISFITS) if _alone(r) else None


def field_asked(r: Reading) -> Meant | None:
    """What is Acme's parent company? 华阳的母公司是哪家."""
    return fitting(r, _ASKS) if _alone(r) else None


def _alone(r: Reading) -> bool:
    return len(r.whole) <= _LONG and not _CLAUSES.search(r.whole.strip())
