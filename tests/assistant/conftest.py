"""A conversation over the real wire: the small world, an assistant with a model brain, and a scripted server for it on loopback."""

import asyncio
import importlib.util
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _load_peer() -> ModuleType:
    # Tests import it as `parley_peer`: a dependency installs a package called `tests`.
    if "parley_peer" not in sys.modules:
        path = Path(__file__).parents[1] / "peers" / "openai_server.py"
        spec = importlib.util.spec_from_file_location("parley_peer", path)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules["parley_peer"] = module
        spec.loader.exec_module(module)
    return sys.modules["parley_peer"]


_peer = _load_peer()

_BOOKS = frozenset({"proposal", "thread", "message", "turn", "attachment", "sqlite_sequence", "alembic_version"})
"""Tables that hold the conversation itself; all others hold records, and what was done to them."""


def dump(store: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the conversation's own: what must not move without a yes."""
    with sqlite3.connect(store.engine.url.database) as connection:
        tables = [
            n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'") if n not in _BOOKS
        ]
        return {t: sorted(connection.execute(f'SELECT * FROM "{t}"').fetchall(), key=repr) for t in tables}


class Chat:
    """One assistant and the turns one says to it."""

    def __init__(self, world: Any, home: Path, peer: Any = None, **settings: Any) -> None:
        from assistant.conversation import Assistant
        from assistant.settings import Settings

        beat = count()
        start: datetime = world.store.clock()
        world.store.clock = lambda: start + timedelta(milliseconds=next(beat))
        self.world, self.peer, self.events = world, peer, list[Any]()
        more = {"brain": "offline"} if peer is None else {
            "brain": "openai", "OPENAI_API_KEY": "sk-canary-key", "OPENAI_BASE_URL": peer.url, "model": "scripted", "model_timeout_s": 30.0,
        }  # fmt: skip
        self.assistant = Assistant(world.store, Settings(home=home, **{**more, **settings}))
        self._runner = asyncio.Runner()

    def run(self, awaitable: Any) -> Any:
        return self._runner.run(awaitable)

    def say(
        self,
        text: str,
        who: str = "chen@example.com",
        *,
        thread: str = "t1",
        yes: bool = False,
        files: Sequence[Path] = (),
    ) -> Any:
        """One turn; its events stand in `events`."""
        self.events.clear()
        actor = self.world.actor(who)
        return self.run(
            self.assistant.take_turn(actor, thread, text, yes=yes, files=files, on_event=self.events.append)
        )

    def decide(self, who: str, number: str, decision: Any, **more: Any) -> Any:
        return self.run(self.assistant.decide(self.world.actor(who), number, decision, **more))

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        return dump(self.world.store)

    def values(self, entity: str, number: int, *names: str, who: str = "admin@example.com") -> dict[str, Any]:
        """Fields of a record as they stand in the store."""
        with self.world.reading(who) as crm:
            record = crm.get(entity, number)
            return {n: crm.value(record, n) for n in names}

    def rows(self, entity: str, who: str = "admin@example.com", **where: Any) -> list[Any]:
        """Records whose columns hold these values."""
        from sqlalchemy import select

        from crm_store.models import entity_type

        with self.world.reading(who) as crm:
            found = crm.exec(select(entity_type(entity))).scalars().all()
            return [r for r in found if all(getattr(r, k) == v for k, v in where.items())]

    def status(self, proposal: Mapping[str, Any]) -> str:
        """How a proposal stands in the store now."""
        with sqlite3.connect(self.world.store.engine.url.database) as connection:
            return str(connection.execute("SELECT status FROM proposal WHERE id = ?", (proposal["id"],)).fetchone()[0])

    def close(self) -> None:
        self._runner.close()
        self.assistant.close()


@pytest.fixture
def peer() -> Iterator[Any]:
    """A scripted OpenAI-compatible server."""
    with _peer.OpenAIPeer() as server:
        yield server


@pytest.fixture
def open_chat(small_world: Any, tmp_path: Path) -> Iterator[Callable[..., Chat]]:
    """`open_chat(peer)` for a conversation with a model, `open_chat()` for one without."""
    opened: list[Chat] = []

    def make(peer: Any = None, **settings: Any) -> Chat:
        opened.append(Chat(small_world, tmp_path / "home", peer, **settings))
        return opened[-1]

    yield make
    for chat in opened:
        chat.close()


@pytest.fixture
def online(open_chat: Callable[..., Chat], peer: Any) -> Chat:
    """A conversation whose brain is the scripted server."""
    return open_chat(peer)


@pytest.fixture
def offline(open_chat: Callable[..., Chat]) -> Chat:
    """A conversation with the built-in brain."""
    return open_chat()
