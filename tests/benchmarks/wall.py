"""What PostgreSQL's row security costs: the same questions with the wall up and down, in turns, on the company of `_company.py`.

Down means no policy and no statement that names the workspace. Needs PARLEY_BENCH_DATABASE_URL and a role that owns the tables.
"""

import random
from collections.abc import Callable
from typing import Any

from _company import ADMIN, REP, Times, company, in_turns, rows_of
from sqlalchemy import event
from sqlmodel import SQLModel

from crm_store import wall
from crm_store.queries.find import Condition, Query, count, records
from crm_store.queries.pipeline import pipeline
from crm_store.store import Store

_BLOCKS, _EACH = 8, 40
_OPEN = Query("deal", [Condition("stage.kind", "=", ["open"]), Condition("amount", ">", 100_000)], limit=50)


def run() -> list[dict[str, Any]]:
    with company() as (store, head):
        rows = [] if store.embedded else _measure(store)
    return [{**row, "name": head + row["name"]} for row in rows]


def _measure(store: Store) -> list[dict[str, Any]]:
    rep, admin = store.actor(REP), store.actor(ADMIN)
    with store.session(rep) as crm:
        mine = [d.id or 0 for d in records(crm, Query("deal", [Condition("owner", "=", rep.user_id)]))]
    pick = random.Random(1)

    def one(_: Any) -> None:
        with store.session(rep) as crm:
            crm.get("deal", pick.choice(mine))

    def listed(_: Any) -> None:
        with store.session(rep) as crm:
            records(crm, _OPEN)
            count(crm, _OPEN)

    def summed(_: Any) -> None:
        with store.session(admin) as crm:
            pipeline(crm, "stage")

    asked = {"one record in scope": one, "filtered list of 50 with its total": listed, "pipeline by stage": summed}
    up, down = ({name: Times([], []) for name in asked} for _ in range(2))
    try:
        for _ in range(_BLOCKS):
            _rounds(asked, up)
            _stand(store, up=False)
            _rounds(asked, down)
            _stand(store, up=True)
    finally:
        if wall.gaps(store.engine).tables:
            _stand(store, up=True)
    return [row for name in asked for row in rows_of(f"{name}, walled over not", (up[name], down[name]))]


def _rounds(asked: dict[str, Callable[[Any], None]], kept: dict[str, Times]) -> None:
    for name, ask in asked.items():
        times, _ = in_turns(ask, lambda _: None, range(_EACH))
        kept[name].wall += times.wall
        kept[name].cpu += times.cpu


def _stand(store: Store, *, up: bool) -> None:
    """Put the wall up or take it down, with the statement at the start of every transaction."""
    with store.engine.begin() as db:
        (wall.raise_around if up else wall.take_down)(db, *SQLModel.metadata.tables)
    (event.listen if up else event.remove)(store.engine, "begin", wall.enter)
