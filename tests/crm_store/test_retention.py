"""Retention: what a rule covers goes for good when its time is up, and nothing else does."""

from datetime import timedelta
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MOMENT
from sqlalchemy import func, select

from crm_store import wall
from crm_store.errors import BadValue, NotAllowed, NotFound
from crm_store.models import Message, Proposal, Thread, Turn, Workspace, table_of
from crm_store.queries import bin as bin_
from crm_store.queries.past import deals_at
from crm_store.queries.seals import seal_defects
from crm_store.retention import checked, days_of, purge, set_rules

CANARY = "zebra crossing 7731"


def deleted(desk: Any, days_ago: int) -> tuple[int, str]:
    """A deal of Chen's with a telling text, deleted so long ago; its number and the card that deleted it."""
    number = desk.make("deal", name=CANARY, owner=desk.world.number("user", CHEN), next_step=CANARY, amount=4711)
    card = desk.propose(CHEN, lambda crm, draft: draft.delete(crm.get("deal", number)))
    desk.yes(CHEN, card)
    t = table_of(Thread).metadata.tables["deal"]
    with wall.within(desk.store.engine, 1).begin() as db:
        db.execute(t.update().where(t.c.id == number).values(deleted_at=MOMENT - timedelta(days=days_ago)))
    return number, card


def purged(desk: Any, **rules: int) -> Any:
    with desk.store.session(desk.store.system(), writes=True, tool="retention") as crm:
        return purge(crm, rules)


def held(desk: Any) -> list[str]:
    """Every table that still holds the telling text."""
    with wall.within(desk.store.engine, 1).connect() as db:
        return sorted(
            name
            for name, table in table_of(Thread).metadata.tables.items()
            if any(CANARY in str(tuple(row)) for row in db.execute(table.select()))
        )


def test_a_deleted_record_goes_when_its_time_is_up_and_not_before(desk: Any) -> None:
    young, _ = deleted(desk, 59)
    assert purged(desk, bin=60).records == {}
    number, card = deleted(desk, 61)
    assert purged(desk, bin=60).records == {"deal": 1}
    with desk.world.reading(CHEN) as crm:
        assert [d.record.id for d in bin_.deleted(crm, ("deal",))] == [young]
        with pytest.raises(NotFound):
            bin_.one_deleted(crm, f"D-{number}")
    with pytest.raises((NotAllowed, NotFound)):
        desk.undo(CHEN, card)
    assert purged(desk, bin=60).records == {}


def test_nothing_of_it_is_left_and_the_log_still_holds(desk: Any) -> None:
    deleted(desk, 61)
    assert {"deal", "event"} <= set(held(desk))
    purged(desk, bin=60)
    assert held(desk) == []
    with desk.store.session(desk.store.system()) as crm:
        crm.key = desk.store.key
        assert not seal_defects(crm)
        assert deals_at(crm, MOMENT - timedelta(days=1)) is not None


def test_what_was_never_deleted_stays(desk: Any) -> None:
    before = desk.export()
    assert not purged(desk, bin=1, conversations=1).records
    assert desk.export() == before


def test_a_conversation_nobody_came_back_to_goes_with_all_that_was_said(desk: Any) -> None:
    chen = desk.world.number("user", CHEN)
    with desk.world.writing(CHEN) as crm:
        for name, days in (("old", 91), ("new", 89)):
            at = MOMENT - timedelta(days=days)
            crm.add(Thread(id=name, user_id=chen, workspace_id=1, created_at=at, updated_at=at))
            crm.add(Message(id=f"m-{name}", thread_id=name, workspace_id=1, text=CANARY))
            crm.add(Turn(id=f"t-{name}", thread_id=name, workspace_id=1, said=CANARY))
            crm.add(Proposal(id=f"p-{name}", thread_id=name, workspace_id=1, user_id=chen, status="cancelled"))
    assert purged(desk, conversations=90).conversations == ["old"]
    with desk.world.reading(CHEN) as crm:
        for model in (Thread, Message, Turn, Proposal):
            column = model.id if model is Thread else model.thread_id
            found = set(crm.exec(select(column)).scalars())
            assert "old" not in found
            assert "new" in found
        assert crm.exec(select(func.count()).select_from(Thread)).scalar_one() >= 1


