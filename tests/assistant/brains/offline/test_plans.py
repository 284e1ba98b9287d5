"""Tasks, appointments and tickets, in many wordings."""

from typing import Any

import pytest

REMIND = """
remind me to call Bob on Friday at 10 | remind me on Friday at 10 to call Bob | set a reminder to call Bob on Friday at 10am | please remind me to call Bob Friday 10am | don't let me forget to call Bob on Friday at 10 | reminder: call Bob on Friday at 10
can you remind me to call Bob on Friday at 10? | create a task to call Bob on Friday at 10 | add a to-do to call Bob on Friday at 10 | task: call Bob Friday at 10am | new task: call Bob on Friday 10:00 | make sure I call Bob on Friday at 10 | don't forget to call Bob on Friday at 10
周五上午10点提醒我给Bob打电话 | 提醒我周五上午10点给 Bob 打电话 | 周五10点提醒我给Bob打电话 | 别忘了周五上午10点给Bob打电话 | 建一个任务：周五上午10点给Bob打电话 | 帮我建个待办，周五上午十点给Bob打电话 | 请周五上午10点提醒我给Bob打电话 | 记得周五上午10点给Bob打电话
加个任务：周五上午10点给Bob打电话 | 任务：周五上午10点给Bob打电话 | 提醒我一下周五上午10点给Bob打电话 | 设个提醒，周五上午10点给Bob打电话 | 周五上午10点别忘了给Bob打电话 | 麻烦周五上午10点提醒我给Bob打电话
"""
BOOK = """
book 30 min with Ana Ruiz next Tuesday afternoon | Book 30 minutes with Ana Ruiz next Tuesday afternoon | schedule a 30 minute meeting with Ana Ruiz next Tuesday afternoon | set up a meeting with Ana Ruiz next Tuesday afternoon for 30 min | arrange 30 min with Ana Ruiz for next Tuesday afternoon | please book Ana Ruiz next Tuesday afternoon, 30 min
can you schedule 30 minutes with Ana Ruiz next Tuesday afternoon | next Tuesday afternoon book 30 min with Ana Ruiz | put 30 min with Ana Ruiz in my calendar next Tuesday afternoon | organise a meeting with Ana Ruiz next Tuesday afternoon, 30 min | I'd like to book 30 min with Ana Ruiz next Tuesday afternoon
下周二下午约 Ana Ruiz 30分钟 | 约 Ana Ruiz 下周二下午30分钟 | 下周二下午和Ana Ruiz约30分钟 | 帮我约Ana Ruiz下周二下午开会30分钟 | 安排下周二下午和Ana Ruiz开会30分钟 | 预约Ana Ruiz下周二下午30分钟 | 下周二下午我想约 Ana Ruiz 30分钟 | 请约Ana Ruiz下周二下午，30分钟 | 定个会：下周二下午和Ana Ruiz，30分钟 | 下周二下午和 Ana Ruiz 开个30分钟的会 | 麻烦帮我约一下Ana Ruiz，下周二下午30分钟 | 给我约Ana Ruiz下周二下午30分钟
"""
TICKET = """
urgent ticket for Acme: login fails since this morning | open an urgent ticket for Acme: login fails since this morning | create an urgent ticket for Acme, login fails since this morning | please raise an urgent ticket for Acme: login fails since this morning | new urgent ticket Acme: login fails since this morning | log an urgent incident for Acme: login fails since this morning
file an urgent support case for Acme: login fails since this morning | can you open an urgent ticket for Acme, login fails since this morning | Acme reports that login fails since this morning, open an urgent ticket | urgent: open a ticket for Acme, login fails since this morning | report an urgent incident at Acme: login fails since this morning | critical ticket for Acme: login fails since this morning
给 Acme 建个紧急工单：今早起无法登录 | 帮 Acme 开个紧急工单，今早起无法登录 | 为Acme新建一个紧急工单：今早起无法登录 | 请给Acme提一个紧急工单：今早起无法登录 | Acme 今早起无法登录，建个紧急工单 | 新建紧急工单：Acme 今早起无法登录 | 给Acme登记一个紧急故障单：今早起无法登录 | 紧急工单，Acme：今早起无法登录 帮我建 | 帮我给Acme建一个加急工单：今早起无法登录 | 开一个紧急工单给Acme：今早起无法登录 | Acme 反馈今早起无法登录，开个紧急工单 | 创建工单：Acme，紧急，今早起无法登录
"""


