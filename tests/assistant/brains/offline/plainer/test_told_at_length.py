"""Long Chinese reports in plainer turns: the task before its order, the occasion and its hours in front, a lead ordered last."""

from typing import Any

import pytest

from assistant.brains.offline.plainer.told_at_length import told_at_length


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        (
            "跟李娜通了电话，演示过关了。下周五前把报价发给她，记个任务",
            "跟李娜通了电话，演示过关了。提醒我下周五前把报价发给她",
        ),
        (
            "昨天见了李娜，她要一份说明，我答应下周二之前发她，记个任务。预算没变",
            "昨天见了李娜，她要一份说明，我答应下周二之前发她。预算没变",
        ),
        (
            "昨天见了李娜，谈拢了。法务下周一出终稿，我来盯，记成任务",
            "昨天见了李娜，谈拢了。提醒我盯法务下周一出终稿",
        ),
        (
            "见了李娜，周三前要写完，周五发给她，两件都给我记成任务。就这些",
            "见了李娜，周三前要写完，周五发给她。就这些",
        ),
        (
            "口述一下昨天华阳的拜访啊，下午两点到四点，见的李总，聊了方案",
            "昨天下午两点到四点拜访了华阳，见的李总，聊了方案",
        ),
        ("记一下周三在华阳的谈判，见的李总，从一点半谈到三点", "周三一点半到三点和华阳开了会，见的李总"),
        ("预计签约推到11月30号，周一上午我把合同发她，建个任务", "预计签约推到11月30号。提醒我周一上午把合同发她"),
        ("华阳的李经里昨天回我了，没有意见了", "华阳的李经理昨天回我了，没有意见了"),
        (
            "昨天在工博会收了张名片，周海涛，铭泽光电的设备经理，预算20万。帮我录条线索",
            "新建线索：周海涛，铭泽光电的设备经理，预算20万，来源展会",
        ),
        ("陈晓12月开始休假，华阳在谈的商机都转给林涛", "陈晓要休假，华阳在谈的商机都转给林涛"),
        ("陈晓下周一开始请假，他的逾期任务都转给林涛", "陈晓的逾期任务都转给林涛"),
        ("帮我把合同终稿发给李娜这件事记成任务，下周一", "建任务：下周一合同终稿发给李娜"),
    ],
)
def test_it_is_put_in_plainer_turns(said: str, plain: str) -> None:
    assert told_at_length(said) == plain


@pytest.mark.parametrize(
    "said",
    [
        "昨天见了李娜，她说会议改到12月2号，周三，地点不变",
        "我的任务有哪些，哪个最先到期",
        "今天和李娜开了40分钟会，她希望看到报价，我明天再打给她",
        "met Ana at Acme today, she wants 20 seats, make it a task",
    ],
)
def test_what_is_plain_stays(said: str) -> None:
    assert told_at_length(said) == said


def told(brain: Any, text: str) -> dict[str, Any]:
    first = brain(text).calls[0]
    assert first.tool == "log_interaction"
    return dict(first.args)


def test_a_report_keeps_its_own_words_and_the_task_its_day(brain: Any) -> None:
    said = "昨天下午去了趟华阳，李娜在，坐了一个钟头，没啥问题。下周五前把报价发给她，记个任务"
    args = told(brain, said)
    assert (args["note"], args["kind"], args["with_people"], args["minutes"]) == (said, "visit", ["李娜"], 60)
    assert args["tasks"] == [{"title": "把报价发给她", "due": "2026-11-27"}]


def test_the_day_that_only_says_until_when_belongs_to_the_task_before(brain: Any) -> None:
    args = told(brain, "昨天拜访了华阳，见的李娜。问卷那块我得找工程师写，下周三之前要搞定")
    assert args["tasks"] == [{"title": "问卷那块找工程师写", "due": "2026-11-25"}]


def test_what_was_asked_for_and_promised_is_one_task(brain: Any) -> None:
    args = told(brain, "今天跟李娜通了电话，让我们出正式报价。下周五前把报价发给她")
    assert [t["due"] for t in args["tasks"]] == ["2026-11-27"]


def test_what_we_told_them_is_no_task(brain: Any) -> None:
    assert "tasks" not in told(brain, "今天跟李娜通了电话，刷卡登录我说了明年二季度出，她能接受")


@pytest.mark.parametrize(
    "text",
    [
        "昨天见了李娜。签的话要等问卷过了，预计12月25号",
        "昨天见了李娜。续约那单推到12月25号，她没意见",
    ],
)
def test_the_day_of_the_signing_told_apart(text: str, brain: Any) -> None:
    assert told(brain, text)["deal_fields"]["expected_close_date"] == "2026-12-25"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "刚和李娜打完电话。他们新来个副科长叫钱海波，手机13912349988，以后找他，帮我加到联系人里",
            {"name": "钱海波", "title": "副科长", "phone": "13912349988"},
        ),
        (
            "Met Bob Miller at Acme yesterday. Their new buyer is Carla Weiss, +49 170 1234567, please add her as a contact.",
            {"name": "Carla Weiss", "title": "buyer", "phone": "+49 170 1234567"},
        ),
    ],
)
def test_somebody_new_told_of_is_added(text: str, fields: dict[str, str], brain: Any) -> None:
    calls = brain(text).calls
    assert [c.tool for c in calls] == ["log_interaction", "propose_change"]
    assert fields.items() <= calls[1].args["changes"][0]["fields"].items()


@pytest.mark.parametrize(
    ("text", "subject", "priority"),
    [
        (
            "昨天上午在华阳，跟李娜过了一遍协议。她反映传感器又掉线了，麻烦给开张工单，优先级高",
            "传感器又掉线了",
            "high",
        ),
        ("今天去华阳拜访了李娜。李娜抱怨网关每天掉线三次。麻烦开个工单，紧急", "网关每天掉线三次", "urgent"),
        (
            "Visited Acme yesterday, met Bob Miller. He says one sensor dropped again, please open a ticket, high priority.",
            "One sensor dropped again",
            "high",
        ),
    ],
)
def test_a_ticket_ordered_in_a_report_is_opened_beside_it(text: str, subject: str, priority: str, brain: Any) -> None:
    log, ticket = brain(text).calls
    assert (log.tool, ticket.tool) == ("log_interaction", "open_ticket")
    assert (ticket.args["subject"], ticket.args["priority"], ticket.args["body"]) == (subject, priority, text)


def test_what_does_not_export_is_reported_and_no_file_is_asked_for(brain: Any) -> None:
    assert (
        told(brain, "Called Bob Miller today. He complained that the export times out every night.")["kind"] == "call"
    )
    assert told(brain, "刚跟李娜打完电话，她说报表导出老是超时。")["kind"] == "call"


def test_what_was_only_written_to_us_is_a_ticket_alone(brain: Any) -> None:
    text = "华阳李娜刚微信找我，说导出的PDF中文全是方框，开个工单给售后，高优先级，催得紧"
    (ticket,) = brain(text).calls
    assert ticket.tool == "open_ticket"
    assert (ticket.args["subject"], ticket.args["contact"], ticket.args["priority"]) == (
        "导出的PDF中文全是方框",
        "李娜",
        "high",
    )
