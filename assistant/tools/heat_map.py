"""Two things at once as a heat map: deals by stage and owner, activities by weekday and rep, with totals that add up."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from assistant.blocks import Chart, Table
from assistant.counted import Counted
from assistant.errors import ToolProblem
from assistant.kinds import Period, TeamOrPerson
from assistant.pipeline_card import BY, PipelineWords
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import month_text, name_text
from crm_store.codes import Codes
from crm_store.queries.counting import Grouping
from crm_store.queries.crosstab import Cell, CrossTab, activities_by, deals_by
from crm_store.queries.pipeline import PipelineRow

Along = Literal[
    "stage", "owner", "manager", "team", "source", "month", "product", "type", "account", "industry", "size", "pipeline", "currency",
    "category", "reason", "competitor", "weekday", "kind",
]  # fmt: skip
_BEATS: dict[str, tuple[str, str]] = {
    "weekday": ("Weekday", "星期"), "owner": ("Rep", "销售"), "team": ("Team", "团队"), "kind": ("Kind", "方式"), "month": ("Month", "月份"),
}  # fmt: skip
_DAYS = (("Mon", "周一"), ("Tue", "周二"), ("Wed", "周三"), ("Thu", "周四"), ("Fri", "周五"), ("Sat", "周六"), ("Sun", "周日"))  # fmt: skip
_MOST_ROWS, _MOST_COLUMNS = 20, 14


@tool(
    effect="reads",
    says=(
        "heat map of the pipeline by stage and owner",
        "show open deals by stage and owner as a heat map",
        "pipeline by product and team",
        "cross table of won deals by source and owner this year",
        "activity heat map by weekday and rep",
        "when is my team active? heat map by weekday",
        "matrix of deals by industry and stage",
        "pivot table of the pipeline by month and team",
        "按阶段和负责人的热力图",
        "月份和团队的管道透视表",
        "画一个阶段和负责人的热力图",
        "按产品和团队交叉看管道",
        "每个销售每周几的跟进热力图",
        "跟进记录按星期和销售的热力图",
        "今年赢单按来源和负责人的交叉表",
        "行业和阶段的矩阵",
    ),
)
def heat_map(
    ctx: ToolContext,
    rows: Along = "stage",
    columns: Along = "owner",
    of: Annotated[Literal["deals", "activities"], Field(description="What is counted.")] = "deals",
    measure: Annotated[Literal["amount", "count"] | None, Field(description="Amounts for deals by default.")] = None,
    status: Annotated[Literal["open", "won", "lost"], Field(description="Which deals.")] = "open",
    period: Period | None = None,
    whose: TeamOrPerson | None = None,
    currency: Annotated[str | None, Field(description="The currency to show, such as EUR.")] = None,
) -> ToolResult:
    """Count deals or customer activities by two things at once, as a tinted table with totals.

    Activities can be counted by weekday, owner, team, kind and month; deals by everything else.
    """
    if rows == columns:
        raise ToolProblem("Name two different things to count by.", "请说出两个不同的统计维度。")
    done = of == "activities" or bool({"weekday", "kind"} & {rows, columns})
    for side in (rows, columns):
        known = _BEATS if done else BY
        if side not in known:
            raise ToolProblem(*_cannot(done, side))
    seen = Counted(
        ctx.crm, ctx.language, period=period or ("this quarter" if done else None), whose=whose, currency=currency, focus=ctx.focus
    )  # fmt: skip
    narrow: Any = {"owners": seen.people.owners, "teams": seen.people.teams, "start": seen.start, "end": seen.end}
    made: CrossTab = (
        activities_by(ctx.crm, rows, columns, **narrow)  # type: ignore[arg-type]
        if done
        else deals_by(ctx.crm, rows, columns, status=status, currency=seen.currency, **narrow)  # type: ignore[arg-type]
    )
    return _told(ctx, seen, made, rows, columns, status, counts=done or measure == "count", done=done)


def _cannot(done: bool, side: str) -> tuple[str, str]:
    if done:
        en, zh = BY.get(side, (side, side))  # type: ignore[call-overload]
        return (
            f"Activities are counted by weekday, rep, team, kind or month, not by {en.casefold()}.",
            f"跟进记录可以按星期、销售、团队、方式或月份统计，不能按{zh}。",
        )
    return f"Deals are not counted by {side}.", f"商机不能按“{side}”统计。"


def _told(
    ctx: ToolContext, seen: Counted, made: CrossTab, rows: str, columns: str, status: str, *, counts: bool, done: bool
) -> ToolResult:
    def called(by: str) -> tuple[str, str]:
        return _BEATS[by] if done else BY[by]  # type: ignore[index]

    what = (
        ("activities", "跟进记录")
        if done
        else {"open": ("open deals", "进行中商机"), "won": ("won deals", "赢单"), "lost": ("lost deals", "输单")}[
            status
        ]
    )
    title = seen.words(
        f"{what[0].capitalize()} by {called(rows)[0].casefold()} and {called(columns)[0].casefold()}",
        f"{what[1]}：按{called(rows)[1]}和{called(columns)[1]}",
    )
    more = (
        [("Held activities only, on the days your clock shows.", "仅统计已发生的跟进，按您所在时区的日期。")]
        if done
        else seen.left_out(made.left_out)
    )
    note = seen.note(None, *more)
    whole = sum((c.count for c in made.cells.values()), 0)
    if not whole:
        return ToolResult(f"{seen.words(f'There are no such {what[0]}.', f'没有符合条件的{what[1]}。')}\n\n{note}")
    left = [(_name(seen, made, rows, r, side=0), r.key) for r in made.rows]
    top = [(_name(seen, made, columns, r, side=1), r.key) for r in made.columns]
    left, top = _within(made, _told_apart(left), 0, _MOST_ROWS), _within(made, _told_apart(top), 1, _MOST_COLUMNS)

    def shown(cell: Cell) -> str:
        return f"{cell.count:,}" if counts else seen.money(cell.amount)

    points: list[dict[str, Any]] = [
        {"label": r, "column": c, "value": float(cell.count if counts else cell.amount), "text": shown(cell)}
        for r, row in left
        for c, column in top
        for cell in [made.cells.get((row, column), Cell())]
    ]
    total = seen.words("Total", "合计")
    body = [
        [r, *(shown(made.cells.get((row, column), Cell())) for _, column in top), shown(_sum(made, row=row))]
        for r, row in left
    ]
    body.append([total, *(shown(_sum(made, column=column)) for _, column in top), shown(_sum(made))])
    best = max(points, key=lambda p: p["value"])
    every = _sum(made)
    size = shown(every) if counts else f"{shown(every)} ({seen.deals(every.count)})"
    head = seen.words(
        f"{title}: {size} in all; the most is {best['text']} at {best['label']}, {best['column']}.",
        f"{title}：合计 {size}；最高的是{best['label']}、{best['column']}：{best['text']}。",
    )
    cut = len(made.rows) > len(left) or len(made.columns) > len(top)
    if cut:
        head += seen.words(" Only the largest are shown; the totals count all.", "仅显示最大的部分，合计包含全部。")
    data = {
        "rows": rows, "columns": columns, "measure": "count" if counts else "amount", "total": {"count": every.count, "amount": str(every.amount)},
        "cells": [{"row": p["label"], "column": p["column"], "value": p["value"]} for p in points if p["value"]],
    }  # fmt: skip
    table = Table(title, [called(rows)[ctx.language == "zh"], *(c for c, _ in top), total], body, total=len(left))
    return ToolResult(f"{head}\n\n{note}", show=[Chart(title, "heat", points), table], data=data)


def _told_apart(axis: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Two of one name are told apart by their number."""
    names = [n for n, _ in axis]
    return [(f"{n} ({k})" if names.count(n) > 1 else n, k) for n, k in axis]


