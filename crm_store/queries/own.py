"""The company's own fields in SQL: compared, ordered and grouped by what they hold, numbers as numbers, days as days."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Float, String, case, cast, false, func, not_, or_, type_coerce
from sqlalchemy.types import TypeDecorator

from crm_store.base import FieldSpec, Kind
from crm_store.models import entity_type
from crm_store.own_fields import as_kept, key_of, own_called, text_under, typed_value
from crm_store.unit import Unit

_FIGURE = r"^-?[0-9]+([.][0-9]+)?$"


class IsoDay(TypeDecorator[date]):
    """A day kept as text, YYYY-MM-DD: such texts have the order of the days they name."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: date | str | None, dialect: Dialect) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(str(value)[:10])


def own_of(crm: Unit, entity: str, name: str) -> FieldSpec | None:
    """The company's field a path names, by `custom.<key>`, key or label; NotAllowed when it is closed to this person."""
    spec = own_called(crm, entity, name)
    if spec is not None:
        crm.must_read(entity, spec.name)
    return spec


def text_of(source: Any, spec: FieldSpec) -> ColumnElement[str]:
    """What stands under the field's key, as text; null when nothing does."""
    text: ColumnElement[str] = text_under(source, key_of(spec.name))
    return text


def figure_of(source: Any, spec: FieldSpec) -> ColumnElement[float]:
    """The number under the field's key; null for what is none."""
    text = text_of(source, spec)
    return case((text.regexp_match(_FIGURE), cast(text, Float)))


def day_of(source: Any, spec: FieldSpec) -> ColumnElement[date]:
    return type_coerce(text_of(source, spec), IsoDay)


def is_yes(source: Any, spec: FieldSpec, yes: bool) -> ColumnElement[bool]:
    return func.lower(text_of(source, spec)).in_(("true", "1") if yes else ("false", "0"))


def blank(source: Any, spec: FieldSpec) -> ColumnElement[bool]:
    text = text_of(source, spec)
    return or_(text.is_(None), text == "")


def among(source: Any, spec: FieldSpec, values: Any) -> ColumnElement[bool]:
    """Whether one of these options stands there, in any letters."""
    wanted = sorted({str(as_kept(v)).lower() for v in values})
    return func.lower(text_of(source, spec)).in_(wanted) if wanted else false()


def same(source: Any, spec: FieldSpec, value: Any) -> ColumnElement[bool]:
    """Whether exactly this typed value stands there."""
    if spec.kind is Kind.BOOL:
        return is_yes(source, spec, bool(value))
    if spec.kind is Kind.NUMBER:
        return figure_of(source, spec) == float(value)
    if spec.kind is Kind.CHOICE:
        return among(source, spec, [value])
    return text_of(source, spec) == str(as_kept(value))


def order_of(entity: str, spec: FieldSpec) -> ColumnElement[Any]:
    """What records are put in order by: options as they were listed."""
    model: Any = entity_type(entity)
    if spec.kind is Kind.NUMBER:
        return figure_of(model, spec)
    if spec.kind is Kind.CHOICE and spec.choices is not None and len(list(spec.choices)):
        said = func.lower(text_of(model, spec))
        return case(*((said == str(c.value).lower(), n) for n, c in enumerate(spec.choices)))
    if spec.kind is Kind.BOOL:
        return case((is_yes(model, spec, True), 1), (is_yes(model, spec, False), 0))
    text = text_of(model, spec)
    return case((text == "", None), else_=text)


def read_group(spec: FieldSpec, held: Any) -> Any:
    """A value grouped by, typed, from what the database gave."""
    if held in (None, ""):
        return None
    if spec.kind is Kind.BOOL:
        return str(held).lower() in ("true", "1")
    if spec.kind is Kind.CHOICE and spec.choices is not None:
        same_ = [c for c in spec.choices if str(c.value).lower() == str(held).lower()]
        return same_[0] if same_ else held
    return typed_value(spec, held)


def total_of_figures(texts: Any) -> Decimal:
    """The exact sum of numbers kept as text."""
    found = Decimal(0)
    for (text,) in texts:
        try:
            found += Decimal(str(text))
        except ArithmeticError:
            continue
    return found


def unlike(source: Any, spec: FieldSpec, hit: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(text_of(source, spec).is_(None), not_(hit))
