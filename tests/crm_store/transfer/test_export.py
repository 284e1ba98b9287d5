"""What is exported is what the person may see, whole, safe to open, and reads back as nothing new."""

import csv
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crm_store.errors import NotAllowed, StoreError
from crm_store.models import Lead
from crm_store.permissions import Actor
from crm_store.store import Store
from crm_store.transfer import ImportReport, export
from crm_store.transfer.exporting import NATIVE
from crm_store.transfer.guards import DANGEROUS

Bring = Callable[..., ImportReport]
FILES = {
    "account": "accounts",
    "contact": "contacts",
    "deal": "deals",
    "activity": "activities",
    "user": "users",
    "team": "teams",
    "stage": "stages",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_are_those_of_the_native_layout(filled: Store, ada: Actor, tmp_path: Path) -> None:
    assert export(filled, ada, "deal", tmp_path / "d.csv") == 2
    first, second = rows(tmp_path / "d.csv")
    assert list(first)[: 1 + len(NATIVE["deal"].split())] == ["external_id", *NATIVE["deal"].split()]
    assert not {"version", "deleted_at", "password_hash"} & set(first)
    assert (first["ref"], first["amount"], first["currency"], first["owner"]) == (
        "D-1",
        "300000",
        "CNY",
        "rep@example.com",
    )
    assert (first["contact"], first["contacts"]) == (
        "li.na@huayang.example",
        "li.na@huayang.example;Ana Ruiz @ Huayang Technology",
    )
    assert (first["stage"], first["stage_ref"], second["closed_at"]) == ("Proposal", "S-2", "2026-06-30T10:00:00Z")


@pytest.mark.parametrize("entity", FILES)
@pytest.mark.parametrize("keyed", [True, False])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_an_export_reads_back_as_unchanged(
    filled: Store, ada: Actor, tmp_path: Path, entity: str, keyed: bool, suffix: str, bring: Bring
) -> None:
    if not keyed:
        bring(
            filled,
            "contacts.csv",
            "name,account,phone\nSame Name,Acme GmbH,1\nSame Name,Huayang Technology,2\nNo Home,,\n",
        )
        bring(filled, "accounts.csv", 'name,aliases\n=Sum;GmbH,"[""a;b"",""\'-c""]"\n')
        bring(filled, "deals.csv", "name,contact\n+Deal,No Home\n@Deal,Same Name @ Acme GmbH\n'-quoted,\n")
        bring(filled, "activities.csv", 'kind,starts_at,body,deal\nnote,2026-01-01T00:00:00Z,"-1\nline",+Deal;@Deal\n')
    path = tmp_path / f"{FILES[entity]}.{suffix}"
    count = export(filled, ada, entity, path)
    report = bring(filled, path.name, path.read_bytes())
    assert (report.unchanged, report.errors, report.duplicates, report.created, report.updated) == (count, [], [], 0, 0)
    assert report.unknown_columns == {}


def test_no_cell_runs_as_a_formula(filled: Store, ada: Actor, tmp_path: Path, bring: Bring) -> None:
    starts = [c for c in DANGEROUS if c not in "\0\t\r\n"]
    lines = "".join(f"{n},{c}1+1,{c}phone,{c}t\n" for n, c in enumerate(starts))
    bring(filled, "leads.csv", "external_id,name,phone,tags\n" + lines)
    bring(filled, "leads.csv", 'external_id,name,title\nT1,Ana,"\t=1+1"\n')
    export(filled, ada, "lead", tmp_path / "l.csv")
    for row in rows(tmp_path / "l.csv"):
        for name, cell in row.items():
            assert not cell or cell[0] not in DANGEROUS, (name, cell)
    assert rows(tmp_path / "l.csv")[0]["name"] == "'+1+1"


def test_json_has_the_records_shape(filled: Store, ada: Actor, tmp_path: Path) -> None:
    export(filled, ada, "deal", tmp_path / "d.json")
    text = (tmp_path / "d.json").read_text("utf-8")
    first = json.loads(text)[0]
    assert len(text.splitlines()) == 4
    assert (first["ref"], first["amount"], first["account"], first["account_ref"]) == (
        "D-1", {"amount": "300000.00", "currency": "CNY"}, "Huayang Technology", "ACC-1",
    )  # fmt: skip
    assert "version" not in first
    assert export(filled, ada, "ticket", tmp_path / "t.json") == 0
    assert json.loads((tmp_path / "t.json").read_text()) == []


def test_everybody_exports_only_what_they_see(filled: Store, bring: Bring, tmp_path: Path) -> None:
    bring(filled, "deals.csv", "external_id,name,owner\nS1,Secret,ada@example.com\n")
    assert export(filled, filled.actor("rep@example.com"), "deal", tmp_path / "d.csv") == 2
    assert "Secret" not in (tmp_path / "d.csv").read_text("utf-8")


def test_a_viewer_exports_nothing(people: Store, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        export(people, people.actor("vic@example.com"), "user", tmp_path / "u.csv")
    assert not (tmp_path / "u.csv").exists()


def test_only_the_records_asked_for(filled: Store, ada: Actor, tmp_path: Path) -> None:
    assert export(filled, ada, "contact", tmp_path / "c.csv", numbers=[3, 1, 99]) == 2
    assert [r["ref"] for r in rows(tmp_path / "c.csv")] == ["C-1", "C-3"]


def test_the_file_is_private_whole_and_replaces_an_older_one(filled: Store, ada: Actor, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    export(filled, ada, "account", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix == ".csv") == ["a.csv"]


def test_a_link_at_the_target_is_replaced_not_followed(filled: Store, ada: Actor, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("keep")
    (tmp_path / "a.csv").symlink_to(tmp_path / "precious.txt")
    export(filled, ada, "account", tmp_path / "a.csv")
    assert (tmp_path / "precious.txt").read_text() == "keep"


@pytest.mark.parametrize(
    ("entity", "to", "said"),
    [("deal", "d.pdf", "csv, .xlsx or .json"), ("robot", "r.csv", "no record type"), ("deal", "no/d.csv", "written")],
)
def test_what_cannot_be_exported_says_so(
    filled: Store, ada: Actor, tmp_path: Path, entity: str, to: str, said: str
) -> None:
    with pytest.raises(StoreError, match=said):
        export(filled, ada, entity, tmp_path / to)


def test_custom_fields_travel(filled: Store, ada: Actor, tmp_path: Path, bring: Bring) -> None:
    with filled.session(ada, writes=True) as crm:
        crm.create("custom_field", {"entity": "lead", "key": "shoe", "type": "number"})
    bring(filled, "leads.csv", "external_id,name,custom.shoe,custom.hat\nL1,Ana,42.50,red\n")
    export(filled, ada, "lead", tmp_path / "leads.csv")
    only: dict[str, Any] = rows(tmp_path / "leads.csv")[0]
    assert (only["shoe"], "custom.hat" in only) == ("42.50", False)
    assert bring(filled, "leads.csv", (tmp_path / "leads.csv").read_bytes()).unchanged == 1


OWN: dict[str, dict[str, Any]] = {
    "shirt": {"label_en": "shirt size", "label_zh": "衬衫尺码", "type": "choice", "options": ["small|小", "large|大"]},
    "badge": {"label_en": "badge", "label_zh": "胸牌", "type": "text", "unique": True},
    "score": {"label_en": "own score", "label_zh": "自评分", "type": "number", "required": True},
    "born": {"label_en": "born on", "label_zh": "出生日", "type": "date"},
    "vip": {"label_en": "VIP guest", "label_zh": "贵宾", "type": "bool"},
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_company_s_own_fields_travel_under_their_labels(
    filled: Store, ada: Actor, tmp_path: Path, bring: Bring, suffix: str
) -> None:
    with filled.session(ada, writes=True) as crm:
        for key, values in OWN.items():
            crm.create("custom_field", {"entity": "lead", "key": key, **values})
    report = bring(
        filled, "leads.csv",
        "external_id,name,Shirt Size,胸牌（唯一）,own score,born on,VIP guest,hat\n"
        "L1,Ana,大,B-1,7.5,1990-01-31,是,red\nL2,Bo,SMALL,B-2,8,,no,\n"
        "L3,Cy,huge,B-3,1,,,\nL4,Di,large,b-1,1,,,\nL5,Ed,large,B-5,,,,\n",
    )  # fmt: skip
    assert report.of("lead").created == 2
    assert report.unknown_columns == {"leads.csv": ["hat"]}
    assert [(e.row, e.column, e.accepted.split(",")[0]) for e in report.errors] == [
        (4, "Shirt Size", "one of small"),
        (5, "胸牌（唯一）", "a badge that no other record has"),
        (6, "own score", "own score"),
    ]
    with filled.session(ada) as crm:
        held = {r.name: r.custom for r in crm.all(select(Lead)) if r.external_id in ("L1", "L2")}
    assert held["Ana"] == {"shirt": "large", "badge": "B-1", "score": "7.50", "born": "1990-01-31", "vip": True}
    out = tmp_path / f"leads.{suffix}"
    export(filled, ada, "lead", out)
    again = bring(filled, f"leads.{suffix}", out.read_bytes())
    assert (again.of("lead").updated, again.errors, again.unknown_columns) == (0, [], {})
