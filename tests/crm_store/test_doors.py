"""The unit of work is the only door: what goes round it is refused, and refusals tell nothing of what is behind."""

from dataclasses import replace
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, NINA
from sqlalchemy import select, update
from sqlmodel import col

from crm_store.edits import edit
from crm_store.errors import NotAllowed, NotFound, StoreError, Unsafe
from crm_store.models import Deal, Event, Proposal, Thread, table_of
from crm_store.proposals import Draft, get


def test_a_session_hands_out_no_connection(standing_sqlite: Any) -> None:
    with pytest.raises(Unsafe), standing_sqlite.writing(ADMIN) as crm:
        crm.session.connection()


@pytest.mark.parametrize("way", ["bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"])
def test_nothing_is_written_in_bulk_past_the_books(standing_sqlite: Any, way: str) -> None:
    with pytest.raises(Unsafe), standing_sqlite.writing(ADMIN) as crm:
        getattr(crm.session, way)(Deal, [{"workspace_id": 1, "id": 1, "name": "x"}])


def test_no_record_is_deleted_from_its_table_and_no_event_at_all(standing_sqlite: Any) -> None:
    with pytest.raises(Unsafe), standing_sqlite.writing(ADMIN) as crm:
        crm.session.delete(crm.get("deal", 1))
        crm.flush()
    with pytest.raises(Unsafe), standing_sqlite.writing(ADMIN) as crm:
        crm.remove(crm.get("deal", 1))
    with pytest.raises(Unsafe), standing_sqlite.writing(ADMIN) as crm:
        crm.remove(crm.exec(select(Event).limit(1)).scalar_one())
    with pytest.raises(Unsafe), standing_sqlite.writing(ADMIN) as crm:
        crm.add(Deal(name="made by hand"))


def test_a_record_changed_by_hand_is_judged_like_any_other(desk: Any) -> None:
    """Attributes set on a record without `update` are checked, booked and versioned at the flush."""
    mine, on_mine = desk.world.number("deal", "acme-renewal"), desk.make("account", name="Tom's own", owner=5)
    with desk.world.writing(CHEN) as crm:
        crm.get("deal", mine).next_step = "By hand"
    assert [e.after for e in desk.events()][-1] == {"next_step": "By hand"}
    desk.make("deal", account=on_mine, owner=desk.world.number("user", CHEN))
    with pytest.raises(NotAllowed), desk.world.writing(CHEN) as crm:
        crm.get("account", on_mine).name = "Mine now"
    assert desk.value("account", on_mine, "name") == "Tom's own"


@pytest.mark.parametrize("what", ["update", "create", "delete", "restore", "by hand", "new by hand", "commit"])
def test_a_reading_unit_does_not_write(desk: Any, what: str) -> None:
    before = desk.export(without=frozenset())
    with pytest.raises(Unsafe), desk.world.reading(ADMIN) as crm:
        deal = crm.get("deal", 1)
        if what == "update":
            crm.update(deal, {"name": "x"})
        elif what == "create":
            crm.create("deal", {"name": "x"})
        elif what == "delete":
            crm.delete(deal)
        elif what == "restore":
            crm.restore(deal)
            crm.flush()
        elif what == "by hand":
            deal.name = "x"
            crm.flush()
        elif what == "new by hand":
            crm.session.add(Deal(workspace_id=1, id=900, name="x"))
            crm.flush()
        else:
            crm.inside(update(table_of(Deal)).values(name="x"))
            crm.session.commit()
    assert desk.export(without=frozenset()) == before


def test_what_a_reading_unit_keeps_in_its_books_is_gone_at_its_end(desk: Any) -> None:
    with desk.world.reading(CHEN) as crm:
        crm.add(Thread(id="th", user_id=crm.actor.user_id))
        crm.flush()
    with desk.world.reading(CHEN) as crm:
        assert crm.exec(select(Thread)).first() is None


