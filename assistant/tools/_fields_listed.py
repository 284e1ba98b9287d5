"""The fields a company added, told to whoever asks."""

from assistant.blocks import Table
from assistant.cards import FIELD_KINDS
from assistant.tools._base import ToolContext, ToolResult
from crm_store.models import entity_type
from crm_store.own_fields import ON, definitions, spec_from


def fields_listed(ctx: ToolContext, on: str | None) -> ToolResult:
    """Each field with its record type, what it holds, its options and rules; administrators are told how to add one."""
    kinds = (on,) if on else ON
    found = [(e, f) for e in kinds for f in definitions(ctx.crm, e)]
    if not found:
        of = entity_type(on).about if on else None
        return ToolResult(
            ctx.words(
                f"{of.en_many.capitalize() if of else 'Your records'} have no custom fields yet. An administrator adds one with: add a field ‘tender date’ (date) to deals.",
                f"{of.zh if of else '目前'}还没有自定义字段。管理员可以说：给商机加一个字段：招标日期，日期类型。",
            ),
            data={"fields": []},
        )
    rows, lines = [], []
    for entity, f in found:
        spec, about = spec_from(f), entity_type(entity).about
        kind = FIELD_KINDS.get(f.type, (f.type, f.type))
        names = ctx.words(", ", "、").join(c.label(ctx.language) for c in spec.choices) if spec.choices else ""  # type: ignore[attr-defined]
        marks = [
            w
            for on_, w in ((f.required, ctx.words("required", "必填")), (f.unique, ctx.words("unique", "唯一")))
            if on_
        ]
        rows.append(
            [
                spec.label(ctx.language),
                about.label(ctx.language),
                ctx.words(*kind),
                names,
                ctx.words(", ", "、").join(marks),
            ]
        )
        detail = ctx.words("; ", "；").join(
            [ctx.words(*kind) + (ctx.words(": ", "：") + names if names else ""), *marks]
        )
        lines.append(ctx.words(f"{spec.en} ({detail})", f"{spec.zh}（{detail}）") + ("" if on else ctx.words(f" of {about.en_many}", f"［{about.zh}］")))  # fmt: skip
    whole = ctx.words("; ", "；").join(lines)
    of_ = entity_type(on).about if on else None
    say = ctx.words(
        f"{len(found)} custom {'field' if len(found) == 1 else 'fields'}{' of ' + of_.en_many if of_ else ''}: {whole}.",
        f"{of_.zh if of_ else ''}自定义字段共 {len(found)} 个：{whole}。",
    )
    if "configure" in ctx.actor.rights:
        say += ctx.words(
            " Add one with: add a field ‘tender date’ (date) to deals.",
            "新增可以说：给商机加一个字段：招标日期，日期类型。",
        )
    columns = [
        ctx.words(*c)
        for c in (
            ("Field", "字段"),
            ("Record type", "记录类型"),
            ("Kind", "类型"),
            ("Options", "选项"),
            ("Rules", "规则"),
        )
    ]
    return ToolResult(
        say,
        show=[Table(ctx.words("Custom fields", "自定义字段"), columns, rows, total=len(rows))],
        data={"fields": rows},
    )
