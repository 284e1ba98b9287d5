"""A running chat server, pages open on it, and the command line in this process."""

import gc
import importlib.util
import io
import json
import logging
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _load_client() -> ModuleType:
    # By path, as tests share code through fixtures only: a dependency installs a package called `tests`.
    spec = importlib.util.spec_from_file_location("parley_chat_client", Path(__file__).parent / "chat_client.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["parley_chat_client"] = module
    spec.loader.exec_module(module)
    return module


_client = _load_client()


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("chat")
    server = _client.Server(folder / "home", free_port(), folder / "log.txt")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(_server: Any) -> Any:
    """The server all tests of the chat share."""
    if _server.process is None or _server.process.poll() is not None:
        _server.start()
    return _server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Any]:
    """A server of this test's own, to stop and start."""
    server = _client.Server(tmp_path / "home", free_port(), tmp_path / "log.txt")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def open_chat(server: Any) -> Iterator[Callable[..., Any]]:
    """Open a page: `open_chat("maya@example.com")`, on an old thread with `thread=`."""
    opened: list[Any] = []

    def open_one(email: str = "maya@example.com", *, thread: str = "", on: Any = None, cookie: str = "") -> Any:
        where = on or server
        chat = _client.Chat(where, cookie or where.cookie(email), thread)
        opened.append(chat.open())
        return chat

    yield open_one
    for chat in opened:
        chat.close()


@pytest.fixture
def chat(open_chat: Callable[..., Any]) -> Any:
    """Maya's page."""
    return open_chat()


# ---------------------------------------------------------------- the command line, in this process


@dataclass(frozen=True)
class Printed:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> list[Any]:
        """The lines of stdout, each a JSON value."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def parley(parley_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Printed]]:
    """Run a command in this process on `parley_home`: `parley("records", "deal", "--as", CHEN)`. The real command is `cli`."""
    from assistant.surfaces.cli import main

    root, ours = logging.getLogger(), logging.getLogger("parley")
    kept = (list(root.handlers), list(ours.handlers), ours.propagate, logging.raiseExceptions, gc.get_threshold())

    def run(*words: str | Path, said: str | bytes = "", status: int | None = 0) -> Printed:
        streams = [
            io.TextIOWrapper(io.BytesIO(b), encoding="utf-8", newline="")
            for b in (said if isinstance(said, bytes) else said.encode(), b"", b"")
        ]
        with monkeypatch.context() as patched:
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patched.setattr(sys, name, stream)
            code = main([str(w) for w in words])
        texts = []
        for stream in streams[1:]:
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
        assert status is None or code == status, (
            f"parley {' '.join(map(str, words))}: exit {code}\n{texts[0][-4000:]}\n{texts[1][-4000:]}"
        )
        return Printed(code, *texts)

    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    yield run
    for handler in ours.handlers:
        handler.close()
    root.handlers[:], ours.handlers[:], ours.propagate, logging.raiseExceptions = *kept[:2], kept[2], kept[3]
    gc.set_threshold(*kept[4])
    logging.captureWarnings(False)


@pytest.fixture
def small_home(small_world: Any, parley_home: Path) -> Any:
    """The small world as the store of `parley_home`."""
    small_world.store.close()
    shutil.copy(str(small_world.store.engine.url.database), parley_home / "parley.db")
    return small_world
