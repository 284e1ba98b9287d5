"""Open deals at past moments with what was known of them then, and what became of them: what a forecast learns from."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import log, log1p
from typing import Any

from sqlalchemy import Text, and_, cast, or_, select
from sqlmodel import col

from crm_store.codes import ActivityStatus, StageKind
from crm_store.models import Activity, ActivityLink, Deal, Event, Stage, StageHistory
from crm_store.queries.past import Standing, deals_at_all
from crm_store.unit import Unit

KEPT = 0.8
"""A field teaches only when this share of closed deals tells what it held before they closed. What was filled in afterwards, or never
dated, would let the outcome foretell itself: an import that gives lost deals the amount 0 makes every forecast of its past perfect."""
_TOLD = ("amount", "expected_close_date")
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
    """What happened to the deals this person may see, read once at `now`; `at` then looks at any of the moments asked for."""

    def __init__(self, crm: Unit, moments: Sequence[datetime]) -> None:
        self.crm, self.now = crm, crm.now
        self.stages = {s.id or 0: s for s in crm.all(select(Stage).execution_options(deleted=True))}
        self._standing = dict(zip(moments, deals_at_all(crm, moments), strict=True))
        self._seen: dict[tuple[datetime, datetime | None, datetime | None], list[Seen]] = {}
        self._known: dict[str, dict[int, datetime]] = {"amount": {}, "expected_close_date": {}, "stage": {}}
        self._read()
        self.kept = frozenset(field for field, known in self._known.items() if self._told(known) >= KEPT)

    def at(self, moment: datetime, until: datetime | None = None, after: datetime | None = None) -> list[Seen]:
        """Deals that were open then; `won` says whether they were won by `until`, and after `after` when given."""
        key = (moment, until, after)
        if key not in self._seen:
            self._seen[key] = self._look(moment, until, after)
        return self._seen[key]

    def forget(self) -> None:
        """Let go of what `at` kept: a model is trained on the same moments again and again, and then no more."""
        self._seen.clear()

    def _look(self, moment: datetime, until: datetime | None, after: datetime | None) -> list[Seen]:
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

    def _told(self, known: Mapping[int, datetime]) -> float:
        """The share of closed deals a field is known of from before they closed."""
        over = [(n, at) for n, (at, _) in self.closed.items() if at is not None]
        return sum(known[n] < at for n, at in over if n in known) / len(over) if over else 1.0

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
        stays: Any = select(col(StageHistory.deal_id), col(StageHistory.entered_at), col(StageHistory.to_stage_id))
        stays = stays.where(col(StageHistory.undone_by).is_(None))
        for number, entered, stage in self.crm.exec(stays.order_by(col(StageHistory.entered_at))):
            self._entered[number].append(entered)
            if (place := self.stages.get(stage or 0)) is not None and place.kind == StageKind.OPEN:
                self._known["stage"].setdefault(number, entered)
        self._pushed: dict[int, list[datetime]] = defaultdict(list)
        moves: Any = select(Event.record_id, Event.at, Event.before, Event.after)  # type: ignore[call-overload]
        told = [cast(c, Text).contains(f'"{f}"') for c in (col(Event.before), col(Event.after)) for f in _TOLD]
        moves = moves.where(col(Event.entity) == "deal", col(Event.op).in_(("create", "update")), or_(*told))
        moves = moves.order_by(col(Event.at))
        for number, at, before, after in self.crm.exec(moves):
            for field in _TOLD:
                if field in after or field in before:
                    self._known[field].setdefault(number, at)
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
        made = {"age": log1p(age), "owner": owners.get(deal.owner_id, 0.0)}
        if "stage" in self.kept:
            made[f"stage:{deal.stage_id}"] = 1.0
            made["in_stage"] = log1p(_days(entered[place - 1], at) if place else age)
        if "amount" in self.kept and deal.amount:
            made["amount"] = log1p(float(deal.amount))
        elif "amount" in self.kept:
            made["no_amount"] = 1.0
        touched = self._touched.get(number, ())
        place = bisect_right(touched, at)
        made["idle"] = log1p(_days(touched[place - 1], at) if place else min(age, _LONGEST))
        if "expected_close_date" in self.kept:
            made |= self._ahead(deal, at, horizon)
        if deal.type:
            made[f"type:{deal.type}"] = 1.0
        if deal.source:
            made[f"source:{deal.source}"] = 1.0
        return made

    def _ahead(self, deal: Standing, at: datetime, horizon: float) -> dict[str, float]:
        """What the expected close date says."""
        if deal.expected_close_date is None:
            return {"no_close": 1.0}
        ahead = (deal.expected_close_date - at.astimezone(self.crm.actor.zone).date()).days
        return {
            "overdue": float(ahead < 0), "due_within": float(0 <= ahead <= horizon), "ahead": log1p(min(max(ahead, 0), _LONGEST)),
            "pushes": float(min(bisect_right(self._pushed.get(deal.number, ()), at), 5)),
        }  # fmt: skip


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
