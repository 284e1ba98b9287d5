"""The one query engine: conditions on any field, through references, sorted, counted, totalled and grouped, in scope."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, false, func, not_, null, or_, select, true
from sqlmodel import col

from crm_store.base import FieldSpec, Kind, Record
from crm_store.errors import BadValue, NotFound
from crm_store.models import CustomField, entities, entity_type, field_of
from crm_store.names import normal
from crm_store.queries.fx import Rates
from crm_store.queries.lookup import best, known_stage, resolve
from crm_store.queries.view import unknown_field
from crm_store.unit import LINK_TABLES, Unit
from crm_store.values import bad_value

OPERATORS = (">=", "<=", "!=", "=", ">", "<", "~")
"""As `--where` writes them, longest first."""


@dataclass(frozen=True)
class Condition:
    """`path` (dotted through references) compared with `value`: text as written, or an already typed value.

    `op` is one of = != > >= < <= ~ in empty filled within. `within` takes (first day, last day), either None for open.
    `currency` says in which currency a money value was given; None compares the plain number.
    """

    path: str
    op: str = "="
    value: Any = None
    currency: str | None = None


@dataclass(frozen=True)
class Query:
    """Records of one type that fulfil every condition."""

    entity: str
    conditions: Sequence[Condition] = ()
    sort: Sequence[tuple[str, bool]] = field(default_factory=tuple)
    limit: int | None = None


def parse_condition(said: str) -> Condition:
    """`field=value` and its relatives, as the command line takes them."""
    for at in range(len(said)):
        for op in OPERATORS:
            if said.startswith(op, at) and at > 0:
                value = said[at + len(op) :].strip()
                path = said[:at].strip()
                if value == "" and op in ("=", "!="):
                    return Condition(path, "empty" if op == "=" else "filled")
                return Condition(path, op, value)
    raise BadValue(
        f"“{said}” is no condition. Write field=value, field!=value, field>=value or field~text.",
        f"“{said}”不是条件。请写成 字段=值、字段!=值、字段>=值 或 字段~文字。",
    )


def records(crm: Unit, query: Query) -> list[Record]:
    """The records, sorted as asked, then by number."""
    model = entity_type(query.entity)
    statement = _where(crm, query, select(model))
    for path, down in query.sort:
        key = sort_key(crm, query.entity, path)
        statement = statement.order_by(key.is_(None), key.desc() if down else key.asc())
    statement = statement.order_by(col(model.id))
    if query.limit is not None:
        statement = statement.limit(query.limit)
    return crm.all(statement)


def count(crm: Unit, query: Query) -> int:
    model = entity_type(query.entity)
    return int(crm.exec(_where(crm, query, select(func.count()).select_from(model))).scalar_one())


def statement(crm: Unit, query: Query, *columns: Any) -> Select[Any]:
    """A select of `columns` over the records the query means, for aggregates of one's own."""
    return _where(crm, query, select(*columns).select_from(entity_type(query.entity)))


def sums(crm: Unit, query: Query, path: str) -> dict[str, Decimal]:
    """The exact sum of a money or number field per currency ("" for plain numbers)."""
    spec = _spec(query.entity, path)
    model = entity_type(query.entity)
    value = getattr(model, spec.column)
    if spec.kind is Kind.MONEY:
        currency = getattr(model, spec.currency)
        rows = crm.exec(_where(crm, query, select(currency, func.sum(value)).select_from(model)).group_by(currency))
        return {str(c or crm.actor.currency): Decimal(s) for c, s in rows if s is not None}
    total = crm.exec(_where(crm, query, select(func.sum(value)).select_from(model))).scalar()
    return {"": Decimal(total or 0)}


def total(crm: Unit, query: Query, path: str) -> tuple[Decimal, bool, list[str]]:
    """The sum of a money field in the workspace currency: (total, whether anything was converted, currencies without a rate).

    Open deals convert at today's rate, closed ones at the rate of the day they closed.
    """
    return total_of(crm, money_rows(crm, query, path))


def total_of(crm: Unit, rows: Sequence[tuple[Decimal, str, date]]) -> tuple[Decimal, bool, list[str]]:
    """Sum (amount, currency, day) rows in the workspace currency."""
    rates, whole, converted, unknown = Rates(crm), Decimal(0), False, set[str]()
    for amount, currency, day in rows:
        value = rates.convert(amount, currency, rates.base, day)
        if value is None:
            unknown.add(currency)
        else:
            whole += value
            converted = converted or currency != rates.base
    return whole, converted, sorted(unknown)


