"""What stands between the network and Chainlit: known paths only, our own pages only, small bodies, safe headers, slow guessing."""

import base64
import hashlib
import re
import time
import uuid
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Connect = Callable[..., Any]

_PAGES = re.compile(r"^/(login|login/callback|thread/[\w-]{1,64}|element/[\w-]{1,64})?$")
_ROUTES = re.compile(
    r"^/(public/.+|assets/.+|avatars/[^/]+|favicon|logo|auth/config|user|logout|set-session-cookie|feedback"
    r"|project/(translations|settings|threads|thread|thread/[\w-]{1,64}|thread/[\w-]{1,64}/element/[\w-]{1,64}|element|action|file|file/[\w-]{1,64})"
    r"|ws/socket\.io/?)$"
)
_REFUSED = frozenset({"/project/thread/share"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_UPLOAD, _BODY = 21 * 2**20, 6 * 2**20
"""Bytes a request may hold: a file of 20 MB with its envelope, or anything else."""

MAX_FRAME = 5 * 2**20
"""Bytes a socket message may hold: enough to answer a message that is too long instead of dropping the line (Chainlit's own 1 MB)."""


class Gate:
    """Lets only the chat's own paths through to Chainlit; the rest of its app (docs, sharing, MCP, other sign-ins) does not exist."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        path = scope["path"]
        known = _PAGES.match(path) or (_ROUTES.match(path) and path not in _REFUSED)
        if known and not (_PAGES.match(path) and scope.get("method", "GET") not in _SAFE_METHODS):
            return await self.app(scope, receive, send)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 4404})
        return await JSONResponse({"detail": "Not found"}, 404)(scope, receive, send)


class Envelope:
    """Around every route: foreign origins and oversized bodies are refused, and each answer carries the safe headers."""

    def __init__(self, app: ASGIApp, *, policy: str, origins: Sequence[str]) -> None:
        self.app = app
        self.policy = policy
        self.origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        asked = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        path, answering = scope["path"], False

        async def answer(message: Message) -> None:
            nonlocal answering
            if message["type"] == "http.response.start":
                answering = True
                message["headers"] = self._safe(message["headers"], path, scope["scheme"] == "https")
            await send(message)

        if scope["method"] not in _SAFE_METHODS and (origin := asked.get("origin")) and origin not in self.origins:
            return await JSONResponse({"detail": "Foreign origin"}, 403)(scope, receive, answer)
        limit = _UPLOAD if path == "/project/file" else _BODY
        try:
            if int(asked.get("content-length") or 0) > limit:
                raise _TooLarge
            await self.app(scope, _counted(receive, limit), answer)
        except (_TooLarge, ValueError) as e:
            if answering or not isinstance(e, _TooLarge):
                raise
            await JSONResponse({"detail": "Too large"}, 413)(scope, receive, answer)

    def _safe(self, headers: Sequence[tuple[bytes, bytes]], path: str, secure: bool) -> list[tuple[bytes, bytes]]:
        made = [(k, v) for k, v in headers if k.lower() not in (b"server", b"x-powered-by")]
        if secure:
            made = [
                (k, v + b"; Secure" if k.lower() == b"set-cookie" and b"secure" not in v.lower() else v)
                for k, v in made
            ]
        there = {k.lower() for k, _ in made}
        wanted = {
            "content-security-policy": self.policy,
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
            "cache-control": "public, max-age=604800, immutable" if path.startswith("/assets/") else "no-store",
        }
        if path.startswith(("/project/file/", "/files/")):
            wanted["content-disposition"] = "attachment"
        return made + [(k.encode(), v.encode()) for k, v in wanted.items() if k.encode() not in there]


class _TooLarge(Exception):
    """More came than a request may hold."""


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise _TooLarge
        return message

    return counted


def content_policy(page: str, origins: Sequence[str]) -> str:
    """The Content-Security-Policy for Chainlit's page: this server only, and of inline scripts only those that stand in `page`.

    `unsafe-eval` is Chainlit's price for elements written in JSX, which it compiles in the browser.
    """
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inline]
    # Older Safari does not take 'self' for sockets.
    sockets = [o.replace("http", "ws", 1) for o in origins]
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'unsafe-eval'", *hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", *sockets],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def local_page(page: str) -> str:
    """Chainlit's page without anything that is fetched from elsewhere (its fonts, the style sheet for formulas)."""
    page = re.sub(r'<link\s[^>]*href="https?://[^>]*>', "", page)
    return re.sub(r'<meta property="og:(?:image|url)"[^>]*>', "", page)


def guarded_connect(connect: Connect, origins: Sequence[str], refuse: Callable[[str], Exception]) -> Connect:
    """Chainlit's socket handler behind three checks: session and thread ids are UUIDs, the page is ours, the client a browser.

    Chainlit makes a folder named after the session id the client chose, and removes it when the session ends.
    """
    ours = frozenset(origins)

    async def guarded(sid: str, environ: dict[str, Any], auth: Any = None) -> Any:
        said = auth if isinstance(auth, dict) else {}
        thread_id = said.get("threadId")
        if (
            not _is_uuid(said.get("sessionId"))
            or (thread_id and not _is_uuid(thread_id))
            or said.get("clientType") != "webapp"
        ):
            raise refuse("bad session")
        origin = environ.get("HTTP_ORIGIN")
        if origin and origin not in ours:
            raise refuse("bad origin")
        return await connect(
            sid, environ, {**said, "chatProfile": None, "userEnv": None, "threadId": thread_id or None}
        )

    return guarded


def _is_uuid(text: Any) -> bool:
    try:
        return isinstance(text, str) and str(uuid.UUID(text)) == text
    except ValueError:
        return False


def origins_of(host: str, port: int, configured: str) -> list[str]:
    """The addresses people reach this server at: its own on loopback, and those in PARLEY_ORIGINS."""
    given = [o.strip().rstrip("/") for o in configured.split(",") if o.strip()]
    names = ["127.0.0.1", "localhost"] + ([f"[{host}]" if ":" in host else host] if is_loopback(host) else [])
    return list(dict.fromkeys([*(f"http://{name}:{port}" for name in names), *given]))


def hosts_of(origins: Sequence[str]) -> list[str]:
    """The names in the Host header that mean this server."""
    return sorted({urlsplit(o).hostname or "" for o in origins} - {""})


def is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


@dataclass
class _Tries:
    times: list[float] = field(default_factory=list)
    blocks: int = 0
    until: float = 0.0


class Throttle:
    """Slows guessing: five tries a minute per account and address, sixty per address; then a wait that doubles up to an hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._tries: dict[tuple[str, str], _Tries] = {}

    def attempt(self, account: str, address: str) -> int:
        """Count a try before it is made. Returns 0, or the seconds to wait when it may not be made."""
        now = self.clock()
        waits = [self._count(key, limit, now) for key, limit in self._keys(account, address)]
        return max(waits)

    def passed(self, account: str, address: str) -> None:
        """The try was right: forget what went before it."""
        (own, _), (shared, _) = self._keys(account, address)
        self._tries.pop(own, None)
        if (tries := self._tries.get(shared)) and tries.times:
            tries.times.pop()

    def _keys(self, account: str, address: str) -> list[tuple[tuple[str, str], int]]:
        return [((account.strip().casefold()[:254], address), 5), (("", address), 60)]

    def _count(self, key: tuple[str, str], limit: int, now: float) -> int:
        if len(self._tries) > 10_000:
            self._tries = {
                k: t for k, t in self._tries.items() if t.until > now or (t.times and now - t.times[-1] < 60)
            }
        tries = self._tries.setdefault(key, _Tries())
        if tries.until > now:
            return int(tries.until - now) + 1
        if tries.until and now - tries.until > 3600:
            tries.blocks = 0
        tries.times = [t for t in tries.times if now - t < 60]
        if len(tries.times) >= limit:
            wait = min(60 << min(tries.blocks, 6), 3600)
            tries.blocks, tries.until, tries.times = tries.blocks + 1, now + wait, []
            return wait
        tries.times.append(now)
        return 0
