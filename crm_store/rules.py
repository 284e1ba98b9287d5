"""What follows from a change by itself: defaults of a new record, and the fields a change of another field moves."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from crm_store.base import Record
from crm_store.codes import ActivityStatus, ForecastCategory, Priority, StageKind, TaskStatus, TicketStatus
from crm_store.errors import BadValue, NotAllowed
from crm_store.models import Pipeline, Stage, User, entities, fields_of
from crm_store.permissions import HELD, held_by, judged_at
from crm_store.values import fitting

if TYPE_CHECKING:
    from crm_store.unit import Unit

SLA_HOURS: Mapping[Priority, tuple[int, int]] = {
    Priority.URGENT: (1, 4),
    Priority.HIGH: (4, 8),
    Priority.NORMAL: (8, 24),
    Priority.LOW: (24, 72),
}
"""First response and resolution, in hours from opening, until a service policy of one's own is set (docs/decisions)."""


def defaults(crm: "Unit", entity: str) -> dict[str, Any]:
    """What a new record of this type starts with when nothing is said."""
    actor = crm.actor
    if entity in ("account", "contact", "lead", "deal", "activity"):
        made: dict[str, Any] = {"owner": actor.user_id, "team": actor.team_id}
        if entity == "deal":
            made["stage"] = _first_stage(crm)
            made["forecast_category"] = ForecastCategory.PIPELINE
        return made
    if entity == "fact":
        return {"owner": actor.user_id, "valid_from": crm.today}
    if entity == "task":
        return {"assignee": actor.user_id}
    if entity == "ticket":
        return {"team": actor.team_id}
    return {}


def must_hold(crm: "Unit", entity: str, number: int) -> None:
    """NotAllowed unless this person holds the record, owning it or being above who does: only then may they share it."""
    model = entities().get(entity)
    if model is None or entity not in HELD:
        raise NotAllowed("Records of this type cannot be shared one by one.", "这类记录不能单独共享。")
    judged_at(crm.now)
    q = select(col(model.id)).where(held_by(crm.actor, entity)(model), col(model.id) == number)
    if crm.inside(q).first() is None:
        ref = f"{model.about.prefix}-{number}"
        raise NotAllowed(
            f"Only the owner of {ref}, their manager or an administrator may share it.",
            f"只有 {ref} 的负责人、其上级或管理员可以共享它。",
        )


def must_lend(crm: "Unit", entity: str, values: Mapping[str, Any]) -> None:
    """NotAllowed when a new share or stand-in lends what is not this person's to lend."""
    if entity == "share":
        must_hold(crm, str(values.get("entity")), int(values.get("record_id") or 0))
    elif entity == "stand_in":
        must_be_theirs(crm, values)


def must_be_theirs(crm: "Unit", values: Mapping[str, Any], record: Any = None) -> None:
    """NotAllowed unless a stand-in is for oneself or somebody below one: nobody hands out a colleague's records.

    Raises:
        BadValue: nobody, or the person who is away, is to stand in.
    """
    away = values.get("user", getattr(record, "user_id", None))
    deputy = values.get("deputy", getattr(record, "deputy_id", None))
    mine = (
        crm.actor.everything or away == crm.actor.user_id or (crm.actor.reach == "subtree" and away in crm.actor.people)
    )
    if not mine:
        raise NotAllowed(
            "Only they themselves, their manager or an administrator may name who stands in for somebody.",
            "只有本人、其上级或管理员可以指定代理人。",
        )
    if deputy is not None and deputy == away:
        raise BadValue("Nobody stands in for themselves; name a colleague.", "不能由本人代理；请说出一位同事。")