def test_not_there_and_not_yours_sound_the_same(standing_world: Any) -> None:
    foreign, nowhere = standing_world.number("deal", "umbra-lab"), 99999

    def said(number: int) -> list[str]:
        heard = []
        for act in (
            lambda crm: crm.get("deal", number),
            lambda crm: crm.must_write("deal", [number]),
            lambda crm: Draft(crm).create("task", {"title": "x", "deal": number}),
            lambda crm: Draft(crm).create("activity", {"deal": [number]}),
            lambda crm: Draft(crm).create("fact", {"subject_type": "deal", "subject": number, "predicate": "need", "value": "x"}),
        ):  # fmt: skip
            with pytest.raises(StoreError) as refused, standing_world.writing(CHEN) as crm:
                act(crm)
            heard += [type(refused.value).__name__, refused.value.en, refused.value.zh]
        return [h.replace(str(number), "N") for h in heard]

    assert said(foreign) == said(nowhere)


def test_pointing_at_a_foreign_record_does_not_bring_it_into_view(desk: Any) -> None:
    umbra = desk.world.number("account", "umbra")
    mine = desk.world.number("deal", "acme-renewal")
    for build in (
        lambda crm, draft: draft.create("deal", {"name": "Trojan", "account": umbra}),
        lambda crm, draft: draft.update(crm.get("deal", mine), {"account": umbra}),
        lambda crm, draft: draft.update(crm.get("deal", mine), {"contacts": [desk.world.number("contact", "uma")]}),
    ):
        with pytest.raises(NotFound):
            desk.propose(CHEN, build)
    card = desk.update(CHEN, "deal", mine, name="Acme renewal 2")
    with pytest.raises(NotFound), desk.world.writing(CHEN) as crm:
        edit(crm, get(crm, card), {0: {"account": umbra}})


def test_a_viewer_writes_nothing(desk: Any) -> None:
    globex = desk.world.number("deal", "globex-rollout")
    for act in (
        lambda crm: crm.update(crm.get("deal", globex), {"name": "x"}),
        lambda crm: crm.create("task", {"title": "x"}),
        lambda crm: crm.delete(crm.get("deal", globex)),
        lambda crm: Draft(crm).update(crm.get("deal", globex), {"name": "x"}),
        lambda crm: Draft(crm).create("task", {"title": "x"}),
        lambda crm: Draft(crm).delete(crm.get("deal", globex)),
    ):
        with pytest.raises(NotAllowed) as refused, desk.world.writing(NINA) as crm:
            act(crm)
        assert "viewer" in refused.value.en
        assert "只读" in refused.value.zh


def test_nobody_reads_the_cards_of_another(desk: Any) -> None:
    card = desk.update(CHEN, "deal", desk.world.number("deal", "acme-renewal"), name="x")
    for email in (LIN, ADMIN, MAYA):
        with desk.world.reading(email) as crm:
            assert crm.exec(select(Proposal)).first() is None
            with pytest.raises(NotFound) as refused:
                get(crm, card)
            with pytest.raises(NotFound) as unknown:
                get(crm, "0" * 12)
            assert refused.value.en.replace(card, "N") == unknown.value.en.replace("0" * 12, "N")


def test_another_workspace_is_another_world(desk: Any) -> None:
    elsewhere = replace(desk.world.actor(ADMIN), workspace_id=2)
    with desk.store.session(elsewhere) as crm:
        assert crm.exec(select(col(Deal.id))).first() is None
        assert crm.exec(select(col(Event.id))).first() is None
    with pytest.raises(NotAllowed), desk.store.session(elsewhere, writes=True) as crm:
        crm.must_write("deal", [1])


def test_a_person_is_read_afresh_for_every_turn(desk: Any) -> None:
    """A role taken away, a boss changed, an account disabled: each counts from the next unit of work on."""
    maya, chen = (desk.world.number("user", e) for e in (MAYA, CHEN))
    desk.change(ADMIN, "user", maya, role="viewer")
    with pytest.raises(NotAllowed), desk.world.writing(MAYA) as crm:
        crm.create("task", {"title": "x"})
    desk.change(ADMIN, "user", chen, reports_to=None)
    with pytest.raises(NotFound), desk.world.reading(LIN) as crm:
        crm.get("deal", desk.world.number("deal", "acme-lost"))
    desk.change(ADMIN, "user", chen, disabled=True)
    with pytest.raises(NotFound) as gone:
        desk.world.actor(CHEN)
    with pytest.raises(NotFound) as never:
        desk.world.actor("who@example.com")
    assert gone.value.en.replace(CHEN, "N") == never.value.en.replace("who@example.com", "N")
