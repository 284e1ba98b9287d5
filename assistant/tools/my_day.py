"""What a person has before them: meetings, tasks, deals that want attention, tickets whose clock runs out."""

from datetime import date
from typing import Any

from assistant.blocks import Block, Table
from assistant.errors import ToolProblem
from assistant.kinds import Day, PersonName
from assistant.reading import Asker, read_day, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import FieldWords, count_text, day_text, listed, moment_text, name_text
from crm_store.base import Record
from crm_store.codes import RoleName
from crm_store.models import Activity, Task, field_of
from crm_store.queries.agenda import IDLE_DAYS, Agenda, Attention, Clock, Reason, agenda

_MOST = 5
"""Deals and tickets shown; all are counted."""


@tool(
    effect="reads",
    says=(
        "what's on my plate today?",
        "what do I have to do today?",
        "my day",
        "show me my agenda for tomorrow",
        "any meetings today?",
        "what should I look at first this morning?",
        "good morning, what's up?",
        "what is due today?",
        "plan my day",
        "what is on my calendar on Monday?",
        "我今天要做什么？",
        "今天有什么安排？",
        "今天有哪些会议？",
        "看看我明天的日程",
        "今日待办",
        "早上好，今天先做什么？",
        "周一我有什么安排？",
        "今天有什么到期的？",
        "帮我理一下今天的工作",
        "我今天的重点是什么？",
    ),
)
def my_day(ctx: ToolContext, day: Day | None = None, whose: PersonName | None = None) -> ToolResult:
    """Show a day: meetings with times, tasks due and overdue, deals that need attention and tickets near their limit.

    The asker's own, or that of `whose` if they are below the asker. A manager also sees the deals and tickets of everybody below.
    """
    when = read_day(Asker(ctx.crm, ctx.language, ctx.focus), day)[0] if day else ctx.today
    person = record_named(Asker(ctx.crm, ctx.language, ctx.focus), whose, ("user",)) if whose else None
    user = person.id or 0 if person is not None else ctx.actor.user_id
    if user not in ctx.actor.people and not ctx.actor.everything and user != ctx.actor.user_id:
        name = name_text(person, ctx.language) if person is not None else ""
        raise ToolProblem(
            f"You may see the day of people who report to you; {name} does not.",
            f"只能查看您下属的日程，{name}不是您的下属。",
        )
    manages = ctx.actor.role is RoleName.MANAGER and user == ctx.actor.user_id
    plan = agenda(ctx.crm, when, user, ctx.actor.people if manages else {user})
    if person is not None and user != ctx.actor.user_id:
        return _of_other(ctx, name_text(person, ctx.language), plan)
    words = FieldWords(ctx.crm, ctx.language)
    show: list[Block] = [
        *_meetings(ctx, words, plan), *_tasks(ctx, words, plan), *_deals(ctx, words, plan, manages), *_tickets(ctx, words, plan),
    ]  # fmt: skip
    focus: list[tuple[str, int]] = [("deal", a.deal.id or 0) for a in plan.attention[:_MOST]]
    return ToolResult(_say(ctx, words, plan, manages), show=show, data=_data(plan), focus=focus)


def _of_other(ctx: ToolContext, name: str, plan: Agenda) -> ToolResult:
    words = FieldWords(ctx.crm, ctx.language)
    show: list[Block] = [
        *_meetings(ctx, words, plan),
        *_tasks(ctx, words, plan),
        *_deals(ctx, words, plan, False),
        *_tickets(ctx, words, plan),
    ]
    if not (plan.meetings or plan.due or plan.overdue or plan.attention or plan.clocks):
        day = day_text(plan.day, ctx.language)
        return ToolResult(
            ctx.words(f"{name}, {day}: nothing is planned or due.", f"{name}，{day}：没有安排，也没有到期事项。"),
            data=_data(plan),
        )
    say = ctx.words(f"{name}: {_say(ctx, words, plan, False)}", f"{name}：{_say(ctx, words, plan, False)}")
    return ToolResult(
        say, show=show, data=_data(plan), focus=[("deal", a.deal.id or 0) for a in plan.attention[:_MOST]]
    )


def _clashes(plan: Agenda) -> list[tuple[str, str]]:
    """Meetings of the day that overlap, two by two."""
    timed = [m for m in plan.meetings if m.starts_at is not None and m.ends_at is not None]
    return [
        (a.display, b.display)
        for i, a in enumerate(timed)
        for b in timed[i + 1 :]
        if a.starts_at < b.ends_at and b.starts_at < a.ends_at  # type: ignore[operator]
    ][:3]


