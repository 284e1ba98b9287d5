"""What somebody said, and a reminder behind it: 薛志远说他们下个月停产，演示以后再约，提醒我12月28号联系他; a note and a task, not one long task."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brains.offline.terms import Ask, Call, Linker, Named, Understanding

_ZH = re.compile(
    r"^(?P<who>[^，,。；;说]{2,12}?)(?:刚才?|今天|昨天|那边)*(?:说|表示|反馈|讲|告诉我|回复)(?:了)?[，,：:]?.{4,120}?[，,。；;]\s*(?:(?:帮我|请|麻烦)?先(?:记|备注)(?:一?笔|一?下|着|上)[，,。；; ]*)?(?:再|然后|另外|并且?|到时候?|请|麻烦)*(?P<reminds>提醒我.{4,60})$"
)


def told_and_reminded(
    found: Understanding, ask: Ask, linker: Linker, plain: Callable[[Ask], Understanding]
) -> Understanding:
    """The same, unless one task was made of all of it: then the note and the task the reminder alone makes.

    Args:
        plain: understands the reminder.
    """
    if ask.language != "zh" or [c.tool for c in found.calls] != ["create_task"]:
        return found
    match = _ZH.match(ask.text.strip())
    if match is None or "提醒我" not in str(found.calls[0].args.get("title")):
        return found
    named = next(iter(linker.link(match["who"])), None)
    if named is None or named.text != match["who"] or named.candidates[0].entity not in ("contact", "account"):
        return found
    first = named.candidates[0]
    focus = (Named(first.entity, first.number, named.text, first.label), *ask.focus)
    task = plain(replace(ask, text=match["reminds"], focus=focus))
    if [c.tool for c in task.calls] != ["create_task"] or task.unsure:
        return found
    about = {"with_people": [named.text]} if first.entity == "contact" else {"account": named.text}
    note = Call("log_interaction", {"note": ask.text.strip(), "kind": "note", **about})
    return replace(task, calls=(note, *task.calls))
