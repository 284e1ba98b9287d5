"""Questions in everyday English, read whole: who had it before, what was bought, who is behind, lists with clauses of their own."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("who owned Acme before me", "history record=Acme field=owner"),
        (
            "has anyone spoken to Acme lately",
            "find_records entity=activity sort=starts_at desc columns=['owner'] [account = Acme, status = held]",
        ),
        (
            "when did Maya last call Acme",
            "find_records entity=activity sort=starts_at desc [kind = call, owner = Maya, account = Acme, status = held]",
        ),
        (
            "how much has Acme spent with us",
            "find_records entity=deal columns=['product'] [account = Acme, stage.kind = won]",
        ),
        ("what did I promise Acme", "recall_notes about=Acme"),
        (
            "what's due for Acme this week",
            "find_records entity=task [account = Acme, due_on = this week, status != done, status != cancelled]",
        ),
        (
            "why did the Acme renewal get smaller",
            "history record=Acme renewal field=amount | recall_notes about=Acme renewal",
        ),
        ("how often was the close date of Acme renewal moved", "history record=Acme renewal field=expected_close_date"),
        ("who created Acme", "history record=Acme field=created"),
        ("was the Acme renewal ever in commit", "history record=Acme renewal field=forecast_category"),
        ("which stages has Acme renewal been through", "history record=Acme renewal field=stage"),
        (
            "how likely is the Acme renewal to close",
            "show_record record=Acme renewal fields=['probability', 'expected_close_date']",
        ),
        (
            "who is involved in the Acme renewal",
            "show_record record=Acme renewal fields=['owner', 'contact', 'contacts']",
        ),
        (
            "who is our contact for procurement at Acme",
            "find_records entity=contact [title ~ procurement, account = Acme]",
        ),
        (
            "did we ever sell Insight to Acme",
            "find_records entity=deal [account = Acme, product = Insight, stage.kind = won]",
        ),
        (
            "what did Acme buy last year",
            "find_records entity=deal columns=['product'] [account = Acme, stage.kind = won, closed_at = last year]",
        ),
        ("deals that include Insight", "find_records entity=deal [product = Insight]"),
        (
            "what tasks did Maya finish this week",
            "find_records entity=task [assignee = Maya, status = done, completed_at = this week]",
        ),
        (
            "which of my accounts are up for renewal",
            "find_records entity=deal [owner = me, type = renewal, stage.kind = open]",
        ),
        ("which reps are behind target", "attainment"),
        (
            "how many leads did we convert and how many died",
            "find_records entity=lead measure=count [status = Converted] | find_records entity=lead measure=count [status = Dead]",
        ),
        ("my win rate compared to the team", "win_loss whose=me | win_loss whose=my team"),
        ("who sold more, Maya or me", "compare of=['Maya', 'me'] measure=won"),
        ("my best month", "win_loss whose=me by=month"),
        (
            "how many of our tickets breached this year",
            "find_records entity=ticket group_by=breached measure=count [created_at = this year]",
        ),
        (
            "who solves the most tickets",
            "find_records entity=ticket group_by=assignee measure=count [status in resolved, closed]",
        ),
        (
            "repeat business this year",
            "find_records entity=deal measure=sum total_field=amount [type in renewal, expansion, stage.kind = won, closed_at = this year]",
        ),
        ("new business vs renewals", "pipeline_summary by=type"),
        (
            "which competitor shows up most",
            "find_records entity=deal group_by=competitor measure=count [stage.kind = open, competitor filled]",
        ),
        (
            "which customers do I see most",
            "find_records entity=activity group_by=account measure=count [owner = me, status = held]",
        ),
        ("what do I need to close to reach 200k", "forecast whose=me aim=200k"),
        ("how many leads did each source bring in", "find_records entity=lead group_by=source measure=count"),
        (
            "how often have I lost to Gong",
            "find_records entity=deal measure=count [owner = me, stage.kind = lost, competitor ~ Gong]",
        ),
        ("revenue by product", "pipeline_summary by=product status=won"),
        (
            "top 5 customers by revenue",
            "find_records entity=deal group_by=account measure=sum total_field=amount limit=5 [stage.kind = won]",
        ),
        (
            "number of open tickets by person",
            "find_records entity=ticket group_by=assignee measure=count [status != resolved, status != closed, status != rejected, status != duplicate]",
        ),
        (
            "what leads did Maya create last month and what became of them",
            "find_records entity=lead columns=['status'] [owner = Maya, created_at = last month]",
        ),
        ("who do we deal with at Acme", "find_records entity=contact [account = Acme]"),
        ("who do we know at Acme", "find_records entity=contact [account = Acme]"),
        ("who's the decision maker at Acme", "find_records entity=contact [role = decision_maker, account = Acme]"),
        (
            "which of my deals have no next step",
            "find_records entity=deal [owner = me, next_step empty, stage.kind = open]",
        ),
        (
            "accounts with an overdue task",
            "find_records entity=account [task.due_on < today, task.status in todo, doing]",
        ),
        ("deals with no contact attached", "find_records entity=deal [contact empty]"),
        (
            "tickets nobody has picked up",
            "find_records entity=ticket [assignee empty, status != resolved, status != closed, status != rejected, status != duplicate]",
        ),
        ("my deals that aren't in negotiation", "find_records entity=deal [owner = me, stage != negotiation]"),
        (
            "how many tickets did Acme raise this year",
            "find_records entity=ticket measure=count [account = Acme, created_at = this year]",
        ),
        (
            "who has the most overdue tasks",
            "find_records entity=task group_by=assignee measure=count [due_on < today, status != done, status != cancelled]",
        ),
        ("what was my pipeline on October 1", "pipeline_summary whose=me as_of=2026-10-01"),
        ("which deals moved from commit to best case", "history field=forecast_category entity=deal"),
        ("what does the sensor kit cost", "find_records entity=product columns=['list_price'] [name ~ sensor kit]"),
        ("which customers use Insight", "find_records entity=deal [product = Insight, stage.kind = won]"),
        ("which deals got bigger since October", "history field=amount entity=deal period=since October"),
        ("any news from Acme", "whats_new record=Acme since=last 30 days"),
        ("deals in demo", "find_records entity=deal [stage = demo]"),
        (
            "deals closing in the first week of December",
            "find_records entity=deal [expected_close_date = the first week of December, stage.kind = open]",
        ),
        ("leads from the last fortnight", "find_records entity=lead [created_at = the last fortnight]"),
        (
            "which calls do I have to make today",
            "find_records entity=task [assignee = me, title ~ call, due_on = today, status != done, status != cancelled]",
        ),
        ("who should I chase first", "next_action"),
        (
            "is there anything urgent for me",
            "find_records entity=task [assignee = me, priority = urgent, status != done, status != cancelled] | find_records entity=ticket [assignee = me, priority = urgent, status != resolved, status != closed, status != rejected, status != duplicate]",
        ),
        (
            "renewals coming up in Q1",
            "find_records entity=deal [type = renewal, expected_close_date = Q1, stage.kind = open]",
        ),
        ("how far off target am I", "attainment whose=me"),
        ("who sells most", "find_records entity=deal group_by=owner measure=sum total_field=amount [stage.kind = won]"),
        (
            "which leads turned into deals this quarter",
            "find_records entity=lead [status = Converted, converted_at = this quarter]",
        ),
        ("biggest three open deals", "find_records entity=deal sort=amount desc limit=3 [stage.kind = open]"),
        ("the five smallest deals of mine", "find_records entity=deal sort=amount asc limit=5 [owner = me]"),
        ("are there contacts without an email", "find_records entity=contact [email empty]"),
        (
            "contacts in Berlin who are decision makers",
            "find_records entity=contact [role = decision_maker, account.billing_address ~ Berlin]",
        ),
        (
            "customers in Hamburg with open tickets",
            "find_records entity=account [billing_address ~ Hamburg, ticket.status in new, assigned, pending, waiting_customer]",
        ),
        (
            "meetings I had with Acme in October",
            "find_records entity=activity [kind = meeting, account = Acme, starts_at = October]",
        ),
        (
            "what meetings are planned with Acme",
            "find_records entity=activity [kind = meeting, status = planned, account = Acme]",
        ),
        ("what was our best month this year", "win_loss period=this year by=month"),
        ("who is behind target", "attainment"),
        ("which of my reps are behind quota this quarter", "attainment period=this quarter whose=my team"),
        ("who missed quota last quarter", "attainment period=last quarter"),
    ],
)
def test_it_is_read_whole(text: str, calls: str, brain: Any, told: Any) -> None:
    assert told(brain(text).calls) == calls


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("does Acme have any open tickets?", "ticket"),
        ("does Acme have overdue tasks", "task"),
        ("does Acme have any contacts?", "contact"),
        ("does Acme have open deals", "deal"),
    ],
)
def test_what_a_customer_has_is_no_product(text: str, entity: str, brain: Any) -> None:
    (call,) = brain(text).calls
    assert (call.tool, call.args["entity"]) == ("find_records", entity)
    assert all(f["field"] != "product" for f in call.args["filters"])
