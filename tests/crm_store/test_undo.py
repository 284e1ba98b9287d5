"""Undo restores exactly what was, refuses by name what somebody did since, and can itself be taken back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, MOMENT, TOM

from crm_store.errors import Conflict, NotAllowed, NotFound
from crm_store.queries.lookup import resolve
from crm_store.undo import redo, undo


def everything(desk: Any) -> Any:
    """One card with every kind of change: stages, links, new records that point at each other, one deleted, many at once."""
    number = desk.world.number

    def build(crm: Any, draft: Any) -> None:
        renewal = crm.get("deal", number("deal", "acme-renewal"))
        draft.update(
            renewal,
            {
                "stage": number("stage", "Won"),
                "amount": Decimal("610000.25"),
                "contacts": [number("contact", "bob")],
                "tags": ["vip"],
            },
        )
        for key in ("acme-sensors", "suzhou-line", "huayang-phase2"):
            draft.update(crm.get("deal", number("deal", key)), {"next_step": "Review", "source": "partner"})
        account = draft.create("account", {"name": "Nova", "aliases": ["NV"]})
        contact = draft.create("contact", {"name": "Eva Lind", "account": account})
        deal = draft.create(
            "deal", {"name": "Nova pilot", "account": account, "contacts": [contact], "amount": Decimal(5)}
        )
        draft.create(
            "activity", {"subject": "Met", "body": "They like it.", "contact": [contact], "deal": [deal, renewal.id]}
        )
        draft.create("task", {"title": "Send", "deal": deal})
        draft.create(
            "fact",
            {"subject_type": "account", "subject": number("account", "acme"), "predicate": "need", "value": "speed"},
        )
        draft.delete(crm.get("task", number("task", "late")))
        draft.delete(crm.get("activity", number("activity", "acme-migration")))

    return build


def test_undo_restores_an_identical_export(desk: Any) -> None:
    before = desk.export()
    card = desk.propose(CHEN, everything(desk))
    desk.yes(CHEN, card)
    changed = desk.export()
    assert changed != before
    assert len(desk.undo(CHEN, card)) == 12
    assert desk.export() == before
    assert desk.card(CHEN, card).status == "undone"
    desk.redo(CHEN, card)
    assert desk.export() == changed
    assert desk.card(CHEN, card).status == "applied"
    desk.undo(CHEN, card)
    assert desk.export() == before
    desk.redo(CHEN, card)
    assert desk.export() == changed


def test_undo_of_what_was_done_a_while_ago_leaves_no_trace_of_the_time_between(desk: Any) -> None:
    before, card = desk.export(), desk.update(CHEN, "deal", 1, stage=desk.world.number("stage", "Demo"))
    desk.yes(CHEN, card, now=MOMENT + timedelta(minutes=1))
    changed = desk.export()
    for days in (1, 5):
        with desk.world.writing(CHEN, now=MOMENT + timedelta(days=days)) as crm:
            undo(crm, desk.card(CHEN, card).tx)
        assert desk.export() == before
        with desk.world.writing(CHEN, now=MOMENT + timedelta(days=days + 1)) as crm:
            redo(crm, desk.card(CHEN, card).tx)
        assert desk.export() == changed


def test_a_stage_moved_twice_at_the_same_moment_is_moved_back_once(desk: Any) -> None:
    first = desk.update(CHEN, "deal", 1, stage=desk.world.number("stage", "Demo"))
    desk.yes(CHEN, first)
    between = desk.export()
    second = desk.update(CHEN, "deal", 1, stage=desk.world.number("stage", "Won"))
    desk.yes(CHEN, second)
    desk.undo(CHEN, second)
    assert desk.export() == between
    open_stays = [s["to"] for s in desk.export()["stays"] if s["deal"] == 1 and s["left"] is None]
    assert open_stays == [desk.world.number("stage", "Demo")]


def test_undo_refuses_by_name_what_somebody_changed_since(desk: Any) -> None:
    card = desk.propose(
        CHEN, lambda crm, draft: [draft.update(crm.get("deal", n), {"next_step": "Review"}) for n in (1, 2, 3)]
    )
    desk.yes(CHEN, card)
    desk.change(LIN, "deal", 2, next_step="Lin's own")
    after = desk.export(without=frozenset())
    with pytest.raises(Conflict) as refused:
        desk.undo(CHEN, card)
    assert "Acme sensors (D-2)" in refused.value.en
    assert "Acme sensors (D-2)" in refused.value.zh
    assert desk.export(without=frozenset()) == after
    assert desk.card(CHEN, card).status == "applied"


def test_a_later_change_of_another_field_stays(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, next_step="Review")
    desk.yes(CHEN, card)
    desk.change(LIN, "deal", 1, tags=["vip"])
    desk.undo(CHEN, card)
    assert (desk.value("deal", 1, "next_step"), desk.value("deal", 1, "tags")) == ("Send the contract", ["vip"])


@pytest.mark.parametrize(
    "since", ["edited", "deleted", "a task on it", "a note on it", "a fact about it", "a person in it"]
)
def test_a_record_made_is_not_taken_away_under_what_came_since(desk: Any, since: str) -> None:
    card = desk.propose(CHEN, lambda crm, draft: draft.create("deal", {"name": "Nova", "account": 1}))
    desk.yes(CHEN, card)
    deal = desk.card(CHEN, card).changes[0]["number"]
    with desk.world.writing(LIN) as crm:
        if since == "edited":
            crm.update(crm.get("deal", deal), {"next_step": "Call"})
        elif since == "deleted":
            crm.delete(crm.get("deal", deal))
        elif since == "a task on it":
            crm.create("task", {"title": "Call Nova", "deal": deal})
        elif since == "a note on it":
            crm.create("activity", {"subject": "Call Nova", "deal": [deal]})
        elif since == "a fact about it":
            crm.create("fact", {"subject_type": "deal", "subject": deal, "predicate": "need", "value": "Call Nova"})
        else:
            crm.update(crm.get("deal", deal), {"contacts": [1]})
    after = desk.export(without=frozenset())
    with pytest.raises(Conflict) as refused:
        desk.undo(CHEN, card)
    assert "Nova" in refused.value.en
    assert ("Call Nova" in refused.value.en) == (since in ("a task on it", "a note on it", "a fact about it"))
    assert desk.export(without=frozenset()) == after


def test_what_stands_in_the_way_unseen_is_not_named(desk: Any) -> None:
    card = desk.propose(CHEN, lambda crm, draft: draft.create("account", {"name": "Nova"}))
    desk.yes(CHEN, card)
    account = desk.card(CHEN, card).changes[0]["number"]
    desk.make("lead", name="Secret lead", owner=desk.world.number("user", TOM), converted_account=account)
    with pytest.raises(Conflict) as refused:
        desk.undo(CHEN, card)
    assert "Secret" not in refused.value.en + refused.value.zh
    assert "Nova" in refused.value.en


def test_later_changes_are_taken_back_first_and_brought_back_last(desk: Any) -> None:
    before = desk.export()
    one, two = desk.update(CHEN, "deal", 1, amount=Decimal(1)), None
    desk.yes(CHEN, one)
    between = desk.export()
    two = desk.update(CHEN, "deal", 1, amount=Decimal(2))
    desk.yes(CHEN, two)
    with pytest.raises(Conflict):
        desk.undo(CHEN, one)
    desk.undo(CHEN, two)
    assert desk.export() == between
    desk.undo(CHEN, one)
    assert desk.export() == before
    with pytest.raises(Conflict):  # 2 followed 1, so it does not follow what is there now
        desk.redo(CHEN, two)
    desk.redo(CHEN, one)
    desk.redo(CHEN, two)
    assert desk.value("deal", 1, "amount") == Decimal(2)


def test_redo_loses_no_edit_made_since_the_undo(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, amount=Decimal(1))
    desk.yes(CHEN, card)
    desk.undo(CHEN, card)
    desk.change(LIN, "deal", 1, amount=Decimal(777))
    with pytest.raises(Conflict):
        desk.redo(CHEN, card)
    assert desk.value("deal", 1, "amount") == Decimal(777)


def test_undo_twice_and_redo_twice_change_nothing(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, amount=Decimal(1))
    with pytest.raises(NotAllowed):
        desk.undo(CHEN, card)
    with pytest.raises(NotAllowed):
        desk.redo(CHEN, card)
    desk.yes(CHEN, card)
    with pytest.raises(NotAllowed):
        desk.redo(CHEN, card)
    desk.undo(CHEN, card)
    after, log = desk.export(without=frozenset()), len(desk.events())
    with pytest.raises(NotAllowed):
        desk.undo(CHEN, card)
    with pytest.raises(NotAllowed), desk.world.writing(CHEN) as crm:
        undo(crm, desk.card(CHEN, card).tx)
    assert desk.yes(CHEN, card) == "undone"
    assert (desk.export(without=frozenset()), len(desk.events())) == (after, log)


def test_what_nobody_carded_is_taken_back_by_its_own_maker_or_an_admin(desk: Any) -> None:
    with desk.world.writing(CHEN) as crm:
        tx = crm.tx
        crm.update(crm.get("deal", 1), {"next_step": "x"})
    for email in (MAYA, LIN, TOM):
        with pytest.raises(NotFound), desk.world.writing(email) as crm:
            undo(crm, tx)
    with pytest.raises(NotFound), desk.world.writing(CHEN) as crm:
        undo(crm, "f" * 32)
    with desk.world.writing(ADMIN) as crm:
        undo(crm, tx)
    assert desk.value("deal", 1, "next_step") == "Send the contract"


def test_names_jobs_and_log_follow_an_undo(desk: Any) -> None:
    card = desk.propose(CHEN, lambda crm, draft: draft.create("contact", {"name": "Eva Lind"}))
    desk.yes(CHEN, card)

    def found() -> list[str]:
        with desk.world.reading(CHEN) as crm:
            return [f.ref for f in resolve(crm, "Eva Lind")]

    ref = found()
    assert len(ref) == 1
    desk.undo(CHEN, card)
    assert found() == []
    desk.redo(CHEN, card)
    assert found() == ref
    assert [e.op for e in desk.events()] == ["create", "delete", "restore"]
    assert [bool(e.undone_by) for e in desk.events()] == [False, True, False]


def test_a_viewer_of_today_takes_back_nothing_of_yesterday(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, next_step="x")
    desk.yes(CHEN, card)
    desk.change(ADMIN, "user", desk.world.number("user", CHEN), role="viewer")
    with pytest.raises(NotAllowed):
        desk.undo(CHEN, card)
    assert desk.value("deal", 1, "next_step") == "x"
