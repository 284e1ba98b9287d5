"""A file dropped into the conversation: nothing is written before the yes, everything comes back with undo, a bad file has a sentence."""

import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest
from parley_worlds import CHEN, NINA

from assistant import uploads
from crm_store.errors import DiskFull
from crm_store.unit import Unit

HEAD = "external_id,name,industry,owner\n"
TWO = HEAD + "X1,Blue Harbour,logistics,chen@example.com\nX2,蓝港,retail,chen@example.com\n"


def dropped(tmp_path: Path, name: str, data: str | bytes) -> Path:
    folder = tmp_path / "dropped"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def folders(chat: Any) -> list[str]:
    root = chat.assistant.settings.home / "uploads"
    return [p.name for p in root.iterdir()] if root.exists() else []


@pytest.mark.parametrize(("said", "yes", "undo"), [("please import this", "yes", "undo"), ("请导入", "确认", "撤销")])
@pytest.mark.parametrize("name", ["accounts.csv", "new customers 2026.csv", "客户.csv"])
def test_preview_yes_undo(online: Any, peer: Any, tmp_path: Path, name: str, said: str, yes: str, undo: str) -> None:
    before = online.dump()
    turn = online.say(said, files=[dropped(tmp_path, name, TWO)])
    assert turn.proposal["status"] == "pending"
    assert turn.language == ("en" if said.isascii() else "zh")
    assert online.dump() == before
    assert online.say(yes).proposal["status"] == "applied"
    assert [a.name for a in online.rows("account") if a.external_id in ("X1", "X2")] == ["Blue Harbour", "蓝港"]
    assert folders(online) == [], "the copy is gone once it is imported"
    saved = online.dump()
    assert online.say(yes).proposal["status"] == "applied"
    assert online.dump() == saved
    undone = online.say(undo)
    assert undone.proposal["undone"]
    assert not [a for a in online.rows("account") if a.external_id in ("X1", "X2")]
    assert peer.seen == []


def test_no_writes_nothing(offline: Any, tmp_path: Path) -> None:
    before = offline.dump()
    card = offline.say("", files=[dropped(tmp_path, "accounts.csv", TWO)]).proposal
    assert offline.say("no").proposal["status"] == "cancelled"
    assert offline.dump() == before
    assert offline.decide(CHEN, card["id"], "save").proposal["status"] == "cancelled"
    assert offline.dump() == before


def test_the_buttons_do_the_same(offline: Any, tmp_path: Path) -> None:
    card = offline.say("", files=[dropped(tmp_path, "accounts.csv", TWO)]).proposal
    assert offline.decide(CHEN, card["id"], "save").proposal["status"] == "applied"
    assert len([a for a in offline.rows("account") if a.external_id in ("X1", "X2")]) == 2
    offline.decide(CHEN, card["id"], "undo")
    assert not [a for a in offline.rows("account") if a.external_id in ("X1", "X2")]


def test_rows_that_cannot_be_are_told_and_left_out(offline: Any, tmp_path: Path) -> None:
    rows = TWO + "X3,,retail,chen@example.com\nX4,Nobody's,retail,who@nowhere.example\n"
    turn = offline.say("please import", files=[dropped(tmp_path, "accounts.csv", rows)])
    [table] = turn.tables
    assert len(table.rows) == 2
    offline.say("yes")
    assert {a.external_id for a in offline.rows("account")} >= {"X1", "X2"}
    assert not [a for a in offline.rows("account") if a.external_id in ("X3", "X4")]


def test_two_files_of_one_kind(offline: Any, tmp_path: Path) -> None:
    files = [
        dropped(tmp_path, "east.csv", TWO),
        dropped(tmp_path, "west.csv", HEAD + "X9,Red Rock,retail,chen@example.com\n"),
    ]
    assert offline.say("please import", files=files).proposal["status"] == "pending"
    offline.say("yes")
    assert {a.external_id for a in offline.rows("account")} >= {"X1", "X2", "X9"}


