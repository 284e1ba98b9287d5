"""What is asked or ordered of the record just shown, in words that name nothing."""

from typing import Any

import pytest

from assistant.brains.offline import Call, Named

TICKET = Named("ticket", 1047, "T-1047", "手机端频繁要求输入密码")
CONTACT = Named("contact", 7, "C-7", "罗小满")
OF_TICKET = {"focus": [TICKET], "previous": [Call("show_record", {"record": "T-1047", "fields": ["status"]})]}
OF_CONTACT = {"focus": [CONTACT], "previous": [Call("show_record", {"record": "C-7", "fields": ["phone"]})]}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("哪家报的？", ["account"]), ("是哪个客户的", ["account"]), ("哪家公司提的", ["account"]), ("谁报的", ["contact", "account"]),
        ("which customer reported it?", ["account"]), ("who raised it?", ["contact", "account"]), ("whose ticket is that?", ["account"]),
    ],
)  # fmt: skip
def test_whose_ticket_it_is(text: str, fields: list[str], brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear, **OF_TICKET).calls
    assert (call.tool, call.args) == ("show_record", {"record": "T-1047", "fields": fields})


@pytest.mark.parametrize(
    "text", ["他哪家公司的", "他是哪个公司的", "她在哪家单位", "他在哪上班", "which company is he with?", "who does she work for?", "where does he work?"]
)  # fmt: skip
def test_where_somebody_works(text: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear, **OF_CONTACT).calls
    assert (call.tool, call.args) == ("show_record", {"record": "C-7", "fields": ["account"]})


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("提到高优先级", "high"), ("那就提成紧急吧", "urgent"), ("优先级调低", "low"), ("把它升到最高优先级", "urgent"),
        ("bump it to high", "high"), ("make it urgent please", "urgent"), ("lower the priority to normal", "normal"),
    ],
)  # fmt: skip
def test_its_priority_is_set(text: str, level: str, brain: Any, ear: Any) -> None:
    (call,) = brain(text, ear=ear, **OF_TICKET).calls
    (change,) = call.args["changes"]
    assert (change["entity"], change["record"], change["fields"]) == ("ticket", "T-1047", {"priority": level})


def test_a_person_has_no_priority(brain: Any) -> None:
    calls = brain("提到高优先级", **OF_CONTACT).calls
    assert not any(c.tool == "propose_change" for c in calls)
