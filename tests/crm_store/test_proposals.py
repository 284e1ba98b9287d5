"""A proposal: previewed, saved once, refused by name when the record changed, and nobody else's."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, MOMENT
from sqlalchemy import select
from sqlmodel import col

from crm_store import proposals
from crm_store.errors import BadValue, Conflict, NotAllowed, NotFound
from crm_store.models import Proposal
from crm_store.proposals import LIFETIME, Expired, digest
from crm_store.undo import last_applied


def fields(card: Any, index: int = 0) -> dict[str, tuple[Any, Any]]:
    """(before, after) by field of one change, fields that stay left out."""
    held = card.changes[index]["fields"]
    return {n: (f["before"], f["after"]) for n, f in held.items() if f["before"] != f["after"]}


def test_a_preview_shows_before_and_after_and_changes_nothing(desk: Any) -> None:
    before = desk.export(without=frozenset())
    negotiation = desk.world.number("stage", "Negotiation")
    card = desk.update(
        CHEN, "deal", desk.world.number("deal", "huayang-pilot"), stage=negotiation, amount=Decimal(310000)
    )
    shown = desk.card(CHEN, card)
    assert shown.status == "pending"
    assert fields(shown)["amount"] == ("300000", "310000")
    assert fields(shown)["stage"] == (desk.world.number("stage", "Proposal"), negotiation)
    assert shown.digest == digest(shown.changes)
    assert desk.export(without=frozenset()) == before
    assert desk.events() == []


def test_a_yes_saves_it_and_a_second_yes_changes_nothing(desk: Any) -> None:
    deal = desk.world.number("deal", "huayang-pilot")
    card = desk.propose(
        CHEN,
        lambda crm, draft: (
            draft.update(crm.get("deal", deal), {"amount": Decimal(310000)}),
            draft.create("task", {"title": "Send the offer", "deal": deal}),
        ),
    )
    assert desk.yes(CHEN, card) == "applied"
    after, log = desk.export(without=frozenset()), [e.op for e in desk.events()]
    assert sorted(log) == ["create", "update"]
    assert desk.yes(CHEN, card) == "applied"
    assert desk.yes(CHEN, card, now=MOMENT + timedelta(days=9)) == "applied"
    assert desk.export(without=frozenset()) == after
    assert [e.op for e in desk.events()] == log
    saved = desk.card(CHEN, card)
    assert {e.tx for e in desk.events()} == {saved.tx}
    assert all(c["number"] for c in saved.changes)


def test_what_follows_from_a_change_is_dated_when_it_is_saved(desk: Any) -> None:
    deal = desk.world.number("deal", "huayang-pilot")
    card = desk.update(CHEN, "deal", deal, stage=desk.world.number("stage", "Won"))
    later = MOMENT + timedelta(minutes=20)
    desk.yes(CHEN, card, now=later)
    assert desk.value("deal", deal, "closed_at") == later
    assert desk.value("deal", deal, "stage_entered_at") == later


def test_a_record_that_changed_meanwhile_refuses_by_name_and_shows_a_fresh_preview(desk: Any) -> None:
    deal = desk.world.number("deal", "acme-renewal")
    card = desk.update(CHEN, "deal", deal, amount=Decimal(650000))
    desk.change(LIN, "deal", deal, amount=Decimal(620000))
    with pytest.raises(Conflict) as refused:
        desk.yes(CHEN, card)
    assert "Acme renewal" in refused.value.en
    assert "Acme renewal" in refused.value.zh
    assert desk.value("deal", deal, "amount") == Decimal(620000)
    with desk.world.writing(CHEN) as crm:
        fresh = proposals.refresh(crm, proposals.get(crm, card)).id
    assert desk.card(CHEN, card).status == "refused"
    assert fields(desk.card(CHEN, fresh)) == {"amount": ("620000", "650000")}
    assert desk.yes(CHEN, fresh) == "applied"
    with pytest.raises(NotAllowed):
        desk.yes(CHEN, card)


def test_a_change_of_something_else_on_the_record_does_not_stand_in_the_way(desk: Any) -> None:
    deal = desk.world.number("deal", "acme-renewal")
    card = desk.update(CHEN, "deal", deal, amount=Decimal(650000))
    desk.change(LIN, "deal", deal, next_step="Call the lawyer")
    assert desk.yes(CHEN, card) == "applied"
    assert desk.value("deal", deal, "next_step") == "Call the lawyer"


def test_an_amount_is_not_saved_into_another_currency(desk: Any) -> None:
    deal = desk.world.number("deal", "acme-renewal")
    card = desk.update(CHEN, "deal", deal, amount=Decimal(650000))
    desk.change(LIN, "deal", deal, currency="JPY")
    with pytest.raises(Conflict):
        desk.yes(CHEN, card)


def test_a_record_deleted_meanwhile_is_not_brought_back(desk: Any) -> None:
    task = desk.world.number("task", "quote")
    card, gone = (
        desk.update(CHEN, "task", task, priority="urgent"),
        desk.propose(CHEN, lambda crm, draft: draft.delete(crm.get("task", task)), thread="other"),
    )
    desk.delete(LIN, "task", task)
    for number in (card, gone):
        with pytest.raises(NotFound):
            desk.yes(CHEN, number)
    with pytest.raises(NotFound), desk.world.writing(CHEN) as crm:
        proposals.refresh(crm, proposals.get(crm, card))


def test_a_record_to_be_deleted_that_anybody_touched_refuses(desk: Any) -> None:
    task = desk.world.number("task", "quote")
    card = desk.propose(CHEN, lambda crm, draft: draft.delete(crm.get("task", task)))
    desk.change(LIN, "task", task, tags=["important"])
    with pytest.raises(Conflict):
        desk.yes(CHEN, card)
    assert desk.value("task", task, "tags") == ["important"]


def test_one_conflict_among_many_refuses_them_all(desk: Any) -> None:
    deals = [desk.world.number("deal", k) for k in ("acme-renewal", "acme-sensors", "suzhou-line")]
    card = desk.propose(
        CHEN, lambda crm, draft: [draft.update(crm.get("deal", d), {"next_step": "Review"}) for d in deals]
    )
    desk.change(LIN, "deal", deals[1], next_step="Mine")
    before = desk.export(without=frozenset())
    with pytest.raises(Conflict):
        desk.yes(CHEN, card)
    assert desk.export(without=frozenset()) == before


def test_a_fresh_preview_of_what_somebody_did_already_says_so(desk: Any) -> None:
    deal = desk.world.number("deal", "acme-renewal")
    card = desk.update(CHEN, "deal", deal, amount=Decimal(650000))
    desk.change(LIN, "deal", deal, amount=Decimal(650000))
    with pytest.raises(BadValue) as refused, desk.world.writing(CHEN) as crm:
        proposals.refresh(crm, proposals.get(crm, card))
    assert "already" in refused.value.en


def test_a_preview_expires(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, name="Late")
    with pytest.raises(Expired):
        desk.yes(CHEN, card, now=MOMENT + LIFETIME)
    assert desk.value("deal", 1, "name") == "Acme renewal"
    with desk.world.writing(CHEN, now=MOMENT + LIFETIME) as crm:
        assert proposals.pending(crm, "talk") == []
    assert desk.yes(CHEN, card, now=MOMENT + LIFETIME - timedelta(seconds=1)) == "applied"


def test_a_cancelled_card_is_not_saved(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, name="Never")
    with desk.world.writing(CHEN) as crm:
        proposals.cancel(crm, proposals.get(crm, card))
    with pytest.raises(NotAllowed):
        desk.yes(CHEN, card)
    saved = desk.update(CHEN, "deal", 1, name="Saved")
    desk.yes(CHEN, saved)
    with desk.world.writing(CHEN) as crm:
        assert proposals.cancel(crm, proposals.get(crm, saved)).status == "applied"


def test_a_yes_to_something_else_than_was_seen_is_refused(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, name="Seen")
    seen = desk.card(CHEN, card).digest
    with pytest.raises(Conflict):
        desk.yes(CHEN, card, seen="0" * 64)
    with desk.store.session(desk.world.actor(CHEN), writes=True) as crm:
        held = proposals.get(crm, card)
        changes = [dict(c) for c in held.changes]
        changes[0]["fields"] = {"name": {"before": "Acme renewal", "after": "Slipped in"}}
        held.changes = changes
    for digest_seen in (seen, None):
        with pytest.raises(Conflict):
            desk.yes(CHEN, card, seen=digest_seen)
    assert desk.value("deal", 1, "name") == "Acme renewal"


def test_nobody_decides_for_another(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, name="Mine")
    for email in (LIN, ADMIN, MAYA):
        for act in (desk.yes, desk.undo, desk.redo):
            with pytest.raises(NotFound):
                act(email, card)


def test_rights_lost_since_the_preview_are_lost(desk: Any) -> None:
    deal, mine = desk.world.number("deal", "globex-rollout"), desk.world.number("deal", "globex-support")
    given_away, viewer = desk.update(MAYA, "deal", deal, name="x"), desk.update(MAYA, "deal", mine, name="x")
    assert viewer
    desk.change(ADMIN, "account", desk.world.number("account", "globex"), owner=desk.world.number("user", CHEN))
    desk.change(ADMIN, "deal", deal, owner=desk.world.number("user", CHEN))
    with desk.world.writing(MAYA) as crm:
        proposals.get(crm, given_away).status = "pending"
    with pytest.raises(NotFound):
        desk.yes(MAYA, given_away)
    desk.change(ADMIN, "user", desk.world.number("user", MAYA), role="viewer")
    with pytest.raises(NotAllowed):
        desk.yes(MAYA, viewer)
    assert desk.value("deal", deal, "name") == "Globex rollout"
    assert desk.value("deal", mine, "name") == "Globex support plan"


def test_a_new_card_takes_the_place_of_the_old_one_in_its_conversation(desk: Any) -> None:
    first = desk.update(CHEN, "deal", 1, name="First")
    elsewhere = desk.propose(
        CHEN, lambda crm, draft: draft.update(crm.get("deal", 2), {"name": "Other"}), thread="other"
    )
    second = desk.propose(CHEN, lambda crm, draft: draft.update(crm.get("deal", 1), {"name": "Second"}), turn="t2")
    assert [desk.card(CHEN, c).status for c in (first, second, elsewhere)] == ["cancelled", "pending", "pending"]
    with desk.world.reading(CHEN) as crm:
        assert [p.id for p in proposals.pending(crm, "talk")] == [second]
        assert last_applied(crm) is None


def test_several_tools_of_one_turn_make_one_card(desk: Any) -> None:
    """Three requests in a message: what each makes stays what the others point at, whatever their own handles were."""
    cards = [
        desk.propose(CHEN, lambda crm, draft: draft.create("contact", {"name": "Eva", "account": draft.create("account", {"name": "Nova"})})),
        desk.propose(CHEN, lambda crm, draft: draft.create("task", {"title": "new1", "deal": draft.create("deal", {"name": "Nova pilot"})})),
        desk.propose(CHEN, lambda crm, draft: draft.create("activity", {"subject": "Met", "contact": [draft.create("contact", {"name": "Finn"})]})),
    ]  # fmt: skip
    assert [desk.card(CHEN, c).status for c in cards] == ["cancelled", "cancelled", "pending"]
    desk.yes(CHEN, cards[-1])
    made = {(c["entity"], c["label"] or c["entity"]): c["number"] for c in desk.card(CHEN, cards[-1]).changes}
    assert len(made) == 6
    assert desk.value("contact", made["contact", "Eva"], "account") == made["account", "Nova"]
    assert desk.value("task", made["task", "new1"], "deal") == made["deal", "Nova pilot"]
    assert desk.value("task", made["task", "new1"], "title") == "new1"
    assert desk.value("activity", made["activity", "Met"], "contact") == [made["contact", "Finn"]]


def test_two_wishes_for_one_record_in_a_turn_become_one_change(desk: Any) -> None:
    deal = desk.world.number("deal", "globex-rollout")  # it has a chance of its own, which a new stage takes away
    desk.update(MAYA, "deal", deal, stage=desk.world.number("stage", "Proposal"), amount=Decimal(1))
    card = desk.update(MAYA, "deal", deal, probability=Decimal(60), amount=Decimal(90000))
    assert len(desk.card(MAYA, card).changes) == 1
    desk.yes(MAYA, card)
    assert desk.value("deal", deal, "probability") == Decimal(60)
    assert desk.value("deal", deal, "amount") == Decimal(90000)
    assert desk.value("deal", deal, "stage") == desk.world.number("stage", "Proposal")
    desk.undo(MAYA, card)
    assert desk.value("deal", deal, "probability") == Decimal(80)


def test_handing_over_an_account_takes_along_what_hangs_on_it(desk: Any) -> None:
    """Chen may give away what is his, and take it back although it is out of his reach by then."""
    acme, tom = desk.world.number("account", "acme"), desk.world.number("user", "tom@example.com")
    before = desk.export()

    def hand_over(crm: Any, draft: Any) -> None:
        draft.update(crm.get("account", acme), {"owner": tom})
        for entity, key in (
            ("contact", "bob"),
            ("contact", "ana-ruiz"),
            ("deal", "acme-renewal"),
            ("deal", "acme-sensors"),
        ):
            draft.update(crm.get(entity, desk.world.number(entity, key)), {"owner": tom})
        draft.update(crm.get("task", desk.world.number("task", "quote")), {"assignee": tom})

    card = desk.propose(CHEN, hand_over)
    desk.yes(CHEN, card)
    with pytest.raises(NotFound), desk.world.reading(CHEN) as crm:
        crm.get("deal", desk.world.number("deal", "acme-renewal"))
    assert len(desk.undo(CHEN, card)) == 6
    assert desk.export() == before


def test_nothing_to_do_and_too_much_to_do_are_both_refused(sqlite_desk: Any) -> None:
    with pytest.raises(BadValue):
        sqlite_desk.update(CHEN, "deal", 1, name="Acme renewal")
    with pytest.raises(BadValue) as refused:
        sqlite_desk.propose(CHEN, lambda crm, draft: [draft.create("task", {"title": f"{n}"}) for n in range(5001)])
    assert "5,000" in refused.value.en


def test_the_cards_of_a_conversation_survive_a_restart(desk: Any) -> None:
    card = desk.update(CHEN, "deal", 1, name="Kept")
    desk.store.engine.dispose()
    with desk.world.reading(CHEN) as crm:
        q = select(Proposal).where(col(Proposal.thread_id) == "talk")
        assert [p.id for p in crm.exec(q).scalars()] == [card]
    assert desk.yes(CHEN, card) == "applied"