def aged(desk: Any, entity: str, days_ago: int, **values: Any) -> int:
    """A record last touched so long ago."""
    with desk.store.session(desk.store.system(), writes=True, now=MOMENT - timedelta(days=days_ago)) as crm:
        made = crm.create(entity, values, plain=True)
        crm.flush()
        return made.id or 0


def test_what_is_closed_or_lost_goes_to_the_bin_when_nobody_touched_it_for_so_long(desk: Any) -> None:
    lost, won = (desk.world.number("stage", name) for name in ("Lost", "Won"))
    going = {
        "ticket": aged(desk, "ticket", 401, subject="Old", status="closed"),
        "lead": aged(desk, "lead", 401, name="Old", status="Dead"),
        "deal": aged(desk, "deal", 401, name="Old", stage=lost),
    }
    staying = {
        "ticket": (aged(desk, "ticket", 399, subject="x", status="closed"), aged(desk, "ticket", 401, subject="x", status="resolved")),
        "lead": (aged(desk, "lead", 399, name="x", status="Dead"), aged(desk, "lead", 401, name="x", status="Recycled")),
        "deal": (aged(desk, "deal", 399, name="x", stage=lost), aged(desk, "deal", 401, name="x", stage=won)),
    }  # fmt: skip
    rules = {"closed_tickets": 400, "lost_leads": 400, "lost_deals": 400, "bin": 60}
    gone = purged(desk, **rules)
    assert (gone.binned, gone.records, gone.total) == ({"ticket": 1, "lead": 1, "deal": 1}, {}, 3)
    with desk.world.reading(ADMIN) as crm:
        assert {d.record.id for d in bin_.deleted(crm, ("ticket",))} == {going["ticket"]}
        for entity, numbers in staying.items():
            assert set(crm.many(entity, numbers)) == set(numbers)
            assert not crm.many(entity, [going[entity]])
    with desk.store.session(desk.store.system(), writes=True) as crm:
        crm.restore(crm.many("lead", [going["lead"]], deleted=True)[going["lead"]])
    assert purged(desk, lost_leads=400).binned == {}


def test_rules_are_records_and_those_of_0_days_end(desk: Any) -> None:
    for wanted in ({"bin": 60, "lost_leads": 730}, {"bin": 90}, {"lost_leads": 0, "conversations": 0}):
        with desk.store.session(desk.store.system(), writes=True) as crm:
            set_rules(crm, wanted)
    with desk.world.reading(ADMIN) as crm:
        assert days_of(crm) == {"bin": 90}
    assert [(e.entity, e.op) for e in desk.events()] == [
        ("retention_rule", "create"), ("retention_rule", "create"), ("retention_rule", "update"), ("retention_rule", "delete"),
    ]  # fmt: skip


def test_rules_of_an_earlier_version_become_records_at_the_next_init(desk: Any) -> None:
    with wall.within(desk.store.engine, 1).begin() as db:
        db.execute(table_of(Workspace).update().values(retention={"bin": 60, "conversations": 90}))
    for _ in range(2):
        desk.store.upgrade()
        with desk.world.reading(ADMIN) as crm:
            assert days_of(crm) == {"bin": 60, "conversations": 90}
    assert desk.store.workspace().retention == {}
    assert len(desk.events()) == 2


def test_counting_changes_nothing(desk: Any) -> None:
    deleted(desk, 61)
    before = held(desk)
    with desk.store.session(desk.store.system(), writes=True) as crm:
        assert purge(crm, {"bin": 60, "conversations": 1}, dry=True).records == {"deal": 1}
    assert held(desk) == before
    assert desk.world.actor(ADMIN).everything


@pytest.mark.parametrize("rules", [{"moon": 3}, {"bin": -1}, {"bin": 10**6}])
def test_a_rule_nobody_can_mean_is_refused(rules: dict[str, int]) -> None:
    with pytest.raises(BadValue):
        checked(rules)


def test_no_days_keep_it_for_good() -> None:
    assert checked({"bin": 0, "conversations": 90}) == {"conversations": 90}
