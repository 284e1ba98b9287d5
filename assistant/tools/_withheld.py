"""What an answer leaves out because the person's role does not show it is told, so that nobody takes it for empty."""

from dataclasses import replace

from assistant.tools._base import ToolContext, ToolResult
from crm_store.models import entity_type
from crm_store.own_fields import spec_named

_RECKONED = frozenset({"forecast", "pipeline_summary", "pipeline_bridge", "attainment"})
"""Tools whose every figure is made of deals' amounts: without these they would tell of nothing but zeros."""


UNTOUCHED = frozenset({"explain_access", "help"})
"""Tools that tell nothing of what stands in fields."""


def must_show(ctx: ToolContext, tool: str) -> None:
    """NotAllowed when what a tool reckons with is closed to this person."""
    if tool in _RECKONED and getattr(ctx.crm, "actor", None) is not None and ctx.actor.closed:
        ctx.crm.must_read("deal", "amount")


def with_withheld(ctx: ToolContext, result: ToolResult) -> ToolResult:
    """The answer with a line that names the closed fields of what it speaks of; a card needs none."""
    if not getattr(ctx.crm, "withheld", None) or not result.ok or result.proposal or not result.say:
        return result
    each: dict[str, list[str]] = {}
    for entity, name in sorted(ctx.crm.withheld):
        each.setdefault(entity, []).append(name)
    en = "; ".join(f"{_fields(ctx, e, ns, 'en', ', ')} of {entity_type(e).about.en_many}" for e, ns in each.items())
    zh = "；".join(f"{entity_type(e).about.zh}的{_fields(ctx, e, ns, 'zh', '、')}" for e, ns in each.items())
    line = ctx.words(f"Your role does not show: {en}.", f"您的角色看不到：{zh}。")
    withheld = [f"{e}.{n}" for e, n in sorted(ctx.crm.withheld)]
    return replace(result, say=f"{result.say}\n\n{line}", data={**result.data, "withheld": withheld})


def _fields(ctx: ToolContext, entity: str, names: list[str], language: str, between: str) -> str:
    specs = (spec_named(ctx.crm, entity, n, retired=True) for n in names)
    return between.join(s.label(language) for s in specs if s is not None)
