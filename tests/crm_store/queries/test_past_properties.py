"""A generated history against an oracle that kept a copy of the tables after every change: any moment reads as it was, to the cent."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, LIN, MAYA, MOMENT, TOM
from sqlalchemy import select, text

from crm_store import proposals, states, wall
from crm_store.errors import StoreError
from crm_store.models import Deal, DealState, table_of
from crm_store.past import past
from crm_store.proposals import Draft
from crm_store.queries.bridge import bridge
from crm_store.queries.find import Condition, Query, count, records
from crm_store.queries.past import deals_at_all
from crm_store.queries.pipeline import PipelineRow, pipeline, pipeline_then
from crm_store.queries.pipeline_past import deals_behind, pipeline_at
from crm_store.undo import redo_proposal, undo_proposal

STEPS = 160
HERE, ALL = 60, 1000
ENGINES = [pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)]
FIGURES = (
    "name", "stage_id", "amount", "currency", "probability", "expected_close_date", "closed_at", "owner_id", "account_id", "product_id",
    "pipeline_id", "source", "type", "forecast_category",
)  # fmt: skip
RATES = {
    "CNY": [("2000-01-01", "1")],
    "USD": [("2026-01-01", "7.10"), ("2026-10-01", "7.20")],
    "EUR": [("2026-01-01", "7.80"), ("2026-11-01", "7.90")],
}
CENT = Decimal("0.01")


def rate(currency: str | None, day: date) -> Decimal | None:
    known = [Decimal(r) for since, r in RATES.get(currency or "CNY", []) if date.fromisoformat(since) <= day]
    return known[-1] if known else None


def moment(held: Any) -> datetime | None:
    if held is None:
        return None
    at = held if isinstance(held, datetime) else datetime.fromisoformat(str(held))
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


@dataclass
class Oracle:
    """What the tables held after every commit, copied by plain SQL; knows nothing of the log nor of states."""

    world: Any
    kinds: dict[int, str] = field(default_factory=dict)
    moments: list[datetime] = field(default_factory=list)
    copies: list[dict[int, dict[str, Any]]] = field(default_factory=list)

    def look(self, at: datetime) -> None:
        with wall.within(self.world.store.engine, 1).connect().execution_options(parley_writes=False) as db:
            rows = [dict(r) for r in db.execute(text("select * from deal where deleted_at is null")).mappings()]
            self.kinds = dict(tuple(r) for r in db.execute(text("select id, kind from stage")))  # type: ignore[misc]
        for row in rows:
            for name in ("amount", "probability"):
                row[name] = None if row[name] is None else Decimal(row[name]) / 10_000
            for name in ("closed_at", "created_at", "stage_entered_at"):
                row[name] = moment(row[name])
            for name in ("expected_close_date", "next_step_date"):
                row[name] = None if row[name] is None else date.fromisoformat(str(row[name]))
        self.moments.append(at)
        self.copies.append({r["id"]: r for r in rows})

    def at(self, then: datetime) -> dict[int, dict[str, Any]]:
        return self.copies[bisect_right(self.moments, then) - 1]

    def kind(self, row: dict[str, Any]) -> str:
        return self.kinds.get(row["stage_id"], "open")

    def worth(self, row: dict[str, Any], today: date, zone: Any) -> Decimal | None:
        closed = self.kind(row) in ("won", "lost") and row["closed_at"]
        factor = rate(row["currency"], row["closed_at"].astimezone(zone).date() if closed else today)
        return None if row["amount"] is None or factor is None else row["amount"] * factor

    def summary(self, rows: Any, key: str, today: date, zone: Any) -> dict[Any, dict[str, tuple[int, Decimal]]]:
        made: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(lambda: [0, Decimal(0)]))
        for row in rows:
            tally = made[row[key]][self.kind(row)]
            tally[0], tally[1] = tally[0] + 1, tally[1] + (self.worth(row, today, zone) or 0)
        return {k: {kind: (n, a) for kind, (n, a) in held.items()} for k, held in made.items()}


def step(world: Any, chance: Random, at: datetime, cards: list[str], n: int) -> None:
    """Something somebody does at a moment: an edit, a bulk card, its undoing or redoing, a new deal, a deletion, a merge."""
    stages = [
        world.number("stage", s) for s in ("Qualification", "Demo", "Proposal", "Negotiation", "On Hold", "Won", "Lost")
    ]
    with world.writing(ADMIN, now=at, turn=f"turn {n}") as crm:
        deals = records(crm, Query("deal"))
        some = chance.sample(deals, min(len(deals), 3))
        act = chance.choice(
            (
                "edit",
                "edit",
                "edit",
                "stage",
                "stage",
                "hand",
                "make",
                "delete",
                "card",
                "undo",
                "redo",
                "merge",
                "rest",
            )
        )
        if act == "edit":
            day = (MOMENT + timedelta(days=chance.randrange(-90, 200))).date()
            value = chance.choice(
                (
                    {"amount": Decimal(chance.randrange(10**9)) / 100}, {"amount": None}, {"expected_close_date": day}, {"probability": Decimal(chance.randrange(101))},
                    {"currency": chance.choice(("CNY", "USD", "EUR", "JPY"))}, {"name": f"Deal {n}"}, {"source": "referral"}, {"expected_close_date": None},
                )
            )  # fmt: skip
            crm.update(some[0], value)
        elif act == "stage":
            crm.update(some[0], {"stage": chance.choice(stages)})
        elif act == "hand":
            crm.update(some[0], {"owner": world.number("user", chance.choice((CHEN, MAYA, TOM)))})
        elif act == "make":
            amount = Decimal(chance.randrange(10**8)) / 100
            crm.create(
                "deal",
                {
                    "name": f"Made {n}",
                    "amount": amount,
                    "currency": "USD",
                    "stage": chance.choice(stages),
                    "owner": world.number("user", CHEN),
                },
            )
        elif act == "delete" and len(deals) > 8:
            crm.delete(some[0])
        elif act == "rest":
            crm.update(some[0], {"next_step": f"step {n}"})
        elif act == "merge" and len(deals) > 8 and n % 3 == 0:
            draft = Draft(crm)
            draft.merge(some[0], some[1])
            cards.append(draft.save(thread=None, tool="propose_change").id)
        elif act == "card":
            draft = Draft(crm)
            for deal in some:
                draft.update(deal, {"stage": chance.choice(stages), "amount": Decimal(chance.randrange(10**7))})
            if draft.changes:
                cards.append(draft.save(thread=None, tool="propose_change").id)
        elif act in ("undo", "redo") and cards:
            undoing = undo_proposal if act == "undo" else redo_proposal
            with suppress(StoreError):
                undoing(crm, proposals.get(crm, chance.choice(cards)))
            return
        else:
            return
    if act in ("card", "merge") and cards:
        with suppress(StoreError), world.writing(ADMIN, now=at) as crm:
            proposals.apply(crm, proposals.get(crm, cards[-1]))


@pytest.fixture(scope="module", params=ENGINES)
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worlds_opener: Any
) -> Iterator[tuple[Any, Oracle, datetime]]:
    """A company with a generated history, what the oracle saw of it, and a moment after it all."""
    with worlds_opener(request, tmp_path_factory.mktemp("told")) as make:
        world = make(request.param)
        chance, at, oracle, cards = Random(29), MOMENT, Oracle(world), list[str]()
        oracle.look(at)
        for n in range(STEPS):
            at += timedelta(minutes=chance.choice((1, 30, 200, 900)))
            for _ in range(chance.choice((1, 1, 2))):  # sometimes two units of work at one moment
                step(world, chance, at, cards, n)
            at += timedelta(seconds=2)
            oracle.look(at)
        yield world, oracle, at + timedelta(days=1)


def times(oracle: Oracle, number: int, seed: int) -> list[datetime]:
    """Random moments since the first copy; some fall on a change itself."""
    chance, first, last = Random(seed), oracle.moments[0], oracle.moments[-1]
    span = (last - first).total_seconds()
    # Between a change and the look at it nothing is known of the copies, so moments within these two seconds move behind them.
    made = [first + timedelta(seconds=chance.random() * span) for _ in range(number - number // 5)]
    made = [next((m for m in oracle.moments if t < m <= t + timedelta(seconds=2)), t) for t in made]
    return made + chance.choices(oracle.moments, k=number // 5)


NUMBER = pytest.mark.parametrize(
    "number", [HERE, pytest.param(ALL, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])]
)


@NUMBER
def test_every_deal_reads_as_it_stood(told: Any, number: int) -> None:
    world, oracle, now = told
    asked = times(oracle, number, 1)
    with world.store.session(world.actor(ADMIN), now=now) as crm:
        for then, found in zip(asked, deals_at_all(crm, asked), strict=True):
            shown = {n: tuple(getattr(d, f) for f in FIGURES) for n, d in found.items()}
            assert shown == {n: tuple(r[f] for f in FIGURES) for n, r in oracle.at(then).items()}, then


@NUMBER
def test_summaries_equal_the_sums_of_then(told: Any, number: int) -> None:
    world, oracle, now = told
    chance = Random(2)
    for then in times(oracle, number, 3):
        by, key = chance.choice(
            (
                ("stage", "stage_id"),
                ("owner", "owner_id"),
                ("currency", "currency"),
                ("source", "source"),
                ("account", "account_id"),
            )
        )
        owners = chance.choice((None, [world.number("user", e) for e in chance.sample((CHEN, MAYA, TOM), 2)]))
        with world.store.session(world.actor(ADMIN), now=now) as crm:
            made = pipeline_then(crm, by, then, owners=owners)
            day, zone = crm.actor.today(then), crm.actor.zone
        rows = [r for r in oracle.at(then).values() if owners is None or r["owner_id"] in owners]
        expected = oracle.summary(rows, key, day, zone)
        assert {r.key for r in made.rows if any(t.count for t in r.tallies().values())} == set(expected)
        for row in made.rows:
            for kind, tally in row.tallies().items():
                number_, amount = expected.get(row.key, {}).get(kind, (0, Decimal(0)))
                assert tally.count == number_
                assert (
                    abs(tally.amount - amount) <= CENT
                )  # a row may carry a cent of those before it, so that they add up
        adds_up(made.rows, made.total)
        for kind, tally in made.total.tallies().items():
            exact = sum((oracle.worth(r, day, zone) or Decimal(0) for r in rows if oracle.kind(r) == kind), Decimal(0))
            assert tally.amount == exact.quantize(CENT), (then, kind)


def adds_up(rows: list[PipelineRow], total: PipelineRow) -> None:
    for kind, whole in total.tallies().items():
        parts = [r.tallies()[kind] for r in rows]
        assert sum(p.count for p in parts) == whole.count
        assert sum((p.amount for p in parts), Decimal(0)) == whole.amount
        assert sum((p.weighted for p in parts), Decimal(0)) == whole.weighted


@NUMBER
def test_records_lists_and_reports_of_a_copy_are_those_of_then(told: Any, number: int) -> None:
    """Every column of every deal, a filtered list with its total, and the report people get, on the store as it stood."""
    world, oracle, now = told
    skipped = {
        "version",
        "updated_at",
        "updated_by_id",
        "last_activity_at",
        "custom",
        "tags",
        "created_via",
        "deleted_at",
        "created_at",
    }
    wanted = Query(
        "deal", [Condition("stage.kind", "=", ["open"]), Condition("amount", ">", 100_000)], sort=[("name", False)]
    )
    for then in times(oracle, number, 5):
        with world.store.session(world.actor(ADMIN), now=now) as crm, past(crm, then, ("deal", "account")) as back:
            rows = {d.id: d for d in records(back, Query("deal"))}
            held = oracle.at(then)
            assert set(rows) == set(held)
            for n, row in held.items():
                same = {c: getattr(rows[n], c) for c in row if c not in skipped}
                assert same == {c: row[c] for c in same}, (then, n)
            listed = [
                r
                for r in held.values()
                if oracle.kind(r) == "open"
                and r["amount"] is not None
                and (oracle.worth(r, back.today, crm.actor.zone) or 0) > 100_000
            ]
            if all(r["currency"] == "CNY" for r in listed):
                assert count(back, wanted) >= len(listed)
            assert [d.id for d in records(back, wanted)] == [
                r["id"] for r in sorted((held[d.id] for d in records(back, wanted)), key=lambda r: (r["name"], r["id"]))
            ]
            assert repr(pipeline(back, "owner").total) == repr(pipeline_then(crm, "owner", then).total)


@NUMBER
def test_bridges_leave_nothing_over_and_open_to_their_deals(told: Any, number: int) -> None:
    world, oracle, now = told
    chance = Random(7)
    asked = [sorted(chance.sample(times(oracle, 40, n), 2)) for n in range(number)]
    for since, until in asked:
        owners = chance.choice((None, None, [world.number("user", e) for e in chance.sample((CHEN, MAYA, TOM), 2)]))
        with world.store.session(world.actor(chance.choice((ADMIN, ADMIN, LIN))), now=now) as crm:
            made = bridge(crm, since, until, owners=owners)
            today, everything = until.astimezone(crm.actor.zone).date(), crm.actor.everything
        assert made.residual == 0
        assert made.opening + sum((a for _, _, a in made.bars()), Decimal(0)) == made.closing
        first, last = oracle.at(since), oracle.at(until)

        def counted(row: Any, of: Any = owners) -> bool:
            return row is not None and oracle.kind(row) == "open" and (of is None or row["owner_id"] in of)

        def worth(row: Any, on: date = today) -> Decimal:
            factor = rate(row["currency"], on) if counted(row) else None
            return (
                (row["amount"] * factor).quantize(CENT)
                if factor is not None and row["amount"] is not None
                else Decimal(0)
            )

        for reason, deals, amount in made.bars():
            behind = [m for m in made.moves if m.reason == reason]
            assert (deals, amount) == (len(behind), sum((m.delta for m in behind), Decimal(0)))
        for m in made.moves:
            assert m.delta == worth(last.get(m.number)) - worth(first.get(m.number)), (since, until, m)
        if everything:
            ends = [[r for r in side.values() if counted(r)] for side in (first, last)]
            assert (made.opened, made.closed) == tuple(len(e) for e in ends)
            for shown, end in zip((made.opening, made.closing), ends, strict=True):
                assert abs(shown - sum((worth(r) for r in end), Decimal(0))) <= CENT / 2 * (len(end) + 1)
            moved = {
                n
                for n in first.keys() | last.keys()
                if counted(first.get(n)) != counted(last.get(n)) or worth(first.get(n)) != worth(last.get(n))
            }
            assert {m.number for m in made.moves} == moved


@NUMBER
def test_the_deals_behind_a_figure_are_those_it_counts(told: Any, number: int) -> None:
    world, oracle, now = told
    chance = Random(11)
    for then in times(oracle, number, 13):
        kind = chance.choice(("open", "on_hold", "won", "lost"))
        with world.store.session(world.actor(chance.choice((ADMIN, LIN, CHEN))), now=now) as crm:
            day = crm.actor.today(then)
            if day >= crm.today:
                continue
            tally = pipeline_at(crm, "owner", day).total.tallies()[kind]
            found, worth = deals_behind(crm, day, (kind,))
        assert len(found) == tally.count
        assert abs(sum((w or Decimal(0) for w in worth.values()), Decimal(0)) - tally.amount) <= CENT / 2 * (
            len(found) + 1
        )


def test_states_kept_one_by_one_are_those_read_off_the_log(told: Any) -> None:
    """What every commit wrote equals what the event log tells, for every deal."""
    world, _, now = told
    t = table_of(DealState)

    def kept() -> list[Any]:
        with wall.within(world.store.engine, 1).connect().execution_options(parley_writes=False) as db:
            rows = db.execute(t.select().order_by(t.c.deal_id, t.c.begun_at))
            return [tuple(r) for r in rows if r.begun_at < r.ended_at]

    before = folded(kept())
    with world.store.session(world.store.system(), writes=True, now=now) as crm:
        states.restate(
            crm.inside, 1, {row[1] for row in before} | set(crm.inside(select(table_of(Deal).c.id)).scalars())
        )
    assert folded(kept()) == before


def folded(rows: list[Any]) -> list[Any]:
    """Neighbouring states with the same values as one: a change and its undoing at one moment leave no trace in the log's order."""
    made: list[list[Any]] = []
    for row in rows:
        if made and made[-1][1] == row[1] and made[-1][3] == row[2] and made[-1][4:] == list(row[4:]):
            made[-1][3] = row[3]
        else:
            made.append(list(row))
    return [tuple(r) for r in made]
