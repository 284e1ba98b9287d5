"""What each person did in a span of days: calls, meetings, visits, mails, messages and tasks done, by name and never as a league table unless asked."""

from collections import Counter
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from assistant.blocks import Block, Chart, Table
from assistant.counted import Counted
from assistant.kinds import Period, TeamOrPerson
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.whose import called
from assistant.wording import day_text, listed, name_text
from crm_store.codes import ActivityKind, RoleName
from crm_store.models import Activity, User
from crm_store.queries.doing import DONE, TALKS, Doing, doing, those_held
from crm_store.queries.org import members, sellers, subtree

KINDS: dict[str, tuple[str, str, str]] = {
    "call": ("call", "calls", "次电话"), "meeting": ("meeting", "meetings", "场会议"), "visit": ("visit", "visits", "次拜访"),
    "email": ("e-mail", "e-mails", "封邮件"), "message": ("message", "messages", "条消息"), "note": ("note", "notes", "条笔记"),
    "task": ("task done", "tasks done", "项任务完成"),
}  # fmt: skip
_HEADS = {
    "call": "电话",
    "meeting": "会议",
    "visit": "拜访",
    "email": "邮件",
    "message": "消息",
    "note": "笔记",
    "task": "完成任务",
}
_MOST, _LISTED = 12, 20
_ME = frozenset({"me", "myself", "i", "我", "本人", "自己"})


@tool(
    effect="reads",
    says=(
        "activity by rep last week",
        "how many calls and meetings did each rep have this month?",
        "what has Tom been doing this week?",
        "team activity this quarter",
        "what did my team do last week?",
        "calls per rep this month",
        "show me Chen's activity for the last 30 days",
        "who logged the most meetings this month?",
        "how active was the Berlin team in October?",
        "团队上周的活动情况",
        "每个人这个月打了多少电话、开了多少会？",
        "陈晓本周做了哪些工作？",
        "按销售看本月的拜访量",
        "上周大家都做了什么？",
        "苏州团队本月的跟进情况统计",
        "谁这个月拜访客户最多？",
        "最近30天赵敏的跟进量",
        "本季度各销售完成了多少任务？",
        "who has logged nothing this week?",
        "which reps had no calls in the last two weeks?",
        "这两周谁没有写跟进？",
        "本月哪些销售一次拜访都没有？",
    ),
)
def team_activity(
    ctx: ToolContext,
    period: Period | None = None,
    whose: TeamOrPerson | None = None,
    kinds: Annotated[
        list[Literal["call", "meeting", "visit", "email", "message", "note", "task"]],
        Field(description="Only these kinds."),
    ] = [],  # noqa: B006
    ranked: Annotated[bool, Field(description="Most first; only when a ranking was asked for.")] = False,
    rows: Annotated[bool, Field(description="List the activities themselves.")] = False,
    nothing: Annotated[bool, Field(description="Only name the people who have none of it.")] = False,
) -> ToolResult:
    """Count what took place per person in a period (this month by default): calls, meetings, visits, e-mails, messages, notes, tasks done.

    People come by name. Only what was logged counts. With `nothing`, the sellers whose work the asker sees and who have none of it.
    """
    seen = Counted(ctx.crm, ctx.language, period=period or "this month", whose=whose, focus=ctx.focus)
    if whose and whose.strip().casefold() in _ME:  # what I did myself, also when others report to me
        seen.people = replace(seen.people, en="you", zh="您本人", owners=frozenset({ctx.actor.user_id}), teams=None)
    narrow: Any = {"owners": seen.people.owners, "teams": seen.people.teams, "start": seen.start, "end": seen.end}
    made = doing(ctx.crm, **narrow)
    wanted: list[str] = list(dict.fromkeys(kinds)) or [*(k.value for k in TALKS), DONE]
    people = _people(ctx, made, wanted, ranked)
    label = seen.words(seen.span.label_en, seen.span.label_zh) if seen.span else ""
    whole = {k: sum(c[k] for _, c in people) for k in wanted}
    en, zh = called(seen.people)
    seen.people = replace(seen.people, en=en, zh=zh)
    data = {
        "period": label, "start": str(seen.start), "end": str(seen.end), "total": whole,
        "rows": [{"who": n, **{k: c[k] for k in wanted if c[k]}} for n, c in people],
    }  # fmt: skip
    note = (
        seen.note(None, *_notes(made, wanted))
        .replace(f"; in {seen.currency}.", ".")
        .replace(f"；币种 {seen.currency}。", "。")
    )
    if seen.start is not None and seen.start > ctx.today:
        ahead = seen.words("That period lies ahead: nothing has been done in it yet.", "该时间段还没有到，尚无跟进。")
        return ToolResult(f"{ahead}\n\n{note}", data=data)
    if nothing:
        return _idle(ctx, seen, made, wanted, label, note)
    if not people:
        none = seen.words(f"Nothing is on record for {label}.", f"{label}没有跟进记录。")
        return ToolResult(f"{none}\n\n{note}", data=data)
    lines = [f"{label}{seen.words(': ', '：')}{_counts(seen, whole)}{seen.words('.', '。')}"]
    if len(people) > 1:
        gap = seen.words(": ", "：")
        told = [f"- {name}{gap}{_counts(seen, {k: c[k] for k in wanted})}" for name, c in people[:_MOST]]
        more = len(people) - _MOST
        told += [seen.words(f"- and {more} more below", f"- 另有 {more} 人见下表")] if more > 0 else []
        lines.append("\n".join(told))
    show = _blocks(seen, people, wanted, label)
    focus: list[tuple[str, int]] = []
    if rows or len(people) == 1:
        table, focus = _rows(ctx, seen, narrow, wanted)
        show = [*table, *show]
    return ToolResult("\n\n".join([*lines, note]), show=show, data=data, focus=focus)


