"""A workspace: one company's data, its currency, time zone and fiscal year."""

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel


class Workspace(SQLModel, table=True):
    """One tenant; its id leads every other key."""

    id: int = Field(default=1, primary_key=True)
    name: str = "Parley"
    currency: str = "USD"
    timezone: str = "UTC"
    fiscal_year_start: int = 1
    retention: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """Where earlier versions kept the retention rules; `Store.upgrade` makes records of them."""


class Counter(SQLModel, table=True):
    """The last number given to a record type in a workspace: what makes `D-12` follow `D-11`."""

    workspace_id: int = Field(default=1, primary_key=True)
    entity: str = Field(primary_key=True)
    last: int = 0