def _sum(made: CrossTab, **only: Any) -> Cell:
    """The cells of a row, of a column, or all."""
    held = [
        c
        for (row, column), c in made.cells.items()
        if only.get("row", row) == row and only.get("column", column) == column
    ]
    return Cell(sum(c.count for c in held), sum((c.amount for c in held), Decimal(0)))


def _within(made: CrossTab, axis: list[tuple[str, Any]], side: int, most: int) -> list[tuple[str, Any]]:
    """As many of an axis as can be shown: the largest, in their order."""
    if len(axis) <= most:
        return axis
    worth = {k: Cell() for _, k in axis}
    for key, cell in made.cells.items():
        worth[key[side]].count += cell.count
        worth[key[side]].amount += cell.amount
    kept = sorted(worth, key=lambda k: (-worth[k].amount, -worth[k].count))[:most]
    return [a for a in axis if a[1] in kept]


def _name(seen: Counted, made: CrossTab, by: str, row: PipelineRow, *, side: int) -> str:
    """What a row or column is called."""
    if by == "weekday":
        return seen.words(*_DAYS[row.key])
    summary = (made.row_summary, made.column_summary)[side]
    if summary is not None:
        along: Grouping = by  # type: ignore[assignment]
        return PipelineWords(summary, along, "all", seen.language).group(row)
    if row.record is not None:
        return name_text(row.record, seen.language)
    if by == "month" and row.key is not None:
        return month_text(row.key, seen.language)
    return row.key.label(seen.language) if isinstance(row.key, Codes) else seen.words("(none)", "（无）")
