"""Leads learnt from: what is there is found and said why, what is not there is not pretended, and the past is never judged by the future."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from crm_store.codes import LeadStatus
from crm_store.models import Lead
from crm_store.queries.boosting import Settings, auc, boost
from crm_store.queries.lead_chances import ENOUGH, learnt

START = datetime(2025, 1, 1, tzinfo=UTC)


def leads(count: int, *, signal: float, seed: int = 3) -> list[Lead]:
    rng, made = random.Random(seed), []
    for n in range(count):
        source, top = rng.choice(["referral", "website", "cold_call", "partner"]), rng.random() < 0.4
        odds = 0.3 + signal * ((0.3 if source == "referral" else -0.15 if source == "cold_call" else 0) + (0.2 if top else 0))  # fmt: skip
        lead = Lead(workspace_id=1, name=f"L{n}", title="CEO" if top else "Engineer", email=f"a{n}@corp.example", created_at=START + timedelta(hours=7 * n))  # fmt: skip
        lead.id, lead.version, lead.source = n + 1, 1, source  # type: ignore[assignment]
        lead.status = LeadStatus.CONVERTED if rng.random() < odds else LeadStatus.DEAD
        made.append(lead)
    return made


def test_what_makes_leads_convert_is_found_and_said() -> None:
    held = leads(900, signal=1.0)
    found = learnt(held)
    assert found.state == "learned"
    assert found.auc > 0.65
    good = next(x for x in held if x.source == "referral" and x.title == "CEO")
    bad = next(x for x in held if x.source == "cold_call" and x.title == "Engineer")
    assert (found.chance(good) or 0) > 0.6 > 0.4 > (found.chance(bad) or 1)
    assert {n for n, _, v in found.reasons(good) if v > 0} >= {"source", "title"}
    assert found.reasons(bad)[0][2] < 0
    assert learnt(held) is found


@pytest.mark.parametrize("seed", range(4))
def test_without_a_pattern_nothing_is_pretended(seed: int) -> None:
    found = learnt(leads(600, signal=0.0, seed=100 + seed))
    assert found.state == "none" or found.auc < 0.62


def test_too_few_are_said_to_be_too_few() -> None:
    assert learnt(leads(ENOUGH - 1, signal=1.0)).state == "few"
    assert learnt([]).state == "few"
    one_kind = leads(400, signal=1.0)
    for x in one_kind:
        x.status = LeadStatus.DEAD
    assert learnt(one_kind).state == "few"


def test_what_only_holds_in_the_past_is_not_believed() -> None:
    held = leads(800, signal=1.0)
    rng = random.Random(5)
    for x in held[600:]:  # the pattern is gone in the latest quarter
        x.status = LeadStatus.CONVERTED if rng.random() < 0.4 else LeadStatus.DEAD
    assert learnt(held).state == "none"


def test_trees_see_what_only_matters_together() -> None:
    rng = random.Random(9)
    rows = [{"a": rng.choice("xyz"), "b": rng.random(), "c": rng.random()} for _ in range(2500)]
    won = [rng.random() < (0.85 if (r["a"] == "x") == (r["b"] > 0.5) else 0.15) for r in rows]  # type: ignore[operator]
    model = boost(rows[:2000], won[:2000], Settings(trees=120))
    assert auc(list(model.chances(rows[2000:])), won[2000:]) > 0.8
    assert {n for n, _ in model.reasons(rows[0])} <= {"a", "b", "c"}
    again = boost(rows[:2000], won[:2000], Settings(trees=120))
    assert list(again.chances(rows[:9])) == list(model.chances(rows[:9]))


def test_the_area_under_the_curve_counts_pairs() -> None:
    assert auc([0.1, 0.4, 0.35, 0.8], [False, False, True, True]) == 0.75
    assert auc([0.5, 0.5, 0.5], [True, False, True]) == 0.5
