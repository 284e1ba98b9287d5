"""How the pipeline stands: open, weighted, booked, won and lost, for anybody one may see, grouped as asked."""

from decimal import Decimal
from typing import Any, Literal

from assistant.blocks import Block, Chart, Table
from assistant.kinds import Period, TeamOrPerson
from assistant.reading import Asker, read_period
from assistant.recognise.periods import Period as Span
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.whose import Whose, whose_deals
from assistant.wording import count_text, money_text, month_text, name_text, percent_text
from crm_store.codes import Codes, StageKind
from crm_store.models import Stage
from crm_store.queries.pipeline import PipelineRow, PipelineSummary, Tally, pipeline
from crm_store.queries.targets import Goal, goal

Status = Literal["open", "won", "lost", "all"]

_BY = {
    "stage": ("Stage", "阶段"), "owner": ("Owner", "负责人"), "manager": ("Manager", "经理"), "team": ("Team", "团队"),
    "source": ("Source", "来源"), "month": ("Month", "月份"), "product": ("Product", "产品"), "type": ("Type", "类型"),
}  # fmt: skip


@tool(
    effect="reads",
    says=(
        "how does the pipeline look this quarter?",
        "pipeline summary",
        "my team by stage this quarter vs target",
        "show me the funnel",
        "pipeline by manager",
        "how much have we booked this month?",
        "are we on target for Q4?",
        "win rate by source this year",
        "what is Maya's pipeline worth?",
        "weighted pipeline by month",
        "how is the East region doing?",
        "won and lost deals by owner last quarter",
        "本季度的销售漏斗怎么样？",
        "管道汇总",
        "本季度团队各阶段漏斗，对比目标",
        "按经理看管道",
        "这个月签了多少？",
        "第四季度目标完成了多少？",
        "今年按来源看赢单率",
        "陈晓的管道有多少钱？",
        "按月看加权管道",
        "华东区业绩怎么样？",
        "上季度各负责人的赢单和输单",
        "按产品看进行中的商机金额",
    ),
)
def pipeline_summary(
    ctx: ToolContext,
    period: Period | None = None,
    whose: TeamOrPerson | None = None,
    by: Literal["stage", "owner", "manager", "team", "source", "month", "product", "type"] = "stage",
    status: Status | None = None,
) -> ToolResult:
    """Sum up deals: open, weighted, on hold, booked, lost, win rate and target, in total and by stage or another grouping.

    Says whose deals, which period and which currency were counted. Use it for questions about the pipeline, the funnel,
    bookings, targets and win rates.
    """
    span = read_period(Asker(ctx.crm, ctx.language, ctx.focus), period) if period else None
    people = whose_deals(ctx.crm, whose)
    start, end = (span.start, span.end) if span else (None, None)
    summary = pipeline(ctx.crm, by, owners=people.owners, teams=people.teams, start=start, end=end)
    rows = [r for r in summary.rows if _matters(r, by, status)]
    lines = _figures(ctx, summary, status)
    lines += _against_target(ctx, summary, span, people, status)
    if by != "stage" or status is None:
        lines += _by_group(ctx, rows, summary, by, status)
    lines.append(_assumptions(ctx, summary, span, people, status))
    title = ctx.words(f"Pipeline by {_BY[by][0].casefold()}", f"管道：按{_BY[by][1]}")
    show: list[Block] = []
    if rows:
        show = [_table(ctx, title, rows, summary, by, status), *_chart(ctx, title, rows, summary, by, status)]
    return ToolResult("\n\n".join(lines), show=show, data=_data(ctx, summary, rows, span, people, by))


def _matters(row: PipelineRow, by: str, status: Status | None) -> bool:
    if (
        by == "stage"
        and status in (None, "open", "all")
        and isinstance(row.record, Stage)
        and row.record.kind is StageKind.OPEN
    ):
        return True
    kinds = {"open": ("open",), "won": ("won",), "lost": ("lost",)}.get(
        status or "all", ("open", "on_hold", "won", "lost")
    )
    return any(row.tallies()[k].count for k in kinds)


def _figures(ctx: ToolContext, summary: PipelineSummary, status: Status | None) -> list[str]:
    whole, parts = summary.total, []
    wants = status or "all"
    if wants in ("open", "all"):
        weighted = _money(ctx, whole.open.weighted, summary)
        parts.append(ctx.words(
            f"Open: {_worth(ctx, whole.open, summary)}, weighted {weighted}.",
            f"进行中：{_worth(ctx, whole.open, summary)}，加权 {weighted}。",
        ))  # fmt: skip
        if whole.on_hold.count:
            parts.append(
                ctx.words(
                    f"On hold: {_worth(ctx, whole.on_hold, summary)}.", f"搁置：{_worth(ctx, whole.on_hold, summary)}。"
                )
            )
    if wants in ("won", "all"):
        parts.append(
            ctx.words(f"Booked: {_worth(ctx, whole.won, summary)}.", f"已签约：{_worth(ctx, whole.won, summary)}。")
        )
    if wants in ("lost", "all"):
        parts.append(
            ctx.words(f"Lost: {_worth(ctx, whole.lost, summary)}.", f"输单：{_worth(ctx, whole.lost, summary)}。")
        )
    closed = whole.won.count + whole.lost.count
    if wants != "open" and closed:
        share = percent_text(whole.won.count, closed)
        value = percent_text(whole.won.amount, whole.won.amount + whole.lost.amount)
        parts.append(ctx.words(
            f"Win rate: {whole.won.count:,} of {closed:,} ({share}) by count, {value} by value.",
            f"赢单率：按数量 {whole.won.count:,}/{closed:,}（{share}），按金额 {value}。",
        ))  # fmt: skip
    return [ctx.words(" ", "").join(parts)]


