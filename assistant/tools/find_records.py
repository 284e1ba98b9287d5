"""Find, count, total and group records of any type."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from assistant.blocks import Table
from assistant.cards import shown
from assistant.errors import ToolProblem
from assistant.kinds import EntityName, Filter, PastDay
from assistant.reading import Asker, field_named, read_condition
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._described import described
from assistant.tools._grouping import in_groups
from assistant.tools._ordered import read_order
from assistant.whose import Whose, out_of_reach
from assistant.wording import FieldWords, money_text, number_text, rounded
from crm_store.base import FieldSpec, Kind, Record
from crm_store.models import entity_type, fields_of
from crm_store.own_fields import is_own, spec_named
from crm_store.queries.find import Query, count, money_rows, records, sums, total, total_of
from crm_store.queries.namesakes import label
from crm_store.values import to_json


@tool(
    effect="reads",
    says=(
        "my open deals over 500k closing this quarter",
        "which accounts in Suzhou have no owner?",
        "how many deals did we lose on price last quarter, and how much?",
        "contacts at Initech who opted out of email",
        "who is the decision maker at Acme?",
        "top 5 open deals",
        "won deals this year by owner",
        "overdue tasks",
        "open tickets for Acme",
        "how many leads do we have by status?",
        "list accounts in manufacturing",
        "deals without activity for 14 days",
        "deals with no next step",
        "average deal size by source",
        "show me Maya's deals in proposal",
        "which tickets are past their deadline?",
        "what is the total of our open pipeline?",
        "all contacts of Globex",
        "我这个季度预计成交、金额超过50万的商机有哪些？",
        "苏州有哪些客户没有负责人？",
        "上季度因为价格丢了几单，一共多少钱？",
        "Acme 的决策人是谁？",
        "今年赢单按负责人统计",
        "金额最大的五个商机",
        "逾期的任务",
        "华阳的联系人有哪些",
        "线索按状态各有多少",
        "14天没跟进或没有下一步的商机",
        "哪些工单超时了",
        "制造业客户列表",
        "按来源看平均商机金额",
        "陈晓在方案阶段的商机",
        "我们进行中的商机总额是多少",
    ),
)
def find_records(
    ctx: ToolContext,
    entity: EntityName,
    filters: Annotated[
        list[Filter],
        Field(
            max_length=20,
            description="Conditions that all must hold. Mine: owner = me (tasks and tickets: assignee = me).",
        ),
    ] = [],  # noqa: B006
    sort: Annotated[
        str | None, Field(description="A field name, with “desc” for largest or latest first: “amount desc”.")
    ] = None,
    limit: Annotated[
        int | None,
        Field(
            ge=1,
            le=200,
            description="How many rows or groups to show; counts and totals cover all. 10 rows if not said.",
        ),
    ] = None,
    group_by: Annotated[
        str | None, Field(description="A field to group by: stage, owner, source, status, account.industry.")
    ] = None,
    measure: Literal["count", "sum", "average"] | None = None,
    total_field: Annotated[
        str | None, Field(description="The money or number field to add up; amount for deals.")
    ] = None,
    currency: Annotated[
        str | None,
        Field(
            pattern="^[A-Z]{3}$",
            description="The currency to total money in, when another than the usual is asked for: EUR.",
        ),
    ] = None,
    columns: Annotated[
        list[str], Field(max_length=4, description="Fields to show beside the usual ones, such as next_step.")
    ] = [],  # noqa: B006
    as_of: PastDay | None = None,
) -> ToolResult:
    """Find records of one type by conditions; says how many there are and what they add up to, lists the first rows, or groups them."""
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    conditions = [read_condition(asker, entity, f.field, f.op, f.value) for f in filters]
    query = Query(entity, conditions, read_order(ctx, entity, sort), limit or _ROWS)
    many = count(ctx.crm, query)
    money = _money_field(ctx, entity, total_field)
    about = entity_type(entity).about
    tail = described(ctx, entity, filters)
    if many == 0:
        say = ctx.words(f"No {about.en_many} found{tail}.", f"没有找到符合条件的{about.zh}{tail}。")
        return ToolResult(say + _others(ctx, query), data={"count": 0})
    head, data = _head(ctx, query, money, many, tail, measure, currency)
    if group_by:
        return in_groups(ctx, query, group_by, measure, money, limit, head, data)
    found = records(ctx.crm, query)
    told = [*columns, *(n for n, _ in query.sort if limit == 1 and n not in columns)]
    if many <= 3 and len(found) == many:
        head += " " + _named(ctx, found, told)
    elif many > len(found) and len(found) == 1:
        head += _first(ctx, query) + _named(ctx, found, told)
    elif many > len(found):
        head += ctx.words(f" The first {len(found)} are listed.", f"以下列出前 {len(found)} 条。")
    table = _table(ctx, entity, found, [*columns, *_asked_by(query), *_sorted_by(query)], many)
    focus: list[tuple[str, int]] = [(entity, r.id or 0) for r in found[:_ROWS]]
    return ToolResult(
        head, show=[table], data=data | {"rows": table.rows, "columns": table.columns}, focus=focus, rows=focus
    )


def _first(ctx: ToolContext, query: Query) -> str:
    """What the first of a list is, by what the list is sorted by: the latest, the largest."""
    name, down = query.sort[0] if query.sort else ("", False)
    spec = fields_of(query.entity).get(name)
    kind = spec.kind if spec is not None else None
    if kind in (Kind.DAY, Kind.MOMENT):
        return ctx.words(" Latest: ", "最近的一条：") if down else ctx.words(" Earliest: ", "最早的一条：")
    if kind in (Kind.MONEY, Kind.NUMBER, Kind.INT):
        return ctx.words(" Largest: ", "最大的一条：") if down else ctx.words(" Smallest: ", "最小的一条：")
    return ctx.words(" First of them: ", "其中第一条：")


def _asked_by(query: Query) -> list[str]:
    """The fields a question is about: its conditions but for what is empty."""
    return [c.path if is_own(c.path) else c.path.split(".")[0] for c in query.conditions if c.op != "empty"]


def _sorted_by(query: Query) -> list[str]:
    return [name for name, _ in query.sort if is_own(name)]


_ROWS = 10
"""Rows of a list unless more or fewer are asked for."""


def _others(ctx: ToolContext, query: Query) -> str:
    """Behind an empty list of colleagues' records: that these are not for the asker to see, whatever there is."""
    held = next((c for c in query.conditions if c.path in ("owner", "assignee") and c.op in ("=", "in")), None)
    if held is None or not isinstance(held.value, (list, tuple, int)):
        return ""
    who = frozenset(held.value) if isinstance(held.value, (list, tuple)) else frozenset({held.value})
    people = Whose("", "", owners=who)
    if not who or not out_of_reach(ctx.crm, people, query.entity):
        return ""
    return ctx.words(
        " You may only see your own records and what is shared with you.", "您只能查看自己的和共享给您的记录。"
    )


