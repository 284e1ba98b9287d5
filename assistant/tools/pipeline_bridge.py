"""Why the pipeline moved: from an opening to a closing amount, bar by bar, with the deals and who changed them."""

from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from assistant.blocks import Block, Chart, Table
from assistant.counted import Counted
from assistant.errors import ToolProblem
from assistant.kinds import Day, MoneyText, Period, TeamOrPerson
from assistant.reading import Asker, read_day, read_period
from assistant.recognise.money import parse_money
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import day_text, money_text, name_text
from crm_store.queries.bridge import Bridge, Move, Reason, Told, bridge, told
from crm_store.queries.past import end_of

_NAMES: dict[Reason, tuple[str, str]] = {
    "new": ("new", "新增"), "pulled_in": ("pulled in", "提前或移入"), "taken_over": ("taken over", "接手"), "resumed": ("resumed", "重启"),
    "increased": ("increased", "调增"), "decreased": ("decreased", "调减"), "slipped": ("slipped", "推迟移出"), "won": ("won", "赢单"),
    "lost": ("lost", "输单"), "on_hold": ("put on hold", "搁置"), "handed_over": ("handed over", "转出"), "removed": ("deleted", "删除"),
}  # fmt: skip
_TOLD = 5
"""Deals named in the sentence."""
_SHOWN = 200
"""Deals in the table, which says how many there are; any bar can be asked for by itself."""


@tool(
    effect="reads",
    says=(
        "why did Q4 drop since last week?",
        "why did the pipeline change this month?",
        "what moved my pipeline since Monday?",
        "explain the change in the pipeline since October 1",
        "pipeline bridge for this quarter since last month",
        "what happened to the Q4 pipeline in the last 30 days?",
        "waterfall of the pipeline since last week",
        "why is the pipeline down?",
        "why has the pipeline gone up since Monday?",
        "第四季度的管道为什么比上周少了？",
        "管道为什么变了？",
        "上周以来管道变动的原因",
        "本季度管道从月初到现在怎么变的？",
        "为什么管道下降了？",
        "管道变动瀑布图",
        "10月1日以来管道怎么增减的？",
        "苏州的管道为什么缩水了？",
    ),
)
def pipeline_bridge(
    ctx: ToolContext,
    since: Annotated[
        Period | None, Field(description="From when on: “last week”, “since Monday”, a day. Default: 7 days ago.")
    ] = None,
    until: Day | None = None,
    opening: Annotated[
        Day | None,
        Field(description="In place of `since`: a day whose end is the opening, such as the as-of day before."),
    ] = None,
    period: Annotated[
        Period | None, Field(description="Only deals expected to close in it, such as “Q4”. Default: all open deals.")
    ] = None,
    whose: TeamOrPerson | None = None,
    currency: Annotated[str | None, Field(description="The currency to show, such as EUR.")] = None,
    bar: Annotated[
        Reason | None,
        Field(description="Only the deals of this bar."),
    ] = None,
    claimed: Annotated[MoneyText | None, Field(description="By how much the asker said it moved.")] = None,
) -> ToolResult:
    """Explain why open pipeline rose or fell between two days: opening + new + pulled in + increased − decreased − slipped − won − lost = closing.

    The bars add up exactly; every one opens to its deals and who changed them when.
    """
    seen = Counted(ctx.crm, ctx.language, period=period, whose=whose, as_of=until, currency=currency, focus=ctx.focus)
    first = _since(ctx, since)
    if opening:
        first = read_day(Asker(ctx.crm, ctx.language, ctx.focus), opening, past=True)[0] + timedelta(days=1)
    last = seen.day or ctx.today
    begun = end_of(ctx.crm, first - timedelta(days=1))
    closing = min(end_of(ctx.crm, last), ctx.now.astimezone(UTC))
    if begun >= closing:
        raise ToolProblem(
            "The bridge must begin before it ends. Say from which day to which, such as “since October 1”.",
            "起始日必须早于截止日。请说明从哪天到哪天，例如“10月1日以来”。",
        )
    made = bridge(
        ctx.crm, begun, closing, owners=seen.people.owners, teams=seen.people.teams, start=seen.start, end=seen.end, currency=seen.currency
    )  # fmt: skip
    moves = [m for m in made.moves if bar is None or m.reason == bar]
    lines = [_summary(seen, made, first, last), *_claim(seen, made, claimed), *_largest(ctx, seen, made, moves)]
    note = [*seen.left_out(made.left_out)]
    if made.converted:
        note.append(("Both ends are converted at the rate of the closing day.", "两端均按截止日汇率折算。"))
    note.append(("Counted are deals in open stages, as they were on each day.", "统计各日处于进行中阶段的商机。"))
    lines.append(
        seen.note(
            (f"expected to close in {seen.span.label_en}", f"预计成交于{seen.span.label_zh}") if seen.span else None,
            *note,
        )
    )
    bars = {r: {"count": n, "amount": str(a)} for r, n, a in made.bars()}
    data = {"opening": str(made.opening), "closing": str(made.closing), "bars": bars, "residual": str(made.residual), "currency": made.currency,
            "since": str(first), "until": str(last)}  # fmt: skip
    focus = [("deal", m.number) for m in moves[:20]]
    return ToolResult("\n\n".join(lines), show=_blocks(ctx, seen, made, moves), data=data, focus=focus)