def _idle(ctx: ToolContext, seen: Counted, made: Doing, wanted: list[str], label: str, note: str) -> ToolResult:
    """The sellers without any of these kinds: only those whose activities the asker may see, since others' silence is not known."""
    crm, me = ctx.crm, ctx.actor.user_id
    asked = set(seen.people.owners or ()) or (members(crm, seen.people.teams) if seen.people.teams else None)
    if ctx.actor.everything:
        known = {u.id or 0 for u in sellers(crm)}
    elif ctx.actor.role is RoleName.VIEWER:
        known = set(members(crm, {ctx.actor.team_id} if ctx.actor.team_id is not None else set()))
    else:
        known = set(subtree(crm, me))
    people = [u for u in sellers(crm) if u.id in known and (asked is None or u.id in asked)]
    # Who asks about others does not mean themselves.
    people = [u for u in people if u.id != me] or people
    busy = {n for n, c in made.people.items() if any(c[k] for k in wanted)}
    idle = sorted((u for u in people if u.id not in busy), key=lambda u: name_text(u, ctx.language))
    names = [name_text(u, ctx.language) for u in idle]
    kinds = [KINDS[k] for k in wanted] if len(wanted) < len(KINDS) else []
    en = " or ".join(k[1] for k in kinds) if kinds else "activity"
    zh = "、".join(_HEADS[k] for k in wanted) if kinds else "跟进"
    alone = len(people) == 1 and people[0].id == me
    if alone:
        said = seen.words(
            f"{label}: you have {'no ' if idle else ''}{en} on record.",
            f"{label}：您{'没有' if idle else '有'}{zh}记录。",
        )
    elif not idle:
        said = seen.words(
            f"{label}: all {len(people)} have {en} on record.", f"{label}：{len(people)} 人都有{zh}记录。"
        )
    else:
        said = seen.words(
            f"{label}: {len(idle)} of {len(people)} {'has' if len(idle) == 1 else 'have'} no {en} on record: {listed(names, 'en')}.",
            f"{label}：{len(people)} 人中有 {len(idle)} 人没有{zh}记录：{'、'.join(names)}。",
        )
    data = {"period": label, "start": str(seen.start), "end": str(seen.end), "looked_at": len(people), "idle": names}
    return ToolResult(f"{said}\n\n{note}", data=data, focus=[(User.about.entity, u.id or 0) for u in idle])


