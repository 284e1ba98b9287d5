"""A ticket opened with who is to see to it said behind: 给申禾开个工单，误报太多，紧急，让孙悦处理; "open a ticket for Acme: gateway offline, let Elif handle it"."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brains.offline.terms import Ask, Call, Linker, Understanding

_I = re.IGNORECASE
_LONGEST = 240
_ZH = re.compile(
    r"^(?P<ticket>.{0,30}?(?:开|建|提|报|登记|新建|创建|记)(?:一?[个张条])?(?:新)?(?:[\u3400-\u9fff]{0,4})(?:工单|服务单|报修单?|投诉单?|故障单|客诉).{2,160}?)[，,。；;\s]+(?:就|先|请|麻烦|再)*(?:让|由|请|叫|交给|派给|指派给|分给|转给|处理人(?:是|填|写|：|:)?)(?P<who>[^，,。；;]{2,12}?)(?:来|去)?(?:处理|跟进|跟|负责|看|解决|弄|接|搞定)?(?:一?下)?(?:吧|了)?[。!！]*$"
)
_EN = re.compile(
    r"^(?P<ticket>(?:please |can you |could you )*(?:open|create|log|raise|file|make) (?:an? )?(?:new |\w+ )?(?:ticket|case|incident|support request).{4,180}?)[,;.]+ (?:and |then |please )*(?:let|have|ask|get|assign (?:it|that) to|give (?:it|that) to|it goes to|hand (?:it|that) to) (?P<who>(?-i:[A-Z])[\w'’.-]+(?: (?-i:[A-Z])[\w'’.-]+)?)(?: (?:to )?(?:handle|take|deal with|look at|look into|see to|take care of|work on|solve|fix) (?:it|that|this))?[.!]*$",
    _I,
)


def ticket_for(ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding]) -> Understanding | None:
    """The ticket with its assignee; None where nobody of the house is named or no ticket is read.

    Args:
        plain: understands the order without its last clause.
    """
    text = ask.text.strip()
    match = (_ZH if ask.language == "zh" else _EN).match(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    named = linker.link(match["who"])
    if len(named) != 1 or named[0].text != match["who"] or named[0].candidates[0].entity != "user":
        return None
    found = plain(replace(ask, text=match["ticket"]))
    if [c.tool for c in found.calls] != ["open_ticket"] or found.unsure:
        return None
    (call,) = found.calls
    body = {"body": text} if "body" in call.args else {}
    return replace(found, calls=(Call("open_ticket", {**call.args, **body, "assignee": match["who"]}),))
