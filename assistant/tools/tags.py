"""The tags in use, and how many records carry each."""

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field

from assistant.blocks import Table
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import count_text
from crm_store.models import entity_type
from crm_store.queries.tags import TAGGED, carried

_SAID = 12


@tool(
    effect="reads",
    says=(
        "which tags are in use?",
        "list all tags",
        "which tags do accounts have?",
        "what tags do we have?",
        "show me all tags",
        "what tags are used on deals?",
        "tags of contacts",
        "which labels are in use?",
        "有哪些标签？",
        "列出所有标签",
        "客户有哪些标签？",
        "目前有哪些标签",
        "商机有哪些标签",
        "标签列表",
        "我们在用的标签",
        "联系人有哪些标签",
    ),
)
def tags(
    ctx: ToolContext,
    on: Annotated[
        Literal["account", "contact", "deal", "lead", "ticket", "task", "activity"] | None,
        Field(description="Only the tags of this record type."),
    ] = None,
) -> ToolResult:
    """List the tags records carry, the most used first, with how many records of which type carry each.

    Tags are put on and taken off with propose_change: {"tags": "+VIP"} and {"tags": "-VIP"}; lists by tag come from find_records.
    """
    found: Counter[str] = Counter()
    each: dict[str, Counter[str]] = {}
    spelled: dict[str, str] = {}
    for entity in (on,) if on else TAGGED:
        for tag in carried(ctx.crm, entity):
            key = tag.casefold()
            spelled.setdefault(key, tag)
            found[key] += 1
            each.setdefault(key, Counter())[entity] += 1
    of = entity_type(on).about if on else None
    if not found:
        return ToolResult(
            ctx.words(
                f"No {of.en_many if of else 'records'} carry a tag yet. Say for instance: tag Acme as VIP.",
                f"{of.zh if of else '目前'}还没有标签。例如可以说：给华阳打上VIP标签。",
            ),
            data={"tags": []},
        )
    ranked = sorted(found, key=lambda k: (-found[k], k))
    rows = [[spelled[k], f"{found[k]:,}", _where(ctx, each[k])] for k in ranked]
    some = ctx.words(", ", "、").join(f"{spelled[k]} ({found[k]:,})" if ctx.language == "en" else f"{spelled[k]}（{found[k]:,}）" for k in ranked[:_SAID])  # fmt: skip
    more = len(ranked) - _SAID
    tail = ctx.words(f" and {more} more", f"，另有 {more} 个") if more > 0 else ""
    many = count_text(len(ranked), "tag", "tags", " 个标签", ctx.language)
    say = ctx.words(
        f"{many} in use{' on ' + of.en_many if of else ''}: {some}{tail}.",
        f"{of.zh if of else ''}在用 {many}：{some}{tail}。",
    )
    columns = [ctx.words(*c) for c in (("Tag", "标签"), ("Records", "数量"), ("Where", "记录类型"))]
    return ToolResult(
        say,
        show=[Table(ctx.words("Tags", "标签"), columns, rows, total=len(rows))],
        data={"tags": [r[:2] for r in rows]},
    )


def _where(ctx: ToolContext, held: Counter[str]) -> str:
    parts = []
    for entity, n in held.most_common():
        about = entity_type(entity).about
        parts.append(ctx.words(f"{n:,} {about.label('en', n != 1)}", f"{n:,} 条{about.zh}"))
    return ctx.words(", ", "、").join(parts)
