"""A record told for reading aloud: five lines, a portrait, or what one needs before a meeting."""

from assistant.memory.statements import Statement, Topic
from assistant.tools._evidence import Evidence, conflict_lines, deal_line, flat, person_line, talk
from assistant.tools._watching import dated, questions, risks
from assistant.wording import count_text, listed, moment_text
from crm_store.models import Activity, Contact, Task, Ticket

_WISHES = (Topic.NEED, Topic.CRITERIA)


def five_lines(e: Evidence) -> list[str]:
    """Who they are, who counts, where it stands, what matters to them, what is next: a line each."""
    return [line for line in (_who(e), _people(e), _stands(e), _matters(e), _next(e)) if line]


def portrait(e: Evidence) -> list[str]:
    """The five lines and how they like to be dealt with, what hurts them, what they measure."""
    lines = five_lines(e)
    for topics, en, zh in (
        ((Topic.PREFERENCE,), "How they like it", "习惯与偏好"), ((Topic.PAIN,), "What hurts", "痛点"),
        ((Topic.METRIC,), "What they measure", "看重的指标"), ((Topic.COMPETITOR,), "Who else is in it", "竞争情况"),
    ):  # fmt: skip
        found = e.find(*topics, most=2)
        told = e.ctx.words("; ", "；").join(e.quote(s) for s in found)
        lines.append(_line(e, en, zh, told or e.ctx.words("not on record", "没有记录")))
    return lines


def preparation(e: Evidence) -> list[str]:
    """Everything to have in mind before a meeting, and three questions to ask there."""
    parts = [
        _meeting(e), _each(e, "Who", "出席与相关人员", _who_they_are(e)), _each(e, "Deals", "商机", [deal_line(e, d) for d in e.open_deals()[:4]]),
        _each(e, "History", "来往", _history(e)), _each(e, "Open promises", "待兑现的承诺", _promises(e)), _each(e, "Open tickets", "未解决工单", _tickets(e)),
        _each(e, "What they ask", "对方诉求", _wishes(e)),
        _each(e, "Risks", "风险", risks(e)), _each(e, "Contradictions", "矛盾", conflict_lines(e, e.conflicts())),
        _line(e, "Next step", "下一步", _next_step(e) or e.ctx.words("not on record", "没有记录")),
        _each(e, "Three questions to ask", "可以问的三个问题", questions(e)),
    ]  # fmt: skip
    return [p for p in parts if p]


def ticket_story(e: Evidence) -> list[str]:
    """A ticket caught up on: what it is, its clock, what was said, what else is open there."""
    ticket, ctx = e.record, e.ctx
    assert isinstance(ticket, Ticket)
    shown = {n: e.plain(ticket, n) for n in ("status", "priority", "account", "contact", "assignee")}
    shown["resolution_due"] = e.shown(ticket, "resolution_due")
    head = [v for n in ("status", "priority", "account", "contact") if (v := shown[n])]
    lines = [
        ctx.words(
            f"**{ticket.display}** ({ticket.ref}): {', '.join(head)}.",
            f"**{ticket.display}**（{ticket.ref}）：{'，'.join(head)}。",
        )
    ]
    if ticket.body:
        n = e.cite(ticket.ref, "body", ticket.body, e.day(ticket.created_at), ticket.display)
        lines.append(_line(e, "What was reported", "问题", f"“{flat(ticket.body)}” [{n}]"))
    if ticket.resolution:
        n = e.cite(ticket.ref, "resolution", ticket.resolution, e.day(ticket.updated_at), ticket.display)
        lines.append(_line(e, "What was done", "处理", f"“{flat(ticket.resolution)}” [{n}]"))
    due = shown["resolution_due"]
    late = ctx.words(" — the clock has run out", "——已超时") if ticket.breached and due else ""
    lines.append(_line(e, "Handled by", "处理人", shown["assignee"] or ctx.words("nobody yet", "尚未分配")))
    lines.append(_line(e, "Due", "时限", (due + late) if due else ctx.words("not on record", "没有记录")))
    others = [t for t in e.beside.tickets.records if t.id != ticket.id][:3]
    if others:
        told = listed([f"{t.display} ({t.ref})" for t in others], ctx.language)
        lines.append(_line(e, "Also open there", "同一客户的其他工单", told))
    return lines


