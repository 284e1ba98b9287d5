"""The chat's server as a child process, and a client that speaks its protocol without a browser; tests get them as fixtures."""

import json
import os
import queue
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import socketio

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PASSWORD = "open sesame"


@dataclass
class Answer:
    """What a request came back with."""

    status: int
    body: bytes
    headers: Any

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    """A running chat with the scripted assistant (fake_server.py)."""

    home: Path
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        paths = [str(ROOT / "tests" / "offline"), str(ROOT)]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
        env.pop("CHAINLIT_APP_ROOT", None)
        folder = self.home.parent / "cwd"
        folder.mkdir(exist_ok=True)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, str(HERE / "fake_server.py"), str(self.home), str(self.port)],
                cwd=folder,
                env=env,
                stdout=out,
                stderr=out,
            )
        deadline = time.monotonic() + 150
        while self.said().count("READY") < self.starts + 1:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)
        self.starts += 1

    starts: int = 0

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
            self.process = None

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def ask(
        self,
        path: str,
        data: Any = None,
        *,
        method: str | None = None,
        cookie: str = "",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """A request; `data` is sent as JSON, or as it is when bytes."""
        body = data if isinstance(data, bytes | None) else json.dumps(data).encode()
        sent = {
            **({"Content-Type": "application/json"} if not isinstance(data, bytes | None) else {}),
            **({"Cookie": cookie} if cookie else {}),
            **(headers or {}),
        }
        request = urllib.request.Request(self.base + path, data=body, method=method, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=30) as got:
                return Answer(got.status, got.read(), got.headers)
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.read(), refused.headers)

    def sign_in(self, email: str, password: str = PASSWORD) -> Answer:
        form = urllib.parse.urlencode({"username": email, "password": password}).encode()
        return self.ask("/login", form, headers={"Content-Type": "application/x-www-form-urlencoded"})

    def cookie(self, email: str) -> str:
        answer = self.sign_in(email)
        assert answer.status == 200, answer.body
        return str(answer.headers["Set-Cookie"]).split(";", 1)[0]


@dataclass
class Chat:
    """One open page of the chat, as its server sees it."""

    server: Server
    cookie: str
    thread: str = ""
    session: str = field(default_factory=lambda: str(uuid.uuid4()))
    events: list[tuple[str, Any]] = field(default_factory=list)

    def open(self, origin: str = "", **auth: Any) -> "Chat":
        self._ended: queue.Queue[str] = queue.Queue()
        self.io = socketio.Client(reconnection=False, websocket_extra_options={"origin": origin or self.server.base})
        self.io.on("*", self._on)
        told = {
            "sessionId": self.session,
            "clientType": "webapp",
            "userEnv": None,
            "chatProfile": None,
            "threadId": self.thread or None,
            **auth,
        }
        headers = {"Cookie": self.cookie}
        self.io.connect(
            self.server.base,
            socketio_path="/ws/socket.io",
            transports=["websocket"],
            auth=told,
            headers=headers,
            wait_timeout=10,
        )
        self.io.emit("connection_successful")
        self._ended.get(timeout=20)
        if self.thread:
            self.until(lambda: any(name in ("resume_thread", "resume_thread_error") for name, _ in self.events))
        return self

    def until(self, so: Callable[[], bool]) -> None:
        """Wait until it is so."""
        deadline = time.monotonic() + 20
        while not so():
            assert time.monotonic() < deadline, [name for name, _ in self.events]
            time.sleep(0.02)

    def close(self) -> None:
        self.io.disconnect()

    def _on(self, name: str, *data: Any) -> None:
        self.events.append((name, data[0] if data else None))
        if name == "first_interaction":
            self.thread = data[0]["thread_id"]
        if name == "task_end":
            self._ended.put(name)

    def say(self, text: str, files: tuple[str, ...] = (), *, wait: bool = True) -> None:
        """Send a message and wait until its turn has ended."""
        while not self._ended.empty():
            self._ended.get()
        self.events.clear()
        message = {
            "id": str(uuid.uuid4()),
            "name": "me",
            "type": "user_message",
            "output": text,
            "createdAt": "2026-01-01T00:00:00Z",
        }
        self.io.emit("client_message", {"message": message, "fileReferences": [{"id": f} for f in files]})
        if wait:
            self.ended()

    def ended(self) -> None:
        self._ended.get(timeout=30)
        time.sleep(0.15)

    def click(self, card: dict[str, Any], decision: str, edits: dict[str, Any] | None = None) -> Answer:
        payload = {"id": card["id"], "digest": card["digest"], "decision": decision, "edits": edits or {}}
        answer = self.server.ask(
            "/project/action",
            {"sessionId": self.session, "action": {"name": "proposal", "payload": payload}},
            cookie=self.cookie,
        )
        time.sleep(0.3)
        return answer

    @property
    def replies(self) -> list[str]:
        """What the assistant has said since the last message, in its final form."""
        seen: dict[str, str] = {}
        for name, data in self.events:
            if name in ("new_message", "update_message") and data["type"] == "assistant_message":
                seen[data["id"]] = data["output"]
        return list(seen.values())

    def drawn(self, name: str) -> list[dict[str, Any]]:
        """The props of the elements called `name`, each as it was drawn last."""
        seen: dict[str, dict[str, Any]] = {}
        for event, data in self.events:
            if event == "element" and data["name"] == name:
                seen[data["id"]] = data["props"]
            if event == "resume_thread":
                seen.update({e["id"]: e["props"] for e in data["elements"] if e["name"] == name})
        return list(seen.values())

    def card(self) -> dict[str, Any]:
        return self.drawn("ProposalCard")[-1]
