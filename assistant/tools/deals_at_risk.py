"""Deals at risk: what the signals say of open deals, the most money at stake first, each with its reasons."""

from typing import Annotated, Any, Literal

from pydantic import Field

from assistant.blocks import Block, Chart, Source, Table
from assistant.counted import Counted
from assistant.kinds import Period, TeamOrPerson
from assistant.tools._base import ToolContext, ToolResult, tool
from crm_store.queries.risk import Risk, Risks, at_risk
from crm_store.signals import Evidence, rules

RuleName = Literal[
    "amount_jump", "champion_left", "competitor_named", "ghosted", "no_activity", "no_decision_maker", "no_next_step", "often_pushed",
    "overdue_close", "single_threaded", "stalled_in_stage", "urgent_ticket",
]  # fmt: skip
_TOLD, _SHOWN = 5, 25


@tool(
    effect="reads",
    says=(
        "which deals are at risk this week and why?",
        "what should I worry about?",
        "which deals might slip this quarter?",
        "show me deals at risk in my team",
        "risky deals",
        "which of Tom's deals are in trouble?",
        "which commits hang on one contact?",
        "which deals keep getting pushed?",
        "deals with no decision maker",
        "which deals are stalled in their stage?",
        "本周哪些商机有风险，为什么？",
        "有哪些商机让人担心？",
        "本季度哪些单子可能会滑单？",
        "我们团队的风险商机",
        "哪些承诺的商机只靠一个联系人？",
        "哪些商机一直推迟？",
        "没有决策人的商机有哪些？",
        "哪些商机在阶段里停滞了？",
    ),
)
def deals_at_risk(
    ctx: ToolContext,
    period: Period | None = None,
    whose: TeamOrPerson | None = None,
    signals: Annotated[list[RuleName], Field(description="Only deals these rules warn about.")] = [],  # noqa: B006
    category: Annotated[
        Literal["commit", "best_case", "pipeline"] | None, Field(description="Only deals of this forecast category.")
    ] = None,
    currency: Annotated[str | None, Field(description="The currency to show, such as EUR.")] = None,
) -> ToolResult:
    """List open deals the signals warn about, by the money at stake, with every reason and its evidence.

    Signals: no activity, no next step, past its close date, pushed often, stalled in its stage, one contact only, no decision maker,
    silent after the proposal, amount jumped, competitor named, urgent ticket open, champion left.
    """
    seen = Counted(ctx.crm, ctx.language, period=period, whose=whose, currency=currency, focus=ctx.focus)
    found = at_risk(
        ctx.crm, owners=seen.people.owners, teams=seen.people.teams, start=seen.start, end=seen.end, only=signals, category=category,
        currency=seen.currency, most=_SHOWN,
    )  # fmt: skip
    lines = [_head(seen, found, signals)] + ([_listed(seen, found)] if found.found else [])
    note = [
        ("At stake is the part of the amount the warnings put in doubt; the weights are a judgement, no probability.",
         "风险金额是预警使其存疑的部分；权重为经验判断，不是概率。"),
        *seen.left_out(found.left_out),
    ]  # fmt: skip
    when = (
        (f"expected to close in {seen.span.label_en}, or overdue", f"预计成交于{seen.span.label_zh}，或已逾期")
        if seen.span
        else ("all open deals", "全部进行中的商机")
    )
    lines.append(seen.note(when, *note))
    focus = [("deal", r.deal.id or 0) for r in found.found]
    return ToolResult(
        "\n\n".join(lines), show=_blocks(seen, found), sources=_sources(ctx, found), data=_data(found), focus=focus
    )


def _head(seen: Counted, found: Risks, signals: list[Any]) -> str:
    names = [rules()[s] for s in signals]
    asked = seen.words(
        f" ({', '.join(n.en.casefold() for n in names)})" if names else "",
        f"（{'、'.join(n.zh for n in names)}）" if names else "",
    )
    if not found.looked_at:
        return seen.words("There are no open deals to look at.", "没有进行中的商机。")
    if not found.found:
        return seen.words(
            f"None of {seen.deals(found.looked_at)} is at risk{asked}.",
            f"{seen.deals(found.looked_at)}中没有风险商机{asked}。",
        )
    return seen.words(
        f"{found.count} of {found.looked_at} open deals are at risk{asked}: {seen.money(found.worth)}, of which {seen.money(found.stake)} at stake.",
        f"{found.looked_at} 个进行中的商机中有 {found.count} 个有风险{asked}：共 {seen.money(found.worth)}，其中风险金额 {seen.money(found.stake)}。",
    )


def _why(seen: Counted, evidence: list[Evidence]) -> str:
    return seen.words("; ", "；").join(seen.words(e.en, e.zh) for e in evidence)


def _worth(seen: Counted, risk: Risk) -> str:
    return seen.money(risk.worth) if risk.worth is not None else seen.words("no amount", "无金额")


def _listed(seen: Counted, found: Risks) -> str:
    parts = [
        seen.words(
            f"{n}. {r.deal.name} ({_worth(seen, r)}): {_why(seen, r.warnings)}.",
            f"{n}. {r.deal.name}（{_worth(seen, r)}）：{_why(seen, r.warnings)}。",
        )
        for n, r in enumerate(found.found[:_TOLD], 1)
    ]
    more = found.count - _TOLD
    if more > 0:
        parts.append(seen.words(f"{more} more below.", f"其余 {more} 个见下表。"))
    return "\n".join(parts)


def _blocks(seen: Counted, found: Risks) -> list[Block]:
    if not found.found:
        return []
    shown = found.found
    owners = seen.names("user", (r.deal.owner_id for r in shown))
    known = rules()
    columns = [seen.words("Deal", "商机"), seen.words(f"Amount ({found.currency})", f"金额（{found.currency}）"), seen.words("At stake", "风险金额"),
               seen.words("Owner", "负责人"), seen.words("Signals", "预警"), seen.words("Why", "原因")]  # fmt: skip
    rows = [
        [r.deal.name, _worth(seen, r), seen.money(r.stake) if r.stake is not None else "–", owners.get(r.deal.owner_id or 0, "–"),
         seen.words(", ", "、").join(seen.words(known[e.rule].en, known[e.rule].zh) for e in r.warnings), _why(seen, r.warnings)]
        for r in shown
    ]  # fmt: skip
    title = seen.words("Deals at risk", "风险商机")
    points = [
        {"label": r.deal.name, "value": float(r.stake or 0), "text": seen.money(r.stake)}
        for r in shown[:10]
        if r.stake is not None
    ]
    made: list[Block] = [Table(title, columns, rows, refs=[r.deal.ref for r in shown], total=found.count)]
    return [*made, Chart(seen.words("Money at stake", "风险金额"), "bar", points)] if points else made


def _sources(ctx: ToolContext, found: Risks) -> list[Source]:
    """What the warnings of the deals named stand on."""
    made: list[Source] = []
    for risk in found.found[:_TOLD]:
        for e in risk.warnings:
            for ref, field in e.on[:1]:
                made.append(Source(len(made) + 1, ref, field, ctx.words(e.en, e.zh), None, risk.deal.name))
    return made


def _data(found: Risks) -> dict[str, Any]:
    return {
        "looked_at": found.looked_at, "currency": found.currency, "at_stake": str(found.stake),
        "deals": [
            {"ref": r.deal.ref, "name": r.deal.name, "amount": str(r.worth) if r.worth is not None else None,
             "at_stake": str(r.stake) if r.stake is not None else None, "signals": {e.rule: e.en for e in r.warnings}}
            for r in found.found
        ],
    }  # fmt: skip
