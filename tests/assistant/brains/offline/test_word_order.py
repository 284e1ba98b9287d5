"""English as people really say it: the record first, the verb last, shorthand, topics before a dash; and what must not be turned round."""

from typing import Any

import pytest

from assistant.brains.offline.plainer.shorthand import written_out

STAGE = """
Initech goes to Proposal | Initech should move to Proposal | Initech moved to Proposal | Initech needs to be moved to Proposal | Initech -> Proposal | Initech: move to Proposal | Initech should be in Proposal
put Initech into Proposal | Initech has moved to Proposal | hey, Initech can be moved to Proposal now
"""
HANDED = """
Tom's open leads go to Elif | Tom's open leads should all go to Elif | Elif takes over Tom's open leads | Elif should get Tom's open leads | give Elif Tom's open leads | hand Elif all of Tom's open leads
Tom's open leads need to be handed over to Elif | every open lead of Tom's should be assigned to Elif | Tom's open leads: hand over to Elif | Elif will look after Tom's open leads from now on
"""
TASKS = """
everything overdue on my list goes to Friday | all my overdue tasks -> Friday | my overdue tasks: push to Friday | my overdue tasks should be moved to Friday | push everything overdue on my task list to Friday | everything overdue moves to Friday
"""
AMOUNT = """
bump D-12 to 90k | bring D-12 up to 90k | the amount of D-12 should be changed to 90k | lift D-12 to 90k, show me first | yo, bump D-12 to 90k pls
"""
RAISED = """
put 5% on top of the Acme renewal | bump the Acme renewal up by 5% | bump up the Acme renewal by 5% | add 5% to the Acme renewal, preview first | the Acme renewal should be raised by 5%
"""
NOTED = """
add a note to Acme: budget is frozen until March | put a quick note on Acme that budget is frozen until March | note on Acme - budget is frozen until March | leave a comment on Acme: budget is frozen until March | Acme - note: budget is frozen until March
jot down on Acme that budget is frozen until March
"""
UNREACHED = """
Bob Miller didn't pick up, remind me tomorrow | tried Bob Miller, no luck. reminder tomorrow pls | Bob Miller never answered, give me a reminder tomorrow | rang Bob Miller, he didn't answer - remind me tmrw
"""
BOOKED = """
30 minutes with Bob Miller on Thursday at 11 | block 30 minutes with Bob Miller on Thursday at 11 | I need 30 minutes with Bob Miller on Thursday at 11 | can you find me 30 minutes with Bob Miller on Thursday at 11 | get me half an hour with Bob Miller on Thursday at 11
"""
DECIDES = """
Acme - who decides there? | who makes the call at Acme? | who has the final say at Acme | Acme: who signs off? | whose decision is it at Acme? | who's calling the shots at Acme?
"""
TALKED = """
last time we talked to Bob Miller? | when's the last time anyone spoke to Bob Miller | how long since we talked to Bob Miller? | Bob Miller - when did we last talk to him?
"""
ABOUT = """
Globex: everything we have | Globex summary please | give me a short overview of Globex, with sources | meeting Globex at 3pm, what do I need to know? | everything on Globex | what should I know before meeting Globex tomorrow? | prep for the 3pm with Globex
"""
SLIPPED = """
my open opps whose close date has passed | my open deals where the close date is in the past | my opps with a close date that has already passed | my open deals that were supposed to be closed already
"""
LEFT_ALONE = (
    "Tom should get back to Ana on Friday",
    "Elif handles the call with Ana on Friday",
    "Bob is off on Monday",
    "Globex is off the table",
    "Ana should get the quote by Friday",
    "Acme moves on Friday",
    "Bob told me Acme goes to Negotiation",
    "Globex isn't going to Proposal",
    "if Acme moves to Negotiation tell me",
)


def split(lines: str) -> list[str]:
    return [s.strip() for line in lines.strip().splitlines() for s in line.split(" | ") if s.strip()]


def change(found: Any) -> dict[str, Any]:
    (call,) = found.calls
    assert call.tool == "propose_change"
    (made,) = call.args["changes"]
    return dict(made)


@pytest.mark.parametrize("sentence", split(STAGE))
def test_a_deal_goes_to_its_stage_in_any_order(sentence: str, brain: Any) -> None:
    made = change(brain(sentence))
    assert (made["entity"], made["record"], made["fields"]) == ("deal", "Initech", {"stage": "Proposal"})