def money_rows(crm: Unit, query: Query, path: str) -> list[tuple[Decimal, str, date]]:
    """(sum, currency, day of its rate) of a money field, grouped as far as the rate allows."""
    spec = _spec(query.entity, path)
    model = entity_type(query.entity)
    value, currency = getattr(model, spec.column), getattr(model, spec.currency)
    base = crm.actor.currency
    if query.entity != "deal":
        return [(s, c, crm.today) for c, s in sums(crm, query, path).items()]
    closed = getattr(model, "closed_at")  # noqa: B009
    at_home = or_(currency == base, currency.is_(None))
    home = crm.exec(_where(crm, query, select(func.sum(value)).select_from(model)).where(at_home)).scalar()
    rows = [(Decimal(home), base, crm.today)] if home is not None else []
    abroad = crm.exec(_where(crm, query, select(value, currency, closed)).where(not_(at_home), value.is_not(None)))
    rows += [(a, c, at.astimezone(crm.actor.zone).date() if at else crm.today) for a, c, at in abroad]
    return rows


def grouped(crm: Unit, query: Query, path: str) -> list[tuple[Any, Any, int]]:
    """(value, record it refers to or None, count) per distinct value of a field, most first."""
    spec, entity, through = _walk(query.entity, path)
    if through or spec.kind is Kind.REFS:
        return _grouped_through(crm, query, path)
    model = entity_type(query.entity)
    value = getattr(model, spec.column)
    rows = list(crm.exec(_where(crm, query, select(value, func.count()).select_from(model)).group_by(value)))
    held = crm.many(spec.to, [v for v, _ in rows if v is not None]) if spec.kind is Kind.REF else {}
    made = [(v, held.get(v), n) for v, n in rows]
    return sorted(made, key=lambda r: (-r[2], str(r[0])))


def subset(query: Query, path: str, value: Any) -> Query:
    """The part of a query whose field holds exactly `value` (None: is empty)."""
    more = Condition(path, "empty") if value is None else Condition(path, "is", value)
    return replace(query, conditions=(*query.conditions, more))


def sort_key(crm: Unit, entity: str, path: str) -> Any:
    """What to order by: money by its worth in the workspace currency, references by name, stages by position."""
    spec, owner, through = _walk(entity, path)
    model = entity_type(entity)
    if through:
        raise BadValue(f"Sort by a field of the record itself, not by “{path}”.", f"请按记录自身的字段排序，而不是“{path}”。")
    value = getattr(model, spec.column)
    if spec.kind is Kind.MONEY:
        currency = getattr(model, spec.currency)
        rates = Rates(crm)
        used = [c for (c,) in crm.exec(select(currency).select_from(model).where(value.is_not(None)).distinct()) if c]
        factors = {c: rates.rate(c, rates.base, crm.today) for c in used if c != rates.base}
        worth = [(currency == c, cast(value, _number()) * float(f)) for c, f in factors.items() if f is not None]
        return case(*worth, else_=cast(value, _number())) if worth else value
    if spec.kind is Kind.REF:
        target = entity_type(spec.to)
        shown = getattr(target, "position", None) if spec.to == "stage" else getattr(target, target.about.title)
        return select(shown).where(target.id == value).correlate(model).scalar_subquery()  # type: ignore[arg-type]
    return value


def condition(crm: Unit, entity: str, c: Condition) -> ColumnElement[bool]:
    """One condition as SQL over the model of `entity`.

    Raises:
        BadValue: no such field, or a value the field cannot be compared with.
    """
    head, _, rest = c.path.partition(".")
    model = entity_type(entity)
    if head == "ref" and not rest:
        number = str(c.value).rpartition("-")[2]
        hit = col(model.id) == (int(number) if number.isdigit() else -1)
        return not_(hit) if c.op == "!=" else hit
    if head == "custom" or field_of(entity, head) is None and _is_custom(crm, entity, head):
        return _text(cast(model.custom[rest or head].as_string(), String), c)  # type: ignore[index]
    spec = field_of(entity, head)
    if spec is None:
        raise unknown_field(entity, head)
    if not rest:
        return _leaf(crm, entity, spec, c)
    if spec.kind is Kind.SUBJECT:
        return or_(*(_subject(crm, model, kind, Condition(rest, c.op, c.value, c.currency)) for kind in ("account", "contact", "deal")))
    if not spec.to:
        raise BadValue(f"“{head}” is no reference, so nothing can follow it in “{c.path}”.", f"“{head}”不是引用字段，“{c.path}”无法继续展开。")
    turned = {"!=": "=", "empty": "filled"}.get(c.op)
    inner = condition(crm, spec.to, Condition(rest, turned or c.op, c.value, c.currency))
    target = entity_type(spec.to)
    hit = _refers(crm, entity, spec, select(target.id).where(inner))  # type: ignore[call-overload]
    return not_(hit) if turned else hit


