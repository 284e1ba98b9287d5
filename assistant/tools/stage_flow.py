"""How deals move through the stages: conversion from one to the next, days in each, and pipeline velocity."""

from typing import Annotated, Literal

from pydantic import Field

from assistant.blocks import Block
from assistant.counted import Counted
from assistant.errors import ToolProblem
from assistant.flow_words import FlowWords, ahead, no_history
from assistant.kinds import Period, StageName, TeamOrPerson
from assistant.reading import read_period
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._velocity import velocity
from crm_store.codes import StageKind
from crm_store.models import Stage
from crm_store.queries.flow import Flow, flow, passages, times
from crm_store.queries.lookup import known_stage

_GROUPS = Literal["stage", "owner", "team", "source", "type", "product", "pipeline", "month"]


@tool(
    effect="reads",
    says=(
        "conversion from proposal to negotiation this year",
        "stage conversion rates this quarter",
        "how long do deals sit in each stage?",
        "average days in Demo",
        "which stage are deals stuck in longest?",
        "what's our pipeline velocity?",
        "sales velocity by team",
        "where do deals drop out of the funnel?",
        "how fast do deals move through the funnel?",
        "conversion rate from demo to proposal by owner",
        "哪个阶段卡得最久？",
        "各阶段转化率",
        "从方案报价到商务谈判的转化率",
        "各阶段平均停留多少天？",
        "销售管道流速是多少？",
        "按来源看转化率",
        "商机在哪个阶段流失最多？",
        "产品演示阶段一般要多久？",
        "各团队的管道流速",
        "从演示到赢单的转化率是多少？",
    ),
)
def stage_flow(
    ctx: ToolContext,
    figure: Annotated[
        Literal["all", "conversion", "time", "velocity"],
        Field(description="Conversion between stages, days in stage, or velocity."),
    ] = "all",
    period: Period | None = None,
    whose: TeamOrPerson | None = None,
    by: _GROUPS = "stage",
    stage: Annotated[StageName | None, Field(description="The stage deals come from, or stay in.")] = None,
    to: Annotated[StageName | None, Field(description="The stage they get to; the next one when left out.")] = None,
    currency: Annotated[str | None, Field(description="The currency to show, such as EUR.")] = None,
    deals: Annotated[bool, Field(description="List the deals behind the figures.")] = False,
) -> ToolResult:
    """Tell how deals move: the share that got from a stage to the next, median days in each stage, and pipeline velocity (money a day).

    Conversion counts deals that entered a stage in the period; days count stays that ended in it. Say `by` to split by owner, team,
    source, type, product, pipeline or the month of entry.
    """
    seen = Counted(ctx.crm, ctx.language, period=period, whose=whose, currency=currency, focus=ctx.focus)
    if seen.start is not None and seen.start > ctx.today:
        return ToolResult(f"{ahead(seen)}\n\n{seen.note()}")
    made = flow(ctx.crm, owners=seen.people.owners, teams=seen.people.teams)
    first, then = _from_to(ctx, made, stage, to)
    words = FlowWords(seen, made, by)
    lines, show, data, focus = list[str](), list[Block](), dict[str, object](), list[tuple[str, int]]()
    notes: list[tuple[str, str]] = []
    whole = figure == "all" and first is None
    if figure in ("all", "conversion") and (whole or to is not None or figure == "conversion"):
        if by == "stage" and first is None:
            steps = _steps(made)
            found = [(a, b, passages(made, a, b, ctx.crm, seen.start, seen.end).get(None)) for a, b in steps]
            words.conversions([(a, b, p) for a, b, p in found if p is not None], lines, show, data)
        else:
            first_, then_ = (first, then) if first is not None else _whole_way(made)
            if first_ is not None:
                group = None if by == "stage" else by
                kept = passages(made, first_, then_, ctx.crm, seen.start, seen.end, group)
                words.one_conversion(first_, then_, kept, lines, show, data)
                if deals:
                    focus += words.deals_of(kept, first_, then_, show)
        notes.append(
            (
                "Got on means a deal later reached that stage or one behind it, jumped stages included; deals that entered in the period count once.",
                "“进入下一阶段”指之后到达该阶段或更后的阶段（含跳过的阶段）；按期内进入的商机计，每个商机计一次。",
            )
        )
    if figure in ("all", "time") and not (figure == "all" and to is not None):
        group = None if by == "stage" else by
        spent = times(made, ctx.crm, seen.start, seen.end, stage=first.id if first else None, by=group)
        words.days(spent, group, first, lines, show, data)
        if deals:
            focus += words.longest(spent, show)
        notes.append(
            (
                "Days are medians of stays that ended in the period; deals there today are told beside them.",
                "天数为期内结束的停留时间的中位数；当前仍在该阶段的商机另列。",
            )
        )
    if not lines and figure != "velocity":
        lines.append(no_history(seen))
    if figure == "velocity" or whole:
        period_ = period or "last 12 months"
        span = seen.span or read_period(seen.asker, period_)
        velocity(ctx, seen, span, None if by in ("stage", "month") else by, lines, show, data, notes)
        if seen.span is None:
            notes.append(("Wins and losses of the last 12 months.", "赢单和输单取最近12个月。"))
    if made.unknown and figure != "velocity":
        notes.append(
            (
                f"{seen.deals(made.unknown)} closed without earlier stages on record and {'is' if made.unknown == 1 else 'are'} not in these figures.",
                f"{made.unknown}个已关闭商机没有之前的阶段记录，未计入。",
            )
        )
    return ToolResult("\n\n".join([*lines, seen.note(None, *notes)]), show=show, data=data, focus=focus)


