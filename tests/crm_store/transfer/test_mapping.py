"""A map turns foreign files into records, and says what is wrong with itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crm_store.errors import NotAllowed, StoreError
from crm_store.models import Contact, CustomField, Deal, Team, User
from crm_store.store import Store
from crm_store.transfer import ImportReport, import_paths
from crm_store.transfer.mapping import slug

MAP = """
files:
  customers.csv:
    - entity: contact
      key: {external_id: customer_id}
      fields: {name: customer_name, email: customer_email, phone: customer_phone, owner: assigned_to_email}
    - entity: deal
      key: {external_id: customer_id}
      fields:
        name: {column: customer_name}
        contact: {ref: contact, column: customer_id}
        stage: {column: status, values: {Lead: Qualify}}
        product_interest: {column: product_interest, custom: text}
        last_activity_at: {column: last_contact_date, format: "%Y-%m-%d"}
"""
HEAD = "customer_id,customer_name,customer_email,customer_phone,status,product_interest,last_contact_date,assigned_to_email,nps\n"
ROWS = (
    "7,Ana Diaz,ana.diaz@x.example,0012,Lead,Robots,2026-05-01,rep@example.com,9\n"
    "8,Ben Wu,ben@x.example,,Proposal,NA,2026-05-02,boss@example.com,8\n"
    "9,Cy Odd,cy@x.example,,Dreaming,,01/05/2026,rep@example.com,7\n"
)


@pytest.fixture
def mapped(filled: Store, tmp_path: Path) -> Callable[..., ImportReport]:
    def run(
        text: str = MAP, files: dict[str, str] | None = None, *, own: bool = False, as_: str = "ada@example.com"
    ) -> ImportReport:
        folder = tmp_path / "foreign"
        folder.mkdir(exist_ok=True)
        for name, content in (files or {"customers.csv": HEAD + ROWS}).items():
            (folder / name).write_text(content, "utf-8")
        where = folder / "map.yaml" if own else tmp_path / "my_map.yaml"
        where.write_text(text, "utf-8")
        return import_paths(filled, None, as_, [folder], map_file=None if own else where)

    return run


def everything(store: Store, model: Any) -> list[Any]:
    with store.session(store.system()) as crm:
        return list(crm.exec(select(model).order_by(model.id)).scalars())


@pytest.mark.parametrize("own", [False, True])
def test_one_row_makes_several_records(filled: Store, mapped: Callable[..., ImportReport], own: bool) -> None:
    report = mapped(own=own)
    assert (report.of("contact").created, report.of("deal").created, report.of("custom_field").created) == (3, 2, 1)
    deal = next(d for d in everything(filled, Deal) if d.external_id == "7")
    contact = next(c for c in everything(filled, Contact) if c.external_id == "7")
    assert (deal.contact_id, contact.phone, deal.custom) == (contact.id, "0012", {"product_interest": "Robots"})
    assert deal.last_activity_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert everything(filled, CustomField)[0].key == "product_interest"
    assert next(d for d in everything(filled, Deal) if d.external_id == "8").custom == {"product_interest": "NA"}


def test_unknown_values_and_columns_are_reported(filled: Store, mapped: Callable[..., ImportReport]) -> None:
    report = mapped()
    assert [(e.row, e.column, e.value) for e in report.errors] == [
        (4, "last_contact_date", "01/05/2026"),
        (4, "status", "Dreaming"),
    ]
    assert "Qualify, Proposal, Won, Lost" in report.errors[1].accepted
    assert report.unknown_columns == {"customers.csv": ["nps"]}


def test_a_second_time_changes_nothing(filled: Store, mapped: Callable[..., ImportReport]) -> None:
    mapped()
    again = mapped()
    assert (again.created, again.updated, again.unchanged) == (0, 0, 5)


def test_users_and_teams_come_from_rows(filled: Store, mapped: Callable[..., ImportReport]) -> None:
    text = """
