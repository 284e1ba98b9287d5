"""What follows from a change by itself: stages, days, clocks, currencies."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from parley_worlds import CHEN, LIN, MAYA, MOMENT, TOM

from crm_store.errors import BadValue, NotFound


@pytest.fixture
def made(standing_sqlite_desk: Any) -> Any:
    """Makes a record as Chen would say it, changes it, and shows what it holds."""

    class Made:
        world = standing_sqlite_desk.world

        def new(self, entity: str, email: str = CHEN, **values: Any) -> int:
            with self.world.writing(email) as crm:
                return int(crm.create(entity, values).id)

        def change(self, entity: str, number: int, later: timedelta = timedelta(), **values: Any) -> None:
            with self.world.writing(CHEN, now=MOMENT + later) as crm:
                crm.update(crm.get(entity, number), values)

        def held(self, entity: str, number: int, *fields: str) -> Any:
            found = tuple(standing_sqlite_desk.value(entity, number, f) for f in fields)
            return found if len(found) > 1 else found[0]

        def stage(self, name: str) -> int:
            return int(self.world.number("stage", name))

    return Made()


def test_a_new_deal_starts_in_the_first_open_stage_with_its_maker(made: Any) -> None:
    deal = made.new("deal", name="New", amount=Decimal(5))
    assert made.held("deal", deal, "stage", "pipeline", "owner", "team", "currency") == (
        made.stage("Qualification"), made.world.number("pipeline", "Sales"), made.world.number("user", CHEN),
        made.world.number("team", "East"), "CNY",
    )  # fmt: skip
    assert made.held("deal", deal, "stage_entered_at", "closed_at", "forecast_category") == (MOMENT, None, "pipeline")


def test_winning_closes_losing_omits_and_reopening_forgets(made: Any) -> None:
    deal = made.new("deal", name="New", probability=Decimal(80))
    made.change("deal", deal, timedelta(days=1), stage=made.stage("Lost"), lost_reason="price", lost_notes="Too dear")
    assert made.held("deal", deal, "closed_at", "forecast_category", "probability", "lost_reason") == (
        MOMENT + timedelta(days=1), "omitted", None, "price"
    )  # fmt: skip
    made.change("deal", deal, timedelta(days=2), stage=made.stage("Won"))
    assert made.held("deal", deal, "closed_at", "forecast_category", "lost_reason", "lost_notes") == (
        MOMENT + timedelta(days=2), "closed", None, None
    )  # fmt: skip
    made.change("deal", deal, timedelta(days=3), stage=made.stage("Proposal"))
    assert made.held("deal", deal, "closed_at", "forecast_category", "stage_entered_at") == (
        None,
        "pipeline",
        MOMENT + timedelta(days=3),
    )


def test_a_day_of_closing_that_was_said_stands(made: Any) -> None:
    deal, said = made.new("deal", name="New"), datetime(2026, 11, 2, 4, tzinfo=UTC)
    made.change("deal", deal, stage=made.stage("Won"), closed_at=said)
    assert made.held("deal", deal, "closed_at") == said


def test_the_same_stage_again_changes_nothing(made: Any) -> None:
    deal = made.new("deal", name="New", stage=made.stage("Demo"))
    made.change("deal", deal, timedelta(days=4), stage=made.stage("Demo"), next_step="x")
    assert made.held("deal", deal, "stage_entered_at") == MOMENT


def test_an_unknown_stage_is_not_found(made: Any) -> None:
    with pytest.raises(NotFound):
        made.new("deal", name="New", stage=404)


LATE_EVENING_IN_NEW_YORK = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)  # the 24th there, the 25th in Shanghai and Berlin


@pytest.mark.parametrize(("assignee", "day"), [(CHEN, 25), (MAYA, 24), (TOM, 25), (LIN, 25)])
def test_a_task_is_due_on_its_assignees_day(made: Any, assignee: str, day: int) -> None:
    task = made.new("task", title="Call", due_at=LATE_EVENING_IN_NEW_YORK, assignee=made.world.number("user", assignee))
    assert made.held("task", task, "due_on") == date(2026, 11, day)


def test_a_task_handed_to_another_zone_is_due_on_the_day_there(made: Any) -> None:
    task = made.new("task", title="Call", due_at=LATE_EVENING_IN_NEW_YORK)
    made.change("task", task, assignee=made.world.number("user", MAYA))
    assert made.held("task", task, "due_on", "due_at") == (date(2026, 11, 24), LATE_EVENING_IN_NEW_YORK)


def test_another_day_keeps_the_assignees_time_of_day(made: Any) -> None:
    task = made.new("task", title="Call", due_at=LATE_EVENING_IN_NEW_YORK, assignee=made.world.number("user", MAYA))
    with made.world.writing(LIN) as crm:
        crm.update(crm.get("task", task), {"due_on": date(2026, 12, 1)})
    assert made.held("task", task, "due_on", "due_at") == (date(2026, 12, 1), datetime(2026, 12, 2, 2, 30, tzinfo=UTC))


def test_the_day_of_the_change_of_clocks_is_a_day(made: Any) -> None:
    """01:30 on 1 November happens twice in New York; both are that day."""
    for hour in (5, 6):
        at = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)
        task = made.new("task", title="Call", due_at=at, assignee=made.world.number("user", MAYA))
        assert made.held("task", task, "due_on") == date(2026, 11, 1)


@pytest.mark.parametrize("said", ["done", "DONE"])
def test_a_task_done_keeps_when_and_one_taken_up_again_forgets(made: Any, said: str) -> None:
    task = made.new("task", title="Call")
    made.change("task", task, timedelta(hours=1), status=said.lower())
    assert made.held("task", task, "completed_at") == MOMENT + timedelta(hours=1)
    made.change("task", task, timedelta(hours=2), status="done", priority="high")
    assert made.held("task", task, "completed_at") == MOMENT + timedelta(hours=1)
    made.change("task", task, timedelta(hours=3), status="todo")
    assert made.held("task", task, "completed_at") is None


@pytest.mark.parametrize(
    ("priority", "first", "last"), [("urgent", 1, 4), ("high", 4, 8), ("normal", 8, 24), ("low", 24, 72)]
)
def test_a_tickets_clocks_run_by_its_priority_from_its_opening(made: Any, priority: str, first: int, last: int) -> None:
    ticket = made.new("ticket", subject="Down", priority=priority)
    due = (MOMENT + timedelta(hours=first), MOMENT + timedelta(hours=last))
    assert made.held("ticket", ticket, "first_response_due", "resolution_due") == due
    other = made.new("ticket", subject="Down", priority="low" if priority != "low" else "high")
    made.change("ticket", other, timedelta(hours=2), priority=priority)
    assert made.held("ticket", other, "first_response_due", "resolution_due") == due


def test_a_ticket_is_assigned_resolved_and_taken_up_again(made: Any) -> None:
    ticket = made.new("ticket", subject="Down")
    assert made.held("ticket", ticket, "status", "number") == ("new", str(ticket))
    made.change("ticket", ticket, assignee=made.world.number("user", CHEN))
    assert made.held("ticket", ticket, "status") == "assigned"
    made.change("ticket", ticket, timedelta(hours=1), status="resolved")
    made.change("ticket", ticket, timedelta(hours=2), status="closed")
    assert made.held("ticket", ticket, "resolved_at") == MOMENT + timedelta(hours=1)
    made.change("ticket", ticket, timedelta(hours=3), status="pending")
    assert made.held("ticket", ticket, "resolved_at") is None


def test_what_is_to_come_is_planned_and_what_was_is_held(made: Any) -> None:
    assert made.held("activity", made.new("activity", starts_at=MOMENT + timedelta(hours=1)), "status") == "planned"
    assert made.held("activity", made.new("activity", starts_at=MOMENT - timedelta(hours=1)), "status") == "held"
    assert made.held("activity", made.new("activity", kind="call"), "starts_at") == MOMENT


def test_a_meeting_that_moves_lasts_as_long_as_before(made: Any) -> None:
    meeting = made.new("activity", starts_at=MOMENT, ends_at=MOMENT + timedelta(minutes=45))
    made.change("activity", meeting, starts_at=MOMENT + timedelta(days=2))
    assert made.held("activity", meeting, "ends_at") == MOMENT + timedelta(days=2, minutes=45)
    with pytest.raises(BadValue):
        made.change("activity", meeting, ends_at=MOMENT)
    with pytest.raises(BadValue):
        made.new("activity", starts_at=MOMENT, ends_at=MOMENT - timedelta(minutes=1))
    made.change("activity", meeting, ends_at=None)
    assert made.held("activity", meeting, "ends_at") is None


def test_an_amount_without_a_currency_is_in_the_workspaces(made: Any) -> None:
    assert made.held("deal", made.new("deal", name="x", amount=Decimal(1)), "currency") == "CNY"
    assert made.held("deal", made.new("deal", name="x", amount=Decimal(1), currency="EUR"), "currency") == "EUR"
    deal = made.new("deal", name="x")
    assert made.held("deal", deal, "currency") is None
    made.change("deal", deal, amount=Decimal(9))
    assert made.held("deal", deal, "currency") == "CNY"
    assert made.held("lead", made.new("lead", name="x", est_amount=Decimal(1)), "currency") == "CNY"
