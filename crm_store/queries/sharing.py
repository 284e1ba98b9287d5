"""The shares of a record that stand, as far as this person knows of them."""

from sqlalchemy import or_, select
from sqlmodel import col

from crm_store.base import Record
from crm_store.models import Share
from crm_store.unit import Unit


def shares_of(crm: Unit, record: Record) -> list[Share]:
    """Shares of a record that have not expired, oldest first."""
    q = select(Share).where(
        col(Share.entity) == type(record).about.entity, col(Share.record_id) == record.id,
        or_(col(Share.expires_at).is_(None), col(Share.expires_at) > crm.now),
    )  # fmt: skip
    return crm.all(q.order_by(col(Share.id)))
