"""Tasks and tickets done, put off, reopened, handed over or deleted."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.names.subjects import Subject, focused, pronoun, subjects
from assistant.brains.offline.orders.assignments import assigned
from assistant.brains.offline.orders.proposing import call, new_owner
from assistant.brains.offline.pieces.shifts import shift
from assistant.brains.offline.pieces.values import moment_text
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import leads, start

_TASK_WORD = re.compile(r"(?<![a-z])(?:task|to-?do|reminder)(?![a-z])|任务|待办|提醒事项")
_TICKET_WORD = re.compile(r"(?<![a-z])(?:ticket|case|incident)(?![a-z])|工单|故障单|服务单")
_TASK_NAME = re.compile(
    r"(?:mark|complete|finish|close|tick off|check off|delete|remove|cancel|move|push|reschedule|postpone)\s+(?:the |my )?(?P<en>[^,.;\n]{2,60}?)\s+(?:task|to-?do|reminder)|(?:把|将)?(?P<zh>[^,.;\n]{2,24}?)(?:这个|那个|的)?(?:任务|待办)"
)
_TASK_AFTER = re.compile(
    r"(?:task|to-?do|任务|待办)\s*[:：\"“「]?\s*(?P<t>[^,.;\n\"”」]{3,60}?)[\"”」]?\s*(?:as done|is done|done|to |标记|设为|改|完成|$)"
)
_BARE = re.compile(
    r"(?:(?:close|resolve|reopen|assign|give|mark|set|put|hand)(?: the)?(?: tickets| cases)? |把|将|关闭|关掉|重开)?#?(?P<n>\d{3,6})(?![\d.,%/:-]*\d|[a-z%万亿元块年月日号点个台套])"
)
_ABOUT_EN = re.compile(
    r"(?:task|to-?do|reminder)s? (?:about|to|for|regarding|concerning|on|of|with|that says|saying|called|named) (?P<en>[^,;\n]{2,80}?)(?= (?:as done|is done|to (?:next|this|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d))|[,;\n]|\.?$)"
)
_TICKED = re.compile(
    r"(?:tick|check|cross|strike) off (?:the |my )?(?P<en>[^,;\n]{3,80}?)\.?$|(?:把|将)?(?P<zh>[^,;\n]{2,24}?)(?:这条|那条|这件事|那件事|这项|那项|的事)?(?:勾掉|打勾|打钩|划掉|勾选掉?|(?<!目)标(?:记)?[为成]?(?:已)?完成|算(?:已经?)?完成)了?"
)
_TICK_OFF = re.compile(r"(?<![a-z])(?:tick|check|cross|strike) [^,;]{2,40} off(?![a-z])|(?:勾|划)(?:掉|了)|打[勾钩]")
_CLOSED_BY = re.compile(
    r"[:：]\s*(?P<a>.+)$|(?:because|since|as(?! (?:resolved|solved|fixed|closed|done|completed?|finished)(?![a-z]))|,|，|with note|with the note|resolution)\s+(?P<b>.+)$|(?:原因是?|因为|方案[:是]|解决办法[:是])(?P<c>.+)$",
    re.DOTALL,
)


_STARTS = re.compile(
    r"^(?:please |i |we |i'm )?(?:start(?:ed|ing)?|begin|beg[au]n|working on)(?: (?:work(?:ing)? )?on)? (?:task )?tk-\d+|tk-\d+ (?:is|has been|was) (?:now |just )?(?:in progress|started|under ?way|begun)|开始(?:做|处理|办|干)?|(?:正?在|着手)(?:做|处理|办|干)了?$|(?:设为|标为|标成|改成|改为|标记为|设成)(?:进行中|处理中)"
)


_UNDONE = re.compile(
    r"还?没有?(?:做|完成|搞|办|弄|处理)|还?未(?:做|完成|办|处理)|(?<![a-z])(?:not|isn't|haven't|hasn't|wasn't|never|yet to be)(?: yet| been)* (?:done|finish|complet)"
)


def task(r: Reading, spoken: bool) -> Meant | None:
    if _UNDONE.search(r.whole):
        return None
    by_ref = next((s for s in subjects(r, "task")), None)
    off = by_ref is not None and bool(_TICK_OFF.search(r.text, r.lo, r.hi))
    done = by_ref is not None and (off or r.has("finish") or r.has("postpone") or bool(_STARTS.search(r.whole)))
    ticked = by_ref is None and _ticked(r) is not None
    if (by_ref is None and not ticked and not _TASK_WORD.search(r.whole)) or not (spoken or done or ticked):
        return None
    if re.search(
        r"(?<![a-z])(?:tasks|to-?dos|reminders)(?![a-z])|(?:所有|全部|都).*(?:任务|待办)|(?:任务|待办).*(?:都|全部)",
        r.whole,
    ):
        return None
    name = by_ref.text if by_ref else _task_name(r) or (_ticked(r) if not _TASK_WORD.search(r.whole) else None)
    if name is None or (by_ref is None and re.match(r"所有|全部|我所有|我的?全部", name)):
        return None
    if leads(r, "delete") or re.search(r"删除|删掉|删了|移除", r.whole):
        return Meant(0.86, (call("delete", "task", name, {}),))
    fields: dict[str, str] = {}
    if off or r.has("finish") or re.search(r"(?<![a-z])close(?![a-z])|关闭", r.whole):
        fields["status"] = "done"
    elif re.search(r"(?<![a-z])cancel|取消", r.whole):
        fields["status"] = "cancelled"
    elif (by := shift(r)) is not None:
        fields["due_at" if by[0].endswith(("hour", "hours", "minutes")) else "due_on"] = by[0]
    elif r.days:
        day = r.days[-1].value
        fields["due_at" if day.time else "due_on"] = moment_text(day)
    for key, value in assigned(r, "task", apart=(by_ref.start, by_ref.end) if by_ref else None).items():
        if key in ("priority", "assignee") or (key == "status" and not fields):
            fields[key] = value
    if by_ref and not fields and (_STARTS.search(r.whole)):
        fields["status"] = "in_progress"
    user = new_owner(r)
    if user:
        fields["assignee"] = user
    return Meant(0.86, (call("update", "task", name, fields),)) if fields else None


def _ticked(r: Reading) -> str | None:
    """What is ticked off by what it is about, without the word task: "tick off the call-back to Bob", 把报价那条勾掉."""
    match = _TICKED.match(r.text, start(r), r.hi)
    if match is None or _TICKET_WORD.search(r.whole):
        return None
    return r.piece(*match.span("en" if match["en"] else "zh"))


def _task_name(r: Reading) -> str | None:
    for a, b in r.quoted:
        return r.said[a + 1 : b - 1]
    for pattern in (_ABOUT_EN, _TASK_NAME, _TASK_AFTER):
        match = pattern.search(r.text, r.lo, r.hi)
        if match:
            group = next(g for g, v in match.groupdict().items() if v)
            if any(s.start <= match.start(group) < s.end for s in r.spans("days", "periods")):
                continue  # "push the DPA task to Monday"
            words = re.sub(
                r"^(?:请|帮我|把|将|标记|完成|关闭|删除|删掉|我的?|这个|那个)+", "", r.piece(*match.span(group))
            )
            if words and words not in ("this", "that", "the", "my", "这个", "那个"):
                return words
    before = focused(r, "it", "task")
    return before.ref if before else None


def _bare_number(r: Reading) -> list[Subject]:
    """A ticket called by nothing but its number: "1049 is waiting for the customer", 1048派给孙悦."""
    match = _BARE.match(r.text, start(r), r.hi)
    if match is None:
        return []
    ref = f"T-{match['n']}"
    seen = any(c.entity == "ticket" for m in r.linker.link(ref) for c in m.candidates)
    return [Subject(match["n"], "ticket", match.start("n"), match.end("n"))] if seen else []


def ticket(r: Reading, spoken: bool) -> Meant | None:
    found = list(subjects(r, "ticket")) or _bare_number(r)
    about = found[0] if found else None
    word = _TICKET_WORD.search(r.whole)
    if about is None and word:
        before = focused(r, "it", "ticket")
        about = (
            Subject(before.ref, "ticket", r.lo + word.start(), r.lo + word.end()) if before else pronoun(r, "ticket")
        )
    if about is None or not (
        spoken
        or (found and (re.search(r"已?解决|关闭|is (?:now )?(?:resolved|closed|fixed|solved|done)", r.whole)))
        or (
            found
            and (r.has("assign", "close", "reopen") or r.sensed("choice", "ticket"))
            and not r.text[r.lo : found[0].start].strip(" #")
        )
    ):
        return None
    if leads(r, "delete"):
        return Meant(0.86, (call("delete", "ticket", about.text, {}),))
    fields: dict[str, str] = {}
    rest = r.text[about.end : r.hi]
    if r.has("reopen"):
        fields["status"] = "pending"
    elif r.has("close") or re.search(r"解决|关闭|结单", r.whole):
        resolved = re.search(r"(?<![a-z])(?:as|to|is|been) (?:resolved|solved|fixed)(?![a-z])|[:,] ?resolved", r.whole)
        fields["status"] = "closed" if re.search(r"(?<![a-z])clos|关", r.whole) and not resolved else "resolved"
        why = _CLOSED_BY.search(rest)
        if why:
            group = next(g for g, v in why.groupdict().items() if v)
            fields["resolution"] = r.piece(about.end + why.start(group), about.end + why.end(group))
    else:
        fields.update(
            {
                k: v
                for k, v in assigned(r, "ticket", apart=(about.start, about.end)).items()
                if k in ("status", "priority", "type", "subject", "resolution")
            }
        )
    user = new_owner(r)
    if user and "resolution" not in fields:
        fields["assignee"] = user
    if not fields:
        return None
    every = [about.text, *(t for t in _beside(r, about) if t != about.text)]
    changes = [c for t in every for c in call("update", "ticket", t, fields).args["changes"]]
    return Meant(0.86, (Call("propose_change", {"changes": changes}),))


_NEXT = re.compile(
    r"\s*(?:,|and|&|,? and|plus|和|、|跟)\s*(?:tickets? |case |工单)?#?(?:T-)?(?P<n>\d{3,6})(?![\d.%])", re.IGNORECASE
)


def _beside(r: Reading, first: Subject) -> list[str]:
    """The numbers that follow the first: "close 1044 and 1049"."""
    made, place = list[str](), first.end
    while (match := _NEXT.match(r.text, place, r.hi)) is not None:
        made.append(match["n"])
        place = match.end()
    return made
