"""The past of the demo company, against a replay of its files; bridges that leave nothing over; parts that add up."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_store.codes import RoleName
from crm_store.demo import demo_world, write
from crm_store.queries.bridge import bridge, told
from crm_store.queries.org import subtree
from crm_store.queries.past import deals_at, deals_at_all, end_of
from crm_store.queries.pipeline import PipelineSummary, pipeline
from crm_store.queries.pipeline_past import deals_behind, pipeline_at
from crm_store.store import Store
from crm_store.transfer import import_paths

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
GROUPS = (
    "stage",
    "owner",
    "manager",
    "team",
    "source",
    "month",
    "product",
    "type",
    "account",
    "industry",
    "size",
    "currency",
    "category",
)
FAST, ALL = 25, 1000


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, Any]]]:
    """The demo company in a store, and the files it came from."""
    folder = tmp_path_factory.mktemp("past")
    world = demo_world(TODAY)
    write(world, folder / "world")
    store = Store(f"sqlite:///{folder / 'demo.db'}", clock=lambda: NOW)
    store.upgrade()
    with store.session(store.system(), writes=True) as crm:
        crm.create("user", {"email": "first@example.com", "name": "First", "role": RoleName.ADMIN})
    import_paths(store, None, "first@example.com", [folder / "world"])
    yield store, world.files
    store.close()


class Replay:
    """One deal by its rows alone: what the history says last, before or at a moment."""

    def __init__(self, row: dict[str, str], rows: list[dict[str, str]]) -> None:
        self.row = row
        self.created = datetime.fromisoformat(row["created_at"])
        self.steps: dict[str, tuple[list[datetime], list[str]]] = {}
        for change in sorted(rows, key=lambda c: datetime.fromisoformat(c["at"])):
            moments, values = self.steps.setdefault(change["field"], ([], []))
            moments.append(datetime.fromisoformat(change["at"]))
            values.append(change["after"])

    def at(self, moment: datetime) -> tuple[str, Decimal | None, str, str] | None:
        if self.created > moment:
            return None
        stage, amount, close, owner = (
            self._value(f, moment) for f in ("stage", "amount", "expected_close_date", "owner")
        )
        return stage, Decimal(amount) if amount else None, close, owner

    def _value(self, field: str, moment: datetime) -> str:
        if field not in self.steps:
            return self.row[field]
        moments, values = self.steps[field]
        return values[max(0, bisect_right(moments, moment) - 1)]


def test_as_of_equals_a_replay_of_the_files(company: tuple[Store, Any]) -> None:
    store, files = company
    told: dict[str, list[dict[str, str]]] = {}
    for change in files["deal_history.csv"]:
        told.setdefault(change["deal"], []).append(change)
    by_key = {}
    for row in files["deals.csv"]:
        held = [*told.get(row["external_id"], []), *told.get(row["name"], [])]
        by_key[row["external_id"]] = Replay(row, held)
    rng = Random(5)
    moments = [
        datetime.combine(TODAY, time(9), UTC) - timedelta(minutes=rng.randrange(0, 450 * 1440)) for _ in range(120)
    ]
    with store.session(store.system()) as crm:
        keys = {d.id: d.external_id for d in crm.all(_all_deals())}
        stages = {s.id: s.name for s in crm.all(_all("stage"))}
        people = {u.id: u.email for u in crm.all(_all("user"))}
        seen = deals_at_all(crm, moments)
    for moment, found in zip(moments, seen, strict=True):
        shown = {
            keys[n]: (stages[d.stage_id], d.amount, str(d.expected_close_date or ""), people.get(d.owner_id, ""))
            for n, d in found.items()
        }
        assert shown == {k: state for k, r in by_key.items() if (state := r.at(moment)) is not None}


def test_what_people_do_later_is_walked_back(small_world: Any) -> None:
    """Edits, a deletion, its undoing and a new deal, each at a moment of its own: every state is found again."""
    states: list[tuple[datetime, dict[int, tuple[Any, ...]]]] = []
    rng = Random(3)
    at = small_world.store.clock()
    with small_world.reading("admin@example.com") as crm:
        numbers = sorted(deals_at(crm, crm.now))
        stages = sorted(s.id for s in crm.all(_all("stage")))

    def look(when: datetime) -> dict[int, tuple[Any, ...]]:
        with small_world.store.session(small_world.actor("admin@example.com"), now=when) as crm:
            return {
                d.id: (d.stage_id, d.amount, d.expected_close_date, d.owner_id, d.name) for d in crm.all(_all_deals())
            }

    for step in range(40):
        at += timedelta(hours=rng.randrange(1, 30))
        with small_world.writing("admin@example.com", now=at) as crm:
            number = rng.choice(numbers)
            deal = crm.many("deal", [number]).get(number)
            if deal is None:
                continue
            act = rng.randrange(5)
            if act == 0:
                crm.update(deal, {"amount": Decimal(rng.randrange(1, 900_000))})
            elif act == 1:
                crm.update(deal, {"expected_close_date": TODAY + timedelta(days=rng.randrange(-40, 200))})
            elif act == 2:
                crm.update(deal, {"stage": rng.choice(stages)})
            elif act == 3 and step % 4 == 0:
                crm.delete(deal)
            else:
                numbers.append(crm.create("deal", {"name": f"Made {step}", "amount": Decimal(step)}).id or 0)
        states.append((at, look(at)))
    with small_world.store.session(small_world.actor("admin@example.com"), now=at + timedelta(days=1)) as crm:
        for (when, state), found in zip(states, deals_at_all(crm, [w for w, _ in states]), strict=True):
            shown = {n: (d.stage_id, d.amount, d.expected_close_date, d.owner_id, d.name) for n, d in found.items()}
            assert shown == state, when


def _intervals(count: int) -> Iterator[tuple[datetime, datetime, date | None, date | None, str, str | None]]:
    """(since, until, from day, to day, who asks, currency), the same every time."""
    rng = Random(11)
    who = (
        "gao@example.com",
        "lin@example.com",
        "weber@example.com",
        "chen@example.com",
        "tom@example.com",
        "admin@example.com",
    )
    for _ in range(count):
        a, b = sorted(rng.sample(range(450 * 24 * 60), 2))
        begin = datetime.combine(TODAY, time(1), UTC) - timedelta(days=450)
        start = TODAY + timedelta(days=rng.randrange(-400, 90)) if rng.random() < 0.7 else None
        end = start + timedelta(days=rng.choice((30, 91, 365))) if start else None
        yield (
            begin + timedelta(minutes=a),
            begin + timedelta(minutes=b),
            start,
            end,
            rng.choice(who),
            rng.choice((None, "USD")),
        )


def _check_bridges(store: Store, count: int) -> None:
    for since, until, start, end, email, currency in _intervals(count):
        with store.session(store.actor(email)) as crm:
            made = bridge(crm, since, until, start=start, end=end, currency=currency)
            assert made.residual == 0
            assert made.opening + sum((a for _, _, a in made.bars()), Decimal(0)) == made.closing
            opened = list(told(crm, made, made.moves))
            assert [t.move for t in opened] == made.moves
            assert all(t.move.delta for t in opened if t.deal.amount and t.deal.currency not in made.left_out)
            assert len({m.number for m in made.moves}) == len(made.moves)


def test_bridges_leave_nothing_over(company: tuple[Store, Any]) -> None:
    _check_bridges(company[0], FAST)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_thousand_bridges_leave_nothing_over(company: tuple[Store, Any]) -> None:
    _check_bridges(company[0], ALL)


def test_the_ends_of_a_bridge_are_the_pipeline_of_these_days(company: tuple[Store, Any]) -> None:
    store, _ = company
    for back in (3, 20, 75, 200):
        day = TODAY - timedelta(days=back)
        with store.session(store.actor("gao@example.com")) as crm:
            home = pipeline_at(crm, "owner", day)
            made = bridge(crm, end_of(crm, day), crm.now)
            now = pipeline(crm, "owner")
            assert (made.opened, made.closed) == (home.total.open.count, now.total.open.count)
            assert abs(made.closing - now.total.open.amount) <= Decimal("0.05")


def test_owners_who_changed_hands_are_bars_of_their_own(company: tuple[Store, Any]) -> None:
    store, _ = company
    with store.session(store.system(), writes=True, now=NOW + timedelta(hours=1)) as crm:
        chen, maya = (next(u.id for u in crm.all(_all("user")) if u.email.startswith(n)) for n in ("chen", "maya"))
        deal = next(d for d in deals_at(crm, crm.now).values() if d.owner_id == chen and d.kind == "open" and d.amount)
        crm.update(crm.get("deal", deal.number), {"owner": maya})
    with store.session(store.actor("gao@example.com"), now=NOW + timedelta(hours=2)) as crm:
        given = bridge(crm, NOW, crm.now, owners=subtree(crm, chen or 0))
        taken = bridge(crm, NOW, crm.now, owners=subtree(crm, maya or 0))
        assert [(m.reason, m.number) for m in given.moves] == [("handed_over", deal.number)]
        assert [(m.reason, m.delta) for m in taken.moves] == [("taken_over", -given.moves[0].delta)]
        assert bridge(crm, NOW, crm.now).moves == []


@pytest.mark.parametrize("by", ["stage", "owner", "month", "industry"])
def test_parts_add_up_and_open_to_their_deals(company: tuple[Store, Any], by: Any) -> None:
    store, _ = company
    rng = Random(by)
    for email in ("gao@example.com", "weber@example.com", "zhao@example.com"):
        day = TODAY - timedelta(days=rng.randrange(1, 300))
        start = TODAY - timedelta(days=rng.randrange(0, 200))
        narrow: Any = {"start": start, "end": start + timedelta(days=120)} if rng.random() < 0.5 else {}
        with store.session(store.actor(email)) as crm:
            for summary, then in ((pipeline(crm, by, **narrow), None), (pipeline_at(crm, by, day, **narrow), day)):
                _adds_up(summary)
                for kind in ("open", "won", "lost"):
                    found, worth = deals_behind(crm, then, (kind,), **narrow)
                    tally = summary.total.tallies()[kind]
                    assert len(found) == tally.count
                    assert abs(sum((w or Decimal(0) for w in worth.values()), Decimal(0)) - tally.amount) <= Decimal(
                        "0.005"
                    ) * max(1, len(found))


def test_today_as_of_is_today(company: tuple[Store, Any]) -> None:
    store, _ = company
    with store.session(store.actor("admin@example.com")) as crm:
        for by in GROUPS:
            now, then = pipeline(crm, by), pipeline_at(crm, by, crm.today)  # type: ignore[arg-type]
            assert _figures(now) == _figures(then), by


def test_nobody_sees_the_past_of_others(company: tuple[Store, Any]) -> None:
    store, _ = company
    with store.session(store.actor("chen@example.com")) as crm:
        mine = {d.id for d in crm.all(_all_deals())}
        assert set(deals_at(crm, crm.now - timedelta(days=30))) <= mine
        assert all(m.number in mine for m in bridge(crm, crm.now - timedelta(days=200), crm.now).moves)


def _adds_up(summary: PipelineSummary) -> None:
    for kind, whole in summary.total.tallies().items():
        parts = [r.tallies()[kind] for r in summary.rows]
        assert sum(p.count for p in parts) == whole.count
        assert sum((p.amount for p in parts), Decimal(0)) == whole.amount
        assert sum((p.weighted for p in parts), Decimal(0)) == whole.weighted


def _figures(summary: PipelineSummary) -> dict[Any, Any]:
    return {
        r.key: {k: (t.count, t.amount, t.weighted, t.unpriced) for k, t in r.tallies().items()}
        for r in [*summary.rows, summary.total]
        if any(t.count for t in r.tallies().values())
    }


def _all(entity: str) -> Any:
    from sqlalchemy import select

    from crm_store.models import entity_type

    return select(entity_type(entity))


def _all_deals() -> Any:
    return _all("deal")
