"""Reports in other words: visits, who a deal was lost to, tasks told to be done, appointments put off; and what is none of these."""

from typing import Any

import pytest

VISITS = [
    ("I was out at Brenner yesterday with Theo Fischer for two hours, the new line in hall 4 needs 60 sensors, log that visit", "Theo Fischer", "2026-11-19", 120),
    ("Went to see Dmitri Sinclair at Hollund on Tuesday, 90 minutes, he asked for a new offer", "Dmitri Sinclair", "2026-11-17", 90),
    ("Drove over to Hollund Marine on Wednesday, sat with Kurt Calloway for an hour", "Kurt Calloway", "2026-11-18", 60),
    ("Visited Harrow Packaging yesterday, two hours with Nora Hughes. Their board approved it.", "Nora Hughes", "2026-11-19", 120),
    ("Called on Harrow Packaging this morning, an hour with Nora Hughes, she likes the gauges", "Nora Hughes", "this morning", 60),
    ("I went to Hollund Marine yesterday and saw Dmitri Sinclair, they want 20 more sensors", "Dmitri Sinclair", "2026-11-19", None),
    ("昨天在华阳待了两个小时，见了李娜，产线要加60个传感器，记成拜访", "李娜", "2026-11-19", 120),
    ("前天去华微现场跟张伟谈了一个半小时，他们下周要报价", "张伟", "2026-11-18", 90),
]  # fmt: skip
LOST = [
    ("Nordhafen Papier calibration management is gone, Metrivane undercut us: lost on price", "Metrivane", "price"),
    ("We lost Hollund Marine calibration management, Plantora beat us", "Plantora", "competitor"),
    ("Hollund Marine calibration management: Metrivane got it, they were 20% below us", "Metrivane", "price"),
    ("Hollund Marine calibration management lost, Sensoriq was cheaper", "Sensoriq", "price"),
    ("华微续约2026输给了恒测云，价格问题", "恒测云", "price"),
    ("华微续约2026丢了，恒测云报价比我们低", "恒测云", "price"),
    ("华微续约2026被恒测云抢走了", "恒测云", "competitor"),
]
DONE = [
    ("I have sent Dmitri Sinclair the revised offer, tick that task off", "Dmitri Sinclair"),
    ("done with the call to Ivan Novak task", "Ivan Novak"),
    ("the security questionnaire went back to Hollund, that to-do is done", "security questionnaire"),
    ("完成了给李娜打电话的任务", "给李娜打电话"),
    ("数据迁移书面说明已经发李娜了，那条任务打勾", "数据迁移书面说明"),
    ("给李娜发数据迁移书面说明这个任务做完了", "数据迁移书面说明"),
    ("给李娜的数据迁移说明发过去了，任务可以勾掉", "数据迁移说明"),
]
PUT_OFF = [
    "Meeting with Ivan Novak postponed",
    "the workshop with Dmitri Sinclair has been put off",
    "Dmitri Sinclair has postponed our workshop",
    "和李娜的会推迟了",
    "张伟把会延期了",
]


@pytest.mark.parametrize(("said", "who", "when", "minutes"), VISITS)
def test_a_visit_is_told_with_who_when_and_how_long(
    said: str, who: str, when: str, minutes: int | None, brain: Any
) -> None:
    args = brain(said).calls[0].args
    assert args["kind"] == "visit"
    assert args["with_people"] == [who]
    assert args["when"] == when
    assert args.get("minutes") == minutes
    assert "stage" not in args.get("deal_fields", {})


@pytest.mark.parametrize(("said", "rival", "reason"), LOST)
def test_who_won_is_the_competitor(said: str, rival: str, reason: str, brain: Any) -> None:
    (change,) = brain(said).calls[0].args["changes"]
    assert change["fields"] == {"stage": "lost", "lost_reason": reason, "competitor": rival}


@pytest.mark.parametrize(("said", "words"), DONE)
def test_a_task_told_to_be_done_is_done_and_nothing_is_logged(said: str, words: str, brain: Any) -> None:
    (call,) = brain(said).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["fields"]) == ("task", {"status": "done"})
    assert words in change["record"]


@pytest.mark.parametrize("said", PUT_OFF)
def test_what_is_put_off_is_not_held_and_the_day_is_asked_for(said: str, brain: Any) -> None:
    understood = brain(said)
    assert understood.calls == ()
    assert any(w in understood.reply for w in ("which day", "哪一天"))


@pytest.mark.parametrize(
    "said", ["给李娜打电话的任务还没完成", "the task to call Ivan Novak is not done yet", "which tasks are done"]
)
def test_a_task_that_is_not_done_stays_so(said: str, brain: Any) -> None:
    assert not any(c.tool in ("log_interaction", "propose_change") for c in brain(said).calls)


def test_no_budget_is_no_amount_and_no_filler(brain: Any) -> None:
    (call,) = brain("Hollund Marine calibration management is lost, no budget after all").calls
    assert call.args["changes"][0]["fields"] == {"stage": "lost", "lost_reason": "no_budget"}


def test_two_fields_of_a_person_are_both_taken(brain: Any) -> None:
    (call,) = brain("Kurt Calloway's mail is kurt@hollund.example and he is fine with being called again").calls
    assert call.args["changes"][0]["fields"] == {"email": "kurt@hollund.example", "do_not_call": "false"}


@pytest.mark.parametrize(
    "said", ["今天到期的任务都算完成", "所有逾期的任务标为完成", "mark all my overdue tasks as done"]
)
def test_several_tasks_are_done_by_their_conditions(said: str, brain: Any) -> None:
    (change,) = brain(said).calls[0].args["changes"]
    assert change["fields"] == {"status": "done"}
    assert "where" in change
