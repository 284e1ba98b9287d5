"""What the manager's questions cost on a generated company: summary, past day, bridge, deals at risk, forecast; each against SQL by hand.

The limits are those for 100,000 deals (a tenth of a million's). How to size the company: `_company.py`.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from _company import ADMIN, MANAGER, REP, company, in_turns, rows_of, sql

from crm_store.queries import forecast as forecasts
from crm_store.queries.bridge import bridge, told
from crm_store.queries.past import end_of
from crm_store.queries.pipeline import pipeline
from crm_store.queries.pipeline_past import pipeline_at
from crm_store.queries.risk import at_risk
from crm_store.store import Store

ROUNDS = 12


def run() -> list[dict[str, Any]]:
    with company() as (store, head):
        rows = [row for part in (_summary, _as_of, _bridge, _risk, _forecast) for row in part(store)]
    return [{**row, "name": head + row["name"]} for row in rows]


def _asked(store: Store, email: str, ask: Callable[[Any], Any]) -> Callable[[Any], None]:
    actor = store.actor(email)

    def go(_: Any) -> None:
        with store.session(actor) as crm:
            ask(crm)

    return go


def _month(store: Store, column: str) -> str:
    return f"substr({column}, 1, 7)" if store.embedded else f"date_trunc('month', {column})"


def _sums(store: Store, source: str, key: str) -> str:
    """The sums a summary needs, by hand: rates change by the month, so closed deals abroad are summed by it."""
    month = _month(store, "d.closed_at")
    return (
        f"select {key}, d.stage_id, d.currency, d.probability, case when d.currency <> 'CNY' then {month} end as m, count(*), count(d.amount), "
        f"sum(d.amount) from {source} group by {key}, d.stage_id, d.currency, d.probability, m"
    )


def _summary(store: Store) -> list[dict[str, Any]]:
    made = []
    by_hand = [
        _sums(store, "deal d where d.workspace_id = 1 and d.deleted_at is null", key)
        for key in ("d.stage_id", "d.owner_id")
    ]
    for email in (ADMIN, MANAGER):

        def ours(crm: Any) -> None:
            pipeline(crm, "stage")
            pipeline(crm, "owner")

        times = in_turns(_asked(store, email, ours), lambda _: [sql(store, q) for q in by_hand], range(ROUNDS))
        made += rows_of(f"by stage and by owner ({email.split('@')[0]})", times, 60 if email == ADMIN else None)
    return made


def _as_of(store: Store) -> list[dict[str, Any]]:
    made = []
    for email in (ADMIN, REP):
        actor = store.actor(email)

        def ours(days: int, actor: Any = actor) -> None:
            with store.session(actor) as crm:
                pipeline_at(crm, "stage", crm.today - timedelta(days=days))

        def theirs(days: int, actor: Any = actor) -> None:
            with store.session(actor) as crm:
                at = end_of(crm, crm.today - timedelta(days=days))
            then = at.strftime("%Y-%m-%d %H:%M:%S.%f") if store.embedded else at
            sql(
                store,
                _sums(
                    store,
                    "deal_state d where d.workspace_id = 1 and d.ended_at > :at and d.begun_at <= :at",
                    "d.stage_id",
                ),
                at=then,
            )

        times = in_turns(ours, theirs, (7, 30, 90, 180) * 3)
        made += rows_of(f"as of a past day ({email.split('@')[0]})", times, 200 if email == ADMIN else None)
    return made


def _bridge(store: Store) -> list[dict[str, Any]]:
    """All bars, and the deals of the table opened. By hand: the sums, what stood at one end only, and of 200 the deals and their changes."""
    made = []
    unmoved = (
        "select d.currency, count(*), count(d.amount), sum(d.amount) from deal_state d join stage s on s.workspace_id = d.workspace_id and "
        "s.id = d.stage_id where d.workspace_id = 1 and d.ended_at > :until and d.begun_at <= :since and s.kind = 'open' group by d.currency"
    )
    ends_here = (
        "from deal_state d where d.workspace_id = 1 and d.ended_at > :since and ((d.begun_at <= :since and d.ended_at <= :until) "
        "or (d.begun_at > :since and d.begun_at <= :until and d.ended_at > :until))"
    )
    moved = f"select d.deal_id, d.begun_at, d.stage_id, d.amount, d.currency {ends_here}"
    some = f"select d.deal_id {ends_here} limit 200"
    whole = f"select d.* from deal_state d where d.workspace_id = 1 and d.deal_id in ({some}) and d.ended_at > :since and d.begun_at <= :until"
    who = (
        "select record_id, op, after, at, actor_id from event where workspace_id = 1 and entity = 'deal' and at > :since and at <= :until "
        f"and record_id in ({some})"
    )
    admin = store.actor(ADMIN)
    for days in (7, 30):

        def ours(_: Any, days: int = days) -> None:
            with store.session(admin) as crm:
                held = bridge(crm, crm.now - timedelta(days=days), crm.now)
                list(told(crm, held, held.moves[:200]))

        def theirs(_: Any, days: int = days) -> None:
            with store.session(admin) as crm:
                ends = {"since": crm.now - timedelta(days=days), "until": crm.now}
            if store.embedded:
                ends = {n: at.strftime("%Y-%m-%d %H:%M:%S.%f") for n, at in ends.items()}
            sql(store, unmoved, **ends)
            for statement in (moved, whole, who):
                sql(store, statement, **ends)

        made += rows_of(f"bridge over {days} days", in_turns(ours, theirs, range(ROUNDS)), 150 if days == 7 else None)
    return made


def _risk(store: Store) -> list[dict[str, Any]]:
    """As many in detail as the chat shows, all counted and added up. By hand: the same facts fetched by plain statements, nothing judged."""
    opened = "select d.id from deal d join stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id where d.workspace_id = 1 and d.deleted_at is null and s.kind = 'open'"
    plain = [
        f"select * from deal where workspace_id = 1 and id in ({opened})",
        f"select deal_id, begun_at, expected_close_date, amount from deal_state where workspace_id = 1 and deal_id in ({opened}) order by deal_id, begun_at",
        f"select deal_id, contact_id, role from deal_contact where workspace_id = 1 and deal_id in ({opened})",
        f"select id, name, role, account_id from contact where workspace_id = 1 and id in (select contact_id from deal_contact where workspace_id = 1 and deal_id in ({opened}))",
        f"select l.target_id, max(a.starts_at) from activity_link l join activity a on a.workspace_id = l.workspace_id and a.id = l.activity_id where l.workspace_id = 1 and l.target = 'deal' and l.target_id in ({opened}) and a.status = 'held' group by l.target_id",
        f"select l.target_id, min(a.starts_at) from activity_link l join activity a on a.workspace_id = l.workspace_id and a.id = l.activity_id where l.workspace_id = 1 and l.target = 'deal' and l.target_id in ({opened}) and a.status = 'planned' group by l.target_id",
        "select to_stage_id, entered_at, left_at from stage_history where workspace_id = 1 and left_at is not null order by left_at desc limit 20000",
        "select * from ticket where workspace_id = 1 and priority = 'urgent'",
    ]
    times = in_turns(
        _asked(store, ADMIN, lambda crm: at_risk(crm, most=25)), lambda _: [sql(store, q) for q in plain], range(4)
    )
    return rows_of("deals at risk among all open ones", times, 300)


def _forecast(store: Store) -> list[dict[str, Any]]:
    """Training and its back-test, once; by hand: the states, stays and touches it learns from, fetched."""
    plain = [
        "select deal_id, begun_at, ended_at, stage_id, amount, currency, expected_close_date, owner_id, closed_at from deal_state where workspace_id = 1",
        "select deal_id, entered_at, to_stage_id from stage_history where workspace_id = 1 and undone_by is null",
        "select l.target_id, a.starts_at from activity_link l join activity a on a.workspace_id = l.workspace_id and a.id = l.activity_id where l.workspace_id = 1 and l.target = 'deal'",
    ]
    forecasts._KEPT.clear()
    ask = _asked(store, ADMIN, lambda crm: forecasts.forecast(crm, crm.today, crm.today + timedelta(days=41)))
    a, b = in_turns(ask, lambda _: [sql(store, q) for q in plain], [0], warm=False)
    started = time.perf_counter()
    ask(0)
    again = (time.perf_counter() - started) * 1000
    return [
        {"name": "forecast, training and back-test", "value": a.median / 1000, "unit": "s", "limit": 60, "peer": b.median / 1000,
         "cpu": (a.busy / 1000, b.busy / 1000)},
        {"name": "forecast again, model kept", "value": again, "unit": "ms"},
    ]  # fmt: skip
