"""The small company on either database, with the tools the store's tests share."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import parley_worlds
import pytest
from sqlalchemy import select
from sqlmodel import col

from crm_store import proposals
from crm_store.models import Deal, Event, StageHistory, entities, entity_type, fields_of
from crm_store.proposals import Draft
from crm_store.queries.view import shown
from crm_store.store import Store
from crm_store.undo import redo_proposal, undo_proposal

ENGINES = [pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def small_postgres(postgres: Any, _postgres_template: str) -> Any:
    """A PostgreSQL database holding the small company, to copy, and its record numbers."""
    name = postgres.create(template=_postgres_template)
    store = Store(postgres.url(name), clock=lambda: parley_worlds.MOMENT)
    numbers = parley_worlds.small_world(store).numbers
    store.close()
    return name, numbers


@contextmanager
def opened_worlds(request: pytest.FixtureRequest, folder: Path) -> Iterator[Callable[[str], Any]]:
    """`make("sqlite")` or `make("postgres")`: the small company in a database of its own; time stands still."""
    opened: list[Store] = []
    dropped: list[Callable[[], None]] = []

    def make(engine: str) -> Any:
        if engine == "postgres":
            postgres = request.getfixturevalue("postgres")
            template, numbers = request.getfixturevalue("small_postgres")
            name = postgres.create(template=template)
            dropped.append(lambda: postgres.drop(name))
            url = postgres.url(name)
        else:
            template, numbers = request.getfixturevalue("_small_template")
            path = folder / f"world{len(opened)}.db"
            for suffix in ("", "-wal"):
                if (source := Path(f"{template}{suffix}")).exists():
                    shutil.copy(source, f"{path}{suffix}")
            url = f"sqlite:///{path}"
        opened.append(Store(url, clock=lambda: parley_worlds.MOMENT))
        return parley_worlds.World(opened[-1], dict(numbers))

    try:
        yield make
    finally:
        for store in opened:
            store.close()
        for drop in dropped:
            drop()


@pytest.fixture(scope="session")
def worlds_opener() -> Any:
    """`opened_worlds`, for fixtures of a module."""
    return opened_worlds


@pytest.fixture
def new_world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Any]]:
    """Makes small companies for this test, on the database it names."""
    with opened_worlds(request, tmp_path) as make:
        yield make


@pytest.fixture(params=ENGINES)
def world(request: pytest.FixtureRequest, new_world: Callable[[str], Any]) -> Any:
    """The small company, once on each database."""
    return new_world(request.param)


@pytest.fixture(scope="module", params=ENGINES)
def standing_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One small company for a whole module, once on each database: for tests that only read, or only add."""
    with opened_worlds(request, tmp_path_factory.mktemp("standing")) as make:
        yield make(request.param)


