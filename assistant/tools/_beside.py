"""A day so long before or after one that a record holds: "14 days before close date", 预计成交前一周."""

import re
from datetime import date, timedelta

from assistant.errors import ToolProblem
from assistant.reading import Asker
from assistant.recognise.durations import parse_duration
from assistant.tools._meant import record_meant
from assistant.wording import day_text
from crm_store.base import Record
from crm_store.models import Activity, Deal, Ticket
from crm_store.queries.find import Condition, Query, records

_SIDES = re.compile(
    r"\s*(?P<n>.+?) (?P<side>before|ahead of|prior to|after) (?:its |the |his |her |their )?(?P<mark>.+?)\s*|(?P<mark_zh>.+?)(?:之|以)?(?P<side_zh>[前后])(?P<n_zh>.+?)\s*",
    re.IGNORECASE,
)
_MARKS = (
    ("close", re.compile(r"clos|sign|成交|签约|签单|关单", re.IGNORECASE), ("deal",)),
    ("due", re.compile(r"\bdue|deadline|到期|截止", re.IGNORECASE), ("ticket", "deal")),
    ("next", re.compile(r"appointment|meeting|call|demo|visit|会|拜访|演示|通话", re.IGNORECASE), ("contact", "account", "activity")),
)  # fmt: skip


def day_beside(asker: Asker, due: str, about: str | None) -> tuple[date, Record] | None:
    """The day, and the record it was counted from; None when `due` speaks of no such day.

    Raises:
        ToolProblem: no record is named, it holds no such day, or the day is gone by.
    """
    said = _SIDES.fullmatch(due)
    length = parse_duration(said["n"] or said["n_zh"]) if said else None
    mark = next((m for m in _MARKS if said and m[1].search(said["mark"] or said["mark_zh"])), None)
    if said is None or length is None or mark is None:
        return None
    if not about:
        raise ToolProblem(
            "Say whose day is meant: “two weeks before the Acme renewal closes”.",
            "请说明是哪条记录的日期，例如“华阳二期预计成交前一周”。",
        )
    record = record_meant(asker, about, mark[2])
    held = _held(asker, record)
    if held is None:
        raise _without(record, mark[0])
    away = timedelta(days=length.days)
    day = held + away if (said["side"] or said["side_zh"]).casefold() in ("after", "后") else held - away
    if day < asker.crm.today:
        raise ToolProblem(
            f"Counted from {day_text(held, 'en')}, that day was {day_text(day, 'en')}: it is gone by. Give a day from today on.",
            f"从{day_text(held, 'zh')}算起，提醒日是{day_text(day, 'zh')}，已经过去了。请给出今天或以后的日期。",
        )
    return day, record


def _held(asker: Asker, record: Record) -> date | None:
    """The day a record is about: when a deal closes, a ticket is due, an appointment is, or the next one with somebody."""
    zone = asker.crm.actor.zone
    if isinstance(record, Deal):
        return record.expected_close_date
    if isinstance(record, (Ticket, Activity)):
        at = record.resolution_due if isinstance(record, Ticket) else record.starts_at
        return at.astimezone(zone).date() if at else None
    ahead = [
        Condition(type(record).about.entity, "=", record.id),
        Condition("status", "=", "planned"),
        Condition("starts_at", ">=", asker.crm.today),
    ]
    booked = records(asker.crm, Query("activity", ahead, (("starts_at", False),), limit=1))
    return _held(asker, booked[0]) if booked else None


def _without(record: Record, mark: str) -> ToolProblem:
    en = {"close": "has no close date", "due": "has no due date", "next": "has no appointment ahead"}[mark]
    zh = {"close": "没有预计成交日期", "due": "没有到期日", "next": "后面没有已安排的会面"}[mark]
    return ToolProblem(
        f"{record.display} {en}, so no day can be counted from it. Say the day of the reminder itself.",
        f"{record.display}{zh}，无法据此推算。请直接说提醒的日期。",
    )
