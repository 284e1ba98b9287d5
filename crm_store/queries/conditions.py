"""One condition on records as SQL: any field, through references, with values as people write them."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, false, func, not_, null, or_, select, true
from sqlmodel import col

from crm_store.base import MAX_AMOUNT, FieldSpec, Kind, Record
from crm_store.errors import BadValue, NotFound
from crm_store.models import entity_type, field_of
from crm_store.names import normal
from crm_store.own_fields import no_own_field, read_yes_no
from crm_store.queries import own
from crm_store.queries.fx import Rates
from crm_store.queries.lookup import best, known_stage, resolve
from crm_store.queries.reverse import pointed_at, pointing
from crm_store.queries.stages import ORDERED, ladder
from crm_store.queries.titles import called
from crm_store.queries.view import unknown_field
from crm_store.unit import LINK_TABLES, Unit
from crm_store.values import MAX_WHOLE, bad_value, storable

OPERATORS = (">=", "<=", "!=", "=", ">", "<", "~")
"""As `--where` writes them, longest first."""


EARLIEST, LATEST = date(1, 1, 3), date(9999, 12, 29)
"""Days that are a moment in every time zone."""


@dataclass(frozen=True)
class Condition:
    """`path` (dotted through references) compared with `value`: text as written, or an already typed value.

    `op` is one of = != > >= < <= ~ in empty filled within, outside. `within` takes (first day, last day), either None for open;
    `outside` denies it. A path may also begin with a record type that points at this one (`deal.stage.kind` of an account): then
    != and `outside` mean that no such record is so, `empty` that there is none.
    `currency` says in which currency a money value was given; None compares the plain number.
    """

    path: str
    op: str = "="
    value: Any = None
    currency: str | None = None


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


def condition(crm: Unit, entity: str, c: Condition) -> ColumnElement[bool]:
    """One condition as SQL over the model of `entity`.

    Raises:
        BadValue: no such field, or a value the field cannot be compared with.
    """
    head, _, rest = c.path.partition(".")
    model = entity_type(entity)
    if head == "ref" and not rest:
        number = str(c.value).rpartition("-")[2]
        hit = col(model.id) == (int(number) if number.isdecimal() and len(number) <= 9 else -1)
        return not_(hit) if c.op == "!=" else hit
    spec = field_of(entity, head)
    if head == "custom" or (spec is None and not pointing(entity, head)):
        added = own.own_of(crm, entity, c.path)
        if added is None:
            raise no_own_field(crm, entity, rest) if head == "custom" else unknown_field(entity, head)
        return _own(crm, model, added, c)
    turned = {"!=": "=", "empty": "filled", "outside": "within"}.get(c.op)
    if spec is None:
        inside = condition(crm, head, Condition(rest, turned or c.op, c.value, c.currency)) if rest else None
        there = pointed_at(crm, entity, head, inside)
        return not_(there) if turned else there
    crm.must_read(entity, head)
    if not rest:
        return _leaf(crm, entity, spec, c)
    if spec.kind is Kind.SUBJECT:
        return or_(
            *(
                _subject(crm, model, kind, Condition(rest, c.op, c.value, c.currency))
                for kind in ("account", "contact", "deal")
            )
        )
    if not spec.to:
        raise BadValue(
            f"“{head}” is no reference, so nothing can follow it in “{c.path}”.",
            f"“{head}”不是引用字段，“{c.path}”无法继续展开。",
        )
    inner = condition(crm, spec.to, Condition(rest, turned or c.op, c.value, c.currency))
    target = entity_type(spec.to)
    hit = _refers(crm, entity, spec, select(target.id).where(inner))  # type: ignore[call-overload]
    if turned and spec.kind is Kind.REF:
        return or_(getattr(model, spec.column).is_(None), not_(hit))  # nothing is neither in a list nor outside it
    return not_(hit) if turned else hit


def _own(crm: Unit, model: Any, spec: FieldSpec, c: Condition) -> ColumnElement[bool]:
    """A condition on one of the company's own fields, by its kind."""
    if c.op in ("empty", "filled"):
        nothing = own.blank(model, spec)
        return nothing if c.op == "empty" else not_(nothing)
    if c.op == "is":
        return own.same(model, spec, c.value)
    if spec.kind is Kind.NUMBER:
        return _amount(crm, model, spec, own.figure_of(model, spec), c, exact=False)
    if spec.kind is Kind.DAY:
        return _days(crm, spec, own.day_of(model, spec), c)
    if spec.kind is Kind.BOOL:
        yes = read_yes_no(str(c.value))
        if yes is None:
            raise bad_value(spec, c.value)
        hit = own.is_yes(model, spec, yes)
        return own.unlike(model, spec, hit) if c.op == "!=" else hit
    if spec.kind is Kind.CHOICE and c.op not in ("~", "!~"):
        hit = own.among(model, spec, [read_choice(spec, v) for v in (c.value if isinstance(c.value, (list, tuple)) else [c.value])])  # fmt: skip
        return own.unlike(model, spec, hit) if c.op == "!=" else hit
    return _text(own.text_of(model, spec), c)


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
    if c.op == "is" and spec.kind is not Kind.JSON:
        same: ColumnElement[bool] = value == c.value
        return same
    if spec.kind is Kind.REF:
        meant = _meant(crm, spec, c)
        if spec.to == "stage" and c.op in ORDERED:
            meant = ladder(crm, meant, c.op)
        return or_(value.is_(None), not_(value.in_(meant))) if c.op == "!=" else value.in_(meant)
    if spec.kind in (Kind.TEXT, Kind.LONG):
        if spec.name == "title" and c.op == "~" and isinstance(c.value, str):
            return or_(*(_text(value, replace(c, value=name)) for name in called(c.value)))
        return _text(value, c)
    if spec.kind is Kind.JSON:
        said = c.value if isinstance(c.value, (list, tuple)) else [c.value]
        hit = or_(false(), *(_in_json(value, storable(str(s)), whole=c.op != "~") for s in said))
        return not_(hit) if c.op == "!=" else hit
    if spec.kind is Kind.CHOICE:
        wanted = [read_choice(spec, v) for v in (c.value if isinstance(c.value, (list, tuple)) else [c.value])]
        return or_(value.is_(None), not_(value.in_(wanted))) if c.op == "!=" else value.in_(wanted)
    if spec.kind is Kind.BOOL:
        yes = str(c.value).casefold() in ("true", "1", "yes", "是", "y")
        told: ColumnElement[bool] = value.is_(not yes) if c.op == "!=" else value.is_(yes)
        return told
    if spec.kind in (Kind.DAY, Kind.MOMENT):
        return _days(crm, spec, value, c)
    return _amount(crm, model, spec, value, c)


