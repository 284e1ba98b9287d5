"""What is no task: a question behind a remark, an order about tasks there are, an order about another record before a reminder."""

import re

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.replies import lost
from assistant.brains.offline.terms import Understanding

_ASKS = re.compile(
    r"[?？]|[.!。！;；…]+\s*(?:who|what|when|where|which|how|why|do i|do we|is there|are there)(?![a-z])",
    re.IGNORECASE,
)
"""A question among the words of a title: "chase list for today. who do I owe an answer"."""
_ON_TASKS = re.compile(
    r"(?:kill|drop|delete|remove|cancel|bin|scrap|get rid of|merge|keep|undo|close out|clear)(?: \w+){0,6}? (?:tasks?|to-?dos?|reminders?|duplicates?)(?![a-z])",
    re.IGNORECASE,
)
_ON_ANOTHER = re.compile(
    r"[,.;:!…-]\s*(?:please |pls |and |so )*(?:set|mark|move|put|change|switch|update) (?:the |this |that |my |it )?(?:\w+ ){0,3}?(?:lead|deal|opportunity|account|ticket|status|stage)(?![a-z]).{2,40}$",
    re.IGNORECASE,
)


def tasks_meant(found: Understanding, r: Reading) -> Understanding:
    """The same, unless what would be a task's title asks or orders something else."""
    if [c.tool for c in found.calls] != ["create_task"]:
        return found
    title = str(found.calls[0].args.get("title") or "")
    if _ASKS.search(title) or _ON_TASKS.match(title) or _ON_ANOTHER.search(title):
        return Understanding((), 0.0, (), lost(r, (), ()), lost=True)
    return found
