"""Who has reached how much of the target: booked against it per person, the gap, and the pipeline that could fill it."""

from decimal import Decimal

from assistant.blocks import Block, Chart, Table
from assistant.counted import Counted
from assistant.kinds import Period, TeamOrPerson
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.whose import not_yours, out_of_reach
from assistant.wording import percent_text
from crm_store.models import User
from crm_store.queries.org import members, sellers
from crm_store.queries.pipeline import pipeline
from crm_store.queries.targets import goal


@tool(
    effect="reads",
    says=(
        "target attainment by rep this quarter",
        "who is behind quota?",
        "quota attainment of my team",
        "attainment per person this year",
        "who has reached the target for Q4?",
        "how far is everybody from target?",
        "show target vs booked by rep",
        "who is ahead of target?",
        "本季度各销售的目标完成率",
        "谁还没完成指标？",
        "我们团队的目标达成情况",
        "今年每个人的完成率",
        "第四季度谁达标了？",
        "大家离目标还差多少？",
        "按销售看目标和已签约",
        "谁超额完成了？",
    ),
)
def attainment(ctx: ToolContext, period: Period | None = None, whose: TeamOrPerson | None = None) -> ToolResult:
    """Show target, booked, attainment, gap and weighted open pipeline per person for a period (this quarter by default)."""
    seen = Counted(ctx.crm, ctx.language, period=period or "this quarter", whose=whose, focus=ctx.focus)
    people = _people(ctx, seen)
    booked = pipeline(ctx.crm, "owner", owners=[u.id or 0 for u in people], start=seen.start, end=seen.end)
    held = {r.key: r for r in booked.rows}
    rows: list[tuple[User, Decimal, Decimal, Decimal]] = []
    without = 0
    for u in people:
        aim = goal(ctx.crm, seen.start, seen.end, user=u.id)
        row = held.get(u.id)
        if aim is None or not aim.amount:
            without += 1
            continue
        rows.append((u, aim.amount, row.won.amount if row else Decimal(0), row.open.weighted if row else Decimal(0)))
    rows.sort(key=lambda r: (-(r[2] / r[1]), r[0].id or 0))
    more = []
    if without:
        more.append(
            (f"No target is set for {without} of {len(people)} people.", f"{len(people)} 人中有 {without} 人没有目标。")
        )
    more.append(
        (
            "Weighted is open amount × probability, expected to close in the period.",
            "加权为期内预计成交的进行中金额×赢率。",
        )
    )
    note = seen.note(None, *more)
    label = seen.words(seen.span.label_en, seen.span.label_zh) if seen.span else ""
    if not rows and out_of_reach(ctx.crm, seen.people):
        return ToolResult(seen.words(*not_yours(seen.people)))
    if not rows:
        return ToolResult(f"{seen.words(f'No targets are set for {label}.', f'{label}没有设定目标。')}\n\n{note}")
    whole, won = sum((r[1] for r in rows), Decimal(0)), sum((r[2] for r in rows), Decimal(0))
    parts = [f"{u.name} {percent_text(done, aim)}" for u, aim, done, _ in rows]
    head = seen.words(
        f"{label}: {seen.money(won)} of {seen.money(whole)} booked, {percent_text(won, whole)}. {'; '.join(parts)}.",
        f"{label}：目标 {seen.money(whole)}，已签约 {seen.money(won)}，完成 {percent_text(won, whole)}。{'；'.join(parts)}。",
    )
    columns = [
        seen.words("Person", "人员"),
        seen.words("Target", "目标"),
        seen.words("Booked", "已签约"),
        seen.words("Attained", "完成率"),
        seen.words("Gap", "差额"),
        seen.words("Weighted open", "加权管道"),
    ]
    body = [
        [
            u.name,
            seen.money(aim),
            seen.money(done),
            percent_text(done, aim),
            seen.money(max(aim - done, Decimal(0))),
            seen.money(likely),
        ]
        for u, aim, done, likely in rows
    ]
    likely_all = sum((r[3] for r in rows), Decimal(0))
    body.append(
        [
            seen.words("Total", "合计"),
            seen.money(whole),
            seen.money(won),
            percent_text(won, whole),
            seen.money(max(whole - won, Decimal(0))),
            seen.money(likely_all),
        ]
    )
    title = seen.words(f"Target attainment, {label}", f"目标完成情况：{label}")
    points = [
        {"label": u.name, "value": float(round(100 * done / aim, 1)), "text": percent_text(done, aim)}
        for u, aim, done, _ in rows
    ]
    show: list[Block] = [Table(title, columns, body, total=len(body)), Chart(title, "bar", points)]
    data = {
        "period": label,
        "rows": [{"who": u.name, "target": str(aim), "booked": str(done)} for u, aim, done, _ in rows],
    }
    return ToolResult(f"{head}\n\n{note}", show=show, data=data)


def _people(ctx: ToolContext, seen: Counted) -> list[User]:
    """The reps and managers meant, among those whose deals the asker may see."""
    wanted = seen.people.owners
    if wanted is None and seen.people.teams is not None:
        wanted = members(ctx.crm, seen.people.teams)
    actor = ctx.actor
    found = sellers(ctx.crm)
    seen_by = frozenset(u.id or 0 for u in found) if actor.everything else actor.people | {actor.user_id}
    return [u for u in found if (wanted is None or u.id in wanted) and u.id in seen_by]
