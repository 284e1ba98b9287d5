"""The same index on a Chroma server, shared by several processes."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.memory import Memory
from assistant.memory.collection import IndexTrouble
from assistant.memory.index import Home, _let_go
from assistant.settings import Settings


def start(port: int, folder: Path) -> "subprocess.Popen[bytes]":
    """A Chroma server (the Rust one) that answers on this machine."""
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "chroma"), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.05)
    server.kill()
    raise RuntimeError("the Chroma server did not start")


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """A server's address, and how to kill it and start it again on the same data."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = [start(port, tmp_path / "chroma")]

    def kill() -> None:
        running[0].kill()
        running[0].wait()

    def again() -> None:
        running[0] = start(port, tmp_path / "chroma")

    yield f"http://127.0.0.1:{port}", kill, again
    kill()


def test_two_processes_share_a_server_and_a_rebuild_moves_both(unread: Any, chroma: Any) -> None:
    url, _, _ = chroma
    settings = Settings(home=unread.settings.home, chroma_url=url)
    one, two = Memory(unread.store, settings).open(), Memory(unread.store, settings).open()
    assert one.drain() == 5
    assert two.drain() == 0

    def ask(memory: Memory) -> list[str]:
        with unread.store.session(unread.maya) as crm:
            return [h.ref for h in memory.recall(crm, "客户觉得价格太贵了")]

    assert ask(one)[0] == ask(two)[0] == f"A-{unread.notes['price']}"
    assert one.reindex()["passages"] == 5
    assert ask(one)[0] == f"A-{unread.notes['price']}"
    ask(two)
    two._tried = 0.0
    assert ask(two)[0] == f"A-{unread.notes['price']}", "it found the new collection"
    assert {f.level for f in two.doctor()} == {"ok"}
    one.close()
    two.close()


def test_a_dead_server_costs_meaning_only_and_nothing_is_lost(unread: Any, chroma: Any) -> None:
    url, kill, again = chroma
    memory = Memory(unread.store, Settings(home=unread.settings.home, chroma_url=url)).open()
    memory.drain()
    kill()
    unread.write(unread.maya, "New", "A note about helicopters.")
    with unread.store.session(unread.maya) as crm:
        assert next(h.number for h in memory.recall(crm, "discount before she signs")) == unread.notes["price"]
        assert memory.notice("en")
        assert memory.recall(crm, "helicopters")[0].quote == "A note about helicopters."
    again()
    memory.open()
    assert memory.drain() == 1
    assert {f.level for f in memory.doctor()} == {"ok"}
    memory.close()


def test_a_collection_somebody_else_made_is_refused(chroma: Any, tmp_path: Path) -> None:
    import chromadb

    url, _, _ = chroma
    client = chromadb.HttpClient(host="127.0.0.1", port=int(url.rpartition(":")[2]))
    client.create_collection("parley-1-x-000001", metadata={"ready": 1})  # with Chroma's own embedding function
    home = Home(tmp_path / "index", url, 1, "x")
    with pytest.raises(IndexTrouble, match="made by something else"):
        home.open()
    home.close()
    _let_go(client)
