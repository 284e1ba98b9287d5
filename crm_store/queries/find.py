"""The one query engine: records by conditions, sorted, counted, totalled and grouped, in scope."""

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Float, Select, case, cast, func, not_, or_, select
from sqlmodel import col

from crm_store.base import FieldSpec, Kind, Record
from crm_store.errors import BadValue
from crm_store.models import entity_type, field_of
from crm_store.own_fields import is_own
from crm_store.queries import own
from crm_store.queries.conditions import Condition, condition, parse_condition, read_choice
from crm_store.queries.fx import Rates
from crm_store.queries.together import together
from crm_store.queries.view import unknown_field
from crm_store.unit import Unit

__all__ = [
    "Condition", "Query", "condition", "count", "grouped", "money_rows", "parse_condition", "read_choice", "records", "sort_key", "statement",
    "subset", "sums", "total", "total_of",
]  # fmt: skip


@dataclass(frozen=True)
class Query:
    """Records of one type that fulfil every condition."""

    entity: str
    conditions: Sequence[Condition] = ()
    sort: Sequence[tuple[str, bool]] = field(default_factory=tuple)
    limit: int | None = None


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
    spec = _spec(crm, query.entity, path)
    model = entity_type(query.entity)
    if is_own(spec.name):
        return {"": own.total_of_figures(crm.exec(_where(crm, query, select(own.text_of(model, spec)))))}
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


def total_of(
    crm: Unit, rows: Sequence[tuple[Decimal, str, date]], currency: str | None = None
) -> tuple[Decimal, bool, list[str]]:
    """Sum (amount, currency, day) rows in the workspace currency, or in the one given."""
    rates, whole, converted, unknown = Rates(crm), Decimal(0), False, set[str]()
    into = currency or rates.base
    for amount, held, day in rows:
        value = rates.convert(amount, held, into, day)
        if value is None:
            unknown.add(held)
        else:
            whole += value
            converted = converted or held != into
    return whole, converted, sorted(unknown)


def money_rows(crm: Unit, query: Query, path: str) -> list[tuple[Decimal, str, date]]:
    """(sum, currency, day of its rate) of a money field, grouped as far as the rate allows."""
    spec = _spec(crm, query.entity, path)
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
    spec, _, through = _walk(crm, query.entity, path)
    if through or spec.kind is Kind.REFS:
        return _grouped_through(crm, query, path)
    model = entity_type(query.entity)
    if is_own(spec.name):
        values = crm.exec(_where(crm, query, select(own.text_of(model, spec)).select_from(model)))
        tally = Tally(own.read_group(spec, held) for (held,) in values)
        return sorted(((v, None, n) for v, n in tally.items()), key=lambda r: (-r[2], str(r[0])))
    value = getattr(model, spec.column)
    if spec.kind is Kind.JSON:
        held_in = Tally(item for (items,) in crm.exec(_where(crm, query, select(value))) for item in items or ())
        return sorted(((v, None, n) for v, n in held_in.items()), key=lambda r: (-r[2], str(r[0])))
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
    spec, _, through = _walk(crm, entity, path)
    model = entity_type(entity)
    if through or spec.kind in (Kind.REFS, Kind.SUBJECT, Kind.JSON):
        raise BadValue(
            f"Sort by a field of the record itself, not by “{path}”.", f"请按记录自身的字段排序，而不是“{path}”。"
        )
    if is_own(spec.name):
        return own.order_of(entity, spec)
    value = getattr(model, spec.column)
    if spec.kind is Kind.MONEY:
        currency = getattr(model, spec.currency)
        rates = Rates(crm)
        used = [c for (c,) in crm.exec(select(currency).select_from(model).where(value.is_not(None)).distinct()) if c]
        factors = {c: rates.rate(c, rates.base, crm.today) for c in used if c != rates.base}
        worth = [(currency == c, cast(value, Float) * float(f)) for c, f in factors.items() if f is not None]
        return case(*worth, else_=cast(value, Float)) if worth else value
    if spec.kind is Kind.REF:
        target = entity_type(spec.to)
        shown = getattr(target, "position", None) if spec.to == "stage" else getattr(target, target.about.title)
        return select(shown).where(target.id == value).correlate(model).scalar_subquery()  # type: ignore[arg-type]
    return value


def _where(crm: Unit, query: Query, statement: Select[Any]) -> Select[Any]:
    return statement.where(*together(crm, query.entity, query.conditions))


def _walk(crm: Unit, entity: str, path: str) -> tuple[FieldSpec, str, bool]:
    """The field at the end of a path, the record type it stands on, and whether references were followed."""
    head, _, rest = path.partition(".")
    spec = field_of(entity, head)
    if spec is None and (added := own.own_of(crm, entity, path)) is not None:
        return added, entity, False
    if spec is None:
        raise unknown_field(entity, head)
    crm.must_read(entity, head)
    if not rest:
        return spec, entity, False
    if not spec.to:
        raise unknown_field(entity, path)
    inner, owner, _ = _walk(crm, spec.to, rest)
    return inner, owner, True


def _spec(crm: Unit, entity: str, path: str) -> FieldSpec:
    spec, _, through = _walk(crm, entity, path)
    if through:
        raise unknown_field(entity, path)
    return spec


def _grouped_through(crm: Unit, query: Query, path: str) -> list[tuple[Any, Any, int]]:
    """Groups by a field of a referenced record: the values there are, then a count for each."""
    spec, owner, _ = _walk(crm, query.entity, path)
    model = entity_type(owner)
    if spec.kind is Kind.REFS:
        values: list[Any] = sorted(
            {n for ns in crm.links(query.entity, path, [r.id or 0 for r in records(crm, query)]).values() for n in ns}
        )
        held = crm.many(spec.to, values)
    else:
        column = own.text_of(model, spec) if is_own(spec.name) else getattr(model, spec.column)
        found = (v for (v,) in crm.exec(select(column).select_from(model).distinct()) if v is not None)
        values = sorted({own.read_group(spec, v) for v in found}, key=str) if is_own(spec.name) else list(found)
        held = crm.many(spec.to, values) if spec.kind is Kind.REF else {}
    made = [(v, held.get(v), count(crm, subset(query, path, v))) for v in values]
    rest = count(crm, query) - sum(n for _, _, n in made)
    return sorted([m for m in made if m[2]], key=lambda r: (-r[2], str(r[0]))) + (
        [(None, None, rest)] if rest > 0 and spec.kind is not Kind.REFS else []
    )
