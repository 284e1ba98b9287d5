"""Reports that come by the clock: ask for one, list, change and cancel them. Made anew each time, as their owner, with what that person may see then."""

import re
from typing import Annotated, Literal

from pydantic import Field

from assistant.blocks import Table
from assistant.errors import ToolProblem
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._standing import called, meant
from assistant.wording import moment_text
from crm_store.models import Schedule
from crm_store.names import normal
from crm_store.queries.standing import next_moment, runs, schedules

Every = Literal["day", "weekday", "week", "month"]
Goes = Literal["mail", "folder"]
Form = Literal["md", "xlsx", "pdf"]
_MOST = 20
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_ZH = "一二三四五六日"
_STATUS = {
    "done": ("delivered", "已送达"), "failed": ("failed", "失败"), "unsure": ("cut off, maybe delivered", "中断，可能已送达"), "started": ("running", "进行中"),
}  # fmt: skip


@tool(
    effect="acts",
    says=(
        "email me last week's team report every Monday 8am",
        "send me the pipeline as a spreadsheet every Friday at 17:00",
        "save the forecast to the reports folder on the first of every month",
        "schedule this for every weekday morning",
        "which reports are scheduled?",
        "list my scheduled reports",
        "cancel the weekly team report",
        "stop sending me the forecast",
        "move the team report to Tuesday 9am",
        "每周一早上8点把团队周报存到文件夹",
        "每周五下午5点把管道用Excel发邮件给我",
        "每月1号把预测存到文件夹",
        "每个工作日早上发一份风险商机给我",
        "我有哪些定时报告？",
        "取消团队周报的定时发送",
        "不要再给我发预测了",
        "把团队周报改到每周二9点",
        "定时报告列表",
    ),
)
def schedule_report(
    ctx: ToolContext,
    action: Literal["add", "list", "change", "cancel"] = "list",
    tool: Annotated[str | None, Field(description="To add: the reading tool whose answer is the report, such as team_report. Leave out for what was asked last.")] = None,
    arguments: Annotated[str, Field(description="To add: that tool's arguments as a JSON object; periods stay relative, such as “last week”.")] = "{}",
    every: Annotated[Every | None, Field(description="The rhythm.")] = None,
    day: Annotated[int | None, Field(ge=0, le=31, description="Weeks: 0 Monday to 6 Sunday. Months: 1 to 31.")] = None,
    time: Annotated[str | None, Field(description="The time on the person's clock, such as 08:00.")] = None,
    to: Annotated[Goes | None, Field(description="By mail to the person's own address, or into their reports folder.")] = None,
    form: Annotated[Form | None, Field(description="Markdown or a spreadsheet.")] = None,
    which: Annotated[str | None, Field(description="To change or cancel: the report's number or words of its name.")] = None,
) -> ToolResult:  # fmt: skip
    """Schedule a report to come regularly, list those there are, change or cancel one; only when the person asks for it."""
    if form == "pdf":
        raise ToolProblem("I make reports as Markdown or as a spreadsheet (XLSX), not as PDF.", "报告可以是 Markdown 或 Excel（XLSX），不支持 PDF。")  # fmt: skip
    if time is not None and not re.fullmatch(r"(?:[01]?\d|2[0-3]):[0-5]\d", time):
        raise ToolProblem(f"“{time}” is no time. Write it like 08:00.", f"“{time}”不是时间，请写成 08:00。")
    time = time.rjust(5, "0") if time else None
    if action == "add":
        return _added(ctx, tool, arguments, every or "week", day, time or "08:00", to or "folder", form or "md")
    held = schedules(ctx.crm)
    if not held:
        return ToolResult(
            ctx.words("No reports are scheduled. Say for example “email me last week's team report every Monday 8am”.", "还没有定时报告。可以说“每周一早上8点把团队周报发邮件给我”。")
        )  # fmt: skip
    if action == "list":
        return _listed(ctx, held)
    one = _named(ctx, held, which)
    if action == "cancel":
        one.active = False
        return ToolResult(
            ctx.words(f"Cancelled: {one.title}, {_when(ctx, one)}. It will not come any more.", f"已取消：{one.title}（{_when(ctx, one)}），不再发送。")
        )  # fmt: skip
    if every is None and day is None and time is None and to is None and form is None:
        raise ToolProblem("What should change: the day, the time, mail or folder, Markdown or spreadsheet?", "要改什么：日期、时间、邮件还是文件夹、Markdown 还是 Excel？")  # fmt: skip
    rhythm = every or ("week" if day is not None and one.every in ("day", "weekday") else one.every)
    one.day = _day(rhythm, day if day is not None else (one.day if rhythm == one.every else None), ctx)
    one.every, one.time = rhythm, time or one.time
    one.goes_to, one.form = to or one.goes_to, form or one.form
    one.next_at = next_moment(one.every, one.day, one.time, ctx.now, ctx.actor.zone)
    return ToolResult(ctx.words(f"Changed: {_told(ctx, one)}", f"已更改：{_told(ctx, one)}"))


