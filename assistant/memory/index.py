"""Where the vectors live: Chroma embedded under one owner, or on a server. The only file that knows chromadb."""

import json
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from assistant.memory.collection import Index, IndexBusy, IndexTrouble, translated

CONFIGURATION = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 300, "max_neighbors": 32}}
"""64 nearest of 10,000: recall .99 at 5 ms; Chroma's own defaults gave .84 (ef 100, 16 neighbours)."""

TIMEOUT_S = 10.0
"""A question to a Chroma server; a batch of 4,000 vectors took 4 s."""


class Home:
    """Where the index lives: a folder with one owner, or a Chroma server. Hands out the current index and builds its successor."""

    def __init__(self, folder: Path, url: str | None, workspace: int, embedder: str) -> None:
        self.folder, self.url = folder, url
        self.base = "".join(c if c.isalnum() or c in "-_" else "-" for c in f"parley-{workspace}-{embedder}").strip(
            "-_"
        )[:120]
        self._lock: IO[str] | None = None
        self._clients: list[Any] = []

    def open(self) -> Index:
        """The current index, made empty when there is none.

        Raises:
            IndexBusy: another process owns the folder.
            IndexTrouble: the server or the folder cannot be used.
        """
        if self.url is None:
            self._own()
        with translated():
            return self._server_open() if self.url else self._folder_open(self._current())

    @contextmanager
    def successor(self) -> Iterator[tuple[Index, Callable[[], None]]]:
        """A new, empty index and the call that makes it the current one in one step; dropped when that was not called."""
        kept = False

        def keep() -> None:
            nonlocal kept
            with translated():
                promote()
            kept = True

        if self.url is None:
            self._own()
            folder = self.folder / f"{int(self._current().name) + 1:06d}"
            shutil.rmtree(folder, ignore_errors=True)
            try:
                with translated():
                    made = self._folder_open(folder)
            except IndexTrouble:
                shutil.rmtree(folder, ignore_errors=True)  # a full disk: leave none of it to a beginning
                raise

            def promote() -> None:
                pointer = self.folder / "current.new"
                pointer.write_text(json.dumps({"folder": folder.name}), "utf-8")
                pointer.replace(self.folder / "current")

        else:
            with translated():
                made = self._server_make()

            def promote() -> None:
                made.collection.modify(metadata={"ready": 1})

        try:
            yield made, keep
        finally:
            self._tidy(made, kept)

    def close(self) -> None:
        """Let go of the files and the lock."""
        for client in self._clients:
            with suppress(Exception):
                _let_go(client)
        self._clients.clear()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    # The folder

    def _own(self) -> None:
        if self._lock is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (self.folder / "owner.lock").open("a+", encoding="utf-8")
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise IndexBusy from None
        self._lock = lock

    def _current(self) -> Path:
        try:
            return self.folder / str(json.loads((self.folder / "current").read_text("utf-8"))["folder"])
        except (OSError, ValueError, KeyError):
            return self.folder / "000001"

    def _folder_open(self, folder: Path) -> Index:
        import chromadb

        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            client = chromadb.PersistentClient(path=str(folder), settings=_settings())
        except Exception:
            _forget_unstarted(folder)
            raise
        try:
            with _quiet():
                collection = client.get_or_create_collection(
                    self.base, embedding_function=None, configuration=_own_copy()
                )
            made = Index(client, _checked(collection))
        except Exception:
            with suppress(Exception):
                _let_go(client)
            raise
        self._clients.append(client)
        return made

    # The server

    def _server(self) -> Any:
        import chromadb

        at = urlsplit(self.url or "")
        ssl = at.scheme == "https"
        client = chromadb.HttpClient(
            host=at.hostname or "localhost", port=at.port or (443 if ssl else 8000), ssl=ssl, settings=_settings()
        )
        # Chroma sets no time limit: a stopped server would hold every question for ever.
        for api in (client._server, client._admin_client._server):  # type: ignore[attr-defined]
            api._session.timeout = TIMEOUT_S
        self._clients.append(client)
        return client

    def _server_open(self) -> Index:
        client = self._clients[0] if self._clients else self._server()
        ready = [g for g, meta in self._generations(client).items() if meta.get("ready")]
        if ready:
            return Index(
                client, _checked(client.get_collection(f"{self.base}-{max(ready):06d}", embedding_function=None))
            )
        with _quiet():
            made = client.get_or_create_collection(
                f"{self.base}-000001", embedding_function=None, configuration=_own_copy(), metadata={"ready": 1}
            )
        return Index(client, _checked(made))

    def _server_make(self) -> Index:
        client = self._clients[0] if self._clients else self._server()
        name = f"{self.base}-{max(self._generations(client), default=0) + 1:06d}"
        with _quiet():
            made = client.create_collection(
                name, embedding_function=None, configuration=_own_copy(), metadata={"ready": 0}
            )
        return Index(client, _checked(made))

    def _generations(self, client: Any) -> dict[int, Mapping[str, Any]]:
        names = {c.name: c.metadata or {} for c in client.list_collections()}
        return {
            int(n[-6:]): m
            for n, m in names.items()
            if n.startswith(self.base + "-") and n[-6:].isdigit() and len(n) == len(self.base) + 7
        }

    def _tidy(self, made: Index, kept: bool) -> None:
        # What is left behind here is removed by the next rebuild; it is never read.
        with suppress(Exception):
            if self.url is None:
                wanted = self._current().name
                for client in self._clients[:-1] if kept else self._clients[-1:]:
                    _let_go(client)
                self._clients = self._clients[-1:] if kept else self._clients[:-1]
                for old in self.folder.iterdir():
                    if old.is_dir() and old.name.isdigit() and old.name != wanted:
                        shutil.rmtree(old, ignore_errors=True)
                return
            mine = made.collection.name
            for generation in self._generations(made.client):
                name = f"{self.base}-{generation:06d}"
                if (name != mine) == kept:
                    made.client.delete_collection(name)


def _let_go(client: Any) -> None:
    """Close a client and, which Chroma forgets, its two connections to the server."""
    for api in (client._server, client._admin_client._server):
        if (session := getattr(api, "_session", None)) is not None:
            session.close()
    client.close()


def _forget_unstarted(folder: Path) -> None:
    """Chroma keeps what could not start, on a full disk say, and would hand it out when the folder is opened again."""
    from chromadb.api.shared_system_client import SharedSystemClient

    if str(folder) not in SharedSystemClient._identifier_to_refcount:
        SharedSystemClient._identifier_to_system.pop(str(folder), None)


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False, allow_reset=False)


def _own_copy() -> Any:
    return json.loads(json.dumps(CONFIGURATION))


def _checked(collection: Any) -> Any:
    """Refuse a collection that names an embedding function: Chroma would build it from the server's word in our process."""
    held = collection._model.configuration_json or {}
    function = held.get("embedding_function")
    if (function and function.get("type") != "legacy") or (held.get("hnsw") or {}).get("space") != "cosine":
        raise IndexTrouble(
            "The search index on this Chroma server was made by something else, so it is not used. Point PARLEY_CHROMA_URL to another one.",
            "该 Chroma 服务器上的检索索引由其他程序创建，因此不予使用。请将 PARLEY_CHROMA_URL 指向另一台服务器。",
        )
    return collection


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield
