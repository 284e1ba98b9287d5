"""Won against lost: rates with sample sizes, how long it took, and why deals were lost, worded as what it may mean and no more."""

from typing import Annotated, Literal

from pydantic import Field

from assistant.blocks import Block, Chart, Table
from assistant.counted import Counted
from assistant.kinds import Period, TeamOrPerson
from assistant.recognise.trades import trade_zh
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import month_text, name_text, percent_text
from crm_store.codes import Codes, LostReason
from crm_store.queries.outcomes import SMALL, Outcome, Outcomes, outcomes

_BY = {
    "source": ("source", "来源"), "owner": ("owner", "负责人"), "team": ("team", "团队"), "product": ("product", "产品"), "type": ("type", "类型"),
    "industry": ("industry", "行业"), "size": ("company size", "企业规模"), "reason": ("loss reason", "输单原因"), "competitor": ("competitor", "竞争对手"),
    "month": ("month", "月份"),
}  # fmt: skip
_MOST, _TOLD = 20, 6


@tool(
    effect="reads",
    says=(
        "win rate by source this year",
        "今年按来源看赢单率",
        "win rate and cycle by source",
        "why do we lose deals?",
        "win loss analysis for last quarter",
        "how long does a deal take to close by product?",
        "which competitor do we lose to most?",
        "win/loss by industry this year",
        "sales cycle by team",
        "what are the top loss reasons this year?",
        "win loss by company size",
        "按线索来源看赢单率和成交周期",
        "我们为什么丢单？",
        "上季度赢输分析",
        "各产品的成交周期多长？",
        "我们输给哪个竞争对手最多？",
        "今年按行业做赢输分析",
        "各团队的成交周期",
        "今年主要的输单原因有哪些？",
        "按企业规模做赢输分析",
    ),
)
def win_loss(
    ctx: ToolContext,
    period: Period | None = None,
    whose: TeamOrPerson | None = None,
    by: Literal[
        "source", "owner", "team", "product", "type", "industry", "size", "reason", "competitor", "month"
    ] = "source",
    currency: Annotated[str | None, Field(description="The currency to show, such as EUR.")] = None,
) -> ToolResult:
    """Compare won and lost deals by group: win rate by count and value with its 95 % range, median days to close, loss reasons, rivals.

    Small samples are marked; differences are possible causes, not proven ones.
    """
    seen = Counted(ctx.crm, ctx.language, period=period, whose=whose, currency=currency, focus=ctx.focus)
    made = outcomes(
        ctx.crm,
        by,
        owners=seen.people.owners,
        teams=seen.people.teams,
        start=seen.start,
        end=seen.end,
        currency=seen.currency,
    )
    label = (
        (f"closed in {seen.span.label_en}", f"关闭于{seen.span.label_zh}")
        if seen.span
        else ("all closed deals", "全部已关闭的商机")
    )
    note = seen.note(
        label,
        (
            "Ranges are 95 % Wilson intervals; days run from creation to close of won deals (median).",
            "区间为 95% Wilson 区间；周期为赢单从创建到成交的天数中位数。",
        ),
        *seen.left_out(made.left_out),
    )
    if not made.total.count:
        return ToolResult(f"{seen.words('No deals were closed.', '没有已关闭的商机。')}\n\n{note}")
    lines = [_whole(seen, made), _groups(seen, made, by), *_losses(seen, made), *_meaning(seen, made, by)]
    data = {
        "by": by, "currency": made.currency,
        "rows": [{"group": _name(seen, r, by), "won": r.won, "lost": r.lost, "days": r.cycle, "won_amount": str(r.won_amount)} for r in made.rows],
        "reasons": {r: n for r, n, _ in made.reasons},
    }  # fmt: skip
    return ToolResult("\n\n".join([*(t for t in lines if t), note]), show=_blocks(seen, made, by), data=data)


def _name(seen: Counted, row: Outcome, by: str) -> str:
    if row.record is not None:
        return name_text(row.record, seen.language)
    if row.key is None:
        return seen.words("(none)", "（无）")
    if by == "month":
        return month_text(row.key, seen.language)
    if isinstance(row.key, Codes):
        return row.key.label(seen.language)
    return trade_zh(str(row.key)) if by == "industry" and seen.language == "zh" else str(row.key)


def _rate(row: Outcome) -> str:
    low, high = row.between()
    return f"{percent_text(row.won, row.count)} ({100 * low:.0f}–{100 * high:.0f} %)"


def _whole(seen: Counted, made: Outcomes) -> str:
    t = made.total
    value = percent_text(t.won_amount, t.won_amount + t.lost_amount)
    cycle = seen.words(
        f", {t.cycle} days to close" if t.cycle is not None else "",
        f"，成交周期 {t.cycle} 天" if t.cycle is not None else "",
    )
    return seen.words(
        f"Won {t.won} of {t.count}: win rate {_rate(t)} by count, {value} by value{cycle}. Won {seen.money(t.won_amount)}, lost {seen.money(t.lost_amount)}.",
        f"{t.count} 个已关闭商机中赢单 {t.won} 个：按数量赢单率 {_rate(t)}，按金额 {value}{cycle}。赢单 {seen.money(t.won_amount)}，输单 {seen.money(t.lost_amount)}。",
    )


