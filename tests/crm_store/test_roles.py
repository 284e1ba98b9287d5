"""Roles beside the built-in ones and stand-ins: what each lets somebody see, change and take out, and until when."""

from datetime import timedelta
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, MOMENT, NINA, TOM
from sqlalchemy import event, func, select

from crm_store.codes import RoleName
from crm_store.errors import BadValue, NotAllowed, NotFound
from crm_store.models import Account, Contact, Deal, entity_type
from crm_store.permissions import may_write_type
from crm_store.proposals import Draft
from crm_store.queries.access import may_change, who, why
from crm_store.rights import BUILT_IN, HELD, RIGHTS, read_fields, read_rights
from crm_store.transfer.exporting import export


def role(desk: Any, *lines: str, to: str = CHEN, name: str = "auditor", **more: Any) -> int:
    made = desk.make("role", name=name, rights=list(lines))
    return int(desk.make("grant", user=desk.world.number("user", to), role=made, **more))


def counts(desk: Any, email: str) -> dict[str, int]:
    with desk.world.reading(email) as crm:
        return {e: crm.exec(select(func.count()).select_from(entity_type(e))).scalar_one() for e in HELD}


def able(desk: Any, email: str, entity: str, number: int, right: str = "edit") -> bool:
    with desk.world.writing(email) as crm:
        try:
            crm.must_write(entity, [number], right)
        except NotAllowed:
            return False
        return True


def test_a_role_adds_exactly_its_record_type(desk: Any) -> None:
    before, all_ = counts(desk, CHEN), counts(desk, ADMIN)
    role(desk, "deal read all")
    after = counts(desk, CHEN)
    assert after["deal"] == all_["deal"] > before["deal"]
    assert {e: n for e, n in after.items() if e not in ("deal", "account")} == {
        e: n for e, n in before.items() if e not in ("deal", "account")
    }
    lab = desk.world.number("deal", "umbra-lab")
    assert not able(desk, CHEN, "deal", lab)
    with desk.world.reading(CHEN) as crm:
        deal = crm.get("deal", lab)
        assert crm.get("account", deal.account_id).display == "Umbra Labs"
        assert not crm.many("contact", [deal.contact_id])


@pytest.mark.parametrize("entity", sorted(HELD))
@pytest.mark.parametrize("right", [r for r in RIGHTS if r not in ("bulk", "create")])
def test_each_right_on_each_type_reaches_as_far_as_its_line_says(
    standing_sqlite_desk: Any, entity: str, right: str
) -> None:
    """A viewer who sees nothing gets one line: one right on one type, at own, team, subtree or all."""
    desk, number = standing_sqlite_desk, standing_sqlite_desk.world.number
    holder = HELD[entity].removesuffix("_id")
    made = {
        who: desk.make(entity, **{holder: number("user", email)})
        for who, email in (("own", NINA), ("team", MAYA), ("foreign", TOM))
    }
    for reach, expected in (
        ("own", {"own"}),
        ("team", {"own", "team"}),
        ("subtree", {"own"}),
        ("all", {"own", "team", "foreign"}),
    ):
        given = role(desk, f"{entity} {right} {reach}", to=NINA, name=f"{entity}-{right}-{reach}")
        with desk.world.writing(NINA) as crm:
            if right == "read":
                found = set(crm.many(entity, made.values()))
                expected = expected | {"own", "team"}  # a viewer reads their team's anyway
            else:
                found = crm.reached(entity, sorted(made.values()), right)
        assert {w for w, n in made.items() if n in found} == expected, reach
        desk.delete(ADMIN, "grant", given)


def test_the_built_in_roles_stand_in_the_same_table(desk: Any) -> None:
    assert set(BUILT_IN) == set(RoleName)
    assert all(set(table) == set(RIGHTS) for table in BUILT_IN.values())
    for email in (CHEN, LIN, ADMIN, NINA, TOM):
        actor = desk.world.actor(email)
        for entity in HELD:
            assert may_write_type(actor, entity) == (BUILT_IN[actor.role]["edit"] != "no")


def test_of_several_roles_the_widest_counts_and_none_takes_away(desk: Any) -> None:
    role(desk, "* export no", "deal read no", name="narrow")
    before = counts(desk, CHEN)
    role(desk, "deal read team", name="one")
    role(desk, "deal read all", "deal edit own", name="two")
    assert counts(desk, CHEN)["deal"] == counts(desk, ADMIN)["deal"] > before["deal"]
    assert desk.world.actor(CHEN).may("export", "deal")


