"""One unit of work: reads in the actor's scope, writes with audit, name keys and index jobs in the same flush."""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Select, delete, event, func, insert, select, update
from sqlalchemy.engine import Result
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlmodel import Session, SQLModel, col

from crm_store import audit, bulk, outbox, rules
from crm_store.base import FieldSpec, Kind, Link, Record
from crm_store.codes import ActivityStatus
from crm_store.errors import NotAllowed, NotFound, Unsafe
from crm_store.models import (
    Activity,
    ActivityLink,
    Counter,
    Deal,
    DealContact,
    Event,
    NameKey,
    Outbox,
    StageHistory,
    Workspace,
    entity_type,
    fields_of,
    table_of,
)
from crm_store.names import NAMED, keys_for
from crm_store.narrowing import criterion, models_in
from crm_store.permissions import Actor, Criteria, may_write_type, read_scope, write_scope

R = TypeVar("R", bound=Record)

_INSIDE = object()
"""Marks the store's own statements, which need no scope; nothing outside this package can name it."""

LINK_TABLES: Mapping[str, type[SQLModel]] = {"activity_link": ActivityLink, "deal_contact": DealContact}


class GuardedSession(Session):
    """A session that narrows every statement to its actor and refuses what could slip past the scope."""

    unit: "Unit"

    def connection(self, *args: Any, **kwargs: Any) -> Any:
        raise Unsafe("the unit of work hands out no connection")


