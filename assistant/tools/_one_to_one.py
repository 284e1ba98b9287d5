"""Before a one-to-one: where somebody stands, what was won and done lately, which deals and promises to talk about, and what to ask."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from assistant.blocks import Block, Table
from assistant.counted import Counted
from assistant.reading import read_period
from assistant.tools._base import ToolContext, ToolResult
from assistant.whose import Whose
from assistant.wording import count_text, day_text, listed, name_text, percent_text
from crm_store.codes import StageKind
from crm_store.models import Deal, User
from crm_store.queries.agenda import agenda
from crm_store.queries.doing import doing
from crm_store.queries.measures import measures
from crm_store.queries.pipeline_past import deals_behind
from crm_store.queries.risk import Risk, Risks, at_risk
from crm_store.queries.targets import goal

LATELY = 14
"""Days looked back: two weeks, the usual time between two such talks."""
_TOLD, _SHOWN = 3, 10


def one_to_one(ctx: ToolContext, person: User) -> ToolResult:
    """What to know before talking with a colleague who reports to the asker; before a talk with anybody else, the asker's own news."""
    mine = person.id == ctx.actor.user_id
    below = not mine and (ctx.actor.everything or (person.id or 0) in ctx.actor.people)
    about = person if below else ctx.crm.get("user", ctx.actor.user_id)
    number = about.id or 0
    seen = Counted(ctx.crm, ctx.language)
    seen.people = Whose(name_text(about, "en"), name_text(about, "zh"), owners=frozenset({number}))
    first = ctx.today - timedelta(days=LATELY - 1)
    lines = [_head(ctx, person, below or mine), _standing(ctx, seen, number), _lately(ctx, seen, number, first)]
    watched = at_risk(ctx.crm, owners={number}, most=_SHOWN)
    risks = watched.found
    lines += [_deals(ctx, seen, watched), _promises(ctx, number), _ask(ctx, seen, number, risks, first, below)]
    days = (
        f"{day_text(first, 'en')} – {day_text(ctx.today, 'en')}",
        f"{day_text(first, 'zh')}至{day_text(ctx.today, 'zh')}",
    )
    lines.append(
        seen.note(
            (f"the last two weeks are {days[0]}", f"最近两周为{days[1]}"),
            (
                "Only what was logged is known; a number is a reason to ask, no verdict.",
                "仅含已记录的内容；数字用于提问，不作评判。",
            ),
        )
    )
    show: list[Block] = []
    if risks:
        rows = [
            [r.deal.name, _worth(seen, r), seen.words("; ", "；").join(seen.words(e.en, e.zh) for e in r.warnings)]
            for r in risks
        ]
        columns = [seen.words("Deal", "商机"), seen.words("Amount", "金额"), seen.words("Why", "原因")]
        title = seen.words("Deals to talk about", "需要讨论的商机")
        show.append(Table(title, columns, rows, refs=[r.deal.ref for r in risks], total=watched.count))
    data: dict[str, Any] = {
        "about": name_text(about, "en"),
        "since": str(first),
        "at_risk": [r.deal.ref for r in risks],
    }
    focus = [("deal", r.deal.id or 0) for r in risks[:_TOLD]]
    return ToolResult(
        "\n\n".join(t for t in lines if t), show=show, data=data, focus=[("user", person.id or 0), *focus]
    )


def _head(ctx: ToolContext, person: User, theirs: bool) -> str:
    name = name_text(person, ctx.language)
    if theirs:
        return ctx.words(f"**One-to-one with {name}**", f"**与{name}的一对一**")
    return ctx.words(
        f"**One-to-one with {name}.** {name} does not report to you, so this is what you can bring: your own news.",
        f"**与{name}的一对一。**{name}不是您的下属，以下是您自己的情况，可供沟通。",
    )