def test_what_is_read_by_a_role_is_not_taken_out_in_a_file(desk: Any, tmp_path: Any) -> None:
    role(desk, "deal read all")
    mine = export(desk.store, desk.world.actor(CHEN), "deal", tmp_path / "deals.json")
    assert 0 < mine < counts(desk, CHEN)["deal"]
    role(desk, "deal read all", to=NINA, name="reader")
    with pytest.raises(NotAllowed):
        export(desk.store, desk.world.actor(NINA), "deal", tmp_path / "deals.json")
    role(desk, "deal read all", "deal export all", to=NINA, name="taker")
    assert export(desk.store, desk.world.actor(NINA), "deal", tmp_path / "deals.json") == counts(desk, ADMIN)["deal"]
    with pytest.raises(NotAllowed):
        export(desk.store, desk.world.actor(NINA), "contact", tmp_path / "contacts.json")


def test_rights_to_delete_assign_and_change_many_are_told_apart(desk: Any) -> None:
    number = desk.world.number
    lab = number("deal", "umbra-lab")
    role(desk, "deal read all", "deal edit all", to=NINA)
    with desk.world.writing(NINA) as crm:
        draft = Draft(crm)
        assert draft.update(crm.get("deal", lab), {"next_step": "call"})
        with pytest.raises(NotAllowed):
            draft.delete(crm.get("deal", lab))
        with pytest.raises(NotAllowed):
            draft.update(crm.get("deal", lab), {"owner": number("user", NINA)})
        with pytest.raises(NotAllowed):
            draft.create("deal", {"name": "New"})
        for deal in crm.all(select(Deal).where(Deal.id != lab)):
            draft.update(deal, {"next_step": "mail"})
        with pytest.raises(NotAllowed, match="more than 10 deals at once"):
            draft.save(thread="t", tool="x")
        crm.session.rollback()
    role(desk, "deal delete all", "deal assign all", "deal bulk all", to=NINA, name="more")
    with desk.world.writing(NINA) as crm:
        draft = Draft(crm)
        draft.update(crm.get("deal", lab), {"owner": number("user", NINA)})
        draft.delete(crm.get("deal", 2))
        assert draft.save(thread="t", tool="x")


def test_a_role_for_one_team_reaches_that_team_only(desk: Any) -> None:
    viewer = desk.make("role", name="viewer")
    desk.make("grant", user=desk.world.number("user", TOM), role=viewer, team=desk.world.number("team", "West"))
    with desk.world.reading(TOM) as crm:
        assert crm.many("account", [desk.world.number("account", "globex")])
        assert not crm.many("account", [desk.world.number("account", "acme")])
    assert not able(desk, TOM, "account", desk.world.number("account", "globex"))


def test_a_role_ends_when_it_says_and_at_once_when_taken(desk: Any) -> None:
    alone = counts(desk, CHEN)["deal"]
    role(desk, "deal read all", expires_at=MOMENT - timedelta(minutes=1), name="past")
    assert counts(desk, CHEN)["deal"] == alone
    given = role(desk, "deal read all", expires_at=MOMENT + timedelta(minutes=1), name="now")
    assert counts(desk, CHEN)["deal"] > alone
    desk.delete(ADMIN, "grant", given)
    assert counts(desk, CHEN)["deal"] == alone


def test_only_administrators_make_and_give_roles(desk: Any) -> None:
    made = desk.make("role", name="auditor", rights=["* read all"])
    for email in (CHEN, LIN, NINA):
        with desk.world.writing(email) as crm:
            for entity, values in (("role", {"name": "mine"}), ("grant", {"user": crm.actor.user_id, "role": made})):
                with pytest.raises(NotAllowed):
                    crm.create(entity, values)
                with pytest.raises(NotAllowed):
                    Draft(crm).create(entity, values)


@pytest.mark.parametrize(
    "line", ["deal read", "deal fly all", "moon read all", "deal read everywhere", "user read all", ""]
)
def test_a_line_that_says_nothing_is_refused(line: str) -> None:
    with pytest.raises(BadValue):
        read_rights([line])


@pytest.mark.parametrize(
    "line", ["deal.owner none", "deal.name masked", "deal.amount blurred", "amount none", "user.email none"]
)
def test_a_field_that_holds_the_frame_is_not_closed(line: str) -> None:
    with pytest.raises(BadValue):
        read_fields([line])


