"""The pipeline in words, tables and charts; the numbers themselves are tested with the query."""

import re
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, NINA, TOM


def amount(text: str) -> Decimal:
    return Decimal(text.removeprefix("¥").replace(",", ""))


def test_the_whole_company(ask: Any) -> None:
    result = ask(ADMIN, "pipeline_summary")
    assert "Open: 11 deals, ¥2,760,000.50, weighted ¥1,609,000.12." in result.say
    assert "On hold: 2 deals, ¥529,000." in result.say
    assert "Booked: 5 deals, ¥1,078,800." in result.say
    assert "Win rate: 5 of 7 (71.4%) by count, 81.4% by value." in result.say
    assert "Target for Q4 2026: ¥1,700,000; booked ¥573,800, 33.8%, ¥1,126,200 to go." in result.say
    assert "the whole company; all dates; in CNY" in result.say
    assert "no rate for JPY: the amount of 1 deal is left out" in result.say


def test_the_table_adds_up_to_what_is_said(ask: Any) -> None:
    result = ask(ADMIN, "pipeline_summary")
    table, chart = result.show
    assert table.columns == ["Stage", "Deals", "Amount (CNY)", "Weighted"]
    assert [r[0] for r in table.rows] == ["Qualification", "Demo", "Proposal", "Negotiation", "On Hold", "Won", "Lost"]
    assert sum(amount(r[2]) for r in table.rows[:4]) == Decimal("2760000.50")
    assert sum(amount(r[3]) for r in table.rows[:4]) == Decimal("1609000.12")
    assert sum(int(r[1]) for r in table.rows) == 20
    assert (chart.kind, [p["label"] for p in chart.data]) == (
        "funnel",
        ["Qualification", "Demo", "Proposal", "Negotiation"],
    )
    assert table.refs[0] == ask.world.ref("stage", "Qualification")


def test_in_chinese(ask: Any) -> None:
    result = ask(LIN, "pipeline_summary", language="zh", period="本季度", by="owner")
    assert "进行中：8个商机" in result.say
    assert "统计口径：您和您的下属" in result.say
    assert "2026年第四季度目标（2 人目标之和）：¥1,800,000；已签约 ¥488,000，完成 27.1%" in result.say
    assert result.show[0].columns == [
        "负责人",
        "进行中",
        "进行中金额",
        "加权",
        "搁置",
        "赢单",
        "已签约",
        "输单",
        "赢单率",
    ]
    assert [r[0] for r in result.show[0].rows] == ["Maya Ortiz", "陈晓", "林涛", "合计"]


def test_a_rep_runs_the_same_in_a_narrower_scope(ask: Any) -> None:
    mine = ask(CHEN, "pipeline_summary")
    assert "Open: 6 deals, ¥1,170,000.50" in mine.say
    assert "the deals you may see" in mine.say
    assert "your own deals" in ask(CHEN, "pipeline_summary", whose="me").say
    assert "Open: 5 deals" in ask(CHEN, "pipeline_summary", whose="me").say


def test_nothing_is_told_about_deals_one_may_not_see(ask: Any) -> None:
    result = ask(CHEN, "pipeline_summary", whose="Tom")
    assert result.say.startswith("You may not see the deals of Tom")
    assert "to go" not in result.say
    assert "JPY" not in result.say
    assert result.show == []


@pytest.mark.parametrize(("tool", "args"), [("attainment", {"whose": "Tom"}), ("compare", {"of": ["me", "Tom"]})])
def test_no_nought_is_told_of_a_colleague_one_may_not_see(tool: str, args: Any, ask: Any) -> None:
    result = ask(CHEN, tool, **args)
    assert "You may not see the deals of Tom" in result.say
    assert not re.search(r"(?<![\d,.])0(?![\d,.%])", result.say)


def test_an_empty_list_of_a_colleagues_records_says_whose_one_may_see(ask: Any) -> None:
    empty = ask(CHEN, "find_records", entity="deal", filters=[{"field": "owner", "op": "=", "value": "Tom"}])
    assert empty.say.startswith("No deals found")
    assert "your own records" in empty.say


