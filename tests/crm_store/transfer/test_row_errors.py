"""A wrong row is left out alone, named with what would be accepted, and kept in rejected.csv."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from crm_store.errors import StoreError
from crm_store.models import Contact, Deal
from crm_store.store import Store
from crm_store.transfer import ImportReport, import_paths

Bring = Callable[..., ImportReport]


def test_every_wrong_value_is_named(filled: Store, bring: Bring) -> None:
    report = bring(
        filled,
        "deals.csv",
        "external_id,name,stage,amount,owner,closed_at,lost_reason,account\n"
        "X1,Good,Proposal,10,rep@example.com,,,\n"
        "X2,Bad,Dreaming,-5,nobody@example.com,2026-02-30,bored,Unknown Ltd\n"
        "X3,,Proposal,10,,,,\n",
    )
    assert (report.read, report.created, len(report.rejects)) == (3, 1, 2)
    said = {(e.row, e.column): e for e in report.errors}
    assert set(said) == {(3, c) for c in ("stage", "amount", "owner", "closed_at", "lost_reason", "account")} | {
        (4, "name")
    }
    assert "Qualify, Proposal, Won, Lost" in said[(3, "stage")].accepted
    assert said[(3, "amount")].value == "-5"
    assert "ada@example.com" in said[(3, "owner")].accepted or "Ada King" in said[(3, "owner")].accepted
    assert "Acme GmbH" in said[(3, "account")].accepted
    assert all(e.accepted_zh for e in report.errors)


def test_an_ambiguous_name_lists_its_bearers(filled: Store, bring: Bring) -> None:
    report = bring(filled, "tasks.csv", "external_id,title,contact\nT1,Call,Ana Ruiz\n")
    assert "Ana Ruiz @ Acme GmbH (C-2); Ana Ruiz @ Huayang Technology (C-3)" in report.errors[0].accepted


def test_an_account_decides_between_two_of_a_name(filled: Store, bring: Bring) -> None:
    report = bring(filled, "tasks.csv", "external_id,title,account,contact\nT1,Call,Acme GmbH,Ana Ruiz\n")
    assert report.errors == []


def test_what_leans_on_a_rejected_row_falls_with_it(filled: Store, bring: Bring, world: Path) -> None:
    for old in world.iterdir():
        old.unlink()
    (world / "accounts.csv").write_text(
        "external_id,name,annual_revenue,parent\nB1,Broken,-1,\nB2,Below,,Broken\nB3,Lower,,B2\nB4,Fine,,\n"
    )
    (world / "contacts.csv").write_text("external_id,name,account\nK1,Ana,Broken\nK2,Bea,Fine\n")
    (world / "deals.csv").write_text("external_id,name,contact\nE1,One,K1\nE2,Two,K2\n")
    (world / "deal_history.csv").write_text("deal,at,field,before,after,by\nE1,2026-01-01T00:00:00Z,amount,,5,\n")
    report = import_paths(filled, None, "ada@example.com", [world])
    assert sorted((e.file, e.row) for e in report.errors) == [
        ("accounts.csv", 2), ("accounts.csv", 3), ("accounts.csv", 4), ("contacts.csv", 2), ("deal_history.csv", 2), ("deals.csv", 2),
    ]  # fmt: skip
    assert report.created == 3
    assert "rejected: accounts.csv row 2" in next(e.accepted for e in report.errors if e.file == "contacts.csv")


def test_circles_are_refused(filled: Store, bring: Bring) -> None:
    report = bring(
        filled, "accounts.csv", "external_id,name,parent\nB1,One,B2\nB2,Two,B1\nB3,Three,B3\nB4,Four,B1\nB5,Five,\n"
    )
    assert [e.row for e in report.errors] == [2, 3, 4, 5]
    assert report.created == 1


def test_rejected_rows_are_kept_and_come_back_when_mended(filled: Store, bring: Bring) -> None:
    report = bring(filled, "contacts.csv", "external_id,name,email,phone\nZ1,=cmd(),nope,+49 1\nZ2,Fine,f@x.example,\n")
    path = report.rejected_file
    assert path is not None
    assert path.parent.name == str(report.job)
    text = path.read_text("utf-8")
    assert "'=cmd()" in text
    assert "'+49 1" in text
    rows = list(csv.DictReader(text.splitlines()))
    assert [(r["file"], r["row"], r["external_id"]) for r in rows] == [("contacts.csv", "2", "Z1")]
    assert "e-mail" in rows[0]["error"]
    mended = bring(filled, "contacts.csv", text.replace("nope", "cmd@x.example"))
    assert (mended.created, mended.errors) == (1, [])
    assert mended.unknown_columns == {"contacts.csv": ["file", "row", "error"]}
    with filled.session(filled.system()) as crm:
        assert crm.exec(select(Contact).where(Contact.external_id == "Z1")).scalars().one().name == "=cmd()"


def test_ragged_rows_are_rejected_with_all_their_cells(filled: Store, bring: Bring) -> None:
    report = bring(filled, "contacts.csv", "external_id,name\nY1,Ana,extra,cells\nY2\nY3,Bea\n")
    assert (report.created, len(report.rejects)) == (1, 2)
    assert report.rejected_file is not None
    assert "extra,cells" in report.rejected_file.read_text("utf-8")


def test_unknown_columns_are_reported_and_nothing_else_of_them(filled: Store, bring: Bring) -> None:
    report = bring(filled, "contacts.csv", "external_id,name,shoe size,,city\nY1,Ana,42,x,Ulm\n")
    assert (report.created, report.unknown_columns) == (1, {"contacts.csv": ["shoe size", "column 4", "city"]})
    assert "shoe size" in report.sentence("en")
    assert "shoe size" in report.sentence("zh")


def test_headings_may_be_chinese(filled: Store, bring: Bring) -> None:
    report = bring(filled, "contacts.csv", "姓名,电话,客户\n王芳,13800138000,华阳科技\n".encode("gb18030"))
    assert (report.created, report.encodings) == (1, {"contacts.csv": "gb18030"})


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("contacts.csv", b"", "is empty"),
        ("contacts.csv", b"\x00\x01\x02" * 500, "not a text file"),
        ("contacts.csv", b"<html><body>no</body></html>", "None of the columns"),
        ("people.csv", b"name\nAna\n", "Nothing says what people.csv holds"),
        ("book.xlsx", b"PK\x03\x04", "not a workbook"),
        ("book.ods", b"PK\x03\x04", "Save it as CSV"),
        ("card.vcf", b"BEGIN:VCARD", "Save it as CSV"),
        ("users.yaml", b"users: [}", "line 1"),
        ("users.yaml", b"users: 5", "a list"),
        ("users.yaml", b"- a\n- b\n", "mapping"),
        ("users.yaml", b"fiscal_year_start: 13", "month from 1 to 12"),
        ("other.yaml", b"a: 1", "users.yaml or map.yaml"),
        ("deal_history.csv", b"deal,at\nD1,2026-01-01\n", "lacks the columns"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(filled: Store, bring: Bring, name: str, data: bytes, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        bring(filled, name, data)
    assert refused.value.zh != refused.value.en


def test_missing_and_empty_folders_say_so(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no file"):
        import_paths(filled, None, "ada@example.com", [tmp_path / "nowhere"])
    (tmp_path / "hollow").mkdir()
    (tmp_path / "hollow" / "readme.md").write_text("hi")
    with pytest.raises(StoreError, match=r"readme\.md"):
        import_paths(filled, None, "ada@example.com", [tmp_path / "hollow"])


def test_the_report_is_json_with_every_error(filled: Store, bring: Bring) -> None:
    said = bring(filled, "deals.csv", "external_id,name,amount\nX1,Bad,x\n").to_json()
    assert said["errors"] == [
        {"file": "deals.csv", "row": 2, "column": "amount", "value": "x", "accepted": "a plain number such as 1234.50",
         "accepted_zh": "纯数字，例如 1234.50"}
    ]  # fmt: skip
    assert (said["rejected"], said["created"], said["read"]) == (1, 0, 1)
    with filled.session(filled.system()) as crm:
        assert len(crm.exec(select(Deal)).scalars().all()) == 2
