"""The pipeline's numbers, against a computation of its own from the rows of tests/worlds.py."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, DEALS, LIN, MAYA, STAGES, TOM

from crm_store.queries.pipeline import Tally, pipeline

KINDS = {name: kind for name, _, kind, _ in STAGES}
CHANCES = {name: Decimal(p) for name, _, _, p in STAGES}


def rate(currency: str, day: str) -> Decimal:
    if currency == "USD":
        return Decimal("7.20") if day >= "2026-10-01" else Decimal("7.10")
    if currency == "EUR":
        return Decimal("7.90") if day >= "2026-11-01" else Decimal("7.80")
    return Decimal(1) if currency == "CNY" else Decimal(0)


def expected(
    key: Any, *, owners: set[str] | None = None, start: str = "", end: str = "9999"
) -> dict[Any, dict[str, list[Decimal]]]:
    """{group: {kind: [count, amount, weighted]}}"""
    made: dict[Any, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(lambda: [Decimal(0)] * 3))
    for deal in DEALS:
        _, _, _, _, stage, amount, currency, owner, close, closed, _, _, _, chance = deal
        day = closed or close
        if (owners and owner not in owners) or not start <= (day or "") <= end:
            continue
        worth = Decimal(amount or 0) * rate(currency, closed or "2026-11-20")
        held = made[key(deal)][KINDS[stage]]
        weight = worth * (Decimal(chance) if chance else CHANCES[stage]) / 100
        made[key(deal)][KINDS[stage]] = [held[0] + 1, held[1] + worth, held[2] + weight]
    return made


def figures(tally: Tally) -> list[Decimal]:
    return [Decimal(tally.count), tally.amount, tally.weighted]


def as_expected(summary: Any, groups: dict[Any, dict[str, list[Decimal]]], name: Any) -> None:
    shown = {name(r): {k: t for k, t in r.tallies().items() if t.count} for r in summary.rows}
    shown = {k: v for k, v in shown.items() if v}
    assert {k: set(v) for k, v in shown.items()} == {k: set(v) for k, v in groups.items()}
    for group, kinds in groups.items():
        for kind, (count, amount, weighted) in kinds.items():
            tally = shown[group][kind]
            assert (tally.count, tally.amount) == (count, amount)
            assert abs(tally.weighted - weighted) <= Decimal("0.01")
    for kind in ("open", "on_hold", "won", "lost"):
        rows = [figures(r.tallies()[kind]) for r in summary.rows]
        assert figures(summary.total.tallies()[kind]) == [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]


def called(row: Any) -> str | None:
    return row.record.display if row.record else None


@pytest.mark.parametrize("email", [ADMIN, LIN, CHEN, MAYA])
def test_by_stage_each_sees_their_part(small_world: Any, email: str) -> None:
    owners = {ADMIN: None, LIN: {"lin", "chen", "maya"}, CHEN: {"chen", "lin"}, MAYA: {"maya"}}[email]
    with small_world.reading(email) as crm:
        summary = pipeline(crm, "stage")
    # Chen sees Lin's deal because it stands on an account of his.
    as_expected(summary, expected(lambda d: d[4], owners=owners), called)
    stages = [called(r) for r in summary.rows]
    assert stages == [s for s, *_ in STAGES if s in stages]


@pytest.mark.parametrize(("by", "place"), [("owner", 7), ("source", 11), ("type", 12)])
def test_by_other_things(small_world: Any, by: Any, place: int) -> None:
    names = {"chen": "陈晓", "maya": "Maya Ortiz", "tom": "Tom Becker", "lin": "林涛"}
    with small_world.reading(ADMIN) as crm:
        summary = pipeline(crm, by)
    as_expected(
        summary,
        expected(lambda d: names.get(d[place], d[place])),
        lambda r: called(r) if by == "owner" else r.key.value,
    )


def test_a_rep_counts_under_the_manager_and_a_manager_under_herself(small_world: Any) -> None:
    with small_world.reading(ADMIN) as crm:
        summary = pipeline(crm, "manager")
    as_expected(summary, expected(lambda d: None if d[7] == "tom" else "林涛"), called)


def test_by_team_and_teams(small_world: Any) -> None:
    team = {"chen": "East", "maya": "West", "tom": "Berlin", "lin": "Sales"}
    with small_world.reading(ADMIN) as crm:
        everything = pipeline(crm, "team")
        west = pipeline(crm, "team", teams=[small_world.number("team", "West")])
    as_expected(everything, expected(lambda d: team[d[7]]), called)
    as_expected(west, expected(lambda d: "West", owners={"maya"}), called)


def test_months_by_expected_close_and_by_closing_day(small_world: Any) -> None:
    def month(deal: Any) -> str | None:
        return (deal[9] or deal[8] or "")[:7] or None

    with small_world.reading(ADMIN) as crm:
        summary = pipeline(crm, "month")
    as_expected(summary, expected(month), lambda r: f"{r.key:%Y-%m}" if r.key else None)
    keys = [r.key for r in summary.rows]
    assert keys[-1] is None
    assert keys[:-1] == sorted(keys[:-1])


def test_a_period_narrows_both_sides(small_world: Any) -> None:
    with small_world.reading(ADMIN) as crm:
        summary = pipeline(crm, "stage", start=date(2026, 10, 1), end=date(2026, 12, 31))
    as_expected(summary, expected(lambda d: d[4], start="2026-10-01", end="2026-12-31"), called)


def test_only_some_people(small_world: Any) -> None:
    with small_world.reading(LIN) as crm:
        summary = pipeline(crm, "stage", owners=[small_world.number("user", CHEN)])
    as_expected(summary, expected(lambda d: d[4], owners={"chen"}), called)


def test_what_has_no_rate_is_counted_but_in_no_sum(small_world: Any) -> None:
    with small_world.reading(TOM) as crm:
        summary = pipeline(crm, "owner")
    assert summary.left_out == {"JPY": 1}
    assert figures(summary.total.open) == [1, 0, 0]
    assert summary.total.won.amount == Decimal("85800.00")
    assert summary.converted


def test_a_deal_without_an_amount_is_said_to_have_none(small_world: Any) -> None:
    with small_world.reading(CHEN) as crm:
        assert pipeline(crm, "stage").total.open.unpriced == 1


def test_an_empty_store_has_a_pipeline_of_nothing(bare_world: Any) -> None:
    with bare_world.reading(ADMIN) as crm:
        for by in ("stage", "owner", "manager", "team", "source", "month", "product", "type"):
            summary = pipeline(crm, by)  # type: ignore[arg-type]
            assert summary.rows == []
            assert summary.total.open.count == 0


def test_odd_rates_still_add_up(small_world: Any) -> None:
    with small_world.writing(ADMIN) as crm:
        euro = crm.get("exchange_rate", small_world.number("exchange_rate", "EUR2026-11-01"))
        crm.update(euro, {"rate": "7.901234567"})
        hold = crm.get("deal", small_world.number("deal", "northwind-pos"))
        crm.update(hold, {"amount": Decimal("60000.37")})
    with small_world.reading(ADMIN) as crm:
        for by in ("stage", "owner", "month"):
            summary = pipeline(crm, by)  # type: ignore[arg-type]
            assert sum((r.open.amount for r in summary.rows), Decimal(0)) == summary.total.open.amount
            assert summary.total.open.amount == summary.total.open.amount.quantize(Decimal("0.01"))
