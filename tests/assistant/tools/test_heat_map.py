"""Two things at once: the cells add up to what is counted by one, in both languages, in the scope of who asks."""

from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN

from crm_store.queries.crosstab import deals_by
from crm_store.queries.pipeline import pipeline

ALONG = ("stage", "owner", "team", "source", "month", "type", "account", "industry", "currency", "category", "competitor", "product")  # fmt: skip


@pytest.mark.parametrize("status", ["open", "won", "lost"])
@pytest.mark.parametrize("email", [ADMIN, LIN, CHEN])
def test_rows_and_columns_add_up_to_the_pipeline(ask: Any, email: str, status: Any) -> None:
    with ask.world.reading(email) as crm:
        for rows in ALONG:
            for columns in ALONG:
                made = deals_by(crm, rows, columns, status=status)  # type: ignore[arg-type]
                for axis, by in ((0, rows), (1, columns)):
                    alone = {r.key: r.tallies()[status] for r in pipeline(crm, by).rows}  # type: ignore[arg-type]
                    for key, tally in alone.items():
                        held = [c for k, c in made.cells.items() if k[axis] == key]
                        assert sum(c.count for c in held) == tally.count, (rows, columns, key)
                        assert abs(sum((c.amount for c in held), Decimal(0)) - tally.amount) < Decimal("0.05")


def test_the_table_has_totals_and_the_chart_the_same_numbers(ask: Any) -> None:
    result = ask(LIN, "heat_map", rows="stage", columns="owner", measure="count")
    chart, table = result.show
    assert chart.kind == "heat"
    assert table.columns[-1] == "Total"
    assert table.rows[-1][0] == "Total"
    assert int(table.rows[-1][-1]) == sum(p["value"] for p in chart.data) == result.data["total"]["count"] > 0
    for row in table.rows[:-1]:
        assert int(row[-1]) == sum(p["value"] for p in chart.data if p["label"] == row[0])


def test_activity_is_counted_by_weekday_of_the_askers_clock(ask: Any) -> None:
    result = ask(ADMIN, "heat_map", rows="owner", columns="weekday", of="activities", period="this year", language="zh")
    assert result.show[1].columns[1:6] == ["周一", "周二", "周三", "周四", "周五"]
    assert "跟进记录" in result.say


def test_a_rep_hears_nothing_of_what_others_sell(ask: Any) -> None:
    before = ask(CHEN, "heat_map", rows="owner", columns="stage")
    with ask.world.writing(ADMIN) as crm:
        crm.update(crm.get("deal", ask.world.number("deal", "globex-rollout")), {"amount": 7_777_777})
    after = ask(CHEN, "heat_map", rows="owner", columns="stage")
    assert (before.say, before.show, before.data) == (after.say, after.show, after.data)
    assert "Maya" not in str(after.show)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_counted_so_is_said(ask: Any, language: str) -> None:
    for args in ({"rows": "stage", "columns": "stage"}, {"rows": "stage", "columns": "weekday"}):
        result = ask(LIN, "heat_map", language=language, **args)
        assert not result.ok
        assert result.say


def test_an_empty_store_gets_a_sentence(ask_bare: Any) -> None:
    assert "There are no such open deals." in ask_bare(ADMIN, "heat_map").say
