"""Records that look like one about to be made: the same e-mail, phone, domain or name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.models import Account, Contact, Lead, entity_type
from crm_store.queries.lookup import resolve
from crm_store.unit import Unit


def duplicates(crm: Unit, entity: str, values: Mapping[str, Any]) -> list[Record]:
    """What this person can see that the new record would repeat; strongest likeness first."""
    if entity not in ("account", "contact", "lead"):
        return []
    found: dict[int, Record] = {}
    model = entity_type(entity)
    for name in ("email", "domain"):
        if values.get(name) and hasattr(model, name):
            same = func.lower(getattr(model, name)) == str(values[name]).casefold()
            found.update({r.id or 0: r for r in crm.all(select(model).where(same).order_by(col(model.id)))})
    if values.get("name"):
        for hit in resolve(crm, str(values["name"]), (entity,)):
            record = crm.get(entity, hit.number)
            if isinstance(record, Account) and hit.score >= 0.95:
                found.setdefault(hit.number, record)
            elif isinstance(record, (Contact, Lead)) and hit.score >= 0.9:
                at = values.get("account")
                if not isinstance(record, Contact) or at is None or record.account_id == at:
                    found.setdefault(hit.number, record)
    return list(found.values())
