"""An order for the deal of a report, said behind it: 刚和张伟吃了饭，…，单子往商务谈判推一下; the report keeps its words and the deal moves."""

import re
from dataclasses import replace

from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding

_ZH = re.compile(
    r"(?:^|[，,。；;\s])(?:请|麻烦|帮我|把|将|那|就)*(?:这个?|那个?)?(?:单子?|商机|项目)(?:可以|先|就|也)*往(?P<s>[\u3400-\u9fff]{2,6}?)(?:阶段)?(?:里)?(?:推|挪|移|走|靠)(?:进)?(?:一?[下步推挪移走])?(?:吧|了|啦)*[。!！]*$"
)


def stage_in_passing(found: Understanding, ask: Ask, linker: Linker) -> Understanding:
    """The same, with the stage such an order names set on the deal the report is about."""
    if ask.language != "zh" or [c.tool for c in found.calls] != ["log_interaction"]:
        return found
    match = _ZH.search(ask.text.strip())
    if match is None or not any(n.may_be("stage") for n in read(replace(ask, text=match["s"]), linker).names):
        return found
    (call,) = found.calls
    fields = {**(call.args.get("deal_fields") or {}), "stage": match["s"]}
    return replace(found, calls=(Call(call.tool, {**call.args, "deal_fields": fields}),))
