"""Take one person's data out for good."""

from assistant.kinds import RecordName
from assistant.reading import Asker, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from crm_store.proposals import Draft


@tool(
    effect="proposes",
    says=(
        "erase all data about Bob",
        "erase Li Na completely",
        "Ana Ruiz wants to be forgotten",
        "delete all personal data of Bob for good",
        "permanently delete Li Na and everything about her",
        "wipe everything we hold on Bob",
        "right to be forgotten request from Ana Ruiz",
        "purge Bob's personal data",
        "彻底删除李娜的数据",
        "抹除王伟的所有个人信息",
        "李娜行使被遗忘权",
        "永久删除王伟的资料",
        "把李娜的个人数据全部清除",
        "删除李娜的所有个人信息",
        "清除王伟的全部数据",
        "抹掉李娜的所有痕迹",
    ),
)
def erase_person(ctx: ToolContext, person: RecordName) -> ToolResult:
    """Propose erasing a contact or lead for good from records, history, conversations, files and index. It cannot be undone.

    Administrators only. Nothing is erased before the card is saved.
    """
    found = record_named(Asker(ctx.crm, ctx.language, ctx.focus), person, ("contact", "lead"))
    draft = Draft(ctx.crm)
    draft.erase(found)
    proposal = draft.save(thread=ctx.thread_id or None, tool="erase_person", language=ctx.language)
    say = ctx.words(
        f"This takes {found.display} ({found.ref}) out of every record, note, change, conversation and file for good. It cannot be undone, "
        "and a restored backup forgets them again. What others wrote by first name only may remain in notes that are not linked to them.",
        f"这将把“{found.display}”（{found.ref}）从所有记录、备注、修改历史、对话和文件中永久抹除，无法撤销；恢复备份后也会再次抹除。"
        "未与其关联的备注中仅以简称提及的内容可能保留。",
    )
    return ToolResult(say, proposal=proposal.id)
