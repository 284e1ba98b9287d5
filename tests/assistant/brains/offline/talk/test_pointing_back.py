"""What points back at the talk: there, the other, the first one, him, it; and what must not be guessed."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call, Named

TASKS = (Named("task", 11, "TK-11", "Send the offer"), Named("task", 19, "TK-19", "Arrange a call"))
PEOPLE = (
    Named("contact", 54, "C-54", "Lars Thornton (Bayline)"),
    Named("contact", 99, "C-99", "Gwen Kowalski (Bayline)"),
)
ACME = Named("account", 31, "ACC-31", "Acme")
LEADS = tuple(Named("lead", n, f"L-{n}", f"Lead {n}") for n in (1, 2, 3))
LISTED = Call("find_records", {"entity": "task"})


def only(found: Any, tool: str) -> dict[str, Any]:
    assert [c.tool for c in found.calls] == [tool], found
    return dict(found.calls[0].args)


@pytest.mark.parametrize("text", ["move the other one to Friday", "and push the other to friday"])
def test_the_other_is_the_one_not_spoken_of_last(text: str, brain: Any) -> None:
    found = brain(text, focus=(TASKS[0],), rows=TASKS, list_of=LISTED)
    (change,) = only(found, "propose_change")["changes"]
    assert (change["record"], change["fields"]) == ("TK-19", {"due_on": "2026-11-27"})


@pytest.mark.parametrize("text", ["who is the CTO there?", "and who's the cto over there"])
def test_there_is_the_customer_talked_about(text: str, brain: Any) -> None:
    args = only(brain(text, focus=(ACME,), previous=(Call("show_record", {"record": "Acme"}),)), "find_records")
    assert {"field": "account", "op": "=", "value": "ACC-31"} in args["filters"]


def test_a_reminder_about_that_is_called_by_its_name(brain: Any) -> None:
    deal = Named("deal", 4, "D-4", "Globex factory rollout")
    args = only(
        brain("remind me of that tomorrow", focus=(deal,), previous=(Call("show_record", {"record": "D-4"}),)),
        "create_task",
    )
    assert args == {"title": "Follow up on Globex factory rollout", "due": "2026-11-21", "about": "D-4"}


@pytest.mark.parametrize("text", ["remind me to ring her on Monday", "call him tomorrow at 9"])
def test_one_of_several_people_is_asked_for(text: str, brain: Any) -> None:
    found = brain(text, focus=PEOPLE, rows=PEOPLE, previous=(Call("find_records", {"entity": "contact"}),))
    assert only(found, "create_task")["about"] == "one of C-54, C-99"


def test_nothing_is_changed_after_an_empty_list(brain: Any) -> None:
    asked = Call("find_records", {"entity": "lead", "filters": [{"field": "city", "op": "~", "value": "Batam"}]})
    found = brain("convert it", focus=LEADS, previous=(asked,))
    assert [c.tool for c in found.calls] in ([], ["propose_change"])


def test_the_first_of_the_list_is_named_in_a_reminder(brain: Any) -> None:
    found = brain("the second one - remind me to call them tomorrow", focus=PEOPLE, rows=PEOPLE, list_of=LISTED)
    assert only(found, "create_task")["about"] == "C-99"


@pytest.mark.parametrize(
    "text", ["push the survey at Globex back by 3 days", "postpone the safety question of Globex to Friday"]
)
def test_something_of_a_customer_is_not_its_deal(text: str, brain: Any) -> None:
    changes = [c for call in brain(text).calls for c in call.args.get("changes", ())]
    assert all(c["entity"] != "deal" for c in changes), changes


@pytest.mark.parametrize(
    "text", ["Ana Ruiz now works at Globex", "change the company of Ana Ruiz to Globex", "Ana Ruiz has moved to Globex"]
)
def test_people_change_companies(text: str, brain: Any) -> None:
    (change,) = only(brain(text), "propose_change")["changes"]
    assert (change["entity"], change["fields"]) == ("contact", {"account": "Globex"})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("lost Globex factory rollout, no money left", "no_budget"),
        ("Globex factory rollout is lost, they went with another vendor", "competitor"),
        ("lost Globex factory rollout because they never decided", "no_decision"),
        ("Globex factory rollout is lost, we were too expensive", "price"),
    ],
)
def test_why_a_deal_was_lost(text: str, reason: str, brain: Any) -> None:
    (change,) = only(brain(text), "propose_change")["changes"]
    assert (change["fields"]["stage"], change["fields"]["lost_reason"]) == ("lost", reason)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("add 5k to Globex factory rollout", "+5000"),
        ("set the close date of Globex factory rollout to jan 15 and add 5k", "+5000"),
    ],
)
def test_what_is_added_is_no_new_amount(text: str, step: str, brain: Any) -> None:
    (change,) = only(brain(text), "propose_change")["changes"]
    assert change["fields"]["amount"] == step
