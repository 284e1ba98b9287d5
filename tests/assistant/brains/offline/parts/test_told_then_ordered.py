"""An order behind a sentence that only says why: read alone, with whom and what it points at named."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        (
            "Globex is talking to us again :) Open a new deal for them, Flow for maintenance, 18500 USD, closing 15 February",
            "deal []: name=Flow for maintenance, account=Globex, amount=18500 USD, expected_close_date=2027-02-15",
        ),
        (
            "Maya is out from Monday. All her leads with status New go to Chen, the others can wait for her",
            "lead [status = New, owner = Maya]: owner=Chen",
        ),
        (
            'Because Bob is on leave: on all my open Acme deals please set the next step to "Clarify with Ana" with the date 27 November',
            "deal [owner = me, stage.kind = open, account = Acme]: next_step=Clarify with Ana, next_step_date=2026-11-27",
        ),
    ],
)
def test_the_order_is_read_as_meant(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls


@pytest.mark.parametrize(
    "text",
    ["call Bob Miller on Friday - add that to my tasks", "Met Bob Miller today. Move the Acme renewal to negotiation"],
)
def test_a_task_and_a_report_stay_what_they_are(text: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls).startswith(("create_task title=Call Bob Miller", "log_interaction"))
