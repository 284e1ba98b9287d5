"""The fence around the chat: what is refused before Chainlit sees it, what every answer carries, and when nothing starts at all."""

import re
import socket
import subprocess
import sys
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from socketio.exceptions import ConnectionError as Refused

from assistant.errors import SettingProblem
from assistant.settings import Settings
from assistant.surfaces import chat_home
from assistant.surfaces.server import check, serve

HOSTILE = [
    "../../../canary",
    "..",
    "/etc",
    "a" * 36,
    "",
    None,
    7,
    ["x"],
    {"a": 1},
    "5DAFEE9D-E325-4749-B8E5-D9B0C8612447",
    "%2e%2e/canary",
    "5dafee9d-e325-4749-b8e5-d9b0c8612447/..",
]


@pytest.mark.parametrize("session", HOSTILE, ids=repr)
def test_a_session_id_that_is_no_uuid_is_refused(chat: Any, session: Any) -> None:
    # Chainlit makes a folder of this name and removes it when the session ends.
    canary = chat.server.home / "chat" / "canary"
    canary.mkdir(exist_ok=True)
    other = type(chat)(chat.server, chat.cookie)
    with pytest.raises(Refused):
        other.open(sessionId=session)
    assert canary.is_dir()


@pytest.mark.parametrize("auth", [{"threadId": "../x"}, {"clientType": "copilot"}, {"clientType": None}])
def test_other_hostile_words_at_the_door_are_refused(chat: Any, auth: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        type(chat)(chat.server, chat.cookie).open(**auth)


def test_another_sites_page_cannot_connect_nor_post(chat: Any) -> None:
    with pytest.raises(Refused):
        type(chat)(chat.server, chat.cookie).open("http://evil.example")
    answer = chat.server.ask("/logout", {}, cookie=chat.cookie, headers={"Origin": "http://evil.example"})
    assert answer.status == 403
    assert chat.server.ask("/user", cookie=chat.cookie).status == 200


def test_another_host_name_is_not_ours(server: Any) -> None:
    assert server.ask("/healthz", headers={"Host": "evil.example"}).status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/redoc",
        "/openapi.json",
        "/project/share/x",
        "/auth/oauth/github",
        "/copilot/index.js",
        "/health",
        "/nonsense",
        "/wp-admin",
    ],
)
def test_what_is_not_the_chats_does_not_exist(server: Any, path: str) -> None:
    assert server.ask(path).status == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/auth/jwt"),
        ("POST", "/auth/header"),
        ("POST", "/mcp"),
        ("PUT", "/project/thread/share"),
        ("POST", "/"),
    ],
)
def test_doors_that_are_not_used_are_shut(chat: Any, method: str, path: str) -> None:
    assert chat.server.ask(path, {}, method=method, cookie=chat.cookie).status == 404


