"""Who changed what on a record, when, from what to what, and in which turn: the event log, made readable."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import col

from crm_store.base import FieldSpec, Kind, Record
from crm_store.errors import BadValue
from crm_store.models import AccountContact, Event, User, field_of, fields_of
from crm_store.own_fields import PREFIX, own_specs
from crm_store.unit import Unit
from crm_store.values import from_json

QUIET = frozenset(
    {
        "stage_entered_at",
        "forecast_category",
        "pipeline",
        "currency",
        "team",
        "span_start",
        "span_end",
        "subject_type",
        "name_pinyin",
        "external_id",
    }
)
"""Fields that follow from others or belong to one shown beside them: not listed unless asked for."""


@dataclass(frozen=True)
class Change:
    """One field of one record that changed, or a record that was made, deleted or brought back (`field` is None).

    Values are typed (Decimal, date, aware datetime, code), references numbers. `by` is None when nobody signed in did it
    (`kind` says what did: import, system, rule). `currency` is the one a money value was in. `undone` marks what was reverted since.
    """

    at: datetime
    by: User | None
    kind: str
    tool: str | None
    turn: str | None
    op: str
    entity: str
    number: int
    field: FieldSpec | None
    before: Any
    after: Any
    before_currency: str | None = None
    after_currency: str | None = None
    undone: bool = False


def events_of(crm: Unit, record: Record, *, limit: int | None = None) -> list[Event]:
    """The events of a record and of its parts, newest first.

    The record came out of this unit's scope, which is the judgement; the log itself is then read whole, but for the fields
    that are closed to this person.
    """
    about = type(record).about.entity
    wanted = [and_(col(Event.entity) == about, col(Event.record_id) == record.id)]
    if about in ("account", "contact"):
        key = col(AccountContact.account_id if about == "account" else AccountContact.contact_id)
        ties = [n for n in crm.exec(select(col(AccountContact.id)).where(key == record.id)).scalars() if n]
        wanted.append(and_(col(Event.entity) == "account_contact", col(Event.record_id).in_(ties)))
    q = select(Event).where(col(Event.workspace_id) == crm.actor.workspace_id, or_(*wanted))
    q = q.order_by(col(Event.at).desc(), col(Event.id).desc())
    found = list(crm.inside(q if limit is None else q.limit(limit)).scalars())
    crm.lay_over(found)
    return found


def history(crm: Unit, record: Record, field: str | None = None) -> list[Change]:
    """Every change of a record, newest first; with `field` only that field, its first value included.

    Raises:
        BadValue: no such field.
    """
    entity = type(record).about.entity
    own = own_specs(crm, entity, retired=True)
    if field is not None and field not in own and field_of(entity, field) is None:
        known_en, known_zh = (
            ", ".join(s.en for s in fields_of(entity).values()),
            "、".join(s.zh for s in fields_of(entity).values()),
        )
        about = type(record).about
        raise BadValue(
            f"{about.en_many.capitalize()} have no field “{field}”. There are: {known_en}.",
            f"{about.zh}没有“{field}”字段。可用字段：{known_zh}。",
        )
    events = events_of(crm, record)
    people = crm.many("user", (e.actor_id for e in events if e.actor_id))
    currencies = _currencies(events, record)
    told = [c for e in events for c in _changes(e, people, field, currencies.get(e.id or 0, (None, None)), own)]
    return _made_once(told, entity)


def _made_once(told: list[Change], entity: str) -> list[Change]:
    """A record is made once: what a later import tells of it, whose file held its history too, is that it was brought in.

    Of one field, that is no change of it.
    """
    earliest = next((c for c in reversed(told) if c.op == "create" and c.entity == entity), None)
    found = []
    for c in told:
        again = c.op == "create" and c.entity == entity and c.kind == "import" and earliest and c.at > earliest.at
        if not again:
            found.append(c)
        elif c.field is None:
            found.append(replace(c, op="import"))
    return found


TOLD = ("deal", "account", "contact", "lead", "ticket", "task", "activity")
"""Record types whose changes are news."""
_MOST_NEWS = 2000


def news(
    crm: Unit,
    since: datetime,
    until: datetime,
    *,
    entities: Sequence[str] = TOLD,
    owners: Collection[int] | None = None,
) -> list[tuple[Record, Change]]:
    """What people changed between two moments, newest first, on records that are still there: (record, change).

    What an import wrote is no news, nor what was undone since or did the undoing. `owners` keeps to records of these people.
    Looks at the latest 2,000 events.
    """
    undoing = select(col(Event.undone_by)).where(col(Event.undone_by).is_not(None))
    q = select(Event).where(
        col(Event.at) >= since, col(Event.at) <= until, col(Event.entity).in_(entities), col(Event.actor_kind) != "import",
        col(Event.undone_by).is_(None), col(Event.tx).not_in(undoing),
    )  # fmt: skip
    events = list(crm.exec(q.order_by(col(Event.at).desc(), col(Event.id).desc()).limit(_MOST_NEWS)).scalars())
    people = crm.many("user", (e.actor_id for e in events if e.actor_id))
    made: list[tuple[Record, Change]] = []
    held = {e: crm.many(e, [x.record_id for x in events if x.entity == e]) for e in {x.entity for x in events}}
    for event in events:
        record = held[event.entity].get(event.record_id)
        if record is None or (owners is not None and _owner(record) not in owners):
            continue
        currency = getattr(record, "currency", None)
        own = own_specs(crm, event.entity, retired=True)
        made += [(record, c) for c in _changes(event, people, None, (currency, currency), own)]
    return made


def _owner(record: Record) -> int | None:
    for name in ("owner_id", "assignee_id"):
        if hasattr(record, name):
            owner: int | None = getattr(record, name)
            return owner
    return None


def _changes(
    event: Event,
    people: dict[int, Record],
    field: str | None,
    money_in: tuple[str | None, str | None],
    own: Mapping[str, FieldSpec],
) -> Iterator[Change]:
    before, after = told_apart(event.before), told_apart(event.after)
    by = people.get(event.actor_id or 0)

    def change(spec: FieldSpec | None, was: Any, will: Any) -> Change:
        return Change(
            event.at, by if isinstance(by, User) else None, event.actor_kind, event.tool, event.turn, event.op, event.entity, event.record_id,
            spec, was, will, *money_in, event.undone_by is not None,
        )  # fmt: skip

    if event.op != "update" and field is None:
        yield change(None, None, None)
        if event.op == "create":
            return
    for name in _ordered(event.entity, {n for n in (*before, *after) if not n.startswith("~")}, own):
        spec = own.get(name) or field_of(event.entity, name)
        if (
            spec is None
            or (field is None and name in QUIET)
            or (field is not None and (name != field or event.entity == "account_contact"))
        ):
            continue
        if event.op in ("delete", "restore"):
            continue
        yield change(spec, _typed(spec, before.get(name)), _typed(spec, after.get(name)))


def told_apart(values: Mapping[str, Any]) -> dict[str, Any]:
    """An event's values with each of the company's own fields by itself, also where an older event told of all at once."""
    together = values.get("custom")
    made = {n: v for n, v in values.items() if n != "custom" or not isinstance(v, dict)}
    return made | ({PREFIX + k: v for k, v in together.items()} if isinstance(together, dict) else {})


def _ordered(entity: str, names: set[str], own: Mapping[str, FieldSpec]) -> Iterable[str]:
    return [n for n in (*fields_of(entity), *own, "external_id") if n in names]


def _typed(spec: FieldSpec, value: Any) -> Any:
    if spec.kind in (Kind.REF, Kind.REFS, Kind.SUBJECT, Kind.JSON) or value is None:
        return value
    try:
        return from_json(spec, value)
    except BadValue:
        return value  # an imported past may hold what was never checked


def _currencies(events: Sequence[Event], record: Record) -> dict[int, tuple[str | None, str | None]]:
    """The record's currency before and after each event, walking back from what it is now."""
    now = getattr(record, "currency", None)
    found = {}
    for e in events:
        if (e.entity, e.record_id) != (type(record).about.entity, record.id):
            continue
        after = e.after.get("currency", now)
        before = e.before.get("currency", after)
        found[e.id or 0] = (before, after)
        now = before
    return found
