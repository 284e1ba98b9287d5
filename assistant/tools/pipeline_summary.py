"""How the pipeline stands: open, weighted, booked, won and lost, for anybody one may see, grouped as asked."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from assistant.aims import aim_of, in_part, summed, which
from assistant.blocks import Table
from assistant.counted import Counted
from assistant.errors import ToolProblem
from assistant.kinds import Day, Period, TeamOrPerson
from assistant.pipeline_card import BY, PipelineWords, Status
from assistant.reading import Asker, field_named, read_day, read_period
from assistant.recognise.periods import Period as Span
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.whose import Whose, not_yours, out_of_reach
from assistant.wording import day_text, percent_text
from crm_store.base import Kind
from crm_store.own_fields import is_own
from crm_store.queries.counting import Grouping
from crm_store.queries.fx import Rates
from crm_store.queries.pipeline import PipelineRow, pipeline
from crm_store.queries.pipeline_past import NOT_KEPT, deals_behind, pipeline_at


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
        "what is Maya's pipeline worth?",
        "weighted pipeline by month",
        "how is the East region doing?",
        "won and lost deals by owner last quarter",
        "本季度的销售管道怎么样？",
        "管道汇总",
        "本季度团队各阶段管道，对比目标",
        "按经理看管道",
        "这个月签了多少？",
        "第四季度目标完成了多少？",
        "陈晓的管道有多少钱？",
        "按月看加权管道",
        "华东区业绩怎么样？",
        "上季度各负责人的赢单和输单",
        "按产品看管道",
        "what did the pipeline look like on September 1?",
        "pipeline as of last Friday",
        "pipeline by industry",
        "show me the deals behind the pipeline",
        "my pipeline in dollars",
        "pipeline by age",
        "our pipeline at the rates of September 1",
        "按9月1日的汇率看管道",
        "按客户级别看管道",
        "9月1日的管道是什么样的？",
        "截至上周五的管道",
        "按行业看管道",
        "管道里都是哪些商机",
        "用美元看我的管道",
    ),
)
def pipeline_summary(
    ctx: ToolContext,
    period: Period | None = None,
    whose: TeamOrPerson | None = None,
    by: Grouping = "stage",
    own_field: Annotated[
        str | None,
        Field(
            description="Instead of `by`: a field the company itself added to deals, by its name in either language."
        ),
    ] = None,
    status: Status | None = None,
    as_of: Annotated[Day | None, Field(description="A past day: the pipeline as it stood at its end.")] = None,
    currency: Annotated[str | None, Field(description="The currency to show, such as EUR.")] = None,
    rates_of: Annotated[Day | None, Field(description="Convert every amount at the rates of this day.")] = None,
    deals: Annotated[bool, Field(description="List the deals behind the figures.")] = False,
) -> ToolResult:
    """Sum up deals: open, weighted, on hold, booked, lost, win rate and target, in total and by stage or another grouping.

    Says whose deals, which period and which currency were counted. Use it for questions about the pipeline, the funnel,
    bookings, targets and win rates, now or as of a past day.
    """
    counted = Counted(
        ctx.crm, ctx.language, period=period, whose=whose, as_of=as_of, currency=currency, focus=ctx.focus
    )
    span, people, day = counted.span, counted.people, counted.day
    own = field_named("deal", own_field, ctx.crm) if own_field else None
    if own_field and (own is None or not is_own(own.name) or own.kind is Kind.LONG):
        raise ToolProblem(
            f"The pipeline cannot be split by “{own_field}”: deals have no such field of your own.",
            f"无法按“{own_field}”拆分管道：商机没有这个自定义字段。",
        )
    if day is not None and (own is not None or by in NOT_KEPT):
        en, zh = (own.en, own.zh) if own is not None else BY[by]
        raise ToolProblem(
            f"The {en.casefold()} of deals is not kept for past days. Ask by stage, owner, team, source, product or month.",
            f"过去日期没有保留按{zh}的统计。可以按阶段、负责人、团队、来源、产品或月份查询。",
        )
    group: Any = own.name if own is not None else by
    narrow: Any = {
        "owners": people.owners,
        "teams": people.teams,
        "start": counted.start,
        "end": counted.end,
        "currency": counted.currency,
        "rates_of": _rates_day(ctx, counted, rates_of),
    }
    summary = pipeline_at(ctx.crm, by, day, **narrow) if day else pipeline(ctx.crm, group, **narrow)
    seen = PipelineWords(summary, group, status, ctx.language, day, own)
    aim = _against_target(ctx, counted, seen)
    if out_of_reach(ctx.crm, people):
        shared = _figures(ctx, seen) + _by_group(ctx, seen) if seen.rows else []
        lines = [ctx.words(*not_yours(people)), *shared, *aim]
    else:
        lines = _figures(ctx, seen) + aim + _by_group(ctx, seen)
    lines.append(_assumptions(ctx, seen, span, people, narrow["rates_of"]))
    show, data, focus = seen.blocks(), _data(seen, span, people), list[tuple[str, int]]()
    if deals:
        table, focus = _behind(ctx, counted, seen, narrow["rates_of"])
        show = [table, *show]
        lines.insert(
            0, ctx.words(f"{counted.deals(len(table.rows))} behind it.", f"其中包括{counted.deals(len(table.rows))}。")
        )
    return ToolResult("\n\n".join(lines), show=show, data=data, focus=focus)


def _rates_day(ctx: ToolContext, counted: Counted, said: str | None) -> date | None:
    """The day whose rates are asked for.

    Raises:
        ToolProblem: it lies ahead, or no rate is known that early.
    """
    if not said:
        return None
    day = read_day(counted.asker, said, past=True)[0]
    if day > ctx.today:
        raise ToolProblem(
            f"{day_text(day, 'en')} lies ahead: its exchange rates are not known yet.",
            f"{day_text(day, 'zh')}还没有到，汇率未知。",
        )
    first = next(iter(Rates(ctx.crm).days()[1:]), None)
    if first is not None and day < first:
        raise ToolProblem(
            f"No exchange rates are on record before {day_text(first, 'en')}.",
            f"{day_text(first, 'zh')}之前没有汇率记录。",
        )
    return day


def _behind(
    ctx: ToolContext, counted: Counted, seen: PipelineWords, rates_of: date | None
) -> tuple[Table, list[tuple[str, int]]]:
    """The deals that make the figures up: open ones unless others were asked for; their amounts add up to the total."""
    wanted = {
        "won": ("won",),
        "lost": ("lost",),
        "closed": ("won", "lost"),
        "all": ("open", "on_hold", "won", "lost"),
    }.get(seen.status or "", ("open",))
    found, worth = deals_behind(
        ctx.crm, counted.day, wanted, owners=counted.people.owners, teams=counted.people.teams, start=counted.start, end=counted.end,
        currency=counted.currency, rates_of=rates_of,
    )  # fmt: skip
    title = ctx.words("Deals behind the figures", "数字背后的商机")
    ranked = sorted(found, key=lambda d: (-(worth.get(d.number) or 0), d.number))
    return counted.deal_table(title, found, worth), [("deal", d.number) for d in ranked[:50]]


def _figures(ctx: ToolContext, seen: PipelineWords) -> list[str]:
    whole, wants = seen.summary.total, seen.status or "all"
    kinds = [
        k
        for k in whole.tallies()
        if wants in (k, "all") or (wants == "open" and k == "on_hold") or (wants == "closed" and k in ("won", "lost"))
    ]
    if not any(whole.tallies()[k].count for k in kinds):
        return [ctx.words("There are no such deals.", "没有符合条件的商机。")]
    parts = []
    if wants in ("open", "all"):
        weighted = seen.money(whole.open.weighted)
        en, zh = (
            f"Open: {seen.worth(whole.open)}, weighted {weighted}.",
            f"进行中：{seen.worth(whole.open)}，加权 {weighted}。",
        )
        parts.append(ctx.words(en, zh))
        if whole.on_hold.count:
            parts.append(ctx.words(f"On hold: {seen.worth(whole.on_hold)}.", f"搁置：{seen.worth(whole.on_hold)}。"))
    if wants in ("won", "closed", "all"):
        parts.append(ctx.words(f"Booked: {seen.worth(whole.won)}.", f"已签约：{seen.worth(whole.won)}。"))
    if wants in ("lost", "closed", "all"):
        parts.append(ctx.words(f"Lost: {seen.worth(whole.lost)}.", f"输单：{seen.worth(whole.lost)}。"))
    won, closed = whole.won.count, whole.won.count + whole.lost.count
    if wants != "open" and closed:
        share, value = percent_text(won, closed), percent_text(whole.won.amount, whole.won.amount + whole.lost.amount)
        en = f"Win rate: {won:,} of {closed:,} ({share}) by count, {value} by value."
        parts.append(ctx.words(en, f"赢单率：按数量 {won:,}/{closed:,}（{share}），按金额 {value}。"))
    return [ctx.words(" ", "").join(parts)]


def _against_target(ctx: ToolContext, counted: Counted, seen: PipelineWords) -> list[str]:
    """Booked against the target of the period, or of this quarter when no period was asked for."""
    span = counted.span
    if seen.status in ("open", "lost") or (seen.as_of and span is None) or seen.summary.currency != ctx.actor.currency:
        return []
    now = span or read_period(Asker(ctx.crm, ctx.language), "this quarter")
    aim = aim_of(ctx.crm, counted.people, now.start, now.end)
    if aim is None:
        return []
    if aim.booked is None:
        return [in_part(counted, (now.label_en, now.label_zh), aim)]
    target, booked, gap, of = seen.money(aim.amount), seen.money(aim.booked), aim.gap, summed(counted, aim)
    if span is not None and not seen.as_of and aim.booked != seen.summary.total.won.amount:
        booked += ctx.words(" (only what you and those below you own)", "（仅计您及下属负责的）")
    rest = ctx.words(f", {seen.money(gap)} to go", f"，还差 {seen.money(gap)}") if gap else ""
    en = f"Target for {now.label_en}{of}: {target}; booked {booked}, {aim.share}{rest}."
    told = ctx.words(en, f"{now.label_zh}目标{of}：{target}；已签约 {booked}，完成 {aim.share}{rest}。")
    return [told + which(counted, aim)]


def _by_group(ctx: ToolContext, seen: PipelineWords) -> list[str]:
    rows = [r for r in seen.rows if seen.tally(r).count]
    if not rows:
        return []
    parts = [f"{seen.group(row)} {seen.worth(seen.tally(row))}" for row in rows[:8]]
    more = ctx.words(f"; {len(rows) - 8} more below", f"；其余 {len(rows) - 8} 项见下表") if len(rows) > 8 else ""
    kind = {"won": ("booked", "已签约"), "lost": ("lost", "输单")}.get(seen.status or "", ("open", "进行中"))
    head = ctx.words(f"By {seen.called[0].casefold()}", f"按{seen.called[1]}")
    head += "" if seen.by == "stage" else ctx.words(f" ({kind[0]})", f"（{kind[1]}）")
    return [head + ctx.words(": ", "：") + ctx.words("; ", "；").join(parts) + more + ctx.words(".", "。")]


def _assumptions(
    ctx: ToolContext, seen: PipelineWords, span: Span | None, people: Whose, rates_of: date | None = None
) -> str:
    """What was counted: whose deals, which days, which currency, and what the words mean."""
    summary, status = seen.summary, seen.status
    en = {"open": "expected to close in", "won": "won in", "lost": "lost in", "closed": "closed in"}.get(
        status or "", "open deals expected to close in, others closed in"
    )
    zh = {"open": "预计成交于", "won": "赢单于", "lost": "输单于", "closed": "关闭于"}.get(
        status or "", "进行中的按预计成交日、其他按关闭日期："
    )
    when = ctx.words(f"{en} {span.label_en}", f"{zh}{span.label_zh}") if span else ctx.words("all dates", "全部日期")
    if seen.as_of:
        when += ctx.words(f"; as it stood on {day_text(seen.as_of, 'en')}", f"；{day_text(seen.as_of, 'zh')}当时的情况")
    note = ctx.words(
        f"Counted: {people.en}; {when}; in {summary.currency}.",
        f"统计口径：{people.zh}；{when}；币种 {summary.currency}。",
    )
    if (people.owners is not None or people.teams is not None) and not ctx.actor.everything:
        note += ctx.words(" Only what you may see is counted.", "仅统计您有权查看的商机。")
    if summary.converted and rates_of:
        note += ctx.words(
            f" Other currencies are converted at the rates of {day_text(rates_of, 'en')}.",
            f"其他币种按{day_text(rates_of, 'zh')}的汇率折算。",
        )
    elif summary.converted and seen.as_of:
        note += ctx.words(
            " Other currencies at that day’s rate, closed deals at their closing day’s.",
            "其他币种按当日汇率折算，已关闭的按关闭日。",
        )
    elif summary.converted:
        note += ctx.words(
            " Other currencies at today’s rate, closed deals at their closing day’s.",
            "其他币种按今日汇率折算，已关闭的按关闭日。",
        )
    for currency, number in sorted(summary.left_out.items()):
        deals = seen.deals(number)
        note += ctx.words(
            f" There is no rate for {currency}: the amount of {deals} is left out.",
            f"没有 {currency} 汇率：{deals}的金额未计入。",
        )
    unpriced = sum(t.unpriced for k, t in summary.total.tallies().items() if status in (None, "all", k))
    if unpriced:
        note += ctx.words(f" Without an amount: {seen.deals(unpriced)}.", f"其中{seen.deals(unpriced)}没有金额。")
    if seen.by == "age":
        note += ctx.words(" Age is days since the deal was created.", "商机年龄为创建至今的天数。")
    if status in (None, "all", "open"):
        note += ctx.words(
            " Open leaves out deals on hold; weighted is amount × probability.",
            "“进行中”不含搁置的商机；加权为金额×赢率。",
        )
    return note + ctx.words(
        " Name another person, team or period to change this.", "说出其他人员、团队或时间段即可更改。"
    )


def _data(seen: PipelineWords, span: Span | None, people: Whose) -> dict[str, Any]:
    def plain(row: PipelineRow) -> dict[str, Any]:
        held = {k: t for k, t in row.tallies().items() if t.count}
        return {k: {"count": t.count, "amount": str(t.amount), "weighted": str(t.weighted)} for k, t in held.items()}

    return {
        "by": seen.by,
        "currency": seen.summary.currency,
        "as_of": str(seen.as_of) if seen.as_of else None,
        "whose": people.en,
        "total": plain(seen.summary.total),
        "period": {"label": span.label_en, "start": str(span.start), "end": str(span.end)} if span else None,
        "rows": [{"group": seen.group(r), **plain(r)} for r in seen.rows],
    }
