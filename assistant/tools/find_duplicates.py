"""Records that may be one and the same: of one record, or through all of a type."""

from typing import Literal

from assistant.blocks import Table
from assistant.errors import ToolProblem
from assistant.kinds import RecordName
from assistant.reading import Asker, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import count_text, listed, percent_text
from crm_store.models import entity_type
from crm_store.queries.doubles import WHY, Pair, doubles, doubles_of
from crm_store.queries.namesakes import labels

_TYPES = ("account", "contact", "lead")
_SHOWN = 50


@tool(
    effect="reads",
    says=(
        "find duplicates",
        "are there duplicate contacts?",
        "which accounts are in here twice?",
        "is Acme a duplicate?",
        "look for double entries among my leads",
        "find duplicate customers",
        "does Bob Stone exist twice?",
        "show possible duplicates of Globex",
        "check for duplicate leads",
        "查找重复记录",
        "有没有重复的联系人？",
        "哪些客户录重了？",
        "Acme 有重复的吗？",
        "检查一下线索里的重复",
        "找出重复客户",
        "李娜是不是录了两次？",
        "看看华阳有没有重复记录",
        "联系人查重",
    ),
)
def find_duplicates(
    ctx: ToolContext,
    record: RecordName | None = None,
    entity: Literal["account", "contact", "lead"] | None = None,
) -> ToolResult:
    """Find accounts, contacts or leads that may be one, with how likely and why: e-mail, phone, domain, name in either script.

    Of one `record`, of one type (`entity`), or of all three.
    """
    if record is not None:
        found = record_named(Asker(ctx.crm, ctx.language, ctx.focus), record, (entity,) if entity else _TYPES)
        of = type(found).about.entity
        if of not in _TYPES:
            raise ToolProblem(
                "I look for duplicates among accounts, contacts and leads.", "我可以在客户、联系人和线索中查找重复。"
            )
        pairs = doubles_of(ctx.crm, found)
        total, where = len(pairs), f"{found.display} ({found.ref})"
    else:
        pairs, total, where = [], 0, ""
        for of in [entity] if entity else _TYPES:
            some, many = doubles(ctx.crm, of, limit=_SHOWN)
            pairs, total = [*pairs, *some], total + many
        pairs.sort(key=lambda p: (-p.score, type(p.one).about.entity, p.one.id or 0))
    among = _among(ctx, where, entity)
    if not pairs:
        return ToolResult(
            ctx.words(f"I found no duplicates {among}.", f"{among}没有发现重复记录。"), data={"pairs": []}
        )
    many_text = count_text(total, "likely pair", "likely pairs", "对疑似重复", ctx.language)
    head = ctx.words(f"{many_text} {among}, the likeliest first:", f"{among}有 {many_text}，最可能的在前：")
    names = labels(ctx.crm, [r for p in pairs for r in (p.one, p.other)])
    rows = [_row(ctx, p, names) for p in pairs[:_SHOWN]]
    lines = [
        ctx.words(f"- {a} = {b} ({score}): {why}", f"- {a} = {b}（{score}）：{why}") for a, b, score, why in rows[:8]
    ]
    first = pairs[0]
    tail = ctx.words(
        f"To make two of them one, say “merge {first.other.ref} into {first.one.ref}”.",
        f"要合并其中两条，请说“把 {first.other.ref} 合并到 {first.one.ref}”。",
    )
    columns = [
        ctx.words(*c)
        for c in (("Record", "记录"), ("Perhaps the same as", "可能相同"), ("Likely", "可能性"), ("Why", "原因"))
    ]
    table = Table(
        ctx.words("Possible duplicates", "疑似重复"), columns, rows, [p.one.ref for p in pairs[:_SHOWN]], total
    )
    focus = [(type(r).about.entity, r.id or 0) for r in (first.one, first.other)]
    data = {"pairs": [dict(zip(columns, r, strict=True)) for r in rows], "total": total}
    return ToolResult("\n".join([head, *lines, tail]), show=[table], data=data, focus=focus)


def _among(ctx: ToolContext, where: str, entity: str | None) -> str:
    if where:
        return ctx.words(f"of {where}", f"“{where}”")
    if entity:
        about = entity_type(entity).about
        return ctx.words(f"among the {about.en_many} you see", f"您能看到的{about.zh}中")
    return ctx.words("among the accounts, contacts and leads you see", "您能看到的客户、联系人和线索中")


def _row(ctx: ToolContext, pair: Pair, names: dict[tuple[str, int], str]) -> list[str]:
    def said(r: object) -> str:
        record = pair.one if r is pair.one else pair.other
        name = names[(type(record).about.entity, record.id or 0)]
        return ctx.words(f"{name} ({record.ref})", f"{name}（{record.ref}）")

    why = listed([ctx.words(*WHY[k]) for k in pair.why], ctx.language)
    return [said(pair.one), said(pair.other), percent_text(int(pair.score * 100), 100), why]
