"""What Alembic runs: our models on the engine we were given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import DateTime, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

import crm_store.models  # noqa: F401

engine = context.config.attributes["engine"]


def _plain(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write our own column types as the plain ones they are stored as, so that old migrations never import the product."""
    if kind == "type" and isinstance(item, TypeDecorator):
        impl = item.impl_instance
        if isinstance(impl, DateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(impl, String):
            return f"sa.String(length={impl.length})" if impl.length else "sa.String()"
        return f"sa.{impl!r}"
    return False


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=_plain,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # A migration that changes rows must lower the wall (crm_store.wall): else it is refused, not left without any row.
            connection.exec_driver_sql("SET LOCAL row_security = off")
        context.run_migrations()
    if connection.in_transaction():
        connection.commit()
