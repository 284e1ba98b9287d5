"""Open deals with what the signals say of them, the most money at stake first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from heapq import nsmallest
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import col

from crm_store.base import AMOUNT_SCALE
from crm_store.codes import StageKind
from crm_store.models import Deal, Stage, User
from crm_store.queries.fx import Rates
from crm_store.queries.risk_facts import FactsOf, usual_stays
from crm_store.queries.risk_marks import Marked, marked
from crm_store.signals import Evidence, Facts, Rule, rules, warnings
from crm_store.unit import Unit

_CENT, _NOTHING = Decimal("0.01"), Decimal(0)
LEAST = 0.3
"""A deal is called at risk when its warnings put this share of it in doubt: one heavy warning, or several light ones."""


@dataclass(frozen=True)
class Risk:
    """One open deal with its warnings; `stake` is the part of its worth (workspace currency) they put in doubt, None without an amount."""

    deal: Deal
    facts: Facts
    warnings: list[Evidence]
    worth: Decimal | None
    stake: Decimal | None


@dataclass
class Risks:
    """Deals with warnings, the highest stake first. `looked_at` counts all open deals; `left_out` those of a currency without a rate.

    `found` holds as many as were asked for in detail; `count`, `worth` and `stake` are those of all.
    """

    found: list[Risk]
    looked_at: int
    currency: str
    count: int = 0
    worth: Decimal = Decimal(0)
    stake: Decimal = Decimal(0)
    left_out: dict[str, int] = field(default_factory=dict)


def at_risk(
    crm: Unit,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    start: date | None = None,
    end: date | None = None,
    deals: Collection[int] | None = None,
    only: Collection[str] = (),
    category: str | None = None,
    currency: str | None = None,
    most: int | None = None,
) -> Risks:
    """Open deals whose warnings weigh `LEAST` and more; with `only` or `deals`, all that are warned about.

    Args:
        start, end: only deals expected to close in between; those past their date count while the span reaches today.
        deals: only these. only: only these rules, by name. category: only deals of this forecast category.
        most: so many of them in detail, all when None. The rest is counted and added up without being looked at one by one.
    """
    known: Sequence[Rule] = [r for n, r in rules().items() if not only or n in only]
    narrowed = _conditions(crm, owners, teams, start, end, deals, category)
    usual = usual_stays(crm)
    if most is None or deals is not None:
        held = _judged(crm, narrowed, known, usual)
        marks = [
            Marked(n, _stored(deal.amount), deal.currency, tuple(e.rule for e in said))
            for n, (deal, _, said) in held.items()
        ]
    else:
        held, marks = {}, marked(crm, _on_stage(), narrowed, known, usual)
    made = Risks([], len(marks), currency or crm.actor.currency)
    ranked = _ranked(crm, marks, {r.name: r.weight for r in known}, 0 if only or deals is not None else LEAST, made)
    ranked = sorted(ranked) if most is None else nsmallest(most, ranked)
    if not held and ranked:
        held = _judged(crm, [col(Deal.id).in_([r[3] for r in ranked])], known, usual)
    made.found = [Risk(*held[number], worth, stake) for *_, number, worth, stake in ranked]
    return made


_Place = tuple[bool, Decimal, int, int, Decimal | None, Decimal | None]
"""Where a deal stands: without a stake last, by the stake, by how many rules speak, by its number; and its worth and stake."""


def _ranked(
    crm: Unit, marks: Iterable[Marked], weights: Mapping[str, float], least: float, made: Risks
) -> list[_Place]:
    """The places of the deals at risk, in no order; what they come to is added to `made`."""
    rates, places = Rates(crm), []
    doubted: dict[tuple[str, ...], tuple[bool, Decimal]] = {}
    factors: dict[str, Decimal | None] = {}
    for number, amount, currency, said in marks:
        if not said:
            continue
        if said not in doubted:
            safe = 1.0
            for name in said:
                safe *= 1 - weights[name]
            doubted[said] = (1 - safe >= least, Decimal(str(round(1 - safe, 6))))
        counts, share = doubted[said]
        worth = stake = None
        if amount is not None:
            spent = currency or rates.base
            if spent not in factors:
                factors[spent] = rates.rate(spent, made.currency, crm.today)
            factor = factors[spent]
            if factor is None:
                made.left_out[spent] = made.left_out.get(spent, 0) + 1
            elif counts:
                worth = (Decimal(amount) / AMOUNT_SCALE * factor).quantize(_CENT)
                stake = (worth * share).quantize(_CENT)
                made.worth, made.stake = made.worth + worth, made.stake + stake
        if counts:
            places.append((stake is None, -(stake or _NOTHING), -len(said), number, worth, stake))
    made.count = len(places)
    return places


def _stored(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * AMOUNT_SCALE)


def _judged(
    crm: Unit, narrowed: Sequence[Any], known: Sequence[Rule], usual: Mapping[int, int]
) -> dict[int, tuple[Deal, Facts, list[Evidence]]]:
    """Each of these deals with its facts and what every rule says of it."""
    deals: list[Deal] = crm.all(select(Deal).join(Stage, _on_stage()).where(*narrowed))
    facts = FactsOf(crm, select(col(Deal.id)).join(Stage, _on_stage()).where(*narrowed), deals, usual)
    made = {}
    for deal in deals:
        of = facts.of(deal)
        made[deal.id or 0] = (deal, of, warnings(of, known))
    return made


def _on_stage() -> Any:
    return and_(col(Stage.workspace_id) == col(Deal.workspace_id), col(Stage.id) == col(Deal.stage_id))


def _conditions(
    crm: Unit,
    owners: Collection[int] | None,
    teams: Collection[int] | None,
    start: date | None,
    end: date | None,
    deals: Collection[int] | None,
    category: str | None,
) -> list[Any]:
    # By number: the index of a deal's figures begins with its stage, so that closed deals are not even looked at.
    opened = [s.id for s in crm.all(select(Stage).where(col(Stage.kind) == StageKind.OPEN))]
    made: list[Any] = [col(Deal.stage_id).in_(opened)]
    if owners is not None:
        made.append(col(Deal.owner_id).in_(sorted(owners)))
    if teams is not None:
        of_team = select(col(User.id)).where(col(User.team_id).in_(sorted(teams)))
        own = col(Deal.team_id).in_(sorted(teams))
        made.append(or_(own, and_(col(Deal.team_id).is_(None), col(Deal.owner_id).in_(of_team))))
    if deals is not None:
        made.append(col(Deal.id).in_(sorted(deals)))
    if category is not None:
        made.append(col(Deal.forecast_category) == category)
    close = col(Deal.expected_close_date)
    if start is not None and (end is None or not start <= crm.today <= end):
        made.append(close >= start)
    if end is not None:
        made.append(close <= end)
    return made
