"""Forecasts on deals whose hazards are known, because this test made them; and what is said when history is too short."""

from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from crm_store.queries import forecast as forecasts
from crm_store.queries.forecast import _train, accuracy, forecast
from crm_store.queries.odds import Table, brier, calibration_error, interval, learn, reliability, simulated
from crm_store.queries.snapshots import Past
from crm_store.store import Store

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
STAGES = (("Qualification", 10), ("Demo", 25), ("Proposal", 50), ("Negotiation", 70))
# Per week, in each stage: the hazard to move on (or, from the last stage, to be won) and to be lost.
ON, LOST = (0.16, 0.14, 0.12, 0.16), (0.05, 0.05, 0.05, 0.04)
GOOD, BAD = 1.7, 0.5
"""How the hazard to move on differs between two sources."""
DEALS, DAYS, SELLERS = 1400, 620, 8


@pytest.fixture(scope="module")
def hazards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store full of deals that moved by these hazards."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('hazards') / 'made.db'}", clock=lambda: NOW)
    store.upgrade()
    _fill(store, Random(42), DEALS)
    yield store
    store.close()


def _fill(store: Store, rng: Random, count: int) -> None:
    with store.session(store.system(), writes=True) as crm:
        line = crm.create("pipeline", {"name": "Made"}).id
        made = [
            crm.create("stage", {"name": n, "pipeline": line, "kind": "open", "probability": p, "position": i})
            for i, (n, p) in enumerate(STAGES)
        ]
        ends = {
            k: crm.create("stage", {"name": k, "pipeline": line, "kind": k, "probability": 100 if k == "won" else 0}).id
            or 0
            for k in ("won", "lost")
        }
        sellers = [
            crm.create("user", {"email": f"s{n}@example.com", "name": f"Seller {n}"}).id or 0 for n in range(SELLERS)
        ]
        crm.flush()
        places = [s.id or 0 for s in made]
        paths = [_path(rng) for _ in range(count)]
        rows = []
        for n, (born, source, steps) in enumerate(paths):
            last, end = steps[-1][1], steps[-1][0]
            closed = last in ends
            rows.append({
                "name": f"Deal {n}", "pipeline": line, "stage": ends[last] if closed else places[int(last)], "amount": Decimal(rng.randrange(10, 90) * 1000),
                "owner": sellers[n % SELLERS], "source": source, "created_at": born, "stage_entered_at": end, "closed_at": end if closed else None,
            })  # fmt: skip
        numbers = crm.create_many("deal", rows, stays=False)
        stays, events = [], []
        for number, (born, _, steps) in zip(numbers, paths, strict=True):
            known = [
                (born, places[0]),
                *((at, ends[s] if s in ends else places[int(s)]) for at, s in steps if at > born),
            ]
            for (at, stage), following in zip(known, [*known[1:], None], strict=True):
                stays.append(
                    {
                        "deal_id": number,
                        "to_stage_id": stage,
                        "entered_at": at,
                        "left_at": following[0] if following else None,
                    }
                )
            events += [
                ("deal", number, "update", b[0], None, {"stage": a[1]}, {"stage": b[1]}) for a, b in pairwise(known)
            ]
        crm.stays(stays)
        crm.book_past(sorted(events, key=lambda e: e[3]))


def _path(rng: Random) -> tuple[datetime, str, list[tuple[datetime, str]]]:
    """(born, source, moves) of one deal: week by week until it is over or today."""
    born = NOW - timedelta(days=rng.uniform(1, DAYS))
    source = rng.choice(("referral", "cold_call"))
    pace = GOOD if source == "referral" else BAD
    at, stage, steps = born, 0, [(born, "0")]
    while (at := at + timedelta(days=7)) < NOW:
        draw = rng.random()
        if draw < LOST[stage]:
            return born, source, [*steps, (at, "lost")]
        if draw < LOST[stage] + ON[stage] * pace:
            stage += 1
            if stage == len(STAGES):
                return born, source, [*steps, (at, "won")]
            steps.append((at, str(stage)))
    return born, source, steps


