"""Fields a company adds to its records: made, listed, renamed, widened, retired and brought back."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field

from assistant.cards import FIELD_KINDS
from assistant.errors import ToolProblem
from assistant.kinds import Words
from assistant.reading import field_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._fields_listed import fields_listed
from assistant.wording import count_text
from crm_store.errors import NotAllowed
from crm_store.models import CustomField, entity_type
from crm_store.names import normal
from crm_store.own_fields import ON, alike, definitions, free_key, holders, spec_from
from crm_store.proposals import Draft
from crm_store.queries.find import Condition, Query, count

On = Literal["account", "contact", "deal", "lead", "ticket", "task", "activity", "product"]
FieldKind = Literal["text", "long", "number", "date", "bool", "choice"]
_LONGEST = 60


@tool(
    effect="proposes",
    says=(
        "add a field 'tender date' (date) to deals",
        "add a custom field risk class to deals with options low, medium, high",
        "we need a custom field on accounts for the contract number, text",
        "which custom fields do deals have?",
        "rename the field risk class of deals to risk level",
        "add the option critical to the field risk class of deals",
        "the field contract number of accounts is no longer required",
        "retire the field risk class of deals",
        "给商机加一个字段：招标日期，日期类型",
        "客户上增加一个下拉字段 风险等级：高、中、低",
        "给客户加一个自定义字段：合同编号",
        "商机有哪些自定义字段？",
        "把商机的字段风险等级改名为风险级别",
        "给商机的风险等级字段增加选项：极高",
        "客户的合同编号字段不再必填",
        "停用商机的字段风险等级",
    ),
)
def define_field(
    ctx: ToolContext,
    on: Annotated[On | None, Field(description="The record type that gets the field, or has it.")] = None,
    label: Annotated[Words | None, Field(description="What the field is called; of one there is already, any of its names.")] = None,
    label_zh: Annotated[str | None, Field(description="Its Chinese name, when both are said.")] = None,
    kind: Annotated[FieldKind | None, Field(description="What it holds; bool is yes or no; text if not said.")] = None,
    options: Annotated[
        list[str], Field(max_length=100, description="Options of a choice; “low|低” names one in both languages. For a choice there is: those to add.")
    ] = [],  # noqa: B006
    required: Annotated[bool | None, Field(description="Whether every record must have it.")] = None,
    unique: Annotated[bool | None, Field(description="Whether no two records may have the same.")] = None,
    new_label: Annotated[str | None, Field(description="Another name for a field there is.")] = None,
    new_label_zh: str | None = None,
    retire: Annotated[bool, Field(description="Take a field out of use; its values are kept.")] = False,
    change: Annotated[bool, Field(description="The field is there already and is to be changed.")] = False,
) -> ToolResult:  # fmt: skip
    """Propose a new field on a record type, a change of one the company added, or its retirement; without a label list them.

    Only administrators. It is usable at once in chat, lists, imports, exports, cards and the pipeline.
    """
    if label is None:
        return fields_listed(ctx, on)
    if "configure" not in ctx.actor.rights:
        raise NotAllowed(
            "Only an administrator adds fields or changes them. Ask one.",
            "只有管理员可以添加或修改字段，请联系管理员。",
        )
    label = label.strip(" \"'“”‘’「」")
    on, found = _meant(ctx, on, label, change or retire or new_label is not None)
    draft = Draft(ctx.crm)
    if found is None:
        note = _made(ctx, draft, on, label, label_zh, kind, options, required, unique)
    elif retire:
        held = len(holders(ctx.crm, on, found.key))
        draft.delete(found)
        note = ctx.words(
            f"What {count_text(held, 'record holds', 'records hold', '', 'en')} in it is kept, and is there again when the field is brought back.",
            f"已有的 {held:,} 条数据会保留；恢复该字段后即可再用。",
        )
    else:
        note = _changed(ctx, draft, on, found, label_zh, kind, options, required, unique, new_label, new_label_zh)
        if not draft.changes:
            return ToolResult(ctx.words(f"The field “{label}” is so already.", f"字段“{label}”已经如此。"))
    made = draft.save(thread=ctx.thread_id or None, tool="define_field", language=ctx.language)
    return ToolResult(note, proposal=made.id)


def _meant(ctx: ToolContext, on: On | None, label: str, there: bool) -> tuple[On, CustomField | None]:
    """The record type, and the field of the company's that is meant; None when it is to be made.

    Raises:
        ToolProblem: no record type was said, or there is no such field to change, or there is one already.
    """
    kinds: Sequence[Any] = (on,) if on else ON
    found = [(e, f) for e in kinds for f in definitions(ctx.crm, e) if _called(f, label)]
    if there and len(found) == 1:
        return found[0]
    if there and found:
        names = _types(ctx, [e for e, _ in found])
        raise ToolProblem(
            f"Several have a field “{label}”: {names}. Which one?",
            f"多种记录都有“{label}”字段：{names}。请问是哪一种？",
        )
    if there:
        own = [f for e in kinds for f in definitions(ctx.crm, e)]
        en, zh = (
            ", ".join(dict.fromkeys(spec_from(f).en for f in own)),
            "、".join(dict.fromkeys(spec_from(f).zh for f in own)),
        )
        raise ToolProblem(
            f"There is no custom field “{label}”. There are: {en or 'none'}.",
            f"没有自定义字段“{label}”。现有：{zh or '无'}。",
        )
    if on is None:
        raise ToolProblem(
            f"Which records get the field “{label}”? {_types(ctx, ON)}.",
            f"“{label}”字段加到哪种记录上？可选：{_types(ctx, ON)}。",
        )
    return on, None


def _types(ctx: ToolContext, kinds: Sequence[str]) -> str:
    return ctx.words(", ", "、").join(entity_type(e).about.label(ctx.language, many=True) for e in kinds)


def _called(f: CustomField, said: str) -> bool:
    return normal(said) in {normal(w.replace("_", " ")) for w in (f.key, f.label_en or "", f.label_zh or "") if w}


def _made(
    ctx: ToolContext,
    draft: Draft,
    on: On,
    label: str,
    label_zh: str | None,
    kind: str | None,
    options: list[str],
    required: bool | None,
    unique: bool | None,
) -> str:
    en, zh = _labels(label, label_zh)
    for said in (en, zh):
        _must_be_free(ctx, on, said, None)
    said_kind = bool(kind or options)
    kind = kind or ("choice" if options else "text")
    listed = _options(options) if kind == "choice" else []
    if kind == "choice" and not listed:
        raise ToolProblem(
            f"Which options does “{label}” have? Say for instance: low, medium, high.",
            f"“{label}”有哪些选项？例如：高、中、低。",
        )
    if unique and kind in ("choice", "bool", "long"):
        raise ToolProblem(
            f"A {FIELD_KINDS[kind][0]} cannot be unique; only text, a number or a day can.",
            f"{FIELD_KINDS[kind][1]}字段不能设为唯一；只有文本、数字或日期可以。",
        )
    gone = [
        f
        for f in definitions(ctx.crm, on, retired=True)
        if f.deleted_at is not None and (_called(f, en) or _called(f, zh))
    ]
    if gone and (gone[-1].type == kind or not said_kind):
        draft.restore(gone[-1])
        return ctx.words(
            "A retired field of that name is brought back with what it held.", "恢复已停用的同名字段及其原有数据。"
        )
    used = {f.key for f in definitions(ctx.crm, on, retired=True)}
    values: dict[str, Any] = {"entity": on, "key": free_key(en, used), "label_en": en, "label_zh": zh, "type": kind}
    draft.create("custom_field", _full(values, listed, required, unique))
    about = entity_type(on).about
    note = ctx.words(
        f"Once saved, every {about.en} has it: in chat, lists, imports, exports and cards.",
        f"保存后每个{about.zh}都有该字段，可用于对话、筛选、导入、导出和卡片。",
    )
    return note + (_lacking(ctx, on, count(ctx.crm, Query(on))) if required else "")


def _full(values: dict[str, Any], options: list[str], required: bool | None, unique: bool | None) -> dict[str, Any]:
    more: dict[str, Any] = {"options": options} if options else {}
    more |= {"required": True} if required else {}
    return values | more | ({"unique": True} if unique else {})


def _changed(
    ctx: ToolContext,
    draft: Draft,
    on: On,
    found: CustomField,
    label_zh: str | None,
    kind: str | None,
    options: list[str],
    required: bool | None,
    unique: bool | None,
    new_label: str | None,
    new_label_zh: str | None,
) -> str:
    values: dict[str, Any] = {}
    note = ""
    if kind is not None and kind != found.type:
        raise ToolProblem(
            f"“{spec_from(found).en}” holds {FIELD_KINDS[found.type][0]}, and what a field holds stays. Retire it and add another.",
            f"“{spec_from(found).zh}”的类型是{FIELD_KINDS[found.type][1]}，类型不能更改。请停用后另建字段。",
        )
    if new_label or new_label_zh:
        en, zh = _labels(new_label or str(new_label_zh), new_label_zh)
        for said in (en, zh):
            _must_be_free(ctx, on, said, found)
        one_language = found.label_en == found.label_zh or new_label_zh
        values |= (
            {"label_en": en, "label_zh": zh} if one_language else {"label_en": en} if en.isascii() else {"label_zh": zh}
        )
    if label_zh and not values:
        _must_be_free(ctx, on, label_zh, found)
        values["label_zh"] = label_zh
    if options:
        if found.type != "choice":
            raise ToolProblem(
                f"“{spec_from(found).en}” is no choice, so it has no options.",
                f"“{spec_from(found).zh}”不是选项字段，不能添加选项。",
            )
        values["options"] = _options([*(found.options or []), *options])
    if required is not None and required != found.required:
        values["required"] = required
        if required:
            note = _lacking(ctx, on, count(ctx.crm, Query(on, [Condition(f"custom.{found.key}", "empty")])))
    if unique is not None and unique != found.unique:
        if unique:
            _must_be_single(ctx, on, found)
        values["unique"] = unique
    if values:
        draft.update(found, values)
    return note.strip()


def _lacking(ctx: ToolContext, on: str, many: int) -> str:
    about = entity_type(on).about
    if not many:
        return ""
    return ctx.words(
        f" {many:,} {about.label('en', many != 1)} on record lack it; they stay as they are until somebody fills it.",
        f"现有 {many:,} 条{about.zh}没有填写，保持原样，直到有人补填。",
    )


def _must_be_single(ctx: ToolContext, on: str, found: CustomField) -> None:
    held = sorted(holders(ctx.crm, on, found.key), key=lambda h: str(h[1]).strip().casefold())
    for (one, value), (other, again) in pairwise(held):
        if alike(value, again):
            seen = ctx.crm.many(on, [one, other])
            names = ctx.words(" and ", "和").join(f"{r.display} ({r.ref})" for r in seen.values())
            raise ToolProblem(
                f"“{value}” stands in several records ({names}), so “{spec_from(found).en}” cannot be unique yet.",
                f"“{value}”出现在多条记录中（{names}），“{spec_from(found).zh}”暂时不能设为唯一。",
            )


def _labels(label: str, label_zh: str | None) -> tuple[str, str]:
    en, zh = label.strip(), (label_zh or label).strip()
    for said in (en, zh):
        if not said or len(said) > _LONGEST or not any(c.isalnum() for c in said):
            raise ToolProblem(f"A field’s name has 1 to {_LONGEST} characters.", f"字段名称为 1 到 {_LONGEST} 个字符。")
    return (zh, en) if zh.isascii() and not en.isascii() else (en, zh)


def _must_be_free(ctx: ToolContext, on: str, said: str, but: CustomField | None) -> None:
    """ToolProblem when records of this type have a field of that name, built in or the company's own."""
    about = entity_type(on).about
    held = field_named(on, said)
    if held is None and said.casefold() in ("ref", "custom", "id", "编号"):
        raise ToolProblem(
            f"“{said}” is taken by Parley itself. Choose another name.", f"“{said}”是系统名称，请换一个。"
        )
    if held is None:
        there = next(
            (f for f in definitions(ctx.crm, on) if _called(f, said) and (but is None or f.id != but.id)), None
        )
        held = spec_from(there) if there is not None else None
    if held is not None:
        raise ToolProblem(
            f"{about.en_many.capitalize()} have a field of that name: {held.en} ({held.zh}). Choose another, or change that one.",
            f"{about.zh}已有同名字段：{held.zh}（{held.en}）。请换一个名称，或修改该字段。",
        )


def _options(said: list[str]) -> list[str]:
    """Options without repetitions; one said again in both languages takes the place of the single one."""
    made: list[str] = []
    for option in said:
        names = [w.strip() for w in option.replace("｜", "|").split("|") if w.strip()]
        if not names:
            continue
        known = next(
            (i for i, m in enumerate(made) if {w.casefold() for w in m.split("|")} & {n.casefold() for n in names}),
            None,
        )
        if known is None:
            made.append("|".join(names))
        elif len(names) > len(made[known].split("|")):
            first = made[known].split("|")[0]
            made[known] = "|".join([first, *(n for n in names if n.casefold() != first.casefold())])
    return made
