"""A card on the table and what people say to it: nothing they spoke against is saved by a later yes, and every part of a correction is heard or named."""

from typing import Any

import pytest

MEETING = "met Ana Ruiz today for 40 min, demo next Tuesday 3pm, send the quote by Friday"


def shown(turn: Any) -> dict[str, Any]:
    """The values of the only change of a card."""
    [change] = turn.proposal["changes"]
    return {k: v["after"] for k, v in change["fields"].items()}


def labels(turn: Any) -> list[str]:
    return [c["label"] for c in turn.proposal["changes"]]


@pytest.mark.parametrize(
    "said",
    ["hang on, don't", "forget it", "no wait", "leave it as it is", "no, make it purple", "sorry, wrong Ana", "leave Selma out", "just the blue one", "that's all wrong", "算了，别记", "先别", "搞错了", "不，改成绿色的", "不用提醒我了"],
)  # fmt: skip
def test_a_later_yes_saves_nothing_spoken_against(offline: Any, said: str) -> None:
    offline.say("remind me to call Ana Ruiz tomorrow")
    before = offline.dump()
    offline.say(said)
    after = offline.say("yes")
    assert offline.dump() == before
    assert "bring the card back" in after.reply
    back = offline.say("bring the card back")
    assert back.proposal["status"] == "pending"
    assert offline.say("yes").proposal["status"] == "applied"


@pytest.mark.parametrize("said", ["her favourite colour is blue", "我们聊得很开心"])
def test_what_was_not_understood_is_said_and_the_card_stays(offline: Any, said: str) -> None:
    card = offline.say("set the amount of the Acme renewal to 700k").proposal
    turn = offline.say(said)
    if turn.proposal is None:
        assert "still waits" in turn.reply or "仍待确认" in turn.reply
        assert offline.say("yes").proposal["id"] == card["id"]


def test_undo_while_a_card_waits_drops_the_card_first(offline: Any) -> None:
    offline.say("set the amount of the Acme renewal to 700k")
    offline.say("yes")
    offline.say("remind me to call Ana Ruiz tomorrow")
    saved = offline.dump()
    first = offline.say("take that back")
    assert first.proposal["status"] == "cancelled"
    assert offline.dump() == saved
    assert offline.say("take that back").proposal["undone"]


@pytest.mark.parametrize(
    "said",
    ["hang on, wrong Acme deal, take that back", "手快了，撤销刚才那步", "please reverse the change you made just now"],
)
def test_taken_back_in_any_words(offline: Any, said: str) -> None:
    offline.say("set the amount of the Acme renewal to 700k")
    offline.say("yes")
    assert offline.say(said).proposal["undone"]


@pytest.mark.parametrize(
    ("first", "said", "values"),
    [
        ("new lead: Hanna Weiss at Nordlicht Kabel, hanna@nordlicht.example", "her phone is +49 40 5550 177, put that in too", {"phone": "+49 40 5550 177", "email": "hanna@nordlicht.example"}),
        ("set Ana Ruiz's phone to +1 206 555 0199", "and her email is ana@new.example", {"phone": "+1 206 555 0199", "email": "ana@new.example"}),
        ("李娜换号了，新手机13777778888", "微信也换了，lina_new", {"phone": "13777778888", "wechat": "lina_new"}),
        ("set the amount of the Acme renewal to 700k", "no, make it 650k and close it on December 20", {"amount": {"amount": "650000.00", "currency": "CNY"}, "expected_close_date": "2026-12-20"}),
        ("set the amount of the Acme renewal to 700k", "not 700k, 650k", {"amount": {"amount": "650000.00", "currency": "CNY"}}),
        ("把Acme renewal的金额改成70万", "预计成交也改到12月20号，下一步写发合同", {"expected_close_date": "2026-12-20", "next_step": "发合同"}),
        ("remind me to call Ana Ruiz next Tuesday", "make it Monday and high priority", {"due_on": "2026-11-23", "priority": "high"}),
        ("remind me to call Ana Ruiz next Tuesday", "a week later please", {"due_on": "2026-12-01"}),
        ("remind me to call Ana Ruiz next Tuesday", "Thursday, not Tuesday", {"due_on": "2026-11-26"}),
        ("明天提醒我给李娜打电话", "再往后推两天，优先级高", {"due_on": "2026-11-23", "priority": "high"}),
    ],
)  # fmt: skip
def test_several_fields_and_fields_the_card_had_not(
    offline: Any, first: str, said: str, values: dict[str, Any]
) -> None:
    offline.say(first)
    made = shown(offline.say(said))
    assert {k: made.get(k) for k in values} == values


@pytest.mark.parametrize("said", ["改到三点，留一个小时", "make it 3pm, for an hour"])
def test_an_hour_and_a_length_at_once(offline: Any, said: str) -> None:
    offline.say("book a call with Ana Ruiz next Wednesday at 11am for 30 minutes")
    made = shown(offline.say(said))
    assert (made["starts_at"], made["ends_at"]) == ("2026-11-25T07:00:00Z", "2026-11-25T08:00:00Z")


