"""Sixty tasks: overdue, due today, coming up and done."""

from random import Random

from crm_store.demo.clock import Clock
from crm_store.demo.company import zone_of
from crm_store.demo.corpus_files import corpus
from crm_store.demo.records import Deal, row
from crm_store.demo.world import Row

_KINDS = {"overdue": 11, "today": 8, "coming": 15, "done": 13, "cancelled": 2, "deferred": 2}
_PRIORITIES = ("low", "normal", "normal", "normal", "high", "high", "urgent")


def tasks(clock: Clock, deals: list[Deal], rng: Random) -> list[Row]:
    """Nine from the story and fifty-one on other open deals, ordered by the day they are due."""
    specs = corpus("named_deals")
    story = {spec["id"]: deal for spec, deal in zip(specs, deals, strict=False)}
    rows = []
    for key, title, priority, due_in in corpus("tasks")["named"]:
        rows.append(_task(clock, story[key], title, "todo", priority, due_in, rng))
    open_deals = [deal for deal in deals[len(specs) :] if deal.is_open]
    rng.shuffle(open_deals)
    titles = {language: list(corpus("tasks")[language]) for language in ("zh", "en")}
    kinds = [kind for kind, count in _KINDS.items() for _ in range(count)]
    for turn, kind in enumerate(kinds):
        deal = open_deals[turn % len(open_deals)]
        ours = titles[deal.account.language]
        title = ours[turn % len(ours)].format_map(deal.slots | {"deal": deal.name})
        status = {"overdue": "todo", "today": "todo", "coming": "todo"}.get(kind, kind)
        if status == "todo" and rng.random() < 0.2:
            status = "in_progress"
        due = {"overdue": -rng.randint(1, 18), "today": 0, "done": -rng.randint(1, 60)}.get(kind, rng.randint(1, 21))
        rows.append(_task(clock, deal, title, status, rng.choice(_PRIORITIES), due, rng))
    rows.sort(key=lambda task: (task["due_on"], task["title"]))
    return [task | {"external_id": f"TASK-{n:03d}"} for n, task in enumerate(rows, 1)]


def _task(clock: Clock, deal: Deal, title: str, status: str, priority: str, due_in: int, rng: Random) -> Row:
    due = clock.at(due_in, rng.randint(10, 17), 0, zone_of(deal.owner))
    return row(
        "tasks.csv", title=title, status=status, priority=priority, due_on=due.date().isoformat(),
        due_at=due.isoformat() if rng.random() < 0.35 else "", assignee=deal.owner, account=deal.account.name,
        contact=deal.contacts[0].ref, deal=deal.external_id,
    )  # fmt: skip
