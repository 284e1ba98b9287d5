"""Records somebody cannot see cannot change a byte of what they are told."""

import dataclasses
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from parley_worlds import CHEN, MAYA, MOMENT, TOM

from crm_store.base import Kind
from crm_store.errors import StoreError
from crm_store.models import entities, fields_of
from crm_store.queries import find, view
from crm_store.queries.likeness import duplicates
from crm_store.queries.lookup import one, resolve, the_deal
from crm_store.queries.mentions import mentions

NAMES = (
    "Acme", "Ana", "ana ruiz", "李娜", "lina", "ln", "华阳的李娜", "Ana @ Acme", "Ana (Globex)", "Acme renewal", "Acmee", "renewal", "Globex",
    "D-1", "D-10", "C-6", "T-3", "Umbra", "deal:umbra-lab", "deal:acme-renewal", "王伟", "Bob", "nobody at all", "chen", "Maya", "#3",
)  # fmt: skip

TEXT = (
    "Met Ana Ruiz at Acme Industrial about the Acme renewal and the Globex rollout; Bob Stone and Uma Berg joined. D-1 D-19 "
    "华阳科技的李娜说预算已批，远景能源王伟下周演示。 ana.ruiz@acme.example asks about Umbra lab, Acme renewal plan 2027 and Ana Ruiz Lopez."
)

SCOPED = ("account", "contact", "deal", "lead", "activity", "task", "ticket", "fact", "share", "account_contact")


def told(world: Any, email: str) -> list[str]:
    """Everything this person hears: records, look-ups, names in a text, counts, sums, groups and refusals."""
    with world.reading(email) as crm:
        return [repr(line) for line in _told(crm)]


def _told(crm: Any) -> Iterator[Any]:
    for entity in SCOPED:
        query = find.Query(entity)
        yield entity, find.count(crm, query)
        yield view.shown(crm, entity, find.records(crm, query))
        for name, spec in fields_of(entity).items():
            if spec.kind in (Kind.REF, Kind.REFS, Kind.CHOICE, Kind.JSON, Kind.BOOL):
                yield name, [(str(v), r.ref if r else None, n) for v, r, n in find.grouped(crm, query, name)]
            if spec.kind is Kind.MONEY:
                yield find.total(crm, query, name), find.sums(crm, query, name)
            if spec.kind in (Kind.REF, Kind.MONEY):
                yield [r.ref for r in find.records(crm, find.Query(entity, sort=[(name, True)]))]
            for op, value in (("filled", None), ("~", "a"), ("!=", "Umbra")) if spec.to in SCOPED else ():
                yield op, [r.ref for r in find.records(crm, find.Query(entity, [find.Condition(name, op, value)]))]
    for said in NAMES:
        yield said, [dataclasses.astuple(f) for f in resolve(crm, said)]
        for ask in (one, the_deal):
            try:
                yield ask(crm, said).ref
            except StoreError as refused:
                yield refused.en, refused.zh
    yield [dataclasses.astuple(m) for m in mentions(crm, TEXT)]
    yield [r.ref for r in duplicates(crm, "contact", {"name": "Ana Ruiz", "email": "uma@umbra.example"})]
    for number in (1, 10, 19, 20, 999):
        try:
            yield crm.get("deal", number).ref
        except StoreError as refused:
            yield refused.en, refused.zh


def scramble(desk: Any, owner: str, seed: int) -> None:
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
    with desk.store.session(desk.store.system(), writes=True) as crm:
        people = {desk.world.number("user", owner)}
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
    with desk.store.session(desk.store.system(), writes=True) as crm:
        for _ in range(3):
            made = crm.create(
                "contact", {"name": chance.choice(words), "owner": desk.world.number("user", owner)}, plain=True
            )
            crm.create(
                "deal",
                {"name": chance.choice(words), "owner": made.owner_id, "currency": "JPY", "amount": Decimal(7)},
                plain=True,
            )


def test_whatever_others_do_to_theirs_one_hears_the_same(sqlite_desk: Any) -> None:
    """Neither Chen nor Tom sees anything of Maya's."""
    before = {email: told(sqlite_desk.world, email) for email in (CHEN, TOM)}
    scramble(sqlite_desk, MAYA, seed=1)
    assert told(sqlite_desk.world, CHEN) == before[CHEN]
    assert told(sqlite_desk.world, TOM) == before[TOM]


def test_a_thousand_namesakes_of_others_do_not_crowd_out_ones_own(new_world: Any) -> None:
    world = new_world("sqlite")
    with world.reading(CHEN) as crm:
        before = [
            repr(resolve(crm, said)) for said in ("Bob", "Stone", "bob stone", "Acme senso", "李娜", "Bob Stonne")
        ]
        linked = repr(mentions(crm, "Bob Stone met 李娜 about Acme sensors"))
    with world.store.session(world.store.system(), writes=True) as crm:
        tom = world.number("user", TOM)
        crm.create_many("contact", [{"name": n, "owner": tom} for n in ["Bob Stone", "李娜", "Bob Stonne"] * 1500])
        crm.create_many("deal", [{"name": f"Acme sensors {n}", "owner": tom} for n in range(300)])
        number = crm.create("contact", {"name": "Bob Stone", "owner": world.number("user", CHEN)}).id
        crm.flush()
        crm.delete(crm.get("contact", number))
    with world.reading(CHEN) as crm:
        assert [
            repr(resolve(crm, s)) for s in ("Bob", "Stone", "bob stone", "Acme senso", "李娜", "Bob Stonne")
        ] == before
        assert repr(mentions(crm, "Bob Stone met 李娜 about Acme sensors")) == linked


def test_a_longer_name_of_somebody_else_does_not_hide_ones_own(new_world: Any) -> None:
    world = new_world("sqlite")
    said = "the Acme renewal plan is on track"
    with world.reading(CHEN) as crm:
        before = repr(mentions(crm, said))
        assert "Acme renewal" in before
    with world.store.session(world.store.system(), writes=True) as crm:
        crm.create("deal", {"name": "Acme renewal plan", "owner": world.number("user", TOM)}, plain=True)
    with world.reading(CHEN) as crm:
        assert repr(mentions(crm, said)) == before