def test_chances_are_calibrated_and_beat_those_of_the_stages(hazards: Store) -> None:
    with hazards.session(hazards.system()) as crm:
        made = forecast(crm, NOW.date() - timedelta(days=40), NOW.date() + timedelta(days=41))
    assert made.basis == "model"
    assert made.checked is not None
    assert made.checked.error <= 0.05
    assert made.checked.score < made.checked.stage
    assert made.checked.score < made.checked.average
    assert made.low is not None
    assert made.expected is not None
    assert made.high is not None
    assert made.booked < made.low < made.expected < made.high
    chances = {c.deal.source: [] for c in made.chances}
    for c in made.chances:
        chances[c.deal.source].append(c.chance)
    assert sum(chances["referral"]) / len(chances["referral"]) > 2 * sum(chances["cold_call"]) / len(
        chances["cold_call"]
    )


def test_ranges_hold_as_often_as_they_say(hazards: Store) -> None:
    """80 % ranges of each seller at many moments, by a model that knew only what was over by the first of them."""
    horizon = timedelta(days=45)
    grid = [NOW - timedelta(days=400 - 20 * k) for k in range(8)]
    moments = [NOW - horizon - timedelta(days=9 * k) for k in range(16)]
    held = count = 0
    with hazards.session(hazards.system()) as crm:
        past = Past(crm, [*grid, *moments])
        model = _train(past, grid, horizon, timedelta(0))
        assert model is not None
        assert max(grid) + horizon <= min(moments)
        for moment in moments:
            seen = past.at(moment, moment + horizon)
            odds = model.chances([s.features for s in seen]).tolist()
            for seller in {s.deal.owner_id for s in seen}:
                mine = [
                    (p, float(s.deal.amount or 0), s.won)
                    for s, p in zip(seen, odds, strict=True)
                    if s.deal.owner_id == seller
                ]
                if len(mine) < 8:
                    continue
                low, high = interval(simulated([m[0] for m in mine], [m[1] for m in mine], draws=1500))
                count, held = count + 1, held + (low <= sum(m[1] for m in mine if m[2]) <= high)
    assert count > 100
    assert 0.75 <= held / count <= 0.85, held / count


def test_reasons_name_what_matters(hazards: Store) -> None:
    with hazards.session(hazards.system()) as crm:
        made = forecast(crm, NOW.date(), NOW.date() + timedelta(days=60))
    told = {name for c in made.chances[:20] for name, _ in c.reasons}
    assert told & {"source:referral", "source:cold_call"}
    assert any(n.startswith("stage:") for n in told)


