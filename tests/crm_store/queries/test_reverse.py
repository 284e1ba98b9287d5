"""References followed backwards, in scope: accounts by their deals, contacts by what happened with them."""

from datetime import date
from typing import Any

from parley_worlds import CHEN, LIN, MAYA

from crm_store.queries.find import Condition, Query, records
from crm_store.queries.reverse import pointing


def names(world: Any, email: str, entity: str, *conditions: Condition) -> set[str]:
    with world.reading(email) as crm:
        return {r.display for r in records(crm, Query(entity, list(conditions)))}


def test_what_points_at_what() -> None:
    assert pointing("account", "deal") == ("account",)
    assert set(pointing("contact", "deal")) == {"contact", "contacts"}
    assert pointing("deal", "account") == ()
    assert pointing("account", "nothing") == ()


def test_having_and_lacking_divide_the_records(small_world: Any) -> None:
    for other in ("deal", "contact", "activity", "ticket", "task"):
        having = names(small_world, LIN, "account", Condition(other, "filled"))
        lacking = names(small_world, LIN, "account", Condition(other, "empty"))
        assert having | lacking == names(small_world, LIN, "account")
        assert not having & lacking


def test_a_condition_on_what_points_here(small_world: Any) -> None:
    with_open = names(small_world, LIN, "account", Condition("deal.stage.kind", "=", "open"))
    without = names(small_world, LIN, "account", Condition("deal.stage.kind", "!=", "open"))
    with small_world.reading(LIN) as crm:
        deals = records(crm, Query("deal", [Condition("stage.kind", "=", "open")]))
        accounts = crm.many("account", [d.account_id for d in deals if d.account_id])
        assert with_open == {a.display for a in accounts.values()}
    assert without == names(small_world, LIN, "account") - with_open


def test_days_within_and_outside_are_each_others_rest(small_world: Any) -> None:
    span = (date(2026, 1, 1), date(2026, 12, 31))
    inside = names(small_world, LIN, "account", Condition("activity.starts_at", "within", span))
    outside = names(small_world, LIN, "account", Condition("activity.starts_at", "outside", span))
    assert inside
    assert inside | outside == names(small_world, LIN, "account")
    assert not inside & outside


def test_what_somebody_cannot_see_does_not_count(small_world: Any) -> None:
    number = small_world.number("account", "acme")
    with small_world.writing(MAYA) as crm:
        hidden = crm.create("task", {"title": "Secret"}).id
    with small_world.store.session(small_world.store.system(), writes=True) as crm:
        crm.update(crm.get("task", hidden), {"account": number}, plain=True)
        assert crm.get("task", hidden).account_id == number
    before = names(small_world, CHEN, "account", Condition("task.title", "=", "Secret"))
    with small_world.reading(CHEN) as crm:
        seen = hidden in crm.many("task", [hidden])
    assert bool(before) is seen
