"""What changed across records: "what changed on my deals since Friday", 周一以来有什么变化."""

import re
from typing import Any

from assistant.brains.offline.chair.chair_words import FUNNEL
from assistant.brains.offline.lists.heads import head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.pieces.whose import mine, ours
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks

_NEWS = re.compile(
    r"(?<![a-z])(?:what(?:'s| is| has|s)?(?: been)? (?:changed|new|different|moved|happened|updated)|any(?:thing)? (?:new|changed|changes|updates?|news)|what changes|list (?:the |all )?changes|changes (?:on|to|in|since)|(?:show|give) me (?:the )?(?:changes|updates))(?![a-z])"
    r"|(?<![a-z])what (?:did|has|have) (?:i|we|my team|[a-z]+) (?:changed?|edited?|updated?|modif(?:y|ied))(?: in the crm)?(?= (?:today|yesterday|this|last|since|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|in the last)(?![a-z])|[\s?]*$)|(?:修改|改动|更改|变更|改)(?:了|过)(?:什么|哪些(?:东西|记录|内容)?|啥)"
    r"|(?:有|发生了?|出现了?)(?:什么|哪些|啥|何)(?:新的?)?(?:变化|变动|动静|动态|更新|改动|新情况)|(?:变化|变动|改动|动态)(?:有哪些|情况|吗|$)|(?:哪些|什么)(?:商机|客户|线索|工单|记录)?(?:有|发生了?)?(?:变化|变动|改动|更新)"
)
_TOLD = ("deal", "account", "contact", "lead", "ticket", "task", "activity")


def news(r: Reading) -> Meant | None:
    """The changes of a period, on records of one type, of mine or my team's."""
    if not _NEWS.search(r.whole) or not asks(r) or FUNNEL.search(r.whole):
        return None  # what changed in the pipeline is told by its bridge
    if (
        any(
            n.may_be("account", "contact", "deal", "lead", "ticket", "task") and not n.may_be("user", "team")
            for n in r.names
        )
        or r.refs
    ):
        return None
    if not r.periods and not r.days and (r.ask.focus and not head(r)):
        return None
    args: dict[str, Any] = {}
    span = next((p for p in r.periods), None) or next((d for d in r.days), None)
    if span is not None:
        args["period"] = span.text
    asked = head(r)
    if asked is not None and asked.hit is not None and asked.entity in _TOLD:
        args["entity"] = asked.entity
    person = next((n for n in r.names if n.may_be("user", "team")), None)
    if person is not None:
        args["whose"] = person.text
    elif ours(r):
        args["whose"] = "my team"
    elif mine(r) or re.search(r"(?<![a-z])(?:did|have) i (?!not)", r.whole):
        args["whose"] = "me"
    return Meant(0.92 if span is not None or asked else 0.7, (Call("history", args),))