def test_there_is_a_reason_exactly_for_what_roles_and_stand_ins_show(desk: Any) -> None:
    role(desk, "deal read all", "ticket edit all", "ticket read team")
    stand_in(desk, away=MAYA, deputy=CHEN)
    wrong = []
    with desk.world.reading(ADMIN) as crm:
        records = [r for model in (Deal, Account, Contact) for r in crm.all(select(model))]
    with desk.world.writing(CHEN) as crm:
        for record in records:
            entity = type(record).about.entity
            seen = bool(crm.many(entity, [record.id]))
            reasons = why(crm, record, crm.actor) if seen else []
            able_ = crm.reached(entity, [record.id], "edit") == {record.id}
            if bool(reasons) != seen or (seen and able_ != may_change(record, crm.actor, reasons)):
                wrong.append((record.ref, reasons, able_))
    assert not wrong


def stand_in(desk: Any, *, away: str, deputy: str, **more: Any) -> int:
    number = desk.world.number
    values = {"expires_at": MOMENT + timedelta(days=13), **more}
    return int(desk.make("stand_in", user=number("user", away), deputy=number("user", deputy), **values))


def test_a_stand_in_sees_and_changes_what_the_other_holds_until_they_are_back(desk: Any) -> None:
    globex = desk.world.number("account", "globex")
    made = stand_in(desk, away=MAYA, deputy=TOM)
    assert able(desk, TOM, "account", globex)
    with desk.world.reading(TOM) as crm:
        reasons = why(crm, crm.get("account", globex), crm.actor)
        assert next((r.code, r.person.email, r.until) for r in reasons) == (
            "stand_in",
            MAYA,
            MOMENT + timedelta(days=13),
        )
        assert TOM in [u.email for u, _ in who(crm, crm.get("account", globex))]
    desk.delete(MAYA, "stand_in", made)
    with desk.world.reading(TOM) as crm:
        assert not crm.many("account", [globex])


def test_it_neither_begins_early_nor_outlasts_its_end_nor_hands_on_what_the_other_was_lent(desk: Any) -> None:
    globex = desk.world.number("account", "globex")
    stand_in(desk, away=MAYA, deputy=TOM, starts_at=MOMENT + timedelta(days=1))
    stand_in(desk, away=MAYA, deputy=TOM, expires_at=MOMENT - timedelta(days=1))
    stand_in(desk, away=CHEN, deputy=TOM)
    stand_in(desk, away=MAYA, deputy=CHEN)  # Tom stands for Chen, not for whom Chen stands for
    with desk.world.reading(TOM) as crm:
        assert not crm.many("account", [globex])
        assert crm.many("account", [desk.world.number("account", "acme")])


def test_an_administrator_away_hands_on_no_administration(desk: Any) -> None:
    stand_in(desk, away=ADMIN, deputy=TOM)
    actor = desk.world.actor(TOM)
    assert not actor.everything
    assert "configure" not in actor.rights
    assert counts(desk, TOM)["deal"] < counts(desk, ADMIN)["deal"]


def test_everybody_names_a_stand_in_for_themselves_and_those_above_for_them(desk: Any) -> None:
    number = desk.world.number
    values = {"user": number("user", CHEN), "deputy": number("user", MAYA), "expires_at": MOMENT + timedelta(days=1)}
    able_ = set()
    for email in (CHEN, LIN, ADMIN, MAYA, TOM, NINA):
        with desk.world.writing(email) as crm:
            try:
                Draft(crm).create("stand_in", values)
                able_ |= {email}
            except NotAllowed:
                pass
    assert able_ == {CHEN, LIN, ADMIN}
    with desk.world.writing(CHEN) as crm, pytest.raises(BadValue):
        Draft(crm).create("stand_in", {**values, "deputy": number("user", CHEN)})
    made = stand_in(desk, away=CHEN, deputy=MAYA)
    with desk.world.writing(MAYA) as crm, pytest.raises(NotAllowed):
        crm.update(crm.get("stand_in", made), {"expires_at": MOMENT + timedelta(days=90)})
    with desk.world.writing(CHEN) as crm, pytest.raises(NotAllowed):
        crm.update(crm.get("stand_in", made), {"user": number("user", TOM)})


def test_who_is_somebody_costs_no_more_questions_than_before(desk: Any) -> None:
    """Roles, limits and stand-ins come with the workspace, in the query that was asked anyway."""
    asked: list[str] = []
    listen = lambda *a: asked.append(a[2])  # noqa: E731
    event.listen(desk.store.engine, "before_cursor_execute", listen)
    try:
        desk.world.actor(CHEN)
    finally:
        event.remove(desk.store.engine, "before_cursor_execute", listen)
    assert len([a for a in asked if a.lstrip().upper().startswith(("SELECT", "WITH"))]) == 2
    with pytest.raises(NotFound):
        desk.world.actor("nobody@example.com")
