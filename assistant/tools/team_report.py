"""The team's week (or any span) on one page: booked, lost, new business and activity per person, the quarter's target, what to watch."""

from decimal import Decimal
from typing import Any

from assistant.aims import aim_of, in_part, summed, which
from assistant.blocks import Block, Table
from assistant.counted import Counted
from assistant.kinds import Period, TeamOrPerson
from assistant.reading import Asker, read_period
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import count_text, money_text
from crm_store.queries.crosstab import activities_by
from crm_store.queries.find import Condition, Query, count, total
from crm_store.queries.org import members, sellers
from crm_store.queries.pipeline import pipeline
from crm_store.queries.risk import at_risk

_WATCHED = 5


@tool(
    effect="reads",
    says=(
        "last week's team report",
        "weekly report for my team",
        "team report",
        "give me the weekly digest",
        "how was last week? team summary",
        "sales report for last month",
        "my weekly report",
        "digest of the East team for this week",
        "团队周报",
        "上周的团队周报",
        "给我看看周报",
        "我们组的上周总结",
        "上个月的销售报告",
        "我的周报",
        "华东团队本周的报告",
        "生成团队月报",
    ),
)
def team_report(ctx: ToolContext, period: Period | None = None, whose: TeamOrPerson | None = None) -> ToolResult:
    """Report a span (last week by default) per person: activities, new deals, won, lost; with the quarter's target and what to watch.

    People stand in the order of their names: it is no ranking.
    """
    seen = Counted(ctx.crm, ctx.language, period=period or "last week", whose=whose, focus=ctx.focus)
    assert seen.span is not None
    narrow: Any = {"owners": seen.people.owners, "teams": seen.people.teams, "start": seen.start, "end": seen.end}
    closed = {r.key: r for r in pipeline(ctx.crm, "owner", **narrow).rows}
    done = activities_by(ctx.crm, "owner", "kind", **narrow)
    touches: dict[Any, int] = {}
    for (owner, _), cell in done.cells.items():
        touches[owner] = touches.get(owner, 0) + cell.count
    wanted = seen.people.owners
    if wanted is None and seen.people.teams is not None:
        wanted = members(ctx.crm, seen.people.teams)
    reach = None if ctx.actor.everything else ctx.actor.people | {ctx.actor.user_id}
    people = [
        u
        for u in sellers(ctx.crm)
        if (wanted is None or u.id in wanted) and (reach is None or u.id in reach)
    ]  # fmt: skip
    created = Condition("created_at", "within", (seen.start, seen.end))
    rows, whole = [], {"touches": 0, "new": 0, "won": 0, "lost": 0}
    worth = {"new": Decimal(0), "won": Decimal(0), "lost": Decimal(0)}
    for user in sorted(people, key=lambda u: u.name.casefold()):
        new = Query("deal", (Condition("owner", "=", user.id), created))
        made, made_worth = count(ctx.crm, new), total(ctx.crm, new, "amount")[0]
        row = closed.get(user.id)
        won, lost = (row.won, row.lost) if row else (None, None)
        figures = (touches.get(user.id, 0), made, won.count if won else 0, lost.count if lost else 0)
        amounts = (made_worth, won.amount if won else Decimal(0), lost.amount if lost else Decimal(0))
        for key, n in zip(whole, figures, strict=True):
            whole[key] += n
        for kind, amount in zip(worth, amounts, strict=True):
            worth[kind] += amount
        rows.append(_cells(seen, user.name, figures, amounts))
    label = seen.words(seen.span.label_en, seen.span.label_zh)
    note = seen.note(
        None,
        ("New deals are those created in the span and still on record; activities are held ones.", "新增商机为期内创建的商机；跟进仅统计已发生的。"),
    )  # fmt: skip
    if not rows:
        return ToolResult(f"{seen.words('There is nobody to report on.', '没有可汇报的人员。')}\n\n{note}")
    everybody = (whole["touches"], whole["new"], whole["won"], whole["lost"])
    rows.append(_cells(seen, seen.words("Total", "合计"), everybody, tuple(worth.values())))
    lines = [
        seen.words(
            f"{label}: booked {seen.money(worth['won'])} ({seen.deals(whole['won'])}), lost {seen.money(worth['lost'])} ({seen.deals(whole['lost'])}), new business {seen.money(worth['new'])} ({seen.deals(whole['new'])}), {count_text(whole['touches'], 'activity', 'activities', '', 'en')}.",
            f"{label}：签约 {seen.money(worth['won'])}（{seen.deals(whole['won'])}），丢单 {seen.money(worth['lost'])}（{seen.deals(whole['lost'])}），新增 {seen.money(worth['new'])}（{seen.deals(whole['new'])}），跟进 {whole['touches']} 次。",
        ),
        *_quarter(ctx, seen),
    ]
    title = seen.words(f"Report: {label}", f"报告：{label}")
    columns = [
        seen.words(*c)
        for c in (("Person", "人员"), ("Activities", "跟进"), ("New deals", "新增商机"), ("New amount", "新增金额"), ("Won", "赢单"), ("Booked", "签约金额"), ("Lost", "输单"), ("Lost amount", "输单金额"))
    ]  # fmt: skip
    show: list[Block] = [Table(title, columns, rows, total=len(rows) - 1)]
    watched = at_risk(ctx.crm, owners=seen.people.owners, teams=seen.people.teams, most=_WATCHED)
    if watched.found:
        lines.append(
            seen.words(
                f"To watch: {watched.count} open deals at risk, {money_text(watched.stake, watched.currency, 'en')} at stake.",
                f"需关注：{watched.count} 个进行中商机有风险，风险金额 {money_text(watched.stake, watched.currency, 'zh')}。",
            )
        )
        body = [[r.deal.name, seen.money(r.worth) if r.worth is not None else "–", seen.words("; ", "；").join(seen.words(e.en, e.zh) for e in r.warnings)] for r in watched.found]  # fmt: skip
        heads = [seen.words(*c) for c in (("Deal", "商机"), ("Amount", "金额"), ("Why", "原因"))]
        show.append(
            Table(seen.words("To watch", "需关注的商机"), heads, body, refs=[r.deal.ref for r in watched.found], total=watched.count)
        )  # fmt: skip
    data = {"period": label, "booked": str(worth["won"]), "lost": str(worth["lost"]), "new": str(worth["new"]), "activities": whole["touches"]}  # fmt: skip
    return ToolResult("\n\n".join([*lines, note]), show=show, data=data)