def _from_to(ctx: ToolContext, made: Flow, stage: str | None, to: str | None) -> tuple[Stage | None, Stage | None]:
    """The stage deals come from and the one they get to; the one behind it, None for a win, when none is named.

    Raises:
        ToolProblem: the second does not lie behind the first. NotFound, Ambiguous: no such stage, or several.
    """
    if stage is None and to is None:
        return None, None
    then = known_stage(ctx.crm, to, None) if to else None
    first = (
        known_stage(ctx.crm, stage, then.pipeline_id if then and then.kind is StageKind.OPEN else None)
        if stage
        else None
    )
    if first is None:
        rows = made.open_stages(then.pipeline_id if then else None)
        first = rows[0] if rows else None
    if first is None:
        return None, None
    if first.kind is not StageKind.OPEN:
        raise ToolProblem(
            f"{first.name} is no open stage: deals do not move on from there. Name an open one.",
            f"“{first.name_zh or first.name}”不是进行中的阶段，不会再推进。请说出一个进行中的阶段。",
        )
    if then is None:
        behind = [s for s in made.open_stages(first.pipeline_id) if s.position > first.position]
        return first, behind[0] if behind else None
    if then.kind is StageKind.WON:
        return first, None
    if then.pipeline_id != first.pipeline_id or then.position <= first.position or then.kind is not StageKind.OPEN:
        raise ToolProblem(
            f"{then.name} does not come after {first.name}, so nothing converts from one to the other. Name them in the order of the pipeline.",
            f"“{then.name_zh or then.name}”不在“{first.name_zh or first.name}”之后，无法计算转化率。请按管道顺序说出两个阶段。",
        )
    return first, then


def _steps(made: Flow) -> list[tuple[Stage, Stage | None]]:
    """Each open stage with the next one of its pipeline, the last with the win."""
    steps: list[tuple[Stage, Stage | None]] = []
    for pipeline in dict.fromkeys(s.pipeline_id for s in made.stages):
        rows = made.open_stages(pipeline)
        steps += list(zip(rows, [*rows[1:], None], strict=True))
    return steps


def _whole_way(made: Flow) -> tuple[Stage | None, Stage | None]:
    """From the first stage most deals entered to the win."""
    entered: dict[int, int] = {}
    for s in made.stays:
        entered[s.stage] = entered.get(s.stage, 0) + 1
    starts = [rows[0] for p in dict.fromkeys(s.pipeline_id for s in made.stages) if (rows := made.open_stages(p))]
    best = max(starts, key=lambda s: entered.get(s.id or 0, 0), default=None)
    return (best, None) if best is not None and entered.get(best.id or 0) else (None, None)
