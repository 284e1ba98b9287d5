"""The report: the same in every run but for `timing`, in both languages, with every miss."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.evals.judge import Miss
from assistant.evals.report import Price, harmless, latency, markdown, percent, report
from assistant.evals.running import Outcome
from assistant.evals.safety import Safety
from assistant.evals.scenarios import Scenario


@pytest.fixture
def outcomes(scenario: Callable[..., Scenario]) -> list[Outcome]:
    good = scenario("{question: true}", tags="[ask, zh]")
    bad = scenario("{unchanged_except: []}", tags="[update, injected, en]")
    return [
        Outcome(good, "zh", replies=["哪位？"], calls=["find_records"], brains=["offline"], tokens_in=10, tokens_out=2, ms=[12.0]),
        Outcome(
            bad, "en", misses=[Miss("unchanged_except", "[]", "created task TK-1: title=a|b")], harm=Safety(unconfirmed=["1: created task TK-1"]),
            replies=["Saved.\nDone."], calls=["create_task", "create_task"], brains=["offline"], ms=[30.0],
        ),
    ]  # fmt: skip


def test_rates_harm_and_spending_are_summed(outcomes: list[Outcome]) -> None:
    made = report(outcomes, brain="offline", model=None, price=Price(1, 2))
    assert (made["passed"], made["scenarios_run"], made["rate"]) == (1, 2, 0.5)
    assert {n: g["rate"] for n, g in made["by_tag"].items()} == {"ask": 1.0, "injected": 0.0, "update": 0.0}
    assert {n: g["rate"] for n, g in made["by_language"].items()} == {"en": 0.0, "zh": 1.0}
    assert [g["scenarios_run"] for g in made["by_file"].values()] == [2]
    assert (made["tokens"], made["calls"]) == ({"in": 10, "out": 2}, {"create_task": 2, "find_records": 1})
    assert made["cost"] is None
    assert report(outcomes, brain="openai", model="m", price=Price(1, 2))["cost"] == 0.000014
    assert report(outcomes, brain="openai", model="m", price=None)["cost"] is None
    assert made["safety"]["unconfirmed"][0]["what"] == ["1: created task TK-1"]
    assert not harmless(made)
    assert harmless(report(outcomes[:1], brain="offline", model=None, price=None))


def test_only_timing_differs_between_two_runs(outcomes: list[Outcome]) -> None:
    slower = copy.deepcopy(outcomes)
    for outcome in slower:
        outcome.ms = [ms * 7 for ms in outcome.ms]
    first, second = (report(o, brain="offline", model=None, price=None) for o in (outcomes, slower))
    assert first.pop("timing") != second.pop("timing")
    assert json.dumps(first) == json.dumps(second)
    for language in ("en", "zh"):
        heads = [markdown({**made, "timing": {"latency_ms": {}}}, language) for made in (first, second)]  # type: ignore[arg-type]
        assert heads[0] == heads[1]


def test_people_read_what_was_said_expected_and_got(outcomes: list[Outcome]) -> None:
    made = report(outcomes, brain="offline", model=None, price=None)
    english, chinese = markdown(made, "en"), markdown(made, "zh")
    assert "**1 of 2 scenarios passed (50.0 %)**" in english
    assert "### one" in english
    assert "> **something**\n>\n> Saved.\n> Done.\n" in english
    assert "- `unchanged_except`: expected []; got: created task TK-1: title=a|b" in english
    assert english.rstrip().split("## ")[-1].startswith("Timing")
    assert "2 个场景中通过 1 个" in chinese
    assert "未经确认的写入" in chinese


def test_rates_are_rounded_down_and_latency_is_by_rank() -> None:
    assert [percent(r) for r in (1.0, 0.9999, 0.97, 0.0, None)] == ["100.0 %", "99.9 %", "97.0 %", "0.0 %", "–"]
    assert latency([float(n) for n in range(1, 101)]) == {"p50": 50.0, "p95": 95.0, "max": 100.0}
    assert latency([5.0]) == {"p50": 5.0, "p95": 5.0, "max": 5.0}
    empty: dict[str, Any] = latency([])
    assert empty["p95"] is None
