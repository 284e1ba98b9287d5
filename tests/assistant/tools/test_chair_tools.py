"""The manager's tools: figures that add up, in both languages, in the scope of who asks, and a sentence when something is missing."""

from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, TOM

TOOLS = ("pipeline_bridge", "forecast", "deals_at_risk", "next_action", "win_loss", "score_leads", "attainment")


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_tool_answers_everybody_in_their_language(ask: Any, tool: str, language: str) -> None:
    for email in (ADMIN, LIN, CHEN, TOM):
        result = ask(email, tool, language=language)
        assert result.ok
        assert result.say
        assert ("统计口径" in result.say) == (language == "zh")


@pytest.mark.parametrize("tool", TOOLS)
def test_an_empty_store_gets_a_sentence(ask_bare: Any, tool: str) -> None:
    result = ask_bare(ADMIN, tool)
    assert result.ok
    assert "Counted: " in result.say


@pytest.mark.parametrize("tool", TOOLS)
def test_a_rep_hears_nothing_of_what_others_sell(ask: Any, tool: str) -> None:
    """Chen's words stay the same to the byte whatever Maya's deals are worth."""
    before = ask(CHEN, tool)
    with ask.world.writing(ADMIN) as crm:
        for name in ("globex-rollout", "initech-won"):
            crm.update(
                crm.get("deal", ask.world.number("deal", name)), {"amount": 7_777_777, "next_step": "Unheard of"}
            )
    after = ask(CHEN, tool)
    assert (before.say, before.show, before.data) == (after.say, after.show, after.data)
    assert "Globex" not in str(after.say) + str(after.show)


def test_a_bridge_names_who_moved_what(ask: Any) -> None:
    result = ask(LIN, "pipeline_bridge", since="2026-11-18")
    assert result.data["residual"] == "0.00"
    assert result.data["bars"]["increased"] == {"count": 1, "amount": "100000.00"}
    assert "Acme renewal: increased +¥100,000 by 陈晓 18 Nov 2026 (Wed)" in result.say
    chart, table = result.show
    assert chart.kind == "waterfall"
    assert sum(p["value"] for p in chart.data if not p["whole"]) == pytest.approx(
        chart.data[-1]["value"] - chart.data[0]["value"]
    )
    assert table.rows[0][:2] == ["increased", "Acme renewal"]


def test_a_wrong_claim_is_put_right(ask: Any) -> None:
    assert (
        "You said ¥1,200,000; on record it moved by +¥100,000."
        in ask(LIN, "pipeline_bridge", since="2026-11-18", claimed="1.2M").say
    )
    assert "You said" not in ask(LIN, "pipeline_bridge", since="2026-11-18", claimed="100k").say


def test_the_day_before_the_move_shows_what_was(ask: Any) -> None:
    then = ask(CHEN, "pipeline_summary", as_of="2026-11-17", whose="me", deals=True)
    assert "as it stood on 17 Nov 2026" in then.say
    row = next(r for r in then.show[0].rows if r[0] == "Acme renewal")
    assert row[1:3] == ["Proposal", "¥500,000"]
    now = ask(CHEN, "pipeline_summary", whose="me", deals=True)
    assert next(r for r in now.show[0].rows if r[0] == "Acme renewal")[1:3] == ["Negotiation", "¥600,000"]


def test_another_currency(ask: Any) -> None:
    assert "in EUR" in ask(MAYA, "pipeline_summary", currency="euros").say
    assert "€" in ask(MAYA, "deals_at_risk", currency="EUR").say
    assert not ask(MAYA, "pipeline_summary", currency="groats").ok


@pytest.mark.parametrize(
    ("tool", "args"),
    [
        ("pipeline_summary", {"as_of": "2027-01-01"}), ("pipeline_summary", {"as_of": "2026-11-01", "by": "reason"}), ("forecast", {"whose": "Xyzzy"}),
        ("forecast", {"period": "flurb"}), ("pipeline_bridge", {"since": "2026-11-20", "until": "2026-11-10"}), ("next_action", {"deal": "Nowhere"}),
        ("forecast", {"accuracy_only": True, "period": "next quarter"}), ("attainment", {"period": "flurb"}), ("win_loss", {"by": "colour"}),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_said(ask: Any, tool: str, args: dict[str, Any]) -> None:
    for language in ("en", "zh"):
        result = ask(LIN, tool, language=language, **args)
        assert not result.ok
        assert result.say.strip()


def test_too_few_closed_deals_are_said(ask: Any) -> None:
    assert "Too few closed deals to say more: 5 won and 2 lost" in ask(ADMIN, "forecast").say
    assert "已关闭的商机太少" in ask(ADMIN, "forecast", language="zh").say


def test_a_goal_says_what_it_takes(ask: Any) -> None:
    said = ask(LIN, "forecast", aim="10M").say
    assert "missing to ¥10,000,000" in said
    assert "too few closed deals to say how much pipeline that takes" in said


def test_what_next_names_the_planned_step_and_why(ask: Any) -> None:
    said = ask(CHEN, "next_action", deal="Acme renewal").say
    assert "Planned next step on Acme renewal: Send the contract (2026-11-19)." in said
    assert "Because: urgent ticket T-1 is open: Login fails." in said
    assert "closed" in ask(CHEN, "next_action", deal="Acme analytics").say


def test_small_samples_are_marked(ask: Any) -> None:
    said = ask(ADMIN, "win_loss").say
    assert said.startswith("Won 5 of 7")
    assert "small sample" in said


@pytest.mark.parametrize(("language", "told"), [("en", "estimated at €79,000 (+20)"), ("zh", "预估 €79,000 (+20)")])
def test_what_a_lead_is_estimated_at_is_told_as_money(small_world: Any, ask: Any, language: Any, told: str) -> None:
    with small_world.writing(ADMIN) as crm:
        crm.create("lead", {"name": "Ida Holt", "est_amount": Decimal(79000), "currency": "EUR"})
    why = " ".join(r[5] for r in ask(ADMIN, "score_leads", language=language).show[0].rows)
    assert told in why


def test_a_lead_has_reasons(ask: Any) -> None:
    table = ask(ADMIN, "score_leads").show[0]
    scores = [int(r[2]) for r in table.rows]
    assert scores == sorted(scores, reverse=True)
    assert all(r[5] for r in table.rows)


def test_a_forecast_by_person_adds_up(ask: Any) -> None:
    result = ask(ADMIN, "forecast", by_person=True, period="this year")
    table = next(b for b in result.show if b.title == "Forecast by person")
    *people, total = table.rows
    assert len(people) > 1
    assert total[0] == "Total"
    for column in range(1, len(table.columns)):
        amounts = [Decimal(row[column].lstrip("¥").replace(",", "")) for row in table.rows]
        assert sum(amounts[:-1]) == amounts[-1]
    assert people[0][0] in result.say
    assert "按人" in ask(ADMIN, "forecast", by_person=True, language="zh").say


def test_a_forecast_by_person_shows_whom_it_is_about_alone(ask: Any) -> None:
    result = ask(CHEN, "forecast", by_person=True, period="this year", whose="me")
    (table,) = [b for b in result.show if b.title == "Forecast by person"]
    assert [row[0] for row in table.rows] == ["陈晓"]
