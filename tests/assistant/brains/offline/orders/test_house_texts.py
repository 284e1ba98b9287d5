"""Texts for colleagues and reminders that repeat are not had: one says so, and nothing is changed by a word in them."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("给团队写段周五收工的鼓励话，提一下徐凌浦墨快签了", "草稿只写给联系人"),
        ("帮我拟一段表扬徐凌的话，发到销售群", "草稿只写给联系人"),
        ("写个英文邮件给 Maya，问她 Acme 新加坡那边怎么谈的价", "让Maya"),
        ("给徐凌写个微信，说华阳赢单了", "让徐凌"),
        ("Write a pep talk for the team, mention that Globex is nearly signed", "only to contacts"),
        ("Draft an email to Elif Demir asking how she priced Acme", "ask Elif Demir"),
        ("给每个负责人建个任务，下周二前跟进", "请写出名字"),
        ("create a task for each owner to follow up by Tuesday", "Name them"),
        ("每周五下午四点提醒我更新商机，能设成重复的吗", "重复提醒"),
        ("每个月1号提醒我对账", "重复提醒"),
        ("remind me every Monday to update my deals", "repeating reminders"),
    ],
)
def test_it_is_said_and_nothing_is_called(text: str, says: str, brain: Any) -> None:
    found = brain(text)
    assert found.calls == ()
    assert says in found.reply


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("给李娜写个微信，说下周五发货", "draft_message"),
        ("提醒我周五给团队写封邮件", "create_task"),
        ("remind me on Friday to write a mail to the team", "create_task"),
    ],
)
def test_a_customer_and_a_single_reminder_are_served(text: str, tool: str, brain: Any) -> None:
    assert [c.tool for c in brain(text).calls] == [tool]
