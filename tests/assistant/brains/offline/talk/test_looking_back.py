"""Questions about this conversation go to it; questions about what customers said, and reports, do not."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "what did we say about Acme's discount earlier in this chat?",
        "what did you tell me about the budget a moment ago?",
        "which customers did we talk about so far in this conversation?",
        "我们刚才说的预算是多少",
        "刚才你说的下一步是什么来着？",
        "这个对话里我们聊过哪些客户？",
    ],
)
def test_the_conversation_itself_is_asked(brain: Any, text: str) -> None:
    assert [c.tool for c in brain(text).calls] == ["earlier_in_chat"]


@pytest.mark.parametrize(
    "text",
    [
        "what did Acme say about the price earlier this year?",
        "刚才跟李娜聊了，她说预算30万已经批了",
        "just now talked to Bob about the price, he wants 10% off",
        "上次跟王伟聊了什么？",
        "did we talk to Acme about the discount before?",
        "Acme的下一步是什么",
        "华阳下一步是什么？",
        "what was the budget of Acme",
        "what did Ana say about the discount",
        "那个联系人是谁？",
        "which contact is it?",
        "what was the number of seats at Acme?",
    ],
)
def test_what_customers_said_is_asked_of_the_notes(brain: Any, text: str) -> None:
    assert "earlier_in_chat" not in [c.tool for c in brain(text).calls]


@pytest.mark.parametrize(
    "text", ["工单1042处理到哪了", "工单1029急不急", "how is ticket 1042 doing", "what's the status of ticket 1001?"]
)
def test_a_question_about_a_ticket_changes_nothing(brain: Any, text: str) -> None:
    calls = brain(text).calls
    assert calls
    assert {c.tool for c in calls} <= {"show_record", "find_records", "brief"}