def _say(ctx: ToolContext, words: FieldWords, plan: Agenda, manages: bool) -> str:
    language, day = ctx.language, day_text(plan.day, ctx.language)
    parts = [
        (len(plan.meetings), "meeting", "meetings", "个会议"),
        (len(plan.due), "task due", "tasks due", "项任务到期"),
        (len(plan.overdue), "task overdue", "tasks overdue", "项任务逾期"),
        (len(plan.attention), "deal that needs attention", "deals that need attention", "个商机需要关注"),
        (len(plan.clocks), "ticket near or past its limit", "tickets near or past their limit", "个工单临近或超过时限"),
    ]
    counted = [count_text(n, one, many, zh, language) for n, one, many, zh in parts if n]
    if not counted:
        return ctx.words(
            f"{day}: nothing is planned or due, and no deal or ticket of yours needs attention.",
            f"{day}：没有安排，也没有到期事项，您的商机和工单都无需特别关注。",
        )
    lines = [ctx.words(f"{day}: {listed(counted, 'en')}.", f"{day}：{listed(counted, 'zh')}。")]
    lines += [f"- {_clock(ctx, m)} {m.display}{_with(words, m)}" for m in plan.meetings[:_MOST]]
    lines += [ctx.words(f"- Clash: {a} and {b}.", f"- 时间冲突：{a}、{b}。") for a, b in _clashes(plan)]
    lines += _more(ctx, len(plan.meetings), "meetings", "个会议")
    tasks = _in_order(plan)
    lines += [f"- {_task(ctx, t, plan.day)}" for t in tasks[:_MOST]]
    lines += _more(ctx, len(tasks), "tasks", "项任务")
    lines += [
        f"- {name_text(a.deal, language)} ({a.deal.ref}): {_reasons(ctx, words, a)}" if language == "en"
        else f"- {name_text(a.deal, language)}（{a.deal.ref}）：{_reasons(ctx, words, a)}"
        for a in plan.attention[:_MOST]
    ]  # fmt: skip
    lines += _more(ctx, len(plan.attention), "deals", "个商机")
    lines += [f"- {_ticket(ctx, c)}" for c in plan.clocks[:_MOST]]
    lines += _more(ctx, len(plan.clocks), "tickets", "个工单")
    if manages and (plan.attention or plan.clocks):
        lines.append(ctx.words("Deals and tickets of everybody below you are included.", "已包含您下属的商机和工单。"))
    return "\n".join(lines)


def _more(ctx: ToolContext, many: int, en: str, zh: str) -> list[str]:
    """How many are not in the sentences above, which hold `_MOST` of a kind."""
    over = many - _MOST
    return [ctx.words(f"- … and {over} more {en}.", f"- ……另有 {over} {zh}。")] if over > 0 else []


def _in_order(plan: Agenda) -> list[Task]:
    """The tasks of the day by their time, those of the day without one, then what is overdue."""
    timed = sorted((t for t in plan.due if t.due_at is not None), key=lambda t: t.due_at)  # type: ignore[arg-type,return-value]
    return [*timed, *(t for t in plan.due if t.due_at is None), *plan.overdue]


def _meetings(ctx: ToolContext, words: FieldWords, plan: Agenda) -> list[Table]:
    if not plan.meetings:
        return []
    words.load("activity", plan.meetings, ("contact", "account", "deal"))
    columns = [
        ctx.words(*c)
        for c in (("Time", "时间"), ("What", "事项"), ("With", "联系人"), ("Account", "客户"), ("Deal", "商机"))
    ]
    rows = [
        [_clock(ctx, m), m.display, *(_cell(words, m, f) for f in ("contact", "account", "deal"))]
        for m in plan.meetings
    ]
    return [
        Table(ctx.words("Meetings and calls", "会议与电话"), columns, rows, [m.ref for m in plan.meetings], len(rows))
    ]


def _tasks(ctx: ToolContext, words: FieldWords, plan: Agenda) -> list[Table]:
    tasks = _in_order(plan)
    if not tasks:
        return []
    words.load("task", tasks, ("account", "deal"))
    columns = [
        ctx.words(*c)
        for c in (("Task", "任务"), ("Due", "到期"), ("Priority", "优先级"), ("Account", "客户"), ("Deal", "商机"))
    ]
    rows = [[t.title, *(_cell(words, t, f) for f in ("due_on", "priority", "account", "deal"))] for t in tasks]
    return [Table(ctx.words("Tasks due", "到期任务"), columns, rows, [t.ref for t in tasks], len(rows))]


