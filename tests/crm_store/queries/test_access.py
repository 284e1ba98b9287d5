"""Why somebody sees a record: there is a reason exactly when they see it, and the right to change exactly when they may."""

from datetime import timedelta
from typing import Any

from parley_worlds import ADMIN, CHEN, LIN, MAYA, MOMENT, NINA, TOM
from sqlalchemy import select

from crm_store.errors import NotAllowed
from crm_store.models import entities
from crm_store.queries.access import may_change, who, why

PEOPLE = (CHEN, LIN, NINA, TOM, MAYA, ADMIN)


def crowd(desk: Any) -> None:
    """Ways to a record that the small company lacks: shares, ties, team records without an owner, things on others' accounts."""
    number = desk.world.number
    tom, chen, acme = number("user", TOM), number("user", CHEN), number("account", "acme")
    for entity in ("account", "contact", "deal", "lead", "activity", "ticket", "task", "fact"):
        held = {"assignee" if entity in ("task", "ticket") else "owner": tom}
        for until, writes in ((None, False), (MOMENT + timedelta(days=1), True), (MOMENT - timedelta(days=1), True)):
            made = desk.make(entity, **held)
            desk.make("share", entity=entity, record_id=made, user=chen, expires_at=until, writes=writes)
            stand_on(desk, entity, made, tom)
        if entity not in ("task", "fact"):
            desk.make(entity, team=number("team", "West"))
    theirs = desk.make("contact", account=acme, owner=tom)
    deal = desk.make("deal", account=acme, owner=tom, contacts=[number("contact", "uma")])
    desk.make("account_contact", account=acme, contact=number("contact", "sara"))
    desk.make("activity", owner=tom, contact=[theirs], participants=[number("user", MAYA)])
    desk.make("task", assignee=tom, deal=deal)
    desk.make("ticket", assignee=tom, contact=theirs)
    desk.make("fact", owner=tom, subject_type="deal", subject=deal)
    for held in ({"owner": tom}, {"team": number("team", "West")}, {}):
        desk.make("target", period="2027-Q1", **held)


def stand_on(desk: Any, entity: str, made: int, tom: int) -> None:
    """What belongs to a shared account, contact or deal, and what stands under that."""
    if entity not in ("account", "contact", "deal"):
        return
    below = [(entity, made)]
    if entity == "account":
        below += [
            ("deal", desk.make("deal", account=made, owner=tom)),
            ("contact", desk.make("contact", account=made, owner=tom)),
        ]
        desk.make("account_contact", account=made, contact=desk.make("contact", owner=tom))
    for kind, n in below:
        desk.make("activity", owner=tom, **{kind: [n]})
        desk.make("task", assignee=tom, **{kind: n})
        desk.make("fact", owner=tom, subject_type=kind, subject=n)
        if kind != "deal":
            desk.make("ticket", assignee=tom, **{kind: n})


def test_there_is_a_reason_exactly_for_what_is_seen_and_changed(sqlite_desk: Any) -> None:
    crowd(sqlite_desk)
    wrong = []
    with sqlite_desk.world.reading(ADMIN) as all_:
        everything = {
            e: all_.all(select(m))
            for e, m in entities().items()
            if e == "target" or (e != "share" and not m.about.shared)
        }
    for email in PEOPLE[:4]:
        with sqlite_desk.world.writing(email) as crm:
            for entity, records in everything.items():
                mine = crm.many(entity, [r.id or 0 for r in records])
                for record in records:
                    reasons = why(crm, record, crm.actor) if record.id in mine else []
                    if bool(reasons) != (record.id in mine):
                        wrong.append((email, record.ref, reasons))
                    if not reasons or entity == "account_contact":
                        continue
                    try:
                        crm.must_write(entity, [record.id or 0])
                        able = True
                    except NotAllowed:
                        able = False
                    if able != may_change(record, crm.actor, reasons):
                        wrong.append((email, record.ref, "changes", able))
    assert not wrong


def test_who_sees_a_record_is_told_as_the_store_judges_it(sqlite_desk: Any) -> None:
    crowd(sqlite_desk)
    number = sqlite_desk.world.number
    chosen = [
        ("deal", number("deal", "umbra-lab")),
        ("account", number("account", "acme")),
        ("contact", number("contact", "uma")),
        ("lead", 1),
    ]
    with sqlite_desk.world.reading(ADMIN) as all_:
        for entity, n in chosen:
            seeing = set()
            for email in PEOPLE:
                with sqlite_desk.world.reading(email) as crm:
                    seeing |= {email} if crm.many(entity, [n]) else set()
            assert {u.email for u, _ in who(all_, all_.get(entity, n))} == seeing


def test_what_one_is_told_of_others_comes_from_what_one_sees(sqlite_desk: Any) -> None:
    """Uma is Tom's; that Maya sees her over a deal of her own is not for Tom to hear."""
    number = sqlite_desk.world.number
    uma = number("contact", "uma")

    def told() -> Any:
        with sqlite_desk.world.reading(TOM) as crm:
            return [(u.email, r) for u, r in who(crm, crm.get("contact", uma))]

    before = told()
    sqlite_desk.make("deal", name="Hidden", owner=number("user", MAYA), contacts=[uma])
    assert told() == before
    with sqlite_desk.world.reading(ADMIN) as crm:
        assert MAYA in [u.email for u, _ in who(crm, crm.get("contact", uma))]
