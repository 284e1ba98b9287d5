"""Values a saying would bring into a change though the message says another or none: a call that was made forbids no calls, 普通 is not 高, 黄了 says no price."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from crm_store.base import Kind
from crm_store.models import entities, fields_of

_FORBIDS = re.compile(
    r"(?<![a-z])(?:no|not|never|stop(?:ped)?|dnc|opt\w*|out|unsubscrib\w*|without|refus\w*|bother\w*|block\w*|avoid|don'?t|doesn'?t|can'?t|remov\w*|off|again|fine|ok|okay|allow\w*)(?![a-z])|n't|勿|不|别|免|拒|禁|退订|停止|取消|没有|可以|同意|允许|愿意|恢复|解除|去掉"
)
_FLAGS = frozenset({"do_not_call", "opted_out"})
_LEVELS = (
    ("urgent", re.compile(r"(?<![a-z])(?:urgent|critical|asap|emergency)(?![a-z])|紧急|加急|特急|最高")),
    ("high", re.compile(r"(?<![a-z])(?:high|highest|important)(?![a-z])|高|重要")),
    ("normal", re.compile(r"(?<![a-z])(?:normal|medium|standard)(?![a-z])|普通|一般|正常|中等|中级|优先级.{0,4}中")),
    ("low", re.compile(r"(?<![a-z])(?:low|lowest|no rush)(?![a-z])|低|不急")),
)
_CALLED = re.compile(
    r"(?<![a-z])(?:names?|named|renam\w*|call(?:ed|s)?|titled?|known as|rebrand\w*|is now|now|goes by|become|became)(?![a-z])|名|叫|称|标题|改|换成|变成|更正"
)
"""What speaks of what a record is called."""
_DEEDS = frozenset({"stage", "status", "kind", "priority"})
"""Choices that say what is done, in any words; a priority is held against its own words."""
_SAID_BY = {
    ("lost_reason", "price"): r"pric\w*|expensive|pricey|dear|costs?|costly|cheap\w*|undercut\w*|underbid|discount\w*|too high|too much|less money|below (?:us|ours)|价|贵|便宜|报得高|报高|太高|划算|优惠|折扣|成本|比我们低|比咱们?低",
    ("lost_reason", "competitor"): r"competit\w*|rivals?|beat\w*|went|going|gone|chose|chosen|picked|preferred|signed|bought|took|snapped|snatch\w*|won|wins?|got|lost .{0,40}to|elsewhere|else|instead|other|another|竞|对手|别家|人家|友商|同行|中标|中了|选|抢|截|撬|被|让|输给|败给|丢给|签了|买了|用了|定了|换了|拿",
    ("lost_reason", "no_budget"): r"budget\w*|money|fund\w*|cash|fro[zs]e\w*|freeze|spending|cuts?|afford\w*|预算|没钱|缺钱|资金|经费|砍|冻结|批",
    ("lost_reason", "no_decision"): r"decision|decid\w*|quiet|silent|silence|ghost\w*|stall\w*|answer\w*|reply|replied|respon\w*|nothing|no news|cold|决|没下文|不回|没消息|没动静|没回|拖|搁|不了了之|没音|失联|没信|不了",
    ("lost_reason", "timing"): r"timing|early|late|not now|next year|delay\w*|postpon\w*|later|wait\w*|时机|太早|太晚|明年|推迟|延后|暂缓|时间|晚了|以后",
    ("lost_reason", "product_fit"): r"fit\w*|features?|missing|lack\w*|can'?t|cannot|doesn'?t|couldn'?t|function\w*|requirements?|功能|满足|符合|适合|匹配|不支持|做不到|缺|产品|需求",
}  # fmt: skip
"""Words beside a choice's own names that say it."""


def unsaid(calls: Sequence[Call], r: Reading) -> bool:
    """Whether a change sets a flag, a priority or another choice that the message does not speak of."""
    fields = [c.get("fields") or {} for call in calls for c in call.args.get("changes") or ()]
    if any(_FLAGS & f.keys() for f in fields) and not _FORBIDS.search(r.text):
        return True
    renamed = any("name" in f and not _CALLED.search(r.text) for f in _updates(calls))
    if renamed:
        return True
    said = {code for code, pattern in _LEVELS if pattern.search(r.text)}
    if any(f["priority"] in dict(_LEVELS) and said and f["priority"] not in said for f in fields if "priority" in f):
        return True
    return any(not _said(r, *chosen) for chosen in _choices(calls))


def _updates(calls: Sequence[Call]) -> Iterator[dict[str, Any]]:
    """The fields of the records that are changed, not made."""
    yield from (
        c.get("fields") or {} for call in calls for c in call.args.get("changes") or () if c.get("op") == "update"
    )


def _choices(calls: Sequence[Call]) -> Iterator[tuple[str, str, Any]]:
    """(record type, field, code) of the choices that changes set."""
    for change in (c for call in calls for c in call.args.get("changes") or ()):
        if (entity := str(change.get("entity"))) not in entities():
            continue
        specs = fields_of(entity)
        for name, value in (change.get("fields") or {}).items():
            spec = specs.get(name)
            if spec is not None and spec.kind is Kind.CHOICE and name not in _DEEDS:
                yield entity, name, value


def _said(r: Reading, entity: str, field: str, value: Any) -> bool:
    code = next((c for c in fields_of(entity)[field].choices or () if str(c.value) == str(value)), None)
    if code is None or str(value).casefold() in r.text:
        return True  # words of the message, which the field may refuse
    if any(s.field == field and s.code == str(value) for _, s in r.sensed("choice")):
        return True
    names = (
        str(code.value).replace("_", " "),
        *(getattr(code, n, "") for n in ("en", "zh")),
        *getattr(code, "also", ()),
    )
    if any(n and n.casefold() in r.text for n in names):
        return True
    more = _SAID_BY.get((field, str(value)))
    return more is not None and re.search(_words(more), r.text) is not None


def _words(patterns: str) -> str:
    """Latin words whole, Chinese ones anywhere."""
    latin = "|".join(p for p in patterns.split("|") if p.isascii())
    han = "|".join(p for p in patterns.split("|") if not p.isascii())
    return rf"(?<![a-z])(?:{latin})(?![a-z])|{han}"
