"""`parley import`, `export` and `undo`: files in, files out, and everything taken back."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
CHEN, LIN, ADMIN, NINA = (f"{n}@example.com" for n in ("chen", "lin", "admin", "nina"))

USERS = """
workspace: Tiny
currency: EUR
timezone: Europe/Berlin
users: [{email: ada@tiny.test, name: Ada, role: admin, lang: en}]
pipelines: [{name: Own, stages: [{name: Open, kind: open, probability: 50}, {name: Won, kind: won, probability: 100}]}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small world in the native layout."""
    made = tmp_path / "world"
    made.mkdir()
    (made / "users.yaml").write_text(USERS, "utf-8")
    (made / "accounts.csv").write_text(
        "external_id,name,owner\nA1,Müller GmbH,ada@tiny.test\nA2,=cmd(),ada@tiny.test\n", "utf-8"
    )
    (made / "deals.csv").write_text(
        "external_id,name,account,stage,amount,currency\nD1,Press,Müller GmbH,Open,1200.50,EUR\nD2,Bad,Müller GmbH,Limbo,1,EUR\n",
        "utf-8",
    )
    return made


def test_a_folder_may_bring_its_own_administrator(parley: Run, folder: Path) -> None:
    parley("init")
    refused = parley("import", folder, "--as", "nobody@tiny.test", status=1).err
    assert "parley user add" in refused
    tried = parley("import", folder, "--as", "ada@tiny.test", "--dry-run", "--json").json[0]
    assert (tried["dry_run"], tried["tx"]) == (True, None)
    (report,) = parley("import", folder, "--as", "ada@tiny.test", "--json").json
    assert report["rejected"] == 1
    assert report["errors"][0]["value"] == "Limbo"
    assert "Bad" in Path(report["rejected_file"]).read_text("utf-8")
    (deal,) = parley("records", "deal", "--as", "ada@tiny.test", "--json").json
    assert deal["amount"] == {"amount": "1200.50", "currency": "EUR"}
    assert [p["name"] for p in parley("records", "pipeline", "--as", "ada@tiny.test", "--json").json] == ["Own"]


def test_the_default_pipeline_gives_way_to_the_companys_own_and_comes_back_with_undo(parley: Run, folder: Path) -> None:
    parley("init")
    parley("user", "add", "ada@tiny.test", "--name", "Ada", "--role", "admin")
    names = ("records", "pipeline", "--as", "ada@tiny.test", "--json")
    assert [p["name"] for p in parley(*names).json] == ["Standard"]
    said = parley("import", folder, "--as", "ada@tiny.test").out
    assert "Limbo" in said
    assert "parley undo 1" in said
    assert [p["name"] for p in parley(*names).json] == ["Own"]
    parley("undo", "1", "--as", "ada@tiny.test")
    assert not parley("records", "deal", "--as", "ada@tiny.test", "--json").json
    assert [p["name"] for p in parley(*names).json] == ["Standard"]
    assert "undo" in parley("undo", "--as", "ada@tiny.test", status=1).err


def test_an_export_opens_safely_and_comes_back_unchanged_after_undo(parley: Run, folder: Path, tmp_path: Path) -> None:
    parley("init")
    parley("import", folder, "--as", "ada@tiny.test")
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    assert "2 records" in parley("export", "account", "--as", "ada@tiny.test", "--to", before).out
    with before.open(encoding="utf-8", newline="") as file:
        assert {r["name"] for r in csv.DictReader(file)} == {"Müller GmbH", "'=cmd()"}
    more = tmp_path / "accounts.csv"
    more.write_text("external_id,name\nA1,Meier GmbH\nA9,New Ltd\n", "utf-8")
    parley("import", more, "--as", "ada@tiny.test")
    (undone,) = parley("undo", "--as", "ada@tiny.test", "--json").json
    assert undone["import"] == 2
    assert len(undone["undone"]) == 2
    parley("export", "account", "--as", "ada@tiny.test", "--to", after)
    assert after.read_bytes() == before.read_bytes()
    as_json = tmp_path / "accounts.json"
    (said,) = parley("export", "account", "--as", "ada@tiny.test", "--to", as_json, "--json").json
    assert said == {"entity": "account", "records": 2, "file": str(as_json)}
    assert len(json.loads(as_json.read_text("utf-8"))) == 2


def test_undo_takes_a_turn_a_unit_of_work_or_the_last_thing(parley: Run, small_home: Any) -> None:
    stage = ("records", "deal", "--as", CHEN, "--where", "name=Acme renewal", "--fields", "stage", "--json")
    assert "turn-x" in parley("undo", "turn-x", "--as", CHEN, status=1).err
    (undone,) = parley("undo", "turn-1", "--as", CHEN, "--json").json
    assert undone["undone"] == [small_home.ref("deal", "acme-renewal")]
    assert parley(*stage).json[0]["stage"] == "Proposal"
    again = parley("undo", "turn-1", "--as", CHEN, status=1).err
    assert "撤销" in again
    event = parley("records", "event", "--as", CHEN, "--where", "turn=turn-1", "--json").json[0]
    assert event["undone"] is True


def test_nobody_undoes_what_is_not_theirs_but_an_administrator_may(parley: Run, small_home: Any) -> None:
    assert parley("undo", "turn-1", "--as", "maya@example.com", status=1).err
    assert parley("undo", "turn-1", "--as", ADMIN, "--json").json[0]["undone"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["import", "/nowhere.csv", "--as", CHEN], "/nowhere.csv"),
        (["export", "deal", "--as", NINA, "--to", "x.csv"], "export"),
        (["export", "deal", "--as", CHEN, "--to", "x.pdf"], "x.pdf"),
        (["export", "event", "--as", CHEN, "--to", "x.csv"], "records event"),
        (["export", "deal", "--as", CHEN, "--to", "/nowhere/x.csv"], "/nowhere/x.csv"),
        (["undo", "--as", CHEN], "撤销"),
    ],
)
def test_refusals_are_sentences(parley: Run, small_home: Any, words: list[str], says: str) -> None:
    said = parley(*words, status=1)
    assert says in said.err
    assert "Traceback" not in said.err


def test_a_file_that_is_no_csv_is_refused_and_writes_nothing(parley: Run, small_home: Any, tmp_path: Path) -> None:
    junk = tmp_path / "contacts.csv"
    junk.write_bytes(bytes(range(256)) * 40)
    before = len(parley("records", "contact", "--as", ADMIN, "--json").json)
    said = parley("import", junk, "--as", ADMIN, status=1)
    assert "contacts.csv" in said.err
    assert len(parley("records", "contact", "--as", ADMIN, "--json").json) == before
