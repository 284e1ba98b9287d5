"""What is asked of the work just listed: 剩下的里面最急的是哪个, 周四那个是跟谁, "which of those is due first?"."""

import re

from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import Ask, Call, Linker, Understanding

_I = re.IGNORECASE
_LONGEST = 60
_URGENT = re.compile(
    r"(?:那|那么|嗯|好|[，, ])*(?:剩下|余下|其余|其他|剩余|这些|那些|这里|里面|其中|当中|没做完|没完成|的|里|面|中|几[个条件]|任务|待办)*(?:哪[个条件项](?:任务|待办|事)?)?(?:是)?最(?:急|紧急|着急|赶|要紧|先到期|早到期|优先)的?(?:任务|待办|事)?(?:是|到期的是)?(?:哪[个条件项一]*|什么|啥)?(?:呢|啊)?[?？。]*"
    r"|(?:and |ok |so |then )*(?:which|what)(?: one)?(?: (?:of|from|among) (?:those|these|them|the (?:rest|others|remaining)(?: ones)?))? (?:is|are) (?:the )?(?:most (?:urgent|pressing)|due (?:first|soonest|next)|next due)(?: (?:of|among) (?:those|these|them|the rest))?[?.]*"
    r"|(?:and )?(?:the )?most (?:urgent|pressing) (?:one )?(?:of|among) (?:those|these|them|the (?:rest|others))[?.]*",
    _I,
)
_WITH_WHOM = re.compile(
    r"(?:那|嗯|[，, ])*(?P<zh>[^，,那这]{1,8}?)[那这]一?[个场次](?:会议?|约|安排|拜访|电话|见面)?(?:是|要|又)?(?:跟|和|与|同|约|见)(?:的是?)?(?:谁|哪[位家个])(?:的|啊|呢|开|见|谈|聊)*[?？。]*"
    r"|(?:and |so )?who(?:m)? (?:is|am i seeing in|do i (?:meet|see) (?:in|at)) (?:the |that )?(?P<en>[\w ]{3,20}?) (?:one|meeting|call|appointment|visit)(?: with)?[?.]*",
    _I,
)


def of_the_agenda(ask: Ask, linker: Linker) -> Understanding | None:
    """What such a message asks of the tasks or appointments listed or spoken of just before; None where there are none."""
    text = ask.text.strip()
    if len(text) > _LONGEST:
        return None
    if _URGENT.fullmatch(text) and (listed := _tasks_listed(ask)) is not None:
        return Understanding((Call("find_records", {**listed.args, "sort": "due_on asc", "limit": 1}),), 1.0)
    if _WITH_WHOM.fullmatch(text) is not None and (agenda := _agenda(ask)) is not None:
        r = read(ask, linker)
        if r.days:
            where = [f for f in agenda.args.get("filters", ()) if f["field"] != "starts_at"]
            day = {"field": "starts_at", "op": "=", "value": r.days[0].value.day.isoformat()}
            args = {**agenda.args, "filters": [*where, day], "columns": ["starts_at", "contact", "account"]}
            return Understanding((Call("find_records", args),), 1.0)
    return None


def _tasks_listed(ask: Ask) -> Call | None:
    calls = [ask.list_of] if ask.list_of is not None else list(ask.previous)
    return next((c for c in calls if c.tool == "find_records" and c.args.get("entity") == "task"), None)


def _agenda(ask: Ask) -> Call | None:
    return next((c for c in ask.previous if c.tool == "find_records" and c.args.get("entity") == "activity"), None)
