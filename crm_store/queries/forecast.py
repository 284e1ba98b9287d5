"""What will be won in a period: what people committed to, and beside it what history says, with a range and how good it has been.

The statistical forecast learns from open deals as they stood at past moments, a month apart, and from what became of them within as many days
as are left now. It is checked on moments later than all it was trained on. Where history is short or tells deals apart no better than their
average, it says so.
"""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from crm_store.codes import StageKind
from crm_store.models import Deal, Event, StageHistory
from crm_store.queries.fx import Rates
from crm_store.queries.odds import Bin, Model, Table, brier, calibration_error, interval, learn, reliability, simulated
from crm_store.queries.past import Standing, belongs, end_of
from crm_store.queries.snapshots import Past, Seen, worth_of
from crm_store.unit import Unit

ENOUGH_OVER, ENOUGH_EACH, ENOUGH_ROWS = 60, 15, 200
"""Closed deals, won and lost ones each, and deals at past moments, below which no probability is learnt."""
_APART = timedelta(days=30)
_MOST, _TESTED = 14, 4
"""Past moments looked at, and the latest of them a forecast is checked on."""
_SIGNAL = 0.97
"""A model that does not lower the Brier score of the plain average by 3 % is said to know nothing."""
_SHARE = 0.8
_CELL = 5
"""Deals an owner must have had open for his range to be checked."""


@dataclass(frozen=True)
class Checked:
    """How forecasts did on moments they had not seen: scores (lower is better), the reliability table, and ranges that held.

    `stage` is the Brier score of the probabilities people or stages gave, `average` that of saying the average every time.
    """

    count: int
    moments: tuple[date, ...]
    score: float
    stage: float
    average: float
    table: tuple[Bin, ...]
    error: float
    ranges: int
    held: int


