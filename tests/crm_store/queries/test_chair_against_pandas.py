"""What the chair compares, answered again by pandas on the demo company's bare tables: periods, people and teams, held against each other at random."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_store.demo import demo_world
from crm_store.queries.flow import Velocity, flow, passages, times
from crm_store.queries.measures import added, measures
from crm_store.queries.org import subtree, teams_below
from crm_store.queries.pipeline import pipeline
from crm_store.store import Store
from crm_store.transfer import import_world

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
ZONE = ZoneInfo("Asia/Shanghai")
ASKED = 60
TALKS = ("call", "meeting", "visit", "email", "message", "note")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.in_folder(tmp_path_factory.mktemp("demo"), clock=lambda: NOW)
    store.upgrade()
    import_world(store, None, demo_world(NOW.date()), now=NOW)
    yield store
    store.close()


@pytest.fixture(scope="module")
def tables(demo: Store) -> dict[str, Any]:
    """The bare tables, moments as days in Shanghai; nothing here knows the product's code."""
    pandas = pytest.importorskip("pandas")
    with sqlite3.connect(str(demo.engine.url.database)) as db:
        held = {
            t: pandas.read_sql(f'SELECT * FROM "{t}" WHERE deleted_at IS NULL', db)
            for t in ("deal", "stage", "user", "team", "activity", "task", "exchangerate")
        }
        held["stage_history"] = pandas.read_sql("SELECT * FROM stage_history WHERE undone_by IS NULL", db)
    for table, names in {
        "deal": ("created_at", "closed_at"), "activity": ("starts_at",), "task": ("completed_at",), "stage_history": ("entered_at", "left_at"),
    }.items():  # fmt: skip
        for name in names:
            moments = pandas.to_datetime(held[table][name], format="ISO8601").dt.tz_localize("UTC")
            held[table][name.removesuffix("_at") + "_day"] = moments.dt.tz_convert(ZONE).dt.strftime("%Y-%m-%d")
            held[table][name + "_utc"] = moments
    deals = held["deal"].merge(
        held["stage"][["id", "kind", "probability", "position"]].rename(
            columns={"id": "stage_id", "probability": "usual"}
        ),
        on="stage_id",
    )
    held["deal"] = deals.merge(
        held["user"][["id", "team_id"]].rename(columns={"id": "owner_id", "team_id": "of_owner"}), on="owner_id"
    )
    held["deal"]["team"] = held["deal"].team_id.fillna(held["deal"].of_owner)
    return held


def rate(tables: dict[str, Any], currency: str, day: str) -> Decimal:
    if currency == "CNY":
        return Decimal(1)
    rates = tables["exchangerate"]
    known = rates[(rates.base == currency) & (rates.quote == "CNY") & (rates.starts_on <= day)].sort_values("starts_on")
    return Decimal(known.iloc[-1]["rate"])


def worth(tables: dict[str, Any], rows: Any, day: str | None = None) -> Decimal:
    """What deals come to in the company's currency: at the rate of the closing day, of `day` or of today."""
    total = Decimal(0)
    for row in rows.itertuples():
        if row.amount != row.amount or row.amount is None:
            continue
        on = day or (
            row.closed_day if row.kind in ("won", "lost") and isinstance(row.closed_day, str) else "2026-11-20"
        )
        total += Decimal(int(row.amount)) / 10000 * rate(tables, row.currency, on)
    return total.quantize(Decimal("0.01"))


def _questions() -> Iterator[tuple[str, str | None, date, date]]:
    rng = Random(20)
    people = ["tom@example.com", "elif@example.com", "chen@example.com", "lin@example.com", "maya@example.com"]
    for _ in range(ASKED):
        start = date(2025, 9, 1) + timedelta(days=rng.randrange(430))
        kind = rng.choice(("person", "team", "all"))
        who = {
            "person": rng.choice(people),
            "team": rng.choice(["Shanghai 上海", "Suzhou 苏州", "APAC 亚太区", "Berlin 柏林"]),
            "all": None,
        }[kind]
        yield kind, who, start, start + timedelta(days=rng.choice((6, 29, 90, 180)))


