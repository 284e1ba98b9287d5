"""Everything on record about one person, as this asker may see it: what is handed out when the person asks for it."""

from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.errors import BadValue, NotAllowed
from crm_store.models import (
    AccountContact,
    Activity,
    ActivityLink,
    Contact,
    Deal,
    DealContact,
    Fact,
    Lead,
    Task,
    Ticket,
)
from crm_store.queries.events import events_of
from crm_store.queries.view import shown, shown_events
from crm_store.unit import Unit


def person_data(crm: Unit, record: Record) -> dict[str, list[dict[str, Any]]]:
    """By record type: the person, what they took part in, what is about them, and every change of their own record.

    Raises:
        BadValue: the record is no person. NotAllowed: this asker may not export.
    """
    entity, number = type(record).about.entity, record.id or 0
    if entity not in ("contact", "lead"):
        raise BadValue("That is no person: name a contact or a lead.", "这不是个人：请说出联系人或线索。")
    if "export" not in crm.actor.rights:
        raise NotAllowed(
            "You have no right to export. Ask your manager or an administrator.", "您没有导出权限。请联系经理或管理员。"
        )
    made: dict[str, list[dict[str, Any]]] = {entity: shown(crm, entity, [record])}
    for kind, rows in _beside(crm, entity, number, record):
        if rows:
            made[kind] = made.get(kind, []) + shown(crm, kind, rows)
    made["history"] = shown_events(crm, sorted(events_of(crm, record), key=lambda e: e.id or 0))
    return made


def _beside(crm: Unit, entity: str, number: int, record: Record) -> list[tuple[str, list[Any]]]:
    email = str(getattr(record, "email", None) or "")
    other = Lead if entity == "contact" else Contact
    twins = (
        crm.all(select(other).where(func.lower(col(other.email)) == email.casefold()).order_by(col(other.id)))
        if email
        else []
    )
    found: list[tuple[str, list[Any]]] = [(other.about.entity, list(twins))]
    if entity == "lead":
        return found
    inside = select(col(ActivityLink.activity_id)).where(
        col(ActivityLink.target) == "contact", col(ActivityLink.target_id) == number
    )
    deals = select(col(DealContact.deal_id)).where(col(DealContact.contact_id) == number)
    about = (col(Fact.subject_type) == "contact", col(Fact.subject_id) == number)
    return [
        *found,
        ("account_contact", list(crm.all(select(AccountContact).where(col(AccountContact.contact_id) == number)))),
        ("deal", list(crm.all(select(Deal).where(or_(col(Deal.contact_id) == number, col(Deal.id).in_(deals)))))),
        (
            "activity",
            list(crm.all(select(Activity).where(col(Activity.id).in_(inside)).order_by(col(Activity.starts_at)))),
        ),
        ("task", list(crm.all(select(Task).where(col(Task.contact_id) == number)))),
        ("ticket", list(crm.all(select(Ticket).where(col(Ticket.contact_id) == number)))),
        ("fact", list(crm.all(select(Fact).where(*about)))),
    ]
