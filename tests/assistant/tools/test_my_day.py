"""A person's day: meetings, tasks, deals and tickets, in their own time zone."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from parley_worlds import ADMIN, CHEN, LIN, MAYA, MOMENT, NINA, TOM

from assistant.tools.my_day import _clashes
from crm_store.queries.agenda import Reason, agenda, attention


def titles(result: Any) -> list[str]:
    return [t.title for t in result.show]


def test_chen_has_a_full_day(ask: Any) -> None:
    result = ask(CHEN, "my_day")
    assert result.say.startswith(
        "20 Nov 2026 (Fri): 2 meetings, 1 task due, 1 task overdue, 3 deals that need attention and 2 tickets near or past their limit."
    )
    assert titles(result) == [
        "Meetings and calls",
        "Tasks due",
        "Deals that need attention",
        "Tickets near or past their limit",
    ]
    assert [r[:3] for r in result.show[0].rows] == [
        ["10:30–11:00", "Call Bob", "Bob Stone"],
        ["15:00–16:00", "华阳演示", "李娜"],
    ]
    assert [r[0] for r in result.show[1].rows] == ["Send the quote to Acme", "回复李娜的迁移问题"]
    assert result.show[2].rows[0][:2] == [
        "Acme sensors",
        "expected close 10 Nov 2026 (Tue) has passed; no activity for 20 days",
    ]
    assert result.show[3].rows[0][:2] == ["Login fails", "resolution due 20 Nov 2026 (Fri) 10:00"]


def test_in_chinese(ask: Any) -> None:
    say = ask(CHEN, "my_day", language="zh").say
    assert "2个会议" in say
    assert "已逾期" in say
    assert "- 15:00–16:00 华阳演示（李娜）" in say


def test_times_and_days_are_of_ones_own_zone(ask: Any) -> None:
    # The workshop at 16:00 in Shanghai is at 03:00 of the 20th in New York, where it is still the 19th.
    assert ask(MAYA, "my_day").say.startswith("19 Nov 2026 (Thu): 1 task due")
    assert "03:00–03:45 Globex workshop" in ask(MAYA, "my_day", day="tomorrow").say


def test_a_manager_sees_deals_and_tickets_below(ask: Any) -> None:
    result = ask(LIN, "my_day")
    assert "4 deals that need attention and 3 tickets" in result.say
    assert "everybody below you" in result.say
    assert result.show[0].columns[-1] == "Owner"
    assert [r[0] for r in result.show[1].rows] == ["Reports are slow", "Login fails", "发票金额有误"]
    assert result.show[1].rows[0][1].endswith("breached")


def test_a_quiet_day_is_said_to_be_quiet(ask: Any, ask_bare: Any) -> None:
    assert "nothing is planned or due" in ask(TOM, "my_day").say
    assert "没有安排" in ask(NINA, "my_day", language="zh").say
    assert ask_bare(ADMIN, "my_day").show == []


def test_another_day(ask: Any) -> None:
    result = ask(CHEN, "my_day", day="2026-11-27")
    assert "Prepare the Suzhou visit" in [r[0] for r in result.show[0].rows]
    assert not ask(CHEN, "my_day", day="February 30").ok


def test_a_meeting_one_takes_part_in_counts(small_world: Any, ask: Any) -> None:
    with small_world.writing(CHEN) as crm:
        crm.create(
            "activity",
            {
                "kind": "meeting",
                "subject": "Joint visit",
                "starts_at": MOMENT,
                "participants": [small_world.number("user", TOM)],
            },
        )
    assert "Joint visit" in ask(TOM, "my_day").say


def test_done_tasks_and_cancelled_meetings_are_gone(ask: Any) -> None:
    say = ask(CHEN, "my_day").say
    assert "Old paperwork" not in say
    assert "Old slot" not in say
    assert "Reset password" not in say


def test_reasons(small_world: Any) -> None:
    with small_world.reading(LIN) as crm:
        found = {a.deal.display: a.reasons for a in attention(crm, crm.actor.people, crm.today)}
    assert found == {
        "Acme renewal": (Reason.STEP_DUE,),
        "Acme sensors": (Reason.CLOSE_PASSED, Reason.IDLE),
        "苏州产线": (Reason.IDLE,),
        "Initech pilot": (Reason.CLOSE_PASSED, Reason.IDLE),
    }


def test_the_agenda_of_somebody_else_holds_only_what_one_may_see(small_world: Any) -> None:
    with small_world.reading(CHEN) as crm:
        plan = agenda(crm, crm.today, small_world.number("user", MAYA), {small_world.number("user", MAYA)})
    assert (plan.meetings, plan.due, plan.overdue, plan.attention, plan.clocks) == ([], [], [], [], [])


def test_a_manager_sees_the_day_of_people_below_and_of_nobody_else(ask: Any) -> None:
    assert ask("lin@example.com", "my_day", whose="chen@example.com").say.startswith("陈晓")
    refused = ask("chen@example.com", "my_day", whose="lin@example.com")
    assert not refused.ok
    assert "report to you" in refused.say
    assert ask("admin@example.com", "my_day", whose="chen@example.com").ok
    assert ask("chen@example.com", "my_day", whose="me").ok


def test_meetings_that_overlap_are_told_as_a_clash() -> None:
    def meeting(name: str, hour: int, minutes: int | None) -> SimpleNamespace:
        start = datetime(2026, 11, 23, hour, tzinfo=UTC)
        return SimpleNamespace(
            display=name, starts_at=start, ends_at=start + timedelta(minutes=minutes) if minutes else None
        )

    plan = SimpleNamespace(meetings=[meeting("a", 10, 10), meeting("b", 10, 110), meeting("c", 12, 30), meeting("d", 12, None)])  # fmt: skip
    assert _clashes(cast(Any, plan)) == [("a", "b")]


def test_days_without_activity_are_days_of_the_calendar_as_for_deals_at_risk(small_world: Any, ask: Any) -> None:
    """Touched late on the 3rd, asked early on the 20th: 17 days, in every list; a call that did not come about touches nothing."""
    chen, stage = small_world.number("user", CHEN), small_world.number("stage", "Demo")
    with small_world.writing(ADMIN) as crm:
        deals = [crm.create("deal", {"name": f"Quiet {n}", "owner": chen, "stage": stage}).id or 0 for n in range(2)]
        crm.flush()
        for deal, day in zip(deals, (3, 6), strict=True):
            for status, on in (("held", day), ("not_held", 12)):
                at = datetime(2026, 11, on, 15, 50, tzinfo=UTC)
                crm.create(
                    "activity",
                    {
                        "kind": "call",
                        "subject": "Call",
                        "status": status,
                        "starts_at": at,
                        "owner": chen,
                        "deal": [deal],
                    },
                )
    for tool in ("my_day", "deals_at_risk"):
        told = repr(ask(CHEN, tool))
        assert "no activity for 17 days" in told
        assert "no activity for 14 days" in told
    with small_world.reading(CHEN) as crm:
        idle = {a.deal.id: a.idle_days for a in attention(crm, {chen}, crm.today) if Reason.IDLE in a.reasons}
        assert [idle[n] for n in deals] == [17, 14]
