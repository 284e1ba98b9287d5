"""Make two records one."""

from typing import Annotated

from pydantic import Field

from assistant.blocks import Choice, Question
from assistant.errors import ToolProblem
from assistant.kinds import RecordName
from assistant.reading import PRONOUNS, Asker, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import FieldWords, count_text, listed
from crm_store.base import Record
from crm_store.merging import MERGED, differing, hanging_on
from crm_store.models import entity_type, fields_of
from crm_store.names import normal
from crm_store.proposals import Draft
from crm_store.queries.doubles import doubles_of
from crm_store.queries.lookup import best, resolve
from crm_store.queries.namesakes import label

_THEM = frozenset(
    "them both these those the two these two those two the pair 它们 他们 她们 这两个 这两条 那两个 两者 二者 这俩 这两位 这两家".split()
)


@tool(
    effect="proposes",
    says=(
        "merge C-12 into C-3",
        "merge Acme GmbH into Acme Industrial",
        "combine the two Bob Stones",
        "these two accounts are the same, merge them",
        "ACC-7 is a duplicate of ACC-2, merge it",
        "merge the duplicates of Globex",
        "make ACC-4 and ACC-9 one account",
        "merge both contacts called Li Na",
        "fold Initech Inc into Initech",
        "把 C-12 合并到 C-3",
        "合并 Acme GmbH 和 Acme Industrial",
        "把两个李娜合并成一个",
        "这两个客户是同一家，合并一下",
        "ACC-7 和 ACC-2 重复了，请合并",
        "把华阳的重复记录合并",
        "合并联系人 C-4 和 C-9",
        "把“华阳科技有限公司”并入“华阳科技”",
        "这两条线索合并为一条",
    ),
)
def merge_records(
    ctx: ToolContext,
    record: Annotated[
        RecordName, Field(description="The record that goes: its links, notes and missing values move over.")
    ],
    into: Annotated[
        RecordName | None, Field(description="The record that stays; if left out, the duplicate found.")
    ] = None,
) -> ToolResult:
    """Propose merging two accounts, contacts, leads or deals. What hangs on the one moves to the other, which keeps its own values.

    Nothing is written until the person saves the card; undo takes them apart again.
    """
    pair = _pair(ctx, record, into)
    if isinstance(pair, ToolResult):
        return pair
    keep, gone = pair
    draft = Draft(ctx.crm)
    draft.merge(keep, gone)
    lines = [_moves(ctx, keep, gone), *_stays(ctx, keep, gone)]
    proposal = draft.save(thread=ctx.thread_id or None, tool="merge_records", language=ctx.language)
    focus = [(type(keep).about.entity, keep.id or 0)]
    return ToolResult("\n".join(line for line in lines if line), proposal=proposal.id, focus=focus)


def _pair(ctx: ToolContext, record: str, into: str | None) -> tuple[Record, Record] | ToolResult:
    """(what stays, what goes)."""
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    if into is None and normal(record) in _THEM:
        last = ctx.focus[:2]
        if len(last) < 2 or last[0][0] != last[1][0]:
            raise ToolProblem(
                "Which two? Name both, such as “merge C-12 into C-3”.",
                "是哪两条？请都说出来，例如“把 C-12 合并到 C-3”。",
            )
        return _older(ctx.crm.get(*last[0]), ctx.crm.get(*last[1]))
    if into is not None:
        keep = record_named(asker, into, () if _pointed(into) else MERGED)
        return keep, record_named(asker, record, (type(keep).about.entity,))
    twins = [] if _pointed(record) else best(resolve(ctx.crm, record, MERGED))
    if len(twins) == 2:
        return _older(*(ctx.crm.get(t.entity, t.number) for t in twins))
    found = record_named(asker, record, MERGED)
    others = [p.other for p in doubles_of(ctx.crm, found)]
    if not others:
        raise ToolProblem(
            f"I found no duplicate of {found.display} ({found.ref}). Name the other record: “merge {found.ref} into …”.",
            f"没有找到“{found.display}”（{found.ref}）的重复记录。请说出另一条：“把 {found.ref} 合并到……”。",
        )
    if len(others) > 1:
        text = ctx.words(f"Which one is the same as {found.display}?", f"哪一条与“{found.display}”相同？")
        choices = [Choice(label(ctx.crm, o), o.ref, f"merge {o.ref} into {found.ref}") for o in others[:8]]
        return ToolResult(text, question=Question(text, choices), data={"unclear": record})
    return _older(found, others[0])


def _older(a: Record, b: Record) -> tuple[Record, Record]:
    """The record that was there first stays."""
    return (a, b) if (a.created_at, a.id or 0) <= (b.created_at, b.id or 0) else (b, a)


def _pointed(name: str) -> bool:
    return normal(name) in PRONOUNS or name.strip() in PRONOUNS


def _moves(ctx: ToolContext, keep: Record, gone: Record) -> str:
    parts = []
    for entity, many in hanging_on(ctx.crm, gone).items():
        about = entity_type(entity).about
        parts.append(count_text(many, about.en, about.en_many, f" 条{about.zh}", ctx.language).replace("  ", " "))
    what = listed(parts, ctx.language) or ctx.words("nothing else", "没有其他关联记录")
    return ctx.words(
        f"{gone.display} ({gone.ref}) goes into {keep.display} ({keep.ref}); with it move: {what}.",
        f"“{gone.display}”（{gone.ref}）将并入“{keep.display}”（{keep.ref}）；随之转移：{what}。",
    )


def _stays(ctx: ToolContext, keep: Record, gone: Record) -> list[str]:
    """Values both have and that differ: the one that stays is shown beside the one that goes."""
    words, entity = FieldWords(ctx.crm, ctx.language), type(keep).about.entity
    specs = fields_of(entity)
    lines = []
    for name, mine, theirs in differing(ctx.crm, keep, gone):
        spec = specs[name]
        if name == entity_type(entity).about.title or not spec.editable:
            continue
        a, b = (
            words.value(spec, mine, getattr(keep, spec.currency, None)),
            words.value(spec, theirs, getattr(gone, spec.currency, None)),
        )
        if a and b and a != b:
            lines.append(ctx.words(f"- {spec.en}: {a} stays, {b} goes", f"- {spec.zh}：保留 {a}，舍去 {b}"))
    head = ctx.words("Where both have a value, the first stays:", "两边都有值的字段，保留前者：")
    return [head, *lines[:12]] if lines else []
