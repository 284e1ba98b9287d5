"""The set of passages somebody reaches is kept between questions, and is at every moment what reading it afresh would give."""

from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from parley_worlds import ADMIN, CHEN, LIN, MAYA, MOMENT, NINA, TOM

from crm_store.queries import indexing, reaching
from crm_store.queries.reaching import moves, reached
from crm_store.queries.searching import SEARCHED, Place, open_kinds

EVERYBODY = (ADMIN, LIN, CHEN, MAYA, TOM, NINA)
ACCOUNTS, DEALS, PEOPLE = (
    ("acme", "huayang", "globex", "umbra"),
    ("acme-renewal", "huayang-pilot"),
    ("bob", "lina", "ana-ruiz"),
)
STEPS = (
    "note",
    "ticket",
    "fact",
    "edit",
    "tie",
    "hand over",
    "part",
    "delete",
    "restore",
    "share",
    "revoke",
    "wait",
    "follow",
    "boss",
)
RELAXED = {"suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture], "deadline": None}


def follow(world: Any) -> None:
    """As the index does: every waiting record's passage is written anew."""
    with world.store.session(world.store.system(), writes=True) as crm:
        jobs = indexing.due(crm, 10_000)
        asked = list(dict.fromkeys((j.entity, j.record_id) for j in jobs))
        there = {(e, n) for e in {e for e, _ in asked} for n in crm.many(e, [n for x, n in asked if x == e])}
        words = [indexing.Words(Place(*a, 0), "d", {"word": 1}) for a in asked if a in there]
        indexing.keep_words(crm, asked, words)
        indexing.finish(crm, [j.id or 0 for j in jobs], {})


def sets(world: Any, email: str, now: Any) -> tuple[Any, Any]:
    """What is kept for somebody and what a fresh reading gives, each in a form that can be compared."""
    with world.store.session(world.actor(email), now=now) as crm:
        kinds = open_kinds(crm)
        both = reached(crm, kinds), reaching.listed(crm, kinds)
        records = [(e, n) for e in sorted(SEARCHED) for n in range(1, 80)]
        return tuple((r.size, r.ids(), [x for x in records if r.has(*x)]) for r in both)  # type: ignore[return-value]


class Office:
    """The company while people write, hand over and share."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.now = MOMENT

    def make(self, entity: str, **values: Any) -> None:
        with self.world.store.session(self.world.store.system(), writes=True, now=self.now) as crm:
            crm.create(entity, values, plain=True)

    def step(self, what: str, draw: Any) -> None:
        number, writing = self.world.number, self.world.writing
        user = number("user", draw(st.sampled_from((CHEN, MAYA, TOM))))
        account = number("account", draw(st.sampled_from(ACCOUNTS)))
        ties = {
            "account": [account],
            "deal": [number("deal", draw(st.sampled_from(DEALS)))],
            "contact": [number("contact", draw(st.sampled_from(PEOPLE)))],
        }
        if what == "note":
            tie = draw(st.sampled_from((*ties, "")))
            self.make("activity", subject="Note", body="Said.", owner=user, **({tie: ties[tie]} if tie else {}))
        elif what == "ticket":
            self.make("ticket", subject="Broken", account=account, assignee=user)
        elif what == "fact":
            self.make(
                "fact",
                subject_type="account",
                subject=account,
                predicate="other",
                value="so",
                source=self.some("activity", draw),
            )
        elif what == "wait":
            self.now += timedelta(days=draw(st.integers(1, 4)))
        elif what == "follow":
            follow(self.world)
        else:
            with writing(ADMIN, now=self.now, deleted=what == "restore") as crm:
                self.change(crm, what, draw, user, account, ties)

    def some(self, entity: str, draw: Any) -> int:
        with self.world.reading(ADMIN) as crm:
            return int(draw(st.sampled_from(sorted(crm.many(entity, range(1, 80))))))

    def change(self, crm: Any, what: str, draw: Any, user: int, account: int, ties: dict[str, list[int]]) -> None:
        entity = draw(st.sampled_from(("account", "contact", "deal", "activity", "ticket")))
        if what == "restore":
            from crm_store.queries.bin import deleted

            if gone := [d.record for d in deleted(crm, (entity,))]:
                crm.restore(draw(st.sampled_from(gone)))
            return
        some = [r for r in crm.many(entity, range(1, 80)).values() if r.deleted_at is None]
        record = draw(st.sampled_from(sorted(some, key=lambda r: r.id)))
        note = draw(st.sampled_from(sorted(crm.many("activity", range(1, 80)).values(), key=lambda r: r.id)))
        if what == "edit":
            crm.update(note, {"body": draw(st.sampled_from(("", "Said so.", "Said otherwise.")))})
        elif what == "tie":
            crm.update(note, ties)
        elif what == "part":
            crm.update(note, {name: [] for name in ties})
        elif what == "hand over":
            crm.update(record, {"assignee" if entity == "ticket" else "owner": user})
        elif what == "delete":
            crm.delete(record)
        elif what == "share":
            ends = draw(st.sampled_from((None, self.now + timedelta(days=2))))
            crm.create("share", {"entity": "account", "record_id": account, "user": user, "expires_at": ends})
        elif what == "revoke":
            if shares := crm.many("share", range(1, 80)):
                crm.delete(shares[min(shares)])
        elif what == "boss":
            reports = draw(st.sampled_from((None, self.world.number("user", LIN))))
            crm.update(crm.get("user", self.world.number("user", TOM)), {"reports_to": reports})


@settings(max_examples=15, **RELAXED)
@given(data=st.data())
def test_what_is_kept_is_what_a_fresh_reading_gives_whatever_was_changed(data: Any, new_world: Any) -> None:
    office = Office(new_world("sqlite"))
    follow(office.world)
    for what in data.draw(st.lists(st.sampled_from(STEPS), min_size=4, max_size=14)):
        office.step(what, data.draw)
        for email in EVERYBODY:
            kept, fresh = sets(office.world, email, office.now)
            assert kept == fresh, (what, email)


def test_it_is_the_same_on_both_databases(world: Any) -> None:
    follow(world)
    for email in EVERYBODY:
        kept, fresh = sets(world, email, MOMENT)
        assert kept == fresh
    assert sets(world, ADMIN, MOMENT)[0][0] > sets(world, TOM, MOMENT)[0][0] > 0


def test_a_share_that_runs_out_is_seen_without_any_change(small_world: Any) -> None:
    follow(small_world)
    ends = MOMENT + timedelta(days=2)
    acme, tom = small_world.number("account", "acme"), small_world.number("user", TOM)
    before = sets(small_world, TOM, MOMENT)[0]
    with small_world.writing(ADMIN) as crm:
        crm.create("share", {"entity": "account", "record_id": acme, "user": tom, "expires_at": ends})
    shown = sets(small_world, TOM, MOMENT)[0]
    assert shown[0] > before[0]
    assert sets(small_world, TOM, ends - timedelta(seconds=1))[0] == shown
    assert sets(small_world, TOM, ends)[0] == before


def test_what_a_unit_wrote_and_took_back_leaves_nothing_behind(small_world: Any) -> None:
    follow(small_world)
    acme, tom = small_world.number("account", "acme"), small_world.number("user", TOM)
    before = sets(small_world, TOM, MOMENT)[0]
    with pytest.raises(ZeroDivisionError), small_world.store.session(small_world.store.system(), writes=True) as crm:
        crm.create("share", {"entity": "account", "record_id": acme, "user": tom})
        crm.flush()
        crm.actor = crm.judged_as = small_world.actor(TOM)
        assert reached(crm, open_kinds(crm)).size > before[0]
        raise ZeroDivisionError
    with small_world.writing(ADMIN) as crm:  # takes the number of the event that never was
        crm.update(crm.get("deal", small_world.number("deal", "acme-renewal")), {"next_step": "call"})
    assert sets(small_world, TOM, MOMENT)[0] == before


def test_writing_and_working_on_deals_reads_nothing_afresh(small_world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    follow(small_world)
    before = sets(small_world, CHEN, MOMENT)[0]
    asked: list[str] = []
    whole = reaching.listed
    monkeypatch.setattr(reaching, "listed", lambda crm, kinds, **more: asked.append("all") or whole(crm, kinds, **more))

    def kept() -> Any:
        with small_world.reading(CHEN) as crm:
            return reached(crm, open_kinds(crm))

    acme, chen = small_world.number("account", "acme"), small_world.number("user", CHEN)
    with small_world.writing(CHEN) as crm:
        crm.update(
            crm.get("deal", small_world.number("deal", "acme-renewal")), {"stage": small_world.number("stage", "Won")}
        )
        note = crm.create("activity", {"subject": "New", "body": "Just said.", "owner": chen, "account": [acme]}).id
        crm.create("task", {"title": "Call", "assignee": chen})
    assert kept().size == before[0]
    follow(small_world)
    assert (kept().size, asked) == (before[0] + 1, [])
    with small_world.writing(ADMIN) as crm:
        crm.update(crm.get("activity", note or 0), {"owner": small_world.number("user", TOM), "account": []})
    assert (kept().size, asked) == (before[0], ["all"])


def test_a_change_moves_what_is_reached_when_it_may_move_hands_or_ties() -> None:
    still = [
        ("activity", "create", []),
        ("activity", "update", ["body", "starts_at"]),
        ("deal", "update", ["stage", "amount"]),
        ("task", "delete", []),
    ]
    moved = [
        ("activity", "update", ["body", "deal"]), ("activity", "update", ["participants"]), ("account", "update", ["owner"]),
        ("ticket", "update", ["assignee"]), ("fact", "update", ["subject"]), ("fact", "update", ["source"]), ("contact", "delete", []),
        ("share", "create", []), ("user", "update", ["name"]), ("activity", "erase", []), ("activity", "update", ["a field of tomorrow"]),
    ]  # fmt: skip
    assert [c for c in still if moves(*c)] == []
    assert [c for c in moved if not moves(*c)] == []
