"""The books a unit of work keeps in the same transaction: numbers, events, name keys, index jobs, links and stays."""

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Result
from sqlmodel import Session, SQLModel

from crm_store import audit, bulk, outbox, states
from crm_store.base import Link, Record
from crm_store.codes import ActivityStatus
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
    entity_type,
    table_of,
)
from crm_store.names import NAMED, keys_for
from crm_store.permissions import Actor
from crm_store.sealing import FIRST, seal

INSIDE = object()
"""Marks the store's own statements, which need no scope; nothing outside this package uses it."""

LINK_TABLES: Mapping[str, type[SQLModel]] = {"activity_link": ActivityLink, "deal_contact": DealContact}


class Books:
    """What every write leaves behind besides the record; the half of a unit of work that knows the tables.

    `touched` are the records written so far, `moved` the deals whose figures changed, `retold` those whose past did, `parted` the deals an
    activity was taken from, `tx` the name of this unit in the event log,
    `reason` what its events say they were done for, `key` what they are sealed with,
    `erased` the strings of people erased in it.
    """

    session: Session
    actor: Actor
    now: datetime
    turn: str | None
    tool: str | None
    tx: str
    reason: str | None = None
    key: bytes = b""
    erased: tuple[str, ...] = ()
    touched: set[tuple[str, int]]
    parted: set[int]
    moved: set[int]
    retold: set[int]
    _writable: set[tuple[str, int]]

    def flush(self) -> None:
        self.session.flush()

    def _must_write(self, entity: str) -> None:
        raise NotImplementedError

    def links(self, entity: str, field: str, numbers: Sequence[int]) -> dict[int, list[int]]:
        """The numbers a link field holds, per record, whoever may see them; callers load them in scope."""
        link = entity_type(entity).about.links[field]
        table: Any = LINK_TABLES[link.model]
        mine, theirs = getattr(table, link.mine), getattr(table, link.theirs)
        found: dict[int, list[int]] = {}
        for start in range(0, len(numbers), 500):
            q = select(mine, theirs).where(
                table.workspace_id == self.actor.workspace_id,
                mine.in_(numbers[start : start + 500]),
            )
            if link.target:
                q = q.where(table.target == link.target)
            for a, b in self._inside(q.order_by(theirs)):
                found.setdefault(a, []).append(b)
        return found

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
        if entity == "deal":
            self.retold.update(made)
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
        self.retold.update(number for entity, number, *_ in rows if entity == "deal")
        numbers = self._numbers("event", len(rows))
        rows_ = [
            audit.event_row(
                workspace_id=self.actor.workspace_id, number=n, tx=self.tx, at=at, actor_id=by, actor_kind="import", turn=self.turn,
                tool="history", entity=entity, record_id=number, op=op, before=before, after=after,
            )
            for n, (entity, number, op, at, by, before, after) in zip(numbers, rows, strict=True)
        ]  # fmt: skip
        self._insert_events(rows_)

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

    def settle(self) -> None:
        """Bring what is worked out from other records up to date: when each deal was last in touch, and its states. Called before the commit."""
        states.follow(self._inside, self.actor.workspace_id, self.moved - self.retold, self.now)
        states.restate(self._inside, self.actor.workspace_id, self.retold)
        done = sorted(n for e, n in self.touched if e == "activity")
        deal, link, act = table_of(Deal), table_of(ActivityLink), table_of(Activity)
        ws = self.actor.workspace_id
        reached: list[Any] = [
            select(link.c.target_id).where(
                link.c.workspace_id == ws, link.c.target == "deal", link.c.activity_id.in_(done[start : start + 500])
            )
            for start in range(0, len(done), 500)
        ]
        for deals in [*reached, *([sorted(self.parted)] if self.parted else [])]:
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

    def inside(self, statement: Any, values: Mapping[str, Any] | None = None) -> Result[*tuple[Any, ...]]:
        """Run one of the store's own statements without scope: for this package's queries after they judged access."""
        return self._inside(statement, values)

    @property
    def dialect(self) -> str:
        """The database spoken to: sqlite or postgresql."""
        return str(self.session.get_bind().dialect.name)

    def _inside(self, statement: Any, values: Mapping[str, Any] | None = None) -> Result[*tuple[Any, ...]]:
        return self.session.execute(statement, values, execution_options={"parley": INSIDE})

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(insert(table), rows, execution_options={"parley": INSIDE})

    def _numbers(self, name: str, count: int) -> range:
        """The next `count` numbers of a series, taken in this unit of work."""
        if count == 0:
            return range(0)
        table = table_of(Counter)
        # One statement, so that two who take the first number of a series at once do not collide.
        made = sqlite.insert(table) if self.dialect == "sqlite" else postgresql.insert(table)
        first = made.values(workspace_id=self.actor.workspace_id, entity=name, last=count)
        next_one = {"last": table.c.last + count}
        taken = first.on_conflict_do_update(index_elements=["workspace_id", "entity"], set_=next_one)
        moved = int(self._inside(taken.returning(table.c.last)).scalar_one())
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
        self._insert_events([
            audit.event_row(
                workspace_id=self.actor.workspace_id, number=n, tx=self.tx, at=at, actor_id=self.actor.user_id, actor_kind=self.actor.kind,
                turn=self.turn, tool=self.tool, entity=entity, record_id=number, op=op, before=before, after=after, reason=self.reason,
            )
            for n, (op, entity, number, before, after) in zip(numbers, changes, strict=True)
        ])  # fmt: skip

    def _insert_events(self, rows: list[dict[str, Any]]) -> None:
        """Seal new events behind the last one; taking their numbers made every other writer wait."""
        if not rows:
            return
        t = table_of(Event).c
        q = select(t.seal).where(t.workspace_id == self.actor.workspace_id, t.id == rows[0]["id"] - 1)
        seal(rows, self._inside(q).scalar_one_or_none() or FIRST, self.key)
        self._insert(table_of(Event), rows)

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
                if isinstance(record, Activity) and link.target == "deal":
                    self.parted |= gone
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
        mine = (
            table.c.workspace_id == self.actor.workspace_id,
            table.c.deal_id == deal.id,
            table.c.undone_by.is_(None),
        )
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
