"""What follows by itself for new rows, computed from the whole import at once: stages, days, currencies, owners' teams."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from crm_store.base import Kind
from crm_store.codes import ActivityStatus, ForecastCategory, StageKind
from crm_store.models import Stage, User, fields_of
from crm_store.transfer.planned import Plan, Planned
from crm_store.unit import Unit


@dataclass(frozen=True)
class _Step:
    number: int
    pipeline: int | None
    kind: StageKind
    position: int


class Finisher:
    """Fills what the files leave open, never what they say. `plans` are the import's plans by record type."""

    def __init__(self, crm: Unit, plans: Mapping[str, Plan]) -> None:
        self.crm = crm
        self.plans = plans
        self.currency = crm.actor.currency
        self.stages = {
            n: _Step(n, p, k, o)
            for n, p, k, o in self._each("stage", Stage.id, Stage.pipeline_id, Stage.kind, Stage.position)
        }
        people = list(self._each("user", User.id, User.team_id, User.tz))
        self.team_of = {n: team for n, team, _ in people}
        self.zone_of = {n: tz for n, _, tz in people}

    def finish(self) -> None:
        """Complete every new row; call once, before history."""
        for entity, plan in self.plans.items():
            for planned in plan.new:
                self._common(entity, planned)
        for planned in self._new("deal"):
            self._deal(planned.values)
        for planned in self._new("activity"):
            self._activity(planned.values)
        for planned in self._new("task"):
            self._task(planned.values)

    def last_touched(self) -> dict[int, datetime]:
        """Per deal, when the latest held activity of this import began."""
        latest: dict[int, datetime] = {}
        plan = self.plans.get("activity")
        for planned in (*plan.new, *plan.known) if plan else ():
            v = planned.values
            at = v.get("starts_at")
            if at is None or v.get("status", ActivityStatus.HELD) is not ActivityStatus.HELD:
                continue
            for deal in v.get("deal", ()):
                if deal not in latest or at > latest[deal]:
                    latest[deal] = at
        return latest

    def entered(self, values: Mapping[str, Any]) -> datetime | None:
        """When a deal without history came into its present stage: when it closed, else when it was made."""
        step = self.stages.get(values.get("stage") or 0)
        if step is not None and step.kind in (StageKind.WON, StageKind.LOST) and values.get("closed_at"):
            closed: datetime = values["closed_at"]
            return closed
        return values.get("created_at") or self.crm.now

    def closes(self, stage: int | None) -> bool:
        step = self.stages.get(stage or 0)
        return step is not None and step.kind in (StageKind.WON, StageKind.LOST)

    def _new(self, entity: str) -> Iterable[Planned]:
        return self.plans[entity].new if entity in self.plans else ()

    def _each(self, entity: str, *columns: Any) -> Iterable[tuple[Any, ...]]:
        """These columns of what is on record and of what this import makes."""
        yield from (tuple(row) for row in self.crm.exec(select(*columns)))
        specs = {s.column: (name, s) for name, s in fields_of(entity).items()}
        for planned in self._new(entity):
            made = [planned.values.get(specs[c.key][0], _BLANK.get(c.key)) for c in columns[1:]]
            yield planned.number, *made

    def _common(self, entity: str, planned: Planned) -> None:
        values, specs = planned.values, fields_of(entity)
        for name, spec in specs.items():
            if spec.kind is Kind.MONEY and values.get(name) is not None and spec.currency in specs:
                values.setdefault(spec.currency, self.currency)
        if "owner" in specs and entity != "target" and not self.crm.actor.everything:
            # What somebody imports without saying whose it is is theirs: otherwise they could not see it.
            values.setdefault("owner", self.crm.actor.user_id)
        if "team" in specs and values.get("owner") and not any(c.field == "team" for c in planned.table.columns):
            team = self.team_of.get(values["owner"])
            if team is not None and entity != "target":
                values["team"] = team

    def _deal(self, values: dict[str, Any]) -> None:
        stage = self.stages.get(values.get("stage") or 0) or self._first(values.get("pipeline"))
        if stage is None:
            return
        values["stage"] = stage.number
        values["pipeline"] = stage.pipeline
        if stage.kind is StageKind.WON:
            values.setdefault("forecast_category", ForecastCategory.CLOSED)
        elif stage.kind is StageKind.LOST:
            values.setdefault("forecast_category", ForecastCategory.OMITTED)

    def _first(self, pipeline: int | None) -> _Step | None:
        steps = [
            s for s in self.stages.values() if s.kind is StageKind.OPEN and (pipeline is None or s.pipeline == pipeline)
        ]
        return min(steps, key=lambda s: (s.pipeline or 0, s.position, s.number), default=None)

    def _activity(self, values: dict[str, Any]) -> None:
        starts = values.setdefault("starts_at", values.get("created_at") or self.crm.now)
        if starts > self.crm.now:
            values.setdefault("status", ActivityStatus.PLANNED)

    def _task(self, values: dict[str, Any]) -> None:
        if values.get("due_at") is not None and values.get("due_on") is None:
            tz = self.zone_of.get(values.get("assignee") or 0)
            values["due_on"] = values["due_at"].astimezone(ZoneInfo(tz) if tz else self.crm.actor.zone).date()


_BLANK: Mapping[str, Any] = {"kind": StageKind.OPEN, "position": 0}
