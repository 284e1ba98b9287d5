"""One unit of work: reads in the actor's scope, writes with audit, name keys and index jobs in the same flush."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Select, event, select
from sqlalchemy.engine import Result, Row
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, SQLModel, col

from crm_store import audit, outbox, own_fields, rules, states
from crm_store.base import FieldSpec, Kind, Record
from crm_store.books import INSIDE, LINK_TABLES
from crm_store.errors import NotFound, Unsafe
from crm_store.judging import Judge
from crm_store.learnt import facts_from
from crm_store.models import Deal, Event, entity_type, fields_of
from crm_store.narrowing import models_in, numbered, scope_of
from crm_store.permissions import Actor, judged_at
from crm_store.values import fitting
from crm_store.veil import Veiled, veil

__all__ = ["LINK_TABLES", "GuardedSession", "Unit"]

R = TypeVar("R", bound=Record)


class GuardedSession(Session):
    """A session that narrows every statement to its actor and refuses what could slip past the scope."""

    unit: "Unit"

    def connection(self, *args: Any, **kwargs: Any) -> Any:
        raise Unsafe("the unit of work hands out no connection")

    def commit(self) -> None:
        if not self.unit.writes:
            raise Unsafe("this unit only reads; open it with writes=True")
        super().commit()

    def _in_bulk(self, *args: Any, **kwargs: Any) -> Any:
        raise Unsafe("records are changed by create, update and delete")

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = _in_bulk


class Unit(Judge):
    """The door a caller holds: `with store.session(actor) as crm`.

    `tx` names this unit in the event log, `turn` the conversation turn it belongs to. A reading unit refuses to write.
    """

    def __init__(
        self,
        session: GuardedSession,
        actor: Actor,
        now: datetime,
        *,
        writes: bool,
        turn: str | None,
        tool: str | None,
        deleted: bool = False,
    ) -> None:
        self.session = session
        session.unit = self
        self.actor = self.judged_as = actor
        self.now = now
        self.writes = writes
        self.turn = turn
        self.tool = tool
        self.tx = uuid4().hex
        self.with_deleted = deleted
        self._links: dict[int, dict[str, tuple[list[int], list[int]]]] = {}
        self._writable: set[tuple[str, int]] = set()
        self._allowed: set[tuple[str, int]] = set()
        self._judged: dict[str, set[tuple[str, int]]] = {}
        self._forced: dict[int, str] = {}
        self._stamped: set[int] = set()
        self._was: dict[int, tuple[datetime, int | None]] = {}
        self._read: dict[tuple[str, int], Record | None] = {}
        self.own: dict[tuple[str, bool], Mapping[str, FieldSpec]] = {}
        self.touched: set[tuple[str, int]] = set()
        self.parted: set[int] = set()
        self.moved: set[int] = set()
        self.retold: set[int] = set()
        over = veil(actor)
        self.veiled = Veiled(over) if over is not None else None
        self.withheld: set[tuple[str, str]] = set()

    @property
    def today(self) -> date:
        return self.actor.today(self.now)

    def exec(self, statement: Any) -> Result[*tuple[Any, ...]]:
        """Run an ORM select in the actor's scope."""
        return self.session.execute(statement)

    def all(self, statement: Select[R]) -> list[R]:
        return list(self.session.execute(statement).scalars())

    def get(self, entity: str, number: int) -> Record:
        """One record by its number; NotFound when there is none or this person may not see it."""
        found = self.many(entity, [number]).get(number)
        if found is None:
            raise NotFound(f"{entity_type(entity).about.prefix}-{number}")
        return found

    def many(
        self, entity: str, numbers: Iterable[int], *, hold: bool = False, deleted: bool = False
    ) -> dict[int, Record]:
        """The visible ones among these records, by number; `hold` reads them afresh and keeps others from writing them.

        `deleted` finds those in the recycle bin as well.
        """
        model, found = entity_type(entity), dict[int, Record]()
        wanted = sorted(set(numbers))
        if not self.writes and not deleted:  # what was read in this unit stays as it was read
            found = {n: r for n in wanted if (r := self._read.get((entity, n))) is not None}
            wanted = [n for n in wanted if (entity, n) not in self._read]
        q = numbered(self.judged_as, model, not (self.with_deleted or deleted))
        if hold:
            q = q.with_for_update().execution_options(populate_existing=True)
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            judged_at(self.now)
            rows = list(self._inside(q, {"numbers": some}).scalars())
            if self.veiled is not None:
                self.lay_over(rows, afresh=hold)
            found.update({r.id: r for r in rows if r.id is not None})
            if not deleted:
                self._read.update({(entity, n): found.get(n) for n in some})
        return found

    def value(self, record: Record, field: str) -> Any:
        """A field's value as Python: numbers for references, a list of them for link fields."""
        about = type(record).about
        if field in about.links:
            assert record.id is not None
            return self.links(about.entity, field, [record.id]).get(record.id, [])
        if own_fields.is_own(field):
            return own_fields.held_in(self, record, field)
        spec = fields_of(about.entity)[field]
        return getattr(record, spec.column)

    def create(
        self,
        entity: str,
        values: Mapping[str, Any],
        *,
        via: str = "chat",
        number: int | None = None,
        plain: bool = False,
    ) -> Record:
        """Make a record from field values (references as numbers); `plain` leaves out the derived fields and defaults."""
        self._must_write(entity, "create")
        rules.must_lend(self, entity, values)
        if not plain:
            self.must_fill(entity, values)
            values = own_fields.judged(self, entity, values, new=True)
        model = entity_type(entity)
        wanted = dict(values) if plain else {**rules.defaults(self, entity), **rules.typed(entity, values)}
        if not plain:
            wanted.update(rules.derived(self, entity, None, wanted))
        record = model(
            workspace_id=self.actor.workspace_id, created_by_id=self.actor.user_id, updated_by_id=self.actor.user_id,
            created_via=via, created_at=self.now, updated_at=self.now,
        )  # fmt: skip
        record.id = number or self._number(entity, wanted)
        if entity == "ticket":
            wanted["number"] = wanted.get("number") or str(record.id)
        self._fill(record, {k: v for k, v in wanted.items() if v is not None})
        self.session.add(record)
        self._writable.add((entity, record.id))
        return record

    def update(self, record: Record, values: Mapping[str, Any], *, plain: bool = False) -> None:
        """Change fields of a record this person may write."""
        entity = type(record).about.entity
        self.must_write(entity, [record.id or 0])
        self.must_assign(entity, [record.id or 0], values)
        if entity == "stand_in":
            rules.must_be_theirs(self, values, record)
        self._lift(record)
        if not plain:
            self.must_fill(entity, values)
            values = own_fields.judged(self, entity, values, new=False)
        wanted = dict(values) if plain else rules.typed(entity, values)
        if entity == "share" and ("entity" in wanted or "record_id" in wanted) and not plain:
            raise Unsafe("a share is of one record; make another for another")
        if not plain:
            wanted.update(rules.derived(self, entity, record, wanted))
        self._fill(record, wanted)

    def delete(self, record: Record) -> None:
        """Take a record away: kept, hidden, and brought back by undo."""
        entity = type(record).about.entity
        self.must_write(entity, [record.id or 0], "delete")
        self._lift(record)
        record.deleted_at = self.now
        self._forced[id(record)] = "delete"

    def restore(self, record: Record) -> None:
        """Bring a deleted record back."""
        self.must_write(type(record).about.entity, [record.id or 0], "delete")
        self._lift(record)
        record.deleted_at = None
        self._forced[id(record)] = "restore"

    def keep_stamp(self, record: Record, at: datetime, by: int | None) -> None:
        """Write a record back with the stamp it had: undo leaves nothing behind."""
        self._was.setdefault(id(record), (record.updated_at, record.updated_by_id))
        record.updated_at, record.updated_by_id = at, by
        self._stamped.add(id(record))

    def flush(self) -> None:
        self.session.flush()

    def add(self, row: SQLModel) -> None:
        """Keep a row of the store's own books (a proposal, thread, message)."""
        if isinstance(row, Record):
            raise Unsafe("records are made by create()")
        if getattr(row, "id", 0) is None:
            setattr(row, "id", self._numbers(str(row.__tablename__), 1)[0])  # noqa: B010
        self.session.add(row)

    def remove(self, row: SQLModel) -> None:
        """Drop a row of the store's own books."""
        if isinstance(row, (Record, Event)):
            raise Unsafe("records are deleted by delete(), events never")
        self.session.delete(row)

    def _fill(self, record: Record, values: Mapping[str, Any]) -> None:
        about = type(record).about
        specs = fields_of(about.entity)
        if own := {n: v for n, v in values.items() if own_fields.is_own(n)}:
            own_fields.must_be_unique(self, about.entity, own, record.id)
            record.custom = own_fields.with_values(record.custom, own)
        for name, value in values.items():
            if name in own:
                continue
            if name in about.links:
                assert record.id is not None
                before = (
                    self.links(about.entity, name, [record.id]).get(record.id, []) if record in self.session else []
                )
                after = sorted(set(value or []))
                if after == sorted(before) and name not in self._links.get(id(record), {}):
                    continue
                self._links.setdefault(id(record), {})[name] = (before, after)
                self._was.setdefault(id(record), (record.updated_at, record.updated_by_id))
                if record.updated_at == self.now and record in self.session:
                    flag_modified(record, "updated_at")  # also at the same moment a new link makes a new version
                record.updated_at = self.now
                continue
            if name in ("external_id", "custom", "subject_type"):
                setattr(record, name, value)
                continue
            spec: FieldSpec = specs[name]
            setattr(
                record,
                spec.column,
                ([] if value is None else value) if spec.kind is Kind.JSON else fitting(spec, value),
            )

    def _number(self, entity: str, values: Mapping[str, Any]) -> int:
        said = str(values.get("number") or "")
        if entity == "ticket" and said.isdigit() and 0 < int(said) < 2**31:
            model = entity_type("ticket")
            if (
                self._inside(
                    select(col(model.id)).where(
                        col(model.id) == int(said), col(model.workspace_id) == self.actor.workspace_id
                    )
                ).first()
                is None
            ):
                self._at_least(entity, int(said))
                return int(said)
        return self._numbers(entity, 1)[0]

    def narrow(self, state: ORMExecuteState) -> None:
        """Called before every statement: refuse what is not ours, then add the scope."""
        if state.execution_options.get("parley") is INSIDE:
            return
        if state.is_column_load or state.is_relationship_load:
            return
        if not state.is_orm_statement or not state.is_select:
            raise Unsafe("only ORM selects are taken here; records are changed by create, update and delete")
        hidden = not (self.with_deleted or state.execution_options.get("deleted"))
        scopes = [scope_of(self.judged_as, m, hidden) for m in models_in(state.statement)]  # type: ignore[arg-type]
        if self.veiled is not None:
            state.statement, named = self.veiled.over.laid_over(state.statement)
            self.withheld |= named
        state.statement = state.statement.options(*scopes)
        judged_at(self.now)

    def veil(self, state: ORMExecuteState) -> Any:
        """The result of a statement as this person is shown it; None when nothing is closed to them."""
        if self.veiled is None or state.execution_options.get("parley") is INSIDE or not state.is_select:
            return None
        frozen = state.invoke_statement().freeze()
        afresh = bool(state.execution_options.get("populate_existing"))
        self.lay_over(
            (x for row in frozen.data for x in (row if isinstance(row, (tuple, Row)) else (row,))), afresh=afresh
        )
        return frozen()

    def lay_over(self, loaded: Iterable[Any], *, afresh: bool = False) -> None:
        """Put the veil over what was loaded, and note what it closes."""
        for one in loaded if self.veiled is not None else ():
            assert self.veiled is not None
            self.withheld.update(self.veiled.lay(one, afresh=afresh))

    def before_flush(self) -> None:
        """Version, stamp and book every change that is about to be written."""
        changes: list[tuple[str, str, int, Mapping[str, Any], Mapping[str, Any]]] = []
        jobs: list[tuple[str, int]] = []
        renamed: list[Record] = []
        if any(isinstance(o, Record) for o in self.session.deleted):
            raise Unsafe("records are never deleted from the table; use delete()")
        for record in [o for o in self.session.new if isinstance(o, Record)]:
            self._written(record)
            entity, number = type(record).about.entity, record.id or 0
            links = {k: after for k, (_, after) in self._links.pop(id(record), {}).items()}
            self._was.pop(id(record), None)
            self._write_links(record, {k: ([], v) for k, v in links.items()})
            changes.append(("create", entity, number, {}, audit.snapshot(record, links)))
            renamed.append(record)
            if entity in outbox.INDEXED and outbox.text_of(record):
                jobs.append((entity, number))
            if isinstance(record, Deal):
                self._first_stays([record])
        for record in [o for o in self.session.dirty if isinstance(o, Record)]:
            links_changed = self._links.pop(id(record), {})
            last_at, last_by = self._was.pop(id(record), (record.updated_at, record.updated_by_id))
            if not self.session.is_modified(record) and not links_changed:
                continue
            self._written(record)
            entity, number = type(record).about.entity, record.id or 0
            before, after = audit.difference(record, links_changed)
            op = self._forced.pop(id(record), "update")
            if not after and op == "update":
                continue
            self._write_links(record, links_changed)
            if op == "update":
                before = {**before, audit.STAMP: [last_at.isoformat(), last_by]}
            if id(record) in self._stamped:
                self._stamped.discard(id(record))
            elif op == "update":
                record.updated_at, record.updated_by_id = max(self.now, record.updated_at), self.actor.user_id
            changes.append((op, entity, number, before if op == "update" else audit.snapshot(record), after))
            if (
                set(after) & {*type(record).about.names, "aliases", "name_pinyin", "organization", "domain", "email"}
                or op != "update"
            ):
                renamed.append(record)
            if outbox.wants_index(entity, {*after, *(["deleted_at"] if op != "update" else [])}):
                jobs.append((entity, number))
            if isinstance(record, Deal) and "stage" in after:
                self._move(record, before.get("stage"))
        if changes:
            self.own.clear()
            self._book(changes, at=self.now)
            self._rename(renamed)
            self._jobs(jobs + facts_from(changes, self._inside, self.actor))
            self.touched.update((e, n) for _, e, n, _, _ in changes)
            self.moved.update(n for op, e, n, _, after in changes if e == "deal" and states.moved(op, after))

    def _written(self, record: Record) -> None:
        entity = type(record).about.entity
        if not self.writes:
            raise Unsafe("this unit only reads; open it with writes=True")
        self._lift(record)
        if (entity, record.id or 0) not in self._writable and not self._judged_already(entity, record):
            self.must_write(entity, [record.id or 0])


@event.listens_for(GuardedSession, "do_orm_execute")
def _on_execute(state: ORMExecuteState) -> Any:
    session = state.session
    assert isinstance(session, GuardedSession)
    session.unit.narrow(state)
    return session.unit.veil(state)


@event.listens_for(GuardedSession, "after_flush_postexec")
def _after_flush(session: GuardedSession, context: UOWTransaction) -> None:
    unit = session.unit
    if unit.veiled is not None:
        for record in session.identity_map.values():
            list(unit.veiled.lay(record, afresh=False))


@event.listens_for(GuardedSession, "before_flush")
def _on_flush(session: GuardedSession, context: UOWTransaction, instances: Any) -> None:
    session.unit.before_flush()
