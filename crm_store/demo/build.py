"""Putting the demo company together."""

from datetime import date
from random import Random

from crm_store.demo.activities import activities
from crm_store.demo.catalog import articles, products
from crm_store.demo.clock import Clock
from crm_store.demo.company import company
from crm_store.demo.deals import deals
from crm_store.demo.leads import leads
from crm_store.demo.people import accounts, contacts
from crm_store.demo.scale import scaled
from crm_store.demo.tasks import tasks
from crm_store.demo.tickets import tickets
from crm_store.demo.world import Row, World


def demo_world(today: date, *, scale: int = 0, seed: int = 7) -> World:
    """The demo company as it stands on the morning of `today`: the same day, scale and seed give the same bytes.

    Args:
        today: every date in the world is counted from it; about 15 months of past and a month of plans.
        scale: how many generated deals are added, with their accounts, contacts, activities and history; the
            sixty accounts of the story and what belongs to them stay as they are.
        seed: another seed gives other random companions of the same story.
    """
    clock = Clock(today)
    firms = accounts()
    people = contacts(firms, Random(f"{seed}/contacts"))
    sold = deals(clock, firms, people, Random(f"{seed}/deals"))
    files: dict[str, list[Row]] = {
        "accounts.csv": [account.row() for account in firms],
        "contacts.csv": [contact.row() for contact in people],
        "leads.csv": leads(clock, Random(f"{seed}/leads")),
        "deals.csv": [deal.row() for deal in sold],
        "activities.csv": activities(clock, firms, people, sold, Random(f"{seed}/activities")),
        "tasks.csv": tasks(clock, sold, Random(f"{seed}/tasks")),
        "tickets.csv": tickets(clock, firms, people, Random(f"{seed}/tickets")),
        "products.csv": products(),
        "articles.csv": articles(clock),
        "deal_history.csv": [change for deal in sold for change in deal.history_rows()],
    }
    if scale:
        for name, rows in scaled(clock, scale, seed).items():
            files[name].extend(rows)
    return World(company(clock, seed), files)