def split(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split(" | ") if s.strip()]


@pytest.mark.parametrize("sentence", split(REMIND))
def test_a_reminder_has_a_title_a_moment_and_a_person(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.tool == "create_task"
    assert call.args["due"] == "2026-11-27 10:00"
    assert call.args["about"] == "Bob"
    assert call.args["title"].casefold() in ("call bob", "给bob打电话", "给 bob 打电话")


@pytest.mark.parametrize("sentence", split(BOOK))
def test_an_appointment_is_a_planned_meeting(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    (change,) = call.args["changes"]
    assert (change["op"], change["entity"]) == ("create", "activity")
    fields = change["fields"]
    assert (fields["kind"], fields["status"], fields["contact"]) == ("meeting", "planned", "Ana Ruiz")
    assert (fields["starts_at"], fields["ends_at"]) == ("2026-11-24 14:00", "2026-11-24 14:30")


@pytest.mark.parametrize("sentence", split(TICKET))
def test_a_ticket_has_a_customer_an_urgency_and_the_trouble(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.tool == "open_ticket"
    assert (call.args["account"], call.args["priority"]) == ("Acme", "urgent")
    assert "login fails since this morning" in call.args["subject"] or "今早起无法登录" in call.args["subject"]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "create a task for Raj to update the price list by end of month",
            {"title": "Update the price list", "due": "2026-11-30", "assignee": "Raj"},
        ),
        ("给赵敏加个任务，更新价格表，月底前", {"title": "更新价格表", "due": "2026-11-30", "assignee": "赵敏"}),
        ("下周一让陈晓准备演示", {"title": "准备演示", "due": "2026-11-23", "assignee": "陈晓"}),
        (
            "ask Maya to prepare the demo by Wednesday",
            {"title": "Prepare the demo", "due": "2026-11-25", "assignee": "Maya"},
        ),
        ("follow up with Peter Gibb in two weeks", {"title": "Follow up with Peter Gibb", "due": "2026-12-04"}),
        ("两周后跟进李娜", {"title": "跟进李娜", "due": "2026-12-04", "about": "李娜"}),
        ("I need to send the quote to Ana by Thursday", {"title": "Send the quote to Ana", "due": "2026-11-26"}),
        ("urgent task: fix the Acme quote today", {"due": "2026-11-20", "priority": "urgent", "about": "Acme"}),
    ],
)
def test_who_when_and_about_whom(sentence: str, wanted: dict[str, str], brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.tool == "create_task"
    assert {k: call.args.get(k) for k in wanted} == wanted


@pytest.mark.parametrize("sentence", ["book a meeting with Ana", "约一下李娜"])
def test_an_appointment_without_a_day_asks_for_one(sentence: str, brain: Any) -> None:
    found = brain(sentence)
    assert found.calls == ()
    assert "day" in found.reply or "日期" in found.reply


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("book a call with Bob Miller tomorrow at 4pm", "call"),
        ("安排周五上午拜访华阳", "visit"),
        ("明天下午2点和王伟开个电话会议", "call"),
        ("meeting with Sara next Wednesday at 11", "meeting"),
    ],
)
def test_calls_and_visits_are_booked_too(sentence: str, kind: str, brain: Any) -> None:
    assert brain(sentence).calls[0].args["changes"][0]["fields"]["kind"] == kind
