"""A target is one figure in every tool, and told to whom it is for, those above them and everyone in the team it is set for."""

from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, NINA, TOM

TOOLS = ("attainment", "pipeline_summary", "forecast", "team_report")


@pytest.fixture
def ask(small_world: Any) -> Any:
    from assistant.tools import ToolContext, call

    def asked(email: str, tool: str, language: Any = "en", **args: Any) -> Any:
        with small_world.reading(email) as crm:
            return call(tool, ToolContext(crm, language), args)

    return asked


@pytest.mark.parametrize("tool", TOOLS)
def test_a_teams_own_target_is_the_one_and_what_its_people_add_up_to_is_said(ask: Any, tool: str) -> None:
    say = ask(ADMIN, tool).say
    assert "¥1,700,000" in say
    assert "33.8%" in say
    assert "It is the team’s own target; those of its people add up to ¥1,800,000." in say
    assert "这是团队目标；成员个人目标合计 ¥1,800,000。" in ask(ADMIN, tool, "zh").say


@pytest.mark.parametrize("tool", TOOLS)
def test_a_sum_of_personal_targets_is_called_one(ask: Any, tool: str) -> None:
    say = ask(LIN, tool).say
    assert "¥1,800,000" in say
    assert "27.1%" in say
    assert "(the sum of 2 personal targets)" in say


def test_the_table_shows_both_where_they_differ(ask: Any) -> None:
    rows = {r[0]: r[1:4] for r in ask(ADMIN, "attainment").show[0].rows}
    assert rows["Total"][0] == "¥1,800,000"
    assert rows["Team’s target"] == ["¥1,700,000", "¥573,800", "33.8%"]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(("email", "whose"), [(TOM, "Chen"), (CHEN, "Maya"), (NINA, "Chen"), (MAYA, "East")])
def test_a_colleagues_target_is_told_by_no_tool(ask: Any, tool: str, email: str, whose: str) -> None:
    said = repr(ask(email, tool, whose=whose))
    assert "1,000,000" not in said
    assert "800,000" not in said


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(("email", "whose"), [(CHEN, "me"), (LIN, "Chen"), (ADMIN, "Chen")])
def test_ones_own_and_of_those_below_it_is(ask: Any, tool: str, email: str, whose: str) -> None:
    assert "¥1,000,000" in ask(email, tool, whose=whose).say


@pytest.mark.parametrize("tool", TOOLS)
def test_the_target_of_ones_team_is_held_against_no_part_of_what_was_booked(ask: Any, tool: str) -> None:
    say = ask(CHEN, tool, whose="Sales").say
    assert "Target for Q4 2026: ¥1,700,000; you do not see all that was booked" in say
    assert "1,800,000" not in say


def test_the_records_behind_them_follow_the_same_rule(small_world: Any, ask: Any) -> None:
    chen, sales = (f"TG-{small_world.number('target', k)}" for k in (CHEN, "Sales"))
    sees = {e for e in (CHEN, LIN, ADMIN, MAYA, TOM, NINA) if ask(e, "show_record", record=chen).ok}
    assert sees == {CHEN, LIN, ADMIN}
    assert all(ask(e, "show_record", record=sales).ok for e in (CHEN, LIN, ADMIN, MAYA, TOM, NINA))
    where = [{"field": "target.amount", "op": ">", "value": "1"}]
    assert "陈晓" not in ask(MAYA, "find_records", entity="user", filters=where).say
    assert not ask(MAYA, "history", record=chen).ok


def test_what_a_colleagues_target_is_changes_nothing_one_is_told(small_world: Any, ask: Any) -> None:
    def heard() -> list[str]:
        made = [
            repr(ask(e, t, **a))
            for e in (TOM, MAYA)
            for t in TOOLS
            for a in ({}, {"whose": "Chen"}, {"whose": "Sales"})
        ]
        return [*made, repr(ask(MAYA, "show_record", record=f"TG-{small_world.number('target', CHEN)}"))]

    before = heard()
    with small_world.writing(ADMIN) as crm:
        crm.update(crm.get("target", small_world.number("target", CHEN)), {"amount": Decimal(123456)})
    assert heard() == before
    with small_world.writing(ADMIN) as crm:
        crm.delete(crm.get("target", small_world.number("target", CHEN)))
    assert heard() == before