def _money_field(ctx: ToolContext, entity: str, asked: str | None) -> FieldSpec | None:
    if asked:
        spec = field_named(entity, asked, ctx.crm)
        if spec is None or spec.kind not in (Kind.MONEY, Kind.INT, Kind.NUMBER):
            about = entity_type(entity).about
            raise ToolProblem(f"“{asked}” of {about.en_many} cannot be added up.", f"{about.zh}的“{asked}”无法求和。")
        return spec
    return next((s for s in fields_of(entity).values() if s.kind is Kind.MONEY and entity in ("deal", "lead")), None)


def _head(
    ctx: ToolContext,
    query: Query,
    money: FieldSpec | None,
    many: int,
    tail: str,
    measure: str | None,
    asked: str | None = None,
) -> tuple[str, dict[str, Any]]:
    about = entity_type(query.entity).about
    data: dict[str, Any] = {"count": many}
    head = ctx.words(f"{many:,} {about.label('en', many != 1)}{tail}", f"{many:,} 条{about.zh}{tail}")
    if money is None:
        return head + ctx.words(".", "。"), data
    if money.kind is not Kind.MONEY:
        return head + _number_total(ctx, query, money, many, measure, data), data
    currency = asked or ctx.actor.currency
    if asked is None:
        worth, converted, unknown = total(ctx.crm, query, money.name)
    else:
        worth, converted, unknown = total_of(ctx.crm, money_rows(ctx.crm, query, money.name), asked)
    worth = rounded(worth, currency) if converted else worth
    data |= {"total": str(worth), "currency": currency}
    own = _in_their_own(ctx, query, money) if asked is None and converted else ""
    head += ctx.words(
        f", {money_text(worth, currency, 'en')}{own} in total", f"，合计 {money_text(worth, currency, 'zh')}{own}"
    )
    if measure == "average" and many:
        mean = (worth / many).quantize(Decimal("0.01"))
        data["average"] = str(mean)
        head += ctx.words(
            f", {money_text(mean, currency, 'en')} on average", f"，平均 {money_text(mean, currency, 'zh')}"
        )
    return head + ctx.words(".", "。") + _note(ctx, converted, unknown, currency), data


