"""What is no task: a question behind a remark, an order about tasks there are, an order about another record before a reminder."""

import re
from dataclasses import replace

from assistant.brains.offline.reading import Reading
from assistant.brains.offline.replies import lost
from assistant.brains.offline.terms import Call, Understanding

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


_FOR_EACH = re.compile(
    r"(?:给|帮|为)?(?:所有|每个|每条|凡是|全部)(?:.{0,30})(?:各|每人|分别)(?:建|派|加|发)?|(?:for |give )?(?:each|every|all) (?:of )?(?:my |our |the )?(?:deals?|accounts?|customers?|leads?|reps?|owners?)(?![a-z])",
    re.IGNORECASE,
)
"""One task for each of many records: not to be had, and no task of that name."""
_FIGURE = re.compile(
    r"\s*(?:最低|最高|最多|最少|不低于|不超过|大概|at (?:least|most)|up to|max(?:imum)?|min(?:imum)?)?\s*[¥€$£]?\s?\d[\d.,]*\s?(?:万|千|百万|k|m|折|%|percent|元|块|个点|人民币|rmb|eur|usd)?(?: (?:off|discount|less))?\s*",
    re.IGNORECASE,
)
"""我答应最低52万: a figure is promised, not a deed."""


def _without_figures(call: Call) -> Call:
    tasks = [t for t in call.args.get("tasks") or () if not _FIGURE.fullmatch(str(t.get("title")))]
    rest = {k: v for k, v in call.args.items() if k != "tasks"}
    return Call(call.tool, {**rest, "tasks": tasks} if tasks else rest)


def tasks_meant(found: Understanding, r: Reading) -> Understanding:
    """The same, unless what would be a task's title asks or orders something else."""
    if any(_FIGURE.fullmatch(str(t.get("title"))) for c in found.calls for t in c.args.get("tasks") or ()):
        found = replace(found, calls=tuple(_without_figures(c) for c in found.calls))
    if [c.tool for c in found.calls] != ["create_task"]:
        return found
    title = str(found.calls[0].args.get("title") or "")
    if _ASKS.search(title) or _FOR_EACH.match(title) or _ON_TASKS.match(title) or _ON_ANOTHER.search(title):
        return Understanding((), 0.0, (), lost(r, (), ()), lost=True)
    return found
