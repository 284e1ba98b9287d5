"""Take back the last change this person saved."""

from typing import Annotated

from pydantic import Field

from assistant.cards import sentence
from assistant.errors import ToolProblem
from assistant.kinds import RecordName
from assistant.reading import Asker, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import listed
from crm_store.base import Record
from crm_store.errors import Ambiguous, NotFound
from crm_store.models import Proposal
from crm_store.undo import last_applied, last_touching, undo_proposal


@tool(
    effect="acts",
    says=(
        "undo",
        "undo what you just did",
        "revert that",
        "take that back",
        "roll back the last change",
        "oops, undo",
        "please reverse it",
        "undo my last save",
        "撤销",
        "撤销刚才的操作",
        "撤回上一步",
        "回退刚才的修改",
        "把刚才的改回来",
        "取消上一次保存",
        "还原",
        "反悔了，改回去",
        "undo the rest",
        "其余的撤销",
        "undo the change to D-12",
        "撤销对 D-12 的修改",
    ),
)
def undo(
    ctx: ToolContext,
    rest: Annotated[
        bool, Field(description="Leave out what was edited since and undo the others; only if asked for.")
    ] = False,
    record: Annotated[
        RecordName | None, Field(description="Only if one is named: undo the last change that touched this record.")
    ] = None,
) -> ToolResult:
    """Undo the last change this person saved in this conversation, or anywhere when there is none here."""
    here = ctx.thread_id or None
    if record is None:
        proposal = last_applied(ctx.crm, here) or last_applied(ctx.crm)
    else:
        proposal = _touching(ctx, record)
        if proposal is None:
            return ToolResult(
                ctx.words(
                    f"None of the changes you saved and can still undo touches “{record}”, so nothing was undone.",
                    f"您保存过且还能撤销的更改都不涉及“{record}”，因此没有撤销任何内容。",
                ),
                ok=False,
            )
    if proposal is None:
        return ToolResult(
            ctx.words(
                "There is nothing to undo: you have saved no change yet.",
                "没有可以撤销的内容：您还没有保存过任何更改。",
            ),
            ok=False,
        )
    what = sentence(ctx.crm, proposal, ctx.language)
    left: list[Record] = []
    records = undo_proposal(ctx.crm, proposal, left=left if rest else None)
    if rest and not left:  # nobody spoke of this change: it could be taken back whole
        raise ToolProblem(
            f"Nothing of your last change was edited since, so there is no rest of it to undo, and it stands. Say “undo” to take it back:\n{what}",
            f"您最近一次保存的更改之后没有被修改过，不存在“其余部分”，因此保持不变。要撤回它，请说“撤销”：\n{what}",
        )
    head = ctx.words(
        f"Undone: {len(records)} record{'s are' if len(records) != 1 else ' is'} as before. Say “redo” to bring it back.",
        f"已撤销：{len(records)} 条记录恢复原样。说“重做”可以恢复更改。",
    )
    if left:
        names = listed([f"{r.display} ({r.ref})" for r in left[:8]], ctx.language)
        stay = ctx.words(
            f"Left as they are, because they were changed since: {names}.", f"以下记录之后被修改过，保持不变：{names}。"
        )
        return ToolResult(f"{head}\n{stay}", proposal=proposal.id)
    return ToolResult(f"{head}\n{what}", proposal=proposal.id)


def _touching(ctx: ToolContext, name: str) -> Proposal | None:
    """The change saved last that touched a record of this name, one deleted by it included."""
    try:
        refs = [record_named(Asker(ctx.crm, ctx.language, ctx.focus), name).ref]
    except Ambiguous as several:
        refs = [ref for ref, _ in several.choices]
    except NotFound:
        refs = [name]  # deleted since: its reference is known all the same
    return last_touching(ctx.crm, refs, name)
