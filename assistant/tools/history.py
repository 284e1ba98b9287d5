"""Who changed what on a record, when, from what to what, and how."""

from typing import Annotated, Any

from pydantic import Field

from assistant.blocks import Table
from assistant.errors import ToolProblem
from assistant.kinds import EntityName, Period, RecordName, TeamOrPerson
from assistant.reading import Asker, field_named, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._changes import KINDS, changes_since, values_of, what_of, who_of, within
from assistant.wording import FieldWords, count_text, moment_text, name_text
from crm_store.base import Record
from crm_store.models import entity_type
from crm_store.names import normal
from crm_store.own_fields import all_specs
from crm_store.queries.events import Change
from crm_store.queries.events import history as changes_of

_MOST = 30
_DOORS = {
    "log_interaction": ("by a logged interaction", "记录沟通时"), "create_task": ("with a task", "添加任务时"), "open_ticket": ("with a ticket", "新建工单时"),
    "propose_change": ("in chat", "对话中"), "import": ("import", "导入"),
}  # fmt: skip
"""By which tool a change came, in words."""
_CREATED = frozenset({"created", "created by", "created at", "creation", "creator", "创建", "创建人", "创建时间"})
"""Asked for instead of a field: who made the record, and when."""


@tool(
    effect="reads",
    says=(
        "who changed the amount of the Acme renewal?",
        "show the history of D-12",
        "what changed on the Globex rollout?",
        "when did it move to negotiation?",
        "who moved this deal and when?",
        "how often did the close date slip?",
        "what was the amount before?",
        "who created this contact?",
        "audit trail of Initech",
        "what changed on my deals since Friday?",
        "what has changed since Monday?",
        "谁改了 Acme 续约的金额？",
        "看一下 D-12 的修改记录",
        "华阳试点有哪些变更？",
        "什么时候进入商务谈判阶段的？",
        "这单是谁推进的？",
        "预计成交日期改过几次？",
        "之前的金额是多少？",
        "这个联系人是谁创建的？",
        "Initech 的操作历史",
        "周五以来我的商机有什么变化？",
        "这周有哪些变动？",
    ),
)
def history(
    ctx: ToolContext,
    record: RecordName | None = None,
    field: Annotated[
        str | None,
        Field(
            description="Only changes of this field, named in either language: stage, amount, owner; “created” for who made it."
        ),
    ] = None,
    period: Period | None = None,
    entity: EntityName | None = None,
    whose: TeamOrPerson | None = None,
    by: Annotated[str | None, Field(description="Only what this person changed: “me” or a name.")] = None,
) -> ToolResult:
    """List changes, newest first: who, when, which field, from what to what, by which tool or import.

    Of one `record`; or, without one, of all records in a period (the last 7 days if none is given), of one type if `entity`
    says so, of somebody's records if `whose` does; made by somebody if `by` does.
    """
    if record is None:
        return changes_since(ctx, period, entity, whose, by, field)
    return _of_record(ctx, record, field, period)


