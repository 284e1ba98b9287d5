"""Does the newest migration make the tables the models describe? Exit 1 and say what differs when not."""

import sys
from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

import crm_store.models  # noqa: F401
from crm_store.migrations import upgrade


def differences() -> list[Any]:
    """What autogenerate would still change after a fresh upgrade."""
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/check.db")
        upgrade(engine)
        with engine.connect() as connection:
            found = compare_metadata(
                MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata
            )
        engine.dispose()
    return list(found)


def main(say: Callable[[str], Any] = print) -> int:
    found = differences()
    for difference in found:
        say(f"differs: {difference}")
    say("migrations and models differ" if found else "migrations match the models")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