def _cells(seen: Counted, name: str, figures: tuple[int, ...], amounts: tuple[Decimal, ...]) -> list[str]:
    touches, new, won, lost = figures
    new_worth, booked, lost_worth = amounts
    return [name, f"{touches:,}", f"{new:,}", seen.money(new_worth), f"{won:,}", seen.money(booked), f"{lost:,}", seen.money(lost_worth)]  # fmt: skip


def _quarter(ctx: ToolContext, seen: Counted) -> list[str]:
    """How the running quarter stands against its target."""
    now = read_period(Asker(ctx.crm, ctx.language), "this quarter")
    aim = aim_of(ctx.crm, seen.people, now.start, now.end)
    if aim is None:
        return []
    if aim.booked is None:
        return [in_part(seen, (now.label_en, now.label_zh), aim)]
    booked, target, likely, of = (
        seen.money(aim.booked),
        seen.money(aim.amount),
        seen.money(aim.weighted),
        summed(seen, aim),
    )
    told = seen.words(
        f"{now.label_en}: {booked} of {target}{of} booked ({aim.share}); {likely} weighted is still open.",
        f"{now.label_zh}：已签约 {booked}，目标 {target}{of}（完成 {aim.share}）；加权在途 {likely}。",
    )
    return [told + which(seen, aim)]
