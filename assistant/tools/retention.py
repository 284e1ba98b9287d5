"""How long things are kept: closed tickets, lost leads and deals, deleted records, conversations."""

from typing import Annotated, Literal

from pydantic import Field

from assistant.blocks import Table
from assistant.errors import ToolProblem
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import count_text
from crm_store.codes import Kept
from crm_store.errors import NotAllowed
from crm_store.proposals import Draft
from crm_store.retention import MOST, checked, days_of, purge, rules_of

What = Literal["closed_tickets", "lost_leads", "lost_deals", "bin", "conversations"]


@tool(
    effect="proposes",
    says=(
        "how long do we keep closed tickets?",
        "what are our retention rules?",
        "how long are deleted records kept?",
        "keep lost leads for two years, then delete them",
        "keep closed tickets for 18 months",
        "delete conversations after 90 days",
        "set the retention of lost deals to 3 years",
        "keep lost deals forever",
        "empty the recycle bin after 60 days",
        "已关闭的工单保留多久？",
        "保留期是多久？",
        "我们有哪些保留规则？",
        "丢掉的线索保留两年后删除",
        "关闭的工单保留18个月",
        "对话记录90天后自动删除",
        "输掉的商机保留期设为3年",
        "永久保留输掉的商机",
        "回收站60天后清空",
    ),
)
def retention(
    ctx: ToolContext,
    what: Annotated[What | None, Field(description="What is kept; bin is deleted records.")] = None,
    days: Annotated[int | None, Field(ge=0, le=MOST, description="Days from the last change, or since it was deleted; a year is 365. 0 keeps it for good. Leave out to ask.")] = None,
) -> ToolResult:  # fmt: skip
    """Propose how long something is kept, with how many would go at the next purge; without days tell the rules there are.

    Only administrators. Closed tickets, lost leads and lost deals go into the recycle bin when their time is up; what is in it, and
    conversations, go for good.
    """
    if "configure" not in ctx.actor.rights:
        raise NotAllowed(
            "Only an administrator can look up or set how long things are kept. Ask one.",
            "只有管理员可以查看或设置保留期限，请联系管理员。",
        )
    if days is None:
        return _told(ctx, Kept(what) if what else None)
    if what is None:
        names = ctx.words(", ", "、").join(k.label(ctx.language) for k in Kept)
        raise ToolProblem(f"What is to be kept so long? One of: {names}.", f"请问保留什么？可选：{names}。")
    kept = Kept(what)
    checked({kept: days})
    rule, draft = rules_of(ctx.crm).get(kept), Draft(ctx.crm)
    if rule is None and days:
        draft.create("retention_rule", {"what": kept.value, "days": days})
    elif rule is not None and not days:
        draft.delete(rule)
    elif rule is not None and rule.days != days:
        draft.update(rule, {"days": days})
    else:
        said = _rule(ctx, kept, days)
        return ToolResult(ctx.words(f"It is so already: {said}.", f"已经如此：{said}。"))
    draft.changes[-1].label = kept.label(ctx.language)
    made = draft.save(thread=ctx.thread_id or None, tool="retention", language=ctx.language)
    return ToolResult(_preview(ctx, kept, days), proposal=made.id)


def _told(ctx: ToolContext, kept: Kept | None) -> ToolResult:
    held = days_of(ctx.crm)
    asked = [kept] if kept else list(Kept)
    rows = [[k.label(ctx.language), _span(ctx, held.get(k, 0)), f"{_due(ctx, k, held.get(k, 0)):,}"] for k in asked]
    lines = [f"- {_rule(ctx, k, held.get(k, 0))}" for k in asked]
    columns = [ctx.words(*c) for c in (("What", "对象"), ("Kept", "保留"), ("Due to go now", "到期待清除"))]
    table = Table(ctx.words("Retention rules", "保留规则"), columns, rows, total=len(rows))
    return ToolResult("\n".join(lines), show=[table], data={"rules": held})


def _rule(ctx: ToolContext, kept: Kept, days: int) -> str:
    span = _span(ctx, days)
    return ctx.words(f"{kept.en}: {span}", f"{kept.zh}：{span}")


def _span(ctx: ToolContext, days: int) -> str:
    """Days as people say them, in years or months too when they come out even."""
    if not days:
        return ctx.words("kept for good", "永久保留")
    plain = count_text(days, "day", "days", "天", ctx.language)
    for size, one, many, zh in ((365, "year", "years", "年"), (30, "month", "months", "个月")):
        if days % size == 0:
            return f"{count_text(days // size, one, many, zh, ctx.language)}" + ctx.words(f" ({plain})", f"（{plain}）")
    return plain


def _due(ctx: ToolContext, kept: Kept, days: int) -> int:
    return purge(ctx.crm, {kept: days}, dry=True).total if days else 0


def _preview(ctx: ToolContext, kept: Kept, days: int) -> str:
    """What the rule would do at the next purge, and what becomes of what goes."""
    if not days:
        return ctx.words(f"Then {kept.en} are kept for good.", f"此后{kept.zh}永久保留。")
    due = _due(ctx, kept, days)
    head = ctx.words(
        f"At the next purge {due:,} would go. It runs when the server starts, and by “parley retention”.",
        f"下次清理时将清除 {due:,} 条。清理在服务器启动时或运行“parley retention”时进行。",
    )
    if kept in (Kept.BIN, Kept.CONVERSATIONS):
        return head + ctx.words(" What goes is gone for good, from history and undo too.", "清除后无法恢复，历史和撤销中也不再保留。")  # fmt: skip
    held = days_of(ctx.crm).get(Kept.BIN, 0)
    after = (
        ctx.words(f"and from it for good after {_span(ctx, held)}", f"并在 {_span(ctx, held)}后彻底清除")
        if held
        else ctx.words("and stay there until deleted records have a rule of their own", "并一直留在那里，直到为已删除的记录设置期限")
    )  # fmt: skip
    return head + ctx.words(f" They go into the recycle bin, {after}.", f"它们先移入回收站，{after}。")
