"""Talks of several turns: an answer narrows the open question, another record of the customer takes the place of the one on the card, follow-ups find what was shown."""

from typing import Any

import pytest

MAYA = "maya@example.com"


def fields(turn: Any) -> dict[str, Any]:
    """The values of the only change of a card."""
    [change] = turn.proposal["changes"]
    return {k: v["after"] for k, v in change["fields"].items()}


def labels(turn: Any) -> list[str]:
    return [c["label"] for c in turn.proposal["changes"]]


def choices(turn: Any) -> list[str]:
    return [c.label for c in turn.question.choices]


@pytest.mark.parametrize(
    ("said", "answer"),
    [("Acme is lost, no budget after all", "the sensors one"), ("Acme丢了，客户没预算", "传感器不是，sensors那单")],
)
def test_a_chosen_deal_ends_the_question_and_reaches_the_card(offline: Any, said: str, answer: str) -> None:
    assert len(choices(offline.say(said))) == 2
    turn = offline.say(answer)
    assert turn.question is None
    lost = next(c for c in turn.proposal["changes"] if c["entity"] == "deal")
    assert (lost["label"], lost["fields"]["stage"]["after"]) == ("Acme sensors", "Lost")
    assert offline.say("yes").proposal["status"] == "applied"


def test_an_answer_that_fits_several_narrows_the_question(offline: Any) -> None:
    world = offline.world
    held = {
        "account": world.number("account", "acme"),
        "stage": world.number("stage", "Demo"),
        "owner": world.actor("chen@example.com").user_id,
    }
    with world.writing("chen@example.com") as crm:
        crm.create_many("deal", [{"name": "Acme sensors west", "currency": "CNY", **held}])
    assert len(choices(offline.say("move Acme to Proposal"))) == 3
    turn = offline.say("the sensors")
    assert len(choices(turn)) == 2
    assert (turn.calls, turn.proposal) == ([], None)
    assert labels(offline.say("the west one")) == ["Acme sensors west"]


def test_words_of_the_first_message_break_the_tie(offline: Any) -> None:
    turn = offline.say("the Acme renewal goes up to 650k")
    turn = offline.say("the Acme one") if turn.question is not None else turn
    assert labels(turn) == ["Acme renewal"]


@pytest.mark.parametrize("said", ["both of them", "两个都要"])
def test_all_choices_are_taken_at_once(offline: Any, said: str) -> None:
    offline.say("move Acme to Proposal")
    assert sorted(labels(offline.say(said))) == ["Acme renewal", "Acme sensors"]


@pytest.mark.parametrize("said", ["none of them", "都不是"])
def test_none_of_the_choices_ends_the_question(offline: Any, said: str) -> None:
    offline.say("move Acme to Proposal")
    turn = offline.say(said)
    assert (turn.question, turn.proposal) == (None, None)
    assert offline.say("yes").proposal is None


def test_what_is_excluded_leaves_the_other(offline: Any) -> None:
    offline.say("move Acme to Proposal")
    assert labels(offline.say("not the sensors one")) == ["Acme renewal"]


def test_a_yes_is_no_answer_and_the_question_stays(offline: Any) -> None:
    asked = offline.say("move Acme to Proposal")
    again = offline.say("yes")
    assert choices(again) == choices(asked)
    assert choices(asked)[1].startswith(labels(offline.say("2"))[0])


@pytest.mark.parametrize(
    "said",
    [
        "what's my pipeline this quarter?",
        "remind me to call Bob Stone tomorrow",
        "who owns Acme sensors?",
        "本季度的商机有哪些",
    ],
)
def test_a_wish_of_its_own_is_heard_while_a_question_is_open(offline: Any, said: str) -> None:
    offline.say("move Acme to Proposal")
    turn = offline.say(said)
    assert turn.calls
    assert turn.question is None


@pytest.mark.parametrize(
    "said",
    [
        "no, I meant the sensors",
        "wrong deal, the sensors one",
        "not the renewal, the sensors",
        "Acme sensors",
        "the sensors deal",
        "不对，是sensors那单",
        "搞错了，sensors那个",
        "hang on, sensors",
    ],
)
def test_another_deal_of_the_customer_takes_the_place_on_the_card(offline: Any, said: str) -> None:
    offline.say("set the amount of the Acme renewal to 700k")
    turn = offline.say(said)
    assert (labels(turn), fields(turn)["amount"]["amount"]) == (["Acme sensors"], "700000.00")
    before = turn.proposal["id"]
    saved = offline.say("yes").proposal
    assert (saved["id"], saved["status"]) == (before, "applied")


def test_corrections_made_before_go_with_the_card_to_the_other_deal(offline: Any) -> None:
    offline.say("set the amount of the Acme renewal to 700k")
    offline.say("make it 650k")
    offline.say("and close on December 20")
    turn = offline.say("no wait, the sensors")
    assert labels(turn) == ["Acme sensors"]
    assert fields(turn) == {"amount": {"amount": "650000.00", "currency": "CNY"}, "expected_close_date": "2026-12-20"}