def _in_their_own(ctx: ToolContext, query: Query, money: FieldSpec) -> str:
    """ " (€168,500)": the same total as it is on record, where all of it is in one currency."""
    held = {code: worth for code, worth in sums(ctx.crm, query, money.name).items() if code}
    if len(held) != 1:
        return ""
    ((code, worth),) = held.items()
    said = money_text(worth, code, ctx.language)
    return ctx.words(f" ({said})", f"（{said}）")


def _number_total(
    ctx: ToolContext, query: Query, spec: FieldSpec, many: int, measure: str | None, data: dict[str, Any]
) -> str:
    """ ", 905 seats in total": the sum of a plain number."""
    worth = sums(ctx.crm, query, spec.name)[""]
    data["total"] = str(worth)
    said = ctx.words(f", {number_text(worth)} {spec.en} in total", f"，{spec.zh}合计 {number_text(worth)}")
    if measure == "average":
        mean = (worth / many).quantize(Decimal("0.1"))
        data["average"] = str(mean)
        said += ctx.words(f", {number_text(mean)} on average", f"，平均 {number_text(mean)}")
    return said + ctx.words(".", "。")


def _note(ctx: ToolContext, converted: bool, unknown: list[str], currency: str) -> str:
    """What was assumed about currencies, when it mattered."""
    note = ""
    if converted:
        note += ctx.words(
            f" Other currencies are converted to {currency} at the day's rate.",
            f"其他币种已按当日汇率折算为 {currency}。",
        )
    if unknown:
        names = ctx.words(", ", "、").join(unknown)
        note += ctx.words(f" Not counted, for want of a rate: {names}.", f"因缺少汇率未计入：{names}。")
    return note


def _named(ctx: ToolContext, found: list[Record], columns: list[str]) -> str:
    parts = []
    for r in found:
        entity = type(r).about.entity
        usual = ("title", "email", "phone") if entity == "contact" else ()
        asked = [s for c in columns if (s := field_named(entity, c, ctx.crm)) is not None and s.name not in usual]
        extra = [_cell(ctx, r, f) for f in usual]
        extra += [f"{s.label(ctx.language)}{ctx.words(': ', '：')}{_cell(ctx, r, s.name)}" for s in asked]
        detail = ", ".join(e for e in extra if e and e != "—")
        parts.append(f"{label(ctx.crm, r)} ({r.ref}{', ' + detail if detail else ''})")
    return ctx.words("; ", "；").join(parts) + ctx.words(".", "。")


def _table(ctx: ToolContext, entity: str, found: list[Record], more: list[str], many: int) -> Table:
    about = entity_type(entity).about
    names = list(about.brief)
    for name in more:
        spec = field_named(entity, name, ctx.crm)
        if (
            spec
            and spec.name not in names
            and spec.name != about.title
            and len(names) < 7
            and spec.kind is not Kind.JSON
        ):
            names.append(spec.name)
    columns = [ctx.words("Ref", "编号"), ctx.words("Name", "名称")] + [_column(ctx, entity, n) for n in names]
    FieldWords(ctx.crm, ctx.language).load(entity, found, (n for n in names if n not in about.links))
    rows = [[r.ref, _title(r, ctx.language)] + [_cell(ctx, r, n) for n in names] for r in found]
    return Table(
        about.label(ctx.language, many=True).capitalize(), columns, rows, refs=[r.ref for r in found], total=many
    )


def _column(ctx: ToolContext, entity: str, name: str) -> str:
    spec = spec_named(ctx.crm, entity, name)
    label = spec.label(ctx.language) if spec else name
    return label[:1].upper() + label[1:] if is_own(name) else label.capitalize()


def _title(record: Record, language: str) -> str:
    return str((language == "zh" and getattr(record, "name_zh", None)) or record.display)


def _cell(ctx: ToolContext, record: Record, name: str) -> str:
    spec = spec_named(ctx.crm, type(record).about.entity, name)
    if spec is None:
        return ""
    if is_own(name):
        return FieldWords(ctx.crm, ctx.language).field(record, spec) or "—"
    value = (
        ctx.crm.value(record, name) if name in fields_of(type(record).about.entity) else getattr(record, spec.column)
    )
    if spec.kind is Kind.SUBJECT:
        kind = getattr(record, "subject_type", None)
        subject = ctx.crm.many(str(kind), [value]).get(value) if kind and value else None
        return subject.display if subject else "—"
    currency = getattr(record, spec.currency, None) if spec.kind is Kind.MONEY else None
    return shown(ctx.crm, spec, to_json(spec, value) if not isinstance(value, list) else value, currency, ctx.language)
