"""One import from files to a report: everything in one unit of work, so that it is all there or not, and undone as one."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from crm_store import proposals
from crm_store.errors import NotAllowed
from crm_store.models import CustomField, ImportJob, Proposal, User
from crm_store.permissions import Actor
from crm_store.store import Store
from crm_store.transfer import setup
from crm_store.transfer.finish import Finisher
from crm_store.transfer.history import History
from crm_store.transfer.layout import ORDER, SETTINGS, Column, Table
from crm_store.transfer.own import with_labelled
from crm_store.transfer.planner import Planner
from crm_store.transfer.rejected import write_rejected
from crm_store.transfer.report import ImportReport
from crm_store.transfer.sheets import Sheet, held
from crm_store.transfer.writing import Writer
from crm_store.unit import Unit

KEPT = 200
"""Errors and duplicates kept in the job's own row; all of them are in the report the import prints and in rejected.csv."""


@dataclass
class Bundle:
    """What an import brings: settings, tables by record type, and the deals' history."""

    source: str
    settings: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    history: list[Sheet] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)


class _DryRun(Exception):
    """Ends the unit of work without writing."""


class Imported(NotAllowed):
    """The card of this import was saved before."""

    def __init__(self) -> None:
        super().__init__("That was imported already; nothing changed.", "之前已经导入过，没有再次更改。")


def run(
    store: Store,
    actor: Actor,
    bundle: Bundle,
    *,
    first: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    folder: Path | None = None,
    card: str | None = None,
) -> ImportReport:
    """Import a bundle as `actor`.

    Args:
        first: in an empty store the e-mail address of the administrator the bundle brings, who becomes its author.
        folder: where `<job>/rejected.csv` goes; unset, beside the embedded database.
        card: the proposal that asked for it, which is saved in the same unit of work.

    Raises:
        StoreError: the bundle as a whole cannot be taken; nothing was written. Imported: the card was saved before.
    """
    if "import" not in actor.rights:
        raise NotAllowed(
            f"Your role ({actor.role.en}) cannot import. Ask an administrator.",
            f"您的角色（{actor.role.zh}）不能导入。请联系管理员。",
        )
    report = ImportReport(
        dry_run=dry_run,
        unknown_columns=dict(bundle.unknown),
        ignored_files=bundle.ignored,
        warnings=list(bundle.warnings),
    )
    written: Path | None = None
    try:
        with store.session(replace(actor, kind="import"), writes=True, tool="import", now=now) as crm:
            asked = _asked(crm, card) if card is not None else None
            _import(crm, bundle, report, first)
            if dry_run:
                raise _DryRun
            job = ImportJob(user_id=crm.actor.user_id or None, at=crm.now, source=bundle.source, tx=crm.tx, report={})
            crm.add(job)
            report.job, report.tx = job.id, crm.tx
            if report.rejects:
                # Before the commit: a row that is neither in the store nor in this file would be lost.
                written = write_rejected(_home(store, folder) / f"{job.id}", list(report.rejects.values()))
                report.rejected_file = written
            if asked is not None:
                asked.status, asked.decided_at, asked.tx = "applied", crm.now, crm.tx
            said = report.to_json()
            job.report = {**said, "errors": said["errors"][:KEPT], "duplicates": said["duplicates"][:KEPT]}
    except _DryRun:
        pass
    except BaseException:
        if written is not None:
            with suppress(OSError):
                written.unlink()
                written.parent.rmdir()
        raise
    return report


def _asked(crm: Unit, card: str) -> Proposal:
    """The card that waits for this import, kept from others until it is done: of two yeses at once, one comes second."""
    asked = proposals.get(crm, card)
    proposals.hold(crm, asked)
    if asked.status in ("applied", "undone"):
        raise Imported
    proposals.must_wait(crm, asked)
    return asked


