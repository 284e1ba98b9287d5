"""The tables' history, kept by Alembic and run from the installed package."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine


def config(engine: Engine | None = None) -> Config:
    """Alembic's settings for this folder; `engine` is the database it works on."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    if engine is not None:
        made.attributes["engine"] = engine
    return made


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the tables to a revision; nothing happens when they are there already."""
    if to == "head" and current(engine) == newest():
        return
    command.upgrade(config(engine), to)


def newest() -> str:
    """The revision this Parley works on: that of the last migration."""
    return max(p.name[:4] for p in (Path(__file__).parent / "versions").glob("[0-9]*.py"))


def current(engine: Engine) -> str | None:
    """The revision the tables are at, or None when there are none."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