def _against_target(
    ctx: ToolContext, summary: PipelineSummary, span: Span | None, people: Whose, status: Status | None
) -> list[str]:
    """Booked against the target of the period, or of this quarter when no period was asked for."""
    if status in ("open", "lost"):
        return []
    now = span or read_period(Asker(ctx.crm, ctx.language), "this quarter")
    aim: Goal | None = goal(ctx.crm, now.start, now.end, **people.target)
    if aim is None or not aim.amount:
        return []
    booked = summary.total.won.amount
    if span is None:
        booked = pipeline(
            ctx.crm, "type", owners=people.owners, teams=people.teams, start=now.start, end=now.end
        ).total.won.amount
    reached, target = percent_text(booked, aim.amount), _money(ctx, aim.amount, summary)
    gap = aim.amount - booked
    rest = ctx.words(f", {_money(ctx, gap, summary)} to go", f"，还差 {_money(ctx, gap, summary)}") if gap > 0 else ""
    of = (
        ctx.words(f" (the sum of {aim.people} personal targets)", f"（{aim.people} 人目标之和）")
        if aim.people > 1
        else ""
    )
    return [ctx.words(
        f"Target for {now.label_en}{of}: {target}; booked {_money(ctx, booked, summary)}, {reached}{rest}.",
        f"{now.label_zh}目标{of}：{target}；已签约 {_money(ctx, booked, summary)}，完成 {reached}{rest}。",
    )]  # fmt: skip


def _by_group(
    ctx: ToolContext, rows: list[PipelineRow], summary: PipelineSummary, by: str, status: Status | None
) -> list[str]:
    if not rows:
        return []
    parts = []
    for row in rows[:8]:
        tally = _main(row, status) if by != "stage" else _of_stage(row)
        parts.append(f"{_group(ctx, row, by)} {_worth(ctx, tally, summary)}")
    more = ctx.words(f"; {len(rows) - 8} more below", f"；其余 {len(rows) - 8} 项见下表") if len(rows) > 8 else ""
    kind = {"won": ("booked", "已签约"), "lost": ("lost", "输单")}.get(status or "", ("open", "进行中"))
    head = ctx.words(f"By {_BY[by][0].casefold()}", f"按{_BY[by][1]}")
    head += "" if by == "stage" else ctx.words(f" ({kind[0]})", f"（{kind[1]}）")
    return [head + ctx.words(": ", "：") + ctx.words("; ", "；").join(parts) + more + ctx.words(".", "。")]


def _assumptions(
    ctx: ToolContext, summary: PipelineSummary, span: Span | None, people: Whose, status: Status | None
) -> str:
    closes_en = {"open": "expected to close in", "won": "won in", "lost": "lost in"}.get(
        status or "", "open deals expected to close in, others closed in"
    )
    closes_zh = {"open": "预计成交于", "won": "赢单于", "lost": "输单于"}.get(
        status or "", "进行中的按预计成交、已关闭的按关闭日期："
    )
    when = (
        ctx.words(f"{closes_en} {span.label_en}", f"{closes_zh}{span.label_zh}")
        if span
        else ctx.words("all dates", "全部日期")
    )
    note = ctx.words(
        f"Counted: {people.en}; {when}; in {summary.currency}.",
        f"统计口径：{people.zh}；{when}；币种 {summary.currency}。",
    )
    if people.owners is not None or people.teams is not None:
        note += (
            "" if ctx.actor.everything else ctx.words(" Only what you may see is counted.", "仅统计您有权查看的商机。")
        )
    if summary.converted:
        note += ctx.words(
            " Other currencies are converted at the latest rate: today’s for open deals, the closing day’s for closed ones.",
            "其他币种按最新汇率折算：进行中的用今日汇率，已关闭的用关闭日汇率。",
        )
    for currency, number in sorted(summary.left_out.items()):
        deals = _deals(ctx, number)
        note += ctx.words(
            f" There is no rate for {currency}: {deals} are counted without their amount.",
            f"没有 {currency} 汇率：{deals}只计数量，不计金额。",
        )
    unpriced = sum(t.unpriced for k, t in summary.total.tallies().items() if status in (None, "all", k))
    if unpriced:
        note += ctx.words(f" Without an amount: {_deals(ctx, unpriced)}.", f"其中{_deals(ctx, unpriced)}没有金额。")
    if status in (None, "all", "open"):
        note += ctx.words(
            " Open means stages of kind open; weighted is amount × probability.",
            "“进行中”指类别为进行中的阶段；加权为金额×赢率。",
        )
    return note + ctx.words(
        " Name another person, team or period to change this.", "说出其他人员、团队或时间段即可更改。"
    )


