"""Whom the store was told to forget, as tombstones outside the database: salted hashes that a restored backup is held against."""

import hashlib
import hmac
import json
import os
import zipfile
import zlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

_FILE = "erased.jsonl"
_CUT = 4 * 1024 * 1024
"""Larger files than this are records of another kind: they are not read as text."""


def bury(home: Path, marks: Iterable[str], key: bytes, at: datetime) -> None:
    """Write a tombstone for a person known by these strings, and take them out of the plain files of the home folder."""
    held = tuple(marks)
    line = json.dumps({"at": at.isoformat(), "keys": sorted({key_of(m, key) for m in held})}) + "\n"
    with os.fdopen(os.open(home / _FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(line)
    for path in _plain_files(home):
        _clean(path, held)


def tombstones(home: Path) -> list[frozenset[str]]:
    """The keys of everybody who was erased."""
    path = home / _FILE
    found = []
    for line in path.read_text("utf-8").splitlines() if path.is_file() else []:
        try:
            found.append(frozenset(json.loads(line)["keys"]))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def key_of(mark: str, key: bytes) -> str:
    """One string a person is known by, as a tombstone holds it."""
    return hmac.new(b"tombstone" + key, " ".join(mark.casefold().split()).encode(), hashlib.sha256).hexdigest()[:32]


def _plain_files(home: Path) -> list[Path]:
    """Logs, uploads and exports under the home folder; the databases and secrets are not among them."""
    kept = {"secrets", "index"}
    return [
        p
        for p in home.rglob("*")
        if p.is_file()
        and not kept & set(p.relative_to(home).parts[:1])
        and not p.name.startswith("parley.db")
        and p.name not in (_FILE, "anchors.jsonl")
    ]


def _clean(path: Path, marks: tuple[str, ...]) -> None:
    """An uploaded or exported file that speaks of the person goes; of a log only the lines go."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _CUT else b""
        data += _packed(path)
    except OSError:
        return
    needles = (
        [m.encode() for m in marks]
        + [json.dumps(m)[1:-1].encode() for m in marks]
        + [m.encode("utf-16-le") for m in marks]
        + [m.encode("gb18030") for m in marks]
    )
    low = data.lower()
    if not any(n.lower() in low for n in needles):
        return
    if path.suffix == ".log":
        lines = [line for line in data.splitlines(keepends=True) if not any(n.lower() in line.lower() for n in needles)]
        path.write_bytes(b"".join(lines))
    else:
        path.unlink()


def _packed(path: Path) -> bytes:
    """What the members of a workbook or another packed file hold; nothing for any other file, or one that cannot be unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            return b"\0".join(packed.read(i) for i in packed.infolist() if i.file_size <= _CUT)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return b""