def _people(ctx: ToolContext, made: Doing, wanted: list[str], ranked: bool) -> list[tuple[str, Counter[str]]]:
    """Who did something, by name; with `ranked` who did most first."""
    held = ctx.crm.many("user", {n for n in made.people if n is not None})
    nobody = ctx.words("(nobody)", "（无负责人）")
    found = [
        (name_text(held[n], ctx.language) if n in held else nobody, c)
        for n, c in made.people.items()
        if any(c[k] for k in wanted)
    ]
    if ranked:
        return sorted(found, key=lambda p: (-sum(p[1][k] for k in wanted), p[0]))
    return sorted(found, key=lambda p: p[0])


def _counts(seen: Counted, held: dict[str, int]) -> str:
    parts = []
    for k, n in held.items():
        if n:
            one, many, zh = KINDS[k]
            parts.append(seen.words(f"{n} {one if n == 1 else many}", f"{n} {zh}"))
    return (
        (listed(parts, "en") if seen.language == "en" else "、".join(parts)) if parts else seen.words("nothing", "无")
    )


def _notes(made: Doing, wanted: list[str]) -> list[tuple[str, str]]:
    notes = [
        (
            "Activities that took place count under whoever held them; only what was logged is known.",
            "按负责人统计已完成的跟进；仅含已记录的内容。",
        )
    ]
    if made.undated and DONE in wanted:
        n = made.undated
        notes.append(
            (
                f"{n} {'task is' if n == 1 else 'tasks are'} done without a day of completion and counted by the day due.",
                f"{n} 项已完成任务没有完成日期，按到期日计。",
            )
        )
    return notes


def _blocks(seen: Counted, people: list[tuple[str, Counter[str]]], wanted: list[str], label: str) -> list[Block]:
    kinds = [k for k in wanted if any(c[k] for _, c in people)]
    columns = [seen.words("Person", "人员"), *(seen.words(KINDS[k][1].capitalize(), _HEADS[k]) for k in kinds)]
    rows = [[name, *(f"{c[k]:,}" for k in kinds)] for name, c in people]
    rows.append([seen.words("Total", "合计"), *(f"{sum(c[k] for _, c in people):,}" for k in kinds)])
    title = seen.words(f"Activity, {label}", f"跟进情况：{label}")
    points = [{"label": name, "value": n, "text": f"{n:,}"} for name, c in people for n in (sum(c[k] for k in wanted),)]
    made: list[Block] = [Table(title, columns, rows, total=len(rows))]
    return [*made, Chart(title, "bar", points)] if len(people) > 1 else made


def _rows(
    ctx: ToolContext, seen: Counted, narrow: dict[str, Any], wanted: list[str]
) -> tuple[list[Block], list[tuple[str, int]]]:
    """The activities themselves, the latest first."""
    found = those_held(ctx.crm, kinds=[k for k in ActivityKind if k.value in wanted], most=_LISTED, **narrow)
    if not found:
        return [], []
    owners = seen.names("user", (a.owner_id for a in found))
    columns = [
        seen.words("When", "时间"), seen.words("Kind", "方式"), seen.words("Subject", "主题"), seen.words("Owner", "负责人"),
    ]  # fmt: skip
    rows = [
        [
            day_text(ctx.actor.today(a.starts_at), ctx.language) if a.starts_at else "–",
            a.kind.label(ctx.language), a.display, owners.get(a.owner_id or 0, "–"),
        ]
        for a in found
    ]  # fmt: skip
    refs = [a.ref for a in found]
    focus = [(Activity.about.entity, a.id or 0) for a in found]
    return [Table(seen.words("What took place", "跟进记录"), columns, rows, refs=refs, total=len(rows))], focus
