"""Help that speaks the asker's language and uses the asker's own records."""

from typing import Any

import pytest
from parley_worlds import ADMIN, CHEN, MAYA

from assistant.tools import catalog
from assistant.tools._help_groups import GROUPS


def test_examples_name_ones_own_records(ask: Any) -> None:
    say = ask(CHEN, "help").say
    assert "tell me about Acme Industrial" in say
    assert "Globex" not in say
    assert "tell me about Globex" in ask(MAYA, "help").say
    assert "介绍一下华阳科技" in ask(CHEN, "help", language="zh").say


def test_both_languages_and_both_kinds_of_work(ask: Any) -> None:
    assert "**Ask**" in ask(CHEN, "help").say
    assert "**Log and change (you confirm before anything is saved)**" in ask(CHEN, "help").say
    zh = ask(CHEN, "help", language="zh").say
    assert "**查询**" in zh
    assert "撤销" in zh


def test_a_topic_narrows(ask: Any) -> None:
    assert ask(CHEN, "help", topic="pipeline").data["tools"] == ["pipeline_summary"]
    assert "log_interaction" in ask(CHEN, "help", topic="记录会议", language="zh").data["tools"]
    assert len(ask(CHEN, "help", topic="astrology").data["tools"]) > 5


def test_a_glance_is_short_and_says_how_to_see_more(ask: Any) -> None:
    for language in ("en", "zh"):
        say = ask(MAYA, "help", language=language).say
        groups = say.split("\n**")[1:]
        assert len(groups) == len(GROUPS)
        assert all(1 <= g.count("\n- ") <= 5 for g in groups)
    assert "“help with questions”, or with figures, changes, views and sharing" in ask(MAYA, "help").say
    views = next(g for g in ask(MAYA, "help").say.split("\n**") if g.startswith("Views"))
    assert "show my dashboard" in views
    assert "every Monday" in views


@pytest.mark.parametrize("group", [g for g in GROUPS if g.called], ids=lambda g: g.called[0])
def test_a_group_asked_for_is_shown_whole(ask: Any, group: Any) -> None:
    for language, word in (("en", group.called[0]), ("zh", group.called[1])):
        told = ask(CHEN, "help", language=language, topic=word)
        assert told.data["tools"] == list(group.tools)
        assert "\n**" in told.say


def test_every_tool_has_its_place_in_the_help() -> None:
    placed = [t for g in GROUPS for t in g.tools]
    assert sorted([*placed, "help"]) == list(catalog())


def test_an_empty_store_shows_the_samples(ask_bare: Any) -> None:
    assert "Acme" in ask_bare(ADMIN, "help").say
