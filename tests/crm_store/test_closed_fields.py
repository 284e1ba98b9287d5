"""Fields a role does not show: no door tells what they hold, whatever is asked by them."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MOMENT, TOM
from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from crm_store import wall
from crm_store.base import Kind
from crm_store.errors import NotAllowed, StoreError
from crm_store.models import Contact, Deal, fields_of, table_of
from crm_store.proposals import Draft
from crm_store.queries import event_log, find, view
from crm_store.queries.events import history
from crm_store.queries.likeness import duplicates
from crm_store.queries.lookup import resolve
from crm_store.queries.past import deals_at
from crm_store.rights import HELD, LEVELS, closable, masked
from crm_store.transfer.exporting import export

CLOSED = (
    "contact.phone masked",
    "contact.email masked",
    "deal.amount none",
    "deal.next_step none",
    "deal.probability masked",
)

SHUT = [tuple(line.split()[0].split(".")) for line in CLOSED]


def close(desk: Any, *lines: str, role: str = "rep") -> None:
    desk.make("role", name=role, fields=list(lines))


@pytest.fixture
def closed_desk(desk: Any) -> Any:
    close(desk, *CLOSED)
    return desk


def everything(world: Any, email: str) -> list[str]:
    with world.reading(email) as crm:
        return [repr(line) for line in _everything(crm)]


def _everything(crm: Any) -> Iterator[Any]:
    for entity in ("deal", "contact", "account", "task"):
        query = find.Query(entity)
        yield view.shown(crm, entity, find.records(crm, query))
        for name, spec in fields_of(entity).items():
            for path in (name, *(f"{e}.{n}" for e, n in SHUT)) if (entity, name) in SHUT else ():
                for op, value in (("filled", None), ("=", "80"), (">=", "100000"), ("~", "8")):
                    asked = find.Query(entity, [find.Condition(path, op, value)])
                    yield path, op, _or_refusal(partial(find.count, crm, asked))
            ordered = find.Query(entity, sort=[(name, True)])
            yield _or_refusal(partial(lambda q: [r.ref for r in find.records(crm, q)], ordered))
            yield _or_refusal(
                partial(lambda q, n: [(str(v), many) for v, _, many in find.grouped(crm, q, n)], query, name)
            )
            if spec.kind in (Kind.MONEY, Kind.NUMBER, Kind.INT):
                yield _or_refusal(partial(find.sums, crm, query, name))
    for said in ("ana.ruiz@acme.example", "bob", "bob@acme.example", "ana ruiz", "zz@new.example"):
        yield said, [f.ref for f in resolve(crm, said)]
        yield [r.ref for r in duplicates(crm, "contact", {"name": "Q Q", "email": said, "phone": "+1 415 555 0130"})]
    yield sorted(deals_at(crm, MOMENT).items())
    yield view.shown_events(crm, event_log.events(crm))
    other = aliased(Deal)
    yield crm.exec(
        select(func.count(), func.max(other.amount), func.sum(Deal.amount))
        .select_from(Deal)
        .join(other, col(other.id) == col(Deal.id))
    ).all()
    yield crm.exec(select(Deal.name).where(col(Deal.amount) > 1000).order_by(col(Deal.amount))).all()
    inner = select(Deal.id, Deal.amount).subquery()
    yield crm.exec(select(func.sum(inner.c.amount))).all()


def _or_refusal(ask: Any) -> Any:
    try:
        return ask()
    except StoreError as refused:
        return refused.en


def stir(desk: Any) -> None:
    """Other values in the closed fields of every record, without any other trace."""
    with wall.within(desk.store.engine, 1).begin() as db:
        deal, contact = table_of(Deal), table_of(Contact)
        db.execute(
            update(deal).values(
                amount=(deal.c.id * 7777) % 1_000_000, next_step="call " + "8" * 3, probability=Decimal(81)
            )
        )
        db.execute(update(contact).values(phone="+49 30 5550 0130", email="z" + "z@new.example"))


def test_what_a_closed_field_holds_moves_no_answer(closed_desk: Any) -> None:
    with wall.within(closed_desk.store.engine, 1).begin() as db:  # masks show an end: the same one before and after
        db.execute(update(table_of(Contact)).values(phone="+1 415 555 0130", email="zq@x.example"))
    before = everything(closed_desk.world, CHEN)
    assert any("600000" in line for line in everything(closed_desk.world, LIN))
    stir(closed_desk)
    assert everything(closed_desk.world, CHEN) == before
    assert not any("600000" in line or "+1 415" in line for line in before)


def test_a_mask_keeps_the_end_of_a_number_and_the_start_of_an_address(closed_desk: Any) -> None:
    ref = closed_desk.world.number("contact", "ana-ruiz")
    with closed_desk.world.reading(CHEN) as crm:
        (row,) = view.shown(crm, "contact", [crm.get("contact", ref)])
        assert (row["phone"], row["email"]) == ("•••0130", "a•••@•••")
        assert row["withheld"] == ["email", "phone"]
        (deal,) = view.shown(crm, "deal", [crm.get("deal", closed_desk.world.number("deal", "acme-renewal"))])
        assert deal["amount"] is None
        assert "amount" in deal["withheld"]
    assert masked("1234567") == "•••"
    assert masked("") is None
    assert masked(Decimal(5)) is None


@pytest.mark.parametrize(
    "ask", ["amount>=1", "amount=", "phone~0130", "contact.phone~0130", "next_step~call", "deal.amount>=1"]
)
def test_nothing_is_found_by_what_is_closed(closed_desk: Any, ask: str) -> None:
    entity = "contact" if ask.startswith("phone") else "account" if ask.startswith("deal.") else "deal"
    with closed_desk.world.reading(CHEN) as crm, pytest.raises(NotAllowed, match="Your role does not let you look at"):
        find.count(crm, find.Query(entity, [find.parse_condition(ask)]))


def test_nobody_changes_what_is_closed_and_what_is_read_stays(closed_desk: Any) -> None:
    number = closed_desk.world.number("deal", "acme-renewal")
    with closed_desk.world.writing(CHEN) as crm:
        with pytest.raises(NotAllowed):
            Draft(crm).update(crm.get("deal", number), {"amount": Decimal(5)})
        with pytest.raises(NotAllowed):
            Draft(crm).create("deal", {"name": "New", "amount": Decimal(5)})
        with pytest.raises(NotAllowed):
            crm.update(crm.get("deal", number), {"amount": Decimal(5)})


def test_a_change_beside_a_closed_field_leaves_it_as_it_is_and_books_it_whole(closed_desk: Any) -> None:
    desk, number = closed_desk, closed_desk.world.number("deal", "acme-renewal")
    desk.yes(CHEN, desk.update(CHEN, "deal", number, competitor="Globex"))
    assert desk.value("deal", number, "amount") == Decimal(600000)
    card = desk.propose(CHEN, lambda crm, draft: draft.delete(crm.get("deal", number)))
    desk.yes(CHEN, card)
    gone = [e for e in desk.events() if e.op == "delete" and e.record_id == number][-1]
    assert gone.before["amount"] == "600000"
    desk.undo(CHEN, card)
    assert desk.value("deal", number, "amount") == Decimal(600000)
    with desk.world.reading(CHEN) as crm:
        assert crm.get("deal", number).amount is None


def test_two_records_are_made_one_only_by_who_sees_both_whole(closed_desk: Any) -> None:
    number = closed_desk.world.number
    with closed_desk.world.writing(CHEN) as crm, pytest.raises(NotAllowed):
        Draft(crm).merge(
            crm.get("contact", number("contact", "bob")), crm.get("contact", number("contact", "ana-ruiz"))
        )


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_file_holds_no_more_than_the_screen(closed_desk: Any, kind: str, tmp_path: Any) -> None:
    for entity in ("deal", "contact"):
        export(closed_desk.store, closed_desk.world.actor(CHEN), entity, tmp_path / f"{entity}.{kind}")
        text = (tmp_path / f"{entity}.{kind}").read_text()
        assert "600000" not in text
        assert "555 0130" not in text
        assert "ana.ruiz@" not in text
    assert "•••0130" in text


def test_what_was_left_out_is_told_when_it_leaves_no_trace(closed_desk: Any) -> None:
    with closed_desk.world.reading(CHEN) as crm:
        assert not crm.withheld
        crm.all(select(Deal))
        assert ("deal", "amount") in crm.withheld
        assert ("contact", "phone") not in crm.withheld


def test_roles_together_show_the_most_any_of_them_shows(desk: Any) -> None:
    close(desk, "deal.amount none", "contact.phone masked")
    user, number = desk.world.number("user", CHEN), desk.world.number("deal", "acme-renewal")
    whole = desk.make("role", name="controller", rights=["deal read own"], fields=["deal.amount read"])
    desk.make("grant", user=user, role=whole)
    with desk.world.writing(CHEN) as crm:
        assert crm.actor.level("deal", "amount") == "read"
        assert crm.actor.level("contact", "phone") == "masked"
        assert crm.get("deal", number).amount == Decimal(600000)
        with pytest.raises(NotAllowed):
            crm.update(crm.get("deal", number), {"amount": Decimal(5)})
    for email in (LIN, ADMIN):
        assert not desk.world.actor(email).closed


def test_a_role_that_shows_no_record_of_a_type_opens_none_of_its_fields(desk: Any) -> None:
    close(desk, "deal.amount none")
    desk.make(
        "grant", user=desk.world.number("user", TOM), role=desk.make("role", name="desk", rights=["account read all"])
    )
    assert desk.world.actor(TOM).level("deal", "amount") == "none"


def test_every_field_of_every_held_type_can_be_closed_or_is_part_of_its_frame(desk: Any) -> None:
    """Closed one by one at each level: the record still loads, lists and exports, and shows no more than the level says."""
    lines = [f"{e}.{n} {LEVELS[0]}" for e in HELD for n in closable(e)]
    close(desk, *lines)
    assert {"amount", "probability", "next_step", "lost_notes"} <= set(closable("deal"))
    assert "owner" not in closable("deal")
    with desk.world.reading(CHEN) as crm:
        for entity in HELD:
            for row in view.shown(crm, entity, find.records(crm, find.Query(entity))):
                assert not any(row[n] for n in closable(entity)), row


def test_history_keeps_closed_fields_to_itself(closed_desk: Any) -> None:
    number = closed_desk.world.number("deal", "acme-renewal")
    closed_desk.yes(ADMIN, closed_desk.update(ADMIN, "deal", number, amount=Decimal(777), next_step="Call Bob"))
    told = {}
    for email in (ADMIN, CHEN):
        with closed_desk.world.reading(email) as crm:
            told[email] = {c.field.name for c in history(crm, crm.get("deal", number)) if c.field is not None}
    assert {"amount", "next_step", "stage"} <= told[ADMIN]
    assert told[CHEN] == told[ADMIN] - {"amount", "next_step"}