def _where(crm: Unit, query: Query, statement: Select[Any]) -> Select[Any]:
    for c in query.conditions:
        statement = statement.where(condition(crm, query.entity, c))
    return statement


def _leaf(crm: Unit, entity: str, spec: FieldSpec, c: Condition) -> ColumnElement[bool]:
    model = entity_type(entity)
    if spec.kind is Kind.REFS:
        any_of = _refers(crm, entity, spec, None)
        if c.op in ("empty", "filled"):
            return not_(any_of) if c.op == "empty" else any_of
        hit = _refers(crm, entity, spec, _meant(crm, spec, c))
        return not_(hit) if c.op == "!=" else hit
    if spec.kind is Kind.SUBJECT:
        kinds = [_subject(crm, model, kind, Condition("", c.op, c.value)) for kind in ("account", "contact", "deal")]
        return not_(or_(*kinds)) if c.op == "!=" else or_(*kinds)
    value = getattr(model, spec.column)
    if c.op in ("empty", "filled"):
        blank = or_(value.is_(None), value == "") if spec.kind in (Kind.TEXT, Kind.LONG) else value.is_(None)
        if spec.kind is Kind.JSON:
            blank = or_(value.is_(None), cast(value, String).in_(["[]", "null", "{}"]))
        return blank if c.op == "empty" else not_(blank)
    if c.op == "is":
        return value == c.value  # type: ignore[no-any-return]
    if spec.kind is Kind.REF:
        meant = _meant(crm, spec, c)
        return or_(value.is_(None), not_(value.in_(meant))) if c.op == "!=" else value.in_(meant)
    if spec.kind in (Kind.TEXT, Kind.LONG):
        return _text(value, c)
    if spec.kind is Kind.JSON:
        hit = func.lower(cast(value, String)).contains(str(c.value).casefold(), autoescape=True)
        escaped = str(c.value).encode("unicode_escape").decode("ascii").casefold()
        hit = or_(hit, func.lower(cast(value, String)).contains(escaped, autoescape=True))
        return not_(hit) if c.op == "!=" else hit
    if spec.kind is Kind.CHOICE:
        wanted = [read_choice(spec, v) for v in (c.value if isinstance(c.value, (list, tuple)) else [c.value])]
        return or_(value.is_(None), not_(value.in_(wanted))) if c.op == "!=" else value.in_(wanted)
    if spec.kind is Kind.BOOL:
        yes = str(c.value).casefold() in ("true", "1", "yes", "是", "y")
        return value.is_(not yes) if c.op == "!=" else value.is_(yes)
    if spec.kind in (Kind.DAY, Kind.MOMENT):
        return _days(crm, spec, value, c)
    return _amount(crm, model, spec, value, c)


def _meant(crm: Unit, spec: FieldSpec, c: Condition) -> Any:
    """The numbers a reference value means; several when a name fits several, none when nothing fits."""
    values = c.value if isinstance(c.value, (list, tuple)) else [c.value]
    numbers: list[int] = []
    target = entity_type(spec.to)
    for v in values:
        if isinstance(v, int):
            numbers.append(v)
        elif c.op == "~":
            shown = getattr(target, target.about.title)
            return select(target.id).where(func.lower(shown).contains(str(v).casefold(), autoescape=True))  # type: ignore[call-overload]
        elif spec.to == "stage":
            said = normal(str(v))
            stages = crm.all(select(target))
            exact = [s for s in stages if said in (normal(s.name), normal(s.name_zh or ""))]  # type: ignore[attr-defined]
            near = exact or [s for s in stages if said in (s.kind.value, s.kind.en, s.kind.zh)]  # type: ignore[attr-defined]
            numbers += [s.id or 0 for s in near] or [s.id or 0 for s in [_maybe_stage(crm, str(v))] if s is not None]
        elif spec.to == "user" and str(v).casefold() in ("me", "我"):
            numbers.append(crm.actor.user_id)
        else:
            numbers += [f.number for f in best(resolve(crm, str(v), (spec.to,)))]
    return numbers


