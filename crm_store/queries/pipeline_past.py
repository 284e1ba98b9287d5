"""The pipeline in numbers as it stood at the end of a past day, and the deals behind the figures."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import or_
from sqlmodel import col

from crm_store.codes import StageKind
from crm_store.models import DealState, Stage
from crm_store.queries.counting import Grouping
from crm_store.queries.fx import Rates
from crm_store.queries.past import Standing, belongs, deals_at, end_of, falls_within
from crm_store.queries.pipeline import PipelineSummary, pipeline_then
from crm_store.unit import Unit

NOT_KEPT = frozenset({"reason", "competitor", "age"})
"""Groupings whose past is not kept."""


def pipeline_at(
    crm: Unit,
    by: Grouping,
    day: date,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    currency: str | None = None,
    rates_of: date | None = None,
) -> PipelineSummary:
    """Sum up the deals in scope as they stood at the end of `day`.

    Owners, stages, amounts and dates are those of that day; who leads whom and which team a person is in are today's. Open deals
    convert at the rate of that day, closed ones at that of their closing day. Arguments as in `pipeline`.
    """
    whose: Any = {"owners": owners, "teams": teams, "start": start, "end": end}
    return pipeline_then(crm, by, end_of(crm, day), currency=currency, rates_of=rates_of, **whose)


def deals_behind(
    crm: Unit,
    day: date | None,
    kinds: Collection[str],
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    currency: str | None = None,
    rates_of: date | None = None,
) -> tuple[list[Standing], dict[int, Decimal | None]]:
    """The deals of these kinds a summary counts, as they stood at the end of `day` (now, when None), and what each is worth in it."""
    rates, target, on = Rates(crm), currency or crm.actor.currency, day or crm.today
    found: list[Standing] = []
    worth: dict[int, Decimal | None] = {}
    narrow = [or_(col(Stage.kind).in_(kinds), *([col(Stage.kind).is_(None)] if "open" in kinds else []))]
    narrow += [col(DealState.owner_id).in_(sorted(owners))] if owners is not None else []
    for deal in deals_at(crm, end_of(crm, on) if day else crm.now, *narrow).values():
        if deal.kind not in kinds or not belongs(deal, owners, teams) or not falls_within(crm, deal, start, end):
            continue
        found.append(deal)
        closed = deal.kind in (StageKind.WON, StageKind.LOST) and deal.closed_at is not None
        then = rates_of or (deal.closed_at.astimezone(crm.actor.zone).date() if closed and deal.closed_at else on)
        held = (
            rates.convert(deal.amount, deal.currency or rates.base, target, then) if deal.amount is not None else None
        )
        worth[deal.number] = held.quantize(Decimal("0.01")) if held is not None else None
    return found, worth