def test_a_clock_time_keeps_the_day_of_a_task(offline: Any) -> None:
    offline.say("remind me to call Ana Ruiz next Tuesday")
    made = shown(offline.say("make it 3pm"))
    assert (made["due_on"], made["due_at"]) == ("2026-11-24", "2026-11-24T07:00:00Z")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("the quote isn't needed", 2), ("skip the demo", 2), ("without the tasks", 1), ("just the meeting", 1), ("只记会议", 1),
    ],
)  # fmt: skip
def test_lines_are_left_out_by_name_and_kind(offline: Any, said: str, left: int) -> None:
    assert len(offline.say(MEETING).proposal["changes"]) == 3
    assert len(offline.say(said).proposal["changes"]) == left


@pytest.mark.parametrize("said", ["no, the demo is on Wednesday", "不对，demo是周三"])
def test_a_correction_of_one_line(offline: Any, said: str) -> None:
    offline.say(MEETING)
    days = {c["label"]: c["fields"].get("due_on", {}).get("after") for c in offline.say(said).proposal["changes"]}
    assert days["Send the quote"] == "2026-11-27"
    assert "2026-11-25" in days.values()


def test_it_was_a_call_and_somebody_else(offline: Any) -> None:
    offline.say("met Ana Ruiz today for 40 min")
    assert shown(offline.say("it was a call, not a meeting"))["kind"] == "call"
    made = shown(offline.say("not her, Bob Stone"))
    assert (made["contact"], made["kind"]) == (["Bob Stone"], "call")


def test_a_part_nothing_came_of_is_named(offline: Any) -> None:
    offline.say("set the amount of the Acme renewal to 700k")
    turn = offline.say("no, make it 650k, and paint it blue")
    assert "paint it blue" in turn.reply
    assert turn.proposal["status"] == "pending"


def test_fields_are_left_out(offline: Any) -> None:
    offline.say("set the amount of the Acme renewal to 700k and the close date to December 20")
    made = shown(offline.say("leave the date as it is"))
    assert "expected_close_date" not in made
    assert made["amount"]["amount"] == "700000.00"


@pytest.mark.parametrize("said", ["no wait, move it to November 26, same time", "等等，改到11月26号"])
def test_something_else_with_the_same_record(offline: Any, said: str) -> None:
    offline.say("cancel today's call with Bob")
    [change] = offline.say(said).proposal["changes"]
    assert "status" not in change["fields"]
    assert change["fields"]["starts_at"]["after"] == "2026-11-26T02:30:00Z"


def test_another_request_joins_the_card_when_it_is_said_besides(offline: Any) -> None:
    offline.say("remind me to call Ana Ruiz on Monday")
    turn = offline.say("and also remind me on Tuesday to call Bob Stone")
    assert labels(turn) == ["Call Ana Ruiz", "Call Bob Stone"]
    assert len(offline.say("drop the second one").proposal["changes"]) == 1


@pytest.mark.parametrize(
    ("said", "ref"),
    [
        ("the biggest", "acme-renewal"),
        ("the one closing first", "acme-sensors"),
        ("the one worth 600k", "acme-renewal"),
    ],
)
def test_a_choice_by_description(offline: Any, said: str, ref: str) -> None:
    asked = offline.say("move Acme to proposal")
    assert asked.question is not None
    [change] = offline.say(said).proposal["changes"]
    assert change["ref"] == f"D-{offline.world.number('deal', ref)}"


def test_a_question_stays_open_until_it_is_answered(offline: Any) -> None:
    asked = offline.say("move Acme to proposal")
    again = offline.say("the fluffy one")
    assert again.question is not None
    assert again.question.text == asked.question.text
    assert offline.say("the sensors one").proposal is not None


@pytest.mark.parametrize(
    "said", ["can I delete Globex?", "should I delete the Acme renewal?", "是不是该把Acme renewal删了？", "删掉Acme renewal可以吗", "把Acme renewal删了会怎么样？"]
)  # fmt: skip
def test_a_question_never_becomes_a_delete(offline: Any, said: str) -> None:
    assert offline.say(said).proposal is None


@pytest.mark.parametrize("said", ["can you delete the Acme renewal please", "帮我把Acme renewal删了好吗"])
def test_a_polite_order_is_no_question(offline: Any, said: str) -> None:
    assert offline.say(said).proposal["changes"][0]["op"] == "delete"


@pytest.mark.parametrize("said", ["no, Acme sensors is on hold", "不对，Acme sensors是暂停"])
def test_a_statement_about_another_record_takes_no_line_of_the_card(offline: Any, said: str) -> None:
    offline.say("move Acme renewal to proposal")
    turn = offline.say(said)
    for change in (turn.proposal or {"changes": []})["changes"]:
        assert change["fields"].get("stage", {}).get("after") != "Proposal"


