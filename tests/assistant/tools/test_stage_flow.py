"""How deals move: conversion, days in stage and velocity add up, say what they count, and say when there is nothing to count."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN


def test_what_entered_got_on_was_lost_or_is_undecided(ask: Any) -> None:
    for language in ("en", "zh"):
        result = ask(ADMIN, "stage_flow", language=language)
        assert result.ok
        for step in result.data.get("conversion", []):
            assert step["entered"] == step["moved"] + step["lost"] + step["waiting"]
            assert min(step["moved"], step["lost"], step["waiting"]) >= 0


def test_groups_add_up_to_the_whole(ask: Any) -> None:
    result = ask(ADMIN, "stage_flow", figure="conversion", stage="Qualification", to="won", by="owner")
    groups, whole = result.data.get("groups", []), result.data["conversion"]
    assert sum(g["entered"] for g in groups) == whole["entered"]
    assert sum(g["moved"] for g in groups) == whole["moved"]
    assert [g["group"] for g in groups] == sorted(g["group"] for g in groups)  # by name: no league table of people


def test_stages_in_the_wrong_order_are_said(ask: Any) -> None:
    result = ask(LIN, "stage_flow", stage="Negotiation", to="Demo")
    assert not result.ok
    assert "does not come after" in result.say
    assert not ask(LIN, "stage_flow", stage="Won").ok
    assert not ask(LIN, "stage_flow", stage="Flurb").ok


def test_velocity_shows_its_parts(ask: Any) -> None:
    say = ask(LIN, "stage_flow", figure="velocity", period="this year").say
    assert "usual sales velocity formula" in say
    assert " × " in say
    assert " ÷ " in say


@pytest.mark.parametrize("figure", ["all", "conversion", "time", "velocity"])
def test_an_empty_company_gets_a_sentence(ask_bare: Any, figure: str) -> None:
    for language, counted in (("en", "Counted: "), ("zh", "统计口径")):
        result = ask_bare(ADMIN, "stage_flow", language=language, figure=figure)
        assert result.ok
        assert counted in result.say
        wanted = (
            ("no stage history", "没有相应的阶段变动记录")
            if figure != "velocity"
            else ("cannot be told", "无法计算流速")
        )
        assert wanted[language == "zh"] in result.say


def test_a_period_ahead_has_no_conversion(ask: Any) -> None:
    assert "lies ahead" in ask(LIN, "stage_flow", period="next year").say


def test_a_rep_hears_nothing_of_what_others_move(ask: Any) -> None:
    before = ask(CHEN, "stage_flow")
    with ask.world.writing(ADMIN) as crm:
        from crm_store.queries.lookup import known_stage

        deal = crm.get("deal", ask.world.number("deal", "globex-rollout"))
        crm.update(deal, {"stage": known_stage(crm, "Negotiation").id})
    after = ask(CHEN, "stage_flow")
    assert (before.say, before.data) == (after.say, after.data)
