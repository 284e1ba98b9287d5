"""Pipeline velocity in words: each figure of the formula, so that it can be checked by hand."""

from typing import Any

from assistant.blocks import Block, Table
from assistant.counted import Counted
from assistant.pipeline_card import BY
from assistant.recognise.periods import Period
from assistant.tools._base import ToolContext
from assistant.wording import name_text, percent_text, rounded
from crm_store.codes import Codes
from crm_store.queries.flow import Velocity
from crm_store.queries.outcomes import Outcome, outcomes
from crm_store.queries.pipeline import PipelineSummary, pipeline
from crm_store.queries.pipeline_past import pipeline_at

_FEW = 5
"""Wins below which the answer says that the figure rests on few."""


def velocity(
    ctx: ToolContext,
    seen: Counted,
    span: Period,
    by: Any,
    lines: list[str],
    show: list[Block],
    data: dict[str, Any],
    notes: list[tuple[str, str]],
) -> None:
    """Add the velocity of the deals in scope, in all and by group, to an answer."""
    narrow: Any = {"owners": seen.people.owners, "teams": seen.people.teams, "currency": seen.currency}
    group: Any = by if by in ("owner", "team", "source", "type", "product") else "source"
    over = outcomes(ctx.crm, group, start=span.start, end=span.end, **narrow)
    past = span.end is not None and span.end < ctx.today
    stood: PipelineSummary = (
        pipeline_at(ctx.crm, group, span.end, **narrow) if past and span.end else pipeline(ctx.crm, group, **narrow)
    )
    whole = _of(over.total, stood.total.open.count)
    words = seen.words
    data["velocity"] = {
        "open": whole.open, "won": whole.won, "closed": whole.closed, "won_amount": str(whole.won_amount), "days": whole.days,
        "per_day": str(whole.per_day) if whole.per_day is not None else None,
    }  # fmt: skip
    if whole.per_day is None or whole.deal is None or whole.days is None:
        lines.append(
            words(
                f"Velocity cannot be told: it needs won deals with the days they took, and there are {whole.won} won of {whole.closed} closed.",
                f"无法计算流速：需要有成交天数的赢单，目前 {whole.closed} 个已关闭商机中赢单 {whole.won} 个。",
            )
        )
        return
    deal = seen.money(rounded(whole.deal, seen.currency))
    few = words(" It rests on few wins.", "赢单较少，仅供参考。") if whole.won < _FEW else ""
    lines.append(
        words(
            f"Velocity: {seen.money(whole.per_day)} a day = {whole.open} open deals × {deal} average won deal × {percent_text(whole.won, whole.closed)} win rate ÷ {whole.days:.1f} days from creation to win.{few}",
            f"流速：每天 {seen.money(whole.per_day)} = 进行中 {whole.open} 个 × 平均赢单金额 {deal} × 赢单率 {percent_text(whole.won, whole.closed)} ÷ 平均成交周期 {whole.days:.1f} 天。{few}",
        )
    )
    notes.append(
        (
            "Velocity is the usual sales velocity formula: open deals × average won deal × win rate ÷ average sales cycle.",
            "流速按通用的销售流速公式：进行中商机数×平均赢单金额×赢单率÷平均成交周期。",
        )
    )
    if by in ("owner", "team", "source", "type", "product"):
        _groups(seen, over.rows, stood, by, whole, lines, show, data)


def _groups(
    seen: Counted,
    rows: list[Outcome],
    stood: PipelineSummary,
    by: Any,
    whole: Velocity,
    lines: list[str],
    show: list[Block],
    data: dict[str, Any],
) -> None:
    open_of = {r.key: r for r in stood.rows}
    closed_of = {r.key: r for r in rows}
    made = []
    for key in dict.fromkeys([*closed_of, *open_of]):
        record = (closed_of.get(key) or open_of[key]).record
        name = name_text(record, seen.language) if record is not None else _name(seen, key)
        made.append((name, _of(closed_of.get(key) or Outcome(key), open_of[key].open.count if key in open_of else 0)))
    made.sort(key=(lambda m: m[0]) if by == "owner" else (lambda m: -(m[1].per_day or -1)))
    words = seen.words
    told = [f"{n} {seen.money(v.per_day) if v.per_day is not None else '–'}" for n, v in made[:8]]
    lines.append(
        words(f"By {BY[by][0].casefold()}, a day: {'; '.join(told)}.", f"按{BY[by][1]}（每天）：{'；'.join(told)}。")
    )
    columns = [
        words(*BY[by]), words("Open deals", "进行中"), words("Average won deal", "平均赢单金额"), words("Win rate", "赢单率"),
        words("Days to win", "成交周期（天）"), words("A day", "每天"),
    ]  # fmt: skip
    body = [
        [n, str(v.open), seen.money(rounded(v.deal, seen.currency)) if v.deal is not None else "–", percent_text(v.won, v.closed),
         f"{v.days:.1f}" if v.days is not None else "–", seen.money(v.per_day) if v.per_day is not None else "–"]
        for n, v in [*made, (words("Total", "合计"), whole)]
    ]  # fmt: skip
    show.append(Table(words("Pipeline velocity", "管道流速"), columns, body, total=len(body)))
    data["velocity_groups"] = [
        {"group": n, "per_day": str(v.per_day) if v.per_day is not None else None} for n, v in made
    ]


def _name(seen: Counted, key: Any) -> str:
    if key is None:
        return seen.words("(none)", "（无）")
    return key.label(seen.language) if isinstance(key, Codes) else str(key)


def _of(row: Outcome, open_deals: int) -> Velocity:
    days = sum(row.won_days) / len(row.won_days) if row.won_days else None
    return Velocity(open_deals, row.won, row.count, row.won_amount, days)
