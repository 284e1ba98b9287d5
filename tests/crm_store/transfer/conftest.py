"""A small company to import, and the store it goes into."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_store.codes import RoleName
from crm_store.permissions import Actor
from crm_store.store import Store
from crm_store.transfer import ImportReport, import_paths

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

USERS = """
workspace: Northwind
currency: EUR
timezone: Europe/Berlin
fiscal_year_start: 4
teams:
  - {name: Sales East, parent: Sales}
  - {name: Sales}
users:
  - {email: ada@example.com, name: Ada King, role: admin, team: Sales, lang: en}
  - {email: rep@example.com, name: Rita Rep, role: rep, team: Sales East, reports_to: boss@example.com}
  - {email: boss@example.com, name: Bo Boss, role: manager, team: Sales, reports_to: ada@example.com}
pipelines:
  - name: New business
    name_zh: 新业务
    stages:
      - {name: Qualify, name_zh: 资格确认, kind: open, probability: 10}
      - {name: Proposal, name_zh: 方案, kind: open, probability: 50}
      - {name: Won, name_zh: 赢单, kind: won, probability: 100}
      - {name: Lost, name_zh: 输单, kind: lost, probability: 0}
  - name: Renewals
    stages:
      - {name: Proposal, kind: open, probability: 0.5}
      - {name: Won, kind: won, probability: 1}
fx: [{date: 2026-01-01, from: USD, to: EUR, rate: 0.90}]
targets:
  - {who: rep@example.com, period: 2026-Q4, metric: booked, amount: 100000, currency: EUR}
  - {who: Sales, period: 2026, metric: booked, amount: 900000}
"""

FILES = {
    "accounts.csv": "external_id,name,name_zh,aliases,domain,annual_revenue,owner\n"
    "A1,Huayang Technology,华阳科技,HY;Huayang,huayang.example,1250000.50,rep@example.com\n"
    "A2,Acme GmbH,,,acme.example,,rep@example.com\n",
    "contacts.csv": "external_id,name,account,email,phone,owner\n"
    "C1,李娜,华阳科技,li.na@huayang.example,0012345,rep@example.com\n"
    "C2,Ana Ruiz,Acme GmbH,ana@acme.example,+49 30 123456,rep@example.com\n"
    "C3,Ana Ruiz,huayang.example,,,rep@example.com\n",
    "deals.csv": "external_id,name,account,contact,contacts,pipeline,stage,amount,currency,closed_at,owner,created_at\n"
    "D1,Huayang rollout,A1,li.na@huayang.example,Ana Ruiz @ Huayang Technology;C1,New business,方案,300000,CNY,,rep@example.com,2026-01-05T09:00:00+08:00\n"
    "D2,Acme renewal,acme.example,ana@acme.example,,Renewals,Won,45000,EUR,2026-06-30,rep@example.com,2026-02-01T10:00:00Z\n",
    "activities.csv": "external_id,kind,status,starts_at,subject,body,contact,deal,owner\n"
    'N1,meeting,held,2026-03-01T10:00:00Z,Kick-off,"Budget ok, they said",C1,Huayang rollout,rep@example.com\n'
    "N2,call,planned,2027-01-01T10:00:00Z,Later,,C1,D1,rep@example.com\n",
    "deal_history.csv": "deal,at,field,before,after,by\n"
    "D1,2026-01-05T09:00:00+08:00,stage,,Qualify,rep@example.com\n"
    "D1,2026-01-05T09:00:00+08:00,amount,,250000,rep@example.com\n"
    "D1,2026-02-10T09:00:00Z,stage,Qualify,Proposal,boss@example.com\n"
    "D1,2026-02-11T09:00:00Z,amount,250000,300000,rep@example.com\n",
}


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("transfer-template")
    made = Store.in_folder(folder)
    made.upgrade()
    with made.session(made.system(), writes=True):
        pass
    made.close()
    return folder


@pytest.fixture
def store(tmp_path: Path, _template: Path) -> Store:
    """A fresh store without users, whose clock stands at noon."""
    shutil.copytree(_template, tmp_path / "home")
    return Store.in_folder(tmp_path / "home", clock=lambda: NOON)


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """The company as a folder."""
    return _write_world(tmp_path / "world")


@pytest.fixture(scope="session")
def _filled_template(tmp_path_factory: pytest.TempPathFactory, _template: Path) -> Path:
    folder = tmp_path_factory.mktemp("transfer-filled")
    shutil.copytree(_template, folder / "home")
    made = Store.in_folder(folder / "home", clock=lambda: NOON)
    import_paths(made, None, "ada@example.com", [_write_world(folder / "world")])
    made.close()
    return folder / "home"


@pytest.fixture
def filled(tmp_path: Path, _filled_template: Path) -> Store:
    """A store that holds the company."""
    shutil.copytree(_filled_template, tmp_path / "home")
    return Store.in_folder(tmp_path / "home", clock=lambda: NOON)


def _write_world(folder: Path) -> Path:
    folder.mkdir()
    (folder / "users.yaml").write_text(USERS, "utf-8")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def bring(tmp_path: Path) -> Callable[..., ImportReport]:
    """Import one file by name and text (or bytes) as Ada, or as somebody else."""

    def run(store: Store, name: str, said: str | bytes, *, as_: str = "ada@example.com", **more: Any) -> ImportReport:
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_bytes(said if isinstance(said, bytes) else said.encode())
        return import_paths(store, None, as_, [path], **more)

    return run


@pytest.fixture
def people(store: Store) -> Store:
    """A store with an administrator, a rep and a stranger, and nothing else."""
    with store.session(store.system(), writes=True) as crm:
        for email, role in (
            ("ada@example.com", RoleName.ADMIN),
            ("rep@example.com", RoleName.REP),
            ("eve@example.com", RoleName.REP),
        ):
            crm.create("user", {"email": email, "name": email.split("@")[0].title(), "role": role})
        crm.create("user", {"email": "vic@example.com", "name": "Vic", "role": RoleName.VIEWER})
    return store


@pytest.fixture
def ada(filled: Store) -> Actor:
    return filled.actor("ada@example.com")
