"""A dashboard of one's own: questions pinned from the conversation, asked again at every look, in the scope of who looks."""

from typing import Annotated, Literal

from pydantic import Field

from assistant.blocks import Block, Chart, Table
from assistant.errors import ToolProblem
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._standing import again, called, meant
from crm_store.models import Pin
from crm_store.names import normal
from crm_store.queries.standing import pin, pins

_MOST = 12


@tool(
    effect="acts",
    says=(
        "show my dashboard",
        "open the dashboard",
        "pin this",
        "pin this to my dashboard",
        "add that chart to my dashboard",
        "put the pipeline on my dashboard",
        "unpin the forecast",
        "remove the first one from my dashboard",
        "clear my dashboard",
        "显示我的看板",
        "打开看板",
        "固定到看板",
        "把这个钉到看板",
        "加到我的看板",
        "把管道放到看板上",
        "从看板移除预测",
        "把看板第一个去掉",
        "清空看板",
    ),
)
def dashboard(
    ctx: ToolContext,
    action: Literal["show", "pin", "unpin", "clear"] = "show",
    tool: Annotated[
        str | None, Field(description="To pin: the reading tool. Leave out for what was asked last.")
    ] = None,
    arguments: Annotated[str, Field(description="To pin: that tool's arguments as a JSON object.")] = "{}",
    which: Annotated[str | None, Field(description="To unpin: the pin's number or words of its name.")] = None,
) -> ToolResult:
    """Show the person's dashboard, pin an answer to it, or take one off; only when the person asks for it."""
    if action == "pin":
        name, args = meant(ctx, tool, arguments)
        if len(pins(ctx.crm)) >= _MOST:
            raise ToolProblem(
                f"Your dashboard holds {_MOST} already. Take one off first.", f"看板已有 {_MOST} 项，请先移除一项。"
            )
        made, new = pin(ctx.crm, called(ctx, name, args), name, args)
        here = len(pins(ctx.crm))
        return ToolResult(
            ctx.words(f"Pinned: {made.title}. Your dashboard holds {here}; say “show my dashboard”.", f"已固定：{made.title}。看板共 {here} 项，说“显示我的看板”即可查看。")
            if new
            else ctx.words(f"{made.title} is on your dashboard already.", f"{made.title} 已在看板上。")
        )  # fmt: skip
    held = pins(ctx.crm)
    if not held:
        return ToolResult(
            ctx.words("Your dashboard is empty. Ask for a figure, then say “pin this”.", "看板还是空的。先查询一个统计，再说“固定到看板”。")
        )  # fmt: skip
    if action == "clear":
        for one in held:
            ctx.crm.remove(one)
        return ToolResult(ctx.words("Your dashboard is empty now.", "看板已清空。"))
    if action == "unpin":
        gone = _named(ctx, held, which)
        ctx.crm.remove(gone)
        return ToolResult(ctx.words(f"Taken off your dashboard: {gone.title}.", f"已从看板移除：{gone.title}。"))
    lines, show = [], list[Block]()
    for n, one in enumerate(held, 1):
        found = again(ctx, one.tool, one.args)
        lines.append(f"{n}. **{one.title}**{ctx.words(': ', '：')}{found.say.splitlines()[0] if found.say else ''}")
        drawn: list[Block] = [b for b in found.show if isinstance(b, Chart)]
        show += (drawn or [b for b in found.show if isinstance(b, Table)])[:1]
    head = ctx.words("Your dashboard:", "您的看板：")
    return ToolResult("\n\n".join([head, *lines]), show=show, data={"pins": [p.title for p in held]})


def _named(ctx: ToolContext, held: list[Pin], which: str | None) -> Pin:
    wanted = normal(which or "")
    if not wanted and len(held) == 1:
        return held[0]
    if wanted.isdigit() and 1 <= int(wanted) <= len(held):
        return held[int(wanted) - 1]
    found = [p for p in held if wanted and (wanted in normal(p.title) or wanted in normal(p.tool.replace("_", " ")))]
    found = [p for p in found if normal(p.title) == wanted] or found
    if len(found) != 1:
        listed = ctx.words("; ", "；").join(f"{n}. {p.title}" for n, p in enumerate(held, 1))
        raise ToolProblem(f"Which one? Say its number: {listed}.", f"移除哪一个？请说编号：{listed}。")
    return found[0]
