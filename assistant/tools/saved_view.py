"""Lists kept under a name: saved from the conversation, asked again under the rights of who looks, shared with one's team."""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from assistant.blocks import Table
from assistant.errors import ToolProblem
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._standing import again, called, meant
from crm_store.models import SavedView
from crm_store.queries.views import keep, must_own, views, views_called

_LONGEST, _MOST = 80, 200


@tool(
    effect="acts",
    says=(
        "save this list as 'big ones in Berlin'",
        "show my view big ones in Berlin",
        "what views do I have?",
        "rename the view big ones to Berlin deals",
        "delete the view big ones in Berlin",
        "share this view with my team",
        "stop sharing the view big ones in Berlin",
        "save this as a view called Berlin deals",
        "list my saved views",
        "open the view Berlin deals",
        "把这个列表保存为视图“柏林大单”",
        "打开视图柏林大单",
        "我有哪些视图？",
        "把视图柏林大单改名为柏林商机",
        "删除视图柏林大单",
        "把这个视图共享给我的团队",
        "取消共享视图柏林大单",
        "把这个列表存为柏林大单",
        "列出所有视图",
    ),
)
def saved_view(
    ctx: ToolContext,
    action: Literal["list", "save", "show", "rename", "delete", "share", "unshare"] = "list",
    name: Annotated[str | None, Field(description="What the view is called; without one, the view spoken of last.")] = None,
    new_name: str | None = None,
    tool: Annotated[str | None, Field(description="To save: the reading tool. Leave out for what was asked last.")] = None,
    arguments: Annotated[str, Field(description="To save: that tool's arguments as a JSON object.")] = "{}",
) -> ToolResult:  # fmt: skip
    """Save the list asked for last under a name, show a saved one as it is now, list, rename, delete or share them; only when the person asks.

    A view is one's own; shared, one's whole team sees it, each of them what they may see.
    """
    if action == "list":
        return _listed(ctx)
    if action == "save":
        return _saved(ctx, name, tool, arguments)
    view = _meant(ctx, name)
    if action == "show":
        found = again(ctx, view.tool, view.args)
        head = ctx.words(f"View “{view.name}”", f"视图“{view.name}”")
        return replace(found, say=f"{head}{ctx.words(': ', '：')}{found.say}", data={**found.data, "view": view.name})
    must_own(ctx.crm, view)
    if action == "rename":
        view.name = _name(ctx, new_name)
        return ToolResult(ctx.words(f"The view is called “{view.name}” now.", f"视图已改名为“{view.name}”。"))
    if action == "delete":
        ctx.crm.remove(view)
        return ToolResult(ctx.words(f"Deleted the view “{view.name}”.", f"已删除视图“{view.name}”。"))
    if action == "share":
        if ctx.actor.team_id is None:
            raise ToolProblem(
                "You are in no team, so there is nobody to share it with.", "您不在任何团队中，无法共享。"
            )
        view.team_id = ctx.actor.team_id
        return ToolResult(
            ctx.words(
                f"Your team sees the view “{view.name}” now, each of them the records they may see.",
                f"您的团队现在可以看到视图“{view.name}”，每人只看到自己有权查看的记录。",
            )
        )
    view.team_id = None
    return ToolResult(ctx.words(f"“{view.name}” is yours alone again.", f"视图“{view.name}”已取消共享。"))


def _saved(ctx: ToolContext, name: str | None, tool: str | None, arguments: str) -> ToolResult:
    wanted = _name(ctx, name)
    asked, args = meant(ctx, tool, arguments)
    mine = [v for v in views(ctx.crm) if v.user_id == ctx.actor.user_id]
    if len(mine) >= _MOST:
        raise ToolProblem(
            f"You keep {_MOST} views already. Delete one first.", f"您已有 {_MOST} 个视图，请先删除一个。"
        )
    view, new = keep(ctx.crm, wanted, asked, args)
    what = called(ctx, asked, args)
    return ToolResult(
        ctx.words(
            f"Saved the view “{view.name}”: {what}. Say “show my view {view.name}” to see it as it is then.",
            f"已保存视图“{view.name}”：{what}。说“打开视图{view.name}”即可查看最新结果。",
        )
        if new
        else ctx.words(
            f"The view “{view.name}” shows this from now on: {what}.", f"视图“{view.name}”已更新为：{what}。"
        )
    )


def _name(ctx: ToolContext, said: str | None) -> str:
    name = " ".join((said or "").strip(" \"'“”‘’「」").split())
    if not name or len(name) > _LONGEST:
        raise ToolProblem(
            f"What shall the view be called? 1 to {_LONGEST} characters.", f"视图叫什么名字？1 到 {_LONGEST} 个字符。"
        )
    return name


def _meant(ctx: ToolContext, name: str | None) -> SavedView:
    """The view of a name; without one the only one there is, or the one made last.

    Raises:
        ToolProblem: none or several fit.
    """
    there = views(ctx.crm)
    if not there:
        raise ToolProblem(
            "You have no saved views. Ask for a list, then say: save this list as ‘big ones’.",
            "您还没有保存的视图。先查询一个列表，再说：把这个列表保存为视图“大单”。",
        )
    if name is None:
        mine = [v for v in there if v.user_id == ctx.actor.user_id]
        return max(mine or there, key=lambda v: v.id or 0)
    found = views_called(ctx.crm, name)
    if len(found) != 1:
        listed = ctx.words(", ", "、").join(v.name for v in (found or there))
        raise ToolProblem(
            f"Several views fit “{name}”: {listed}. Which one?"
            if found
            else f"There is no view “{name}”. There are: {listed}.",
            f"有多个视图符合“{name}”：{listed}。请问是哪一个？" if found else f"没有视图“{name}”。现有：{listed}。",
        )
    return found[0]


def _listed(ctx: ToolContext) -> ToolResult:
    there = views(ctx.crm)
    if not there:
        return ToolResult(
            ctx.words(
                "You have no saved views yet. Ask for a list, then say: save this list as ‘big ones’.",
                "您还没有保存的视图。先查询一个列表，再说：把这个列表保存为视图“大单”。",
            ),
            data={"views": []},
        )
    people = ctx.crm.many("user", {v.user_id for v in there})
    rows = []
    for v in there:
        own = v.user_id == ctx.actor.user_id
        of = people[v.user_id].display if not own and v.user_id in people else ctx.words("you", "您")
        seen = ctx.words("your team", "团队") if v.team_id is not None else ctx.words("only you", "仅自己")
        rows.append([v.name, called(ctx, v.tool, v.args), of, seen])
    names = ctx.words(", ", "、").join(r[0] for r in rows)
    say = ctx.words(
        f"{len(rows)} saved {'view' if len(rows) == 1 else 'views'}: {names}.", f"共 {len(rows)} 个视图：{names}。"
    )
    columns = [
        ctx.words(*c) for c in (("View", "视图"), ("Shows", "内容"), ("Whose", "所有者"), ("Seen by", "可见范围"))
    ]
    return ToolResult(say, show=[Table(ctx.words("Saved views", "保存的视图"), columns, rows, total=len(rows))], data={"views": [r[0] for r in rows]})  # fmt: skip
