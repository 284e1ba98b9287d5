"""What access, audit, undo, history and duplicates cost on a generated company, each against hand-written SQL in the same run.

PARLEY_BENCH_DEALS says how many deals (5,000; the issue's figures are for 1,000,000), PARLEY_BENCH_DATABASE_URL runs the same on an
empty PostgreSQL database. Hand-written SQL knows no scope, no audit and no undo: the ratio is what these cost.
"""

import os
import random
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from crm_store import proposals
from crm_store.demo import demo_world
from crm_store.past import past
from crm_store.proposals import MOST_CHANGES, Draft
from crm_store.queries.doubles import doubles, doubles_of
from crm_store.queries.find import Condition, Query, count, records
from crm_store.queries.pipeline import pipeline
from crm_store.queries.seals import seal_defects
from crm_store.store import Store
from crm_store.transfer import import_world
from crm_store.undo import undo_proposal

REP, ADMIN = "chen@example.com", "admin@example.com"


def run() -> list[dict[str, Any]]:
    deals = int(os.environ.get("PARLEY_BENCH_DEALS", "5000"))
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("PARLEY_BENCH_DATABASE_URL")
        store = Store(url) if url else Store.in_folder(Path(folder))
        store.upgrade()
        import_world(store, None, demo_world(date(2026, 11, 20), scale=deals))
        store.tune()
        rows = _measure(store)
        store.close()
    where = "PostgreSQL" if url else "SQLite"
    return [{**row, "name": f"{where}, {deals:,} deals: {row['name']}"} for row in rows]


def _measure(store: Store) -> list[dict[str, Any]]:
    rep, admin = store.actor(REP), store.actor(ADMIN)
    with store.session(rep) as crm:
        mine = [d.id or 0 for d in records(crm, Query("deal", [Condition("owner", "=", rep.user_id)]))]
    pick = random.Random(1)
    return [
        *_one_record(store, rep, mine, pick), *_list(store, rep), *_apply(store, rep, mine, pick), *_bulk(store, admin),
        *_as_of(store, rep), *_doubles(store, admin, pick), *_seals(store),
    ]  # fmt: skip


def _one_record(store: Store, rep: Any, mine: list[int], pick: random.Random) -> list[dict[str, Any]]:
    chosen = [pick.choice(mine) for _ in range(300)]

    def ours(n: int) -> None:
        with store.session(rep) as crm:
            crm.get("deal", n)

    def theirs(n: int) -> None:
        with store.engine.connect().execution_options(parley_writes=False) as db:
            db.execute(text("select * from deal where workspace_id = 1 and id = :n"), {"n": n}).one()

    a, b = _times(ours, chosen), _times(theirs, chosen)
    return [
        {
            "name": "one record in scope, p50 over plain SQL",
            "value": statistics.median(a) / statistics.median(b),
            "unit": "×",
            "limit": 2,
        },
        {"name": "one record in scope, p50", "value": statistics.median(a), "unit": "ms", "peer": statistics.median(b)},
    ]


def _list(store: Store, rep: Any) -> list[dict[str, Any]]:
    query = Query("deal", [Condition("stage.kind", "=", ["open"]), Condition("amount", ">", 100_000)], limit=50)

    def ours(_: int) -> None:
        with store.session(rep) as crm:
            records(crm, query)
            count(crm, query)

    def theirs(_: int) -> None:
        where = (
            "from deal d join stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id where d.workspace_id = 1 and d.deleted_at is null "
            "and s.kind = 'open' and d.amount > 1000000000"
        )
        with store.engine.connect().execution_options(parley_writes=False) as db:
            db.execute(text(f"select d.* {where} order by d.id limit 50")).all()
            db.execute(text(f"select count(*) {where}")).one()

    a, b = _times(ours, range(40)), _times(theirs, range(40))
    return [
        {
            "name": "filtered list of 50 with its total, p95",
            "value": _p95(a),
            "unit": "ms",
            "limit": 50,
            "peer": _p95(b),
        }
    ]


