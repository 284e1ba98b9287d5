"""Open deals at past moments with what was known of them then, and what became of them: what a forecast learns from."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import log, log1p
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import col

from crm_store.codes import ActivityStatus, StageKind
from crm_store.models import Activity, ActivityLink, Deal, Event, Stage, StageHistory
from crm_store.queries.past import Standing, deals_at_all
from crm_store.unit import Unit

_LONGEST = 365.0
"""Days longer than this tell no more."""


@dataclass(frozen=True)
class Seen:
    """One open deal at one moment: its features, and the probability people gave it (its own, else its stage's)."""

    deal: Standing
    features: Mapping[str, float]
    given: float
    won: bool = False


class Past:
    """What happened to the deals this person may see, read once; `at` then looks at any of the moments asked for."""

    def __init__(self, crm: Unit, moments: Sequence[datetime]) -> None:
        self.crm = crm
        self.stages = {s.id or 0: s for s in crm.all(select(Stage).execution_options(deleted=True))}
        self._standing = dict(zip(moments, deals_at_all(crm, moments), strict=True))
        self._read()

    def at(self, moment: datetime, until: datetime | None = None, after: datetime | None = None) -> list[Seen]:
        """Deals that were open then; `won` says whether they were won by `until`, and after `after` when given."""
        made = []
        rates = self._owners_until(moment)
        for number, deal in sorted(self._standing[moment].items()):
            if deal.kind != "open":
                continue
            closed, kind = self.closed.get(number, (None, None))
            won = (
                kind == StageKind.WON
                and closed is not None
                and until is not None
                and (after or moment) < closed <= until
            )
            made.append(Seen(deal, self._features(deal, moment, until, rates), self.given(deal), won))
        return made

    def standing(self, moment: datetime) -> dict[int, Standing]:
        """Every deal as it stood at one of the moments."""
        return self._standing[moment]

    def over_by(self, moment: datetime | None) -> tuple[int, int]:
        """How many deals had been won and lost by then."""
        kinds = [k for at, k in self.closed.values() if moment is not None and at is not None and at <= moment]
        return kinds.count(StageKind.WON), kinds.count(StageKind.LOST)

    def over(self) -> tuple[int, int]:
        """How many deals were won and lost."""
        kinds = [k for _, k in self.closed.values()]
        return kinds.count(StageKind.WON), kinds.count(StageKind.LOST)

    @property
    def first(self) -> datetime | None:
        """When the first deal was created."""
        return min(self.created.values(), default=None)

    def _read(self) -> None:
        on_stage = and_(col(Stage.workspace_id) == col(Deal.workspace_id), col(Stage.id) == col(Deal.stage_id))
        q: Any = select(col(Deal.id), col(Deal.created_at), col(Deal.closed_at), col(Stage.kind), col(Deal.owner_id))
        self.created: dict[int, datetime] = {}
        self.closed: dict[int, tuple[datetime | None, Any]] = {}
        self._results: dict[int | None, list[tuple[datetime, bool]]] = defaultdict(list)
        for number, created, closed, kind, owner in self.crm.exec(q.select_from(Deal).outerjoin(Stage, on_stage)):
            self.created[number] = created
            if kind in (StageKind.WON, StageKind.LOST):
                self.closed[number] = (closed, kind)
                if closed is not None:
                    self._results[owner].append((closed, kind == StageKind.WON))
        for held in self._results.values():
            held.sort()
        self._entered: dict[int, list[datetime]] = defaultdict(list)
        stays: Any = select(StageHistory.deal_id, StageHistory.entered_at).where(col(StageHistory.undone_by).is_(None))  # type: ignore[call-overload]
        for number, entered in self.crm.exec(stays.order_by(col(StageHistory.entered_at))):
            self._entered[number].append(entered)
        self._pushed: dict[int, list[datetime]] = defaultdict(list)
        moves: Any = select(Event.record_id, Event.at, Event.before, Event.after)  # type: ignore[call-overload]
        moves = moves.where(col(Event.entity) == "deal", col(Event.op) == "update").order_by(col(Event.at))
        for number, at, before, after in self.crm.exec(moves):
            old, new = before.get("expected_close_date"), after.get("expected_close_date")
            if old and new and str(new) > str(old):
                self._pushed[number].append(at)
        self._touched: dict[int, list[datetime]] = defaultdict(list)
        touched: Any = select(col(ActivityLink.target_id), col(Activity.starts_at)).join(
            Activity, and_(col(Activity.workspace_id) == col(ActivityLink.workspace_id), col(Activity.id) == col(ActivityLink.activity_id))
        )  # fmt: skip
        touched = touched.where(col(ActivityLink.target) == "deal", col(Activity.status) == ActivityStatus.HELD)
        for number, at in self.crm.exec(touched.order_by(col(Activity.starts_at))):
            if at is not None:
                self._touched[number].append(at)

    def given(self, deal: Standing) -> float:
        """The probability people gave a deal, else its stage's."""
        stage = self.stages.get(deal.stage_id or 0)
        chance = deal.probability if deal.probability is not None else stage.probability if stage else None
        return float(chance or 0) / 100

    def _owners_until(self, moment: datetime) -> dict[int | None, float]:
        """The log-odds of each owner's wins among deals over by then, drawn towards everybody's by ten deals."""
        counts = {}
        for owner, held in self._results.items():
            known = held[: bisect_right(held, (moment, True))]
            counts[owner] = (sum(w for _, w in known), len(known))
        won, all_ = sum(w for w, _ in counts.values()), sum(n for _, n in counts.values())
        rate = (won + 1) / (all_ + 2)
        return {o: _odds((w + 10 * rate) / (n + 10)) - _odds(rate) for o, (w, n) in counts.items()}

    def _features(
        self, deal: Standing, at: datetime, until: datetime | None, owners: Mapping[int | None, float]
    ) -> dict[str, float]:
        number = deal.number
        horizon = ((until or at) - at) / timedelta(days=1)
        age = _days(self.created.get(number, at), at)
        entered = self._entered.get(number, ())
        place = bisect_right(entered, at)
        made = {
            f"stage:{deal.stage_id}": 1.0,
            "age": log1p(age),
            "in_stage": log1p(_days(entered[place - 1], at) if place else age),
            "owner": owners.get(deal.owner_id, 0.0),
            "pushes": float(min(bisect_right(self._pushed.get(number, ()), at), 5)),
        }
        if deal.amount:
            made["amount"] = log1p(float(deal.amount))
        else:
            made["no_amount"] = 1.0
        touched = self._touched.get(number, ())
        place = bisect_right(touched, at)
        made["idle"] = log1p(_days(touched[place - 1], at) if place else min(age, _LONGEST))
        if deal.expected_close_date is None:
            made["no_close"] = 1.0
        else:
            ahead = (deal.expected_close_date - at.astimezone(self.crm.actor.zone).date()).days
            made["overdue"] = float(ahead < 0)
            made["due_within"] = float(0 <= ahead <= horizon)
            made["ahead"] = log1p(min(max(ahead, 0), _LONGEST))
        if deal.type:
            made[f"type:{deal.type}"] = 1.0
        if deal.source:
            made[f"source:{deal.source}"] = 1.0
        return made


def _days(since: datetime, at: datetime) -> float:
    return min(max((at - since) / timedelta(days=1), 0.0), _LONGEST)


def _odds(p: float) -> float:
    return log(p / (1 - p))


def worth_of(deal: Standing, factors: Mapping[str, Decimal | None], base: str) -> Decimal:
    """The amount of a deal at known rates, to the cent; 0 without an amount or a rate."""
    factor = factors.get(deal.currency or base)
    return (
        (deal.amount * factor).quantize(Decimal("0.01"))
        if deal.amount is not None and factor is not None
        else Decimal(0)
    )
