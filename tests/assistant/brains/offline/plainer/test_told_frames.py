"""Reports, appointments, to-dos and questions in words nobody wrote the brain for."""

from typing import Any

import pytest


def said(lines: str) -> list[str]:
    return [w.strip() for w in lines.replace("\n", "|").split("|") if w.strip()]


def only(brain: Any, text: str, tool: str) -> dict[str, Any]:
    found = brain(text)
    assert [c.tool for c in found.calls] == [tool], (text, found)
    return dict(found.calls[0].args)


UNREACHED = """
no answer from Bob Miller on the phone. pls remind me tomorrow | rang Bob Miller but nobody answered - ping me about it tomorrow please | tried calling Bob Miller, no one picked up, nudge me tomorrow
got voicemail from Bob Miller, remind me tomorrow | tried to reach Bob Miller without success, remind me tomorrow | phoned Bob Miller, couldn't reach him - reminder tomorrow pls
"""
MET = """
40 min with Bob Miller today - he wants a quote | half an hour with Bob Miller this morning, he wants a quote | spent 30 minutes with Bob Miller yesterday: he wants a quote
"""
MAILED = """
sent Bob Miller the security questionnaire by email today, pls put on record | I forwarded Bob Miller the questionnaire via mail, log it | mailed Bob Miller our questionnaire by e-mail, make a note of it
"""
BOOKED = """
put a 45-minute meeting with Bob Miller in for tomorrow 10 am | I want a 45 minute call with Bob Miller tomorrow at 10 am in the calendar | add a 45 min demo with Bob Miller on my calendar for tomorrow 10 am
get a 45-minute session with Bob Miller in the diary for tomorrow at 10 am
"""
TODO = """
add to my to-dos: call Bob Miller on Friday | put it on my to-do list: call Bob Miller on Friday | I need to call Bob Miller on Friday, put it on my to-do list | call Bob Miller on Friday - add that to my tasks | put call Bob Miller on my to-do list for Friday
"""
LEADS = """
I met a Jonas Pell of Pellworm Kites at the trade fair, add him as a new lead | got a call from Jonas Pell at Pellworm Kites, please create him as a lead | ran into Jonas Pell from Pellworm Kites - put him in as a lead
"""
PERSON = """
Ana Ruiz has become CTO, update her record | Ana Ruiz was made CTO | Ana Ruiz got a new title, CTO | update Ana Ruiz pls - title CTO
"""
BOUGHT = """
list of purchases by Globex | Globex's purchases | what Globex has bought so far | purchase history of Globex
"""
CARES = "what are the things Ana Ruiz cares about | Ana Ruiz (Acme) - what are the things she cares about | what's important to Ana Ruiz"
ABOUT = """
full picture of Globex | Globex in brief pls | sum up Globex for me in five lines | bring me up to date on Globex | Globex at 2 pm - I need a meeting prep | meeting Globex at 4, get me prepared | the lowdown on Globex | Globex at a glance
"""
CHANGED = """
Globex amount changed: by whom, when and from which value? | the amount on Globex was changed by whom? | amount on Globex - who edited it, what date | Globex amount - who changed that?
"""
OPEN = "everything I've got open over 50k | show me all i have open over 50k | whatever I've got open over 50k"
WISHES = """
I need a segment: manufacturing, Jiangsu | i want a campaign draft on renewals | where could I sell Bench next
after 30 idle days accounts go back into the pool
"""


@pytest.mark.parametrize("text", said(UNREACHED))
def test_who_was_not_reached_is_called_again(brain: Any, text: str) -> None:
    args = only(brain, text, "log_interaction")
    assert (args["kind"], args["status"]) == ("call", "not_held")
    assert [t["due"] for t in args["tasks"]] == ["2026-11-21"]


