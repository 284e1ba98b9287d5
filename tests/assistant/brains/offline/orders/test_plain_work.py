"""A rep's plainest work, said plainly, in both languages."""

from typing import Any

import pytest


def fields(brain: Any, text: str) -> tuple[str, dict[str, str]]:
    found = brain(text)
    (call,) = found.calls or pytest.fail(str(found.reply))
    assert call.tool == "propose_change", call
    (change,) = call.args["changes"]
    assert change["op"] == "update"
    return change["entity"], change["fields"]


@pytest.mark.parametrize(
    ("text", "entity", "wanted"),
    [
        ("disqualify lead L-4", "lead", {"status": "Dead"}),
        ("L-4 is not qualified", "lead", {"status": "Dead"}),
        ("线索L-4无效", "lead", {"status": "Dead"}),
        ("set ticket T-1004 to high priority", "ticket", {"priority": "high"}),
        ("put D-12 in commit", "deal", {"forecast_category": "commit"}),
        ("把D-12放进承诺", "deal", {"forecast_category": "commit"}),
        ("raise the amount of D-12 by 10%", "deal", {"amount": "+10%"}),
        ("D-12的金额上调10%", "deal", {"amount": "+10%"}),
        ("把D-12的报价降5%", "deal", {"amount": "-5%"}),
        ("we lost D-12 to Umbrella", "deal", {"stage": "lost", "lost_reason": "competitor", "competitor": "Umbrella"}),
        ("D-12输给用友了", "deal", {"stage": "lost", "lost_reason": "competitor", "competitor": "用友"}),
        ("cancel my meeting with Ana Ruiz on Friday", "activity", {"status": "cancelled"}),
    ],
)
def test_one_record_is_changed_as_said(text: str, entity: str, wanted: dict[str, str], brain: Any) -> None:
    assert fields(brain, text) == (entity, wanted)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ana Ruiz is leaving Acme", "note"),
        ("李娜要从华阳离职了", "note"),
        ("D-12备注：等董事会批", "note"),
        ("记一个和李娜的电话：等董事会批", "call"),
        ("上周三把报价发给李娜了", "email"),
    ],
)
def test_what_happened_is_kept_word_for_word(text: str, kind: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["kind"], call.args["note"]) == ("log_interaction", kind, text)


@pytest.mark.parametrize(
    ("text", "tool", "part"),
    [
        ("what have we talked about with Acme this month?", "find_records", "starts_at"),
        ("这个月和华阳都聊了什么", "find_records", "starts_at"),
        ("which leads are new this month?", "find_records", "created_at"),
        ("how much is in my pipeline for this quarter?", "pipeline_summary", "open"),
        ("what does Acme think of Umbrella?", "recall_notes", "Umbrella"),
        ("哪些商机提到了用友", "recall_notes", "用友"),
        ("我最大的几个商机", "find_records", "amount desc"),
        ("还有哪些工单没处理", "find_records", "resolved"),
    ],
)
def test_a_plain_question_is_answered_by_what_it_asks(text: str, tool: str, part: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert call.tool == tool
    assert part in str(call.args)


def test_a_deal_called_by_its_customer_first_is_one_deal(brain: Any) -> None:
    (call,) = brain("Acme signed last Wednesday, mark Acme renewal as won").calls
    assert len(call.args["changes"]) == 1


def test_a_close_date_is_moved_of_what_is_to_close(brain: Any) -> None:
    (call,) = brain("把我这个季度成交的商机的成交日期都改到下周五").calls
    where = call.args["changes"][0]["where"]
    assert {"field": "stage.kind", "op": "=", "value": "open"} in where
    assert not [f for f in where if f["field"] == "closed_at"]
