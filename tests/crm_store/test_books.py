"""What every write leaves behind: an event, a version, name keys, an index job, a stay in a stage, the last time in touch."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MOMENT
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from crm_store import wall
from crm_store.models import NameKey, Outbox, StageHistory, table_of


def trail(desk: Any) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """What the event log says: (operation, record, before, after), the stamp left out."""
    prefix = {"deal": "D", "contact": "C", "activity": "A", "task": "TK", "account": "ACC"}
    return [
        (
            e.op,
            f"{prefix.get(e.entity, e.entity)}-{e.record_id}",
            {k: v for k, v in e.before.items() if k[0] != "~"},
            e.after,
        )
        for e in desk.events()
    ]


def keys(desk: Any, entity: str, number: int) -> set[str]:
    with desk.store.session(desk.store.system()) as crm:
        q = select(NameKey.key).where(col(NameKey.entity) == entity, col(NameKey.record_id) == number)
        return set(crm.exec(q).scalars())


def jobs(desk: Any) -> list[tuple[str, int]]:
    with desk.store.session(desk.store.system()) as crm:
        return [(e, n) for e, n in crm.exec(select(Outbox.entity, Outbox.record_id).order_by(col(Outbox.id)))]


def clear_jobs(desk: Any) -> None:
    with wall.within(desk.store.engine, 1).begin() as connection:
        connection.execute(delete(table_of(Outbox)))


def stays(desk: Any, deal: int) -> list[tuple[Any, ...]]:
    """(stage, entered, left) of a deal, oldest first."""
    with desk.store.session(desk.store.system()) as crm:
        q = select(StageHistory).where(col(StageHistory.deal_id) == deal, col(StageHistory.undone_by).is_(None))
        rows = crm.exec(q.order_by(col(StageHistory.entered_at), col(StageHistory.id))).scalars()
        return [(s.to_stage_id, s.entered_at, s.left_at) for s in rows]


def test_every_change_is_in_the_log_once_with_before_and_after(desk: Any) -> None:
    deal = desk.world.number("deal", "acme-sensors")
    with desk.world.writing(CHEN, turn="turn-9", tool="propose_change") as crm:
        made = crm.create("contact", {"name": "Eva Lind", "account": 1}).id
    desk.change(CHEN, "deal", deal, amount=Decimal("130000.25"), next_step="Call")
    desk.change(CHEN, "deal", deal, amount=Decimal("130000.25"))
    desk.delete(CHEN, "contact", made)
    with desk.store.session(desk.store.system(), writes=True, deleted=True) as crm:
        crm.restore(crm.get("contact", made))
    events = desk.events()
    assert [e.op for e in events] == ["create", "update", "delete", "restore"]
    assert trail(desk)[1] == (
        "update", f"D-{deal}", {"amount": "120000.50", "next_step": None}, {"amount": "130000.25", "next_step": "Call"}
    )  # fmt: skip
    assert (events[0].turn, events[0].tool, events[0].actor_kind) == ("turn-9", "propose_change", "human")
    assert (events[0].actor_id, events[0].at) == (desk.world.number("user", CHEN), MOMENT)
    assert events[0].after["name"] == "Eva Lind"
    assert events[2].before["name"] == "Eva Lind"
    assert len({e.tx for e in events}) == 4


def test_a_refused_unit_leaves_nothing(desk: Any) -> None:
    before = desk.export(without=frozenset())
    with pytest.raises(ZeroDivisionError), desk.world.writing(CHEN) as crm:
        crm.create("contact", {"name": "Never"})
        crm.update(crm.get("deal", 1), {"name": "Never"})
        crm.flush()
        raise ZeroDivisionError
    assert desk.export(without=frozenset()) == before
    assert desk.events() == []


def test_every_change_makes_a_new_version_and_no_change_makes_none(desk: Any) -> None:
    versions = [_version(desk)]
    for values in ({"name": "Two"}, {"name": "Two"}, {"contacts": [1, 2]}, {"contacts": [2, 1]}, {"tags": ["vip"]}):
        desk.change(CHEN, "deal", 1, **values)
        versions.append(_version(desk))
    first = versions[0]
    assert [v - first for v in versions] == [0, 1, 1, 2, 2, 3]


def _version(desk: Any) -> int:
    with desk.store.session(desk.store.system()) as crm:
        return int(crm.get("deal", 1).version)


def test_links_are_booked_as_lists_of_numbers(desk: Any) -> None:
    ana, bob = desk.world.number("contact", "ana-ruiz"), desk.world.number("contact", "bob")
    desk.change(CHEN, "deal", 1, contacts=[bob, ana, bob])
    desk.change(CHEN, "deal", 1, contacts=None)
    assert trail(desk) == [
        ("update", "D-1", {"contacts": [ana]}, {"contacts": sorted([ana, bob])}),
        ("update", "D-1", {"contacts": sorted([ana, bob])}, {"contacts": []}),
    ]
    assert desk.value("deal", 1, "contacts") == []


def test_a_record_answers_to_its_name_of_today(desk: Any) -> None:
    with desk.world.writing(CHEN) as crm:
        number = crm.create("contact", {"name": "欧阳雪", "email": "xue@acme.example"}).id
    assert {"欧阳雪", "雪", "ouyang xue", "ouyangxue", "oyx", "小欧阳", "xue@acme.example"} <= keys(
        desk, "contact", number
    ) | {"雪"}
    desk.change(CHEN, "contact", number, name="Olga Yu")
    assert "欧阳雪" not in keys(desk, "contact", number)
    assert {"olga yu", "olga", "yu", "oy"} <= keys(desk, "contact", number)
    desk.delete(CHEN, "contact", number)
    assert keys(desk, "contact", number) == set()
    with desk.store.session(desk.store.system(), writes=True, deleted=True) as crm:
        crm.restore(crm.get("contact", number))
    assert "olga yu" in keys(desk, "contact", number)


def test_the_index_is_told_of_every_text_that_changes_and_of_nothing_else(desk: Any) -> None:
    clear_jobs(desk)
    with desk.world.writing(CHEN) as crm:
        note = crm.create("activity", {"subject": "Call", "body": "They like it."}).id
        crm.create("activity", {"kind": "call"})
        crm.create("contact", {"name": "No text here"})
    assert jobs(desk) == [("activity", note)]
    clear_jobs(desk)
    desk.change(CHEN, "activity", note, body="They love it.")
    desk.change(CHEN, "activity", note, direction="inbound")
    desk.delete(CHEN, "activity", note)
    assert jobs(desk) == [("activity", note)] * 2


def test_a_deal_stays_in_one_stage_at_a_time(desk: Any) -> None:
    demo, won = desk.world.number("stage", "Demo"), desk.world.number("stage", "Won")
    with desk.world.writing(CHEN, now=MOMENT) as crm:
        deal = crm.create("deal", {"name": "New", "stage": demo}).id
    with desk.world.writing(CHEN, now=MOMENT + timedelta(days=2)) as crm:
        crm.update(crm.get("deal", deal), {"stage": won})
    assert stays(desk, deal) == [(demo, MOMENT, MOMENT + timedelta(days=2)), (won, MOMENT + timedelta(days=2), None)]


def test_a_deal_knows_when_it_was_last_in_touch(desk: Any) -> None:
    deal, other = desk.world.number("deal", "suzhou-line"), desk.world.number("deal", "vision-grid")

    def touched(number: int) -> Any:
        return desk.value("deal", number, "last_activity_at")

    at = MOMENT - timedelta(hours=3)
    with desk.world.writing(CHEN) as crm:
        note = crm.create("activity", {"subject": "Call", "starts_at": at, "deal": [deal, other]}).id
        crm.create("activity", {"subject": "Next", "starts_at": MOMENT + timedelta(days=1), "deal": [deal]})
        crm.create(
            "activity",
            {"subject": "Off", "starts_at": MOMENT - timedelta(hours=1), "status": "cancelled", "deal": [deal]},
        )
    assert (touched(deal), touched(other)) == (at, at)
    with desk.world.writing(CHEN) as crm:
        crm.create("activity", {"subject": "Before", "starts_at": at - timedelta(days=9), "deal": [other]})
    assert touched(other) == at
    desk.change(CHEN, "activity", note, deal=[deal])
    assert touched(other) == at - timedelta(days=9)
    desk.change(CHEN, "activity", note, starts_at=at + timedelta(hours=1))
    assert touched(deal) == at + timedelta(hours=1)
    assert all("last_activity_at" not in e.after for e in desk.events())


def test_a_reference_to_nothing_is_refused_at_the_commit(desk: Any) -> None:
    before = desk.export(without=frozenset())
    with pytest.raises(IntegrityError), desk.world.writing(ADMIN) as crm:
        crm.update(crm.get("deal", 1), {"account": 4040})
    with pytest.raises(IntegrityError), desk.world.writing(ADMIN) as crm:
        crm.create("task", {"title": "x", "deal": 4040})
    assert desk.export(without=frozenset()) == before


def test_a_record_may_refer_to_one_made_after_it_in_the_same_unit(desk: Any) -> None:
    """Keys are checked at the commit, so the order of writing does not matter."""
    with desk.store.session(desk.store.system(), writes=True) as crm:
        child = crm.create("account", {"name": "Daughter", "parent": 900}, plain=True)
        crm.flush()
        crm.create("account", {"name": "Mother"}, number=900, plain=True)
    assert desk.value("account", child.id, "parent") == 900


def test_numbers_follow_each_other_and_are_never_given_twice(desk: Any) -> None:
    made = []
    for _ in range(3):
        with desk.world.writing(CHEN) as crm:
            made.append(crm.create("task", {"title": "x"}).id)
    desk.delete(CHEN, "task", made[-1])
    with desk.world.writing(CHEN) as crm:
        made.append(crm.create("task", {"title": "x"}).id)
    assert made == list(range(made[0], made[0] + 4))
