"""The event log as a list of its own: who did what to which record, in the actor's scope, by conditions."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlmodel import col

from crm_store.errors import BadValue
from crm_store.models import Event, User, by_prefix
from crm_store.names import normal
from crm_store.queries.find import Condition
from crm_store.unit import Unit

FIELDS = (
    "ref",
    "at",
    "by",
    "actor_kind",
    "tool",
    "turn",
    "tx",
    "entity",
    "record_ref",
    "op",
    "before",
    "after",
    "undone",
)
"""What `queries.view.shown_events` prints of an event."""

_TEXTS = ("actor_kind", "tool", "turn", "tx", "entity", "op")


def events(crm: Unit, conditions: Sequence[Condition] = (), *, after: int = 0, limit: int | None = None) -> list[Event]:
    """Events this person may see that fulfil every condition, the oldest first.

    Args:
        after: only events with a higher number, to read on in pieces.

    Raises:
        BadValue: a field an event has not, or a value it cannot be compared with.
    """
    q = select(Event).where(col(Event.id) > after)
    for c in conditions:
        q = q.where(_condition(crm, c))
    return list(crm.exec(q.order_by(col(Event.id)).limit(limit)).scalars())


def _condition(crm: Unit, c: Condition) -> ColumnElement[bool]:
    said = str(c.value or "")
    if c.path in _TEXTS:
        return _text(getattr(Event, c.path), c.op, said)
    if c.path == "undone":
        yes = (said.casefold() in ("true", "1", "yes", "是")) is not (c.op == "!=")
        return col(Event.undone_by).is_not(None) if yes else col(Event.undone_by).is_(None)
    if c.path == "at":
        return _when(crm, c.op, said)
    if c.path == "by":
        return _either(
            col(Event.actor_id).in_(_people(crm, said)) if c.value is not None else col(Event.actor_id).is_(None), c.op
        )
    if c.path in ("ref", "record_ref"):
        prefix, _, number = said.strip().upper().rpartition("-")
        at = int(number) if number.isdigit() and len(number) < 10 else -1
        mine = (
            col(Event.id) == at
            if c.path == "ref"
            else and_(col(Event.entity) == by_prefix().get(prefix, ""), col(Event.record_id) == at)
        )
        return _either(mine, c.op)
    raise BadValue(
        f"Events have no field “{c.path}”. Fields: {', '.join(FIELDS)}.",
        f"事件没有“{c.path}”字段。可用字段：{'、'.join(FIELDS)}。",
    )


def _either(hit: ColumnElement[bool], op: str) -> ColumnElement[bool]:
    return not_(hit) if op in ("!=", "filled") else hit


def _text(column: Any, op: str, said: str) -> ColumnElement[bool]:
    if op in ("empty", "filled"):
        return column.is_(None) if op == "empty" else column.is_not(None)  # type: ignore[no-any-return]
    if op == "~":
        return column.icontains(said, autoescape=True)  # type: ignore[no-any-return]
    if op == "!=":
        return or_(column.is_(None), column != said)
    return column == said  # type: ignore[no-any-return]


def _when(crm: Unit, op: str, said: str) -> ColumnElement[bool]:
    try:
        first = datetime.fromisoformat(said)
        if len(said) > 10:
            first = first if first.tzinfo else first.replace(tzinfo=crm.actor.zone)
            last = first
        else:
            day = date.fromisoformat(said)
            first = datetime.combine(day, time(), crm.actor.zone)
            last = datetime.combine(day + timedelta(days=1), time(), crm.actor.zone) - timedelta(microseconds=1)
    except ValueError:
        raise BadValue(
            f"“{said}” is no moment; write 2026-11-20 or 2026-11-20T09:00.",
            f"“{said}”不是时间；请写成 2026-11-20 或 2026-11-20T09:00。",
        ) from None
    at = col(Event.at)
    inside = and_(at >= first, at <= last)
    return {">": at > last, ">=": at >= first, "<": at < first, "<=": at <= last, "!=": not_(inside)}.get(op, inside)


def _people(crm: Unit, said: str) -> list[int]:
    """Users by e-mail address or full name; disabled ones too, as the log outlives them."""
    wanted = normal(said)
    users: list[User] = list(crm.exec(select(User)).scalars())
    return [u.id for u in users if u.id and (u.email.casefold() == said.strip().casefold() or normal(u.name) == wanted)]
