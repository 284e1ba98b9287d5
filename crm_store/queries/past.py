"""Deals as they stood at a moment: today's records walked back through the event log, with today's access rules.

What was recorded then counts, also what was undone later. A deal existed from the day it was created (imports say which) until it was
deleted. Who may see a deal today may see its past; nobody else.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from crm_store.base import FieldSpec
from crm_store.errors import BadValue
from crm_store.models import Deal, Event, Stage, User, fields_of
from crm_store.unit import Unit
from crm_store.values import from_json


@dataclass(frozen=True, slots=True)
class Standing:
    """What the figures need of one deal at one moment; `kind` is its stage's kind, `team_id` its own or its owner's."""

    number: int
    name: str
    stage_id: int | None
    kind: str
    amount: Decimal | None
    currency: str | None
    probability: Decimal | None
    expected_close_date: date | None
    closed_at: datetime | None
    owner_id: int | None
    team_id: int | None
    account_id: int | None
    product_id: int | None
    pipeline_id: int | None
    source: str | None
    type: str | None
    forecast_category: str | None


_FIELDS = (
    "name", "stage", "amount", "currency", "probability", "expected_close_date", "closed_at", "owner", "team", "account", "product",
    "pipeline", "source", "type", "forecast_category",
)  # fmt: skip
"""Fields of a deal that are walked back, by name."""


def end_of(crm: Unit, day: date) -> datetime:
    """The last moment of a day in the asker's zone, which is what “as of” a day means."""
    return datetime.combine(day + timedelta(days=1), time(), crm.actor.zone).astimezone(UTC) - timedelta(microseconds=1)


def deals_at(crm: Unit, at: datetime) -> dict[int, Standing]:
    """Every deal this person may see, as it stood at `at`, by number; deals that were not there are left out."""
    return deals_at_all(crm, [at])[0]


def deals_at_all(crm: Unit, moments: Iterable[datetime]) -> list[dict[int, Standing]]:
    """As `deals_at` for several moments at once, in the order asked: the log is read once."""
    wanted = list(moments)
    specs = fields_of("deal")
    columns = [getattr(Deal, specs[n].column) for n in _FIELDS]
    q: Any = select(Deal.id, Deal.created_at, Deal.deleted_at, *columns)  # type: ignore[call-overload]
    now: dict[int, tuple[datetime, bool, dict[str, Any]]] = {}
    for row in crm.exec(q.execution_options(deleted=True)):
        now[row[0]] = (row[1], row[2] is not None, dict(zip(_FIELDS, row[3:], strict=True)))
    events = _events(crm, min(wanted), now) if wanted else []
    context = _Context(crm)
    made: dict[datetime, dict[int, Standing]] = {}
    place = 0
    shut = {n for n in _FIELDS if crm.actor.level("deal", n) in ("none", "masked")}
    for at in sorted(set(wanted), reverse=True):
        place = _walk_back(now, events, place, at, specs, shut)
        made[at] = {
            number: context.standing(number, values, at)
            for number, (created, gone, values) in now.items()
            if created <= at and not gone
        }
    return [made[at] for at in wanted]


def _events(crm: Unit, after: datetime, seen: Mapping[int, Any]) -> list[Any]:
    """(record, op, before, at) of deals' events after a moment, the newest first.

    The deals came out of this unit's scope, which is the judgement; the log is then read whole.
    """
    q: Any = select(Event.record_id, Event.op, Event.before, Event.at)  # type: ignore[call-overload]
    q = q.where(
        col(Event.workspace_id) == crm.actor.workspace_id, col(Event.entity) == "deal", col(Event.at) > after,
        col(Event.op).in_(("update", "delete", "restore")),
    )  # fmt: skip
    found = crm.inside(q.order_by(col(Event.at).desc(), col(Event.id).desc()))
    return [row for row in found if row[0] in seen]


def _walk_back(
    now: dict[int, tuple[datetime, bool, dict[str, Any]]],
    events: list[Any],
    place: int,
    at: datetime,
    specs: Mapping[str, FieldSpec],
    shut: set[str],
) -> int:
    """Take back, in `now` itself, what happened after `at`, `shut` fields left alone; the place in the log reached."""
    while place < len(events) and events[place][3] > at:
        number, op, before, _ = events[place]
        created, _, values = now[number]
        if op == "update":
            for name in before.keys() & values.keys() - shut:
                values[name] = _value(specs[name], before[name])
        else:
            now[number] = (created, op == "restore", values)
        place += 1
    return place


def _value(spec: FieldSpec, held: Any) -> Any:
    if held is None:
        return None
    if spec.to:
        return int(held)
    try:
        return from_json(spec, held)
    except BadValue:
        return None  # an imported past may hold what was never checked


class _Context:
    """Stage kinds and the owners' teams, as they are now."""

    def __init__(self, crm: Unit) -> None:
        self.kinds = {s.id: s.kind.value for s in crm.all(select(Stage).execution_options(deleted=True))}
        self.teams = {u.id: u.team_id for u in crm.all(select(User))}

    def standing(self, number: int, v: Mapping[str, Any], at: datetime) -> Standing:
        team = v["team"] if v["team"] is not None else self.teams.get(v["owner"])
        stage, kind = v["stage"], self.kinds.get(v["stage"], "open")
        if kind in ("won", "lost") and v["closed_at"] is not None and v["closed_at"] > at:
            stage, kind = None, "open"  # an import told when it closed but not the stages before
        return Standing(
            number, v["name"], stage, kind, v["amount"], v["currency"], v["probability"],
            v["expected_close_date"], v["closed_at"], v["owner"], team, v["account"], v["product"], v["pipeline"], v["source"], v["type"],
            v["forecast_category"],
        )  # fmt: skip


def belongs(deal: Standing, owners: Collection[int] | None, teams: Collection[int] | None) -> bool:
    """Whether a deal was of these people and teams."""
    return (owners is None or deal.owner_id in owners) and (teams is None or deal.team_id in teams)


def falls_within(crm: Unit, deal: Standing, start: date | None, end: date | None) -> bool:
    """Whether an open deal was expected, or a closed one closed, between two days; a deal without a day only when none is asked."""
    if start is None and end is None:
        return True
    day = deal.expected_close_date
    if deal.kind in ("won", "lost"):
        day = deal.closed_at.astimezone(crm.actor.zone).date() if deal.closed_at else None
    return day is not None and (start is None or day >= start) and (end is None or day <= end)


def with_probability(deal: Standing, stages: Mapping[int, Stage]) -> Standing:
    """The deal with its stage's probability where it has none of its own."""
    stage = stages.get(deal.stage_id or 0)
    return deal if deal.probability is not None or stage is None else replace(deal, probability=stage.probability)
