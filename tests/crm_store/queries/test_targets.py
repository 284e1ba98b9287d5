"""Targets for a span of days, and the spans their periods mean."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA

from crm_store.queries.org import members, subtree, teams_below, top_teams
from crm_store.queries.targets import Goal, goal, span_of

Q4 = (date(2026, 10, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("period", "starts", "span"),
    [
        ("2026-Q4", 1, Q4),
        ("2026-Q4", 4, (date(2027, 1, 1), date(2027, 3, 31))),
        ("2026-11", 1, (date(2026, 11, 1), date(2026, 11, 30))),
        ("2026-12", 4, (date(2026, 12, 1), date(2026, 12, 31))),
        ("2026", 1, (date(2026, 1, 1), date(2026, 12, 31))),
        ("2026", 7, (date(2026, 7, 1), date(2027, 6, 30))),
        ("2026-Q5", 1, None),
        ("2026-13", 1, None),
        ("soon", 1, None),
    ],
)
def test_periods(period: str, starts: int, span: Any) -> None:
    assert span_of(period, starts) == span


def test_a_persons_own_target_then_the_teams_then_the_sum(small_world: Any) -> None:
    chen, lin = small_world.number("user", CHEN), small_world.number("user", LIN)
    with small_world.reading(LIN) as crm:
        everybody = subtree(crm, lin)
        assert goal(crm, *Q4, user=chen) == Goal(Decimal(1000000))
        assert goal(crm, *Q4, user=lin, people=everybody) == Goal(Decimal(1800000), 2)
        assert goal(crm, *Q4, teams=[small_world.number("team", "Sales")], people=everybody) == Goal(Decimal(1700000))
        assert goal(crm, *Q4, user=lin) is None
        assert goal(crm, date(2026, 7, 1), date(2026, 9, 30), user=chen) is None
        assert goal(crm, None, Q4[1], user=chen) is None


def test_months_that_fill_a_quarter_make_its_target(small_world: Any) -> None:
    maya = small_world.number("user", MAYA)
    with small_world.writing(ADMIN) as crm:
        for month, amount in (("2027-01", 100), ("2027-02", 200), ("2027-03", 300)):
            crm.create("target", {"owner": maya, "period": month, "amount": Decimal(amount), "currency": "USD"})
    with small_world.reading(ADMIN) as crm:
        assert goal(crm, date(2027, 1, 1), date(2027, 3, 31), user=maya) == Goal(Decimal("4320.0"))
        assert goal(crm, date(2027, 1, 1), date(2027, 2, 28), user=maya) == Goal(Decimal("2160.0"))
        assert goal(crm, date(2027, 1, 1), date(2027, 4, 30), user=maya) is None


def test_who_works_below_whom(small_world: Any) -> None:
    with small_world.reading(CHEN) as crm:
        assert len(subtree(crm, small_world.number("user", LIN))) == 3
        assert subtree(crm, small_world.number("user", CHEN)) == {small_world.number("user", CHEN)}
        assert len(teams_below(crm, small_world.number("team", "Sales"))) == 4
        assert members(crm, [small_world.number("team", "East")]) == {small_world.number("user", CHEN)}
        assert [t.name for t in top_teams(crm)] == ["Sales"]