def _deals(ctx: ToolContext, words: FieldWords, plan: Agenda, manages: bool) -> list[Table]:
    shown = plan.attention[:_MOST]
    if not shown:
        return []
    fields = ("stage", "amount", *(("owner",) if manages else ()))
    words.load("deal", [a.deal for a in shown], fields)
    columns = [ctx.words("Deal", "商机"), ctx.words("Why", "原因"), *(_label(ctx, "deal", f) for f in fields)]
    rows = [[a.deal.display, _reasons(ctx, words, a), *(_cell(words, a.deal, f) for f in fields)] for a in shown]
    return [
        Table(
            ctx.words("Deals that need attention", "需要关注的商机"),
            columns,
            rows,
            [a.deal.ref for a in shown],
            len(plan.attention),
        )
    ]


def _tickets(ctx: ToolContext, words: FieldWords, plan: Agenda) -> list[Table]:
    shown = plan.clocks[:_MOST]
    if not shown:
        return []
    fields = ("priority", "account", "assignee")
    words.load("ticket", [c.ticket for c in shown], fields)
    columns = [ctx.words("Ticket", "工单"), ctx.words("Limit", "时限"), *(_label(ctx, "ticket", f) for f in fields)]
    rows = [[c.ticket.display, _limit(ctx, c), *(_cell(words, c.ticket, f) for f in fields)] for c in shown]
    return [
        Table(
            ctx.words("Tickets near or past their limit", "临近或超过时限的工单"),
            columns,
            rows,
            [c.ticket.ref for c in shown],
            len(plan.clocks),
        )
    ]


def _reasons(ctx: ToolContext, words: FieldWords, a: Attention) -> str:
    said = {
        Reason.CLOSE_PASSED: ("expected close {} has passed", "预计成交日 {} 已过", a.deal.expected_close_date),
        Reason.STEP_DUE: ("next step was due {}", "下一步应在 {} 完成", a.deal.next_step_date),
    }
    parts = [
        ctx.words(en, zh).format(day_text(day, ctx.language))
        for r, (en, zh, day) in said.items()
        if r in a.reasons and day
    ]
    if Reason.IDLE in a.reasons:
        idle = (
            (f"no activity for {a.idle_days} days", f"{a.idle_days} 天没有跟进")
            if a.idle_days is not None
            else ("no activity yet", "尚无跟进")
        )
        parts.append(ctx.words(*idle))
    return ctx.words("; ", "；").join(parts)


def _clock(ctx: ToolContext, activity: Activity) -> str:
    if activity.starts_at is None:
        return ""
    zone = ctx.actor.zone
    until = f"–{activity.ends_at.astimezone(zone):%H:%M}" if activity.ends_at else ""
    return f"{activity.starts_at.astimezone(zone):%H:%M}{until}"


def _with(words: FieldWords, activity: Activity) -> str:
    people = _cell(words, activity, "contact")
    return "" if not people else f"（{people}）" if words.language == "zh" else f" ({people})"


def _task(ctx: ToolContext, task: Task, day: date) -> str:
    late = task.due_on is not None and task.due_on < day
    due = day_text(task.due_on or day, ctx.language)
    if task.due_at is not None and not late:
        due += f" {task.due_at.astimezone(ctx.actor.zone):%H:%M}"
    return ctx.words(
        f"{task.title} ({task.ref}): {'overdue since' if late else 'due'} {due}",
        f"{task.title}（{task.ref}）：{due}{'到期，已逾期' if late else '到期'}",
    )


def _ticket(ctx: ToolContext, c: Clock) -> str:
    return ctx.words(
        f"{c.ticket.subject} ({c.ticket.ref}): {_limit(ctx, c)}",
        f"{c.ticket.subject}（{c.ticket.ref}）：{_limit(ctx, c)}",
    )


def _limit(ctx: ToolContext, c: Clock) -> str:
    at = moment_text(c.due.astimezone(ctx.actor.zone), ctx.language)
    what = ctx.words("first response", "首次响应") if c.first_response else ctx.words("resolution", "解决")
    if c.due < ctx.now:
        return ctx.words(f"{what} was due {at}: breached", f"{what}时限 {at}，已超时")
    return ctx.words(f"{what} due {at}", f"{what}时限 {at}")


def _cell(words: FieldWords, record: Record, name: str) -> str:
    spec = field_of(type(record).about.entity, name)
    return words.field(record, spec) if spec else ""


def _label(ctx: ToolContext, entity: str, name: str) -> str:
    spec = field_of(entity, name)
    label = spec.label(ctx.language) if spec else name
    return label[:1].upper() + label[1:]


def _data(plan: Agenda) -> dict[str, Any]:
    return {
        "day": plan.day.isoformat(), "meetings": [m.ref for m in plan.meetings], "due": [t.ref for t in plan.due],
        "overdue": [t.ref for t in plan.overdue], "idle_after_days": IDLE_DAYS,
        "attention": [{"ref": a.deal.ref, "reasons": [r.value for r in a.reasons]} for a in plan.attention],
        "tickets": [c.ticket.ref for c in plan.clocks],
    }  # fmt: skip