def _of_record(ctx: ToolContext, record: str, field: str | None, period: str | None) -> ToolResult:
    found = record_named(Asker(ctx.crm, ctx.language, ctx.focus), record)
    entity = type(found).about.entity
    made = field is not None and normal(field.replace("_", " ")) in _CREATED
    spec = field_named(entity, field, ctx.crm) if field and not made else None
    if (
        field
        and not made
        and spec is None
        and entity == "account"
        and (own := field_named("deal", field, ctx.crm)) is not None
    ):
        found = record_named(Asker(ctx.crm, ctx.language, ctx.focus), record, ("deal",))
        entity, spec = "deal", own
    if field and not made and spec is None:
        about = entity_type(entity).about
        known_en, known_zh = (
            ", ".join(s.en for s in all_specs(ctx.crm, entity).values()),
            "、".join(s.zh for s in all_specs(ctx.crm, entity).values()),
        )
        raise ToolProblem(
            f"{about.en_many.capitalize()} have no field “{field}”. There are: {known_en}.",
            f"{about.zh}没有“{field}”字段。可用字段：{known_zh}。",
        )
    changes = within(ctx, changes_of(ctx.crm, found, spec.name if spec else None), period)
    if made:
        changes = [c for c in changes if c.op == "create" and c.entity == entity]
    focus = [(entity, found.id or 0)]
    name = (
        f"{name_text(found, ctx.language)} ({found.ref})"
        if ctx.language == "en"
        else f"{name_text(found, 'zh')}（{found.ref}）"
    )
    of = ctx.words(f" of {spec.en}", spec.zh) if spec else ""
    of += ctx.words(f" ({period})", f"（{period}）") if period else ""
    if not changes:
        return ToolResult(
            ctx.words(
                f"No change{of} on {name} is on record.",
                f"{name}没有{of}的修改记录。" if of else f"{name}没有修改记录。",
            ),
            data={"changes": []},
            focus=focus,
        )
    words = FieldWords(ctx.crm, ctx.language)
    rows = [_row(ctx, words, c, found) for c in changes[:_MOST]]
    columns = [
        ctx.words(*c)
        for c in (
            ("When", "时间"),
            ("Who", "操作人"),
            ("What", "内容"),
            ("From", "原值"),
            ("To", "新值"),
            ("How", "方式"),
        )
    ]
    title = ctx.words(f"History of {name_text(found, 'en')}", f"{name_text(found, 'zh')}的修改记录")
    many = count_text(len(changes), "change", "changes", "次修改", ctx.language)
    head = ctx.words(f"{many}{of} on {name}, the latest first:", f"{name}的{of}修改记录，共{many}，最近的在前：")
    if made:
        head = ctx.words(f"How {name} came to be on record:", f"{name}的创建记录：")
    lines = [head, *(_sentence(ctx, words, c, found) for c in changes[:8])]
    if len(changes) > 8:
        lines.append(ctx.words(f"- and {len(changes) - 8:,} more", f"- 另有 {len(changes) - 8:,} 次"))
    table = Table(title, columns, rows, total=len(changes))
    return ToolResult("\n".join(lines), show=[table], data=_data(columns, rows, len(changes)), focus=focus)


def _row(ctx: ToolContext, words: FieldWords, c: Change, record: Record) -> list[str]:
    return [
        moment_text(c.at.astimezone(ctx.actor.zone), ctx.language),
        who_of(ctx, c),
        what_of(ctx, c, type(record).about.entity),
        *values_of(words, c),
        _how(ctx, c),
    ]


def _sentence(ctx: ToolContext, words: FieldWords, c: Change, record: Record) -> str:
    at, who, what = (
        moment_text(c.at.astimezone(ctx.actor.zone), ctx.language),
        who_of(ctx, c),
        what_of(ctx, c, type(record).about.entity),
    )
    how = _how(ctx, c)
    note = ctx.words(f" [{how}]", f"［{how}］") if how else ""
    if c.field is None:
        return ctx.words(f"- {at}, {who}: {what}{note}", f"- {at}，{who}：{what}{note}")
    before, after = (v or ctx.words("(empty)", "（空）") for v in values_of(words, c))
    return ctx.words(
        f"- {at}, {who}: {what} {before} → {after}{note}", f"- {at}，{who}：{what} {before} → {after}{note}"
    )


def _how(ctx: ToolContext, c: Change) -> str:
    """By which door: the import, or the tool and the turn; whether it was undone."""
    parts = []
    if c.kind in KINDS and c.by is not None:
        parts.append(ctx.words(*KINDS[c.kind]))
    elif c.tool:
        parts.append(ctx.words(*_DOORS.get(c.tool, ("in chat", "对话中"))))
    if c.undone:
        parts.append(ctx.words("undone since", "已撤销"))
    return ctx.words(", ", "，").join(parts)


def _data(columns: list[str], rows: list[list[str]], total: int) -> dict[str, Any]:
    return {"changes": [dict(zip(columns, row, strict=True)) for row in rows], "total": total}
