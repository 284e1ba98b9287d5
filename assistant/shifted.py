"""A day or moment moved by a length: "+2 weeks", "-1 hour", "+1 month" of what a record holds now."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from assistant.errors import ToolProblem
from crm_store.base import FieldSpec, Kind, Record
from crm_store.own_fields import is_own, value_of

_SHIFT = re.compile(r"\s*(?P<sign>[+−-])\s*(?P<n>\d{1,4})\s*(?P<unit>minute|hour|day|week|month|year)s?\s*")
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080}


def shifted(spec: FieldSpec, text: str, record: Record | None, zone: object) -> date | datetime | None:
    """The new value when `text` is such a move; None when it is something else.

    Raises:
        ToolProblem: the record holds no day to move.
    """
    match = _SHIFT.fullmatch(text)
    if match is None:
        return None
    own = is_own(spec.name) and record is not None
    held = value_of(record, spec) if own and record is not None else getattr(record, spec.column or "_", None)
    if held is None:
        raise ToolProblem(
            f"There is no {spec.en} to move yet. Give the day itself.",
            f"目前没有{spec.zh}，无法顺延或提前。请直接给出日期。",
        )
    count = int(match["n"]) * (1 if match["sign"] == "+" else -1)
    if spec.kind is Kind.DAY:
        if match["unit"] in ("minute", "hour"):
            raise ToolProblem(
                f"The {spec.en} is a day, not a time. Move it by days.", f"{spec.zh}是日期，没有钟点。请按天调整。"
            )
        return _moved(held, count, match["unit"])
    local = held.astimezone(zone)
    if match["unit"] in ("minute", "hour"):
        return held + timedelta(minutes=count * _MINUTES[match["unit"]])  # type: ignore[no-any-return]
    return datetime.combine(_moved(local.date(), count, match["unit"]), local.time(), tzinfo=local.tzinfo)


def _moved(day: date, count: int, unit: str) -> date:
    try:
        if unit in ("month", "year"):
            months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    except (ValueError, OverflowError):
        raise ToolProblem("That is too far away.", "这个日期太遥远。") from None
