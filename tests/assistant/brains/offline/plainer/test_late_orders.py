"""Orders whose verb comes last or is left out, requests with words around them, and what must stay a question or a report."""

from typing import Any

import pytest


def said(lines: str) -> list[str]:
    return [w.strip() for w in lines.replace("\n", "|").split("|") if w.strip()]


def change(brain: Any, text: str) -> dict[str, Any]:
    found = brain(text)
    assert [c.tool for c in found.calls] == ["propose_change"], (text, found)
    return dict(found.calls[0].args["changes"][0])


WORTH = """
Initech is 90k now, update | Initech's 90k now, fix it plz | Initech is now worth 90k | the Initech deal stands at 90k, update the amount | Initech came out at 90k, correct it | Initech went up to 90k, change the amount
"""
RAISED = """
my renewals should go up by 10 percent | 10% more on my renewals please | my renewals should rise 10%, let me see a preview before you save | my renewals: +10% | 10 percent extra for my renewals, show me before saving
"""
LOWERED = "my renewals should go down by 10% | 10% less on my renewals | my renewals should drop by 10 percent"
SHARED = """
unassigned leads in Suzhou: share them out Chen/Zhao 2:1 | unassigned leads in Suzhou, split them between Chen and Zhao 2:1 | unassigned leads in Suzhou, Chen gets two for every one Zhao gets | unassigned leads in Suzhou - divide these among Chen and Zhao 2:1
"""
OWNED = "Tom's open leads, new owner Elif | reassign Tom's open leads, new owner is Elif | Tom's open leads - new owner: Elif"
DUE = "new due date for my overdue tasks: Friday | due date of my overdue tasks should be Friday | my overdue tasks, move them to Friday"
LOST = "my proposals quiet for 10 days - set them all to lost because of no decision | mark my proposals without activity for 10 days as lost because of no decision"
STEP = "put “Send NDA” as next step on D-12 | use “Send NDA” as the next step for D-12 | next step of D-12 should be Send NDA | write Send NDA as next step on D-12"
WAITS = "we're waiting for the customer on 1049 now, update its status | still waiting on the client for ticket 1049 | waiting for a reply on 1049"


@pytest.mark.parametrize("text", said(WORTH))
def test_a_new_amount_told_is_one_set(brain: Any, text: str) -> None:
    assert change(brain, text)["fields"] == {"amount": "90000"}


@pytest.mark.parametrize(("text", "by"), [*((t, "+10%") for t in said(RAISED)), *((t, "-10%") for t in said(LOWERED))])
def test_amounts_go_up_and_down_in_any_order(brain: Any, text: str, by: str) -> None:
    made = change(brain, text)
    assert made["fields"] == {"amount": by}
    assert {"field": "owner", "op": "=", "value": "me"} in made["where"]


@pytest.mark.parametrize("text", said(SHARED))
def test_records_are_shared_out_however_the_shares_are_told(brain: Any, text: str) -> None:
    made = change(brain, text)
    assert made["shares"] == {"Chen": 2, "Zhao": 1}
    assert {"field": "owner", "op": "empty"} in made["where"]


@pytest.mark.parametrize("text", said(OWNED))
def test_a_new_owner_may_come_last(brain: Any, text: str) -> None:
    assert change(brain, text)["fields"] == {"owner": "Elif"}


@pytest.mark.parametrize("text", said(DUE))
def test_a_new_due_date_moves_the_tasks(brain: Any, text: str) -> None:
    assert change(brain, text)["fields"] == {"due_on": "2026-11-27"}


@pytest.mark.parametrize("text", said(LOST))
def test_deals_called_by_their_stage_are_lost_with_their_reason(brain: Any, text: str) -> None:
    made = change(brain, text)
    assert made["fields"] == {"stage": "lost", "lost_reason": "no_decision"}
    assert {"field": "stage", "op": "=", "value": "proposal"} in made["where"]


@pytest.mark.parametrize("text", said(STEP))
def test_a_value_may_stand_before_its_field(brain: Any, text: str) -> None:
    assert change(brain, text)["fields"] == {"next_step": "Send NDA"}


@pytest.mark.parametrize("text", said(WAITS))
def test_waiting_for_the_customer_is_a_status_of_the_ticket(brain: Any, text: str) -> None:
    assert change(brain, text) == {
        "op": "update",
        "entity": "ticket",
        "record": "1049",
        "fields": {"status": "waiting_customer"},
    }


@pytest.mark.parametrize(
    "text",
    said(
        "called Bob back about the two-year option, mark that task done | sent Bob the offer - tick the task off | emailed Ana the contract, close that to-do"
    ),
)
def test_what_was_just_done_closes_its_task(brain: Any, text: str) -> None:
    made = change(brain, text)
    assert (made["entity"], made["fields"]) == ("task", {"status": "done"})


@pytest.mark.parametrize(
    "text",
    said(
        "kestrel's 85k | Bob told me Acme is at 85k | is Acme worth 85k now? | if renewals go up by 10% tell me | Acme wants 10% less"
        "| what is the due date of my overdue tasks | Globex: 10 people came | we were waiting for the customer yesterday"
    ),
)
def test_what_is_told_or_asked_changes_nothing(brain: Any, text: str) -> None:
    assert not any(c.tool == "propose_change" for c in brain(text).calls)


