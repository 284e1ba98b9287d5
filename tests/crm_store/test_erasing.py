"""One person's data taken out for good: no byte of it stays, the chain of the log holds, a restored backup forgets it again."""

import json
from pathlib import Path
from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MOMENT

from crm_store import proposals
from crm_store.errors import NotAllowed, NotFound
from crm_store.models import Message, Thread, Turn
from crm_store.models.ledger import Attachment, ImportJob
from crm_store.queries.lookup import resolve
from crm_store.queries.person import person_data
from crm_store.queries.seals import seal_defects
from crm_store.queries.soundness import file_defects, log_defects
from crm_store.restoring import restored
from crm_store.store import Store

NAME, PINYIN, MAIL, PHONE, WECHAT = (
    "佘诗曼",
    "She Shiman",
    "Canary.Quill@zanzibar.example",
    "+86 139 7777 1234",
    "canarywx77",
)
CANARIES = (
    NAME,
    PINYIN,
    "Shiman She",
    "SheShiman",
    MAIL,
    PHONE,
    "13977771234",
    "+8613977771234",
    WECHAT,
    "诗曼",
    "佘总",
)


def hits(folder: Path) -> dict[str, list[str]]:
    """Every file under a folder that holds a canary in any writing: plain, escaped as JSON, in any letters."""
    found: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        data = path.read_bytes().lower() if path.is_file() else b""
        for said in CANARIES:
            if any(
                form.lower() in data
                for form in (said.encode(), json.dumps(said)[1:-1].encode(), said.encode("utf-16-le"))
            ):
                found.setdefault(path.name, []).append(said)
    return found


def planted(desk: Any, folder: Path) -> int:
    """The canary in every place somebody's data can be; their number as a contact."""
    number, chen = desk.world.number, desk.world.number("user", CHEN)
    held = {"name_pinyin": PINYIN, "email": MAIL, "phone": PHONE, "wechat": WECHAT, "custom": {"note": f"calls {NAME}"}}
    person = desk.make(
        "contact", name=NAME, account=number("account", "huayang"), owner=chen, external_id=f"{MAIL}-1", **held
    )
    desk.make("lead", name=NAME, email=MAIL.lower(), phone="13977771234", organization="Zanzibar", owner=chen)
    deal = desk.make(
        "deal", name=f"{NAME} pilot", contact=person, contacts=[person], owner=chen, next_step=f"mail {MAIL}"
    )
    body = f"佘总 said yes. Mail {MAIL.upper()}, phone 139-7777-1234 or 13977771234; 诗曼 agrees."
    desk.make("activity", kind="meeting", subject=f"Met {PINYIN}", body=body, contact=[person], deal=[deal], owner=chen)
    desk.make("activity", kind="note", subject="Other", body=f"{NAME} was named here, by nobody's link", owner=chen)
    desk.make("task", title=f"Call {NAME}", contact=person, assignee=chen)
    desk.make("ticket", subject=f"From {MAIL}", body=WECHAT, contact=person, assignee=chen)
    desk.make(
        "fact", subject_type="contact", subject=person, value=f"{NAME} decides", quote=f"{PINYIN} said so", owner=chen
    )
    card = desk.update(CHEN, "contact", person, title=f"Boss of {NAME}")
    desk.yes(CHEN, card)
    desk.change(CHEN, "contact", person, title="Boss")
    desk.propose(CHEN, lambda crm, d: d.create("task", {"title": f"Write to {MAIL}"}), thread="open")
    with desk.world.writing(CHEN) as crm:
        crm.add(Thread(id="t", user_id=chen, name=f"About {NAME}", meta={"focus": [NAME]}))
        crm.add(Message(id="m", thread_id="t", text=f"who is {NAME}?", data={"cards": [{"title": MAIL}]}))
        crm.add(
            Turn(
                id="u",
                thread_id="t",
                user_id=chen,
                said=f"who is {NAME}?",
                reply=f"{PINYIN}, {PHONE}",
                data={"reply": MAIL},
            )
        )
        crm.add(Attachment(id="a", thread_id="t", name=f"{NAME}.csv", data={"rows": [MAIL]}))
        crm.add(ImportJob(id=77, user_id=chen, source=f"{NAME}.csv", report={"rejected": [[NAME, PHONE]]}))
    (folder / "files").mkdir()
    (folder / "files" / "upload.csv").write_text(f"name,email\n{NAME},{MAIL}\n", "utf-8")
    (folder / "files" / "other.csv").write_text("name\nBob\n", "utf-8")
    (folder / "parley.log").write_text(f"WARNING something with {MAIL}\nWARNING something else\n", "utf-8")
    return person


