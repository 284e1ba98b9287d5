"""Who has reached how much of the target: booked against it per person, the gap, and the pipeline that could fill it."""

from decimal import Decimal

from assistant.aims import Aim, aim_of, in_part, summed, which
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
    named = (seen.span.label_en, seen.span.label_zh) if seen.span else ("", "")
    label = seen.words(*named)
    whole = aim_of(ctx.crm, seen.people, seen.start, seen.end)
    if not rows and out_of_reach(ctx.crm, seen.people):
        part = [in_part(seen, named, whole)] if whole is not None else []
        return ToolResult("\n\n".join([seen.words(*not_yours(seen.people)), *part]))
    if not rows and whole is None:
        return ToolResult(f"{seen.words(f'No targets are set for {label}.', f'{label}没有设定目标。')}\n\n{note}")
    parts = [f"{u.name} {percent_text(done, aim)}" for u, aim, done, _ in rows]
    each = seen.words(f"{'; '.join(parts)}.", f"{'；'.join(parts)}。") if parts else ""
    head = _head(seen, named, whole)
    columns = [
        seen.words("Person", "人员"),
        seen.words("Target", "目标"),
        seen.words("Booked", "已签约"),
        seen.words("Attained", "完成率"),
        seen.words("Gap", "差额"),
        seen.words("Weighted open", "加权管道"),
    ]
    body = [_cells(seen, u.name, aim, done, likely) for u, aim, done, likely in rows]
    sums = tuple(
        sum(column, Decimal(0)) for column in ([r[1] for r in rows], [r[2] for r in rows], [r[3] for r in rows])
    )
    if len(rows) > 1:
        body.append(_cells(seen, seen.words("Total", "合计"), *sums))
    if whole is not None and whole.booked is not None and (whole.amount, whole.booked) != (sums[0], sums[1]):
        name = (
            seen.words("Team’s target", "团队目标") if whole.theirs is not None else seen.words("All of them", "全体")
        )
        body.append(_cells(seen, name, whole.amount, whole.booked, whole.weighted))
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
    gap = seen.words(" ", "")
    return ToolResult(f"{gap.join(t for t in (head, each) if t)}\n\n{note}", show=show, data=data)


def _head(seen: Counted, label: tuple[str, str], whole: Aim | None) -> str:
    """All together against the target they are measured by everywhere: the team's own before the sum of theirs."""
    if whole is None:
        return seen.words(f"{label[0]}:", f"{label[1]}：")
    if whole.booked is None:
        return in_part(seen, label, whole)
    of, target, booked = summed(seen, whole), seen.money(whole.amount), seen.money(whole.booked)
    told = seen.words(
        f"{label[0]}: {booked} of {target}{of} booked, {whole.share}.",
        f"{label[1]}：目标 {target}{of}，已签约 {booked}，完成 {whole.share}。",
    )
    return told + which(seen, whole)


def _cells(seen: Counted, name: str, aim: Decimal, done: Decimal, likely: Decimal) -> list[str]:
    gap = max(aim - done, Decimal(0))
    return [name, seen.money(aim), seen.money(done), percent_text(done, aim), seen.money(gap), seen.money(likely)]


def _people(ctx: ToolContext, seen: Counted) -> list[User]:
    """The reps and managers meant, among those whose deals the asker may see."""
    wanted = seen.people.owners
    if wanted is None and seen.people.teams is not None:
        wanted = members(ctx.crm, seen.people.teams)
    actor = ctx.actor
    found = sellers(ctx.crm)
    seen_by = frozenset(u.id or 0 for u in found) if actor.everything else actor.people | {actor.user_id}
    return [u for u in found if (wanted is None or u.id in wanted) and u.id in seen_by]
