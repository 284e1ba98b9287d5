"""A fresh store per scenario: every world is built once for a moment, and its database copied."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from assistant.conversation import Assistant
from assistant.evals.scenarios import Scenario
from assistant.memory import Memory
from assistant.settings import Settings
from crm_store.codes import RoleName
from crm_store.demo import demo_world
from crm_store.demo.corpus_files import corpus
from crm_store.errors import StoreError
from crm_store.queries.event_log import events
from crm_store.queries.find import Condition, Query
from crm_store.queries.find import count as how_many
from crm_store.store import Clock, Store
from crm_store.transfer import SETTINGS, import_paths, import_world

Pipeline = Callable[[Store], Any]
"""Gives a store the pipeline a workspace starts with, unless it has one of its own."""

DATABASE, INDEX, FACTS = "parley.db", "index", "world.json"


@dataclass(frozen=True)
class World:
    """A world that was built: its folder, the moment in it, and the last event before anything is said."""

    folder: Path
    now: datetime
    last_event: int


class Worlds:
    """Builds worlds below `root` and opens assistants on copies of them. Several processes may share a root once worlds are built.

    Args:
        settings: which brain and model; where the store is comes from here.
    """

    def __init__(self, root: Path, settings: Settings, pipeline: Pipeline) -> None:
        self.root, self.settings, self.pipeline = root, settings, pipeline
        self._copies = count(1)

    def world(self, scenario: Scenario) -> World:
        """The world of a scenario, built when it is not there yet.

        Raises:
            StoreError: its folder cannot be imported.
        """
        folder = self._folder(scenario)
        if not (folder / FACTS).is_file():
            making = folder.with_name(f"{folder.name}-{os.getpid()}")
            self._build(making, scenario)
            with suppress(OSError):  # another process may have been first
                making.rename(folder)
        facts = json.loads((folder / FACTS).read_text("utf-8"))
        if "problem" in facts:
            raise StoreError(*facts["problem"])
        return World(folder, datetime.fromisoformat(facts["now"]), facts["last_event"])

    def open(self, world: World, *, recalls: bool) -> Assistant:
        """An assistant on a copy of the world, its time standing still but for a microsecond a look.

        With `recalls` the world's search index is there for whoever asks it; without, its memory only notices that it was asked.
        """
        home = self.root / f"copy-{os.getpid()}-{next(self._copies)}"
        home.mkdir()
        source = self._indexed(world) if recalls else world.folder
        _copy(source, home)
        beat = count(1)
        settings = _at(self.settings, home)
        store = Store.in_folder(home, clock=lambda: world.now + timedelta(microseconds=next(beat)))
        return Assistant(store, settings, _Ready(store, settings, source) if recalls else Noticing(store, settings))

    def close(self, assistant: Assistant) -> None:
        """Let go of an assistant and its copy."""
        assistant.close()
        shutil.rmtree(assistant.settings.home, ignore_errors=True)

    def _folder(self, scenario: Scenario) -> Path:
        """Where the world of a scenario is built: one for each moment, and where the world names no administrator for each person."""
        bare = scenario.world == "empty" or (scenario.world != "demo" and not _admin(Path(scenario.world)))
        key = [scenario.world, scenario.now.isoformat(), scenario.email if bare else ""]
        return self.root / f"world-{hashlib.sha256(json.dumps(key).encode()).hexdigest()[:16]}"

    def _build(self, folder: Path, scenario: Scenario) -> None:
        """The world as a database in `folder`, or why there is none: a folder that cannot be imported is tried once."""
        shutil.rmtree(folder, ignore_errors=True)
        now = _moment(scenario)
        store = Store.in_folder(folder, clock=_standing(now))
        try:
            store.upgrade()
            self._fill(store, scenario, now)
            with store.session(store.system()) as crm:
                facts = {"now": now.isoformat(), "last_event": max((e.id or 0 for e in events(crm)), default=0)}
        except StoreError as error:
            facts = {"problem": [error.en, error.zh]}
        finally:
            store.close()
        (folder / FACTS).write_text(json.dumps(facts), "utf-8")

    def _fill(self, store: Store, scenario: Scenario, now: datetime) -> None:
        if scenario.world == "demo":
            import_world(store, None, demo_world(_demo_day(now)), now=now)
            return
        if scenario.world == "empty":
            self._first(store, scenario)
            return
        folder = Path(scenario.world)
        admin = _admin(folder)
        if not admin:
            self._first(store, scenario)
        import_paths(store, None, admin or scenario.email, [folder], now=now)
        self.pipeline(store)

    def _first(self, store: Store, scenario: Scenario) -> None:
        """The person of the scenario as administrator of a store where nobody is yet, as `parley user add` makes them."""
        name = scenario.email.partition("@")[0].replace(".", " ").title()
        lang = "zh" if "zh" in scenario.tags else "en"
        with store.session(store.system(), writes=True, tool="user") as crm:
            if not how_many(crm, Query("user", [Condition("email", "=", scenario.email)])):
                values = {"email": scenario.email, "name": name, "role": RoleName.ADMIN, "lang": lang}
                crm.create("user", values, via="cli")
        self.pipeline(store)

    def _indexed(self, world: World) -> Path:
        """A folder beside the world in which everything written is indexed; each process makes its own once."""
        folder = world.folder.parent / f"{world.folder.name}-indexed-{os.getpid()}"
        if not folder.is_dir():
            making = folder.with_name(f"{folder.name}-making")
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            _copy(world.folder, making)
            store = Store.in_folder(making, clock=_standing(world.now))
            memory = Memory(store, _at(self.settings, making)).open()
            try:
                memory.drain()
            finally:
                memory.close()
                store.close()
            making.rename(folder)
        return folder


class Noticing(Memory):
    """A memory that only notices that it was asked."""

    asked = False

    def recall(self, *args: Any, **options: Any) -> list[Any]:
        self.asked = True
        return []


class _Ready(Memory):
    """A memory that takes its index from a folder when it is first opened."""

    def __init__(self, store: Store, settings: Settings, source: Path) -> None:
        super().__init__(store, settings)
        self._source = source

    def open(self) -> Memory:
        if not (self._settings.home / INDEX).is_dir():
            shutil.copytree(self._source / INDEX, self._settings.home / INDEX)
        return super().open()


def _at(settings: Settings, home: Path) -> Settings:
    """The settings with an embedded store and index in `home`, whatever the environment names."""
    return settings.model_copy(update={"home": home, "database_url": None, "chroma_url": None})


def _copy(source: Path, home: Path) -> None:
    for suffix in ("", "-wal"):
        if (file := source / f"{DATABASE}{suffix}").is_file():
            shutil.copy(file, home / file.name)


def _standing(now: datetime) -> Clock:
    return lambda: now


def _admin(folder: Path) -> str:
    """The first administrator a folder's users.yaml names; "" when there is none."""
    users = _users(folder).get("users")
    some = [u for u in users if isinstance(u, dict) and u.get("role") == "admin"] if isinstance(users, list) else []
    return str(some[0].get("email", "")).strip() if some else ""


def _users(folder: Path) -> dict[str, Any]:
    """What a folder's users.yaml holds; nothing when it is not there, or is for the import to refuse."""
    try:
        held = yaml.safe_load((folder / SETTINGS).read_text("utf-8-sig"))
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return held if isinstance(held, dict) else {}


def _moment(scenario: Scenario) -> datetime:
    """The present of a scenario; one without an offset is in the time zone of its world."""
    if scenario.now.tzinfo is not None:
        return scenario.now
    zone: Any = None
    if scenario.world == "demo":
        zone = corpus("company")["timezone"]
    elif scenario.world != "empty":
        zone = _users(Path(scenario.world)).get("timezone")
    try:
        return scenario.now.replace(tzinfo=ZoneInfo(str(zone or "UTC")))
    except (ZoneInfoNotFoundError, ValueError):
        return scenario.now.replace(tzinfo=UTC)


def _demo_day(now: datetime) -> date:
    """The day it is where the demo company works."""
    return now.astimezone(ZoneInfo(str(corpus("company")["timezone"]))).date()
