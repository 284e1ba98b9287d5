"""Each rule speaks at its threshold, says on what, and is silent below it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import CHEN, LIN, MAYA

from crm_store.queries.risk import LEAST, at_risk
from crm_store.signals import Facts, Person, rules, warnings

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
ANA, BOB = Person("C-1", "Ana", "decision_maker"), Person("C-2", "Bob", "champion")
WELL = Facts(
    1, "D-1", TODAY, Decimal(1000), TODAY - 60 * DAY, "Proposal", "方案报价", Decimal(50), TODAY - 5 * DAY, 20, None, TODAY - 2 * DAY, TODAY - 2 * DAY,
    "Send the contract", TODAY + 3 * DAY, None, TODAY + 30 * DAY, people=(ANA, BOB),
)  # fmt: skip

SPEAKS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("no_activity", {"last_activity_on": TODAY - 14 * DAY}, {"last_activity_on": TODAY - 13 * DAY}),
    ("no_activity", {"last_activity_on": None, "created_on": TODAY - 14 * DAY}, {"last_activity_on": None, "created_on": TODAY}),
    ("no_next_step", {"next_step": None, "next_step_on": None}, {"next_step": None, "next_step_on": None, "planned_on": TODAY}),
    ("no_next_step", {"next_step_on": TODAY - DAY}, {"next_step_on": TODAY}),
    ("overdue_close", {"expected_close": TODAY - DAY}, {"expected_close": TODAY}),
    ("often_pushed", {"pushes": ((TODAY, TODAY + DAY, TODAY), (TODAY + DAY, TODAY + 9 * DAY, TODAY))}, {"pushes": ((TODAY, TODAY + DAY, TODAY),)}),
    ("stalled_in_stage", {"stage_since": TODAY - 30 * DAY, "last_heard_on": TODAY}, {"stage_since": TODAY - 29 * DAY, "last_heard_on": TODAY}),
    ("single_threaded", {"people": (ANA,)}, {"people": (ANA, BOB)}),
    ("single_threaded", {"people": ()}, {}),
    ("no_decision_maker", {"people": (BOB, replace(BOB, ref="C-3"))}, {"people": (BOB, replace(BOB, ref="C-3")), "stage_probability": Decimal(24)}),
    ("ghosted", {"stage_since": TODAY - 10 * DAY, "last_heard_on": TODAY - 11 * DAY}, {"stage_since": TODAY - 10 * DAY, "last_heard_on": TODAY - 10 * DAY}),
    ("amount_jump", {"amounts": ((Decimal(100), Decimal(130), TODAY - 30 * DAY),)}, {"amounts": ((Decimal(100), Decimal(129), TODAY),)}),
    ("amount_jump", {"amounts": ((Decimal(100), Decimal(60), TODAY),)}, {"amounts": ((Decimal(100), Decimal(60), TODAY - 31 * DAY),)}),
    ("competitor_named", {"competitor": "Orbilab"}, {"competitor": ""}),
    ("urgent_ticket", {"urgent_tickets": (("T-1", "Down"),)}, {"urgent_tickets": ()}),
    ("champion_left", {"people": (ANA, replace(BOB, left=True), replace(ANA, ref="C-9"))}, {"people": (ANA, BOB, replace(BOB, left=True))}),
]  # fmt: skip


def test_there_are_twelve_rules_and_each_says_what_to_do() -> None:
    assert len(rules()) == 12
    for name, rule in rules().items():
        assert rule.name == name
        assert 0 < rule.weight < 1
        assert all((rule.en, rule.zh, rule.do_en, rule.do_zh))


def test_a_deal_that_is_well_is_left_alone() -> None:
    assert warnings(WELL) == []


@pytest.mark.parametrize(("rule", "speaks", "silent"), SPEAKS, ids=[f"{n}-{r}" for n, (r, _, _) in enumerate(SPEAKS)])
def test_a_rule_speaks_from_its_threshold_on(rule: str, speaks: dict[str, Any], silent: dict[str, Any]) -> None:
    said = rules()[rule].check(replace(WELL, **speaks))
    assert said is not None
    assert said.rule == rule
    assert said.en != said.zh
    assert said.on
    assert rules()[rule].check(replace(WELL, **silent)) is None


def test_every_rule_is_tested() -> None:
    assert {r for r, _, _ in SPEAKS} == set(rules())


def test_deals_at_risk_are_ranked_by_the_money_at_stake(small_world: Any) -> None:
    with small_world.reading(LIN) as crm:
        found = at_risk(crm)
    stakes = [r.stake for r in found.found if r.stake is not None]
    assert stakes == sorted(stakes, reverse=True)
    assert found.stake == sum(stakes)
    assert all(
        r.stake <= r.worth and r.stake >= r.worth * Decimal(str(LEAST))
        for r in found.found
        if r.worth is not None and r.stake is not None
    )
    assert {r.deal.name for r in found.found} >= {"Acme sensors", "Initech pilot"}


def test_each_sees_the_risks_of_their_own_deals(small_world: Any) -> None:
    with small_world.reading(MAYA) as crm:
        mine = {r.deal.owner_id for r in at_risk(crm).found}
        assert mine == {small_world.number("user", MAYA)}
        assert at_risk(crm, owners=[small_world.number("user", CHEN)]).looked_at == 0


def test_an_urgent_ticket_of_the_customer_counts(small_world: Any) -> None:
    with small_world.reading(CHEN) as crm:
        found = at_risk(crm, only=["urgent_ticket"])
    assert {r.deal.name for r in found.found} == {"Acme renewal", "Acme sensors"}


def test_an_empty_store_has_no_risks(bare_world: Any) -> None:
    with bare_world.reading("admin@example.com") as crm:
        assert at_risk(crm).found == []
