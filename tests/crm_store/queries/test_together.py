"""Several conditions on one and the same other record, and positions by any of their names."""

from datetime import date
from typing import Any

import pytest
from parley_worlds import LIN

from crm_store.queries.find import Condition, Query, records
from crm_store.queries.titles import called
from crm_store.queries.together import apart

LATE = (date(2026, 10, 1), date(2026, 12, 31))


def names(world: Any, *conditions: Condition) -> set[str]:
    with world.reading(LIN) as crm:
        return {r.display for r in records(crm, Query("account", list(conditions)))}


def test_the_same_deal_must_be_won_and_closed_then(small_world: Any) -> None:
    having = names(small_world, Condition("deal.stage.kind", "=", "won"), Condition("deal.closed_at", "within", LATE))
    lacking = names(
        small_world, Condition("deal.stage.kind", "!=", "won"), Condition("deal.closed_at", "outside", LATE)
    )
    assert having | lacking == names(small_world)
    assert not having & lacking
    with small_world.reading(LIN) as crm:
        won = records(crm, Query("deal", [Condition("stage.kind", "=", "won"), Condition("closed_at", "within", LATE)]))
        assert having == {a.display for a in crm.many("account", [d.account_id for d in won]).values()}


@pytest.mark.parametrize(
    ("paths", "wanted"),
    [
        ([("deal.stage.kind", "!="), ("deal.closed_at", "outside")], [[0, 1]]),
        ([("deal.stage.kind", "!="), ("deal.stage.kind", "!=")], [[0], [1]]),
        ([("deal.stage.kind", "="), ("deal.closed_at", "outside")], [[0], [1]]),
        ([("owner", "="), ("deal.amount", ">"), ("ticket.status", "=")], [[0], [1], [2]]),
        ([("deal", "empty"), ("deal.stage.kind", "!=")], [[0], [1]]),
    ],
)
def test_what_is_said_of_one_record(paths: list[tuple[str, str]], wanted: list[list[int]]) -> None:
    assert apart("account", paths) == wanted


def test_a_position_goes_by_several_names() -> None:
    assert called("CFO")[0] == "cfo"
    assert {"chief financial officer", "财务总监"} <= set(called("CFO"))
    assert called("Wizard") == ("wizard",)
