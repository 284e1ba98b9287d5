"""Files in and out: CSV in the native layout or described by a map, as one undoable job; and exports people may open safely."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from crm_store.permissions import Actor
from crm_store.store import Store
from crm_store.transfer.collect import collect, collect_world
from crm_store.transfer.exporting import export
from crm_store.transfer.job import Bundle, Imported, nobody_yet, run
from crm_store.transfer.layout import SETTINGS
from crm_store.transfer.report import Counts, Duplicate, ImportReport, RowError
from crm_store.transfer.setup import first_steps

__all__ = [
    "SETTINGS",
    "Counts",
    "Duplicate",
    "ImportReport",
    "Imported",
    "RowError",
    "export",
    "import_paths",
    "import_world",
]


class WorldLike(Protocol):
    """A company in memory: the content of users.yaml, and the rows of each CSV by file name."""

    @property
    def users(self) -> Mapping[str, Any]: ...

    @property
    def files(self) -> Mapping[str, Sequence[Mapping[str, Any]]]: ...


def import_paths(
    store: Store,
    actor: Actor | None,
    email: str,
    paths: Sequence[Path],
    *,
    map_file: Path | None = None,
    dry_run: bool = False,
    now: datetime | None = None,
    rejected_folder: Path | None = None,
    card: str | None = None,
) -> ImportReport:
    """Import files or folders as one job that `report.tx` undoes.

    Args:
        actor: who imports; None looks `email` up, or, in an empty store, takes the administrator that users.yaml names.
        paths: CSV files, folders of them, users.yaml and map.yaml.
        map_file: how files that are not in the native layout become records; a folder's own map.yaml is found by itself.
        dry_run: the same report, nothing written.
        rejected_folder: where `<job>/rejected.csv` goes; unset, `imports` beside the embedded database.
        card: the proposal that asked for it, saved in the same unit of work.

    Raises:
        StoreError: a file is not what it should be, or the person may not import; nothing was written. Imported: the card
            was saved before.
    """
    bundle = collect(paths, map_file)
    return _run(store, actor, email, bundle, dry_run=dry_run, now=now, rejected_folder=rejected_folder, card=card)


def import_world(
    store: Store,
    actor: Actor | None,
    world: WorldLike,
    *,
    email: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    rejected_folder: Path | None = None,
) -> ImportReport:
    """As `import_paths`, of a world in memory; without an actor, as the first administrator it names."""
    bundle = collect_world(world.users, world.files)
    if actor is None and not email:
        users = world.users.get("users") or []
        email = next((str(u.get("email", "")) for u in users if str(u.get("role")) == "admin"), "")
    return _run(store, actor, email, bundle, dry_run=dry_run, now=now, rejected_folder=rejected_folder)


def _run(
    store: Store,
    actor: Actor | None,
    email: str,
    bundle: Bundle,
    *,
    dry_run: bool,
    now: datetime | None,
    rejected_folder: Path | None,
    card: str | None = None,
) -> ImportReport:
    first = ""
    if actor is None:
        if nobody_yet(store):
            first_steps(bundle.settings, email)
            first, actor = email, store.system(kind="import")
        else:
            actor = store.actor(email)
    report = run(store, actor, bundle, first=first, dry_run=dry_run, now=now, folder=rejected_folder, card=card)
    if not dry_run:
        store.tune()
    return report