def test_both_sides_equal_pandas(demo: Store, tables: dict[str, Any]) -> None:
    different = []
    users, teams = tables["user"], tables["team"]
    for kind, who, start, end in _questions():
        with demo.session(demo.system()) as crm:
            owners = subtree(crm, int(users[users.email == who].id.iloc[0])) if kind == "person" else None
            of_teams = teams_below(crm, int(teams[teams.name == who].id.iloc[0])) if kind == "team" else None
            made = measures(crm, owners=owners, teams=of_teams, start=start, end=end)
        first, last = start.isoformat(), end.isoformat()
        deals = tables["deal"]
        if owners is not None:
            deals = deals[deals.owner_id.isin(owners)]
        if of_teams is not None:
            deals = deals[deals.team.isin(of_teams)]
        closed = deals[(deals.closed_day >= first) & (deals.closed_day <= last)]
        won, lost = closed[closed.kind == "won"], closed[closed.kind == "lost"]
        expected = deals[
            (deals.kind == "open") & (deals.expected_close_date >= first) & (deals.expected_close_date <= last)
        ]
        new = deals[(deals.created_day >= first) & (deals.created_day <= last)]
        shown = (
            made.won.count,
            made.won.amount,
            made.lost.count,
            made.lost.amount,
            made.open.count,
            made.open.amount,
            made.new.count,
        )
        held = (
            len(won),
            worth(tables, won),
            len(lost),
            worth(tables, lost),
            len(expected),
            worth(tables, expected),
            len(new),
        )
        if shown != held or abs(made.new.amount - worth(tables, new)) > Decimal("0.01") * max(1, len(new)):
            different.append((kind, who, first, last, shown, held))
        done = _done(tables, owners, of_teams, first, last)
        if {k: n for k, n in made.done.items() if n} != done:
            different.append((kind, who, first, last, made.done, done))
    assert different == []


def _done(tables: dict[str, Any], owners: Any, teams: Any, first: str, last: str) -> dict[str, int]:
    users = tables["user"].set_index("id").team_id
    acts, tasks = tables["activity"], tables["task"]
    acts = acts[(acts.status == "held") & (acts.starts_day >= first) & (acts.starts_day <= last)]
    acts = acts[acts.starts_at_utc <= NOW.astimezone(UTC)]
    on = tasks.completed_day.where(tasks.completed_day.notna(), tasks.due_on)
    tasks = tasks[(tasks.status == "done") & (on >= first) & (on <= last)]
    if owners is not None:
        acts, tasks = acts[acts.owner_id.isin(owners)], tasks[tasks.assignee_id.isin(owners)]
    if teams is not None:
        acts = acts[acts.team_id.fillna(acts.owner_id.map(users)).isin(teams)]
        tasks = tasks[tasks.assignee_id.map(users).isin(teams)]
    made = {k: int((acts.kind == k).sum()) for k in TALKS} | {"task": len(tasks)}
    return {k: n for k, n in made.items() if n}


def test_what_was_added_is_drilled_down_to_the_cent(demo: Store, tables: dict[str, Any]) -> None:
    with demo.session(demo.system()) as crm:
        rows = added(crm, start=date(2026, 7, 1), end=date(2026, 9, 30))
        whole = measures(crm, start=date(2026, 7, 1), end=date(2026, 9, 30)).new
    deals = tables["deal"]
    wanted = deals[(deals.created_day >= "2026-07-01") & (deals.created_day <= "2026-09-30")]
    assert [d.id for d, _ in rows] == sorted(wanted.id, key=lambda n: (wanted.set_index("id").created_at[n], n))
    assert sum((w or Decimal(0) for _, w in rows), Decimal(0)) == whole.amount


def _stays(tables: dict[str, Any]) -> Any:
    stages = tables["stage"].rename(columns={"id": "to_stage_id", "kind": "of_stage"})
    return tables["stage_history"].merge(
        stages[["to_stage_id", "pipeline_id", "position", "of_stage", "name"]], on="to_stage_id"
    )


