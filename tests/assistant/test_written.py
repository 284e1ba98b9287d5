"""Tables and charts as files: figures as numbers with their unit in the heading, texts that cannot run, what is missing said."""

from decimal import Decimal

import pytest

from assistant.blocks import Chart, Table
from assistant.written import csv_file, rows_of

TABLE = Table(
    "Deals",
    ["Deal", "Amount", "Gap", "Share", "Code", "Mixed"],
    [
        ["=cmd()", "¥300,000", "-¥5,000.50", "62.5%", "007", "¥1"],
        ["@Acme", "–", "+¥1,200", "3%", "012", "€2"],
    ],
    total=40,
)


def test_figures_become_numbers_and_their_unit_goes_into_the_heading() -> None:
    head, first, second, last = rows_of(TABLE, "en")
    assert head == ["Deal", "Amount (¥)", "Gap (¥)", "Share (%)", "Code", "Mixed"]
    assert first == ["=cmd()", Decimal(300000), Decimal("-5000.50"), Decimal("62.5"), "007", "¥1"]
    assert second[1:3] == [None, Decimal(1200)]
    assert last == ["2 of 40 rows"]
    assert rows_of(TABLE, "zh")[-1] == ["显示 2 条，共 40 条"]


def test_a_csv_file_runs_nothing_and_keeps_negative_numbers() -> None:
    text = csv_file(rows_of(TABLE, "en")).decode("utf-8-sig")
    assert "\r\n'=cmd(),300000,-5000.50,62.5,007,¥1\r\n'@Acme,,1200,3,012,€2\r\n" in text


@pytest.mark.parametrize("shown", ["CHF 1,200", "JP¥1,200", "1,200", "US$1,200", "€1,200"])
def test_every_way_money_is_shown_is_read_back(shown: str) -> None:
    assert rows_of(Table("t", ["a"], [[shown]]), "en")[1] == [Decimal(1200)]


@pytest.mark.parametrize("shown", ["D-12", "Q4", "3 days", "2026-11-20", "1 of 3", "v2"])
def test_what_only_looks_like_a_figure_stays_a_text(shown: str) -> None:
    assert rows_of(Table("t", ["a"], [[shown]]), "en")[1] == [shown]


def test_a_heat_map_is_a_grid_and_a_chart_a_list() -> None:
    points = [{"label": r, "column": c, "value": v, "text": ""} for r, c, v in (("x", "a", 1), ("x", "b", 2), ("y", "b", 3))]  # fmt: skip
    assert rows_of(Chart("h", "heat", points), "en") == [["", "a", "b"], ["x", 1, 2], ["y", None, 3]]
    assert rows_of(Chart("c", "bar", [{"label": "x", "value": 0.5, "text": "½"}]), "zh") == [
        ["名称", "数值", "显示为"],
        ["x", Decimal("0.5"), "½"],
    ]
