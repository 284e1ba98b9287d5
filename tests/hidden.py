"""Two ways to change what somebody cannot see: every value of a colleague's records, or the records themselves gone."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from parley_worlds import MOMENT
from sqlalchemy import delete, select

from crm_store import wall
from crm_store.base import Kind
from crm_store.models import DealState, Event, StageHistory, entities, fields_of, table_of
from crm_store.queries import find
from crm_store.store import Store

SCOPED = ("account", "contact", "deal", "lead", "activity", "task", "ticket", "fact", "share", "account_contact")
"""Record types whose records not everybody sees."""


def scramble(world: Any, owner: str, seed: int) -> None:
    """Change every field of every record of somebody else, often to what would be mistaken for one's own."""
    chance = random.Random(seed)
    words = [
        "Acme renewal plan 2027",
        "Ana Ruiz",
        "李娜",
        "Acme",
        "华阳科技",
        "王伟",
        "ana.ruiz@acme.example",
        "Ana Ruiz Lopez",
        "D-1",
        "xyzzy",
    ]
    keep = {"owner", "assignee", "team", "account", "contact", "contacts", "deal", "ticket", "participants", "subject", "subject_type",
            "number", "source", "reports_to"}  # fmt: skip
    with world.store.session(world.store.system(), writes=True) as crm:
        people = {world.number("user", owner)}
        for entity in SCOPED:
            for record in crm.all(find.statement(crm, find.Query(entity), entities()[entity])):
                if not people & {getattr(record, "owner_id", None), getattr(record, "assignee_id", None)}:
                    continue
                values: dict[str, Any] = {}
                for name, spec in fields_of(entity).items():
                    if name in keep and not (name == "source" and spec.kind is not Kind.REF):
                        continue
                    values[name] = {
                        Kind.TEXT: lambda: chance.choice(words), Kind.LONG: lambda: chance.choice(words),
                        Kind.MONEY: lambda: Decimal(chance.randrange(10**9)) / 100, Kind.NUMBER: lambda: Decimal(chance.randrange(100)),
                        Kind.INT: lambda: chance.randrange(1000), Kind.BOOL: lambda: chance.random() < 0.5,
                        Kind.DAY: lambda: date(2026, 1, 1) + timedelta(chance.randrange(700)),
                        Kind.MOMENT: lambda: MOMENT + timedelta(hours=chance.randrange(-9000, 9000)),
                        Kind.CHOICE: lambda spec=spec: chance.choice(list(spec.choices)), Kind.JSON: lambda: [chance.choice(words)],
                        Kind.REF: lambda spec=spec: chance.randrange(1, 3) if spec.to in ("stage", "product") else None,
                    }[spec.kind]()  # fmt: skip
                values = {n: v for n, v in values.items() if n != "currency"} | (
                    {"currency": "JPY"} if "currency" in values else {}
                )
                crm.update(record, {**values, "external_id": f"deal:acme-renewal-{chance.random()}"}, plain=True)
    with world.store.session(world.store.system(), writes=True) as crm:
        for _ in range(3):
            made = crm.create(
                "contact", {"name": chance.choice(words), "owner": world.number("user", owner)}, plain=True
            )
            crm.create(
                "deal",
                {"name": chance.choice(words), "owner": made.owner_id, "currency": "JPY", "amount": Decimal(7)},
                plain=True,
            )


def thin(store: Store, email: str) -> None:
    """Take every record this person does not see out of the tables, with what the books say of it."""
    with store.session(store.actor(email)) as crm:
        kept = {e: {r.id for r in crm.all(select(m))} for e, m in entities().items()}
    with wall.within(store.engine, 1).begin() as connection:
        for entity, numbers in kept.items():
            t = table_of(entities()[entity])
            gone = [n for (n,) in connection.execute(select(t.c.id)) if n not in numbers]
            connection.execute(delete(t).where(t.c.id.in_(gone)))
            log = table_of(Event)
            connection.execute(delete(log).where(log.c.entity == entity, log.c.record_id.in_(gone)))
            if entity == "deal":
                for book in map(table_of, (StageHistory, DealState)):
                    connection.execute(delete(book).where(book.c.deal_id.in_(gone)))
