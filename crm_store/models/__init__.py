"""Every record type, found by looking in this folder, with its fields as people know them."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from sqlalchemy import ForeignKeyConstraint, Index, Table, inspect
from sqlmodel import SQLModel

from crm_store.base import About, FieldSpec, Kind, Record

for _module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")

from crm_store.models.account import Account, AccountContact  # noqa: E402
from crm_store.models.activity import Activity, ActivityLink  # noqa: E402
from crm_store.models.article import Article  # noqa: E402
from crm_store.models.contact import Contact  # noqa: E402
from crm_store.models.deal import Deal, DealContact, StageHistory  # noqa: E402
from crm_store.models.deal_state import DealState  # noqa: E402
from crm_store.models.fact import Fact  # noqa: E402
from crm_store.models.lead import Lead  # noqa: E402
from crm_store.models.ledger import (  # noqa: E402
    Attachment,
    Event,
    ImportJob,
    Message,
    NameKey,
    Outbox,
    Proposal,
    Thread,
    Turn,
)
from crm_store.models.pipeline import Pipeline, Stage  # noqa: E402
from crm_store.models.product import Product  # noqa: E402
from crm_store.models.reference import CustomField, ExchangeRate, Share, Tag, Target  # noqa: E402
from crm_store.models.retention_rule import RetentionRule  # noqa: E402
from crm_store.models.standing import Pin, SavedView, Schedule, ScheduledRun  # noqa: E402
from crm_store.models.task import Task  # noqa: E402
from crm_store.models.ticket import Ticket  # noqa: E402
from crm_store.models.user import Grant, Role, StandIn, Team, User  # noqa: E402
from crm_store.models.workspace import Counter, Workspace  # noqa: E402

__all__ = [
    "Account",
    "AccountContact",
    "Activity",
    "ActivityLink",
    "Article",
    "Attachment",
    "Contact",
    "Counter",
    "CustomField",
    "Deal",
    "DealContact",
    "DealState",
    "Event",
    "ExchangeRate",
    "Fact",
    "Grant",
    "ImportJob",
    "Lead",
    "Message",
    "NameKey",
    "Outbox",
    "Pin",
    "Pipeline",
    "Product",
    "Proposal",
    "RetentionRule",
    "Role",
    "SavedView",
    "Schedule",
    "ScheduledRun",
    "Share",
    "Stage",
    "StageHistory",
    "StandIn",
    "Tag",
    "Target",
    "Task",
    "Team",
    "Thread",
    "Ticket",
    "Turn",
    "User",
    "Workspace",
    "by_prefix",
    "entities",
    "entity_type",
    "field_of",
    "fields_of",
    "table_of",
]  # fmt: skip


@cache
def entities() -> Mapping[str, type[Record]]:
    """Record types by entity name, in name order."""
    return {r.about.entity: r for r in sorted(_records(Record), key=lambda r: r.about.entity)}


def entity_type(entity: str) -> type[Record]:
    """The record type called `entity`; KeyError when there is none."""
    return entities()[entity]


@cache
def by_prefix() -> Mapping[str, str]:
    """Entity names by reference prefix in upper case: {"D": "deal", …}."""
    return {r.about.prefix: e for e, r in entities().items()}


@cache
def fields_of(entity: str) -> Mapping[str, FieldSpec]:
    """The fields of a record type by name, in the order they are declared; link fields come after the columns."""
    record = entities()[entity]
    found: dict[str, FieldSpec] = {}
    for column in table_of(record).columns:
        spec = column.info.get("spec")
        if spec is None:
            continue
        name = column.name.removesuffix("_id") if spec["kind"] is Kind.REF else column.name
        found[name] = FieldSpec(name=name, column=column.name, **spec)
    for spec_ in record.about.fields:
        found[spec_.name] = spec_
    return found


def field_of(entity: str, name: str) -> FieldSpec | None:
    """The field `name` of a record type; also the stamps every record has."""
    return fields_of(entity).get(name) or _STAMPS.get(name)


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


_STAMPS = {
    "created_at": FieldSpec("created_at", Kind.MOMENT, "created", "创建时间", ("created at", "created on", "added"), ("新建时间",), editable=False, column="created_at"),
    "updated_at": FieldSpec("updated_at", Kind.MOMENT, "updated", "更新时间", ("updated at", "changed", "modified"), ("修改时间",), editable=False, column="updated_at"),
    "external_id": FieldSpec("external_id", Kind.TEXT, "external id", "外部编号", column="external_id"),
    "created_via": FieldSpec("created_via", Kind.TEXT, "created via", "创建方式", editable=False, column="created_via"),
    "version": FieldSpec("version", Kind.INT, "version", "版本", editable=False, column="version"),
}  # fmt: skip


def _records(base: type[Record]) -> Iterator[type[Record]]:
    for sub in base.__subclasses__():
        if "about" in sub.__dict__:
            yield sub
        yield from _records(sub)


def _tie_keys() -> None:
    """Give every reference its composite foreign key (checked at commit), its index, and every record its version check."""
    for record in _records(Record):
        table = table_of(record)
        inspect(record).version_id_col = table.c.version
        Index(f"ix_{table.name}_ws_external_id", table.c.workspace_id, table.c.external_id)
        for column in list(table.columns):
            spec = column.info.get("spec")
            if spec and spec["kind"] is Kind.REF:
                target = table_of(entities()[spec["to"]])
                table.append_constraint(
                    ForeignKeyConstraint(
                        [table.c.workspace_id, column],
                        [target.c.workspace_id, target.c.id],
                        name=f"fk_{table.name}_{column.name}",
                        deferrable=True,
                        initially="DEFERRED",
                    )
                )
                Index(f"ix_{table.name}_ws_{column.name}", table.c.workspace_id, column)


_tie_keys()

__all__ += ["About", "FieldSpec", "Kind", "Record", "replace"]
