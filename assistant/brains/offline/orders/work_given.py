"""A piece of work told by its words and given to a colleague: 请郭振华确认预算这个事，交给孙悦帮忙盯一下; the task called so is handed over, or a new one made."""

import re

from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding

_I = re.IGNORECASE
_LONGEST = 120
_LEAST, _LEAST_EN = 4, 10
"""Characters the words share with the title of the task that is meant."""
_THING_ZH = r"(?:[这那](?:一?[个件项条])?(?:事儿?|事情|任务|待办|活儿?)|的(?:事儿?|事情|任务|待办|活儿?))"
_ZH = re.compile(
    rf"^(?:那|对了|麻烦|帮我|把|将|，|,)*(?P<what>[^，,。；;]{{4,40}}?){_THING_ZH}[，,\s]*(?:就|先|还是|麻烦|请|以后|后面|我想|能不能|可以)*(?:交给|转给|派给|分给|安排给|丢给|托给|委托给?|指派给|让|叫|请|由|给)(?P<who>[^，,。；;]{{2,12}}?)"
    r"(?:来|去|帮忙|帮|给)*(?:盯|跟|跟进|跟一下|做|办|处理|负责|弄|搞|看|接手|接|催|落实)?(?:一?下|着|紧点?|一盯|起来)?(?:(?:行|好|可以|中)(?:吗|不行|不|么)|吧|了|行不行|好不好|可不可以)?[?？。!！]*$"
)
_EN = re.compile(
    r"^(?:please |can you |could you |can we )*(?:have|let|get|give|ask|hand) (?P<who>(?-i:[A-Z])[\w'’.-]+(?: (?-i:[A-Z])[\w'’.-]+)?)(?: to)? (?:the )?(?:job|thing|task|work|to-?do) (?:of|about|with) (?P<what>[^,;?]{8,80})[?.]*$"
    r"|^(?:the |that )(?:job|thing|task|to-?do) (?:of|about|with) (?P<what2>[^,;?]{8,80}?)[,;:]? (?:please )?(?:let|have|give it to|hand it to|goes to|should go to|is for|can go to) (?P<who2>(?-i:[A-Z])[\w'’.-]+(?: (?-i:[A-Z])[\w'’.-]+)?)(?: (?:handle|do|watch|follow|take care of|chase|look after) it)?[?.]*$",
    _I,
)


def work_given(ask: Ask, linker: Linker) -> Understanding | None:
    """The task handed over, or a new one for the colleague; None where nobody of the house is named."""
    text = ask.text.strip()
    if (done := _work_done(text, linker)) is not None:
        return done
    match = (_ZH if ask.language == "zh" else _EN).match(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    held = match.groupdict()
    what = (held["what"] or held.get("what2") or "").strip()
    who = (held["who"] or held.get("who2") or "").strip()
    named = linker.link(who)
    if len(named) != 1 or named[0].text != who or named[0].candidates[0].entity != "user":
        return None
    owned = read(ask, linker)
    if any(n.text == what for n in owned.names):
        return None  # a record called by its name is handed over by other rules
    found = linker.in_titles(what, ("task",))
    if found is None and (core := _without_lead(what)) != what:
        found = linker.in_titles(core, ("task",))
    if found is not None and len(found[0]) >= (_LEAST_EN if found[0].isascii() else _LEAST):
        change = {"op": "update", "entity": "task", "record": found[1].ref, "fields": {"assignee": who}}
        return Understanding((Call("propose_change", {"changes": [change]}),), 1.0)
    args = {"title": what[:1].upper() + what[1:], "assignee": who}
    about = next((n.text for n in owned.names if n.text in what and n.entity in ("account", "contact", "deal")), None)
    return Understanding((Call("create_task", {**args, **({"about": about} if about else {})}),), 1.0)


_DONE_ZH = re.compile(
    r"^(?P<what>[^，,。；;]{4,30}?)(?:我|他|她)?(?:早|已经?|早就|都|刚|刚才|昨天|今天|就)*(?:准备|弄|做|搞|办|处理|完成|写|发|核对|整理|翻译|确认)(?:完|好|定|掉|妥|过)?了[，,。；; ]+(?:[那这]一?[个条项]|相关的?|对应的?)?(?:任务|待办)(?:可以|就|也|都|帮我|给我)*(?:勾|划|去|关|销|标|打|完成)(?:掉|了|勾|上|为?已?完成)*(?:了|吧|一下)*[。!！]*$"
)


def _work_done(text: str, linker: Linker) -> Understanding | None:
    """The task whose work is told of, done: 楚衡那边的演示环境准备好了，任务勾掉."""
    match = _DONE_ZH.match(text)
    if match is None:
        return None
    what = match["what"]
    for piece in (what, what.rsplit("的", 1)[-1]):
        found = linker.in_titles(piece, ("task",))
        if found is not None and len(found[0]) >= _LEAST:
            change = {"op": "update", "entity": "task", "record": found[1].ref, "fields": {"status": "done"}}
            return Understanding((Call("propose_change", {"changes": [change]}),), 1.0)
    return None


def _without_lead(what: str) -> str:
    return re.sub(r"^(?:请|让|叫|催|找)", "", what)
