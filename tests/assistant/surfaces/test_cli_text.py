"""Text for a terminal lines up, is cut where it is too long, and holds nothing that could drive the terminal."""

from assistant.blocks import Card, Chart, Choice, Question, Source, Table, TurnResult
from assistant.surfaces.cli_text import cut, pairs, safe, table, width
from assistant.surfaces.cli_turn import lines


def test_chinese_takes_two_columns_and_marks_none() -> None:
    assert [width(t) for t in ("abc", "李娜", "é", "e\u0301", "Ａ")] == [3, 4, 1, 1, 2]
    assert cut("李娜开会", 5) == "李娜…"
    assert cut("short", 10) == "short"


def test_a_table_sets_numbers_right_and_references_left() -> None:
    assert table(["ref", "name", "amount"], [["D-1", "李娜", "¥1,200"], ["D-12", "Al", "¥30"]]) == [
        "ref   name  amount",
        "────  ────  ──────",
        "D-1   李娜  ¥1,200",
        "D-12  Al       ¥30",
    ]


def test_pairs_keep_the_lines_of_a_note() -> None:
    assert pairs([("note", "one\ntwo"), ("备注", "x")]) == ["  note  one", "        two", "  备注  x"]


def test_escapes_and_direction_marks_are_taken_out() -> None:
    assert safe("a\x1b[31mb\x07\u202ec\u2066\r\nd\te\ud800") == "a[31mbc\nd\te"


def test_a_turn_shows_words_cards_tables_bars_choices_and_sources() -> None:
    turn = TurnResult(
        said="?",
        reply="**Acme** has 2 deals.",
        cards=[Card("Acme", "ACC-1", "account", [("owner", "陈晓")])],
        tables=[Table("Deals", ["name"], [["Renewal"]], total=3)],
        charts=[
            Chart("By stage", "bar", [{"label": "Demo", "value": 10, "text": "¥10"}, {"label": "演示", "value": 0}])
        ],
        question=Question("Which Ana?", [Choice("Ana Ruiz (Acme)", "C-1"), Choice("Ana Silva", "C-2")]),
        sources=[Source(1, "A-8", None, "too\nhigh", "2026-11-02")],
    )
    text = "\n".join(lines(turn))
    for wanted in (
        "Acme has 2 deals.",
        "Acme  (ACC-1)",
        "owner  陈晓",
        "Renewal",
        "… and 2 more",
        "█ ¥10",
        "  1. Ana Ruiz (Acme)",
        "[1] A-8 2026-11-02 “too high”",
    ):
        assert wanted in text
