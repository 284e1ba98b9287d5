"""Two sides held against each other: differences, changes in percent, the same days of a period that is over, and what is missing."""

from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA


def side(result: Any, place: int) -> dict[str, Any]:
    return dict(result.data["sides"][place])


def test_two_quarters_the_earlier_first(ask: Any) -> None:
    result = ask(LIN, "compare", periods=["this quarter", "last quarter"], measure="won")
    assert [s["side"] for s in result.data["sides"]] == ["Q3 2026", "Q4 2026"]
    table = result.show[0]
    row = next(r for r in table.rows if r[0] == "Booked")
    gap = Decimal(side(result, 1)["won"]) - Decimal(side(result, 0)["won"])
    assert row[3].replace("¥", "").replace(",", "").replace("−", "-").replace("+", "") == f"{gap.normalize():f}"
    assert result.say.count("%") >= 1
    alone = ask(LIN, "compare", periods=["this quarter"], measure="won")
    assert alone.data["sides"] == result.data["sides"]


def test_a_quarter_still_running_is_held_against_the_same_days(ask: Any) -> None:
    say = ask(LIN, "compare", periods=["this quarter"]).say
    assert "Q4 2026 is still running; by the same day, 20 Aug 2026 (Thu), Q3 2026 had come to:" in say
    assert (
        "尚未结束；2026年第三季度同期（截至2026年8月20日（周四））"
        in ask(LIN, "compare", language="zh", periods=["本季度"]).say
    )
    assert "had come to" not in ask(LIN, "compare", periods=["Q2 2026", "Q3 2026"]).say


def test_the_same_month_a_year_before(ask: Any) -> None:
    result = ask(LIN, "compare", periods=["October"], base="year_before", measure="new")
    assert [(s["start"], s["end"]) for s in result.data["sides"]] == [
        ("2025-10-01", "2025-10-31"),
        ("2026-10-01", "2026-10-31"),
    ]


def test_two_people_say_who_is_ahead(ask: Any) -> None:
    result = ask(LIN, "compare", of=["Chen", "Maya"], measure="open")
    first, second = (Decimal(side(result, n)["open"]) for n in (0, 1))
    ahead = result.data["sides"][0 if first > second else 1]["side"]
    assert f"{ahead} is ahead by " in result.say
    whole = ask(LIN, "pipeline_summary", whose="Chen", status="open")
    assert whole.data["total"]["open"]["amount"] == str(first)


def test_the_deals_behind_each_side_add_up_to_it(ask: Any) -> None:
    for measure in ("won", "open", "new", "lost"):
        result = ask(LIN, "compare", of=["Chen", "Maya"], measure=measure, deals=True)
        tables = [b for b in result.show if b.title.startswith("Deals behind")]
        assert len(tables) == 2
        for table, shown in zip(tables, result.data["sides"], strict=True):
            amounts = [Decimal(r[2].replace("¥", "").replace(",", "")) for r in table.rows if r[2] != "–"]
            assert sum(amounts, Decimal(0)) == Decimal(shown[measure])


def test_another_currency_and_another_language(ask: Any) -> None:
    assert "€" in ask(LIN, "compare", of=["Chen", "Maya"], measure="open", currency="euros").say
    assert "币种 CNY" in ask(LIN, "compare", language="zh", of=["Chen", "Maya"], measure="won").say


@pytest.mark.parametrize("args", [{"of": ["Nobody Known"]}, {"periods": ["flurb"]}, {"of": ["Chen", "Zork"]}])
def test_what_nobody_knows_is_said(ask: Any, args: dict[str, Any]) -> None:
    assert not ask(LIN, "compare", **args).ok


def test_a_period_without_an_edge_has_none_before(ask: Any) -> None:
    result = ask(LIN, "compare", periods=["before October"])
    assert not result.ok
    assert "Name both periods" in result.say


def test_a_period_ahead_has_nothing_booked(ask: Any) -> None:
    result = ask(LIN, "compare", periods=["this quarter", "next quarter"])
    assert "lies ahead" in result.say
    assert "won" not in side(result, 1)
    assert "−100%" not in result.say.partition("Open")[0]