@pytest.mark.parametrize("sentence", split(HANDED))
def test_records_go_to_a_colleague_in_any_order(sentence: str, brain: Any) -> None:
    made = change(brain(sentence))
    assert (made["entity"], made["fields"]) == ("lead", {"owner": "Elif"})
    assert {"field": "owner", "op": "=", "value": "Tom"} in made["where"]


@pytest.mark.parametrize("sentence", split(TASKS))
def test_overdue_tasks_go_to_a_day_and_finished_ones_stay(sentence: str, brain: Any) -> None:
    made = change(brain(sentence))
    assert (made["entity"], made["fields"]) == ("task", {"due_on": "2026-11-27"})
    assert {"field": "assignee", "op": "=", "value": "me"} in made["where"]
    assert {"field": "status", "op": "!=", "value": "done"} in made["where"]


@pytest.mark.parametrize("sentence", split(AMOUNT))
def test_an_amount_is_set_in_any_order(sentence: str, brain: Any) -> None:
    made = change(brain(sentence))
    assert (made["record"], made["fields"]) == ("D-12", {"amount": "90000"})


@pytest.mark.parametrize("sentence", split(RAISED))
def test_an_amount_is_raised_in_any_words(sentence: str, brain: Any) -> None:
    made = change(brain(sentence))
    assert (made["record"], made["fields"]) == ("Acme renewal", {"amount": "+5%"})


@pytest.mark.parametrize("sentence", split(NOTED))
def test_a_note_is_kept_in_the_words_it_was_said_in(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.tool == "log_interaction"
    assert (call.args["kind"], call.args["account"], call.args["note"]) == ("note", "Acme", sentence)


@pytest.mark.parametrize("sentence", split(UNREACHED))
def test_a_call_nobody_answered_is_logged_with_its_reminder(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.tool == "log_interaction"
    assert (call.args["status"], call.args["with_people"]) == ("not_held", ["Bob Miller"])
    assert call.args["tasks"][0]["due"] == "2026-11-21"


@pytest.mark.parametrize("sentence", split(BOOKED))
def test_a_length_with_somebody_is_a_booking(sentence: str, brain: Any) -> None:
    made = change(brain(sentence))
    assert (made["op"], made["entity"]) == ("create", "activity")
    assert (made["fields"]["contact"], made["fields"]["starts_at"]) == ("Bob Miller", "2026-11-26 11:00")


@pytest.mark.parametrize("sentence", split(DECIDES))
def test_who_decides_is_asked_in_many_ways(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert {"field": "role", "op": "=", "value": "decision_maker"} in call.args["filters"]
    assert {"field": "account", "op": "=", "value": "Acme"} in call.args["filters"]


@pytest.mark.parametrize("sentence", split(TALKED))
def test_the_last_talk_is_asked_in_many_ways(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert (call.args["entity"], call.args["sort"], call.args["limit"]) == ("activity", "starts_at desc", 1)


@pytest.mark.parametrize("sentence", split(ABOUT))
def test_all_there_is_on_a_customer(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert call.tool in ("show_record", "brief")
    assert call.args["record"] == "Globex"


@pytest.mark.parametrize("sentence", split(SLIPPED))
def test_deals_past_their_day(sentence: str, brain: Any) -> None:
    (call,) = brain(sentence).calls
    assert {"field": "expected_close_date", "op": "<", "value": "today"} in call.args["filters"]
    assert {"field": "owner", "op": "=", "value": "me"} in call.args["filters"]


@pytest.mark.parametrize("sentence", LEFT_ALONE)
def test_what_only_sounds_like_an_order_changes_no_record(sentence: str, brain: Any) -> None:
    assert not any(c.tool == "propose_change" for c in brain(sentence).calls)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("opps w/o close date", "deals without close date"),
        ("lunch w/ Ana tmrw", "lunch with Ana tomorrow"),
        ("lunch w/Ana", "lunch with Ana"),
        ("my accts closing nxt wk", "my accounts closing next week"),
        ('the "opps" list', 'the "opps" list'),
        ("ACC-31 and EOD", "ACC-31 and end of the day"),
        ("mail to hr@acme.example", "mail to hr@acme.example"),
        ("met the HR team", "met the HR team"),
    ],
)
def test_shorthand_is_written_out_and_names_stay(said: str, meant: str) -> None:
    assert written_out(said) == meant