@pytest.fixture(scope="module")
def standing_sqlite(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """As `standing_world`, for what does not depend on the database."""
    with opened_worlds(request, tmp_path_factory.mktemp("standing")) as make:
        yield make("sqlite")


@dataclass
class Desk:
    """What people do with the store in these tests, each in a unit of work of its own."""

    world: Any

    @property
    def store(self) -> Store:
        return self.world.store

    def make(self, entity: str, /, **values: Any) -> int:
        """A record exactly as given, by the store itself."""
        about = entity_type(entity).about
        title = {about.title: f"A {about.en}"} if about.title in fields_of(entity) else {}
        title |= {"predicate": "other"} if entity == "fact" else {}
        with self.store.session(self.store.system(), writes=True) as crm:
            record = crm.create(entity, {**title, **values}, plain=True)
            crm.flush()
            return record.id or 0

    def change(self, email: str, entity: str, number: int, /, **values: Any) -> None:
        """What a person writes without a card, as the interface for programs does."""
        with self.world.writing(email) as crm:
            crm.update(crm.get(entity, number), values)

    def delete(self, email: str, entity: str, number: int) -> None:
        with self.world.writing(email) as crm:
            crm.delete(crm.get(entity, number))

    def value(self, entity: str, number: int, field: str) -> Any:
        with self.store.session(self.store.system(), deleted=True) as crm:
            return crm.value(crm.get(entity, number), field)

    def propose(self, email: str, build: Callable[[Any, Draft], Any], *, thread: str = "talk", turn: str = "t1") -> str:
        """A preview of what `build(crm, draft)` collects; its number."""
        with self.world.writing(email, turn=turn) as crm:
            draft = Draft(crm)
            build(crm, draft)
            return str(draft.save(thread=thread, tool="propose_change").id)

    def update(self, email: str, entity: str, number: int, /, **values: Any) -> str:
        """A preview of one update; its number."""
        return self.propose(email, lambda crm, draft: draft.update(crm.get(entity, number), values))

    def yes(self, email: str, proposal: str, *, seen: str | None = None, now: datetime | None = None) -> str:
        """Save a proposal; the status it has then."""
        more = {"now": now} if now else {}
        with self.world.writing(email, **more) as crm:
            return str(proposals.apply(crm, proposals.get(crm, proposal), seen=seen).status)

    def undo(self, email: str, proposal: str) -> list[str]:
        """Take a proposal back; the references of what is as before."""
        with self.world.writing(email) as crm:
            return [r.ref for r in undo_proposal(crm, proposals.get(crm, proposal))]

    def redo(self, email: str, proposal: str) -> list[str]:
        with self.world.writing(email) as crm:
            return [r.ref for r in redo_proposal(crm, proposals.get(crm, proposal))]

    def card(self, email: str, proposal: str) -> Any:
        """A proposal as it is kept."""
        with self.world.reading(email) as crm:
            return proposals.get(crm, proposal)

    def export(self, *, without: frozenset[str] = frozenset({"version"})) -> dict[str, list[dict[str, Any]]]:
        """Everything there is, as an export prints it, and the stays of deals in stages."""
        with self.store.session(self.store.system()) as crm:
            made = {}
            for entity, model in entities().items():
                rows = shown(crm, entity, crm.all(select(model).order_by(col(model.id))))
                made[entity] = [{k: v for k, v in row.items() if k not in without} for row in rows]
            kept = select(StageHistory).join(Deal, col(Deal.id) == col(StageHistory.deal_id))
            kept = kept.where(col(StageHistory.undone_by).is_(None))
            stays = crm.exec(
                kept.order_by(col(StageHistory.deal_id), col(StageHistory.entered_at), col(StageHistory.id))
            )
            made["stays"] = [
                {"deal": s.deal_id, "from": s.from_stage_id, "to": s.to_stage_id, "entered": s.entered_at, "left": s.left_at, "by": s.actor_id}
                for s in stays.scalars()
            ]  # fmt: skip
            return made

    def events(self, tx: str | None = None) -> list[Event]:
        """The event log since the small company was written, oldest first."""
        with self.store.session(self.store.system()) as crm:
            q = select(Event).where(col(Event.tool).is_distinct_from("history")).order_by(col(Event.id))
            return [
                e
                for e in crm.exec(q).scalars()
                if (e.tx == tx if tx else e.actor_kind != "import" and e.turn != "turn-1")
            ]


@pytest.fixture
def fresh(standing_sqlite: Any, _small_template: Any) -> Callable[[], Desk]:
    """Brings the company of the module back to how it was, for tests that play many times."""

    def begin() -> Desk:
        path = standing_sqlite.store.url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(_small_template[0])) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
        return Desk(standing_sqlite)

    return begin


@pytest.fixture
def standing_desk(standing_world: Any) -> Desk:
    """`desk` on the company of the whole module."""
    return Desk(standing_world)


@pytest.fixture
def standing_sqlite_desk(standing_sqlite: Any) -> Desk:
    return Desk(standing_sqlite)


@pytest.fixture
def desk(world: Any) -> Desk:
    """The small company and what people do with it, once on each database."""
    return Desk(world)


@pytest.fixture
def sqlite_desk(small_world: Any) -> Desk:
    """As `desk`, for what does not depend on the database."""
    return Desk(small_world)
