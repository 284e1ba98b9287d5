"""Deals at risk found set by set are those that every rule finds one by one: on made-up deals about every threshold, whoever asks."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from parley_worlds import ADMIN, CHEN, LIN, MAYA, MOMENT, NINA, TODAY, TOM
from sqlalchemy import select
from sqlmodel import col

from crm_store.models import Contact, Stage
from crm_store.queries.risk import LEAST, Risks, at_risk
from crm_store.signals import rules

AGO = st.sampled_from([0, 1, 2, 9, 10, 11, 13, 14, 15, 20, 30, 31, 45, 90])
SOON = st.one_of(st.none(), st.integers(-20, 20).map(lambda days: TODAY + timedelta(days=days)))


def days_ago(days: int, hours: int = 0) -> Any:
    return MOMENT - timedelta(days=days, hours=hours)


DEALS = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["Qualification", "Demo", "Proposal", "Negotiation"]),
        "probability": st.sampled_from([None, None, Decimal(0), Decimal(24), Decimal(25), Decimal(50)]),
        "created": AGO, "entered": AGO, "touched": st.one_of(st.none(), AGO), "heard": st.lists(st.tuples(AGO, st.integers(0, 23)), max_size=2),
        "amount": st.sampled_from([None, Decimal(100), Decimal("99.99"), Decimal(77777)]), "currency": st.sampled_from(["CNY", "USD", "JPY", None]),
        "next_step": st.sampled_from([None, "", "Call"]), "next_step_date": SOON, "expected_close_date": SOON,
        "competitor": st.sampled_from([None, "", "Orbilab"]), "owner": st.sampled_from([CHEN, MAYA, TOM, LIN]),
        "account": st.sampled_from(["acme", "huayang", "umbra", None]), "people": st.sets(st.integers(0, 6), max_size=3),
        "main": st.one_of(st.none(), st.integers(0, 6)), "planned": st.sampled_from([None, None, "meeting", "task"]),
        "pushes": st.lists(st.tuples(AGO, st.integers(-5, 9)), max_size=3),
        "prices": st.lists(st.tuples(AGO, st.sampled_from([70, 71, 99, 100, 129, 130, 200])), max_size=2),
    }
)  # fmt: skip


DOUBTED: dict[str, Any] = {
    "stage": "Proposal", "probability": None, "created": 0, "entered": 60, "touched": 30, "heard": [], "amount": Decimal(100),
    "currency": "CNY", "next_step": None, "next_step_date": None, "expected_close_date": TODAY - timedelta(days=9), "competitor": "Orbilab",
    "owner": CHEN, "account": "acme", "people": set(), "main": None, "planned": None, "pushes": [(20, -8), (10, -7)], "prices": [(5, 200)],
}  # fmt: skip


def write(world: Any, told: dict[str, Any]) -> int:
    """One deal with what stands around it, written by the store itself at the moments things happened."""

    def at(moment: Any) -> Any:
        return world.store.session(world.store.system(), writes=True, now=moment)

    with at(MOMENT) as crm:
        stages = {s.name: s.id for s in crm.all(select(Stage))}
        people = [n for (n,) in crm.exec(select(col(Contact.id)).order_by(col(Contact.id)))]
    values = {k: told[k] for k in ("probability", "amount", "currency", "next_step", "next_step_date", "competitor")}
    values |= {"name": "Made up", "stage": stages[told["stage"]], "owner": world.number("user", told["owner"])}
    values |= {
        "stage_entered_at": days_ago(told["entered"]),
        "expected_close_date": told["expected_close_date"],
        "account": world.number("account", told["account"]) if told["account"] else None,
        "contacts": [people[n] for n in told["people"]],
        "contact": people[told["main"]] if told["main"] is not None else None,
    }
    if told["touched"] is not None:
        values["last_activity_at"] = days_ago(told["touched"])
    with at(days_ago(told["created"] + 90)) as crm:
        deal = crm.create("deal", {k: v for k, v in values.items() if v is not None}, plain=True).id or 0
    held = [("meeting", "held", days_ago(days, hours)) for days, hours in told["heard"]]
    held += [("call", "planned", days_ago(-2))] if told["planned"] == "meeting" else []
    with at(days_ago(0)) as crm:
        for kind, status, when in held:
            made = {"kind": kind, "status": status, "starts_at": when, "deal": [deal], "owner": values["owner"]}
            crm.create("activity", made, plain=True)
        if told["planned"] == "task":
            crm.create("task", {"title": "Ask", "deal": deal, "due_on": TODAY, "assignee": values["owner"]}, plain=True)
    moved: list[tuple[int, str, Any]] = [(days, "amount", Decimal(price)) for days, price in told["prices"]]
    moved += [(days, "expected_close_date", TODAY + timedelta(days=by)) for days, by in told["pushes"]]
    for days, field, value in sorted(moved, key=lambda m: -m[0]):
        with at(days_ago(days)) as crm:
            crm.update(crm.get("deal", deal), {field: value}, plain=True)
    return deal


def shown(risks: Risks) -> list[Any]:
    return [(r.deal.id, r.worth, r.stake, r.facts, r.warnings) for r in risks.found]


def figures(risks: Risks) -> Any:
    return risks.count, risks.looked_at, risks.worth, risks.stake, risks.left_out


def agree(world: Any, who: str, **asked: Any) -> Risks:
    """What is found one by one, after seeing that set by set it is the same."""
    with world.reading(who) as crm:
        one_by_one, few = at_risk(crm, **asked), at_risk(crm, most=4, **asked)
        assert figures(few) == figures(one_by_one)
        assert shown(few) == shown(one_by_one)[:4]
        assert shown(at_risk(crm, most=10_000, **asked)) == shown(one_by_one)
    return one_by_one


@pytest.fixture(scope="module")
def told_world(standing_world: Any) -> Any:
    """With people who have left: of everybody at Acme only one is still there, and a decision maker of Huayang is gone."""
    with standing_world.store.session(standing_world.store.system(), writes=True) as crm:
        for account, contact in (("acme", "ana-ruiz"), ("huayang", "lina"), ("umbra", "wangwei"), ("acme", "wangwei")):
            tie = {
                "account": standing_world.number("account", account),
                "contact": standing_world.number("contact", contact),
            }
            crm.create("account_contact", {**tie, "inactive": True}, plain=True)
    return standing_world  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(deals=st.lists(DEALS, min_size=1, max_size=4), only=st.sets(st.sampled_from(sorted(rules())), max_size=2))
def test_sets_find_what_the_rules_find_one_by_one(told_world: Any, deals: list[dict[str, Any]], only: set[str]) -> None:
    for told in deals:
        write(told_world, told)
    for who in (ADMIN, LIN, CHEN, MAYA, TOM, NINA):
        agree(told_world, who, only=sorted(only))
    agree(told_world, ADMIN)
    agree(told_world, LIN, start=TODAY, end=TODAY + timedelta(days=9), currency="USD")


@pytest.mark.parametrize("rule", sorted(rules()))
def test_each_rule_alone_finds_the_same(told_world: Any, rule: str) -> None:
    """With a deal at least for every rule, so that none agrees on nothing."""
    told = dict(DOUBTED)
    with told_world.reading(ADMIN) as crm:
        people = [c.name for c in crm.all(select(Contact).order_by(col(Contact.id)))]
    if rule in ("champion_left", "no_decision_maker"):
        told["people"] = {people.index("王伟")}
    write(told_world, told)
    if rule == "stalled_in_stage":
        _stays(told_world)
    found = agree(told_world, CHEN, only=[rule])
    assert found.count > 0


def _stays(world: Any) -> None:
    """Five deals that took two days in a stage and are over."""
    with world.reading(ADMIN) as crm:
        stages = {s.name: s.id for s in crm.all(select(Stage))}
    for n in range(5):
        with world.store.session(world.store.system(), writes=True, now=days_ago(80 + n)) as crm:
            deal = (
                crm.create(
                    "deal",
                    {"name": f"Over {n}", "stage": stages["Proposal"], "owner": world.number("user", CHEN)},
                    plain=True,
                ).id
                or 0
            )
        with world.store.session(world.store.system(), writes=True, now=days_ago(78 + n)) as crm:
            crm.update(crm.get("deal", deal), {"stage": stages["Won"]})


def test_a_push_that_was_undone_counts_neither_way(desk: Any) -> None:
    deal = desk.world.number("deal", "acme-renewal")
    desk.yes(CHEN, desk.update(CHEN, "deal", deal, expected_close_date=date(2027, 1, 1)))
    second = desk.update(CHEN, "deal", deal, expected_close_date=date(2027, 2, 1))
    desk.yes(CHEN, second)
    assert deal in {r.deal.id for r in agree(desk.world, CHEN, only=["often_pushed"]).found}
    desk.undo(CHEN, second)
    assert deal not in {r.deal.id for r in agree(desk.world, CHEN, only=["often_pushed"]).found}


def test_who_may_not_see_a_field_is_not_told_how_it_changed(desk: Any) -> None:
    deal = desk.world.number("deal", "acme-renewal")
    desk.change(CHEN, "deal", deal, amount=Decimal(900_000))
    assert agree(desk.world, CHEN, only=["amount_jump"]).count == 1
    desk.make("role", name="rep", fields=["deal.amount none", "deal.expected_close_date none"])
    for rule in ("amount_jump", "often_pushed", "overdue_close"):
        assert agree(desk.world, CHEN, only=[rule]).count == 0


def test_at_least_a_third_of_the_amount_in_doubt_makes_a_risk(told_world: Any) -> None:
    well = {"touched": 0, "entered": 0, "next_step_date": TODAY, "expected_close_date": TODAY, "competitor": None}
    write(told_world, {**DOUBTED, **well, "account": None, "pushes": [], "prices": []})
    found = agree(told_world, ADMIN)
    assert 0 < found.count < found.looked_at
    assert all(1 - _safe(r) >= LEAST for r in found.found)


def _safe(risk: Any) -> float:
    safe = 1.0
    for said in risk.warnings:
        safe *= 1 - rules()[said.rule].weight
    return safe


def test_every_rule_can_be_asked_of_many_deals_at_once() -> None:
    for name, rule in rules().items():
        assert rule.among or rule.crowd, name
        assert rule.judged_on in ("", "last_heard_on", "amounts"), name
