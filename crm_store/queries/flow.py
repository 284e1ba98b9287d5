"""How deals move: what share of those that entered a stage got on, how long they stayed in each, and how fast the pipeline turns into bookings."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from typing import Any, Literal

from sqlalchemy import and_, func, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.codes import StageKind
from crm_store.models import Deal, Stage, StageHistory, User
from crm_store.unit import Unit

FlowGroup = Literal["owner", "team", "source", "type", "product", "pipeline", "month"]
_REFERENCES = {"owner": "user", "team": "team", "product": "product", "pipeline": "pipeline"}
_OVER = (StageKind.WON, StageKind.LOST)


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of a deal in a stage, with what the deal is grouped by; `left` is None while it lasts, `now` the kind of stage it is in today."""

    deal: int
    name: str
    stage: int
    entered: datetime
    left: datetime | None
    now: StageKind
    owner: int | None
    team: int | None
    source: Any
    type: Any
    product: int | None
    pipeline: int | None

    def days(self, until: datetime) -> float:
        return ((self.left or until) - self.entered).total_seconds() / 86400


@dataclass
class Passage:
    """Deals that entered a stage: how many got on, were lost, and are still there; the three add up to `entered`."""

    entered: int = 0
    moved: int = 0
    lost: int = 0
    deals: dict[int, str] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    @property
    def usual(self) -> int | None:
        """The median days from entering to getting on."""
        return round(median(self.took)) if self.took else None

    @property
    def waiting(self) -> int:
        return self.entered - self.moved - self.lost

    @property
    def decided(self) -> int:
        return self.moved + self.lost


@dataclass
class Time:
    """Days of the stays that ended in a stage, and of those going on there today, with the deal of each."""

    over: list[float] = field(default_factory=list)
    going: list[tuple[float, int, str]] = field(default_factory=list)

    @property
    def usual(self) -> int | None:
        """The median of the stays that ended."""
        return round(median(self.over)) if self.over else None

    @property
    def mean(self) -> float | None:
        return sum(self.over) / len(self.over) if self.over else None

    @property
    def so_far(self) -> int | None:
        """The median of the stays going on."""
        return round(median(d for d, _, _ in self.going)) if self.going else None


@dataclass
class Flow:
    """Every stay of the deals in scope, oldest first, and the stages of their pipelines in order.

    `unknown` counts closed deals of which only the last stage is on record: an import that told nothing of the ones before.
    """

    stays: list[Stay]
    stages: list[Stage]
    unknown: int

    def open_stages(self, pipeline: int | None = None) -> list[Stage]:
        """The open stages in order, of one pipeline when given."""
        return [s for s in self.stages if s.kind is StageKind.OPEN and pipeline in (None, s.pipeline_id)]


def flow(crm: Unit, *, owners: Collection[int] | None = None, teams: Collection[int] | None = None) -> Flow:
    """The stays of all deals in scope; what was undone does not count."""
    ws = col(Deal.workspace_id)
    team = func.coalesce(col(Deal.team_id), col(User.team_id))
    q: Any = select(
        col(StageHistory.deal_id), col(Deal.name), col(StageHistory.to_stage_id), col(StageHistory.entered_at), col(StageHistory.left_at),
        col(Stage.kind), col(Deal.owner_id), team, col(Deal.source), col(Deal.type), col(Deal.product_id), col(Deal.pipeline_id),
    ).select_from(StageHistory)  # fmt: skip
    q = q.join(Deal, and_(ws == col(StageHistory.workspace_id), col(Deal.id) == col(StageHistory.deal_id)))
    q = q.outerjoin(Stage, and_(col(Stage.workspace_id) == ws, col(Stage.id) == col(Deal.stage_id)))
    q = q.outerjoin(User, and_(col(User.workspace_id) == ws, col(User.id) == col(Deal.owner_id)))
    q = q.where(col(StageHistory.undone_by).is_(None), col(StageHistory.to_stage_id).is_not(None))
    if owners is not None:
        q = q.where(col(Deal.owner_id).in_(sorted(owners)))
    if teams is not None:
        q = q.where(team.in_(sorted(teams)))
    rows = crm.exec(q.order_by(col(StageHistory.entered_at), col(StageHistory.id)))
    stays = [Stay(*(*row[:5], row[5] or StageKind.OPEN, *row[6:])) for row in rows]
    stages = crm.all(select(Stage).order_by(col(Stage.pipeline_id), col(Stage.position), col(Stage.id)))
    kinds = {s.id: s.kind for s in stages}
    seen: dict[int, bool] = {}
    for s in stays:
        seen[s.deal] = seen.get(s.deal, False) or kinds.get(s.stage) not in _OVER
    return Flow(stays, stages, sum(not known for known in seen.values()))


