"""PARLEY_HOME/chat, the folder Chainlit works in, written anew from the package at each start; and the cookie's secret."""

import json
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from assistant.errors import SettingProblem

ENTRY = "app.py"
SAMPLE_SECRETS = ("secret", "changeme", "change-me", "example", "sample", "password", "test", "your-secret")

_LANGUAGES = ("en-US", "zh-CN")
_FIXED = {
    "ANONYMIZED_TELEMETRY": "false",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGGRAPH_STRICT_MSGPACK": "true",
}
"""Settings of libraries that must not depend on whose machine this is: nothing is reported home, nothing is unpickled."""


def prepare(home: Path, origins: Sequence[str]) -> Path:
    """Write the chat's folder under `home` and point Chainlit at it; call before Chainlit is imported. Returns the folder."""
    root = home.resolve() / "chat"
    for name in (".files", "public", ".chainlit"):
        shutil.rmtree(root / name, ignore_errors=True)
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(stat.S_IRWXU)
    with as_file(files("assistant.surfaces.chat")) as shipped:
        shutil.copytree(shipped / "public", root / "public", copy_function=shutil.copyfile)
        settings = (
            (shipped / "config.toml")
            .read_text("utf-8")
            .replace("allow_origins = []", f"allow_origins = {json.dumps(list(origins))}")
        )
        translations = root / ".chainlit" / "translations"
        translations.mkdir(parents=True)
        (root / ".chainlit" / "config.toml").write_text(settings, "utf-8")
        for language in _LANGUAGES:
            ours = json.loads((shipped / "translations" / f"{language}.json").read_text("utf-8"))
            text = json.dumps(_merged(_chainlits(language), ours), ensure_ascii=False, indent=1)
            (translations / f"{language}.json").write_text(text, "utf-8")
    os.environ.update(_FIXED)
    os.environ.pop("CHAINLIT_ROOT_PATH", None)
    leave_out_telemetry()
    os.environ["CHAINLIT_APP_ROOT"] = str(root)
    return root


def leave_out_telemetry() -> None:
    """Let Chainlit load without Traceloop's SDK, which it names in types only.

    It is a client of a tracing service nobody here uses; with its instrumentations and pandas it takes half of the
    time Chainlit takes to load (8.1 s of processor time with it, 4.0 s without, uncompiled).
    """
    if "traceloop" not in sys.modules:
        package, sdk = ModuleType("traceloop"), ModuleType("traceloop.sdk")
        vars(sdk)["Traceloop"] = None
        sys.modules.update({"traceloop": package, "traceloop.sdk": sdk})


def entry() -> Path:
    """The file Chainlit loads."""
    return Path(str(files("assistant.surfaces.chat") / ENTRY))


def cookie_secret(home: Path) -> str:
    """The secret that signs sign-in cookies: CHAINLIT_AUTH_SECRET, else 64 hex digits kept in `home`/secrets, made at the first start.

    Raises:
        SettingProblem: the one that is set is short or a sample.
    """
    given = os.environ.get("CHAINLIT_AUTH_SECRET")
    if given is not None:
        return checked_secret(given, "CHAINLIT_AUTH_SECRET")
    folder = home / "secrets"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(stat.S_IRWXU)
    path = folder / "cookie"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        path.chmod(0o600)
    return checked_secret(path.read_text("utf-8").strip(), str(path))


def checked_secret(secret: str, where: str) -> str:
    """The secret, when it is one; SettingProblem names where the bad one stands, never the secret."""
    worn = len(set(secret)) < 8 or any(sample in secret.casefold() for sample in SAMPLE_SECRETS)
    if len(secret.encode()) < 32 or worn:
        raise SettingProblem(
            f"The cookie secret in {where} is too short or a sample. Remove it and start again: Parley makes a good one.",
            f"{where} 中的 Cookie 密钥过短或只是示例。请删除后重新启动，Parley 会生成一个安全的密钥。",
        )
    return secret


def _chainlits(language: str) -> dict[str, Any]:
    # Read beside the package, not through it: importing Chainlit would settle its folder before we set it.
    spec = find_spec("chainlit")
    if spec is None or spec.origin is None:
        return {}
    path = Path(spec.origin).parent / "translations" / f"{language}.json"
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def _merged(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(theirs)
    for key, value in ours.items():
        made[key] = _merged(made.get(key) or {}, value) if isinstance(value, Mapping) else value
    return made