def at_home(desk: Any, tmp_path: Path) -> tuple[Any, Path]:
    """The small company in a home folder of its own."""
    home = tmp_path / "home"
    home.mkdir()
    desk.store.copy_to(home / "parley.db")
    desk.world.store.close()
    desk.world.store = Store(f"sqlite:///{home / 'parley.db'}", clock=lambda: MOMENT)
    return desk, home


def erase(desk: Any, number: int, email: str = ADMIN) -> str:
    card = desk.propose(email, lambda crm, d: d.erase(crm.get("contact", number)))
    return str(desk.yes(email, card))


def defects(store: Store) -> list[str]:
    with store.session(store.system()) as crm:
        return [d.code for d in [*file_defects(crm), *log_defects(crm)[1], *seal_defects(crm)]]


def test_no_byte_of_an_erased_person_stays_and_the_log_still_holds(sqlite_desk: Any, tmp_path: Path) -> None:
    desk, home = at_home(sqlite_desk, tmp_path)
    person = planted(desk, home)
    backup = tmp_path / "backup.db"
    desk.store.copy_to(backup)
    before = hits(home)
    assert {said for some in before.values() for said in some} >= {*CANARIES} - {
        "Shiman She",
        "SheShiman",
        "+8613977771234",
    }
    assert {"upload.csv", "parley.log"} < set(before)
    assert erase(desk, person) == "applied"
    assert hits(home) == {}
    assert defects(desk.store) == []
    assert (home / "files" / "other.csv").exists()
    assert "something else" in (home / "parley.log").read_text("utf-8")
    with desk.world.reading(ADMIN) as crm:
        assert not resolve(crm, NAME)
        assert not resolve(crm, MAIL)
        with pytest.raises(NotFound):
            crm.get("contact", person)
    # A backup made before is brought back: the tombstone erases them there again.
    desk.store.close()
    for path in home.glob("parley.db*"):
        path.unlink()
    made = home / "parley.db.restoring"
    made.write_bytes(backup.read_bytes())
    assert restored(made, home) == 1
    made.replace(home / "parley.db")
    assert hits(home) == {}
    again = Store(f"sqlite:///{home / 'parley.db'}", clock=lambda: MOMENT)
    assert defects(again) == []
    with again.session(again.actor(ADMIN)) as crm:
        assert crm.get("contact", desk.world.number("contact", "bob")).display == "Bob Stone"
    again.close()


def test_an_erasure_changes_nothing_of_anybody_else(desk: Any) -> None:
    """Every other person, deal and note stays to the letter, on both databases."""
    before = desk.export()
    number = desk.make("contact", name="Xavier Quoll", email="xq@quoll.example", owner=desk.world.number("user", CHEN))
    assert erase(desk, number) == "applied"
    after = desk.export()
    assert {k: v for k, v in after.items() if k != "contact"} == {k: v for k, v in before.items() if k != "contact"}
    assert after["contact"] == before["contact"]


def test_only_administrators_erase_and_nothing_undoes_it(sqlite_desk: Any) -> None:
    bob = sqlite_desk.world.number("contact", "bob")
    with pytest.raises(NotAllowed, match="administrator"):
        erase(sqlite_desk, bob, CHEN)
    card = sqlite_desk.propose(ADMIN, lambda crm, d: d.erase(crm.get("contact", bob)))
    sqlite_desk.yes(ADMIN, card)
    with pytest.raises(NotAllowed, match="erased for good"):
        sqlite_desk.undo(ADMIN, card)


def test_a_change_made_before_an_erasure_cannot_bring_it_back(sqlite_desk: Any) -> None:
    bob = sqlite_desk.world.number("contact", "bob")
    card = sqlite_desk.update(ADMIN, "contact", bob, name="Robert Stone")
    sqlite_desk.yes(ADMIN, card)
    erase(sqlite_desk, bob)
    with pytest.raises(NotAllowed, match="erased for good"):
        sqlite_desk.undo(ADMIN, card)
    with sqlite_desk.world.writing(ADMIN) as crm:
        assert proposals.get(crm, card).status == "applied"


def test_everything_about_a_person_is_handed_out_to_who_sees_it(sqlite_desk: Any, tmp_path: Path) -> None:
    person = planted(sqlite_desk, tmp_path)
    with sqlite_desk.world.reading(CHEN) as crm:
        data = person_data(crm, crm.get("contact", person))
    assert {k: len(v) for k, v in data.items()} == {
        "contact": 1, "lead": 1, "deal": 1, "activity": 1, "task": 1, "ticket": 1, "fact": 1, "history": 3,
    }  # fmt: skip
    assert data["contact"][0]["email"] == MAIL
    with sqlite_desk.world.reading("nina@example.com") as crm, pytest.raises((NotAllowed, NotFound)):
        person_data(crm, crm.get("contact", sqlite_desk.world.number("contact", "sara")))