def test_an_empty_company_gets_a_sentence(ask_bare: Any) -> None:
    assert "There are no such deals on either side." in ask_bare(ADMIN, "compare").say
    assert "各方都没有符合条件的商机。" in ask_bare(ADMIN, "compare", language="zh").say


def test_a_rep_hears_nothing_of_what_others_sell(ask: Any) -> None:
    before = ask(CHEN, "compare", of=["Chen", "Maya"])
    with ask.world.writing(ADMIN) as crm:
        crm.update(crm.get("deal", ask.world.number("deal", "initech-won")), {"amount": 7_777_777})
    after = ask(CHEN, "compare", of=["Chen", "Maya"])
    assert (before.say, before.data) == (after.say, after.data)
    assert ask(MAYA, "compare", of=["Chen", "Maya"]).say != before.say


def test_of_a_team_seen_in_part_it_says_so(ask: Any) -> None:
    said = ask(CHEN, "compare", of=["me", "East", "Sales"], measure="won")
    assert said.say.startswith("You may see only some of the deals of Sales: its figures hold no more than those")
    assert "您只能看到销售部的部分商机" in ask(CHEN, "compare", of=["me", "Sales"], language="zh").say
    assert "only some" not in ask(LIN, "compare", of=["Chen", "Maya"]).say


def test_two_names_for_the_same_deals_are_no_comparison(ask: Any) -> None:
    result = ask(ADMIN, "compare", of=["Chen", CHEN])
    assert not result.ok
    assert "Both sides are the same deals" in result.say


def test_a_fiscal_year_that_starts_in_april(ask: Any) -> None:
    """With April as its start, November lies in the third quarter, and the one before began in July."""
    ask.world.store.configure(name="Small", currency="CNY", timezone="Asia/Shanghai", fiscal_year_start=4)
    sides = ask(LIN, "compare", periods=["this quarter"], measure="won").data["sides"]
    assert [(s["start"], s["end"]) for s in sides] == [("2026-07-01", "2026-09-30"), ("2026-10-01", "2026-12-31")]
    assert sides[1]["side"].startswith("Q3 FY2026")
    year = ask(LIN, "compare", periods=["this fiscal year"], measure="won").data["sides"]
    assert [(s["start"], s["end"]) for s in year] == [("2025-04-01", "2026-03-31"), ("2026-04-01", "2027-03-31")]
    flow = ask(LIN, "stage_flow", figure="conversion", period="Q4 2025")
    assert "Q4 FY2025" in flow.say  # January to March 2026


def test_the_rates_of_a_named_day(ask: Any) -> None:
    """USD was 7.10 until September and 7.20 from October on."""
    now = ask(MAYA, "pipeline_summary", whose="me", status="open").data["total"]["open"]["amount"]
    then = ask(MAYA, "pipeline_summary", whose="me", status="open", rates_of="September 1")
    assert "converted at the rates of 1 Sep" in then.say
    assert Decimal(then.data["total"]["open"]["amount"]) < Decimal(now)
    assert "折算" in ask(MAYA, "pipeline_summary", language="zh", whose="me", rates_of="9月1日").say
    for day, words in (("next Friday", "not known yet"), ("2019-01-01", "No exchange rates are on record")):
        refused = ask(MAYA, "pipeline_summary", rates_of=day)
        assert not refused.ok
        assert words in refused.say


@pytest.mark.parametrize(
    ("by", "en", "zh"),
    [("age", "days since the deal was created", "创建至今的天数"), ("level", "Customer level", "客户级别")],
)
def test_by_age_and_by_customer_level(ask: Any, by: Any, en: str, zh: str) -> None:
    for language, wanted in (("en", en), ("zh", zh)):
        result = ask(LIN, "pipeline_summary", language=language, by=by)
        assert result.ok
        assert wanted in result.say + str(result.show)
    kept = ask(LIN, "pipeline_summary", by=by, as_of="2026-11-01")
    assert kept.ok == (by == "level")


@pytest.mark.parametrize("measure", ["lost", "activity"])
def test_who_lost_more_is_not_ahead(ask: Any, measure: str) -> None:
    say = ask(LIN, "compare", of=["Chen", "Maya"], measure=measure).say
    assert "ahead" not in say
    assert " more" in say
    assert "多 " in ask(LIN, "compare", language="zh", of=["Chen", "Maya"], measure=measure).say
