"""Many at once: no update is lost, no yes counts twice, and the database is told to keep what it was given."""

import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MOMENT
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from crm_store import proposals
from crm_store.errors import Conflict, NotAllowed, StoreError
from crm_store.models import Deal, Task
from crm_store.undo import undo_proposal


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What `act(n)` returned or raised, all started at the same moment."""
    barrier, heard = threading.Barrier(count), [None] * count

    def run(n: int) -> None:
        barrier.wait()
        try:
            heard[n] = act(n)
        except StoreError as e:
            heard[n] = e

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return heard


def until_done(act: Callable[[], Any]) -> int:
    """How often it took, as the person would try again after "somebody else is writing"."""
    for n in range(400):
        try:
            act()
        except Conflict:
            continue
        return n
    raise AssertionError("never got through")


def test_no_update_is_lost(desk: Any) -> None:
    """8 people add 1 to an amount 25 times each, reading and writing in one unit of work."""
    chen = desk.world.actor(CHEN)
    desk.change(CHEN, "deal", 1, amount=Decimal(0))

    def add() -> None:
        with desk.store.session(chen, writes=True) as crm:
            deal = crm.get("deal", 1)
            crm.update(deal, {"amount": deal.amount + 1})

    heard = at_once(8, lambda n: [until_done(add) for _ in range(25)])
    assert all(isinstance(h, list) for h in heard), heard
    assert desk.value("deal", 1, "amount") == Decimal(200)
    assert len([e for e in desk.events() if "amount" in e.after]) == 201


def test_no_update_is_lost_when_minutes_lie_between_reading_and_saving(desk: Any) -> None:
    """Each proposes on what they saw; only the first yes counts, the others are told and see it afresh."""
    cards = [
        desk.propose(
            CHEN, lambda crm, draft, n=n: draft.update(crm.get("deal", 1), {"amount": Decimal(n)}), thread=f"talk {n}"
        )
        for n in range(1, 9)
    ]
    heard = at_once(8, lambda n: desk.yes(CHEN, cards[n]))
    assert sorted(str(h) for h in heard if isinstance(h, str)) == ["applied"]
    refused = [h for h in heard if h != "applied"]
    assert all(isinstance(h, Conflict) and "Acme renewal" in h.en for h in refused), refused
    assert [str(desk.value("deal", 1, "amount"))] == [str(n + 1) for n, h in enumerate(heard) if h == "applied"]


def test_twenty_yeses_at_once_save_it_once(desk: Any) -> None:
    card = desk.propose(
        CHEN,
        lambda crm, draft: (
            draft.create("task", {"title": "Only once"}),
            draft.update(crm.get("deal", 1), {"amount": Decimal(700000)}),
        ),
    )
    actor = desk.world.actor(CHEN)

    def yes(n: int) -> str:
        with desk.store.session(actor, writes=True) as crm:
            return str(proposals.apply(crm, proposals.get(crm, card)).status)

    assert at_once(20, yes) == ["applied"] * 20
    with desk.store.session(desk.store.system()) as crm:
        assert crm.exec(select(func.count()).select_from(Task).where(Task.title == "Only once")).scalar_one() == 1
    assert sorted(e.op for e in desk.events()) == ["create", "update"]


def test_a_yes_and_a_no_at_once_come_one_after_the_other(desk: Any) -> None:
    actor = desk.world.actor(CHEN)
    for round_ in range(4):
        card = desk.propose(CHEN, lambda crm, draft: draft.create("task", {"title": f"Round {round_}"}))  # noqa: B023

        def decide(n: int) -> str:
            with desk.store.session(actor, writes=True) as crm:
                held = proposals.get(crm, card)  # noqa: B023
                return str((proposals.cancel(crm, held) if n % 2 else proposals.apply(crm, held)).status)

        heard = at_once(4, decide)
        status = desk.card(CHEN, card).status
        with desk.store.session(desk.store.system()) as crm:
            made = crm.exec(select(func.count()).select_from(Task).where(Task.title == f"Round {round_}")).scalar_one()
        assert (status, made) in (("applied", 1), ("cancelled", 0)), heard
        assert all(h == status or isinstance(h, NotAllowed) for h in heard), heard


def test_two_undos_at_once_take_it_back_once(desk: Any) -> None:
    before, card = desk.export(), desk.update(CHEN, "deal", 1, stage=desk.world.number("stage", "Won"))
    desk.yes(CHEN, card)
    actor = desk.world.actor(CHEN)

    def back(n: int) -> int:
        with desk.store.session(actor, writes=True) as crm:
            return len(undo_proposal(crm, proposals.get(crm, card)))

    heard = at_once(6, back)
    assert [h for h in heard if h == 1] == [1]
    assert all(h == 1 or isinstance(h, NotAllowed) for h in heard), heard
    assert desk.export() == before


def test_an_edit_at_the_moment_of_an_undo_is_not_lost(desk: Any) -> None:
    """Either the edit comes first and the undo is refused, or the undo comes first and the edit stands on it."""
    chen, lin = desk.world.actor(CHEN), desk.world.actor(LIN)
    for round_ in range(5):
        before = desk.value("deal", 1, "next_step")
        card = desk.update(CHEN, "deal", 1, next_step=f"card {round_}")
        desk.yes(CHEN, card)

        def act(n: int) -> Any:
            if n:
                with desk.store.session(lin, writes=True) as crm:
                    return crm.update(crm.get("deal", 1), {"next_step": f"by hand {round_}"})  # noqa: B023
            with desk.store.session(chen, writes=True) as crm:
                return undo_proposal(crm, proposals.get(crm, card))  # noqa: B023

        undone, edited = at_once(2, act)
        if isinstance(edited, StoreError):
            # Told to look again, or that somebody else is writing: nothing was lost unsaid.
            assert desk.value("deal", 1, "next_step") == (
                f"card {round_}" if isinstance(undone, StoreError) else before
            )
        else:
            assert desk.value("deal", 1, "next_step") == f"by hand {round_}", (undone, edited)


def test_the_first_number_of_a_series_is_given_once(bare_world: Any) -> None:
    admin = bare_world.actor(ADMIN)

    def make(n: int) -> int:
        with bare_world.store.session(admin, writes=True) as crm:
            return int(crm.create("task", {"title": f"{n}"}).id)

    assert sorted(at_once(6, make)) == [1, 2, 3, 4, 5, 6]
    bare_world.store.close()


@pytest.mark.postgres
def test_the_first_number_of_a_series_is_given_once_on_postgresql(new_world: Any) -> None:
    world = new_world("postgres")
    chen = world.actor(CHEN)

    def make(n: int) -> int:
        with world.store.session(chen, writes=True) as crm:
            return int(crm.create("account_contact", {"account": 1, "contact": n + 1}).id)

    assert sorted(at_once(6, make)) == [1, 2, 3, 4, 5, 6]


# ---------------------------------------------------------------- what SQLite is told


def test_sqlite_writes_ahead_syncs_fully_and_checks_keys(standing_sqlite: Any) -> None:
    for _ in range(2):
        with standing_sqlite.store.engine.connect() as connection:
            asked = {
                p: connection.exec_driver_sql(f"PRAGMA {p}").scalar()
                for p in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
            }
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 10000,
    }


def test_the_file_is_its_owners_alone(standing_sqlite: Any) -> None:
    path = Path(standing_sqlite.store.url.removeprefix("sqlite:///"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_writing_unit_takes_the_lock_at_its_start_and_readers_read_on(new_world: Any) -> None:
    world = new_world("sqlite")
    path = world.store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        with world.writing(CHEN) as crm:
            crm.get("deal", 1)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            with world.reading(LIN) as reader:
                assert reader.get("deal", 1).name == "Acme renewal"
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        with world.reading(CHEN) as crm:
            crm.get("deal", 1)
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")


def test_waiting_too_long_for_another_writer_is_said_calmly(new_world: Any) -> None:
    world = new_world("sqlite")
    with world.store.engine.connect() as connection:  # every connection of the pool waits briefly
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    path = world.store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as refused, world.store.session(world.store.system(), writes=True) as crm:
            crm.get("deal", 1)
    assert "try again" in refused.value.en


def test_a_refused_commit_leaves_the_next_one_free(desk: Any) -> None:
    for _ in range(12):
        with pytest.raises(IntegrityError), desk.world.writing(ADMIN) as crm:
            crm.update(crm.get("deal", 1), {"account": 4040})
    desk.change(CHEN, "deal", 1, next_step="Goes on")
    with desk.world.reading(CHEN) as crm:
        assert crm.exec(select(Deal.next_step).where(Deal.id == 1)).scalar_one() == "Goes on"


def test_time_going_backwards_breaks_nothing(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, amount=Decimal(1))
    desk.yes(CHEN, card, now=MOMENT - timedelta(days=40))
    desk.undo(CHEN, card)
    assert desk.value("deal", 1, "amount") == Decimal(600000)