def _maybe_stage(crm: Unit, said: str) -> Record | None:
    try:
        return known_stage(crm, said)
    except NotFound:
        return None


def _refers(crm: Unit, entity: str, spec: FieldSpec, targets: Any) -> ColumnElement[bool]:
    """Whether a record's reference (or one of its links) is among `targets` (None: has any)."""
    model = entity_type(entity)
    if spec.kind is Kind.REF:
        value = getattr(model, spec.column)
        return value.is_not(None) if targets is None else value.in_(targets)  # type: ignore[no-any-return]
    link = model.about.links[spec.name]
    table: Any = LINK_TABLES[link.model]
    q = select(getattr(table, link.mine)).where(table.workspace_id == crm.actor.workspace_id)
    if link.target:
        q = q.where(table.target == link.target)
    if targets is not None:
        q = q.where(getattr(table, link.theirs).in_(targets))
    return col(model.id).in_(q)


def _subject(crm: Unit, model: Any, kind: str, c: Condition) -> ColumnElement[bool]:
    target = entity_type(kind)
    if c.op in ("empty", "filled") and not c.path:
        return model.subject_id.is_(None) if c.op == "empty" else model.subject_id.is_not(None)  # type: ignore[no-any-return]
    if c.path:
        ids: Any = select(target.id).where(condition(crm, kind, c))  # type: ignore[call-overload]
    else:
        ids = [f.number for f in best(resolve(crm, str(c.value), (kind,)))]
    return and_(model.subject_type == kind, model.subject_id.in_(ids))


def _text(value: Any, c: Condition) -> ColumnElement[bool]:
    if isinstance(c.value, (list, tuple)):
        return or_(*(_text(value, replace(c, value=v, op="=")) for v in c.value)) if c.value else false()
    said = str(c.value).casefold()
    if c.op == "empty":
        return or_(value.is_(None), value == "")
    if c.op == "filled":
        return and_(value.is_not(None), value != "")
    if c.op == "~":
        return func.lower(value).contains(said, autoescape=True)
    if c.op == "!=":
        return or_(value.is_(None), func.lower(value) != said)
    if c.op in ("=", "in"):
        return func.lower(value) == said
    return {">": value > c.value, ">=": value >= c.value, "<": value < c.value, "<=": value <= c.value}[c.op]


def read_choice(spec: FieldSpec, said: Any) -> Any:
    """The code `said` means: the code itself, its name in either language, or another word for it."""
    assert spec.choices is not None
    for test in (
        lambda c: str(said).casefold() == c.value.casefold(),
        lambda c: normal(str(said)) in (normal(c.value), normal(c.en), normal(c.zh)),
        lambda c: normal(str(said)) in {normal(w) for w in c.also},
    ):
        for code in spec.choices:
            if test(code):
                return code
    raise bad_value(spec, said)


def _days(crm: Unit, spec: FieldSpec, value: Any, c: Condition) -> ColumnElement[bool]:
    if c.op == "within":
        first, last = c.value
        return and_(
            value >= _edge(crm, spec, first, False) if first else true(), value <= _edge(crm, spec, last, True) if last else true(), value.is_not(null())
        )
    exact = _read_moment(crm, spec, c.value)
    if isinstance(exact, datetime):
        return {"=": value == exact, "!=": value != exact, ">": value > exact, ">=": value >= exact, "<": value < exact, "<=": value <= exact}[c.op]
    opens, closes = _edge(crm, spec, exact, False), _edge(crm, spec, exact, True)
    inside = and_(value >= opens, value <= closes)
    return {
        "=": inside, "~": inside, "!=": or_(value.is_(None), not_(inside)), ">": value > closes, ">=": value >= opens,
        "<": value < opens, "<=": value <= closes,
    }[c.op]  # fmt: skip


def _edge(crm: Unit, spec: FieldSpec, day: date, end: bool) -> Any:
    """A day's first or last instant for a moment field, the day itself for a day field."""
    if spec.kind is Kind.DAY:
        return day
    start = datetime.combine(day + timedelta(days=1) if end else day, time(), tzinfo=crm.actor.zone).astimezone(UTC)
    return start - timedelta(microseconds=1) if end else start


