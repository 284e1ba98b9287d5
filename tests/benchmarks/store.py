"""What access, audit, undo, history and duplicates cost on a generated company, each against hand-written SQL in the same run.

How to size the company: `_company.py`. Hand-written SQL knows no scope, no audit and no undo: the ratio is what these cost.
"""

import random
import time
import tracemalloc
from datetime import timedelta
from typing import Any

from _company import ADMIN, REP, company, in_turns, rows_of, sql
from sqlalchemy import text

from crm_store import proposals, wall
from crm_store.past import past
from crm_store.proposals import MOST_CHANGES, Draft
from crm_store.queries.doubles import doubles, doubles_of
from crm_store.queries.find import Condition, Query, count, records
from crm_store.queries.pipeline import pipeline
from crm_store.queries.seals import seal_defects
from crm_store.store import Store
from crm_store.undo import undo_proposal


def run() -> list[dict[str, Any]]:
    with company() as (store, head):
        rows = _measure(store)
    return [{**row, "name": head + row["name"]} for row in rows]


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
        sql(store, "select * from deal where workspace_id = 1 and id = :n", n=n)

    times = in_turns(ours, theirs, chosen)
    return [
        {"name": "one record in scope over plain SQL, p50", "value": times[0].median / times[1].median, "unit": "×", "limit": 2},
        *rows_of("one record in scope", times),
    ]  # fmt: skip


def _list(store: Store, rep: Any) -> list[dict[str, Any]]:
    query = Query("deal", [Condition("stage.kind", "=", ["open"]), Condition("amount", ">", 100_000)], limit=50)

    def ours(_: int) -> None:
        with store.session(rep) as crm:
            records(crm, query)
            count(crm, query)

    def theirs(_: int) -> None:
        where = (
            "from deal d join stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id where d.workspace_id = 1 and d.deleted_at is null "
            "and s.kind = 'open' and d.amount > 1000000000 and d.owner_id = :me"
        )
        sql(store, f"select d.* {where} order by d.id limit 50", me=rep.user_id)
        sql(store, f"select count(*) {where}", me=rep.user_id)

    return rows_of("filtered list of 50 with its total", in_turns(ours, theirs, range(40)), 50)


def _apply(store: Store, rep: Any, mine: list[int], pick: random.Random) -> list[dict[str, Any]]:
    """By hand: the same record changed, one line in the log, one commit."""
    cards = []
    chosen = pick.sample(mine, min(60, len(mine)))
    for n, deal in enumerate(chosen):
        with store.session(rep, writes=True, turn=f"b{n}") as crm:
            draft = Draft(crm)
            draft.update(crm.get("deal", deal), {"next_step": f"step {n} of {time.time()}"})
            cards.append((draft.save(thread=None, tool="propose_change").id, deal))

    def ours(card: tuple[str, int]) -> None:
        with store.session(rep, writes=True) as crm:
            proposals.apply(crm, proposals.get(crm, card[0]))

    def theirs(card: tuple[str, int]) -> None:
        with wall.within(store.engine, 1).begin() as db:
            db.execute(text("update deal set version = version where workspace_id = 1 and id = :n"), {"n": card[1]})
            db.execute(text("update proposal set status = status where workspace_id = 1 and id = :c"), {"c": card[0]})

    return rows_of("saving a card of one record", in_turns(ours, theirs, cards, warm=False), 25)


def _bulk(store: Store, admin: Any) -> list[dict[str, Any]]:
    with store.session(admin, writes=True, turn="bulk") as crm:
        draft = Draft(crm)
        found = records(crm, Query("deal", [], limit=MOST_CHANGES))
        for deal in found:
            draft.update(deal, {"next_step": "moved in bulk"})
        card = draft.save(thread=None, tool="propose_change").id

    def saved() -> None:
        with store.session(admin, writes=True) as crm:
            proposals.apply(crm, proposals.get(crm, card))

    def undone() -> None:
        with store.session(admin, writes=True) as crm:
            undo_proposal(crm, proposals.get(crm, card))

    def by_hand() -> None:
        with wall.within(store.engine, 1).begin() as db:
            ids = [d.id for d in found]
            db.execute(
                text("update deal set version = version where workspace_id = 1 and id = :n"), [{"n": n} for n in ids]
            )
            logged = "insert into outbox (workspace_id, id, entity, record_id, at, attempts) values (1, :n, 'bench', :n, '2026-01-01 00:00:00', 0)"
            db.execute(text(logged), [{"n": 10**9 + n} for n in ids])
            db.execute(text("delete from outbox where entity = 'bench'"))

    (a, a_cpu), (b, b_cpu), (c, c_cpu) = map(_seconds, (saved, undone, by_hand))
    many, per = len(found), 10_000 / len(found)
    return [
        {"name": f"bulk change of {many:,} with audit, per 10,000", "value": a * per, "unit": "s", "limit": 15, "peer": c * per,
         "cpu": (a_cpu * per, c_cpu * per)},
        {"name": "its undo, per 10,000", "value": b * per, "unit": "s", "limit": 15, "peer": c * per, "cpu": (b_cpu * per, c_cpu * per)},
    ]  # fmt: skip


def _seconds(deed: Any) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    deed()
    return time.perf_counter() - wall, time.process_time() - cpu


def _as_of(store: Store, rep: Any) -> list[dict[str, Any]]:
    """Records, lists and reports of a past day run on a copy of what the asker may see; figures alone need none (`chair.py`)."""

    def ours(days: int) -> None:
        with store.session(rep) as crm, past(crm, crm.now - timedelta(days=days), ("deal", "account")) as back:
            pipeline(back, "stage")

    def theirs(_: int) -> None:
        sql(store, "select * from deal where workspace_id = 1 and owner_id = :me", me=rep.user_id)
        sql(
            store,
            "select * from event where workspace_id = 1 and entity = 'deal' and record_id in (select id from deal where owner_id = :me)",
            me=rep.user_id,
        )

    return rows_of("one rep's deals as of a past day, copied", in_turns(ours, theirs, (30, 90)), 2000)


def _doubles(store: Store, admin: Any, pick: random.Random) -> list[dict[str, Any]]:
    with store.session(admin) as crm:
        accounts = records(crm, Query("account", [], limit=2000))
        chosen = [pick.choice(accounts) for _ in range(60)]

        def theirs(r: Any) -> None:
            sql(store, "select id from account where workspace_id = 1 and lower(name) = lower(:n)", n=r.name)

        times = in_turns(lambda r: doubles_of(crm, r), theirs, chosen)
    tracemalloc.start()
    started = time.perf_counter()
    with store.session(admin) as crm:
        for entity in ("account", "contact", "lead"):
            doubles(crm, entity)
    whole = time.perf_counter() - started
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return [
        *rows_of("duplicates of one account", times, 50),
        {"name": "duplicates in the whole store (traced)", "value": whole, "unit": "s", "limit": 600},
        {"name": "its memory at most", "value": peak, "unit": "MB"},
    ]


def _seals(store: Store) -> list[dict[str, Any]]:
    started = time.perf_counter()
    with store.session(store.system()) as crm:
        assert not seal_defects(crm)
    took = time.perf_counter() - started
    with wall.within(store.engine, 1).connect() as db:
        events = int(db.execute(text("select count(*) from event")).scalar_one())
    return [{"name": f"verifying the seals of {events:,} events", "value": events / took, "unit": "events/s"}]