def _added(
    ctx: ToolContext, tool: str | None, arguments: str, every: str, day: int | None, time: str, to: str, form: str
) -> ToolResult:
    name, args = meant(ctx, tool, arguments)
    if len(schedules(ctx.crm)) >= _MOST:
        raise ToolProblem(f"You have {_MOST} scheduled reports already. Cancel one first.", f"您已有 {_MOST} 个定时报告，请先取消一个。")  # fmt: skip
    on = _day(every, day, ctx)
    made = Schedule(
        workspace_id=ctx.actor.workspace_id, user_id=ctx.actor.user_id, title=called(ctx, name, args)[:200], tool=name, args=args, language=ctx.language,
        every=every, day=on, time=time, goes_to=to, form=form, created_at=ctx.now,
        next_at=next_moment(every, on, time, ctx.now, ctx.actor.zone),
    )  # fmt: skip
    ctx.crm.add(made)
    ctx.crm.flush()
    return ToolResult(
        ctx.words(
            f"Scheduled: {_told(ctx, made)} It is made with what you may see then. Say “cancel report {made.id}” to stop it.",
            f"已设置定时报告：{_told(ctx, made)}届时按您当时的权限生成。说“取消报告 {made.id}”即可停止。",
        )
    )


def _day(every: str, day: int | None, ctx: ToolContext) -> int:
    if every == "week":
        if day is not None and day > 6:
            raise ToolProblem("A week's days go from 0 (Monday) to 6 (Sunday).", "一周的日期为 0（周一）到 6（周日）。")
        return day if day is not None else 0
    return max(1, day if day is not None else 1) if every == "month" else 0


def _when(ctx: ToolContext, s: Schedule) -> str:
    en = {"day": "every day", "weekday": "every weekday", "week": f"every {_DAYS_EN[s.day % 7]}", "month": f"on day {s.day} of every month"}[s.every]  # fmt: skip
    zh = {"day": "每天", "weekday": "每个工作日", "week": f"每周{_DAYS_ZH[s.day % 7]}", "month": f"每月{s.day}号"}[
        s.every
    ]
    return ctx.words(f"{en} at {s.time}", f"{zh} {s.time}")


def _where(ctx: ToolContext, s: Schedule) -> str:
    form = {"md": "Markdown", "xlsx": "XLSX"}[s.form]
    if s.goes_to == "mail":
        return ctx.words(f"by mail to {ctx.actor.email} as {form}", f"以 {form} 发邮件到 {ctx.actor.email}")
    return ctx.words(f"into your reports folder as {form}", f"以 {form} 存到报告文件夹")


def _told(ctx: ToolContext, s: Schedule) -> str:
    first = moment_text(s.next_at.astimezone(ctx.actor.zone), ctx.language)
    return ctx.words(
        f"{s.title}, {_when(ctx, s)}, {_where(ctx, s)}; next on {first}.",
        f"{s.title}，{_when(ctx, s)}，{_where(ctx, s)}；下一次 {first}。",
    )


def _listed(ctx: ToolContext, held: list[Schedule]) -> ToolResult:
    lines, rows = [], []
    for s in held:
        last = next(iter(runs(ctx.crm, s.id or 0, 1)), None)
        came = ctx.words("never ran", "尚未运行")
        if last is not None:
            at = moment_text(last.due_at.astimezone(ctx.actor.zone), ctx.language)
            came = f"{at} {ctx.words(*_STATUS.get(last.status, (last.status, last.status)))}"
            if last.note:
                came += ctx.words(f": {last.note}", f"：{last.note}")
        following = moment_text(s.next_at.astimezone(ctx.actor.zone), ctx.language)
        lines.append(ctx.words(f"{s.id}. {_told(ctx, s)} Last: {came}.", f"{s.id}. {_told(ctx, s)}上次：{came}。"))
        rows.append([str(s.id), s.title, _when(ctx, s), _where(ctx, s), following, came])
    heads = [ctx.words(*c) for c in (("No.", "编号"), ("Report", "报告"), ("When", "频率"), ("Where", "去向"), ("Next", "下一次"), ("Last", "上次"))]  # fmt: skip
    title = ctx.words("Scheduled reports", "定时报告")
    return ToolResult("\n".join([f"{title}{ctx.words(':', '：')}", *lines]), show=[Table(title, heads, rows, total=len(rows))])  # fmt: skip


def _named(ctx: ToolContext, held: list[Schedule], which: str | None) -> Schedule:
    wanted = normal(which or "")
    if wanted.isdigit() and (found := [s for s in held if s.id == int(wanted)]):
        return found[0]
    words = [
        w for w in wanted.split() if w not in ("report", "reports", "the", "my", "weekly", "daily", "monthly", "报告")
    ]
    found = [s for s in held if words and all(w in normal(f"{s.title} {s.tool.replace('_', ' ')}") for w in words)]
    if not found and len(held) == 1:
        return held[0]
    if len(found) != 1:
        listed = ctx.words("; ", "；").join(f"{s.id}. {s.title}, {_when(ctx, s)}" for s in found or held)
        raise ToolProblem(f"Which one? Say its number: {listed}.", f"是哪一个？请说编号：{listed}。")
    return found[0]
