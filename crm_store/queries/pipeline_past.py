"""The pipeline in numbers as it stood at the end of a past day: the same figures as `pipeline`, from the log."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from crm_store.codes import DealType, ForecastCategory, RoleName, Source, StageKind
from crm_store.models import Account, Stage, User
from crm_store.queries.fx import Rates
from crm_store.queries.past import Standing, belongs, deals_at, end_of, falls_within, with_probability
from crm_store.queries.pipeline import Grouping, PipelineRow, PipelineSummary, completed
from crm_store.unit import Unit

_CODES = {"source": Source, "type": DealType, "category": ForecastCategory}
NOT_KEPT = frozenset({"reason", "competitor"})
"""Groupings that are not walked back."""


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
) -> PipelineSummary:
    """Sum up the deals in scope as they stood at the end of `day`.

    Owners, stages, amounts and dates are those of that day; who leads whom and which team a person is in are today's. Open deals
    convert at the rate of that day, closed ones at that of their closing day. Arguments as in `pipeline`.
    """
    summary = PipelineSummary([], PipelineRow(None), currency or crm.actor.currency)
    stages = {s.id or 0: s for s in crm.all(select(Stage).execution_options(deleted=True))}
    key = _Keys(crm, by)
    rates = Rates(crm)
    rows: dict[Any, PipelineRow] = {}
    for deal in deals_at(crm, end_of(crm, day)).values():
        if not belongs(deal, owners, teams) or not falls_within(crm, deal, start, end):
            continue
        deal = with_probability(deal, stages)
        _add(crm, rows.setdefault(group := key.of(deal), PipelineRow(group)), summary, deal, rates, day)
    return completed(crm, by, rows, summary)


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
) -> tuple[list[Standing], dict[int, Decimal | None]]:
    """The deals of these kinds a summary counts, as they stood at the end of `day` (now, when None), and what each is worth in it."""
    rates, target, on = Rates(crm), currency or crm.actor.currency, day or crm.today
    found: list[Standing] = []
    worth: dict[int, Decimal | None] = {}
    for deal in deals_at(crm, end_of(crm, on) if day else crm.now).values():
        if deal.kind not in kinds or not belongs(deal, owners, teams) or not falls_within(crm, deal, start, end):
            continue
        found.append(deal)
        closed = deal.kind in (StageKind.WON, StageKind.LOST) and deal.closed_at is not None
        then = deal.closed_at.astimezone(crm.actor.zone).date() if closed and deal.closed_at else on
        held = (
            rates.convert(deal.amount, deal.currency or rates.base, target, then) if deal.amount is not None else None
        )
        worth[deal.number] = held.quantize(Decimal("0.01")) if held is not None else None
    return found, worth


def _add(crm: Unit, row: PipelineRow, summary: PipelineSummary, deal: Standing, rates: Rates, day: date) -> None:
    closed = deal.kind in (StageKind.WON, StageKind.LOST)
    on = deal.closed_at.astimezone(crm.actor.zone).date() if closed and deal.closed_at else day
    spent = deal.currency or rates.base
    worth = rates.convert(deal.amount, spent, summary.currency, on) if deal.amount is not None else None
    if deal.amount is not None:
        summary.converted = summary.converted or (spent != summary.currency and worth is not None)
        if worth is None:
            summary.left_out[spent] = summary.left_out.get(spent, 0) + 1
    worth = worth or Decimal(0)
    chance = worth * Decimal(deal.probability or 0) / 100
    row.tallies()[deal.kind].add(1, worth, chance, int(deal.amount is None))


class _Keys:
    """What a deal is grouped under, as `pipeline` has it."""

    def __init__(self, crm: Unit, by: Grouping) -> None:
        self.crm, self.by = crm, by
        self.users = {u.id or 0: u for u in crm.all(select(User))} if by == "manager" else {}
        self.accounts = {a.id or 0: a for a in crm.all(select(Account))} if by in ("industry", "size") else {}

    def of(self, deal: Standing) -> Any:
        if self.by == "month":
            closed = deal.kind in (StageKind.WON, StageKind.LOST)
            on = (
                deal.closed_at.astimezone(self.crm.actor.zone).date()
                if closed and deal.closed_at
                else None
                if closed
                else deal.expected_close_date
            )
            return on.replace(day=1) if on else None
        if self.by == "manager":
            owner = self.users.get(deal.owner_id or 0)
            if owner is None:
                return None
            return owner.id if owner.role is RoleName.MANAGER else owner.reports_to_id
        if self.by in ("industry", "size"):
            account = self.accounts.get(deal.account_id or 0)
            return getattr(account, "industry" if self.by == "industry" else "employees_band") if account else None
        if self.by == "currency":
            return deal.currency or self.crm.actor.currency
        name = {"type": "type", "source": "source", "category": "forecast_category"}.get(self.by, f"{self.by}_id")
        held = getattr(deal, name)
        return _CODES[self.by](held) if self.by in _CODES and held is not None else held