def _who(e: Evidence) -> str:
    ctx = e.ctx
    names = (
        ("type", "industry", "level")
        if e.entity == "account"
        else ("title", "account", "role")
        if e.entity == "contact"
        else ("title", "organization", "status")
        if e.entity == "lead"
        else ("stage", "amount", "account")
    )
    cited = {"amount", "stage", "status", "role"}
    told = [t for n in names if (t := e.shown(e.record, n) if n in cited else e.plain(e.record, n))]
    owner = e.plain(e.record, "owner")
    if owner:
        told.append(ctx.words(f"looked after by {owner}", f"负责人 {owner}"))
    head = ctx.words(
        f"**{e.name}** ({e.record.ref}): {', '.join(told)}.", f"**{e.name}**（{e.record.ref}）：{'，'.join(told)}。"
    )
    if e.entity == "deal":
        return head
    deals = e.open_deals()
    won = [d for d in e.deals if (s := e.stage(d)) is not None and s.kind.value == "won"]
    if deals:
        shown = ctx.words("; ", "；").join(deal_line(e, d) for d in deals[:2])
        more = len(deals) - 2
        also = ctx.words(f", and {more} more" if more > 0 else "", f"，另有 {more} 个" if more > 0 else "")
        head += ctx.words(f" Open: {shown}{also}.", f"进行中：{shown}{also}。")
    else:
        head += ctx.words(" No deal is open.", "没有进行中的商机。")
    if won:
        head += ctx.words(
            f" Won before: {listed([d.display for d in won[:2]], 'en')}.",
            f"已签：{listed([d.display for d in won[:2]], 'zh')}。",
        )
    return head


def _people(e: Evidence) -> str:
    ctx = e.ctx
    if e.entity in ("contact", "lead"):
        liked = e.find(Topic.PREFERENCE)
        return _line(e, "To mind", "注意", e.quote(liked[0])) if liked else ""
    people = e.people()
    if not people:
        return _line(e, "People", "人员", ctx.words("nobody is on record", "没有联系人记录"))
    told = listed([person_line(e, p) for p in people[:4]], ctx.language)
    decides = [p for p in people if (e.beside.roles.get(p.id or 0) or p.role) == "decision_maker"]
    line = told + ctx.words(".", "。")
    if not decides:
        said = e.find(Topic.AUTHORITY)
        line += ctx.words(" Who decides: ", "决策人：") + (
            e.quote(said[0]) if said else ctx.words("not on record.", "没有记录。")
        )
    return _line(e, "People", "人员", line)


def _stands(e: Evidence) -> str:
    ctx, held = e.ctx, e.held()
    if not held:
        return _line(e, "Last talk", "最近沟通", ctx.words("none on record", "没有记录"))
    last = held[0]
    quoted = _told(e, last, Topic.STATUS, Topic.TIMELINE, Topic.BUDGET)
    title = f"“{last.display}” ({last.ref})" if ctx.language == "en" else f"“{last.display}”（{last.ref}）"
    return _line(
        e,
        "Last talk",
        "最近沟通",
        ctx.words(f"{talk(e, last)}, {title}: {quoted}", f"{talk(e, last)}，{title}：{quoted}"),
    )


def _matters(e: Evidence) -> str:
    notes = [s for s in e.find(Topic.OBJECTION, *_WISHES, most=20) if not isinstance(s.record, Ticket)]
    found = (
        e.recent([s for s in notes if s.on(Topic.OBJECTION) >= 2])[:1]
        + e.recent([s for s in notes if s.on(*_WISHES) >= 2])[:1]
    )
    both = [s for i, s in enumerate(found) if all(s != o for o in found[:i])]
    told = " ".join(dated(e, s) for s in both)
    return _line(e, "What matters to them", "对方在意", told or e.ctx.words("not on record", "没有记录"))


def _next(e: Evidence) -> str:
    ctx = e.ctx
    parts = [p for p in (_next_step(e),) if p]
    tasks, tickets = _open_tasks(e), e.beside.tickets.records
    if tasks:
        parts.append(ctx.words("to do: ", "待办：") + ctx.words("; ", "；").join(_task(e, t) for t in tasks[:2]))
    if tickets:
        named = listed([f"{t.display} ({t.ref})" for t in tickets[:2]], ctx.language)
        parts.append(
            count_text(len(tickets), "open ticket", "open tickets", "个未解决工单", ctx.language)
            + ctx.words(f": {named}", f"：{named}")
        )
    lines = conflict_lines(e, e.conflicts())
    told = ctx.words("; ", "；").join(parts) or ctx.words("nothing is planned", "没有安排")
    return _line(e, "Next", "接下来", told + "".join(ctx.words(f". {line}", f"。{line}") for line in lines))


def _next_step(e: Evidence) -> str:
    ctx, parts = e.ctx, list[str]()
    for d in e.open_deals()[:2]:
        if d.next_step:
            step, day = e.shown(d, "next_step"), e.shown(d, "next_step_date")
            parts.append(ctx.words(f"{step}{' by ' + day if day else ''}", f"{step}{'，' + day if day else ''}"))
    if planned := e.planned():
        a = planned[0]
        assert a.starts_at is not None
        at = moment_text(a.starts_at.astimezone(ctx.actor.zone), ctx.language)
        parts.append(
            ctx.words(f"{a.kind.en} “{a.display}” ({a.ref}) on {at}", f"{at}{a.kind.zh}“{a.display}”（{a.ref}）")
        )
    return ctx.words("; ", "；").join(dict.fromkeys(parts))