def test_a_dash_before_an_amount_is_no_minus(brain: Any) -> None:
    found = brain("log call, Joanna Park, 30 minutes - 46k budget confirmed")
    assert "-46000" not in str(found.calls)
    assert not brain("set the amount of D-12 to -500").calls  # nothing is worth less than nothing


NEEDS = """
i need to know who owns Acme | I'd like to know who owns Acme | do you happen to know who owns Acme? | wondering who owns Acme | any idea who owns Acme
"""


@pytest.mark.parametrize("text", said(NEEDS))
def test_words_around_a_question_are_no_part_of_it(brain: Any, text: str) -> None:
    assert brain(text).calls == brain("who owns Acme").calls


REFUSES = """
contacts of mine that said no to marketing emails | my contacts who unsubscribed | which of my contacts opted out of our mailings | my contacts who refuse marketing mails
"""
NO_CALLS = "who am i not allowed to call | people I may not phone | contacts we are not permitted to call | who refused to be called"


@pytest.mark.parametrize(
    ("text", "flag"), [*((t, "opted_out") for t in said(REFUSES)), *((t, "do_not_call") for t in said(NO_CALLS))]
)
def test_people_who_do_not_want_to_be_reached(brain: Any, text: str, flag: str) -> None:
    assert {"field": flag, "op": "=", "value": "true"} in brain(text).calls[0].args["filters"]


@pytest.mark.parametrize(
    "text",
    said(
        "open deals from 30k up to 40k | open deals 30k through 40k | open deals between 30k and 40k | open deals from 30,000 to 40,000"
    ),
)
def test_both_ends_of_a_range_count(brain: Any, text: str) -> None:
    filters = brain(text).calls[0].args["filters"]
    assert {(f["op"], f["value"]) for f in filters if f["field"] == "amount"} == {(">=", "30000"), ("<=", "40000")}


def test_a_to_do_of_somebody_is_removed_not_the_person(brain: Any) -> None:
    found = brain("I don't need that to-do with Bob Miller's offer any more, remove it")
    (change,) = found.calls[0].args["changes"]
    assert (change["op"], change["entity"], change["record"]) == ("delete", "task", "Bob Miller's offer")


@pytest.mark.parametrize(
    "text", said("Initech won't close before Dec 18, put that in as the new close date | Globex won't move on")
)
def test_what_will_not_happen_is_not_won(brain: Any, text: str) -> None:
    assert "won" not in str([c.args for c in brain(text).calls if c.tool == "propose_change"])


def test_parts_that_are_not_understood_are_not_dealt_out_evenly(brain: Any) -> None:
    made = change(brain, "unassigned leads in Suzhou. Two thirds of these go to Chen and one third to Zhao")
    assert made["shares"] == {"Chen": 2, "Zhao": 1}
    assert not any(
        c.tool == "propose_change"
        for c in brain("assign the unassigned leads in Suzhou to Chen and Zhao, Chen gets twice as many").calls
    )


def test_adding_up_makes_nothing(brain: Any) -> None:
    assert not any(
        c.tool == "propose_change" for c in brain("Add up all my open deals: number and overall value").calls
    )


def test_a_chat_is_no_wechat_id(brain: Any) -> None:
    assert not any(
        c.tool == "propose_change"
        for c in brain("Had a WeChat exchange with Zhang Wei, he says yes to three years").calls
    )


@pytest.mark.parametrize(
    "text",
    said(
        "Customer on 1045 has been told, so you can set that ticket to resolved | I told them about 1045, set the ticket to resolved | ticket 1045 is clear now, please set it to resolved"
    ),
)
def test_the_ticket_named_before_is_the_one_changed(brain: Any, text: str) -> None:
    made = change(brain, text)
    assert (made["record"], made["fields"]["status"]) == ("1045", "resolved")


@pytest.mark.parametrize(
    "text",
    said(
        "I'm done qualifying L-15, that lead can be converted | have L-15 converted | L-15 is ready, the lead should be converted"
    ),
)
def test_a_lead_is_converted_by_its_reference(brain: Any, text: str) -> None:
    assert change(brain, text) == {
        "op": "update",
        "entity": "lead",
        "record": "L-15",
        "fields": {"status": "Converted"},
    }


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("need to call Bob Miller, which number do I dial", "what is the phone number of Bob Miller?"),
        ("What has Berlin got open above 45k euro?", "open deals of Berlin above 45k euro"),
        ("Anything open that's worth at least 30k?", "open deals worth at least 30k"),
        ("How many open deals is each rep on my team carrying?", "how many open deals by owner"),
        ("Which three open deals are worth the most?", "top three open deals"),
        ("How long ago was our last talk with Bob Miller, which day was it?", "when did we last talk to Bob Miller?"),
        ("Which people have Katrin Weber as their manager?", "who reports to Katrin Weber"),
        ("What's the story with Globex? Short recap", "summarise Globex"),
    ],
)
def test_a_roundabout_question_is_the_straight_one(brain: Any, text: str, same: str) -> None:
    assert brain(text).calls == brain(same).calls
