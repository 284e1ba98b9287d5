"""The reading tools say the same on SQLite and PostgreSQL."""

from typing import Any

from parley_worlds import ADMIN, CHEN, LIN, MOMENT, small_world

from assistant.tools import ToolContext, call
from crm_store.store import Store

ASKED: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    (LIN, "my_day", {}, "4 deals that need attention and 3 tickets"),
    (ADMIN, "pipeline_summary", {"by": "month"}, "Open: 11 deals, ¥2,760,000.50"),
    (ADMIN, "pipeline_summary", {"by": "team", "period": "Q4 2026"}, "Booked: 3 deals, ¥573,800."),
    (ADMIN, "pipeline_summary", {"by": "manager", "whose": "Lin"}, "林涛 10 deals"),
    (CHEN, "show_record", {"record": "Acme"}, "Open: 2 deals worth ¥720,000.50."),
    (CHEN, "history", {"record": "Acme renewal", "field": "stage"}, "Proposal → Negotiation"),
    (CHEN, "recall_notes", {"query": "price", "about": "Acme"}, "the price per seat is too high"),
    (CHEN, "help", {}, "tell me about Acme Industrial"),
)


def test_the_same_answers_on_every_engine(database_url: str) -> None:
    store = Store(database_url, clock=lambda: MOMENT)
    world = small_world(store)
    for email, tool, args, said in ASKED:
        with world.reading(email) as crm:
            assert said in call(tool, ToolContext(crm), args).say
    store.close()
