"""Records somebody cannot see cannot change a byte of what they are told."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from parley_hidden import SCOPED, scramble
from parley_worlds import CHEN, MAYA, TOM

from crm_store.base import Kind
from crm_store.errors import StoreError
from crm_store.models import fields_of
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


def test_whatever_others_do_to_theirs_one_hears_the_same(sqlite_desk: Any) -> None:
    """Neither Chen nor Tom sees anything of Maya's."""
    before = {email: told(sqlite_desk.world, email) for email in (CHEN, TOM)}
    scramble(sqlite_desk.world, MAYA, seed=1)
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