def _since(ctx: ToolContext, said: str | None) -> date:
    """The first day that counts as changed: the day itself, or the first of the period; “since last week” begins with last week."""
    if said is None:
        return ctx.today - timedelta(days=6)
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    try:
        span = read_period(asker, said, past=True)
    except ToolProblem:
        return read_day(asker, said, past=True)[0]
    return span.start or span.end or ctx.today - timedelta(days=6)


def _summary(seen: Counted, made: Bridge, first: date, last: date) -> str:
    moved = made.closing - made.opening
    before = first - timedelta(days=1)
    now = seen.day is None
    if not made.moves:
        return seen.words(
            f"Nothing moved the pipeline between the end of {seen.day_text(before)} and {'now' if now else seen.day_text(last)}: {seen.money(made.closing)}, {seen.deals(made.closed)}.",
            f"从{seen.day_text(before)}日终到{'现在' if now else seen.day_text(last)}，管道没有变化：{seen.money(made.closing)}，{seen.deals(made.closed)}。",
        )
    bars = [(_NAMES[r], seen.signed(a), seen.deals(n)) for r, n, a in made.bars()]
    en = "; ".join(f"{name[0]} {amount} ({deals})" for name, amount, deals in bars)
    zh = "；".join(f"{name[1]} {amount}（{deals}）" for name, amount, deals in bars)
    verb = seen.words(
        "rose by" if moved > 0 else "fell by" if moved < 0 else "is unchanged,",
        "增加" if moved > 0 else "减少" if moved < 0 else "不变，",
    )
    return seen.words(
        f"The open pipeline {verb} {seen.money(abs(moved))}: from {seen.money(made.opening)} ({seen.deals(made.opened)}) at the end of {seen.day_text(before)} "
        f"to {seen.money(made.closing)} ({seen.deals(made.closed)}) {'now' if now else 'on ' + seen.day_text(last)}. {en[:1].upper() + en[1:]}. The bars add up exactly.",
        f"进行中管道{verb} {seen.money(abs(moved))}：从{seen.day_text(before)}日终的 {seen.money(made.opening)}（{seen.deals(made.opened)}）"
        f"到{'现在' if now else seen.day_text(last)}的 {seen.money(made.closing)}（{seen.deals(made.closed)}）。{zh}。各项相加与差额完全一致。",
    )


def _claim(seen: Counted, made: Bridge, claimed: str | None) -> list[str]:
    """What the asker took for granted, when the records say otherwise."""
    money = parse_money(claimed, seen.currency) if claimed else None
    moved = made.closing - made.opening
    if money is None or (abs(moved) and abs(abs(money.amount) - abs(moved)) <= abs(moved) * Decimal("0.05")):
        return []
    said, real = seen.money(abs(money.amount)), seen.signed(moved)
    return [seen.words(f"You said {said}; on record it moved by {real}.", f"您说的是 {said}；记录中的变动为 {real}。")]


