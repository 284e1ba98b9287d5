"""Everything as it stood at a moment gone by: the records this person may see today, unwound to then by the event log."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine, create_engine, event, func, insert, select
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel, col

from crm_store import bulk
from crm_store.base import Kind, Record
from crm_store.codes import ActivityStatus
from crm_store.errors import BadValue
from crm_store.models import (
    Activity,
    ActivityLink,
    DealState,
    Event,
    NameKey,
    StageHistory,
    Workspace,
    entities,
    entity_type,
    fields_of,
    table_of,
)
from crm_store.models.deal_state import FOREVER
from crm_store.names import NAMED, keys_for
from crm_store.own_fields import is_own, with_values
from crm_store.queries.past import stood
from crm_store.states import COLUMNS
from crm_store.unit import LINK_TABLES, GuardedSession, Unit
from crm_store.values import from_json

MOST = 200_000
"""More records than this are not unwound at once: they are copied into memory."""

Links = dict[str, dict[int, list[int]]]


@contextmanager
def past(crm: Unit, at: datetime, wanted: Sequence[str] = ()) -> Iterator[Unit]:
    """A unit of work that reads the store as it stood at `at`, with that as its present moment.

    Who may see a record today sees it as it was; what was deleted since is there again, what came since is not. Reads in
    memory: every query, list and report runs on it as on the store itself. `wanted` are the record types needed (all when empty);
    those that give names and figures their meaning are always there.

    Raises:
        BadValue: the moment lies ahead, or too many records would have to be unwound.
    """
    if at > crm.now:
        raise BadValue("That lies ahead. Ask about a day gone by.", "这个时间还没到。请询问过去的日期。")
    kinds = [e for e, m in entities().items() if not wanted or e in wanted or m.about.shared]
    engine = _memory()
    copied = 0
    try:
        with engine.begin() as db:
            db.execute(
                insert(table_of(Workspace)), [dict(r._mapping) for r in crm.inside(select(*table_of(Workspace).c))]
            )
            for entity in kinds:
                rows, links = _stood(crm, entity, at, MOST - copied)
                copied += len(rows)
                _write(db.execute, entity, rows, links, crm.actor.workspace_id)
                if entity == "deal":
                    _stays(crm, db.execute, [r["id"] for r in rows], at)
        with GuardedSession(engine, expire_on_commit=False, autoflush=False) as session:
            unit = Unit(session, crm.actor, at, writes=False, turn=crm.turn, tool=crm.tool)
            unit.judged_as = replace(crm.actor, reach="all")  # only what they may see was copied
            yield unit
    finally:
        engine.dispose()


def _memory() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, record: Any) -> None:
        # What a record pointed at may be out of this person's sight: then it points at nothing here.
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.create_function("lower", 1, lambda s: s.lower() if isinstance(s, str) else s, deterministic=True)
        connection.executescript(_tables())

    return engine


@cache
def _tables() -> str:
    """What makes the tables: asking the models for it took a tenth of a second each time."""
    made = create_engine("sqlite://", poolclass=StaticPool)
    SQLModel.metadata.create_all(made)
    with made.connect() as db:
        found = db.exec_driver_sql("select sql from sqlite_master where sql is not null order by type desc").scalars()
        script = ";\n".join(found)
    made.dispose()
    return script


def _stood(crm: Unit, entity: str, at: datetime, most: int) -> tuple[list[dict[str, Any]], Links]:
    """The columns of the visible records of a type that were there at a moment, and their links."""
    model = entity_type(entity)
    names = [c.name for c in table_of(model).columns]
    q = select(model).limit(most + 1)
    found: list[Record] = list(crm.session.execute(q, execution_options={"deleted": True}).scalars())
    if len(found) > most:
        raise BadValue(
            "There are too many records to look back at all of them at once. Ask about one record or one type.",
            "记录太多，无法一次全部回溯。请只询问一条记录或一种类型。",
        )
    found = _there(crm, entity, found, at)
    rows = {r.id or 0: {n: getattr(r, n) for n in names} for r in found}
    alive = {n: r.deleted_at is None for n, r in ((r.id or 0, r) for r in found)}
    links = {name: dict(crm.links(entity, name, list(rows))) for name in model.about.links}
    for change in _since(crm, entity, list(rows), at):
        row = rows[change.record_id]
        if change.op in ("delete", "restore"):
            alive[change.record_id] = change.op == "delete"
        elif change.op == "update":
            _unwind(entity, row, links, change.before)
    kept = [row | {"deleted_at": None} for n, row in rows.items() if alive[n]]
    if entity == "deal":
        figures = _figures(crm, at)
        kept = [row | figures[row["id"]] for row in kept if row["id"] in figures]
        touched = _last_touch(crm, at)
        for row in kept:
            row["last_activity_at"] = touched.get(row["id"])
    return kept, links


def _there(crm: Unit, entity: str, found: list[Record], at: datetime) -> list[Record]:
    """The records there were at a moment, deleted since or not.

    What an import brought without a date of its own was there before nobody knows how long: it counts as there, an activity
    from its own day on, a deal from the import on. So do the records that give others their meaning: people, stages, rates.
    """
    if entity_type(entity).about.shared:
        return found
    late = [r for r in found if r.created_at > at and r.created_via == "import"]
    if entity == "activity":
        undated = {r.id for r in late if r.starts_at is not None and r.starts_at <= at}  # type: ignore[attr-defined]
    elif entity == "deal":
        undated = set()
    else:
        undated = _undated(crm, entity, late)
    return [r for r in found if r.created_at <= at or r.id in undated]


def _undated(crm: Unit, entity: str, late: list[Record]) -> set[int | None]:
    """Those that were given the moment of their import as the moment of their making."""
    made = {r.id: r.created_at for r in late}
    found: set[int | None] = set()
    numbers = [r.id or 0 for r in late]
    for start in range(0, len(numbers), 500):
        q = select(col(Event.record_id), col(Event.at)).where(
            col(Event.workspace_id) == crm.actor.workspace_id, col(Event.entity) == entity, col(Event.op) == "create",
            col(Event.actor_kind) == "import", col(Event.tool).is_distinct_from("history"),
            col(Event.record_id).in_(numbers[start : start + 500]),
        )  # fmt: skip
        found |= {n for n, when in crm.inside(q) if made.get(n) == when}
    return found


def _since(crm: Unit, entity: str, numbers: list[int], at: datetime) -> Iterator[Any]:
    """The changes of these records after a moment, the latest first."""
    for start in range(0, len(numbers), 500):
        q = select(col(Event.record_id), col(Event.op), col(Event.before)).where(
            col(Event.workspace_id) == crm.actor.workspace_id, col(Event.entity) == entity, col(Event.at) > at,
            col(Event.record_id).in_(numbers[start : start + 500]),
        )  # fmt: skip
        yield from crm.inside(q.order_by(col(Event.at).desc(), col(Event.id).desc()))


def _unwind(entity: str, row: dict[str, Any], links: Links, before: dict[str, Any]) -> None:
    specs = fields_of(entity)
    for name, value in before.items():
        spec = specs.get(name)
        if name == "~stamp":
            row["updated_at"], row["updated_by_id"] = datetime.fromisoformat(value[0]), value[1]
        elif name in links:
            links[name][row["id"]] = list(value or [])
        elif name == "external_id":
            row[name] = value or None
        elif name == "custom":  # as events told of them all at once
            row[name] = value or {}
        elif is_own(name):
            row["custom"] = with_values(row["custom"], {name: value})
        elif spec is not None and spec.kind in (Kind.REF, Kind.SUBJECT):
            row[spec.column] = value
        elif spec is not None and spec.column in row:
            row[spec.column] = (value or []) if spec.kind is Kind.JSON else from_json(spec, value)


def _write(execute: Callable[..., Any], entity: str, rows: list[dict[str, Any]], links: Links, workspace: int) -> None:
    if not rows:
        return
    model = entity_type(entity)
    execute(insert(table_of(model)), rows)
    there = {r["id"] for r in rows}
    for name, link in model.about.links.items():
        extra = {"target": link.target} if link.target else {"is_primary": False, "role": None}
        pairs = [
            {"workspace_id": workspace, link.mine: n, link.theirs: other, **extra}
            for n, others in links[name].items()
            if n in there
            for other in others
        ]
        if pairs:
            execute(insert(table_of(LINK_TABLES[link.model])), pairs)
    if entity in NAMED:
        keys = [(k, kind, r.id) for r in bulk.readable(model, rows) for k, kind in sorted(keys_for(entity, r))]
        first = _next(execute)
        named = [
            {"workspace_id": workspace, "id": first + i, "key": k, "kind": kind, "entity": entity, "record_id": n}
            for i, (k, kind, n) in enumerate(keys)
        ]
        if named:
            execute(insert(table_of(NameKey)), named)


def _next(execute: Callable[..., Any]) -> int:
    return int(execute(select(func.coalesce(func.max(col(NameKey.id)), 0))).scalar_one()) + 1


def _stays(crm: Unit, execute: Callable[..., Any], deals: list[int], at: datetime) -> None:
    """The stays of these deals in stages, and their states, that had begun; the last one was still going on."""
    t = table_of(StageHistory)
    rows: list[dict[str, Any]] = []
    for start in range(0, len(deals), 500):
        q = select(*t.c).where(
            t.c.workspace_id == crm.actor.workspace_id, t.c.deal_id.in_(deals[start : start + 500]), t.c.entered_at <= at,
            t.c.undone_by.is_(None),
        )  # fmt: skip
        rows += [dict(r._mapping) for r in crm.inside(q)]
    for row in rows:
        if row["left_at"] is not None and row["left_at"] > at:
            row["left_at"] = None
    if rows:
        execute(insert(t), rows)
    s = table_of(DealState)
    for start in range(0, len(deals), 500):
        q = select(*s.c).where(
            s.c.workspace_id == crm.actor.workspace_id, s.c.deal_id.in_(deals[start : start + 500]), s.c.begun_at <= at
        )
        until = {"ended_at": FOREVER}
        kept = [dict(r._mapping) | (until if r.ended_at > at else {}) for r in crm.inside(q)]
        if kept:
            execute(insert(s), kept)


def _figures(crm: Unit, at: datetime) -> dict[int, dict[str, Any]]:
    """The columns reports are made of, as they stood, of the deals that were there: what is read here is what is counted there."""
    q = select(*(getattr(DealState, n) for n in ("deal_id", *COLUMNS))).where(*stood(at))
    return {number: dict(zip(COLUMNS, held, strict=True)) for number, *held in crm.exec(q)}


def _last_touch(crm: Unit, at: datetime) -> dict[int, datetime]:
    """When each deal had last been in touch by then."""
    link, act = table_of(ActivityLink).c, table_of(Activity).c
    q = (
        select(link.target_id, func.max(act.starts_at))
        .where(link.workspace_id == act.workspace_id, link.activity_id == act.id, link.target == "deal")
        .where(act.workspace_id == crm.actor.workspace_id, act.status == ActivityStatus.HELD, act.deleted_at.is_(None))
        .where(act.starts_at <= at, act.created_at <= at)
        .group_by(link.target_id)
    )
    return {int(row[0]): row[1] for row in crm.inside(q)}