def _standing(ctx: ToolContext, seen: Counted, number: int) -> str:
    """Booked this quarter against the target, and what is open."""
    span = read_period(seen.asker, "this quarter")
    m = measures(ctx.crm, owners={number}, start=span.start, end=span.end)
    whole = measures(ctx.crm, owners={number}, stock="now").open
    aim = goal(ctx.crm, span.start, span.end, user=number)
    en, zh = f"{seen.money(m.won.amount)} booked", f"已签约 {seen.money(m.won.amount)}"
    if aim is not None and aim.amount:
        share, gap = percent_text(m.won.amount, aim.amount), max(aim.amount - m.won.amount, Decimal(0))
        en += f" of {seen.money(aim.amount)} ({share})" + (f", {seen.money(gap)} to go" if gap else "")
        zh += f"，目标 {seen.money(aim.amount)}，完成 {share}" + (f"，还差 {seen.money(gap)}" if gap else "")
    return ctx.words(
        f"**Results, {span.label_en}:** {en}; {seen.deals(m.open.count)} expected to close in it, {seen.money(m.open.amount)} (weighted {seen.money(m.open.weighted)}). Open in all: {seen.deals(whole.count)}, {seen.money(whole.amount)}.",
        f"**{span.label_zh}业绩：**{zh}；期内预计成交 {seen.deals(m.open.count)}，{seen.money(m.open.amount)}（加权 {seen.money(m.open.weighted)}）。在途合计 {seen.deals(whole.count)}，{seen.money(whole.amount)}。",
    )


def _lately(ctx: ToolContext, seen: Counted, number: int, first: date) -> str:
    """What was won, lost, added and done in the last two weeks."""
    m = measures(ctx.crm, owners={number}, start=first, end=ctx.today)
    won, lost = (_names(ctx, seen, number, first, (kind,)) for kind in ("won", "lost"))
    parts = []
    if won:
        parts.append(ctx.words(f"won {listed(won, 'en')}", f"赢单 {listed(won, 'zh')}"))
    if lost:
        parts.append(ctx.words(f"lost {listed(lost, 'en')}", f"输单 {listed(lost, 'zh')}"))
    if m.new.count:
        new = count_text(m.new.count, "new deal", "new deals", "个新商机", ctx.language)
        parts.append(ctx.words(f"{new} ({seen.money(m.new.amount)})", f"{new}（{seen.money(m.new.amount)}）"))
    done = doing(ctx.crm, owners={number}, start=first, end=ctx.today).total
    told = [
        count_text(done[k], one, many, zh, ctx.language)
        for k, one, many, zh in (
            ("call", "call", "calls", "次电话"), ("meeting", "meeting", "meetings", "场会议"), ("visit", "visit", "visits", "次拜访"),
            ("email", "e-mail", "e-mails", "封邮件"), ("message", "message", "messages", "条消息"), ("task", "task done", "tasks done", "项任务完成"),
        )
        if done[k]
    ]  # fmt: skip
    parts += [ctx.words(", ", "、").join(told)] if told else []
    body = ctx.words("; ", "；").join(parts) if parts else ctx.words("nothing is on record", "没有记录")
    return ctx.words(f"**Last two weeks:** {body}.", f"**最近两周：**{body}。")


def _names(ctx: ToolContext, seen: Counted, number: int, first: date, kinds: Sequence[str]) -> list[str]:
    found, worth = deals_behind(ctx.crm, None, kinds, owners={number}, start=first, end=ctx.today)
    made = []
    for d in sorted(found, key=lambda d: -(worth.get(d.number) or 0))[:_TOLD]:
        amount = worth.get(d.number)
        told = f"{Deal.about.prefix}-{d.number}" + (f", {seen.money(amount)}" if amount is not None else "")
        made.append(ctx.words(f"{d.name} ({told})", f"{d.name}（{told.replace(', ', '，')}）"))
    return made