def _apply(store: Store, rep: Any, mine: list[int], pick: random.Random) -> list[dict[str, Any]]:
    cards = []
    for n, deal in enumerate(pick.sample(mine, min(60, len(mine)))):
        with store.session(rep, writes=True, turn=f"b{n}") as crm:
            draft = Draft(crm)
            draft.update(crm.get("deal", deal), {"next_step": f"step {n}"})
            cards.append(draft.save(thread=None, tool="propose_change").id)

    def ours(card: str) -> None:
        with store.session(rep, writes=True) as crm:
            proposals.apply(crm, proposals.get(crm, card))

    def theirs(n: int) -> None:
        with store.engine.begin() as db:
            db.execute(text("update deal set version = version where workspace_id = 1 and id = :n"), {"n": n})

    a, b = _times(ours, cards), _times(theirs, mine[:60])
    return [{"name": "saving a card of one record, p95", "value": _p95(a), "unit": "ms", "limit": 25, "peer": _p95(b)}]


def _bulk(store: Store, admin: Any) -> list[dict[str, Any]]:
    with store.session(admin, writes=True, turn="bulk") as crm:
        draft = Draft(crm)
        found = records(crm, Query("deal", [], limit=MOST_CHANGES))
        for deal in found:
            draft.update(deal, {"next_step": "moved in bulk"})
        card = draft.save(thread=None, tool="propose_change").id
    started = time.perf_counter()
    with store.session(admin, writes=True) as crm:
        proposals.apply(crm, proposals.get(crm, card))
    saved = time.perf_counter() - started
    started = time.perf_counter()
    with store.session(admin, writes=True) as crm:
        undo_proposal(crm, proposals.get(crm, card))
    undone = time.perf_counter() - started
    started = time.perf_counter()
    with store.engine.begin() as db:
        db.execute(text("update deal set version = version where workspace_id = 1"))
    bare = time.perf_counter() - started
    many = len(found)
    return [
        {
            "name": f"bulk change of {many:,} with audit, per 10,000",
            "value": saved * 10_000 / many,
            "unit": "s",
            "limit": 15,
            "peer": bare * 10_000 / many,
        },
        {"name": "its undo, per 10,000", "value": undone * 10_000 / many, "unit": "s"},
    ]


def _as_of(store: Store, rep: Any) -> list[dict[str, Any]]:
    def ours(days: int) -> None:
        with store.session(rep) as crm, past(crm, crm.now - timedelta(days=days)) as back:
            pipeline(back, "stage")

    def today(_: int) -> None:
        with store.session(rep) as crm:
            pipeline(crm, "stage")

    a, b = _times(ours, (30, 90, 180)), _times(today, range(3))
    return [
        {
            "name": "pipeline of one rep as of a past day",
            "value": max(a) / 1000,
            "unit": "s",
            "limit": 2,
            "peer": max(b) / 1000,
        }
    ]


def _doubles(store: Store, admin: Any, pick: random.Random) -> list[dict[str, Any]]:
    with store.session(admin) as crm:
        accounts = records(crm, Query("account", [], limit=2000))
        chosen = [pick.choice(accounts) for _ in range(60)]
        a = _times(lambda r: doubles_of(crm, r), chosen)
    tracemalloc.start()
    started = time.perf_counter()
    with store.session(admin) as crm:
        for entity in ("account", "contact", "lead"):
            doubles(crm, entity)
    whole = time.perf_counter() - started
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()

    def theirs(r: Any) -> None:
        with store.engine.connect().execution_options(parley_writes=False) as db:
            db.execute(
                text("select id from account where workspace_id = 1 and lower(name) = lower(:n)"), {"n": r.name}
            ).all()

    b = _times(theirs, chosen)
    return [
        {"name": "duplicates of one account, p95", "value": _p95(a), "unit": "ms", "limit": 50, "peer": _p95(b)},
        {"name": "duplicates in the whole store (traced)", "value": whole, "unit": "s", "limit": 600},
        {"name": "its memory at most", "value": peak, "unit": "MB"},
    ]


def _seals(store: Store) -> list[dict[str, Any]]:
    started = time.perf_counter()
    with store.session(store.system()) as crm:
        assert not seal_defects(crm)
    took = time.perf_counter() - started
    with store.engine.connect() as db:
        events = int(db.execute(text("select count(*) from event")).scalar_one())
    return [{"name": f"verifying the seals of {events:,} events", "value": events / took, "unit": "events/s"}]


def _times(deed: Callable[[Any], Any], over: Any) -> list[float]:
    """Milliseconds of each, after one to warm up."""
    items = list(over)
    if len(items) > 5 and not isinstance(items[0], str):
        deed(items[0])
    made = []
    for item in items:
        started = time.perf_counter()
        deed(item)
        made.append((time.perf_counter() - started) * 1000)
    return made


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95) - (len(times) * 0.95 >= len(times))]