def test_a_file_in_another_encoding_under_another_name(offline: Any, tmp_path: Path) -> None:
    data = "name,account,email\n王芳,华阳科技,wf@huayang.example\n".encode("gb18030")
    assert offline.say("请导入", files=[dropped(tmp_path, "名单.csv", data)]).proposal["status"] == "pending"
    offline.say("确认")
    assert [c.name for c in offline.rows("contact", email="wf@huayang.example")] == ["王芳"]


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("picture.csv", b"\x89PNG\r\n\x00\x00", "picture.csv"),
        ("empty.csv", "", "empty.csv"),
        ("what.csv", "foo,bar\n1,2\n", "what.csv"),
        ("book.xlsx", b"PK\x03\x04", "CSV"),
        ("run.exe", b"MZ", "CSV"),
        ("accounts.csv", HEAD, ""),
        ("users.yaml", "workspace: X\nusers:\n  - {email: evil@x.example, name: Evil, role: admin}\n", "administrator"),
        ("map.yaml", "!!python/object/apply:os.system ['true']", ""),
        ("accounts.csv", 'name,industry\n"open quote,retail\n', ""),
    ],
)
@pytest.mark.parametrize("said", ["please import this file", "请导入这个文件"])
def test_a_bad_file_has_a_sentence(
    offline: Any, tmp_path: Path, name: str, data: str | bytes, part: str, said: str
) -> None:
    before = offline.dump()
    turn = offline.say(said, files=[dropped(tmp_path, name, data)])
    assert turn.reply
    assert "编号" not in turn.reply
    assert "unexpected" not in turn.reply
    if said.isascii():
        assert part in turn.reply
    assert turn.proposal is None
    assert offline.dump() == before
    assert folders(offline) == []
    assert offline.say("yes").proposal is None


def test_a_file_that_is_not_there(offline: Any, tmp_path: Path) -> None:
    assert "gone.csv" in offline.say("import this", files=[tmp_path / "gone.csv"]).reply


def test_a_viewer_imports_nothing(offline: Any, tmp_path: Path) -> None:
    turn = offline.say("import this", NINA, files=[dropped(tmp_path, "accounts.csv", TWO)])
    assert turn.proposal is None
    assert "viewer" in turn.reply


def test_the_copy_taken_away_before_the_yes(offline: Any, tmp_path: Path) -> None:
    offline.say("please import", files=[dropped(tmp_path, "accounts.csv", TWO)])
    before = offline.dump()
    for path in (offline.assistant.settings.home / "uploads").rglob("*.csv"):
        path.unlink()
    assert "drop it in again" in offline.say("yes").reply
    assert offline.dump() == before


def test_copies_nobody_can_save_any_more_go(offline: Any, tmp_path: Path) -> None:
    offline.say("please import", files=[dropped(tmp_path, "accounts.csv", TWO)])
    offline.say("no")
    [old] = folders(offline)
    long_ago = time.time() - 3 * 86400
    os.utime(offline.assistant.settings.home / "uploads" / old, (long_ago, long_ago))
    offline.say("please import", files=[dropped(tmp_path, "accounts.csv", TWO)])
    assert old not in folders(offline)


def test_a_second_yes_imports_nothing_more_and_undo_still_takes_all_back(offline: Any, tmp_path: Path) -> None:
    card = offline.say("", files=[dropped(tmp_path, "leads.csv", "name,organization\nAda,Works\nBo,Works\n")]).proposal
    for lang, said in (("en", "created"), ("en", "imported already"), ("zh", "已经导入过")):
        home = offline.assistant.settings.home
        turn = uploads.apply(offline.world.store, offline.world.actor(CHEN), home, card["id"], lang)
        assert turn.ok
        assert said in turn.say
        assert turn.proposal["status"] == "applied"
    assert len(offline.rows("lead", organization="Works")) == 2
    assert offline.decide(CHEN, card["id"], "undo").proposal["undone"]
    assert offline.rows("lead", organization="Works") == []


def test_an_import_that_fails_leaves_its_card_waiting(
    offline: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records and card are one unit of work: what breaks at its end takes both back."""
    card = offline.say("", files=[dropped(tmp_path, "accounts.csv", TWO)]).proposal
    before = offline.dump()
    monkeypatch.setattr(Unit, "settle", lambda self: (_ for _ in ()).throw(DiskFull()))
    refused = offline.decide(CHEN, card["id"], "save")
    assert "磁盘已满" in refused.reply
    assert refused.proposal["status"] == "pending"
    monkeypatch.undo()
    assert offline.dump() == before
    assert offline.status(card) == "pending"
    assert offline.decide(CHEN, card["id"], "save").proposal["status"] == "applied"


@pytest.mark.parametrize(("said", "told"), [("please import", "disk is full"), ("请导入", "磁盘已满")])
def test_no_room_for_the_copy(
    offline: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    def full(*paths: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads.shutil, "copyfile", full)
    turn = offline.say(said, files=[dropped(tmp_path, "accounts.csv", TWO)])
    assert told in turn.reply
    assert turn.proposal is None
    assert folders(offline) == []
