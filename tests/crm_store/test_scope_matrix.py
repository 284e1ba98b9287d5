"""Who sees and who changes what: every role, every record type, every way of being near a record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, MOMENT, NINA, TOM

from crm_store.errors import NotAllowed, NotFound
from crm_store.models import entities
from crm_store.permissions import CONFIGURED, CURATED

PEOPLE = (CHEN, MAYA, TOM, LIN, ADMIN, NINA)

OWNED = ("account", "contact", "deal", "lead", "activity", "ticket", "task", "fact")
HOLDER = {"ticket": "assignee", "task": "assignee"}
TEAMED = ("account", "contact", "deal", "lead", "activity", "ticket")

FIELD = {"activity": "subject", "task": "title", "ticket": "subject", "fact": "value"}


def who(desk: Any, entity: str, number: int, act: Callable[[Any, Any], Any] | None = None) -> set[str]:
    """Those who see a record, or who can `act` on it."""
    able = set()
    for email in PEOPLE:
        try:
            with desk.store.session(desk.world.actor(email), writes=act is not None) as crm:
                record = crm.get(entity, number)
                if act is not None:
                    act(crm, record)
            able.add(email)
        except (NotFound, NotAllowed):
            pass
    return able


def rename(crm: Any, record: Any) -> None:
    crm.update(record, {FIELD.get(type(record).about.entity, "name"): f"{crm.actor.email} was here"})


def near(desk: Any, entity: str) -> dict[str, tuple[int, set[str]]]:
    """A record of this type in every relation to people, and who sees it."""
    user, team = desk.world.number, desk.world.number

    def make(holder: str | None, squad: str | None) -> int:
        values: dict[str, Any] = {}
        if holder:
            values[HOLDER.get(entity, "owner")] = user("user", holder)
        if squad and entity in TEAMED:
            values["team"] = team("team", squad)
        return int(desk.make(entity, **values))

    made = {
        "own": (make(CHEN, "East"), {CHEN, LIN, ADMIN}),
        "a colleague's": (make(MAYA, "West"), {MAYA, LIN, ADMIN, NINA}),
        "foreign": (make(TOM, "Berlin"), {TOM, ADMIN}),
        "a manager's": (make(LIN, "Sales"), {LIN, ADMIN}),
        "nobody's, without a team": (make(None, None), {ADMIN}),
    }
    if entity in TEAMED:
        made["nobody's, in East"] = (make(None, "East"), {LIN, ADMIN})
        made["nobody's, in West"] = (make(None, "West"), {LIN, ADMIN, NINA})
        made["nobody's, in Berlin"] = (make(None, "Berlin"), {LIN, ADMIN})
    for word, until, sees in (
        ("shared", MOMENT + timedelta(days=1), {TOM, ADMIN, CHEN, LIN}),
        ("shared for good", None, {TOM, ADMIN, CHEN, LIN}),
        ("shared until yesterday", MOMENT - timedelta(days=1), {TOM, ADMIN}),
    ):
        number = make(TOM, "Berlin")
        desk.make("share", entity=entity, record_id=number, user=user("user", CHEN), expires_at=until)
        made[word] = (number, sees)
    return made


@pytest.mark.parametrize("entity", OWNED)
def test_everybody_sees_exactly_their_part(desk: Any, entity: str) -> None:
    expected = near(desk, entity)
    assert {word: who(desk, entity, number) for word, (number, _) in expected.items()} == {
        word: sees for word, (_, sees) in expected.items()
    }


@pytest.mark.parametrize("entity", OWNED)
def test_nobody_changes_what_they_only_read(sqlite_desk: Any, entity: str) -> None:
    expected = near(sqlite_desk, entity)
    # A viewer reads; a share shows the record and lets nobody write unless it says so.
    can = {w: sees - {NINA} - ({CHEN, LIN} if w.startswith("shared") else set()) for w, (_, sees) in expected.items()}
    assert {w: who(sqlite_desk, entity, number, rename) for w, (number, _) in expected.items()} == can
    for word, (number, _) in expected.items():
        assert who(sqlite_desk, entity, number, lambda crm, record: crm.delete(record)) <= can[word]


@pytest.mark.parametrize("entity", OWNED)
def test_a_share_that_allows_writing_allows_it(sqlite_desk: Any, entity: str) -> None:
    number = sqlite_desk.make(entity, **{HOLDER.get(entity, "owner"): sqlite_desk.world.number("user", TOM)})
    sqlite_desk.make("share", entity=entity, record_id=number, user=sqlite_desk.world.number("user", CHEN), writes=True)
    assert who(sqlite_desk, entity, number, rename) == {TOM, CHEN, LIN, ADMIN}


@pytest.mark.parametrize("entity", OWNED)
def test_nobody_sees_a_deleted_record(desk: Any, entity: str) -> None:
    number = desk.make(entity, **{HOLDER.get(entity, "owner"): desk.world.number("user", CHEN)})
    desk.delete(CHEN, entity, number)
    assert who(desk, entity, number) == set()
    seeing = set()
    for email in PEOPLE:
        with desk.store.session(desk.world.actor(email), deleted=True) as crm:
            seeing |= {email} if number in crm.many(entity, [number]) else set()
    assert seeing == {CHEN, LIN, ADMIN}


HANGING: dict[str, tuple[Callable[[Any], int], set[str], set[str]]] = {
    "Tom's deal on Chen's account": (
        lambda d: d.make("deal", account=d.world.number("account", "acme"), owner=d.world.number("user", TOM)),
        {CHEN, LIN, TOM, ADMIN},
        {CHEN, LIN, TOM, ADMIN},
    ),
    "Tom's contact on Chen's account": (
        lambda d: d.make("contact", account=d.world.number("account", "acme"), owner=d.world.number("user", TOM)),
        {CHEN, LIN, TOM, ADMIN},
        {CHEN, LIN, TOM, ADMIN},
    ),
    "Tom's activity with Chen taking part": (
        lambda d: d.make(
            "activity", owner=d.world.number("user", TOM), participants=[d.world.number("user", CHEN)]
        ),
        {CHEN, LIN, TOM, ADMIN},
        {CHEN, LIN, TOM, ADMIN},
    ),
    **{
        f"Tom's activity on Chen's {on}": (
            lambda d, on=on, key=key: d.make(
                "activity", owner=d.world.number("user", TOM), **{on: [d.world.number(on, key)]}
            ),
            {CHEN, LIN, TOM, ADMIN},
            {CHEN, LIN, TOM, ADMIN},
        )
        for on, key in (("account", "acme"), ("contact", "bob"), ("deal", "acme-renewal"))
    },
    **{
        f"Tom's {what} on Chen's {on}": (
            lambda d, what=what, on=on, key=key: d.make(
                what, assignee=d.world.number("user", TOM), **{on: d.world.number(on, key)}
            ),
            {CHEN, LIN, TOM, ADMIN},
            {CHEN, LIN, TOM, ADMIN},
        )
        for what, on, key in (
            ("task", "account", "acme"), ("task", "contact", "bob"), ("task", "deal", "acme-renewal"),
            ("ticket", "account", "acme"), ("ticket", "contact", "bob"),
        )
    },
    **{
        f"Tom's fact about Chen's {on}": (
            lambda d, on=on, key=key: d.make(
                "fact", owner=d.world.number("user", TOM), subject_type=on, subject=d.world.number(on, key)
            ),
            {CHEN, LIN, TOM, ADMIN},
            {CHEN, LIN, TOM, ADMIN},
        )
        for on, key in (("account", "acme"), ("contact", "bob"), ("deal", "acme-renewal"))
    },
}  # fmt: skip


@pytest.mark.parametrize("what", HANGING)
def test_what_hangs_on_ones_own_records_is_seen_and_changed(sqlite_desk: Any, what: str) -> None:
    make, see, change = HANGING[what]
    number = make(sqlite_desk)
    entity = next(
        e
        for e in sorted(OWNED, key=len, reverse=True)
        if f" {e}" in what.split(" on ")[0].split(" with ")[0].split(" about ")[0]
    )
    assert who(sqlite_desk, entity, number) == see
    assert who(sqlite_desk, entity, number, rename) == change


def test_the_account_under_ones_deal_is_seen_but_not_changed(desk: Any) -> None:
    account = desk.make("account", owner=desk.world.number("user", TOM))
    contact = desk.make("contact", account=account, owner=desk.world.number("user", TOM))
    stranger = desk.make("contact", account=account, owner=desk.world.number("user", TOM))
    desk.make("deal", account=account, owner=desk.world.number("user", CHEN), contacts=[contact])
    assert who(desk, "account", account) == {CHEN, LIN, TOM, ADMIN}
    assert who(desk, "account", account, rename) == {TOM, ADMIN}
    assert who(desk, "contact", contact) == {CHEN, LIN, TOM, ADMIN}
    assert who(desk, "contact", contact, rename) == {TOM, ADMIN}
    assert who(desk, "contact", stranger) == {TOM, ADMIN}


def test_a_further_tie_to_ones_account_shows_a_person_until_it_is_taken_away(desk: Any) -> None:
    uma, acme = desk.world.number("contact", "uma"), desk.world.number("account", "acme")
    assert CHEN not in who(desk, "contact", uma)
    tie = desk.make("account_contact", account=acme, contact=uma)
    assert CHEN in who(desk, "contact", uma)
    assert who(desk, "account_contact", tie) == {CHEN, LIN, ADMIN}
    desk.delete(ADMIN, "account_contact", tie)
    assert CHEN not in who(desk, "contact", uma)


def test_what_shapes_the_workspace_is_seen_by_all_and_written_by_few(sqlite_desk: Any) -> None:
    shared = [e for e, r in entities().items() if r.about.shared]
    assert set(shared) >= {"product", "article", "stage", "pipeline", "team", "user", "target", "exchange_rate"}
    needed = {
        "exchange_rate": {"base": "USD", "quote": "EUR", "rate": "0.9", "starts_on": MOMENT.date()},
        "user": {"email": "new@example.com", "name": "New"},
        "custom_field": {"entity": "deal", "key": "colour"},
        "target": {"period": "2027-Q1"},
    }
    for entity in shared:
        number = sqlite_desk.make(entity, **needed.get(entity, {}))
        assert who(sqlite_desk, entity, number) == set(PEOPLE), entity
        allowed = {ADMIN} if entity in CONFIGURED else {ADMIN, LIN} if entity in CURATED else None
        assert allowed is not None, f"who may write {entity}?"
        assert who(sqlite_desk, entity, number, lambda crm, record: crm.delete(record)) <= allowed, entity


def test_every_record_type_has_its_place_here() -> None:
    shared = {e for e, r in entities().items() if r.about.shared}
    assert set(entities()) == shared | set(OWNED) | {"account_contact", "share"}


def test_a_share_is_known_to_the_one_it_is_for(desk: Any) -> None:
    lab = desk.world.number("deal", "umbra-lab")
    share = desk.make("share", entity="deal", record_id=lab, user=desk.world.number("user", MAYA))
    assert who(desk, "share", share) == {MAYA, LIN, ADMIN}
    assert who(desk, "share", share, lambda crm, r: crm.update(r, {"writes": True})) == {ADMIN}