def _deals(ctx: ToolContext, seen: Counted, watched: Risks) -> str:
    if not watched.found:
        return ctx.words("**Deals:** none of the open ones carries a warning.", "**商机：**在途商机均无预警。")
    told = [
        ctx.words(
            f"- {r.deal.name} ({r.deal.ref}, {_worth(seen, r)}): {'; '.join(e.en for e in r.warnings[:_TOLD])}",
            f"- {r.deal.name}（{r.deal.ref}，{_worth(seen, r)}）：{'；'.join(e.zh for e in r.warnings[:_TOLD])}",
        )
        for r in watched.found[:_TOLD]
    ]
    more = watched.count - _TOLD
    rest = ctx.words(f" ({more} more below)", f"（其余 {more} 个见下表）") if more > 0 else ""
    return "\n".join([ctx.words(f"**Deals to talk about**{rest}:", f"**需要讨论的商机**{rest}："), *told])


def _promises(ctx: ToolContext, number: int) -> str:
    """What is overdue and what comes up today and in the week."""
    plan = agenda(ctx.crm, ctx.today, number, {number})
    parts = []
    if plan.overdue:
        names = "; ".join(
            f"{t.title} ({t.ref}, {day_text(t.due_on, ctx.language) if t.due_on else '–'})"
            for t in plan.overdue[:_TOLD]
        )
        n = len(plan.overdue)
        parts.append(ctx.words(f"{n} overdue: {names}", f"{n} 项逾期：{names}"))
    if plan.due:
        parts.append(ctx.words(f"{len(plan.due)} due today", f"今天到期 {len(plan.due)} 项"))
    ahead = [a for day in range(7) for a in agenda(ctx.crm, ctx.today + timedelta(days=day), number, {number}).meetings]
    if ahead:
        names = "; ".join(f"{a.display} ({a.ref})" for a in ahead[:_TOLD])
        parts.append(
            ctx.words(
                f"{len(ahead)} meetings or calls in the next 7 days: {names}",
                f"未来7天有 {len(ahead)} 场会议或电话：{names}",
            )
        )
    body = (
        ctx.words(". ", "。").join(parts)
        if parts
        else ctx.words("nothing is overdue or planned", "没有逾期或已安排的事项")
    )
    return ctx.words(f"**Promises and plans:** {body}.", f"**待办与安排：**{body}。")


def _ask(ctx: ToolContext, seen: Counted, number: int, risks: Sequence[Risk], first: date, below: bool) -> str:
    """Questions to open with, each from something on record."""
    asked: list[str] = []
    won = _names(ctx, seen, number, first, ("won",))
    if won:
        asked.append(
            ctx.words(
                f"What made {won[0]} work, and what can others take from it?",
                f"{won[0]} 赢在哪里，有什么经验可以分享？",
            )
        )
    if risks:
        name = risks[0].deal.name
        if below:
            asked.append(
                ctx.words(
                    f"What would it take to move {name} on, and where can I help?",
                    f"{name} 怎样才能推进？需要什么支持？",
                )
            )
        else:
            asked.append(ctx.words(f"What do I need to move {name} on?", f"推进 {name} 我需要什么支持？"))
    gone, _ = deals_behind(ctx.crm, None, (StageKind.LOST,), owners={number}, start=first, end=ctx.today)
    lost = list(ctx.crm.many("deal", [d.number for d in gone]).values())
    if lost:
        asked.append(
            ctx.words(f"What did we learn from losing {lost[0].display}?", f"{lost[0].display} 输单有什么教训？")
        )
    asked.append(ctx.words("What is in the way this week that is not on record?", "本周还有哪些系统里看不到的困难？"))
    head = ctx.words("**To ask:**", "**可以问：**") if below else ctx.words("**To bring up:**", "**可以谈：**")
    return "\n".join([head, *(f"{n}. {q}" for n, q in enumerate(asked[:3], 1))])


def _worth(seen: Counted, risk: Risk) -> str:
    return seen.money(risk.worth) if risk.worth is not None else seen.words("no amount", "无金额")
