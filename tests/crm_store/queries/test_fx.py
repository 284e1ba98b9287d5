"""Currencies: the latest rate on or before the day, direct first, then the inverse, then across the workspace's own."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MAYA, TODAY

from crm_store.queries import find
from crm_store.queries.find import Condition, Query
from crm_store.queries.fx import Rates


@pytest.fixture
def rates(standing_sqlite: Any) -> Any:
    with standing_sqlite.reading(CHEN) as crm:
        yield Rates(crm)


@pytest.mark.parametrize(
    ("source", "target", "day", "rate"),
    [
        ("USD", "CNY", TODAY, "7.20"),
        ("USD", "CNY", date(2026, 9, 30), "7.10"),
        ("USD", "CNY", date(2026, 10, 1), "7.20"),
        ("USD", "CNY", date(2026, 1, 1), "7.10"),
        ("EUR", "CNY", date(2026, 10, 31), "7.80"),
        ("CNY", "CNY", date(1999, 1, 1), "1"),
        ("JPY", "JPY", TODAY, "1"),
    ],
)
def test_the_rate_of_the_day(rates: Rates, source: str, target: str, day: date, rate: str) -> None:
    assert rates.rate(source, target, day) == Decimal(rate)


def test_the_other_way_round_and_across(rates: Rates) -> None:
    assert rates.rate("CNY", "USD", TODAY) == Decimal(1) / Decimal("7.20")
    assert rates.rate("EUR", "USD", TODAY) == Decimal("7.90") * (Decimal(1) / Decimal("7.20"))
    assert rates.convert(Decimal(72), "CNY", "USD", TODAY) == pytest.approx(Decimal(10))


def test_without_a_rate_nothing_is_guessed(rates: Rates) -> None:
    assert rates.rate("JPY", "CNY", TODAY) is None
    assert rates.rate("JPY", "USD", TODAY) is None
    assert rates.rate("USD", "CNY", date(2025, 12, 31)) is None
    assert rates.convert(Decimal(5), "JPY", "CNY", TODAY) is None


def test_a_direct_rate_goes_before_the_way_across(desk: Any) -> None:
    desk.make("exchange_rate", base="EUR", quote="USD", rate="1.5", starts_on=TODAY)
    with desk.world.reading(CHEN) as crm:
        assert Rates(crm).rate("EUR", "USD", TODAY) == Decimal("1.5")
        assert Rates(crm).rate("USD", "EUR", TODAY) == Decimal(1) / Decimal("1.5")


def test_open_deals_count_at_todays_rate_and_closed_ones_at_the_day_they_closed(standing_world: Any) -> None:
    with standing_world.reading(MAYA) as crm:
        rollout = find.total(crm, Query("deal", [Condition("name", "=", "Globex rollout")]), "amount")
        assert rollout == (Decimal(100000) * Decimal("7.20"), True, [])
        first = find.total(crm, Query("deal", [Condition("name", "=", "Globex starter")]), "amount")
        assert first == (Decimal(50000) * Decimal("7.10"), True, [])  # closed in September
        lost = find.total(crm, Query("deal", [Condition("name", "=", "Initech archive")]), "amount")
        assert lost == (Decimal(20000) * Decimal("7.80"), True, [])  # closed in October


def test_what_has_no_rate_is_named_and_left_out(standing_world: Any) -> None:
    with standing_world.reading(ADMIN) as crm:
        whole, converted, unknown = find.total(crm, Query("deal"), "amount")
        assert (converted, unknown) == (True, ["JPY"])
        at_home = sum(find.sums(crm, Query("deal"), "amount")[c] for c in ("CNY",))
        assert whole > at_home
        assert find.sums(crm, Query("deal"), "amount")["JPY"] == Decimal(500000)
