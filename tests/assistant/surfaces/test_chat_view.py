"""What a turn's result looks like on the page: bold that is drawn, footnotes that stay with their words, fields by their names."""

from typing import Any

import pytest
from markdown_it import MarkdownIt

from assistant.blocks import Source, TurnResult
from assistant.surfaces import chat_view


def result(words: str, **more: Any) -> TurnResult:
    return TurnResult(words, words=words, **more)


@pytest.mark.parametrize(
    "words",
    [
        "**人员：**李娜",
        "**下一步：** 打电话",
        "**Next:** call",
        "**Who**",
        "**“一期”**已签",
        "**华阳（ACC-1）**进行中",
        "**A** and **B**",
        "1. **华阳**：x",
    ],
)
def test_bold_is_drawn_whatever_follows(words: str) -> None:
    drawn = MarkdownIt().render(chat_view.reply(result(words)))
    assert "<strong>" in drawn
    assert "*" not in drawn


def test_stars_that_are_no_bold_stay() -> None:
    assert chat_view.reply(result("2 ** 3 and ****")) == "2 ** 3 and ****"


def test_a_footnote_stays_with_its_word() -> None:
    source = Source(1, "D-1", "amount", "$5", None)
    assert chat_view.reply(result("at $5 [1], and [2].", sources=[source])) == "at $5[1](#source-1), and [2]."


@pytest.mark.parametrize(
    ("ref", "field", "language", "name"),
    [
        ("TK-1", "due_on", "en", "due"),
        ("TK-1", "due_on", "zh", "到期日"),
        ("D-1", "amount", "zh", "金额"),
        ("A-1", None, "en", None),
        ("X-1", "thing", "en", "thing"),
    ],
)
def test_a_source_names_its_field_as_people_do(ref: str, field: str | None, language: Any, name: str | None) -> None:
    assert chat_view.source_props(Source(1, ref, field, "q", None), language)["field"] == name


@pytest.mark.parametrize(
    ("kept", "language", "shown"),
    [("2026-11-12", "en", "12 Nov 2026 (Thu)"), ("2026-11-12", "zh", "2026年11月12日（周四）"), (None, "en", None)],
)
def test_a_source_writes_its_day_as_the_answer_does(kept: str | None, language: Any, shown: str | None) -> None:
    assert chat_view.source_props(Source(1, "A-1", None, "q", kept), language)["date"] == shown


def test_a_line_below_a_list_is_none_of_its_items() -> None:
    drawn = MarkdownIt().render(chat_view.reply(result("- one\n- two\nSay “mine”.\n\n1. a\n2. b\n5 more below.")))
    assert "<p>Say “mine”.</p>" in drawn
    assert "<p>5 more below.</p>" in drawn
    assert drawn.count("<li>") == 4
