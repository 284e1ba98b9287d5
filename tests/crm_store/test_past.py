"""The store as it stood: what is read there equals what was read then, and nobody sees more of it than today."""

import random
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MAYA, MOMENT, TOM
from sqlalchemy import select
from sqlmodel import col

from crm_store.errors import BadValue, Conflict
from crm_store.models import Deal, entities
from crm_store.past import past
from crm_store.queries.pipeline import pipeline
from crm_store.queries.view import shown
from crm_store.undo import undo

ENTITIES = ("account", "contact", "deal", "lead", "activity", "task", "ticket", "fact")


def told(crm: Any) -> dict[str, Any]:
    """All records as they are printed, and the pipeline."""
    made: dict[str, Any] = {}
    for entity in ENTITIES:
        rows = shown(crm, entity, crm.all(select(entities()[entity]).order_by(col(entities()[entity].id))))
        made[entity] = [{k: v for k, v in r.items() if k != "version"} for r in rows]
    made["pipeline"] = repr(pipeline(crm, "owner"))
    return made


def one_step(desk: Any, chance: random.Random, at: datetime, cards: list[str]) -> None:
    """Something somebody does at a moment: a change, a new record, a deletion, an undo, a redo."""
    chen = desk.world.number("user", CHEN)
    deals = [desk.world.number("deal", d) for d in ("acme-renewal", "huayang-pilot", "suzhou-line", "acme-sensors")]
    stages = [desk.world.number("stage", s) for s in ("Demo", "Proposal", "Negotiation", "Won", "Lost")]
    kind = chance.choice(("amount", "stage", "people", "make", "delete", "undo", "hand"))
    with desk.world.writing(CHEN, now=at) as crm:
        there = crm.many("deal", deals)
        if not there:
            return
        deal = chance.choice(list(there.values()))
        if kind == "amount":
            crm.update(deal, {"amount": Decimal(chance.randrange(10**8)) / 100})
        elif kind == "stage":
            crm.update(deal, {"stage": chance.choice(stages)})
        elif kind == "people":
            crm.update(
                deal,
                {"contacts": [desk.world.number("contact", c) for c in chance.sample(("bob", "lina", "wangwei"), 2)]},
            )
        elif kind == "hand":
            crm.update(
                crm.get("account", desk.world.number("account", "acme")), {"level": chance.choice("ABC"), "owner": chen}
            )
        elif kind == "make":
            crm.create("task", {"title": f"Task {at:%H%M%S}", "deal": deal.id})
        elif kind == "delete" and len(there) > 1:
            crm.delete(deal)
        elif kind == "undo":
            if cards:
                with suppress(Conflict):
                    undo(crm, cards.pop())
            else:
                crm.update(deal, {"next_step": f"step {at:%H%M%S}"})
                cards.append(crm.tx)


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 60))])
def test_every_moment_is_read_as_it_was(desk: Any, seed: int) -> None:
    chance, cards, kept = random.Random(seed), list[str](), list[tuple[datetime, Any]]()
    at = MOMENT
    for _ in range(8):
        at += timedelta(minutes=chance.randrange(1, 600))
        one_step(desk, chance, at, cards)
        with desk.store.session(desk.world.actor(CHEN), now=at) as crm:
            kept.append((at, told(crm)))
    with desk.store.session(desk.world.actor(CHEN), now=at + timedelta(days=1)) as crm:
        for then, was in kept:
            with past(crm, then) as back:
                assert told(back) == was


def test_what_one_may_not_see_today_one_does_not_see_then(sqlite_desk: Any) -> None:
    """Chen owned the deal last week; today it is Tom's, and so is its past."""
    world = sqlite_desk.world
    deal = world.number("deal", "umbra-lab")
    with world.writing(ADMIN) as crm:
        crm.update(crm.get("deal", deal), {"owner": world.number("user", CHEN)})
    with world.writing(ADMIN, now=MOMENT + timedelta(days=7)) as crm:
        crm.update(crm.get("deal", deal), {"owner": world.number("user", TOM)})
    later = MOMENT + timedelta(days=8)
    with sqlite_desk.store.session(world.actor(CHEN), now=later) as crm, past(crm, MOMENT + timedelta(days=1)) as back:
        assert deal not in {d.id for d in back.all(select(Deal))}
    with sqlite_desk.store.session(world.actor(TOM), now=later) as crm, past(crm, MOMENT + timedelta(days=1)) as back:
        assert back.get("deal", deal).owner_id == world.number("user", CHEN)


def test_hidden_changes_do_not_change_what_is_told_of_then(sqlite_desk: Any) -> None:
    world = sqlite_desk.world
    with world.reading(CHEN) as crm, past(crm, MOMENT - timedelta(days=1)) as back:
        before = told(back)
    sqlite_desk.make("deal", name="Hidden", owner=world.number("user", MAYA), amount=Decimal(5), currency="CNY")
    sqlite_desk.change(MAYA, "deal", world.number("deal", "globex-rollout"), amount=Decimal(1))
    with world.reading(CHEN) as crm, past(crm, MOMENT - timedelta(days=1)) as back:
        assert told(back) == before


def test_the_future_cannot_be_read(sqlite_desk: Any) -> None:
    with (
        sqlite_desk.world.reading(CHEN) as crm,
        pytest.raises(BadValue, match="ahead"),
        past(crm, MOMENT + timedelta(1)),
    ):
        pass