@pytest.mark.parametrize("text", said(MET))
def test_a_length_and_a_name_are_a_meeting(brain: Any, text: str) -> None:
    args = only(brain, text, "log_interaction")
    assert (args["kind"], args["with_people"]) == ("meeting", ["Bob Miller"])
    assert args["minutes"] in (30, 40)


@pytest.mark.parametrize("text", said(MAILED))
def test_what_was_sent_by_mail_is_a_mail(brain: Any, text: str) -> None:
    args = only(brain, text, "log_interaction")
    assert (args["kind"], args["with_people"]) == ("email", ["Bob Miller"])
    assert args["note"] == text


@pytest.mark.parametrize("text", said(BOOKED))
def test_an_appointment_is_booked_however_it_is_put_in(brain: Any, text: str) -> None:
    fields = only(brain, text, "propose_change")["changes"][0]["fields"]
    assert (fields["starts_at"], fields["ends_at"]) == ("2026-11-21 10:00", "2026-11-21 10:45")
    assert fields["contact"] == "Bob Miller"


@pytest.mark.parametrize("text", said(TODO))
def test_a_to_do_is_one_wherever_the_list_is_named(brain: Any, text: str) -> None:
    args = only(brain, text, "create_task")
    assert (args["title"], args["due"]) == ("Call Bob Miller", "2026-11-27")


@pytest.mark.parametrize("text", said(LEADS))
def test_somebody_met_is_added_as_a_lead(brain: Any, text: str) -> None:
    made = only(brain, text, "propose_change")["changes"][0]
    assert (made["op"], made["entity"]) == ("create", "lead")
    assert (made["fields"]["name"], made["fields"]["organization"]) == ("Jonas Pell", "Pellworm Kites")


@pytest.mark.parametrize("text", said(PERSON))
def test_a_new_position_is_a_title(brain: Any, text: str) -> None:
    made = only(brain, text, "propose_change")["changes"][0]
    assert (made["record"], made["fields"]) == ("Ana Ruiz", {"title": "CTO"})


@pytest.mark.parametrize("text", said(BOUGHT))
def test_purchases_are_deals_won(brain: Any, text: str) -> None:
    filters = only(brain, text, "find_records")["filters"]
    assert {"field": "stage.kind", "op": "=", "value": "won"} in filters


@pytest.mark.parametrize("text", said(CARES))
def test_what_somebody_cares_about_is_recalled(brain: Any, text: str) -> None:
    assert only(brain, text, "recall_notes")["about"] == "Ana Ruiz"


@pytest.mark.parametrize("text", said(ABOUT))
def test_a_picture_of_a_customer_is_a_summary_of_it(brain: Any, text: str) -> None:
    assert only(brain, text, "brief")["record"] == "Globex"


@pytest.mark.parametrize("text", said(CHANGED))
def test_who_changed_it_is_asked_in_any_order(brain: Any, text: str) -> None:
    assert only(brain, text, "history") == {"record": "Globex", "field": "amount"}


@pytest.mark.parametrize("text", said(OPEN))
def test_everything_i_have_open_are_my_open_deals(brain: Any, text: str) -> None:
    assert brain(text).calls[0].args["filters"] == brain("my open deals over 50k").calls[0].args["filters"]


@pytest.mark.parametrize("text", said(WISHES))
def test_what_cannot_be_done_is_said_whatever_the_words(brain: Any, text: str) -> None:
    found = brain(text)
    assert not found.calls
    assert found.reply.startswith(("I cannot", "I do not write"))


@pytest.mark.parametrize(
    "text",
    said(
        "demo with Globex went well, they want a proposal by the end of the month | 40 min with Bob Miller on Monday | who got no answer from Bob Miller | did anyone send Bob Miller the questionnaire by email?"
    ),
)
def test_other_things_said_with_the_same_words_stay_what_they_are(brain: Any, text: str) -> None:
    tools = [c.tool for c in brain(text).calls]
    if text.startswith("demo"):
        assert tools == ["log_interaction"]
    else:
        assert "log_interaction" not in tools
