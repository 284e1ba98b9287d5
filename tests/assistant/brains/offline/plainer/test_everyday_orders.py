"""Orders said as statements: put on hold by "park", handed over by "are Maya's from now on", solved with what did it, a ticket or a deal opened behind its story."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("Acme renewal: knock it down to 78k", "deal Acme renewal: amount=78000"),
        ("Globex rollout - move it to negotiation", "deal Globex rollout: stage=negotiation"),
        ("park the Acme pilot thing, nothing will move there before spring", "deal Acme pilot: stage=on hold"),
        ("shelve the Acme renewal until they have a budget", "deal Acme renewal: stage=on hold"),
        (
            "from today the Globex deals are Maya's, all of them that are still open",
            "deal [account = Globex, stage.kind = open]: owner=Maya",
        ),
        ("the Acme deals are Maya's from now on", "deal [account = Acme]: owner=Maya"),
        ("the Acme deals are Maya's", "find_records entity=deal [account = Acme, owner = Maya]"),
        (
            "all open Globex deals slip by two weeks",
            "deal [stage.kind = open, account = Globex]: expected_close_date=+2 weeks",
        ),
        (
            "Globex is closing the building over a flood. all our open deals there slip by two weeks",
            "deal [stage.kind = open, account = Globex]: expected_close_date=+2 weeks",
        ),
        (
            "new face at Globex: Mina Okoye, head of operations, mina@globex.example",
            "contact []: name=Mina Okoye, title=head of operations, email=mina@globex.example, account=Globex",
        ),
        (
            "whatever on my list should have been done by now - monday",
            "task [due_on < today, assignee = me, status != done, status != cancelled]: due_on=2026-11-23",
        ),
        (
            "Maya should double-check the prices in the Acme offer by thursday, give her that as a task, high prio",
            "create_task title=Double-check the prices in the Acme offer due=2026-11-26 assignee=Maya about=Acme priority=high",
        ),
        (
            "Globex on the line: gateway in hall 3 offline since last night. open one, high",
            "open_ticket subject=gateway in hall 3 offline since last night account=Globex priority=high type=incident body=Globex on the line: gateway in hall 3 offline since last night. open one, high",
        ),
        (
            "Acme wants Flow for the kiln line after all! open one, 58k, end of february",
            "deal []: name=Flow for the kiln line, account=Acme, amount=58000, expected_close_date=2027-02-28",
        ),
        (
            "1050 is solved, gateway patch 4.2 did it",
            "ticket 1050: status=resolved, resolution=gateway patch 4.2 did it",
        ),
        ("1050 is solved, close it", "ticket 1050: status=closed"),
        (
            "quick note on Acme - still that workbook with macros, the fab manager leaves in january",
            "log_interaction note=quick note on Acme - still that workbook with macros, the fab manager leaves in january kind=note account=Acme",
        ),
        (
            "Acme: plant closes over christmas, nobody reachable until jan 7",
            "log_interaction note=Acme: plant closes over christmas, nobody reachable until jan 7 kind=note account=Acme",
        ),
        ("lower the Globex seats to 78k", "deal Globex seat: amount=78000"),
        (
            "make wednesday the date for the next step of the Acme renewal",
            "deal Acme renewal: next_step_date=2026-11-25",
        ),
        (
            "print the badges for Acme by Thursday, make it a task",
            "create_task title=Print the badges for Acme due=2026-11-26 about=Acme",
        ),
        ("push the Acme deal to january 15", "deal Acme: expected_close_date=2027-01-15"),
        (
            "put a meeting in for me with Bob Miller next Thursday at 10, an hour, about the price frame",
            "activity []: kind=meeting, status=planned, starts_at=2026-11-26 10:00, ends_at=2026-11-26 11:00, contact=Bob Miller, subject=Meeting with Bob Miller: the price frame",
        ),
        (
            "I won't get to calling Bob Miller back today. move that task to Monday",
            "task Bob Miller back: due_on=2026-11-23",
        ),
        (
            "met someone at the trade fair in Perth worth keeping: Hannah Brook, plant director at Pennant Plastics, hannah.brook@pennant.example. make her a lead for me",
            "lead []: name=Hannah Brook, title=plant director, email=hannah.brook@pennant.example, organization=Pennant Plastics",
        ),
        (
            "please open a ticket for Acme. gateway in the cold store has been offline since last night. Incident, high priority, I'll take it myself.",
            "open_ticket subject=Gateway in the cold store has been offline since last night assignee=me account=Acme priority=high type=incident body=please open a ticket for Acme. gateway in the cold store has been offline since last night. Incident, high priority, I'll take it myself.",
        ),
        (
            "Cleanup time. Everything on my task list that was due before today and isn't done: new due date Wednesday 25 November. Leave today's tasks alone.",
            "task [due_on < today, assignee = me, status != done, status != cancelled]: due_on=2026-11-25",
        ),
        (
            "Acme renewal: they take ten seats more, so 130 seats and 39.000 EUR now",
            "deal Acme renewal: seats=130, amount=39000 EUR",
        ),
        ("and its amount should be 55000, we dropped building B", "deal it: amount=55000"),
    ],
)
def test_it_is_read_as_meant(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls
