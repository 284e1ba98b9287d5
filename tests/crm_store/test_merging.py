"""Two records made one: nothing that hung on either is lost, and undo takes them apart to the byte."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MAYA, TOM

from crm_store.errors import BadValue, Conflict, NotAllowed
from crm_store.models import entities, fields_of
from crm_store.undo import redo_proposal


def merging(desk: Any, email: str, entity: str, keep: int, gone: int) -> str:
    return str(desk.propose(email, lambda crm, draft: draft.merge(crm.get(entity, keep), crm.get(entity, gone))))


def twin(desk: Any) -> tuple[int, int]:
    """Acme, and a second Acme with everything that can hang on an account, some of it Tom's."""
    number = desk.world.number
    chen, tom = number("user", CHEN), number("user", TOM)
    other = desk.make(
        "account",
        name="ACME Industrial GmbH",
        industry="steel",
        annual_revenue=7,
        currency="EUR",
        tags=["fair"],
        owner=chen,
    )
    uma = number("contact", "uma")
    contact = desk.make("contact", name="Ann Lee", account=other, owner=tom)
    deal = desk.make("deal", name="Second line", account=other, contact=contact, contacts=[contact, uma], owner=tom)
    desk.make("activity", kind="note", subject="Tour", account=[other], deal=[deal], owner=tom)
    desk.make("task", title="Call back", account=other, assignee=tom)
    desk.make("ticket", subject="Broken", account=other, assignee=tom)
    desk.make("fact", subject_type="account", subject=other, value="steel", owner=tom)
    desk.make("account_contact", account=other, contact=uma)
    desk.make("account_contact", account=other, contact=number("contact", "bob"))
    desk.make("account_contact", account=number("account", "acme"), contact=number("contact", "bob"))
    desk.make("share", entity="account", record_id=other, user=number("user", MAYA))
    return number("account", "acme"), other


def pointing(desk: Any, entity: str, number: int) -> set[tuple[str, int, str]]:
    """(record type, number, field) of all live records that refer to a record."""
    found = set()
    with desk.store.session(desk.store.system()) as crm:
        from sqlalchemy import select

        for other, model in entities().items():
            for record in crm.all(select(model)):
                for name, spec in fields_of(other).items():
                    held = crm.value(record, name)
                    to = spec.to or (getattr(record, "subject_type", "") if name == "subject" else "")
                    to = record.entity if other == "share" and name == "record_id" else to
                    if to == entity and number in (held if isinstance(held, list) else [held]):
                        found.add((other, record.id, name))
    return found


def test_a_merge_moves_all_that_hung_on_the_other_and_undo_puts_it_back(desk: Any) -> None:
    keep, gone = twin(desk)
    hung, had = pointing(desk, "account", gone), pointing(desk, "account", keep)
    before = desk.export()
    card = merging(desk, CHEN, "account", keep, gone)
    assert desk.yes(CHEN, card) == "applied"
    assert pointing(desk, "account", gone) == set()
    moved = pointing(desk, "account", keep) - had
    # Bob's tie was there twice: one of them goes.
    assert len(moved) == len(hung) - 1
    assert {e for e, _, _ in moved} == {
        "contact",
        "deal",
        "activity",
        "task",
        "ticket",
        "fact",
        "account_contact",
        "share",
    }
    assert "ACME Industrial GmbH" in desk.value("account", keep, "aliases")
    assert desk.value("account", keep, "tags") == ["fair"]
    assert desk.value("account", keep, "industry") == "manufacturing"
    assert desk.value("account", keep, "annual_revenue") == 7
    after = desk.export()
    desk.undo(CHEN, card)
    assert desk.export() == before
    with desk.world.writing(CHEN) as crm:
        from crm_store import proposals

        redo_proposal(crm, proposals.get(crm, card))
    assert desk.export() == after


def test_undo_of_a_merge_names_what_was_edited_since(sqlite_desk: Any) -> None:
    keep, gone = twin(sqlite_desk)
    card = merging(sqlite_desk, CHEN, "account", keep, gone)
    sqlite_desk.yes(CHEN, card)
    sqlite_desk.change(ADMIN, "account", keep, tags=["later"])
    before = sqlite_desk.export()
    with pytest.raises(Conflict, match="Acme Industrial"):
        sqlite_desk.undo(CHEN, card)
    assert sqlite_desk.export() == before


def test_only_who_may_change_both_merges_them(sqlite_desk: Any) -> None:
    number = sqlite_desk.world.number
    chens, makes = number("contact", "bob"), sqlite_desk.make("contact", name="Bob Stone", owner=number("user", MAYA))
    sqlite_desk.make("share", entity="contact", record_id=makes, user=number("user", CHEN))
    with pytest.raises(NotAllowed):
        merging(sqlite_desk, CHEN, "contact", chens, makes)
    assert merging(sqlite_desk, ADMIN, "contact", chens, makes)


def test_a_merge_refuses_itself_and_other_types(sqlite_desk: Any) -> None:
    acme, bob = sqlite_desk.world.number("account", "acme"), sqlite_desk.world.number("contact", "bob")
    with pytest.raises(BadValue, match="one and the same"):
        merging(sqlite_desk, CHEN, "account", acme, acme)
    with pytest.raises(BadValue):
        sqlite_desk.propose(CHEN, lambda crm, d: d.merge(crm.get("account", acme), crm.get("contact", bob)))


def test_a_merge_whose_records_changed_since_the_card_is_refused(sqlite_desk: Any) -> None:
    keep, gone = twin(sqlite_desk)
    card = merging(sqlite_desk, CHEN, "account", keep, gone)
    sqlite_desk.change(CHEN, "account", gone, industry="paper")
    with pytest.raises(Conflict, match="ACME Industrial GmbH"):
        sqlite_desk.yes(CHEN, card)


def test_an_account_merged_into_its_parent_is_not_its_own_parent(sqlite_desk: Any) -> None:
    acme = sqlite_desk.world.number("account", "acme")
    child = sqlite_desk.make("account", name="Acme East", parent=acme, owner=sqlite_desk.world.number("user", CHEN))
    sqlite_desk.yes(CHEN, merging(sqlite_desk, CHEN, "account", acme, child))
    assert sqlite_desk.value("account", acme, "parent") is None
    other = sqlite_desk.make("account", name="Acme Top", owner=sqlite_desk.world.number("user", CHEN))
    with sqlite_desk.world.writing(CHEN) as crm:
        crm.update(crm.get("account", acme), {"parent": other})
    sqlite_desk.yes(CHEN, merging(sqlite_desk, CHEN, "account", acme, other))
    assert sqlite_desk.value("account", acme, "parent") is None