def _largest(ctx: ToolContext, seen: Counted, made: Bridge, moves: list[Move]) -> list[str]:
    ranked = sorted(moves, key=lambda m: (-abs(m.delta), m.number))[:_TOLD]
    if not ranked:
        return []
    parts = []
    for m in told(ctx.crm, made, ranked):
        who = _who(ctx, m)
        by = seen.words(f" by {who}" if who else "", f"，{who}" if who else "")
        parts.append(
            f"{m.deal.name}{seen.words(': ', '：')}{_NAMES[m.move.reason][ctx.language == 'zh']} {seen.signed(m.move.delta)}{_detail(ctx, m)}{by}"
        )
    more = len(moves) - len(ranked)
    rest = seen.words(f"; {more} more below", f"；其余 {more} 个见下表") if more else ""
    return [seen.words("Largest: ", "最大的变动：") + seen.words("; ", "；").join(parts) + rest + seen.words(".", "。")]


def _detail(ctx: ToolContext, m: Told) -> str:
    moved = _days(m, ctx.language)
    return ctx.words(f" ({moved})", f"（{moved}）") if moved else ""


def _days(m: Told, language: str) -> str:
    """From which close date to which; "" when it is not that which moved."""
    if m.move.reason not in ("slipped", "pulled_in") or not m.before or not m.after:
        return ""
    days = (m.before.expected_close_date, m.after.expected_close_date)
    return " → ".join(day_text(d, language) if d else "–" for d in days)


def _who(ctx: ToolContext, m: Told) -> str:
    if m.at is None:
        return ""
    day = day_text(m.at.astimezone(ctx.actor.zone).date(), ctx.language)
    return f"{name_text(m.by, ctx.language)} {day}" if m.by is not None else day


def _blocks(ctx: ToolContext, seen: Counted, made: Bridge, moves: list[Move]) -> list[Block]:
    ends = (seen.words("Opening", "期初"), seen.words("Closing", "期末"))
    points = [{"label": ends[0], "value": float(made.opening), "text": seen.money(made.opening), "whole": True}]
    for reason, number, amount in made.bars():
        label = _NAMES[reason][ctx.language == "zh"]
        points.append(
            {"label": label, "value": float(amount), "text": seen.signed(amount), "whole": False, "count": number}
        )
    points.append({"label": ends[1], "value": float(made.closing), "text": seen.money(made.closing), "whole": True})
    title = seen.words("What moved the pipeline", "管道变动")
    columns = [seen.words("Moved", "变动"), seen.words("Deal", "商机"), seen.words(f"By ({made.currency})", f"金额（{made.currency}）"),
               seen.words("Before → after", "前 → 后"), seen.words("Changed by", "修改人")]  # fmt: skip
    shown = list(told(ctx.crm, made, moves[:_SHOWN]))
    rows = [
        [
            _NAMES[m.move.reason][ctx.language == "zh"],
            m.deal.name,
            seen.signed(m.move.delta),
            _before_after(seen, m),
            _who(ctx, m) or "–",
        ]
        for m in shown
    ]
    table = Table(title, columns, rows, refs=[f"D-{m.deal.number}" for m in shown], total=len(moves))
    return [Chart(title, "waterfall", points), table] if rows else [Chart(title, "waterfall", points)]


def _before_after(seen: Counted, m: Told) -> str:
    if moved := _days(m, seen.language):
        return moved
    if m.move.reason in ("increased", "decreased") and m.before and m.after:
        return " → ".join(money_text(d.amount or Decimal(0), d.currency, seen.language) for d in (m.before, m.after))
    if m.before and m.after and m.before.stage_id != m.after.stage_id:
        names = seen.names("stage", (m.before.stage_id, m.after.stage_id))
        return f"{names.get(m.before.stage_id or 0, '–')} → {names.get(m.after.stage_id or 0, '–')}"
    return "–"
