"""The command line of trust: records as they stood, a backup brought back, one person's data handed out."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from parley_worlds import ADMIN, CHEN, TOM

Run = Callable[..., Any]


def test_records_are_listed_as_they_stood(parley: Run, small_home: Any) -> None:
    deal = small_home.number("deal", "acme-renewal")
    where = ["records", "deal", "--as", CHEN, "--where", f"ref=D-{deal}", "--fields", "amount,stage", "--json"]
    now = parley(*where).json[0]
    then = parley(*where, "--as-of", "2026-11-15").json[0]
    assert (now["amount"]["amount"], now["stage"]) == ("600000.00", "Negotiation")
    assert (then["amount"]["amount"], then["stage"]) == ("500000.00", "Proposal")
    hidden = [*where[:3], TOM, *where[4:], "--as-of", "2026-11-15"]
    assert parley(*hidden).json == []


def test_a_backup_is_brought_back(parley: Run, small_home: Any, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert "copy.db" in parley("backup", copy).out
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert "copy.db" in parley("backup", copy, status=1).err
    before = parley("records", "deal", "--as", ADMIN, "--json").json
    small_home.store.close()
    assert "--force" in parley("restore", copy, status=1).err
    (tmp_path / "no.db").write_text("nothing")
    assert "missing.db" in parley("restore", tmp_path / "missing.db", status=1).err
    parley("restore", tmp_path / "no.db", "--force", status=1)
    assert not list(tmp_path.rglob("*.restoring"))
    parley("restore", copy, "--force")
    assert parley("records", "deal", "--as", ADMIN, "--json").json == before


def test_a_persons_data_is_written_to_a_private_file(parley: Run, small_home: Any, tmp_path: Path) -> None:
    bob, out = small_home.number("contact", "bob"), tmp_path / "bob.json"
    parley("privacy", "export", f"C-{bob}", "--as", CHEN, "--to", out)
    assert json.loads(out.read_text("utf-8"))["contact"][0]["email"] == "bob@acme.example"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert f"C-{bob}" in parley("privacy", "export", f"C-{bob}", "--as", TOM, "--to", tmp_path / "x.json", status=1).err
    assert not (tmp_path / "x.json").exists()
    assert "管理员" in parley("privacy", "erase", f"C-{bob}", "--as", CHEN, "--yes", status=1).err
