"""A question kept to be asked again: which one was meant, what it is called, and its answer of today in the scope of who asks."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from assistant.errors import ToolProblem
from assistant.reading import field_named
from assistant.tools import _spec
from assistant.tools._base import ToolContext, ToolResult, catalog
from crm_store.errors import StoreError
from crm_store.models import entities, entity_type
from crm_store.queries.conversations import last_turns

KEPT = frozenset(
    {
        "team_report", "pipeline_summary", "pipeline_bridge", "forecast", "deals_at_risk", "next_action", "win_loss", "score_leads",
        "attainment", "heat_map", "find_records", "my_day", "whats_new",
    }
)  # fmt: skip
"""What can be pinned and sent by the clock: reading tools whose answers are figures and lists."""

_NAMES: Mapping[str, tuple[str, str]] = {
    "team_report": ("Team report", "团队周报"), "pipeline_summary": ("Pipeline", "销售管道"), "pipeline_bridge": ("What moved the pipeline", "管道变动"),
    "forecast": ("Forecast", "预测"), "deals_at_risk": ("Deals at risk", "风险商机"), "next_action": ("Next actions", "下一步行动"),
    "win_loss": ("Won and lost", "赢输分析"), "score_leads": ("Leads by score", "线索评分"), "attainment": ("Target attainment", "目标完成情况"),
    "heat_map": ("Heat map", "热力图"), "find_records": ("List", "列表"), "my_day": ("My day", "我的一天"), "whats_new": ("What is new", "新变化"),
}  # fmt: skip


def called(ctx: ToolContext, tool: str, args: Mapping[str, Any]) -> str:
    """A kept question as people call it: what it shows, whose, when and by what."""
    own = {"me": ctx.words("me", "我"), "my team": ctx.words("my team", "我的团队")}
    entity = str(args.get("entity") or "")

    def said(key: str) -> str:
        value = str(args[key])
        if key == "entity" and value in entities():
            return entity_type(value).about.label(ctx.language, many=True)
        spec = field_named(entity, value) if key == "group_by" and entity in entities() else None
        return spec.label(ctx.language) if spec is not None else own.get(value, value)

    parts = [said(k) for k in ("entity", "whose", "period", "by", "rows", "columns", "group_by") if args.get(k)]
    name = ctx.words(*_NAMES.get(tool, (tool, tool)))
    return name + (ctx.words(f" ({', '.join(parts)})", f"（{'，'.join(parts)}）") if parts else "")


def meant(ctx: ToolContext, tool: str | None, arguments: str) -> tuple[str, dict[str, Any]]:
    """The question that was named, or the one this conversation asked last.

    Raises:
        ToolProblem: there is none, or it is not one that can be kept.
    """
    if tool is None:
        tool, args = _last(ctx)
    else:
        args = _object(arguments)
    if tool not in KEPT:
        raise ToolProblem(
            "I can keep reports, figures and lists: the team report, the pipeline, the forecast, deals at risk, leads, targets, or any list. Ask for one first, then say “pin this”.",
            "可以保留的是报告、统计和列表：团队周报、管道、预测、风险商机、线索、目标或任意列表。请先查询，再说“固定到看板”。",
        )
    try:
        _spec.read_args(catalog()[tool], args)
    except ValidationError as error:
        en, zh = (_spec.what_is_wrong(error, catalog()[tool], "en"), _spec.what_is_wrong(error, catalog()[tool], "zh"))
        raise ToolProblem(en, zh) from None
    return tool, args


def again(ctx: ToolContext, tool: str, args: Mapping[str, Any]) -> ToolResult:
    """The answer of now, in the scope of who asks; what cannot be answered any more is a sentence."""
    try:
        return catalog()[tool].run(ctx, **_spec.read_args(catalog()[tool], args))
    except (StoreError, KeyError, ValidationError) as error:
        said = (
            error.sentence(ctx.language)
            if isinstance(error, StoreError)
            else ctx.words("This cannot be asked any more.", "该查询已不可用。")
        )
        return ToolResult(said, ok=False)


def _object(text: str) -> dict[str, Any]:
    try:
        held = json.loads(text or "{}")
    except ValueError:
        held = None
    if not isinstance(held, dict):
        raise ToolProblem("`arguments` must be a JSON object.", "`arguments` 应为 JSON 对象。")
    return held


def _last(ctx: ToolContext) -> tuple[str | None, dict[str, Any]]:
    for turn in last_turns(ctx.crm, ctx.thread_id, 3) if ctx.thread_id else []:
        for call in reversed(turn.data.get("calls") or []):
            if call["tool"] in KEPT:
                return call["tool"], dict(call["args"])
    return None, {}