files:
  staff.csv:
    - {entity: team, key: {name: office}}
    - entity: user
      key: {email: {template: "{chief|slug}@example.com"}}
      fields: {name: chief, role: {const: manager}}
    - entity: user
      key: {email: {template: "{person|slug}@example.com"}}
      fields:
        name: person
        role: {column: job, values: {Sales: rep, "": viewer}}
        team: office
        reports_to: {template: "{chief|slug}@example.com"}
"""
    staff = "person,chief,office,job\nMei-Mei Johns,José Núñez,Nord,Sales\n李娜,José Núñez,Nord,\nPat,,,sales\n"
    report = mapped(text, {"staff.csv": staff})
    assert report.errors == []
    users = {u.email: u for u in everything(filled, User)}
    jose = users["jose.nunez@example.com"]
    assert (jose.role, users["mei-mei.johns@example.com"].reports_to_id, users["lina@example.com"].role) == (
        "manager",
        jose.id,
        "viewer",
    )
    assert users["pat@example.com"].password_hash is None
    assert [t.name for t in everything(filled, Team)][-1] == "Nord"
    assert report.of("team").created == 1


def test_templates_defaults_and_empties(filled: Store, mapped: Callable[..., ImportReport]) -> None:
    text = """
clean: {offers.csv: {what: {Bxo: Box}}}
files:
  offers.csv:
    - entity: deal
      key: {external_id: no}
      fields:
        name: {template: ["{what} for {who}", "{what}"]}
        amount: {column: price, multiply: 1000, empty: [n/a, "-"]}
        currency: {column: cur, default: USD}
        type: {const: renewal}
"""
    report = mapped(text, {"offers.csv": "no,what,who,price,cur\n1,Bxo,Acme,1.5,\n2,Bxo,,n/a,cny\n"})
    assert report.errors == []
    first, second = everything(filled, Deal)[-2:]
    assert (first.name, str(first.amount), first.currency, first.type) == ("Box for Acme", "1500", "USD", "renewal")
    assert (second.name, second.amount, second.currency) == ("Box", None, "CNY")


def test_reps_cannot_add_custom_fields(mapped: Callable[..., ImportReport]) -> None:
    with pytest.raises(NotAllowed, match="custom fields"):
        mapped(as_="rep@example.com")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("files: {customers.csv: {entity: deal}}", "a list of"),
        ("files: {customers.csv: [{entity: robot, fields: {name: customer_name}}]}", "one of account"),
        ("files: {customers.csv: [{entity: contact, fields: {name: nobody}}]}", "not “nobody”"),
        ("files: {customers.csv: [{entity: contact, fields: {nmae: customer_name}}]}", "a field of contact"),
        ("files: {customers.csv: [{entity: contact, fields: {name: {colum: customer_name}}}]}", "options among"),
        (
            "files: {customers.csv: [{entity: contact, fields: {name: {column: customer_name, custom: text}}}]}",
            "a field already",
        ),
        (
            "files: {customers.csv: [{entity: contact, fields: {x: {column: customer_name, custom: blob}}}]}",
            "one of text",
        ),
        ("files: {customers.csv: [{entity: deal, fields: {amount: {column: status, multiply: -1}}}]}", "above 0"),
        ("files: {customers.csv: [{entity: deal, fields: {contact: {column: status, ref: account}}}]}", "ref: contact"),
        ("files: {customers.csv: [{entity: deal, fields: {name: {ref: account}}}]}", "no “ref”"),
        ("filez: {}", "files, clean and setup"),
        ("setup: 5", "keys of users.yaml"),
        ("files: [\n", "line 2"),
    ],
)
def test_a_wrong_map_says_what_is_wrong(mapped: Callable[..., ImportReport], text: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        mapped(text)
    assert "my_map.yaml" in refused.value.zh


def test_slugs() -> None:
    assert [slug(n) for n in ("Mei-Mei Johns", "José  Núñez", "李娜", "O'Hara, Jr.")] == [
        "mei-mei.johns",
        "jose.nunez",
        "lina",
        "o.hara.jr",
    ]
