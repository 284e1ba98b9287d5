"""What was deleted, and bringing it back."""

from assistant.blocks import Table
from assistant.kinds import EntityName, Words
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import count_text, moment_text, name_text
from crm_store.proposals import Draft
from crm_store.queries.bin import KEPT, deleted, one_deleted

_SHOWN = 50


@tool(
    effect="proposes",
    says=(
        "show the recycle bin",
        "what was deleted?",
        "restore D-12 from the recycle bin",
        "bring back the deleted task about the quote",
        "undelete Acme",
        "which contacts were deleted?",
        "recover the deal I deleted",
        "get the deleted contact Bob Stone back",
        "what is in the trash?",
        "查看回收站",
        "最近删除了什么？",
        "从回收站恢复 D-12",
        "找回已删除的任务“报价”",
        "恢复被删的客户 Acme",
        "哪些联系人被删除了？",
        "把删掉的商机还原",
        "把误删的联系人李娜找回来",
        "回收站里有什么？",
    ),
)
def recycle_bin(ctx: ToolContext, record: Words | None = None, entity: EntityName | None = None) -> ToolResult:
    """List deleted records, newest first, or propose bringing back the one named by `record` (a reference or a name)."""
    wanted = (entity,) if entity in KEPT else ()
    if record is None:
        return _listed(ctx, wanted)
    found = one_deleted(ctx.crm, record, wanted)
    draft = Draft(ctx.crm)
    draft.restore(found)
    proposal = draft.save(thread=ctx.thread_id or None, tool="recycle_bin", language=ctx.language)
    return ToolResult("", proposal=proposal.id)


def _listed(ctx: ToolContext, wanted: tuple[str, ...]) -> ToolResult:
    found = deleted(ctx.crm, wanted, limit=_SHOWN)
    if not found:
        return ToolResult(ctx.words("The recycle bin is empty.", "回收站是空的。"), data={"deleted": []})
    rows = []
    for d in found:
        about = type(d.record).about
        who = d.by.name if d.by is not None else ctx.words("Parley", "系统")
        at = moment_text(d.at.astimezone(ctx.actor.zone), ctx.language)
        rows.append([d.record.ref, about.label(ctx.language), name_text(d.record, ctx.language), at, who])
    many = count_text(len(found), "record is", "records are", " 条记录", ctx.language)
    head = ctx.words(f"{many} in the recycle bin, the latest first:", f"回收站里有{many}，最近删除的在前：")
    lines = [
        ctx.words(f"- {k} {r} **{n}**, deleted {at} by {w}", f"- {k} {r} **{n}**，{at} 由{w}删除")
        for r, k, n, at, w in rows[:10]
    ]
    tail = ctx.words(
        f"Say “restore {found[0].record.ref}” to bring one back.", f"说“恢复 {found[0].record.ref}”可以找回。"
    )
    columns = [
        ctx.words(*c)
        for c in (("Reference", "编号"), ("Type", "类型"), ("Name", "名称"), ("Deleted", "删除时间"), ("By", "操作人"))
    ]
    table = Table(ctx.words("Recycle bin", "回收站"), columns, rows, total=len(rows))
    return ToolResult("\n".join([head, *lines, tail]), show=[table], data={"deleted": rows})