@pytest.mark.parametrize("between", ["no", "what's my day tomorrow?"])
def test_the_other_deal_is_found_after_a_question_or_when_the_card_was_put_aside(offline: Any, between: str) -> None:
    offline.say("set the amount of the Acme renewal to 700k")
    offline.say(between)
    turn = offline.say("I meant the sensors")
    assert (labels(turn), turn.proposal["status"]) == (["Acme sensors"], "pending")


def test_a_card_spoken_against_is_not_saved_when_the_other_deal_needs_no_change(offline: Any) -> None:
    offline.say("move Acme sensors to Negotiation")
    before = offline.dump()
    turn = offline.say("no, I meant the renewal")
    assert turn.proposal is None
    offline.say("yes")
    assert offline.dump() == before


@pytest.mark.parametrize("said", ["what about the sensors?", "the sensors broke down again"])
def test_neither_a_question_nor_a_report_swaps_the_deal(offline: Any, said: str) -> None:
    offline.say("set the amount of the Acme renewal to 700k")
    turn = offline.say(said)
    if turn.proposal is not None and turn.proposal["status"] == "pending":
        assert all("amount" not in c["fields"] for c in turn.proposal["changes"] if c["label"] == "Acme sensors")


@pytest.mark.parametrize(("said", "left"), [("keep the stage as it is", {"amount"}), ("yes to the amount, leave the stage", {"amount"}), ("fine, but not the amount", {"stage"}), ("阶段不变", {"amount"}), ("阶段可以，金额先不动", {"stage"})])  # fmt: skip
def test_what_is_to_stay_as_it_is_leaves_the_card(offline: Any, said: str, left: set[str]) -> None:
    offline.say("move Acme sensors to Proposal and amount 150k")
    assert (
        left
        <= fields(offline.say(said)).keys()
        <= left | {"currency", "probability", "forecast_category", "stage_entered_at"}
    )


def test_only_one_line_is_kept_when_another_is_refused(offline: Any) -> None:
    offline.say("今天和王伟开了40分钟会，预算9万已批，周五前发报价")
    turn = offline.say("任务不要，只留会议记录")
    assert [c["entity"] for c in turn.proposal["changes"]] == ["activity"]


@pytest.mark.parametrize(("said", "who"), [("his phone?", "+1 415 555 0131"), ("他的电话", "+1 415 555 0131")])
def test_a_person_not_named_is_the_contact_of_the_deal_talked_about(offline: Any, said: str, who: str) -> None:
    offline.say("show me Acme sensors")
    assert who in offline.say(said).reply


def test_a_person_of_a_customer_with_several_contacts_is_asked_for(offline: Any) -> None:
    offline.say("tell me about Acme")
    assert len(choices(offline.say("what's her phone?"))) == 2
    assert "+1 415 555 0130" in offline.say("Ana").reply


def test_a_list_is_counted_along_also_after_one_of_it_was_shown(offline: Any) -> None:
    offline.say("my open deals")
    first = offline.say("who owns the first one?").calls[0]["args"]["record"]
    second = offline.say("and the second one?").calls[0]["args"]["record"]
    assert first != second
    moved = offline.say("push the one that closes first back by a week")
    assert (labels(moved), fields(moved)["expected_close_date"]) == (["Acme sensors"], "2026-11-17")


def test_the_deals_of_a_customer_shown_are_counted_along(offline: Any) -> None:
    offline.say("tell me about Globex", MAYA)
    turn = offline.say("move the smallest one to Negotiation", MAYA)
    assert labels(turn) == ["Globex support plan"]


def test_the_total_in_another_currency(offline: Any) -> None:
    offline.say("open deals of Maya", "lin@example.com")
    turn = offline.say("and in euros?", "lin@example.com")
    assert "€" in turn.reply
    assert turn.calls[0]["args"]["currency"] == "EUR"


def test_an_answer_of_names_alone_keeps_the_language(offline: Any) -> None:
    offline.say("把Acme推进到方案报价")
    assert offline.say("sensors").language == "zh"


def test_what_was_just_made_is_talked_about(offline: Any) -> None:
    offline.say("remind me to send Ana the offer by Thursday")
    made = offline.say("yes").proposal["changes"][0]["ref"]
    [change] = offline.say("push it to Friday").proposal["changes"]
    assert (change["op"], change["entity"], change["ref"]) == ("update", "task", made)


def test_what_was_just_saved_is_restored(offline: Any) -> None:
    offline.say("set the amount of Acme sensors to 90k")
    assert offline.say("yes").proposal["status"] == "applied"
    turn = offline.say("oh no, restore it")
    assert turn.reply.startswith("Undone:")
    assert offline.say("restore it").proposal["status"] == "applied"


def test_a_bare_number_is_in_the_thousands_of_the_card(offline: Any) -> None:
    offline.say("set the amount of Acme sensors to 50k")
    amount = fields(offline.say("no wait, 55"))["amount"]
    assert str(amount["amount"] if isinstance(amount, dict) else amount).startswith("55000")
