"""Tables and charts as files: figures as numbers with their unit in the heading, texts that cannot run, what is missing said."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest

from assistant.blocks import Chart, Table
from assistant.written import csv_file, file_of, rows_of

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
    assert first == ["=cmd()", Decimal(300000), Decimal("-5000.50"), Decimal("62.5"), "007", Decimal(1)]
    assert second[1:3] == [None, Decimal(1200)]
    assert last == ["2 of 40 rows"]
    assert rows_of(TABLE, "zh")[-1] == ["显示 2 条，共 40 条"]


def test_a_csv_file_runs_nothing_and_keeps_negative_numbers() -> None:
    text = csv_file(rows_of(TABLE, "en")).decode("utf-8-sig")
    assert "\r\n'=cmd(),300000,-5000.50,62.5,007,¥1\r\n'@Acme,,1200,3,012,€2\r\n" in text


@pytest.mark.parametrize("shown", ["CHF 1,200", "JP¥1,200", "1,200", "US$1,200", "€1,200"])
def test_every_way_money_is_shown_is_read_back(shown: str) -> None:
    assert rows_of(Table("t", ["a"], [[shown]]), "en")[1] == [Decimal(1200)]


@pytest.mark.parametrize("shown", ["D-12", "Q4", "3 days", "31 Feb 2026 or so", "1 of 3", "v2"])
def test_what_only_looks_like_a_figure_stays_a_text(shown: str) -> None:
    assert rows_of(Table("t", ["a"], [[shown]]), "en")[1] == [shown]


at = datetime.fromisoformat
DAYS = Table(
    "t",
    ["on", "at", "Mixed"],
    [
        ["15 Dec 2026 (Tue)", "24 Nov 2026 (Tue) 15:00", "¥1,200"],
        ["–", "2026年11月4日（周三）9:05", "€2.50"],
        ["2026年1月9日（周五）", "2026-11-20", "-CHF 3"],
    ],
)


def test_days_and_moments_can_be_sorted_in_either_file() -> None:
    rows = rows_of(DAYS, "en")
    assert [r[0] for r in rows[1:]] == [date(2026, 12, 15), None, date(2026, 1, 9)]
    assert [r[1] for r in rows[1:]] == [at("2026-11-24 15:00"), at("2026-11-04 09:05"), date(2026, 11, 20)]
    text = csv_file(rows).decode("utf-8-sig")
    assert '2026-12-15,2026-11-24 15:00,"¥1,200"\r\n,2026-11-04 09:05,€2.50\r\n' in text


def test_a_workbook_holds_days_as_days_and_money_with_its_sign() -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(file_of(DAYS, "xlsx", "en"))).active
    assert sheet is not None
    first, _, last = list(sheet.iter_rows(min_row=2))
    assert [c.value for c in first] == [at("2026-12-15"), at("2026-11-24 15:00"), 1200]
    assert all(c.is_date for c in first[:2])
    assert [c.number_format for c in first] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm", '"¥"#,##0;-"¥"#,##0']
    assert (last[2].value, last[2].number_format) == (-3, '"CHF "#,##0;-"CHF "#,##0')
    amounts = load_workbook(BytesIO(file_of(TABLE, "xlsx", "en"))).active
    assert amounts is not None
    assert [c.number_format for c in amounts[2]][1:4] == ['"¥"#,##0;-"¥"#,##0', '"¥"#,##0.00;-"¥"#,##0.00', "General"]


def test_a_day_that_never_was_stays_a_text() -> None:
    assert rows_of(Table("t", ["a"], [["31 Feb 2026 (Tue)"]]), "en")[1] == ["31 Feb 2026 (Tue)"]


def test_a_heat_map_is_a_grid_and_a_chart_a_list() -> None:
    points = [{"label": r, "column": c, "value": v, "text": ""} for r, c, v in (("x", "a", 1), ("x", "b", 2), ("y", "b", 3))]  # fmt: skip
    assert rows_of(Chart("h", "heat", points), "en") == [["", "a", "b"], ["x", 1, 2], ["y", None, 3]]
    assert rows_of(Chart("c", "bar", [{"label": "x", "value": 0.5, "text": "½"}]), "zh") == [
        ["名称", "数值", "显示为"],
        ["x", Decimal("0.5"), "½"],
    ]
