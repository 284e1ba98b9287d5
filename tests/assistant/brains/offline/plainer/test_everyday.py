"""Everyday English: sloppy, short, without apostrophes, and orders nobody takes for questions."""

from typing import Any

import pytest

from assistant.brains.offline.plainer.everyday import clocked, everyday


def said(lines: str) -> list[str]:
    return [w.strip() for w in lines.replace("\n", "|").split("|") if w.strip()]


def only(brain: Any, text: str, tool: str) -> dict[str, Any]:
    found = brain(text)
    assert [c.tool for c in found.calls] == [tool], (text, found)
    return dict(found.calls[0].args)


def held(args: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(f["field"], f["op"], f.get("value", "")) for f in args["filters"]}


@pytest.mark.parametrize(
    "text", said("what is open with Globex? | whats running at Globex right now | what's still in play at Globex")
)
def test_what_is_open_somewhere_is_a_list_of_deals(brain: Any, text: str) -> None:
    args = only(brain, text, "find_records")
    assert held(args) >= {("stage.kind", "=", "open"), ("account", "=", "Globex")}


@pytest.mark.parametrize("text", said("open value per rep | pipeline by person? | volume by seller"))
def test_value_by_rep_is_no_role(brain: Any, text: str) -> None:
    assert only(brain, text, "pipeline_summary")["by"] == "owner"


@pytest.mark.parametrize(
    "text", said("I'm meeting Bob Miller at 4, what do i need to know | calling Bob Miller in half an hour, brief me")
)
def test_a_meeting_ahead_is_prepared_and_not_logged(brain: Any, text: str) -> None:
    assert only(brain, text, "brief")["shape"] == "meeting"


@pytest.mark.parametrize(
    "text",
    said(
        "1050 is solved, was due to a wrong time zone, please close it | ticket 1050 resolved: it was a wrong time zone, close it"
    ),
)
def test_a_ticket_is_closed_with_what_it_was(brain: Any, text: str) -> None:
    (change,) = only(brain, text, "propose_change")["changes"]
    assert change["entity"] == "ticket"
    assert change["fields"] == {"status": "closed", "resolution": "a wrong time zone"}


@pytest.mark.parametrize(
    ("text", "level"),
    [("customers of level B", "B"), ("which customers are rated C", "C"), ("my B-level accounts", "B")],
)
def test_customers_by_their_level(brain: Any, text: str, level: str) -> None:
    assert ("level", "=", level) in held(only(brain, text, "find_records"))


@pytest.mark.parametrize(
    "text",
    said(
        "Globex factory rollout slips to next quarter | push Globex factory rollout to Q1 | Globex factory rollout is delayed to q1"
    ),
)
def test_a_quarter_means_its_last_day(brain: Any, text: str) -> None:
    (change,) = only(brain, text, "propose_change")["changes"]
    assert change["fields"] == {"expected_close_date": "2027-03-31"}


def test_next_month_means_its_last_day_where_a_deal_closes(brain: Any) -> None:
    (change,) = only(brain, "set the close date of Globex factory rollout to next month", "propose_change")["changes"]
    assert change["fields"] == {"expected_close_date": "2026-12-31"}


@pytest.mark.parametrize(
    "text", said("assign the printer ticket at Acme to Raj | give the billing case of Acme to Raj")
)
def test_a_customers_ticket_goes_to_somebody_and_not_the_customer(brain: Any, text: str) -> None:
    found = brain(text)
    changes = [c for call in found.calls for c in call.args.get("changes", ())]
    assert [c["entity"] for c in changes] in ([], ["ticket"]), found


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("book Ana Ruiz thursday 9-10:30", "book Ana Ruiz thursday at 9:00 for 90 minutes"),
        ("call on monday 2 to 3pm", "call on monday at 14:00 for 60 minutes"),
        ("demo Dec 3 from 11 till 12", "demo Dec 3 at 11:00 for 60 minutes"),
        ("meeting tomorrow 4-5", "meeting tomorrow at 16:00 for 60 minutes"),
        ("close 10-20 deals", "close 10-20 deals"),
        ("between Q1 and Q2", "between Q1 and Q2"),
    ],
)
def test_a_stretch_of_the_clock(text: str, plain: str) -> None:
    assert clocked(text) == plain


@pytest.mark.parametrize("text", said("toms open deals | raj's open deals"))
def test_an_apostrophe_may_be_missing(brain: Any, text: str) -> None:
    owners = [v for f, _, v in held(only(brain, text, "find_records")) if f == "owner"]
    assert [o.casefold() for o in owners] == [text.split()[0].replace("'", "").removesuffix("s")]


@pytest.mark.parametrize("text", said("set the table for me | Dr Strange is a film | what is due today?"))
def test_what_is_no_turn_stays(text: str) -> None:
    assert everyday(text) == text


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Met Bob Miller today, they liked it, have to send the security paper by Tuesday", "Send the security paper"),
        ("call with Bob Miller, he is fine with it, must update the quote by Tuesday", "Update the quote"),
    ],
)
def test_what_i_have_to_do_is_a_task(brain: Any, text: str, task: str) -> None:
    (made,) = only(brain, text, "log_interaction")["tasks"]
    assert made == {"title": task, "due": "2026-11-24"}


def test_a_day_to_come_is_not_when_it_was(brain: Any) -> None:
    args = only(brain, "Bob Miller called: their board sits on Dec 9, he'll let us know", "log_interaction")
    assert "when" not in args


@pytest.mark.parametrize(
    "text",
    said(
        "write a mail to Bob Miller saying the parts are on their way | draft an email to Bob Miller that the parts are on their way"
    ),
)
def test_a_draft_tells_what_it_was_told_to(brain: Any, text: str) -> None:
    assert only(brain, text, "draft_message")["add"] == ["The parts are on their way."]


@pytest.mark.parametrize(
    "text",
    said(
        "note on T-1044: they sent a video | leave a comment on ticket 1044: they sent a video | add a note to ticket #1044 saying they sent a video"
    ),
)
def test_a_note_on_a_ticket_opens_none(brain: Any, text: str) -> None:
    assert only(brain, text, "log_interaction") == {"note": "they sent a video", "kind": "note", "ticket": "T-1044"}


class _Mishears:
    """An ear to which everything sounds like a question."""

    def vector(self, text: str) -> Any:
        from assistant.thinking import Ear

        return Ear().vector("show me my overdue tasks")


@pytest.mark.parametrize("text", said("hand my overdue tasks to Raj | move all my overdue tasks to Monday"))
def test_a_clear_order_is_not_taken_for_a_question(brain: Any, text: str) -> None:
    assert [c.tool for c in brain(text, ear=_Mishears()).calls] == ["propose_change"]
