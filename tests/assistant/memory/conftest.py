"""A small bilingual company whose notes are remembered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.memory import Memory
from assistant.settings import Settings
from crm_store.codes import RoleName
from crm_store.permissions import Actor
from crm_store.store import Store

NOTES = {
    "price": ("Call with Ana", "Ana says the price is far too high and wants a discount before she signs."),
    "passwords": ("Demo", "They loved the audit trail, but the mobile app asks for the password far too often."),
    "budget": ("拜访李娜", "李娜说预算已经批了三十万，希望下周看演示。"),
    "invoice": ("Late money", "Invoice INV-2041 was paid six weeks late; their finance department apologised."),
    "migration": ("数据迁移", "客户担心旧系统的历史数据导不进来，要求先试导一次再签合同。"),
}


@dataclass
class Company:
    """A store with three people, Globex with Maya's notes, and the memory of it."""

    store: Store
    memory: Memory
    settings: Settings
    maya: Actor
    tom: Actor
    admin: Actor
    account: int
    notes: dict[str, int]

    def write(self, who: Actor, subject: str, body: str, account: int | None = None) -> int:
        """Log a note; it is not indexed yet."""
        with self.store.session(who, writes=True) as crm:
            note = crm.create(
                "activity",
                {"subject": subject, "body": body, "owner": who.user_id, **({"account": [account]} if account else {})},
            )
        return note.id or 0

    def recall(self, who: Actor, query: str, **more: object) -> list[tuple[str, int]]:
        """The numbers of the records found, best first."""
        with self.store.session(who) as crm:
            return [(h.entity, h.number) for h in self.memory.recall(crm, query, **more)]  # type: ignore[arg-type]

    def found(self, who: Actor, query: str, **more: object) -> list[str]:
        """The names of the notes found."""
        names = {n: name for name, n in self.notes.items()}
        return [names.get(n, f"{e}:{n}") for e, n in self.recall(who, query, **more)]


def build(url: str, home: Path) -> Company:
    """The company in a migrated database, not indexed yet."""
    store = Store(url)
    store.upgrade()
    with store.session(store.system(), writes=True) as crm:
        for email, name, role in (
            ("maya@x.com", "Maya", "rep"),
            ("tom@x.com", "Tom", "rep"),
            ("adm@x.com", "Ada", "admin"),
        ):
            crm.create("user", {"email": email, "name": name, "role": RoleName(role)})
    maya, tom, admin = (store.actor(e) for e in ("maya@x.com", "tom@x.com", "adm@x.com"))
    with store.session(maya, writes=True) as crm:
        account = crm.create("account", {"name": "Globex", "owner": maya.user_id})
    settings = Settings(home=home)
    made = Company(store, Memory(store, settings), settings, maya, tom, admin, account.id or 0, {})
    for name, (subject, body) in NOTES.items():
        made.notes[name] = made.write(maya, subject, body, made.account)
    return made


@pytest.fixture
def unread(sqlite_url: str, tmp_path: Path) -> Iterator[Company]:
    """The company, its notes waiting on the outbox."""
    made = build(sqlite_url, tmp_path)
    yield made
    made.memory.close()
    made.store.close()


@pytest.fixture
def company(unread: Company) -> Company:
    """The company, its notes indexed."""
    unread.memory.open()
    unread.memory.drain()
    return unread


@pytest.fixture
def builder() -> Callable[[str, Path], Company]:
    return build