def test_a_question_that_follows_learns_nothing_anew_until_something_changed(
    hazards: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt: list[Any] = []

    def counted(*args: Any) -> Any:
        learnt.append(args)
        return learn(*args)

    monkeypatch.setattr(forecasts, "learn", counted)
    monkeypatch.setattr(forecasts, "_KEPT", OrderedDict())

    def told(minutes: int) -> Any:
        with hazards.session(hazards.system(), now=NOW + timedelta(minutes=minutes)) as crm:
            made = forecast(crm, crm.today, crm.today + timedelta(days=60))
        return made.expected, made.low, made.high, [(c.deal.number, c.chance, c.reasons) for c in made.chances]

    first = told(0)
    models = len(learnt)
    assert models > 1  # with those of its back-test
    assert told(20) == first
    assert len(learnt) == models
    told(61)
    assert len(learnt) == 2 * models
    with hazards.session(hazards.system(), writes=True) as crm:
        crm.create("task", {"title": "Something that changed"}, plain=True)
    told(62)
    assert len(learnt) == 3 * models


def test_rows_of_one_table_teach_what_they_teach_alone() -> None:
    rng = Random(5)
    rows = [{"a": rng.random(), f"kind:{rng.randrange(3)}": 1.0} for _ in range(300)]
    won = [rng.random() < r["a"] for r in rows]
    part = Table([*rows, {"elsewhere": 1.0}]).part([slice(100, 200), slice(0, 50)])
    some = rows[100:200] + rows[:50]
    outcomes = won[100:200] + won[:50]
    alone, among = learn(some, outcomes), learn(part, outcomes)
    assert among.chances(rows) == pytest.approx(alone.chances(rows), abs=1e-9)
    assert [n for n, _ in among.reasons(rows[0])] == [n for n, _ in alone.reasons(rows[0])]
    assert among.reasons_of(rows[:9]) == [among.reasons(r) for r in rows[:9]]


def test_a_past_quarter_is_told_without_knowing_what_came(hazards: Store) -> None:
    with hazards.session(hazards.system()) as crm:
        made = accuracy(crm, NOW.date() - timedelta(days=120), NOW.date() - timedelta(days=30))
    assert len(made.told) == 3
    assert all(t.expected is not None for t in made.told)
    assert made.checked is not None
    assert made.checked.score < made.checked.stage
    assert len({t.actual for t in made.told}) == 1


def test_too_few_closed_deals_are_said_to_be_too_few(small_world: Any) -> None:
    with small_world.reading("admin@example.com") as crm:
        made = forecast(crm, crm.today.replace(day=1), crm.today + timedelta(days=30))
        told = accuracy(crm, crm.today - timedelta(days=90), crm.today - timedelta(days=1))
    assert (made.basis, made.expected, made.chances) == ("none", None, [])
    assert (made.won, made.lost) == (5, 2)
    assert all(t.expected is None for t in told.told)


def test_an_empty_store_forecasts_nothing(bare_world: Any) -> None:
    with bare_world.reading("admin@example.com") as crm:
        made = forecast(crm, crm.today, crm.today + timedelta(days=30))
        assert accuracy(crm, crm.today - timedelta(days=90), crm.today).checked is None
    assert (made.basis, made.booked, made.won) == ("none", 0, 0)


def test_what_others_sell_changes_no_forecast(small_world: Any) -> None:
    with small_world.reading("chen@example.com") as crm:
        before = forecast(crm, crm.today, crm.today + timedelta(days=40))
    with small_world.writing("admin@example.com") as crm:
        crm.update(crm.get("deal", small_world.number("deal", "globex-rollout")), {"amount": Decimal(9_999_999)})
    with small_world.reading("chen@example.com") as crm:
        assert forecast(crm, crm.today, crm.today + timedelta(days=40)) == before


def test_noise_teaches_nothing() -> None:
    rng = Random(1)
    rows = [{"a": rng.random(), "b": rng.random()} for _ in range(1000)]
    won = [rng.random() < 0.3 for _ in rows]
    model = learn(rows[:500], won[:500])
    odds = model.chances(rows[500:]).tolist()
    assert brier(odds, won[500:]) > 0.97 * brier([model.base_rate] * 500, won[500:])


def test_rare_wins_do_not_make_the_fit_run_away() -> None:
    rng = Random(9)
    rows = [{"x": rng.gauss(0, 1), "twin": 0.0, "far": 40.0 + rng.gauss(0, 0.01)} for _ in range(2000)]
    won = [rng.random() < (0.12 if r["x"] > 0 else 0.04) for r in rows]
    odds = learn(rows, won).chances(rows).tolist()
    assert abs(sum(odds) / len(odds) - sum(won) / len(won)) < 0.005


def test_scores_are_what_they_are_called() -> None:
    assert brier([1.0, 0.0], [True, False]) == 0
    assert brier([0.5, 0.5], [True, False]) == 0.25
    table = reliability([0.1, 0.1, 0.9, 0.9], [False, False, True, False])
    assert [(b.count, b.came) for b in table] == [(2, 0.0), (2, 0.5)]
    assert calibration_error(table) == pytest.approx((2 * 0.1 + 2 * 0.4) / 4)
    with pytest.raises(ValueError, match="one length"):
        learn([], [])


def test_simulation_is_the_same_every_time() -> None:
    once, again = simulated([0.2, 0.7], [100.0, 50.0]), simulated([0.2, 0.7], [100.0, 50.0])
    assert once.tolist() == again.tolist()
    assert abs(float(once.mean()) - 55) < 3
    assert interval(simulated([], [])) == (0.0, 0.0)