def _import(crm: Unit, bundle: Bundle, report: ImportReport, first: str) -> None:
    _read_defects(bundle, report)
    for file, content in bundle.settings:
        setup.apply_settings(crm, file, content)
        made, unknown = setup.tables(file, content)
        bundle.tables = [*made, *bundle.tables]
        report.read += sum(t.sheet.count for t in made)
        if unknown:
            report.unknown_columns[file] = unknown
    space = setup.workspace(crm)
    crm.actor = replace(crm.actor, currency=space.currency, fiscal_year_start=space.fiscal_year_start)
    if first:
        crm.actor = replace(crm.actor, tz=space.timezone)
    definitions = _definitions(crm, bundle, report)
    planner = Planner(crm, report)
    wanted = {entity: [t for t in (*definitions, *bundle.tables) if t.entity == entity] for entity in ORDER}
    for entity, tables in wanted.items():
        if tables:
            planner.plan(entity, tables)
    if first:
        admin = next((p for p in planner.plans["user"].new if p.values.get("email") == first.strip().casefold()), None)
        if admin is not None:
            crm.actor = replace(crm.actor, user_id=admin.number, email=admin.values["email"], name=admin.values["name"])
    finisher, writer = Finisher(crm, planner.plans), Writer(crm, report)
    finisher.finish()
    history = History(crm, planner, finisher, report)
    history.read(bundle.history)
    writer.touch(finisher.last_touched(), planner.plans["deal"].new if "deal" in planner.plans else ())
    for entity in ORDER:
        if entity in planner.plans:
            writer.write(planner.plans[entity])
    history.write()
    crm.flush()


def _read_defects(bundle: Bundle, report: ImportReport) -> None:
    """Count the rows and reject those that cannot be read as rows at all."""
    from crm_store.transfer.report import RowError

    entity_of = {id(t.sheet): t.entity for t in reversed(bundle.tables)}
    for sheet in bundle.sheets:
        report.read += sheet.count
        report.encodings[sheet.file] = sheet.encoding
        entity = entity_of.get(id(sheet), "deal_history")
        for row, (cells, d) in sheet.defects.items():
            report.of(entity).read += 1
            report.reject(entity, sheet.heading, cells, [RowError(sheet.file, row, d.column, d.value, d.en, d.zh)])


def _definitions(crm: Unit, bundle: Bundle, report: ImportReport) -> list[Table]:
    """Definitions for the custom fields a map asks for; an exported custom column without one is not known here."""
    there = {(f.entity, f.key): f.type for f in crm.exec(select(CustomField)).scalars()}
    rows: dict[tuple[str, str], dict[str, str]] = {}
    bundle.tables = [with_labelled(crm, table, report) for table in bundle.tables]
    for table in bundle.tables:
        kept: list[Column] = []
        for column in table.columns:
            if not column.custom:
                kept.append(column)
                continue
            key = (table.entity, column.custom)
            if column.kind and key not in there:
                label = column.custom.replace("_", " ")
                rows[key] = {
                    "entity": table.entity,
                    "key": column.custom,
                    "type": column.kind,
                    "label_en": label,
                    "label_zh": label,
                }
            if column.kind or key in there:
                kept.append(replace(column, kind=there.get(key, column.kind)))
            else:
                report.unknown_columns.setdefault(table.sheet.file, []).append(column.heading)
        table.columns = kept
    if not rows:
        return []
    from crm_store.transfer.layout import native

    return [native(held("custom fields", list(rows.values())), "custom_field")[0]]


def _home(store: Store, folder: Path | None) -> Path:
    if folder is not None:
        return folder
    if store.embedded and store.url.startswith("sqlite:///"):
        return Path(store.url.removeprefix("sqlite:///")).parent / "imports"
    return Path(os.environ.get("PARLEY_HOME", ".parley")) / "imports"


def nobody_yet(store: Store) -> bool:
    """Whether the store has no users at all."""
    with store.session(store.system()) as crm:
        return crm.exec(select(User.id).limit(1)).first() is None  # type: ignore[call-overload]


__all__ = ["SETTINGS", "Bundle", "nobody_yet", "run"]