def _meeting(e: Evidence) -> str:
    ctx, planned = e.ctx, e.planned()
    if not planned:
        return ctx.words(
            f"**Before you meet {e.name}** ({e.record.ref}). No meeting with them is in the calendar.",
            f"**会前准备：{e.name}**（{e.record.ref}）。日程里没有与对方的会议。",
        )
    a = planned[0]
    assert a.starts_at is not None
    at = moment_text(a.starts_at.astimezone(ctx.actor.zone), ctx.language)
    head = ctx.words(
        f"**Before you meet {e.name}** ({e.record.ref}). {a.kind.en.capitalize()} “{a.display}” ({a.ref}), {at}.",
        f"**会前准备：{e.name}**（{e.record.ref}）。{a.kind.zh}“{a.display}”（{a.ref}），{at}。",
    )
    if a.body:
        n = e.cite(a.ref, None, a.body, e.day(a.starts_at), a.display)
        head += f" “{flat(a.body)}” [{n}]"
    return head


def _who_they_are(e: Evidence) -> list[str]:
    made = []
    for p in e.people()[:5]:
        line, liked = person_line(e, p), [s for s in e.find(Topic.PREFERENCE, most=9) if _speaks_of(s, p)]
        made.append(
            f"{line}: {e.quote(liked[0])}"
            if liked and e.ctx.language == "en"
            else f"{line}：{e.quote(liked[0])}"
            if liked
            else line
        )
    return made


def _speaks_of(s: Statement, p: Contact) -> bool:
    first = p.name.split()[0] if p.name.isascii() else p.name
    return first in s.text


def _history(e: Evidence) -> list[str]:
    made = []
    for a in e.held()[:3]:
        quoted = _told(e, a)
        made.append(
            e.ctx.words(
                f"{talk(e, a)}, “{a.display}” ({a.ref}): {quoted}", f"{talk(e, a)}，“{a.display}”（{a.ref}）：{quoted}"
            )
        )
    return made


def _told(e: Evidence, a: Activity, *topics: Topic) -> str:
    """The two sentences of a note that say most, or most about some topics, in their order."""
    own = [s for s in e.told if s.ref == a.ref and s.field == "body"]
    kept: list[Statement] = []
    for s in sorted(own, key=lambda s: (-s.on(*topics), -len(s.strength), s.start)):
        if len(kept) < 2 and not any(k.start < s.end and s.start < k.end for k in kept):
            kept.append(s)
    return " ".join(e.quote(s) for s in sorted(kept, key=lambda s: s.start))


def _promises(e: Evidence) -> list[str]:
    return [_task(e, t) for t in _open_tasks(e)[:4]] + [dated(e, s) for s in e.find(Topic.PROMISE, most=2)]


def _open_tasks(e: Evidence) -> list[Task]:
    return [t for t in e.beside.tasks.records if isinstance(t, Task)]


def _task(e: Evidence, t: Task) -> str:
    ctx, due = e.ctx, e.shown(t, "due_on")
    late = ctx.words(", overdue", "，已逾期") if t.due_on and t.due_on < ctx.today else ""
    return ctx.words(
        f"{t.title} ({t.ref}{', due ' + due if due else ''}{late})",
        f"{t.title}（{t.ref}{'，' + due + '到期' if due else ''}{late}）",
    )


def _tickets(e: Evidence) -> list[str]:
    ctx = e.ctx
    made = []
    for t in e.beside.tickets.records[:4]:
        told = [v for v in (e.plain(t, "priority"), e.plain(t, "status"), e.plain(t, "contact")) if v]
        made.append(
            ctx.words(f"{t.display} ({t.ref}): {', '.join(told)}", f"{t.display}（{t.ref}）：{'，'.join(told)}")
        )
    return made


def _line(e: Evidence, en: str, zh: str, told: str) -> str:
    mark = "" if told.rstrip("*").endswith((".", "。", "？", "?", "]", "”", ")", "）")) else e.ctx.words(".", "。")
    return e.ctx.words(f"**{en}:** {told}{mark}", f"**{zh}：**{told}{mark}")


def _wishes(e: Evidence) -> list[str]:
    """What the other side wants or minds, as it was noted, the newest first."""
    found = e.recent([s for s in e.find(*_WISHES, Topic.OBJECTION, most=12) if not isinstance(s.record, Ticket)])[:3]
    return [dated(e, s) for s in sorted(found, key=lambda s: -s.day.toordinal())]


def _each(e: Evidence, en: str, zh: str, told: list[str]) -> str:
    if not told:
        return ""
    return "\n".join([e.ctx.words(f"**{en}**", f"**{zh}**"), *(f"- {t}" for t in told)])
