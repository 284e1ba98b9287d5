"""The states of deals, kept with every commit: the present one is copied from the deal, past ones are read off the event log."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, literal, select, update

from crm_store.base import FieldSpec
from crm_store.codes import StageKind
from crm_store.errors import BadValue
from crm_store.models import Deal, Event, Stage, fields_of, table_of
from crm_store.models.deal_state import FOREVER, DealState
from crm_store.values import from_json

KEPT = (
    "name", "stage", "amount", "currency", "probability", "expected_close_date", "closed_at", "owner", "team", "account", "product",
    "pipeline", "source", "type", "forecast_category",
)  # fmt: skip
"""The fields of a deal a state holds."""

_CHUNK = 500
Run = Callable[..., Any]
"""Runs a statement of the store's own, with rows for an insert."""


def moved(op: str, after: Collection[str]) -> bool:
    """Whether a change of a deal makes a new state."""
    return op != "update" or not _NAMES.isdisjoint(after)


_NAMES = frozenset(KEPT)
COLUMNS = tuple(fields_of("deal")[n].column for n in KEPT)
"""The columns that hold them, of a deal and of a state."""


def follow(run: Run, workspace: int, deals: Iterable[int], now: datetime) -> None:
    """End the present state of these deals and begin the one their rows hold.

    Where the clock went back the states are read off the log, which goes by time.
    """
    t, d = table_of(DealState), table_of(Deal)
    for some in _chunks(deals):
        late = select(t.c.deal_id).where(t.c.workspace_id == workspace, t.c.deal_id.in_(some), t.c.begun_at > now)
        back = set(run(late).scalars())
        if back:
            restate(run, workspace, back)
            some = [n for n in some if n not in back]
        mine = (t.c.workspace_id == workspace, t.c.deal_id.in_(some))
        run(delete(t).where(*mine, t.c.begun_at == now))
        run(update(t).where(*mine, t.c.ended_at > now).values(ended_at=now))
        there = select(
            d.c.workspace_id, d.c.id, literal(now, t.c.begun_at.type), literal(FOREVER, t.c.ended_at.type), *(d.c[n] for n in COLUMNS)
        ).where(d.c.workspace_id == workspace, d.c.id.in_(some), d.c.deleted_at.is_(None))  # fmt: skip
        run(insert(t).from_select(["workspace_id", "deal_id", "begun_at", "ended_at", *COLUMNS], there))


def restate(run: Run, workspace: int, deals: Iterable[int]) -> None:
    """Read all states of these deals off the event log anew."""
    t = table_of(DealState)
    over = _over(run, workspace)
    for some in _chunks(deals):
        run(delete(t).where(t.c.workspace_id == workspace, t.c.deal_id.in_(some)))
        rows = [{"workspace_id": workspace, **row} for row in _read_off(run, workspace, some, over)]
        if rows:
            run(insert(t), rows)


def _read_off(run: Run, workspace: int, deals: list[int], over: Collection[int]) -> Iterator[dict[str, Any]]:
    d, e = table_of(Deal).c, table_of(Event).c
    specs = {n: fields_of("deal")[n] for n in KEPT}
    log: dict[int, list[Any]] = {}
    q = select(e.record_id, e.at, e.op, e.before).where(
        e.workspace_id == workspace,
        e.entity == "deal",
        e.record_id.in_(deals),
        e.op.in_(("update", "delete", "restore")),
    )
    for row in run(q.order_by(e.at.desc(), e.id.desc())):
        log.setdefault(row[0], []).append(row)
    now = select(d.id, d.created_at, d.deleted_at, *(d[s.column] for s in specs.values()))
    for row in run(now.where(d.workspace_id == workspace, d.id.in_(deals))):
        events = log.get(row[0], [])
        values = dict(zip(KEPT, row[3:], strict=True))
        for since, until, held in _stretches(events, row[1], row[2] is None, values, specs):
            columns = {specs[n].column: v for n, v in held.items()}
            for part in _split(columns, since, until, over):
                yield {"deal_id": row[0], **part}


def _stretches(
    events: Iterable[Any], begun: datetime, there: bool, values: dict[str, Any], specs: Mapping[str, FieldSpec]
) -> Iterator[tuple[datetime, datetime, dict[str, Any]]]:
    """(from, until, values) of a deal, the latest first: events taken back one by one. Changes made at one moment are one."""
    until = FOREVER
    for _, at, op, before in events:
        if op in ("delete", "restore") or (op == "update" and not _NAMES.isdisjoint(before)):
            if there and max(at, begun) < until:
                yield max(at, begun), until, dict(values)
            until = min(at, until)
            if op == "update":
                values |= {n: _value(specs[n], before[n]) for n in _NAMES.intersection(before)}
            else:
                there = op == "delete"
    if there and begun < until:
        yield begun, until, values


def _split(
    columns: dict[str, Any], since: datetime, until: datetime, over: Collection[int]
) -> Iterator[dict[str, Any]]:
    """A closed deal was open, in a stage nobody knows, before it closed: an import told when that was but not the stages before."""
    closed = columns["closed_at"]
    if columns["stage_id"] in over and closed is not None and closed > since:
        before = {**columns, "stage_id": None, "closed_at": None}
        yield {"begun_at": since, "ended_at": min(closed, until), **before}
        since = closed
    if since < until:
        yield {"begun_at": since, "ended_at": until, **columns}


def _over(run: Run, workspace: int) -> set[int]:
    s = table_of(Stage).c
    closing = s.kind.in_((StageKind.WON, StageKind.LOST))
    return set(run(select(s.id).where(s.workspace_id == workspace, closing)).scalars())


def _value(spec: FieldSpec, held: Any) -> Any:
    if held is None or spec.to:
        return None if held is None else int(held)
    try:
        made = from_json(spec, held)
    except BadValue:
        return None  # an imported past may hold what was never checked
    return "" if made is None and spec.required else made


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(numbers))
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
