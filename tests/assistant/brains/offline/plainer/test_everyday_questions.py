"""Questions in passing: where wins come from, what share was won, whose it was before, who to see on Monday."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("where did most of our 2026 wins come from - fairs, referrals, or what?", "win_loss period=2026 by=source"),
        ("which source brought us the most wins this year", "win_loss period=this year by=source"),
        (
            "out of everything that got decided this year, what share did I win? by count",
            "pipeline_summary period=this year whose=me",
        ),
        ("how often did we win last quarter?", "pipeline_summary period=last quarter"),
        (
            "whose was the Acme renewal before it landed with me, and since when do I have it",
            "history record=Acme renewal field=owner",
        ),
        ("since when do I have the Acme renewal", "history record=Acme renewal field=owner"),
        (
            "did our customers open any tickets in October? which ones",
            "find_records entity=ticket [created_at = October]",
        ),
        (
            "anything urgent in my queue?",
            "find_records entity=ticket [assignee = me, priority = urgent, status != resolved, status != closed, status != rejected, status != duplicate]",
        ),
        (
            "which of mine have gone quiet for four weeks?",
            "find_records entity=deal [last_activity_at < 28 days ago, owner = me, stage.kind = open]",
        ),
        (
            "seeing Bob Miller monday morning. what do I need to have in my head?",
            "brief record=Bob Miller shape=meeting",
        ),
        (
            "what did the Singapore team win last fiscal quarter?",
            "find_records entity=deal [stage.kind = won, team = Singapore, closed_at = last fiscal quarter]",
        ),
        (
            "is there a time of day when I shouldn't phone Bob Miller? thought I wrote that down",
            "recall_notes about=Bob Miller",
        ),
        ("which ones went to Gong instead of us", "find_records entity=deal [stage.kind = lost, competitor ~ Gong]"),
        (
            "remind me why the Acme pilot fell through",
            "show_record record=Acme pilot fields=['lost_reason', 'lost_notes', 'competitor'] | recall_notes about=Acme pilot",
        ),
        (
            "new leads of mine, but only those with a number next to them",
            "find_records entity=lead [owner = me, status = New, phone filled]",
        ),
        ("contacts at Acme with a mobile number", "find_records entity=contact [account = Acme, phone filled]"),
        (
            "how much has Maya booked this quarter, in euros?",
            "pipeline_summary status=won whose=Maya period=this quarter currency=EUR",
        ),
        ("Maya这个季度签了多少，用美元算", "pipeline_summary status=won whose=Maya period=这个季度 currency=USD"),
        ("what were Bob's questions on the offer again? the mail from tuesday", "recall_notes about=Bob"),
        ("on the way to Acme - what discount did purchasing ask for in the last call?", "recall_notes about=Acme"),
        ("bring me up to speed on Acme, Maya wants me along on the 24th", "brief record=Acme"),
        (
            "what do I have closing in December, each one and the total",
            "find_records entity=deal [owner = me, expected_close_date = December, stage.kind = open]",
        ),
        (
            "Compare the open pipeline of Maya and Chen for me, sum of amounts, partner deals included",
            "compare of=['Maya', 'Chen'] measure=open",
        ),
        ("what exactly did Acme report about the timestamps?", "recall_notes about=Acme"),
        (
            "show me my open tickets where the customer didnt get a first answer yet",
            "find_records entity=ticket [assignee = me, status != resolved, status != closed, status != rejected, status != duplicate, first_response_at empty]",
        ),
    ],
)
def test_it_is_read_as_meant(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls
