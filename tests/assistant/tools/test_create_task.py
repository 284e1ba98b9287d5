"""A task's day may be counted from a day its record holds; where there is none, or it is gone by, one is told."""

from datetime import date
from typing import Any

import pytest
from parley_worlds import CHEN
from sqlalchemy import select

from assistant.tools import ToolContext, call
from crm_store import proposals
from crm_store.models import Task


@pytest.fixture
def due(small_world: Any) -> Any:
    """`due("14 days before close date", "Acme renewal")`: the saved task's day, or what was answered."""

    def made(when: str, about: str | None, language: Any = "en") -> date | str | None:
        with small_world.writing(CHEN, turn="t") as crm:
            args = {"title": "Call", "due": when, **({"about": about} if about else {})}
            result = call("create_task", ToolContext(crm, language, thread_id="talk", turn="t"), args)
            if result.proposal is None:
                return result.say
            crm.flush()
            proposals.apply(crm, proposals.get(crm, result.proposal))
            newest = crm.all(select(Task).order_by(Task.id.desc()).limit(1))  # type: ignore[union-attr]
            day: date | None = newest[0].due_on
            return day

    return made


@pytest.mark.parametrize(
    ("when", "about", "day"),
    [
        ("14 days before close date", "Acme renewal", date(2026, 12, 1)),
        ("two weeks before it closes", "Acme renewal", date(2026, 12, 1)),
        ("1 week after the close date", "Acme renewal", date(2026, 12, 22)),
        ("预计成交前三天", "Acme renewal", date(2026, 12, 12)),
        ("2 days after next appointment", "李娜", date(2026, 11, 22)),
        ("2026-12-24", "Acme renewal", date(2026, 12, 24)),
    ],
)
def test_the_day_is_counted_from_the_record(due: Any, when: str, about: str, day: date) -> None:
    assert due(when, about) == day


@pytest.mark.parametrize(
    ("when", "about", "en", "zh"),
    [
        ("60 days before close date", "Acme renewal", "gone by", "已经过去"),
        ("1 day before next appointment", "Ana Ruiz", "no appointment ahead", "没有已安排的会面"),
        ("1 week before close date", None, "whose day is meant", "哪条记录"),
    ],
)
def test_what_cannot_be_counted_is_told(due: Any, when: str, about: str | None, en: str, zh: str) -> None:
    assert en in due(when, about)
    assert zh in due(when, about, "zh")
