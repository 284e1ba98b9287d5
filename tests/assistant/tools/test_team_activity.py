"""What people did, by name unless a ranking is asked for, and the talk with one of them: counts add up, scope holds, nothing is judged."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA


def test_rows_add_up_to_the_total_and_come_by_name(ask: Any) -> None:
    result = ask(ADMIN, "team_activity", period="2026")
    rows, total = result.data["rows"], result.data["total"]
    assert {k: sum(r.get(k, 0) for r in rows) for k in total} == total
    assert [r["who"] for r in rows] == sorted(r["who"] for r in rows)
    assert len(rows) > 1


def test_a_ranking_only_when_asked(ask: Any) -> None:
    result = ask(ADMIN, "team_activity", period="2026", ranked=True)
    sums = [sum(n for k, n in r.items() if k != "who") for r in result.data["rows"]]
    assert sums == sorted(sums, reverse=True)


def test_one_kind_and_the_rows_behind_it(ask: Any) -> None:
    result = ask(ADMIN, "team_activity", period="2026", kinds=["call"], rows=True)
    table = next(b for b in result.show if b.title == "What took place")
    assert set(result.data["total"]) == {"call"}
    assert len(table.rows) == min(20, result.data["total"]["call"])
    assert {r[1] for r in table.rows} <= {"call"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_on_record_and_days_ahead(ask: Any, ask_bare: Any, language: str) -> None:
    assert ask_bare(ADMIN, "team_activity", language=language).ok
    assert ("lies ahead", "还没有到")[language == "zh"] in ask(
        LIN, "team_activity", language=language, period="next month"
    ).say
    assert ("Nothing is on record", "没有跟进记录")[language == "zh"] in ask_bare(
        ADMIN, "team_activity", language=language
    ).say


def test_what_i_did_is_mine_alone(ask: Any) -> None:
    """A manager's own doings are not those of everybody below."""
    mine = ask(LIN, "team_activity", period="2026", whose="me").data["rows"]
    assert len(mine) <= 1
    assert len(ask(LIN, "team_activity", period="2026", whose="my team").data["rows"]) > len(mine)


def test_a_one_to_one_tells_results_deals_promises_and_questions(ask: Any) -> None:
    for language, parts in (
        ("en", ("One-to-one with", "Results, Q4 2026", "Last two weeks", "Promises and plans", "To ask:")),
        ("zh", ("一对一", "业绩", "最近两周", "待办与安排", "可以问")),
    ):
        result = ask(LIN, "brief", language=language, record="Chen", shape="one_to_one")
        assert result.ok
        for part in parts:
            assert part in result.say
    booked = ask(LIN, "pipeline_summary", whose="Chen", period="this quarter", status="won").data["total"]
    amount = booked.get("won", {}).get("amount", "0.00")
    assert f"¥{float(amount):,.0f}" in ask(LIN, "brief", record="Chen", shape="one_to_one").say


def test_a_family_name_alone_will_do(ask: Any) -> None:
    assert "陈" in ask(LIN, "brief", record="陈", shape="one_to_one", language="zh").say
    assert not ask(LIN, "brief", record="欧阳", shape="one_to_one").ok


def test_before_a_talk_with_somebody_above_it_is_ones_own_news(ask: Any) -> None:
    say = ask(CHEN, "brief", record="Lin", shape="one_to_one").say
    assert "does not report to you" in say
    assert "To bring up" in say


def test_a_rep_hears_nothing_of_a_colleague(ask: Any) -> None:
    before = ask(CHEN, "brief", record="Maya", shape="one_to_one"), ask(CHEN, "team_activity", period="2026")
    with ask.world.writing(ADMIN) as crm:
        crm.update(
            crm.get("deal", ask.world.number("deal", "globex-rollout")),
            {"amount": 7_777_777, "next_step": "Unheard of"},
        )
        crm.create(
            "activity",
            {"kind": "call", "subject": "Hidden call", "starts_at": crm.now, "owner": ask.world.actor(MAYA).user_id},
        )
    after = ask(CHEN, "brief", record="Maya", shape="one_to_one"), ask(CHEN, "team_activity", period="2026")
    assert [r.say for r in before] == [r.say for r in after]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_has_nothing_is_everybody_else(ask: Any, language: str) -> None:
    """Sellers with and without anything on record are all whose work is seen, and nobody twice."""
    busy = {r["who"] for r in ask(ADMIN, "team_activity", language=language, period="this week").data["rows"]}
    told = ask(ADMIN, "team_activity", language=language, period="this week", nothing=True)
    idle = set(told.data["idle"])
    assert not idle & busy
    assert len(idle) + len(busy) >= told.data["looked_at"] > 0
    assert all(name in told.say for name in idle)


def test_whose_silence_one_may_know(ask: Any) -> None:
    """A manager learns of those below only; a rep of nobody else."""
    whole = set(ask(ADMIN, "team_activity", period="2020", nothing=True).data["idle"])
    below = set(ask(LIN, "team_activity", period="2020", nothing=True).data["idle"])
    own = set(ask(CHEN, "team_activity", period="2020", nothing=True).data["idle"])
    assert own < below < whole or own <= below < whole
    assert len(own) <= 1
    assert "you have no activity" in ask(CHEN, "team_activity", period="2020", nothing=True).say
    visits = ask(LIN, "team_activity", period="2020", nothing=True, kinds=["visit"])
    assert "no visits" in visits.say
