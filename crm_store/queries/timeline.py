"""What hangs on a record: the people, deals, tickets, tasks, activities and facts one sees beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, false, func, or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.codes import ActivityStatus, BuyingRole, FactStatus, StageKind, TaskStatus, TicketStatus
from crm_store.models import (
    AccountContact,
    Activity,
    ActivityLink,
    Contact,
    Deal,
    DealContact,
    Fact,
    Stage,
    Task,
    Ticket,
    User,
)
from crm_store.unit import Unit

_UNSOLVED = [
    s
    for s in TicketStatus
    if s not in (TicketStatus.CLOSED, TicketStatus.RESOLVED, TicketStatus.REJECTED, TicketStatus.DUPLICATE)
]
_TO_DO = [TaskStatus.TODO, TaskStatus.IN_PROGRESS, TaskStatus.DEFERRED]


@dataclass
class Part:
    """The first records of one type, and how many there are."""

    records: list[Any] = field(default_factory=list)
    total: int = 0


@dataclass
class Hanging:
    """Everything beside a record, in the actor's scope.

    `roles` holds each contact's role as far as one is known, `last` the latest activity that took place.
    """

    contacts: Part = field(default_factory=Part)
    deals: Part = field(default_factory=Part)
    tickets: Part = field(default_factory=Part)
    tasks: Part = field(default_factory=Part)
    activities: Part = field(default_factory=Part)
    facts: Part = field(default_factory=Part)
    roles: dict[int, BuyingRole] = field(default_factory=dict)
    last: Activity | None = None


@dataclass
class _Around:
    """The numbers of the records a record belongs with, itself included, by record type."""

    accounts: set[int] = field(default_factory=set)
    contacts: set[int] = field(default_factory=set)
    deals: set[int] = field(default_factory=set)
    users: set[int] = field(default_factory=set)


def hanging(crm: Unit, record: Record, *, most: int = 10) -> Hanging:
    """What hangs on an account, contact, deal or person; at most `most` of each, all counted.

    Contacts come with a role first, deals open ones first and by amount, tickets unsolved only by their clock, tasks undone only by due day,
    activities and facts newest first. Other record types have nothing hanging on them.
    """
    around = _around(crm, record)
    made = Hanging()
    if around is None:
        return made
    own = type(record).about.entity
    if own in ("account", "deal"):
        people = _people(crm, around)
        made.roles = _roles(crm, around, own, people)
        made.contacts = _contacts(people, made.roles, most)
    if own in ("account", "contact", "user"):
        made.deals = _deals(crm, around, own, most)
    made.tickets = _tickets(crm, around, own, most)
    made.tasks = _tasks(crm, around, own, most)
    tied = _activities(crm, around, own)
    newest: list[Any] = [col(Activity.starts_at).desc(), col(Activity.id).desc()]
    made.activities = _part(crm, Activity, tied, newest, most)
    held = and_(tied, col(Activity.status) == ActivityStatus.HELD, col(Activity.starts_at) <= crm.now)
    made.last = next(iter(crm.all(select(Activity).where(held).order_by(*newest).limit(1))), None)
    subjects = or_(
        and_(
            col(Fact.subject_type) == "account", col(Fact.subject_id).in_(around.accounts if own == "account" else ())
        ),
        and_(col(Fact.subject_type) == "contact", col(Fact.subject_id).in_(around.contacts if own != "deal" else ())),
        and_(col(Fact.subject_type) == "deal", col(Fact.subject_id).in_(around.deals if own != "contact" else ())),
        col(Fact.owner_id).in_(around.users) if own == "user" else false(),
    )
    current = or_(col(Fact.status).is_(None), col(Fact.status) != FactStatus.SUPERSEDED)
    made.facts = _part(crm, Fact, and_(subjects, current), [col(Fact.valid_from).desc(), col(Fact.id).desc()], most)
    return made


def with_role(crm: Unit, record: Record, role: BuyingRole) -> list[Contact]:
    """The people who play a role at an account or in a deal; their role in the deal counts before the general one."""
    around = _around(crm, record)
    if around is None:
        return []
    people = _people(crm, around)
    roles = _roles(crm, around, type(record).about.entity, people)
    return [c for c in people if roles.get(c.id or 0) is role]


def _around(crm: Unit, record: Record) -> _Around | None:
    entity, number = type(record).about.entity, record.id or 0
    if entity == "account":
        further = select(col(AccountContact.contact_id)).where(col(AccountContact.account_id) == number)
        people = _numbers(
            crm, select(col(Contact.id)).where(or_(col(Contact.account_id) == number, col(Contact.id).in_(further)))
        )
        return _Around({number}, people, _numbers(crm, select(col(Deal.id)).where(col(Deal.account_id) == number)))
    if isinstance(record, Contact):
        in_deals = select(col(DealContact.deal_id)).where(
            col(DealContact.workspace_id) == record.workspace_id, col(DealContact.contact_id) == number
        )
        deals = _numbers(
            crm, select(col(Deal.id)).where(or_(col(Deal.contact_id) == number, col(Deal.id).in_(in_deals)))
        )
        return _Around({record.account_id} if record.account_id else set(), {number}, deals)
    if isinstance(record, Deal):
        people = {
            *crm.links("deal", "contacts", [number]).get(number, []),
            *([record.contact_id] if record.contact_id else []),
        }
        return _Around({record.account_id} if record.account_id else set(), people, {number})
    if isinstance(record, User):
        return _Around(users={number})
    return None


def _numbers(crm: Unit, statement: Any) -> set[int]:
    return {n for n in crm.exec(statement).scalars() if n is not None}


def _people(crm: Unit, around: _Around) -> list[Contact]:
    return [c for _, c in sorted(crm.many("contact", around.contacts).items()) if isinstance(c, Contact)]


def _roles(crm: Unit, around: _Around, own: str, people: Sequence[Contact]) -> dict[int, BuyingRole]:
    found = {c.id or 0: c.role for c in people if c.role is not None}
    if own == "account":
        ties = crm.all(select(AccountContact).where(col(AccountContact.account_id).in_(sorted(around.accounts))))
        found.update({t.contact_id or 0: t.role for t in ties if t.role is not None})
    if own == "deal":
        q: Any = select(col(DealContact.contact_id), col(DealContact.role)).where(
            col(DealContact.workspace_id) == crm.actor.workspace_id, col(DealContact.deal_id).in_(sorted(around.deals))
        )
        found.update({n: role for n, role in crm.exec(q) if role is not None})
    return found


def _contacts(people: Sequence[Contact], roles: dict[int, BuyingRole], most: int) -> Part:
    order = list(BuyingRole)

    def place(c: Contact) -> tuple[int, str, int]:
        role = roles.get(c.id or 0)
        return (len(order) if role is None else order.index(role)), c.name, c.id or 0

    return Part(sorted(people, key=place)[:most], len(people))


def _deals(crm: Unit, around: _Around, own: str, most: int) -> Part:
    condition = col(Deal.owner_id).in_(around.users) if own == "user" else col(Deal.id).in_(sorted(around.deals))
    is_open = col(Deal.stage_id).in_(
        select(col(Stage.id)).where(col(Stage.kind).in_([StageKind.OPEN, StageKind.ON_HOLD]))
    )
    return _part(crm, Deal, condition, [is_open.desc(), func.coalesce(col(Deal.amount), 0).desc(), col(Deal.id)], most)


def _tickets(crm: Unit, around: _Around, own: str, most: int) -> Part:
    unsolved = col(Ticket.status).in_(_UNSOLVED)
    if own == "contact":
        mine: Any = col(Ticket.contact_id).in_(around.contacts)
    elif own == "user":
        mine = col(Ticket.assignee_id).in_(around.users)
    else:
        mine = col(Ticket.account_id).in_(around.accounts)
    return _part(
        crm,
        Ticket,
        and_(mine, unsolved),
        [col(Ticket.resolution_due).is_(None), col(Ticket.resolution_due), col(Ticket.id)],
        most,
    )


def _tasks(crm: Unit, around: _Around, own: str, most: int) -> Part:
    mine: list[Any] = []
    if own == "user":
        mine = [col(Task.assignee_id).in_(around.users)]
    elif own == "account":
        mine = [col(Task.account_id).in_(around.accounts), col(Task.deal_id).in_(sorted(around.deals))]
    elif own == "contact":
        mine = [col(Task.contact_id).in_(around.contacts)]
    else:
        mine = [col(Task.deal_id).in_(around.deals)]
    condition = and_(or_(*mine), col(Task.status).in_(_TO_DO))
    return _part(crm, Task, condition, [col(Task.due_on).is_(None), col(Task.due_on), col(Task.id)], most)


def _activities(crm: Unit, around: _Around, own: str) -> Any:
    """Activities tied to the record; for an account also those on its people and deals."""
    ties: Sequence[tuple[str, Collection[int]]] = {
        "account": (("account", around.accounts), ("contact", around.contacts), ("deal", around.deals)),
        "contact": (("contact", around.contacts),),
        "deal": (("deal", around.deals),),
        "user": (("user", around.users),),
    }[own]
    linked = select(col(ActivityLink.activity_id)).where(
        col(ActivityLink.workspace_id) == crm.actor.workspace_id,
        or_(
            *(
                and_(col(ActivityLink.target) == kind, col(ActivityLink.target_id).in_(sorted(numbers)))
                for kind, numbers in ties
            )
        ),
    )
    held = col(Activity.id).in_(linked)
    return or_(held, col(Activity.owner_id).in_(around.users)) if own == "user" else held


def _part(crm: Unit, model: type[Record], condition: Any, order: Sequence[Any], most: int) -> Part:
    if most < 1:
        return Part()
    found: list[Record] = crm.all(select(model).where(condition).order_by(*order).limit(most + 1))
    total = len(found)
    if total > most:
        total = int(crm.exec(select(func.count()).select_from(model).where(condition)).scalar_one())
    return Part(found[:most], total)