def _table(
    ctx: ToolContext, title: str, rows: list[PipelineRow], summary: PipelineSummary, by: str, status: Status | None
) -> Table:
    first = ctx.words(*_BY[by])
    words = {
        "deals": ctx.words("Deals", "商机数"), "amount": ctx.words(f"Amount ({summary.currency})", f"金额（{summary.currency}）"),
        "weighted": ctx.words("Weighted", "加权"), "open": ctx.words("Open deals", "进行中"), "hold": ctx.words("On hold", "搁置"),
        "won": ctx.words("Won", "赢单"), "booked": ctx.words("Booked", "已签约"), "lost": ctx.words("Lost", "输单"), "rate": ctx.words("Win rate", "赢单率"),
        "opened": ctx.words("Open amount", "进行中金额"),
    }  # fmt: skip
    columns: list[str]
    body: list[list[str]] = []
    if by == "stage" or status in ("open", "won", "lost"):
        chances = status in (None, "open", "all")
        columns = [first, words["deals"], words["amount"]] + [words["weighted"]] * chances
        for row in rows:
            tally = _of_stage(row) if by == "stage" else _main(row, status)
            likely = _money(ctx, tally.weighted, summary) if tally in (row.open, row.on_hold) else "–"
            body.append(
                [_group(ctx, row, by), f"{tally.count:,}", _money(ctx, tally.amount, summary)] + [likely] * chances
            )
    else:
        held = any(r.on_hold.count for r in rows)
        columns = [first, words["open"], words["opened"], words["weighted"]] + [words["hold"]] * held
        columns += [words["won"], words["booked"], words["lost"], words["rate"]]
        for row in rows:
            cells = [
                _group(ctx, row, by),
                f"{row.open.count:,}",
                _money(ctx, row.open.amount, summary),
                _money(ctx, row.open.weighted, summary),
            ]
            cells += [f"{row.on_hold.count:,}"] * held + [
                f"{row.won.count:,}",
                _money(ctx, row.won.amount, summary),
                f"{row.lost.count:,}",
            ]
            body.append([*cells, percent_text(row.won.count, row.won.count + row.lost.count)])
    refs = [row.record.ref if row.record is not None else "" for row in rows]
    return Table(title, columns, body, refs=refs, total=len(body))


def _chart(
    ctx: ToolContext, title: str, rows: list[PipelineRow], summary: PipelineSummary, by: str, status: Status | None
) -> list[Chart]:
    if by == "stage":
        rows = [
            r
            for r in rows
            if status in ("won", "lost") or (isinstance(r.record, Stage) and r.record.kind is StageKind.OPEN)
        ]
    points = []
    for row in rows:
        amount = (_of_stage(row) if by == "stage" else _main(row, status)).amount
        points.append({"label": _group(ctx, row, by), "value": float(amount), "text": _money(ctx, amount, summary)})
    if not any(p["value"] for p in points):
        return []
    return [Chart(title, "funnel" if by == "stage" and status not in ("won", "lost") else "bar", points)]


def _data(
    ctx: ToolContext, summary: PipelineSummary, rows: list[PipelineRow], span: Span | None, people: Whose, by: str
) -> dict[str, Any]:
    def plain(row: PipelineRow) -> dict[str, Any]:
        return {
            k: {"count": t.count, "amount": str(t.amount), "weighted": str(t.weighted)}
            for k, t in row.tallies().items()
            if t.count
        }

    return {
        "by": by, "currency": summary.currency, "whose": people.en, "total": plain(summary.total),
        "period": {"label": span.label_en, "start": str(span.start), "end": str(span.end)} if span else None,
        "rows": [{"group": _group(ctx, r, by), **plain(r)} for r in rows],
    }  # fmt: skip


def _main(row: PipelineRow, status: Status | None) -> Tally:
    return {"won": row.won, "lost": row.lost}.get(status or "", row.open)


def _of_stage(row: PipelineRow) -> Tally:
    return next((t for t in row.tallies().values() if t.count), row.open)


def _group(ctx: ToolContext, row: PipelineRow, by: str) -> str:
    if row.record is not None:
        return name_text(row.record, ctx.language)
    if row.key is None:
        return ctx.words("(no date)", "（无日期）") if by == "month" else ctx.words("(none)", "（无）")
    if by == "month":
        return month_text(row.key, ctx.language)
    return row.key.label(ctx.language) if isinstance(row.key, Codes) else str(row.key)


def _worth(ctx: ToolContext, tally: Tally, summary: PipelineSummary) -> str:
    return _deals(ctx, tally.count) + ctx.words(", ", "，") + _money(ctx, tally.amount, summary)


def _deals(ctx: ToolContext, number: int) -> str:
    return count_text(number, "deal", "deals", "个商机", ctx.language)


def _money(ctx: ToolContext, amount: Decimal, summary: PipelineSummary) -> str:
    return money_text(amount, summary.currency, ctx.language)
