"""Who sees and who changes what: every role, every record type, every way of being near a record."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, MOMENT, NINA, TOM

from crm_store.errors import NotAllowed
from crm_store.models import entities
from crm_store.permissions import CONFIGURED, CURATED, PERSONAL

PEOPLE = (CHEN, MAYA, TOM, LIN, ADMIN, NINA)

OWNED = ("account", "contact", "deal", "lead", "activity", "ticket", "task", "fact")
HOLDER = {"ticket": "assignee", "task": "assignee"}
TEAMED = ("account", "contact", "deal", "lead", "activity", "ticket")


def readers(desk: Any, entity: str, numbers: Iterable[int]) -> dict[int, set[str]]:
    """Who sees each of these records."""
    found: dict[int, set[str]] = {n: set() for n in numbers}
    for email in PEOPLE:
        with desk.world.reading(email) as crm:
            for n in crm.many(entity, found):
                found[n].add(email)
    return found


def writers(desk: Any, entity: str, numbers: Iterable[int]) -> dict[int, set[str]]:
    """Who may change each of these records: asked, and tried."""
    found: dict[int, set[str]] = {n: set() for n in numbers}
    for email in PEOPLE:
        with desk.world.writing(email) as crm:
            there = crm.many(entity, found)
            for n in found:
                able = _able(lambda: crm.must_write(entity, [n]))  # noqa: B023
                assert n not in there or able == _able(lambda: crm.update(there[n], {}))  # noqa: B023
                found[n] |= {email} if able else set()
    return found


def _able(ask: Callable[[], Any]) -> bool:
    try:
        ask()
    except NotAllowed:
        return False
    return True


def who(desk: Any, entity: str, number: int) -> set[str]:
    return readers(desk, entity, [number])[number]


def who_writes(desk: Any, entity: str, number: int) -> set[str]:
    return writers(desk, entity, [number])[number]


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
def test_everybody_sees_exactly_their_part(standing_desk: Any, entity: str) -> None:
    expected = near(standing_desk, entity)
    seen = readers(standing_desk, entity, [number for number, _ in expected.values()])
    assert {w: seen[number] for w, (number, _) in expected.items()} == {w: sees for w, (_, sees) in expected.items()}


@pytest.mark.parametrize("entity", OWNED)
def test_nobody_changes_what_they_only_read(standing_sqlite_desk: Any, entity: str) -> None:
    expected = near(standing_sqlite_desk, entity)
    # A viewer reads; a share shows the record and lets nobody write unless it says so.
    can = {w: sees - {NINA} - ({CHEN, LIN} if w.startswith("shared") else set()) for w, (_, sees) in expected.items()}
    able = writers(standing_sqlite_desk, entity, [number for number, _ in expected.values()])
    assert {w: able[number] for w, (number, _) in expected.items()} == can


@pytest.mark.parametrize("entity", OWNED)
def test_a_share_that_allows_writing_allows_it(standing_sqlite_desk: Any, entity: str) -> None:
    desk = standing_sqlite_desk
    number = desk.make(entity, **{HOLDER.get(entity, "owner"): desk.world.number("user", TOM)})
    desk.make("share", entity=entity, record_id=number, user=desk.world.number("user", CHEN), writes=True)
    assert who_writes(desk, entity, number) == {TOM, CHEN, LIN, ADMIN}


@pytest.mark.parametrize("entity", OWNED)
def test_nobody_sees_a_deleted_record(standing_sqlite_desk: Any, entity: str) -> None:
    desk = standing_sqlite_desk
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
def test_what_hangs_on_ones_own_records_is_seen_and_changed(standing_sqlite_desk: Any, what: str) -> None:
    make, see, change = HANGING[what]
    number = make(standing_sqlite_desk)
    entity = next(
        e
        for e in sorted(OWNED, key=len, reverse=True)
        if f" {e}" in what.split(" on ")[0].split(" with ")[0].split(" about ")[0]
    )
    assert who(standing_sqlite_desk, entity, number) == see
    assert who_writes(standing_sqlite_desk, entity, number) == change


def test_the_account_under_ones_deal_is_seen_but_not_changed(standing_desk: Any) -> None:
    account = standing_desk.make("account", owner=standing_desk.world.number("user", TOM))
    contact = standing_desk.make("contact", account=account, owner=standing_desk.world.number("user", TOM))
    stranger = standing_desk.make("contact", account=account, owner=standing_desk.world.number("user", TOM))
    standing_desk.make("deal", account=account, owner=standing_desk.world.number("user", CHEN), contacts=[contact])
    assert who(standing_desk, "account", account) == {CHEN, LIN, TOM, ADMIN}
    assert who_writes(standing_desk, "account", account) == {TOM, ADMIN}
    assert who(standing_desk, "contact", contact) == {CHEN, LIN, TOM, ADMIN}
    assert who_writes(standing_desk, "contact", contact) == {TOM, ADMIN}
    assert who(standing_desk, "contact", stranger) == {TOM, ADMIN}


def test_a_further_tie_to_ones_account_shows_a_person_until_it_is_taken_away(standing_desk: Any) -> None:
    uma, acme = standing_desk.world.number("contact", "uma"), standing_desk.world.number("account", "acme")
    assert CHEN not in who(standing_desk, "contact", uma)
    tie = standing_desk.make("account_contact", account=acme, contact=uma)
    assert CHEN in who(standing_desk, "contact", uma)
    assert who(standing_desk, "account_contact", tie) == {CHEN, LIN, ADMIN}
    standing_desk.delete(ADMIN, "account_contact", tie)
    assert CHEN not in who(standing_desk, "contact", uma)


def test_what_shapes_the_workspace_is_seen_by_all_and_written_by_few(standing_sqlite_desk: Any) -> None:
    shared = [e for e, r in entities().items() if r.about.shared]
    assert set(shared) >= {"product", "article", "stage", "pipeline", "team", "user", "target", "exchange_rate"}
    needed = {
        "exchange_rate": {"base": "USD", "quote": "EUR", "rate": "0.9", "starts_on": MOMENT.date()},
        "user": {"email": "new@example.com", "name": "New"},
        "custom_field": {"entity": "deal", "key": "colour"},
        "target": {"period": "2027-Q1"},
    }
    for entity in shared:
        number = standing_sqlite_desk.make(entity, **needed.get(entity, {}))
        assert who(standing_sqlite_desk, entity, number) == set(PEOPLE), entity
        allowed = {ADMIN} if entity in CONFIGURED | set(PERSONAL) else {ADMIN, LIN} if entity in CURATED else None
        assert allowed is not None, f"who may write {entity}?"
        assert who_writes(standing_sqlite_desk, entity, number) <= allowed, entity


def test_every_record_type_has_its_place_here() -> None:
    shared = {e for e, r in entities().items() if r.about.shared}
    assert set(entities()) == shared | set(OWNED) | {"account_contact", "share"}


def test_a_share_is_known_to_the_one_it_is_for(standing_desk: Any) -> None:
    lab = standing_desk.world.number("deal", "umbra-lab")
    share = standing_desk.make("share", entity="deal", record_id=lab, user=standing_desk.world.number("user", MAYA))
    assert who(standing_desk, "share", share) == {MAYA, LIN, ADMIN, TOM}
    assert who_writes(standing_desk, "share", share) == {TOM, ADMIN}


def test_only_who_holds_a_record_shares_it(standing_sqlite_desk: Any) -> None:
    """A person it is shared with, even to write, hands it on to nobody; nor does who merely sees it."""
    desk, number = standing_sqlite_desk, standing_sqlite_desk.world.number
    for entity in OWNED:
        made = desk.make(entity, **{HOLDER.get(entity, "owner"): number("user", CHEN)})
        desk.make("share", entity=entity, record_id=made, user=number("user", TOM), writes=True)
        able = set()
        for email in PEOPLE:
            with desk.world.writing(email) as crm:
                values = {"entity": entity, "record_id": made, "user": number("user", MAYA)}
                able |= {email} if _able(lambda: crm.create("share", values)) else set()  # noqa: B023
                crm.session.rollback()
        assert able == {CHEN, LIN, ADMIN}, entity