def _in_json(value: Any, said: str, *, whole: bool) -> ColumnElement[bool]:
    """Whether a list kept as JSON holds this text, as an item of its own or within one; JSON may be escaped or not."""
    forms = {json.dumps(said.lower(), ensure_ascii=escaped)[1:-1] for escaped in (True, False)}
    held = func.lower(cast(value, String))
    return or_(*(held.contains(f'"{form}"' if whole else form, autoescape=True) for form in sorted(forms)))


def _meant(crm: Unit, spec: FieldSpec, c: Condition) -> Any:
    """The numbers a reference value means; several when a name fits several, none when nothing fits."""
    values = c.value if isinstance(c.value, (list, tuple)) else [c.value]
    numbers: list[int] = []
    target = entity_type(spec.to)
    for v in values:
        if isinstance(v, int):
            numbers.append(v if abs(v) <= MAX_WHOLE else -1)
        elif c.op == "~":
            shown = getattr(target, target.about.title)
            return select(target.id).where(func.lower(shown).contains(storable(str(v)).lower(), autoescape=True))  # type: ignore[call-overload]
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
        points: ColumnElement[bool] = value.is_not(None) if targets is None else value.in_(targets)
        return points
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
        blank: ColumnElement[bool] = model.subject_id.is_(None) if c.op == "empty" else model.subject_id.is_not(None)
        return blank
    if c.path:
        ids: Any = select(target.id).where(condition(crm, kind, c))  # type: ignore[call-overload]
    else:
        ids = [f.number for f in best(resolve(crm, str(c.value), (kind,)))]
    return and_(model.subject_type == kind, model.subject_id.in_(ids))


