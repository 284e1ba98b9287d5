"""`parley chat` answers each line of stdin with one turn, whatever the line holds, and never stops for a bad one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
CHEN, LIN = "chen@example.com", "lin@example.com"
NOW = ("--now", "2026-11-20T09:00:00+08:00")
KEYS = {
    "said",
    "reply",
    "language",
    "calls",
    "proposal",
    "question",
    "sources",
    "tables",
    "charts",
    "brain",
    "model",
    "tokens",
    "ms",
}


def _lines(*said: str | dict[str, Any]) -> str:
    return "".join((s if isinstance(s, str) else json.dumps(s, ensure_ascii=False)) + "\n" for s in said)


def _acme(parley: Run) -> dict[str, Any]:
    row: dict[str, Any] = parley("records", "deal", "--as", CHEN, "--where", "name=Acme renewal", "--json").json[0]
    return row


def test_a_line_is_a_turn_with_every_key(parley: Run, small_home: Any) -> None:
    turns = parley(
        "chat", "--as", CHEN, "--json", *NOW, said=_lines("how many open deals do I have?", "我有几个进行中的商机？")
    ).json
    assert [t["language"] for t in turns] == ["en", "zh"]
    assert all(set(t) >= KEYS for t in turns)
    assert all(t["ms"]["total"] >= 0 and t["brain"] == "offline" for t in turns)


def test_a_change_waits_for_a_yes_is_saved_once_and_undone(parley: Run, small_home: Any) -> None:
    said = _lines("set the amount of Acme renewal to 650000", "yes", "yes", "undo")
    asked, saved, again, undone = parley("chat", "--as", CHEN, "--json", *NOW, said=said).json
    assert asked["proposal"]["status"] == "pending"
    assert saved["proposal"]["status"] == again["proposal"]["status"] == "applied"
    assert undone["proposal"]["status"] == "cancelled"
    assert _acme(parley)["amount"]["amount"] == "600000.00"


def test_no_leaves_everything_as_it_was(parley: Run, small_home: Any) -> None:
    turns = parley("chat", "--as", CHEN, "--json", *NOW, said=_lines("把 Acme renewal 的金额改成65万", "取消")).json
    assert [t["proposal"]["status"] for t in turns] == ["pending", "cancelled"]
    assert _acme(parley)["amount"]["amount"] == "600000.00"


def test_yes_saves_in_the_same_turn_and_undo_names_the_proposal(parley: Run, small_home: Any) -> None:
    (turn,) = parley(
        "chat", "--as", CHEN, "--json", "--yes", *NOW, said=_lines("set the amount of Acme renewal to 650000")
    ).json
    assert turn["proposal"]["status"] == "applied"
    assert _acme(parley)["amount"]["amount"] == "650000.00"
    (undone,) = parley("undo", turn["proposal"]["id"], "--as", CHEN, "--json").json
    assert undone["proposal"] == turn["proposal"]["id"]
    assert _acme(parley)["amount"]["amount"] == "600000.00"


def test_a_conversation_goes_on_where_it_was_left(parley: Run, small_home: Any) -> None:
    parley(
        "chat", "--as", CHEN, "--thread", "t-9", "--json", *NOW, said=_lines("set the amount of Acme renewal to 650000")
    )
    assert parley("chat", "--as", CHEN, "--json", *NOW, said=_lines("yes")).json[0]["proposal"] is None
    assert _acme(parley)["amount"]["amount"] == "600000.00"
    parley("chat", "--as", CHEN, "--thread", "t-9", "--json", *NOW, said=_lines("yes"))
    assert _acme(parley)["amount"]["amount"] == "650000.00"
    (stranger,) = parley("chat", "--as", LIN, "--thread", "t-9", "--json", *NOW, said=_lines("undo")).json
    assert stranger["proposal"] is None
    assert _acme(parley)["amount"]["amount"] == "650000.00"


def test_a_clock_that_stands_still_keeps_turns_in_order(parley: Run, small_home: Any) -> None:
    said = _lines(
        "what is Ana's phone number?",
        "2",
        "set the amount of Acme renewal to 650000",
        "no, make it 660000",
        "yes",
        "yes",
    )
    first, second, *rest = parley("chat", "--as", LIN, "--thread", "t-1", "--json", *NOW, said=said).json
    assert [c["label"] for c in first["question"]["choices"]] == ["Ana Ruiz (Acme Industrial)", "Ana Silva (Globex)"]
    assert "Ana Silva" in second["reply"]
    assert [t["proposal"]["status"] for t in rest] == ["pending", "pending", "applied", "applied"]
    again = parley("chat", "--as", LIN, "--thread", "t-1", "--json", *NOW, said=_lines("undo", "redo")).json
    assert [t["proposal"]["status"] for t in again] == ["cancelled", "applied"]


def test_bad_lines_are_answered_and_the_chat_goes_on(parley: Run, small_home: Any) -> None:
    bad = [
        b"",
        b"   ",
        b"\xff\xfe\x00bad",
        "文字".encode("gb18030"),
        b'{"say": "unclosed',
        b"{" * 100_000,
        b'{"say": 5}',
        b'{"say": "hi", "files": "x.csv"}',
        b'{"say": "hi", "mode": "fast"}',
        b'{"say": "import this", "files": ["/nowhere/x.csv"]}',
        b"\x00\x01\x02\x03\x04\x05\x06\x07",
        b"a" * 1_000_000,
    ]
    said = parley(
        "chat", "--as", CHEN, "--json", *NOW, said=b"\n".join([*bad, b"how many open deals do I have?"]) + b"\n"
    )
    turns = said.json
    assert len(turns) == len(bad) + 1
    assert all(t["reply"] for t in turns)
    assert all(t["proposal"] is None for t in turns)
    assert turns[-1]["calls"]
    assert not said.err


def test_a_file_is_previewed_and_imported_after_a_yes(parley: Run, small_home: Any, tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text(
        "name,account,email\nNora Quist,Acme Industrial,nora@acme.example\n", "utf-8"
    )
    first, second = parley(
        "chat", "--as", CHEN, "--json", *NOW, said=_lines({"say": "", "files": [str(tmp_path / "contacts.csv")]}, "yes")
    ).json
    assert first["proposal"]["status"] == "pending"
    assert second["proposal"]["status"] == "applied"
    assert parley("show", "Nora Quist", "--as", CHEN, "--json").json[0]["account"] == "Acme Industrial"


def test_without_json_the_answer_is_text(parley: Run, small_home: Any) -> None:
    said = parley(
        "chat", "--as", CHEN, *NOW, said=_lines("list my open deals", "set the amount of Acme renewal to 650000")
    ).out
    assert "Acme renewal" in said
    assert "**" not in said
    assert "¥650,000" in said


@pytest.mark.parametrize(("who", "says"), [("ghost@example.com", "ghost@example.com"), ("", "user")])
def test_an_unknown_person_cannot_talk(parley: Run, small_home: Any, who: str, says: str) -> None:
    assert says in parley("chat", "--as", who, said="hi\n", status=1).err


def test_the_real_command_answers_line_by_line(cli: Run, small_home: Any) -> None:
    said = cli(
        "chat",
        "--as",
        CHEN,
        "--json",
        *NOW,
        said=_lines("which of my deals close this month?", "我今天要做什么？"),
        env={"LANG": "C"},
    )
    assert len(said.json) == 2
    assert not said.err