@pytest.mark.parametrize(
    ("whose", "deals"),
    [
        ("Maya", 4), ("Maya Ortiz", 4), ("maya@example.com", 4), ("Chen", 5), ("陈晓", 5), ("Lin", 10), ("my team", 10), ("West", 4),
        ("西区", 4), ("West team", 4), ("the company", 10), ("华东团队", 5), ("Chen's team", 5), ("Sales", 10), ("我", 10),
    ],
)  # fmt: skip
def test_whose_is_read_as_people_say_it(ask: Any, whose: str, deals: int) -> None:
    assert f"Open: {deals} deals" in ask(LIN, "pipeline_summary", whose=whose).say


def test_a_manager_means_everybody_below(ask: Any) -> None:
    assert "林涛 and everybody below" in ask(ADMIN, "pipeline_summary", whose="Lin").say
    assert "you and everybody below you" in ask(LIN, "pipeline_summary", whose="me").say


def test_a_viewer_sees_the_team(ask: Any) -> None:
    assert "Open: 4 deals" in ask(NINA, "pipeline_summary").say
    assert "your team" in ask(NINA, "pipeline_summary").say


def test_status_narrows_what_is_said(ask: Any) -> None:
    won = ask(ADMIN, "pipeline_summary", status="won", by="owner", period="Q4 2026")
    assert won.say.startswith("Booked: 3 deals, ¥573,800.")
    assert "Open" not in won.say.split("Counted")[0]
    assert "won in Q4 2026" in won.say
    assert won.show[0].columns == ["Owner", "Deals", "Amount (CNY)"]
    assert won.show[0].rows == [
        ["Maya Ortiz", "1", "¥288,000"],
        ["陈晓", "1", "¥200,000"],
        ["Tom Becker", "1", "¥85,800"],
        ["Total", "3", "¥573,800"],
    ]
    lost = ask(ADMIN, "pipeline_summary", status="lost")
    assert lost.say.startswith("Lost: 2 deals, ¥246,000.")
    assert "arget" not in lost.say


def test_by_month_names_months(ask: Any) -> None:
    result = ask(CHEN, "pipeline_summary", by="month", whose="me", status="open")
    assert [r[0] for r in result.show[0].rows] == ["Nov 2026", "Dec 2026", "Feb 2027", "Total"]
    assert result.show[1].kind == "line"


def test_codes_and_products_are_named(ask: Any) -> None:
    assert "展会" in [r[0] for r in ask(LIN, "pipeline_summary", by="source", language="zh").show[0].rows]
    assert [r[0] for r in ask(LIN, "pipeline_summary", by="product").show[0].rows] == ["(none)", "Total"]


def test_an_unknown_name_or_period_is_said(ask: Any) -> None:
    assert not ask(ADMIN, "pipeline_summary", whose="Xyzzy").ok
    assert "this quarter" in ask(ADMIN, "pipeline_summary", period="flurb").say
    assert "“by” must be one of" in ask(ADMIN, "pipeline_summary", by="colour").say


def test_an_empty_store(ask_bare: Any) -> None:
    assert ask_bare(ADMIN, "pipeline_summary").say.startswith("There are no such deals.")
    assert ask_bare(ADMIN, "pipeline_summary", language="zh").say.startswith("没有符合条件的商机。")


def test_days_are_those_of_who_asks(ask: Any) -> None:
    # In New York it is still the 19th, and “today” means that.
    assert "19 Nov 2026" in ask(MAYA, "pipeline_summary", period="today").say
    assert "20 Nov 2026" in ask(TOM, "pipeline_summary", period="today").say


def test_equal_stage_names_of_two_pipelines_are_told_apart(small_world: Any, ask: Any) -> None:
    with small_world.writing(ADMIN) as crm:
        partner = crm.create("pipeline", {"name": "Partner", "name_zh": "渠道", "position": 1}).id
        won = crm.create(
            "stage", {"name": "Won", "name_zh": "赢单", "kind": "won", "pipeline": partner, "position": 9}
        ).id
        crm.flush()
        deal = {
            "name": "Partner deal",
            "stage": won,
            "amount": Decimal(5),
            "account": small_world.number("account", "acme"),
        }
        crm.create("deal", deal)
    names = [r[0] for r in ask(ADMIN, "pipeline_summary").show[0].rows]
    assert names[-3:] == ["Won (Sales)", "Lost", "Won (Partner)"]
    assert "赢单（渠道）" in [r[0] for r in ask(ADMIN, "pipeline_summary", language="zh").show[0].rows]
