"""The groups of a question: counted, added up, the people or teams it names held against each other."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assistant.blocks import Block, Chart, Table
from assistant.errors import ToolProblem
from assistant.reading import field_named
from assistant.tools._base import ToolContext, ToolResult
from assistant.wording import FieldWords, money_text, number_text, rounded
from crm_store.base import FieldSpec, Kind, Record
from crm_store.codes import Codes, StageKind
from crm_store.models import entity_type, field_of
from crm_store.own_fields import is_own, own_called
from crm_store.queries.find import Condition, Query, count, grouped, subset, sums, total
from crm_store.queries.org import teams_below


def in_groups(
    ctx: ToolContext,
    query: Query,
    group_by: str,
    measure: str | None,
    money: FieldSpec | None,
    limit: int | None,
    head: str,
    more: dict[str, Any],
) -> ToolResult:
    """The records of a query by a field, behind the sentence `head` about all of them; `limit` cuts the groups."""
    entity = query.entity
    path = _path(ctx, entity, group_by)
    about = entity_type(entity).about
    rows: list[list[str]] = []
    data: list[dict[str, Any]] = []
    spec = _group_spec(ctx, entity, path)
    for value, record, n, part in _parts(ctx, query, spec, path):
        name = _group_name(ctx, spec, value, record)
        row = [name, f"{n:,}"]
        point: dict[str, Any] = {"label": name, "value": n, "text": f"{n:,}"}
        if money is not None:
            amount, text = _worth(ctx, part, money, n if measure == "average" else 0)
            row.append(text)
            if measure in ("sum", "average"):
                point = {"label": name, "value": float(amount), "text": row[-1]}
        rows.append(row)
        data.append(point)
    if measure in ("sum", "average"):
        order = sorted(range(len(rows)), key=lambda i: -data[i]["value"])
        rows, data = [rows[i] for i in order], [data[i] for i in order]
    by = spec.label(ctx.language)
    what = _worth_named(ctx, money, measure)
    columns = [by, ctx.words("Count", "数量")] + ([what] if money is not None else [])
    top = ctx.words("; ", "；").join(
        ctx.words(f"{r[0]}: {', '.join(r[1:])}", f"{r[0]}：{'，'.join(r[1:])}") for r in rows[: limit or 6]
    )
    title = ctx.words(f"{about.en_many.capitalize()} by {by}", f"{about.zh}按{by}统计")
    if any(c.path == path and c.op == "in" for c in query.conditions):
        top += _ahead(ctx, query, money, measure, data)
    rows, data = rows[:limit], data[:limit]
    show: list[Block] = [Table(title, columns, rows, total=len(rows)), Chart(title, "bar", data[:15])]
    return ToolResult(f"{head} {top}{ctx.words('.', '。')}", show=show, data=more | {"groups": rows})


def _parts(ctx: ToolContext, query: Query, spec: FieldSpec, path: str) -> Iterator[tuple[Any, Any, int, Query]]:
    """The groups as (value, record, count, the part of the query).

    People held against each other by name are among them also when they have nothing; a team stands for its sub-teams.
    """
    asked = [n for c in query.conditions if c.path == path and c.op == "in" for n in c.value]
    if spec.to == "team" and (whole := _with_sub_teams(ctx, asked)):
        for team, below in whole.items():
            part = replace(query, conditions=(*query.conditions, Condition(path, "in", below)))
            yield team, ctx.crm.get("team", team), count(ctx.crm, part), part
        return
    found = grouped(ctx.crm, query, path)
    missing = [n for n in asked if n not in {value for value, _, _ in found}] if spec.to == "user" else []
    held = ctx.crm.many("user", missing) if missing else {}
    for value, record, n in [*found, *((n, held[n], 0) for n in missing if n in held)]:
        yield value, record, n, subset(query, path, value)


def _with_sub_teams(ctx: ToolContext, asked: list[int]) -> dict[int, list[int]]:
    """The teams that were named, each with those below it that were counted in; none when no team has any."""
    below = {n: teams_below(ctx.crm, n) & set(asked) for n in asked}
    tops = [n for n in asked if not any(n in b for other, b in below.items() if other != n)]
    return {n: sorted(below[n]) for n in tops} if 1 < len(tops) < len(asked) else {}


def _worth(ctx: ToolContext, query: Query, spec: FieldSpec, shared_by: int) -> tuple[Decimal, str]:
    """What a group adds up to, or comes to on average, as a number and in words."""
    plain = spec.kind is not Kind.MONEY
    worth = sums(ctx.crm, query, spec.name)[""] if plain else total(ctx.crm, query, spec.name)[0]
    amount = (worth / shared_by).quantize(Decimal("0.1" if plain else "0.01")) if shared_by else worth
    currency = ctx.actor.currency
    return amount, number_text(amount) if plain else money_text(rounded(amount, currency), currency, ctx.language)


def _worth_named(ctx: ToolContext, spec: FieldSpec | None, measure: str | None) -> str:
    if spec is not None and spec.kind is not Kind.MONEY:
        return ctx.words(spec.en.capitalize(), spec.zh)
    return ctx.words("Average" if measure == "average" else "Amount", "平均金额" if measure == "average" else "金额")


def _ahead(
    ctx: ToolContext, query: Query, spec: FieldSpec | None, measure: str | None, data: list[dict[str, Any]]
) -> str:
    """Of two held against each other: who has more, and by how much; with won deals that is being ahead, with tickets it is not."""
    if len(data) != 2 or measure not in ("sum", "count"):
        return ""
    first, second = sorted(data, key=lambda d: -d["value"])
    gap = Decimal(str(first["value"])) - Decimal(str(second["value"]))
    if not gap:
        return ctx.words("; both are the same", "；两者相同")
    money = measure == "sum" and spec is not None and spec.kind is Kind.MONEY
    text = money_text(rounded(gap, ctx.actor.currency), ctx.actor.currency, ctx.language) if money else number_text(gap)
    zh = f"；{first['label']}多 {text}"
    if any(c.path == "stage.kind" and c.op == "=" and c.value == [StageKind.WON] for c in query.conditions):
        return ctx.words(f"; {first['label']} is ahead by {text}", zh)
    return ctx.words(f"; {first['label']} has {text} more", zh)


def _path(ctx: ToolContext, entity: str, said: str) -> str:
    """A path of field words as field names."""
    at, made, parts = entity, list[str](), said.split(".")
    for i, part in enumerate(parts):
        spec = field_named(at, part)
        if spec is None and (own := own_called(ctx.crm, at, ".".join(parts[i:]))) is not None:
            return ".".join([*made, own.name])
        made.append(spec.name if spec else part)
        at = spec.to if spec and spec.to else at
    return ".".join(made)


def _group_spec(ctx: ToolContext, entity: str, path: str) -> FieldSpec:
    at, spec, parts = entity, None, path.split(".")
    for i, part in enumerate(parts):
        if part == "custom" and (own := own_called(ctx.crm, at, ".".join(parts[i:]))) is not None:
            spec = own
            break
        spec = field_of(at, part)
        if spec is None:
            about = entity_type(at).about
            raise ToolProblem(
                f"{about.en_many.capitalize()} cannot be grouped by “{part}”.", f"{about.zh}无法按“{part}”分组。"
            )
        at = spec.to or at
    assert spec is not None
    if spec.kind in (Kind.LONG, Kind.MOMENT, Kind.JSON, Kind.SUBJECT):
        raise ToolProblem(f"I cannot group by {spec.en}.", f"无法按{spec.zh}分组。")
    return spec


def _group_name(ctx: ToolContext, spec: FieldSpec, value: Any, record: Record | None) -> str:
    if value is None:
        return ctx.words("(none)", "（无）")
    if record is not None:
        return str((ctx.language == "zh" and getattr(record, "name_zh", None)) or record.display)
    if isinstance(value, Codes):
        return value.label(ctx.language)
    return (
        FieldWords(ctx.crm, ctx.language).value(spec, value)
        if is_own(spec.name) or spec.kind is Kind.TEXT
        else str(value)
    )
