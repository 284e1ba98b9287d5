"""Seals on the event log: each event's is worked out from the one before it with a key kept outside the database.

Whoever changes, swaps, puts in or takes out an event without the key breaks the chain from there on; whoever cuts the end off is
found by the anchors, the seals written down elsewhere each day.
"""

import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ERASED = "~erased"
"""Marks values of an event that were taken out because they were somebody's personal data."""

FIRST = "0" * 32


def seal(rows: Sequence[dict[str, Any]], before: str, key: bytes) -> None:
    """Give new events their seals, in order; `before` is the seal of the event before the first."""
    last = before
    for row in rows:
        row["content"] = content_of(row, key)
        row["seal"] = last = seal_of(row, last, key)


def content_of(row: Mapping[str, Any], key: bytes) -> str:
    """What stands for an event's values in its seal, so that they can be erased and the chain still holds."""
    return _mac(key, row["before"], row["after"], row["reason"])


def seal_of(row: Mapping[str, Any], last: str, key: bytes) -> str:
    at: datetime = row["at"]
    return _mac(
        key, last, row["workspace_id"], row["id"], row["tx"], at.astimezone(UTC).isoformat(timespec="microseconds"), row["actor_id"],
        row["actor_kind"], row["turn"], row["tool"], row["entity"], row["record_id"], row["op"], row["content"],
    )  # fmt: skip


def key_beside(home: Path, *, make: bool = False) -> bytes:
    """The key in `home`/secrets/audit.key, made when asked for; b"" when there is none."""
    path = home / "secrets" / "audit.key"
    if make and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(stat.S_IRWXU)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_bytes().strip() if path.is_file() else b""


def anchor(home: Path, day: date, number: int, mark: str) -> bool:
    """Write down the log's last seal once a day, outside the database; False when today's is there already."""
    known = anchors(home)
    if not number or (known and known[-1][0] >= day.isoformat()):
        return False
    path = home / "anchors.jsonl"
    torn = path.is_file() and path.read_bytes()[-1:] not in (
        b"",
        b"\n",
    )  # a full disk cut the last one short: begin a line
    line = "\n" * torn + json.dumps({"day": day.isoformat(), "event": number, "seal": mark}) + "\n"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(line)
    return True


def anchors(home: Path) -> list[tuple[str, int, str]]:
    """(day, event, seal) as they were written down."""
    path = home / "anchors.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    found = []
    for line in lines:
        try:
            held = json.loads(line)
            found.append((str(held["day"]), int(held["event"]), str(held["seal"])))
        except (ValueError, KeyError, TypeError):
            continue  # a line cut short by a full disk says nothing
    return found


def _mac(key: bytes, *parts: Any) -> str:
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]