def typed(entity: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Field values as a record holds them; what a draft will only make later (objects, lists) is left as it is.

    Raises:
        BadValue: one that does not fit its field.
    """
    specs = fields_of(entity)
    return {n: fitting(specs[n], v) if n in specs and isinstance(v, _PLAIN) else v for n, v in values.items()}


_PLAIN = (str, int, float, Decimal, date)


def derived(crm: "Unit", entity: str, record: Record | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The further fields that change when `values` are written to `record` (None: to a new one)."""
    make = {"deal": _deal, "task": _task, "ticket": _ticket, "activity": _activity, "lead": _lead}.get(entity)
    more = make(crm, record, values) if make else {}
    has_money = (
        values.get("amount") is not None or values.get("est_amount") is not None or values.get("list_price") is not None
    )
    if has_money and "currency" not in values and (record is None or not getattr(record, "currency", None)):
        more["currency"] = crm.actor.currency
    return {k: v for k, v in more.items() if k not in values}


def _deal(crm: "Unit", record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if values.get("stage") is not None and (record is None or record.stage_id != values["stage"]):
        stage = crm.get("stage", values["stage"])
        assert isinstance(stage, Stage)
        more["stage_entered_at"] = crm.now
        more["pipeline"] = stage.pipeline_id
        more["probability"] = None
        if stage.kind in (StageKind.WON, StageKind.LOST):
            more["closed_at"] = crm.now
            if stage.kind is StageKind.WON and record is not None and record.lost_reason is not None:
                more.update(lost_reason=None, lost_notes=None)
            more["forecast_category"] = (
                ForecastCategory.CLOSED if stage.kind is StageKind.WON else ForecastCategory.OMITTED
            )
        elif record is not None and record.closed_at is not None:
            more.update(closed_at=None, lost_reason=None, lost_notes=None, forecast_category=ForecastCategory.PIPELINE)
    probability = values.get("probability")
    if probability is not None and not 0 <= probability <= 100:
        raise BadValue("Probability is a percentage from 0 to 100.", "赢率是 0 到 100 之间的百分数。")
    return more


def _task(crm: "Unit", record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    more: dict[str, Any] = {}
    due_at = values.get("due_at")
    if due_at is None and values.get("assignee") is not None and record is not None and "due_on" not in values:
        due_at = record.due_at  # the day of a moment is the new assignee's
    if due_at is not None:
        more["due_on"] = due_at.astimezone(
            _zone_of(crm, values.get("assignee") or getattr(record, "assignee_id", None))
        ).date()
    elif values.get("due_on") is not None and record is not None and record.due_at is not None:
        zone = _zone_of(crm, values.get("assignee") or record.assignee_id)
        clock: time = record.due_at.astimezone(zone).timetz().replace(tzinfo=None)
        more["due_at"] = datetime.combine(values["due_on"], clock, tzinfo=zone)
    if values.get("status") == TaskStatus.DONE:
        if record is None or record.status != TaskStatus.DONE:
            more["completed_at"] = crm.now
    elif values.get("status") is not None and record is not None:
        more["completed_at"] = None
    return more


def _zone_of(crm: "Unit", assignee: int | None) -> ZoneInfo:
    """Where a task is due: the assignee's time zone, one's own when they have none."""
    if not assignee or assignee == crm.actor.user_id:
        return crm.actor.zone
    user = crm.get("user", assignee)
    assert isinstance(user, User)
    return ZoneInfo(user.tz) if user.tz else crm.actor.zone


def _ticket(crm: "Unit", record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if record is None or (values.get("priority") is not None and values["priority"] != record.priority):
        first, last = SLA_HOURS[Priority(values.get("priority") or Priority.NORMAL)]
        opened = record.created_at if record is not None else crm.now
        more["first_response_due"] = opened + timedelta(hours=first)
        more["resolution_due"] = opened + timedelta(hours=last)
    status = values.get("status")
    if status in (TicketStatus.RESOLVED, TicketStatus.CLOSED) and (record is None or record.resolved_at is None):
        more["resolved_at"] = crm.now
    elif status is not None and status not in (TicketStatus.RESOLVED, TicketStatus.CLOSED) and record is not None:
        more["resolved_at"] = None
    if (
        values.get("assignee") is not None
        and "status" not in values
        and (record is None or record.status == TicketStatus.NEW)
    ):
        more["status"] = TicketStatus.ASSIGNED
    return more


def _activity(crm: "Unit", record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    starts, ends = (values[n] if n in values else getattr(record, n, None) for n in ("starts_at", "ends_at"))
    if starts and ends and "starts_at" in values and "ends_at" not in values and record.starts_at is not None:
        return {"ends_at": starts + (ends - record.starts_at)}  # what is moved lasts as long as before
    if starts and ends and ends < starts and "ends_at" in values:
        raise BadValue("An activity cannot end before it starts.", "结束时间不能早于开始时间。")
    if record is None and starts is None:
        return {"starts_at": crm.now}
    if record is None and starts is not None and starts > crm.now and "status" not in values:
        return {"status": ActivityStatus.PLANNED}
    return {}


def _lead(crm: "Unit", record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _first_stage(crm: "Unit") -> int | None:
    q = (
        select(col(Stage.id))
        .join(Pipeline, col(Stage.pipeline_id) == col(Pipeline.id))
        .where(col(Stage.kind) == StageKind.OPEN)
        .order_by(col(Pipeline.position), col(Stage.position), col(Stage.id))
    )
    first: int | None = crm.exec(q).scalars().first()
    return first