def _groups(seen: Counted, made: Outcomes, by: str) -> str:
    if by in ("reason", "competitor"):
        return ""
    parts = []
    for r in made.rows[:_TOLD]:
        cycle = seen.words(
            f", {r.cycle} days" if r.cycle is not None else "", f"，{r.cycle} 天" if r.cycle is not None else ""
        )
        small = seen.words(", small sample", "，样本小") if r.count < SMALL else ""
        parts.append(f"{_name(seen, r, by)} {r.won}/{r.count} = {percent_text(r.won, r.count)}{cycle}{small}")
    head = seen.words(f"By {_BY[by][0]}: ", f"按{_BY[by][1]}：")
    more = len(made.rows) - _TOLD
    rest = seen.words(f"; {more} more below", f"；其余 {more} 项见下表") if more > 0 else ""
    return head + seen.words("; ", "；").join(parts) + rest + seen.words(".", "。")


def _losses(seen: Counted, made: Outcomes) -> list[str]:
    lines = []
    if made.reasons:
        told = [
            f"{LostReason(r).label(seen.language)} {n} ({seen.money(worth)})"
            if seen.language == "en"
            else f"{LostReason(r).label('zh')} {n} 个（{seen.money(worth)}）"
            for r, n, worth in made.reasons[:_TOLD]
        ]
        given = sum(n for _, n, _ in made.reasons)
        lines.append(
            seen.words(
                f"Lost on: {'; '.join(told)}. {given} of {made.total.lost} lost deals give a reason.",
                f"输单原因：{'；'.join(told)}。{made.total.lost} 个输单中有 {given} 个填写了原因。",
            )
        )
    if made.competitors:
        told = [f"{r} {n}" for r, n, _ in made.competitors[:_TOLD]]
        lines.append(
            seen.words(f"Competitors in lost deals: {'; '.join(told)}.", f"输单中的竞争对手：{'；'.join(told)}。")
        )
    return lines


def _meaning(seen: Counted, made: Outcomes, by: str) -> list[str]:
    """The widest gap between two groups that are large enough, as a guess to test."""
    large = [r for r in made.rows if r.count >= SMALL and r.key is not None]
    if by in ("reason", "competitor", "month") or len(large) < 2:
        return []
    best, worst = max(large, key=lambda r: r.won / r.count), min(large, key=lambda r: r.won / r.count)
    names = _name(seen, best, by), _name(seen, worst, by)
    if best.between()[0] > worst.between()[1]:
        return [
            seen.words(
                f"A guess to test: {names[0]} wins more than {names[1]} by more than chance explains; whether {_BY[by][0]} is the cause only a comparison of like deals would show.",
                f"待验证的假设：{names[0]}的赢单率高于{names[1]}，超出偶然范围；{_BY[by][1]}是否是原因，需要比较条件相近的商机。",
            )
        ]
    return [
        seen.words(
            f"The differences by {_BY[by][0]} are within what chance explains.",
            f"各{_BY[by][1]}之间的差异在偶然范围内。",
        )
    ]


def _blocks(seen: Counted, made: Outcomes, by: str) -> list[Block]:
    rows = made.rows[:_MOST]
    columns = [seen.words(_BY[by][0].capitalize(), _BY[by][1]), seen.words("Won", "赢单"), seen.words("Lost", "输单"), seen.words("Win rate (95 %)", "赢单率（95%）"),
               seen.words("By value", "按金额"), seen.words("Days to close", "成交周期（天）"), seen.words(f"Won ({made.currency})", f"赢单金额（{made.currency}）"),
               seen.words(f"Lost ({made.currency})", f"输单金额（{made.currency}）")]  # fmt: skip

    def line(name: str, r: Outcome) -> list[str]:
        value = percent_text(r.won_amount, r.won_amount + r.lost_amount)
        return [
            name,
            f"{r.won:,}",
            f"{r.lost:,}",
            _rate(r),
            value,
            str(r.cycle) if r.cycle is not None else "–",
            seen.money(r.won_amount),
            seen.money(r.lost_amount),
        ]

    body = [line(_name(seen, r, by), r) for r in rows] + [line(seen.words("Total", "合计"), made.total)]
    title = seen.words(f"Won and lost by {_BY[by][0]}", f"赢输分析：按{_BY[by][1]}")
    made_blocks: list[Block] = [Table(title, columns, body, total=len(made.rows) + 1)]
    if by in ("reason", "competitor"):
        points = [{"label": _name(seen, r, by), "value": r.lost, "text": str(r.lost)} for r in rows if r.lost]
        heading = seen.words(f"Lost deals by {_BY[by][0]}", f"输单数：按{_BY[by][1]}")
    else:
        points = [
            {
                "label": _name(seen, r, by),
                "value": round(100 * r.won / r.count, 1),
                "text": percent_text(r.won, r.count),
            }
            for r in rows
            if r.count
        ]
        heading = seen.words(f"Win rate by {_BY[by][0]}", f"赢单率：按{_BY[by][1]}")
    return [*made_blocks, Chart(heading, "line" if by == "month" else "bar", points)] if points else made_blocks
