"""Fifty tickets, 1001 to 1050; 1042 is the urgent log-in incident at Acme."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from crm_store.demo.clock import Clock
from crm_store.demo.corpus_files import corpus
from crm_store.demo.records import Account, Contact, flag, row
from crm_store.demo.world import Row

_FIRST = 1001
_INCIDENT = 1042
_TEAM = "Support 客户支持"
_HOURS = {"urgent": (1, 12), "high": (4, 24), "normal": (8, 72), "low": (24, 120)}
"""Hours to first response and to resolution, round the clock."""

_SLOWEST = 1.3
"""The longest resolution, as a share of the time allowed."""

# What came in between the incident (23:30 the night before) and nine in the morning, in minutes after it.
_AFTER_THE_INCIDENT = (25, 70, 160, 410, 495, 515, 530, 550)
# Three open tickets whose resolution falls due today, in minutes after nine: two of them within four hours.
_DUE_TODAY = (95, 200, 430)


@dataclass(frozen=True)
class _Case:
    cells: list[Any]
    created: datetime
    account: Account
    contact: Contact | None


def tickets(clock: Clock, accounts: list[Account], contacts: list[Contact], rng: Random) -> list[Row]:
    """The tickets in order of their number, which is the order they came in."""
    english, chinese = corpus("tickets_en"), corpus("tickets_zh")
    asleep = {spec["account"] for spec in corpus("named_deals") if spec.get("dormant")}
    customers = {
        language: [a for a in accounts if a.type == "customer" and a.language == language and a.name not in asleep]
        for language in ("zh", "en")
    }
    acme = next(a for a in accounts if a.name == "Acme")
    bob = next(c for c in contacts if c.name == "Bob Miller")
    cases = [
        _Case(cells, clock.at(offset, 22, 15), acme, bob)
        for cells, offset in zip(english["related"], (-47, -23), strict=True)
    ]
    waiting: list[tuple[str, list[Any]]] = []
    for language, texts in (("en", english), ("zh", chinese)):
        for topic in ("complaints", "others"):
            for cells in texts[topic]:
                if not cells[4]:
                    waiting.append((language, cells))
                    continue
                solved_by = 2 + round(_HOURS[cells[1]][1] * _SLOWEST / 24)
                offset = -rng.randint(solved_by, 27 if topic == "complaints" else 170)
                created = clock.at(offset, rng.randint(8, 17), rng.randrange(60))
                cases.append(_case(cells, created, customers[language], contacts, rng))
    rng.shuffle(waiting)
    for minutes, (language, cells) in zip(_DUE_TODAY, waiting, strict=False):
        created = clock.now + timedelta(minutes=minutes, hours=-_HOURS[cells[1]][1])
        cases.append(_case(cells, created, customers[language], contacts, rng))
    night = clock.now - timedelta(hours=9, minutes=30)
    for minutes, (language, cells) in zip(_AFTER_THE_INCIDENT, waiting[len(_DUE_TODAY) :], strict=True):
        cases.append(_case(cells, night + timedelta(minutes=minutes), customers[language], contacts, rng))
    cases.append(_Case(english["incident_1042"], night, acme, bob))
    cases.sort(key=lambda case: case.created)
    return [_row(clock, number, case, rng) for number, case in enumerate(cases, _FIRST)]


def _case(cells: list[Any], created: datetime, among: list[Account], contacts: list[Contact], rng: Random) -> _Case:
    account = rng.choice(among)
    people = [c for c in contacts if c.account == account.name]
    return _Case(cells, created, account, rng.choice(people) if people else None)


def _row(clock: Clock, number: int, case: _Case, rng: Random) -> Row:
    kind, priority, subject, body, resolution = case.cells
    first_hours, whole_hours = _HOURS[priority]
    response_due = case.created + timedelta(hours=first_hours)
    due = case.created + timedelta(hours=whole_hours)
    answered: datetime | None = case.created + _part(first_hours, rng.choice((0.1, 0.3, 0.5, 0.8, 1.4)))
    resolved = case.created + _part(whole_hours, rng.choice((0.2, 0.4, 0.6, 0.9, _SLOWEST)))
    status = rng.choice(("resolved", "closed", "closed"))
    if number == _INCIDENT:
        answered, status = case.created + timedelta(minutes=18), "assigned"
    elif not resolution:
        answered = answered if answered and answered < clock.now else None
        status = rng.choice(("assigned", "pending", "waiting_customer") if answered else ("new", "assigned"))
    closing = resolved if resolution else None
    late = (answered or clock.now) > response_due or (closing or clock.now) > due
    score = rng.choice((5, 5, 4, 4, 3, 2)) if kind != "complaint" else rng.choice((4, 3, 2, 1))
    assignee = "" if status == "new" else "sun@example.com" if case.account.language == "zh" else "priya@example.com"
    return row(
        "tickets.csv", external_id=f"TIC-{number}", number=str(number), subject=subject, body=body, type=kind,
        priority=priority, status=status, account=case.account.name, contact=case.contact.ref if case.contact else "",
        assignee=assignee, team=_TEAM, channel=rng.choice(("email", "phone", "portal", "chat")),
        created_at=case.created.isoformat(), first_response_due=response_due.isoformat(),
        first_response_at=answered.isoformat() if answered else "", resolution_due=due.isoformat(),
        resolved_at=closing.isoformat() if closing else "", breached=flag(late), resolution=resolution,
        csat=str(score) if closing and rng.random() < 0.65 else "",
    )  # fmt: skip


def _part(hours: int, share: float) -> timedelta:
    return timedelta(minutes=round(hours * 60 * share))
