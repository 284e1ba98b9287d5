"""What will be closed in a period: people's categories, a statistical estimate with a range, and how good such estimates have been."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from assistant.aims import aim_of, in_part, summed, which
from assistant.blocks import Block
from assistant.counted import Counted
from assistant.forecast_words import (
    because,
    forecast_blocks,
    history_says,
    how_good,
    needed,
    people_say,
    person_by_person,
    reliability_table,
    told_table,
    unlearnt,
)
from assistant.kinds import MoneyText, Period, TeamOrPerson
from assistant.recognise.money import parse_money
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.whose import not_yours, out_of_reach
from crm_store.queries.forecast import accuracy
from crm_store.queries.forecast import forecast as forecast_of
from crm_store.queries.outcomes import outcomes

_BACK_DAYS = 365
_SMALL = 20


@tool(
    effect="reads",
    says=(
        "what will we close this quarter, with a range?",
        "forecast for this quarter",
        "compare commit, best case and your estimate",
        "how accurate were you last quarter?",
        "how much more pipeline to hit 10M?",
        "will we hit our target this quarter?",
        "your estimate for Q4",
        "what is the forecast for my team next quarter?",
        "how likely are we to make the number?",
        "predict this quarter's bookings",
        "这个季度能签多少，给个区间？",
        "本季度的预测",
        "对比承诺、最佳情况和你的估计",
        "上季度你的预测准不准？",
        "要达到1000万还需要多少管道？",
        "这个季度能完成目标吗？",
        "你对第四季度的估计是多少？",
        "预测一下苏州团队下季度的签约",
        "我们完成指标的可能性有多大？",
        "forecast by rep",
        "下季度预测按人看",
    ),
)
def forecast(
    ctx: ToolContext,
    period: Period | None = None,
    whose: TeamOrPerson | None = None,
    currency: Annotated[str | None, Field(description="The currency to show, such as EUR.")] = None,
    aim: Annotated[
        MoneyText | None, Field(description="A goal to reach: how much pipeline it takes is worked out.")
    ] = None,
    why: Annotated[
        bool, Field(description="Say which deals the estimate rests on and what moves their chances.")
    ] = False,
    by_person: Annotated[bool, Field(description="Tell each seller's part, in a table that adds up.")] = False,
    accuracy_only: Annotated[bool, Field(description="How good forecasts of a past period would have been.")] = False,
) -> ToolResult:
    """Forecast what will be won in a period (this quarter by default): commit, best case, pipeline, and a calibrated estimate with an 80 % range.

    Tells how such estimates did on data they had not seen (Brier score, reliability table, how often the range held), and says so when there
    are too few closed deals to estimate.
    """
    default = "last quarter" if accuracy_only else "this quarter"
    seen = Counted(ctx.crm, ctx.language, period=period or default, whose=whose, currency=currency, focus=ctx.focus)
    if out_of_reach(ctx.crm, seen.people):
        return ToolResult(seen.words(*not_yours(seen.people)))
    if accuracy_only:
        return _accuracy(ctx, seen)
    assert seen.span is not None
    start, end = seen.start or ctx.today, seen.end or ctx.today + timedelta(days=_BACK_DAYS)
    made = forecast_of(ctx.crm, start, end, owners=seen.people.owners, teams=seen.people.teams, currency=seen.currency)
    label = seen.words(seen.span.label_en, seen.span.label_zh)
    lines = [history_says(seen, made, label), people_say(seen, made), *_against(ctx, seen, made, aim)]
    theirs: list[Block] = []
    if by_person and made.people:
        text, table = person_by_person(seen, made, seen.names("user", made.people))
        lines.append(text)
        theirs.append(table)
    if why:
        lines.append(because(seen, made))
    if made.basis != "none" and not made.over:
        lines.append(how_good(seen, made.checked))
    note = [
        ("The estimate is learnt from how deals like these went; deals that are not in the pipeline yet are not in it.",
         "估计依据以往类似商机的结果；尚未进入管道的商机不计入。"),
        *unlearnt(made), *seen.left_out(made.left_out),
    ]  # fmt: skip
    lines.append(seen.note(None, *(note if made.basis != "none" else note[1:])))
    show = theirs + forecast_blocks(seen, made)
    if made.checked is not None and made.basis != "none":
        show.append(reliability_table(seen, made.checked))
    data: dict[str, Any] = {
        "period": label, "start": str(start), "end": str(end), "currency": made.currency, "basis": made.basis,
        **{n: str(getattr(made, n)) for n in ("booked", "commit", "best_case", "pipeline", "weighted", "expected", "low", "high")},
        "closed": {"won": made.won, "lost": made.lost},
    }  # fmt: skip
    return ToolResult(
        "\n\n".join(lines), show=show, data=data, focus=[("deal", c.deal.number) for c in made.chances[:15]]
    )


def _against(ctx: ToolContext, seen: Counted, made: Any, aim: str | None) -> list[str]:
    """What a goal or the target still lacks."""
    money, target = parse_money(aim, seen.currency) if aim else None, None
    if money is not None:
        wanted: Decimal | None = abs(money.amount)
    else:
        target = aim_of(ctx.crm, seen.people, seen.start, seen.end) if seen.currency == ctx.actor.currency else None
        if target is not None and target.booked is None and seen.span is not None:
            return [in_part(seen, (seen.span.label_en, seen.span.label_zh), target)]
        wanted = target.amount if target is not None else None
    if not wanted:
        return []
    past = outcomes(
        ctx.crm, "type", owners=seen.people.owners, teams=seen.people.teams, start=ctx.today - timedelta(days=_BACK_DAYS), end=ctx.today,
        currency=seen.currency,
    ).total  # fmt: skip
    value = past.won_amount + past.lost_amount
    rate = float(past.won_amount / value) if value and past.count >= _SMALL and past.won_amount else None
    booked = target.booked if target is not None and target.booked is not None else made.booked
    text = needed(seen, wanted, booked, rate, made.commit + made.best_case + made.pipeline)
    if money is not None or target is None:
        return [text]
    of, reached = summed(seen, target), seen.money(wanted)
    head = seen.words(
        f"Target{of}: {reached}, {target.share} booked. ", f"目标{of}：{reached}，已完成 {target.share}。"
    )
    return [head + text + which(seen, target)]


def _accuracy(ctx: ToolContext, seen: Counted) -> ToolResult:
    assert seen.span is not None
    label = seen.words(seen.span.label_en, seen.span.label_zh)
    if seen.start is None or seen.start >= ctx.today:
        text = seen.words(f"{label} has not begun: there is nothing to compare yet.", f"{label}尚未开始，还无法对比。")
        return ToolResult(text, ok=False)
    end = min(seen.end or ctx.today, ctx.today)
    made = accuracy(
        ctx.crm, seen.start, end, owners=seen.people.owners, teams=seen.people.teams, currency=seen.currency
    )
    known = [t for t in made.told if t.expected is not None]
    came = made.told[-1].actual if made.told else Decimal(0)
    lines = []
    if known:
        parts = [
            seen.words(
                f"on {t.on} I would have said {seen.money(t.expected)} ({seen.money(t.low)} to {seen.money(t.high)})",
                f"{t.on} 会估计 {seen.money(t.expected)}（{seen.money(t.low)} 到 {seen.money(t.high)}）",
            )
            for t in known
            if t.expected is not None and t.low is not None and t.high is not None
        ]
        lines.append(
            seen.words(
                f"{label}: {seen.money(came)} came in; " + "; ".join(parts) + ".",
                f"{label}：实际签约 {seen.money(came)}；" + "；".join(parts) + "。",
            )
        )
        lines.append(how_good(seen, made.checked))
    else:
        weighted = seen.words("; ", "；").join(f"{t.on} {seen.money(t.weighted)}" for t in made.told)
        lines.append(
            seen.words(
                f"Too few closed deals were known then to have forecast {label}. {seen.money(came)} came in; booked plus open × probability stood at: {weighted}.",
                f"当时已关闭的商机太少，无法对{label}作出预测。实际签约 {seen.money(came)}；当时“已签约＋进行中×概率”为：{weighted}。",
            )
        )
        start = ctx.today
        now = forecast_of(
            ctx.crm,
            start,
            start + timedelta(days=30),
            owners=seen.people.owners,
            teams=seen.people.teams,
            currency=seen.currency,
        )
        if now.checked is not None:
            lines.append(
                seen.words("What I can check, 30 days ahead: ", "目前可检验的（提前 30 天）：")
                + how_good(seen, now.checked)
            )
            made.checked = now.checked
    lines.append(
        seen.note(
            None,
            (
                "Each forecast uses only what was known on its day; open deals of that day are converted at one rate.",
                "每次预测只使用当日已知的信息；金额按同一汇率折算。",
            ),
        )
    )
    show: list[Any] = [told_table(seen, made)]
    if made.checked is not None:
        show.append(reliability_table(seen, made.checked))
    data = {
        "period": label,
        "actual": str(came),
        "told": [
            {"on": str(t.on), "expected": str(t.expected), "low": str(t.low), "high": str(t.high)} for t in made.told
        ],
    }
    return ToolResult("\n\n".join(lines), show=show, data=data)