@dataclass(frozen=True)
class Chance:
    """One open deal: its probability to be won in the period, what it is worth, and what moves it (feature, log-odds)."""

    deal: Standing
    chance: float
    worth: Decimal
    given: float
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass
class Forecast:
    """A period's forecast; amounts in `currency`. `basis` is `model`, `average` (history tells deals not apart) or `none` (too little of it).

    `commit`, `best_case`, `pipeline` hold open deals people expect to close in the period, by their category; `expected`, `low` and
    `high` are booked and open together, None without a basis. `low` to `high` holds in four of five futures. `unpriced` open deals have
    no amount and add nothing; `untold` are fields whose past is not on record, so that nothing could be learnt from them.
    """

    start: date
    end: date
    currency: str
    booked: Decimal = Decimal(0)
    booked_count: int = 0
    commit: Decimal = Decimal(0)
    best_case: Decimal = Decimal(0)
    pipeline: Decimal = Decimal(0)
    omitted: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)
    basis: str = "none"
    expected: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    won: int = 0
    lost: int = 0
    rows: int = 0
    chances: list[Chance] = field(default_factory=list)
    checked: Checked | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    over: bool = False
    unpriced: int = 0
    untold: tuple[str, ...] = ()
    people: dict[int | None, dict[str, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What would have been forecast on a day, with what was known then, and what came of it; None where too little was known."""

    on: date
    expected: Decimal | None
    low: Decimal | None
    high: Decimal | None
    actual: Decimal
    weighted: Decimal


@dataclass
class Accuracy:
    """How forecasts of a past period would have done, without any knowledge of what came later."""

    start: date
    end: date
    currency: str
    told: list[Told]
    checked: Checked | None
    won: int
    lost: int


def forecast(
    crm: Unit,
    start: date,
    end: date,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    currency: str | None = None,
) -> Forecast:
    """Forecast what is won between two days, learnt from every deal this person may see."""
    made = Forecast(start, end, currency or crm.actor.currency)
    rates = Rates(crm)
    now, until = crm.now, end_of(crm, end)
    made.over = until < now
    after = max(now, _begin(crm, start))
    model, past, made.checked = _learnt(crm, now, until - now, after - now)
    now = past.now  # of the same hour, and nothing has changed since
    after = max(now, _begin(crm, start))
    made.won, made.lost = past.over()
    made.rows = model.seen if model is not None else 0
    _by_people(crm, made, past, rates, owners, teams)
    if made.over or model is None:
        return made
    made.basis = "model" if made.checked is None or made.checked.score <= made.checked.average * _SIGNAL else "average"
    factors = _all_factors(rates, made.currency, past.standing(now), crm.today)
    seen = [s for s in past.at(now, until, after) if belongs(s.deal, owners, teams)]
    odds = (
        model.chances([s.features for s in seen]).tolist() if made.basis == "model" else [model.base_rate] * len(seen)
    )
    reasons = model.reasons_of([s.features for s in seen]) if made.basis == "model" else [[] for _ in seen]
    for s, p, why in zip(seen, odds, reasons, strict=True):
        made.chances.append(Chance(s.deal, p, worth_of(s.deal, factors, rates.base), s.given, tuple(why)))
    made.unpriced = sum(c.deal.amount is None for c in made.chances)
    made.untold = tuple(sorted({"amount", "expected_close_date", "stage"} - past.kept))
    made.chances.sort(key=lambda c: (-c.chance * float(c.worth), c.deal.number))
    sums = simulated([c.chance for c in made.chances], [float(c.worth) for c in made.chances])
    low, high = interval(sums, _SHARE)
    likely = sum(c.chance * float(c.worth) for c in made.chances)
    made.expected, made.low, made.high = (
        made.booked + _cents(likely),
        made.booked + _cents(low),
        made.booked + _cents(high),
    )
    return made


def accuracy(
    crm: Unit,
    start: date,
    end: date,
    *,
    owners: Collection[int] | None = None,
    teams: Collection[int] | None = None,
    currency: str | None = None,
) -> Accuracy:
    """What forecasts made at the start, a third and two thirds into a past period would have said, and what came of it."""
    begin, until = _begin(crm, start), min(end_of(crm, end), crm.now)
    length = until - begin
    days = [begin, begin + length / 3, begin + 2 * length / 3]
    grid = _grid(until, timedelta(0), None)
    past = Past(crm, [*days, *grid, until])
    rates, target = Rates(crm), currency or crm.actor.currency
    made = Accuracy(start, end, target, [], None, *past.over())
    factors = _all_factors(rates, target, past.standing(until), min(end, crm.today))
    said: list[tuple[Seen, float, float]] = []
    ranges = held = 0
    for day in days:
        model = _train(past, [g for g in grid if g + (until - day) <= day], until - day, timedelta(0))
        seen = [s for s in past.at(day, until) if belongs(s.deal, owners, teams)]
        booked = _booked(past.standing(day), factors, rates, begin, day, owners, teams)
        actual = _booked(past.standing(until), factors, rates, begin, until, owners, teams)
        worth = [float(worth_of(s.deal, factors, rates.base)) for s in seen]
        weighted = booked + _cents(sum(s.given * w for s, w in zip(seen, worth, strict=True)))
        if model is None:
            made.told.append(Told(day.astimezone(crm.actor.zone).date(), None, None, None, actual, weighted))
            continue
        odds = model.chances([s.features for s in seen]).tolist()
        low, high = interval(simulated(odds, worth), _SHARE)
        likely = sum(p * w for p, w in zip(odds, worth, strict=True))
        from_open = sum(w for s, w in zip(seen, worth, strict=True) if s.won)
        ranges, held = ranges + 1, held + (low - 0.01 <= from_open <= high + 0.01)
        said += [(s, p, model.base_rate) for s, p in zip(seen, odds, strict=True)]
        told = (booked + _cents(likely), booked + _cents(low), booked + _cents(high))
        made.told.append(Told(day.astimezone(crm.actor.zone).date(), *told, actual, weighted))
    if said:
        made.checked = _checked(said, tuple(t.on for t in made.told if t.expected is not None), ranges, held)
    return made


def _begin(crm: Unit, day: date) -> datetime:
    return datetime.combine(day, time(), crm.actor.zone).astimezone(UTC)


def _cents(amount: float) -> Decimal:
    return Decimal(str(round(amount, 2))).quantize(Decimal("0.01"))


def _grid(now: datetime, horizon: timedelta, first: datetime | None) -> list[datetime]:
    """Moments a month apart whose outcome is known by `now`, the latest first."""
    made = [now - horizon - _APART * k for k in range(_MOST)]
    return [m for m in made if first is None or m > first]


_KEPT: "OrderedDict[tuple[Any, ...], tuple[Model | None, Past, Checked | None]]" = OrderedDict()
_MOST_KEPT = 8


def _learnt(crm: Unit, now: datetime, horizon: timedelta, gap: timedelta) -> tuple[Model | None, Past, Checked | None]:
    """The model for so many days ahead, and how such models did; kept for an hour, until something that person may see has changed."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    key = (*_fingerprint(crm), hour, round(horizon / _APART * 30), round(gap / _APART * 30))
    if key in _KEPT:
        _KEPT.move_to_end(key)
        model, past, checked = _KEPT[key]
        past.crm = crm
        return model, past, checked
    horizon = max(horizon, timedelta(days=1))
    grid = _grid(now, horizon, None)
    past = Past(crm, [now, *grid])
    grid = [g for g in grid if past.first is not None and g > past.first]
    lessons = _Lessons(past, grid, horizon, gap)
    model = _train(past, grid, horizon, gap, lessons)
    checked = _back_test(past, grid, horizon, gap, crm, lessons) if model is not None else None
    past.forget()
    _KEPT[key] = (model, past, checked)
    while len(_KEPT) > _MOST_KEPT:
        _KEPT.popitem(last=False)
    return model, past, checked


def _fingerprint(crm: Unit) -> tuple[Any, ...]:
    deals: Any = crm.exec(
        select(func.count(), func.max(col(Deal.updated_at)), func.sum(col(Deal.version))).select_from(Deal)
    ).one()
    stays: Any = crm.exec(select(func.count()).select_from(StageHistory)).one()
    events: Any = crm.exec(select(func.max(col(Event.id)))).one()
    return (str(crm.session.get_bind()), crm.actor, *deals, *stays, *events)


class _Lessons:
    """The rows of all moments in one table: the model and those of its back-test learn from many of the same."""

    def __init__(self, past: Past, grid: Sequence[datetime], horizon: timedelta, gap: timedelta) -> None:
        rows: list[Seen] = []
        self._spans: dict[datetime, slice] = {}
        for moment in grid:
            seen = past.at(moment, moment + horizon, moment + gap)
            self._spans[moment] = slice(len(rows), len(rows) + len(seen))
            rows += seen
        self._table = Table([s.features for s in rows])

    def of(self, grid: Sequence[datetime]) -> Table:
        return self._table.part([self._spans[moment] for moment in grid])


def _train(
    past: Past, grid: Sequence[datetime], horizon: timedelta, gap: timedelta, lessons: _Lessons | None = None
) -> Model | None:
    rows = [s for g in grid for s in past.at(g, g + horizon, g + gap)]
    won = sum(s.won for s in rows)
    closed = past.over_by(max((g + horizon for g in grid), default=None))
    if sum(closed) < ENOUGH_OVER or min(closed) < ENOUGH_EACH or len(rows) < ENOUGH_ROWS or won < ENOUGH_EACH:
        return None
    return learn(lessons.of(grid) if lessons else [s.features for s in rows], [s.won for s in rows])


def _back_test(
    past: Past, grid: Sequence[datetime], horizon: timedelta, gap: timedelta, crm: Unit, lessons: _Lessons
) -> Checked | None:
    """Forecasts for the latest moments by models that knew only what was over by then."""
    said: list[tuple[Seen, float, float]] = []
    ranges = held = 0
    moments = []
    factors = _all_factors(Rates(crm), crm.actor.currency, past.standing(crm.now), crm.today)
    for moment in grid[:_TESTED]:
        model = _train(past, [g for g in grid if g + horizon <= moment], horizon, gap, lessons)
        if model is None:
            continue
        moments.append(moment.astimezone(crm.actor.zone).date())
        seen = past.at(moment, moment + horizon, moment + gap)
        odds = model.chances([s.features for s in seen]).tolist()
        said += [(s, p, model.base_rate) for s, p in zip(seen, odds, strict=True)]
        cells: dict[Any, list[tuple[float, float, bool]]] = {}
        for s, p in zip(seen, odds, strict=True):
            # Where past amounts are not on record the range is checked on counts.
            worth = float(worth_of(s.deal, factors, crm.actor.currency)) if "amount" in past.kept else 1.0
            for cell in ("all", s.deal.owner_id):
                cells.setdefault(cell, []).append((p, worth, s.won))
        for cell, deals in cells.items():
            if cell != "all" and len(deals) < _CELL:
                continue
            low, high = interval(simulated([d[0] for d in deals], [d[1] for d in deals], draws=1000), _SHARE)
            ranges, held = ranges + 1, held + (low - 0.01 <= sum(d[1] for d in deals if d[2]) <= high + 0.01)
    return _checked(said, tuple(moments), ranges, held) if said else None


def _checked(said: Sequence[tuple[Seen, float, float]], moments: tuple[date, ...], ranges: int, held: int) -> Checked:
    odds, won = [p for _, p, _ in said], [s.won for s, _, _ in said]
    table = reliability(odds, won)
    given, average = brier([s.given for s, _, _ in said], won), brier([a for _, _, a in said], won)
    return Checked(
        len(said), moments, brier(odds, won), given, average, tuple(table), calibration_error(table), ranges, held
    )


def _by_people(
    crm: Unit,
    made: Forecast,
    past: Past,
    rates: Rates,
    owners: Collection[int] | None,
    teams: Collection[int] | None,
) -> None:
    """Booked so far, and open deals expected to close in the period by their forecast category."""
    zone = crm.actor.zone
    for deal in past.standing(past.now).values():
        if not belongs(deal, owners, teams):
            continue
        closed = deal.closed_at.astimezone(zone).date() if deal.closed_at else None
        booked = deal.kind == StageKind.WON and closed is not None and made.start <= closed <= made.end
        due = deal.expected_close_date
        if not booked and not (deal.kind == StageKind.OPEN and due is not None and made.start <= due <= made.end):
            continue
        on = closed if booked and closed else crm.today
        worth = rates.convert(deal.amount or Decimal(0), deal.currency or rates.base, made.currency, on)
        if worth is None:
            made.left_out[deal.currency or ""] = made.left_out.get(deal.currency or "", 0) + 1
            continue
        worth = worth.quantize(Decimal("0.01"))
        theirs = made.people.setdefault(deal.owner_id, {})
        if booked:
            made.booked, made.booked_count = made.booked + worth, made.booked_count + 1
            theirs["booked"] = theirs.get("booked", Decimal(0)) + worth
            continue
        name = deal.forecast_category if deal.forecast_category in ("commit", "best_case", "omitted") else "pipeline"
        setattr(made, name, getattr(made, name) + worth)
        likely = _cents(float(worth) * past.given(deal))
        made.weighted += likely
        for figure, amount in ((name, worth), ("weighted", likely)):
            theirs[figure] = theirs.get(figure, Decimal(0)) + amount


def _all_factors(rates: Rates, target: str, standing: dict[int, Standing], day: date) -> dict[str, Decimal | None]:
    return {c: rates.rate(c, target, day) for c in {d.currency or rates.base for d in standing.values()}}


def _booked(
    standing: dict[int, Standing],
    factors: dict[str, Decimal | None],
    rates: Rates,
    begin: datetime,
    until: datetime,
    owners: Collection[int] | None,
    teams: Collection[int] | None,
) -> Decimal:
    won = [
        d
        for d in standing.values()
        if d.kind == StageKind.WON
        and d.closed_at is not None
        and begin <= d.closed_at <= until
        and belongs(d, owners, teams)
    ]
    return sum((worth_of(d, factors, rates.base) for d in won), Decimal(0))