@pytest.mark.parametrize(
    "path", ["/", "/login", "/assets/none", "/public/parley.css", "/healthz", "/user", "/nonsense"]
)
def test_every_answer_carries_the_safe_headers(server: Any, path: str) -> None:
    headers = server.ask(path).headers
    policy = dict(rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "*" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_page_names_no_other_host(server: Any) -> None:
    page = server.ask("/").body.decode()
    assert re.findall(r"https?://[^\s\"']+", page) == []
    for name in ("parley.js", "parley.css", "theme.json"):
        assert b"http" not in server.ask(f"/public/{name}").body


def test_the_chat_is_configured_as_it_must_be(chat: Any) -> None:
    told = chat.server.ask("/project/settings", cookie=chat.cookie).json
    features = told["features"]
    assert features["unsafe_allow_html"] is False
    assert features["mcp"]["enabled"] is False
    assert features["allow_thread_sharing"] is False
    assert features["edit_message"] is False
    assert features["audio"]["enabled"] is False
    assert features["spontaneous_file_upload"] == {
        "enabled": True,
        "accept": {"text/csv": [".csv"]},
        "max_files": 5,
        "max_size_mb": 20,
    }
    assert (told["ui"]["name"], told["ui"]["cot"], told["ui"]["default_theme"]) == ("Parley", "tool_call", "light")
    assert told["userEnv"] == []
    config = (chat.server.home / "chat" / ".chainlit" / "config.toml").read_text()
    assert f'allow_origins = ["http://127.0.0.1:{chat.server.port}", "http://localhost:{chat.server.port}"]' in config
    assert "session_timeout = 600" in config


def test_a_body_that_is_too_large_is_refused(server: Any) -> None:
    line = HTTPConnection("127.0.0.1", server.port, timeout=20)
    with closing(line):
        line.putrequest("POST", "/login")
        line.putheader("Content-Length", str(7 * 2**20))
        line.endheaders()
        assert line.getresponse().status == 413


def test_a_body_that_does_not_say_its_size_is_counted(server: Any) -> None:
    line = HTTPConnection("127.0.0.1", server.port, timeout=20)
    with closing(line):
        line.putrequest("POST", "/login")
        line.putheader("Transfer-Encoding", "chunked")
        line.putheader("Content-Type", "application/x-www-form-urlencoded")
        line.endheaders()
        with suppress(ConnectionError):
            for _ in range(7):
                line.send(b"100000\r\n" + b"x" * 2**20 + b"\r\n")
            line.send(b"0\r\n\r\n")
        assert line.getresponse().status in (400, 413)


def test_health_and_readiness_are_told(server: Any) -> None:
    assert server.ask("/healthz").json == {"status": "ok"}
    assert server.ask("/readyz").json == {"ready": True, "store": True, "index": False}


def test_nothing_is_written_where_the_server_was_started(server: Any) -> None:
    assert list((server.home.parent / "cwd").iterdir()) == []


def test_names_and_starters_follow_the_language(server: Any) -> None:
    for language, title, email in (
        ("en-US", "Sign in to Parley", "maya@example.com"),
        ("zh-CN", "登录 Parley", "chen@example.com"),
    ):
        told = server.ask(f"/project/translations?language={language}").json["translation"]
        assert told["auth"]["login"]["title"] == title
        starters = server.ask(f"/project/settings?language={language}", cookie=server.cookie(email)).json["starters"]
        assert starters
        assert all(any("一" <= c <= "鿿" for c in s["message"]) == (language == "zh-CN") for s in starters)


def test_no_tracing_client_is_loaded(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from assistant.surfaces import chat_home; chat_home.prepare(Path(sys.argv[1]), []); "
        "import chainlit.socket; print('pandas' in sys.modules, any(n.startswith('opentelemetry.instr') for n in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, timeout=170, check=False
    )
    assert done.stdout.split() == ["False", "False"], done.stderr


# ---------------------------------------------------------------- before anything starts


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"host": "0.0.0.0"}, "PARLEY_ALLOW_REMOTE"),
        ({"host": "192.168.1.5", "allow_remote": True}, "PARLEY_ORIGINS"),
        ({"host": "::", "origins": "https://crm.example"}, "PARLEY_ALLOW_REMOTE"),
        ({"origins": "*"}, "wildcards"),
        ({"origins": "https://*.example"}, "wildcards"),
        ({"origins": "crm.example"}, "whole addresses"),
    ],
)
def test_unsafe_addresses_do_not_start(tmp_path: Path, settings: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingProblem, match=words) as problem:
        serve(Settings(home=tmp_path, **settings))
    assert problem.value.zh
    assert list(tmp_path.iterdir()) == []


def test_a_remote_address_starts_when_its_origins_are_named() -> None:
    check(Settings(host="0.0.0.0", allow_remote=True, origins="https://crm.example, https://crm.example:8443"))


@pytest.mark.parametrize(
    ("name", "value"), [("CHAINLIT_COOKIE_SAMESITE", "none"), ("CHAINLIT_CUSTOM_AUTH", "1"), ("CHAINLIT_DEBUG", "true")]
)
def test_unsafe_variables_do_not_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingProblem, match=name):
        check(Settings())


@pytest.mark.parametrize(
    "secret", ["", "k3y", "a" * 64, "change-me-please-change-me-please-now", "my-super-secret-key-1234567890abcdef"]
)
def test_a_weak_cookie_secret_does_not_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secret: str) -> None:
    monkeypatch.setenv("CHAINLIT_AUTH_SECRET", secret)
    with pytest.raises(SettingProblem, match="CHAINLIT_AUTH_SECRET") as problem:
        chat_home.cookie_secret(tmp_path)
    assert not secret or secret not in str(problem.value)


def test_a_readable_secret_file_is_made_private_again(tmp_path: Path) -> None:
    secret = chat_home.cookie_secret(tmp_path)
    path = tmp_path / "secrets" / "cookie"
    path.chmod(0o644)
    assert chat_home.cookie_secret(tmp_path) == secret
    assert path.stat().st_mode & 0o077 == 0


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SettingProblem, match=f"Port {port} .* is taken"):
            serve(Settings(home=tmp_path, port=port))