def _read_moment(crm: Unit, spec: FieldSpec, said: Any) -> Any:
    if isinstance(said, (date, datetime)):
        return said
    text = str(said).strip()
    try:
        if len(text) <= 10:
            if text.casefold() in ("today", "今天"):
                return crm.today
            return date.fromisoformat(text)
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise bad_value(spec, said) from None
    at = at if at.tzinfo else at.replace(tzinfo=crm.actor.zone)
    return at.astimezone(crm.actor.zone).date() if spec.kind is Kind.DAY else at


def _amount(crm: Unit, model: Any, spec: FieldSpec, value: Any, c: Condition) -> ColumnElement[bool]:
    try:
        number = Decimal(str(c.value).replace(",", "").strip())
    except InvalidOperation:
        raise bad_value(spec, c.value) from None
    if spec.kind is Kind.MONEY and c.currency:
        return _worth(crm, model, spec, value, c.op, number, c.currency)
    return _compare(value, c.op, int(number) if spec.kind is Kind.INT and number == int(number) else number)


def _worth(crm: Unit, model: Any, spec: FieldSpec, value: Any, op: str, number: Decimal, currency: str) -> ColumnElement[bool]:
    """Compare amounts of any currency with an amount in `currency`, at today's rates."""
    held = getattr(model, spec.currency)
    rates = Rates(crm)
    used = [c or rates.base for (c,) in crm.exec(select(held).where(value.is_not(None)).distinct())]
    parts = []
    for c in dict.fromkeys(used):
        line = rates.convert(number, currency, c, crm.today)
        if line is not None:
            mine = or_(held == c, held.is_(None)) if c == rates.base else held == c
            parts.append(and_(mine, _compare(value, op, line)))
    return or_(*parts) if parts else false()


def _compare(value: Any, op: str, number: Any) -> ColumnElement[bool]:
    if op == "!=":
        return or_(value.is_(None), value != number)
    return {"=": value == number, "~": value == number, ">": value > number, ">=": value >= number, "<": value < number, "<=": value <= number}[op]


def _walk(entity: str, path: str) -> tuple[FieldSpec, str, bool]:
    """The field at the end of a path, the record type it stands on, and whether references were followed."""
    head, _, rest = path.partition(".")
    spec = field_of(entity, head)
    if spec is None:
        raise unknown_field(entity, head)
    if not rest:
        return spec, entity, False
    if not spec.to:
        raise unknown_field(entity, path)
    inner, owner, _ = _walk(spec.to, rest)
    return inner, owner, True


def _spec(entity: str, path: str) -> FieldSpec:
    spec, _, through = _walk(entity, path)
    if through:
        raise unknown_field(entity, path)
    return spec


def _grouped_through(crm: Unit, query: Query, path: str) -> list[tuple[Any, Any, int]]:
    """Groups by a field of a referenced record: the values there are, then a count for each."""
    spec, owner, _ = _walk(query.entity, path)
    model = entity_type(owner)
    if spec.kind is Kind.REFS:
        values: list[Any] = sorted({n for ns in crm.links(query.entity, path, [r.id or 0 for r in records(crm, query)]).values() for n in ns})
        held = crm.many(spec.to, values)
    else:
        values = [v for (v,) in crm.exec(select(getattr(model, spec.column)).select_from(model).distinct()) if v is not None]
        held = crm.many(spec.to, values) if spec.kind is Kind.REF else {}
    made = [(v, held.get(v), count(crm, subset(query, path, v))) for v in values]
    rest = count(crm, query) - sum(n for _, _, n in made)
    return sorted([m for m in made if m[2]], key=lambda r: (-r[2], str(r[0]))) + ([(None, None, rest)] if rest > 0 and spec.kind is not Kind.REFS else [])


def _is_custom(crm: Unit, entity: str, key: str) -> bool:
    q = select(CustomField.id).where(CustomField.entity == entity, CustomField.key == key)  # type: ignore[call-overload]
    return crm.exec(q).first() is not None


def _number() -> Any:
    from sqlalchemy import Float

    return Float


__all__ = ["Condition", "Query", "condition", "count", "entities", "grouped", "money_rows", "parse_condition", "read_choice", "records", "sums", "total"]