def test_a_bulk_card_is_corrected_on_every_line(offline: Any) -> None:
    offline.say("assign all of my open deals to Maya")
    assert len(offline.say("just the Acme ones").proposal["changes"]) == 2


@pytest.mark.parametrize(
    ("first", "said", "day"),
    [
        ("把 Acme renewal 的预计成交日期改到2027年3月3日", "不是3号，是18号", "2027-03-18"),
        ("Acme renewal 预计2027年2月9日成交", "说错了，23号", "2027-02-23"),
    ],
)
def test_a_day_without_its_month_is_of_the_month_on_the_card(offline: Any, first: str, said: str, day: str) -> None:
    offline.say(first)
    assert shown(offline.say(said))["expected_close_date"] == day


def test_what_is_said_of_the_deal_joins_the_report_that_waits(offline: Any) -> None:
    offline.say("今天和 Ana Ruiz 开了个会，聊 Acme renewal，周五前我给她发报价")
    card = offline.say("金额就按70万写吧")
    changed = {c["entity"]: c for c in card.proposal["changes"]}
    assert set(changed) == {"activity", "task", "deal"}
    assert changed["deal"]["fields"]["amount"]["after"]["amount"] == "700000.00"


def test_a_stage_said_behind_a_comma_goes_on_the_card(offline: Any) -> None:
    offline.say("set the amount of the Acme renewal to 700k")
    turn = offline.say("阶段也动一下，到赢单")
    assert "stage" in shown(turn)
    assert "没有用上" not in turn.reply


@pytest.mark.parametrize(
    "said", ["no sorry, thursday, friday im at the dentist", "thursday please, i have a doctor's appointment", "改成周四吧，周五我不在", "改成周四吧，周五我在外地", "改成周四吧，周五我要陪客户"]
)  # fmt: skip
def test_why_the_day_does_not_suit_is_no_other_day(said: str, offline: Any) -> None:
    offline.say("create a task to call Ana Ruiz on friday")
    assert shown(offline.say(said))["due_on"] == "2026-11-26"


def test_put_as_another_kind(offline: Any) -> None:
    offline.say("lunch with Ana Ruiz today, they may extend")
    assert shown(offline.say("put it as a visit, not a meeting"))["kind"] == "visit"


@pytest.mark.parametrize("said", ["and one more: email Ana Ruiz on monday", "再加一个，周一给 Ana Ruiz 打电话"])
def test_one_more_task_stands_beside_the_first(said: str, offline: Any) -> None:
    offline.say("create a task to call Ana Ruiz on friday")
    turn = offline.say(said)
    assert [c["entity"] for c in turn.proposal["changes"]] == ["task", "task"]
    assert [c["fields"]["due_on"]["after"] for c in turn.proposal["changes"]] == ["2026-11-27", "2026-11-23"]


def test_a_report_takes_a_task_and_a_change_said_behind_it(offline: Any) -> None:
    first = offline.say("met Ana Ruiz today for 40 min").proposal
    more = offline.say("a task for the references, due Thursday").proposal
    assert [c["entity"] for c in more["changes"]] == [*[c["entity"] for c in first["changes"]], "task"]
    assert more["changes"][-1]["fields"]["due_on"]["after"] == "2026-11-26"
    last = offline.say("and a task to send them by Wednesday").proposal
    assert [c["entity"] for c in last["changes"]].count("task") == 2
    assert last["changes"][0]["fields"]["starts_at"] == first["changes"][0]["fields"]["starts_at"]


def test_a_fact_put_right_takes_its_quote_and_the_note_along(offline: Any) -> None:
    offline.say("met Ana Ruiz today, their budget is 50k")
    turn = offline.say("the budget is wrong, it should be 60k")
    fact = next(c["fields"] for c in turn.proposal["changes"] if c["entity"] == "fact")
    note = next(c["fields"] for c in turn.proposal["changes"] if c["entity"] == "activity")
    assert (fact["value"]["after"], "60k" in note["body"]["after"]) == ("60k", True)
    assert "budget is wrong" not in turn.reply


@pytest.mark.parametrize(
    ("report", "amount", "reminder"),
    [
        ("刚跟Ana Ruiz打完电话，Acme renewal 2月4号能签", "对了金额最后是15万整，改一下", "再提醒我周三问她法务进度"),
        ("Just called Ana Ruiz about the Acme renewal, they sign on 4 February", "oh and the amount is 52k in the end", "also remind me to ask him about legal on Wednesday"),
    ],
)  # fmt: skip
def test_an_amount_joins_the_report_and_a_reminder_is_a_task(
    report: str, amount: str, reminder: str, offline: Any
) -> None:
    def deal(turn: Any) -> dict[str, Any]:
        return next(c["fields"] for c in turn.proposal["changes"] if c["entity"] == "deal")

    day = deal(offline.say(report))["expected_close_date"]["after"]
    assert "amount" in deal(offline.say(amount))
    turn = offline.say(reminder)
    assert deal(turn)["expected_close_date"]["after"] == day
    assert "task" in [c["entity"] for c in turn.proposal["changes"]]
