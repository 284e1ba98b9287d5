"""A change that ends in the next step: "Hollund is in Demo now. Next step: send sample certificates, by Dec 4", 推进到产品演示，下一步发样品证书，12月4日前."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding

_CUT = re.compile(
    r"[\s,.;:–-]+(?:and )?(?:the |our |its )?next (?:step|action)s?(?: is| will be| would be| now| then)*\s*[:=–-]?\s*(?:to )?(?P<step>[^;?]{4,120})$"
    r"|[，,。；;]\s*(?:并且?|然后)?下一步(?:行动|动作|计划)?(?:是|为|就是|写|填|改成|定为)?[：:]?\s*(?P<zh>[^；;？?]{2,60})$",
    re.IGNORECASE,
)
_WHEN = re.compile(r"[\s,，]*(?:by|due|on|until|till|before|for)?\s*$|[\s，,]*(?:在|于)?$", re.IGNORECASE)
_TAIL = re.compile(r"\s*(?:前|之前|以前|内|完成|到期|before|at the latest|latest)*[\s.。!！]*$", re.IGNORECASE)
_ORDERS = re.compile(r"[.;。；]\s*\S|(?<![a-z])(?:remind me|and (?:move|set|create|log|book|assign))(?![a-z])|提醒我", re.IGNORECASE)  # fmt: skip


def next_step_too(ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding]) -> Understanding | None:
    """The change with the next step and its day in it; None where no such clause ends a change of one deal.

    Args:
        plain: understands the message without the clause.
    """
    text = ask.text.strip()
    cut = _CUT.search(text)
    if cut is None or cut.start() < 6 or "\n" in text or _ORDERS.search(cut["step"] or cut["zh"]):
        return None
    found = plain(replace(ask, text=text[: cut.start()]))
    if found.lost or found.unsure or [c.tool for c in found.calls] != ["propose_change"]:
        return None
    changes: Sequence[Mapping[str, Any]] = found.calls[0].args.get("changes") or ()
    if len(changes) != 1 or changes[0].get("op") != "update" or changes[0].get("entity") != "deal":
        return None
    if "where" in changes[0] or not (step := _step((cut["step"] or cut["zh"]).strip(" .。!！"), ask, linker)):
        return None
    fields = {**changes[0]["fields"], **step}
    return replace(found, calls=(Call("propose_change", {"changes": [{**changes[0], "fields": fields}]}),))


def _step(words: str, ask: Ask, linker: Linker) -> dict[str, str]:
    """What is to be done, and by when: a day at the end, or in front in Chinese, is the day of the step."""
    r = read(replace(ask, text=words), linker)
    for day in reversed(r.days):
        before, after = words[: day.start], words[day.end :]
        fields = {"next_step_date": day.value.day.isoformat()}
        if _TAIL.fullmatch(after) and len(_WHEN.sub("", before)) > 1:
            return {"next_step": _WHEN.sub("", before), **fields}
        if day.start == 0 and len(after) > 1 and r.zh:
            return {"next_step": re.sub(r"^(?:前|之前|以前|内)?[，, ]*", "", after), **fields}
        return {"next_step": words, **fields}
    return {"next_step": words} if len(words) > 1 else {}
