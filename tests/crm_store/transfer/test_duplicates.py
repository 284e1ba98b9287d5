"""A row that repeats a record is left out or reported, with both sides."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from crm_store.models import Deal
from crm_store.store import Store
from crm_store.transfer import ImportReport
from crm_store.transfer.likeness import company_core, phone_key

Bring = Callable[..., ImportReport]


def sides(report: ImportReport) -> list[tuple[int, str, str, str, bool]]:
    return [(d.row, d.label, d.existing_ref, d.why, d.skipped) for d in report.duplicates]


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("contacts.csv", "name,email\nLi Na,LI.NA@huayang.example\n", (2, "Li Na", "C-1", "the same e-mail", True)),
        (
            "contacts.csv",
            "name,phone\nAna Ruiz,0049 30 123456\n",
            (2, "Ana Ruiz", "C-2", "the same phone number", True),
        ),
        (
            "contacts.csv",
            "name,account\nana  RUIZ,A2\n",
            (2, "ana  RUIZ", "C-2", "the same name at the same company", True),
        ),
        ("accounts.csv", "name,domain\nAcme Ltd,www.acme.example\n", (2, "Acme Ltd", "ACC-2", "the same domain", True)),
        ("accounts.csv", "name\nACME\n", (2, "ACME", "ACC-2", "the same company name", True)),
        ("accounts.csv", "name\n華陽科技有限公司\n", (2, "華陽科技有限公司", "ACC-1", "the same company name", True)),
        (
            "contacts.csv",
            "external_id,name,email\nN1,L.N.,li.na@huayang.example\n",
            (2, "L.N.", "C-1", "the same e-mail", True),
        ),
        (
            "contacts.csv",
            "external_id,name,account\nN1,Ana Ruiz,A2\n",
            (2, "Ana Ruiz", "C-2", "the same name at the same company", False),
        ),
        ("accounts.csv", "external_id,name\nN1,Acme\n", (2, "Acme", "ACC-2", "the same company name", False)),
    ],
)
def test_likenesses(filled: Store, bring: Bring, file: str, text: str, expected: tuple[Any, ...]) -> None:
    report = bring(filled, file, text)
    assert sides(report) == [expected]
    assert report.created == (0 if expected[-1] else 1)
    assert report.rejects == {}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("contacts.csv", "name,phone\nBen Other,+49 30 123456\n"),
        ("contacts.csv", "name,account\nAna Ruiz,\n"),
        ("contacts.csv", "name,account\nAna Ruiza,A2\n"),
        ("accounts.csv", "external_id,name,domain,parent\nN1,Acme Robotics,acme.example,Acme GmbH\n"),
        ("leads.csv", "name,email\nLi Na,li.na@huayang.example\n"),
    ],
)
def test_what_is_no_duplicate(filled: Store, bring: Bring, file: str, text: str) -> None:
    report = bring(filled, file, text)
    assert (report.created, report.skipped) == (1, [])


def test_duplicates_within_a_file_name_the_earlier_row(filled: Store, bring: Bring) -> None:
    report = bring(filled, "leads.csv", "name,email\nAna,a@x.example\nBen,b@x.example\nAna M.,A@x.example\n")
    assert sides(report) == [(4, "Ana M.", "leads.csv row 2", "the same e-mail", True)]
    assert report.to_json()["duplicates"][0]["existing_label"] == "Ana"


def test_an_external_id_twice_in_a_file_is_a_duplicate(filled: Store, bring: Bring) -> None:
    report = bring(filled, "deals.csv", "external_id,name\nX,One\nX,Two\n")
    assert sides(report) == [(3, "Two", "deals.csv row 2", "the same external id earlier in this import", True)]


def test_what_refers_to_a_duplicate_means_the_record_it_repeats(filled: Store, bring: Bring, tmp_path: Any) -> None:
    from crm_store.transfer import import_paths

    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "accounts.csv").write_text("external_id,name,domain\nOTHER,Acme Holding,acme.example\n")
    (folder / "deals.csv").write_text("external_id,name,account\nQ1,Quote,OTHER\n")
    report = import_paths(filled, None, "ada@example.com", [folder])
    assert (len(report.skipped), report.errors) == (1, [])
    with filled.session(filled.system()) as crm:
        deal = crm.exec(select(Deal).where(Deal.external_id == "Q1")).scalars().one()
        assert crm.get("account", deal.account_id or 0).display == "Acme GmbH"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("contacts.csv", "name,email\nUma,u@x.example\nVi,v@x.example\n"),
        ("deals.csv", "name,account,amount\nBig one,Acme GmbH,10\nSmall one,,5\n"),
        (
            "activities.csv",
            "kind,starts_at,subject,body\ncall,2026-01-01T10:00:00Z,Hello,we spoke\nnote,2026-01-01T10:00:00Z,,x\n",
        ),
        ("tasks.csv", "title,due_on\nCall,2026-12-01\nWrite,\n"),
        ("tickets.csv", "number,subject\n77,Broken\n,Other\n"),
        ("articles.csv", "title,language,body\nHow to,en,So\nWhy,en,Thus\n"),
        ("products.csv", "sku,name,list_price\nS1,Box,5\n,Crate,6\n"),
    ],
)
def test_the_same_file_twice_adds_nothing(filled: Store, bring: Bring, file: str, text: str) -> None:
    assert bring(filled, file, text).created == 2
    again = bring(filled, file, text)
    assert (again.created, again.updated) == (0, 0)
    assert len(again.skipped) + again.unchanged == 2


def test_names_and_numbers_in_their_comparable_form() -> None:
    assert {company_core(n) for n in ("ACME GmbH", "Acme, Inc.", "acme")} == {"acme"}
    assert {company_core(n) for n in ("华阳科技股份有限公司", "華陽科技", "华阳科技有限公司")} == {"华阳科技"}
    assert company_core("公司") == "公司"
    assert {phone_key(p) for p in ("+86 138 0013 8000", "138-0013-8000", "0086 13800138000")} == {"+8613800138000"}
    assert phone_key("123") == ""
