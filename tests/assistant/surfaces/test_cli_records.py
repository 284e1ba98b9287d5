"""`parley records`, `show` and `history` print what the acting user may see, as the contract says."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]

CHEN, MAYA, LIN, ADMIN, NINA = (f"{n}@example.com" for n in ("chen", "maya", "lin", "admin", "nina"))
NOW = ("--now", "2026-11-20T09:00:00+08:00")


def test_a_record_prints_natural_keys_references_and_exact_money(parley: Run, small_home: Any) -> None:
    (row,) = parley("records", "deal", "--as", CHEN, "--where", "name=Acme renewal", "--json", *NOW).json
    assert (row["account"], row["contact"], row["stage"], row["owner"]) == (
        "Acme Industrial",
        "Ana Ruiz",
        "Negotiation",
        CHEN,
    )
    assert row["account_ref"] == small_home.ref("account", "acme")
    assert row["amount"] == {"amount": "600000.00", "currency": "CNY"}
    assert row["contacts"] == ["Ana Ruiz"]
    assert row["contacts_ref"] == [small_home.ref("contact", "ana-ruiz")]
    assert row["version"] == 2
    assert row["created_at"].endswith("Z")
    assert row["custom"] == {}


@pytest.mark.parametrize("stage", ["Negotiation", "商务谈判", "negotiation"])
def test_a_stage_is_compared_in_either_language(parley: Run, small_home: Any, stage: str) -> None:
    found = parley("records", "deal", "--as", CHEN, "--where", f"stage={stage}", "--json").json
    assert "Acme renewal" in {r["name"] for r in found}
    assert {r["stage"] for r in found} == {"Negotiation"}


def test_conditions_narrow_and_paths_follow_references(parley: Run, small_home: Any) -> None:
    words = ("records", "deal", "--as", CHEN, "--where", "contact.name=李娜", "--fields", "name,owner", "--json")
    rows = parley(*words).json
    assert rows
    assert all(set(r) == {"ref", "name", "owner", "owner_ref"} for r in rows)
    assert len(parley(*words, "--where", "name~数据").json) <= len(rows)
    assert len(parley("records", "deal", "--as", CHEN, "--limit", "2", "--json").json) == 2
    amounts = parley("records", "deal", "--as", CHEN, "--where", "amount>=100000", "--sort", "-amount", "--json").json
    assert all(float(r["amount"]["amount"]) >= 100000 for r in amounts)


@pytest.mark.parametrize("name", ["deal", "deals", "商机"])
def test_a_record_type_answers_to_its_names(parley: Run, small_home: Any, name: str) -> None:
    assert parley("records", name, "--as", CHEN, "--limit", "1", "--json").json[0]["ref"].startswith("D-")


def test_nobody_sees_what_is_not_theirs(parley: Run, small_home: Any) -> None:
    assert not parley("records", "deal", "--as", CHEN, "--where", "name=Globex rollout", "--json").json
    assert parley("records", "deal", "--as", MAYA, "--where", "name=Globex rollout", "--json").json
    hidden = parley("show", small_home.ref("deal", "globex-rollout"), "--as", CHEN, status=1).err
    assert (
        hidden.replace(small_home.ref("deal", "globex-rollout"), "D-999")
        == parley("show", "D-999", "--as", CHEN, status=1).err
    )


def test_show_prints_the_record_with_its_links(parley: Run, small_home: Any) -> None:
    (row,) = parley("show", small_home.ref("account", "acme"), "--as", CHEN, "--json").json
    assert row["name"] == "Acme Industrial"
    beside = {name: [r["name"] for r in held] for name, held in row["links"].items()}
    assert beside["contacts"] == ["Ana Ruiz", "Bob Stone"]
    assert "Acme renewal" in beside["deals"]
    assert "Login fails" in beside["tickets"]
    assert "Send the quote to Acme" in beside["tasks"]
    assert "Price call" in beside["activities"]
    assert beside["facts"] == []


def test_show_takes_a_name_and_asks_which_when_it_fits_two(parley: Run, small_home: Any) -> None:
    assert parley("show", "李娜", "--as", CHEN, "--json").json[0]["ref"] == small_home.ref("contact", "lina")
    asked = parley("show", "Ana", "--as", LIN, status=1).err
    assert "Ana Ruiz" in asked
    assert "Ana Silva" in asked


def test_a_fact_stands_beside_its_subject(parley: Run, small_home: Any) -> None:
    (row,) = parley("show", "华阳科技", "--as", CHEN, "--json").json
    assert [f["ref"] for f in row["links"]["facts"]] == [small_home.ref("fact", "huayang-budget")]


def test_history_tells_who_changed_what_in_which_turn(parley: Run, small_home: Any) -> None:
    rows = parley("history", "Acme renewal", "--as", CHEN, "--json").json
    assert [r["op"] for r in rows] == ["create", "update"]
    last = rows[-1]
    assert (last["by"], last["turn"], last["tool"]) == (CHEN, "turn-1", "propose_change")
    assert (last["before"]["stage"], last["after"]["stage"]) == ("Proposal", "Negotiation")
    assert len(parley("history", "Acme renewal", "--as", CHEN, "--json", "--limit", "1").json) == 1
    assert (
        "turn-1"
        in parley("history", "Acme renewal", "--as", MAYA, status=None).out
        + parley("history", "Acme renewal", "--as", LIN).out
    )


def test_events_are_listed_in_scope_and_narrowed(parley: Run, small_home: Any) -> None:
    mine = parley("records", "event", "--as", CHEN, "--where", "turn=turn-1", "--json").json
    assert [(e["entity"], e["op"], e["by"]) for e in mine] == [("deal", "update", CHEN)]
    assert not parley("records", "event", "--as", MAYA, "--where", "turn=turn-1", "--json").json
    assert (
        parley(
            "records",
            "event",
            "--as",
            ADMIN,
            "--where",
            f"by={CHEN}",
            "--where",
            "at>=2026-11-18",
            "--where",
            "at<=2026-11-18",
            "--json",
        ).json
        == mine
    )
    ref = small_home.ref("deal", "acme-renewal")
    assert (
        len(
            parley(
                "records", "event", "--as", ADMIN, "--where", f"record_ref={ref}", "--fields", "op,at", "--json"
            ).json
        )
        == 2
    )
    assert "no field" in parley("records", "event", "--as", ADMIN, "--where", "colour=red", status=1).err
    assert parley("records", "event", "--as", ADMIN, "--limit", "3").out.count("\n") == 5


def test_deleted_records_appear_only_when_asked_for(parley: Run, small_home: Any) -> None:
    ref = small_home.ref("deal", "acme-renewal")
    with small_home.writing(ADMIN) as crm:
        crm.delete(crm.get("deal", small_home.number("deal", "acme-renewal")))
    _again(small_home, parley)
    where = ("--as", CHEN, "--where", f"ref={ref}", "--json")
    assert not parley("records", "deal", *where).json
    assert parley("records", "deal", *where, "--deleted").json[0]["deleted_at"]
    assert ref in parley("show", ref, "--as", CHEN, status=1).err
    assert parley("show", ref, "--as", CHEN, "--deleted", "--json").json[0]["name"] == "Acme renewal"
    assert parley("history", ref, "--as", CHEN, "--json").json[-1]["op"] == "delete"


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["records", "quark", "--as", CHEN], 2, "no record type"),
        (["records", "deal"], 2, "--as"),
        (["records", "deal", "--as", CHEN, "--limit", "0"], 2, "--limit"),
        (["records", "deal", "--as", CHEN, "--now", "soon"], 2, "moment"),
        (["records", "deal", "--as", "ghost@example.com"], 1, "parley user"),
        (["records", "deal", "--as", CHEN, "--where", "stage=Limbo"], 1, "没有“Limbo”这个阶段"),
        (["records", "deal", "--as", CHEN, "--where", "colour=red"], 1, "colour"),
        (["records", "deal", "--as", CHEN, "--where", "expected_close_date=2026-02-30"], 1, "2026-02-30"),
        (["records", "deal", "--as", CHEN, "--where", "amount>=much"], 1, "much"),
        (["records", "deal", "--as", CHEN, "--where", "nonsense"], 1, "nonsense"),
        (["records", "deal", "--as", CHEN, "--fields", "name,colour"], 1, "colour"),
        (["records", "deal", "--as", CHEN, "--as-of", "2036-01-01"], 1, "还没到"),
        (["records", "deal", "--as", CHEN, "--as-of", "then"], 1, "then"),
        (["show", "D-999", "--as", CHEN], 1, "D-999"),
        (["show", "", "--as", CHEN], 1, "没有找到"),
        (["history", "D-999", "--as", MAYA], 1, "D-999"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_bad_input_has_a_sentence_and_no_trace(
    parley: Run, small_home: Any, words: list[str], status: int, says: str
) -> None:
    said = parley(*words, status=status)
    assert says in said.err
    assert "Traceback" not in said.err
    assert not said.out


def test_an_unknown_user_is_told_in_the_language_of_the_terminal(
    parley: Run, small_home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "这里没有用户" in parley("records", "deal", "--as", "ghost@example.com", status=1).err


def test_tables_line_up_chinese_and_latin_and_say_how_many(parley: Run, small_home: Any) -> None:
    from assistant.surfaces.cli_text import width

    lines = parley("records", "contact", "--as", CHEN).out.splitlines()
    assert lines[-1].startswith("共 ")
    rule = lines[1]
    starts = [i for i, c in enumerate(rule) if c == "─" and (i == 0 or rule[i - 1] == " ")]
    name = starts[1]
    assert all(
        width(line[: line.index(who)]) == name for line in lines[2:-1] for who in ("Ana Ruiz", "李娜") if who in line
    )


def test_text_from_records_cannot_drive_the_terminal(parley: Run, small_home: Any) -> None:
    with small_home.writing(ADMIN) as crm:
        crm.update(crm.get("contact", small_home.number("contact", "bob")), {"title": "IT\x1b[2J lead\u202e"})
    _again(small_home, parley)
    shown = parley("show", small_home.ref("contact", "bob"), "--as", ADMIN).out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "IT[2J lead" in shown


def test_the_real_command_prints_utf8_under_any_locale_and_ignores_a_closed_pipe(cli: Run, small_home: Any) -> None:
    plain = {"PYTHONUTF8": "0", "LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    said = cli("show", "李娜", "--as", CHEN, "--json", env=plain)
    assert json.loads(said.out)["name"] == "李娜"


def _again(world: Any, parley: Run) -> None:
    """Bring what was written to the small world's own file into the home folder."""
    import os
    import shutil

    world.store.close()
    shutil.copy(str(world.store.engine.url.database), f"{os.environ['PARLEY_HOME']}/parley.db")