def _text(value: Any, c: Condition) -> ColumnElement[bool]:
    if isinstance(c.value, (list, tuple)):
        return or_(*(_text(value, replace(c, value=v, op="=")) for v in c.value)) if c.value else false()
    said = storable(str(c.value)).lower()
    if c.op == "empty":
        return or_(value.is_(None), value == "")
    if c.op == "filled":
        return and_(value.is_not(None), value != "")
    if c.op == "~":
        return func.lower(value).contains(said, autoescape=True)
    if c.op == "!~":
        return or_(value.is_(None), not_(func.lower(value).contains(said, autoescape=True)))
    if c.op == "!=":
        return or_(value.is_(None), func.lower(value) != said)
    if c.op in ("=", "in"):
        return func.lower(value) == said
    return _ordered(value, c.op, c.value)


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
    if c.op == "outside":
        return or_(value.is_(None), not_(_days(crm, spec, value, replace(c, op="within"))))
    if c.op == "within":
        first, last = c.value
        return and_(
            value >= _edge(crm, spec, first, False) if first else true(),
            value <= _edge(crm, spec, last, True) if last else true(),
            value.is_not(null()),
        )
    exact = _read_moment(crm, spec, c.value)
    if not EARLIEST <= (exact.date() if isinstance(exact, datetime) else exact) <= LATEST:
        raise bad_value(spec, c.value)
    if isinstance(exact, datetime):
        return or_(value.is_(None), value != exact) if c.op == "!=" else _ordered(value, c.op, exact)
    opens, closes = _edge(crm, spec, exact, False), _edge(crm, spec, exact, True)
    inside = and_(value >= opens, value <= closes)
    if c.op in ("=", "~"):
        return inside
    if c.op == "!=":
        return or_(value.is_(None), not_(inside))
    return _ordered(value, c.op, closes if c.op in (">", "<=") else opens)


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


def _amount(
    crm: Unit, model: Any, spec: FieldSpec, value: Any, c: Condition, *, exact: bool = True
) -> ColumnElement[bool]:
    try:
        number = Decimal(str(c.value).replace(",", "").strip())
    except InvalidOperation:
        raise bad_value(spec, c.value) from None
    if not number.is_finite():
        raise bad_value(spec, c.value)
    most = Decimal(MAX_WHOLE) if spec.kind is Kind.INT else MAX_AMOUNT * 9
    number = max(-most, min(most, number))  # no record holds more, so the answer stays the same
    if spec.kind is Kind.MONEY and c.currency:
        return _worth(crm, model, spec, value, c.op, number, c.currency)
    if not exact:
        return _compare(value, c.op, float(number))
    return _compare(value, c.op, int(number) if spec.kind is Kind.INT and number == int(number) else number)


def _worth(
    crm: Unit, model: Any, spec: FieldSpec, value: Any, op: str, number: Decimal, currency: str
) -> ColumnElement[bool]:
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
    return _ordered(value, op, number)


def _ordered(value: Any, op: str, other: Any) -> ColumnElement[bool]:
    """`value op other`; ~ on what has an order means equal."""
    tests: dict[str, ColumnElement[bool]] = {
        "=": value == other,
        "~": value == other,
        ">": value > other,
        ">=": value >= other,
        "<": value < other,
        "<=": value <= other,
    }
    return tests[op]