def passages(
    made: Flow,
    first: Stage,
    then: Stage | None,
    crm: Unit,
    start: date | None = None,
    end: date | None = None,
    by: FlowGroup | None = None,
) -> dict[Any, Passage]:
    """What became of the deals that entered `first` between two days, by group ({None: …} when none is asked).

    A deal counts once, from its first entry in the span. It got on when it later reached `then` (won, when None) or any open stage
    behind it in the same pipeline, or was won; a stage that was jumped over counts as passed. It is lost when it is lost today
    without having got on. Source: "next step conversion", knowledge.hubspot.com/reports/differences-between-funnel-report-types,
    with jumped stages counted in.
    """
    order = {s.id: s for s in made.stages}
    later = _by_deal(made.stays)
    groups: dict[Any, Passage] = {}
    taken: set[int] = set()
    for stay in made.stays:
        if stay.stage != first.id or stay.deal in taken or not _between(crm, stay.entered, start, end):
            continue
        taken.add(stay.deal)
        key = _key(crm, stay, by)
        place = groups.setdefault(key, Passage())
        place.entered += 1
        place.deals[stay.deal] = stay.name
        on = (
            s.entered
            for s in later[stay.deal]
            if s.entered > stay.entered and _reached(order.get(s.stage), first, then)
        )
        if (when := min(on, default=None)) is not None:
            place.moved += 1
            place.took.append((when - stay.entered).total_seconds() / 86400)
        elif stay.now is StageKind.LOST:
            place.lost += 1
    return groups


def times(
    made: Flow,
    crm: Unit,
    start: date | None = None,
    end: date | None = None,
    *,
    stage: int | None = None,
    by: FlowGroup | None = None,
) -> dict[Any, Time]:
    """Days in each open stage, or by group in one stage (in all open ones together when None): stays that ended between two days,
    and those going on today.
    """
    open_ones = {s.id for s in made.open_stages()}
    kinds = {s.id: s.kind for s in made.stages}
    found: dict[Any, Time] = {}
    for stay in made.stays:
        if stay.stage not in open_ones or (stage is not None and stay.stage != stage):
            continue
        time_ = found.setdefault(_key(crm, stay, by) if by else stay.stage, Time())
        if stay.left is not None:
            if _between(crm, stay.left, start, end):
                time_.over.append(stay.days(crm.now))
        elif stay.now is StageKind.OPEN and kinds.get(stay.stage) is StageKind.OPEN:
            time_.going.append((stay.days(crm.now), stay.deal, stay.name))
    return {k: t for k, t in found.items() if t.over or t.going}


@dataclass(frozen=True)
class Velocity:
    """open deals × average won deal × win rate ÷ average days from creation to win: money a day.

    Source: the sales velocity equation as sales teams use it (nrev.ai/glossary/sales-pipeline-velocity-formula,
    prospectengine.com/blog/sales-pipeline-velocity-formula-improve).
    """

    open: int
    won: int
    closed: int
    won_amount: Decimal
    days: float | None

    @property
    def deal(self) -> Decimal | None:
        return self.won_amount / self.won if self.won else None

    @property
    def rate(self) -> Decimal | None:
        return Decimal(self.won) / self.closed if self.closed else None

    @property
    def per_day(self) -> Decimal | None:
        """None when nothing was won, or wins took no time at all."""
        if self.deal is None or self.rate is None or not self.days:
            return None
        return (self.open * self.deal * self.rate / Decimal(str(round(self.days, 6)))).quantize(Decimal("0.01"))


def records_of(crm: Unit, by: FlowGroup, keys: Iterable[Any]) -> Mapping[int, Record]:
    """The records groups stand for, those one may see."""
    return crm.many(_REFERENCES[by], {k for k in keys if k is not None}) if by in _REFERENCES else {}


def _reached(stage: Stage | None, first: Stage, then: Stage | None) -> bool:
    if stage is None or stage.pipeline_id != first.pipeline_id:
        return False
    if stage.kind is StageKind.WON:
        return True
    return then is not None and stage.kind is StageKind.OPEN and stage.position >= then.position


def _by_deal(stays: Iterable[Stay]) -> dict[int, list[Stay]]:
    made: dict[int, list[Stay]] = {}
    for s in stays:
        made.setdefault(s.deal, []).append(s)
    return made


def _key(crm: Unit, stay: Stay, by: FlowGroup | None) -> Any:
    if by is None:
        return None
    if by == "month":
        return stay.entered.astimezone(crm.actor.zone).date().replace(day=1)
    return getattr(stay, by)


def _between(crm: Unit, at: datetime, start: date | None, end: date | None) -> bool:
    def edge(day: date) -> datetime:
        return datetime.combine(day, time(), crm.actor.zone).astimezone(UTC)

    return (start is None or at >= edge(start)) and (end is None or at < edge(end + timedelta(days=1)))