class Unit:
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
        self.actor = actor
        self.now = now
        self.writes = writes
        self.turn = turn
        self.tool = tool
        self.tx = uuid4().hex
        self.with_deleted = deleted
        self._scope: Criteria | None = None
        self._options: dict[tuple[type[Any], bool], Any] = {}
        self._links: dict[int, dict[str, tuple[list[int], list[int]]]] = {}
        self._writable: set[tuple[str, int]] = set()
        self._forced: dict[int, str] = {}
        self._stamped: set[int] = set()
        self.touched: set[tuple[str, int]] = set()

    @property
    def today(self) -> date:
        return self.actor.today(self.now)

    # Reading

    def exec(self, statement: Any) -> Result[*tuple[Any, ...]]:
        """Run an ORM select in the actor's scope."""
        return self.session.execute(statement)

    def all(self, statement: Select[R]) -> list[R]:
        return list(self.session.execute(statement).scalars())

    def get(self, entity: str, number: int) -> Record:
        """One record by its number; NotFound when there is none or this person may not see it."""
        model = entity_type(entity)
        found: Record | None = self.session.execute(select(model).where(col(model.id) == number)).scalar_one_or_none()
        if found is None:
            raise NotFound(f"{model.about.prefix}-{number}")
        return found

    def many(self, entity: str, numbers: Iterable[int]) -> dict[int, Record]:
        """The visible ones among these records, by number."""
        model, found = entity_type(entity), dict[int, Record]()
        wanted = sorted(set(numbers))
        for start in range(0, len(wanted), 500):
            rows = self.session.execute(select(model).where(col(model.id).in_(wanted[start : start + 500]))).scalars()
            found.update({r.id: r for r in rows if r.id is not None})
        return found

    def links(self, entity: str, field: str, numbers: Sequence[int]) -> dict[int, list[int]]:
        """The numbers a link field holds, per record, whoever may see them; callers load them in scope."""
        link = entity_type(entity).about.links[field]
        table = LINK_TABLES[link.model]
        mine, theirs = getattr(table, link.mine), getattr(table, link.theirs)
        found: dict[int, list[int]] = {}
        for start in range(0, len(numbers), 500):
            q = select(mine, theirs).where(
                table.workspace_id == self.actor.workspace_id,
                mine.in_(numbers[start : start + 500]),  # type: ignore[attr-defined]
            )
            if link.target:
                q = q.where(table.target == link.target)  # type: ignore[attr-defined]
            for a, b in self._inside(q.order_by(theirs)):
                found.setdefault(a, []).append(b)
        return found

    def value(self, record: Record, field: str) -> Any:
        """A field's value as Python: numbers for references, a list of them for link fields."""
        about = type(record).about
        if field in about.links:
            assert record.id is not None
            return self.links(about.entity, field, [record.id]).get(record.id, [])
        spec = fields_of(about.entity)[field]
        return getattr(record, spec.column)

    # Writing

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
        self._must_write(entity)
        model = entity_type(entity)
        wanted = dict(values) if plain else {**rules.defaults(self, entity), **values}
        if not plain:
            wanted.update(rules.derived(self, entity, None, wanted))
        record = model(
            workspace_id=self.actor.workspace_id, created_by_id=self.actor.user_id, updated_by_id=self.actor.user_id,
            created_via=via, created_at=self.now, updated_at=self.now,
        )  # fmt: skip
        record.id = number or self._number(entity, wanted)
        self._fill(record, {k: v for k, v in wanted.items() if v is not None})
        self.session.add(record)
        self._writable.add((entity, record.id))
        return record

    def update(self, record: Record, values: Mapping[str, Any], *, plain: bool = False) -> None:
        """Change fields of a record this person may write."""
        entity = type(record).about.entity
        self.must_write(entity, [record.id or 0])
        wanted = dict(values)
        if not plain:
            wanted.update(rules.derived(self, entity, record, wanted))
        self._fill(record, wanted)

    def delete(self, record: Record) -> None:
        """Take a record away: kept, hidden, and brought back by undo."""
        entity = type(record).about.entity
        self.must_write(entity, [record.id or 0])
        record.deleted_at = self.now
        self._forced[id(record)] = "delete"

    def restore(self, record: Record) -> None:
        """Bring a deleted record back."""
        record.deleted_at = None
        self._forced[id(record)] = "restore"

    def must_write(self, entity: str, numbers: Sequence[int]) -> None:
        """NotAllowed unless this unit writes and this person may change every one of these records."""
        self._must_write(entity)
        self.may_change(entity, numbers)

    def allow(self, entity: str, number: int) -> None:
        """Let this unit write a record whose change was judged already: undo of one's own work, which may have moved it out of reach."""
        self._writable.add((entity, number))

    def keep_stamp(self, record: Record, at: datetime, by: int | None) -> None:
        """Write a record back with the stamp it had: undo leaves nothing behind."""
        record.updated_at, record.updated_by_id = at, by
        self._stamped.add(id(record))

    def may_change(self, entity: str, numbers: Sequence[int]) -> None:
        """NotAllowed unless every one of these records is within this person's write scope."""
        open_ = [n for n in numbers if (entity, n) not in self._writable]
        if not open_:
            return
        model = entity_type(entity)
        allowed: set[int] = set()
        condition = write_scope(self.actor, self.now)[model](model)
        for start in range(0, len(open_), 500):
            q = select(col(model.id)).where(condition, col(model.id).in_(open_[start : start + 500]))
            allowed.update(self._inside(q).scalars())
        refused = sorted(set(open_) - allowed)
        if refused:
            ref = f"{model.about.prefix}-{refused[0]}"
            raise NotAllowed(
                f"You may look at {ref} but not change it. Ask its owner or your manager.",
                f"您可以查看 {ref}，但无权修改。请联系负责人或您的经理。",
            )
        self._writable.update((entity, n) for n in allowed)

    def create_many(
        self, entity: str, rows: Sequence[Mapping[str, Any]], *, via: str = "import", stays: bool = True
    ) -> list[int]:
        """Insert many records at once with their events, name keys and index jobs; returns their numbers in order.

        Rows hold field values as `create` takes them, complete: nothing is derived. Optional keys `id`, `created_at`,
        `updated_at`, `external_id`, `custom`. The same books are kept as for single records, in the same transaction;
        without `stays` the caller writes the deals' stays in stages itself.
        """
        self._must_write(entity)
        if not rows:
            return []
        self.flush()
        model = entity_type(entity)
        taken = [int(r["id"]) for r in rows if r.get("id")]
        if taken:
            self._at_least(entity, max(taken))
        free = iter(self._numbers(entity, len(rows) - len(taken)))
        ws, who = self.actor.workspace_id, self.actor.user_id
        drafts = [
            bulk.draft(
                model, r, number=int(r.get("id") or next(free)), workspace_id=ws, actor_id=who, now=self.now, via=via
            )
            for r in rows
        ]
        columns = [c for c, _ in drafts]
        made = [int(c["id"]) for c in columns]
        self._insert(table_of(model), columns)
        for name, link in model.about.links.items():
            pairs = [(c["id"], n) for c, held in drafts for n in held.get(name, ())]
            self._insert(table_of(LINK_TABLES[link.model]), [self._link_row(link, a, b) for a, b in pairs])
        self._book(
            [("create", entity, c["id"], {}, audit.snapshot_of(entity, c, held)) for c, held in drafts], at=self.now
        )
        if entity in NAMED:
            read = bulk.readable(model, columns)
            self._key_rows(entity, [(key, kind, r.id) for r in read for key, kind in keys_for(entity, r)])
        if entity in outbox.INDEXED:
            self._jobs([(entity, c["id"]) for c in columns if any(c[f] for f in model.about.search)])
        if entity == "deal" and stays:
            self._first_stays(bulk.readable(model, columns))
        self._writable.update((entity, n) for n in made)
        self.touched.update((entity, n) for n in made)
        return made

    def last_number(self, entity: str) -> int:
        """The number given last to a record type; held for this unit of work, so that a caller may count on from it."""
        table = table_of(Counter)
        key = (table.c.workspace_id == self.actor.workspace_id, table.c.entity == entity)
        last = self._inside(
            update(table).where(*key).values(last=table.c.last).returning(table.c.last)
        ).scalar_one_or_none()
        if last is None:
            self._insert(table, [{"workspace_id": self.actor.workspace_id, "entity": entity, "last": 0}])
        return last or 0

    def numbered(self, entity: str, number: int) -> bool:
        """Whether a number is given already, to a deleted or unseen record as well."""
        t = table_of(entity_type(entity)).c
        return (
            self._inside(select(t.id).where(t.id == number, t.workspace_id == self.actor.workspace_id)).first()
            is not None
        )

    def _link_row(self, link: Link, mine: int, theirs: int) -> dict[str, Any]:
        extra = {"target": link.target} if link.target else {"is_primary": False, "role": None}
        return {"workspace_id": self.actor.workspace_id, link.mine: mine, link.theirs: theirs, **extra}

    def book_past(
        self, rows: Sequence[tuple[str, int, str, datetime, int | None, Mapping[str, Any], Mapping[str, Any]]]
    ) -> None:
        """Write imported history into the event log: (entity, number, op, at, by, before, after) each, marked `import`."""
        numbers = self._numbers("event", len(rows))
        self._insert(
            table_of(Event),
            [
                audit.event_row(
                    workspace_id=self.actor.workspace_id, number=n, tx=self.tx, at=at, actor_id=by, actor_kind="import", turn=self.turn,
                    tool="history", entity=entity, record_id=number, op=op, before=before, after=after,
                )
                for n, (entity, number, op, at, by, before, after) in zip(numbers, rows, strict=True)
            ],
        )  # fmt: skip

    def stays(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write stays of deals in stages (deal_id, from_stage_id, to_stage_id, entered_at, left_at, actor_id)."""
        numbers = self._numbers("stage_history", len(rows))
        base = {
            "workspace_id": self.actor.workspace_id,
            "tx": self.tx,
            "left_at": None,
            "actor_id": None,
            "from_stage_id": None,
        }
        self._insert(table_of(StageHistory), [{**base, **r, "id": n} for n, r in zip(numbers, rows, strict=True)])

    def flush(self) -> None:
        self.session.flush()

    def settle(self) -> None:
        """Bring what is worked out from other records up to date: when each deal was last in touch. Called before the commit."""
        done = sorted(n for e, n in self.touched if e == "activity")
        deal, link, act = table_of(Deal), table_of(ActivityLink), table_of(Activity)
        ws = self.actor.workspace_id
        for start in range(0, len(done), 500):
            some = done[start : start + 500]
            deals = select(link.c.target_id).where(
                link.c.workspace_id == ws, link.c.target == "deal", link.c.activity_id.in_(some)
            )
            latest = (
                select(func.max(act.c.starts_at))
                .join(link, (link.c.workspace_id == act.c.workspace_id) & (link.c.activity_id == act.c.id))
                .where(link.c.workspace_id == ws, link.c.target == "deal", link.c.target_id == deal.c.id)
                .where(act.c.status == ActivityStatus.HELD, act.c.deleted_at.is_(None), act.c.starts_at <= self.now)
                .correlate(deal)
                .scalar_subquery()
            )
            self._inside(
                update(deal).where(deal.c.workspace_id == ws, deal.c.id.in_(deals)).values(last_activity_at=latest)
            )

    def add(self, row: SQLModel) -> None:
        """Keep a row of the store's own books (a proposal, thread, message)."""
        if isinstance(row, Record):
            raise Unsafe("records are made by create()")
        if getattr(row, "id", 0) is None:
            row.id = self._numbers(str(row.__tablename__), 1)[0]  # type: ignore[attr-defined]
        self.session.add(row)

    def remove(self, row: SQLModel) -> None:
        """Drop a row of the store's own books."""
        if isinstance(row, (Record, Event)):
            raise Unsafe("records are deleted by delete(), events never")
        self.session.delete(row)

    def inside(self, statement: Any) -> Result[*tuple[Any, ...]]:
        """Run one of the store's own statements without scope: for this package's queries after they judged access."""
        return self._inside(statement)

    # Inside

    def _inside(self, statement: Any) -> Result[*tuple[Any, ...]]:
        return self.session.execute(statement, execution_options={"parley": _INSIDE})

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(insert(table), rows, execution_options={"parley": _INSIDE})

    def _must_write(self, entity: str) -> None:
        if not self.writes:
            raise Unsafe("this unit only reads; open it with writes=True")
        if not may_write_type(self.actor, entity):
            about = entity_type(entity).about
            raise NotAllowed(
                f"Your role ({self.actor.role.en}) cannot change {about.en_many}. Ask an administrator.",
                f"您的角色（{self.actor.role.zh}）不能修改{about.zh}。请联系管理员。",
            )

    def _fill(self, record: Record, values: Mapping[str, Any]) -> None:
        about = type(record).about
        specs = fields_of(about.entity)
        for name, value in values.items():
            if name in about.links:
                assert record.id is not None
                before = (
                    self.links(about.entity, name, [record.id]).get(record.id, []) if record in self.session else []
                )
                self._links.setdefault(id(record), {})[name] = (before, sorted(set(value or [])))
                record.updated_at = self.now
                continue
            if name in ("external_id", "custom", "subject_type"):
                setattr(record, name, value)
                continue
            spec: FieldSpec = specs[name]
            setattr(record, spec.column, ([] if value is None else value) if spec.kind is Kind.JSON else value)

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

    def _numbers(self, name: str, count: int) -> range:
        """The next `count` numbers of a series, taken in this unit of work."""
        if count == 0:
            return range(0)
        table = table_of(Counter)
        key = (table.c.workspace_id == self.actor.workspace_id, table.c.entity == name)
        moved = self._inside(
            update(table).where(*key).values(last=table.c.last + count).returning(table.c.last)
        ).scalar_one_or_none()
        if moved is None:
            self._insert(table, [{"workspace_id": self.actor.workspace_id, "entity": name, "last": count}])
            moved = count
        return range(moved - count + 1, moved + 1)

    def _at_least(self, name: str, number: int) -> None:
        table = table_of(Counter)
        key = (table.c.workspace_id == self.actor.workspace_id, table.c.entity == name)
        last = self._inside(select(table.c.last).where(*key)).scalar_one_or_none()
        if last is None:
            self._insert(table, [{"workspace_id": self.actor.workspace_id, "entity": name, "last": number}])
        elif last < number:
            self._inside(update(table).where(*key).values(last=number))

    def _book(
        self, changes: Sequence[tuple[str, str, int, Mapping[str, Any], Mapping[str, Any]]], at: datetime
    ) -> None:
        numbers = self._numbers("event", len(changes))
        self._insert(
            table_of(Event),
            [
                audit.event_row(
                    workspace_id=self.actor.workspace_id, number=n, tx=self.tx, at=at, actor_id=self.actor.user_id, actor_kind=self.actor.kind,
                    turn=self.turn, tool=self.tool, entity=entity, record_id=number, op=op, before=before, after=after,
                )
                for n, (op, entity, number, before, after) in zip(numbers, changes, strict=True)
            ],
        )  # fmt: skip

    def _key_rows(self, entity: str, named: Sequence[tuple[str, str, int]]) -> None:
        numbers = self._numbers("name_key", len(named))
        ws = self.actor.workspace_id
        self._insert(
            table_of(NameKey),
            [
                {"workspace_id": ws, "id": n, "key": key, "kind": kind, "entity": entity, "record_id": r}
                for n, (key, kind, r) in zip(numbers, named, strict=True)
            ],
        )

    def _jobs(self, records: Sequence[tuple[str, int]]) -> None:
        numbers = self._numbers("outbox", len(records))
        ws = self.actor.workspace_id
        self._insert(
            table_of(Outbox),
            [
                outbox.job_row(workspace_id=ws, number=n, entity=e, record_id=r, at=self.now)
                for n, (e, r) in zip(numbers, records, strict=True)
            ],
        )

    def _first_stays(self, deals: Sequence[Any]) -> None:
        entered = [(d, d.stage_entered_at or d.created_at) for d in deals if d.stage_id is not None]
        self.stays(
            [
                {"deal_id": d.id, "to_stage_id": d.stage_id, "entered_at": at, "actor_id": d.owner_id}
                for d, at in entered
            ]
        )

    def _criteria(self) -> Criteria:
        if self._scope is None:
            self._scope = read_scope(self.actor, self.now)
        return self._scope

    def narrow(self, state: ORMExecuteState) -> None:
        """Called before every statement: refuse what is not ours, then add the scope."""
        if state.execution_options.get("parley") is _INSIDE:
            return
        if state.is_column_load or state.is_relationship_load:
            return
        if not state.is_orm_statement or not state.is_select:
            raise Unsafe("only ORM selects are taken here; records are changed by create, update and delete")
        hidden = not (self.with_deleted or state.execution_options.get("deleted"))
        state.statement = state.statement.options(*(self._option(m, hidden) for m in models_in(state.statement)))

    def _option(self, model: type[Any], hidden: bool) -> Any:
        """The loader criteria of one model for this actor, made once per unit; every model has one."""
        key = (model, hidden)
        if key not in self._options:
            known = self._criteria().get(model)
            mine = model.id if model is Workspace else model.workspace_id
            condition = known(model) if known else mine == self.actor.workspace_id
            if hidden and issubclass(model, Record):
                condition = condition & model.deleted_at.is_(None)  # type: ignore[union-attr]
            self._options[key] = criterion(model, condition)
        return self._options[key]

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
            self._write_links(record, {k: ([], v) for k, v in links.items()})
            changes.append(("create", entity, number, {}, audit.snapshot(record, links)))
            renamed.append(record)
            if entity in outbox.INDEXED and outbox.text_of(record):
                jobs.append((entity, number))
            if isinstance(record, Deal):
                self._first_stays([record])
        for record in [o for o in self.session.dirty if isinstance(o, Record)]:
            links_changed = self._links.pop(id(record), {})
            if not self.session.is_modified(record) and not links_changed:
                continue
            self._written(record)
            entity, number = type(record).about.entity, record.id or 0
            before, after = audit.difference(record, links_changed)
            op = self._forced.pop(id(record), "update")
            if not after and op == "update":
                continue
            self._write_links(record, links_changed)
            if id(record) in self._stamped:
                self._stamped.discard(id(record))
            elif op == "update":
                before = {**before, audit.STAMP: [record.updated_at.isoformat(), record.updated_by_id]}
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
            self._book(changes, at=self.now)
            self._rename(renamed)
            self._jobs(jobs)
            self.touched.update((e, n) for _, e, n, _, _ in changes)

    def _written(self, record: Record) -> None:
        entity = type(record).about.entity
        if not self.writes:
            raise Unsafe("this unit only reads; open it with writes=True")
        if (entity, record.id or 0) not in self._writable:
            self.must_write(entity, [record.id or 0])

    def _write_links(self, record: Record, links: Mapping[str, tuple[list[int], list[int]]]) -> None:
        for name, (before, after) in links.items():
            link = type(record).about.links[name]
            table = table_of(LINK_TABLES[link.model])
            gone, new = set(before) - set(after), set(after) - set(before)
            if gone:
                q = delete(table).where(
                    table.c.workspace_id == self.actor.workspace_id,
                    table.c[link.mine] == record.id,
                    table.c[link.theirs].in_(sorted(gone)),
                )
                self._inside(q.where(table.c.target == link.target) if link.target else q)
            extra = {"target": link.target} if link.target else {"is_primary": False, "role": None}
            self._insert(
                table,
                [
                    {"workspace_id": self.actor.workspace_id, link.mine: record.id, link.theirs: n, **extra}
                    for n in sorted(new)
                ],
            )

    def _rename(self, records: Sequence[Record]) -> None:
        table = table_of(NameKey)
        by_entity = Tally(type(r).about.entity for r in records)
        for entity in by_entity:
            if entity not in NAMED:
                continue
            mine = [r for r in records if type(r).about.entity == entity]
            self._inside(
                delete(table).where(
                    table.c.workspace_id == self.actor.workspace_id,
                    table.c.entity == entity,
                    table.c.record_id.in_([r.id for r in mine]),
                )
            )
            self._key_rows(
                entity,
                [(k, kind, r.id or 0) for r in mine if r.deleted_at is None for k, kind in sorted(keys_for(entity, r))],
            )

    def _move(self, deal: Deal, before: int | None) -> None:
        table = table_of(StageHistory)
        mine = (table.c.workspace_id == self.actor.workspace_id, table.c.deal_id == deal.id)
        self._inside(update(table).where(*mine, table.c.left_at.is_(None)).values(left_at=self.now))
        self.stays(
            [
                {
                    "deal_id": deal.id,
                    "from_stage_id": before,
                    "to_stage_id": deal.stage_id,
                    "entered_at": self.now,
                    "actor_id": self.actor.user_id,
                }
            ]
        )


@event.listens_for(GuardedSession, "do_orm_execute")
def _on_execute(state: ORMExecuteState) -> None:
    session = state.session
    assert isinstance(session, GuardedSession)
    session.unit.narrow(state)


@event.listens_for(GuardedSession, "before_flush")
def _on_flush(session: GuardedSession, context: UOWTransaction, instances: Any) -> None:
    session.unit.before_flush()