@pytest.mark.parametrize(("first", "last"), [(None, None), ("2026-01-01", "2026-12-31"), ("2026-07-01", "2026-09-30")])
def test_conversion_and_days_equal_pandas(
    demo: Store, tables: dict[str, Any], first: str | None, last: str | None
) -> None:
    start, end = (date.fromisoformat(first), date.fromisoformat(last)) if first and last else (None, None)
    stays, deals = _stays(tables), tables["deal"].set_index("id")
    with demo.session(demo.system()) as crm:
        made = flow(crm)
        opened = made.open_stages()
        shown = {
            (a.id, b.id): passages(made, a, b, crm, start, end).get(None)
            for a in opened
            for b in opened
            if a.pipeline_id == b.pipeline_id and b.position > a.position
        }
        spent = times(made, crm, start, end)
    for (a, b), found in shown.items():
        here, there = stays[stays.to_stage_id == a], tables["stage"].set_index("id").loc[b]
        if first:
            here = here[(here.entered_day >= first) & (here.entered_day <= last)]
        here = here.sort_values("entered_at_utc").drop_duplicates("deal_id")
        moved = lost = 0
        for row in here.itertuples():
            later = stays[
                (stays.deal_id == row.deal_id)
                & (stays.entered_at_utc > row.entered_at_utc)
                & (stays.pipeline_id == row.pipeline_id)
            ]
            on = ((later.of_stage == "open") & (later.position >= there.position)) | (later.of_stage == "won")
            moved += bool(on.any())
            lost += not on.any() and deals.kind[row.deal_id] == "lost"

        assert not found or (found.entered, found.moved, found.lost) == (len(here), moved, lost)
    over = stays[stays.left_day.notna() & (stays.of_stage == "open")]
    if first:
        over = over[(over.left_day >= first) & (over.left_day <= last)]
    days = (over.left_at_utc - over.entered_at_utc).dt.total_seconds() / 86400
    usual = days.groupby(over.to_stage_id).median()
    assert {k: t.usual for k, t in spent.items() if t.over} == {k: round(v) for k, v in usual.items()}


def test_velocity_is_the_formula(demo: Store, tables: dict[str, Any]) -> None:
    from crm_store.queries.outcomes import outcomes

    deals = tables["deal"]
    closed = deals[(deals.closed_day >= "2026-01-01") & (deals.closed_day <= "2026-10-31")]
    won = closed[closed.kind == "won"]
    days = float(((won.closed_at_utc - won.created_at_utc).dt.total_seconds() / 86400).mean())
    with demo.session(demo.system()) as crm:
        total = outcomes(crm, "source", start=date(2026, 1, 1), end=date(2026, 10, 31)).total
    number = int((deals.kind == "open").sum())
    made = Velocity(number, total.won, total.count, total.won_amount, sum(total.won_days) / len(total.won_days))
    expected = (
        number * float(worth(tables, won)) / len(won) * len(won) / len(closed[closed.kind.isin(["won", "lost"])]) / days
    )
    assert made.per_day is not None
    assert float(made.per_day) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("day", ["2026-09-01", "2025-11-03", "2026-11-20"])
def test_every_amount_at_the_rates_of_one_day(demo: Store, tables: dict[str, Any], day: str) -> None:
    deals = tables["deal"]
    with demo.session(demo.system()) as crm:
        made = pipeline(crm, "currency", rates_of=date.fromisoformat(day))
        home = pipeline(crm, "stage", rates_of=date.fromisoformat(day)).total
    for kind in ("open", "won", "lost", "on_hold"):
        part = deals[deals.kind == kind]
        tally = made.total.tallies()[kind]
        assert (tally.count, tally.amount) == (len(part), worth(tables, part, day))
        assert home.tallies()[kind].amount == tally.amount
    assert made.total.open.amount != pipeline_today(demo).open.amount or day == "2026-11-20"


def pipeline_today(demo: Store) -> Any:
    with demo.session(demo.system()) as crm:
        return pipeline(crm, "stage").total


def test_by_age_and_by_customer_level_equals_pandas(demo: Store, tables: dict[str, Any]) -> None:
    pandas = pytest.importorskip("pandas")
    deals = tables["deal"][tables["deal"].kind == "open"].copy()
    with sqlite3.connect(str(demo.engine.url.database)) as db:
        levels = pandas.read_sql("SELECT id AS account_id, level FROM account WHERE deleted_at IS NULL", db)
    deals = deals.merge(levels, on="account_id", how="left")
    days = deals.created_day.map(lambda d: (date(2026, 11, 20) - date.fromisoformat(d)).days)
    bands = days.map(lambda n: sum(n > edge for edge in (30, 60, 90, 180, 365)))
    with demo.session(demo.system()) as crm:
        by_age = {r.key: (r.open.count, r.open.amount) for r in pipeline(crm, "age").rows if r.open.count}
        by_level = {str(r.key): r.open.count for r in pipeline(crm, "level").rows if r.open.count}
    wanted = {int(k): len(rows) for k, rows in deals.groupby(bands)}
    assert {k: n for k, (n, _) in by_age.items()} == wanted
    assert len(wanted) > 2
    assert sum(amount for _, amount in by_age.values()) == worth(tables, deals)
    assert by_level == {str(k): int(n) for k, n in deals.level.fillna("None").value_counts().items()}
