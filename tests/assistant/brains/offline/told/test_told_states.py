"""A record's new state told in a short sentence of news, and what it is not taken for."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "entity", "fields"),
    [
        ("put a 60% on D-12", "deal", {"probability": "60%"}),
        ("D-12: next step send contract, due Monday", "deal", {"next_step": "send contract", "next_step_date": "2026-11-23"}),
        ("take the competitor off D-12", "deal", {"competitor": "none"}),
        ("Ana Ruiz got promoted, she's plant manager now", "contact", {"title": "plant manager"}),
        ("Acme is a level A customer from now on", "account", {"level": "A"}),
        ("Acme has around 300 people", "account", {"employees_band": "300"}),
        ("华阳大概500人", "account", {"employees_band": "500"}),
        ("华阳官网改成 huayang.example", "account", {"domain": "huayang.example"}),
        ("lost D-12, they froze all spending", "deal", {"stage": "lost", "lost_reason": "no_budget"}),
        ("D-12丢了，他们今年预算全冻结", "deal", {"stage": "lost", "lost_reason": "no_budget"}),
        ("T-1004 is fixed, firmware updated", "ticket", {"status": "resolved", "resolution": "firmware updated"}),
        ("T-1004处理好了，已换板子", "ticket", {"status": "resolved", "resolution": "已换板子"}),
        ("Acme says not before summer, put it on hold", "deal", {"stage": "on hold"}),
        ("泽禾说夏天以后再说，先搁置", "deal", {"stage": "on hold"}),
        ("turn L-4 into a deal of 25k", "lead", {"status": "Converted", "deal": "yes", "amount": "25000"}),
        ("L-4没意向，线索关了吧", "lead", {"status": "Dead"}),
        ("customer cancelled the migration workshop", "activity", {"status": "cancelled"}),
    ],
)  # fmt: skip
def test_the_state_is_set(text: str, entity: str, fields: dict[str, str], brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["fields"]) == (entity, fields)


@pytest.mark.parametrize("text", ["won D-12 at 80k, kickoff Dec 10", "D-12以8万拿下，12月10号启动"])
def test_the_day_work_begins_is_no_close_date(text: str, brain: Any, ear: Any) -> None:
    (change,) = brain(text, ear=ear).calls[0].args["changes"]
    assert change["fields"] == {"stage": "won", "amount": "80000"}


def test_a_plant_is_no_customer(brain: Any) -> None:
    (change,) = brain("明天上午10点到11点跟李娜开会，在他们工厂").calls[0].args["changes"]
    assert "account" not in change["fields"]


def test_to_follow_up_after_some_time_is_a_task(brain: Any, ear: Any) -> None:
    (call,) = brain("两周后再跟一下李娜", ear=ear).calls
    assert (call.tool, call.args["due"]) == ("create_task", "2026-12-04")


def test_time_put_in_for_a_call_books_it(brain: Any, ear: Any) -> None:
    (change,) = brain("put Friday 10am in for a call with Ana Ruiz", ear=ear).calls[0].args["changes"]
    assert (change["op"], change["fields"]["starts_at"]) == ("create", "2026-11-27 10:00")


def test_a_deal_that_goes_to_best_case_is_not_lost(brain: Any, ear: Any) -> None:
    (change,) = brain("D-12 goes to best case", ear=ear).calls[0].args["changes"]
    assert change["fields"] == {"forecast_category": "best_case"}


@pytest.mark.parametrize("text", ["note for Acme: new CFO starts in January", "华阳记一笔：明年1月换财务总监"])
def test_news_in_a_note_makes_nothing_else(text: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear).calls
    assert (call.tool, call.args["kind"], call.args["note"]) == ("log_interaction", "note", text)
