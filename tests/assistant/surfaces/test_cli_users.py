"""`parley user` adds, lists, disables and brings back the people of a workspace."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def empty(parley: Run) -> Run:
    """A store without anybody."""
    parley("init")
    return parley


def _store(home: Path) -> Any:
    from crm_store.store import Store

    return Store.in_folder(home)


def test_the_first_user_gets_a_team_and_a_pipeline_to_work_with(empty: Run) -> None:
    said = empty(
        "user",
        "add",
        "Iris@Quill.test",
        "--name",
        " Iris  Holm ",
        "--role",
        "admin",
        "--team",
        "Sales",
        "--tz",
        "Asia/Shanghai",
    ).out
    assert "Made the team Sales (TM-1)." in said
    assert "Made the pipeline Qualification, Demo" in said
    assert "no password yet" in said
    (row,) = empty("user", "list", "--json").json
    assert (row["email"], row["name"], row["role"], row["team"], row["signs_in"]) == (
        "iris@quill.test",
        "Iris Holm",
        "admin",
        "Sales",
        False,
    )
    stages = empty(
        "records", "stage", "--as", "iris@quill.test", "--fields", "name,name_zh,kind,probability", "--json"
    ).json
    assert [(s["name"], s["name_zh"], s["kind"], s["probability"]) for s in stages][4:7] == [
        ("Ready to close", "待签约", "open", "90"), ("On hold", "搁置", "on_hold", "10"), ("Won", "赢单", "won", "100"),
    ]  # fmt: skip


def test_the_second_user_joins_team_and_pipeline(empty: Run) -> None:
    empty("user", "add", "iris@quill.test", "--name", "Iris", "--role", "admin", "--team", "Sales 销售部")
    (made,) = empty(
        "user",
        "add",
        "chen@quill.test",
        "--name",
        "陈晓",
        "--role",
        "rep",
        "--team",
        "sales 销售部",
        "--reports-to",
        "iris@quill.test",
        "--lang",
        "zh",
        "--json",
    ).json
    assert (made["name"], made["team_ref"], made["team_created"], made["reports_to"]) == (
        "陈晓",
        "TM-1",
        False,
        "iris@quill.test",
    )
    assert len(empty("records", "pipeline", "--as", "iris@quill.test", "--json").json) == 1


def test_a_password_is_kept_as_its_hash_and_ends_sessions(empty: Run, parley_home: Path) -> None:
    from assistant.surfaces.passwords import verify
    from crm_store.queries.sign_in import sign_in

    empty(
        "user", "add", "iris@quill.test", "--name", "Iris", "--role", "admin", "--password-stdin", said="first secret\n"
    )
    store = _store(parley_home)
    with store.session(store.system()) as crm:
        before = sign_in(crm, "iris@quill.test")
    assert before is not None
    assert verify(before.password_hash, "first secret")
    empty("user", "passwd", "iris@quill.test", "--password-stdin", said="zweites Geheimnis 密码\n")
    with store.session(store.system()) as crm:
        after = sign_in(crm, "iris@quill.test")
    store.close()
    assert after is not None
    assert verify(after.password_hash, "zweites Geheimnis 密码")
    assert after.stamp > before.stamp
    assert b"secret" not in (parley_home / "parley.db").read_bytes()


def test_a_disabled_user_is_out_until_enabled(empty: Run) -> None:
    empty("user", "add", "iris@quill.test", "--name", "Iris", "--role", "admin")
    empty("user", "disable", "iris@quill.test")
    assert empty("records", "deal", "--as", "iris@quill.test", status=1).err
    assert "user enable" in empty("user", "add", "iris@quill.test", "--name", "Iris", status=1).err
    empty("user", "enable", "IRIS@quill.test")
    empty("records", "deal", "--as", "iris@quill.test")


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["x@y.test"], 2, "--name"),
        (["no-address", "--name", "X"], 1, "e-mail address"),
        (["x@y.test", "--name", "  "], 1, "name"),
        (["x@y.test", "--name", "X", "--role", "boss"], 2, "boss"),
        (["x@y.test", "--name", "X", "--lang", "fr"], 2, "fr"),
        (["x@y.test", "--name", "X", "--tz", "Nowhere/City"], 1, "Asia/Shanghai"),
        (["x@y.test", "--name", "X", "--tz", "Europe"], 1, "Asia/Shanghai"),
        (["x@y.test", "--name", "X", "--reports-to", "ghost@y.test"], 1, "ghost@y.test"),
        (["x@y.test", "--name", "X", "--password-stdin"], 1, "8 to 1,024"),
        (["iris@quill.test", "--name", "Again"], 1, "already"),
    ],
)
def test_what_cannot_be_a_user_is_refused_and_leaves_nothing(
    empty: Run, words: list[str], status: int, says: str
) -> None:
    empty("user", "add", "iris@quill.test", "--name", "Iris", "--role", "admin")
    said = empty("user", "add", *words, said="short\n", status=status)
    assert says in said.err
    assert len(empty("user", "list", "--json").json) == 1


def test_passwd_needs_a_terminal_or_stdin(empty: Run) -> None:
    empty("user", "add", "iris@quill.test", "--name", "Iris")
    assert "--password-stdin" in empty("user", "passwd", "iris@quill.test", status=2).err
    assert (
        "ghost" in empty("user", "passwd", "ghost@quill.test", "--password-stdin", said="long enough\n", status=1).err
    )


def test_an_empty_workspace_says_what_to_do(empty: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "parley user add" in empty("user", "list").out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "还没有用户" in empty("user", "list").out
